"""The map in a real Chromium: whose members are coloured, and marks for pointer and keys."""

from __future__ import annotations

from itertools import combinations
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import standing as oracle
from tests.browser.conftest import violations

PAGE = "overview/map/"
COLOURED = "lands => Object.fromEntries(lands.map(land => land.ariaLabel.split(': ')))"
ORGANIZATIONS = {"csto": "CSTO", "sco": "SCO", "eu": "EU", "cis": "CIS"}


def coloured(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.locator(".reader-land[href]").evaluate_all(COLOURED)
    return found


def expected(organization: str, year: str) -> dict[str, str]:
    return {country: word for (country, name), word in oracle.table(year).items() if name == organization}


@pytest.mark.parametrize("year", oracle.YEARS)
@pytest.mark.parametrize(("id_", "name"), ORGANIZATIONS.items())
def test_the_coloured_countries_are_those_of_the_seeds(
    page: Page, address: str, id_: str, name: str, year: str
) -> None:
    page.goto(f"{address}{PAGE}?of={id_}&year={year}")
    assert coloured(page) == expected(name, year)
    told = page.locator(".reader-states dl > div:visible")
    expect(told).to_have_count(1)
    text = told.locator("dd").inner_text()
    for country, word in expected(name, year).items():
        star = "*" * word.endswith("*")
        assert f"{country}{star}" in text and word.rstrip("*") in text
    if not expected(name, year):
        assert "nobody" in text


def test_choice_and_year_are_kept_in_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}")
    assert coloured(page) == expected("BRICS", "2026")
    page.get_by_role("combobox", name="Members of").select_option("CSTO")
    assert page.url.endswith(f"/{PAGE}?of=csto")
    page.get_by_role("spinbutton").fill("2007")
    page.get_by_role("spinbutton").blur()
    assert page.url.endswith("?of=csto&year=2007")
    expect(page.locator(".reader-when")).to_have_text("At the end of 2007: CSTO, 7 members, 2 left, 1 observer")
    page.reload()
    assert coloured(page) == expected("CSTO", "2007")
    page.get_by_role("combobox", name="Members of").select_option("None")
    assert coloured(page) == {} and page.locator(".reader-states dl > div:visible").count() == 0


def test_without_script_all_is_told(without_script: Page, address: str) -> None:
    page = without_script
    page.goto(f"{address}{PAGE}")
    assert coloured(page) == expected("BRICS", "2026")
    text = page.locator(".reader-states dl").inner_text()
    for (country, _), _ in oracle.table("2026").items():
        assert country in text
    page.locator(".reader-map").first.locator("a.reader-mark[href^='#together'] .reader-mark__room").first.click()
    expect(page.locator("li:target")).to_be_visible()


def test_marks_are_reached_by_keys_and_lead_on(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}")
    marks = page.locator(".reader-mark")
    names = marks.evaluate_all("links => links.map(link => link.ariaLabel)")
    assert len(names) > 30 and all(" mention" in name for name in names)
    marks.first.focus()
    seen = [page.evaluate("document.activeElement.ariaLabel")]
    first = page.locator(".reader-map").first.locator(".reader-mark").count()
    for _ in range(first - 1):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.ariaLabel"))
    assert seen == names[:first]
    page.locator(".reader-mark[aria-label^='Russia:']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/russia/")


def test_a_mark_of_several_leads_to_their_names(page: Page, address: str) -> None:
    page.goto(f"{address}{PAGE}")
    page.locator(".reader-mark[href^='#together-1']").first.focus()
    page.keyboard.press("Enter")
    item = page.locator("li:target")
    expect(item).to_be_visible()
    name = item.locator("a").first.inner_text()
    item.locator("a").first.click()
    expect(page.locator(".reader-places li:target")).to_contain_text(name)


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_each_mark_can_be_pointed_at(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{PAGE}")
    for picture in page.locator(".reader-map").all():
        frame = picture.evaluate("map => map.querySelector('svg').getBoundingClientRect().toJSON()")
        boxes = picture.locator(".reader-mark__room").evaluate_all(
            "rooms => rooms.map(room => { const b = room.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })"
        )
        assert boxes and all(w >= 23.9 and h >= 23.9 for _, _, w, h in boxes)
        assert all(
            frame["left"] <= x and x + w <= frame["right"] and frame["top"] <= y and y + h <= frame["bottom"]
            for x, y, w, h in boxes
        )
        for (x, y, w, _), (x2, y2, _, _) in combinations(boxes, 2):
            assert abs(complex(x - x2, y - y2)) >= w - 0.5
        texts = picture.locator(".reader-mark text").evaluate_all(
            "texts => texts.map(text => { const b = text.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom, parseFloat(getComputedStyle(text).fontSize) * b.height / text.getBBox().height]; })"
        )
        assert texts and all(size >= 11.9 for *_, size in texts)
        assert all(frame["left"] <= left and right <= frame["right"] for left, _, right, _, _ in texts)
        for one, other in combinations(texts, 2):
            assert one[0] >= other[2] or other[0] >= one[2] or one[1] + 4 >= other[3] or other[1] + 4 >= one[3]


def test_a_mark_is_on_top_where_it_stands(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 2200})
    page.goto(f"{address}{PAGE}")
    wrong = page.locator(".reader-mark").evaluate_all(
        "marks => marks.filter(mark => { const b = mark.lastElementChild.previousElementSibling.closest('a').querySelector('.reader-mark__room').getBoundingClientRect(); return document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2).closest('a') !== mark; }).map(mark => mark.ariaLabel)"
    )
    assert wrong == []


def test_the_second_picture_is_coloured_as_the_first(page: Page, address: str) -> None:
    """It uses the shapes of the first: what is chosen changes what is seen."""
    page.goto(f"{address}{PAGE}?of=eu")
    picture = page.locator(".reader-map svg").nth(1)
    before = picture.screenshot()
    page.get_by_role("combobox", name="Members of").select_option("CSTO")
    assert picture.screenshot() != before


def test_on_paper_the_map_is_not_cut(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 718, "height": 1000})
    page.goto(f"{address}{PAGE}")
    page.emulate_media(media="print")
    for picture in page.locator(".reader-map").all():
        assert picture.evaluate("map => map.scrollWidth <= map.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_whatever_is_chosen(
    browser: Browser, address: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}{PAGE}?of=sco&year=2013")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    found = violations(page)
    context.close()
    assert found == []


def test_statuses_and_places_are_seen_in_forced_colours(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 820, "height": 900}, forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}{PAGE}?of=brics")
    pictures = [swatch.screenshot() for swatch in page.locator(".reader-legend svg").all()]
    context.close()
    assert len(set(pictures)) == len(pictures) == 7
