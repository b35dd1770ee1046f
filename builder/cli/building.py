"""`reader build`, `annotate` and `verify`: from the seeds to the site."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import AGAINST, JOBS, KEEP_GOING, PROJECT
from builder.cli.telling import counted, reporting, say, several, told, waiting
from builder.diagnostics import Refused

if TYPE_CHECKING:
    from builder.pipeline import Reading


@click.command()
@PROJECT
@JOBS
@KEEP_GOING
@AGAINST
@click.option("--offline", is_flag=True, help="Pack the site into a ZIP file, too, that is read without a network.")
def build(root: Path, jobs: int, keep_going: bool, against: str | None, offline: bool) -> None:
    """Make the site: seeds → docs/ → site/.

    The new site takes the old one's place only when every check has passed: else the last good one stays.
    """
    from builder import pipeline
    from builder.extras import skipped
    from builder.project import open_project
    from builder.published import published

    started = time.perf_counter()
    with reporting(kept="site/ is as it was"):
        project = open_project(root)
        reading = pipeline.build(project, jobs, keep_going, published(project, against), offline, waiting)
        seconds = time.perf_counter() - started
        say(f"{counted(reading)}; {_changed(reading)}; site/ made in {seconds:.1f} s")
        for line in skipped():
            say(line)
    told(reading)


@click.command()
@PROJECT
@JOBS
@KEEP_GOING
@AGAINST
def annotate(root: Path, jobs: int, keep_going: bool, against: str | None) -> None:
    """Write the annotated Markdown: seeds → docs/, and no site."""
    from builder import pipeline
    from builder.project import open_project
    from builder.published import published

    with reporting():
        project = open_project(root)
        reading = pipeline.annotate(project, jobs, keep_going, published(project, against), waiting)
        say(f"{counted(reading)}; {_changed(reading)}")
    told(reading)


def _changed(reading: Reading) -> str:
    return f"{several(reading.changed, 'file')} of docs/ changed"


@click.command()
@PROJECT
def verify(root: Path) -> None:
    """Compare the site that was built with the seeds, word by word, and follow its links. Changes nothing."""
    from builder import pipeline
    from builder.project import open_project
    from builder.verify import links, site

    with reporting():
        project = open_project(root)
        reading = pipeline.read(project)
        if reading.errors:
            raise Refused(reading.errors)
        if not project.site.is_dir():
            raise click.UsageError("There is no site/ yet: run reader build.")
        seeds = pipeline.withheld(reading).collection.seeds
        found = [*site(project.site, seeds.values()), *links(project.site)]
        if found:
            raise Refused(found)
        say(f"{several(len(seeds), 'essay')}: every word is there")
