"""What a reader sees and does, in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from builder import pipeline
from builder.pipeline import Reading
from builder.project import Project
from tests.browser.conftest import serve
from tests.test_serialize import HOSTILE

SLUGS = ("baev-2025", "pomeranz-2024")
KINDS = (
    "",
    "essays/",
    "essays/baev-2025/",
    "essays/pomeranz-2024/",
    "glossary/",
    "glossary/brics/",
    "glossary/vladimir-putin/",
    "overview/",
    "overview/members/",
    "overview/map/",
    "overview/timeline/",
    "overview/persons/",
    "overview/places/",
    "overview/organizations/",
    "overview/events/",
    "overview/relations/",
    "downloads/",
    "study/",
    "study/sentence/",
    "about/",
    "contribute/",
    "rules/",
)
SEEN = "blocks => blocks.map(block => [block.id, block.innerText.replace(/\\s+/g, ' ').trim()])"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_word_of_the_seed_is_seen(page: Page, address: str, reading: Reading, slug: str) -> None:
    page.goto(f"{address}essays/{slug}/")
    essay = reading.collection.essays[slug][0]
    seen = page.locator("[data-role]").evaluate_all(SEEN)
    assert seen == [[block.id, essay.words(block.span)] for block in essay.blocks]
    for block in essay.blocks:
        expect(page.locator(f"#{block.id}")).to_be_visible()


@pytest.mark.parametrize("slug", SLUGS)
def test_without_script_text_notes_and_links_are_there(
    without_script: Page, address: str, reading: Reading, slug: str
) -> None:
    page = without_script
    page.goto(f"{address}essays/{slug}/")
    essay, layers = reading.collection.essays[slug]
    for block in essay.blocks:
        expect(page.locator(f"#{block.id}")).to_be_visible()
        assert " ".join(page.locator(f"#{block.id}").inner_text().split()) == essay.words(block.span)
    for note in layers.notes:
        expect(page.locator(f"#note-{note.number}")).to_be_visible()
    page.locator("#noteref-1").click()
    assert page.url.endswith("#note-1")
    page.locator("#note-1 a[role=doc-backlink]").click()
    assert page.url.endswith("#noteref-1")
    page.locator("a.reader-term").first.click()
    assert "/glossary/" in page.url


def test_from_the_first_cis_link_to_the_entry_and_back_to_the_paragraph(page: Page, address: str) -> None:
    page.goto(f"{address}essays/pomeranz-2024/")
    page.locator('a.reader-term[data-term="cis"]').first.click()
    page.wait_for_url("**/glossary/cis/")
    expect(page.locator("h1")).to_have_text("Commonwealth of Independent States")
    passage = page.locator(".reader-passage").nth(1)
    sentence = passage.locator(".reader-passage__words").inner_text()
    passage.locator("a.reader-locator").click()
    page.wait_for_url("**/essays/pomeranz-2024/#p-*")
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    assert sentence in " ".join(target.inner_text().split())


@pytest.mark.parametrize("path", KINDS)
def test_no_page_is_wider_than_the_window(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path}")
    for width in (1920, 1440, 1220, 820, 360, 320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = page.evaluate(
            """() => [...document.querySelectorAll('h1, h2, p, li, dd, td')].filter(e => e.checkVisibility() && !e.closest('[popover], table, svg')
                 && e.getBoundingClientRect().width > 0 && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1))
                 .map(e => e.outerHTML.slice(0, 120))"""
        )
        assert cut == [], width


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_notes_in_the_margin_stand_beside_their_lines_and_apart(
    page: Page, address: str, slug: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}essays/{slug}/")
    page.wait_for_function("document.fonts.status === 'loaded'")
    text = page.locator("p.reader-paragraph").first.bounding_box()
    boxes = page.locator(".reader-note").evaluate_all(
        "notes => notes.map(note => { const box = note.getBoundingClientRect(); return [box.left, box.top + scrollY, box.right, box.bottom + scrollY]; })"
    )
    assert text and boxes
    ordered = sorted(boxes, key=lambda box: box[1])
    assert ordered == boxes, "notes stand in their order"
    assert all(left >= text["x"] + text["width"] and right <= width for left, _, right, _ in boxes)
    assert all(above[3] <= below[1] for above, below in pairwise(boxes))
    marks = page.locator(".reader-noteref").evaluate_all(
        "refs => refs.map(ref => ref.getBoundingClientRect().top + scrollY)"
    )
    assert abs(boxes[0][1] - marks[0]) < 40


@pytest.mark.parametrize("slug", SLUGS)
def test_on_a_phone_a_note_opens_in_place_and_closes(browser: Browser, address: str, slug: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}essays/{slug}/")
    reference = page.locator("p .reader-noteref").first
    number = reference.get_attribute("data-number")
    reference.tap()
    expect(reference).to_have_attribute("aria-expanded", "true")
    note, mark = page.locator(".reader-inplace"), reference.bounding_box()
    expect(note).to_contain_text(page.locator(f"#note-{number} p").inner_text())
    box = note.bounding_box()
    assert mark and box and 0 < box["y"] - mark["y"] < 40, "right under its line"
    crossed = "([id, top, bottom]) => [...document.getElementById(id).closest('[data-role]').childNodes].filter(node => node.nodeType === 3).flatMap(node => { const range = document.createRange(); range.selectNode(node); return [...range.getClientRects()] }).filter(line => line.top < bottom && line.bottom > top).length"
    assert page.evaluate(crossed, [f"noteref-{number}", box["y"], box["y"] + box["height"]]) == 0
    reference.tap()
    expect(reference).to_have_attribute("aria-expanded", "false")
    expect(note).to_have_count(0)
    context.close()


def test_a_double_click_on_the_file_is_enough_to_read(browser: Browser, real: Project) -> None:
    """Opened from a disk: text, notes and cards work; links between pages need a server's index pages, and say so by their paths."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto((real.site / "essays/pomeranz-2024/index.html").as_uri())
    link = page.locator('a.reader-term[data-term="cis"]').first
    link.scroll_into_view_if_needed()
    link.hover()
    expect(page.locator("#card-cis")).to_be_visible()
    page.close()


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_opens_without_trouble(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}{path}", wait_until="networkidle")
    expect(page.locator("h1").first).to_be_visible()


