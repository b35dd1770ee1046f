"""Essays of which only passages may be shown (`access: excerpt`) → what all later stages see in their place.

A passage is what stands around the words of a note, in one block and of so many words at most. Where words are left
out, the text has a mark. What is withheld is in no layer either, so that no page and no export needs to know of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from builder.collection import Collection
from builder.model import Annotations, Block, CrossReference, Essay, OffsetMap, OldAddress, Repair, Role, Span, Style
from builder.seeds import BREAK, Seed

MARK = "[…]"
WHOLE: frozenset[Role] = frozenset({"title", "byline", "dateline"})  # they say which essay it is
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]{{1,40}}")  # where words have no spaces between them, a letter is one


@dataclass(frozen=True)
class Cut:
    """An essay of passages, and the `whole`. `pieces` are those of the whole text, in its order, and `starts` where
    each begins now; `blocks` tells what became of each block of the whole: what is left of it, or the mark."""

    whole: Essay
    essay: Essay
    pieces: tuple[Span, ...]
    starts: tuple[int, ...]
    blocks: Mapping[str, Block]

    def held(self, span: Span, clip: bool = False) -> Span | None:
        """Where words of the whole stand now; None if they are left out (with `clip`, if their beginning is)."""
        index = bisect_right(self.pieces, span.start, key=lambda piece: piece.start) - 1
        if index < 0 or span.start >= self.pieces[index].end:
            return None
        piece = self.pieces[index]
        if span.end > piece.end and not clip:
            return None
        start = self.starts[index] + span.start - piece.start
        return Span(start, start + min(span.end, piece.end) - span.start)


def withhold(collection: Collection) -> Collection:
    """The collection as it may be published."""
    cuts = {
        slug: cut(essay, [note.span for note in layers.notes], collection.record.excerpt)
        for slug, (essay, layers) in collection.essays.items()
        if not is_whole(collection.seeds[slug])
    }
    if not cuts:
        return collection
    essays = {}
    for slug, (essay, layers) in collection.essays.items():
        references = tuple(_references(layers.references, cuts.get(slug), cuts))
        shown = _layers(layers, cuts[slug]) if slug in cuts else layers
        essays[slug] = (cuts[slug].essay if slug in cuts else essay, replace(shown, references=references))
    seeds = {
        slug: replace(seed, essay=cuts[slug].essay) if slug in cuts else seed for slug, seed in collection.seeds.items()
    }
    return replace(collection, essays=essays, seeds=seeds)


def is_whole(seed: Seed | None) -> bool:
    """Whether the essay's text may be published as it is; of what cannot be read nobody knows."""
    return seed is not None and seed.essay is not None and seed.sidecar.access == "full"


def cut(essay: Essay, annotated: Sequence[Span], words: int) -> Cut:
    """Keep of each block what stands around the `annotated` spans: passages of at most so many words."""
    pieces: list[Span] = []
    starts: list[int] = []
    blocks: list[Block] = []
    became: dict[str, Block] = {}
    texts: list[str] = []

    def add(text: str, block: Block, of: Iterable[Block]) -> None:
        start = _next(blocks)
        texts.append(text)
        blocks.append(replace(block, span=Span(start, start + len(text))))
        became.update(dict.fromkeys((one.id for one in of), blocks[-1]))

    for shown, group in groupby(_kept(essay, annotated, words), key=lambda pair: bool(pair[1])):
        if not shown:  # one mark for all blocks in a row
            left = [block for block, _ in group]
            add(MARK, Block(left[0].span, "separator", "words are left out here", _name(left, len(blocks))), left)
            continue
        for block, kept in group:
            add(_join(essay.text, block.span, kept, _next(blocks), starts), block, [block])
            pieces += kept
    here = Cut(essay, essay, tuple(pieces), tuple(starts), became)
    return replace(here, essay=_essay(here, BREAK.join(texts), tuple(blocks), words))


def _kept(essay: Essay, annotated: Sequence[Span], words: int) -> Iterator[tuple[Block, list[Span]]]:
    """Each block with what may be shown of it."""
    for block in essay.blocks:
        within = [span for span in annotated if block.span.start <= span.start < block.span.end]
        yield block, [block.span] if block.role in WHOLE else list(_passages(essay.text, block.span, within, words))


def _next(blocks: Sequence[Block]) -> int:
    """Where in the text the next block begins."""
    return blocks[-1].span.end + len(BREAK) if blocks else 0


def _name(left: Iterable[Block], number: int) -> str:
    """The id of a mark: that of the first block that it stands for, but for headings', which are made of their words.
    A mark for headings alone has one for the page only, which is no lasting address."""
    return next((block.id for block in left if block.role != "heading"), f"left-out-{number}")


