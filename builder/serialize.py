"""Text and its standoff layers → Markdown: the only module that escapes and splices.

Every character that Markdown, its extensions or HTML could take for markup is written as a numeric character
reference, because Python-Markdown's backslash escapes fail for characters that no extension registered. Inline
elements are plain HTML. So what this module writes is at once safe Markdown and safe HTML.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from markupsafe import Markup

from builder.glossary import LINK, Glossary
from builder.model import Annotations, Block, Essay, Span

ACTIVE = re.compile(r"[\\`*_{}\[\]<>&~^=|$:!#\"@\n]")
IN_VALUES = re.compile(r"[\\`*_{}\[\]<>&~^\"'\n]")
OPENING = re.compile(r"(\d*)([-+.)])")  # at the start of a line these begin a list, a rule or a heading
EMPHASIS = re.compile(r"\*([^*\n]+)\*")
RUNNING = ("paragraph", "list-item", "quote", "footnote", "standfirst", "pull-quote", "bio")
ACRONYM = re.compile(r"(?<![\w.&’'-])(?<![A-Z] )[A-Z]{3,6}(?![\w&-])(?! [A-Z]{2})")
WRAPPED = {"list-item": "ul", "quote": "blockquote"}  # roles of which several in a row stand in one element
LINK_RANK, MENTION_RANK, NOTE_RANK, STYLE_RANK = range(4)
HEAD = ("title", "byline", "dateline", "standfirst")
LONG = 90  # characters of a title that is set smaller
DASHES = {"-": "hyphen", "–": "dash", "—": "dash"}


@dataclass(frozen=True, slots=True)
class Layer:
    """An inline element over a span. `rank` 0 is outermost; `tail` follows the span's end, outside every link."""

    span: Span
    rank: int
    start: str
    end: str
    tail: str = ""


def plain(text: str) -> str:
    """Text as character data, the same in Markdown and in HTML."""
    return ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text)


def coded(text: str) -> Markup:
    """Our own words of the rules as HTML: what stands between backticks is code, all else is text."""
    parts = (f"<code>{plain(part)}</code>" if at % 2 else plain(part) for at, part in enumerate(text.split("`")))
    return Markup("".join(parts))  # noqa: S704 - every part is escaped


def tag(name: str, attributes: Mapping[str, str]) -> str:
    """A start tag; neither Markdown nor HTML sees anything in the values."""
    return f"<{name}{''.join(f' {key}={_quoted(value)}' for key, value in attributes.items())}>"


def _quoted(value: str) -> str:
    return '"' + IN_VALUES.sub(lambda match: f"&#{ord(match[0])};", value) + '"'


def essay_markdown(essay: Essay, layers: Annotations) -> str:
    """The blocks of an essay as Markdown, in the order of the text."""
    clipped: list[list[Layer]] = [[] for _ in essay.blocks]
    starts = [block.span.start for block in essay.blocks]
    for layer in _layers(essay, layers):
        for index in range(max(bisect_right(starts, layer.span.start) - 1, 0), len(essay.blocks)):
            block = essay.blocks[index].span
            if block.start >= layer.span.end:
                break
            part = _clip(layer, block)
            if part.span.start < part.span.end:
                clipped[index].append(part)
    pairs = zip(essay.blocks, clipped, strict=True)
    anchors: dict[str, str] = {}
    for old in layers.addresses:
        anchors[old.to] = anchors.get(old.to, "") + anchor(old.id)
    return "\n\n".join(
        _group(essay, WRAPPED.get(role, ""), list(group), anchors)
        for role, group in groupby(pairs, key=lambda pair: pair[0].role)
    )


def anchor(name: str) -> str:
    """An address that leads to where it stands, and shows nothing."""
    return f"{tag('span', {'class': 'reader-was', 'id': name})}</span>"


