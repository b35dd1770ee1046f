"""What the rules may know of a whole text: where its head ends, who wrote it, which pieces repeat others, which notes
are called. Looked up once, before `blocks` asks of each piece what it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from builder import cues, footnotes
from builder.mending import HEAD, LINE, NAMES, QUOTED, Piece, is_name, split_names, whole
from builder.model import Role
from builder.readers.lines import SENTENCE_END
from builder.words import GRAM, grams, plain_words

REPEATED, LONGEST_QUOTE = 4, 100  # words of a pull quote, least and most


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known from outside the text: the title, the authors' names, and a person's roles by quotation."""

    title: str = ""
    authors: tuple[str, ...] = ()
    roles: tuple[tuple[int, Role], ...] = ()  # seed offset of the quotation, role


@dataclass(frozen=True, slots=True)
class Survey:
    """What the rules may know of the whole text. `body` is the index of its first plain paragraph."""

    pieces: Sequence[Piece]
    roles: Mapping[int, Role]  # those that a person gave, by the index of the piece
    body: int
    title: int | None
    authors: tuple[str, ...]
    bylines: frozenset[int]
    repeats: Mapping[int, tuple[int, bool]]  # of a piece: the paragraph that has its words, and whether all of them
    under: Sequence[str]  # for each piece the kind of section that it stands in: bio, notes, references or none
    has_notes: bool  # whether the format itself marks notes
    called: Mapping[str, int]  # names of footnote marks → the first piece that has one


def survey(pieces: Sequence[Piece], hints: Hints) -> Survey:
    """Look over the whole text, once and before any rule is asked."""
    prose = [i for i, piece in enumerate(pieces) if _is_prose(piece) and not (i < HEAD and all_in(piece, "em"))]
    named = [i for i, piece in enumerate(pieces[:HEAD]) if len(piece.text) <= LINE and cues.names(piece.text, by=True)]
    title = _title(pieces, hints, next((i for i in prose if i > max(named[:1], default=-1)), len(pieces)))
    bylines = _bylines(pieces[:HEAD], hints, title)
    dated = [
        i
        for i, piece in enumerate(pieces[:HEAD])
        if cues.is_dateline(piece.text) and i != title and not piece.paragraph.role
    ]
    last_of_head = max([title if title is not None else -1, *bylines, *dated])
    body = next((i for i in prose if i > last_of_head), len(pieces))
    if _is_introduction(pieces, body, last_of_head):
        body = next((i for i in prose if i > body), len(pieces))
    names = [name for i in bylines for name in cues.names(pieces[i].text)]
    return Survey(
        pieces=pieces,
        roles=_given(pieces, hints),
        body=body,
        title=title,
        authors=hints.authors or tuple(names),
        bylines=frozenset(bylines),
        repeats=_repeats(pieces),
        under=_sections(pieces),
        has_notes=any(piece.paragraph.role == "footnote" for piece in pieces),
        called=footnotes.called(pieces),
    )


def _is_introduction(pieces: Sequence[Piece], first: int, last_of_head: int) -> bool:
    """Whether the first prose is a standfirst of a few sentences: much shorter than the paragraphs after it."""
    if first + 1 >= len(pieces) or not first == last_of_head + 1 > 0:
        return False
    if cues.ABSTRACT.match(pieces[first].text):
        return True
    after = [len(piece.text.split()) for piece in pieces[first + 1 : first + 4] if _is_prose(piece)]
    words, headed = len(pieces[first].text.split()), cues.OPENERS.fullmatch(pieces[first + 1].text)
    much_shorter = headed or (len(after) > 1 and min(after) > 1.5 * words)
    return words <= 45 and much_shorter and any(map(_is_prose, pieces[first + 1 :]))


def _given(pieces: Sequence[Piece], hints: Hints) -> dict[int, Role]:
    """The sidecar's roles by the index of the piece that each offset of the seed falls in."""
    ends = [(piece.paragraph.seed_offset(len(piece.text) - 1), index) for index, piece in enumerate(pieces)]
    ends.sort()  # a caption that stood within a paragraph comes after it
    return {ends[bisect_left(ends, (offset, 0))][1]: role for offset, role in hints.roles if offset <= ends[-1][0]}


def _sections(pieces: Sequence[Piece]) -> list[str]:
    """For each piece the kind of section that it stands in."""
    under = ""
    kinds = []
    for piece in pieces:
        kinds.append(under)
        told = cues.section(piece.text)
        under = told or ("" if piece.paragraph.role == "heading" else under)
    return kinds


