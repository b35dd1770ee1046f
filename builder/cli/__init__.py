"""The command `reader`: a module for each group of commands. Only this package prints."""

from __future__ import annotations

import io
import sys

import click

from builder import __version__
from builder.cli.bringing import new
from builder.cli.building import annotate, build, verify
from builder.cli.checking import check, explain, inspect
from builder.cli.comparing import diff
from builder.cli.serving import serve
from builder.cli.starting import init, schema
from builder.cli.telling import Outermost


@click.group(cls=Outermost, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="reader")
def main() -> None:
    """Turn raw essays into an annotated website.

    A collection is a folder with seeds/ (essays, glossary, collection.yml) and mkdocs.yml. Start with:

    \b
      reader new FILE           bring in an essay
      reader check              is anything wrong with the seeds?
      reader inspect FILE       how is this essay read?
      reader build              make the site
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that knows few characters is told what it can show
            stream.reconfigure(errors="backslashreplace")


for command in (init, new, check, explain, inspect, build, annotate, verify, diff, serve, schema):
    main.add_command(command)
