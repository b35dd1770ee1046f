"""The lines of a plain text, without what belongs to its pages: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from builder.repairs import Mend

T = TypeVar("T")
LINE = re.compile(r"([^\n\f\v\x85\u2028\u2029]*)([\n\f\v\x85\u2028\u2029]|\Z)")
CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]*_]*(?:\[\d+\]|[¹²³⁰-⁹]+)?$")
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\[\d+\]|[¹²³⁰-⁹]+)?(?=\s+[\"“‘'«(]*[^\W\d_a-z]|\s*$)|[。！？।]")
BARE_NUMBER = re.compile(r"\d{1,4}")
NUMBER_AT_END = re.compile(r"^\d{1,4}\s+|\s+\d{1,4}$")
SHORT = 64  # characters of a line of verse, at most
HIGH = 12  # a lone number above it is rather a page's than a section's
LONGEST_HEAD = 80  # characters of a running head
DRESSED_NUMBER = re.compile(
    r"(?:[-–—]{1,3}|[|\[(])\s*\d{1,4}\s*(?:[-–—]{1,3}|[|\])])|[Pp](?:age|\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|PAGE\s+\d{1,4}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """`start` and `end` leave out the white space around it; `indent` is in columns; `gap` says that a blank line or
    a page's end stands before it."""

    text: str
    start: int
    end: int
    indent: int
    gap: bool = False
    turned: bool = False

    @property
    def column(self) -> int:
        return self.indent + len(self.text)


def lines(text: str, mends: list[Mend]) -> list[Line]:
    """The lines of a text that hold words, but for page numbers and running heads, which are put on record."""
    return _without_furniture(list(_lines(text)), mends)


def split(items: Sequence[T], parts: Callable[[T, T], bool]) -> Iterator[list[T]]:
    """The items in runs, parted between two of them where `parts` says so."""
    run: list[T] = []
    for item in items:
        if run and parts(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _lines(text: str) -> Iterator[Line]:
    gap = turned = False
    for match in LINE.finditer(text):
        words = match[1].strip()
        if words:
            start = match.start() + match[1].index(words[0])
            indent = len(match[1][: start - match.start()].expandtabs(4))
            yield Line(words, start, start + len(words), indent, gap, turned)
            gap = turned = False
        gap = gap or not words or match[2] in ("\f", "\u2029")
        turned = turned or match[2] == "\f"


def _without_furniture(lines: list[Line], mends: list[Mend]) -> list[Line]:
    """The lines but for page numbers and running heads; the line after them knows that a page was turned."""
    numbers = _page_numbers(lines)
    left_out = numbers | _running_heads(lines, numbers)
    kept: list[Line] = []
    gap = turned = False
    for index, line in enumerate(lines):
        gap, turned = gap or line.gap, turned or line.turned
        if index in left_out:
            message = f"Left out as belonging to the page: “{line.text}”."
            mends.append(Mend(line.start, line.end, "page-number", message))
            gap = turned = True
        else:
            kept.append(replace(line, gap=gap, turned=turned))
            gap = turned = False
    return kept


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Indices of lines that are page numbers: dressed as such, beside a page's end, or counting on in mid-sentence.

    A number may stand at the end of a running head; then the numbers of the pages around must say so.
    """
    found = set()
    bare = []
    edges: dict[int, int] = {}
    pages = any(line.turned for line in lines)
    for index, line in enumerate(lines):
        last = index + 1 == len(lines)
        at_edge = pages and (index == 0 or line.turned or last or lines[index + 1].turned)
        alone = line.gap and (last or lines[index + 1].gap)
        if DRESSED_NUMBER.fullmatch(line.text) and (alone or at_edge):
            found.add(index)
        elif BARE_NUMBER.fullmatch(line.text) and (at_edge or alone):
            (edges if at_edge else {})[index] = int(line.text)
            bare.append(index)
            found |= {index} if at_edge and index else set()
        elif at_edge and len(line.text) <= LONGEST_HEAD and (number := NUMBER_AT_END.search(line.text)):
            edges[index] = int(number[0].strip())
    numbers = set(edges.values())
    found |= {index for index, number in edges.items() if {number - 1, number + 1} & numbers}
    for run in split(bare, lambda one, other: int(lines[other].text) != int(lines[one].text) + 1):
        cuts = (index > 0 and not CLOSED.search(lines[index - 1].text) for index in run)
        if len(run) > 1 and (any(cuts) or int(lines[run[0]].text) > HIGH):
            found |= set(run)
    return found


def _running_heads(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """Indices of lines set apart at a page's end that stand there more than once, whatever number they hold."""
    beside = []
    for index in range(1, len(lines)):
        line, after = lines[index], lines[index + 1] if index + 1 < len(lines) else None
        at_head = line.turned or index - 1 in numbers
        at_foot = (after is not None and after.turned) or index + 1 in numbers
        apart = line.text.isupper() or (at_foot and line.gap) or (at_head and (after is None or after.gap))
        if index not in numbers and (at_head or at_foot) and apart and len(line.text) <= LONGEST_HEAD:
            beside.append(index)
    told = Counter(_numberless(lines[index].text) for index in beside)
    told.update({_numberless(line.text) for line in lines[:3] if len(line.text) <= LONGEST_HEAD})
    return {index for index in beside if told[_numberless(lines[index].text)] > 1}


def _numberless(text: str) -> str:
    return NUMBER_AT_END.sub("", text).casefold().strip(" |–—-·•")
