"""Paragraphs → pieces with roles: what is title, heading, caption, pull quote … and why it was taken for it.

`RULES` is the whole of it: an ordered list, the first rule that answers wins. A rule sees one piece and what is known
of the whole text (`Survey`), and answers with a reason in words, which `reader inspect` shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from builder.mending import BYLINE, LINE, Mend, Piece, joined, parted, split_names, whole
from builder.model import Role
from builder.readers import Paragraph

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
SEASON = r"(?:Spring|Summer|Autumn|Fall|Winter)"
DATELINE = re.compile(
    rf"(?:{SEASON}|{MONTH}(?:\s*[/–-]\s*{MONTH})?|\d{{1,2}}\s+{MONTH}|{MONTH}\s+\d{{1,2}},?)\s+\d{{4}}(?:[/–-]\d{{2,4}})?|\d{{4}}-\d\d-\d\d"
)
CAPTION_START = re.compile(
    r"(?:Cover\s+)?(?:Photo(?:graph)?|Image|Picture|Illustration|Figure \d+|Fig\. ?\d+)\b[^.:]{0,40}:|From left,",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"\((?:[^()]*\b(?:via AP|AP(?: Photo)?|Reuters|AFP|Getty|EPA|TASS|Sputnik|Pool|Wikimedia)\b[^()]*)\)\.?$"
    r"|\b(?:Source|Photo|Credit|Image)s?:\s[^.]{2,60}\.?$"
)
CITATION = re.compile(
    r"(?:To cite (?:this|the)|Cite (?:this|as)|How to cite|(?:Suggested|Recommended) citation)\b", re.IGNORECASE
)
RIGHTS = re.compile(r"(?:©|\(c\)\s|Copyright\b)|.{0,80}\ball (?:[\w-]+ ){0,5}rights reserved", re.IGNORECASE)
SOURCE_NOTE = re.compile(
    r"(?:This|The) (?:article|essay|text|piece|chapter|paper|excerpt|post)\b.{0,60}\b(?:adapted|excerpted|reprinted|"
    r"(?:first|originally) (?:published|appeared)|based on|translated)"
    r"|(?:Originally|First) published\b|(?:Adapted|Excerpted|Reprinted) from\b",
    re.IGNORECASE,
)
REPEATED, LONGEST_QUOTE = 6, 100  # words of a pull quote, least and most


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person says in the sidecar: the title, the authors' names, and roles by quotation."""

    title: str = ""
    authors: tuple[str, ...] = ()
    roles: tuple[tuple[int, Role], ...] = ()  # seed offset of the quotation, role


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rules may know of the whole text. `body` is the index of its first plain paragraph."""

    pieces: Sequence[Piece]
    hints: Hints
    body: int
    title: int | None
    authors: tuple[str, ...]
    byline: int
    repeats: Mapping[int, int]


def structure(paragraphs: Sequence[Paragraph], hints: Hints) -> tuple[list[Piece], list[Mend]]:
    """Give every paragraph its role; mend paragraphs that were cut or run together on the way."""
    mends: list[Mend] = []
    pieces = [Piece(paragraph) for paragraph in joined(paragraphs, mends)]
    pieces = parted(pieces, hints.authors, mends)
    survey = _survey(pieces, hints)
    return [_judge(survey, index) for index in range(len(pieces))], mends


def _survey(pieces: Sequence[Piece], hints: Hints) -> Survey:
    body = next((i for i, piece in enumerate(pieces) if _is_prose(piece)), len(pieces))
    bylines = {i: match["names"] for i, piece in enumerate(pieces[: body + 1]) if (match := whole(BYLINE, piece.text))}
    authors = hints.authors or tuple(name for names in bylines.values() for name in split_names(names))
    byline = min(bylines, default=len(pieces))
    return Survey(pieces, hints, body, _title(pieces, hints, body), authors, byline, _repeats(pieces))


def _repeats(pieces: Sequence[Piece]) -> dict[int, int]:
    """Pieces whose words all stand, in their order, in a longer plain paragraph: index → index of that paragraph.

    Linear: the first REPEATED words of each piece are looked up in one walk through the words of the paragraphs.
    """
    said = [plain_words(piece.text) for piece in pieces]
    openings: dict[tuple[str, ...], list[int]] = {}
    for index, words in enumerate(said):
        if REPEATED <= len(words) <= LONGEST_QUOTE:
            openings.setdefault(words[:REPEATED], []).append(index)
    found: dict[int, int] = {}
    for index, words in enumerate(said):
        for start in range(len(words) - REPEATED + 1) if _is_prose(pieces[index]) else ():
            for quote in openings.get(words[start : start + REPEATED], ()):
                length = len(said[quote])
                if length < len(words) and words[start : start + length] == said[quote]:
                    found.setdefault(quote, index)
    return found


def _is_prose(piece: Piece) -> bool:
    """A plain paragraph: not a heading, a caption or a note about the text, and more than a line."""
    text = piece.text
    if (
        piece.role
        or piece.paragraph.marked
        or CAPTION_START.match(text)
        or CREDIT.search(text[-LINE:])
        or SOURCE_NOTE.match(text)
    ):
        return False
    return len(SENTENCE_END.findall(text)) >= 2 or len(text.split()) >= 60


def _title(pieces: Sequence[Piece], hints: Hints, body: int) -> int | None:
    """The title's index: as in the sidecar, as parted, the first marked heading, or the head's first short line."""
    head = range(min(body + 1, len(pieces)))
    wanted = plain_words(hints.title)
    tests: tuple[Callable[[Piece], bool], ...] = (
        lambda piece: bool(wanted) and plain_words(piece.text) == wanted,
        lambda piece: piece.role == "title",
        lambda piece: piece.paragraph.marked > 0,
        lambda piece: _is_line(piece.text) and not DATELINE.fullmatch(piece.text) and not whole(BYLINE, piece.text),
    )
    return next((i for test in tests for i in head if test(pieces[i])), None)


def _is_line(text: str) -> bool:
    """A line rather than a sentence: short, and not ended by a full stop."""
    return (
        len(text.split()) <= 25
        and not re.search(r"[.;:,][\"'”’»)\]]*$", text)
        and not CAPTION_START.match(text)
        and not CREDIT.search(text[-LINE:])
    )


def plain_words(text: str) -> tuple[str, ...]:
    """The words alone, as two tellings of the same sentence share them."""
    return tuple(WORD.findall(text.replace("’", "'").casefold()))


# ---------------------------------------------------------------------------------------------------------------- rules


def _corrected(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    first, last = piece.paragraph.seed_offset(0), piece.paragraph.seed_offset(len(piece.text) - 1)
    role = next((role for offset, role in survey.hints.roles if first <= offset <= last), None)
    return (role, "the sidecar says so") if role else None


def _separator(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    return None if re.search(r"\w", piece.text) else ("separator", "holds no letter or digit")


def _is_title(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    if index != survey.title:
        return None
    return "title", piece.reason or (
        "marked as the first heading" if piece.paragraph.marked else "the first line of the head"
    )


def _parted_already(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    return (piece.role, piece.reason) if piece.role else None


def _marked_heading(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    return ("heading", f"marked as a heading of level {piece.paragraph.marked}") if piece.paragraph.marked else None


def _pull_quote(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    """A repeat of words of a longer paragraph, but for capitals and punctuation."""
    if index not in survey.repeats:
        return None
    return "pull-quote", f"repeats words of “{survey.pieces[survey.repeats[index]].text[:40].rsplit(' ', 1)[0]} …”"


def _caption(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    if CAPTION_START.match(piece.text):
        return "caption", "begins as captions do"
    return ("caption", "ends with a picture's credit") if CREDIT.search(piece.text[-LINE:]) else None


def _dateline(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    return (
        ("dateline", "a date alone, in the head") if index <= survey.body and DATELINE.fullmatch(piece.text) else None
    )


def _byline(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    if index <= survey.body and (whole(BYLINE, piece.text) or piece.text in survey.authors):
        return "byline", "a name alone, in the head"
    return None


def _end_matter(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    if CITATION.match(piece.text):
        return "citation", "says how to cite the text"
    if SOURCE_NOTE.match(piece.text):
        return "source-note", "says where the text comes from"
    return ("rights", "a copyright notice") if RIGHTS.match(piece.text) else None


def _bio(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    """After the body's middle, a paragraph that opens with the author's name."""
    opening = re.sub(r"^(?:Dr|Prof|Professor|Mr|Ms|Mrs)\.?\s+", "", piece.text)
    late = index > survey.body and index * 2 > len(survey.pieces)
    if late and not _is_line(piece.text) and any(opening.startswith(author) for author in survey.authors):
        return "bio", "opens with the author's name, after the text"
    return None


def _standfirst(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    """One sentence under the title and the byline, before the text begins."""
    above = survey.title is not None and max(survey.title, survey.byline) < index
    if above and index < survey.body and len(piece.text.split()) <= 50:
        return "standfirst", "one sentence between the byline and the text"
    return None


def _unmarked_heading(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    """A short line, not ended like a sentence, that a longer paragraph follows."""
    after = survey.pieces[index + 1].text if index + 1 < len(survey.pieces) else ""
    if index > survey.body and len(piece.text.split()) <= 12 and _is_line(piece.text) and len(after.split()) >= 20:
        return "heading", "a short line before a paragraph"
    return None


def _paragraph(survey: Survey, piece: Piece, index: int) -> tuple[Role, str] | None:
    return "paragraph", "running text"


Rule = Callable[[Survey, Piece, int], "tuple[Role, str] | None"]
RULES: tuple[Rule, ...] = (
    _corrected,  # a person has the last word
    _separator,
    _is_title,
    _parted_already,
    _marked_heading,  # the author's own mark beats any guess below
    _pull_quote,  # before captions: a quote may end with a source
    _caption,
    _dateline,
    _byline,
    _end_matter,
    _bio,
    _standfirst,
    _unmarked_heading,
    _paragraph,
)


def _judge(survey: Survey, index: int) -> Piece:
    piece = survey.pieces[index]
    role, reason = next(answer for rule in RULES if (answer := rule(survey, piece, index)))
    return replace(piece, role=role, reason=reason)
