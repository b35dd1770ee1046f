"""The map: the places that the essays name, and who belongs to an organization. Only values; a template draws them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from builder import facts
from builder.concordance import Passage
from builder.geography import Box, Shape, project, shapes
from builder.glossary import Glossary, Term
from builder.marks import Picture, Place, pictures
from builder.matrix import Standing, by_country, first_year, listing, notation, standing
from builder.showcase import fold

LISTED = 100  # places, the most mentioned
ESSAYS, BLOCKS = 2, 3  # of a place: essays that the list has references to, and paragraphs of each
ROOM = 40_000  # bytes of memberships; the table has all of them


@dataclass(frozen=True, slots=True)
class Members:
    """What an organization's entry lists: for the script, “AM member 1993..1999” a line; and as of the edition."""

    term: Term
    intervals: str
    states: Mapping[str, Standing]  # of those countries that are or were anything
    told: Sequence[tuple[str, Sequence[str]]]  # word → names of countries


@dataclass(frozen=True, slots=True)
class Atlas:
    lands: Sequence[Shape]
    pictures: Sequence[Picture]
    frame: Box | None  # of the second picture on the first
    groups: Sequence[tuple[str, Sequence[Place]]]  # country, or "" for what is in none or in several
    listed: int
    named: int
    members: Sequence[Members]
    unlisted: Sequence[Term]
    first: int  # year
    countries: Mapping[str, str]  # code → name, of those that an organization lists
    shapeless: Sequence[str]  # codes of them


def places(glossary: Glossary, passages: Mapping[str, Sequence[Passage]]) -> list[Place]:
    """Those that the essays name, the most mentioned first."""
    found = [_place(t, passages[t.id]) for t in glossary.terms.values() if t.kind == "place" and passages.get(t.id)]
    return sorted(found, key=lambda place: (-place.mentions, fold(place.term.name), place.term.id))


def _place(term: Term, held: Sequence[Passage]) -> Place:
    essays = [list(of) for _, of in groupby(held, key=lambda passage: passage.essay.slug)]
    near = [list({passage.block.id: passage for passage in of}.values()) for of in essays[:ESSAYS]]
    lat, lon = term.record.lat, term.record.lon
    x, y = project(lon, lat) if lat is not None and lon is not None else (None, None)
    return Place(term, sum(len(passage.mentions) for passage in held), near, len(essays), x, y)


def _groups(held: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    """By country, A to Z; last, what is in none or in several."""
    found: dict[str, list[Place]] = {}
    for place in held:
        code = place.term.record.country
        found.setdefault(facts.country(code) if code else "", []).append(place)
    return sorted(found.items(), key=lambda group: (not group[0], fold(group[0])))


def atlas(
    glossary: Glossary, passages: Mapping[str, Sequence[Passage]], spoken: Mapping[str, int], edition: str
) -> Atlas:
    named = places(glossary, passages)
    held = named[:LISTED]
    placed = [place for place in held if place.x is not None]
    lands = shapes()
    drawn, frame = pictures([land.box for land in lands], placed)
    members, unlisted = _members(glossary, spoken, edition)
    listed = {line.partition(" ")[0] for one in members for line in one.intervals.splitlines()}
    codes = sorted(listed, key=lambda code: (fold(facts.country(code)), code))
    return Atlas(
        lands,
        drawn,
        frame,
        _groups(held),
        len(held),
        len(named),
        members,
        unlisted,
        first_year([one.term for one in members], edition),
        {code: facts.country(code) for code in codes},
        [code for code in codes if code not in {land.code for land in lands}],
    )


def _members(glossary: Glossary, spoken: Mapping[str, int], edition: str) -> tuple[list[Members], list[Term]]:
    """The organizations that there is room for, the most mentioned first, and the others."""
    terms = listing(glossary, spoken)
    told = [_told(term, edition) for term in terms]
    sizes = accumulate(len(repr(one.intervals)) + len(repr(one.told)) for one in told)
    fit = max(sum(size <= ROOM for size in sizes), 1)
    return told[:fit], terms[fit:]


def _told(term: Term, edition: str) -> Members:
    early, members = facts.unborn(term, edition), by_country(term.record.members)
    held = {code: members[code] for code in sorted(members, key=lambda code: fold(facts.country(code)))}
    intervals = [f"{code} {line}" for code in held for line in notation(held[code], remarks=False).splitlines()]
    states = {code: standing(held[code], edition, early) for code in held}
    told: dict[str, list[str]] = {}
    for code, state in states.items():
        if state.word:
            told.setdefault(state.word.rstrip("*"), []).append(facts.country(code) + "*" * state.word.endswith("*"))
    by_size = sorted(told.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return Members(term, "\n".join(intervals), {code: state for code, state in states.items() if state.word}, by_size)
