"""Cards: by pointer, keyboard and touch, in a browser that knows `interestfor` and in one that does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Watched

ESSAY = "essays/pomeranz-2024/"
UNKNOWN = (
    "delete HTMLAnchorElement.prototype.interestForElement"  # then the page sets no `interestfor`, and uses its own
)
NESTED = "south-africa"  # its card links cards that link cards
OPEN = ".reader-card:popover-open"


@pytest.fixture(params=["interestfor", "script"])
def essay(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    if request.param == "script":
        page.add_init_script(UNKNOWN)
    watched = Watched(page, address)
    page.goto(address + ESSAY)
    assert page.locator("a[interestfor]").count() == (
        0 if request.param == "script" else page.locator("a[data-card]").count()
    )
    yield page
    context.close()
    assert watched.troubles == []


def centred(link: Locator) -> Locator:
    link.evaluate("link => link.scrollIntoView({ block: 'center' })")
    return link


def within_window(page: Page, card: Locator) -> bool:
    return bool(
        card.evaluate(
            "card => { const { left, top, right, bottom } = card.getBoundingClientRect();"
            " return left >= 0 && top >= 0 && right <= document.documentElement.clientWidth && bottom <= innerHeight }"
        )
    )


def test_a_card_opens_and_closes_by_pointer_and_the_page_never_moves(essay: Page) -> None:
    link, card = centred(essay.locator('a.reader-term[data-term="eeu"]').first), essay.locator("#card-eeu")
    stood = essay.evaluate("[scrollY, document.documentElement.scrollHeight]")
    link.hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Eurasian Economic Union")
    assert within_window(essay, card)
    card.locator(".reader-card__definition").hover()
    essay.wait_for_timeout(700)
    expect(card).to_be_visible()
    essay.mouse.move(5, 450)
    expect(card).to_be_hidden()
    link.hover()
    expect(card).to_be_visible()
    essay.keyboard.press("Escape")
    expect(card).to_be_hidden()
    essay.mouse.move(5, 450)
    link.hover()
    expect(card).to_be_visible()
    essay.mouse.click(5, 450)
    expect(card).to_be_hidden()
    assert essay.evaluate("[scrollY, document.documentElement.scrollHeight]") == stood


def test_a_pointer_that_only_passes_opens_nothing(essay: Page) -> None:
    centred(essay.locator('a.reader-term[data-term="cis"]').first).hover()
    essay.mouse.move(5, 5)
    essay.wait_for_timeout(900)
    expect(essay.locator(OPEN)).to_have_count(0)


def test_the_keyboard_opens_a_card_goes_into_it_and_comes_back(essay: Page) -> None:
    link, card = centred(essay.locator('a.reader-term[data-term="eeu"]').first), essay.locator("#card-eeu")
    essay.keyboard.press("Shift")
    link.focus()
    stood = essay.evaluate("scrollY")
    expect(card).to_be_visible()
    essay.keyboard.press("Tab")
    assert card.evaluate("card => card.contains(document.activeElement)")
    essay.wait_for_timeout(700)
    expect(card).to_be_visible()
    essay.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert link.evaluate("link => link === document.activeElement")
    assert essay.evaluate("scrollY") == stood


def point(page: Page, link: Locator) -> None:
    """Move the pointer there, and nothing else: Playwright's own hover may scroll the page beneath a card."""
    expect(link).to_be_visible()
    box = link.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def press(page: Page, link: Locator) -> None:
    point(page, link)
    page.mouse.down()
    page.mouse.up()


CHAIN = """() => {
  const cards = (node) => [...node.querySelectorAll("a[data-card]")].map((link) => link.dataset.card)
  for (const first of cards(document.querySelector("article")))
    for (const second of cards(document.getElementById(first)))
      for (const third of cards(document.getElementById(second))) if (new Set([first, second, third]).size === 3) return [first, second, third]
}"""


def test_a_card_in_a_card_opens_once(essay: Page) -> None:
    first, second, third = essay.evaluate(CHAIN)
    centred(essay.locator(f"[data-role] a[data-card={first}], .reader-note a[data-card={first}]").first).hover()
    point(essay, essay.locator(f"#{first} a[data-card={second}]").first)
    expect(essay.locator(f"#{second}")).to_be_visible()
    expect(essay.locator(f"#{first}")).to_be_visible()
    assert within_window(essay, essay.locator(f"#{second}"))
    point(essay, essay.locator(f"#{second} a[data-card={third}]").first)
    essay.wait_for_timeout(900)
    expect(essay.locator(f"#{third}")).to_be_hidden()
    expect(essay.locator(f"#{second}")).to_be_visible()
    essay.mouse.move(5, 450)
    expect(essay.locator(OPEN)).to_have_count(0)


def test_a_card_that_is_kept_open_stays(essay: Page) -> None:
    link, card = centred(essay.locator('a.reader-term[data-term="eeu"]').first), essay.locator("#card-eeu")
    link.hover()
    press(essay, card.locator("button"))
    place = card.bounding_box()
    essay.mouse.click(5, 450)
    centred(essay.locator('a.reader-term[data-term="nato"]').first).hover()
    expect(essay.locator("#card-nato")).to_be_visible()
    expect(card).to_be_visible()
    essay.mouse.move(5, 450)
    expect(essay.locator("#card-nato")).to_be_hidden()
    expect(card).to_be_visible()
    assert place
    essay.keyboard.press("Escape")
    expect(card).to_be_hidden()
    centred(link).hover()
    expect(card).to_be_visible()
    press(essay, card.locator("button"))
    expect(card.locator("button")).to_have_text("Close")
    press(essay, card.locator("button"))
    expect(card).to_be_hidden()


