"""RIS, a tag a line: https://en.wikipedia.org/wiki/RIS_(file_format)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.works import SEASONS, When, Work

TYPES = {"article-magazine": "MGZN", "post-weblog": "BLOG", "webpage": "ELEC", "chapter": "CHAP"}


def ris(works: Iterable[Work]) -> str:
    return "\n".join(_record(work) for work in works)


def _record(work: Work) -> str:
    return "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in _tags(work) if value) + "ER  - \n"


def _tags(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES[work.kind]
    yield "ID", work.key
    yield "TI", work.title
    for creator in work.authors:
        yield "AU", creator.listed
    for creator in work.editors:
        yield "ED", creator.listed
    yield "T2", work.container
    if work.issued:
        yield "PY", f"{work.issued.year:04}"
        yield "DA", _date(work.issued)
    yield "OP", _date(work.first) if work.first else ""
    yield "N1", work.note
    yield "UR", work.address
    yield "LA", work.language


def _date(when: When) -> str:
    """Year, month, day and other words, between slashes: 2025/01/06/, 2024///Winter."""
    known = [f"{when.year:04}", *(f"{part:02}" if part else "" for part in (when.month, when.day))]
    return "/".join([*known, SEASONS[when.season]])
