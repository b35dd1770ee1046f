"""Dated facts hold inside their intervals and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from builder import facts
from builder.documents import Document
from builder.glossary import Glossary, Term
from builder.pipeline import Reading
from builder.records import EntryRecord, Membership


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
    ("eeu", "2014-12-31", "did not exist yet; founded 1 January 2015"), ("eeu", "2015-01-01", "3 members"), ("eeu", "2024-01", "5 members, 3 observers"),
    ("csto", "2013", "6 members"), ("sco", "2016", "6 members"), ("sco", "2024-07-04", "10 members"),
    ("cis", "2024-01", "9 members, 1 associate (Turkmenistan)"), ("brics", "2023", "5 members"), ("brics", "2024-01-01", "9 members"),
])  # fmt: skip
def test_who_was_a_member(reading: Reading, term: str, date: str, told: str) -> None:
    assert facts.summary(reading.collection.glossary.terms[term], date).startswith(told)
    assert bool(facts.summary(reading.collection.glossary.terms[term], date)) is bool(told)


def organization(**facts_of_it: object) -> Term:
    record = EntryRecord.model_validate({"name": "Example League", **facts_of_it})
    return Term("el", "organization", "el.md", record, ("A league.",), Document("el.md", None))


def changes(term: Term, date: str, edition: str = "2026") -> list[tuple[str, str]]:
    return [(development.date, development.text) for development in facts.since(term, date, edition)]


def test_an_unknown_beginning_is_said() -> None:
    some = [
        {"country": "AM", "from": "2001"},
        {"country": "GE"},
        {"country": "NO"},
        {"country": "RS", "status": "observer"},
    ]
    told = "3 members, 2 of them since an unknown date; 1 observer (Serbia), since an unknown date"
    assert facts.summary(organization(members=some), "2010") == told


def test_what_does_not_exist_yet_has_no_members() -> None:
    term = organization(founded="2002-10", members=[{"country": "AM", "from": "1992"}])
    assert facts.summary(term, "2002-09-30") == "did not exist yet; founded October 2002"
    assert facts.summary(term, "2002-10-01") == facts.summary(term, "2002") == "1 member (Armenia)"
    assert facts.summary(replace(term, kind="place"), "2001") == "1 member (Armenia)"


def test_changes_of_membership_are_told_in_words() -> None:
    term = organization(members=[
        {"country": "CU", "status": "observer", "from": "2010", "to": "2024-05"}, {"country": "CU", "from": "2024-05-02"},
        {"country": "KE", "status": "observer", "to": "2024-05-02"}, {"country": "KE", "from": "2024-05-02"},
        {"country": "AM", "from": "2001"}, {"country": "AM", "status": "suspended", "from": "2024-02-22"},
        {"country": "GE", "from": "2001", "to": "2024-03"}, {"country": "NO", "from": "2001", "to": "2020"}, {"country": "NO", "from": "2020"},
        {"country": "AR", "status": "invited-declined", "to": "2023-12-29"}, {"country": "SE", "from": "2030"},
    ])  # fmt: skip
    assert changes(term, "2023") == [
        ("2023-12-29", "Argentina declines the invitation."),
        ("2024-02-22", "Armenia is suspended."),
        ("2024-03", "Georgia ceases to be a member."),
        ("2024-05-02", "Cuba and Kenya, observers until then, become members."),
    ]
    assert changes(term, "2024-03") == changes(term, "2023")[3:]
    assert changes(term, "2019", "2021") == []


def test_what_came_later_is_told_up_to_the_edition(reading: Reading) -> None:
    term = reading.collection.glossary.terms["csto"]
    history = [d for d in term.record.history if "2024-01" < d.date <= "2025"]
    assert list(facts.since(term, "2024-01", "2024-12-31")) == history != []


def test_what_the_history_tells_is_not_told_again() -> None:
    members = [{"country": code, "from": "2024-05-02"} for code in ("CU", "NE", "KE")]
    history = [
        {"date": "2024-05", "text": "Cuba joins."},
        {"date": "2024-05-02", "text": "Nigeria is not named."},
        {"date": "2023", "text": "Kenya asks."},
    ]
    told = [*((d["date"], d["text"]) for d in history[:2]), ("2024-05-02", "Niger and Kenya become members.")]
    assert changes(organization(members=members, history=history), "2024-01") == told


DATES = st.sampled_from(
    ["2001", "2001-05", "2001-05-02", "2001-06", "2002", "2002-01-01", "2003", "2003-12-31", "2004-02"]
)
MEMBERS = st.lists(
    st.builds(
        lambda country, status, since, until: {"country": country, "status": status, "from": since, "to": until},
        st.sampled_from(["AM", "GE"]), st.sampled_from(["member", "observer"]), st.none() | DATES, st.none() | DATES,
    ),
    max_size=5,
)  # fmt: skip


@given(MEMBERS, DATES, DATES)
def test_what_a_card_tells_lies_between_the_essay_and_the_edition(members: list[dict], date: str, edition: str) -> None:
    told = changes(organization(members=members), date, edition)
    assert told == sorted(told, key=lambda change: change[0])
    for day, words in told:
        known = min(len(day), len(date))
        assert day[:known] >= date[:known] and day[: len(edition)] <= edition[: len(day)]
        assert any(day in (member["from"], member["to"]) for member in members)
        if "become" in words:  # it was not yet true at the essay's date: the card does not say so above
            assert day[:known] > date[:known]


YEAR = {"country": "AM", "status": "member", "from": "2001", "to": "2001"}


@given(MEMBERS, DATES, DATES)
@example([{"country": "AM", "status": "member", "from": None, "to": "2001"}, YEAR, YEAR], "2001-05-02", "2002-01-01")
def test_who_changes_between_two_dates_is_told(members: list[dict], date: str, edition: str) -> None:
    term = organization(members=members)
    assume(not list(facts.check_intervals(Glossary({"el": term}, (), {}))))  # others are refused
    both = [
        {(s.status, name) for s in facts.standings(term.record.members, day) for name in s.countries + s.unknown_since}
        for day in (date, edition)
    ]
    if not facts.later(date, edition) and len(date) == len(edition) == 10:
        words = " ".join(text for _, text in changes(term, date, edition))
        assert all(name in words for _, name in both[0] ^ both[1])


@pytest.mark.parametrize(
    ("date", "words"), [("2025-01-06", "6 January 2025"), ("2024-01", "January 2024"), ("2024", "2024")]
)
def test_dates_are_said_as_precisely_as_they_are_known(date: str, words: str) -> None:
    assert facts.spoken_date(date) == words
