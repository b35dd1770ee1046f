"""`reader check` and `inspect`: what is wrong with the seeds, and how one of them is read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import AGAINST, JOBS, PROJECT
from builder.cli.telling import findings, reporting, say
from builder.diagnostics import Diagnostic, Refused, harmless

if TYPE_CHECKING:
    from builder.pipeline import Reading
    from builder.project import Project
    from builder.seeds import Seed


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@PROJECT
@JOBS
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "github", "sarif"]),
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
@click.option(
    "--fix",
    is_flag=True,
    help="First mend what can be mended without a decision of yours (never an essay), and tell what was changed.",
)
def check(
    files: Sequence[Path],
    root: Path,
    jobs: int,
    shape: str,
    keep_going: bool,
    explain: bool,
    against: str | None,
    fix: bool,
) -> None:
    """Say everything that is wrong with the seeds, or with FILEs of them. Writes nothing without --fix.

    Prints nothing (but what --explain asks for) and exits with 0 when all is well, with 1 when there are findings.
    """
    if explain and shape != "text":
        raise click.UsageError("--explain is for people: it goes with --format text.")
    from builder.sources import source_lines

    alone = not explain and not fix
    try:
        project, found, seeds, reading = _read(root, jobs, against, files, alone)
        while fix and _mended(project, found):
            project, found, seeds, reading = _read(root, jobs, against, files, alone)
    except Refused as refused:
        findings(refused.diagnostics, shape, source_lines(root.resolve(), ()))
        sys.exit(1)
    if not keep_going:
        found = [diagnostic for diagnostic in found if diagnostic.path == found[0].path]
    if explain and reading:
        from builder import inspection

        for line in inspection.explained(reading, {path.resolve() for path in files}):
            click.echo(line)
    site = ""
    if shape == "sarif":
        from builder.intake import address

        site = address(project)
    findings(found, shape, source_lines(project.root, seeds), site)
    sys.exit(1 if found else 0)


def _mended(project: Project, found: Sequence[Diagnostic]) -> bool:
    """Mend what can be, and tell of each file when it is written; whether there was anything."""
    from builder.fixes import mend

    done = False
    for diagnostic in mend(project.root, found):
        say(f"mended: {diagnostic.headline}")
        done = True
    return done


def _read(
    root: Path, jobs: int, against: str | None, files: Sequence[Path], alone: bool
) -> tuple[Project, list[Diagnostic], Iterable[Seed], Reading | None]:
    """The collection, and what is wrong with `files` of it or with all; and always with collection.yml, if it cannot be
    read: nothing is sure then. `alone`: read the files and what they quote, and no other, where that can be."""
    from builder.asked import can_be_alone, check_alone, named
    from builder.project import read_project
    from builder.published import GIT, published

    project, wrong = read_project(root)
    asked = [_of_collection(path, project) for path in files]
    if alone and asked and not wrong and can_be_alone(project, asked) and not (against or "").startswith(GIT):
        former = {page.removeprefix("essays/") for page in project.collection.moved}
        only = former | {path.stem for path in asked}
        found, seeds = check_alone(project, asked, published(project, against, only))
        return project, found, seeds, None
    from builder import pipeline

    reading = pipeline.read(project, jobs, pipeline.NOTHING if wrong else published(project, against))
    wanted = {named(project, path) for path in asked}
    told = (d for d in reading.diagnostics if not wanted or Path(d.path).with_suffix("") in wanted)
    return project, sorted([*wrong, *told]), reading.collection.seeds.values(), reading


def _of_collection(path: Path, project: Project) -> Path:
    """The file, resolved. Raises UsageError where it is none of the collection's."""
    if not path.is_file():
        raise click.UsageError(f"There is no file {path}.")
    file = path.resolve()
    if not file.is_relative_to(project.root):
        place = f"the collection in {project.root.name}"
        raise click.UsageError(f"{path} is no file of {place}; reader inspect reads any file.")
    if file != project.config and not any(map(file.is_relative_to, (project.seeds, project.docs))):
        raise click.UsageError(f"{path} is not checked: it is no file of seeds/ or docs/, and not mkdocs.yml.")
    return file


@click.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Say what RULE means and how to mend what it finds, with an example; without RULE, list them all."""
    from builder.rules import RULES, explained, listed, near

    if rule is None:
        click.echo(listed())
    elif rule in RULES:
        click.echo(explained(rule))
    else:
        alike = near(rule)
        more = f"Did you mean {' or '.join(alike)}?" if alike else "reader explain lists them all."
        raise click.UsageError(f"There is no rule “{harmless(rule)}”. {more}")


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
    click.echo(json.dumps(report, default=asdict, ensure_ascii=False, indent=1) if as_json else inspection.told(report))
    sys.exit(1 if report["diagnostics"] else 0)
