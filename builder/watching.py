"""Which files of a collection have changed: the only module that knows watchdog.

A file has changed when its bytes are others: what was only touched, what programs keep beside a file that is being
edited, and what a build writes into docs/ tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from builder.files import digest, is_passing
from builder.folders import generated
from builder.project import Project

TEMPLATES = Path(__file__).with_name("templates")  # the builder's own, for those who work on it
CHANGING = {EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED}
MISSING = b"seed-outside"  # the digest of what is no file
QUIET = 0.05  # seconds without an event after which a save is taken to be over
TICK = 0.5  # seconds after which Ctrl-C is heard, where waiting cannot be broken off


class Watch:
    """What a collection is made of, watched from now on."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._events: SimpleQueue[FileSystemEvent] = SimpleQueue()
        folders = (project.seeds, project.root / "overrides", project.docs, TEMPLATES)
        self._folders = [folder for folder in folders if folder.is_dir()]
        self._digests = {path: _digest(path) for path in self._files()}
        try:
            self._observer = self._start(Observer())
        except OSError:  # the system watches no more files, or none of this kind
            self._observer = self._start(PollingObserver())

    def _start(self, observer: BaseObserver) -> BaseObserver:
        handler = _Handler(self._events)
        for folder in self._folders:
            observer.schedule(handler, str(folder), recursive=True)
        observer.schedule(handler, str(self.project.root))  # where mkdocs.yml is
        observer.start()
        return observer

    def changes(self) -> Iterator[set[Path]]:
        """The files that have changed, each time that some have; it never ends."""
        while True:
            ours = generated(self.project.docs)
            changed = {path for path in self._told() if self._counts(path, ours) and self._is_other(path)}
            if changed:
                yield changed

    def end(self) -> None:
        """To be called by whoever Ctrl-C may have broken off in the middle of taking an event: the observer would then
        wait for ever for its turn to give one, so nobody waits for it. Its threads end with the process."""
        self._observer.stop()

    def _files(self) -> Iterator[Path]:
        yield self.project.config
        for folder in self._folders:
            yield from (path for path in folder.rglob("*") if path.is_file())

    def _told(self) -> set[Path]:
        """What the next events are about; of a folder, all files: which were in it is not told."""
        told: set[Path] = set()
        while True:
            try:
                event = self._events.get(timeout=QUIET if told else TICK)
            except Empty:
                if told:
                    return told
            else:
                names = (event.src_path, event.dest_path)
                told |= {*self._files(), *self._digests} if event.is_directory else {Path(str(n)) for n in names if n}

    def _counts(self, path: Path, ours: set[str]) -> bool:
        """Whether the site is made of the file, and not the file by a build."""
        if any(is_passing(part) for part in path.relative_to(path.anchor).parts[-2:]):
            return False
        if path.is_relative_to(self.project.docs):
            return path.relative_to(self.project.docs).as_posix() not in ours
        return path == self.project.config or any(path.is_relative_to(folder) for folder in self._folders)

    def _is_other(self, path: Path) -> bool:
        before = self._digests.get(path, MISSING)
        now = self._digests[path] = _digest(path)
        return now != before


def _digest(path: Path) -> bytes:
    try:
        return digest(path, path.parent.resolve())
    except OSError:  # it went away meanwhile
        return MISSING


class _Handler(FileSystemEventHandler):
    """Passes on what may have changed a file; that a file was read is none of it."""

    def __init__(self, events: SimpleQueue[FileSystemEvent]) -> None:
        self.events = events

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in CHANGING and not (event.is_directory and event.event_type == EVENT_TYPE_MODIFIED):
            self.events.put(event)
