"""The package and the table, taken in by Anki itself: the cards as they are, none twice, what was learnt kept."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from anki import collection as anki
from anki.notes import Note
from bs4 import BeautifulSoup

from builder import flashcards, gaps, pipeline
from builder.collection import Collection
from builder.exports.anki import COLUMNS, FIELDS, GAP, HEADER, apkg, tsv
from builder.flashcards import Card
from builder.pipeline import Reading
from builder.project import open_project
from tests.conftest import BASE, ROOT, write
from tests.test_flashcards import EL, RECORD, SAID
from tests.test_serialize import HOSTILE

ESSAY = f"A Title\n\nBy Ann Author\n\n{SAID} It was the first time.\n\nNo more was said.\n"
MORE = "---\nname: First Court\nshort: FC\n---\nA court in a town that has no other court but this.\n"
TRAPS = [
    "{{c1::gone}} {{Answer}} {{#More}}", "}} :: {{c2::a::b}}", "\\( x^2 \\) \\[ y \\]", "[sound:x.mp3] [anki:tts lang=en]a[/anki:tts]",
    "[latex]a[/latex] [$]x[/$]", "=HYPERLINK(1) @x +1 -1", "#notetype:Cloze", 'a "quoted" word', "\u200fعربي\u200e", "<hr id=answer>",
]  # fmt: skip


@dataclass
class Student:
    """Somebody's Anki."""

    collection: anki.Collection
    folder: Path

    def takes_in(self, package: bytes) -> anki.ImportLogWithChanges.Log:
        path = self.folder / "taken.apkg"
        path.write_bytes(package)
        request = anki.ImportAnkiPackageRequest(package_path=str(path), options=anki.ImportAnkiPackageOptions())
        return self.collection.import_anki_package(request).log

    def takes_in_table(self, table: str) -> anki.ImportLogWithChanges.Log:
        path = self.folder / "taken.tsv"
        path.write_text(table, "utf-8")
        metadata = self.collection.get_csv_metadata(str(path), None)
        return self.collection.import_csv(anki.ImportCsvRequest(path=str(path), metadata=metadata)).log

    def notes(self) -> list[Note]:
        return [self.collection.get_note(name) for name in self.collection.find_notes("")]

    def note(self, name: str) -> Note:
        return next(note for note in self.notes() if note.fields[0] == name)


@pytest.fixture
def student(tmp_path: Path) -> Iterator[Student]:
    folder = tmp_path / "anki"
    folder.mkdir()
    opened = anki.Collection(str(folder / "collection.anki2"))
    yield Student(opened, folder)
    opened.close()


@pytest.fixture
def made(tmp_path: Path) -> Callable[[Mapping[str, str]], Collection]:
    def make(files: Mapping[str, str]) -> Collection:
        root = write(
            tmp_path / f"seeds-{len(list(tmp_path.iterdir()))}", {**BASE, "seeds/essays/first-2024.txt": ESSAY, **files}
        )
        reading = pipeline.read(open_project(root))
        assert not reading.errors, [str(error) for error in reading.errors]
        return reading.collection

    return make


def cards(collection: Collection) -> list[Card]:
    return [card for held in flashcards.deck(collection).values() for card in held]


def package(collection: Collection) -> bytes:
    return apkg(flashcards.deck(collection), collection)


def words(markup: str) -> str:
    return BeautifulSoup(markup, "html.parser").get_text()


def folded(text: str) -> str:
    return " ".join(text.split())


def test_anki_has_every_card_as_it_is(student: Student, reading: Reading) -> None:
    wanted = {card.id: card for card in cards(reading.collection)}
    log = student.takes_in(package(reading.collection))
    assert len(log.new) == len(wanted) == student.collection.note_count() == student.collection.card_count()
    title = reading.collection.record.title
    for note in student.notes():
        card = wanted.pop(note.fields[0])
        _, prompt, question, answer, more, source = map(html.unescape, note.fields)
        cloze = card.kind == "sentence"
        shown = (
            question.replace("{{c1::", "\x00").replace("}}", "\x00").split("\x00")
            if cloze
            else words(note.fields[2]).split(GAP)
        )
        assert shown == list(card.question) if cloze else shown == list(card.question[::2])
        assert (prompt, answer, more, source) == (card.prompt, card.answer, card.more, card.source)
        assert note.tags == sorted(
            [f"kind::{card.kind}", f"entry::{card.term}", *(f"essay::{slug}" for slug in card.essays)]
        )
        (held,) = note.cards()
        assert student.collection.decks.name(held.did) == f"{title}::{flashcards.KIND_WORDS[card.kind]}"
    assert wanted == {}


