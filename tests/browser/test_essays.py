"""The list of essays in a real Chromium: filters that combine, in the address, over as many pages as there are."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from builder import pipeline
from builder.showcase import PAGE
from tests.browser.conftest import Watched, serve, violations
from tests.crowd import crowd

MANY = 2 * PAGE + 10
TITLES = "all => all.map(card => card.querySelector('.reader-listed__title').textContent.trim())"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A list of three pages, and what its sidecars say, the newest first."""
    project = crowd(tmp_path_factory.mktemp("crowd"), MANY, words=60)
    pipeline.build(project)
    sidecars = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(project.essays.glob("*.yml"))]
    told = [{**one, "author": one["authors"][0]["name"], "date": str(one["date"])} for one in sidecars]
    with serve(project.site) as host:
        yield host, sorted(told, key=lambda one: str(one["date"]), reverse=True)


@pytest.fixture
def listed(browser: Browser, crowded: tuple[str, list[dict[str, str]]]) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    watched = Watched(opened, crowded[0])
    opened.goto(f"{crowded[0]}essays/")
    yield opened
    opened.close()
    assert watched.troubles == []


def dates(page: Page) -> list[str]:
    found: list[str] = page.locator(".reader-listed").evaluate_all("all => all.map(card => card.dataset.date)")
    return found


def test_filters_combine_and_the_address_keeps_them(page: Page, address: str) -> None:
    page.goto(f"{address}essays/")
    shown, told = page.locator(".reader-listed"), page.locator(".reader-filter output")
    page.get_by_text("Filter and order").click()
    page.locator("[name=organization]").select_option("NATO")
    expect(shown).to_have_count(1)
    expect(told).to_have_text("1 of 2")
    page.locator("[name=author]").select_option("Pavel K. Baev")
    expect(shown).to_have_count(0)
    assert "?author=Pavel+K.+Baev&organization=NATO" in page.url
    page.reload()
    expect(page.locator("[name=author]")).to_have_value("Pavel K. Baev")
    expect(shown).to_have_count(0)
    page.locator("[name=author]").select_option(label="all")
    expect(shown.get_by_role("heading")).to_have_text(["A Cacophony of Partnerships"])
    page.locator("[name=organization]").select_option(label="all")
    expect(shown).to_have_count(2)
    assert page.url == f"{address}essays/"
    page.locator("[name=words]").fill("REVOLVING door")
    expect(shown).to_have_count(1)
    page.locator("[name=words]").fill("")
    page.locator("[name=order]").select_option("author")
    expect(page.locator(".reader-year > h2")).to_have_text(["Baev, Pavel K.", "Pomeranz, William"])
    assert violations(page) == []


def test_an_address_that_asks_for_what_is_not_there_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}essays/?author=<img src=x onerror=alert(1)>&order=sideways&toString=1")
    expect(page.locator(".reader-filter output")).to_have_text("0 of 2")
    expect(page.locator("[name=order]")).to_have_value("")
    page.locator("[name=author]").select_option(label="all")
    expect(page.locator(".reader-listed")).to_have_count(2)


def test_the_pages_of_the_list_hold_each_essay_once(listed: Page, crowded: tuple[str, list[dict[str, str]]]) -> None:
    seen, pager = dates(listed), listed.get_by_role("navigation", name="Pages")
    assert len(seen) == PAGE
    for number in (2, 3):
        pager.get_by_role("link", name="Older").click()
        expect(pager).to_contain_text(f"Page {number} of 3")
        seen += dates(listed)
    expect(pager.get_by_role("link", name="Older")).to_have_count(0)
    assert seen == [one["date"] for one in crowded[1]]
    assert len(dates(listed)) == MANY % PAGE
    pager.get_by_role("link", name="Newer").click()
    expect(pager).to_contain_text("Page 2 of 3")


def test_a_year_leads_to_the_page_that_has_it(listed: Page, crowded: tuple[str, list[dict[str, str]]]) -> None:
    oldest = crowded[1][-1]["date"][:4]
    listed.locator(".reader-list__lead").get_by_role("link", name=oldest).click()
    expect(listed.get_by_role("heading", name=oldest)).to_be_in_viewport()
    counts = dict(re.findall(r"(\d{4})\s(\d+)", listed.locator(".reader-list__lead").inner_text()))
    assert sum(map(int, counts.values())) == MANY
    assert int(counts[oldest]) == sum(one["date"].startswith(oldest) for one in crowded[1])


def test_filters_and_orders_reach_all_pages(listed: Page, crowded: tuple[str, list[dict[str, str]]]) -> None:
    essays = crowded[1]
    venue, author = essays[-1]["venue"], essays[-1]["author"]
    listed.locator("[name=venue]").select_option(venue)
    expect(listed.locator(".reader-filter output")).to_have_text(
        f"{sum(one['venue'] == venue for one in essays)} of {MANY}"
    )
    expect(listed.locator(".reader-pages")).to_be_hidden()
    listed.locator("[name=order]").select_option("oldest")
    expect(listed.locator("[name=author]").locator("option")).to_have_count(len({one["author"] for one in essays}) + 1)
    assert dates(listed) == sorted(one["date"] for one in essays if one["venue"] == venue)
    listed.locator("[name=author]").select_option(author)
    both = [one["title"] for one in essays if one["venue"] == venue and one["author"] == author]
    expect(listed.locator(".reader-listed")).to_have_count(len(both))
    assert sorted(listed.locator(".reader-listed").evaluate_all(TITLES)) == sorted(both)
    listed.locator(".reader-listed__title a").first.click()
    expect(listed.get_by_role("heading", level=1)).to_have_text(essays[-1]["title"])


def test_without_a_network_the_list_says_what_it_filters(browser: Browser, crowded: tuple[str, object]) -> None:
    page = browser.new_page()
    page.goto(f"{crowded[0]}essays/")
    page.route("**/essays/all/**", lambda route: route.abort())
    page.locator("[name=order]").select_option("oldest")
    expect(page.locator(".reader-filter output")).to_contain_text(f"of {PAGE} essays on this page")
    page.unroute("**/essays/all/**")
    page.locator("[name=words]").focus()
    expect(page.locator(".reader-filter output")).to_have_text(f"{MANY} of {MANY}")
    page.close()
