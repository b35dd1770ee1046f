"""What breaks a command off: a line that says so, an exit code, the last good site in its place, and nothing half-written."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import folders, pipeline
from builder.cli import main
from builder.project import Project
from tests.conftest import ROOT, write

PATIENCE = 120  # seconds until a test gives up
Make = Callable[..., Project]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def content(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def crowd(count: int) -> dict[str, str]:
    body = "\n\n".join(f"The Example League (EL) met in {n}. It rose, and the EL fell." for n in range(150))
    return {f"seeds/essays/essay-{n}.txt": f"Title {n}\n\nBy Ann Author\n\n{body}\n" for n in range(count)}


def test_ctrl_c_in_the_middle_of_a_build(collection: Make) -> None:
    project = collection(crowd(60))
    (project.site).mkdir()
    write(project.site, {"index.html": "the last good site"})
    command = [sys.executable, "-m", "builder", "build", "--jobs", "2", "--project", str(project.root)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    until = time.monotonic() + PATIENCE
    workers: list[str] = []
    while len(workers) < 2 and process.poll() is None and time.monotonic() < until:
        workers = children.read_text().split() if children.exists() else []
        time.sleep(0.01)  # else this takes half of what the processes run on
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: every process of the group hears it
    try:
        _, told = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert (process.returncode, told) == (130, "Ended by Ctrl-C; site/ is as it was\n")
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
    assert content(project.site) == {project.site / "index.html": b"the last good site"}
    assert not list(project.root.glob(".site-*"))


@pytest.mark.parametrize("stage", ["write", "publish"])
def test_a_full_disk(collection: Make, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    project = collection()
    pipeline.build(project)
    before = content(project.site)
    write(project.root, {"seeds/essays/second-2024.txt": "Another\n\nBy Bo Other\n\nIt was so. It is so.\n"})
    whole = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if (project.docs in path.parents) if stage == "write" else ".site-" in str(path):
            whole(path, data[:1])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    result = run("build", "--project", project.root)
    assert (
        result.exit_code == 1 and "No space left on device" in result.output and "site/ is as it was" in result.output
    )
    assert content(project.site) == before
    assert not list(project.root.glob(".site-*")) and not list(project.docs.rglob(".*.new"))
    monkeypatch.undo()
    assert run("build", "--project", project.root).exit_code == 0


@pytest.mark.parametrize("name", ["docs", "site"])
def test_a_file_where_a_folder_should_be(collection: Make, name: str) -> None:
    project = collection()
    place = project.root / name
    if place.is_dir():
        shutil.rmtree(place)
    place.write_text("mine")
    result = run("build", "--project", project.root)
    assert result.exit_code == 1 and f"{name}:1:1: error[page-taken]" in result.output
    assert place.read_text() == "mine"


def test_a_folder_that_is_read_only(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection()

    def refuse(path: Path, data: bytes) -> int:
        raise PermissionError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    result = run("build", "--project", project.root)
    assert result.exit_code == 1 and "Read-only file system; site/ is as it was" in result.output


def test_a_second_build_says_that_it_waits(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection()
    monkeypatch.setattr(pipeline, "WAIT", 0.1)
    with pipeline._alone(project, lambda: None):
        result = run("annotate", "--project", project.root)
    assert result.exit_code == 1 and result.output.startswith("Another build of this collection is at work")
    assert run("annotate", "--project", project.root).exit_code == 0


def git(project: Project, *words: str) -> None:
    known = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(project.root), *known, *words], check=True, capture_output=True)


def committed(project: Project) -> None:
    git(project, "init", "--initial-branch=main")
    for message in ("one", "two"):
        write(project.root, {"seeds/essays/first-2024.yml": f"venue: {message}\n"})
        git(project, "add", ".")
        git(project, "commit", "-m", message)


def test_a_head_that_is_detached_is_compared_with(collection: Make) -> None:
    project = collection()
    committed(project)
    git(project, "checkout", "--detach", "HEAD~1")
    assert run("check", "--project", project.root, "--against", "git:main").output == ""


def test_a_shallow_clone_says_what_to_fetch(collection: Make, tmp_path_factory: pytest.TempPathFactory) -> None:
    project, clone = collection(), tmp_path_factory.mktemp("clone")
    committed(project)
    subprocess.run(["git", "clone", "--depth", "1", project.root.as_uri(), str(clone)], check=True, capture_output=True)
    result = run("check", "--project", clone, "--against", "git:HEAD~1")
    assert result.exit_code == 1 and "git fetch --unshallow" in result.output


def test_no_git(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection()
    monkeypatch.setenv("PATH", "")
    result = run("check", "--project", project.root, "--against", "git:main")
    assert result.exit_code == 1 and "The program git is not there" in result.output


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders.write(tmp_path, {"a.txt": "old"})

    def stop(path: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        folders.put(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_text() == "old" and not list(tmp_path.glob(".a*"))
