"""What commands tell on standard error: findings, and lines on how it went."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from builder.diagnostics import Refused

if TYPE_CHECKING:
    from builder.pipeline import Reading


@contextmanager
def reporting(leave: bool = True) -> Iterator[None]:
    """Print what a refusal holds and leave with 1; with `leave=False` go on after printing."""
    try:
        yield
    except Refused as refused:
        for diagnostic in refused.diagnostics:
            click.echo(str(diagnostic), err=True)
        count = len(refused.diagnostics)
        say(f"{count} finding{'s' if count > 1 else ''}; nothing was replaced")
        if leave:
            sys.exit(1)
    except OSError as error:
        say(f"{error.filename or 'The file system'}: {error.strerror}; nothing was replaced")
        if leave:
            sys.exit(1)


def told(reading: Reading) -> None:
    """Print what was found in a build that went through; leave with 1 where essays were left out."""
    for diagnostic in reading.diagnostics:
        click.echo(str(diagnostic), err=True)
    if reading.errors:
        sys.exit(1)


def say(line: str) -> None:
    click.echo(line, err=True)


def counted(reading: Reading) -> str:
    essays = reading.collection.essays.values()
    mentions = sum(len(layers.mentions) for _, layers in essays)
    notes = sum(len(layers.notes) for _, layers in essays)
    return f"{len(essays)} essays, {len(reading.collection.glossary.terms)} entries, {mentions} mentions, {notes} notes"
