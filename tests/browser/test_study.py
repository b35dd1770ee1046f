"""The page on which one studies, in a real Chromium, on days that the tests choose."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from builder import flashcards, pipeline
from builder.pipeline import Reading
from builder.project import Project
from tests.browser.conftest import Watched, serve, violations
from tests.test_serialize import HOSTILE

NOON = datetime.datetime(2026, 3, 1, 12)
Open = Callable[..., Page]


@pytest.fixture
def study(page: Page, address: str) -> Open:
    """The page, opened at noon of a day."""

    def opened(query: str = "", days: int = 0) -> Page:
        if days or page.url == "about:blank":
            page.clock.set_fixed_time(NOON + datetime.timedelta(days=days))
        page.goto(f"{address}study/{query}")
        expect(page.locator(".reader-flash > *").first).to_be_visible()
        return page

    return opened


def question(page: Page) -> Locator:
    return page.locator(".reader-flash__question")


def told(page: Page) -> Locator:
    return page.locator(".reader-study__told")


def kept(page: Page) -> dict[str, list[float]]:
    text = page.evaluate("localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith('.study')))")
    return dict(json.loads(text or "{}"))


def answer(page: Page, grade: int, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(" ")
        page.keyboard.press(str(grade))


# ------------------------------------------------------------------------------------------------------------ schedule


def sm2(qualities: list[int]) -> list[tuple[Fraction, int]]:
    """(easiness, interval) after each answer, from the published description of SM-2."""
    easiness, repetition, interval, found = Fraction("2.5"), 0, 0, []
    for quality in qualities:
        if quality < 3:
            repetition, interval = 0, 0
        else:
            lack = 5 - quality
            easiness += Fraction("0.1") - lack * (Fraction("0.08") + lack * Fraction("0.02"))
            easiness = max(easiness, Fraction("1.3"))
            repetition += 1
            interval = 1 if repetition == 1 else 6 if repetition == 2 else min(math.ceil(interval * easiness), 36500)
        found.append((easiness, interval))
    return found


@pytest.fixture(scope="module")
def schedule(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{address}study/")
    yield page
    page.close()


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 9)), min_size=1, max_size=30))
def test_intervals_are_those_of_sm_2(schedule: Page, grades: list[tuple[int, int]]) -> None:
    """Answered on the day on which it is due, or some days later."""
    script = """(grades) => { let known, day = 100; const found = []; for (const [grade, late] of grades) { day = Math.max(day, known?.[3] ?? 0) + late;
        known = reader.schedule.answered(known, grade, day); found.push([...known, day]); } return found; }"""
    found = schedule.evaluate(script, grades)
    wanted = sm2([grade + 1 for grade, _ in grades])
    for (_, easiness, interval, due, first, day), (other, days) in zip(found, wanted, strict=True):
        assert (easiness, interval, due) == (100 * other, days, day + days)
        assert first == found[0][5]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.none() | st.tuples(st.integers(0, 3), st.integers(-3, 3), st.integers(-3, 0))), max_size=20),
    st.integers(0, 6),
)  # fmt: skip
def test_what_is_asked_today(schedule: Page, made: list[tuple[int, tuple[int, int, int] | None]], room: int) -> None:
    """`made`: the entry of each card, and of known ones the interval, due day and first day, from today."""
    today = 100
    cards = [{"id": f"c{at}", "term": f"t{term}"} for at, (term, _) in enumerate(made)]
    known = {
        f"c{at}": [1, 250, k[0], today + (k[1] if k[0] else min(k[1], 0)), today + k[2]]
        for at, (_, k) in enumerate(made)
        if k
    }
    script = "([cards, known, today, room]) => { const { order, due, fresh, again } = reader.schedule.session(cards, new Map(Object.entries(known)), today, room); return [order, due, fresh, again].map((list) => list.map(({ id }) => id)); }"
    order, due, fresh, again = schedule.evaluate(script, [cards, known, today, room])
    terms = {card["id"]: card["term"] for card in cards}
    assert order == due + fresh + again and len(set(order)) == len(order)
    assert set(due) == {name for name, k in known.items() if k[3] < today or (k[3] == today and k[2])}
    assert [known[name][3] for name in due] == sorted(known[name][3] for name in due)
    assert set(again) == {name for name, k in known.items() if not k[2] and k[3] == today}
    assert not set(fresh) & known.keys()
    assert len(fresh) <= max(0, room - sum(k[4] == today for k in known.values()))
    met = [terms[name] for name in fresh]
    seen = {terms[name] for name, k in known.items() if k[3] <= today or k[3] - k[2] == today}
    assert len(set(met)) == len(met) and not set(met) & seen
    free = {card["term"] for card in cards if card["id"] not in known} - seen
    left = room - sum(k[4] == today for k in known.values())
    assert len(fresh) == max(0, min(left, len(free)))


@pytest.mark.parametrize(
    ("zone", "hour", "same"),
    [("Pacific/Auckland", 0, True), ("America/Los_Angeles", 23, True), ("Europe/Oslo", 12, True)],
)
def test_a_day_is_the_calendars_where_one_is(browser: Browser, address: str, zone: str, hour: int, same: bool) -> None:
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.goto(f"{address}study/")
    days = page.evaluate(
        f"[reader.schedule.dayOf(new Date(2026, 2, 29, {hour})), reader.schedule.dayOf(new Date(2026, 2, 30, 1))]"
    )
    context.close()
    assert days == [20541, 20542]


# ---------------------------------------------------------------------------------------------------------------- page


def test_a_card_is_asked_answered_and_comes_back(study: Open) -> None:
    page = study()
    expect(told(page)).to_have_text("Today: 20 new")
    first = question(page).inner_text()
    page.get_by_role("button", name="Show the answer").click()
    expect(page.get_by_role("group", name="Answer")).to_be_focused()
    page.get_by_role("button", name="Good tomorrow").click()
    expect(question(page)).not_to_have_text(first)
    expect(question(page)).to_be_focused()
    expect(told(page)).to_have_text("Today: 19 new")
    study()
    expect(told(page)).to_have_text("Today: 19 new")
    study(days=1)
    expect(told(page)).to_have_text("Today: 1 to repeat, 20 new")
    expect(question(page)).to_have_text(first)
    answer(page, 3)
    study(days=6)
    expect(told(page)).to_have_text("Today: 20 new")
    study(days=7)
    expect(question(page)).to_have_text(first)


def test_what_was_not_known_is_asked_again_the_same_day_after_the_others(study: Open) -> None:
    page = study("?kinds=members")
    new = int(told(page).inner_text().split()[1])
    assert 3 < new < 20, "one of each entry"
    first = question(page).inner_text()
    answer(page, 1)
    expect(told(page)).to_have_text(f"Today: {new - 1} new, 1 to see again")
    answer(page, 3, new - 1)
    expect(question(page)).to_have_text(first)
    answer(page, 1)
    expect(question(page)).to_have_text(first)
    answer(page, 4)
    expect(question(page)).to_have_text(f"Nothing is due. Next: tomorrow, {new} cards.")
    expect(question(page)).to_be_focused()
    expect(told(page)).to_have_text("")


def test_at_the_end_one_may_ask_for_more(study: Open) -> None:
    page = study("?kinds=meaning")
    answer(page, 3, 20)
    expect(question(page)).to_have_text("Nothing is due. Next: tomorrow, 20 cards.")
    page.get_by_role("button", name="More new cards").click()
    expect(told(page)).to_have_text("Today: 10 new")


def test_an_answer_can_be_taken_back(study: Open) -> None:
    page = study()
    first = question(page).inner_text()
    answer(page, 4)
    page.get_by_role("button", name="Take the last answer back").click()
    expect(question(page)).to_have_text(first)
    expect(page.get_by_role("group", name="Answer")).to_be_visible()
    assert kept(page) == {}


def test_enter_and_space_show_and_figures_answer_but_only_for_the_card(study: Open) -> None:
    page = study()
    page.keyboard.press("2")
    expect(page.get_by_role("group", name="Answer")).to_have_count(0)
    page.locator(".reader-study__choice summary").press("Enter")
    expect(page.locator(".reader-study__choice")).to_have_attribute("open", "")
    expect(page.get_by_role("group", name="Answer")).to_have_count(0)
    page.get_by_role("checkbox", name="Names").press(" ")
    expect(page.get_by_role("checkbox", name="Names")).not_to_be_checked()
    expect(page.get_by_role("group", name="Answer")).to_have_count(0)
    question(page).press("Enter")
    expect(page.get_by_role("group", name="Answer")).to_be_visible()
    page.get_by_label("Essay").press("3")
    assert kept(page) == {}
    page.get_by_role("group", name="Answer").press("Control+3")
    assert kept(page) == {}
    page.get_by_role("group", name="Answer").press("3")
    assert len(kept(page)) == 1
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show the answer")).to_be_focused()


def test_who_leaves_out_keys_of_one_letter_has_none_here(study: Open) -> None:
    page = study()
    page.evaluate("__md_set('settings', { keys: 'off' })")
    study()
    answer(page, 3)
    assert kept(page) == {}
    page.get_by_role("button", name="Good").click()
    assert len(kept(page)) == 1


def test_one_studies_what_one_chooses_and_the_address_keeps_it(study: Open, reading: Reading) -> None:
    deck = flashcards.deck(reading.collection)
    page = study("?essay=baev-2025")
    terms = set(flashcards.essay_terms(reading.collection.essays["baev-2025"][1]))
    wanted = [
        card for kind, cards in deck.items() for card in cards
        if (card.path.startswith("essays/baev-2025/") if kind == "sentence" else card.term in terms)
    ]  # fmt: skip
    expect(page.locator(".reader-study__choice summary")).to_have_text(f"All kinds · Baev 2025 · {len(wanted)} cards")
    page.locator(".reader-study__choice summary").click()
    for kind in ("Meanings", "Names", "Dates", "Members", "Sentences"):
        page.get_by_role("checkbox", name=kind).uncheck()
    short = [card for card in wanted if card.kind == "short"]
    expect(page.locator(".reader-study__choice summary")).to_have_text(f"Short forms · Baev 2025 · {len(short)} cards")
    assert page.url.endswith("/study/?essay=baev-2025&kinds=short")
    page.reload()
    expect(page.locator(".reader-study__choice summary")).to_have_text(f"Short forms · Baev 2025 · {len(short)} cards")
    page.locator(".reader-study__choice summary").click()
    page.get_by_role("checkbox", name="Short forms").uncheck()
    expect(question(page)).to_have_text("No card is of this choice.")


@pytest.mark.parametrize("query", ["?essay=../../x", "?kinds=__proto__,constructor", "?essay=%3Cb%3E&kinds="])
def test_an_address_that_means_nothing_chooses_all(study: Open, query: str) -> None:
    page = study(query)
    expect(page.locator(".reader-study__choice summary")).to_contain_text("All kinds · All essays")


def test_an_essay_that_is_not_there_is_said_to_be(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}study/?essay=nobody-1999")
    expect(page.locator(".reader-flash")).to_have_text("The cards of this essay cannot be loaded.")
    page.close()


def test_a_sentence_shows_its_words_and_leads_to_its_paragraph(study: Open, reading: Reading) -> None:
    (card, *_) = flashcards.deck(reading.collection)["sentence"]
    page = study("?kinds=sentence")
    expect(page.get_by_role("img", name="blank")).to_have_count(len(card.question[1::2]))
    page.keyboard.press(" ")
    expect(question(page)).to_have_text("".join(card.question))
    expect(question(page).locator("mark")).to_have_text(list(card.question[1::2]))
    page.get_by_role("link", name=card.source).click()
    expect(page.locator(":target")).to_contain_text("".join(card.question))


def test_every_card_can_be_shown(study: Open, real: Project) -> None:
    """The answer that the page shows is the card's, in all its kinds."""
    page = study()
    deck = flashcards.deck(pipeline.read(real).collection)
    cards = page.evaluate("(kinds) => kinds.flatMap((kind) => reader.cards[kind])", list(deck))
    assert [(card[0], card[4], card[5]) for card in cards] == [
        (card.id, card.answer, card.more) for held in deck.values() for card in held
    ]


