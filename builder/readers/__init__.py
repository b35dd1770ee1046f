"""Readers: one module a format, each from bytes to a draft: paragraphs with inline styles and their places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from builder.cleaning import Cleaned, rebase
from builder.decoding import Decoded
from builder.model import Role, Span, Style
from builder.repairs import Mend


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text between breaks: white space folded, markup taken out into `styles` (spans of `text`).

    `runs` pairs offsets of `text` with offsets of the seed, one pair where each stretch copied unbroken begins.
    `role` and `reason` are what the format itself says of it (a marked heading, an item of a list); `level` is a
    heading's or a list item's. `turned` is true where a page was turned before it.
    """

    text: str
    runs: tuple[tuple[int, int], ...]
    styles: tuple[Style, ...] = ()
    role: Role | None = None
    reason: str = ""
    level: int = 0
    marker: str = ""
    turned: bool = False

    def seed_offset(self, offset: int) -> int:
        here, there = self.runs[max(bisect_right(self.runs, offset, key=lambda run: run[0]) - 1, 0)]
        return there + offset - here

    def cut(self, start: int, end: int) -> Paragraph:
        """The part of this paragraph from `start` to `end`; neither may stand inside a run of white space."""
        runs = ((start, self.seed_offset(start)), *(run for run in self.runs if start < run[0] < end))
        clipped = ((Span(max(s.span.start, start) - start, min(s.span.end, end) - start), s) for s in self.styles)
        styles = tuple(replace(s, span=span) for span, s in clipped if span.start < span.end)
        moved = tuple((here - start, there) for here, there in runs)
        return replace(self, text=self.text[start:end], runs=moved, styles=styles)

    def moved(self, by: int) -> list[Style]:
        """The styles, as they are when `by` characters come before the text."""
        return [replace(s, span=Span(s.span.start + by, s.span.end + by)) for s in self.styles]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself outside its text, each as it stands there; empty where it says nothing."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    venue: str = ""
    url: str = ""
    language: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What the sidecar says of how to read: `markup` is false for “every character is itself”."""

    markup: bool = True
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One file, read. `source` is its decoded text; all offsets lead into it."""

    source: str
    paragraphs: tuple[Paragraph, ...]
    metadata: Metadata = Metadata()
    mends: tuple[Mend, ...] = ()


def draft(
    decoded: Decoded,
    cleaned: Cleaned,
    paragraphs: Sequence[Paragraph],
    mends: Sequence[Mend],
    metadata: Metadata = Metadata(),
) -> Draft:
    """A draft of what was read from `cleaned`: its places are led back to the decoded seed."""
    if cleaned.mends:
        paragraphs = [replace(p, runs=rebase(p.runs, cleaned, len(p.text))) for p in paragraphs]
        place = cleaned.origin.seed_offset
        mends = [replace(mend, start=place(mend.start), end=place(mend.end - 1) + 1) for mend in mends if mend.end]
    return Draft(decoded.text, tuple(paragraphs), metadata, (*decoded.mends, *cleaned.mends, *mends))


def join(paragraphs: Sequence[Paragraph], glue: str) -> Paragraph:
    """Paragraphs as one, `glue` between them."""
    runs: list[tuple[int, int]] = []
    styles: list[Style] = []
    base = 0
    for paragraph in paragraphs:
        runs += ((here + base, there) for here, there in paragraph.runs)
        styles += paragraph.moved(base)
        base += len(paragraph.text) + len(glue)
    return replace(paragraphs[0], text=glue.join(p.text for p in paragraphs), runs=tuple(runs), styles=tuple(styles))
