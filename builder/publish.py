"""docs/ → a folder of HTML, by MkDocs. Nothing else in the builder knows the publisher."""

from __future__ import annotations

import base64
import calendar
import datetime
import hashlib
import logging
import os
from collections.abc import Callable
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from rjsmin import jsmin

from builder.diagnostics import Diagnostic, Refused
from builder.facts import first_day


class _Warnings(logging.Handler):
    """Collects what MkDocs warns of: in a build of ours a warning is an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def address(config: Path) -> str:
    """Where the site will stand (`site_url`), with a slash at its end; empty where the configuration does not say.

    Raises Refused where MkDocs cannot read it.
    """
    try:
        told = load_config(str(config)).site_url
    except (MkDocsException, OSError, UnicodeError, yaml.YAMLError) as error:
        raise Refused([Diagnostic(config.name, 1, 1, "publisher", str(error))]) from error
    return f"{told.rstrip('/')}/" if told else ""


def publish(config: Path, site: Path, edition: str) -> None:
    """Build the site of `config` into the folder `site`. Raises Refused with whatever MkDocs warned of.

    The reader's own scripts are published without comments and indentation.
    `edition` (ISO) dates the sitemap and the archives, so that a build tomorrow gives the same bytes.
    """
    day = datetime.date.fromisoformat(first_day(edition))
    os.environ["SOURCE_DATE_EPOCH"] = str(calendar.timegm(day.timetuple()))
    logger, warnings = logging.getLogger("mkdocs"), _Warnings()
    logger.addHandler(warnings)
    try:
        build(load_config(str(config), site_dir=str(site)))
    except (MkDocsException, OSError, UnicodeError, yaml.YAMLError) as error:
        warnings.messages.append(str(error))
    finally:
        logger.removeHandler(warnings)
    if warnings.messages:
        raise Refused([Diagnostic(config.name, 1, 1, "publisher", message) for message in warnings.messages])
    for script in (site / "assets").glob("*.js"):  # the reader's own; the theme's have a folder of theirs
        script.write_bytes(jsmin(script.read_text("utf-8")).encode())


class _Server(LiveReloadServer):
    """Lets the script run that MkDocs adds to a page it serves, and no other: pages forbid inline scripts."""

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        page: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        script = page.rpartition(b"<script>")[2].partition(b"</script>")[0]
        allowed = b"script-src 'self' 'sha256-%b'" % base64.b64encode(hashlib.sha256(script).digest())
        return page.replace(b"script-src 'self'", allowed, 1)


def serve(build_site: Callable[[], None], site: Path, watched: list[Path], host: str, port: int) -> None:
    """Serve the folder `site`, and build again and reload the browser when something in `watched` changes."""
    server = _Server(builder=build_site, host=host, port=port, root=str(site), mount_path="/")
    for path in watched:
        server.watch(str(path))
    try:
        server.serve(open_in_browser=False)  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        server.shutdown()
