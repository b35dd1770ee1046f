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
from builder.records import Quotation

TRIED = 12  # stretches of a text that are compared with a quotation that was not found


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a quotation means no place, as a diagnostic tells it."""

    rule: str
    message: str
    hint: str


def find(text: str, wanted: Quotation) -> Span | Lost:
    """The span of the quotation in the canonical `text`; white space counts as one space."""
    quote, prefix, suffix = (_folded(part) for part in (wanted.quote, wanted.prefix, wanted.suffix))
    places = [m.start() for m in re.finditer(f"(?={re.escape(quote)})", text)] if quote else []
    fitting = [at for at in places if _fits(text[:at], prefix, True) and _fits(text[at + len(quote) :], suffix, False)]
    if len(fitting) == 1:
        return Span(fitting[0], fitting[0] + len(quote))
    shown = quote if len(quote) <= 60 else f"{quote[:57]}…"
    if not places:
        near = nearest(text, quote)
        hint = f"The nearest words are “{near}”." if near else "Quote the words as a reader sees them, without markup."
        return Lost("quote-missing", f"“{shown}” does not stand in the essay", hint)
    if not fitting:
        before = text[max(places[0] - 30, 0) : places[0]]
        hint = f"Before the words stands “{before.strip()}”."
        return Lost("quote-missing", f"“{shown}” stands in the essay, but not with this prefix and suffix", hint)
    before = text[max(fitting[1] - 30, 0) : fitting[1]].replace("\n", " ")
    hint = f'Add `prefix: "{before.split(" ", 1)[-1]}"` for the second place, or quote more words.'
    return Lost("quote-ambiguous", f"“{shown}” stands {len(fitting)} times in the essay", hint)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _fits(around: str, wanted: str, before: bool) -> bool:
    """Whether what stands around ends (or begins) with the words wanted, white space at the seam aside."""
    if not wanted:
        return True
    window = around[-len(wanted) - 2 :] if before else around[: len(wanted) + 2]
    return window.rstrip().endswith(wanted) if before else window.lstrip().startswith(wanted)


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
