"""The command `reader`: a module for each group of commands. Only this package prints."""

from __future__ import annotations

import io
import sys

import click

from builder import __version__
from builder.cli.building import annotate, build, verify
from builder.cli.checking import check, inspect
from builder.cli.serving import serve


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


for command in (build, annotate, check, inspect, verify, serve):
    main.add_command(command)
