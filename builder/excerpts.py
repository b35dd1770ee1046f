"""Sentences of the essays that can be asked with a name left out: short clear ones, chosen by rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from builder.concordance import Passage
from builder.gaps import Gapped, enough, gapped
from builder.model import Span

LENGTH = (60, 260)  # characters that one takes in at a glance
MIDDLE = 140
SHOWN = 6  # words that must be left to tell what is meant


def chosen(passages: Iterable[Passage], telling: re.Pattern[str], most: int) -> list[tuple[Passage, Gapped]]:
    """The best of the passages of one term, which stand essay by essay: of each essay one before a second of any, and
    of a block one at most. `telling` finds what else gives the term away."""
    ranked = []
    for _, held in groupby(passages, key=lambda passage: passage.essay.slug):
        blocks: set[str] = set()
        for passage in sorted(filter(_clear, held), key=_rank):
            words = _blanked(passage, telling)
            if passage.block.id not in blocks and enough(words, SHOWN):
                ranked.append(((len(blocks), *_rank(passage)), passage, words))
                blocks.add(passage.block.id)
    ranked.sort(key=lambda one: one[0])
    return [(passage, words) for _, passage, words in ranked[:most]]


def _clear(passage: Passage) -> bool:
    """A whole sentence of a numbered paragraph that names the term, and has no mark of a footnote in it."""
    essay, span = passage.essay, passage.sentence
    text = essay.words(span)
    return (
        passage.block.number is not None
        and any(mention.named for mention in passage.mentions)
        and LENGTH[0] <= len(text) <= LENGTH[1]
        and not text[-1].isalnum()
        and "\n" not in text
        and not any(span.holds(note.mark) for note in essay.footnotes)
    )


def _rank(passage: Passage) -> tuple[bool, int, str, Span]:
    """What opens a paragraph needs no words before it to be understood; then what is neither short nor long."""
    length = passage.sentence.end - passage.sentence.start
    return passage.before is not None, abs(length - MIDDLE), passage.essay.slug, passage.sentence


def _blanked(passage: Passage, telling: re.Pattern[str]) -> Gapped:
    """The sentence without what names the term in it, whether that was linked or left alone."""
    text, start = passage.essay.words(passage.sentence), passage.sentence.start
    named = [Span(one.span.start - start, one.span.end - start) for one in passage.mentions if one.named]
    return gapped(text, [*named, *(Span(*match.span()) for match in telling.finditer(text))])
