"""What happened when: the events of the glossary, the dated facts of its other entries, and the essays on their dates.

Dates are ISO days, months or years, as precise as they were recorded; what is known to the year alone stands before
what is known to the month, and that before the days. A list that is too long for a page is parted by time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from builder import facts
from builder.concordance import Essays, Places
from builder.decades import Row, decades
from builder.glossary import LINK, Glossary, Term
from builder.locators import References, references
from builder.model import Essay
from builder.parting import parted
from builder.showcase import fold

ORGANIZATIONS = ("organization", "court", "institution")  # kinds that one can filter by
ESSAYS = 3  # that an event is told to be in; its entry has them all
LOCATORS = 6  # of each
CHOSEN = 40  # essays that one can filter by: those that speak of most events
ALONE = 12  # essays of one year; of more, a line tells how many there are
BEGINNINGS = (2, 3, 4, 7)  # characters of a date: the century, the decade, the year, the month


@dataclass(frozen=True, slots=True)
class About:
    """What one can filter by: ids of entries, and codes (the entry of a country that has no code)."""

    organizations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line. An event and a fact have an entry, an essay itself; `count` essays of one year have neither.

    `essays`: slugs of those that it is told in and that one can filter by.
    """

    date: str
    kind: Literal["event", "history", "members", "founded", "essay", "essays"]
    words: str
    end: str = ""
    term: Term | None = None
    essay: Essay | None = None
    count: int = 1
    references: References = References()
    about: About = About()
    essays: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The date within its year: “9 September”, “September”; the year where no more is known. Of days of one month
        the first is told by its figure (“9”, to “10 September”)."""
        days = len(self.date) == len(self.end) == 10 and self.date[:7] == self.end[:7]
        return str(int(self.date[8:])) if days else _within(self.date, self.date)

    @property
    def until(self) -> str:
        return _within(self.end, self.date) if self.end else ""

    @property
    def around(self) -> tuple[str, str, str]:
        """What stands before the name of its entry, the name as it is written, and what follows it."""
        assert self.term
        names = sorted(map(re.escape, self.term.names), key=len, reverse=True)
        found = re.search(rf"(?<!\w)({'|'.join(names)})(?!\w)", self.words)
        if found:
            return self.words[: found.start()], found[0], self.words[found.end() :]
        return "", self.term.label, f": {self.words}" if self.words else " founded"


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list. `beginning`: of its dates, empty where all are here; `years`: (year, items)."""

    beginning: str
    decades: tuple[tuple[str, tuple[tuple[str, tuple[Item, ...]], ...]], ...]
    rows: tuple[Row, ...]
    choices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # of each filter: value and name
    events: int
    essays: int


@dataclass(frozen=True, slots=True)
class Timeline:
    pages: tuple[Page, ...]
    rows: tuple[Row, ...]
    events: int
    essays: int
    undated: tuple[Term, ...]  # events
    undated_essays: int
    page_of: Mapping[str, str]  # year or decade → the beginning of the first page that has it
    chosen: int  # essays that one can filter by


def timeline(essays: Essays, glossary: Glossary, places: Mapping[str, Places]) -> Timeline:
    reach = _Reach(glossary)
    events = [term for term in glossary.terms.values() if term.kind == "event"]
    dated = [term for term in events if term.record.date]
    chosen = _chosen(dated, places)
    told = {(about, term.record.date or "") for term in dated for about in term.record.about}
    items = [_event(term, glossary, places.get(term.id, {}), reach, chosen) for term in dated]
    for term in glossary.terms.values():
        items += [] if term.kind == "event" else _facts(term, told, reach)
    items += _essays(essays, reach, chosen)
    items.sort(key=lambda item: (item.date, item.kind, fold(item.words), item.term.id if item.term else item.words))
    pages = tuple(
        _page(beginning, held, glossary, essays, chosen)
        for beginning, held in parted(items, lambda item: item.date, _weight, BEGINNINGS)
    )
    page_of: dict[str, str] = {}
    for page in pages:
        for decade, years in page.decades:
            for start in (decade, *(year for year, _ in years)):
                page_of.setdefault(start, page.beginning)
    undated = sum(not essay.date for essay, _ in essays.values())
    return Timeline(
        pages,
        _picture(items),
        sum(page.events for page in pages),
        sum(page.essays for page in pages),
        tuple(term for term in events if not term.record.date),
        undated,
        page_of,
        len(chosen),
    )


def spoken(beginning: str) -> str:
    """What a part is called, by how its dates begin: “1900–1999”, “1990s”, “1991”, “December 1991”."""
    if len(beginning) > 3:
        return facts.spoken_date(beginning)
    start = int(beginning)
    return f"{start}00–{start}99" if len(beginning) == 2 else f"{start}0s"


def name(beginning: str) -> str:
    """The same in an address: “1900-1999”, “1990s”, “1991-12”."""
    return beginning if len(beginning) > 3 else spoken(beginning).replace("–", "-")


def _within(date: str, other: str) -> str:
    """A date without its year, where that is the other's too."""
    spoken = facts.spoken_date(date)
    return spoken.rsplit(" ", 1)[0] if date[:4] == other[:4] else spoken


# --------------------------------------------------------------------------------------------------------------- items


