"""The values that flow through the builder: frozen, and free of behaviour beyond what they are.

Standoff annotation: the text of an essay is one immutable string, and everything said about it is a
span over that string. All offsets are code points, half-open, into `Essay.text`, unless a name says otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "title", "byline", "dateline", "standfirst", "heading", "paragraph", "list-item", "quote", "verse", "table",
    "caption", "pull-quote", "footnote", "bio", "citation", "source-note", "rights", "separator",
]  # fmt: skip
Kind = Literal["organization", "court", "treaty", "concept", "institution", "place", "person", "event"]
AnchorState = Literal["exact", "moved"]
NoteKind = Literal["correction", "name", "context", "question", "translation"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    start: int
    end: int

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Style:
    """Inline markup: `tag` is one of the readers' allow-list, `href` only for `a`, `lang` (BCP 47) only for `span`."""

    span: Span
    tag: str
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Canonical offset → seed offset, as runs within which both advance together.

    `here[i]` starts a run whose first character stands at `there[i]` in the seed's decoded text.
    """

    here: tuple[int, ...]
    there: tuple[int, ...]

    def seed_offset(self, offset: int) -> int:
        run = max(bisect_right(self.here, offset) - 1, 0)
        return self.there[run] + offset - self.here[run]


@dataclass(frozen=True, slots=True)
class Repair:
    """What was mended while reading, in words for the reader, at a line and column of the seed (from 1; line 0
    stands for all of it).

    `span` is the stretch of the decoded seed that was mended: what of it is in no block was left out on purpose.
    """

    rule: str
    message: str
    line: int
    column: int
    span: Span


@dataclass(frozen=True, slots=True)
class Footnote:
    """An author's note: its mark in the text, and its label at the head of the block that holds the note.

    The label is empty where the source draws it (a numbered list). `number` counts the marks of the essay, from 1.
    """

    mark: Span
    label: Span
    block: str
    number: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was read one way and may be meant in another; `snippet` settles it in the sidecar."""

    line: int
    message: str
    snippet: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with a role. Lines of verse are parted by a line feed, cells of a table by tabs."""

    span: Span
    role: Role
    reason: str
    id: str = ""
    number: int | None = None
    level: int = 2  # of a heading, 2 to 6; of a list item its depth, from 1
    marker: str = ""  # of a list item whose bullet or number the source draws


@dataclass(frozen=True, slots=True)
class Author:
    """`family`: which words of the name are the family name, where the sidecar says so."""

    name: str
    affiliation: str = ""
    family: str = ""
    organization: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    url: str = ""
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Essay:
    """One seed, read. `date` is ISO (2025-01-06, 2024-01 or 2024); `published` is how the venue dates it. `excerpt`:
    the words that a passage of it may have; 0 where the whole stands here."""

    slug: str
    path: str
    title: str
    authors: tuple[Author, ...]
    published: str
    date: str
    venue: str
    url: str
    language: str
    rights: str
    tags: tuple[str, ...]
    text: str
    blocks: tuple[Block, ...]
    styles: tuple[Style, ...]
    repairs: tuple[Repair, ...]
    origin: OffsetMap
    footnotes: tuple[Footnote, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    excerpt: int = 0

    def block_at(self, offset: int) -> Block:
        """The block that holds `offset`; the text between two blocks belongs to the one before."""
        index = bisect_right(self.blocks, offset, key=lambda block: block.span.start) - 1
        return self.blocks[max(index, 0)]

    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A surface form found in a text, with the ids of every term that claims it; `reason` says why it was not taken.

    `undecided`: two entries claim it, and nothing in the essay tells which is meant.
    """

    span: Span
    surface: str
    terms: tuple[str, ...]
    reason: str = ""
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place of a text that speaks of a term. `named` is false for a passage that an editor pointed out."""

    span: Span
    term: str
    linked: bool
    reason: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """An editors' note. `state` says how its quotation was found: moved, if in other surroundings than it tells."""

    span: Span
    number: int
    kind: NoteKind
    text: str
    sources: tuple[Source, ...]
    state: AnchorState = "exact"


@dataclass(frozen=True, slots=True)
class OldAddress:
    """An id that was published and is no more. It leads to the id `to`; where that is empty, `reason` says why not."""

    id: str
    to: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A passage of one essay that speaks to a passage of another."""

    span: Span
    to_essay: str
    to_span: Span
    reason: str
    explicit: bool


@dataclass(frozen=True, slots=True)
class Annotations:
    """The layers over one essay's text; each is sorted by span. Linked and named mentions are disjoint.

    `addresses` are those that led to blocks of the text before it was edited; they stand as the sidecar names them."""

    candidates: tuple[Candidate, ...] = ()
    mentions: tuple[Mention, ...] = ()
    notes: tuple[Note, ...] = ()
    references: tuple[CrossReference, ...] = ()
    addresses: tuple[OldAddress, ...] = ()
