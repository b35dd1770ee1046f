"""Fixtures: small collections made of case files, and the real one, built once.

A case is a text file of sections, `=== name` and what follows; a new case is a new file, not new code.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from builder import pipeline
from builder.folders import GENERATED
from builder.project import Project, open_project

settings.register_profile("timeless", deadline=None)  # no test depends on time
settings.register_profile("nightly", max_examples=25_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "timeless"))

ROOT = Path(__file__).parent.parent
BASE = {
    "seeds/collection.yml": "title: A collection\ndescription: Made for a test.\nedition: 2026-01-01\nrights: Made for a test.\n",
    "seeds/essays/first-2024.txt": "A Title\n\nBy Ann Author\n\nThe Example League (EL) met. It was the first time.\n\nNo more was said. The EL rose.\n",
    "seeds/glossary/organization/el.md": "---\nname: Example League\nshort: EL\n---\nA league of examples.\n",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what the code gives into tests/golden/; read the diff"
    )
    parser.addoption("--update-pictures", action="store_true", help="take the pages' pictures anew; look at them")


def sections(path: Path) -> dict[str, str]:
    """The sections of a case file: name → content."""
    parts = re.split(r"^=== (.+)\n", path.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def cases(folder: str) -> list[Path]:
    return sorted((ROOT / "tests" / "cases" / folder).glob("*.txt"))


def write(root: Path, files: Mapping[str, str]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    return root


@pytest.fixture
def collection(tmp_path: Path) -> Callable[..., Project]:
    """Make a collection of BASE and the given files (path → content; None leaves one of BASE out) that can be built."""

    def make(files: Mapping[str, str | None] | None = None) -> Project:
        wanted = {name: content for name, content in {**BASE, **(files or {})}.items() if content is not None}
        publishable(write(tmp_path, wanted))
        return open_project(tmp_path)

    return make


def publishable(root: Path) -> None:
    """Add what MkDocs needs: the configuration, the theme and the hand-written pages of the real project."""
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "overrides", root / "overrides", dirs_exist_ok=True)
    (root / "docs").mkdir(exist_ok=True)
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs")
        if not page.read_bytes().startswith(GENERATED):
            (root / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(page, root / "docs" / name)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real collection, built once in a folder of its own, with all that can be taken away."""
    root = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    publishable(root)
    project = open_project(root)
    pipeline.build(project, packed=True)
    return project


@pytest.fixture(scope="session")
def reading(real: Project) -> pipeline.Reading:
    return pipeline.read(real)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the package as pip installs it from a wheel, far from the repository; for PYTHONPATH."""
    made, there = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(made)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(there)]
    subprocess.run([*install, str(next(made.glob("*.whl")))], capture_output=True, check=True)
    return there


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], None]]:
    """Compare with tests/golden/<name>, or write it with --update-golden."""

    def compare(name: str, content: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
        assert path.read_bytes().decode() == content

    yield compare