def test_new_cards_come_in_the_order_of_the_deck(student: Student, reading: Reading) -> None:
    student.takes_in(package(reading.collection))
    for kind, held in flashcards.deck(reading.collection).items():
        ordered = student.collection.find_cards(f"tag:kind::{kind}", order="c.due")
        assert [student.collection.get_card(name).note().fields[0] for name in ordered] == [card.id for card in held]


def test_sqlite_reads_the_same_fields(reading: Reading, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(package(reading.collection))) as archive:
        assert archive.testzip() is None
        archive.extract("collection.anki2", tmp_path)
    assert int.from_bytes((tmp_path / "collection.anki2").read_bytes()[96:100]) == 3_037_000, "whatever SQLite wrote it"
    connection = sqlite3.connect(tmp_path / "collection.anki2")
    rows = [row[0].split("\x1f") for row in connection.execute("select flds from notes order by id")]
    assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
    connection.close()
    assert [(row[0], words(row[3])) for row in rows] == [(card.id, card.answer) for card in cards(reading.collection)]
    assert {len(row) for row in rows} == {len(FIELDS)}


def test_the_same_package_twice_changes_nothing(student: Student, reading: Reading) -> None:
    student.takes_in(package(reading.collection))
    before = [(note.id, note.guid, note.fields, note.mod) for note in student.notes()]
    log = student.takes_in(package(reading.collection))
    assert (len(log.new), len(log.updated)) == (0, 0)
    assert [(note.id, note.guid, note.fields, note.mod) for note in student.notes()] == before


def test_a_newer_deck_updates_doubles_nothing_and_keeps_what_was_learnt(
    student: Student, made: Callable[[Mapping[str, str]], Collection]
) -> None:
    old = made({"seeds/glossary/organization/el.md": EL, "seeds/collection.yml": RECORD})
    new = made({
        "seeds/glossary/organization/el.md": EL.replace("examples that", "good examples, which"),
        "seeds/glossary/court/fc.md": MORE,
        "seeds/collection.yml": RECORD.replace("2026-01-01", "2026-01-02"),
    })  # fmt: skip
    student.takes_in(package(old))
    learnt = student.note("meaning/el").cards()[0]
    learnt.type, learnt.queue, learnt.ivl, learnt.due, learnt.reps, learnt.factor = 2, 2, 30, 40, 5, 2300
    student.collection.update_card(learnt)

    log = student.takes_in(package(new))
    before, after = {card.id: card for card in cards(old)}, {card.id: card for card in cards(new)}
    added = after.keys() - before.keys()
    changed = {name for name in before if after[name] != before[name]}
    assert {"meaning/el", "name/el"} == changed and {"meaning/fc", "short/fc", "short/fc/full"} <= added
    assert (len(log.new), len(log.updated)) == (len(added), len(before))  # Anki goes by the date
    assert sorted(note.fields[0] for note in student.notes()) == sorted(after)
    assert student.note("meaning/el").fields[3] == html.escape(after["meaning/el"].answer)
    kept = student.note("meaning/el").cards()[0]
    assert kept.id == learnt.id
    assert (kept.type, kept.queue, kept.ivl, kept.due, kept.reps, kept.factor) == (2, 2, 30, 40, 5, 2300)


def test_two_collections_do_not_mix_and_a_new_title_needs_not_double(
    student: Student, made: Callable[[Mapping[str, str]], Collection]
) -> None:
    one, other = made({}), made({"seeds/collection.yml": RECORD.replace("title: T", "title: U")})
    retitled = made({"seeds/collection.yml": RECORD.replace("title: T", "title: V\ndeck: U")})
    count = len(cards(one))
    assert len(student.takes_in(package(one)).new) == count
    assert len(student.takes_in(package(other)).new) == count
    assert len(student.takes_in(package(retitled)).new) == 0
    assert student.collection.note_count() == 2 * count


def test_a_gap_hides_its_words_and_its_answer_shows_them(student: Student, reading: Reading) -> None:
    student.takes_in(package(reading.collection))
    wanted = {card.id: card for card in cards(reading.collection) if card.kind == "sentence"}
    for name in student.collection.find_notes("tag:kind::sentence"):
        note = student.collection.get_note(name)
        (held,), card = note.cards(), wanted[note.fields[0]]
        asked, told = BeautifulSoup(held.question(), "html.parser"), BeautifulSoup(held.answer(), "html.parser")
        shown, whole = asked.select_one(".sentence"), told.select_one(".sentence")
        assert shown and whole
        assert shown.get_text() == gaps.whole(card.question, "[...]") and whole.get_text() == "".join(card.question)
        assert [gap.get_text() for gap in whole.select(".cloze")] == list(card.question[1::2])


