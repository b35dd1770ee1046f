"""The blocks of an essay and the layers over them → the body of its TEI file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import quote

from builder.glossary import Glossary, Term
from builder.model import Annotations, Block, Essay, Kind, Mention, Note, Role, Span
from builder.prose import markup
from builder.serialize import of_table
from builder.splicing import LINK_RANK, MENTION_RANK, NOTE_RANK, STYLE_RANK, Layer, inline, plain, spread, tag

NAMES: dict[Kind, str] = {
    "organization": "orgName", "court": "orgName", "institution": "orgName", "person": "persName", "place": "placeName",
}  # fmt: skip
RENDITIONS = {
    "em": "italic", "strong": "bold", "u": "underline", "sup": "superscript", "sub": "subscript", "code": "monospace",
    "s": "strikethrough", "cite": "italic",
}  # fmt: skip
HEADS: dict[Role, str] = {"title": "head", "byline": "byline", "dateline": "dateline"}  # only before all else of a part
PLAIN: dict[Role, str] = {"paragraph": "p", "quote": "quote"}
LOOSE = ("caption", "footnote")  # roles whose elements may stand anywhere
DEEPEST = 6  # of a list
NOT_REPRODUCED = "The picture is not reproduced."

Pair = tuple[Block, Sequence[Layer]]


def name_of(kind: Kind) -> str:
    """The element for what has a name."""
    return NAMES.get(kind, "name")


def term_id(term: str) -> str:
    return f"term-{term}"


def uri(address: str) -> str:
    """An address as an XML schema takes it: what a URI may not hold is written in per cent."""
    page, mark, place = address.partition("#")
    written = (quote(part, safe="%/:?=&~+!$,;'@()*") for part in (page, place))
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", mark.join(written) if mark else next(written))


def body(essay: Essay, annotations: Annotations, glossary: Glossary, language: str) -> str:
    """Paragraphs and all else in their order, parted by headings. `language` is the editors'."""
    pairs = zip(essay.blocks, spread(essay.blocks, _layers(essay, annotations, glossary, language)), strict=True)
    parts = _Parts()
    for items, group in groupby(pairs, key=lambda pair: pair[0].role == "list-item"):
        if items:
            parts.add(_list(essay, list(group)))
            continue
        for block, layers in group:
            if block.role == "heading":
                parts.open(block.level)
            at_head = block.role in HEADS and not parts.begun
            parts.add(
                _block(essay, block, layers, at_head), begins=not at_head and block.role not in (*LOOSE, "heading")
            )
    return parts.closed()


@dataclass
class _Parts:
    """What is written so far, and the levels of the headings whose parts (`div`) are open."""

    out: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    begun: bool = False  # whether the open part has more than heads

    def open(self, level: int) -> None:
        while self.levels and self.levels[-1] >= level:
            self._close()
        self.levels.append(level)
        self.out.append("<div>")
        self.begun = False

    def _close(self) -> None:
        self.levels.pop()
        self.out.append("</div>")

    def add(self, element: str, begins: bool = True) -> None:
        self.out.append(element)
        self.begun |= begins

    def closed(self) -> str:
        if not self.begun and not self.levels:
            self.out.append("<ab/>")  # a body of heads alone is none
        while self.levels:
            self._close()
        return "\n".join(self.out)


# --------------------------------------------------------------------------------------------------------------- layers


def _layers(essay: Essay, annotations: Annotations, glossary: Glossary, language: str) -> Iterator[Layer]:
    for style in essay.styles:
        if style.tag == "span":
            yield Layer(style.span, STYLE_RANK, tag("foreign", {"xml:lang": style.lang}), "</foreign>")
        elif style.tag == "q":
            yield Layer(style.span, STYLE_RANK, "<q>", "</q>")
        elif style.tag in RENDITIONS:
            yield Layer(style.span, STYLE_RANK, tag("hi", {"rend": RENDITIONS[style.tag]}), "</hi>")
        elif style.href:
            yield Layer(style.span, LINK_RANK, tag("ref", {"target": uri(style.href)}), "</ref>")
    yield from _footnotes(essay)
    for mention in annotations.mentions:
        if mention.linked or mention.named:
            yield _mention(mention, glossary.terms[mention.term])
    for note in annotations.notes:
        yield from _anchored(note, _note(note, glossary, language))


def _footnotes(essay: Essay) -> Iterator[Layer]:
    """From each mark to the author's note, and from the label of the note to the first mark that calls it."""
    called: set[str] = set()
    for note in essay.footnotes:
        call = tag("ref", {"target": f"#{note.block}", "type": "footnote", "n": str(note.number)})
        yield Layer(note.mark, LINK_RANK, call, "</ref>")
        if note.block not in called:
            yield _anchor(note.mark.start, f"footnote-{note.number}")
            yield Layer(note.label, LINK_RANK, tag("ref", {"target": f"#footnote-{note.number}"}), "</ref>")
        called.add(note.block)


