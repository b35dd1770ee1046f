"""A quotation → the one place of a text that it means, or a refusal that says what to do. Never a guess.

Selectors are those of the W3C Web Annotation model (TextQuoteSelector): the exact words, with what stands
right before or after them where they stand more than once.
"""

from __future__ import annotations

import difflib
import heapq
import re
from dataclasses import dataclass
from itertools import accumulate

from builder.model import Span
from builder.records import Quotation, fold

TRIED = 12  # stretches of a text that are compared with a quotation that was not found


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a quotation means no place, as a diagnostic tells it."""

    rule: str
    message: str
    hint: str


def find(text: str, wanted: Quotation) -> Span | Lost:
    """The span of the quotation in the canonical `text`. A space in it is any white space, also that between blocks."""
    quote, prefix, suffix = (fold(part) for part in (wanted.quote, wanted.prefix, wanted.suffix))
    words = r"\s+".join(map(re.escape, quote.split()))
    loose = re.compile(f"(?=({words}))") if quote else None
    places = [Span(*match.span(1)) for match in loose.finditer(text)] if loose else []
    fitting = [place for place in places if _fits(text, place, prefix, suffix)]
    if len(fitting) == 1:
        return fitting[0]
    shown = quote if len(quote) <= 60 else f"{quote[:57]}…"
    if not places:
        near = nearest(text, quote)
        hint = f"The nearest words are “{near}”." if near else "Quote the words as a reader sees them, without markup."
        return Lost("quote-missing", f"“{shown}” does not stand in the essay", hint)
    if not fitting:
        hint = f"Before the words stands “{_before(text, places[0])}”."
        return Lost("quote-missing", f"“{shown}” stands in the essay, but not with this prefix and suffix", hint)
    hint = f'Add `prefix: "{_before(text, fitting[1])}"` for the second place, or quote more words.'
    return Lost("quote-ambiguous", f"“{shown}” stands {len(fitting)} times in the essay", hint)


def _fits(text: str, place: Span, prefix: str, suffix: str) -> bool:
    """Whether what stands right before and after is what is wanted, white space at the seams aside."""
    before = fold(text[max(place.start - 2 * len(prefix) - 8, 0) : place.start])
    after = fold(text[place.end : place.end + 2 * len(suffix) + 8])
    return before.endswith(prefix) and after.startswith(suffix)


def _before(text: str, place: Span) -> str:
    return fold(text[max(place.start - 30, 0) : place.start]).split(" ", 1)[-1]


def nearest(text: str, quote: str) -> str:
    """The words of the text most like the quotation, for a hint; empty where nothing is like it (ratio under 0.6).

    Only the TRIED stretches that share the most words with the quotation are compared letter by letter.
    """
    words, wanted = list(re.finditer(r"\S+", text)), {_bare(word) for word in quote.split()}
    size = len(quote.split())
    shared = [0, *accumulate(_bare(word[0]) in wanted for word in words)]
    starts = range(len(words) - size + 1) if size else range(0)
    likely = heapq.nlargest(TRIED, starts, key=lambda first: shared[first + size] - shared[first])
    best = (0.6, "")
    for first in likely:
        window = text[words[first].start() : words[first + size - 1].end()]
        best = max(best, (difflib.SequenceMatcher(None, window[:2000], quote[:2000], autojunk=False).ratio(), window))
    return best[1]


def _bare(word: str) -> str:
    return word.strip(".,;:!?…\"'“”‘’()[]").casefold()
