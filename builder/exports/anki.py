"""The flashcards for Anki: a package (.apkg), and a table (.tsv) that other programs read, too.

In both a note has the same guid, made of the card's id and the name of the deck: by it Anki knows again what it has,
and updates what comes from a newer edition. Every field is escaped text: nothing that a contributor wrote is markup,
a gap or mathematics there, nor a formula in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import itertools
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

from builder import gaps
from builder.collection import Collection
from builder.flashcards import KIND_WORDS, Card, Kind
from builder.splicing import plain, tag

if TYPE_CHECKING:
    import genanki

Deck = Mapping[Kind, Sequence[Card]]
GAP = "[…]"
HEADER = """#separator:tab
#html:false
#notetype:Basic
#if matches:update current
#columns:guid\tFront\tBack\ttags
#guid column:1
#tags column:4
"""
# Name, type and meaning of each column of the table, for datapackage.json.
COLUMNS = (
    ("guid", "string", "Id of the card, the same in every edition"),
    ("Front", "string", "What is asked; “[…]” stands for what is hidden"),
    ("Back", "string", "The answer, what else is to be known, and where it is from, parted by “ · ”"),
    ("tags", "string", "kind::KIND, entry::ID and essay::NAME, parted by spaces"),
)
FIELDS = ("Card", "Prompt", "Question", "Answer", "More", "Source")
# Anki takes \\( … \\) for mathematics, but not in an element of these classes.
FRONT = """<div class="mathjax_ignore tex2jax_ignore"><p class="prompt">{{Prompt}}</p>
<p class="KIND" dir="auto">{{QUESTION}}</p>"""
BACK = """{{ANSWER}}
{{#More}}<p class="more" dir="auto">{{More}}</p>{{/More}}
<p class="source">{{Source}}</p></div>"""
ANSWER = '<hr id="answer"><p class="answer" dir="auto">{{Answer}}</p>'
STYLE = """.card{max-width:34rem;margin:0 auto;padding:1.2rem;text-align:left;color:#1d1c1a;background:#fcfbf8;
font:20px/1.5 "Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,serif}
p{margin:.5rem 0}
.prompt,.source{font:15px/1.5 system-ui,sans-serif;color:#55514a}
.question{font-size:24px;line-height:1.35}
.more{font-size:17px;color:#55514a}
.cloze,a{color:#7b2130}
hr{height:1px;border:0;margin:1.2rem 0;background:#e4dfd5}
.card.nightMode{color:#e9e5dc;background:#191816}
.nightMode :is(.prompt,.source,.more){color:#bab4a9}
.nightMode :is(.cloze,a){color:#e8a3ad}
.nightMode hr{background:#38352f}
"""
SQLITE = (3_037_000).to_bytes(4)  # the version in the file’s head, which else would be that of this machine


def tsv(deck: Deck, collection: Collection) -> str:
    """Anki's header lines, then guid, front, back and tags of each card."""
    out = io.StringIO()
    out.write(HEADER)
    rows = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    for card in _all(deck):
        front = f"{card.prompt} {gaps.whole(card.question, GAP)}"
        back = " · ".join(filter(None, (card.answer, card.more, card.source, collection.leads(card.path))))
        rows.writerow([_guid(collection, card), _line(front), _line(back), " ".join(_tags(card))])
    return out.getvalue()


def apkg(deck: Deck, collection: Collection) -> bytes:
    """The same cards of the same edition give the same bytes: its clock is the edition's date."""
    import genanki

    name = _name(collection)
    models = {cloze: _model(name, cloze) for cloze in (False, True)}
    decks = []
    for kind, cards in deck.items():
        held = genanki.Deck(_number(name, kind), f"{name}::{KIND_WORDS[kind]}")
        for place, card in enumerate(cards, start=1):
            cloze = kind == "sentence"
            fields = _fields(card, collection, cloze)
            held.add_note(
                genanki.Note(models[cloze], fields, guid=_guid(collection, card), tags=_tags(card), due=place)
            )
        decks += [held] if cards else []
    return _zipped(_database(genanki.Package(decks), collection.record.edition))


def _all(deck: Deck) -> list[Card]:
    return [card for cards in deck.values() for card in cards]


def _name(collection: Collection) -> str:
    """What the deck is called. Two colons would put it into another."""
    return (collection.record.deck or collection.record.title).replace("::", ": ")


def _guid(collection: Collection, card: Card) -> str:
    return f"c{_digest(_name(collection), card.id).hex()}"


def _number(*parts: str) -> int:
    """An id of a deck or a note type: positive, and no number that Anki itself gives."""
    return int.from_bytes(_digest(*parts)[:6]) | 1 << 40


def _digest(*parts: str) -> bytes:
    return blake2b("\n".join(parts).encode(), digest_size=10).digest()


def _tags(card: Card) -> list[str]:
    return [f"kind::{card.kind}", f"entry::{card.term}", *(f"essay::{slug}" for slug in card.essays)]


def _line(text: str) -> str:
    """On one line; with a space before what a spreadsheet would take for a formula."""
    line = " ".join(text.split())
    return f" {line}" if line.startswith(("=", "+", "-", "@")) else line


def _model(name: str, cloze: bool) -> genanki.Model:
    import genanki

    front = FRONT.replace("KIND", "sentence" if cloze else "question")
    front = front.replace("QUESTION", "cloze:Question" if cloze else "Question")
    answer = "" if cloze else ANSWER
    template = {"name": "Card", "qfmt": f"{front}</div>", "afmt": front + BACK.replace("{{ANSWER}}", answer)}
    return genanki.Model(
        _number(name, "sentence" if cloze else "card"),
        f"{name}: {'sentence' if cloze else 'card'}",
        fields=[{"name": field} for field in FIELDS],
        templates=[template],
        css=STYLE,
        model_type=genanki.Model.CLOZE if cloze else genanki.Model.FRONT_BACK,
        sort_field_index=FIELDS.index("Question"),
    )


def _fields(card: Card, collection: Collection, cloze: bool) -> list[str]:
    start, end = ("{{c1::", "}}") if cloze else ('<span class="cloze">', "</span>")
    question = "".join(
        f"{start}{_text(part if cloze else GAP)}{end}" if place % 2 else _text(part)
        for place, part in enumerate(card.question)
    )
    address, source = collection.leads(card.path), _text(card.source)
    linked = f"{tag('a', {'href': address})}{source}</a>" if address else source
    return [card.id, _text(card.prompt), question, _text(card.answer), _text(card.more), linked]


def _text(text: str) -> str:
    """As character data, without what parts the fields of a note (U+001F) and its like."""
    return plain("".join(" " if letter.isspace() else letter for letter in text))


def _database(package: genanki.Package, edition: str) -> bytes:
    day = datetime.fromisoformat((edition + "-01-01")[:10]).replace(tzinfo=UTC).timestamp()
    with sqlite3.connect(":memory:") as connection:
        package.write_to_db(connection.cursor(), day, itertools.count(int(day * 1000)))
        connection.commit()
        data = connection.serialize()
    return data[:96] + SQLITE + data[100:]


def _zipped(database: bytes) -> bytes:
    """Dates and systems in the archive are the same everywhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("collection.anki2", database), ("media", b"{}")):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
