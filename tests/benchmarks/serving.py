"""`reader serve` and `reader check FILE` of 100 and 1,000 essays: `make bench`, or `python -m tests.benchmarks.serving`.

Seconds from saving a file until the words are visible in the page that is open in Chromium; and of a whole process that
checks one essay, beside one that checks them all.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, sync_playwright

from builder.project import Project
from tests.browser.conftest import ARGUMENTS
from tests.conftest import ROOT
from tests.crowd import crowd

SIZES = tuple(int(size) for size in os.environ.get("SIZES", "100 1000").split())
WORDS = 2_200
TURNS = 7
SLUG = "crowd-00007"
VISIBLE = "words => document.body?.innerText.includes(words)"


@contextmanager
def served(project: Project) -> Iterator[str]:
    """The address at which the project is served, once it was read."""
    command = [sys.executable, "-m", "builder", "serve", "--project", str(project.root), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        try:
            address = next(line.split()[0] for line in process.stderr if line.startswith("http"))
            Thread(target=process.stderr.read, daemon=True).start()  # who fills a pipe that nobody reads waits forever
            yield address
        finally:
            process.kill()


def edits(project: Project) -> dict[str, tuple[str, Path, Callable[[str, str], str]]]:
    """What is changed → the page that is looked at, the file, and its text with new words in it."""
    seed, entry = project.essays / f"{SLUG}.txt", project.glossary / "organization" / "csto.md"
    return {
        "seed": (f"essays/{SLUG}/", seed, lambda text, words: text.replace(". ", f". {words} are here. ", 1)),
        "sidecar": (f"essays/{SLUG}/", seed.with_suffix(".yml"), lambda text, words: f"{text}unsure: [{words}.]\n"),
        "entry": ("glossary/csto/", entry, lambda text, words: f"{text.rstrip()}\n\n{words} are here.\n"),
        "template": (
            f"essays/{SLUG}/", project.root / "overrides" / "partials" / "footer.html", lambda text, words: f"{text}<p>{words}</p>",
        ),
        "style": (
            f"essays/{SLUG}/", project.root / "overrides" / "assets" / "base.css",
            lambda text, words: f"{text}\nbody::before {{ content: '{words}'; }}\n",
        ),
    }  # fmt: skip


def taken(page: Page, name: str, file: Path, change: Callable[[str, str], str]) -> Iterator[float]:
    text = file.read_text("utf-8")
    for turn in range(TURNS):
        words = f"Words of {name} {turn}"
        started = time.perf_counter()
        file.write_text(change(text, words), "utf-8")
        if name == "style":
            page.wait_for_function(
                "words => document.body && getComputedStyle(document.body, '::before').content.includes(words)",
                arg=words,
            )
        else:
            page.wait_for_function(VISIBLE, arg=words)
        yield time.perf_counter() - started
    file.write_text(text, "utf-8")


def checked(project: Project, *files: Path) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "builder", "check", "--project", str(project.root), *map(str, files)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        print("| essays | what is saved | seconds until it is visible, median | most |\n|---|---|---|---|")
        projects = {size: crowd(Path(made, str(size)), size, WORDS) for size in SIZES}
        for size, project in projects.items():
            with served(project) as address:
                for name, (path, file, change) in edits(project).items():
                    page = browser.new_page()  # the one before may be loading itself anew
                    page.set_default_timeout(120_000)
                    page.goto(address + path)
                    times = list(taken(page, name, file, change))
                    print(f"| {size} | {name} | {statistics.median(times):.2f} | {max(times):.2f} |", flush=True)
                    page.close()
        browser.close()
        print("\n| essays | check of one, median s | of all, s | ratio |\n|---|---|---|---|")
        for size, project in projects.items():
            one = statistics.median(checked(project, project.essays / f"{SLUG}.txt") for _ in range(TURNS))
            whole = checked(project)
            print(f"| {size} | {one:.2f} | {whole:.1f} | {one / whole:.3f} |", flush=True)


if __name__ == "__main__":
    main()
