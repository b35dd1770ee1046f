"""What was mended while reading: each place is recorded, and the reader of the essay is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from builder.model import Repair

# Every rule, in words for the reader of an essay; “{places}” is how often.
RULES: dict[str, str] = {
    "encoding": "The file was not in UTF-8; its letters were read in the encoding that it was in",
    "mojibake": "Letters garbled by a wrong encoding were restored, {places}",
    "invisible": "Characters that no page shows were left out, {places}",
    "composed": "Letters and accents that were stored apart were put together, {places}",
    "entity": "Characters written as HTML codes were read as what they stand for, {places}",
    "line-hyphen": "Words that a line’s end had parted were joined, {places}",
    "page-number": "Page numbers and running heads were left out, {places}",
    "page-break": "Paragraphs that a break had cut were joined, {places}",
    "title-byline": "Lines of the head that ran together were parted, {places}",
    "front-matter": "What the file says of itself was read as the essay’s title, author and date",
    "picture": "Pictures were left out, {places}",
    "page-parts": "Menus, buttons and other parts of the web page around the essay were left out, {places}",
    "left-out": "Words were left out, {places}",
}
TOLD_SINGLY = 3  # repairs of one rule; of more, the reader is told how many


@dataclass(frozen=True, slots=True, order=True)
class Mend:
    """A repair on its way: a half-open span of the decoded seed, the rule, and what was done there."""

    start: int
    end: int
    rule: str
    message: str

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"no such repair: {self.rule}")


def told(repairs: Iterable[Repair]) -> list[str]:
    """The repairs in words for the reader of an essay, many of one kind as one line."""
    lines: list[str] = []
    order = list(RULES)
    for rule, group in groupby(sorted(repairs, key=lambda r: (order.index(r.rule), r.line)), key=lambda r: r.rule):
        members = list(group)
        if len(members) <= TOLD_SINGLY:
            lines += (f"Line {repair.line}: {repair.message}" if repair.line else repair.message for repair in members)
        else:
            places = f"in {len(members)} places, the first in line {members[0].line}"
            lines.append(RULES[rule].format(places=places) + ".")
    return lines