def _group(
    essay: Essay, wrapper: str, pairs: Sequence[tuple[Block, Sequence[Layer]]], anchors: Mapping[str, str]
) -> str:
    blocks = [_block(essay, block, layers, anchors.get(block.id, "")) for block, layers in pairs]
    if not wrapper:
        return "\n\n".join(blocks)
    attributes = {"class": "reader-items", "role": "list"} if wrapper == "ul" else {"class": "reader-quotation"}
    return "\n".join([tag(wrapper, attributes), *blocks, f"</{wrapper}>"])


def _layers(essay: Essay, annotations: Annotations) -> Iterator[Layer]:
    for style in essay.styles:
        if style.tag == "span":
            yield Layer(style.span, STYLE_RANK, tag("span", {"lang": style.lang}), "</span>")
        elif style.tag != "a":
            yield Layer(style.span, STYLE_RANK, f"<{style.tag}>", f"</{style.tag}>")
        elif style.href:
            yield Layer(style.span, LINK_RANK, tag("a", {"href": style.href, "rel": "noopener"}), "</a>")
    yield from _footnotes(essay)
    yield from _acronyms(essay)
    for mention in annotations.mentions:
        if mention.linked:
            link = {
                "class": "reader-term", "data-term": mention.term, "href": f"../../glossary/{mention.term}/",
                "data-card": f"card-{mention.term}",
            }  # fmt: skip
            yield Layer(mention.span, LINK_RANK, tag("a", link), "</a>")
        elif mention.named:
            yield Layer(
                mention.span,
                MENTION_RANK,
                tag("span", {"class": "reader-mention", "data-term": mention.term}),
                "</span>",
            )
    for note in annotations.notes:
        number = str(note.number)
        mark = tag("span", {"class": "reader-mark", "data-note": number, "data-kind": note.kind})
        reference = {
            "class": "reader-noteref", "id": f"noteref-{number}", "href": f"#note-{number}", "role": "doc-noteref",
            "data-number": number, "data-kind": note.kind, "aria-label": f"Note {number}",
        }  # fmt: skip
        yield Layer(note.span, NOTE_RANK, mark, "</span>", tag("a", reference) + "</a>")


def _acronyms(essay: Essay) -> Iterator[Layer]:
    """Acronyms in the running text, which the page sets in small capitals; not where all around is in capitals."""
    for block in essay.blocks:
        if block.role in RUNNING:
            for match in ACRONYM.finditer(essay.text, block.span.start, block.span.end):
                yield Layer(Span(*match.span()), STYLE_RANK, tag("span", {"class": "reader-caps"}), "</span>")


def _footnotes(essay: Essay) -> Iterator[Layer]:
    """A link from each mark to its note, and from the note back to the first mark that calls it."""
    ends = {block.id: block.span.end for block in essay.blocks} if essay.footnotes else {}
    called: set[str] = set()
    for note in essay.footnotes:
        mark = {"class": "reader-fnref", "id": f"fnref-{note.number}", "href": f"#{note.block}", "role": "doc-noteref"}
        yield Layer(note.mark, LINK_RANK, tag("a", mark), "</a>")
        back = {"class": "reader-fnback", "href": f"#fnref-{note.number}", "role": "doc-backlink"}
        if note.block in called:
            continue
        called.add(note.block)
        if note.label.start < note.label.end:
            yield Layer(note.label, LINK_RANK, tag("a", back), "</a>")
        else:  # the page draws the label, and the way back after the note's last word
            end, drawn = ends[note.block], tag("a", {**back, "aria-label": "Back to the text"})
            yield Layer(Span(end - 1, end), NOTE_RANK, "", "", f"{drawn}</a>")


