"""A name in a language that inflects → the forms in which sentences write it (Шанхайской организации сотрудничества).

Only the head of a name changes: the adjectives at its beginning and the noun that they belong to; what follows
(“… Независимых Государств”) stays. The dictionary is that of pymorphy3 (OpenCorpora).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

CASES = ("gent", "datv", "accs", "ablt", "loct")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
ACRONYM = re.compile(r"[А-ЯЁ]+")
MOST = 8  # ways to read the words of one name


@cache
def _analyzer() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer  # its dictionary takes a moment to open, and most collections do without

    return MorphAnalyzer(lang="ru")


def of(name: str, language: str, whole: bool) -> list[str]:
    """The inflected forms of `name`. `whole`: every word is inflected, as in a person's name."""
    if language.partition("-")[0] != "ru":
        return []
    words = WORD.findall(name)
    head = _head(words, whole)
    forms: dict[str, None] = {}
    for case in CASES:
        cased = [sorted({form for parse in readings if (form := _cased(parse, case))}) for readings in head]
        for inflected in islice(product(*cased), MOST) if head else ():
            rest = iter([*map(_capitals, words, inflected), *words[len(head) :]])
            forms[WORD.sub(lambda _, rest=rest: next(rest), name)] = None  # type: ignore[misc]
    return [form for form in forms if form != name]


def _head(words: list[str], whole: bool) -> list[list[Any]]:
    """The readings of the words that change: adjectives and their noun in the nominative. Empty where there is none."""
    nominative = [[] if ACRONYM.fullmatch(w) else [r for r in _analyzer().parse(w) if "nomn" in r.tag] for w in words]
    head: list[list[Any]] = []
    for readings, following in zip(nominative, [*nominative[1:], []], strict=False):
        adjectives = [reading for reading in readings if "ADJF" in reading.tag]
        nouns = [reading for reading in readings if "NOUN" in reading.tag]
        if not nouns and not adjectives:
            return []
        if adjectives and following and not whole:
            head.append(adjectives)
        elif whole or not nouns:
            head.append([*nouns, *adjectives])
        else:
            return [*head, nouns]
    return head if whole else []


def _cased(reading: Any, case: str) -> str:
    """The word in another case, in small letters; empty where it has none."""
    inflected = reading.inflect({case, "plur" if "plur" in reading.tag else "sing"})
    return str(inflected.word) if inflected else ""


def _capitals(word: str, inflected: str) -> str:
    """`inflected` with the capitals that `word` has, part by part."""
    parts = zip(word.split("-"), inflected.split("-"), strict=False)
    return "-".join(part[:1].upper() + part[1:] if old[:1].isupper() else part for old, part in parts)
