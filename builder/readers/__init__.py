"""Readers: one module a format, each yielding paragraphs with inline styles and their places in the seed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from builder.model import Span, Style


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text between breaks: white space folded, markup taken out into `styles` (spans of `text`).

    `runs` pairs offsets of `text` with offsets of the seed, one pair where each stretch copied unbroken begins.
    `marked` is the level of a heading that the author marked as one, else 0.
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    styles: tuple[Style, ...] = ()
    marked: int = 0

    def seed_offset(self, offset: int) -> int:
        here, there = self.runs[max(bisect_right(self.runs, offset, key=lambda run: run[0]) - 1, 0)]
        return there + offset - here

    def cut(self, start: int, end: int) -> Paragraph:
        """The part of this paragraph from `start` to `end`; neither may stand inside a run of white space."""
        runs = ((start, self.seed_offset(start)), *(run for run in self.runs if start < run[0] < end))
        clipped = ((Span(max(s.span.start, start) - start, min(s.span.end, end) - start), s) for s in self.styles)
        styles = tuple(Style(span, style.tag, style.href) for span, style in clipped if span.start < span.end)
        return Paragraph(
            self.text[start:end], tuple((here - start, there) for here, there in runs), styles, self.marked
        )


def join(paragraphs: Sequence[Paragraph], glue: str) -> Paragraph:
    """Paragraphs as one, `glue` between them."""
    runs: list[tuple[int, int]] = []
    styles: list[Style] = []
    base = 0
    for paragraph in paragraphs:
        runs += ((here + base, there) for here, there in paragraph.runs)
        styles += (Style(Span(s.span.start + base, s.span.end + base), s.tag, s.href) for s in paragraph.styles)
        base += len(paragraph.text) + len(glue)
    text = glue.join(paragraph.text for paragraph in paragraphs)
    return Paragraph(text, tuple(runs), tuple(styles), paragraphs[0].marked)
