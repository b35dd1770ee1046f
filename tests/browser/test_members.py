"""Countries × organizations in a real Chromium: any year, order, choice, what a cell says, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from builder import pipeline
from builder.project import Project
from tests import standing as oracle
from tests.browser.conftest import serve, violations
from tests.test_matrix import crowd

PAGE = "overview/members/"
TABLE = """() => { const [head, ...rows] = [...document.querySelectorAll(".reader-matrix tr")];
  const names = [...head.cells].map(cell => cell.querySelector("a")?.textContent);
  return rows.flatMap(row => [...row.cells].map((cell, at) => [row.cells[0].querySelector("a")?.textContent ?? row.cells[0].textContent, names[at], cell.textContent]).slice(1)); }"""
ROWS = "rows => rows.map(row => row.cells[0].textContent)"


def table(page: Page) -> dict[tuple[str, str], str]:
    return {(country, name): word for country, name, word in page.evaluate(TABLE) if word}


def rows(page: Page) -> list[str]:
    found: list[str] = page.locator(".reader-matrix tbody tr:visible").evaluate_all(ROWS)
    return found


def cell(page: Page, country: str, organization: str) -> Locator:
    at = page.locator(".reader-matrix thead th a").all_inner_texts().index(organization)
    row = page.locator(".reader-matrix tbody tr", has=page.get_by_role("rowheader", name=country, exact=True))
    return row.locator("td").nth(at)


@pytest.mark.parametrize("year", oracle.YEARS)
def test_the_table_of_a_year_is_equal_to_the_seeds(page: Page, address: str, year: str) -> None:
    page.goto(f"{address}{PAGE}?year={year}")
    assert table(page) == oracle.table(year)
    expect(page.locator(".reader-when")).to_contain_text(
        "On 21 November 2026" if year == "2026" else f"At the end of {year}"
    )


def test_without_script_the_table_of_the_edition_is_whole(without_script: Page, address: str) -> None:
    page = without_script
    page.goto(f"{address}{PAGE}?year=1992")
    assert table(page) == oracle.table("2026")
    expect(page.locator(".reader-controls")).to_be_hidden()
    cell(page, "Armenia", "CSTO").locator("a").click()
    assert page.url.endswith("/glossary/csto/#members")


def test_slider_field_and_address_are_one(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}?kept=1#how")
    field, slider = page.get_by_role("spinbutton", name="At the end of"), page.get_by_role("slider", name="Year")
    field.fill("2013")
    field.blur()
    assert page.url.endswith(f"/{PAGE}?kept=1&year=2013#how") and slider.input_value() == "2013"
    assert table(page) == oracle.table("2013")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert field.input_value() == "2012" and page.url.endswith("year=2012#how")
    assert table(page) == oracle.table("2012")
    page.reload()
    assert field.input_value() == "2012" and table(page) == oracle.table("2012")


@pytest.mark.parametrize("wrong", ["1066", "3000", "soon", "", "-5", "2013.5"])
def test_a_year_that_cannot_be_is_the_edition(page: Page, address: str, wrong: str) -> None:
    page.goto(f"{address}{PAGE}?year={wrong}")
    assert table(page) == oracle.table("2026")
    expect(page.locator(".reader-when")).to_contain_text("On 21 November 2026")


def test_dates_of_every_precision_mean_the_same_here_as_in_the_seeds(
    page: Page, collection: Callable[..., Project]
) -> None:
    project = collection(crowd(6, 40))
    pipeline.build(project)
    with serve(project.site) as host:
        page.context.clear_cookies()
        opened = page.context.browser.new_page() if page.context.browser else page  # watched pages allow one host only
        opened.goto(f"{host}{PAGE}")
        for year in ("1950", "1951", "1953", "1990", "1991", "1999", "2007", "2016", "2024", "2025", "2026"):
            opened.get_by_role("spinbutton").fill(year)
            assert table(opened) == oracle.table(year, project.root), year
        opened.close()


def test_a_cell_opens_with_what_since_when_and_by_which_sources(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}?year=2024")
    link = cell(page, "Armenia", "CSTO").locator("a")
    link.click()
    told = page.get_by_role("dialog", name="Armenia: CSTO")
    expect(told).to_be_visible()
    expect(told.locator("li").first).to_contain_text(
        "member, from 15 May 1992signed the treaty in 1992; no formal notice"
    )
    expect(told.locator("ul li").nth(1)).to_contain_text("suspended, from 22 February 2024")
    assert told.locator("ol a").count() == page.locator("#of-csto ol a").count() == 7
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(told).to_be_visible()
    told.get_by_role("link", name="The entry").click()
    page.wait_for_url("**/glossary/csto/#members")


def test_an_unknown_beginning_and_what_ended_are_said(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}")
    cell(page, "Nepal", "SCO").locator("a").click()
    expect(page.locator(".reader-told").locator("ul li")).to_contain_text("partner, from an unknown date")
    page.keyboard.press("Escape")
    cell(page, "Uzbekistan", "CSTO").locator("a").click()
    expect(page.locator(".reader-told").locator("ul li")).to_have_text(
        [
            "member, from 15 May 1992 to 1999did not extend the treaty in 1999",
            "member, from 2006 to 2012returned in 2006, suspended its membership in 2012",
        ]
    )


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_what_a_cell_says_stays_in_the_window(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{address}{PAGE}")
    for country, organization in (
        ("Albania", "NATO"),
        ("Vietnam", "BRICS"),
        ("Russia", "Union State"),
        ("Armenia", "CSTO"),
    ):
        cell(page, country, organization).locator("a").click()
        box = page.locator(".reader-told").bounding_box()
        assert (
            box
            and box["x"] >= 0
            and box["y"] >= 0
            and box["x"] + box["width"] <= width
            and box["y"] + box["height"] <= 700
        )
        page.keyboard.press("Escape")


def test_rows_are_sorted_by_a_column_and_by_name(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}")
    names = rows(page)
    assert names[:2] == ["Afghanistan", "Albania"] and names[-1] == "Vietnam"
    head = page.get_by_role("columnheader", name="CSTO")
    button = page.get_by_role("button", name="Sort by CSTO", exact=True)
    button.click()
    assert head.get_attribute("aria-sort") == "ascending"
    words = [cell(page, name, "CSTO").inner_text() for name in rows(page)[:12]]
    assert words == ["suspended member", *["member"] * 5, "observer*", *["left"] * 3, "", ""]
    button.press("Enter")
    assert head.get_attribute("aria-sort") == "descending" and rows(page)[-1] == "Armenia"
    page.get_by_role("button", name="Sort by country").click()
    assert rows(page) == names and head.get_attribute("aria-sort") == "none"
    assert table(page) == oracle.table("2026")


def test_columns_are_sorted_and_chosen(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}?year=2024")
    heads = page.locator(".reader-matrix thead th:visible a")
    before = heads.all_inner_texts()
    page.get_by_label("Columns").select_option("By name")
    assert heads.all_inner_texts() == sorted(before)
    assert table(page) == oracle.table("2024")
    page.get_by_label("Columns").select_option("By countries")
    assert heads.all_inner_texts()[0] == "NATO"
    page.get_by_text("Choose organizations").click()
    page.get_by_role("checkbox", name="NATO").uncheck()
    assert "NATO" not in heads.all_inner_texts() and len(heads.all_inner_texts()) == len(before) - 1
    expect(page.locator(".reader-when")).to_contain_text("9 of 10 organizations")


def test_rows_are_filtered_by_words_and_by_organization(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}")
    page.get_by_label("Countries", exact=True).fill("turki")
    assert rows(page) == ["Türkiye"]
    page.get_by_label("Countries", exact=True).fill("stan")
    page.get_by_label("Which").select_option("That belong to CSTO")
    assert rows(page) == ["Kazakhstan", "Kyrgyzstan", "Tajikistan"]
    expect(page.locator(".reader-when")).to_have_text("On 21 November 2026: 3 of 89 countries, 10 of 10 organizations")
    page.get_by_role("spinbutton").fill("2007")
    assert rows(page) == ["Kazakhstan", "Kyrgyzstan", "Tajikistan", "Uzbekistan"]


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_headers_stay_in_view(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}{PAGE}")
    frame = page.get_by_role("region", name="Countries and organizations")
    frame.scroll_into_view_if_needed()
    frame.evaluate("frame => frame.scrollTo(200, 900)")
    box, corner = frame.bounding_box(), page.locator(".reader-matrix thead th").first.bounding_box()
    row = page.locator(".reader-matrix tbody tr").nth(40).locator("th").bounding_box()
    column = page.locator(".reader-matrix thead th").last.bounding_box()
    assert box and corner and row and column
    assert abs(corner["x"] - box["x"]) < 2 and abs(corner["y"] - box["y"]) < 2
    assert abs(row["x"] - box["x"]) < 2 and abs(column["y"] - box["y"]) < 2
    assert box["height"] <= 740
    frame.focus()
    top = frame.evaluate("frame => frame.scrollTop")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("top => document.querySelector('.reader-matrix').scrollTop > top", arg=top)


def test_a_cell_that_has_the_focus_is_not_under_a_header(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}{PAGE}")
    links = page.locator(".reader-matrix td a")
    for at in (170, 120, 60, 3):
        links.nth(at).focus()
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(
            "(() => { const e = document.activeElement, b = e.getBoundingClientRect(); return e.contains(document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2)); })()"
        )


@pytest.mark.parametrize("media", ["without script", "2013"])
def test_on_paper_every_cell_is_there_and_none_is_cut(browser: Browser, address: str, media: str) -> None:
    context = browser.new_context(
        viewport={"width": 718, "height": 1000}, java_script_enabled=media == "2013"
    )  # A4 between its margins
    page = context.new_page()
    page.goto(f"{address}{PAGE}?year=2013")
    page.emulate_media(media="print")
    sizes = page.locator(".reader-matrix").evaluate(
        "frame => [frame.scrollWidth, frame.clientWidth, frame.scrollHeight, frame.clientHeight]"
    )
    assert sizes[0] <= sizes[1] <= 718 and sizes[2] <= sizes[3]
    assert table(page) == oracle.table("2013" if media == "2013" else "2026")
    cut = page.locator(".reader-matrix td a").evaluate_all(
        "links => links.filter(link => link.scrollWidth > link.clientWidth + 1).map(link => link.textContent)"
    )
    assert cut == []
    expect(page.locator(".reader-controls")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_in_a_year_nor_in_what_opens(
    browser: Browser, address: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}{PAGE}?year=2005")
    page.get_by_role("button", name="Sort by CSTO", exact=True).click()
    found = violations(page)
    page.locator(".reader-matrix td a").first.click()
    expect(page.locator(".reader-told")).to_be_visible()
    found += violations(page)
    context.close()
    assert found == []
