"""Gazetteer × text → candidates: every surface form of every term, at word boundaries, leftmost and longest.

An Aho–Corasick automaton (Aho and Corasick, 1975) finds all forms in one pass over the text, whatever their number.
Boundaries are checked before the longest is chosen, so that “Union Statesman” does not lose “Union” to “Union State”.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from builder.glossary import Form
from builder.model import Candidate, Span

# One character for one, so that offsets stay: apostrophes and hyphens that look alike are alike.
ALIKE = str.maketrans("’‘ʼ‐‑", "'''--")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
ARTICLE = re.compile(r"\bthe $", re.IGNORECASE)
LONGER_NAME = re.compile(r"\s+(?:(?:of|for)\s+(?:the\s+)?)?[^\W\d_a-z]")  # “the Organization of American States”


@dataclass(frozen=True)
class Gazetteer:
    """The automaton over all forms that may stand in a text, and the forms behind each folded text."""

    automaton: AhoCorasick
    by_key: Mapping[str, tuple[Form, ...]]

    @classmethod
    def of(cls, forms: Iterable[Form]) -> Gazetteer:
        by_key: dict[str, list[Form]] = {}
        for form in forms:
            if form.when != "never" and form.text:
                by_key.setdefault(_folded(form.text), []).append(form)
        automaton = AhoCorasick(list(by_key), matchkind=MatchKind.Standard)
        return cls(automaton, {key: tuple(held) for key, held in by_key.items()})

    def knowing(self, forms: Iterable[Form]) -> Gazetteer:
        """This gazetteer, and the forms of one essay's own that it does not hold yet."""
        new = [form for form in forms if _folded(form.text) not in self.by_key]
        return Gazetteer.of([*(form for held in self.by_key.values() for form in held), *new]) if new else self

    def claims(self, text: str, span: Span) -> tuple[Form, ...]:
        """The forms that the words at `span` may be, one a term."""
        surface = text[span.start : span.end]
        after_article = ARTICLE.search(text[max(span.start - 5, 0) : span.start]) and not LONGER_NAME.match(
            text, span.end
        )
        held = self.by_key.get(_folded(surface), ())
        fitting = (form for form in held if _same_case(form.text, surface) and (after_article or not form.article))
        return tuple({form.term: form for form in fitting}.values())

    def find(self, text: str) -> tuple[Candidate, ...]:
        """The candidates in `text` (canonical), sorted and disjoint, each with every term that claims its surface."""
        addresses = [Span(*match.span()) for match in ADDRESS.finditer(text)]
        fitting: dict[Span, tuple[str, ...]] = {}
        for _, start, end in self.automaton.find_matches_as_indexes(_folded(text), overlapping=True):
            span = Span(start, end)
            nearest = bisect_right(addresses, span.start, key=lambda address: address.start) - 1
            if not _stands_alone(text, start, end) or (nearest >= 0 and addresses[nearest].holds(span)):
                continue
            if claims := self.claims(text, span):
                fitting[span] = tuple(form.term for form in claims)
        return tuple(_longest(text, fitting))


def _folded(text: str) -> str:
    lower = text.translate(ALIKE).lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := character.lower()) == 1 else character for character in text.translate(ALIKE))


def _same_case(form: str, surface: str) -> bool:
    """A form written with capitals (CIS, Union State) means just them; one without (parallel imports) any."""
    return form == form.lower() or form.translate(ALIKE) == surface.translate(ALIKE)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Neither letter, digit nor combining mark touches the form, and no hyphen with a digit follows it (CIS-2)."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before and (before.isalnum() or before == "_"):
        return False
    if not after:
        return True
    touched = after[0].isalnum() or after[0] == "_" or unicodedata.category(after[0])[0] == "M"
    return not touched and not (after[0] in "-‐‑–" and after[1:].isdigit())


def _longest(text: str, fitting: dict[Span, tuple[str, ...]]) -> Iterator[Candidate]:
    end = 0
    for span in sorted(fitting, key=lambda span: (span.start, -span.end)):
        if span.start >= end:
            end = span.end
            yield Candidate(span, text[span.start : span.end], fitting[span])
