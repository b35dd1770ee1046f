"""Every passage that speaks of a term: in the order of the essays' dates, with its sentence and the ¶ to cite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

from builder.model import Annotations, Block, Essay, Mention, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of an essay and the mentions of the term in it (spans over the essay's text)."""

    essay: Essay
    block: Block
    sentence: Span
    mentions: tuple[Mention, ...]


def by_date(essays: Mapping[str, tuple[Essay, Annotations]]) -> list[tuple[Essay, Annotations]]:
    return sorted(essays.values(), key=lambda pair: (pair[0].date, pair[0].slug))


def concordance(essays: Mapping[str, tuple[Essay, Annotations]]) -> dict[str, list[Passage]]:
    """Term id → its passages."""
    passages: dict[str, list[Passage]] = {}
    for essay, layers in by_date(essays):
        grouped: dict[tuple[str, Span], list[Mention]] = {}
        sentences: dict[str, list[Span]] = {}
        for mention in layers.mentions:
            block = essay.block_at(mention.span.start)
            if block.id not in sentences:
                sentences[block.id] = split_sentences(essay, block)
            grouped.setdefault((mention.term, _around(sentences[block.id], mention.span)), []).append(mention)
        for (term, sentence), mentions in grouped.items():
            passages.setdefault(term, []).append(
                Passage(essay, essay.block_at(sentence.start), sentence, tuple(mentions))
            )
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


def _around(sentences: Sequence[Span], span: Span) -> Span:
    """The sentence, or the run of sentences, that holds the span."""
    first = max((s for s in sentences if s.start <= span.start), default=sentences[0])
    last = next((s for s in sentences if s.end >= span.end), sentences[-1])
    return Span(first.start, max(first.end, last.end))
