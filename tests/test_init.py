"""Another collection: made by the installed package, of essays on another subject, without this repository."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import given

from builder import founding, origins, verify
from builder.cli import main
from builder.documents import parse
from builder.records import CollectionRecord
from tests.conftest import ROOT
from tests.test_new import WORDS, files

SPEECHES = ROOT / "tests" / "speeches"
Reader = Callable[..., subprocess.CompletedProcess[str]]


def init(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["init", *map(str, words)])


@pytest.fixture
def reader(installed: Path) -> Reader:
    """The command of an installed wheel."""

    def run(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
        command = [sys.executable, "-m", "builder", *map(str, words)]
        return subprocess.run(
            command,
            check=False,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run


def word_file(text: str, path: Path) -> None:
    title, *paragraphs = text.strip().split("\n\n")
    made = Document()
    made.add_heading(title, 0)
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(str(path))


def test_speeches_become_a_site_with_the_installed_package(reader: Reader, tmp_path: Path) -> None:
    root = tmp_path / "speeches"
    assert reader("init", root, "--title", "Speeches of a President", cwd=tmp_path).returncode == 0
    word_file((SPEECHES / "farewell.txt").read_text("utf-8"), tmp_path / "Farewell (1).docx")
    shutil.copy(SPEECHES / "gettysburg.txt", tmp_path)
    for essay in ("Farewell (1).docx", "gettysburg.txt"):
        done = reader("new", tmp_path / essay, "--rights", "Public domain.", "--yes", cwd=root)
        assert done.returncode == 0, done.stderr
    done = reader("new", "--term", "Springfield", "--kind", "place", "--definition", "A city in Illinois.", cwd=root)
    assert done.returncode == 0, done.stderr
    done = reader("check", cwd=root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = reader("build", cwd=root)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("2 essays, 1 entry")

    site = root / "site"
    for name, file in (("lincoln-1863", "gettysburg.txt"), ("lincoln-1861", "farewell.txt")):
        page = BeautifulSoup((site / "essays" / name / "index.html").read_text("utf-8"), "html.parser")
        told = [" ".join(block.get_text().split()) for block in page.select("[data-role]")]
        assert told == (SPEECHES / file).read_text("utf-8").strip().split("\n\n")
        assert "Speeches of a President" in page.title.get_text()
    for page in site.rglob("*.html"):
        words = page.read_text("utf-8")  # of the first collection; that there is a Russia the map may know
        assert not re.search(r"Russian foreign policy|The Annotated Reader|Putin|Pomeranz|Lavrov|Kennan", words), page
    assert list(verify.links(site)) == []
    assert reader("verify", cwd=root).returncode == 0


def test_an_empty_collection_can_be_built_at_once(reader: Reader, tmp_path: Path) -> None:
    assert reader("init", "here", cwd=tmp_path).returncode == 0
    done = reader("build", "--project", "here", cwd=tmp_path)
    assert done.returncode == 0 and done.stderr.startswith("0 essays, 0 entries"), done.stderr
    ignored = (tmp_path / "here" / ".gitignore").read_text("utf-8")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path / "here", check=True)
    listed = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], cwd=tmp_path / "here", capture_output=True, text=True, check=True
    )
    assert not any("site/" in line or "docs/essays" in line for line in listed.stdout.splitlines()), ignored
    assert "docs/about.md" in listed.stdout and "docs/index.md" not in listed.stdout


def test_the_wheel_has_what_a_checkout_has(reader: Reader, tmp_path: Path) -> None:
    assert reader("init", "a", cwd=tmp_path).returncode == 0
    assert init(tmp_path / "b").exit_code == 0
    brought, there = files(tmp_path / "a"), files(tmp_path / "b")
    assert brought.pop(origins.WHEEL)
    assert brought == there


def test_nothing_of_this_collection_is_in_a_new_one(tmp_path: Path) -> None:
    assert init(tmp_path / "new").exit_code == 0
    for name, content in files(tmp_path / "new").items():
        if not name.startswith(("overrides/assets/", ".github/")):
            assert not re.search(rb"Russia|Putin|The Annotated Reader|architecture\.md|/decisions/|/work/", content), (
                name
            )


@pytest.mark.parametrize("mine", ["seeds/x", "mkdocs.yml", "overrides/main.html", "README.md", ".gitignore"])
def test_init_overwrites_nothing(mine: str, tmp_path: Path) -> None:
    (tmp_path / mine).parent.mkdir(exist_ok=True)
    (tmp_path / mine).write_text("mine")
    result = init(tmp_path)
    assert result.exit_code == 2 and mine.partition("/")[0] in result.output
    assert files(tmp_path) == {mine: b"mine"}


def test_init_takes_a_new_folder_an_empty_one_and_one_that_git_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    subprocess.run(["git", "init", "-q", "cloned"], cwd=tmp_path, check=True)
    for name in ("empty", "cloned", "new/in/new"):
        assert init(tmp_path / name).exit_code == 0
        assert (tmp_path / name / "seeds" / "collection.yml").is_file()
    (tmp_path / "a-file").write_text("x")
    assert init(tmp_path / "a-file").exit_code == 2


@given(WORDS)
def test_any_title_stands_as_it_is_in_both_files(title: str) -> None:
    folded = " ".join(unicodedata.normalize("NFC", title).split())
    made = founding.files(title, "2026-01-01", origins.Origin("./x.whl"))
    record, _, found = parse(CollectionRecord, made["seeds/collection.yml"].decode(), "x")
    assert found == [] and record and record.title == folded
    assert yaml.safe_load(made["mkdocs.yml"])["site_name"] == folded


@pytest.mark.parametrize("title", ["", " ", "\x1b[2J", "\x00"])
def test_a_title_that_no_page_can_show_makes_no_collection(title: str, tmp_path: Path) -> None:
    result = init(tmp_path / "new", "--title", title)
    assert result.exit_code == 1 and "seeds/collection.yml" in result.output and not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[2J", "\u202eab", "\x85"])
def test_a_folder_whose_name_steers_a_terminal_is_not_made(name: str, tmp_path: Path) -> None:
    result = init(tmp_path / name)
    assert result.exit_code == 2 and name not in result.output and list(tmp_path.iterdir()) == []


# What its workflows install.

COMMIT, DIGEST = "0123456789abcdef" * 2 + "01234567", "0123456789abcdef" * 4
KNOWN = [
    ({"url": "https://example.org/a/b.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, f"annotated-reader[all] @ git+https://example.org/a/b.git@{COMMIT}"),
    ({"url": "https://example.org/x.whl", "archive_info": {"hashes": {"sha256": DIGEST}}}, f"annotated-reader[all] @ https://example.org/x.whl#sha256={DIGEST}"),
]  # fmt: skip
UNKNOWN: list[dict[str, object]] = [
    {}, {"url": "https://example.org/x.whl"}, {"url": "https://example.org/x.whl", "archive_info": {}}, {"url": "http://example.org/x.whl", "archive_info": {"hashes": {"sha256": DIGEST}}},
    {"url": "https://example.org/b.git", "vcs_info": {"vcs": "git", "requested_revision": "main"}}, {"url": "https://me:secret@example.org/b.git", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
    {"url": f"file:///nowhere/{origins.WHEEL}", "archive_info": {"hashes": {"sha256": DIGEST}}}, {"url": "https://example.org/b\n-r evil.txt", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
]  # fmt: skip


@pytest.mark.parametrize(("told", "line"), KNOWN)
def test_a_program_from_an_address_is_named_by_it_and_by_what_cannot_change(
    told: dict[str, object], line: str, tmp_path: Path
) -> None:
    assert origins.origin_of(told, tmp_path) == origins.Origin(line)


@pytest.mark.parametrize("told", UNKNOWN)
def test_a_program_from_elsewhere_is_a_file_of_the_collection_and_never_a_name(
    told: dict[str, object], tmp_path: Path
) -> None:
    """A name alone would be whoever's took it in a package index."""
    found = origins.origin_of(told, tmp_path)
    assert found == origins.Origin(f"./{origins.WHEEL}[all]", missing=True)


