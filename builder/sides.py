"""The two sides of a comparison: revisions of git, the seeds as they are now, or built sites."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from builder import pipeline
from builder.editions import Edition, of_collection
from builder.memory import Memory
from builder.pages import differing
from builder.project import Project
from builder.published import GIT, NAME, of_site
from builder.revisions import exported
from builder.sites import edition


def sites(project: Project, base: str, head: str) -> tuple[Edition, Edition]:
    """Two folders of built sites. Raises Refused where one is none."""
    then, now = (edition(Path(side), of_site(Path(side) / NAME, project)) for side in (base, head))
    return then, now


def revisions(project: Project, base: str, head: str | None, jobs: int) -> tuple[Edition, Edition]:
    """Two revisions; without `head`, the seeds as they are now. What did not change is read once, and its pages are not
    made. Raises Refused where git cannot give one, or its collection.yml is wrong."""
    memory = Memory()
    second = exported(project.root, head, f"{GIT}{head}") if head else nullcontext(project)
    with exported(project.root, base, f"{GIT}{base}") as then, second as now:
        before, after = (pipeline.withheld(pipeline.read(side, jobs, memory=memory)) for side in (then, now))
    was, here = differing(before.collection, after.collection)
    return _edition(before, was), _edition(after, here)


def _edition(reading: pipeline.Reading, pages: dict[str, str]) -> Edition:
    """As it would be published: what a reader may not see is not told."""
    return of_collection(reading.collection, pages, sorted({diagnostic.path for diagnostic in reading.errors}))
