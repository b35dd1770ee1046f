"""Words with gaps: a text in which names are hidden, for one who is asked which they are.

It is a tuple of words that are shown and hidden by turns, the first shown (and perhaps empty): "".join gives the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from builder.forms import Form
from builder.glossary import GENERIC, Term
from builder.model import Span

Gapped = tuple[str, ...]
NAMING = 4  # letters of a word of a name from which on it gives the name away by itself


def telling(term: Term, written: Iterable[Form]) -> re.Pattern[str]:
    """What gives the term away: its surface forms, parts of its name, and the words of it that not every name has."""
    forms = {form.text: form.full for form in written}
    forms |= {name: " " in name for name in term.names}
    words = re.findall(r"\w+", term.name)
    forms |= {
        word: False for word in words if word[0].isupper() and len(word) >= NAMING and word.lower() not in GENERIC
    }
    forms |= dict.fromkeys(_parts(term.name.split()), False)
    longest = sorted(forms, key=lambda form: (-len(form), form))
    listed = (f"(?i:{re.escape(form)})" if forms[form] else re.escape(form) for form in longest)
    return re.compile(rf"(?<!\w)(?:{'|'.join(listed)})(?!\w)")


def _parts(words: Sequence[str]) -> Iterator[str]:
    """Two words and more that follow one another, from a capital to a capital: “North Atlantic Treaty”."""
    capitals = [at for at, word in enumerate(words) if word[0].isupper()]
    return (" ".join(words[first : last + 1]) for first, last in combinations(capitals, 2))


def gapped(text: str, spans: Iterable[Span]) -> Gapped:
    """The text with the spans hidden. Those that overlap, touch or have only white space between them are one gap."""
    parts, here = [], 0
    for start, end in _merged(text, spans):
        parts += [text[here:start], text[start:end]]
        here = end
    return (*parts, text[here:])


def _merged(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for span in sorted(spans):
        if merged and not text[merged[-1][1] : span.start].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], span.end))
        else:
            merged.append((span.start, span.end))
    return merged


def hidden(words: Gapped) -> tuple[str, ...]:
    return words[1::2]


def whole(words: Gapped, gap: str = "") -> str:
    """The text; with `gap`, that stands in the place of what is hidden."""
    return "".join(gap if gap and at % 2 else part for at, part in enumerate(words))


def enough(words: Gapped, least: int) -> bool:
    """Whether so many words are shown, and twice as many as are hidden."""
    shown, lost = (sum(len(part.split()) for part in words[first::2]) for first in (0, 1))
    return shown >= least and shown >= 2 * lost