def test_a_wheel_that_is_no_longer_the_one_that_was_installed_is_not_brought(tmp_path: Path) -> None:
    (tmp_path / origins.WHEEL).write_bytes(b"wheel")
    told = {
        "url": (tmp_path / origins.WHEEL).as_uri(),
        "archive_info": {"hashes": {"sha256": hashlib.sha256(b"wheel").hexdigest()}},
    }
    assert origins.origin_of(told, tmp_path).wheel == b"wheel"
    (tmp_path / origins.WHEEL).write_bytes(b"another")
    assert origins.origin_of(told, tmp_path) == origins.Origin(f"./{origins.WHEEL}[all]", missing=True)


def test_without_the_wheel_nothing_is_installed_and_init_says_how_it_is_made(tmp_path: Path) -> None:
    result = init(tmp_path / "new")
    install = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "-r", "requirements.txt"]
    done = subprocess.run(install, cwd=tmp_path / "new", check=False, capture_output=True, text=True)
    assert done.returncode != 0 and origins.WHEEL in done.stderr
    (made,) = [line.strip() for line in result.output.splitlines() if "pip wheel" in line]
    words = shlex.split(made.partition("   ")[0])
    built = [sys.executable, *words[1:], "--quiet", "--no-build-isolation"]
    subprocess.run(built, check=True, capture_output=True)
    done = subprocess.run(install, cwd=tmp_path / "new", check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
