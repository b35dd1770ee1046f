"""An essay and its layers → the XHTML of its chapter in an e-book: each block with its id, role and direction.

The text of each element that has the id of a block is that of the block, but for the marks of the editors' notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from builder.exports.xml import address, language, leftward
from builder.model import Annotations, Block, Essay, Footnote, Span
from builder.serialize import is_leftward, of_table
from builder.splicing import LINK_RANK, NOTE_RANK, STYLE_RANK, Layer, inline, spread, tag

LINE_END = re.compile("\n")
Drawn = tuple[Block, Sequence[Layer]]


@dataclass(frozen=True, slots=True)
class Text:
    """An essay on its way. `levels`: those of its headings; `called`: the blocks that marks call, by the first mark."""

    essay: Essay
    levels: Mapping[str, int]
    called: Mapping[str, Footnote]
    page: Callable[[int], str]
    tongue: str


def body(
    essay: Essay, annotations: Annotations, entry: Callable[[str], str], page: Callable[[int], str], tongue: str
) -> Markup:
    """The blocks in the order of the text. `entry`: where a term's entry is in the book, empty where it is not;
    `page`: what the page-list calls a ¶; `tongue`: the language of the book."""
    headings = [block for block in essay.blocks if block.role in ("title", "heading")]
    levels = dict(zip((block.id for block in headings), heading_levels(headings), strict=True))
    called = {note.block: note for note in reversed(essay.footnotes)}
    text = Text(essay, levels, called, page, tongue)
    drawn = zip(essay.blocks, spread(essay.blocks, _layers(text, annotations, entry)), strict=True)
    parts = (_group(text, role, list(group)) for role, group in groupby(drawn, key=lambda pair: pair[0].role))
    return Markup("\n".join(parts))  # noqa: S704 - escaped


def heading_levels(headings: Sequence[Block]) -> list[int]:
    """Levels without gaps: the first title has 1, and no heading is more than one deeper than the one before it."""
    ranks = [1 if block.role == "title" else min(block.level, 6) for block in headings]
    title = next((index for index, block in enumerate(headings) if block.role == "title"), len(headings))
    parts = depths_of(ranks[:title]), [0] * (title < len(headings)), depths_of(ranks[title + 1 :])
    return [min(depth + 1, 6) for part in parts for depth in part]


def depths_of(ranks: Iterable[int]) -> list[int]:
    """How deep each stands among those before it, from 1."""
    above: list[int] = []
    depths = []
    for rank in ranks:
        while above and above[-1] >= rank:
            above.pop()
        above.append(rank)
        depths.append(len(above))
    return depths


# ------------------------------------------------------------------------------------------------------ inline elements


def _layers(text: Text, annotations: Annotations, entry: Callable[[str], str]) -> Iterator[Layer]:
    essay = text.essay
    for style in essay.styles:
        if style.tag == "a":
            if href := address(style.href):
                yield Layer(style.span, LINK_RANK, tag("a", {"href": href}), "</a>")
        else:
            tongue = {"lang": language(style.lang), "xml:lang": language(style.lang)} if style.tag == "span" else {}
            yield Layer(style.span, STYLE_RANK, tag(style.tag, tongue), f"</{style.tag}>")
    for block in essay.blocks:
        if block.role == "verse":
            for end in LINE_END.finditer(essay.text, block.span.start, block.span.end):
                yield Layer(Span(*end.span()), STYLE_RANK, "<br/>", "")
    yield from _footnotes(text)
    for mention in annotations.mentions:
        if mention.linked and (href := entry(mention.term)):
            link = {"class": "term", "epub:type": "glossref", "role": "doc-glossref", "href": href}
            yield Layer(mention.span, LINK_RANK, tag("a", link), "</a>")
    for note in annotations.notes:
        mark = {"class": "noteref", "epub:type": "noteref", "role": "doc-noteref", "id": f"noteref-{note.number}"}
        tail = f"{tag('a', {**mark, 'href': f'#note-{note.number}'})}[{note.number}]</a>"
        yield Layer(note.span, NOTE_RANK, "", "", tail)


def _footnotes(text: Text) -> Iterator[Layer]:
    """A link from each mark of the author to its note, and from the note's label back to the first mark."""
    for note in text.essay.footnotes:
        mark = {
            "epub:type": "noteref",
            "role": "doc-noteref",
            "id": f"fnref-{note.number}",
            "href": f"#fn-{note.block}",
        }
        yield Layer(note.mark, LINK_RANK, tag("a", mark), "</a>")
    for note in text.called.values():
        if note.label.start < note.label.end:
            yield Layer(note.label, LINK_RANK, tag("a", _back(note.number)), "</a>")


def _back(number: int) -> dict[str, str]:
    return {"role": "doc-backlink", "href": f"#fnref-{number}"}


