"""Paragraphs that came cut in two, or run together, are mended here; each repair is recorded for the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from builder.model import Role
from builder.readers import Paragraph, join

CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
NAME = r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:[^\W\d_a-z][\w.'’-]*|de|der|van|von|da|di|al|bin|la|le)){1,5}"
BYLINE = re.compile(rf"(?:(?:[Bb]y|BY)\s+|[-–—|]\s*)(?P<names>{NAME}(?:(?:,\s+|\s+and\s+|\s+&\s+){NAME}){{0,9}})")
TITLE_AND_BYLINE = re.compile(rf"(?P<title>.*\S)\s+(?P<byline>{BYLINE.pattern})$")
LISTED = re.compile(r"(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]|[-*•·–])\s")
CONNECTIVE = re.compile(  # words that no sentence ends with
    r"an?|and|as|at|but|by|for|from|her|his|in|into|its|nor|of|on|or|our|than|that|the|their|to|which|who|whose|with"
)
LINE = 300  # characters; a byline, a caption's credit or a line of the head is not looked for in more
CUT_FROM = 60  # characters; a shorter stretch is a line, not a paragraph that was cut


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph on its way to becoming a block."""

    paragraph: Paragraph
    role: Role | None = None
    reason: str = ""

    @property
    def text(self) -> str:
        return self.paragraph.text


@dataclass(frozen=True, slots=True)
class Mend:
    """A repair of structure, at an offset of the seed."""

    rule: str
    message: str
    seed_offset: int


def whole(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """A match of the whole text, where it is short enough to be a line of the head."""
    return pattern.fullmatch(text) if len(text) <= LINE else None


def joined(paragraphs: Sequence[Paragraph], mends: list[Mend]) -> list[Paragraph]:
    """Join what a page break cut: no sentence ends with “and”, none begins with a small letter."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        before = groups[-1][-1] if groups else None
        if before and not before.marked and not paragraph.marked and _was_cut(before.text, paragraph.text):
            seam = f"“… {before.text[-24:].split(' ', 1)[-1]} | {paragraph.text[:24].rsplit(' ', 1)[0]} …”"
            message = f"A paragraph that a break had cut in two was joined: {seam}."
            mends.append(Mend("page-break", message, paragraph.seed_offset(0)))
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return [join(group, " ") for group in groups]


def _was_cut(before: str, after: str) -> bool:
    if len(before) < CUT_FROM or CLOSED.search(before[-10:]) or whole(BYLINE, after) or LISTED.match(after):
        return False
    return bool(CONNECTIVE.fullmatch(before.rsplit(None, 1)[-1])) or after[:1].islower()


def parted(pieces: list[Piece], authors: Sequence[str], mends: list[Mend]) -> list[Piece]:
    """Part “Title - Author” at the head, where the name is the sidecar's or stands elsewhere in the text."""
    for index, piece in enumerate(pieces[:4]):
        match = whole(TITLE_AND_BYLINE, piece.text)
        if match is None:
            continue
        names = split_names(match["names"])
        elsewhere = (other.text for other in pieces if other is not piece)
        if set(names) & set(authors) or any(name in text for text in elsewhere for name in names):
            cut, where = match.start("byline"), piece.paragraph.seed_offset(match.start("byline"))
            head, rest = piece.paragraph.cut(0, match.end("title")), piece.paragraph.cut(cut, len(piece.text))
            title = Piece(head, "title", "stands before the author's name at the head")
            byline = Piece(replace(rest, marked=0), "byline", "the author's name after the title")
            message = f"The byline “{rest.text}” stood on the line of the title and was parted from it."
            mends.append(Mend("title-byline", message, where))
            return [*pieces[:index], title, byline, *pieces[index + 1 :]]
    return pieces


def split_names(names: str) -> list[str]:
    return [name for name in re.split(r",\s+|\s+and\s+|\s+&\s+", names) if name]
