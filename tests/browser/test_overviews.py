"""Timeline, indexes and relations in a real Chromium: filters, the address, links, names as long as they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from builder import pipeline
from builder.pipeline import Reading
from builder.project import open_project
from tests.browser.conftest import serve, violations
from tests.browser.test_access import WALK
from tests.conftest import publishable, write

PAGES = ("timeline", "persons", "places", "organizations", "events", "relations")
LONG = "League for the Protection of Lighthouses, Harbour Walls, Quarantine Stations and Everything Else that Stands in Narrow Waters and Nobody Had Thought of Before, with an Appendix on Names"
BOXES = """(selector) => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect())
    .map(b => [b.left, b.top, b.right, b.bottom]).filter(([l, t, r, b]) => r > l && b > t)"""


@pytest.fixture(scope="module")
def long_names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Twenty organizations with names of 200 characters, all spoken of together, and events over a thousand years."""
    root = tmp_path_factory.mktemp("long")
    files = {
        "seeds/collection.yml": "title: Long names\ndescription: Papers.\nedition: 2026-01-01\nrights: Made for a test.\n"
    }
    members = "\n".join(
        f"  - {{country: {code}, from: 2001}}"
        for code in ("AM", "AZ", "BY", "GE", "KZ", "KG", "MD", "RU", "TJ", "TM", "UA", "UZ")
    )
    for n in range(20):
        files[f"seeds/glossary/organization/l{n}.md"] = f"---\nname: {LONG} {n}\nmembers:\n{members}\n---\nA league.\n"
        files[f"seeds/glossary/event/e{n}.md"] = (
            f"---\nname: Storm {n}, in which {LONG} sank\ndate: {1000 + 50 * n:04}\nabout: [l{n}]\n---\nIt blew.\n"
        )
        files[f"seeds/glossary/person/p{n}.md"] = (
            f"---\nname: Ann{n} {'Donaudampfschifffahrtsgesellschaft' * 5}\n---\nA captain.\n"
        )
    said = " ".join(f"The {LONG} {n} met." for n in range(20))
    files["seeds/essays/one.txt"] = f"A Title\n\nBy Ann Author\n\n{said}\n"
    publishable(write(root, files))
    with serve(pipeline.build(open_project(root)).project.site) as host:
        yield host


def overlap(one: list[float], other: list[float]) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


def test_filters_combine_and_the_address_keeps_them(page: Page, address: str) -> None:
    page.goto(f"{address}overview/timeline/")
    items, told = page.locator(".reader-dated:visible"), page.locator(".reader-controls output")
    everything = items.count()
    assert everything == page.locator(".reader-dated").count() > 100
    page.get_by_label("Organization").select_option("CSTO")
    some = items.count()
    assert 0 < some < everything
    expect(told).to_have_text(f"{some} of {everything}")
    assert page.url.endswith("/overview/timeline/?organization=csto")
    page.get_by_label("Country").select_option("Armenia")
    page.get_by_label("Essay").select_option("A Cacophony of Partnerships")
    fewer = items.count()
    assert 0 < fewer < some
    assert page.url.endswith("?organization=csto&country=AM&essay=pomeranz-2024")
    for item in items.all():
        assert "csto" in (item.get_attribute("data-organization") or "").split()
        assert "AM" in (item.get_attribute("data-country") or "").split()
    shown = items.all_inner_texts()
    page.reload()
    assert items.all_inner_texts() == shown
    expect(page.get_by_label("Country")).to_have_value("AM")
    page.locator(".reader-dated:visible a.reader-locator").first.click()
    page.wait_for_url("**/essays/pomeranz-2024/#p-*")
    expect(page.locator(":target")).to_be_in_viewport()
    page.go_back()
    expect(items).to_have_count(fewer)
    for name in ("Organization", "Country", "Essay"):
        page.get_by_label(name).select_option("all")
    expect(items).to_have_count(everything)
    assert page.url.endswith("/overview/timeline/")


def test_the_picture_counts_what_the_filter_leaves(page: Page, address: str) -> None:
    page.goto(f"{address}overview/timeline/?organization=sco")
    shown = [
        time[:4]
        for time in page.locator(".reader-dated:visible p > time:first-child").evaluate_all(
            "all => all.map(time => time.dateTime)"
        )
    ]
    counted = page.locator(".reader-decades a").evaluate_all(
        "all => all.map(a => [a.dataset.key, +a.textContent, a.inert, a.ariaLabel])"
    )
    assert shown and counted
    for key, count, inert, label in counted:
        assert (count, inert) == (shown.count(key), key not in shown)
        assert label.startswith(f"{key}: {shown.count(key)} of ")
    assert page.locator(".reader-dates:visible").count() == len(set(shown))
    page.locator(".reader-decades a:not([inert])").last.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_what_is_asked_for_and_not_there_is_shown_as_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}overview/timeline/?organization=%3Cb%3Ehansa%3C/b%3E&colour=red")
    expect(page.locator(".reader-dated:visible")).to_have_count(0)
    expect(page.locator(".reader-controls output")).to_have_text(re.compile("^0 of "))
    page.get_by_label("Organization").select_option("all")
    expect(page.locator(".reader-dated").first).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_without_script_every_line_stands(without_script: Page, address: str, path: str) -> None:
    page = without_script
    page.goto(f"{address}overview/{path}/")
    assert page.locator(".reader-controls:visible, .reader-filter:visible").count() == 0
    lines = page.locator(".reader-dated, .reader-names li, .reader-pairs tr, .reader-decades a, .reader-network a")
    assert lines.count() > 20
    assert all(lines.evaluate_all("all => all.map(line => line.checkVisibility())"))


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_to_what_is_there(page: Page, address: str, path: str, real: pipeline.Project) -> None:
    page.goto(f"{address}overview/{path}/")
    base = page.url
    hrefs = set(
        page.locator(".md-content__inner a").evaluate_all(
            "all => all.map(a => new URL(a.getAttribute('href'), location).href)"
        )
    )
    assert len(hrefs) > 20
    for href in hrefs:
        assert href.startswith(address), href
        there, _, anchor = href.removeprefix(address).partition("#")
        file = real.site / Path(there.split("?")[0] or ".") / "index.html"
        assert file.is_file(), href
        assert not anchor or f'id="{anchor}"' in file.read_text("utf-8"), f"{href} on {base}"