def _block(essay: Essay, block: Block, layers: Sequence[Layer], anchors: str) -> str:
    attributes = {"id": block.id, "data-role": block.role, "class": f"reader-{block.role}"} | _place(essay, block)
    attributes |= {"dir": "rtl"} if _leftward(essay.words(block.span)) else {}
    if block.role == "table":
        return _table(essay, block, layers, attributes, anchors)
    inner = anchors + inline(essay.text, block.span, layers)
    if block.marker:
        attributes["data-marker"] = block.marker
    if block.number is not None:
        attributes["data-number"] = str(block.number)
        pilcrow = {
            "class": "reader-pilcrow",
            "href": f"#{block.id}",
            "data-number": str(block.number),
            "aria-label": f"Paragraph {block.number}",
        }
        inner = f"{tag('a', pilcrow)}</a>{inner}"
    if block.role == "pull-quote":
        attributes["aria-hidden"] = "true"
    if block.role == "list-item":
        return f"{tag('li', {**attributes, 'data-level': str(min(block.level, 6))})}{inner}</li>"
    if block.role == "quote":
        return f"{tag('p', attributes)}{inner}</p>"
    pairs = " ".join(f'{key}="{_in_list(value)}"' for key, value in attributes.items() if key != "id")
    listed = f"{{: #{block.id} {pairs} }}"
    if block.role in ("title", "heading"):
        return f"{'#' * (1 if block.role == 'title' else min(block.level, 6))} {inner} {listed}"
    return f"{_opened(inner)}\n{listed}"


def _leftward(text: str) -> bool:
    """Whether the first letter is one of a script that is written from right to left."""
    return next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L") != "L"


def _place(essay: Essay, block: Block) -> dict[str, str]:
    """What a style sheet cannot see: what stands at the head, a long title, a byline's dash, a table's caption."""
    if block.role in HEAD:
        first = next((other for other in essay.blocks if other.role == "paragraph"), block)
        place = {"data-place": "head"} if block.span <= first.span else {}
        place |= {"data-long": "true"} if block.role == "title" and block.span.end - block.span.start > LONG else {}
        return place | ({"data-dash": dash} if (dash := DASHES.get(essay.text[block.span.start])) else {})
    if block.role == "caption":
        around = (
            essay.block_at(max(block.span.start - 1, 0)),
            essay.block_at(min(block.span.end + 2, len(essay.text))),
        )
        return {"data-of": "table"} if any(other.role == "table" for other in around) else {}
    return {}


def _in_list(value: str) -> str:
    """A value fit for an attribute list: a bullet or a number, a role, a class."""
    return re.sub(r"[^\w .•†‡()-]", "", value)


def _table(essay: Essay, block: Block, layers: Sequence[Layer], attributes: Mapping[str, str], anchors: str) -> str:
    """Rows are parted by line feeds, cells by tabs; both stand between the elements, so that the text is the same."""
    ordered = sorted(layers, key=lambda layer: layer.span)
    starts = [layer.span.start for layer in ordered]
    ends = list(accumulate((layer.span.end for layer in ordered), max))
    rows = []
    at = block.span.start
    for index, line in enumerate(essay.words(block.span).split("\n")):
        cells = []
        for words in line.split("\t"):
            span = Span(at, at + len(words))
            first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
            within = [_clip(layer, span) for layer in ordered[first:last] if layer.span.end > span.start]
            name, scope = ("td", {}) if index else ("th", {"scope": "col"})
            cells.append(f"{tag(name, scope)}{inline(essay.text, span, within)}</{name}>")
            at = span.end + 1
        rows.append("<tr>" + "&#9;".join(cells) + "</tr>")
    frame = {"class": "reader-table-frame", "role": "region", "aria-label": "Table", "tabindex": "0"}
    return f"{tag('div', frame)}{anchors}{tag('table', attributes)}{'&#10;'.join(rows)}</table></div>"


def _clip(layer: Layer, span: Span) -> Layer:
    part = Span(max(layer.span.start, span.start), min(layer.span.end, span.end))
    return replace(layer, span=part, tail=layer.tail if part.end == layer.span.end else "")


def _opened(inner: str) -> str:
    """Inline markup fit to stand at the start of a Markdown block."""
    opening = OPENING.match(inner)
    return f"{opening[1]}&#{ord(opening[2])};{inner[opening.end() :]}" if opening else inner