class _Reach:
    """Which organizations and countries something is about: by the entries that it names, or by its words."""

    def __init__(self, glossary: Glossary) -> None:
        self.terms = glossary.terms
        self.glossary = glossary
        codes = {member.country for term in self.terms.values() for member in term.record.members}
        self.named = {facts.country(code): code for code in codes}
        for term in self.terms.values():
            if country := self.own(term):
                self.named |= dict.fromkeys(_safe(term), country) if term.is_country else {}
        longest = sorted(self.named, key=lambda name: (-len(name), name))
        self.names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)")

    @staticmethod
    def own(term: Term) -> str:
        """The country of a place or person; one that has no code goes by its entry."""
        return term.record.country or (term.id if term.is_country else "")

    def of(self, terms: Iterable[Term], words: str = "") -> About:
        held = list(terms)
        countries = {self.own(term) for term in held} | {self.named[name] for name in self.names.findall(words)}
        organizations = {term.id for term in held if term.kind in ORGANIZATIONS}
        return About(tuple(sorted(organizations)), tuple(sorted(countries - {""})))


def _safe(term: Term) -> list[str]:
    """The names that always mean it: a capital stands for its government, but things happen in it, too."""
    record = term.record
    written = (record.name, record.short, *(alias.text for alias in record.aliases if alias.when == "always"))
    return [name for name in written if name]


def _event(term: Term, glossary: Glossary, places: Places, reach: _Reach, chosen: Sequence[str]) -> Item:
    linked = [glossary.resolve(name) for name in (*term.record.about, *LINK.findall(term.definition))]
    within = {slug for slug, _ in places}
    return Item(
        term.record.date or "",
        "event",
        term.name,
        end=term.record.end or "",
        term=term,
        references=references(places, glossary, ESSAYS, LOCATORS),
        about=reach.of((other for other in linked if other), term.name),
        essays=tuple(slug for slug in chosen if slug in within),
    )


def _facts(term: Term, told: set[tuple[str, str]], reach: _Reach) -> Iterator[Item]:
    """The history of an entry, who joined and left, and its founding, but for what an event about it tells."""
    here = set(told)
    for development in facts.since(term, "0000", "9999"):
        if (term.id, development.date) not in told:
            here.add((term.id, development.date))
            kind: Literal["history", "members"] = "history" if development in term.record.history else "members"
            yield Item(development.date, kind, development.text, term=term, about=reach.of([term], development.text))
    founded = term.record.founded
    if founded and (term.id, founded) not in here:
        about = reach.of([term], term.record.founded_note)
        yield Item(founded, "founded", term.record.founded_note, term=term, about=about)


def _essays(essays: Essays, reach: _Reach, chosen: Sequence[str]) -> Iterator[Item]:
    """The essays on their dates, a line for each; those of a year that has many, on one."""
    dated = sorted((pair for pair in essays.values() if pair[0].date), key=lambda pair: (pair[0].date, pair[0].slug))
    for year, pairs in groupby(dated, key=lambda pair: pair[0].date[:4]):
        held = list(pairs)
        if len(held) > ALONE:
            yield Item(year, "essays", "", count=len(held))
            continue
        for essay, layers in held:
            spoken = {mention.term for mention in layers.mentions if mention.named}
            terms = [reach.terms[name] for name in spoken]
            about = reach.of(term for term in terms if term.kind in ORGANIZATIONS or term.is_country)
            own = (essay.slug,) if essay.slug in chosen else ()
            yield Item(essay.date, "essay", essay.title, essay=essay, about=about, essays=own)


def _chosen(events: Iterable[Term], places: Mapping[str, Places]) -> tuple[str, ...]:
    """The essays that one can filter by."""
    counted = Counter(slug for term in events for slug in {slug for slug, _ in places.get(term.id, {})})
    return tuple(sorted(counted, key=lambda slug: (-counted[slug], slug))[:CHOSEN])


# --------------------------------------------------------------------------------------------------------------- pages


def _weight(item: Item) -> int:
    """In links, and hundreds of characters; what an item is about takes its room too."""
    about = len(item.about.organizations) + len(item.about.countries) + len(item.essays)
    return 3 + item.references.links + (len(item.words) + 10 * about) // 100


def _page(beginning: str, items: Sequence[Item], glossary: Glossary, essays: Essays, chosen: Iterable[str]) -> Page:
    decades = tuple(
        (decade, tuple((year, tuple(within)) for year, within in groupby(held, key=lambda item: item.date[:4])))
        for decade, held in groupby(items, key=lambda item: item.date[:3])
    )
    written = sum(item.count for item in items if item.kind in ("essay", "essays"))
    events = sum(item.kind not in ("essay", "essays") for item in items)
    return Page(beginning, decades, _picture(items), _choices(items, glossary, essays, chosen), events, written)


def _picture(items: Iterable[Item]) -> tuple[Row, ...]:
    return decades((item.date, item.count, item.kind in ("essay", "essays")) for item in items)


def _choices(
    items: Sequence[Item], glossary: Glossary, essays: Essays, chosen: Iterable[str]
) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """What one can filter by: organizations, countries and essays that stand on the page, each by its name."""
    terms = glossary.terms
    organizations = {name: terms[name].label for item in items for name in item.about.organizations}
    countries = {c: terms[c].name if c in terms else facts.country(c) for item in items for c in item.about.countries}
    spoken = {slug for item in items for slug in item.essays}
    titles = {slug: essays[slug][0].title for slug in chosen if slug in spoken}
    found = (("organization", organizations), ("country", countries), ("essay", titles))
    return tuple(
        (name, tuple(sorted(held.items(), key=lambda pair: (fold(pair[1]), pair[0])))) for name, held in found if held
    )
