"""Paragraphs that came cut in two, or run together, are mended here; each repair is recorded for the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from builder.model import Role
from builder.readers import Paragraph, join
from builder.readers.hyphens import Hyphens
from builder.readers.layout import LISTED
from builder.readers.lines import CLOSED
from builder.repairs import Mend

PARTICLE = r"de|der|den|van|von|da|di|del|della|dos|al|el|bin|ibn|la|le|y"
NAME = rf"[^\W\d_a-z][\w.'’-]*(?:\s+(?:[^\W\d_a-z][\w.'’-]*|{PARTICLE})){{1,5}}"
NAMES = rf"{NAME}(?:(?:,\s+(?:and\s+)?|\s+and\s+|\s+&\s+|\s+with\s+){NAME}){{0,9}}"
BY = (
    r"(?:(?:[Bb]y|BY|Authors?:|(?:Written|Words|Text|Story|Posted|Interview(?:ed)?|Translated|Edited|Introduced|Reviewed|"
    r"Compiled|Transcribed|Essay|Review|Reporting)\b.{0,40}?\b[Bb]y:?)\s+|[-–—|]\s*)"
)
ATTRIBUTION = re.compile(r"[-–—]{1,2}\s?[^\W\d].{1,100}")
QUOTED = re.compile(r"[“\"«„‘'].{10,}[”\"»“’'][.,]?(?:\s*[(–—-].{2,80})?", re.DOTALL)
PARTS = re.compile(r"\s+[|•·]\s+")
BYLINE = re.compile(rf"{BY}(?P<names>{NAMES})")
TITLE_AND_BYLINE = re.compile(rf"(?P<title>.*\S)\s+(?P<byline>{BYLINE.pattern})$")
CONNECTIVE = re.compile(  # words that no sentence ends with
    r"an?|and|as|at|but|by|for|from|her|his|in|into|its|nor|of|on|or|our|than|that|the|their|to|which|who|whose|with"
)
LINE = 300  # characters; a byline, a caption's credit or a line of the head is not looked for in more
CUT_FROM = 60  # characters; a shorter stretch is a line, not a paragraph that was cut
LONGEST_MOTTO = 600  # characters
HEAD = 9  # pieces in which the lines of the head are looked for
BETWEEN = 2  # paragraphs (a picture's caption, a pull quote) that may stand between the halves of another


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph on its way to becoming a block. `perhaps` is the role that it may have instead."""

    paragraph: Paragraph
    role: Role | None = None
    reason: str = ""
    perhaps: Role | None = None

    @property
    def text(self) -> str:
        return self.paragraph.text


