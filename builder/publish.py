"""docs/ → a folder of HTML, by MkDocs. Nothing else in the builder knows the publisher."""

from __future__ import annotations

import calendar
import datetime
import errno
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from rjsmin import jsmin

from builder.diagnostics import Diagnostic, Refused
from builder.facts import first_day
from builder.hosting import Repository, repository


class _Warnings(logging.Handler):
    """Collects what MkDocs warns of: in a build of ours a warning is an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def configured(config: Path) -> tuple[str, Repository | None]:
    """Where the site will stand (`site_url`), with a slash at its end, and where its sources are edited; empty and None
    where the configuration does not say.

    Raises Refused where MkDocs cannot read it.
    """
    try:
        told = load_config(str(config))
    except (MkDocsException, OSError, UnicodeError, yaml.YAMLError) as error:
        raise Refused([Diagnostic(config.name, 1, 1, "publisher", str(error))]) from error
    address = f"{told.site_url.rstrip('/')}/" if told.site_url else ""
    return address, repository(told.repo_url or "", told.edit_uri or "", Path(told.docs_dir).name)


@contextmanager
def refusing(config: Path) -> Iterator[None]:
    """Raise Refused with whatever MkDocs warns of meanwhile, and with what stops it; OSError where the system does."""
    logger, warnings = logging.getLogger("mkdocs"), _Warnings()
    logger.addHandler(warnings)
    try:
        yield
    except (MkDocsException, OSError, UnicodeError, yaml.YAMLError) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.ENOENT):  # a full disk, no right to write
            raise
        if not (isinstance(error, Abort) and warnings.messages):  # which counts what was warned of
            warnings.messages.append(str(error))
    finally:
        logger.removeHandler(warnings)
    if warnings.messages:
        raise Refused([Diagnostic(config.name, 1, 1, "publisher", message) for message in warnings.messages])


def publish(config: Path, site: Path, edition: str) -> None:
    """Build the site of `config` into the folder `site`. Raises Refused with whatever MkDocs warned of.

    The reader's own scripts are published without comments and indentation.
    """
    date_by(edition)
    with refusing(config):
        build(load_config(str(config), site_dir=str(site)))
    for script in (site / "assets").glob("*.js"):
        script.write_bytes(smaller(script.read_bytes()))


def date_by(edition: str) -> None:
    """Let MkDocs date the sitemap and the archives by `edition` (ISO): a build tomorrow gives the same bytes."""
    day = datetime.date.fromisoformat(first_day(edition))
    os.environ["SOURCE_DATE_EPOCH"] = str(calendar.timegm(day.timetuple()))


def is_own_script(path: str) -> bool:
    """The theme's have a folder of theirs."""
    return path.startswith("assets/") and path.endswith(".js") and path.count("/") == 1


def smaller(script: bytes) -> bytes:
    """Without comments and indentation."""
    return str(jsmin(script.decode())).encode()
