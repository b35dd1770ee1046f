"""Countries × organizations: equal to the facts as the seeds have them, for any date, and never too large."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from builder import facts, pipeline
from builder.matrix import notation, standing
from builder.pages import render
from builder.pipeline import Reading
from builder.project import Project
from builder.records import Membership
from builder.values import COUNTRIES
from tests import standing as oracle

DATES = st.one_of(
    st.integers(1985, 2030).map(str),
    st.builds("{:04}-{:02}".format, st.integers(1985, 2030), st.integers(1, 12)),
    st.dates(oracle.first_day("1985"), oracle.last_day("2030")).map(str),
)
INTERVALS = st.lists(
    st.builds(
        lambda status, since, until: {k: v for k, v in {"country": "AM", "status": status, "from": since, "to": until}.items() if v},
        st.sampled_from(oracle.ORDER),
        st.none() | DATES,
        st.none() | DATES,
    ),
    max_size=4,
)  # fmt: skip


def cells(html: str) -> dict[tuple[str, str], str]:
    """(country, organization) → word, as a table shows it."""
    found = BeautifulSoup(html, "html.parser").select_one(".reader-matrix table")
    if not found:
        return {}
    names = [link.text for link in found.select("thead th a")]
    shown = {}
    for row in found.select("tbody tr"):
        assert isinstance(row.th, Tag)
        told = [cell.text for cell in row.select("td")]
        assert len(told) == len(names)
        shown |= {(row.th.text, name): word for name, word in zip(names, told, strict=True) if word}
    return shown


def test_the_table_of_the_edition_is_equal_to_the_seeds(real: Project) -> None:
    shown = cells((real.site / "overview/members/index.html").read_text("utf-8"))
    assert shown == oracle.table("2026")
    assert len(shown) > 150


def test_some_cells_read_off_the_facts_by_hand() -> None:
    assert oracle.table("2013")["Belarus", "CIS"] == "member"
    assert oracle.table("2005")["Uzbekistan", "CSTO"] == oracle.table("2012")["Uzbekistan", "CSTO"] == "left"
    assert oracle.table("2011")["Uzbekistan", "CSTO"] == oracle.table("1992")["Uzbekistan", "CSTO"] == "member"
    assert oracle.table("2024")["Armenia", "CSTO"] == "suspended member"
    assert (
        oracle.table("2019")["United Kingdom", "EU"] == "member"
        and oracle.table("2024")["United Kingdom", "EU"] == "left"
    )
    assert ("Laos", "SCO") not in oracle.table("2024") and oracle.table("2026")["Laos", "SCO"] == "partner"
    assert ("Nepal", "SCO") not in oracle.table("1992") and oracle.table("2005")["Nepal", "SCO"] == "partner*"


@given(INTERVALS, DATES, st.none() | DATES)
def test_what_holds_at_the_end_of_a_date_is_what_holds_on_its_last_day(
    intervals: list[dict[str, str]], date: str, founded: str | None
) -> None:
    held = [Membership.model_validate(one) for one in intervals]
    day = oracle.last_day(date)
    assert [facts.lasts(one, date) for one in held] == [oracle.holds(one, day) for one in intervals]
    early = founded is not None and facts.later(founded, date)
    assert standing(held, date, early).word == oracle.word(intervals, founded, day)


@given(INTERVALS, st.dates(oracle.first_day("1985"), oracle.last_day("2030")).map(str))
def test_on_a_day_it_is_what_the_entry_says(intervals: list[dict[str, str]], day: str) -> None:
    held = [Membership.model_validate(one) for one in intervals]
    assert [facts.lasts(one, day) for one in held] == [facts.holds(one, day) for one in held]


def test_an_interval_is_told_in_one_line_whatever_its_remark() -> None:
    one = Membership.model_validate(
        {"country": "AM", "from": "1993", "to": "1999", "note": "two\n\nlines " + "and more " * 60}
    )
    line = notation([one])
    assert line.startswith("member 1993..1999 two lines and more") and len(line) < 230 and line.endswith("…")
    assert notation([one], remarks=False) == "member 1993..1999"


def crowd(organizations: int, members: int) -> dict[str, str]:
    """Entries with dates of every precision, by chance and always the same."""
    dice = random.Random(6)
    files = {}
    for number in range(organizations):
        lines = []
        for code in dice.sample(sorted(COUNTRIES), members if number else 200):
            since = dice.choice(
                [
                    "",
                    f"{dice.randint(1950, 2025)}",
                    f"{dice.randint(1950, 2025)}-{dice.randint(1, 12):02}",
                    f"{dice.randint(1950, 2025)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
                ]
            )
            until = dice.choice(
                [
                    "",
                    "",
                    f"{dice.randint(1990, 2025)}",
                    f"{dice.randint(1990, 2025)}-06",
                    f"{dice.randint(1990, 2025)}-12-31",
                ]
            )
            if since and until and until[:4] <= since[:4]:
                until = ""
            status = dice.choice(oracle.ORDER)
            lines.append(
                f'  - {{country: "{code}", status: {status}'
                + (f', from: "{since}"' if since else "")
                + (f', to: "{until}"' if until else "")
                + f", note: {'some remark ' * dice.randint(1, 9)}}}\n"
            )
        name = f"Organization {number}" + " with a very long name" * (number % 2 * 8)
        files[f"seeds/glossary/organization/org-{number}.md"] = (
            f"---\nname: {name}\nshort: ORG{number}\nfounded: {1950 + number}\nmembers:\n{''.join(lines)}---\nAn organization.\n"
        )
    return files


def test_many_organizations_of_many_members_are_parted_and_nothing_is_lost(collection: Callable[..., Project]) -> None:
    project = collection(crowd(60, 60))
    pipeline.annotate(project)
    pages = sorted((project.docs / "overview").glob("members*.md"))
    assert len(pages) > 2
    shown: dict[tuple[str, str], str] = {}
    for page in pages:
        text = page.read_text("utf-8")
        assert len(text.encode()) < 230_000, page.name
        shown |= cells(text)
    assert {country for country, _ in shown} > {"Türkiye", "Russia"} and len({name for _, name in shown}) == 60
    assert {key for key in shown if key[1] == "ORG0"} == {
        key for key in oracle.table("2026", project.root) if key[1] == "ORG0"
    }
    assert len((project.docs / "overview/map.md").read_bytes()) < 230_000


def test_hundreds_of_small_organizations_are_parted(collection: Callable[..., Project]) -> None:
    note = "It is told at length. " * 20
    many = {
        f"seeds/glossary/organization/o-{n}.md": f"---\nname: {'League of the Lakes ' * 10}{n}\nmembers_note: {note}\nmembers: [{{country: NO, from: 2001}}]\n---\nA league.\n"
        for n in range(300)
    }
    bare = {
        f"seeds/glossary/organization/b-{n}.md": f"---\nname: Bare League {n}\n---\nA league.\n" for n in range(300)
    }
    pages = render(pipeline.read(collection({**many, **bare})).collection)
    parts = [page for path, page in pages.items() if path.startswith("overview/members") and path.endswith(".md")]
    assert len(parts) > 1 and max(len(page.encode()) for page in parts) < 230_000
    assert sum(page.count('data-id="o-') for page in parts) == 300
    assert "and 251 more" in parts[0]


def test_a_collection_without_members_says_so(collection: Callable[..., Project]) -> None:
    project = collection()
    pipeline.annotate(project)
    page = (project.docs / "overview/members.md").read_text("utf-8")
    assert "No entry of the glossary lists members yet" in page and "<table" not in page
    assert "reader-land" in (project.docs / "overview/map.md").read_text("utf-8")


def test_states_that_are_no_more_have_their_names_and_no_shape(collection: Callable[..., Project]) -> None:
    members = "".join(f"  - {{country: {code}, from: 1955, to: 1991}}\n" for code in ("SU", "YU", "CS", "CSHH", "DD"))
    entry = f"---\nname: Example League\nshort: EL\nmembers:\n{members}---\nA league of examples.\n"
    project = collection({"seeds/glossary/organization/el.md": entry})
    pipeline.annotate(project)
    shown = cells((project.docs / "overview/members.md").read_text("utf-8"))
    names = ["Czechoslovakia", "Czechoslovakia or Serbia and Montenegro", "East Germany", "Soviet Union", "Yugoslavia"]
    assert shown == {(name, "EL"): "left" for name in names}
    told = BeautifulSoup((project.docs / "overview/map.md").read_text("utf-8"), "html.parser").select_one(
        ".reader-states > p"
    )
    assert told and told.text.startswith(f"No shape on this map: {', '.join(names)}.")


def test_what_is_listed_nowhere_is_named(real: Project) -> None:
    page = BeautifulSoup((real.site / "overview/members/index.html").read_text("utf-8"), "html.parser")
    notes = page.select_one(".reader-overview__notes[aria-labelledby=how]")
    assert (
        notes and "Not in the table, for their entries list no members: United Nations (193 member states" in notes.text
    )
    links = {link["href"] for link in page.select("td a")}
    assert all(str(href).startswith("../../glossary/") and str(href).endswith("/#members") for href in links)


def test_the_picture_says_what_the_table_says(real: Project) -> None:
    picture = BeautifulSoup((real.site / "overview/members.svg").read_text("utf-8"), "xml")
    names = {entry["name"]: entry.get("short") or entry["name"] for _, entry in oracle.entries()}
    told = {}
    drawing = picture.select("rect + text")[0].find_parent("svg")
    assert isinstance(drawing, Tag)
    for title in drawing.select("a > title"):
        name, colon, word = title.text.rpartition(": ")
        if colon:
            country, _, organization = name.partition(", ")
            told[country, names[organization]] = word
    assert told == oracle.table("2026")
    boxes = [
        (float(str(r["x"])), float(str(r["y"])), float(str(r["width"])), float(str(r["height"])))
        for r in picture.select("a > rect")
    ]
    svg = picture.select_one("svg")
    assert svg and len(boxes) == len(set(boxes)) == len(told)
    assert all(x + w <= float(str(svg["width"])) and y + h <= float(str(svg["height"])) for x, y, w, h in boxes)
    for (_, y, _, h), (_, below, _, _) in pairwise(sorted(boxes, key=lambda box: box[1])):
        assert below in (y,) or below >= y + h


@pytest.mark.parametrize("path", ["overview/members/index.html", "overview/map/index.html"])
def test_a_page_is_not_large(real: Project, path: str) -> None:
    assert (real.site / path).stat().st_size < 180_000


def test_the_terms_of_the_table_are_those_that_list_members(reading: Reading) -> None:
    listed = {name for name, entry in oracle.entries() if entry.get("members")}
    assert {term.id for term in reading.collection.glossary.terms.values() if term.record.members} == listed
