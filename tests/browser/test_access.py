"""axe on every kind of page, light and dark, narrow and wide; and the keyboard alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import violations
from tests.browser.test_reading import KINDS

ESSAY = "essays/pomeranz-2024/"
SHORT = "essays/baev-2025/"  # axe takes its time over a long page
WIDE = 1220  # from here on notes stand in the margin


def card(page: Page) -> Locator:
    page.locator("p a.reader-term").first.focus()
    return page.locator("aside.reader-card:popover-open")


def note(page: Page) -> Locator:
    """In place on a narrow page; pointed out on a wide one."""
    mark = page.locator("p a.reader-noteref").first
    number = mark.get_attribute("data-number")
    if page.viewport_size and page.viewport_size["width"] >= WIDE:
        mark.focus()
        return page.locator(f'.reader-note[data-number="{number}"]')
    mark.click()
    expect(mark).to_have_attribute("aria-expanded", "true")
    return page.locator(f'.reader-note[data-number="{number}"]:visible').first


def search(page: Page) -> Locator:
    page.get_by_role("button", name="Search").click()  # a key may be lost before the first frame
    page.get_by_role("dialog", name="Search").get_by_role("textbox").fill("CSTO")
    page.locator(".reader-search__found[aria-busy=false]").wait_for()
    return page.locator(".reader-search__found a").first


def settings(page: Page) -> Locator:
    page.locator("[popovertarget=reader-settings]").click()
    return page.locator("#reader-settings")


def keys(page: Page) -> Locator:
    page.keyboard.press("?")
    return page.locator("#reader-keys")


def test_axe_sees_what_is_faint(page: Page, address: str) -> None:
    """In either colours; else its silence would say nothing."""
    page.goto(address)
    faint = "light-dark(#1d1c1a, #333)"  # faint in the dark only
    page.evaluate(f"document.querySelector('.reader-home__lead').style.color = '{faint}'")
    assert [told.split(":")[0] for told in violations(page)] == ["color-contrast"]


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(browser: Browser, address: str, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}{path}")
    found = violations(page)
    context.close()
    assert found == []


@pytest.mark.parametrize("opens", [card, note, search, settings, keys])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_in_what_opens(
    browser: Browser, address: str, opens: Callable[[Page], Locator], width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}{SHORT}", wait_until="networkidle")
    opened = opens(page)
    expect(opened).to_be_visible()
    page.wait_for_timeout(500)  # until what fades in is there
    box = opened.evaluate(
        "e => { const box = e.closest('dialog, [popover], .reader-note'); box.id ||= 'opened'; return box.id; }"
    )
    found = violations(page, f"#{box}")
    expect(opened).to_be_visible()
    context.close()
    assert found == []


# Where the focus is, whether one can see it, and what could be reached. An element's look is told by all that a focus may change;
# marks in one drawing may lie over each other.
WALK = """() => {
  const ids = new Map(), name = (e) => `<${e.tagName.toLowerCase()} class="${e.getAttribute("class") || ""}" id="${e.id}" href="${e.getAttribute("href") || ""}"> ${e.textContent.trim().slice(0, 30)}`;
  const look = (e) => [e, e.firstElementChild, e.parentElement, e.parentElement?.parentElement, e.nextElementSibling].filter(Boolean).map((part) => {
    const s = getComputedStyle(part);
    return [s.outlineStyle === "none" ? "" : s.outline, s.boxShadow, s.backgroundColor, s.stroke, s.strokeWidth, s.textDecorationLine, s.borderColor].join();
  }).join("|");
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const inside = (e) => [...e.getClientRects()].some((b) => [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]].some(([x, y]) => {
    const there = document.elementFromPoint(b.left + b.width * x, b.top + b.height * y);
    return there && (there === e || e.contains(there) || (there.contains(e) && there !== document.body && there !== document.documentElement) || there.control === e || (e.closest("svg") && there.closest("svg") === e.closest("svg")) || there.closest("label")?.control === e);
  }));
  let last;
  const above = (e) => { const b = e.getBoundingClientRect(), there = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2); return there ? name(there) : "the window's edge"; };
  window.step = async () => {
    const e = document.activeElement, troubles = [];
    // What opens on focus takes its time.
    for (let frame = 0; frame < 40 && e && e !== document.body && !(seen(e) && inside(e)); frame++) await new Promise(requestAnimationFrame);
    if (last && last.e !== e && last.e.isConnected && seen(last.e) && look(last.e) === last.look) troubles.push("looks the same: " + name(last.e));
    last = null;
    if (!e || e === document.body || e === document.documentElement) return { id: -1, troubles };
    if (!ids.has(e)) ids.set(e, ids.size);
    if (!seen(e)) troubles.push("is hidden: " + name(e)); else if (!inside(e)) troubles.push(`is covered: ${name(e)} by ${above(e)}`);
    last = { e, look: look(e) };
    return { id: ids.get(e), name: name(e), troubles };
  };
  window.missed = () => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
    .filter((e) => !ids.has(e) && seen(e) && e.tabIndex >= 0 && !e.disabled && !e.closest("[popover]") && !(e.type === "radio" && !e.checked)).map(name); // radios are one stop
}"""


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", [ESSAY, "", "glossary/csto/"])
def test_tab_goes_through_a_page_and_out_of_it(browser: Browser, address: str, path: str, width: int) -> None:
    """Every link and button is reached, none keeps the focus, and one always sees where it is."""
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}{path}", wait_until="networkidle")
    page.evaluate(WALK)
    troubles: list[str] = []
    met: Counter[int] = Counter()
    for _ in range(5000):
        page.keyboard.press("Tab")
        stop = page.evaluate("step()")
        troubles += stop["troubles"]
        met[stop["id"]] += 1
        if stop["id"] == -1 or met[0] > 1:
            break
        assert met[stop["id"]] < 4, f"the focus does not leave {stop['name']}"
    else:
        pytest.fail("no end after 5000 tabs")
    troubles += [f"is not reached: {name}" for name in page.evaluate("missed()")]
    context.close()
    assert len(met) > 10
    assert troubles == []


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_shifts_while_a_page_loads(browser: Browser, slow: str, path: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.add_init_script(
        "window.shifts = []; new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => `${e.value.toFixed(4)}: `"
        " + e.sources.map((s) => s.node?.outerHTML?.slice(0, 80) ?? s.node?.nodeValue).join())))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{slow}{path}", wait_until="networkidle")
    page.wait_for_timeout(300)
    shifts = page.evaluate("shifts")
    page.close()
    assert shifts == []


def test_the_keyboard_reaches_terms_cards_and_notes(page: Page, address: str) -> None:
    page.goto(f"{address}essays/pomeranz-2024/")
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert any("reader-term" in name for name in reached)
    assert any("reader-noteref" in name for name in reached)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_the_skip_link_comes_first(page: Page, address: str) -> None:
    page.goto(f"{address}essays/pomeranz-2024/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class(re.compile(r"\bmd-skip\b"))
