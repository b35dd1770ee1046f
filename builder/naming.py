"""What a new essay or entry is called: the name of its file and of its page, in small letters, digits and hyphens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import count

from anyascii import anyascii

from builder.anchors import slug
from builder.creators import Creator
from builder.project import Project
from builder.seeds import RESERVED, SLUG

LONGEST = 48  # characters, before a number that tells it from others


def essay_name(creators: Sequence[Creator], title: str, date: str, taken: Collection[str]) -> str:
    """“baev-2025”: the first author's family name and the year, else words of the title; `taken` are others' names."""
    year = date[:4]
    named = folded(creators[0].surname) if creators else ""
    return free(f"{named or folded(title)}-{year}".strip("-"), taken)


def folded(text: str) -> str:
    """Words of any script in the letters of English: “Порошенко” → “poroshenko”, “Łódź” → “lodz”; may be empty."""
    return slug(anyascii(text), LONGEST)


def free(wanted: str, taken: Collection[str]) -> str:
    """The name, or the first of name-2, name-3 … that is nobody's and that no system has taken for itself."""
    base = wanted or "essay"
    names = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(name for name in names if name not in taken and may_be(name))


def may_be(name: str) -> bool:
    return bool(SLUG.fullmatch(name)) and not RESERVED.fullmatch(name)


def taken_names(project: Project) -> frozenset[str]:
    """Names of essays that are there (on some systems Baev.TXT is baev.txt) or were: an old address leads elsewhere."""
    record = project.collection
    former = {page.removeprefix("essays/") for page in (*record.moved, *record.removed) if page.startswith("essays/")}
    there = project.essays.iterdir() if project.essays.is_dir() else ()
    return frozenset(former | {path.name.casefold().partition(".")[0] for path in there})


def twin(project: Project, data: bytes, slug: str = "") -> str:
    """The file of another essay than `slug` with the very same bytes; empty where there is none."""
    files = sorted(project.essays.iterdir()) if project.essays.is_dir() else []
    same = (
        p for p in files if p.stem != slug and p.is_file() and p.stat().st_size == len(data) and p.read_bytes() == data
    )
    return next((project.name(path) for path in same), "")


def taken_ids(project: Project) -> frozenset[str]:
    """Ids of entries that are there or were."""
    record = project.collection
    former = {
        page.removeprefix("glossary/") for page in (*record.moved, *record.removed) if page.startswith("glossary/")
    }
    return frozenset(former | {path.stem.casefold() for path in project.glossary.rglob("*.md")})
