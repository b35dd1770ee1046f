"""The glossary of an e-book: what its entries tell, as the cards of the pages do, in files none of which is long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TypeVar

from builder import facts
from builder.concordance import Passage, Places
from builder.filing import filed
from builder.glossary import Glossary, Term
from builder.locators import References, references
from builder.model import Annotations, Essay
from builder.records import Development
from builder.showcase import fold

T = TypeVar("T")
ESSAYS = 12  # of one entry, those that speak of it most
LOCATORS = 16  # of one essay
SINCE = 6  # the latest developments
ROOM = 600  # of one file, in hundreds of characters


@dataclass(frozen=True, slots=True)
class Standing:
    """What was true from one date to another, at which essays were written; both are one where it is one essay."""

    first: str
    last: str
    told: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`since`: what has happened after the first of the essays that speak of it; `left` more of it is left out."""

    term: Term
    then: tuple[Standing, ...]
    after: str
    since: Sequence[Development]
    left: int
    references: References

    @property
    def names(self) -> list[tuple[str, str]]:
        """Its short name, and those in other languages, each with the language."""
        record = self.term.record
        others = [(name, code) for code, names in record.names.items() for name in names]
        return [(record.short, ""), *others] if record.short else others


def places(essays: Iterable[tuple[Essay, Annotations]]) -> Mapping[str, Places]:
    """Term → the blocks that speak of it, in the order of the essays and of their text."""
    found: dict[str, dict[tuple[str, str], Passage]] = {}
    for essay, layers in essays:
        for mention in layers.mentions:
            block = essay.block_at(mention.span.start)
            passage = Passage(essay, block, block.span, (mention,), None, None)
            found.setdefault(mention.term, {}).setdefault((essay.slug, block.id), passage)
    return found


def entries(
    terms: Iterable[Term], places: Mapping[str, Places], glossary: Glossary, dates: Sequence[str], edition: str
) -> list[Entry]:
    """As an index files them. `dates`: of the essays that an entry is told of where none speaks of it."""
    ordered = sorted(terms, key=lambda term: (fold(filed(term)), term.id))
    return [
        _entry(term, references(places.get(term.id, {}), glossary, ESSAYS, LOCATORS), dates, edition)
        for term in ordered
    ]


def _entry(term: Term, found: References, dates: Sequence[str], edition: str) -> Entry:
    spoken = [reference.essay.date for reference in found.held if reference.essay.date] or list(dates)
    after = spoken[0] if spoken else edition
    since = facts.since(term, after, edition)
    told = tuple(_standings(term, [*spoken, edition]))
    return Entry(term, told, after, since[-SINCE:], max(len(since) - SINCE, 0), found)


def _standings(term: Term, dates: Sequence[str]) -> list[Standing]:
    told = ((date, facts.summary(term, date)) for date in dates)
    grouped = ((words, [date for date, _ in held]) for words, held in groupby(told, key=lambda pair: pair[1]))
    return [Standing(held[0], held[-1], words) for words, held in grouped if words]


def parts(items: Sequence[T], weight: Callable[[T], int]) -> list[list[T]]:
    """What stands in each file, in its order."""
    ends = accumulate(map(weight, items))
    grouped = groupby(zip(items, ends, strict=True), key=lambda pair: pair[1] // ROOM)
    return [[item for item, _ in held] for _, held in grouped]


def initial(entry: Entry) -> str:
    """What it is filed under."""
    return fold(filed(entry.term))[:1].upper()


def weight(entry: Entry) -> int:
    """In hundreds of characters."""
    record = entry.term.record
    written = (*entry.term.paragraphs, *(one.text for one in entry.since), *(one.title for one in record.sources))
    return 4 + entry.references.links + len(record.sources) + sum(map(len, written)) // 100
