"""A quotation → the one place of a text that it means, or a refusal that says what to do. Never a guess.

Selectors are those of the W3C Web Annotation model (TextQuoteSelector): the exact words, with what stands right before
or after them where they stand more than once. What a quotation comes to:

- exact: its words stand in one place, and what it says of the words around them is true;
- moved: its words stand in one place only, in other surroundings. That is enough where they, with the surroundings
  that are still true on one side, are too many to be another passage's;
- changed (refused): other words stand in its place, alike and more so than any other. An editor is to sign for them;
- lost (refused): nothing like it is there. Likewise ambiguous: it stands in several places.
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from rapidfuzz import fuzz

from builder.model import AnchorState, Span
from builder.records import Quotation
from builder.values import fold

ALIKE, AHEAD = 75, 5  # of 100: how like a changed quotation must be, and how much more than the next best
DISTINCT = 5  # so many words together, in one place only, cannot be another passage's
SHORTEST, LONGEST = 2, 1000  # characters of a quotation
TRIED = 24  # stretches of a text that are compared with a quotation that was not found
STOPS = (".", ",", ";", ":", "!", "?")
MOST_WORDS = 40  # words before and after a quotation that may tell its place
SLACK = 3  # words that a changed quotation may have gained or lost


@dataclass(frozen=True, slots=True)
class Found:
    """The one place that a quotation means."""

    span: Span
    state: AnchorState


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a quotation means no place, as a diagnostic tells it."""

    rule: str
    message: str
    hint: str


def find(text: str, wanted: Quotation, key: str = "quote") -> Found | Lost:
    """Where the quotation stands in the canonical `text`. A space is any white space, also between blocks.

    `key` is what the words stand under, for the YAML that is offered; only `quote` has a prefix and a suffix.
    """
    quote, prefix, suffix = (fold(part) for part in (wanted.quote, wanted.prefix, wanted.suffix))
    shown = quote if len(quote) <= 60 else f"{quote[:57]}…"
    if not SHORTEST <= len(quote) <= LONGEST:
        message = f"A quotation has {SHORTEST} to {LONGEST} characters, this one {len(quote)}"
        return Lost("quote-length", message, "Quote the few words that it is about, and what stands before them.")
    places = list(_places(text, quote))
    fitting = [place for place in places if _before(text, place, prefix) and _after(text, place, suffix)]
    if len(fitting) == 1:
        return Found(fitting[0], "exact")
    if len(fitting) > 1:
        told = f"“{shown}” stands {len(fitting)} times in the essay"
        return Lost("quote-ambiguous", told, f"For the second place write:\n{selector(text, fitting[1], key)}")
    if len(places) == 1 and _is_sure(text, places[0], quote, prefix, suffix):
        return Found(places[0], "moved")
    if places:
        count = "once" if len(places) == 1 else f"{len(places)} times"
        told = f"“{shown}” stands {count} in the essay, but not with this prefix and suffix"
        return Lost("quote-changed", told, f"If the first is meant, write:\n{selector(text, places[0], key)}")
    told = f"“{shown}” does not stand in the essay"
    near = nearest(text, quote)
    if near is None:
        hint = "Quote the words as a reader sees them, without markup, or remove what is said of them."
        return Lost("quote-missing", told, hint)
    if not quote.endswith(STOPS):
        near = Span(near.start, near.start + len(text[near.start : near.end].rstrip("".join(STOPS))))
    hint = f"If that is meant, write:\n{selector(text, near, key)}"
    return Lost("quote-changed", f"{told}; the words may have changed", hint)


