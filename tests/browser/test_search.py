"""The search, in a real Chromium: what is found first, by both engines; and how one gets there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from builder import pipeline
from builder.pipeline import Reading
from builder.project import Project, open_project
from tests.browser.conftest import Watched, serve, violations
from tests.conftest import ROOT, publishable

TABLE = ROOT / "tests" / "search"
QUERIES = [
    (kind, str(query), first)
    for kind, asked in yaml.safe_load((TABLE / "queries.yml").read_text("utf-8")).items()
    for query, first in asked.items()
]
FOUND = ".reader-search__found li:not([hidden]) > a"


@pytest.fixture(scope="module", params=["whole", "pagefind"])
def table(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Reading]]:
    """The real collection with the essays of the table, by each engine: its address, and what was read."""
    root = tmp_path_factory.mktemp(request.param)
    shutil.copytree(ROOT / "seeds", root / "seeds")
    shutil.copytree(TABLE / "essays", root / "seeds" / "essays", dirs_exist_ok=True)
    record = root / "seeds" / "collection.yml"
    record.write_text(record.read_text("utf-8").replace("search: auto", f"search: {request.param}"), "utf-8")
    publishable(root)
    reading = pipeline.build(open_project(root))
    with serve(reading.project.site) as host:
        yield host, reading


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.locator(".reader-search input").wait_for()


def ask(page: Page, query: str) -> list[str]:
    """The addresses that are shown, in their order, without the words to mark."""
    page.locator(".reader-search input").fill(query)
    page.locator(".reader-search__found[aria-busy=false]").wait_for()
    return page.locator(FOUND).evaluate_all("links => links.map(link => link.pathname.slice(1) + link.hash)")


def wanted(first: str, reading: Reading) -> str:
    """The beginning of the address that the table means."""
    slug, _, words = first.partition(": ")
    if "/" in slug:
        return f"{slug}/"
    if not words:
        return f"essays/{slug}/#"
    essay, layers = reading.collection.essays[slug]
    text = " ".join(essay.text.split())
    held = [
        block.id
        for block in essay.blocks
        if words in " ".join(essay.words(block.span).split()) and block.role != "pull-quote"
    ]
    held += [f"note-{note.number}" for note in layers.notes if words in " ".join(note.text.split())]
    assert len(held) == 1, (first, held, words in text)
    return f"essays/{slug}/#{held[0]}"


def test_what_readers_ask_for_is_found_first(browser: Browser, table: tuple[str, Reading]) -> None:
    address, reading = table
    context = browser.new_context()
    page = context.new_page()
    watched = Watched(page, address)
    opened(page, address)
    second, lost = [], []
    for kind, query, first in QUERIES:
        address_wanted, found = wanted(first, reading), ask(page, query)
        right = [
            place
            for place, href in enumerate(found)
            if href == address_wanted or (address_wanted.endswith("#") and href.startswith(address_wanted))
        ]
        if right[:1] != [0]:
            (second if right and right[0] < 3 else lost).append(f"{kind}: {query} → {first}, not {found[:3]}")
    context.close()
    print(*second, *lost, sep="\n")
    assert lost == []
    assert len(second) <= len(QUERIES) * 0.05, "\n".join(second)
    assert watched.troubles == []


ESSAY = "essays/pomeranz-2024/"
MARKED = "() => [...CSS.highlights.get('found') || []].map(range => range.toString())"


def test_keys_open_it_go_through_what_is_found_and_close_it(page: Page, address: str) -> None:
    page.goto(f"{address}{ESSAY}")
    field, links = page.locator(".reader-search input"), page.locator(FOUND)
    for keys in ("/", "Control+k", "Meta+k"):
        page.keyboard.press(keys)
        expect(field).to_be_focused()
        page.keyboard.press("Escape")
        expect(field).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("parallel imports")
    expect(page.get_by_role("status").filter(has_text="1 entry")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("!")  # one writes on where one is
    expect(field).to_be_focused()
    expect(field).to_have_value("parallel imports!")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/parallel-imports/")
    page.keyboard.press("/")  # and it is still there on the next page
    expect(field).to_have_value("parallel imports!")


def test_a_result_leads_to_the_paragraph_and_marks_the_words_but_changes_none(
    page: Page, address: str, reading: Reading
) -> None:
    block = next(b for b in reading.collection.essays["pomeranz-2024"][0].blocks if b.number == 20)
    page.goto(address)
    page.keyboard.press("/")
    ask(page, "war of attrition")
    assert page.locator(FOUND).first.locator("mark").all_inner_texts() == ["war", "attrition"]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{ESSAY}?h=*#{block.id}")
    target = page.locator(f"#{block.id}")
    expect(target).to_be_in_viewport()
    page.wait_for_function(f"({MARKED})().length === 2")
    assert page.evaluate(MARKED) == ["war", "attrition"]  # and no war of other paragraphs
    words = reading.collection.essays["pomeranz-2024"][0].words(block.span)
    assert target.evaluate("block => block.textContent") == words
    assert target.locator("mark").count() == 0


def test_words_are_marked_across_notes_and_links(page: Page, address: str, reading: Reading) -> None:
    """“Eurasian Economic Union (EEU)” is a link within a mark, and a note’s number stands behind it."""
    essay = reading.collection.essays["pomeranz-2024"][0]
    block = next(b for b in essay.blocks if "Eurasian Economic Union (EEU)" in essay.words(b.span))
    page.goto(f"{address}{ESSAY}?h=eurasian+economic+union+eeu#{block.id}")
    page.wait_for_function(f"({MARKED})().length > 0")
    assert page.evaluate(MARKED)[:4] == ["Eurasian", "Economic", "Union", "EEU"]


def test_single_keys_can_be_left_out_and_ctrl_k_stays(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[popovertarget=reader-settings]").click()
    page.get_by_label("Keys of one letter").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.wait_for_timeout(300)
    expect(page.locator(".reader-search")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.locator(".reader-search input")).to_be_focused()


def test_a_key_that_is_typed_into_a_field_is_a_letter(page: Page, address: str) -> None:
    page.goto(f"{address}glossary/")
    page.locator(".reader-filter input").press_sequentially("a/?")
    expect(page.locator(".reader-filter input")).to_have_value("a/?")
    expect(page.locator(".reader-search")).to_have_count(0)


def test_nothing_is_loaded_before_it_is_asked_for(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}{ESSAY}", wait_until="networkidle")
    assert not [url for url in asked if "search" in url or "words" in url or "finding" in url]
    with page.expect_request("**/search/passages.js"):
        page.locator(".reader-header__search").hover()


def test_what_is_not_there_is_said_with_a_way_on(page: Page, address: str) -> None:
    opened(page, address)
    expect(page.locator(".reader-search__found")).to_contain_text("entries by any of their names")
    assert ask(page, "xylophone zzz") == []
    expect(page.locator(".reader-search [role=status]")).to_have_text("Nothing has “xylophone zzz” or words like it.")
    page.get_by_role("dialog").get_by_role("link", name="glossary").click()
    page.wait_for_url(f"{address}glossary/")


def test_more_is_shown_when_it_is_asked_for(page: Page, address: str) -> None:
    opened(page, address)
    few = len(ask(page, "Russia"))
    button = page.get_by_role("dialog").get_by_role("button", name="more passages").first
    more = int(str(button.inner_text()).split()[0])
    button.press("Enter")
    expect(page.locator(FOUND)).to_have_count(few + more)
    assert page.evaluate("document.activeElement.tagName") == "A"


@pytest.mark.parametrize("query", ["(", ".*", "[a-", "\\", "\"", "“”", "‘’", "a" * 10_000, "the " * 2_500, "😀", "e\u0301", "\u202eabc", "${x}", "<b>x</b>", "%00", "constructor __proto__ toString"])  # fmt: skip
def test_no_query_breaks_it(page: Page, address: str, query: str) -> None:
    opened(page, address)
    ask(page, query)
    assert ask(page, "CSTO")[0] == "reader/glossary/csto/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_all_kinds_of_results_fit_and_axe_finds_nothing(
    browser: Browser, address: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme)
    page = context.new_page()
    opened(page, f"{address}{ESSAY}")
    for query in ("Armenia", "w" * 200, "", "zzzz"):
        page.locator(".reader-search input").fill(query)
        if query:
            page.locator(".reader-search__found[aria-busy=false]").wait_for()
        assert violations(page) == []
        assert page.locator(".reader-search__found").evaluate("found => found.scrollWidth <= found.clientWidth")
    box = page.locator(".reader-search").bounding_box()
    assert box and (box["width"] == width) is (width == 360)
    context.close()


def test_it_works_from_a_folder(browser: Browser, real: Project) -> None:
    page = browser.new_page()
    page.goto((real.site / "glossary/csto/index.html").as_uri())
    page.get_by_role("button", name="Search").click()
    page.locator(".reader-search input").fill("imperial itch")
    page.locator(f"{FOUND}[href*=pomeranz]").first.click()
    page.wait_for_url("file://**/essays/pomeranz-2024/index.html?h=*#p-*")
    page.wait_for_function(f"({MARKED})().length === 2")
    page.close()


def test_it_works_on_the_page_for_lost_addresses(browser: Browser, lost: str) -> None:
    page = browser.new_page()
    opened(page, lost)
    assert ask(page, "SCA")[0] == "glossary/sco/"
    page.close()


def test_without_script_there_is_no_button_for_it(without_script: Page, address: str) -> None:
    without_script.goto(address)
    expect(without_script.locator(".reader-header__search")).to_be_hidden()


@pytest.mark.parametrize("engine", ["whole", "pagefind"])
@pytest.mark.parametrize("essays", [0, 1])
def test_a_collection_of_nothing_or_of_an_essay_without_paragraphs(
    browser: Browser, collection: Callable[..., Project], engine: str, essays: int
) -> None:
    project = collection({
        "seeds/collection.yml": f"title: T\ndescription: D\nedition: 2026-01-01\nrights: Made for a test.\nsearch: {engine}\n",
        "seeds/essays/first-2024.txt": "A Title\n" if essays else None, "seeds/glossary/organization/el.md": None,
    })  # fmt: skip
    pipeline.build(project)
    page = browser.new_page()
    with serve(project.site) as host:
        watched = Watched(page, host)
        opened(page, host)
        assert ask(page, "title") == (["essays/first-2024/"] if essays else [])
        assert ask(page, "other words") == []
    page.close()
    assert watched.troubles == []


def test_names_are_searched_where_the_index_cannot_be_loaded(
    browser: Browser, collection: Callable[..., Project]
) -> None:
    """Pagefind needs a server: from a folder, names and the glossary are searched, and that is said."""
    project = collection(
        {
            "seeds/collection.yml": "title: T\ndescription: D\nedition: 2026-01-01\nrights: Made for a test.\nsearch: pagefind\n"
        }
    )
    pipeline.build(project)
    page = browser.new_page()
    page.goto((project.site / "index.html").as_uri())
    page.keyboard.press("/")
    page.locator(".reader-search input").fill("league")
    page.locator(".reader-search__found[aria-busy=false]").wait_for()
    expect(page.locator(FOUND).first).to_have_attribute("href", re.compile("/glossary/el/index.html"))
    expect(page.locator(".reader-search [role=status]")).to_contain_text("the text of the essays is not searched")
    page.close()