# --------------------------------------------------------------------------------------------------------------- blocks


def _group(text: Text, role: str, drawn: Sequence[Drawn]) -> str:
    """Blocks of one role in a row."""
    if role == "list-item":
        depths = depths_of(min(block.level, 6) for block, _ in drawn)
        return _list(text, list(zip(depths, drawn, strict=True)))
    if role == "footnote":
        return "\n".join(_note(text, held) for held in _by_note(text, drawn))
    blocks = "\n".join(_block(text, *pair) for pair in drawn)
    return f"<blockquote>\n{blocks}\n</blockquote>" if role == "quote" else blocks


def _list(text: Text, items: Sequence[tuple[int, Drawn]]) -> str:
    """A list, and within an item the list of the deeper items that follow it."""
    here = items[0][0]
    out: list[str] = []
    for inner, group in groupby(items, key=lambda item: item[0] > here):
        held = list(group)
        if inner:
            out[-1] += f"\n{_list(text, held)}"
        else:
            out += (f"<li>{_block(text, *drawn)}" for _, drawn in held)
    lines = "".join(f"{item}</li>\n" for item in out)
    return f'<ul class="items">\n{lines}</ul>'


def _by_note(text: Text, drawn: Sequence[Drawn]) -> Iterator[list[Drawn]]:
    """The blocks of each note of the author: the one that a mark calls, and those after it that none does."""
    held: list[Drawn] = []
    for block, layers in drawn:
        if held and block.id in text.called:
            yield held
            held = []
        held.append((block, layers))
    yield held


def _note(text: Text, drawn: Sequence[Drawn]) -> str:
    blocks = "\n".join(_block(text, *pair) for pair in drawn)
    first = drawn[0][0]
    if first.id not in text.called:
        return blocks
    aside = {"class": "footnote", "id": f"fn-{first.id}", "epub:type": "footnote", "role": "doc-footnote"}
    note = text.called[first.id]
    if note.label.start == note.label.end:  # the way back of a note whose label the source draws
        blocks += f"\n<p>{tag('a', {**_back(note.number), 'aria-label': 'Back to the text'})}↩</a></p>"
    return f"{tag('aside', aside)}\n{blocks}\n</aside>"


def _block(text: Text, block: Block, layers: Sequence[Layer]) -> str:
    attributes = {"id": block.id, "class": block.role} | _direction(text, block)
    if block.role == "table":
        return f"{tag('table', attributes)}{_rows(text.essay, block, layers)}</table>"
    if block.marker:
        attributes["data-marker"] = block.marker
    inner = inline(text.essay.text, block.span, layers)
    if block.number is not None:
        mark = {
            "class": "page", "id": f"page-{block.number}", "epub:type": "pagebreak", "role": "doc-pagebreak",
            "aria-label": text.page(block.number), "data-number": str(block.number),
        }  # fmt: skip
        inner = f"{tag('span', mark)}</span>{inner}"
    if block.role == "caption" and not of_table(text.essay, block):
        caption = f"{tag('figcaption', attributes)}{inner}</figcaption>"
        absent = tag("p", {"class": "absent", "lang": language(text.tongue), "xml:lang": language(text.tongue)})
        return f"<figure>\n{absent}Picture not reproduced</p>\n{caption}\n</figure>"
    name = f"h{text.levels[block.id]}" if block.id in text.levels else "p"
    if block.role == "pull-quote":
        name = "aside"
        if "<a " not in inner:  # its words stand in the text; what leads somewhere must be heard all the same
            attributes["aria-hidden"] = "true"
    return f"{tag(name, attributes)}{inner}</{name}>"


def _direction(text: Text, block: Block) -> dict[str, str]:
    here = is_leftward(text.essay.words(block.span))
    return {"dir": "rtl" if here else "ltr"} if here != leftward(text.tongue) else {}


def _rows(essay: Essay, block: Block, layers: Sequence[Layer]) -> str:
    """Rows are parted by line feeds, cells by tabs; both stand between the elements, so that the text is the same."""
    rows: list[list[Block]] = []
    at = block.span.start
    for line in essay.words(block.span).split("\n"):
        rows.append([])
        for words in line.split("\t"):
            rows[-1].append(replace(block, span=Span(at, at + len(words))))
            at += len(words) + 1
    held = iter(spread([cell for row in rows for cell in row], layers))
    drawn = []
    for index, row in enumerate(rows):
        cells = []
        for cell in row:
            inner = inline(essay.text, cell.span, next(held))
            start, end = ('<th scope="col">', "</th>") if index == 0 and inner.strip() else ("<td>", "</td>")
            cells.append(f"{start}{inner}{end}")
        drawn.append(f"<tr>{'&#9;'.join(cells)}</tr>")
    return "&#10;".join(drawn)
