"""What the first page and the lists show of the collection: its essays, who is spoken of and where, the index.

Each is chosen by a rule that serves any collection, one without essays or entries, too.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from builder.concordance import Essays, by_date, by_term, split_sentences, thousandths
from builder.filing import filed
from builder.glossary import KINDS, Glossary, Term
from builder.model import Annotations, Essay, Kind, Mention, Role, Span

WORDS_A_MINUTE = 230  # silent reading of English non-fiction: Brysbaert 2019, 238 words a minute, notes aside
ROOM = 240  # characters of an opening
ROOMS = (520, *5 * (ROOM,))  # for the essays on the first page, the newest first; the others are on the list
SPOKEN_OF = 10  # entries on the first page
STRIPS = 4  # essays beside them
PAGE = 60  # essays on one page of their list
LETTERS = 30  # entries of a kind from which on they are parted by their first letters


# --------------------------------------------------------------------------------------------------------------- essays


@dataclass(frozen=True)
class Listed:
    """An essay as a list shows it. `standfirst` is empty where it has none; `opening` begins its first paragraph."""

    essay: Essay
    standfirst: str
    opening: str
    minutes: int
    notes: int
    terms: Sequence[Term]  # the organizations that it speaks of, the most mentioned first


def listed(essay: Essay, layers: Annotations, glossary: Glossary, room: int = ROOM) -> Listed:
    """`room`: characters of the opening, at most."""
    terms = _organizations(layers, glossary)
    told = _first(essay, "standfirst")
    return Listed(essay, told, opening(essay, room), minutes(essay), len(layers.notes), terms)


@dataclass(frozen=True)
class Year:
    """Essays of a year in their list: how many there are, and the first page, from 1, that has some of them. The year
    is empty for essays without a date."""

    year: str
    count: int
    page: int


def newest(essays: Essays) -> list[tuple[Essay, Annotations]]:
    """The newest first, those without a date last."""
    return by_date(essays)[::-1]


def years(essays: Essays) -> list[Year]:
    """The newest first."""
    places = enumerate(essay.date[:4] for essay, _ in newest(essays))
    grouped = ((year, [place for place, _ in held]) for year, held in groupby(places, key=lambda pair: pair[1]))
    return [Year(year, len(held), held[0] // PAGE + 1) for year, held in grouped]


def essay_pages(essays: Essays, glossary: Glossary) -> list[list[tuple[str, list[Listed]]]]:
    """The pages of the list of essays, at least one: each its years, the newest first, with their essays there."""
    shown = newest(essays)
    pages = []
    for start in range(0, max(len(shown), 1), PAGE):
        grouped = groupby(shown[start : start + PAGE], key=lambda pair: pair[0].date[:4])
        pages.append([(year, [listed(essay, layers, glossary) for essay, layers in held]) for year, held in grouped])
    return pages


def minutes(essay: Essay) -> int:
    return max(1, round(len(essay.text.split()) / WORDS_A_MINUTE))


def standfirst(essay: Essay) -> str:
    """The standfirst, or the first words of the text, as plain text."""
    return shorten(_first(essay, "standfirst") or _first(essay, "paragraph"), 240)


def opening(essay: Essay, room: int) -> str:
    """As many whole sentences of the first paragraph as there is room for; of a long first one, its beginning."""
    block = next((block for block in essay.blocks if block.role == "paragraph"), None)
    if not block:
        return ""
    sentences = split_sentences(essay, block)
    end = max(
        (sentence.end for sentence in sentences if sentence.end - block.span.start <= room), default=block.span.end
    )
    return shorten(essay.words(Span(block.span.start, end)), room)


def shorten(text: str, limit: int) -> str:
    """The text, cut at a word where it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0].rstrip(',;:–—- ')} …"


def _first(essay: Essay, role: Role) -> str:
    return next((essay.words(block.span) for block in essay.blocks if block.role == role), "")


def _organizations(layers: Annotations, glossary: Glossary) -> list[Term]:
    counted = Counter(mention.term for mention in layers.mentions if mention.named)
    found = (term for term in counted if glossary.terms[term].kind == "organization")
    return [glossary.terms[term] for term in sorted(found, key=lambda term: (-counted[term], term))]


# -------------------------------------------------------------------------------------------------- who is spoken of


@dataclass(frozen=True)
class Strip:
    """Where in an essay a term is mentioned: marks at thousandths of its length."""

    essay: Essay
    marks: Sequence[int]


@dataclass(frozen=True)
class Row:
    term: Term
    count: int  # in all essays
    strips: Sequence[Strip]


def spoken_of(glossary: Glossary, spoken: Mapping[str, int]) -> list[Term]:
    """The most mentioned entries of the first kind that the essays mention at all; where they mention none, the first
    entries of the first kind that there is."""
    terms = [term for term in glossary.terms.values() if spoken.get(term.id)] or list(glossary.terms.values())
    kind = next((kind for kind in KINDS if any(term.kind == kind for term in terms)), None)
    shown = (term for term in terms if term.kind == kind)
    return sorted(shown, key=lambda term: (-spoken.get(term.id, 0), fold(term.name), term.id))[:SPOKEN_OF]


def rows(terms: Iterable[Term], essays: Sequence[tuple[Essay, Annotations]], spoken: Mapping[str, int]) -> list[Row]:
    held = [(essay, by_term(layers)) for essay, layers in essays]
    return [
        Row(term, spoken.get(term.id, 0), [_strip(essay, of.get(term.id, ())) for essay, of in held]) for term in terms
    ]


def _strip(essay: Essay, mentions: Sequence[Mention]) -> Strip:
    return Strip(essay, [thousandths(essay, mention) for mention in mentions])


# ---------------------------------------------------------------------------------------------------------- the index


@dataclass(frozen=True)
class Group:
    """Entries of a kind: `parts` are (initial, terms), one without an initial where the entries are few."""

    kind: Kind
    count: int
    parts: Sequence[tuple[str, Sequence[Term]]]


def index(glossary: Glossary) -> list[Group]:
    """By kind, A to Z; events in the order of their dates, by year."""
    groups = []
    for kind in KINDS:
        terms = sorted((term for term in glossary.terms.values() if term.kind == kind), key=_place)
        if terms:
            parted = groupby(terms, key=_initial if len(terms) >= LETTERS else lambda _: "")
            groups.append(Group(kind, len(terms), [(initial, list(held)) for initial, held in parted]))
    return groups


def fold(text: str) -> str:
    """What a name is sorted by: without accents, case and signs before its first letter or figure."""
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    folded = "".join(letters).casefold()
    return folded[next((at for at, letter in enumerate(folded) if letter.isalnum()), 0) :]


def _place(term: Term) -> tuple[str, str]:
    return ((term.record.date or "") if term.kind == "event" else fold(filed(term))), term.id


def _initial(term: Term) -> str:
    if term.kind == "event":
        return (term.record.date or "")[:4] or "no date"
    first = fold(filed(term))[:1].upper()
    return first if first.isalpha() else "0–9"
