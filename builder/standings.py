"""Questions about who was a member when, and their answers, from the dated facts and what is noted of each of them.

What an entry says not to be sure of (`unsure:`) is not told with them: these sentences do not say which fact they are
about, nor of what time. They stand on the entry's page, to which each card leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from builder import facts
from builder.facts import country, spoken_date
from builder.glossary import Term
from builder.records import Membership
from builder.values import Status

MANY = 12  # members that one can still be asked to list
LISTS = 4  # of one entry
COUNTRIES = 6  # of one entry


@dataclass(frozen=True, slots=True)
class Question:
    """`key` tells the questions about one entry apart: a date or `now`; of one country, its code and a date."""

    key: str
    prompt: str
    question: str
    answer: str
    more: str


def questions(term: Term, dates: Iterable[str], edition: str) -> Iterator[Question]:
    """`dates`: those of the essays that speak of the term. An essay that is added seldom changes what was asked."""
    if not term.record.members:
        return
    told = [date for date in sorted(set(dates)) if not facts.unborn(term, date) and not facts.later(date, edition)]
    yield from _lists(term, told, edition)
    yield from _countries(term, told, edition)


def _lists(term: Term, dates: Sequence[str], edition: str) -> Iterator[Question]:
    """Who are members at the edition, and who were at the first dates that have other answers."""
    asked: dict[str, str] = {}  # answer → date
    for date in (edition, *dates):
        held = [one for one in term.record.members if one.status == "member" and facts.holds(one, date)]
        if 2 <= len(held) <= MANY and all(one.since for one in held):
            asked.setdefault(", ".join(sorted(country(one.country) for one in held)), date)
    for answer, date in islice(asked.items(), LISTS):
        open_ = [one for one in term.record.members if one.status == "member" and _unsettled(one, date)]
        more = [f"Not sure: {country(one.country)} {_interval(one)}, and the day is not known." for one in open_]
        if date == edition:
            prompt = f"Which countries are members ({spoken_date(date)})?"
            yield Question("now", prompt, term.label, answer, _told(*more, term.record.members_note))
        else:
            yield Question(date, f"Which countries were members {_when(date)}?", term.label, answer, _told(*more))


def _countries(term: Term, dates: Sequence[str], edition: str) -> Iterator[Question]:
    """Of each country that is now something else than it was, the first date of which that is true; before the others
    those that have become members, or ceased to be."""
    intervals: dict[str, list[Membership]] = {}
    for one in term.record.members:
        intervals.setdefault(one.country, []).append(one)
    asked: list[tuple[bool, str, str, str]] = []
    for code, held in intervals.items():
        now = _statuses(held, edition)
        date = next((date for date in dates if _statuses(held, date) != now), "")
        if date:
            asked.append((("member" in _statuses(held, date)) == ("member" in now), date, country(code), code))
    for _, date, name, code in sorted(asked)[:COUNTRIES]:
        notes = (f"{one.note[:1].upper()}{one.note[1:]}." for one in intervals[code] if one.note)
        prompt = f"Was it a member of {term.label} {_when(date)}?"
        answer = _answer(intervals[code], date)
        yield Question(f"{code}/{date}", prompt, name, answer, _told(*notes))


def _answer(intervals: Sequence[Membership], date: str) -> str:
    """“No. Observer until 4 July 2024; member from 4 July 2024.”"""
    member = any(one.status == "member" and facts.holds(one, date) for one in intervals)
    open_ = any(one.status == "member" and _unsettled(one, date) for one in intervals)
    told = "; ".join(f"{_called(one.status)} {_interval(one)}" for one in intervals)
    return f"{'That depends on the day' if open_ else 'Yes' if member else 'No'}. {told[0].upper()}{told[1:]}."


def _statuses(intervals: Iterable[Membership], date: str) -> set[Status]:
    return {one.status for one in intervals if facts.holds(one, date)}


def _unsettled(one: Membership, date: str) -> bool:
    """Whether it began or ended in the time that the date names, or may have, as far as both are known."""
    began = one.since and one.since not in (f"{date}-01", f"{date}-01-01")
    turns = (turn for turn in (one.since if began else None, one.until) if turn and min(len(turn), len(date)) < 10)
    return any(not facts.later(turn, date) and not facts.later(date, turn) for turn in turns)


def _interval(one: Membership) -> str:
    since = f"from {spoken_date(one.since)}" if one.since else "from an unknown date"
    return f"{since} to {spoken_date(one.until)}" if one.until else since


def _called(status: Status) -> str:
    return "invited (later declined)" if status == "invited-declined" else status


def _when(date: str) -> str:
    return f"{'on' if len(date) == 10 else 'in'} {spoken_date(date)}"


def _told(*sentences: str) -> str:
    return " ".join(dict.fromkeys(sentence.strip() for sentence in sentences if sentence.strip()))
