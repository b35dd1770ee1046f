"""Around the text of an essay: the way through it, mentions of a term, citations, settings; and essays of every shape."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from builder import pipeline
from builder.pipeline import Reading
from builder.project import open_project
from tests.browser.conftest import Watched, serve, violations
from tests.conftest import publishable, write

ESSAY = "essays/pomeranz-2024/"
COPIED = "navigator.clipboard.readText()"


@pytest.fixture
def essay(browser: Browser, address: str) -> Iterator[Page]:
    permissions = ["clipboard-read", "clipboard-write"]
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, permissions=permissions, reduced_motion="reduce"
    )
    page = context.new_page()
    watched = Watched(page, address)
    page.goto(address + ESSAY)
    yield page
    context.close()
    assert watched.troubles == []


def test_a_paragraph_s_number_is_its_link_and_copies_its_citation(essay: Page, address: str, reading: Reading) -> None:
    block = next(b for b in reading.collection.essays["pomeranz-2024"][0].blocks if b.number == 12)
    link = f"{address}{ESSAY}#{block.id}"
    essay.locator(f"#{block.id} .reader-pilcrow").click()
    assert essay.url == link
    essay.get_by_role("button", name="Copy citation of ¶ 12").click()
    expect(essay.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    reference = "Pomeranz, W. (2024, Winter). A Cacophony of Partnerships. The Wilson Quarterly."
    cited = f"(Pomeranz, 2024, para. 12)\n{reference}\n{link}"
    assert essay.evaluate(COPIED) == cited
    essay.goto(f"{address}{ESSAY}?h=cis")  # as the search leads here
    essay.locator(f"#{block.id} .reader-pilcrow").focus()
    essay.keyboard.press("Enter")
    expect(essay.get_by_role("button", name="Copy citation of ¶ 12")).to_be_focused()
    essay.keyboard.press("Tab")
    expect(essay.get_by_role("button", name="Copy link to ¶ 12")).to_be_focused()
    essay.keyboard.press("Enter")
    expect(essay.locator(".reader-offer")).to_be_hidden()
    assert essay.evaluate(COPIED) == link


def test_what_is_said_in_passing_goes_and_leaves_nothing_running(essay: Page) -> None:
    essay.locator(".reader-pilcrow").first.click()
    essay.get_by_role("button", name="Copy link").click()
    toast = essay.locator(".reader-toast")
    expect(toast).to_contain_text("Copied")
    expect(toast).to_be_empty()
    essay.evaluate(
        "window.timers = 0; const set = setTimeout; window.setTimeout = (...all) => { timers += 1; return set(...all) }; 0"
    )
    essay.wait_for_timeout(300)
    assert essay.evaluate("timers") < 3


def test_selected_words_are_copied_with_their_citation_and_acronyms_as_capitals(essay: Page) -> None:
    found = essay.locator("p.reader-paragraph .reader-caps").first
    found.evaluate(
        "node => { const p = node.closest('p'), range = document.createRange(); range.selectNodeContents(p); getSelection().addRange(range) }"
    )
    essay.get_by_role("button", name="Copy quotation with citation").click()
    expect(essay.locator(".reader-offer")).to_be_hidden()
    copied = essay.evaluate(COPIED)
    number = found.evaluate("node => node.closest('p').dataset.number")
    assert copied.startswith("“") and f"” (Pomeranz, 2024, para. {number})\nPomeranz, W. " in copied
    assert found.evaluate("node => node.textContent") in copied
    assert essay.evaluate("getSelection().toString().trim()") == found.evaluate(
        "node => node.closest('p').textContent.trim()"
    )


def test_a_quotation_holds_the_author_s_words_only(essay: Page, reading: Reading) -> None:
    """Of a selection that goes on into the notes and the end matter, over two blocks."""
    text = reading.collection.essays["pomeranz-2024"][0]
    last = [block for block in text.blocks if block.role != "pull-quote"][-2:]
    essay.evaluate(
        "([id]) => { const range = document.createRange(); range.setStart(document.getElementById(id), 0);"
        " range.setEnd(document.querySelector('.reader-about'), 1); getSelection().addRange(range) }",
        [last[0].id],
    )
    essay.get_by_role("button", name="Copy quotation with citation").click()
    expect(essay.locator(".reader-toast")).to_contain_text("Copied")
    assert essay.evaluate(COPIED).startswith(
        f"“{text.words(last[0].span)} {text.words(last[1].span)}”\nPomeranz, W. (2024"
    )
    essay.evaluate("getSelection().collapseToEnd()")
    expect(essay.locator(".reader-offer")).to_be_hidden()


def test_the_place_is_kept_when_the_text_grows_or_the_window_narrows(essay: Page) -> None:
    target = essay.locator("[data-role][data-number='13']")
    target.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 80)")
    at = "node => Math.round(node.getBoundingClientRect().top)"
    expect(essay.locator(".reader-side .reader-left")).not_to_be_empty()
    essay.mouse.wheel(0, -4)
    essay.evaluate("document.querySelector('#reader-settings [value=larger]').click()")
    expect(essay.locator(".reader-contents[open]")).to_have_count(0)
    expect(target).to_be_in_viewport()
    assert abs(target.evaluate(at) - 80) < 60
    essay.set_viewport_size({"width": 500, "height": 900})
    expect(essay.locator(".reader-contents[open]")).to_have_count(0)
    assert abs(target.evaluate(at) - 80) < 60


def test_a_term_s_mentions_stand_out_and_are_stepped_through(essay: Page, reading: Reading) -> None:
    term = essay.locator(".reader-strips__term").filter(has_text="CIS")
    term.click()
    expect(term).to_have_attribute("aria-pressed", "true")
    chosen = essay.locator(":is(.reader-term, .reader-mention).is-chosen")
    layers = reading.collection.essays["pomeranz-2024"][1]
    held = [mention for mention in layers.mentions if mention.term == "cis" and (mention.named or mention.linked)]
    assert chosen.evaluate_all("all => all.map(node => node.dataset.term)") == ["cis"] * len(held)
    seen = []
    for number in range(len(held)):
        essay.keyboard.press("n")
        expect(essay.locator(".is-here")).to_be_in_viewport()
        expect(essay.locator(".reader-steps [role=status]")).to_have_text(f"CIS: {number + 1} of {len(held)}")
        seen.append(essay.locator(".is-here").evaluate("node => node.getBoundingClientRect().top + scrollY"))
    assert seen == sorted(seen)
    essay.keyboard.press("p")
    expect(essay.locator(".reader-steps [role=status]")).to_have_text(f"CIS: {len(held) - 1} of {len(held)}")
    essay.keyboard.press("Escape")
    expect(chosen).to_have_count(0)
    expect(essay.locator(".reader-steps")).to_be_hidden()
    term.focus()
    essay.keyboard.press(" ")
    expect(chosen).to_have_count(len(held))


def test_without_a_chosen_term_n_and_p_go_from_note_to_note(essay: Page) -> None:
    for number in ("1", "2", "3"):
        essay.keyboard.press("n")
        expect(essay.locator(":focus")).to_have_attribute("data-number", number)
        expect(essay.locator(f"#note-{number}")).to_contain_class("is-on")
    essay.keyboard.press("p")
    expect(essay.locator(":focus")).to_have_attribute("data-number", "2")


def test_a_strip_s_marks_are_one_stop_and_lead_to_their_paragraphs(essay: Page) -> None:
    marks = essay.locator(".reader-strips li").first.locator("svg a")
    assert marks.evaluate_all("marks => marks.filter(mark => mark.tabIndex === 0).length") == 1
    marks.first.focus()
    essay.keyboard.press("ArrowRight")
    target = marks.nth(1).get_attribute("href")
    essay.keyboard.press("Enter")
    expect(essay).to_have_url(re.compile(f"{target}$"))
    expect(essay.locator(":target")).to_be_in_viewport()


def test_a_note_and_its_mark_show_each_other(essay: Page) -> None:
    mark, note = essay.locator("#noteref-4"), essay.locator("#note-4")
    mark.hover()
    expect(note).to_contain_class("is-on")
    essay.mouse.move(5, 5)
    note.hover()
    expect(mark).to_contain_class("is-on")
    expect(essay.locator('.reader-mark[data-note="4"]').first).to_contain_class("is-on")
    mark.focus()
    essay.keyboard.press("Enter")
    expect(note).to_be_focused()
    back = note.locator("[role=doc-backlink]")
    back.focus()
    essay.keyboard.press("Enter")
    assert essay.url.endswith("#noteref-4")


def test_the_contents_follow_and_the_header_leaves_while_one_reads_on(essay: Page) -> None:
    headings = essay.locator("[data-role=heading]")
    for number in range(headings.count()):
        headings.nth(number).evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 100)")
        current = essay.locator(".reader-contents [aria-current=true]")
        expect(current).to_have_text(headings.nth(number).inner_text())
    header = essay.locator(".reader-header")
    expect(header).not_to_be_in_viewport()
    assert "min left" in essay.locator(".reader-side .reader-left").inner_text()
    assert 0 < essay.locator(".reader-progress").evaluate("line => line.getBoundingClientRect().width") < 1440
    essay.mouse.wheel(0, -300)
    expect(header).to_be_in_viewport()


def test_where_one_stopped_is_offered_again(essay: Page, address: str) -> None:
    target = essay.locator("[data-number='9'][data-role]")
    target.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 100)")
    expect(essay.locator(".reader-side .reader-left")).to_contain_text("left")
    for _ in range(2):  # offered, and offered again to one who only looked
        essay.goto(f"{address}glossary/")
        essay.goto(address + ESSAY)
        expect(essay.get_by_role("link", name="Go on from ¶ 9")).to_be_visible()
    essay.get_by_role("link", name="Go on from ¶ 9").click()
    expect(target).to_be_in_viewport()
    expect(essay.locator(".reader-toast")).to_be_empty()
    essay.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(essay.locator(".reader-side .reader-left")).to_be_empty()
    essay.goto(f"{address}glossary/")
    essay.goto(address + ESSAY)
    expect(essay.locator(".reader-contents [aria-current]")).to_have_text("Opening")  # the script has run
    expect(essay.locator(".reader-toast")).to_be_empty()


def test_settings_are_kept_on_the_device(essay: Page, address: str) -> None:
    size = essay.evaluate("getComputedStyle(document.body).fontSize")
    essay.get_by_role("button", name="Settings").click()
    for name in ("Dark", "Larger"):
        essay.get_by_role("radio", name=name, exact=True).check()
    for name in ("Notes", "Links to the glossary"):
        essay.get_by_role("checkbox", name=name).check()
    essay.goto(f"{address}essays/baev-2025/")
    assert essay.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert float(essay.evaluate("getComputedStyle(document.body).fontSize")[:-2]) > float(size[:-2]) * 1.3
    expect(essay.locator(".reader-note").first).to_be_hidden()
    expect(essay.locator(".reader-noteref").first).to_be_hidden()
    assert (
        essay.locator("p a.reader-term").first.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"
    )
    essay.get_by_role("button", name="Settings").click()
    expect(essay.get_by_role("radio", name="Dark")).to_be_checked()


def test_a_question_mark_shows_the_keys(essay: Page) -> None:
    essay.keyboard.press("?")
    expect(essay.get_by_role("dialog", name="Keys")).to_be_visible()
    essay.keyboard.press("Escape")
    expect(essay.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_print_has_the_notes_and_the_terms_at_the_end(essay: Page) -> None:
    essay.emulate_media(media="print")
    last = essay.locator("[data-role]").last.bounding_box()
    notes = [note.bounding_box() for note in essay.locator(".reader-note").all()]
    assert last and all(note and note["y"] >= last["y"] + last["height"] and note["x"] < 400 for note in notes)
    assert all(above and below and above["y"] + above["height"] <= below["y"] for above, below in pairwise(notes))
    expect(essay.locator("#card-cis .reader-card__definition")).to_be_visible()
    expect(essay.locator(".reader-header")).to_be_hidden()


# ------------------------------------------------------------------------------------------------ essays of every shape

RANDOM = random.Random(5)
VOCABULARY = [f"{a}{b}" for a in ("ber", "lon", "mi", "sta", "ku", "ve") for b in ("ra", "lin", "to", "n", "sk")]


def prose(words: int) -> str:
    return " ".join(RANDOM.choice(VOCABULARY) for _ in range(words)).capitalize() + "."


TITLE = "A title that goes on and on, " + ", ".join(prose(3)[:-1].lower() for _ in range(16))
CROWDED = " ".join(f"Mark{n:02} {prose(9)}" for n in range(40))
FILES = {
    "seeds/collection.yml": "title: Shapes\ndescription: Essays of every shape.\nedition: 2026-01-01\nrights: Made for a test.\n",
    "seeds/essays/crowded-2024.txt": f"{TITLE}\n\nBy Ann Author\n\n{CROWDED}\n\n{prose(60)}\n",
    "seeds/essays/crowded-2024.yml": f"title: '{TITLE}'\ndate: 2024\nnotes:\n"
    + "".join(f"  - {{quote: Mark{n:02}, kind: context, text: '{prose(25)}'}}\n" for n in range(40)),
    "seeds/essays/line-2024.txt": "One Line\n\nIt is all said in this one line of it.\n",
    "seeds/essays/right-2024.txt": "Two Ways\n\nHe said so.\n\nהכל התחיל בירושלים, בשנת 1948, ליד NATO.\n\nقال الرئيس إن كل شيء بدأ هناك.\n\nAnd that was the end of it.\n",
    "seeds/essays/long-2024.txt": "Very Long\n\n" + "\n\n".join(prose(200) for _ in range(300)) + "\n",
    "seeds/essays/words-2024.txt": f"Words\n\nA word: {'Donaudampfschifffahrt' * 20} and https://example.org/{'a/' * 300} end here.\n\n{prose(40)}\n",
}


@pytest.fixture(scope="module")
def shapes(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = write(tmp_path_factory.mktemp("shapes"), FILES)
    publishable(root)
    project = open_project(root)
    pipeline.build(project)
    with serve(project.site) as host:
        yield host


SHAPES = sorted(name.split("/")[-1].removesuffix(".txt") for name in FILES if name.endswith(".txt"))


@pytest.mark.parametrize("slug", SHAPES)
@pytest.mark.parametrize("width", [320, 820, 1220, 1920])
def test_no_essay_is_wider_than_the_window(browser: Browser, shapes: str, slug: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    watched = Watched(page, shapes)
    page.goto(f"{shapes}essays/{slug}/")
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("[data-role]").evaluate_all("all => all.every(node => node.getBoundingClientRect().left >= 0)")
    page.close()
    assert watched.troubles == []


@pytest.mark.parametrize("width", [1220, 1440, 1920])
def test_forty_notes_of_one_paragraph_stand_apart_and_are_all_reached(
    browser: Browser, shapes: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{shapes}essays/crowded-2024/")
    page.wait_for_timeout(300)
    boxes = page.locator(".reader-note").evaluate_all(
        "notes => notes.map(note => { const { top, bottom } = note.getBoundingClientRect(); return [top, bottom] })"
    )
    assert len(boxes) == 40 and all(above[1] <= below[0] for above, below in pairwise(boxes))
    mark = page.locator("#noteref-40")
    mark.focus()
    page.keyboard.press("Enter")
    note = page.locator("#note-40")
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport()
    assert note.evaluate("note => note.scrollHeight <= note.clientHeight + 1"), "unfolded"
    page.close()


def test_notes_of_one_line_open_below_each_other_on_a_phone(browser: Browser, shapes: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{shapes}essays/crowded-2024/")
    for number in (1, 2, 3):
        page.locator(f"#noteref-{number}").click()
    notes = page.locator(".reader-inplace")
    expect(notes).to_have_count(3)
    page.wait_for_timeout(200)
    boxes = sorted(
        notes.evaluate_all(
            "notes => notes.map(note => { const { top, bottom } = note.getBoundingClientRect(); return [top, bottom] })"
        )
    )
    assert all(above[1] <= below[0] for above, below in pairwise(boxes))
    for _ in range(3):
        notes.first.locator("p").click(position={"x": 3, "y": 30})
    expect(notes).to_have_count(0)
    page.close()


def test_passages_from_right_to_left_begin_at_the_right(browser: Browser, shapes: str) -> None:
    page = browser.new_page(viewport={"width": 820, "height": 800})
    page.goto(f"{shapes}essays/right-2024/")
    shown = page.locator("[data-role]").evaluate_all(
        "all => all.map(node => [/^[\u0590-\u08ff]/.test(node.textContent), getComputedStyle(node).direction === 'rtl'])"
    )
    assert [said for said, _ in shown] == [is_so for _, is_so in shown] and sum(is_so for _, is_so in shown) == 2
    page.close()


@pytest.mark.parametrize("slug", ["crowded-2024", "right-2024", "line-2024"])
def test_axe_finds_nothing_in_odd_essays(browser: Browser, shapes: str, slug: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(f"{shapes}essays/{slug}/")
    assert violations(page) == []
    page.close()


def test_a_page_in_forced_colours_keeps_its_marks(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, forced_colors="active")
    page.goto(address + ESSAY)
    line = page.locator(".reader-mark").first.evaluate("node => getComputedStyle(node).borderBottomColor")
    assert line == page.locator("p.reader-paragraph").first.evaluate("node => getComputedStyle(node).color")
    page.close()


def test_at_four_hundred_percent_nothing_is_lost(browser: Browser, address: str) -> None:
    """WCAG 1.4.10: a window of 1280 pixels at 400 % is 320 wide; of 1024 pixels it is 256 high, and the header does not stick."""
    page = browser.new_page(viewport={"width": 320, "height": 256})
    page.goto(address + ESSAY)
    page.evaluate("scrollTo(0, 900)")
    expect(page.locator(".reader-header")).not_to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_what_is_kept_may_be_anything(browser: Browser, address: str) -> None:
    """Storage that another program filled, or that is forbidden, stops nothing."""
    context = browser.new_context()
    context.add_init_script(
        "Storage.prototype.getItem = () => { throw new Error('no') }; Storage.prototype.setItem = () => { throw new Error('no') }"
    )
    page = context.new_page()
    watched = Watched(page, address)
    page.goto(address + ESSAY)
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="Dark").check()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    context.close()
    assert watched.troubles == []


def test_one_form_of_citation_is_chosen_kept_and_copied(essay: Page) -> None:
    section, shown = essay.locator("#reader-cite"), essay.locator("#reader-cite dd:visible")
    expect(section.get_by_role("radio", name="APA")).to_be_checked()
    expect(shown).to_have_count(3)  # the essay, this edition, a paragraph
    section.get_by_role("radio", name="APA").focus()
    essay.keyboard.press("ArrowRight")
    expect(section.get_by_role("radio", name="Chicago")).to_be_checked()
    section.get_by_role("button", name="Copy: The essay, Chicago").click()
    expect(essay.get_by_role("status").filter(has_text="Copied: Chicago")).to_be_visible()
    reference = "Pomeranz, William. “A Cacophony of Partnerships.” The Wilson Quarterly, Winter 2024."
    assert essay.evaluate(COPIED) == reference
    essay.reload()
    expect(section.get_by_role("radio", name="Chicago")).to_be_checked()
    essay.locator("[data-role][data-number='12'] .reader-pilcrow").click()
    essay.get_by_role("button", name="Copy citation of ¶ 12").click()
    expect(essay.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    note = "William Pomeranz, “A Cacophony of Partnerships,” The Wilson Quarterly, Winter 2024, para. 12."
    assert essay.evaluate(COPIED).startswith(f"{note}\n{reference}\n")
    section.get_by_role("radio", name="BibTeX").check()
    expect(shown).to_have_count(2)
    section.get_by_role("button", name="Copy: This edition, BibTeX").click()
    expect(essay.get_by_role("status").filter(has_text="Copied: BibTeX")).to_be_visible()
    assert essay.evaluate(COPIED).startswith("@incollection{pomeranz-2024--annotated,")


def test_without_a_script_every_form_is_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + ESSAY)
    expect(page.locator("#reader-cite dd:visible")).to_have_count(15)
    expect(page.locator("#reader-cite pre:visible")).to_have_count(0)
    page.locator("#reader-cite summary").first.click()
    expect(page.locator("#reader-cite pre:visible")).to_contain_text("@article{pomeranz-2024,")
    context.close()
