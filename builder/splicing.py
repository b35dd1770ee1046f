"""Text and the layers over it → markup, by whoever names the elements: pages, e-books and TEI are all made here.

Every character that Markdown, its extensions, HTML or XML could take for markup is written as a numeric character
reference, because Python-Markdown's backslash escapes fail for characters that no extension registered. What this
module writes is at once safe Markdown, safe HTML and safe XML; nothing else splices.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from markupsafe import Markup

from builder.model import Block, Span

ACTIVE = re.compile(r"[\\`*_{}\[\]<>&~^=|$:!#\"@\n]")
IN_VALUES = re.compile(r"[\\`*_{}\[\]<>&~^\"'\n]")
LINK_RANK, MENTION_RANK, NOTE_RANK, STYLE_RANK = range(4)


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


def tag(name: str, attributes: Mapping[str, str]) -> str:
    """A start tag; neither Markdown nor HTML sees anything in the values."""
    return f"<{name}{''.join(f' {key}={_quoted(value)}' for key, value in attributes.items())}>"


def _quoted(value: str) -> str:
    return '"' + IN_VALUES.sub(lambda match: f"&#{ord(match[0])};", value) + '"'


def spread(blocks: Sequence[Block], layers: Iterable[Layer]) -> list[list[Layer]]:
    """The layers over each block, clipped to it; the blocks stand in the order of the text."""
    clipped: list[list[Layer]] = [[] for _ in blocks]
    starts = [block.span.start for block in blocks]
    for layer in layers:
        for index in range(max(bisect_right(starts, layer.span.start) - 1, 0), len(blocks)):
            block = blocks[index].span
            if block.start >= layer.span.end:
                break
            part = clip(layer, block)
            if part.span.start < part.span.end:
                clipped[index].append(part)
    return clipped


def clip(layer: Layer, span: Span) -> Layer:
    part = Span(max(layer.span.start, span.start), min(layer.span.end, span.end))
    return replace(layer, span=part, tail=layer.tail if part.end == layer.span.end else "")


def inline(text: str, span: Span, layers: Iterable[Layer]) -> str:
    """The text of `span` with its layers as nested inline elements, tails where they are due."""
    within = sorted(layers, key=lambda layer: (layer.span.start, layer.rank, -layer.span.end))
    cuts = {span.start, span.end, *(layer.span.start for layer in within), *(layer.span.end for layer in within)}
    cut = list(pieces(sorted(cuts), within))
    tails = deque(sorted((layer.span.end, layer.tail) for layer in within if layer.tail))
    out: list[str] = []
    for held, group in groupby(cut, key=lambda piece: piece.at(LINK_RANK) or piece.at(MENTION_RANK)):
        members = list(group)
        # Outside links and mentions a tail stands right after its words; inside one it waits for its end.
        for run in [members] if held else _runs(members, {end for end, _ in tails}):
            out.append(_nested(text, run, LINK_RANK))
            while tails and tails[0][0] <= run[-1].span.end:
                out.append(tails.popleft()[1])
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two cuts, and the layers over it."""

    span: Span
    layers: tuple[Layer, ...]

    def at(self, rank: int) -> tuple[Layer, ...]:
        return tuple(layer for layer in self.layers if layer.rank == rank)


def pieces(cuts: Sequence[int], layers: Sequence[Layer]) -> Iterator[Piece]:
    """One walk over cuts and layers, both in the order of the text."""
    waiting = deque(layers)
    over: list[Layer] = []
    for start, end in pairwise(cuts):
        while waiting and waiting[0].span.start <= start:
            over.append(waiting.popleft())
        over = [layer for layer in over if layer.span.end > start]
        yield Piece(Span(start, end), tuple(over))


def _runs(pieces: Sequence[Piece], ends: set[int]) -> list[list[Piece]]:
    """Split pieces after each end in `ends`."""
    runs: list[list[Piece]] = [[]]
    for piece in pieces:
        runs[-1].append(piece)
        if piece.span.end in ends:
            runs.append([])
    return [run for run in runs if run]


def _nested(text: str, pieces: Sequence[Piece], rank: int) -> str:
    if rank > STYLE_RANK:
        return plain(text[pieces[0].span.start : pieces[-1].span.end])
    out = []
    for held, group in groupby(pieces, key=lambda piece: piece.at(rank)):
        inner = _nested(text, list(group), rank + 1)
        for layer in reversed(held):
            inner = f"{layer.start}{inner}{layer.end}"
        out.append(inner)
    return "".join(out)


def marked(text: str, span: Span, marks: Iterable[Span]) -> Markup:
    """A passage as HTML with `marks` (spans over the same text) in it, for the concordance."""
    return Markup(inline(text, span, [Layer(mark, MENTION_RANK, "<mark>", "</mark>") for mark in marks]))  # noqa: S704
