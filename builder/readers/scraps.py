"""The scraps of markup that editors' tools leave in plain text: balanced stars, a few inline tags, HTML codes.

Whatever is not balanced is itself. Stars flank words as `_` does in CommonMark 0.31 (section 6.2), never inside one:
a text is more likely to hold 5*3*2 than to stress a syllable.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html.entities import html5

from builder.addresses import parts
from builder.readers.hyphens import Hyphens
from builder.readers.writer import Writer
from builder.repairs import Mend

TAGS = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "u": "u", "sup": "sup", "sub": "sub", "q": "q",
    "cite": "cite", "a": "a",
}  # fmt: skip
DEEPEST = 40  # tags within one another; what is nested deeper is no emphasis
STARS = {1: ("em",), 2: ("strong",), 3: ("strong", "em")}
ATTRIBUTE = r"""\s+[a-z-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+)"""
TOKEN = re.compile(
    rf"(?P<space>\s{{2,}}|[^\S ])|(?P<stars>\*+)|(?P<br><br\s*/?>)|(?P<entity>&\#?[0-9A-Za-z]{{2,31}};)"
    rf"|<(?P<close>/?)(?P<tag>{'|'.join(TAGS)})(?P<attributes>(?:{ATTRIBUTE})*)\s*>",
    re.IGNORECASE,
)
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
SAFE = re.compile(r"(?:https?://|mailto:)[^\s<>\"]+", re.IGNORECASE)

_Kind = tuple[int, tuple[str, ...]]  # for stars the number of tags around them, for a tag -1; the styles they make


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


def safe_address(address: str) -> str:
    """An address that may be published (http, https or mailto), else nothing."""
    return address if SAFE.fullmatch(address) and parts(address) else ""


def write(
    writer: Writer, text: str, stretches: Sequence[tuple[int, int]], glue: str, hyphens: Hyphens, mends: list[Mend]
) -> None:
    """Write stretches of `text` (its lines) into one paragraph, `glue` between them, reading the scraps in them."""
    tokens = [[*TOKEN.finditer(text, start, end)] for start, end in stretches]
    first, last = stretches[0][0], stretches[-1][1]
    marks = {m.start(): mark for line in tokens for m in line if (mark := _mark(text, m, first, last))}
    _pair(list(marks.values()))
    opened: dict[int, int] = {}
    for index, ((start, end), line) in enumerate(zip(stretches, tokens, strict=True)):
        if index:
            _turn(writer, text, stretches[index - 1][1], start, glue, hyphens, mends)
        here = start
        for token in line:
            writer.put(text[here : token.start()], here)
            here = token.end()
            _write_token(writer, token, marks.get(token.start()), opened, mends)
        writer.put(text[here:end], here)


def _write_token(
    writer: Writer, token: re.Match[str], mark: _Mark | None, opened: dict[int, int], mends: list[Mend]
) -> None:
    if token["space"] or token["br"]:
        writer.space(token.start())
    elif token["entity"] and (meant := _meant(token[0])):
        writer.instead(meant, token.start())
        mends.append(Mend(token.start(), token.end(), "entity", f"“{token[0]}” was read as “{meant}”."))
    elif mark is None or mark.twin is None:
        writer.put(token[0], token.start())
    elif mark.at.start() < mark.twin.at.start():
        opened[mark.at.start()] = writer.length
    else:
        for name in mark.names:
            writer.style(opened[mark.twin.at.start()], name, _href(mark.twin))


def _turn(writer: Writer, text: str, end: int, start: int, glue: str, hyphens: Hyphens, mends: list[Mend]) -> None:
    """Go on to the next line: a space, a line break, or nothing where a word goes on."""
    lines = hyphens.of_line(text[max(end - 40, 0) : end], text[start : start + 40]) if glue == " " else None
    if lines and writer.last == text[end - 1]:
        writer.drop()
        word = text[max(end - 24, 0) : end - 1].rsplit(None, 1)[-1] + "|" + text[start : start + 24].split(None, 1)[0]
        mends.append(Mend(end - 1, end, "line-hyphen", f"A word that a line’s end had parted was joined: “{word}”."))
    elif lines is None and glue == " ":
        writer.space(end)
    elif lines is None:
        writer.line_break(glue, end)


def _meant(code: str) -> str:
    """What an HTML code stands for; empty where it is none, or stands for nothing that a page shows."""
    if not code.startswith("&#") and code[1:] not in html5:
        return ""
    meant = html.unescape(code)
    return (
        meant if meant != code and all(c.isprintable() or c.isspace() for c in meant) and "\ufffd" not in meant else ""
    )


def _mark(text: str, match: re.Match[str], start: int, end: int) -> _Mark | None:
    if match["tag"]:
        return _Mark(match, (TAGS[match["tag"].lower()],), not match["close"], bool(match["close"]))
    if not match["stars"] or len(match["stars"]) not in STARS:
        return None
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    left = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
    right = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
    opens = left and (not right or _punctuation(before))
    closes = right and (not left or _punctuation(after))
    return _Mark(match, STARS[len(match["stars"])], opens, closes)


def _punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _pair(marks: Sequence[_Mark]) -> None:
    """Join openers and closers so that pairs nest; emphasis does not reach across a tag. Linear: each is left once."""
    waiting: list[tuple[_Kind, _Mark]] = []
    count: Counter[_Kind] = Counter()
    tags = 0
    for mark in marks:
        kind = (-1 if mark.is_tag else tags, mark.names)
        if mark.closes and count[kind]:
            while True:
                left, opener = waiting.pop()
                count[left] -= 1
                tags -= opener.is_tag
                if left == kind:
                    break
            opener.twin, mark.twin = mark, opener
        elif mark.opens and tags < DEEPEST:
            waiting.append((kind, mark))
            count[kind] += 1
            tags += mark.is_tag


def _href(mark: _Mark) -> str:
    """The address of an `<a>`, where it is one that may be published."""
    found = HREF.search(mark.at["attributes"] or "") if mark.names == ("a",) else None
    return safe_address(html.unescape(next(filter(None, found.groups()), ""))) if found else ""