def test_a_link_over_a_line_s_end_has_its_card_by_the_line_that_is_pointed_at(essay: Page) -> None:
    number = essay.locator("a.reader-term").evaluate_all(
        "links => links.findIndex(link => link.closest('p') && link.getClientRects().length > 1)"
    )
    assert number >= 0
    link = centred(essay.locator("a.reader-term").nth(number))
    first, last = (
        link.evaluate(f"link => link.getClientRects()[{place}].toJSON()")
        for place in ("0", "link.getClientRects().length - 1")
    )
    for box in (first, last):
        essay.mouse.move(box["left"] + 6, box["top"] + 6)
        card = essay.locator(OPEN)
        expect(card).to_be_visible()
        shown = card.bounding_box()
        assert shown and min(abs(shown["y"] - box["bottom"]), abs(shown["y"] + shown["height"] - box["top"])) < 12
        essay.mouse.move(5, 450)
        expect(card).to_have_count(0)


@pytest.mark.parametrize("size", [(1440, 900), (820, 700), (360, 640), (320, 256)])
def test_no_card_is_cut_by_the_window(browser: Browser, address: str, size: tuple[int, int]) -> None:
    """Wherever the link stands in the window; (320, 256) is a window of 1280 × 1024 at 400 %."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(address + ESSAY)
    links = page.locator("p a.reader-term:not([aria-hidden] *)")
    opened = links.evaluate_all(
        """async (links, high) => {
          const cut = []
          for (const [number, link] of links.entries()) {
            scrollTo(0, link.getBoundingClientRect().top + scrollY - high * (0.05 + 0.9 * (number % 7) / 6))
            const card = document.getElementById(link.dataset.card)
            card.dispatchEvent(Object.assign(new Event("interest"), { source: link }))
            card.showPopover({ source: link })
            await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)))
            const { left, top, right, bottom, width, height } = card.getBoundingClientRect()
            if (left < 0 || top < -1 || right > document.documentElement.clientWidth || bottom > innerHeight + 1 || width < 200 || height < 60)
              cut.push([link.textContent, left, top, right, bottom])
            card.hidePopover()
          }
          return [links.length, cut]
        }""",
        size[1],
    )
    assert opened[0] > 30 and opened[1] == []
    page.close()


def test_a_tap_opens_and_closes_and_a_long_press_opens(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(address + ESSAY)
    link = centred(page.locator(f"p a.reader-term[data-term={NESTED}]").first)
    card = page.locator(f"#card-{NESTED}")
    link.tap()
    expect(card).to_be_visible()
    assert page.url == address + ESSAY
    page.touchscreen.tap(200, 20)
    expect(page.locator(OPEN)).to_have_count(0)
    link.tap()
    expect(card).to_be_visible()
    link.tap()
    expect(card).to_be_hidden()
    box = link.bounding_box()
    assert box
    touch = context.new_cdp_session(page)
    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": box["x"] + 9, "y": box["y"] + 9}]}
    )
    expect(card).to_be_visible()
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    expect(card).to_be_visible()
    assert page.url == address + ESSAY
    card.locator(".reader-card__foot a").tap()
    page.wait_for_url(f"**/glossary/{NESTED}/")
    context.close()


def test_escape_closes_the_kept_card_that_has_the_focus_then_the_last(essay: Page) -> None:
    for term in ("nato", "eeu"):
        centred(essay.locator(f'p a.reader-term[data-term="{term}"]').first).hover()
        press(essay, essay.locator(f"#card-{term} button"))
    essay.locator("#card-nato button").focus()
    essay.keyboard.press("Escape")
    expect(essay.locator("#card-nato")).to_be_hidden()
    expect(essay.locator("#card-eeu")).to_be_visible()
    essay.keyboard.press("Escape")
    expect(essay.locator(OPEN)).to_have_count(0)


@pytest.mark.parametrize("left_out", ["cards", "links"])
def test_what_is_left_out_leaves_no_dead_link_on_a_touch_screen(browser: Browser, address: str, left_out: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    context.add_init_script(
        f"document.addEventListener('DOMContentLoaded', () => {{ document.documentElement.dataset.{left_out} = 'off' }})"
    )
    page = context.new_page()
    page.goto(address + ESSAY)
    link = centred(page.locator("a.reader-xref").first)
    link.tap()
    if left_out == "cards":
        page.wait_for_url("**/essays/baev-2025/#p-*")
    else:
        expect(page.locator(OPEN)).to_be_visible()
    context.close()


def test_cards_can_be_switched_off_and_stay_off(essay: Page, address: str) -> None:
    essay.get_by_role("button", name="Settings").click()
    essay.get_by_role("checkbox", name="Cards").check()
    essay.keyboard.press("Escape")
    essay.goto(f"{address}essays/baev-2025/")
    link = centred(essay.locator("p a.reader-term").first)
    link.hover()
    essay.wait_for_timeout(900)
    expect(essay.locator(OPEN)).to_have_count(0)
    link.click()
    essay.wait_for_url("**/glossary/*/")


def test_a_cross_reference_shows_its_passage(essay: Page) -> None:
    link = centred(essay.locator("a.reader-xref").first)
    link.hover()
    card = essay.locator(OPEN)
    expect(card).to_be_visible()
    words = card.locator("blockquote").inner_text()
    card.locator(".reader-card__foot a").click()
    essay.wait_for_url("**/essays/baev-2025/#p-*")
    assert " ".join(essay.locator(":target").inner_text().split()) == " ".join(words.split())
