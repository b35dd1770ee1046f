"""`reader serve` as a program: what is saved is shown, and what breaks it off ends in a line."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from builder.cli import main
from builder.live import Live
from builder.project import Project
from builder.serving import Host, PortTaken
from builder.watching import Watch
from tests.conftest import ROOT, write

PATIENCE = 120  # seconds until a test gives up; how long anything takes is no matter here
Make = Callable[..., Project]


class Served:
    """A server of its own process, and what it tells."""

    def __init__(self, project: Project, log: Path) -> None:
        command = [sys.executable, "-m", "builder", "serve", "--project", str(project.root), "--port", "0"]
        self.log = log
        with log.open("w") as told:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=told)
        self.wait(lambda: "Ctrl-C ends" in self.told())
        self.address = next(line.split()[0] for line in self.told().splitlines() if line.startswith("http"))

    def told(self) -> str:
        return self.log.read_text("utf-8")

    def page(self) -> str:
        with urllib.request.urlopen(f"{self.address}essays/first-2024/", timeout=PATIENCE) as response:
            return str(response.read().decode())

    def wait(self, done: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            if done():
                return
            time.sleep(0.05)
        pytest.fail(f"It did not come about. The server told: {self.told()}")


@pytest.fixture
def served(collection: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Served]]:
    project = collection()
    server = Served(project, tmp_path_factory.mktemp("log") / "told.txt")
    yield project, server
    server.process.kill()
    server.process.wait()


def test_what_is_saved_is_shown_and_ctrl_c_ends_it(served: tuple[Project, Served]) -> None:
    project, server = served
    seed: Path = project.essays / "first-2024.txt"
    assert "No more was said" in server.page()
    seed.write_text(seed.read_text("utf-8").replace("No more", "Much more"), "utf-8")
    server.wait(lambda: "Much more was said" in server.page())
    seed.with_suffix(".yml").write_text("titel: x\n", "utf-8")
    server.wait(lambda: "error[record-key]" in server.told() and "error[record-key]" in server.page())
    assert "Much more was said" in server.page() and "the last good pages stay" in server.told()
    seed.with_suffix(".yml").write_text("venue: A Place of Its Own\n", "utf-8")
    server.wait(lambda: "A Place of Its Own" in server.page())
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(PATIENCE) == 0
    assert server.told().endswith("\nEnded\n") and "Traceback" not in server.told()


def test_many_changes_at_once_are_one_line_that_steers_no_terminal(served: tuple[Project, Served]) -> None:
    project, server = served
    fresh = project.root.parent / "fresh"
    names = [f"e{number}-2020.txt" for number in range(30)] + ["0\u202e.txt"]
    write(fresh, dict.fromkeys(names, "A Title\n\nBy Ann Author\n\nThe EL met.\n"))
    fresh.rename(project.essays / "more")  # a folder in which no essay is looked for
    server.wait(lambda: "the last good pages stay" in server.told())
    line = next(line for line in server.told().splitlines() if line.startswith("Changed:"))
    assert line.endswith("and 26 more") and line.count("seeds/essays/more/") == 5 and "\u202e" not in server.told()


def test_two_may_serve_one_collection_but_not_at_one_port(served: tuple[Project, Served], tmp_path: Path) -> None:
    project, server = served
    port = server.address.rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "builder", "serve", "--project", str(project.root), "--port", port]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f"Port {port} is taken" in done.stderr and "--port 0" in done.stderr
    other = Served(project, tmp_path / "other.txt")
    try:
        assert other.address != server.address and "No more was said" in other.page()
    finally:
        other.process.kill()
        other.process.wait()


@pytest.fixture
def host(collection: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    live = Live(collection().root, tmp_path_factory.mktemp("mkdocs"))
    live.read()
    server = Host(live, "127.0.0.1", 0)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.end()


def test_the_browser_hears_of_each_edition(host: Host) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{host.server_port}/-reader/events", timeout=PATIENCE) as events:
        assert events.readline() + events.readline() == b"data: 1\n\n"
        host.live.read()
        host.tell()
        assert events.readline() + events.readline() == b"data: 2\n\n"


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/", 200, "text/html"),
        ("/essays/first-2024", 200, "text/html"),
        ("//evil.example/essays/first-2024", 404, "text/html"),
        ("/nowhere/", 404, "text/html"),
        ("/%2e%2e/%2e%2e/etc/passwd", 404, "text/html"),
        ("/assets/base.css", 200, "text/css"),
        ("/-reader/live.js", 200, "javascript"),
        ("/-reader/../serving.py", 404, "text/plain"),
        ("/reader.epub", 404, "text/plain"),
    ],
)
def test_an_address_leads_to_a_page_or_says_that_it_is_none(host: Host, path: str, status: int, kind: str) -> None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{host.server_port}{path}", timeout=PATIENCE) as response:
            found = response.status, response.headers["Content-Type"]
    except urllib.error.HTTPError as error:
        found = error.code, error.headers["Content-Type"]
    assert found[0] == status and kind in found[1]


def asked(server: Host, name: str) -> int:
    """The status of an answer to one who calls the server by a name."""
    with closing(HTTPConnection("127.0.0.1", server.server_port, timeout=PATIENCE)) as connection:
        connection.putrequest("GET", "/essays/first-2024/text.txt", skip_host=True)
        if name:
            connection.putheader("Host", name)
        connection.endheaders()
        response = connection.getresponse()
        assert b"No more was said" in response.read() or response.status == HTTPStatus.MISDIRECTED_REQUEST
        return response.status


def test_who_listens_to_this_machine_answers_by_its_own_names_only(host: Host) -> None:
    port = host.server_port
    for name in ("localhost", "LocalHost", f"localhost:{port}", f"127.0.0.1:{port}", "[::1]", f"[::1]:{port}"):
        assert asked(host, name) == 200
    for name in (
        "",
        "evil.example",
        f"evil.example:{port}",
        "localhost.evil.example",
        "127.0.0.1:80@evil.example",
        "[",
    ):
        assert asked(host, name) == 421


def test_who_listens_for_others_answers_to_any_name(host: Host) -> None:
    server = Host(host.live, "0.0.0.0", 0)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert asked(server, "classroom.example") == asked(server, "localhost") == 200
    finally:
        server.end()


@pytest.mark.parametrize("host", ["nonsense.invalid", "203.0.113.7", "a..b", "::zz"])
def test_where_nobody_can_listen_a_line_says_so(collection: Make, host: str) -> None:
    done = CliRunner().invoke(main, ["serve", "--project", str(collection().root), "--host", host, "--port", "65535"])
    assert done.exit_code == 1 and done.output.startswith("Error: Cannot listen at http://")
    assert host in done.output and "65536" not in done.output and "Traceback" not in done.output


def test_a_port_that_is_taken_is_refused(host: Host) -> None:
    with pytest.raises(PortTaken):
        Host(host.live, "127.0.0.1", host.server_port)


def test_only_what_is_other_than_before_is_a_change(collection: Make) -> None:
    project = collection()
    pipeline_writes = {"docs/links.json": "{}", "docs/.reader-generated.json": '["links.json"]'}
    watch = Watch(project)
    try:
        seed = project.essays / "first-2024.txt"
        seed.touch()
        seed.write_bytes(seed.read_bytes())
        write(
            project.root, {"seeds/essays/.first-2024.txt.swp": "x", "seeds/essays/~$first.docx": "x", "notes.txt": "x"}
        )
        write(project.root, {"seeds/essays/first-2024.txt~": "x", "site/index.html": "x", **pipeline_writes})
        seed.read_bytes()
        write(project.root, {"seeds/essays/second-2024.txt": "The last change of all.\n"})
        assert next(watch.changes()) == {project.essays / "second-2024.txt"}
        (project.essays / "second-2024.txt").rename(project.essays / "third-2024.txt")
        assert next(watch.changes()) == {project.essays / "second-2024.txt", project.essays / "third-2024.txt"}
        seed.unlink()
        assert next(watch.changes()) == {seed}
    finally:
        watch.end()
