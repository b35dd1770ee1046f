"""The site from a folder, without a server, and an essay in one file: with scripts, without, by keyboard."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from builder.pipeline import Reading
from builder.project import Project
from tests.browser.conftest import Watched, violations

SLUGS = ("baev-2025", "pomeranz-2024")


@pytest.fixture(scope="module")
def folder(real: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    unpacked = tmp_path_factory.mktemp("Meine Dateien ä")  # a folder as people have them
    with zipfile.ZipFile(real.site / "reader-offline.zip") as packed:
        packed.extractall(unpacked)
    return unpacked / "the-annotated-reader"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """One that fails its test when anything but files of this device is asked for."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    watched = Watched(opened, "file://")
    yield opened
    context.close()
    assert watched.troubles == []


def test_the_unpacked_site_is_read_from_page_to_page(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Essays", exact=True).first.click()
    expect(page).to_have_url((folder / "essays/index.html").as_uri())
    page.get_by_role("link", name="A Cacophony of Partnerships").click()
    expect(page).to_have_url((folder / "essays/pomeranz-2024/index.html").as_uri())
    term = page.locator("a.reader-term[data-term=csto]").first
    term.hover()
    expect(page.locator("#card-csto")).to_be_visible()
    page.locator("#card-csto").get_by_role("link", name="Open the entry").click()
    expect(page).to_have_url((folder / "glossary/csto/index.html").as_uri())
    expect(page.locator("svg").first).to_be_visible()
    page.goto((folder / "overview/map/index.html").as_uri())
    expect(page.locator("svg path").first).to_be_visible()
    page.goto((folder / "study/index.html").as_uri())
    expect(page.locator("h1")).to_be_visible()


def test_the_unpacked_site_is_searched(page: Page, folder: Path) -> None:
    page.goto((folder / "glossary/eeu/index.html").as_uri(), wait_until="load")
    page.get_by_role("button", name="Search").click()
    page.locator(".reader-search input").fill("“revolving door”")
    page.locator(".reader-search__found a[href*=pomeranz]").first.click()
    page.wait_for_url("file://**/essays/pomeranz-2024/index.html?h=*#*")


def test_the_unpacked_site_is_read_without_scripts(without_script: Page, folder: Path) -> None:
    page = without_script
    page.goto((folder / "essays/baev-2025/index.html").as_uri())
    page.locator("a.reader-term").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/index.html")


def one_file(real: Project, slug: str, tmp_path: Path) -> str:
    """The address of the essay's file, alone in a folder."""
    alone = tmp_path / f"{slug}.html"
    alone.write_bytes((real.site / "essays" / slug / f"{slug}.html").read_bytes())
    return alone.as_uri()


@pytest.mark.parametrize("slug", SLUGS)
def test_an_essay_in_one_file_shows_every_word(
    page: Page, real: Project, reading: Reading, slug: str, tmp_path: Path
) -> None:
    page.goto(one_file(real, slug, tmp_path))
    essay = reading.collection.essays[slug][0]
    seen = page.locator("[data-role]").evaluate_all(
        "blocks => blocks.map(block => [block.id, block.innerText.replace(/\\s+/g, ' ').trim()])"
    )
    assert seen == [[block.id, essay.words(block.span)] for block in essay.blocks]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_a_card_opens_in_one_file_by_keyboard(page: Page, real: Project, tmp_path: Path) -> None:
    page.goto(one_file(real, "pomeranz-2024", tmp_path))
    term = page.locator("a.reader-term").first
    term.focus()
    card = page.locator(f"#card-{term.get_attribute('data-term')}")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.keyboard.press("/")  # there is no search here, and nothing says that there is
    expect(page.locator(".reader-toast")).to_be_empty()
    expect(page.get_by_role("button", name="Search")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator("#reader-keys")).to_be_visible()
    expect(page.locator("#reader-keys")).not_to_contain_text("search;")


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_the_cards_stand_at_the_end_of_the_file(
    without_script: Page, real: Project, width: int, tmp_path: Path
) -> None:
    page = without_script
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(one_file(real, "baev-2025", tmp_path))
    term = page.locator("a.reader-term").first
    card = page.locator(f"#card-{term.get_attribute('data-term')}")
    expect(card).not_to_be_in_viewport()
    term.click()
    expect(card).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    note = page.locator("a.reader-noteref").first
    note.click()
    expect(page.locator("#note-1")).to_be_in_viewport()


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_in_one_file(page: Page, real: Project, width: int, tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(one_file(real, "baev-2025", tmp_path))
    assert violations(page) == []
