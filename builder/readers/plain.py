"""Plain text (.txt): paragraphs between blank lines, and the scraps of markup that editors' tools leave behind.

Understood are `#` headings, balanced `*emphasis*` and `**strong**`, and a few inline tags; whatever is not balanced,
and everything under `markup: none`, is itself. Stars flank words as `_` does in CommonMark 0.31 (section 6.2), never
inside one: a text is more likely to hold 5*3*2 than to stress a syllable.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.model import Span, Style
from builder.readers import Paragraph

TAGS = {
    "em": "em",
    "i": "em",
    "strong": "strong",
    "b": "strong",
    "u": "u",
    "sup": "sup",
    "sub": "sub",
    "q": "q",
    "cite": "cite",
    "a": "a",
}
STARS = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}
BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)(?![^\n]*[.;,][ \t]*$)", re.MULTILINE)  # “# of deaths rose.” is none
ATTRIBUTE = r"""\s+[a-z-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+)"""
TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<stars>\*+)|(?P<br><br\s*/?>)"
    rf"|<(?P<close>/?)(?P<tag>{'|'.join(TAGS)})(?P<attributes>(?:{ATTRIBUTE})*)\s*>",
    re.IGNORECASE,
)
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
SAFE = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+")


def paragraphs(seed: str, markup: bool = True) -> tuple[Paragraph, ...]:
    """The paragraphs of a decoded seed. Without blank lines in it, each line is a paragraph."""
    separator = BLANK if BLANK.search(seed.strip()) else re.compile(r"\n")
    read = (_paragraph(seed, start, end, markup) for start, end in _chunks(seed, separator))
    return tuple(paragraph for paragraph in read if paragraph.text)


def _chunks(seed: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in [*separator.finditer(seed), None]:
        end = gap.start() if gap else len(seed)
        if seed[start:end].strip():
            yield start, end
        start = gap.end() if gap else end


_Kind = tuple[bool, tuple[str, ...]]  # a tag or stars, and the styles they make


@dataclass(slots=True)
class _Mark:
    """A piece of markup while it is being paired. `twin` is the other half; without one it is text."""

    at: re.Match[str]
    names: tuple[str, ...]
    opens: bool
    closes: bool
    twin: _Mark | None = None

    @property
    def is_tag(self) -> bool:
        return self.at["tag"] is not None

    @property
    def kind(self) -> _Kind:
        return self.is_tag, self.names


def _paragraph(seed: str, start: int, end: int, markup: bool) -> Paragraph:
    start += len(seed[start:end]) - len(seed[start:end].lstrip())
    level = 0
    if markup and (heading := HEADING.match(seed, start, end)) and "\n" not in seed[start:end].strip():
        level, start = len(heading[1]), heading.end()
    tokens = [match for match in TOKEN.finditer(seed, start, end) if markup or match["space"]]
    marks = {match.start(): mark for match in tokens if (mark := _mark(seed, match, start, end))}
    _pair(list(marks.values()))
    writer = _Writer()
    here = start
    for token in tokens:
        writer.put(seed[here : token.start()], here)
        here = token.end()
        mark = marks.get(token.start())
        if token["space"] or token["br"]:
            writer.space(token.start())
        elif mark and mark.twin:
            writer.mark(mark, mark.twin)
        else:
            writer.put(token[0], token.start())
    writer.put(seed[here:end], here)
    return Paragraph("".join(writer.parts).rstrip(), tuple(writer.runs), writer.styled(), level)


def _mark(seed: str, match: re.Match[str], start: int, end: int) -> _Mark | None:
    if match["tag"]:
        return _Mark(match, (TAGS[match["tag"].lower()],), not match["close"], bool(match["close"]))
    if not match["stars"] or len(match["stars"]) not in STARS:
        return None
    before = seed[match.start() - 1] if match.start() > start else " "
    after = seed[match.end()] if match.end() < end else " "
    left = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
    right = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
    opens = left and (not right or _punctuation(before))
    closes = right and (not left or _punctuation(after))
    return _Mark(match, STARS[len(match["stars"])], opens, closes)


def _punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _pair(marks: Sequence[_Mark]) -> None:
    """Join openers and closers so that pairs nest; emphasis does not reach across a tag."""
    waiting: list[_Mark] = []
    count: Counter[_Kind] = Counter()
    for mark in marks:
        depth = _opener(waiting, mark) if mark.closes and count[mark.kind] else None
        if depth is not None:
            opener = waiting[depth]
            opener.twin, mark.twin = mark, opener
            count.subtract(left.kind for left in waiting[depth:])
            del waiting[depth:]
        elif mark.opens:
            waiting.append(mark)
            count[mark.kind] += 1


def _opener(waiting: Sequence[_Mark], closer: _Mark) -> int | None:
    """The place of the nearest opener of the closer's kind."""
    for depth in range(len(waiting) - 1, -1, -1):
        if waiting[depth].kind == closer.kind:
            return depth
        if waiting[depth].is_tag and not closer.is_tag:
            return None
    return None


class _Writer:
    """Collects a paragraph's text, where each part of it stands in the seed, and its styles."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[tuple[int, int]] = []
        self.length = 0
        self.opened: dict[int, int] = {}
        self.styles: list[tuple[int, int, _Mark]] = []

    def put(self, words: str, at: int) -> None:
        if not words:
            return
        if not self.runs or at - self.runs[-1][1] != self.length - self.runs[-1][0]:
            self.runs.append((self.length, at))
        self.parts.append(words)
        self.length += len(words)

    def space(self, at: int) -> None:
        if self.length and not self.parts[-1].endswith(" "):
            self.put(" ", at)

    def mark(self, mark: _Mark, twin: _Mark) -> None:
        if mark.at.start() < twin.at.start():
            self.opened[mark.at.start()] = self.length
        else:
            self.styles.append((self.opened[twin.at.start()], self.length, twin))

    def styled(self) -> tuple[Style, ...]:
        """The styles, outermost first; those that hold nothing but white space are dropped."""
        text = "".join(self.parts)
        ordered = sorted(self.styles, key=lambda style: (style[0], -style[1]))
        trimmed = ((_trim(text, start, end), mark) for start, end, mark in ordered)
        return tuple(
            Style(span, name, _href(mark)) for span, mark in trimmed if span.start < span.end for name in mark.names
        )


def _trim(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _href(mark: _Mark) -> str:
    """The address of an `<a>`, where it is one that may be published: http, https or mailto."""
    found = HREF.search(mark.at["attributes"] or "") if mark.names == ("a",) else None
    address = html.unescape(next(filter(None, found.groups()), "")) if found else ""
    return address if SAFE.fullmatch(address) else ""
