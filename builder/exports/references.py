"""The files that citation programs take: of each work, and of all essays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.collection import Collection
from builder.exports.bibtex import bibtex
from builder.exports.csl import csl_json
from builder.exports.ris import ris
from builder.model import Essay
from builder.works import Work, both, published

ALL = "essays"
FORMATS = {"BibTeX": ("bib", bibtex), "RIS": ("ris", ris), "CSL-JSON": ("csl.json", csl_json)}
NAMES = tuple(f"{ALL}.{suffix}" for suffix, _ in FORMATS.values())


def of_essay(essay: Essay, collection: Collection) -> Iterator[tuple[str, str]]:
    """Name in the essay's folder → content."""
    for work in both(essay, collection).values():
        yield from ((name, text) for _, name, text in forms([work], work.key))


def of_all(collection: Collection) -> Iterator[tuple[str, str]]:
    """Path in the site → content."""
    every = [published(essay, collection.glossary) for essay, _ in collection.essays.values()]
    yield from ((name, text) for _, name, text in forms(every, ALL))


def forms(works: Iterable[Work], name: str) -> list[tuple[str, str, str]]:
    """(format, name of the file, content)."""
    held = list(works)
    return [(form, f"{name}.{suffix}", write(held)) for form, (suffix, write) in FORMATS.items()]