def test_hostile_text_is_only_text(browser: Browser, collection: Callable[..., Project]) -> None:
    """Hostile lines as paragraphs, in the title and in every field: Chromium shows the seed, and nothing runs."""
    trap = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    body = "\n\n".join(f"{line} So. It is." for line in HOSTILE)
    field = json.dumps(f"{trap} & *x* {{{{ x }}}}")
    sidecar = (
        f"markup: none\nauthors: [{{name: {field}, affiliation: {field}}}]\nvenue: {field}\npublished: {field}\ndate: 2024\nrights: {field}\n"
        f"unsure: [{field}]\ntags: [{field}]\nnotes:\n  - {{quote: It is., prefix: '{HOSTILE[1]} So. ', kind: context, text: {field},"
        f" sources: [{{title: {field}}}]}}\n"
    )
    entry = (
        f'---\nname: {field}\nshort: QUERY\naliases: [{field[:-1]} alias"]\nnames: {{ru: [{field}]}}\nfounded: 2001\nfounded_note: {field}\n'
        f"seat: {field}\ntype: {field}\nmembers: [{{country: AM, note: {field}}}]\nmembers_note: {field}\nhistory: [{{date: 2020, text: {field}}}]\n"
        f"sources: [{{title: {field}}}]\nunsure: [{field}]\n---\n{trap} QUERY *x*\n"
    )
    project = collection({
        "seeds/essays/hostile-2024.txt": f"A QUERY {trap} & *Title*\n\nBy Ann Author\n\n{body}\n",
        "seeds/essays/hostile-2024.yml": sidecar,
        "seeds/glossary/court/hostile.md": entry,
        "seeds/collection.yml": f"title: {field}\ndescription: {field}\nedition: 2026-01-01\nrights: Made for a test.\nlicense: {field}\n",
    })  # fmt: skip
    essay = pipeline.build(project).collection.essays["hostile-2024"][0]
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with serve(project.site) as host:
        for path in ("", "essays/", "glossary/", "glossary/hostile/"):
            page.goto(f"{host}{path}")
            assert page.locator("img[src=x]").count() == 0
        page.goto(f"{host}essays/hostile-2024/")
        seen = page.locator("[data-role]").evaluate_all(SEEN)
        title = page.title()
        page.keyboard.press("/")
        page.get_by_role("dialog", name="Search").get_by_role("textbox").fill("QUERY")
        page.locator(".reader-search__found[aria-busy=false] a").first.wait_for()
        assert page.locator("img[src=x]").count() == 0
        page.close()
    assert seen == [[block.id, essay.words(block.span)] for block in essay.blocks]
    assert title == f"A QUERY {trap} & *Title* - The Annotated Reader"
    assert dialogs == []
