"""Dated facts: who was a member when, and what changed since. A fact holds only inside its interval.

Dates are ISO days, months or years, compared as far as both are known: a member “from 2018-05” was one on 2018-05-10.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel import Locale
from babel.dates import format_date

from builder.glossary import Term
from builder.records import Development, Membership, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """The countries of one status at a date; those whose beginning is unknown stand apart."""

    status: Status
    countries: tuple[str, ...]
    unknown_since: tuple[str, ...]


STATUSES: tuple[Status, ...] = ("member", "associate", "observer", "partner", "invited", "suspended")
PLURAL = {"member": "members", "associate": "associates", "observer": "observers", "partner": "partners"}


def country(code: str, language: str = "en") -> str:
    """The name of a country by its ISO 3166-1 code, as CLDR has it."""
    return str(Locale.parse(language, sep="-").territories.get(code, code))


def holds(membership: Membership, date: str) -> bool:
    """Whether the interval covers `date`, as far as both are known; an unknown beginning is taken as before."""
    since, until = membership.since, membership.until
    if since and _shared(since, date) > _shared(date, since):
        return False
    if until is None or _shared(until, date) > _shared(date, until):
        return True
    return _shared(until, date) == _shared(date, until) and len(until) != len(date)


def _shared(date: str, other: str) -> str:
    """A date as precisely as the other is known."""
    return date[: len(other)]


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
    told = []
    for standing in standings(term.record.members, date):
        names = standing.countries + standing.unknown_since
        word = standing.status if len(names) == 1 else PLURAL.get(standing.status, standing.status)
        listed = f" ({', '.join(names)})" if len(names) <= 2 else ""
        told.append(f"{len(names)} {word}{listed}")
    return ", ".join(told)


def since(term: Term, date: str) -> Sequence[Development]:
    """What happened after the date, oldest first."""
    return [development for development in term.record.history if development.date > date]


def spoken_date(date: str, language: str = "en") -> str:
    """“6 January 2025”, “January 2024” or “2024”, as precise as the date is."""
    pattern = {4: "y", 7: "MMMM y", 10: "d MMMM y"}[len(date)]
    return format_date(datetime.date.fromisoformat((date + "-01-01")[:10]), pattern, Locale.parse(language, sep="-"))
