"""`reader serve`: what is shown follows what is written, and an error does not take the last good page away."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.project import Project
from tests.conftest import ROOT

PATIENCE = 60  # seconds until a test gives up; how long a rebuild takes is no matter here


@pytest.fixture
def served(collection: Callable[..., Project]) -> Iterator[tuple[Project, str]]:
    project = collection()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "builder", "serve", "--project", str(project.root), "--port", str(port)]
    with (
        (project.root / "told.txt").open("w") as told,
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=told) as process,
    ):
        yield project, f"http://127.0.0.1:{port}/essays/first-2024/"
        process.terminate()


def wait_for(read: Callable[[], str], words: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if words in read():
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.2)
    pytest.fail(f"“{words}” did not appear")


def test_a_changed_seed_shows_and_an_error_keeps_the_last_good_page(served: tuple[Project, str]) -> None:
    project, address = served

    def page() -> str:
        with urllib.request.urlopen(address, timeout=PATIENCE) as response:
            return str(response.read().decode())

    seed: Path = project.essays / "first-2024.txt"
    wait_for(page, "No more was said")
    seed.write_text(seed.read_text("utf-8").replace("No more", "Much more"), "utf-8")
    wait_for(page, "Much more was said")
    seed.with_suffix(".yml").write_text("titel: x\n", "utf-8")
    wait_for((project.root / "told.txt").read_text, "error[record-key]")
    assert "Much more was said" in page()
    seed.with_suffix(".yml").write_text("venue: A Place of Its Own\n", "utf-8")
    wait_for(page, "A Place of Its Own")
