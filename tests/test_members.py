"""Members over time: the picture holds what the record says, and no two bars hide each other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from builder import facts, pipeline
from builder.members import NUMBERED, Bar, Picture, picture
from builder.pipeline import Reading
from builder.project import Project
from builder.records import Membership


def member(**values: str | None) -> Membership:
    return Membership.model_validate({key.rstrip("_"): value for key, value in values.items() if value})


DATES = st.one_of(
    st.integers(1, 9999).map("{:04}".format),
    st.builds("{:04}-{:02}".format, st.integers(1900, 2100), st.integers(1, 12)),
    st.dates().map(str),
)
MEMBERS = st.lists(
    st.builds(
        lambda country, status, since, until: member(country=country, status=status, from_=since, to=until),
        st.sampled_from(["AM", "GE", "NO", "SE", "TR"]),
        st.sampled_from(["member", "observer", "suspended", "invited-declined"]),
        st.none() | DATES,
        st.none() | DATES,
    ),
    max_size=12,
)
ESSAYS = st.lists(DATES, max_size=2 * NUMBERED).map(sorted)


def bars(drawn: Picture) -> list[Bar]:
    return [bar for row in drawn.rows for bar in row.bars]


@given(MEMBERS, ESSAYS, DATES, st.none() | DATES)
def test_everything_is_inside_and_nothing_hides_another(
    members: list[Membership], essays: list[str], edition: str, founded: str | None
) -> None:
    drawn = picture(members, essays, edition, founded)
    assert drawn.first <= int(edition[:4]) <= drawn.last
    for index, row in enumerate(drawn.rows):
        for bar in row.bars:
            assert bar.x >= 0 and bar.width > 0 and bar.x + bar.width <= 100.01
            assert bar.height > 0 and bar.y > index and bar.y + bar.height < index + 1
        for one, other in combinations(row.bars, 2):
            beside = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
            below = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert beside or below
    assert all(0 <= line.x <= 100 and 0 <= line.level <= drawn.levels for line in drawn.lines)
    years = [tick.year for tick in drawn.ticks]
    assert years == sorted(set(years)) and all(drawn.first <= year <= drawn.last for year in years)
    assert all(0 <= tick.x < 100 for tick in drawn.ticks) and len(years) <= 11


@given(MEMBERS, ESSAYS, DATES)
def test_each_interval_is_one_bar_and_each_country_one_row(
    members: list[Membership], essays: list[str], edition: str
) -> None:
    drawn = picture(members, essays, edition)
    assert sorted(map(repr, members)) == sorted(repr(bar.membership) for bar in bars(drawn))
    assert sorted(row.country for row in drawn.rows) == sorted({facts.country(one.country) for one in members})
    assert all(facts.country(bar.membership.country) == row.country for row in drawn.rows for bar in row.bars)
    assert sum(line.count for line in drawn.lines) == len(essays)


@given(MEMBERS, DATES)
def test_what_began_earlier_stands_no_further_right_and_the_unknown_at_the_edge(
    members: list[Membership], edition: str
) -> None:
    drawn = picture(members, [], edition)
    days = [bar for bar in bars(drawn) if bar.membership.since and len(bar.membership.since) == 10]
    for one, other in pairwise(sorted(days, key=lambda bar: bar.membership.since or "")):
        assert one.x <= other.x
    assert all(bar.x == 0 for bar in bars(drawn) if not bar.membership.since)
    assert not any(bar.goes_on for bar in bars(drawn) if bar.membership.until)


@given(ESSAYS)
def test_numbers_of_essays_never_touch(essays: list[str]) -> None:
    lines = picture([], essays, "2026").lines
    if len(essays) > NUMBERED:
        assert [line.date for line in lines] == sorted({day[:4] for day in essays})
        return
    assert [(line.number, line.date) for line in lines] == list(enumerate(essays, start=1))
    for one, other in combinations(lines, 2):
        assert one.level != other.level or abs(one.x - other.x) >= 11


def at(drawn: Picture, country: str) -> list[tuple[float, float]]:
    """Where the bars of a country begin and end, in years."""
    row = next(row for row in drawn.rows if row.country == country)
    year = drawn.years / 100
    return [
        (round(drawn.first + bar.x * year, 1), round(drawn.first + (bar.x + bar.width) * year, 1)) for bar in row.bars
    ]


def test_a_date_stands_in_the_middle_of_what_is_known_of_it() -> None:
    members = [
        member(country="AM", from_="2000-01-01", to="2010-01-01"), member(country="GE", from_="2001", to="2003-07"),
        member(country="NO", to="2005"), member(country="SE", from_="2004-04-01"), member(country="TR"),
    ]  # fmt: skip
    drawn = picture(members, ["2002"], "2019-07-02")
    assert (drawn.first, drawn.last) == (2000, 2019)
    assert at(drawn, "Armenia") == [(2000.0, 2010.0)]
    assert at(drawn, "Georgia") == [(2001.5, 2003.5)]
    assert at(drawn, "Norway") == [(2000.0, 2005.5)]
    assert at(drawn, "Sweden") == [(2004.2, 2019.5)]
    assert at(drawn, "Türkiye") == [(2000.0, 2019.5)]
    assert [(line.x, line.number) for line in drawn.lines] == [(12.5, 1)]
    assert [row.country for row in drawn.rows] == ["Armenia", "Georgia", "Sweden", "Norway", "Türkiye"]


def test_what_takes_up_another_begins_where_that_ends_and_what_overlaps_lies_below() -> None:
    members = [
        member(country="CU", status="observer", from_="2010", to="2014-05"), member(country="CU", from_="2014-05-02"),
        member(country="AM", from_="2010"), member(country="AM", status="suspended", from_="2015-02"),
    ]  # fmt: skip
    drawn = picture(members, [], "2019")
    cuba, armenia = (next(row.bars for row in drawn.rows if row.country == name) for name in ("Cuba", "Armenia"))
    assert cuba[0].y == cuba[1].y and cuba[0].x + cuba[0].width == pytest.approx(cuba[1].x)
    assert armenia[0].y + armenia[0].height < armenia[1].y and armenia[0].height == armenia[1].height < cuba[0].height


def test_many_essays_are_told_by_their_years() -> None:
    essays = [f"{1990 + number // 60}-{number % 12 + 1:02}" for number in range(2000)]
    drawn = picture([member(country="AM", from_="1991")], essays, "2026")
    assert [(line.date, line.count) for line in drawn.lines[:2]] == [("1990", 60), ("1991", 60)]
    assert len(drawn.lines) == 34 and drawn.levels == 0 and not any(line.number for line in drawn.lines)


def test_the_entry_of_many_essays_stays_short(collection: Callable[..., Project]) -> None:
    essays = {
        f"seeds/essays/e-{n}.txt": f"On {n}\n\nBy Ann Author\n\nThe Example League (EL) met.\n" for n in range(23)
    }
    dates = {f"seeds/essays/e-{n}.yml": f"date: {1999 + n}-05\n" for n in range(23)}
    entry = "---\nname: Example League\nshort: EL\nmembers: [{country: NO, from: 2001}]\n---\nA league of examples.\n"
    project = collection(
        essays | dates | {"seeds/essays/first-2024.txt": None, "seeds/glossary/organization/el.md": entry}
    )
    pipeline.annotate(project)
    page = BeautifulSoup((project.docs / "glossary/el.md").read_text("utf-8"), "html.parser")
    assert (
        "the years of the 23 essays that speak of it, from 1999 to 2021" in page.select(".reader-years__essays")[0].text
    )
    assert [title.text for title in page.select(".reader-years__essay title")] == [
        f"{1999 + n}: 1 essay" for n in range(23)
    ]
    assert not page.select(".reader-years a") and len(page.select(".reader-concordance h3")) == 23
    folds = page.select(".reader-concordance > .reader-fold")
    assert [fold.summary.text for fold in folds if fold.summary] == ["1 passage of this essay"] * 3


def test_the_pictures_of_the_collection(reading: Reading) -> None:
    """Read off the fact base by hand."""
    record = reading.collection.glossary.terms["csto"].record
    drawn = picture(record.members, ["2024-01"], "2026-11-21", record.founded)
    assert (drawn.first, drawn.last, len(drawn.rows), drawn.levels) == (1992, 2026, 10, 1)
    assert at(drawn, "Uzbekistan") == [(1992.4, 1999.5), (2006.5, 2012.5)]
    assert at(drawn, "Armenia") == [(1992.4, 2026.9), (2024.1, 2026.9)]
    assert at(drawn, "Serbia") == [(1992.0, 2026.9)]
    assert [tick.year for tick in drawn.ticks] == [1995, 2000, 2005, 2010, 2015, 2020, 2025]
    assert [row.country for row in drawn.rows if not any(bar.goes_on for bar in row.bars)] == [
        "Uzbekistan",
        "Azerbaijan",
        "Georgia",
    ]
