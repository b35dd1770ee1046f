"""Whatever a text holds, a page under the Markdown extensions of mkdocs.yml shows just that."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder import verify
from builder.glossary import Glossary
from builder.model import Annotations, Block, Essay, Mention, Note, OffsetMap, Role, Span, Style
from builder.prose import html as prose
from builder.serialize import essay_markdown
from builder.splicing import plain, tag
from tests.conftest import ROOT

CONVERTER = verify._converter((ROOT / "mkdocs.yml").read_text("utf-8"))
HOSTILE = [
    "*a* **b** _c_ __d__ `e` ~~f~~ ^g^ ==h== $i$", "# heading", "- item", "+ item", "* item", "1. item", "12) item", "> quote",
    "    code", "```", "~~~", "---", "===", "***", "| a | b |", "[a](b)", "![a](b)", "[a]: b", "[^1]", "*[HTML]: x", "!!! note", "??? x",
    "{{ x }}", "{% raw %}", "--8<-- 'x'", "{: #id .class }", "{#id}", ":smile:", "<b>x</b>", "</p><script>alert(1)</script>", "<!-- x -->",
    "&amp; &lt; &#60; &nbsp;", "\\* \\< \\\\ \\", "a\\", "http://example.org <http://example.org> a@b.org", "https://x.y/z_a_b", "\u202eabc", "🇺🇦 👨‍👩‍👧 é",
    "x" * 5000, "((()))", "[[a]]", "]](", "\"'“”", "a  b", "term\n: definition", "+++", "\u00a7 \u00b6", "wzxhzdk:0", "klzzwxh:0001", "=", "-", ".", ")",
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp", "Zs"), include_characters=" ")
TEXTS = (st.text(CHARACTERS, min_size=1, max_size=60) | st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map(" ".join)).map(
    lambda text: " ".join(unicodedata.normalize("NFC", text).split())
).filter(bool)  # fmt: skip


def essay_of(texts: list[str], roles: list[Role]) -> Essay:
    blocks, start = [], 0
    for index, (text, role) in enumerate(zip(texts, roles, strict=True)):
        number = index if role == "paragraph" else None
        blocks.append(Block(Span(start, start + len(text)), role, "", f"b-{index}", number))
        start += len(text) + 2
    nothing = dict.fromkeys(("slug", "path", "title", "published", "date", "venue", "url", "language", "rights"), "")
    return Essay(
        **nothing,
        authors=(),
        tags=(),
        text="\n\n".join(texts),
        blocks=tuple(blocks),
        styles=(),
        repairs=(),
        origin=OffsetMap((0,), (0,)),
    )


@st.composite
def annotated(draw: st.DrawFn) -> tuple[Essay, Annotations]:
    roles: list[Role] = draw(
        st.lists(st.sampled_from(["paragraph", "heading", "title", "pull-quote", "bio"]), min_size=1, max_size=4)
    )
    essay = essay_of([draw(TEXTS) for _ in roles], roles)
    offsets = st.integers(0, len(essay.text))
    spans = st.tuples(offsets, offsets).map(lambda pair: Span(min(pair), max(pair)))
    styles = tuple(
        Style(span, draw(st.sampled_from(["em", "strong", "u", "sup"]))) for span in draw(st.lists(spans, max_size=3))
    )
    notes = [
        Note(span, i, "context", "x", ())
        for i, span in enumerate(draw(st.lists(spans, max_size=3)), 1)
        if span.start < span.end
    ]
    mentions, end = [], 0
    for span in sorted(draw(st.lists(spans, max_size=4))):
        block = essay.block_at(span.start)
        if end <= span.start < span.end and block.span.holds(span):
            mentions.append(Mention(span, "t", draw(st.booleans()), ""))
            end = span.end
    return replace(essay, styles=styles), Annotations(mentions=tuple(mentions), notes=tuple(notes))


def render(essay: Essay, layers: Annotations) -> BeautifulSoup:
    CONVERTER.reset()
    return BeautifulSoup(CONVERTER.convert(essay_markdown(essay, layers)), "html.parser")


@settings(max_examples=2000, deadline=None)
@given(annotated())
def test_visible_text_out_equals_text_in(made: tuple[Essay, Annotations]) -> None:
    essay, layers = made
    page = render(essay, layers)
    for block in essay.blocks:
        element = page.find(id=block.id)
        assert element is not None
        assert verify.visible(element.get_text()) == verify.visible(essay.words(block.span))
    assert [element["data-role"] for element in page.select("[data-role]")] == [block.role for block in essay.blocks]


@settings(max_examples=500, deadline=None)
@given(annotated())
def test_links_notes_and_styles_cover_their_words(made: tuple[Essay, Annotations]) -> None:
    essay, layers = made
    page = render(essay, layers)
    linked = [verify.visible(link.get_text()) for link in page.select("a.reader-term")]
    assert linked == [verify.visible(essay.words(mention.span)) for mention in layers.mentions if mention.linked]
    counted = [verify.visible(span.get_text()) for span in page.select("span.reader-mention")]
    assert counted == [verify.visible(essay.words(mention.span)) for mention in layers.mentions if not mention.linked]
    assert not page.select("a a")
    for note in layers.notes:
        marked = "".join(span.get_text() for span in page.select(f'span.reader-mark[data-note="{note.number}"]'))
        words = essay.words(note.span)
        assert "".join(marked.split()) == "".join(words.split())
        assert len(page.select(f"#noteref-{note.number}")) == (1 if _ends_in_a_block(essay, note.span) else 0)


def _ends_in_a_block(essay: Essay, span: Span) -> bool:
    return any(block.span.start < span.end <= block.span.end for block in essay.blocks)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("role", ["paragraph", "heading", "title"])
def test_hostile_text_is_shown_as_it_is(text: str, role: Role) -> None:
    folded = " ".join(text.split())
    page = render(essay_of([folded, "Next."], [role, "paragraph"]), Annotations())
    assert verify.visible(page.find(id="b-0").get_text()) == folded
    assert {element.name for element in page.find_all() if element.get("class") != ["reader-caps"]} <= {
        "p",
        "h1",
        "h2",
        "a",
    }


@given(st.text())
@example('"><script>')
def test_no_value_leaves_its_attribute(value: str) -> None:
    soup = BeautifulSoup(tag("a", {"title": value}) + "x</a>", "html.parser")
    assert len(soup.find_all()) == 1 and soup.a.attrs.keys() == {"title"}


@given(st.text(CHARACTERS))
def test_editors_prose_is_escaped(text: str) -> None:
    html = prose(text, Glossary({}, (), {}), "")
    assert {element.name for element in BeautifulSoup(f"<p>{html}</p>", "html.parser").p.find_all()} <= {"em"}


def test_plain_text_is_the_same_in_html_and_markdown() -> None:
    assert plain("a*b & <c>") == "a&#42;b &#38; &#60;c&#62;"
