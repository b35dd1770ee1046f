"""`reader init` and `schema`: a new collection, and what helps editors to write one."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from builder.cli.options import PROJECT
from builder.cli.telling import elsewhere, reporting
from builder.diagnostics import STEERING, harmless


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--title", default="A New Collection", show_default=True, help="What the collection is called.")
def init(folder: Path, title: str) -> None:
    """Make an empty collection in DIR, a new or empty folder, that can be built at once. Overwrites nothing."""
    from builder import founding
    from builder.folders import create
    from builder.origins import NAME, WHEEL, origin

    if STEERING.search(str(folder)):
        raise click.UsageError(
            f"“{harmless(str(folder))}” cannot be the name of a folder: it has characters that are not shown."
        )
    with reporting():
        program = origin()
        files = founding.files(title, datetime.date.today().isoformat(), program)
        there = sorted({name.partition("/")[0] for name in files if (folder / name.partition("/")[0]).exists()})
        if there:
            raise click.UsageError(f"{folder} has {', '.join(there)} already. Name a new or an empty folder.")
        create(folder, files)
    where = elsewhere(folder)
    click.echo(f"Written: {len(files)} files in {folder}\n\nNow")
    click.echo(f"  reader new ESSAY.docx{where}   brings in an essay")
    click.echo(f"  reader build{where}   makes the site")
    if program.missing:
        click.echo(f"Before you put it on GitHub or GitLab, where each change is checked by this program ({NAME})")
        made = f'python -m pip wheel --no-deps --wheel-dir "{folder}" "{program.source}"'
        click.echo(f"  {made}   puts it there" if program.source else f"  put {WHEEL} into {folder}")
        click.echo(f"  or write its address into {folder / 'requirements.txt'}")


@click.command()
@PROJECT
def schema(root: Path) -> None:
    """Write JSON schemas of sidecars, entries and collection.yml into schemas/: editors complete and check by them.

    A collection that `reader init` made has them; write them again when the reader was updated.
    """
    from builder import schemas
    from builder.folders import put
    from builder.project import open_project

    with reporting():
        project = open_project(root)
        for name, text in schemas.texts().items():
            put(project.root / name, text.encode())
            click.echo(f"Written: {name}")