@pytest.mark.parametrize("broken", ["getItem", "setItem"])
def test_without_storage_the_page_works_and_says_so(study: Open, page: Page, broken: str) -> None:
    page.add_init_script(
        f"Storage.prototype.{broken} = () => {{ throw new DOMException('no', 'QuotaExceededError'); }}"
    )
    study()
    answer(page, 3)
    expect(told(page)).to_have_text("Today: 19 new")
    expect(page.locator(".reader-study__after")).to_contain_text("This browser keeps nothing for this page")


def test_what_another_program_wrote_does_no_harm(study: Open) -> None:
    page = study()
    key = page.evaluate("__md_scope.pathname + '.study'")
    bad = [
        '{"meaning/russia": "x", "meaning/brics": [1, 2, 3], "name/un": [1, 250, -4, 9e99, 1]}',
        "[1, [2]]",
        "null",
        "{",
        '"x"',
    ]
    for text in bad:
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])
        study()
        expect(told(page)).to_have_text("Today: 20 new")
        answer(page, 3)
        assert len(kept(page)) == 1


def test_two_windows_do_not_undo_each_other(study: Open, address: str) -> None:
    page = study("?kinds=meaning")
    other = page.context.new_page()
    other.clock.set_fixed_time(NOON)
    other.goto(f"{address}study/?kinds=short")
    expect(question(other)).to_be_visible()
    answer(page, 3)
    answer(other, 3)
    answer(page, 3)
    assert sorted(name.split("/")[0] for name in kept(page)) == ["meaning", "meaning", "short"]
    other.close()


