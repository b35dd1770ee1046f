"""Words that the end of a line has parted: whether the hyphen is the line's or the word's."""

from __future__ import annotations

import re
from functools import cached_property

PARTED = re.compile(r"[^\W\d_]{1,40}[-\u2010¬][^\S\n]{0,9}\n\s{0,40}[^\W\d_]{1,40}")
BEFORE = re.compile(r"([^\W\d_]+)[-\u2010¬]$")
AFTER = re.compile(r"[^\W\d_]+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# First halves of words that are written with a hyphen.
COMPOUNDS = frozenset(
    "self well ill half all cross ex non anti post pre pro semi quasi vice long short high low old new "
    "far near so north south east west mid then deep left right hard full free first second third two "
    "three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety great "
    "grand mother father son daughter brother sister Anglo Franco Russo Sino Euro".split()
)


class Hyphens:
    """Answers for one text, by what stands elsewhere in it."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[str]:
        """Every word of the text, where any was parted; a parted half counts only where it stands alone elsewhere."""
        return frozenset(word[0].casefold() for word in WORD.finditer(PARTED.sub(" ", self._text)))

    def of_line(self, before: str, after: str) -> bool | None:
        """Whether the hyphen at the end of `before` is only the line's (True), or the word's (False).

        None where no word goes on in `after`.
        """
        first, second = BEFORE.search(before[-40:]), AFTER.match(after)
        if first is None or second is None or not second[0][0].islower():
            return None
        one, other = first[1].casefold(), second[0].casefold()
        if one + other in self._words:
            return True
        if f"{one}-{other}" in self._words or one in COMPOUNDS or first[1] in COMPOUNDS:
            return False
        return not (len(one) > 2 and {one, other} <= self._words)
