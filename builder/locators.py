"""Where the essays speak of something, as the index of a book tells it: essay by essay, with the paragraphs to cite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from builder.concordance import Places
from builder.filing import cited
from builder.glossary import Glossary
from builder.model import Block, Essay


@dataclass(frozen=True, slots=True)
class Locator:
    """Paragraphs that follow one another, by the first of them: “3–5”; or what a block without a number is."""

    block: Block
    words: str


@dataclass(frozen=True, slots=True)
class Reference:
    """One essay. `more` of its locators are left out."""

    essay: Essay
    called: str
    locators: tuple[Locator, ...]
    more: int


@dataclass(frozen=True, slots=True)
class References:
    """In the order of the essays' dates; `more` essays are left out."""

    held: tuple[Reference, ...] = ()
    more: int = 0

    @property
    def links(self) -> int:
        return sum(1 + len(reference.locators) for reference in self.held)


def references(places: Places, glossary: Glossary, essays: int, locators: int) -> References:
    """At most so many essays, those with most paragraphs, and so many locators of each."""
    groups = [list(held) for _, held in groupby(places.values(), key=lambda passage: passage.essay.slug)]
    most = sorted(range(len(groups)), key=lambda number: (-len(groups[number]), number))[:essays]
    held = []
    for number in sorted(most):
        essay = groups[number][0].essay
        found = located(sorted((passage.block for passage in groups[number]), key=lambda block: block.span))
        held.append(Reference(essay, cited(essay, glossary), tuple(found[:locators]), max(len(found) - locators, 0)))
    return References(tuple(held), len(groups) - len(held))


def located(blocks: Iterable[Block]) -> list[Locator]:
    """Blocks of one essay, in the order of the text; ¶ numbers that follow one another become one."""
    runs: list[list[Block]] = []
    for block in blocks:
        before = runs[-1][-1].number if runs else None
        if before is not None and block.number == before + 1:
            runs[-1].append(block)
        else:
            runs.append([block])
    return [Locator(run[0], _words(run)) for run in runs]


def _words(run: Sequence[Block]) -> str:
    first, last = run[0].number, run[-1].number
    if first is None:
        return run[0].role.replace("-", " ")
    return str(first) if first == last else f"{first}–{last}"