def test_progress_is_saved_to_a_file_read_again_and_forgotten(study: Open, tmp_path: Path) -> None:
    page = study()
    answer(page, 3, 3)
    before = kept(page)
    page.locator(".reader-study__mine summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    page.get_by_role("button", name="Forget all").click()
    assert kept(page) == before, "one says it twice"
    page.get_by_role("button", name="Forget all: yes, all").click()
    expect(told(page)).to_have_text("Today: 20 new")
    assert kept(page) == {}
    page.get_by_label("Read from a file").set_input_files(path)
    expect(told(page)).to_have_text("Today: 17 new")
    assert kept(page) == before
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"flashcards": {"meaning/un": "<b>"}}')
    page.get_by_label("Read from a file").set_input_files(wrong)
    expect(page.locator(".reader-toast")).to_have_text("There is no progress in this file.")
    assert kept(page) == before


def test_it_works_from_a_folder_with_no_network(browser: Browser, real: Project) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    watched = Watched(page, real.site.as_uri())
    page.goto(f"{(real.site / 'study' / 'index.html').as_uri()}?essay=pomeranz-2024&kinds=sentence")
    expect(told(page)).to_have_text("Today: 20 new")
    answer(page, 3)
    page.reload()
    expect(told(page)).to_have_text("Today: 19 new")
    page.keyboard.press(" ")
    page.locator(".reader-flash__answer a").click()
    expect(page.locator("[data-role]:target")).to_be_visible()
    context.close()
    assert watched.troubles == []


