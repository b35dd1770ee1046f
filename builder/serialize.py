"""An essay and its standoff layers → the Markdown of its page; inline elements are plain HTML."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby

from markupsafe import Markup

from builder.model import Annotations, Block, Essay, Span
from builder.splicing import LINK_RANK, MENTION_RANK, NOTE_RANK, STYLE_RANK, Layer, clip, inline, plain, spread, tag

OPENING = re.compile(r"(\d*)([-+.)])")  # at the start of a line these begin a list, a rule or a heading
RUNNING = ("paragraph", "list-item", "quote", "footnote", "standfirst", "pull-quote", "bio")
ACRONYM = re.compile(r"(?<![\w.&’'-])(?<![A-Z] )[A-Z]{3,6}(?![\w&-])(?! [A-Z]{2})")
WRAPPED = {"list-item": "ul", "quote": "blockquote"}  # roles of which several in a row stand in one element
HEAD = ("title", "byline", "dateline", "standfirst")
LONG = 90  # characters of a title that is set smaller
DASHES = {"-": "hyphen", "–": "dash", "—": "dash"}


def coded(text: str) -> Markup:
    """Our own words of the rules as HTML: what stands between backticks is code, all else is text."""
    parts = (f"<code>{plain(part)}</code>" if at % 2 else plain(part) for at, part in enumerate(text.split("`")))
    return Markup("".join(parts))  # noqa: S704 - every part is escaped


def essay_markdown(essay: Essay, layers: Annotations) -> str:
    """The blocks of an essay as Markdown, in the order of the text."""
    pairs = zip(essay.blocks, spread(essay.blocks, _layers(essay, layers)), strict=True)
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
    attributes |= {"dir": "rtl"} if is_leftward(essay.words(block.span)) else {}
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


def is_leftward(text: str) -> bool:
    """Whether the first letter is one of a script that is written from right to left."""
    return next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L") != "L"


def _place(essay: Essay, block: Block) -> dict[str, str]:
    """What a style sheet cannot see: what stands at the head, a long title, a byline's dash, a table's caption."""
    if block.role in HEAD:
        first = next((other for other in essay.blocks if other.role == "paragraph"), block)
        place = {"data-place": "head"} if block.span <= first.span else {}
        place |= {"data-long": "true"} if block.role == "title" and block.span.end - block.span.start > LONG else {}
        return place | ({"data-dash": dash} if (dash := DASHES.get(essay.text[block.span.start])) else {})
    return {"data-of": "table"} if block.role == "caption" and of_table(essay, block) else {}


def of_table(essay: Essay, caption: Block) -> bool:
    """Whether it stands beside a table: the caption of one, and not of a picture."""
    before = essay.block_at(max(caption.span.start - 1, 0))
    after = essay.block_at(min(caption.span.end + 2, len(essay.text)))
    return "table" in (before.role, after.role)


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
            within = [clip(layer, span) for layer in ordered[first:last] if layer.span.end > span.start]
            name, scope = ("td", {}) if index else ("th", {"scope": "col"})
            cells.append(f"{tag(name, scope)}{inline(essay.text, span, within)}</{name}>")
            at = span.end + 1
        rows.append("<tr>" + "&#9;".join(cells) + "</tr>")
    frame = {"class": "reader-table-frame", "role": "region", "aria-label": "Table", "tabindex": "0"}
    return f"{tag('div', frame)}{anchors}{tag('table', attributes)}{'&#10;'.join(rows)}</table></div>"


def _opened(inner: str) -> str:
    """Inline markup fit to stand at the start of a Markdown block."""
    opening = OPENING.match(inner)
    return f"{opening[1]}&#{ord(opening[2])};{inner[opening.end() :]}" if opening else inner
