"""The command `reader`. The only module that prints."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder import __version__
from builder.diagnostics import Diagnostic, Refused

if TYPE_CHECKING:
    from builder.pipeline import Reading
    from builder.project import Project

PROJECT = click.option(
    "--project",
    "root",
    default=".",
    show_default=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The collection's folder.",
)
KEEP_GOING = click.option(
    "--keep-going", is_flag=True, help="Leave out the essays in which something is wrong, and make the others."
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 256, clamp=True),
    default=os.cpu_count() or 1,
    show_default="all processors",
    metavar="N",
    help="Processes to work with.",
)
AGAINST = click.option(
    "--against",
    metavar="SOURCE",
    help="Compare the addresses of paragraphs and pages with what was published: a site’s folder, its anchors.json, "
    "git:REVISION, or none.  [default: the site of the last build, if there is one]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reader")
def main() -> None:
    """Turn raw essays into an annotated website.

    A collection is a folder with seeds/ (essays, glossary, collection.yml) and mkdocs.yml. Start with:

    \b
      reader check              is anything wrong with the seeds?
      reader inspect FILE       how is this essay read?
      reader build              make the site
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows few characters is told what it can show
            stream.reconfigure(errors="backslashreplace")


@main.command()
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
    with _reporting():
        project = open_project(root)
        reading = pipeline.build(project, jobs, keep_going, published(project, against), offline)
        seconds = time.perf_counter() - started
        _say(f"{_counted(reading)}; {reading.changed} files of docs/ changed; site/ made in {seconds:.1f} s")
        for line in skipped():
            _say(line)
    _told(reading)


@main.command()
@PROJECT
@JOBS
@KEEP_GOING
@AGAINST
def annotate(root: Path, jobs: int, keep_going: bool, against: str | None) -> None:
    """Write the annotated Markdown: seeds → docs/, and no site."""
    from builder import pipeline
    from builder.project import open_project
    from builder.published import published

    with _reporting():
        project = open_project(root)
        reading = pipeline.annotate(project, jobs, keep_going, published(project, against))
        _say(f"{_counted(reading)}; {reading.changed} files of docs/ changed")
    _told(reading)


@main.command()
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


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object, offsets in code points into its `text`.")
def inspect(file: Path, root: Path, as_json: bool) -> None:
    """Show how FILE is read: its blocks and why, mentions, notes, repairs and findings.

    FILE may lie outside the collection; the glossary of --project is used where there is one.
    """
    from builder import inspection

    with _reporting():
        report = inspection.inspect(file, root)
    click.echo(json.dumps(report, ensure_ascii=False, indent=1) if as_json else inspection.told(report))
    sys.exit(1 if report["diagnostics"] else 0)


@main.command()
@PROJECT
def verify(root: Path) -> None:
    """Compare the site that was built with the seeds, word by word, and follow its links. Changes nothing."""
    from builder import pipeline
    from builder.project import open_project
    from builder.verify import links, site

    with _reporting():
        project = open_project(root)
        reading = pipeline.read(project)
        if reading.errors:
            raise Refused(reading.errors)
        if not project.site.is_dir():
            raise click.UsageError("There is no site/ yet: run reader build.")
        seeds = reading.collection.seeds
        found = [*site(project.site, seeds.values()), *links(project.site)]
        if found:
            raise Refused(found)
        _say(f"{len(seeds)} essays: every word is there")


@main.command()
@PROJECT
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def serve(root: Path, host: str, port: int) -> None:
    """Build, show the site at http://HOST:PORT/, and build again when a seed, an entry or a template changes."""
    from builder import pipeline
    from builder.project import open_project
    from builder.publish import serve as serve_site

    def preview() -> Project:
        return replace(open_project(root), output=".preview")  # site/ is what was published: writing does not touch it

    def rebuild() -> None:
        with _reporting(leave=False):
            reading = pipeline.build(preview())
            _say(_counted(reading))

    with _reporting():
        project = preview()
        rebuild()
        _say(f"http://{host}:{port}/ (Ctrl-C ends)")
        watched = [project.root / "seeds", project.root / "overrides", project.config]
        serve_site(rebuild, project.site, [path for path in watched if path.exists()], host, port)


@contextmanager
def _reporting(leave: bool = True) -> Iterator[None]:
    """Print what a refusal holds and leave with 1; with `leave=False` go on after printing."""
    try:
        yield
    except Refused as refused:
        for diagnostic in refused.diagnostics:
            click.echo(str(diagnostic), err=True)
        count = len(refused.diagnostics)
        _say(f"{count} finding{'s' if count > 1 else ''}; nothing was replaced")
        if leave:
            sys.exit(1)
    except OSError as error:
        _say(f"{error.filename or 'The file system'}: {error.strerror}; nothing was replaced")
        if leave:
            sys.exit(1)


def _told(reading: Reading) -> None:
    """Print what was found in a build that went through; leave with 1 where essays were left out."""
    for diagnostic in reading.diagnostics:
        click.echo(str(diagnostic), err=True)
    if reading.errors:
        sys.exit(1)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _github(diagnostic: Diagnostic) -> str:
    """A workflow command that puts the finding on its line of a pull request."""
    told = f"{diagnostic.message}. {diagnostic.hint}".replace("%", "%25").replace("\n", "%0A")
    place = f"file={diagnostic.path},line={diagnostic.line},col={diagnostic.column},title={diagnostic.rule}"
    return f"::{diagnostic.severity} {place}::{told}"


def _counted(reading: Reading) -> str:
    essays = reading.collection.essays.values()
    mentions = sum(len(layers.mentions) for _, layers in essays)
    notes = sum(len(layers.notes) for _, layers in essays)
    return f"{len(essays)} essays, {len(reading.collection.glossary.terms)} entries, {mentions} mentions, {notes} notes"
