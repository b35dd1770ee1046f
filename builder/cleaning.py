"""Decoded text → text fit for reading, and where it was mended: mojibake, characters that no page shows, NFC.

Each pass is a list of edits over the text that the pass before it left; what comes out knows the place of every
character in the seed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from builder.diagnostics import Unreadable, line_column
from builder.files import UNSHOWN
from builder.model import OffsetMap
from builder.repairs import Mend

JOINED_SCRIPTS = "\u0600-\u07ff\u0900-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufeff"  # where a zero width has a meaning
INVISIBLE = re.compile(
    rf"(?:{UNSHOWN.pattern})+"
    r"|\u00ad+[^\S\n]*\n[^\S\n]*(?=[^\W\d_])"
    r"|[\u00ad\u2060\ufeff\u180e]+"
    rf"|(?<![{JOINED_SCRIPTS}])\u200b+(?![{JOINED_SCRIPTS}])"
    r"|(?<=[A-Za-z\u00c0-\u024f\u0370-\u052f])[\u200c\u200d]+(?=[A-Za-z\u00c0-\u024f\u0370-\u052f])"
)
NAMES = {"\u00ad": "soft hyphen", "\u200b": "zero-width space", "\ufeff": "mark of order", "\u2060": "word joiner"}
APART = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")  # no character of ASCII ever joins the one before it
MOST_ACCENTS = 200
HEAP = re.compile(rf"[^\w\s\x00-\x7f]{{{MOST_ACCENTS},}}")
WORDS = re.compile(r"[^\x00-\x7f]+")
HALF = re.compile(r"[\x80-\x9f]|[\u00c2-\u00f4\u0420\u0421\u0413\u0412][\u0080-\u00bf\u0152-\u2122\u0400-\u04ff]|ï¿½")


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    new: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`text` is what is read; `origin` maps its offsets to those of the decoded seed."""

    text: str
    origin: OffsetMap
    mends: tuple[Mend, ...] = ()


def clean(source: str, literal: bool = False) -> Cleaned:
    """The text to read. `literal` leaves all that a page can show as it is, but for NFC.

    Raises Unreadable where hundreds of accents stand on one letter: no page can show them, and sorting them takes ages.
    """
    for heap in HEAP.finditer(source):
        if sum(unicodedata.combining(character) > 0 for character in heap[0]) >= MOST_ACCENTS:
            line, column = line_column(source, heap.start())
            message = f"This is no text: more than {MOST_ACCENTS} accents on one letter"
            raise Unreadable("seed-binary", message, "Take them out.", line, column)
    passes: tuple[Callable[[str], Iterable[_Edit]], ...] = (_unshown, _composed)
    if not literal:
        passes = (_garbled, _invisible, _composed)
    cleaned = Cleaned(source, OffsetMap((0,), (0,)))
    for edits in passes:
        cleaned = _apply(cleaned, list(edits(cleaned.text)), len(source))
    return cleaned


def _apply(cleaned: Cleaned, edits: Sequence[_Edit], end: int) -> Cleaned:
    if not edits:
        return cleaned
    parts: list[str] = []
    here, there = [0], [0]
    length = at = 0
    for edit in edits:
        parts += (cleaned.text[at : edit.start], edit.new)
        length += edit.start - at
        for index in range(len(edit.new)):
            if index == 0 or index >= edit.end - edit.start:  # where more characters come than went
                here.append(length + index)
                there.append(min(edit.start + index, edit.end - 1))
        length += len(edit.new)
        here.append(length)
        there.append(edit.end)
        at = edit.end
    parts.append(cleaned.text[at:])
    places = cleaned.origin.seed_offset
    total = len(cleaned.text)
    mends = tuple(
        Mend(places(edit.start), places(edit.end) if edit.end < total else end, edit.rule, edit.message)
        for edit in edits
    )
    origin = compose(cleaned.origin, OffsetMap(tuple(here), tuple(there)), length + total - at)
    return Cleaned("".join(parts), origin, cleaned.mends + mends)


