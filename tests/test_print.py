"""The PDFs to print, read back with other libraries than the one that sets them: their words, tags, notes and links."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from builder import downloads, extras, typesetting
from builder.citing import NO_CITATIONS, citations
from builder.exports.cover import cover_png
from builder.exports.pdf import pdf
from builder.model import Annotations, Essay
from builder.pipeline import Reading
from builder.project import Project
from builder.prose import unmarked
from builder.works import both
from tests import made
from tests.printed import Node, Printed

SLUGS = ("baev-2025", "pomeranz-2024")
NOTES = ("Note", "Lbl")  # the editors' notes and the marks that call them
LEFTWARD = re.compile("[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]")


@pytest.fixture(scope="session", params=SLUGS)
def essay(request: pytest.FixtureRequest, real: Project, reading: Reading) -> tuple[Essay, Annotations, Printed]:
    slug = request.param
    content = (real.site / "essays" / slug / f"{slug}.pdf").read_bytes()
    return *reading.collection.essays[slug], Printed(content)


def lines(printed: Printed) -> Iterator[str]:
    """The text of each element that has text of its own, in the order of the tags; notes and their marks apart."""
    for node in printed.tree.under():
        if node.name in {"P", "TH", "TD", "LBody", "Span", "H1", "H2", "H3", "H4", "H5", "H6"}:
            yield node.words(*NOTES, "L", "P")


def expected(essay: Essay) -> Iterator[str]:
    """The words of the blocks in their order, but for pull quotes, which the text says again."""
    for block in essay.blocks:
        if block.role == "table":
            yield from (cell for row in essay.words(block.span).split("\n") for cell in row.split("\t") if cell)
        elif block.role != "pull-quote":
            yield from essay.words(block.span).split("\n")


def holds_in_order(found: Iterator[str], wanted: Iterator[str]) -> None:
    passed: list[str] = []
    for text in wanted:
        for line in found:
            if line == text:
                break
            passed.append(line)
        else:
            raise AssertionError(f"{text!r} is not in its place; there are {passed[-5:]!r}")


def test_every_word_is_there_in_its_order(essay: tuple[Essay, Annotations, Printed]) -> None:
    text, _, printed = essay
    holds_in_order(lines(printed), expected(text))
    shown = " ".join(" ".join(printed.artifacts()).replace("\u00ad", "").split())
    assert all(text.words(block.span) in shown for block in text.blocks if block.role == "pull-quote")


def test_it_is_tagged_and_says_what_it_is(essay: tuple[Essay, Annotations, Printed]) -> None:
    text, _, printed = essay
    root = printed.reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "en"
    about = printed.reader.metadata
    assert about is not None
    assert (about.title, about.author) == (text.title, ", ".join(author.name for author in text.authors))
    assert about["/Keywords"] == ", ".join(text.tags)
    assert str(about.creation_date)[:10] == "2026-11-21"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    headings = [text.words(b.span) for b in text.blocks if b.role == "heading"]
    tree = [str(item.title) for item in flat(printed.reader.outline)]
    assert tree[0] == text.title
    holds_in_order(iter(tree), iter(headings))
    assert tree[-1] == "Glossary"


def flat(outline: list) -> Iterator:
    for item in outline:
        yield from flat(item) if isinstance(item, list) else [item]


def calls(printed: Printed) -> Iterator[tuple[Node, Node]]:
    """Each mark with the note that follows it."""
    for node in printed.tree.under():
        held = [child for child in node.children if isinstance(child, Node)]
        for mark, note in pairwise(held):
            if (mark.name, note.name) == ("Lbl", "Note"):
                yield mark, note


def test_each_note_stands_at_the_foot_of_the_page_of_its_mark(essay: tuple[Essay, Annotations, Printed]) -> None:
    _, layers, printed = essay
    found = list(calls(printed))
    assert sorted(int(mark.words()) for mark, _ in found) == [note.number for note in layers.notes]
    by_number = {note.number: note for note in layers.notes}
    for mark, note in found:
        assert mark.pages() == {min(note.pages())}
        told = by_number[int(mark.words())]
        assert all(source.title in note.words() for source in told.sources)
        assert re.sub(r"[\[\]]", "", told.text)[:20].split()[0] in note.words()


def test_the_number_of_a_paragraph_is_on_the_page_where_it_begins(essay: tuple[Essay, Annotations, Printed]) -> None:
    text, _, printed = essay
    (document,) = [child for child in printed.tree.children if isinstance(child, Node)]
    held = [child for child in document.children if isinstance(child, Node)]
    beside = [(n, p) for n, p in pairwise(held) if n.name == "Span" and p.name == "P"]
    wanted = [(str(b.number), text.words(b.span)) for b in text.blocks if b.number]
    assert [(number.words(), paragraph.words(*NOTES)) for number, paragraph in beside] == wanted
    assert all(number.pages() == {min(paragraph.pages())} for number, paragraph in beside)


def test_links_lead_to_sources_and_within_the_file(essay: tuple[Essay, Annotations, Printed]) -> None:
    text, layers, printed = essay
    out, within = set(), 0
    for page in printed.reader.pages:
        for link in (annotation.get_object() for annotation in page.get("/Annots", ())):
            assert link["/Subtype"] == "/Link"
            if "/A" in link and link["/A"]["/S"] == "/URI":
                out.add(str(link["/A"]["/URI"]))
            else:
                within += 1
    assert {source.url for note in layers.notes for source in note.sources} <= out
    assert {style.href for style in text.styles if style.href} <= out
    assert within > len(layers.notes) + sum(mention.linked for mention in layers.mentions)


def test_it_says_how_to_cite_the_essay_and_this_edition(
    essay: tuple[Essay, Annotations, Printed], reading: Reading
) -> None:
    text, _, printed = essay
    found = list(lines(printed))
    at = found.index("How to cite")
    told: list[str] = []
    for name, work in both(text, reading.collection).items():
        references = citations(reading.collection)[work.key]
        told += [name, *(f"{one.style}: {''.join(part for part, _ in one.reference)}" for one in references)]
    about = [line for line in found[at + 1 :] if not line.startswith("http")]  # an address is told again, as a link
    assert about[: len(told)] == told


def test_without_the_processor_it_says_in_a_line_how_to_cite(reading: Reading) -> None:
    found = list(lines(Printed(pdf(reading.collection, *reading.collection.essays["baev-2025"]))))
    assert found[found.index("How to cite") + 1].startswith("Pavel K. Baev, “Russian counter-offensive")


def test_running_heads_tell_whose_text_it_is(essay: tuple[Essay, Annotations, Printed]) -> None:
    text, _, printed = essay
    heads = printed.artifacts()
    assert all(
        text.authors[0].name in head and head.startswith(str(number))
        for number, head in list(enumerate(heads, 1))[1::2]
    )
    assert all(text.title[:30] in head and str(number) in head for number, head in list(enumerate(heads, 1))[2::2])


def test_the_same_bytes_twice(real: Project, reading: Reading) -> None:
    collection = reading.collection
    for slug, (essay, layers) in collection.essays.items():
        once = pdf(replace(collection, address="https://example.org/"), essay, layers)
        assert once == pdf(replace(collection, address="https://example.org/"), essay, layers)
        page = (real.site / "essays" / slug / "index.html").read_text("utf-8")
        assert f'href="{slug}.pdf"' in page


@settings(max_examples=30, derandomize=True)  # of many thousand essays Typst finds no end of one: told below
@given(made.essays(made.SHAPED) | made.essays(), st.sampled_from(["", "https://example.org/a/"]))
def test_any_essay_is_printed_with_all_its_words(pair: tuple[Essay, Annotations], address: str) -> None:
    """What is written from right to left stands in a PDF as it is drawn: there the letters are compared, not their order."""
    essay, layers = pair
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting, "_compiled", of_its_own)
        printed = Printed(pdf(made.collection(essay, layers, address), essay, layers))
    whole = b"pdfuaid" in printed.reader.trailer["/Root"]["/Metadata"].get_data()
    found, wanted = list(lines(printed)), list(expected(essay))
    assert whole != any("Some letters of this text have no shape" in line for line in found)
    if essay.language == "ar" or any(LEFTWARD.search(text) for text in wanted):
        found, wanted = (["".join(sorted(text)) for text in texts] for texts in (found, wanted))
    if whole:
        holds_in_order(iter(found), iter(wanted))


COMPILED = typesetting._compiled


def of_its_own(
    template: str, words: Mapping[str, str], form: Literal["pdf", "png"], own: bool, **options: object
) -> bytes:
    """With the typefaces that Typst brings, whatever this machine has."""
    return COMPILED(template, words, form, True, **options)


def test_where_typst_finds_no_end_the_notes_stand_in_the_text(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(template: str, words: Mapping[str, str], *given: Any, **options: object) -> bytes:
        if words["notes"] == "foot":
            monkeypatch.setattr(typesetting, "PATIENCE", 0.001)  # as if it ran on and on
            try:
                return COMPILED(template, words, *given, **options)
            finally:
                monkeypatch.setattr(typesetting, "PATIENCE", 60)
        return COMPILED(template, words, *given, **options)

    monkeypatch.setattr(typesetting, "_compiled", endless)
    essay, layers = reading.collection.essays["baev-2025"]
    words = "".join(page.extract_text() for page in Printed(pdf(reading.collection, essay, layers)).reader.pages)
    told = re.sub(r"[\W_]", "", words)
    begun = [re.sub(r"[\W_]", "", unmarked(note.text, reading.collection.glossary))[:12] for note in layers.notes]
    assert sum(words in told for words in begun) > len(begun) / 2  # the others run over a line's end beside a number


def test_letters_without_a_shape_are_told(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_compiled", of_its_own)
    essay, layers = reading.collection.essays["baev-2025"]
    printed = Printed(pdf(reading.collection, replace(essay, rights="All rights: 中文"), layers))
    assert any("Some letters of this text have no shape" in line for line in lines(printed))
    holds_in_order(lines(printed), expected(essay))
    assert cover_png("中文", ["x"]) == b""


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("A Cacophony of Partnerships", ["William Pomeranz", "The Wilson Quarterly, Winter 2024"]),
        ("Российское контрнаступление " * 8, ["Павел Баев"]),
        ("x" * 300, ["y" * 500] * 20),
        ('#image("/etc/passwd") $x$ <b>&amp; \\ ]]>', []),
        ("", []),
        ("بيان عن السياسة", ["كاتب"]),
    ],
)
def test_a_cover_has_its_size_and_nothing_runs_off_it(title: str, lines: list[str]) -> None:
    picture = Image.open(io.BytesIO(cover_png(title, lines, "The Annotated Reader", "en"))).convert("RGB")
    assert picture.size == (1600, 2560)
    margin = picture.crop((1440, 0, 1600, 2560)).getcolors()
    assert margin is not None and len(margin) == 1


def test_without_typst_nothing_is_printed_and_the_build_says_so(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "PDF", replace(extras.PDF, libraries=("no_such_library",)))
    assert not [path for path, _ in downloads.bound(reading.collection, NO_CITATIONS) if path.endswith(".pdf")]
