"""Dated facts hold inside their intervals and nowhere else."""

from __future__ import annotations

import pytest

from builder import facts
from builder.pipeline import Reading
from builder.records import Membership


@pytest.mark.parametrize(("since", "until", "date", "held"), [
    ("1994-04-20", None, "1994-04-19", False), ("1994-04-20", None, "1994-04-20", True), ("1994-04-20", "1999-04-02", "1999-04-01", True),
    ("1994-04-20", "1999-04-02", "1999-04-02", False), ("2018-05", None, "2018-05-10", True), ("2018-05", None, "2018-04", False),
    (None, None, "1990", True), (None, "2012", "2013-01-01", False),
    ("2024-01-01", None, "2024", True), ("2024-02", None, "2024-01", False), (None, "2024", "2024-03", True), (None, "2024-02-01", "2024", True),
])  # fmt: skip
def test_intervals(since: str | None, until: str | None, date: str, held: bool) -> None:
    member = Membership.model_validate(
        {key: value for key, value in {"country": "AM", "from": since, "to": until}.items() if value}
    )
    assert facts.holds(member, date) is held


@pytest.mark.parametrize(("term", "date", "told"), [
    # Counted by hand from the fact base.
    ("eeu", "2014-12-31", ""), ("eeu", "2015-01-01", "3 members"), ("eeu", "2024-01", "5 members, 3 observers"),
    ("csto", "2013", "6 members"), ("sco", "2016", "6 members"), ("sco", "2024-07-04", "10 members"),
    ("cis", "2024-01", "9 members, 1 associate (Turkmenistan)"), ("brics", "2023", "5 members"), ("brics", "2024-01-01", "9 members"),
])  # fmt: skip
def test_who_was_a_member(reading: Reading, term: str, date: str, told: str) -> None:
    assert facts.summary(reading.collection.glossary.terms[term], date).startswith(told)
    assert bool(facts.summary(reading.collection.glossary.terms[term], date)) is bool(told)


def test_what_came_later_only(reading: Reading) -> None:
    term = reading.collection.glossary.terms["csto"]
    assert (
        [d.date for d in facts.since(term, "2024-01")]
        == [d.date for d in term.record.history if d.date > "2024-01"]
        != []
    )


@pytest.mark.parametrize(
    ("date", "words"), [("2025-01-06", "6 January 2025"), ("2024-01", "January 2024"), ("2024", "2024")]
)
def test_dates_are_said_as_precisely_as_they_are_known(date: str, words: str) -> None:
    assert facts.spoken_date(date) == words
