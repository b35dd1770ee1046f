"""An author's notes: marks in the text ↔ the notes they call, at its end or at the foot of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.mending import Piece
from builder.model import Span

NAME = r"\[(?P<bracket>\d{1,3}|[a-z*†‡])\]"
LABEL = re.compile(
    rf"\[(?:[Ff]oot)?[Nn]ote (?P<named>\d{{1,3}})[:.]|{NAME}|(?P<raised>[¹²³⁰-⁹]{{1,3}})"
    r"|(?P<star>[*†‡]{1,3})(?=\s?\w)|(?P<number>\d{1,3})[.)](?=\s)"
)
MARK = re.compile(
    rf"{NAME}|(?<=\S)(?P<raised>[¹²³⁰-⁹]{{1,3}})|(?<=[\w.,;:!?”’\")])(?P<star>[*†‡]{{1,3}})(?=[\s.,;:!?]|$)"
)
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LONGEST = 5  # characters of a mark
RAISED_LABEL = re.compile(r"\[(?:[Ff]oot)?[Nn]ote (\d{1,3})[:.]|\[?(\d{1,3}|[a-z*†‡])\]?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark or a label: its place in a piece, and the name that the two share."""

    piece: int
    span: Span
    name: str


def label(piece: Piece) -> tuple[Span, str, bool] | None:
    """The label that a note opens with, its name, and whether only notes have such labels (not “1.”)."""
    for style in piece.paragraph.styles:
        raised = RAISED_LABEL.fullmatch(_words(piece, style.span)) if style.tag == "sup" else None
        if raised and style.span.start == 0:
            return style.span, _raised(raised), True
    if piece.paragraph.role in ("list-item", "footnote") and piece.paragraph.marker not in ("", "•"):
        return Span(0, 0), piece.paragraph.marker.rstrip("."), piece.paragraph.role == "footnote"
    match = LABEL.match(piece.text)
    return (Span(0, match.end()), _name(match), match["number"] is None) if match else None


def _name(match: re.Match[str]) -> str:
    """What a mark shares with its note: “[1]” and “¹” may be two notes of one text; “1.” answers to both."""
    if match["bracket"]:
        return f"[{match['bracket']}]"
    if match["raised"]:
        return f"^{match['raised'].translate(RAISED)}"
    return next(part for part in match.groups() if part)


def _raised(match: re.Match[str]) -> str:
    return f"^{match[1] or match[2]}"


def marks(piece: Piece, index: int) -> Iterator[Mark]:
    """The marks in a piece of running text, in its order."""
    raised = [style.span for style in piece.paragraph.styles if style.tag == "sup" and style.span.start > 0]
    inside = {offset for span in raised for offset in range(span.start, min(span.end, span.start + LONGEST))}
    found = {
        span: _raised(match)
        for span in raised
        if span.end - span.start <= LONGEST and (match := RAISED_LABEL.fullmatch(_words(piece, span)))
    }
    own = label(piece)
    for match in MARK.finditer(piece.text):
        span = Span(match.start(), match.end())
        if not (own and own[0].start == span.start) and span.start not in inside:
            found[span] = _name(match)
    return (Mark(index, span, found[span]) for span in sorted(found))


def pair(pieces: Sequence[Piece]) -> list[tuple[Mark, Mark]]:
    """Each mark with the label of the next note of its name; numbers may begin anew with each page or chapter."""
    notes: dict[str, list[Mark]] = {}
    for index, piece in enumerate(pieces):
        if piece.role == "footnote" and (found := label(piece)):
            notes.setdefault(found[1], []).append(Mark(index, found[0], found[1]))
    pairs = []
    reached: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        for mark in marks(piece, index) if notes and piece.role not in ("footnote", "title") else ():
            name = mark.name if mark.name in notes else mark.name.strip("^[]")
            listed = notes.get(name, ())
            at = reached.get(name, 0)
            while at + 1 < len(listed) and listed[at].piece < mark.piece:
                at += 1
            reached[name] = at
            if listed:
                pairs.append((mark, listed[at]))
    return pairs


def called(pieces: Sequence[Piece]) -> Mapping[str, int]:
    """The names that marks call, and that “1.” answers to → the first piece that calls."""
    first: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        for mark in marks(piece, index):
            first.setdefault(mark.name, index)
            first.setdefault(mark.name.strip("^[]"), index)
    return first


def _words(piece: Piece, span: Span) -> str:
    return piece.text[span.start : span.end].strip()