def whole(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """A match of the whole text, where it is short enough to be a line of the head."""
    return pattern.fullmatch(text) if len(text) <= LINE else None


def joined(paragraphs: Sequence[Paragraph], hyphens: Hyphens, mends: list[Mend]) -> list[Paragraph]:
    """Join what a break cut: no sentence ends with “and”, none begins with a small letter.

    A picture's caption or a pull quote that stood between the halves comes after them.
    """
    mended: list[list[Paragraph]] = []
    for paragraph, after in zip_longest(paragraphs, paragraphs[1:]):
        between = after is not None and after.text[:1].islower() and _is_whole(paragraph)
        cut = () if between and not paragraph.turned else _open(mended, paragraph)
        target = next((group for group in cut if _was_cut(group[-1], paragraph)), None)
        if target:
            target.append(paragraph)
        elif mended and len(paragraph.text) <= LINE and _attributed(mended[-1][-1], paragraph):
            before = mended[-1][-1]
            glue = "\n" if before.role == "verse" else " "
            mended[-1][-1] = replace(
                join([before, paragraph], glue),
                role=before.role or "quote",
                reason="a quotation with its author",
            )
        else:
            mended.append([paragraph])
    return [_joined(group, hyphens, mends) for group in mended]


def _attributed(before: Paragraph, after: Paragraph) -> bool:
    """Whether `after` says whose the quotation before it is: “— W. H. Auden”."""
    whole = QUOTED.fullmatch(before.text) is not None or (after.text.startswith("--") and before.text[-1] in ".!?”")
    quoted = before.role in ("quote", "verse") or (before.role is None and whole and len(before.text) <= LONGEST_MOTTO)
    return (
        quoted
        and len(before.text) <= LONGEST_MOTTO
        and "with its author" not in before.reason
        and ATTRIBUTION.fullmatch(after.text) is not None
        and len(after.text.split()) <= 14
    )


def _open(groups: Sequence[list[Paragraph]], after: Paragraph) -> list[list[Paragraph]]:
    """The groups that `after` may go on with: the last, and one before what may stand between two halves."""
    found = [*groups[-1:]]
    if after.text[:1].islower():
        for back in range(2, BETWEEN + 2):
            between = groups[-back + 1 :]
            if len(groups) < back or any(_is_listed(group[0]) or not _is_whole(group[-1]) for group in between):
                break
            found.append(groups[-back])
    return found


def _is_listed(paragraph: Paragraph) -> bool:
    return paragraph.role in ("list-item", "heading", "table") or bool(LISTED.match(paragraph.text))


def _is_whole(paragraph: Paragraph) -> bool:
    closed = re.search(r"[.!?…”\"’)\]]$", paragraph.text) is not None or len(paragraph.text) < CUT_FROM
    return closed and not paragraph.text[:1].islower()


def _was_cut(one: Paragraph, two: Paragraph) -> bool:
    before, after = one.text, two.text
    if one.role or two.role or len(before) < CUT_FROM // (2 if two.turned else 1) or CLOSED.search(before[-16:]):
        return False
    if whole(BYLINE, after) or LISTED.match(after):
        return False
    return two.turned or bool(CONNECTIVE.fullmatch(before.rsplit(None, 1)[-1])) or after[:1].islower()


def _joined(group: Sequence[Paragraph], hyphens: Hyphens, mends: list[Mend]) -> Paragraph:
    whole = group[0]
    for part in group[1:]:
        seam = f"“… {whole.text[-24:].split(' ', 1)[-1]} | {part.text[:24].rsplit(' ', 1)[0]} …”"
        place = part.seed_offset(0)
        mends.append(Mend(place, place, "page-break", f"A paragraph that a break had cut in two was joined: {seam}."))
        of_line = hyphens.of_line(whole.text, part.text)
        if of_line:
            hyphen = whole.seed_offset(len(whole.text) - 1)
            mends.append(Mend(hyphen, hyphen + 1, "line-hyphen", f"A word that a break had parted was joined: {seam}."))
            whole = whole.cut(0, len(whole.text) - 1)
        whole = join([whole, part], " " if of_line is None else "")
    return whole


def parted(pieces: list[Piece], authors: Sequence[str], mends: list[Mend]) -> list[Piece]:
    """Part what stands on one line of the head: title and author, author and date."""
    head = [part for piece in pieces[:HEAD] for part in _parted_by_strokes(piece, mends)]
    pieces = [*head, *pieces[HEAD:]]
    for index, piece in enumerate(pieces[:4]):
        match = whole(TITLE_AND_BYLINE, piece.text)
        if match is None or piece.role or piece.paragraph.role not in (None, "heading") or whole(BYLINE, piece.text):
            continue
        names = split_names(match["names"])
        others = [other.text for other in pieces if other is not piece]
        known = bool(set(names) & set(authors)) or any(name in text for text in others for name in names)
        guessed = index == 0 and not authors and not any(whole(BYLINE, text) for text in others[:4])
        if known or (guessed and all(is_name(name, others) for name in names)):
            cut, where = match.start("byline"), piece.paragraph.seed_offset(match.start("byline"))
            head_part, rest = piece.paragraph.cut(0, match.end("title")), piece.paragraph.cut(cut, len(piece.text))
            title = Piece(head_part, "title", "stands before the author's name at the head")
            byline = Piece(replace(rest, role=None, level=0), "byline", "the author's name after the title")
            message = f"The byline “{rest.text}” stood on the line of the title and was parted from it."
            mends.append(Mend(where, where, "title-byline", message))
            if not known:
                byline = replace(byline, perhaps="title")
            return [*pieces[:index], title, byline, *pieces[index + 1 :]]
    return pieces


def _parted_by_strokes(piece: Piece, mends: list[Mend]) -> list[Piece]:
    """“By Jane Doe | January 5, 2021” as two; the stroke between them is on record."""
    strokes = list(PARTS.finditer(piece.text)) if len(piece.text) <= LINE and piece.paragraph.role is None else []
    first = piece.text[: strokes[0].start()] if strokes else ""
    if not re.match(BY, first) or first[0] in "-–—|":
        return [piece]
    parts = []
    start = 0
    for end, after in [*((stroke.start(), stroke.end()) for stroke in strokes), (len(piece.text), len(piece.text))]:
        parts.append(Piece(piece.paragraph.cut(start, end)))
        start = after
    for stroke in strokes:
        at = piece.paragraph.seed_offset(stroke.start() + stroke[0].index(stroke[0].strip()))
        mends.append(Mend(at, at + 1, "title-byline", "Author and date stood on one line and were parted."))
    return parts


def is_name(name: str, texts: Sequence[str]) -> bool:
    """Whether capitalised words may be a person's name: no article among them, and the last is no common word here."""
    words = name.split()
    if not 2 <= len(words) <= 4 or words[0] in ("The", "A", "An", "In", "On", "How", "Why", "What", "No", "Of"):
        return False
    common = re.compile(rf"\b{re.escape(words[-1].lower())}\b")
    return not any(common.search(text) for text in texts)


def split_names(names: str) -> list[str]:
    return [name for name in re.split(r",\s+and\s+|,\s+|\s+and\s+|\s+&\s+|\s+with\s+", names) if name]
