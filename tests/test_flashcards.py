"""Flashcards: what is asked follows from the seeds, gives nothing away, and is known again in a newer edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from builder import facts, flashcards, gaps, pipeline, standings, study
from builder.flashcards import Card
from builder.model import Span
from builder.pipeline import Reading
from builder.project import Project, open_project
from tests.conftest import BASE, ROOT, write
from tests.test_facts import organization
from tests.test_search import RECORD

Make = Callable[..., Project]
Deal = Callable[[Mapping[str, str | None]], dict[str, Card]]
EL = "---\nname: Example League\nshort: EL\n---\nA league of examples that meets once a year in a town by the sea.\n"
SAID = "The Example League wrote the names of its members into a thick book that nobody has seen since."


@pytest.fixture
def cards_of(tmp_path: Path) -> Callable[[Mapping[str, str | None]], dict[str, Card]]:
    """The cards of a collection of BASE and these files, each time in a folder of its own."""

    def make(files: Mapping[str, str | None]) -> dict[str, Card]:
        wanted = {name: content for name, content in {**BASE, **files}.items() if content is not None}
        return dealt(open_project(write(tmp_path / str(len(list(tmp_path.iterdir()))), wanted)))

    return make


def dealt(project: Project) -> dict[str, Card]:
    reading = pipeline.read(project)
    assert not reading.errors, reading.errors
    cards = [card for held in flashcards.deck(reading.collection).values() for card in held]
    assert len({card.id for card in cards}) == len(cards)
    return {card.id: card for card in cards}


@pytest.fixture(scope="session")
def real_cards(real: Project) -> dict[str, Card]:
    return dealt(real)


def test_no_definition_gives_its_name_away(reading: Reading, real_cards: dict[str, Card]) -> None:
    asked = [card for card in real_cards.values() if card.kind == "name"]
    assert len(asked) > 100
    for card in asked:
        shown = gaps.whole(card.question, "…")
        names = reading.collection.glossary.terms[card.term].names
        assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", shown)], card.id
        assert "".join(card.question) == real_cards[card.id.replace("name/", "meaning/")].answer


def test_parts_of_a_name_give_it_away_too(real_cards: dict[str, Card]) -> None:
    assert real_cards["name/nato"].question[1::2] == ("North Atlantic Treaty",)


def test_a_sentence_is_the_authors_and_names_the_term_nowhere(reading: Reading, real_cards: dict[str, Card]) -> None:
    asked = [card for card in real_cards.values() if card.kind == "sentence"]
    assert len(asked) > 50
    for card in asked:
        slug, _, place = card.path.removeprefix("essays/").partition("/#")
        essay, layers = reading.collection.essays[slug]
        block = next(block for block in essay.blocks if block.id == place)
        sentence = "".join(card.question)
        start = essay.text.index(sentence, block.span.start, block.span.end)
        shown, at = [], start
        for turn, part in enumerate(card.question):
            shown += [] if turn % 2 else [(at, at + len(part))]
            at += len(part)
        told = [m for m in layers.mentions if m.term == card.term and m.named and start <= m.span.start < at]
        assert told
        assert not [m for m in told if any(a < m.span.end and m.span.start < b for a, b in shown)], card.id
        assert card.answer.split("; ") == list(dict.fromkeys(card.question[1::2]))
        assert card.source.endswith(f"¶ {block.number}")


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9))))
def test_gaps_hide_what_they_should_and_change_no_text(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [Span(start, min(start + length, len(text))) for start, length in ends if start < len(text)]
    words = gaps.gapped(text, spans)
    assert "".join(words) == text and len(words) % 2
    hidden = {at for span in spans for at in range(span.start, span.end)}
    at = 0
    for turn, part in enumerate(words):
        for letter in part:
            assert turn % 2 or at not in hidden
            assert not turn % 2 or at in hidden or letter.isspace()
            at += 1
    assert all(part.strip() for part in words[2:-1:2])


def test_who_are_and_were_the_members_agrees_with_the_entries_as_they_are_written(
    reading: Reading, real_cards: dict[str, Card]
) -> None:
    """Read anew, without the builder: who is listed as a member from a time before, and to one after or none."""
    checked = 0
    for card in real_cards.values():
        if card.kind != "members" or card.id.count("/") > 2:
            continue
        _, term, date = card.id.split("/")
        day = {7: f"{date}-15", 10: date}.get(len(date), reading.collection.record.edition)
        path = next((ROOT / "seeds" / "glossary").rglob(f"{term}.md"))
        listed = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])["members"]
        members = [
            m for m in listed if m.get("status", "member") == "member"
            and str(m["from"]) <= day and ("to" not in m or str(m["to"]) > day)
        ]  # fmt: skip
        assert card.answer == ", ".join(sorted(facts.country(m["country"]) for m in members))
        checked += 1
    assert checked > 5


def test_was_armenia_a_member_of_the_csto_in_january_2024(real_cards: dict[str, Card]) -> None:
    card = real_cards["members/csto/AM/2024-01"]
    assert (card.prompt, card.question) == ("Was it a member of CSTO in January 2024?", ("Armenia",))
    assert card.answer == "Yes. Member from 15 May 1992; suspended from 22 February 2024."
    assert "without formal notice" in card.more


def test_what_is_told_of_the_members_of_today_is_told_with_no_date(real_cards: dict[str, Card]) -> None:
    lists = {card.id: card for card in real_cards.values() if card.kind == "members" and card.id.count("/") == 2}
    assert "eleven if Saudi Arabia is counted" in lists["members/brics/now"].more
    assert lists["members/brics/2024-01"].more == ""
    assert {name for name, card in lists.items() if card.more} <= {name for name in lists if name.endswith("/now")}


@pytest.mark.parametrize(("intervals", "date", "told"), [
    ([{"from": "2001", "to": "2005"}], "2003-05", "Yes. Member from 2001 to 2005."),
    ([{"from": "2001", "to": "2005"}], "2000-12-31", "No. Member from 2001 to 2005."),
    ([{"to": "2005"}], "2003", "Yes. Member from an unknown date to 2005."),
    ([{"from": "2003", "to": "2005"}], "2003-05", "That depends on the day. Member from 2003 to 2005."),
    ([{"from": "2003-05-02", "to": "2005"}], "2003-05", "That depends on the day. Member from 2 May 2003 to 2005."),
    ([{"from": "2003-05-01", "to": "2005"}], "2003-05", "Yes. Member from 1 May 2003 to 2005."),
    ([{"from": "2001", "to": "2003-05-02"}], "2003-05-02", "No. Member from 2001 to 2 May 2003."),
    ([{"from": "2001", "to": "2003-05-02"}], "2003-05-01", "Yes. Member from 2001 to 2 May 2003."),
    ([{"from": "2001", "to": "2003"}], "2003-05-02", "That depends on the day. Member from 2001 to 2003."),
    ([{"status": "observer", "from": "2001", "to": "2005"}, {"from": "2005"}], "2003", "No. Observer from 2001 to 2005; member from 2005."),
])  # fmt: skip
def test_was_it_a_member(intervals: list[dict[str, str]], date: str, told: str) -> None:
    term = organization(members=[{"country": "AM", **one} for one in intervals])
    assert standings._answer(term.record.members, date) == told


def test_who_did_not_change_is_not_asked_about_and_of_too_many_no_list() -> None:
    countries = ("AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM")
    many = [{"country": code, "from": "1991"} for code in countries]
    assert list(standings.questions(organization(members=many), ["2001"], "2020")) == []
    few = list(standings.questions(organization(members=many[:3]), ["2001", "2002"], "2020"))
    assert [(one.key, one.answer) for one in few] == [("now", "Armenia, Azerbaijan, Belarus")]
    unknown = [*many[:3], {"country": "NO"}]
    assert list(standings.questions(organization(members=unknown), ["2001"], "2020")) == []
    assert list(standings.questions(organization(members=many[:3], founded="2030"), ["2001"], "2020")) != []
    unborn = list(standings.questions(organization(members=many[:3], founded="2010"), ["2001"], "2020"))
    assert [one.key for one in unborn] == ["now"]


def listed(dates: list[str], *members: dict[str, str], **record: object) -> dict[str, standings.Question]:
    """The questions for lists of members, of three since 1991 and these, at the dates and in 2020."""
    three = [{"country": code, "from": "1991"} for code in ("AM", "AZ", "BY")]
    term = organization(members=[*three, *members], **record)
    return {one.key: one for one in standings.questions(term, dates, "2020-02-02") if "/" not in one.key}


def test_that_a_day_is_not_known_is_told_of_members_only() -> None:
    uncertain = listed(["2010-05-06"], {"country": "NO", "from": "2010-05"}, {"country": "SE", "from": "2012"})
    assert uncertain["2010-05-06"].more == "Not sure: Norway from May 2010, and the day is not known."
    partner = {"country": "NG", "status": "partner", "from": "2010-05"}
    assert listed(["2010-05-06"], partner, {"country": "SE", "from": "2012"})["2010-05-06"].more == ""


@pytest.mark.parametrize("sentence", [
    "The result of the summit of 2026 in Armenia was not found.", "It is not sure whether Nigeria is a member.",
    "Lists of 2026 differ on whether Armenia is a member.",
])  # fmt: skip
def test_sentences_of_the_entry_that_say_of_no_fact_that_it_is_not_sure_stand_on_its_page_only(sentence: str) -> None:
    members = {"country": "NE", "from": "2001"}, {"country": "NG", "status": "observer", "from": "2001", "to": "2015"}
    term = organization(members=[*members, {"country": "AM", "from": "1991"}], unsure=[sentence])
    asked = list(standings.questions(term, ["1999", "2010"], "2020"))
    assert {one.key for one in asked} == {"now", "NE/1999", "NG/2010"}
    assert [one for one in asked if one.more] == []


def test_members_are_asked_for_today_and_at_other_times_where_the_answer_is_another() -> None:
    found = listed(["1995", "1998", "2010"], {"country": "SE", "from": "2001"}, members_note="As of today.")
    assert [(one.key, one.answer, one.more) for one in found.values()] == [
        ("now", "Armenia, Azerbaijan, Belarus, Sweden", "As of today."),
        ("1995", "Armenia, Azerbaijan, Belarus", ""),
    ]
    assert found["now"].prompt == "Which countries are members (2 February 2020)?"
    assert listed(["2020-02-02"]).keys() == {"now"}


def test_nobody_can_change_the_cards_that_all_are_given(reading: Reading) -> None:
    """They are made once in a process, and pages, scripts and packages are made of the same ones."""
    deck = flashcards.deck(reading.collection)
    assert flashcards.deck(reading.collection) is deck and not isinstance(deck, MutableMapping)
    assert not [cards for cards in deck.values() if isinstance(cards, MutableSequence)]


def test_a_short_form_of_two_entries_is_not_asked(cards_of: Deal) -> None:
    other = EL.replace("Example League", "Elder Lodge")
    cards = cards_of({"seeds/glossary/organization/el.md": EL, "seeds/glossary/organization/lodge.md": other})
    assert {card.id for card in cards.values() if card.kind == "short"} == {"short/el", "short/lodge"}
    alone = cards_of({"seeds/glossary/organization/lodge.md": None})
    assert alone["short/el/full"].answer == "Example League"


def test_a_definition_that_two_entries_have_is_not_asked_for_their_names(cards_of: Deal) -> None:
    town = "---\nname: {}\n---\nA town of the north with a harbour and a market.\n"
    files = {f"seeds/glossary/place/{name.lower()}.md": town.format(name) for name in ("Alba", "Brea")}
    cards = cards_of({**files, "seeds/glossary/place/cova.md": town.format("Cova").replace("north", "south")})
    assert {"meaning/alba", "meaning/brea", "name/cova"} <= cards.keys()
    assert not {"name/alba", "name/brea"} & cards.keys()


def test_a_definition_of_which_too_little_is_left_is_not_asked(cards_of: Deal) -> None:
    told = "---\nname: Example League\n---\nThe Example League: the Example League of the town.\n"
    cards = cards_of({"seeds/glossary/organization/el.md": told})
    assert "meaning/el" in cards and "name/el" not in cards


def test_an_event_is_asked_for_its_date(cards_of: Deal) -> None:
    event = "---\nname: The meeting\ndate: 2020-05\n---\nThey met in a town by the sea.\n"
    undated = "---\nname: The quarrel\n---\nThey quarrelled.\n"
    cards = cards_of({"seeds/glossary/event/meeting.md": event, "seeds/glossary/event/quarrel.md": undated})
    assert cards["date/meeting"].answer == "May 2020"
    assert not [name for name in cards if "quarrel" in name]


def test_what_editors_polish_and_add_changes_no_id(cards_of: Deal) -> None:
    essay = f"A Title\n\nBy Ann Author\n\n{SAID} It was the first time.\n"
    before = cards_of({"seeds/glossary/organization/el.md": EL, "seeds/essays/first-2024.txt": essay})
    after = cards_of({
        "seeds/glossary/organization/el.md": EL.replace("A league of examples", "An old league of examples").replace("short: EL", "short: E.L.X"),
        "seeds/glossary/court/aa.md": "---\nname: First Court\nshort: FC\n---\nA court that stands before all others in the list.\n",
        "seeds/essays/first-2024.txt": essay,
        "seeds/essays/another-2020.txt": essay.replace("thick", "thin"),
        "seeds/collection.yml": RECORD.replace("2026-01-01", "2026-02-02"),
    })  # fmt: skip
    assert before.keys() <= after.keys() and "sentence/el/another-2020" in "".join(after)
    assert before["meaning/el"] != after["meaning/el"]


def test_what_was_renamed_keeps_its_id(cards_of: Deal) -> None:
    essay = f"A Title\n\nBy Ann Author\n\n{SAID} It was the first time.\n\nNo more was said.\n"
    before = cards_of({"seeds/glossary/organization/el.md": EL, "seeds/essays/first-2024.txt": essay})
    sentence = next(name for name in before if name.startswith("sentence/"))
    changed = essay.replace("a thick book", "a very thick book")
    block = sentence.rpartition("/")[2]
    files = {
        "seeds/glossary/organization/el.md": None,
        "seeds/glossary/organization/league.md": EL,
        "seeds/essays/first-2024.txt": None,
        "seeds/essays/newer-2024.txt": changed,
    }
    unmoved = cards_of(files)
    assert before.keys().isdisjoint(unmoved)
    now = next(name for name in unmoved if name.startswith("sentence/")).rpartition("/")[2]
    moved = "moved:\n  glossary/el: glossary/old-league\n  glossary/old-league: glossary/league\n  essays/first-2024: essays/newer-2024\n"
    after = cards_of({
        **files, "seeds/collection.yml": RECORD + moved, "seeds/essays/newer-2024.yml": f"moved: {{{block}: {now}}}\n"
    })  # fmt: skip
    assert after.keys() == before.keys()
    assert after[sentence].path == f"essays/newer-2024/#{now}" and after["meaning/el"].path == "glossary/league/"


def test_many_essays_make_no_larger_deck_for_an_entry(cards_of: Deal) -> None:
    members = ", ".join(f"{{country: {code}, from: {1990 + at}, to: {2000 + at}}}" for at, code in enumerate(("AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT")))  # fmt: skip
    files = {"seeds/glossary/organization/el.md": EL.replace("short: EL", f"short: EL\nmembers: [{members}]")}
    for number in range(40):
        files[f"seeds/essays/e-{number}.txt"] = f"{SAID}\n\nThen the Example League went home, and {SAID}\n"
        files[f"seeds/essays/e-{number}.yml"] = f"title: T {number}\ndate: {1980 + number}\n"
    cards = list(cards_of(files).values())
    assert sum(card.kind == "sentence" for card in cards) == flashcards.SENTENCES
    assert len({card.essays for card in cards if card.kind == "sentence"}) == flashcards.SENTENCES
    lists = [card for card in cards if card.kind == "members" and card.id.count("/") == 2]
    assert len(lists) == standings.LISTS
    assert sum(card.kind == "members" for card in cards) - len(lists) == standings.COUNTRIES
    assert all(len(card.essays) <= flashcards.ESSAYS for card in cards)


def test_the_most_mentioned_entries_come_first(reading: Reading, real_cards: dict[str, Card]) -> None:
    passages = reading.collection.passages
    counts = [
        sum(len(passage.mentions) for passage in passages.get(card.term, ()))
        for card in real_cards.values() if card.kind == "meaning"
    ]  # fmt: skip
    assert all(one >= other for one, other in pairwise(counts)) and counts[0] > counts[-1]


def test_without_entries_there_are_no_cards_and_a_page_that_says_so(collection: Make) -> None:
    project = collection({"seeds/glossary/organization/el.md": None, "seeds/essays/first-2024.txt": None})
    pipeline.build(project)
    page = (project.site / "study" / "index.html").read_text("utf-8")
    assert "No flashcard yet" in page and "flashcards.apkg" not in page
    assert not (project.site / "flashcards.apkg").exists()
    assert [path.name for path in (project.site / "study").iterdir()] == ["index.html"]


def test_the_page_is_called_by_the_name_that_leads_to_it(real: Project) -> None:
    page = BeautifulSoup((real.site / "study" / "index.html").read_text("utf-8"), "html.parser")
    (link,) = page.select("footer a[href$='study/'], footer a[href='./']")
    heading, title, lead = page.h1, page.title, page.select_one(".reader-list__lead")
    assert heading and title and lead
    assert link.get_text(strip=True) == heading.get_text(strip=True) == title.get_text().split(" - ")[0] == "Study"
    assert re.match(r"\d+ flashcards ", lead.get_text())


def test_without_the_library_there_is_no_package_and_no_link_to_one(reading: Reading) -> None:
    deck = flashcards.deck(reading.collection)
    for package in (True, False):
        (_, template, shown), *lists = study.pages(deck, reading.collection, package)
        assert (template, shown["package"]) == ("study.md", package)
        assert {path for path, _, _ in lists} == {f"study/{kind}.md" for kind in flashcards.KINDS}


def test_the_scripts_hold_every_card_once(reading: Reading) -> None:
    deck = flashcards.deck(reading.collection)
    files = dict(study.scripts(deck, reading.collection))
    for kind, cards in deck.items():
        text = files[f"study/{kind}.js"]
        start = f'(reader.cards??={{}})["{kind}"]='
        assert text.startswith(start) and text.endswith(";\n")
        listed = yaml.safe_load(text.removeprefix(start).removesuffix(";\n").replace("\\/", "/"))
        assert [(row[0], "".join(row[3]), row[4]) for row in listed] == [
            (card.id, "".join(card.question), card.answer) for card in cards
        ]
        assert len(text.encode()) < 400_000
