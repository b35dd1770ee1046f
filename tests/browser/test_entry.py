"""The glossary entry in a real Chromium: members as of a date, with the script and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from builder import facts
from builder.glossary import Term
from builder.pipeline import Reading
from tests.browser.conftest import violations

YEARS = ("1992", "2005", "2013", "2019", "2024", "2026")
DATES = (*YEARS, "2009-08", "2018-05", "2024-02-21", "2024-02-22")
TOLD = """() => Object.fromEntries([...document.querySelectorAll(".reader-standings [data-count]")].map(
    row => [row.dataset.count, row.querySelector("span").textContent.split(", ").filter(Boolean)]))"""
HELD = (
    "() => [...document.querySelectorAll('.reader-members tbody tr:not([data-off]) th')].map(cell => cell.textContent)"
)


def members(reading: Reading) -> list[Term]:
    return [term for term in reading.collection.glossary.terms.values() if term.record.members]


def standings(term: Term, date: str) -> dict[str, list[str]]:
    return {
        s.status: sorted([*s.countries, *(f"{name}*" for name in s.unknown_since)])
        for s in facts.standings(term.record.members, date)
    }


def told(page: Page) -> dict[str, list[str]]:
    return {status: sorted(names) for status, names in page.evaluate(TOLD).items() if names}


def test_the_page_tells_what_the_builder_knows_of_every_date(page: Page, address: str, reading: Reading) -> None:
    """Every entry with members, by the field; what was invited and declined no summary lists."""
    for term in members(reading):
        page.goto(f"{address}glossary/{term.id}/")
        for date in DATES:
            page.locator(".reader-asof input[type=search]").fill(date)
            page.locator(".reader-asof input[type=search]").blur()
            shown = told(page)
            declined = shown.pop("invited-declined", [])
            held = [m for m in term.record.members if facts.holds(m, date)]
            assert shown == standings(term, date), f"{term.id} {date}"
            assert len(declined) == sum(m.status == "invited-declined" for m in held)
            assert sorted(page.evaluate(HELD)) == sorted(facts.country(m.country) for m in held)
            assert page.locator(".reader-bar:not([data-off])").count() == len(held)
            assert page.url.endswith(f"/glossary/{term.id}/?as-of={date}")


def test_the_slider_moves_by_keys_and_the_address_keeps_the_year(page: Page, address: str, reading: Reading) -> None:
    csto = reading.collection.glossary.terms["csto"]
    page.goto(f"{address}glossary/csto/#members")
    slider, field = page.get_by_role("slider", name="As of the year"), page.get_by_label("As of", exact=True)
    mark = page.locator(".reader-years__mark")
    before = page.locator(".reader-standings").inner_text()
    assert slider.input_value() == "2026" and mark.get_attribute("width") == "0%"
    slider.focus()
    for _ in range(13):
        page.keyboard.press("ArrowLeft")
    assert field.input_value() == "2013" and page.url.endswith("/glossary/csto/?as-of=2013#members")
    expect(page.locator(".reader-standings__when")).to_have_text("As of 2013")
    assert told(page) == standings(csto, "2013")
    plot, shown = page.locator(".reader-years__marks").bounding_box(), mark.bounding_box()
    assert plot and shown
    assert abs(shown["x"] + shown["width"] / 2 - plot["x"] - plot["width"] * 21.5 / 35) < 2
    faint = page.locator(".reader-years__names [data-off]").all_inner_texts()
    assert faint == ["Uzbekistan", "Azerbaijan", "Georgia"]
    page.keyboard.press("Home")
    assert field.input_value() == "1992" and told(page) == standings(csto, "1992")
    page.reload()
    assert slider.input_value() == "1992" and told(page) == standings(csto, "1992")
    field.fill("1992-13-")
    assert told(page) == standings(csto, "1992") and not field.evaluate("field => field.checkValidity()")
    field.fill("2099")
    assert not field.evaluate("field => field.checkValidity()")
    expect(page.locator(".reader-standings__when")).to_contain_text("up to 2026")
    field.fill("")
    field.blur()
    assert page.url.endswith("/glossary/csto/#members") and page.locator("[data-off]").count() == 0
    assert page.locator(".reader-standings").inner_text() == before


def test_a_day_is_marked_where_a_bar_of_that_day_begins(page: Page, address: str) -> None:
    page.goto(f"{address}glossary/brics/?as-of=2025-06-13")
    left = "element => element.getBBox().x"
    mark = page.locator(".reader-years__mark").evaluate(left)
    bar = page.locator(".reader-bar", has_text="Vietnam").locator("rect").evaluate(left)
    assert abs(mark - bar) < 0.7


def test_the_slider_stands_over_the_picture(page: Page, address: str) -> None:
    for width in (360, 820, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}glossary/brics/?as-of=2013")
        plot = page.locator(".reader-years__picture").bounding_box()
        slider = page.locator(".reader-asof input[type=range]").bounding_box()
        assert plot and slider
        assert abs(plot["x"] - slider["x"]) < 1 and abs(plot["width"] - slider["width"]) < 1 and plot["width"] > 180
        names = page.locator(".reader-years__names span").evaluate_all(
            "names => names.map(name => { const box = name.getBoundingClientRect(); return [box.top, box.bottom, box.right, name.scrollWidth - name.clientWidth]; })"
        )
        rows = page.locator(".reader-row").evaluate_all(
            "rows => rows.map(row => { const box = row.getBoundingClientRect(); return (box.top + box.bottom) / 2; })"
        )
        for (top, bottom, right, cut), middle in zip(names[1:], rows, strict=True):
            assert top <= middle <= bottom and right <= plot["x"] and cut <= 0
        sizes = page.locator(".reader-years text:visible").evaluate_all(
            "texts => texts.map(text => [parseFloat(getComputedStyle(text).fontSize), text.getBoundingClientRect().left, text.getBoundingClientRect().right])"
        )
        assert all(size >= 12 and left >= 0 and right <= width for size, left, right in sizes)


def test_numbers_lead_to_the_essays_by_pointer_and_by_keys(page: Page, address: str) -> None:
    page.goto(f"{address}glossary/brics/")
    page.get_by_role("link", name="2: Pavel K. Baev").click()
    page.wait_for_url("**/essays/baev-2025/")
    page.go_back()
    page.locator(".reader-asof input[type=range]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/essays/pomeranz-2024/")


def test_without_script_the_entry_is_whole(without_script: Page, address: str, reading: Reading) -> None:
    page = without_script
    for term in members(reading):
        page.goto(f"{address}glossary/{term.id}/")
        assert page.locator(".reader-asof").count() == 0
        expect(page.locator(".reader-standings__when")).to_have_text("On 21 November 2026")
        expect(page.locator(".reader-members tbody tr").first).to_be_visible()
        assert page.locator(".reader-members tbody tr").count() == len(term.record.members)
        assert page.locator(".reader-bar rect:visible").count() == len(term.record.members)
    page.goto(f"{address}glossary/csto/")
    page.get_by_role("link", name="1: William Pomeranz").click()
    assert page.url.endswith("/essays/pomeranz-2024/")


def test_what_is_folded_is_printed(page: Page, address: str) -> None:
    page.goto(f"{address}glossary/brics/")
    expect(page.locator(".reader-members tbody tr").first).to_be_hidden()
    page.emulate_media(media="print")
    for row in page.locator(".reader-members tbody tr, .reader-passage").all():
        assert row.evaluate(
            "row => row.getBoundingClientRect().height > 0 && row.checkVisibility({contentVisibilityAuto: true})"
        )
    expect(page.locator(".reader-asof label")).to_be_hidden()


@pytest.mark.parametrize("path", ["csto", "brics", "icc", "cis", "vladimir-putin", "kazan", "nato"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_as_of_a_year(browser: Browser, address: str, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}glossary/{path}/?as-of=2013")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    found = violations(page)
    context.close()
    assert found == []


def test_statuses_differ_without_colour(browser: Browser, address: str) -> None:
    """In forced colours, too: as many pictures of a status as there are statuses."""
    context = browser.new_context(viewport={"width": 820, "height": 900}, forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}glossary/brics/")
    pictures = [swatch.screenshot() for swatch in page.locator(".reader-standings dt .reader-swatch").all()]
    context.close()
    assert len(set(pictures)) == len(pictures) == 4
