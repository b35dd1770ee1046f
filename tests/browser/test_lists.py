"""The first page and the lists in a real Chromium: a collection of another shape, the filter, the pages beside them."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from builder import pipeline
from builder.project import Project, open_project
from tests.browser.conftest import serve, violations
from tests.browser.test_reading import KINDS
from tests.conftest import publishable, write

LISTS = ("", "essays/", "glossary/")
LONG = "On tolls, quarantine, lighthouses and all that nobody had thought of before now, with an appendix on the names"
NARROW_TO_WIDE = [320, 360, 820, 1220, 1440, 1920]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Fourteen essays, some without author, venue or date, one with a title of 300 characters, one with a note."""
    root = tmp_path_factory.mktemp("made-up")
    files = {
        "seeds/collection.yml": f"title: {LONG}\ndescription: Papers.\nedition: 2026-01-01\nrights: Made for a test.\n"
    }
    for n in range(14):
        title = f"{LONG}. " * 3 if n == 13 else f"Paper {n} " + "Donaudampfschifffahrt" * (n % 3)
        said = f"The Harbour League {n % 3} wrote the names of the ships into a book, and nobody disputed them."
        files[f"seeds/essays/e-{n}.txt"] = f"{said}\n\n{'It rained for days. ' * 30}\n"
        files[f"seeds/essays/e-{n}.yml"] = f"title: {title}\n" + (
            f"published: {2000 + n}-05-01\nvenue: The Review of Narrow Water\nauthors: [{{name: Ann Author}}]\n"
            if n % 4
            else f"date: {1990 + n}\n"
            if n
            else "notes: [{quote: into a book, kind: context, text: A thick one.}]\n"
        )
    for n in range(3):
        entry = (
            f"---\nname: Harbour League {n}\nshort: HL{n}\n---\nA league of ports that kept the tolls of the straits.\n"
        )
        files[f"seeds/glossary/organization/hl{n}.md"] = entry
    publishable(write(root, files))
    project = open_project(root)
    pipeline.build(project)
    with serve(project.site) as host:
        yield host


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("width", NARROW_TO_WIDE)
def test_a_made_up_collection_fits_every_window(browser: Browser, made_up: str, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{made_up}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inside = page.locator(".md-content__inner").bounding_box()
    boxes = page.locator(".md-content__inner :is(h1, h2, h3, p, li, th, td)").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).map(b => [b.left, b.right])"
    )
    page.close()
    assert inside and boxes
    assert all(left >= inside["x"] - 1 and right <= inside["x"] + inside["width"] + 1 for left, right in boxes)


@pytest.mark.parametrize("path", LISTS)
def test_axe_finds_nothing_in_a_made_up_collection(browser: Browser, made_up: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{made_up}{path}")
    told = violations(page)
    page.close()
    assert told == []


@pytest.mark.parametrize("path", ["404.html", "architecture/"])
@pytest.mark.parametrize("width", [320, 1440])
def test_the_pages_that_the_navigation_does_not_name(browser: Browser, made_up: str, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{made_up}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    told = violations(page)
    page.close()
    assert told == []


def test_the_filter_knows_every_name_of_an_entry(page: Page, address: str) -> None:
    page.goto(f"{address}glossary/")
    shown, told = page.locator(".reader-index li:visible"), page.locator(".reader-filter output")
    sections = page.locator(".reader-index:visible")
    everything = shown.count()
    page.get_by_label("Filter").fill("еаэс")
    expect(shown).to_have_text(["Eurasian Economic Union EEU 7"])
    expect(told).to_have_text(f"1 of {everything}")
    expect(sections).to_have_count(1)
    page.get_by_label("Filter").fill("turkiye")
    expect(shown).to_have_count(1)
    page.get_by_label("Filter").fill("no such name")
    expect(sections).to_have_count(0)
    page.get_by_label("Filter").fill("")
    expect(shown).to_have_count(everything)
    page.get_by_label("Section", exact=True).select_option("Courts")
    expect(sections).to_have_count(1)
    expect(shown).to_have_count(2)


def test_essays_are_filtered_by_year_and_words(browser: Browser, made_up: str) -> None:
    page = browser.new_page()
    page.goto(f"{made_up}essays/")
    shown = page.locator("article.reader-listed:visible")
    page.locator("[name=words]").fill("paper 11")
    expect(shown).to_have_count(1)
    page.locator("[name=words]").fill("")
    page.locator("[name=year]").select_option("2013")
    expect(shown).to_have_count(1)
    page.locator("[name=year]").select_option(label="all")
    page.locator("[name=order]").select_option("oldest")
    expect(page.locator(".reader-year > h2").first).to_have_text("1994")
    expect(page.locator(".reader-year > h2").last).to_have_text("No date")
    page.close()


@pytest.mark.parametrize("path", LISTS)
def test_without_script_a_list_is_complete(without_script: Page, address: str, path: str) -> None:
    without_script.goto(f"{address}{path}")
    expect(without_script.locator(".reader-filter:visible")).to_have_count(0)
    items = without_script.locator("article.reader-listed, .reader-index li, .reader-score tbody tr")
    assert items.count() and items.evaluate_all("all => all.every(item => item.checkVisibility())")


@pytest.mark.parametrize(("kind", "limit"), [("js", 8), ("css", 14)])
@pytest.mark.parametrize("path", KINDS)
def test_style_and_script_stay_small(real: Project, path: str, kind: str, limit: int) -> None:
    """The reader's own that a page loads, in kilobytes as they are sent."""
    loaded = set(re.findall(rf'assets/([\w-]+\.{kind})"', (real.site / path / "index.html").read_text("utf-8")))
    sizes = {name: len(gzip.compress((real.site / "assets" / name).read_bytes(), 9)) for name in loaded}
    assert sizes and sum(sizes.values()) <= limit * 1024, sizes