def test_the_index_is_filtered_by_any_name(page: Page, address: str) -> None:
    page.goto(f"{address}overview/organizations/")
    page.get_by_label("Filter").fill("еаэс")
    expect(page.locator(".reader-names li:visible")).to_have_count(1)
    expect(page.locator(".reader-names li:visible a").first).to_have_text("Eurasian Economic Union")
    page.get_by_label("Filter").fill("no such name")
    expect(page.locator(".reader-names li:visible")).to_have_count(0)


def test_another_name_leads_to_its_heading(page: Page, address: str) -> None:
    page.goto(f"{address}overview/organizations/")
    page.locator("li:not([id])", has_text="CSTO, see").get_by_role("link").click()
    expect(page.locator("#entry-csto")).to_be_in_viewport()
    assert page.url.endswith("#entry-csto")


def test_a_line_leads_to_its_row_and_a_name_lights_its_lines(page: Page, address: str, reading: Reading) -> None:
    page.goto(f"{address}overview/relations/")
    lines = page.locator(".reader-network [data-ends]")
    lines.last.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(lines.last.get_attribute("href") or "-")
    expect(page.locator("tr:target")).to_be_in_viewport()
    page.locator(".reader-network li a[data-node=nato]").hover()
    lit = page.locator(".reader-network [data-ends][data-lit]").evaluate_all("all => all.map(a => a.dataset.ends)")
    assert lit == [ends for ends in lines.evaluate_all("all => all.map(a => a.dataset.ends)") if "nato" in ends.split()]
    page.locator("h1").hover()
    expect(page.locator("[data-lit]")).to_have_count(0)


def test_a_line_can_be_pointed_at_beside_itself(page: Page, address: str) -> None:
    page.goto(f"{address}overview/relations/")
    line = page.locator(".reader-network [data-ends]").last
    line.scroll_into_view_if_needed()
    x, y = line.evaluate(
        "a => { const path = a.querySelector('path'), m = path.getScreenCTM(), p = path.getPointAtLength(path.getTotalLength() / 2);"
        " return [m.a * p.x + m.e, m.d * p.y + m.f + 5]; }"
    )
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('a')?.dataset.ends", [x, y])


@pytest.mark.parametrize("width", [320, 360, 820, 1440])
def test_long_names_are_neither_cut_off_nor_do_they_overlap(browser: Browser, long_names: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    for path in PAGES:
        page.goto(f"{long_names}overview/{path}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        for selector in (
            ".reader-network li a, .reader-network circle",
            ".reader-dated > p",
            ".reader-names li",
            ".reader-decades a",
        ):
            boxes = page.evaluate(BOXES, selector)
            assert all(box[0] >= 0 and box[2] <= width for box in boxes), (path, selector)
            assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)], (path, selector)
    page.goto(f"{long_names}overview/relations/")
    names = page.locator(".reader-network li a")
    assert names.count() == 20
    assert all(len(title) > 150 for title in names.evaluate_all("all => all.map(a => a.title)"))
    page.goto(f"{long_names}overview/timeline/")
    assert page.locator(".reader-decades tbody th").all_inner_texts()[0].startswith("1000")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_long_names(browser: Browser, long_names: str, scheme: Literal["light", "dark"]) -> None:
    page = browser.new_page(viewport={"width": 820, "height": 900}, color_scheme=scheme)
    for path in PAGES:
        page.goto(f"{long_names}overview/{path}/")
        assert violations(page) == [], path
    page.close()


def test_axe_finds_nothing_in_what_is_filtered(page: Page, address: str) -> None:
    page.goto(f"{address}overview/timeline/?organization=csto")
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", ["timeline", "relations"])
def test_tab_goes_through_the_pictures_and_out_of_them(browser: Browser, address: str, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.goto(f"{address}overview/{path}/", wait_until="networkidle")
    page.evaluate(WALK)
    troubles: list[str] = []
    reached: set[int] = set()
    for _ in range(1500):
        page.keyboard.press("Tab")
        stop = page.evaluate("step()")
        troubles += stop["troubles"]
        if stop["id"] == -1:
            break
        reached.add(stop["id"])
    troubles += [f"is not reached: {name}" for name in page.evaluate("missed()")]
    page.close()
    assert len(reached) > 50 and troubles == []


def test_a_printed_index_and_timeline_are_whole(page: Page, address: str) -> None:
    page.emulate_media(media="print")
    for path in PAGES:
        page.goto(f"{address}overview/{path}/")
        assert page.locator(".reader-controls:visible, .reader-filter:visible, .reader-jump:visible").count() == 0
        lines = page.locator(".reader-dated, .reader-names li, .reader-pairs tr")
        assert all(lines.evaluate_all("all => all.map(line => line.checkVisibility())"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 1440