def compose(outer: OffsetMap, inner: OffsetMap, length: int) -> OffsetMap:
    """The map that leads from `inner`'s offsets (up to `length`) through `inner` and then `outer`."""
    if len(outer.here) == 1 and outer.here == outer.there:
        return inner
    here: list[int] = []
    there: list[int] = []
    for start, middle, after in zip(inner.here, inner.there, (*inner.here[1:], length), strict=True):
        here.append(start)
        there.append(outer.seed_offset(middle))
        cut = bisect_right(outer.here, middle)
        while cut < len(outer.here) and outer.here[cut] < middle + after - start:
            here.append(start + outer.here[cut] - middle)
            there.append(outer.there[cut])
            cut += 1
    return OffsetMap(tuple(here), tuple(there))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield start, text[start:end]
        start = end


def _garbled(text: str) -> Iterator[_Edit]:
    """Mojibake, as ftfy knows it, line by line; of a line that changes, the stretches that changed."""
    if not HALF.search(text):
        return
    import ftfy  # takes a moment to load, and few texts need it
    from ftfy.badness import is_bad

    only = ftfy.TextFixerConfig(replace_lossy_sequences=False, explain=False)
    for start, line in _lines(text):
        if HALF.search(line) and (is_bad(line) or UNSHOWN.search(line)):
            mended = ftfy.fix_encoding(line, only)
            for first, end, new in _changes(line, mended) if mended != line else ():
                message = f"“{line[first:end]}” was read as “{new}”."
                yield _Edit(start + first, start + end, new, "mojibake", message)


def _changes(old: str, new: str) -> list[tuple[int, int, str]]:
    """What turns `old` into `new`: run by run where the ASCII stayed, else from the first to the last difference."""
    if WORDS.split(old) == WORDS.split(new):
        pairs = zip(WORDS.finditer(old), WORDS.finditer(new), strict=True)
        return [(one.start(), one.end(), other[0]) for one, other in pairs if one[0] != other[0]]
    first = next(
        (i for i, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return [(first, len(old) - last, new[first : len(new) - last])]


def _invisible(text: str) -> Iterator[_Edit]:
    yield from _left_out(INVISIBLE, text)


def _unshown(text: str) -> Iterator[_Edit]:
    yield from _left_out(UNSHOWN, text)


def _left_out(pattern: re.Pattern[str], text: str) -> Iterator[_Edit]:
    for match in pattern.finditer(text) if not text.isascii() or UNSHOWN.search(text) else ():
        names = ", ".join(dict.fromkeys(NAMES.get(c) or f"character U+{ord(c):04X}" for c in match[0]))
        yield _Edit(match.start(), match.end(), "", "invisible", f"Left out, for no page shows it: {names}.")


def _composed(text: str) -> Iterator[_Edit]:
    if unicodedata.is_normalized("NFC", text):
        return
    for match in APART.finditer(text):
        mended = unicodedata.normalize("NFC", match[0])
        if mended != match[0]:
            for first, end, new in _changes_within(match[0], mended):
                yield _Edit(match.start() + first, match.start() + end, new, "composed", f"“{new}” was put together.")


def _changes_within(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """NFC, stretch by stretch: each begins at a character that does not combine with the one before it."""
    starts = [0, *(at for at in range(1, len(old)) if _begins(old[at - 1 : at + 1])), len(old)]
    for start, end in pairwise(starts):
        mended = unicodedata.normalize("NFC", old[start:end])
        if mended != old[start:end]:
            yield start, end, mended


def _begins(pair: str) -> bool:
    """Whether nothing of the second character's composition reaches back over the first."""
    return (
        unicodedata.category(pair[1])[0] != "M"
        and not "\u1160" <= pair[1] <= "\u11ff"
        and not unicodedata.combining(pair[1])
    )


def rebase(runs: Sequence[tuple[int, int]], cleaned: Cleaned, length: int) -> tuple[tuple[int, int], ...]:
    """The runs of a paragraph of the cleaned text as runs over the decoded seed."""
    inner = OffsetMap(tuple(here for here, _ in runs), tuple(there for _, there in runs))
    origin = compose(cleaned.origin, inner, length)
    return tuple(zip(origin.here, origin.there, strict=True))
