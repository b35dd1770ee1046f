"""Essays that nobody wrote, with anything in them, and a collection of one of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from builder.collection import Collection
from builder.glossary import Glossary, Term
from builder.model import (
    Annotations,
    Author,
    Block,
    Essay,
    Footnote,
    Kind,
    Mention,
    Note,
    OffsetMap,
    Role,
    Source,
    Span,
    Style,
)
from builder.records import CollectionRecord, EntryRecord, SidecarRecord
from builder.seeds import NO_SIDECAR, seed_of
from tests.test_serialize import HOSTILE, TEXTS

ROLES: tuple[Role, ...] = (
    "title", "byline", "dateline", "standfirst", "heading", "paragraph", "list-item", "quote", "verse", "table", "caption",
    "pull-quote", "footnote", "bio", "citation", "source-note", "rights", "separator",
)  # fmt: skip
TERMS: dict[str, Kind] = {"league": "organization", "ann": "person", "here": "place", "war": "event", "pact": "treaty"}
LETTERS = "abcčéßğ АбвЖЇқ αβ 0123456789 fiffl -–—.,;:’”«»()\u00a0"
PLAIN = [text for text in HOSTILE if (text.isascii() and len(text) < 99) or "“" in text]
SHAPED = (  # what the typefaces of Typst have shapes for
    st.lists(st.sampled_from(PLAIN) | st.text(LETTERS, min_size=1, max_size=40), min_size=1, max_size=5)
    .map(lambda parts: " ".join(" ".join(parts).split()))
    .filter(bool)
)
WICKED = ["<b>&amp;\"'</b>", "]]>", "#{x}", "\\u{41} $x$ _y_ *z*", "</TEI>", "{{ x }}", "Дом", "\u202eabc", "é\u0301"]


def glossary() -> Glossary:
    """One entry of each kind, and what could be taken for markup in all of it."""
    terms = {}
    for (name, kind), words in zip(TERMS.items(), WICKED, strict=False):
        record = EntryRecord(
            name=f"{name} {words}", short=words, names={"ru": ("Дом",)}, wikidata="Q1", founded="2001", date="2003"
        )
        terms[name] = Term(name, kind, "", record, (f"A [league] of *{words}*.",), NO_SIDECAR)
    return Glossary(terms, (), {})


def collection(essay: Essay, layers: Annotations, address: str = "https://example.org/a/") -> Collection:
    record = CollectionRecord(
        title="A & <B>", description="\\ # {", edition="2026-01", editors=("E <i>", "F"), license="]]>"
    )
    seed = replace(seed_of("seeds/essays/x.txt", b"x", SidecarRecord(unsure=tuple(WICKED))), essay=essay)
    return Collection(record, glossary(), {essay.slug: (essay, layers)}, {essay.slug: seed}, address=address)


@st.composite
def essays(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> tuple[Essay, Annotations]:
    """Blocks of any roles in any order, under overlapping styles and notes and disjoint mentions. `texts`: their words."""
    blocks, written, start = [], [], 0
    for index, role in enumerate(
        draw(st.lists(st.sampled_from((*ROLES, *4 * ("paragraph",))), min_size=1, max_size=7))
    ):
        text = draw(texts)
        if role == "table":
            text = "\n".join("\t".join(draw(st.lists(texts | st.just(""), min_size=1, max_size=3))) for _ in range(2))
            text = text if text.strip() else "x"
        elif role == "verse":
            text = "\n".join(draw(st.lists(texts, min_size=1, max_size=3)))
        level, marker = (
            draw(st.integers(1, 7)),
            draw(st.sampled_from(["", "•", "1.", "(a)"])) if role in ("list-item", "footnote") else "",
        )
        number = index + 1 if role == "paragraph" else None
        blocks.append(
            Block(
                Span(start, start + len(text)),
                role,
                "",
                f"p-{index}",
                number,
                max(level, 2) if role == "heading" else level,
                marker,
            )
        )
        written.append(text)
        start += len(text) + 2
    essay = Essay(
        slug="x", path="", title=draw(texts), authors=tuple(Author(name, words) for name, words in draw(st.lists(st.tuples(texts, st.just("A & B")), max_size=2))),
        published=draw(st.sampled_from(["", "Winter 2024", "2024-01-06"])), date=draw(st.sampled_from(["", "2024-01-06", "2024"])),
        venue=draw(st.just("") | st.sampled_from(HOSTILE)), url=draw(st.sampled_from(["", "https://example.org/a[b]?c=d&e#f%"])),
        language=draw(st.sampled_from(["en", "ru", "pt-BR", "zh-Hant", "ar"])), rights=draw(st.just("") | st.sampled_from(HOSTILE)), tags=tuple(WICKED),
        text="\n\n".join(written), blocks=tuple(blocks), styles=(), repairs=(), origin=OffsetMap((0,), (0,)),
    )  # fmt: skip
    return _annotated(draw, essay)


def _annotated(draw: st.DrawFn, essay: Essay) -> tuple[Essay, Annotations]:
    offsets = st.integers(0, len(essay.text))
    within = [
        span
        for span in (Span(*sorted(pair)) for pair in draw(st.lists(st.tuples(offsets, offsets), max_size=9)))
        if _fit(essay, span)
    ]
    styles, notes, mentions, end = [], [], [], 0
    for span in sorted(within):
        match draw(st.sampled_from("style note mention".split())):
            case "style":
                tag = draw(st.sampled_from(["em", "strong", "u", "sup", "sub", "code", "s", "q", "cite", "a", "span"]))
                styles.append(
                    Style(
                        span, tag, "https://example.org/?a=1&b=<" if tag == "a" else "", "de" if tag == "span" else ""
                    )
                )
            case "note":
                sources = (Source("One <i>", "https://example.org/{x}"), Source("Two"))
                notes.append(Note(span, len(notes) + 1, "context", f"On [league] and *this* {draw(TEXTS)}", sources))
            case "mention" if span.start >= end:
                mentions.append(Mention(span, draw(st.sampled_from(list(TERMS))), draw(st.booleans()), "because"))
                end = span.end
    footnotes = [block for block in essay.blocks if block.role == "footnote"]
    marks = [
        Footnote(Span(0, 1), Span(b.span.start, b.span.start + draw(st.integers(0, 1))), b.id, n)
        for n, b in enumerate(footnotes[:1], 1)
    ]
    return replace(essay, styles=tuple(styles), footnotes=tuple(marks)), Annotations(
        mentions=tuple(mentions), notes=tuple(notes)
    )


def _fit(essay: Essay, span: Span) -> bool:
    """Whether it is words of one block, from the first letter to the last: as every quotation is."""
    words = essay.words(span)
    return essay.block_at(span.start).span.holds(span) and bool(words) and words == words.strip()
