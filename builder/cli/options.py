"""Options that several commands have."""

from __future__ import annotations

import os
from pathlib import Path

import click

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
