"""Markdown, web pages and Word files: what each reader makes of its format's own marks."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx as python_docx
import pytest

from builder.diagnostics import Unreadable
from builder.readers import Draft, Options, docx, html, markdown, plain
from tests.faithful import faithful


def told(draft: Draft) -> list[tuple[str | None, str]]:
    return [(paragraph.role, paragraph.text) for paragraph in draft.paragraphs]


def read_html(text: str) -> Draft:
    return html.read(text.encode(), Options())


def read_markdown(text: str) -> Draft:
    return markdown.read(text.encode(), Options())


# ------------------------------------------------------------------------------------------------------------- Markdown


def test_markdown_blocks_and_inline_marks() -> None:
    text = (
        "# A Title\n\nSome *em* and **strong** `co de` [words](https://x.org/a_b) and <https://y.org>.\n\n> Quoted\n> words.\n\n"
        "3. three\n4. four\n   - inner\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n***\n\n    code\n\nLast\\* &amp; least.[^n]\n\n[^n]: The note.\n"
    )
    draft = read_markdown(text)
    assert told(draft) == [
        ("heading", "A Title"), (None, "Some em and strong co de words and https://y.org."), ("quote", "Quoted words."),
        ("list-item", "three"), ("list-item", "four"), ("list-item", "inner"), ("table", "a\tb\n1\t2"), (None, "***"),
        (None, "code"), (None, "Last* & least.n"), ("footnote", "The note."),
    ]  # fmt: skip
    assert [p.marker for p in draft.paragraphs if p.marker] == ["3.", "4.", "•", "n"]
    styles = {(s.tag, s.href, draft.paragraphs[1].text[s.span.start : s.span.end]) for s in draft.paragraphs[1].styles}
    assert styles == {
        ("em", "", "em"), ("strong", "", "strong"), ("code", "", "co de"), ("a", "https://x.org/a_b", "words"),
        ("a", "https://y.org", "https://y.org"),
    }  # fmt: skip
    faithful(text.encode(), ".md")


def test_front_matter_is_the_head_and_what_the_file_says_of_itself() -> None:
    draft = read_markdown(
        '---\ntitle: "A: Title"\nauthor: [Ann Author, {name: Bo Other}]\ndate: 2024-02-03\ntags: [x]\nlang: fr\n---\n\nUn. Deux.\n'
    )
    assert told(draft) == [
        ("title", "A: Title"), ("byline", "Ann Author"), ("byline", "Bo Other"), ("dateline", "2024-02-03"), (None, "Un. Deux."),
    ]  # fmt: skip
    known = draft.metadata
    assert (known.title, known.authors, known.published, known.language) == (
        "A: Title",
        ("Ann Author", "Bo Other"),
        "2024-02-03",
        "fr",
    )
    assert [mend.rule for mend in draft.mends] == ["front-matter"]
    assert draft.source[draft.paragraphs[0].seed_offset(0) :].startswith("A: Title")


@pytest.mark.parametrize(("front", "rule"), [
    ("title: [", "yaml-syntax"), ("a: &x 1\nb: *x", "yaml-alias"), ("a: " + "[" * 5000, "yaml-syntax"), ("x" * 30000, "seed-large"),
])  # fmt: skip
def test_front_matter_that_is_none_is_said(front: str, rule: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_markdown(f"---\n{front}\n---\n\nText.\n")
    assert refused.value.rule == rule


# ----------------------------------------------------------------------------------------------------------------- HTML


def test_a_fragment_is_read_as_a_whole() -> None:
    draft = read_html(
        "<h2>Part</h2><p>One<br>two &amp; <em>three</em> <a href='javascript:x()'>four</a>"
        "<p>Five<script>alert(1)</script><ol start=2><li>six<li>seven<ul><li>eight</ul></ol>"
        "<blockquote><p>Nine</p></blockquote><table><tr><th>a<th>b<tr><td>1<td></table><pre>x  y\n z</pre>"
    )
    assert told(draft) == [
        ("heading", "Part"), (None, "One"), (None, "two & three four"), (None, "Five"), ("list-item", "six"), ("list-item", "seven"),
        ("list-item", "eight"), ("quote", "Nine"), ("table", "a\tb\n1"), (None, "x y"), (None, "z"),
    ]  # fmt: skip
    assert [(p.marker, p.level) for p in draft.paragraphs if p.role == "list-item"] == [("2.", 1), ("3.", 1), ("•", 2)]
    assert [(s.tag, s.href) for p in draft.paragraphs for s in p.styles] == [("em", ""), ("a", "")]
    assert [(mend.rule, draft.source[mend.start : mend.end]) for mend in draft.mends] == [("page-parts", "alert(1)")]


def test_verse_keeps_its_lines() -> None:
    draft = read_html("<p>Prose.</p><p>The sea is calm,<br>the night is long,<br>and so is this.</p>")
    assert told(draft)[1] == ("verse", "The sea is calm,\nthe night is long,\nand so is this.")


@pytest.mark.parametrize(
    "name", ["a-page.html", "b-12-saved-page-small-straits.html", "c-10-panama-canal-short-of-rain.html"]
)
def test_of_a_saved_page_only_the_article_is_left(name: str) -> None:
    data = (Path(__file__).parent / "shapes" / name).read_bytes()
    draft = html.read(data, Options())
    text = "\n".join(paragraph.text for paragraph in draft.paragraphs)
    assert draft.metadata.title and draft.metadata.authors and re.match(r"\d{4}-", draft.metadata.published)
    for furniture in ("cookie", "Subscribe", "Share", "Sign in", "Newsletter", "All rights reserved"):
        assert furniture not in text
    assert {mend.rule for mend in draft.mends} == {"page-parts"}


def test_a_page_says_what_encoding_it_is_in() -> None:
    page = '<meta charset="windows-1251"><h1>Мир</h1><p>Война и мир. Да.</p>'
    assert told(html.read(page.encode("windows-1251"), Options()))[0] == ("heading", "Мир")


# ----------------------------------------------------------------------------------------------------------------- Word


def word(**parts: str) -> bytes:
    data = io.BytesIO()
    document = python_docx.Document()
    document.add_heading("A Title", 0)
    for style, text in parts.items():
        document.add_paragraph(text, style=style.replace("_", " "))
    document.save(data)
    return data.getvalue()


def test_word_styles_are_roles() -> None:
    data = word(Heading_1="Part", Normal="One. Two.", List_Bullet="item", Quote="Said.", Caption="A picture")
    draft = docx.read(data, Options())
    assert told(draft) == [
        ("heading", "A Title"), ("heading", "Part"), (None, "One. Two."), ("list-item", "item"), ("quote", "Said."), ("caption", "A picture"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "shapes").glob("*.docx")), ids=lambda path: path.name)
def test_every_word_of_a_word_file_is_read(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        names = [name for name in ("word/document.xml", "word/footnotes.xml") if name in parts.namelist()]
        written = "".join(
            "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", parts.read(name).decode())) for name in names
        )
    read = "".join(paragraph.text for paragraph in docx.read(path.read_bytes(), Options()).paragraphs)
    plain_text = re.sub(r"&amp;", "&", written)
    assert re.sub(r"\s", "", re.sub(r"\[\d+\]", "", read)) == re.sub(r"\s", "", plain_text)


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"<w>" + b" " * 110 * 2**20)
    return data.getvalue()


def laughs() -> bytes:
    data = io.BytesIO()
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "ha" * 50}">' for i in range(12))
    with zipfile.ZipFile(data, "w") as parts:
        parts.writestr("word/document.xml", f"<?xml version='1.0'?><!DOCTYPE w [{entities}]><w>&l11;</w>")
        parts.writestr("[Content_Types].xml", "<Types/>")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "rule"), [(bomb(), "seed-large"), (laughs(), "seed-docx"), (b"PK\x03\x04 no more", "seed-docx")]
)
def test_a_word_file_that_is_none_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as refused:
        docx.read(data, Options())
    assert refused.value.rule == rule


# ----------------------------------------------------------------------------------------------------------- plain text


@pytest.mark.parametrize(("text", "mended"), [
    ("A matter of inter-\nnational law.", "A matter of international law."),
    ("A well-\nknown case.", "A well-known case."),
    ("The counter-\noffensive. A counteroffensive.", "The counteroffensive. A counteroffensive."),
    ("The counter-\noffensive. A counter-offensive.", "The counter-offensive. A counter-offensive."),
    ("Read 5-\n6 pages.", "Read 5- 6 pages."),
])  # fmt: skip
def test_words_that_a_line_has_parted(text: str, mended: str) -> None:
    assert plain.read(("Title\n\n" + text).encode(), Options()).paragraphs[1].text == mended


def test_pages_leave_no_trace_but_a_record() -> None:
    words = (
        "nothing of this was known to the people of the\ntown, who",
        "went on building ships as they had done for\ntwo hundred",
        "years before.",
    )
    pages = [f"THE HARBOR REVIEW {n}\n\n{text}" for n, text in zip((11, 12, 13), words, strict=True)]
    draft = plain.read("\f".join(pages).encode(), Options())
    assert " ".join(paragraph.text for paragraph in draft.paragraphs).split() == " ".join(words).split()
    assert [mend.rule for mend in draft.mends] == ["page-number"] * 3
