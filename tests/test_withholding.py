"""Of an essay with `access: excerpt` no more is published than the passages around its notes: in no file of the site."""

from __future__ import annotations

import gzip
import io
import re
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from builder import pipeline
from builder.ledger import Published, published_by
from builder.model import Block, Essay, OffsetMap, Span
from builder.project import Project, open_project
from builder.published import published
from builder.withholding import MARK, WORD, cut
from tests.conftest import BASE, publishable, write

WORDS = 12
CANARIES = Q = [f"qz{letter}canary" for letter in "abcdefghi"]
WITHHELD = f"""A Title

By Ann Author

{Q[0]} the Example League (EL) met in {Q[0]} for a while. EL {Q[0]}.

Before it there were many words that nobody may read, {Q[1]}, and so on for a good while, until the very words of note stand here, and after it there \
are many more words that nobody may read, {Q[2]}, until the League rose again.

{Q[3]} [the link](https://example.org/{Q[3]}) *{Q[3]} stressed* the Example League.[^1]

## Heading {Q[4]}

- item {Q[5]}
- item {Q[5]}

> Quoted {Q[6]} of the Example League

| {Q[7]} | b |
|---|---|
| c | {Q[7]} |

The last of the paragraphs is annotated, too, by Example League readers.

[^1]: A note of the author's, {Q[8]}.
"""
SIDECAR = """access: excerpt
url: https://example.org/whole
date: 2024-01-05
rights: © Ann Author
notes:
  - {quote: very words of note, kind: context, text: "Said [EL]."}
  - {quote: annotated, kind: context, text: "Another."}
see:
  - {from: "many more words that nobody may read", to: other-2024, quote: "The Example League", why: "Both."}
"""
OTHER = """notes: []
see:
  - {from: "The Example League", to: first-2024, quote: "very words of note", why: "It has these words."}
  - {from: "is known", to: first-2024, quote: "for a while", why: "It is withheld."}
"""
FILES = {
    "seeds/collection.yml": f"title: T\ndescription: D\nedition: 2026-01-01\nrights: Made for a test.\nexcerpt: {WORDS}\n",
    "seeds/essays/first-2024.txt": None,
    "seeds/essays/first-2024.md": WITHHELD,
    "seeds/essays/first-2024.yml": SIDECAR,
    "seeds/essays/other-2024.txt": "Other\n\nBy Bea Author\n\nThe Example League (EL) is known. EL and the Example League.\n",
    "seeds/essays/other-2024.yml": OTHER,
    "seeds/glossary/concept/while.md": "---\nname: Some While\npassages:\n  - {essay: first-2024, quote: in qzacanary for a while}\n---\nA time.\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("withheld")
    wanted = {name: content for name, content in {**BASE, **FILES}.items() if content is not None}
    publishable(write(root, wanted))
    project = open_project(root)
    pipeline.build(project, packed=True)
    return project


def opened(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """A file and all that is packed in it, as text."""
    yield name, data.decode("utf-8", "ignore")
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for inner in packed.namelist():
                yield from opened(f"{name}!{inner}", packed.read(inner))
    elif data[:2] == b"\x1f\x8b":
        yield from opened(f"{name}!", gzip.decompress(data))
    elif data[:5] == b"%PDF-":
        document = PdfReader(io.BytesIO(data))
        yield f"{name}!pages", "\n".join(page.extract_text() for page in document.pages)
        yield f"{name}!facts", str(document.metadata) + str(document.outline)
    elif data[:15] == b"SQLite format 3":
        yield f"{name}!rows", "\n".join(rows(data))


def rows(data: bytes) -> Iterator[str]:
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    for (table,) in base.execute("select name from sqlite_master where type='table'").fetchall():
        yield from (str(row) for row in base.execute(f'select * from "{table}"'))


def test_no_word_that_is_withheld_stands_in_any_file_of_the_site(built: Project) -> None:
    names = []
    for path in sorted(built.site.rglob("*")):
        if path.is_file():
            for name, text in opened(path.relative_to(built.site).as_posix(), path.read_bytes()):
                names.append(name)
                plain = text.casefold()
                assert not [canary for canary in CANARIES if canary in plain], name
                assert "until the league rose" not in plain, name
    for kind in ("essays/first-2024/text.txt", "reader.epub!", ".apkg!", ".pdf!pages", "offline.zip!", "passages.js"):
        assert any(kind in name for name in names), kind


@pytest.mark.parametrize("source", ["git:HEAD", "site"])
@pytest.mark.parametrize("wrong", ["link: {EU: nope}\n", "venue: [\n"])
@pytest.mark.parametrize("before", ["access: excerpt", "access: full"])
def test_nor_where_the_essay_is_left_out_and_its_text_is_still_owed(
    tmp_path: Path, before: str, wrong: str, source: str
) -> None:
    """Of an essay that a build leaves out (`--keep-going`) the text that was published is carried over."""
    wanted = {name: content for name, content in {**BASE, **FILES}.items() if content is not None}
    root = write(tmp_path, {**wanted, "seeds/essays/first-2024.yml": SIDECAR.replace("access: excerpt", before)})
    publishable(root)
    for words in (["init", "-q"], ["add", "seeds"], ["commit", "-qm", "An edition"]):
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=root, check=True)
    write(root, {"seeds/essays/first-2024.yml": SIDECAR + wrong, "seeds/essays/other-2024.yml": ""})
    project = open_project(root)
    if source == "site":  # as the revision's would be
        then = published(project, "git:HEAD")
        texts = {f"essays/{slug}/text.txt": f"{text}\n" for slug, text in then.texts.items()}
        source = str(write(tmp_path / "then", {"anchors.json": then.json(), **texts}))
    pipeline.annotate(project, keep_going=True, published=published(project, source))
    told = [path for path in (root / "docs",) for path in path.rglob("*") if path.is_file()]
    told = [path for path in told if path.name != "anchors.json"]  # an address that was published is owed, as it is
    assert not [path for path in told if any(canary in path.read_text("utf-8", "ignore") for canary in CANARIES)]


def test_no_address_is_lost_between_an_excerpt_and_the_whole(tmp_path: Path) -> None:
    """A mark in the place of a heading has no address of its own that would have to last."""
    text = WITHHELD.replace("[^1]: A", "## A heading alone\n\nThese further words are shown.\n\n[^1]: A")
    notes = SIDECAR.replace("notes:\n", "notes:\n  - {quote: further words, kind: context, text: A.}\n")
    wanted = {name: content for name, content in {**BASE, **FILES}.items() if content is not None}
    root = write(tmp_path, {**wanted, "seeds/essays/first-2024.md": text, "seeds/essays/other-2024.yml": ""})
    before = Published()
    for access in ("excerpt", "full", "excerpt", "full"):
        write(root, {"seeds/essays/first-2024.yml": notes.replace("access: excerpt", f"access: {access}")})
        reading = pipeline.read(open_project(root), published=before)
        assert not [found for found in reading.diagnostics if found.rule == "address-lost"]
        shown = pipeline.withheld(reading).collection
        before = published_by(shown.essays, shown.glossary.terms, shown.addresses)
        ids = [block.id for block in shown.essays["first-2024"][0].blocks]
        assert len(set(ids)) == len(ids)
        assert any(name.startswith("left-out") for name in ids) == (access == "excerpt")


def test_what_may_be_shown_is_shown_and_the_page_says_what_it_is(built: Project) -> None:
    page = BeautifulSoup((built.site / "essays/first-2024/index.html").read_text("utf-8"), "html.parser")
    said = page.select_one(".reader-excerpt")
    assert said and "at most 12 words" in said.text
    assert [link["href"] for link in said.select("a")] == ["https://example.org/whole"]
    blocks = [block.get_text() for block in page.select("[data-role]")]
    assert blocks[:3] == ["A Title", "By Ann Author", MARK] and blocks[4] == MARK and len(blocks) == 7
    assert "very words of note" in blocks[3] and blocks[3].startswith(MARK) and blocks[3].endswith(MARK)
    assert [block["data-number"] for block in page.select("[data-number][data-role]")] == ["2", "4"]
    assert len(page.select(".reader-note")) == 2
    assert not page.select("a[href*=while]")


def test_addresses_of_what_is_left_out_lead_to_the_mark(built: Project) -> None:
    page = BeautifulSoup((built.site / "essays/first-2024/index.html").read_text("utf-8"), "html.parser")
    whole = pipeline.read(built).collection.essays["first-2024"][0]
    ids = {str(node["id"]): node for node in page.select("[id]")}
    for block in whole.blocks:
        if block.role == "heading":  # its address is made of its words
            assert block.id not in ids
        else:
            assert ids[block.id].find_parent(attrs={"data-role": True}) or ids[block.id].has_attr("data-role")


def test_only_references_between_words_that_are_shown_are_made(built: Project) -> None:
    shown = pipeline.withheld(pipeline.read(built)).collection.essays
    told = {(slug, r.reason) for slug, (_, layers) in shown.items() for r in layers.references if r.explicit}
    assert told == {("other-2024", "It has these words.")}
    for essay, layers in shown.values():
        for reference in layers.references:
            assert shown[reference.to_essay][0].words(reference.to_span) and essay.words(reference.span)


scripts = st.text("ab .,\u4e00\u4e8c\u0e01", max_size=60)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[Essay, list[Span]]:
    texts = [f"x{draw(scripts).strip()}" for _ in range(draw(st.integers(1, 5)))]
    blocks, start = [], 0
    for number, text in enumerate(texts):
        blocks.append(Block(Span(start, start + len(text)), "paragraph", "", f"p-{number}", number + 1))
        start += len(text) + 2
    whole = "\n\n".join(texts)
    spans = []
    for block in draw(st.lists(st.sampled_from(blocks), max_size=6)):
        inked = [at for at in range(block.span.start, block.span.end) if not whole[at].isspace()]
        first = draw(st.sampled_from(inked))  # as every quotation does
        spans.append(Span(first, draw(st.integers(first + 1, block.span.end))))
    essay = Essay(
        "x",
        "x.txt",
        "x",
        (),
        "",
        "",
        "",
        "https://e.org",
        "en",
        "",
        (),
        whole,
        tuple(blocks),
        (),
        (),
        OffsetMap((0,), (0,)),
    )
    return essay, spans


@given(annotated(), st.integers(1, 9))
def test_passages_are_the_authors_words_and_no_longer_than_they_may_be(
    made: tuple[Essay, list[Span]], most: int
) -> None:
    essay, spans = made
    here = cut(essay, spans, most)
    for piece, start in zip(here.pieces, here.starts, strict=True):
        words = essay.words(piece)
        assert here.essay.text[start : start + len(words)] == words
        assert 1 <= len(WORD.findall(words)) <= most
        assert any(piece.start <= span.start < piece.end for span in spans)
    rest = here.essay.text
    for piece in sorted(here.pieces, key=lambda piece: piece.start - piece.end):
        rest = rest.replace(essay.words(piece), "", 1)
    assert not re.sub(rf"{re.escape(MARK)}|\s", "", rest)
    for block in here.essay.blocks:
        assert here.essay.text[block.span.start : block.span.end].strip()
    for span in spans:
        held = here.held(span, clip=True)
        assert held and essay.words(span).startswith(here.essay.words(held))
    assert {block.id for block in essay.blocks} == here.blocks.keys()


def test_a_full_essay_is_not_touched(reading: pipeline.Reading) -> None:
    assert pipeline.withheld(reading).collection is reading.collection