def selector(text: str, place: Span, key: str = "quote") -> str:
    """YAML that quotes the words at `place` and means no other: for `quote` with a prefix or a suffix, if it must be;
    for a key that has none, with as many words more."""
    quote = fold(text[place.start : place.end])
    before, after = text[: place.start].split()[-MOST_WORDS:], text[place.end :].split(maxsplit=MOST_WORDS)[:MOST_WORDS]
    for count in range(MOST_WORDS + 1):
        prefix, suffix = " ".join(before[len(before) - count :]), ""
        if count > len(before):
            prefix, suffix = " ".join(before), " ".join(after[: count - len(before)])
        if key != "quote":
            wider = " ".join(filter(None, (prefix, quote, suffix)))
            if len(list(_places(text, wider))) == 1:
                return f"{key}: {_quoted(wider)}"
        elif sum(_before(text, each, prefix) and _after(text, each, suffix) for each in _places(text, quote)) == 1:
            sides = (("quote", quote), ("prefix", prefix), ("suffix", suffix))
            return "\n".join(f"{name}: {_quoted(words)}" for name, words in sides if words)
    return f"{key}: {_quoted(quote)}"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _places(text: str, quote: str) -> Iterator[Span]:
    """Where the words stand; one place may overlap the next."""
    words = r"\s+".join(map(re.escape, quote.split()))
    start = r"(?<![^\W_])" if quote[:1].isalnum() else ""  # “5 percent” does not stand in “15 percent”
    end = r"(?![^\W_])" if quote[-1:].isalnum() else ""
    pattern = re.compile(f"{start}{words}{end}")
    found = pattern.search(text)
    while found:
        yield Span(*found.span())
        found = pattern.search(text, found.start() + 1)


def _before(text: str, place: Span, prefix: str) -> bool:
    """Whether `prefix` stands right before, white space at the seam aside."""
    return fold(text[max(place.start - 2 * len(prefix) - 8, 0) : place.start]).endswith(prefix)


def _after(text: str, place: Span, suffix: str) -> bool:
    return fold(text[place.end : place.end + 2 * len(suffix) + 8]).startswith(suffix)


def _is_sure(text: str, place: Span, quote: str, prefix: str, suffix: str) -> bool:
    """Whether the only place of the words is theirs, though their surroundings changed."""
    true_sides = [side for side, holds in ((prefix, _before), (suffix, _after)) if side and holds(text, place, side)]
    return any(len(f"{quote} {side}".split()) >= DISTINCT for side in ("", *true_sides))


def nearest(text: str, quote: str) -> Span | None:
    """The words of the text that are like the quotation (ALIKE) and more so than any others (AHEAD), if there are such.

    Likeness is that of rapidfuzz (2·LCS over both lengths). Only the TRIED stretches that share the most words with the
    quotation are compared letter by letter.
    """
    words, bare = _words(text)
    wanted = {_bare(word) for word in quote.split()}
    size = min(len(quote.split()), len(words))
    shared = [0, *accumulate(word in wanted for word in bare)]
    likely = heapq.nlargest(TRIED, range(len(words) - size + 1), key=lambda at: shared[at + size] - shared[at])
    scored: list[tuple[float, int, int]] = []
    for first in likely:
        for length in range(max(size - SLACK, 1), size + SLACK + 1):
            for start in range(max(first - SLACK, 0), first + SLACK + 1):
                if start + length <= len(words):
                    window = text[words[start].start : words[start + length - 1].end]
                    scored.append((fuzz.ratio(fold(window), quote, score_cutoff=ALIKE - AHEAD), start, start + length))
    if not scored:
        return None
    best = max(scored, key=lambda entry: (entry[0], -entry[1]))
    others = [entry[0] for entry in scored if entry[2] <= best[1] or best[2] <= entry[1]]
    if best[0] < ALIKE or best[0] < max(others, default=0) + AHEAD:
        return None
    return Span(words[best[1]].start, words[best[2] - 1].end)


@lru_cache(maxsize=2)  # a sidecar asks of one text many times
def _words(text: str) -> tuple[list[Span], list[str]]:
    found = list(re.finditer(r"\S+", text))
    return [Span(*word.span()) for word in found], [_bare(word[0]) for word in found]


def _bare(word: str) -> str:
    return word.strip(".,;:!?…\"'“”‘’()[]").casefold()
