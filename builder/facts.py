"""Dated facts: who was a member when, and what changed since. A fact holds only inside its interval.

Dates are ISO days, months or years, compared as far as both are known: a member “from 2018-05” was one on 2018-05-10.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from babel import Locale
from babel.dates import format_date

from builder.diagnostics import Diagnostic
from builder.glossary import Glossary, Term
from builder.model import Mention, Note
from builder.records import Development, Membership
from builder.seeds import Seed
from builder.values import FORMER, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """The countries of one status at a date; those whose beginning is unknown stand apart."""

    status: Status
    countries: tuple[str, ...]
    unknown_since: tuple[str, ...]


STATUSES: tuple[Status, ...] = ("member", "associate", "observer", "partner", "invited", "suspended")
PLURAL = {"member": "members", "associate": "associates", "observer": "observers", "partner": "partners"}
FOUNDED = ("organization", "court", "institution", "treaty")  # kinds that there is nothing of before `founded`


def first_day(date: str) -> str:
    """The first day, in ISO form, of a day, a month or a year."""
    return (date + "-01-01")[:10]


@cache
def country(code: str, language: str = "en") -> str:
    """The name of a country by its ISO 3166-1 code, as CLDR has it; of a former one, in English."""
    return FORMER.get(code) or str(Locale.parse(language, sep="-").territories.get(code, code))


def holds(membership: Membership, date: str) -> bool:
    """Whether the interval covers `date`, as far as both are known; an unknown beginning is taken as before."""
    began = membership.since is None or not later(membership.since, date)
    return began and not _over(membership, date)


def lasts(membership: Membership, date: str) -> bool:
    """Whether the interval holds at the end of `date`: what is known to have happened in a year has happened then."""
    began, until = membership.since is None or not later(membership.since, date), membership.until
    return began and (until is None or later(until, date) or (until != date and date.startswith(until)))


def later(date: str, other: str) -> bool:
    """Whether `date` comes after the other, as far as both are known."""
    return _shared(date, other) > _shared(other, date)


def _shared(date: str, other: str) -> str:
    """A date as precisely as the other is known."""
    return date[: len(other)]


def _over(membership: Membership, date: str) -> bool:
    """Whether the interval has ended by `date`: the day of its end is its first day no more."""
    until = membership.until
    if until is None or later(until, date):
        return False
    return later(date, until) or len(until) == len(date)


def unborn(term: Term, date: str) -> bool:
    """Whether there was no such thing yet at the date."""
    return term.kind in FOUNDED and term.record.founded is not None and later(term.record.founded, date)


def standings(members: Iterable[Membership], date: str) -> list[Standing]:
    held = [membership for membership in members if holds(membership, date)]
    found = []
    for status in STATUSES:
        known = tuple(country(m.country) for m in held if m.status == status and m.since)
        unknown = tuple(country(m.country) for m in held if m.status == status and not m.since)
        if known or unknown:
            found.append(Standing(status, known, unknown))
    return found


def summary(term: Term, date: str) -> str:
    """“9 members, 1 associate (Turkmenistan)”: what was true at the date, in one line; empty where nothing is known."""
    if term.record.founded and unborn(term, date):
        return f"did not exist yet; founded {spoken_date(term.record.founded)}"
    found = standings(term.record.members, date)
    told = []
    for standing in found:
        names = standing.countries + standing.unknown_since
        word = standing.status if len(names) == 1 else PLURAL.get(standing.status, standing.status)
        listed = f" ({', '.join(names)})" if len(names) <= 2 else ""
        told.append(f"{len(names)} {word}{listed}{_unknown(standing)}")
    return ("; " if any(standing.unknown_since for standing in found) else ", ").join(told)


def _unknown(standing: Standing) -> str:
    """How many of them are it since an unknown date."""
    if not standing.unknown_since:
        return ""
    several = f"{len(standing.unknown_since)} of them " if standing.countries else ""
    return f", {several}since an unknown date"


def since(term: Term, date: str, edition: str) -> Sequence[Development]:
    """What happened after the date and up to the edition, oldest first: the history, and how membership changed."""
    history = [development for development in term.record.history if development.date > date]
    told = (*history, *_changes(term.record.members, history, date))
    return sorted((d for d in told if not later(d.date, edition)), key=lambda development: development.date)


def _changes(members: Iterable[Membership], history: Iterable[Development], date: str) -> Iterator[Development]:
    """Who joined, who left and whose status changed, as sentences; but for what the history tells of that time."""
    together: dict[tuple[str, Status | None, Status | None], list[str]] = {}
    for code, intervals in _by_country(members).items():
        name = re.compile(rf"(?<!\w){re.escape(country(code))}(?!\w)")
        for day, was, now in _turns([membership for _, membership in intervals], date):
            if not any(_same(told.date, day) and name.search(told.text) for told in history):
                together.setdefault((day, was, now), []).append(country(code))
    for (day, was, now), names in together.items():
        yield Development(date=day, text=_sentence(names, was, now))


def _by_country(members: Iterable[Membership]) -> dict[str, list[tuple[int, Membership]]]:
    """Country → its intervals, each with its place in the list."""
    found: dict[str, list[tuple[int, Membership]]] = {}
    for index, membership in enumerate(members):
        found.setdefault(membership.country, []).append((index, membership))
    return found


def _turns(intervals: Sequence[Membership], date: str) -> Iterator[tuple[str, Status | None, Status | None]]:
    """(day, status before, status after) of one country: beginnings that were to come at the date, and ends of what
    held then or later. An interval that takes up another goes on from it."""
    # In their order: of two that both may follow the other (2001 to 2001) one comes last.
    ordered = sorted(intervals, key=lambda one: (one.since or "", one.until or "9999"))
    for index, one in enumerate(ordered):
        earlier, coming = ordered[:index], ordered[index + 1 :]
        before = next((o.status for o in earlier if o.until and one.since and _same(o.until, one.since)), None)
        after = [o for o in coming if one.until and o.since and _same(one.until, o.since)]
        goes_on = any(o.status == one.status or later(o.since or "", date) for o in after)
        if one.since and later(one.since, date) and before != one.status:
            yield one.since, before, one.status
        if one.until and not _over(one, date) and not goes_on:
            yield one.until, one.status, None


def _same(date: str, other: str) -> bool:
    """Whether two dates are one, as far as both are known."""
    return _shared(date, other) == _shared(other, date)


def _sentence(names: Sequence[str], was: Status | None, now: Status | None) -> str:
    """“Cuba and Kenya, observers until then, become members.”"""
    several = len(names) > 1
    who = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    be, s = ("are", "") if several else ("is", "s")
    if now is None and was == "invited-declined":
        return f"{who} decline{s} the invitation."
    if now is None and was:
        return f"{who} {f'cease{s} to be' if was in PLURAL else f'{be} no longer'} {_called(was, several)}."
    assert now
    before = f", {_called(was, several)} until then," if was else ""
    return f"{who}{before} {f'become{s}' if now in PLURAL else be} {_called(now, several)}."


def _called(status: Status, several: bool) -> str:
    """“a member”, “observers”, “invited”."""
    if status not in PLURAL:
        return status.removesuffix("-declined")
    return PLURAL[status] if several else f"{'an' if status[0] in 'ao' else 'a'} {status}"


def spoken_date(date: str, language: str = "en") -> str:
    """“6 January 2025”, “January 2024” or “2024”, as precise as the date is."""
    pattern = {4: "y", 7: "MMMM y", 10: "d MMMM y"}[len(date)]
    return format_date(datetime.date.fromisoformat(first_day(date)), pattern, Locale.parse(language, sep="-"))


def check_intervals(glossary: Glossary) -> Iterator[Diagnostic]:
    """Intervals that end before they begin, and two of one country and status that overlap."""
    for term in glossary.terms.values():
        record = term.record
        if record.date and record.end and later(record.date, record.end):
            message = f"It ends ({record.end}) before it begins ({record.date})"
            yield term.document.diagnostic("fact-interval", message, "end", hint="Look up `date` and `end`.")
        for intervals in _by_country(record.members).values():
            for index, one in intervals:
                if one.since and one.until and later(one.since, one.until):
                    message = f"{country(one.country)} leaves ({one.until}) before it joins ({one.since})"
                    hint = "Look up `from` and `to`."
                    yield term.document.diagnostic("fact-interval", message, "members", index, "to", hint=hint)
            for index, status, name in _overlaps(intervals):
                message = f"{name} is listed as {status} twice for one time"
                hint = "Say in the earlier one when it ended (`to:`), or make one of the two."
                yield term.document.diagnostic("fact-interval", message, "members", index, hint=hint)


def _overlaps(intervals: Iterable[tuple[int, Membership]]) -> Iterator[tuple[int, Status, str]]:
    """(place, status, country) of each interval that begins before the one of the same status before it has ended."""
    ordered = sorted(intervals, key=lambda pair: (pair[1].status, pair[1].since or "", pair[0]))
    for (_, one), (index, other) in pairwise(ordered):
        ended = one.until and other.since and not later(one.until, other.since)
        if one.status == other.status and not ended:
            yield index, other.status, country(other.country)


def anachronisms(
    seed: Seed, mentions: Iterable[Mention], notes: Sequence[Note], glossary: Glossary
) -> Iterator[Diagnostic]:
    """The first mention of each thing that an essay names before it was founded, unless a note is about such words."""
    assert seed.essay
    early: dict[str, list[Mention]] = {}
    for mention in mentions:
        if seed.essay.date and unborn(glossary.terms[mention.term], seed.essay.date):
            early.setdefault(mention.term, []).append(mention)
    for name, held in early.items():
        term = glossary.terms[name]
        if not any(note.span.start < m.span.end and m.span.start < note.span.end for note in notes for m in held):
            essay, founded = spoken_date(seed.essay.date), spoken_date(term.record.founded or "")
            message = f"The essay ({essay}) names {term.name}, founded {founded}"
            hint = (
                f"Say in a note on these words what is meant; or check the essay’s `date` and `founded` in {term.path}."
            )
            place = seed.place(held[0].span.start)
            yield Diagnostic(seed.path, *place, "anachronism", message, hint)