def _repeats(pieces: Sequence[Piece]) -> dict[int, tuple[int, bool]]:
    """Pieces most of whose words stand, four side by side, in a longer plain paragraph: index → its index, all or most.

    Linear: of each short piece every fourth group of four words is kept, and looked up in one walk through the text.
    """
    holders: dict[int, list[int]] = {}
    kept: Counter[int] = Counter()
    sizes: dict[int, int] = {}
    for index, piece in enumerate(pieces):
        short = len(piece.text) <= LONGEST_QUOTE * 12 and piece.role is None
        words = plain_words(piece.text) if short else ()
        if len(words) < GRAM + 2 and piece.text[-1] not in ".!?”":
            continue  # a heading may be of words that the text has, too
        if REPEATED <= len(words) <= LONGEST_QUOTE:
            sizes[index] = len(words)
            for gram in grams(words, GRAM):
                if len(told := holders.setdefault(gram, [])) < GRAM:
                    told.append(index)
                    kept[index] += 1
    found: dict[int, tuple[int, bool]] = {}
    for index, piece in enumerate(pieces):
        words = plain_words(piece.text) if _is_prose(piece) else ()
        seen: Counter[int] = Counter()
        for gram in grams(words):
            for quote in holders.get(gram, ()):
                seen[quote] += 1
        for quote, count in seen.items():
            enough = count >= max(0.6 * kept[quote], min(2, kept[quote]))
            if quote != index and enough and sizes[quote] < len(words):
                found.setdefault(quote, (index, count == kept[quote]))
    return found


def _is_prose(piece: Piece) -> bool:
    """A plain paragraph: not a heading, a caption or a note about the text, and more than a line."""
    text = piece.text
    if (
        piece.role
        or piece.paragraph.role
        or cues.CAPTION_START.match(text)
        or cues.CREDIT.search(text[-LINE:])
        or cues.SOURCE_NOTE.match(text)
    ):
        return False
    return len(SENTENCE_END.findall(text)) >= 2 or len(text.split()) >= 60


def _title(pieces: Sequence[Piece], hints: Hints, body: int) -> int | None:
    """The title's index: as parted, as known from outside, the first marked heading, or the head's first short line."""
    head = range(min(body + 1, len(pieces), HEAD + 1))
    wanted = plain_words(hints.title)

    def named(piece: Piece) -> bool:
        words = plain_words(piece.text)
        part = words and words in (wanted[: len(words)], wanted[-len(words) :])
        return bool(wanted) and (words == wanted or (piece.paragraph.role == "heading" and bool(part)))

    def marked(piece: Piece) -> bool:
        return piece.paragraph.role == "heading" and not cues.is_dateline(piece.text)

    def free(index: int) -> bool:
        piece = pieces[index]
        return not (piece.paragraph.role or cues.is_dateline(piece.text) or cues.names(piece.text, by=True))

    tests: tuple[Callable[[int], bool], ...] = (
        lambda i: pieces[i].role == "title" or pieces[i].paragraph.role == "title",
        lambda i: named(pieces[i]),
        lambda i: marked(pieces[i]) and pieces[i].paragraph.level == 1,
        lambda i: marked(pieces[i]) and not any(free(j) and cues.is_line(pieces[j].text) for j in range(i)),
        lambda i: free(i) and cues.is_line(pieces[i].text) and (i == 0 or not QUOTED.fullmatch(pieces[i].text)),
        lambda i: (
            free(i)
            and i < body
            and len(pieces[i].text.split()) <= cues.HEAD_WORDS
            and any(not free(j) for j in range(i + 1, min(i + 4, len(pieces))))
        ),
    )
    candidates = (next((i for i in head if test(i)), None) for test in tests)
    return next((found for found in candidates if found is not None), None)


def _bylines(head: Sequence[Piece], hints: Hints, title: int | None) -> list[int]:
    """The lines of the head that name the authors."""
    texts = [piece.text for piece in head]
    found = []
    for index, piece in enumerate(head):
        line = len(piece.text) <= LINE and index != title and piece.paragraph.role in (None, "heading")
        if piece.role == "byline" or (line and (cues.names(piece.text, by=True) or piece.text in hints.authors)):
            found.append(index)
    if not found and title is not None:
        for index in range(title + 1, min(title + 4, len(head))):
            if (
                whole(re.compile(NAMES), texts[index])
                and not head[index].paragraph.role
                and all(is_name(n, texts[index + 1 :]) for n in split_names(texts[index]))
            ):
                return [index]
    return found


def all_in(piece: Piece, tag: str) -> bool:
    """Whether one style covers a piece as a whole, but perhaps for its last point."""
    return any(s.tag == tag and s.span.start == 0 and s.span.end >= len(piece.text) - 1 for s in piece.paragraph.styles)
