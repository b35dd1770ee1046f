"""`reader diff`: what a change means."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.options import JOBS, PROJECT
from builder.cli.telling import reporting


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@PROJECT
@JOBS
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="markdown is for the summary of a pull request.",
)
def diff(base: str, head: str | None, root: Path, jobs: int, shape: str) -> None:
    """Tell what has changed from BASE to HEAD, as a reader would see it. Writes nothing.

    Both are git revisions (without HEAD: the seeds as they are now), or both folders of built sites.
    """
    from builder import changes
    from builder.differences import compare
    from builder.project import open_project
    from builder.sides import revisions, sites

    if not base or head == "":
        raise click.UsageError("A side is empty. Name two folders of built sites, or revisions of git.")
    folders = [
        Path(side).is_dir() and (Path(side) / "anchors.json").exists() for side in (base, head) if side is not None
    ]
    if any(folders) and (not all(folders) or head is None):
        raise click.UsageError("Name two folders of built sites, or revisions of git.")
    with reporting():
        project = open_project(root)
        then, now = sites(project, base, head) if head and all(folders) else revisions(project, base, head, jobs)
        told = {"text": changes.as_text, "markdown": changes.as_markdown, "json": changes.as_json}
        click.echo(told[shape](compare(then, now)), nl=False)
