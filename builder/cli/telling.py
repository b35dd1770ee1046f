"""What commands tell: findings, and on standard error how it went."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder.diagnostics import Diagnostic, Refused

if TYPE_CHECKING:
    from builder.pipeline import Reading
    from builder.reports import Lines

BROKEN_OFF = 130  # as shells have it: 128 and the number of SIGINT


@contextmanager
def reporting(kept: str = "") -> Iterator[None]:
    """Print what a refusal holds and leave with 1. `kept`: what is as it was, whatever breaks this off."""
    try:
        yield
    except Refused as refused:
        for diagnostic in refused.diagnostics:
            click.echo(str(diagnostic), err=True)
        say("; ".join(filter(None, (several(len(refused.diagnostics), "finding"), kept))))
        sys.exit(1)
    except (KeyboardInterrupt, OSError) as broken:
        if kept:
            broken.add_note(kept)
        raise


class Outermost(click.Group):
    """The group of all commands: what the system or Ctrl-C breaks off ends in a line, never in a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except KeyboardInterrupt as interrupt:
            _say_broken("Ended by Ctrl-C", interrupt)
            context.exit(BROKEN_OFF)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who reads has gone: click knows what to do
                raise
            name = error.filename2 or error.filename or "The file system"  # of two, the second is written
            _say_broken(f"{name}: {error.strerror or error}", error)
            context.exit(1)


def _say_broken(line: str, broken: BaseException) -> None:
    say("; ".join([line, *getattr(broken, "__notes__", ())]))


def told(reading: Reading) -> None:
    """Print what was found in a build that went through; leave with 1 where essays were left out."""
    for diagnostic in reading.diagnostics:
        click.echo(str(diagnostic), err=True)
    if reading.errors:
        sys.exit(1)


COLOURS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "place": {"bold": True},
    "dim": {"dim": True},
}


def findings(found: Sequence[Diagnostic], shape: str, lines: Lines, site: str = "") -> None:
    """Print findings in the `shape` that was asked for; in colour on a terminal, unless NO_COLOR asks for none.

    `site`: where the page of rules is published, if that is known."""
    from builder.reports import PROGRAMS, sarif, text

    if shape == "sarif":
        told = sarif(found, site)
    else:
        told = PROGRAMS[shape](found) if shape in PROGRAMS else text(found, lines, painted)
    if told:
        click.echo(told, color=False if os.environ.get("NO_COLOR") else None)


def painted(words: str, kind: str) -> str:
    return click.style(words, **COLOURS[kind])


def waiting() -> None:
    say("Another build of this collection is at work; this one waits for it to end (Ctrl-C gives up)")


def say(line: str) -> None:
    click.echo(line, err=True)


def several(number: int, noun: str) -> str:
    """1 essay, 2 essays, 2 entries."""
    plural = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def counted(reading: Reading) -> str:
    essays = reading.collection.essays.values()
    mentions = sum(len(layers.mentions) for _, layers in essays)
    notes = sum(len(layers.notes) for _, layers in essays)
    terms = len(reading.collection.glossary.terms)
    told = ((len(essays), "essay"), (terms, "entry"), (mentions, "mention"), (notes, "note"))
    return ", ".join(several(*each) for each in told)


def elsewhere(root: Path) -> str:
    """What to add to a command that is typed here."""
    return "" if root.resolve() == Path.cwd() else f' --project "{root}"'