@pytest.mark.parametrize("address", ["", "https://reader.example/essays/"])
def test_hostile_words_are_only_words(
    student: Student, made: Callable[[Mapping[str, str]], Collection], address: str
) -> None:
    """Set into every field of the cards themselves, for seeds can hold only some of them."""
    collection = replace(made({}), address=address)
    sample = flashcards.deck(collection)
    hostile = [*TRAPS, *HOSTILE, "a\x1fb\tc\nd\u2028e"]
    deck = {
        kind: [
            replace(held[0], id=f"{kind}/{at}", prompt=text, question=("Left ", text, " right ", text, f" {text}") if kind in ("sentence", "name") else (text,),
                    answer=text, more=text, source=text)
            for at, text in enumerate(hostile)
        ]
        for kind, held in sample.items() if held
    }  # fmt: skip
    paths = {str(kind): held[0].path for kind, held in sample.items() if held}
    assert len(paths) > 2
    log = student.takes_in(apkg(deck, collection))
    assert len(log.new) == len(hostile) * len(deck)
    ours = {"style", "div", "p", "span", "hr", "a"}
    for note in student.notes():
        kind, _, at = note.fields[0].partition("/")
        text = folded(hostile[int(at)])
        for page in (note.cards()[0].question(), note.cards()[0].answer()):
            soup = BeautifulSoup(page, "html.parser")
            assert {element.name for element in soup.find_all()} <= ours
            assert not [value for element in soup.find_all() for value in element.attrs if value.startswith("on")]
            assert soup.select_one(".mathjax_ignore") and "[anki:play" not in page
            prompt = soup.select_one(".prompt")
            assert prompt and folded(prompt.get_text()) == text
        for part in (".more", ".source", *([] if kind == "sentence" else [".answer"])):
            told = soup.select_one(part)
            assert told and folded(told.get_text()) == text
        links = [str(link["href"]) for link in soup.select("a")]
        assert links == ([address + paths[kind]] if address else [])
        if kind == "sentence":
            sentence = soup.select_one(".sentence")
            assert sentence and folded(sentence.get_text()) == folded(f"Left {text} right {text} {text}")

    rows = list(csv.reader(io.StringIO(tsv(deck, collection).removeprefix(HEADER)), dialect="excel-tab"))
    assert len(rows) == len(hostile) * len(deck) and {len(row) for row in rows} == {4}
    assert not [field for row in rows for field in row if field.startswith(("=", "+", "-", "@"))]


def test_the_table_says_the_same_and_updates_too(student: Student, reading: Reading) -> None:
    collection = reading.collection
    deck = flashcards.deck(collection)
    wanted = cards(collection)
    log = student.takes_in_table(tsv(deck, collection))
    assert len(log.new) == len(wanted)
    fronts = {html.unescape(note.fields[0]): html.unescape(note.fields[1]) for note in student.notes()}
    for card in wanted:
        back = fronts[folded(f"{card.prompt} {gaps.whole(card.question, GAP)}")]
        assert back.split(" · ")[0] == card.answer and back.endswith(card.source)
    first, *others = deck["meaning"]
    changed = replace(first, answer="Something “else” <b>")
    log = student.takes_in_table(tsv({**deck, "meaning": [changed, *others]}, collection))
    assert (len(log.new), len(log.updated)) == (0, 1)
    assert student.collection.note_count() == len(wanted)


def test_the_columns_are_those_that_the_header_names() -> None:
    assert "#columns:" + "\t".join(name for name, _, _ in COLUMNS) in HEADER.splitlines()


def test_who_has_the_package_gets_nothing_twice_from_the_table(student: Student, reading: Reading) -> None:
    student.takes_in(package(reading.collection))
    count = student.collection.note_count()
    student.takes_in_table(tsv(flashcards.deck(reading.collection), reading.collection))
    assert student.collection.note_count() == count


def test_the_same_bytes_on_another_machine_and_day(reading: Reading, tmp_path: Path) -> None:
    """Another process with other hashes, another time zone, another temporary folder and another clock."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    script = (
        "import hashlib, sys, time; from pathlib import Path; time.time = lambda: 4e9\n"
        "from builder import flashcards, pipeline; from builder.exports.anki import apkg, tsv; from builder.project import open_project\n"
        "made = pipeline.read(open_project(Path(sys.argv[1]))).collection; deck = flashcards.deck(made)\n"
        "print(hashlib.sha256(apkg(deck, made) + tsv(deck, made).encode()).hexdigest())"
    )
    (tmp_path / "tmp").mkdir()
    told = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "TMPDIR": str(tmp_path / "tmp")},
    ).stdout.strip()  # fmt: skip
    deck = flashcards.deck(reading.collection)
    here = apkg(deck, reading.collection) + tsv(deck, reading.collection).encode()
    assert told == hashlib.sha256(here).hexdigest()
    assert list((tmp_path / "tmp").iterdir()) == []
