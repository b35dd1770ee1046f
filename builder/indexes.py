"""Indexes as at the end of a scholarly book: headings in their order, what each is, where the essays speak of it.

Other names stand in their alphabetical place and lead to the heading (“EAEU, see Eurasian Economic Union”), but where
they would stand beside it anyway. Where an index is too long for one page it is parted by first letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from builder import facts
from builder.concordance import Places
from builder.filing import filed, inverted
from builder.glossary import LINK, Glossary, Term
from builder.locators import References, references
from builder.model import Kind
from builder.parting import parted
from builder.showcase import fold, shorten

# The page of each index, and the kinds that stand on it.
INDEXES: Mapping[str, tuple[Kind, ...]] = {
    "persons": ("person",),
    "places": ("place",),
    "organizations": ("organization", "court", "treaty", "institution", "concept"),
    "events": ("event",),
}
ESSAYS = 12  # of one heading; the entry has them all
LOCATORS = 24  # of one essay
SEE_ALSO = 6  # other headings
TOLD = 110  # characters of what a heading is
FIGURES = "0–9"
BEGINNINGS = range(1, 60)  # letters by which headings may be parted


@dataclass(frozen=True, slots=True)
class Heading:
    """What is looked up: an entry, by the words that it is filed under."""

    words: str
    term: Term
    what: str
    references: References
    also: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class See:
    """Another name, and the headings that it leads to."""

    words: str
    to: tuple[Heading, ...]


Line = Heading | See


@dataclass(frozen=True, slots=True)
class Page:
    """A part of an index. `beginning`: how its lines begin, empty where all are here; `letters`: (initial, lines)."""

    beginning: str
    letters: tuple[tuple[str, tuple[Line, ...]], ...]
    headings: int

    @property
    def first(self) -> str:
        return self.letters[0][1][0].words

    @property
    def last(self) -> str:
        return self.letters[-1][1][-1].words


@dataclass(frozen=True, slots=True)
class Index:
    pages: tuple[Page, ...]
    headings: int
    page_of: Mapping[str, str]  # entry → the beginning of the page where its heading stands


def index(kinds: Sequence[Kind], glossary: Glossary, places: Mapping[str, Places]) -> Index:
    """The index of all entries of these kinds, those that no essay speaks of too."""
    terms = [term for term in glossary.terms.values() if term.kind in kinds]
    headings = [_heading(term, glossary, places.get(term.id, {})) for term in terms]
    lines: list[Line] = [*headings, *_others(headings)]
    lines = list(_apart(sorted(lines, key=_place)))
    pages = tuple(_page(beginning, held) for beginning, held in parted(lines, _key, _weight, BEGINNINGS))
    page_of = {
        line.term.id: page.beginning
        for page in pages for _, held in page.letters for line in held if isinstance(line, Heading)
    }  # fmt: skip
    return Index(pages, len(headings), page_of)


def name(beginning: str) -> str:
    """The address of a part, by how its lines begin."""
    return f"initial-{beginning.replace(' ', '-')}"


def _heading(term: Term, glossary: Glossary, places: Places) -> Heading:
    linked = (glossary.resolve(name) for name in (*term.record.about, *LINK.findall("\n".join(term.paragraphs))))
    also = dict.fromkeys(other.id for other in linked if other and other.id != term.id)
    named = tuple(glossary.terms[name] for name in list(also)[:SEE_ALSO])
    return Heading(filed(term), term, _what(term), references(places, glossary, ESSAYS, LOCATORS), named)


def _what(term: Term) -> str:
    record = term.record
    if record.date:
        return facts.spoken_date(record.date) + (f" to {facts.spoken_date(record.end)}" if record.end else "")
    home = facts.country(record.country) if record.country and term.kind == "place" else ""
    place = ", ".join(part for part in (record.place, home if home != term.name else "") if part)
    return shorten(" · ".join(part for part in (record.short, record.role or record.type or place) if part), TOLD)


def _others(headings: Sequence[Heading]) -> Iterator[See]:
    """The other names in the language of the reader, each once; those of persons are filed as their names are."""
    named: dict[str, tuple[str, dict[str, Heading]]] = {}  # “NATO” and “Nato” are one
    for heading in headings:
        record = heading.term.record
        aliases = (alias.text for alias in record.aliases if alias.when != "never")
        for name in (record.short, record.short_official, *aliases):
            words = inverted(name) if heading.term.kind == "person" and not record.sort else name
            if words:
                named.setdefault(fold(words), (words, {}))[1][heading.term.id] = heading
    return (See(words, tuple(held.values())) for words, held in named.values())


def _apart(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without the other names that would stand right beside their heading."""
    for _, group in groupby(lines, key=_leads_to):
        held = list(group)
        headings = [line for line in held if isinstance(line, Heading)]
        yield from headings or held


def _leads_to(line: Line) -> tuple[str, ...]:
    return (line.term.id,) if isinstance(line, Heading) else tuple(heading.term.id for heading in line.to)


def _key(line: Line) -> str:
    """What a heading is sorted and parted by: letters and figures, with a space between words."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(line.words)).split()
    return " ".join(words) or "-"


def _place(line: Line) -> tuple[bool, str, str, str, str]:
    """Letters that look alike in capitals, and figures of all scripts, stand together."""
    return (
        _initial(line) != FIGURES,
        _initial(line),
        _key(line),
        line.words,
        line.term.id if isinstance(line, Heading) else "",
    )


def _weight(line: Line) -> int:
    """In links, and hundreds of characters."""
    if isinstance(line, See):
        return 1 + sum(1 + len(heading.words) // 100 for heading in line.to)
    also = sum(1 + len(other.label) // 100 for other in line.also)
    written = len(line.words) + sum(map(len, line.term.names))
    return 2 + also + line.references.links + written // 100


def _page(beginning: str, lines: Sequence[Line]) -> Page:
    letters = tuple((letter, tuple(held)) for letter, held in groupby(lines, key=_initial))
    return Page(beginning, letters, sum(isinstance(line, Heading) for line in lines))


def _initial(line: Line) -> str:
    first = _key(line)[0]
    return first.upper() if first.isalpha() else FIGURES
