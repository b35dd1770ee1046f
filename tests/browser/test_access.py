"""axe on every kind of page, light and dark, narrow and wide; and the keyboard alone."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_reading import KINDS


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(
    browser: Browser, address: str, path: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{address}{path}")
    violations = Axe().run(page)["violations"]
    told = [
        f"{v['id']}: {node['target']} {node['failureSummary'][:200]}" for v in violations for node in v["nodes"][:3]
    ]
    context.close()
    assert told == []


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
