"""A collection as it is now, page by page: what `reader serve` shows. Writes nothing into the collection.

A page is made when it is asked for, of the last collection in which nothing was wrong, by the templates and the
publisher of a build. What is wrong now is shown over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from builder import outputs, pipeline
from builder.citing import Citations, cite
from builder.diagnostics import Diagnostic, Refused
from builder.extras import CITATIONS
from builder.files import digest
from builder.ledger import Published
from builder.memory import Memory
from builder.model import Essay
from builder.pipeline import Reading
from builder.press import Press
from builder.project import Project, open_project
from builder.publish import configured
from builder.templating import environment
from builder.withholding import is_whole
from builder.works import both

MADE_BY_BUILD = (".pdf", ".epub", ".apkg", ".zip", ".gz")  # what a build binds when all pages are there
NONE = {404: b"There is no such file.\n", 500: b"This cannot be made now; the pages say what is wrong.\n"}
BARE = b"""<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Reader</title></head>
<body><main><h1>Nothing to show yet</h1></main></body></html>"""  # where there is not even a 404.html


@dataclass(frozen=True)
class Shown:
    """What there is at an address. `status` as in HTTP."""

    status: int
    content: bytes


class Live:
    """The collection at `root`; `folder` is where MkDocs may write. May be used by several threads."""

    def __init__(
        self, root: Path, folder: Path, jobs: int = 1, tell: Callable[[Iterable[Diagnostic]], None] = lambda _: None
    ) -> None:
        """`tell` hears what is found only when a page is made."""
        self.root, self.folder, self.jobs, self.tell = root, folder, jobs, tell
        self.edition = 0  # how often it was read
        self.findings: tuple[Diagnostic, ...] = ()  # what keeps the present state of the collection from being shown
        self._memory = Memory()
        self._press: Press | None = None
        self._good: dict[str, bytes] = {}  # the pages that somebody has seen, as they were last without a fault
        self._excerpts: set[str] = set()  # the essays of which passages only may be shown
        self._told: set[Diagnostic] = set()
        self._lock = RLock()

    def read(self) -> Reading | None:
        """Read anew what has changed of the collection; None where something is wrong, which is in `findings` then."""
        with self._lock:
            self.edition += 1
            self._told.clear()
            try:
                project = open_project(self.root)
                reading = pipeline.read(project, self.jobs, memory=self._memory)
                if reading.errors:
                    raise Refused(list(reading.diagnostics))
                self._set_up(project, reading)
            except Refused as refused:
                self.findings = tuple(refused.diagnostics)
                return None
            except OSError as error:  # a file that went away while it was read, or that nobody may read
                self.findings = (_failed(error),)
                return None
            self.findings = ()
            return reading

    def _set_up(self, project: Project, reading: Reading) -> None:
        config, memory = project.config, self._memory
        made = memory.made("address", digest(config, project.root), lambda: configured(config))
        collection = replace(pipeline.withheld(reading).collection, address=made[0], repository=made[1])

        def cited(essay: Essay) -> Citations:
            return cite(tuple(both(essay, collection).values())) if CITATIONS.there else {}

        # Pagefind's index is a build's: here the browser looks through the whole text, which is on this machine.
        shelf = outputs.shelf(collection, Published(), cited, "whole")
        self._press = Press(config, self.folder, project.collection.edition, shelf)
        excerpts = {slug for slug in collection.essays if not is_whole(collection.seeds[slug])}
        if not excerpts <= self._excerpts:
            self._good.clear()  # what was shown of an essay is not, once it is withheld
        self._excerpts = excerpts

    def get(self, path: str) -> Shown:
        """What stands at a path of the site (`essays/x/index.html`), with what is wrong over it where it is a page."""
        with self._lock:
            content, wrong = self._made(path)
            findings = (*self.findings, *wrong)
            status = 200 if content is not None else 500 if findings else 404
            if path.endswith(".html"):
                return Shown(status, self._page(content, findings))
            if content is None and path.endswith(MADE_BY_BUILD):
                return Shown(404, b"reader build makes this file; reader serve shows the pages only.\n")
            return Shown(status, NONE[status] if content is None else content)

    def _made(self, path: str) -> tuple[bytes | None, Sequence[Diagnostic]]:
        """The content; where it cannot be made, that of the last time (or nothing), and why."""
        try:
            content = self._press.get(path) if self._press else None
        except Refused as refused:
            wrong = refused.diagnostics
        except Exception as error:  # a template that somebody is writing may fail in any way
            wrong = [_failed(error)]
        else:
            if content is not None and path.endswith(".html"):
                self._good[path] = content
            return content, ()
        self.tell(finding for finding in wrong if finding not in self._told)
        self._told.update(wrong)
        return self._good.get(path), wrong

    def _page(self, good: bytes | None, findings: Sequence[Diagnostic]) -> bytes:
        """The page with what a preview adds to it: its script, and the findings; nothing else of it is touched."""
        content = good
        if content is None:
            content, wrong = self._made("404.html")
            findings = (*findings, *(finding for finding in wrong if finding not in findings))
        shown = {"edition": self.edition, "findings": findings, "good": good is not None}
        panel = environment().get_template("live.html").render(shown).encode()
        head, end, tail = (content or BARE).rpartition(b"</body>")
        return head + panel + end + tail


def _failed(error: Exception) -> Diagnostic:
    where = str(getattr(error, "filename", "") or "")
    line = int(getattr(error, "lineno", 0) or 0) or 1
    message = f"{type(error).__name__}: {getattr(error, 'strerror', None) or error}"
    return Diagnostic(Path(where).name or "mkdocs.yml", line, 1, "publisher", message)
