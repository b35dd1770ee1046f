"""Every passage that speaks of a term: in the order of the essays' dates, with its sentence and the ¶ to cite."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sentencex import get_sentence_boundaries

from builder.memory import Memory
from builder.model import Annotations, Block, Essay, Mention, Span

Essays = Mapping[str, tuple[Essay, Annotations]]  # by slug


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of an essay, the mentions of the term in it, and its neighbours in the same block (spans over the
    essay's text)."""

    essay: Essay
    block: Block
    sentence: Span
    mentions: tuple[Mention, ...]
    before: Span | None
    after: Span | None


Places = Mapping[tuple[str, str], Passage]  # slug and block id → a passage there


def by_term(layers: Annotations) -> dict[str, list[Mention]]:
    """The mentions of each term, in the order of the text."""
    held: dict[str, list[Mention]] = {}
    for mention in layers.mentions:
        held.setdefault(mention.term, []).append(mention)
    return held


def thousandths(essay: Essay, mention: Mention) -> int:
    """Where a mention stands in its essay, in thousandths of its length."""
    return round(1000 * mention.span.start / len(essay.text))


def by_date(essays: Essays) -> list[tuple[Essay, Annotations]]:
    return sorted(essays.values(), key=lambda pair: (pair[0].date, pair[0].slug))


def concordance(essays: Essays, memory: Memory | None = None) -> dict[str, list[Passage]]:
    """Term id → its passages."""
    memory = memory or Memory()
    passages: dict[str, list[Passage]] = {}
    for essay, layers in by_date(essays):
        made_of = (essay, layers.mentions)
        for term, passage in memory.made(("passages", essay.slug), made_of, partial(_passages, *made_of)):
            passages.setdefault(term, []).append(passage)
    return passages


def _passages(essay: Essay, mentions: Iterable[Mention]) -> list[tuple[str, Passage]]:
    """Those of one essay, each with its term."""
    grouped: dict[tuple[str, int, int], list[Mention]] = {}  # term, first and last sentence by their numbers
    blocks: dict[str, tuple[int, int]] = {}  # where in `sentences` those of a block begin and end
    sentences: list[Span] = []
    for mention in mentions:
        block = essay.block_at(mention.span.start)
        if block.id not in blocks:
            start = len(sentences)
            sentences += split_sentences(essay, block)
            blocks[block.id] = start, len(sentences)
        grouped.setdefault((mention.term, *_around(sentences, blocks[block.id], mention.span)), []).append(mention)
    passages = []
    for (term, first, last), held in grouped.items():
        sentence = Span(sentences[first].start, sentences[last].end)
        block = essay.block_at(sentence.start)
        start, end = blocks[block.id]
        before = sentences[first - 1] if first > start else None
        after = sentences[last + 1] if last + 1 < end else None
        passages.append((term, Passage(essay, block, sentence, tuple(held), before, after)))
    return passages


def split_sentences(essay: Essay, block: Block) -> list[Span]:
    """The sentences of a block, without the white space between them."""
    text = essay.words(block.span)
    found = []
    for sentence in get_sentence_boundaries(essay.language, text):
        start, end = sentence["start_index"], sentence["end_index"]
        end = start + len(text[start:end].rstrip())
        if start < end:
            found.append(Span(block.span.start + start, block.span.start + end))
    return found or [block.span]


def _around(sentences: Sequence[Span], block: tuple[int, int], span: Span) -> tuple[int, int]:
    """The numbers of the first and the last sentence of a block that hold the span."""
    start, end = block
    first = max(bisect_right(sentences, span.start, start, end, key=lambda sentence: sentence.start) - 1, start)
    last = min(bisect_left(sentences, span.end, first, end, key=lambda sentence: sentence.end), end - 1)
    return first, last


def places(passages: Mapping[str, Sequence[Passage]]) -> dict[str, Places]:
    return {term: {(one.essay.slug, one.block.id): one for one in held} for term, held in passages.items()}


def together(essays: Mapping[str, tuple[Essay, Annotations]], main: Container[str]) -> dict[str, Counter[str]]:
    """Term id → the terms of `main` that share blocks with it, and how many they share."""
    shared: dict[str, Counter[str]] = {}
    for essay, layers in essays.values():
        spoken: dict[str, set[str]] = {}
        for mention in layers.mentions:
            spoken.setdefault(essay.block_at(mention.span.start).id, set()).add(mention.term)
        for terms in spoken.values():
            others = {term for term in terms if term in main}
            for term in terms:
                shared.setdefault(term, Counter()).update(others - {term})
    return shared
