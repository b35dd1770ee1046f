"""What is told of one file alone is what the whole collection tells of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder import pipeline
from builder.asked import check_alone, named
from builder.diagnostics import Diagnostic, Refused
from builder.ledger import Published
from builder.project import Project, open_project
from builder.published import published
from tests.conftest import cases, write
from tests.test_diagnostics import prepared

Make = Callable[..., Project]


def of_whole(project: Project, path: Path, before: Published) -> list[Diagnostic]:
    told = pipeline.read(project, published=before).diagnostics
    return [finding for finding in told if Path(finding.path).with_suffix("") == named(project, path)]


def files(project: Project) -> list[Path]:
    """Every essay, sidecar and entry, and whatever lies among them."""
    return [path for folder in (project.essays, project.glossary) for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("path", cases("diagnostics"), ids=lambda path: path.stem)
def test_what_is_told_of_a_file_alone(path: Path, collection: Make) -> None:
    root = prepared(path, collection)
    try:
        project = open_project(root)
    except Refused:
        return  # told whatever is asked for
    for file in files(project):
        assert check_alone(project, [file], Published())[0] == of_whole(project, file, Published())


def test_an_address_that_is_lost_is_told(collection: Make) -> None:
    project = collection()
    pipeline.build(project)
    essay = project.essays / "first-2024.txt"
    write(
        project.root,
        {"seeds/essays/first-2024.txt": essay.read_text("utf-8").replace("No more was said.", "Rain fell.")},
    )
    told = check_alone(project, [essay], published(project, None, {"first-2024"}))[0]
    assert [finding.rule for finding in told] == ["address-lost"]
    assert told == of_whole(project, essay, published(project))
