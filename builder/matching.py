"""Gazetteer × text → matches: every surface form of every term, at word boundaries, leftmost and longest.

An Aho–Corasick automaton (Aho and Corasick, 1975) finds all forms in one pass over the text, whatever their number. It
works on bytes: forms begin with capitals, which are rare in a text, and stays near its root there.
Boundaries are checked before the longest is chosen, so that “Union Statesman” does not lose “Union” to “Union State”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from daachorse import DoubleArrayAhoCorasick

from builder.forms import Form
from builder.model import Span
from builder.words import CAPITAL

# One character for one, so that offsets stay: what looks alike is alike, and white space is white space. The empty
# line between two blocks stays two characters, so that no name runs over it.
ALIKE = (
    *((space, " ") for space in "\xa0\u2002\u2003\u2007\u2009\u200a\u202f"),
    *((quote, "'") for quote in "’‘ʼ"), *((quote, '"') for quote in "“”„«»"), *((hyphen, "-") for hyphen in "‐‑–"),
    ("ё", "е"), ("Ё", "Е"),
)  # fmt: skip
UNSEEN = re.compile("[\xad\u200b\u200c\u200d\u2060\ufeff]")  # may stand inside a name, and no reader sees it
ADDRESS = re.compile(r"://|\bwww\.|\w@[\w-]+\.\w")
TELLS_AN_ADDRESS = ("://", "www.", "@")
FAR = 200  # code points on either side in which an address is looked for
ARTICLE = re.compile(r"\b(?:the|The|THE) $")
LONGER_BEFORE = re.compile(rf"{CAPITAL}\w* of the $")  # “State of the Union”
LONGER_AFTER = re.compile(rf" (?:(?:of|for) (?:the )?)?{CAPITAL}")  # “the Organization of American States”


class Match(NamedTuple):
    """Words of a text that are a surface form, and every form that they may be, one a term."""

    span: Span
    surface: str
    forms: tuple[Form, ...]


class Gazetteer:
    """The automaton over all forms that may stand in a text."""

    def __init__(self, forms: Iterable[Form]) -> None:
        by_text: dict[str, dict[str, Form]] = {}
        for form in forms:
            if form.when != "never" and (text := same(form.text)):
                by_text.setdefault(text, {}).setdefault(form.term, form)
        self.patterns = [
            (len(text), tuple(held.values()), any(form.article for form in held.values()))
            for text, held in by_text.items()
        ]
        self.automaton = DoubleArrayAhoCorasick([text.encode() for text in by_text]) if by_text else None

    def spans(self, text: str) -> Iterator[tuple[int, int, tuple[Form, ...]]]:
        """Where forms stand in `text` (which is `alike`) at word boundaries: start, end, forms. They may overlap."""
        if self.automaton is None:
            return
        data = text.encode()
        plain = len(data) == len(text)
        addresses = any(mark in text for mark in TELLS_AN_ADDRESS)
        end = end_byte = 0
        for _, stop_byte, index in self.automaton.find_overlapping(data):  # in the order of their ends
            end = stop_byte if plain else end + len(data[end_byte:stop_byte].decode())
            end_byte = stop_byte
            length, forms, articles = self.patterns[index]
            start = end - length
            if _stands_alone(text, start, end) and not (addresses and _in_address(text, start, end)):
                if articles:
                    forms = _after_article(text, start, end, forms)
                if forms:
                    yield start, end, forms


def find(text: str, gazetteers: Sequence[Gazetteer]) -> list[Match]:
    """The matches in `text` (canonical), sorted and disjoint, each with every form that its words may be."""
    kept: list[int] | None = None
    seen = text
    if not text.isascii() and UNSEEN.search(text):
        kept = [at for at, character in enumerate(text) if not UNSEEN.match(character)]
        seen = UNSEEN.sub("", text)
    seen = alike(seen)
    places = [place for gazetteer in gazetteers for place in gazetteer.spans(seen)]
    places.sort(key=lambda place: (place[0], -place[1]))
    matches: list[Match] = []
    last = last_start = 0
    for start, end, forms in places:
        if start >= last:
            last, last_start = end, start
            span = Span(kept[start], kept[end - 1] + 1) if kept else Span(start, end)
            matches.append(Match(span, text[span.start : span.end], forms))
        elif (start, end) == (last_start, last):  # the essay's own gazetteer knows the form too
            own = {form.term for form in forms}
            known = tuple(form for form in matches[-1].forms if form.term not in own)
            matches[-1] = matches[-1]._replace(forms=known + forms)
    return matches


def alike(text: str) -> str:
    """The text with what looks alike written in one way, character for character, and lines run on."""
    for one, other in () if text.isascii() else ALIKE:
        text = text.replace(one, other)
    return text.replace("\n", " ")


def same(text: str) -> str:
    """A surface form as it is compared: unseen characters left out, white space folded."""
    return " ".join(alike(UNSEEN.sub("", text)).split())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Neither letter, digit nor combining mark touches the form, no hyphen with a digit follows it (CIS-2), and it is
    no part of a sign (EL&P, @EL) or of a file's name (EL.pdf)."""
    if start and (before := text[start - 1]) != " ":
        if before.isalnum() or before in "_&=":
            return False
        if before in "@#" and not text[start - 2 : start - 1].isalnum():
            return False
    after, beyond = text[end : end + 1], text[end + 1 : end + 2]
    if after == " " or not after:
        return True
    if after.isalnum() or after == "_" or (after in "&+=@" and beyond != " "):
        return False
    if (after == "-" and beyond.isdigit()) or (after == "." and (beyond.islower() or beyond.isdigit())):
        return False
    return after.isascii() or unicodedata.category(after)[0] != "M"


def _after_article(text: str, start: int, end: int, forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """The forms without those that count only after “the”, where none stands or the name is longer."""
    before = text[max(start - FAR, 0) : start]
    counts = ARTICLE.search(before) and not LONGER_BEFORE.search(before) and not LONGER_AFTER.match(text, end)
    return forms if counts else tuple(form for form in forms if not form.article)


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the word that holds the form is an address: http://…, www.…, somebody@…"""
    left = max(text.rfind(" ", max(start - FAR, 0), start) + 1, start - FAR, 0)
    right = text.find(" ", end, end + FAR)
    return ADDRESS.search(text, left, right if right >= 0 else end + FAR) is not None
