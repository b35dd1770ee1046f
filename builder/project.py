"""Where the things of a collection are, and what its collection.yml says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import Diagnostic, Refused
from builder.documents import Document, parse
from builder.files import read_text
from builder.records import CollectionRecord

NOTHING_SAID = CollectionRecord(title="-", description="-", edition="2000", rights="-")  # nor asked


@dataclass(frozen=True)
class Project:
    """A folder that holds a collection. Paths in diagnostics are relative to it."""

    root: Path
    collection: CollectionRecord
    document: Document = Document("seeds/collection.yml", None)
    output: str = "site"  # the folder that the site is made in

    @property
    def seeds(self) -> Path:
        return self.root / "seeds"

    @property
    def essays(self) -> Path:
        return self.seeds / "essays"

    @property
    def glossary(self) -> Path:
        return self.seeds / "glossary"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def site(self) -> Path:
        return self.root / self.output

    @property
    def config(self) -> Path:
        return self.root / "mkdocs.yml"

    def name(self, path: Path) -> str:
        """How diagnostics call a file: relative to the collection where it lies in it."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()


def open_project(root: Path) -> Project:
    """Read collection.yml. Raises Refused where there is none or it is wrong."""
    project, wrong = read_project(root)
    if wrong:
        raise Refused(wrong)
    return project


def read_project(root: Path) -> tuple[Project, list[Diagnostic]]:
    """The same, and what is wrong with collection.yml; where anything is, as if nothing stood in it. Raises Refused
    where there is none."""
    told = root if root.name else root.resolve().name or root
    root = root.resolve()
    path = root / "seeds" / "collection.yml"
    if not path.is_file():
        hint = "Name the collection's folder with --project DIR, or make one: reader init DIR."
        message = f"No collection in {told}: seeds/collection.yml is not there"
        raise Refused([Diagnostic("seeds/collection.yml", 1, 1, "project-missing", message, hint)])
    text, found = read_text(path, "seeds/collection.yml", root)
    record, document, wrong = parse(CollectionRecord, text, "seeds/collection.yml")
    if record is None or found or wrong:
        return Project(root, NOTHING_SAID), found or wrong
    return Project(root, record, document), []