def _mention(mention: Mention, term: Term) -> Layer:
    name = name_of(term.kind) if mention.named else "rs"
    shown = {"rend": "linked"} if mention.linked else {}
    start = tag(name, {"type": term.kind, "ref": f"#{term_id(term.id)}", **shown})
    return Layer(mention.span, MENTION_RANK, start, f"</{name}>")


def _anchor(start: int, name: str) -> Layer:
    """Stands before one character: that cannot be split, as a longer span may be."""
    return Layer(Span(start, start + 1), NOTE_RANK, _empty(name), "")


def _empty(name: str) -> str:
    return tag("anchor", {"xml:id": name}) + "</anchor>"


def _anchored(note: Note, written: str) -> Iterator[Layer]:
    """Anchors at both ends of its words, and the note where they end."""
    yield _anchor(note.span.start, f"note-{note.number}-from")
    yield Layer(Span(note.span.end - 1, note.span.end), NOTE_RANK, "", _empty(f"note-{note.number}-to"), written)


def _note(note: Note, glossary: Glossary, language: str) -> str:
    words = markup(
        note.text, glossary, lambda term: tag("ref", {"target": f"#{term_id(term.id)}"}), ("<emph>", "</emph>")
    )
    sources = "".join(_source(source.title, source.url) for source in note.sources)
    start = tag("note", {
        "xml:id": f"note-{note.number}", "n": str(note.number), "type": note.kind, "resp": "#editors",
        "target": f"#note-{note.number}-from", "targetEnd": f"#note-{note.number}-to", "xml:lang": language,
    })  # fmt: skip
    return f"{start}{words}{f'<listBibl>{sources}</listBibl>' if sources else ''}</note>"


def _source(title: str, url: str) -> str:
    return (
        f"<bibl>{tag('ref', {'target': uri(url)})}{plain(title)}</ref></bibl>"
        if url
        else f"<bibl>{plain(title)}</bibl>"
    )


# --------------------------------------------------------------------------------------------------------------- blocks


def _attributes(block: Block) -> dict[str, str]:
    """Its address, and its number or the marker that the source draws."""
    label = str(block.number) if block.number else block.marker
    return {"xml:id": block.id} | ({"n": label} if label else {})


def _block(essay: Essay, block: Block, layers: Sequence[Layer], at_head: bool) -> str:
    attributes = _attributes(block)
    if block.role == "table":
        return _element("table", attributes, "".join(_table(essay, block, layers)))
    if block.role == "verse":
        lines = _parted(essay, block, layers, "\n")
        return _element(
            "lg", attributes, "".join(_element("l", {}, inline(essay.text, line.span, over)) for line, over in lines)
        )
    words = inline(essay.text, block.span, layers)
    if block.role == "heading":
        return _element("head", attributes, words)
    if block.role == "footnote":
        return _element("note", {**attributes, "place": "end", "type": "author"}, words)
    if block.role == "caption" and not of_table(essay, block):
        return _element("figure", {}, f"{_element('head', attributes, words)}<figDesc>{NOT_REPRODUCED}</figDesc>")
    if at_head:
        return _element(HEADS[block.role], attributes | ({"type": "title"} if block.role == "title" else {}), words)
    name = PLAIN.get(block.role, "ab")
    return _element(name, attributes if name != "ab" else {**attributes, "type": block.role}, words)


def _element(name: str, attributes: Mapping[str, str], content: str) -> str:
    return f"{tag(name, attributes)}{content}</{name}>"


def _parted(essay: Essay, block: Block, layers: Iterable[Layer], end: str) -> Iterator[Pair]:
    """What stands between the characters that part a block: lines of verse, rows of a table, cells of a row."""
    parts, at = [], block.span.start
    for words in essay.words(block.span).split(end):
        parts.append(replace(block, span=Span(at, at + len(words))))
        at += len(words) + 1
    yield from zip(parts, spread(parts, layers), strict=True)


def _table(essay: Essay, block: Block, layers: Sequence[Layer]) -> Iterator[str]:
    for index, (row, over) in enumerate(_parted(essay, block, layers, "\n")):
        cells = "".join(
            _element("cell", {}, inline(essay.text, cell.span, held)) for cell, held in _parted(essay, row, over, "\t")
        )
        yield _element("row", {} if index else {"role": "label"}, cells)


def _list(essay: Essay, pairs: Sequence[Pair]) -> str:
    """Items in a row; those deeper than the first stand in the item before them."""
    depth = _depth(pairs[0][0])
    starts = [index for index, (block, _) in enumerate(pairs) if not index or _depth(block) <= depth]
    items = []
    for start, end in zip(starts, [*starts[1:], len(pairs)], strict=True):
        block, layers = pairs[start]
        inner = "\n" + _list(essay, pairs[start + 1 : end]) if end > start + 1 else ""
        items.append(_element("item", _attributes(block), inline(essay.text, block.span, layers) + inner))
    return "\n".join(["<list>", *items, "</list>"])


def _depth(item: Block) -> int:
    return min(item.level, DEEPEST)
