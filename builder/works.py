"""What is cited: an essay as it was first published, and its edition in this reader. Every format is made of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from builder.collection import Collection
from builder.creators import Creator, creator, creators
from builder.facts import spoken_date
from builder.glossary import Glossary
from builder.model import Author, Essay
from builder.seeds import iso_date

Kind = Literal["article-magazine", "post-weblog", "webpage", "chapter"]  # as CSL calls them
SEASONS = ("", "Spring", "Summer", "Autumn", "Winter")
SEASON = re.compile(r"\b(?:(spring)|(summer)|(autumn|fall)|(winter))\b", re.IGNORECASE)
BLOG = re.compile(r"(?:[^?#]*[./])?blog(?:[./?#]|$)")  # a part of an address
EDITION = "--annotated"  # ends the key of an edition: no slug has two hyphens together


@dataclass(frozen=True, slots=True)
class When:
    """A date as far as it is known; 0 is what is not. `season` counts from 1, spring; a month and a season exclude
    each other."""

    year: int
    month: int = 0
    day: int = 0
    season: int = 0

    @property
    def parts(self) -> list[int]:
        return [part for part in (self.year, self.month, self.day) if part]

    @property
    def iso(self) -> str:
        """2025-01-06, 2024-01 or 2024; a season is left out."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in self.parts[1:])])


@dataclass(frozen=True, slots=True)
class Work:
    """`first` is when the essay of an edition was first published, `note` where, in a sentence."""

    key: str
    kind: Kind
    title: str
    authors: tuple[Creator, ...]
    container: str = ""
    issued: When | None = None
    address: str = ""
    language: str = ""
    editors: tuple[Creator, ...] = ()
    first: When | None = None
    note: str = ""


def works(collection: Collection) -> Iterator[Work]:
    """Every essay as it was first published, and its edition."""
    for essay, _ in collection.essays.values():
        yield from both(essay, collection).values()


def both(essay: Essay, collection: Collection) -> dict[str, Work]:
    """What can be cited of an essay, by what readers call it."""
    return {"The essay": published(essay, collection.glossary), "This edition": edition(essay, collection)}


def published(essay: Essay, glossary: Glossary) -> Work:
    """The essay as it was first published: in a periodical if the venue is known, else on the web."""
    return Work(
        key=essay.slug,
        kind=_kind(essay),
        title=essay.title,
        authors=creators(essay, glossary),
        container=essay.venue,
        issued=dated(essay),
        address=essay.url,
        language=essay.language,
    )


def edition(essay: Essay, collection: Collection) -> Work:
    """The essay in this reader: a part of an edited collection, issued when the edition is dated."""
    record = collection.record
    told = spoken_date(essay.date) if essay.date and essay.date == essay.published else essay.published
    place = ", ".join(part for part in (essay.venue, told) if part)
    return Work(
        key=essay.slug + EDITION,
        kind="chapter",
        title=essay.title,
        authors=creators(essay, collection.glossary),
        container=record.title,
        issued=_when(record.edition),
        address=collection.leads(f"essays/{essay.slug}/"),
        language=essay.language,
        editors=tuple(creator(Author(name), collection.glossary) for name in record.editors),
        first=dated(essay),
        note=f"Originally published in {place}." if essay.venue else "",
    )


def dated(essay: Essay) -> When | None:
    """When the essay was published: the season that the venue names, with its year; else the ISO date."""
    season = SEASON.search(essay.published)
    if season and essay.date:
        year = iso_date(essay.published) or essay.date
        return When(int(year[:4]), season=season.lastindex or 0)
    return _when(essay.date) if essay.date else None


def _when(iso: str) -> When:
    return When(*(int(part) for part in iso.split("-")))


def _kind(essay: Essay) -> Kind:
    if not essay.venue:
        return "webpage"
    return "post-weblog" if BLOG.match(essay.url) else "article-magazine"
