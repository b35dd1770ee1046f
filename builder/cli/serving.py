"""`reader serve`: the site on this machine, made again when something changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.options import PROJECT
from builder.cli.telling import counted, reporting, say

if TYPE_CHECKING:
    from builder.project import Project


@click.command()
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
        with reporting(leave=False):
            reading = pipeline.build(preview())
            say(counted(reading))

    with reporting():
        project = preview()
        rebuild()
        say(f"http://{host}:{port}/ (Ctrl-C ends)")
        watched = [project.root / "seeds", project.root / "overrides", project.config]
        serve_site(rebuild, project.site, [path for path in watched if path.exists()], host, port)
