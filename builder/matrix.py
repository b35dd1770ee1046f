"""Countries × organizations: who was what at the end of a year, or on a day. Only values; a template draws them.

`overrides/assets/standing.js` works out the same for the year that a reader chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder import facts
from builder.glossary import Glossary, Term
from builder.records import Membership, Reference
from builder.showcase import fold, shorten
from builder.values import Status

# Of two that hold at one time the first gives the cell its look.
RANKS: Sequence[Status] = ("suspended", "member", "associate", "observer", "partner", "invited", "invited-declined")
BELONGING: Sequence[Status] = ("member", "associate", "observer", "partner", "suspended")
NOTE = 200  # characters of a remark; the entry has all of it
ROOM = 200_000  # bytes of what differs from page to page; with what all pages have, that is less than 250 KB
CELL, EMPTY, SOURCE, COLUMN = 130, 10, 80, 500  # bytes of a cell, one without a country, and so on, beside their words
GROUNDS = 400  # characters of a note on the members


@dataclass(frozen=True, slots=True)
class Standing:
    """What a country is to an organization at a date. `status` gives the look, `word` says it; both are empty where it
    is and was nothing. A star: since an unknown date."""

    status: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """`intervals`: one a line, “status since..until remark”, as the script reads them."""

    standing: Standing
    intervals: str


@dataclass(frozen=True, slots=True)
class Row:
    """A country, with the id of its own entry if there is one, and a cell for each column."""

    code: str
    name: str
    entry: str
    cells: Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class Column:
    term: Term
    mentions: int
    sources: Sequence[Reference]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One page of the table: its columns, the most mentioned first, and every country that one of them lists."""

    first: int  # year
    rows: Sequence[Row]
    columns: Sequence[Column]


def standing(intervals: Iterable[Membership], date: str, unborn: bool = False) -> Standing:
    """What holds at the end of `date`, a year, month or day. What began at an unknown date held before, too, but not
    before there was such an organization (`unborn`)."""
    begun = [one for one in intervals if (not facts.later(one.since, date) if one.since else not unborn)]
    held = sorted((one for one in begun if facts.lasts(one, date)), key=lambda one: RANKS.index(one.status))
    if held:
        words = dict.fromkeys(one.status.removesuffix("-declined") for one in held)
        return Standing(held[0].status, " ".join(words) + ("" if held[0].since else "*"))
    over = {one.status for one in begun}
    return Standing("left", _over(over)) if over else Standing()


def _over(statuses: Iterable[Status]) -> str:
    """The word for what is no more."""
    if any(status in BELONGING for status in statuses):
        return "left"
    return "declined" if "invited-declined" in statuses else "ended"


def notation(intervals: Iterable[Membership], remarks: bool = True) -> str:
    """The intervals of one country, the earliest first, one a line: “member 1993..1999 did not extend the treaty”."""
    ordered = sorted(intervals, key=lambda one: (one.since or "", one.until or "9999"))
    notes = [f" {shorten(' '.join(one.note.split()), NOTE)}" if one.note and remarks else "" for one in ordered]
    return "\n".join(
        f"{one.status} {one.since or ''}..{one.until or ''}{note}" for one, note in zip(ordered, notes, strict=True)
    )


def listing(glossary: Glossary, mentions: Mapping[str, int]) -> list[Term]:
    """The entries that list members, the most mentioned first."""
    found = (term for term in glossary.terms.values() if term.record.members)
    return sorted(found, key=lambda term: (-mentions.get(term.id, 0), fold(term.label), term.id))


def first_year(terms: Iterable[Term], edition: str) -> int:
    """The year of the first dated beginning, end or founding."""
    known = [day for term in terms for one in term.record.members for day in (one.since, one.until) if day]
    known += [term.record.founded for term in terms if term.record.founded]
    return min(int(day[:4]) for day in (*known, edition))


def matrices(glossary: Glossary, mentions: Mapping[str, int], edition: str) -> list[Matrix]:
    """The table as of the edition, as many columns a page as there is room for; one at least."""
    terms = listing(glossary, mentions)
    first, entries = first_year(terms, edition), countries(glossary)
    columns = [Column(term, mentions.get(term.id, 0), _sources(term)) for term in terms]
    return [_matrix(first, page, entries, edition) for page in _pages(columns)]


def countries(glossary: Glossary) -> dict[str, str]:
    """Country → the id of the entry that is about it."""
    return {term.record.country: term.id for term in glossary.terms.values() if term.is_country and term.record.country}


def _matrix(first: int, columns: Sequence[Column], entries: Mapping[str, str], edition: str) -> Matrix:
    held = [by_country(column.term.record.members) for column in columns]
    codes = sorted({code for one in held for code in one}, key=lambda code: (fold(facts.country(code)), code))
    unborn = [facts.unborn(column.term, edition) for column in columns]
    rows = [
        Row(
            code,
            facts.country(code),
            entries.get(code, ""),
            [
                Cell(standing(one[code], edition, early), notation(one[code])) if code in one else None
                for one, early in zip(held, unborn, strict=True)
            ],
        )
        for code in codes
    ]
    return Matrix(first, rows, columns)


def by_country(members: Iterable[Membership]) -> dict[str, list[Membership]]:
    found: dict[str, list[Membership]] = {}
    for one in members:
        found.setdefault(one.country, []).append(one)
    return found


def _sources(term: Term) -> list[Reference]:
    """Those that support the members; where none says so, those that do not say what they support."""
    said = [source for source in term.record.sources if "members" in source.supports]
    return said or [source for source in term.record.sources if not source.supports]


def _pages(columns: Iterable[Column]) -> Iterator[list[Column]]:
    page: list[Column] = []
    codes: set[str] = set()
    size = 0
    for column in columns:
        held = by_country(column.term.record.members)
        rows = len(codes | held.keys())
        if page and size + _bytes(column, held) + rows * (CELL + EMPTY * (len(page) + 1)) > ROOM:
            yield page
            page, codes, size = [], set(), 0
        page.append(column)
        codes |= held.keys()
        size += _bytes(column, held)
    if page:
        yield page


def _bytes(column: Column, held: Mapping[str, Sequence[Membership]]) -> int:
    """About how many bytes a column adds to a page beside its part of the rows: its name, cells, grounds, sources."""
    record = column.term.record
    told = COLUMN + len(f"{record.name * 3}{column.term.label * 2}{record.members_note[:GROUNDS]}".encode())
    cells = sum(CELL + len(notation(one).encode()) for one in held.values())
    return told + cells + sum(SOURCE + len(f"{source.title}{source.url}".encode()) for source in column.sources)