def _passages(text: str, block: Span, annotated: Iterable[Span], most: int) -> Iterator[Span]:
    """Around annotated words that fit into one passage together, as much before as after; a word at least is left out
    between two passages, where that can be."""
    found = [match.span() for match in WORD.finditer(text, block.start, block.end)]
    begins = [start for start, _ in found]
    groups: list[tuple[int, int]] = []
    for span in sorted(annotated):
        first = max(bisect_right(begins, span.start) - 1, 0)
        last = max(bisect_right(begins, min(span.end, block.end) - 1) - 1, first)
        if groups and last - groups[-1][0] < most:
            groups[-1] = (groups[-1][0], max(groups[-1][1], last))
        elif not groups or first > groups[-1][1]:
            groups.append((first, min(last, first + most - 1)))
    limits = [-2, *(end for _, end in groups)], [*(start for start, _ in groups[1:]), len(found) + 1]
    for (first, last), before, after in zip(groups, *limits, strict=False):
        spare = most - (last - first + 1)
        start = min(first, max(before + 2, first - spare // 2))
        end = max(last, min(after - 2, start + most - 1))
        yield Span(found[start][0], found[end][1])


def _join(text: str, block: Span, kept: Sequence[Span], start: int, starts: list[int]) -> str:
    """The passages of a block with marks where words are left out; notes in `starts` where each begins."""
    parts = [f"{MARK} "] if kept[0].start > block.start else []
    for index, piece in enumerate(kept):
        parts += [f" {MARK} "] if index else []
        starts.append(start + sum(map(len, parts)))
        parts.append(text[piece.start : piece.end])
    return "".join([*parts, *([f" {MARK}"] if kept[-1].end < block.end else [])])


def _essay(cut: Cut, text: str, blocks: tuple[Block, ...], words: int) -> Essay:
    """What was mended is told wherever the text is, so that is where it says what is left out; what was mended in the
    whole might tell words of it."""
    whole = cut.whole
    told = f"Only passages of at most {words} words stand here; {MARK} stands for what is left out. Whole: {whole.url}"
    footnotes = (
        replace(footnote, mark=mark, label=label)
        for footnote in whole.footnotes
        if (mark := cut.held(footnote.mark)) and (label := cut.held(footnote.label))
    )
    return replace(
        whole,
        text=text,
        blocks=blocks,
        styles=tuple(style for kept in whole.styles for style in _styles(kept, cut)),
        repairs=(Repair("left-out", told, 0, 0, Span(0, 0)),),
        origin=_origin(cut),
        footnotes=tuple(footnotes),
        doubts=(),
        excerpt=words,
    )


def _styles(style: Style, cut: Cut) -> Iterator[Style]:
    """A style that runs through several passages is in each of them."""
    for piece, start in zip(cut.pieces, cut.starts, strict=True):
        first, last = max(style.span.start, piece.start), min(style.span.end, piece.end)
        if first < last:
            yield replace(style, span=Span(start + first - piece.start, start + last - piece.start))


def _origin(cut: Cut) -> OffsetMap:
    here: list[int] = []
    there: list[int] = []
    origin = cut.whole.origin
    for piece, start in zip(cut.pieces, cut.starts, strict=True):
        inner = origin.here[bisect_right(origin.here, piece.start) : bisect_right(origin.here, piece.end - 1)]
        for offset in (piece.start, *inner):
            here.append(start + offset - piece.start)
            there.append(origin.seed_offset(offset))
    return OffsetMap(tuple(here) or (0,), tuple(there) or (0,))


def _layers(layers: Annotations, cut: Cut) -> Annotations:
    """What is said of words that are shown."""
    return replace(
        layers,
        candidates=tuple(replace(one, span=here) for one in layers.candidates if (here := cut.held(one.span))),
        mentions=tuple(replace(one, span=here) for one in layers.mentions if (here := cut.held(one.span))),
        notes=tuple(replace(one, span=here) for one in layers.notes if (here := cut.held(one.span, clip=True))),
        addresses=tuple(_addresses(layers.addresses, cut)),
    )


def _addresses(addresses: Iterable[OldAddress], cut: Cut) -> Iterator[OldAddress]:
    """Those of blocks that are left out lead to the mark in their place; but for headings', which would tell words."""
    for old in addresses:
        end = cut.blocks.get(old.to)
        if not end or end.role != "separator":
            yield old
        elif not old.id.startswith("h-"):
            yield replace(old, to=end.id)
    for name, block in cut.blocks.items():
        if name != block.id and not name.startswith("h-"):
            yield OldAddress(name, to=block.id)


def _references(
    references: Iterable[CrossReference], cut: Cut | None, cuts: Mapping[str, Cut]
) -> Iterator[CrossReference]:
    """Those whose both ends are shown."""
    for reference in references:
        here = _end(reference, reference.span, cut)
        there = _end(reference, reference.to_span, cuts.get(reference.to_essay))
        if here and there:
            yield replace(reference, span=here, to_span=there)


def _end(reference: CrossReference, span: Span, cut: Cut | None) -> Span | None:
    """Words that an editor named must be shown; of a paragraph, something of it."""
    if not cut or reference.explicit:
        return cut.held(span) if cut else span
    block = cut.blocks[cut.whole.block_at(span.start).id]
    return block.span if block.role != "separator" else None
