"""The site in Debian's Firefox, which has no `interestfor`: nothing fails, and everything is reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import serve
from tests.browser.firefox import Firefox, firefox
from tests.browser.test_reading import KINDS

ESSAY = "essays/pomeranz-2024/"
TERM = 'p a.reader-term[data-term="csto"]'
CARD = "#card-csto"
SEEN = """((e) => !!e && e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getBoundingClientRect().height > 9)
  (document.querySelector(arguments[0]))"""
INSIDE = """((b) => b.left >= 0 && b.top >= 0 && b.right <= innerWidth && b.bottom <= innerHeight)
  (document.querySelector(arguments[0]).getBoundingClientRect())"""
# How a note looks: what stands out when its mark is pointed at.
LOOK = """((e) => ["backgroundColor", "boxShadow", "borderTopColor", "borderTopWidth", "outlineStyle", "outlineColor", "color"]
  .map((name) => getComputedStyle(e)[name]).join())(document.querySelector(arguments[0]))"""


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    with firefox() as started:
        yield started


@pytest.fixture
def window(fox: Firefox, address: str) -> Iterator[Firefox]:
    """A window of 1440 by 900 that fails its test when a script or the policy says an error."""
    fox.resize(1440, 900)
    fox.point(1, 1)
    fox.goto(address)
    fox.run("(localStorage.clear(), sessionStorage.clear())")
    fox.heard(address)
    yield fox
    assert fox.heard(address) == []


def test_an_error_is_heard(fox: Firefox, tmp_path: Path) -> None:
    """Else the silence of the other tests would say nothing."""
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><script>setTimeout(() => nothing.at.all)</script>"
    )
    with serve(tmp_path) as host:
        fox.goto(host)
        fox.wait("document.readyState === 'complete'")
        fox.run("new Promise((done) => setTimeout(done, 200))")
        assert any("nothing is not defined" in line for line in fox.heard(host))


@pytest.mark.parametrize("path", [*KINDS, "404.html"])
def test_every_kind_of_page_opens_and_fits(window: Firefox, address: str, lost: str, path: str) -> None:
    page = lost if path == "404.html" else f"{address}{path}"
    for width in (360, 1440):
        window.resize(width, 900)
        window.goto(page)
        window.run("new Promise((done) => setTimeout(done, 300))")
        assert window.run("document.documentElement.scrollWidth") <= width
        assert window.run(SEEN, "h1")
    if path == "404.html":
        assert window.heard(lost.removesuffix(path)) == []


@pytest.mark.parametrize("width", [1440, 820])
def test_a_card_opens_on_hover_and_closes(window: Firefox, address: str, width: int) -> None:
    window.resize(width, 900)
    window.goto(f"{address}{ESSAY}")
    window.point_at(TERM)
    window.wait(SEEN, CARD)
    assert window.run(INSIDE, CARD)
    x, y = window.run(
        "((b) => [b.left + 30, b.top + 20])(document.querySelector(arguments[0]).getBoundingClientRect())", CARD
    )
    window.point(x, y)
    window.run("new Promise((done) => setTimeout(done, 900))")
    assert window.run(SEEN, CARD), "a card stays while it is pointed at"
    window.press("Escape")
    window.wait(f"!{SEEN}", CARD)


def test_the_keyboard_opens_a_card_and_closes_it(window: Firefox, address: str) -> None:
    window.goto(f"{address}{ESSAY}")
    for _ in range(80):
        window.press("Tab")
        if term := window.run(
            "document.activeElement.matches('a.reader-term') ? document.activeElement.dataset.term : ''"
        ):
            break
    else:
        pytest.fail("no term within 80 tabs")
    window.wait(SEEN, f"#card-{term}")
    assert window.run(INSIDE, f"#card-{term}")
    window.press("Escape")
    window.wait(f"!{SEEN}", f"#card-{term}")
    assert window.run("document.activeElement.matches('a.reader-term')"), "the focus stays where it was"


def test_a_note_stands_beside_its_line_and_answers_to_its_mark(window: Firefox, address: str) -> None:
    window.goto(f"{address}{ESSAY}")
    number = window.run("document.querySelector('p a.reader-noteref').dataset.number")
    mark, note = f'p a.reader-noteref[data-number="{number}"]', f'.reader-note[data-number="{number}"]'
    window.wait(SEEN, note)
    apart = "((a, b) => Math.abs(a - b))(...[...arguments].map((s) => document.querySelector(s).getBoundingClientRect().top))"
    window.wait(f"{apart} < 60", mark, note)
    before = window.run(LOOK, note)
    window.point_at(mark)
    window.wait(f"{LOOK} !== arguments[1]", note, before)


def test_on_a_narrow_page_a_note_opens_in_place_and_closes(window: Firefox, address: str) -> None:
    window.resize(360, 740)
    window.goto(f"{address}{ESSAY}")
    open_now = "document.querySelector('p a.reader-noteref').getAttribute('aria-expanded')"
    window.point_at("p a.reader-noteref", press=True)
    window.wait(f"{open_now} === 'true'")
    window.point_at("p a.reader-noteref", press=True)
    window.wait(f"{open_now} === 'false'")


def test_the_settings_open_and_are_kept(window: Firefox, address: str) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    window.goto(f"{address}{ESSAY}")
    window.point_at("[popovertarget=reader-settings]", press=True)
    window.wait(SEEN, "#reader-settings")
    assert window.run(INSIDE, "#reader-settings")
    before = window.run(paper)
    window.point_at("#reader-settings input[value=dark]", press=True)
    window.wait(f"{paper} !== arguments[0]", before)
    window.press("Escape")
    window.wait(f"!{SEEN}", "#reader-settings")
    dark = window.run(paper)
    window.goto(address)
    assert window.run(paper) == dark


def test_on_a_narrow_page_the_header_opens_the_sections(window: Firefox, address: str) -> None:
    window.resize(360, 740)
    window.goto(f"{address}{ESSAY}")
    assert not window.run(SEEN, "#reader-sections")
    window.point_at("button[popovertarget=reader-sections]", press=True)
    window.wait(SEEN, "#reader-sections")
    assert window.run(INSIDE, "#reader-sections")
    window.press("Escape")
    window.wait(f"!{SEEN}", "#reader-sections")


def test_the_search_finds(window: Firefox, address: str) -> None:
    window.goto(address)
    window.press("/")
    window.wait(SEEN, ".reader-search input")
    for letter in "CSTO":
        window.press(letter)
    window.wait("!!document.querySelector('.reader-search__found a[href*=\"glossary/csto/\"]')", seconds=15)
