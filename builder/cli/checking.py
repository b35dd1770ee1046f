"""`reader check` and `inspect`: what is wrong with the seeds, and how one of them is read."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from builder.cli.options import AGAINST, JOBS, PROJECT
from builder.cli.telling import reporting
from builder.diagnostics import Diagnostic, Refused


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@PROJECT
@JOBS
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option(
    "--keep-going/--no-keep-going",
    default=True,
    show_default=True,
    help="Tell the findings of all files, or of the first file that has any.",
)
@click.option(
    "--explain", is_flag=True, help="Tell of every name that was found what it means and why, and suggest new entries."
)
@AGAINST
def check(
    files: Sequence[Path], root: Path, jobs: int, shape: str, keep_going: bool, explain: bool, against: str | None
) -> None:
    """Say everything that is wrong with the seeds, or with FILEs of them. Writes nothing.

    Prints nothing (but what --explain asks for) and exits with 0 when all is well, with 1 when there are findings.
    """
    if explain and shape != "text":
        raise click.UsageError("--explain is for people: it goes with --format text.")
    from builder import inspection, pipeline
    from builder.project import open_project
    from builder.published import published

    try:
        project = open_project(root)
        reading = pipeline.read(project, jobs, published(project, against))
        found = reading.diagnostics
    except Refused as refused:
        found, explain = tuple(refused.diagnostics), False
    else:
        missing = next((path for path in files if not path.is_file()), None)
        if missing:
            raise click.UsageError(f"There is no file {missing}.")
        foreign = next((path for path in files if not path.resolve().is_relative_to(project.root)), None)
        if foreign:
            raise click.UsageError(f"{foreign} is no file of the collection in {root}; reader inspect reads any file.")
        # An essay and its sidecar are one matter: asked for either, both are told.
        wanted = {Path(project.name(path.resolve())).with_suffix("") for path in files}
        found = tuple(d for d in found if not files or Path(d.path).with_suffix("") in wanted)
    if not keep_going:
        found = tuple(diagnostic for diagnostic in found if diagnostic.path == found[0].path)
    if shape == "json":
        click.echo(json.dumps([asdict(diagnostic) for diagnostic in found], ensure_ascii=False, indent=1))
    if explain:
        for line in inspection.explained(reading, {path.resolve() for path in files}):
            click.echo(line)
    for diagnostic in found if shape != "json" else ():
        click.echo(str(diagnostic) if shape == "text" else _github(diagnostic))
    sys.exit(1 if found else 0)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object, offsets in code points into its `text`.")
def inspect(file: Path, root: Path, as_json: bool) -> None:
    """Show how FILE is read: its blocks and why, mentions, notes, repairs and findings.

    FILE may lie outside the collection; the glossary of --project is used where there is one.
    """
    from builder import inspection

    with reporting():
        report = inspection.inspect(file, root)
    click.echo(json.dumps(report, ensure_ascii=False, indent=1) if as_json else inspection.told(report))
    sys.exit(1 if report["diagnostics"] else 0)


def _github(diagnostic: Diagnostic) -> str:
    """A workflow command that puts the finding on its line of a pull request."""
    told = f"{diagnostic.message}. {diagnostic.hint}".replace("%", "%25").replace("\n", "%0A")
    place = f"file={diagnostic.path},line={diagnostic.line},col={diagnostic.column},title={diagnostic.rule}"
    return f"::{diagnostic.severity} {place}::{told}"