def inline(text: str, span: Span, layers: Iterable[Layer]) -> str:
    """The text of `span` with its layers as nested inline elements, tails where they are due."""
    within = sorted(layers, key=lambda layer: (layer.span.start, layer.rank, -layer.span.end))
    cuts = {span.start, span.end, *(layer.span.start for layer in within), *(layer.span.end for layer in within)}
    pieces = list(_pieces(sorted(cuts), within))
    tails = deque(sorted((layer.span.end, layer.tail) for layer in within if layer.tail))
    out: list[str] = []
    for held, group in groupby(pieces, key=lambda piece: piece.at(LINK_RANK) or piece.at(MENTION_RANK)):
        members = list(group)
        # Outside links and mentions a tail stands right after its words; inside one it waits for its end.
        for run in [members] if held else _runs(members, {end for end, _ in tails}):
            out.append(_nested(text, run, LINK_RANK))
            while tails and tails[0][0] <= run[-1].span.end:
                out.append(tails.popleft()[1])
    return "".join(out)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text between two cuts, and the layers over it."""

    span: Span
    layers: tuple[Layer, ...]

    def at(self, rank: int) -> tuple[Layer, ...]:
        return tuple(layer for layer in self.layers if layer.rank == rank)


def _pieces(cuts: Sequence[int], layers: Sequence[Layer]) -> Iterator[_Piece]:
    """One walk over cuts and layers, both in the order of the text."""
    waiting = deque(layers)
    over: list[Layer] = []
    for start, end in pairwise(cuts):
        while waiting and waiting[0].span.start <= start:
            over.append(waiting.popleft())
        over = [layer for layer in over if layer.span.end > start]
        yield _Piece(Span(start, end), tuple(over))


def _runs(pieces: Sequence[_Piece], ends: set[int]) -> list[list[_Piece]]:
    """Split pieces after each end in `ends`."""
    runs: list[list[_Piece]] = [[]]
    for piece in pieces:
        runs[-1].append(piece)
        if piece.span.end in ends:
            runs.append([])
    return [run for run in runs if run]


def _nested(text: str, pieces: Sequence[_Piece], rank: int) -> str:
    if rank > STYLE_RANK:
        return plain(text[pieces[0].span.start : pieces[-1].span.end])
    out = []
    for held, group in groupby(pieces, key=lambda piece: piece.at(rank)):
        inner = _nested(text, list(group), rank + 1)
        for layer in reversed(held):
            inner = f"{layer.start}{inner}{layer.end}"
        out.append(inner)
    return "".join(out)


def prose(text: str, glossary: Glossary, root: str, carded: Container[str] = ()) -> Markup:
    """Editors' words (a note, an entry's body) as HTML: `[name]` links to an entry under `root`, `*word*` is em.

    The links to the terms of `carded` open their cards, which the page must have.
    """
    out: list[str] = []
    here = 0
    for match in LINK.finditer(text):
        term = glossary.resolve(match[1])
        out.append(_emphasized(text[here : match.start()]))
        shown = term.label if term and match[1] == term.id else match[1]
        if term:
            link = {"class": "reader-ref", "data-term": term.id, "href": f"{root}glossary/{term.id}/"}
            link |= {"data-card": f"card-{term.id}"} if term.id in carded else {}
            out.append(f"{tag('a', link)}{plain(shown)}</a>")
        else:
            out.append(plain(match[0]))
        here = match.end()
    return Markup("".join(out) + _emphasized(text[here:]))  # noqa: S704 - every part is escaped above


def _emphasized(text: str) -> str:
    parts = EMPHASIS.split(text)
    return "".join(f"<em>{plain(part)}</em>" if index % 2 else plain(part) for index, part in enumerate(parts))


def marked(text: str, span: Span, marks: Iterable[Span]) -> Markup:
    """A passage as HTML with `marks` (spans over the same text) in it, for the concordance."""
    return Markup(inline(text, span, [Layer(mark, MENTION_RANK, "<mark>", "</mark>") for mark in marks]))  # noqa: S704
