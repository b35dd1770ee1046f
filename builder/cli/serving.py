"""`reader serve`: the site on this machine, as the seeds are now."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from builder.cli.options import JOBS, PROJECT
from builder.cli.telling import counted, reporting, say, several

if TYPE_CHECKING:
    from builder.diagnostics import Diagnostic
    from builder.live import Live


NAMED = 5  # files that have changed, told by their names


@click.command()
@PROJECT
@JOBS
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Where to listen; 0: where it is free.",
)
def serve(root: Path, jobs: int, host: str, port: int) -> None:
    """Show the site at http://HOST:PORT/ as the seeds are now: what you save is in the browser a moment later.

    What is wrong is said there and here, over the last good page. Nothing is written: reader build makes the site, and
    the files to take away.
    """
    from builder.live import Live
    from builder.project import open_project
    from builder.serving import Host, PortTaken, origin
    from builder.watching import Watch

    with reporting(), tempfile.TemporaryDirectory(prefix="reader-") as folder:
        project = open_project(root)
        live = Live(project.root, Path(folder), jobs, _tell)
        try:
            server = Host(live, host, port)
        except PortTaken:
            message = f"Port {port} is taken, perhaps by another reader serve. Take one that is free: --port 0"
            raise click.ClickException(message) from None
        except (OSError, UnicodeError) as error:  # no such host, none of this machine, or a port that is not ours
            why = getattr(error, "strerror", None) or error
            message = f"Cannot listen at {origin(host, port)}: {why}. Leave out --host and --port."
            raise click.ClickException(message) from None
        watch = Watch(project)
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            known = _read(live, frozenset())
            gc.freeze()  # what was read stays: to search it for garbage at each save would take as long as reading
            say(f"{origin(host, server.server_port)} (Ctrl-C ends)")
            for changed in watch.changes():
                say(_changed(sorted(map(project.name, changed))))
                known = _read(live, known)
                server.tell()
        except KeyboardInterrupt:
            say("Ended")
        finally:
            watch.end()
            server.end()


def _changed(names: Sequence[str]) -> str:
    """What has changed, in a line: of many files (another branch, a folder) the first few."""
    from builder.diagnostics import harmless

    more = len(names) - NAMED
    return harmless(f"Changed: {', '.join(names[:NAMED])}{f' and {more} more' if more > 0 else ''}")


def _read(live: Live, known: frozenset[Diagnostic]) -> frozenset[Diagnostic]:
    """Read the collection and tell how it went; of the findings, those that are not `known`. Returns what is known."""
    started = time.perf_counter()
    reading = live.read()
    found = reading.diagnostics if reading else live.findings
    _tell(finding for finding in found if finding not in known)
    if reading:
        say(f"{counted(reading)}; read in {time.perf_counter() - started:.1f} s")
    else:
        say(f"{several(len(found), 'finding')}; the last good pages stay")
    return frozenset(found)


def _tell(findings: Iterable[Diagnostic]) -> None:
    for finding in findings:
        click.echo(str(finding), err=True)