def test_without_script_questions_are_a_list_with_answers(without_script: Page, address: str, reading: Reading) -> None:
    page = without_script
    deck = flashcards.deck(reading.collection)
    page.goto(f"{address}study/")
    expect(page.locator("details.reader-quiz:visible")).to_have_count(6 * len(deck))
    for kind, cards in deck.items():
        page.goto(f"{address}study/{kind}/")
        quizzes = page.locator("details.reader-quiz")
        expect(quizzes).to_have_count(len(cards))
        assert quizzes.locator("> p:first-of-type").all_text_contents() == [card.answer for card in cards]
        quizzes.first.locator("summary").click()
        expect(quizzes.first.locator("p").first).to_be_visible()
        assert len(page.content().encode()) < 250_000


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("state", ["question", "answer", "end", "choice"])
def test_axe_finds_nothing_in_any_state(study: Open, width: int, state: str) -> None:
    page = study("?kinds=members")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(reduced_motion="reduce")
    if state == "answer":
        page.keyboard.press(" ")
    if state == "end":
        while page.locator(".reader-flash__prompt").count():
            answer(page, 3)
    if state == "choice":
        page.locator(".reader-study__choice summary").click()
        page.locator(".reader-study__mine summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_hostile_words_are_only_words(browser: Browser, collection: Callable[..., Project]) -> None:
    trap = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    files: dict[str, str] = {}
    for at, text in enumerate(HOSTILE):
        field = json.dumps(f"Entry {at} {text[:200]} {trap}", ensure_ascii=False)
        files[f"seeds/glossary/organization/e-{at}.md"] = (
            f"---\nname: {field}\nshort: Q{at}X\nmembers: [{{country: AM, from: 2001, note: {field}}}, {{country: GE, from: 2001}}]\n"
            f"members_note: {field}\n---\nA league of {trap} and of others, which met once a year in a town by the sea.\n"
        )
    project = collection(files)
    pipeline.build(project)
    page = browser.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    with serve(project.site) as host:
        page.goto(f"{host}study/")
        for _ in range(20):
            page.keyboard.press(" ")
            assert page.locator("img[src=x], .reader-study script").count() == 0
            page.keyboard.press("3")
        deck = flashcards.deck(pipeline.read(project).collection)
        answers = page.evaluate("Object.values(reader.cards).flat().map((card) => card[4])")
        assert sorted(answers) == sorted(card.answer for held in deck.values() for card in held)
        for kind in ("meaning", "name", "members"):
            page.goto(f"{host}study/{kind}/")
            assert page.locator("img[src=x]").count() == 0
    page.close()
    assert ran == []
