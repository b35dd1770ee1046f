"""A text as its words alone, and the groups of words that stand side by side: how two tellings are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

CAPITAL = r"[^\W\d_a-zа-яё]"  # a letter that is none of the small ones
FIRST = re.compile(r"(?:^|[.!?:\n“\"‘—–] ?)$")  # what the first word of a sentence stands after
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
GRAM = 4  # words that stand side by side


def plain_words(text: str) -> tuple[str, ...]:
    """The words alone, as two tellings of the same sentence share them."""
    return tuple(WORD.findall(text.replace("’", "'").casefold()))


def around(words: str, text: str) -> tuple[str, str] | None:
    """What stands before and after whole words of a text, if it has them; one without spaces parts anywhere."""
    edges = (r"(?<![^\s,])", r"(?![^\s,])") if " " in text else ("", "")
    found = re.search(re.escape(words).join(edges), text)
    return (text[: found.start()].strip(" ,"), text[found.end() :].strip(" ,")) if found else None


def grams(words: Sequence[str], step: int = 1) -> set[int]:
    """Hashes of every group of GRAM words, or of every `step`th; good for one run of the program."""
    return {hash(tuple(words[at : at + GRAM])) for at in range(0, len(words) - GRAM + 1, step)}
