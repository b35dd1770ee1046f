"""The lines of a plain text → groups that belong together: paragraphs, items, verse, tables; no word is looked at.

The one idea: a line break is *forced* where the next word would not have fitted into the width of the text, and then
means nothing. Where it would have fitted, whoever broke the line meant it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from builder.model import Role
from builder.readers.columns import Row, table
from builder.readers.lines import CLOSED, SENTENCE_END, SHORT, Line, lines, split
from builder.repairs import Mend

LISTED = re.compile(
    r"(?:[-*•‣▪◦●·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|\(?[ivx]{1,5}\)|[ivx]{1,4}\.|\[\d{1,3}\]|[¹²³⁰-⁹]+)\s+(?=\S)"
    r"|\[\d{1,3}\](?=\S)|[¹²³⁰-⁹]+(?=[^\W\d_])"
)
UNDERLINE = re.compile(r"([=\-~_^])\1{2,}")
WIDEST = 110  # columns; a text of longer lines was not wrapped
NARROWEST = 45  # columns; shorter lines that are all alike are verse
BODY = 25  # words; a longer group is running text, so the head is over
SPACED = 0.12  # share of lines after a blank one, from which blank lines part paragraphs
SLACK = 1  # columns by which a width may be misjudged
INDENTED = 3  # columns more than the text, for a quotation that is set in
LEADS_ON = re.compile(
    r" (?:of|the|and|or|an?|in|to|for|on|at|by|with|from|between|against|into|than)$"
)  # no line's end is meant


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make one paragraph. `kept` means that their breaks are kept (verse); `rows` are a table's cells."""

    lines: tuple[Line, ...]
    role: Role | None = None
    reason: str = ""
    level: int = 0
    kept: bool = False
    rows: tuple[Row, ...] = ()


def groups(text: str, mends: list[Mend]) -> Iterator[Group]:
    """The groups of a text, in its order. Page numbers and running heads are left out and put on record."""
    read = lines(text, mends)
    page = _Page.of(read)
    started = False
    for chunk in split(read, lambda _, after: after.gap and not page.double):
        for group in _shaped(chunk, page, started):
            yield group
            text_of = " ".join(line.text for line in group.lines)
            started = started or len(SENTENCE_END.findall(text_of)) > 1 or len(text_of.split()) >= BODY


@dataclass(frozen=True, slots=True)
class _Page:
    """The habits of a text: how wide its lines are and how far from the edge; whether blank lines part its paragraphs
    (`spaced`), or stand between all its lines and mean nothing (`double`); whether each line is a sentence."""

    width: int
    indent: int
    spaced: bool
    double: bool
    sentences: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Page:
        columns = sorted(line.column for line in lines if len(line.text) > 20)
        width = columns[int(len(columns) * 0.95)] if columns else 0
        indents = Counter(line.indent for line in lines)
        indent = max(indents, key=lambda columns: (indents[columns], -columns), default=0)
        gaps = sum(line.gap for line in lines[1:])
        long = [line for line in lines if len(line.text) > width * 0.7]
        cut = sum(not CLOSED.search(line.text) for line in long)
        double = len(lines) > 7 and 20 < width <= WIDEST and gaps > 0.9 * (len(lines) - 1) and cut > 0.5 * len(long)
        ended = [
            len(SENTENCE_END.findall(line.text)) for line in lines if len(line.text) > 30 and CLOSED.search(line.text)
        ]
        spaced = gaps > SPACED * len(lines)
        sentences = spaced and gaps < 0.7 * len(lines) and ended.count(1) >= 0.7 * len(ended) > 0
        return cls(width, indent, spaced, double, sentences)


def _forced(lines: Sequence[Line], width: int) -> list[bool]:
    """For each break between two lines whether the next word would not have fitted."""
    if not NARROWEST <= width <= WIDEST:
        return [False] * (len(lines) - 1)
    return [one.column + 1 + len(two.text.split(None, 1)[0]) > width - SLACK for one, two in pairwise(lines)]


# --------------------------------------------------------------------------------------------------------------- shapes


def _shaped(chunk: Sequence[Line], page: _Page, started: bool) -> Iterator[Group]:
    """The groups of the lines between two gaps: what has a shape of its own, and the running lines between."""
    plain: list[Line] = []
    index = 0
    while index < len(chunk):
        found = next((found for shape in SHAPES if (found := shape(chunk, index, page))), None)
        if found is None:
            plain.append(chunk[index])
            index += 1
        else:
            yield from _running(plain, page, started)
            yield from found[0]
            plain = []
            index += found[1]
    yield from _running(plain, page, started)


_Found = tuple[list[Group], int]  # the groups of a shape, and how many lines they took


def _underlined(chunk: Sequence[Line], index: int, page: _Page) -> _Found | None:
    line, under = chunk[index], chunk[index + 1] if index + 1 < len(chunk) else None
    if not under or not UNDERLINE.fullmatch(under.text) or len(line.text) > SHORT or not re.search(r"\w", line.text):
        return None
    if abs(len(under.text) - len(line.text)) > max(4, len(line.text) // 2):
        return None
    level = 1 if under.text[0] == "=" else 2
    return [Group((line,), "heading", "underlined, so marked as a heading", level)], 2


def _rule(chunk: Sequence[Line], index: int, page: _Page) -> _Found | None:
    return None if re.search(r"\w", chunk[index].text) else ([Group((chunk[index],))], 1)


def _table(chunk: Sequence[Line], index: int, page: _Page) -> _Found | None:
    rows, taken = table(chunk, index)
    if not rows:
        return None
    return [Group(tuple(chunk[index : index + taken]), "table", "rows of cells", rows=tuple(rows))], taken


def _quoted(chunk: Sequence[Line], index: int, page: _Page) -> _Found | None:
    """Lines that begin with “>”, as mail and Markdown quote."""
    taken = index
    lines: list[Line] = []
    while taken < len(chunk) and chunk[taken].text.startswith(">"):
        line = chunk[taken]
        words = line.text.lstrip("> ")
        start = line.start + len(line.text) - len(words)
        lines.append(Line(words, start, line.end, 0, not words, line.turned))
        taken += 1
    if not any(line.text for line in lines):
        return None
    reason = "each line begins with “>”"
    parts = split(lines, lambda one, two: not one.text or not two.text)
    groups = [group for part in parts if part[0].text for group in _running(part, page, True)]
    return [replace(group, role=group.role or "quote", reason=reason) for group in groups], taken - index


def _item(chunk: Sequence[Line], index: int, page: _Page) -> _Found | None:
    """A line that begins with a bullet, a number or a note's label, and the lines that go on with it."""
    if not _begins_item(chunk, index, page):
        return None
    taken = index + 1
    while taken < len(chunk) and not _begins_item(chunk, taken, page):
        before, line = chunk[taken - 1], chunk[taken]
        set_in = line.indent > chunk[index].indent
        if not set_in and not _forced((before, line), page.width)[0]:
            break
        if LISTED.match(line.text) and line.gap:
            break
        taken += 1
    return [Group(tuple(chunk[index:taken]))], taken - index


def _begins_item(chunk: Sequence[Line], index: int, page: _Page) -> bool:
    if not LISTED.match(chunk[index].text):
        return False
    if index == 0 or LISTED.match(chunk[index - 1].text):
        return True
    before = chunk[index - 1]
    return bool(CLOSED.search(before.text)) or not _forced((before, chunk[index]), page.width)[0]


SHAPES: tuple[Callable[[Sequence[Line], int, _Page], _Found | None], ...] = (
    _underlined,  # before rules and tables: its second line looks like one
    _table,  # before rules: ruled lines stand within tables
    _rule,
    _quoted,
    _item,
)


# ------------------------------------------------------------------------------------------------------------- running


def _running(lines: Sequence[Line], page: _Page, started: bool) -> Iterator[Group]:
    """Lines without a shape of their own: wrapped paragraphs, or lines that were broken on purpose."""
    if not lines:
        return
    forced = _forced(lines, page.width)
    if len(lines) > 3 and sum(forced) < 0.85 * len(forced):
        narrow = max(line.column for line in lines)
        own = _forced(lines, narrow)
        forced = own if sum(own) >= 0.85 * len(own) else forced
    if sum(forced) >= 0.5 * len(forced):
        for part in _wrapped(lines, forced, page):
            yield _set_in(part, page)
    else:
        yield from _broken(lines, page, started)


def _wrapped(lines: Sequence[Line], forced: Sequence[bool], page: _Page) -> Iterator[list[Line]]:
    """Paragraphs of wrapped lines that no blank line parts."""
    indents = Counter(line.indent for line in lines)
    base = max(indents, key=lambda columns: (indents[columns], -columns))
    run = [lines[0]]
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        goes_on = index + 1 < len(lines) and forced[index]
        heading = line.column < 0.6 * page.width and not CLOSED.search(line.text) and not goes_on
        if abs(line.indent - before.indent) > 1:
            parts = line.indent != base or len(run) > 1  # the first line of a paragraph may stand out or in
        elif forced[index - 1]:
            parts = heading and bool(CLOSED.search(before.text)) and index + 1 < len(lines)
        else:
            ended = before.text[-1] in '.!?”"’)' and not (page.spaced and before.column > 0.75 * page.width)
            parts = not line.text[0].islower() and (ended or before.column < 0.6 * page.width)
        if parts:
            yield run
            run = []
        run.append(line)
    yield run


def _set_in(lines: Sequence[Line], page: _Page) -> Group:
    deep = all(line.indent >= page.indent + INDENTED for line in lines)
    if deep and len(lines) > 1:
        return Group(tuple(lines), "quote", "set in from the edge of the text")
    return Group(tuple(lines))


def _broken(lines: Sequence[Line], page: _Page, started: bool) -> Iterator[Group]:
    """Lines whose breaks are meant: sentences of one paragraph, verse, or a paragraph each."""
    if page.sentences and len(lines) > 1 and all(CLOSED.search(line.text) for line in lines):
        yield _set_in(lines, page)
        return
    if started and _is_verse(lines, page):
        yield Group(tuple(lines), "verse", "short lines, broken where none had to be", kept=True)
        return
    if page.sentences:
        ends = lambda one, two: not CLOSED.search(one.text) and not _goes_on(one, two)  # noqa: E731
        yield from (Group(tuple(run)) for run in split(lines, ends))
        return
    for run in split(lines, lambda one, two: _short(one) != _short(two) and not LEADS_ON.search(one.text)):
        if started and _is_verse(run, page):
            yield Group(tuple(run), "verse", "short lines, broken where none had to be", kept=True)
        else:
            yield from (Group(tuple(part)) for part in split(run, lambda one, two: not _goes_on(one, two)))


def _goes_on(one: Line, two: Line) -> bool:
    """Whether a line that was broken on purpose is not at its end: a small letter after it, a comma, a word that
    leads on, or a heading in capitals of two lines."""
    capitals = one.text.isupper() and two.text.isupper() and not two.text.startswith("BY ")
    if (two.text[0].islower() and not CLOSED.search(one.text)) or LEADS_ON.search(one.text):
        return True
    return _short(one) and (one.text.endswith((",", "-")) or (capitals and not CLOSED.search(one.text)))


def _short(line: Line) -> bool:
    return len(line.text) <= SHORT


def _is_verse(lines: Sequence[Line], page: _Page) -> bool:
    set_in = all(line.indent > page.indent for line in lines)
    ended = sum(line.text[-1] in ",;:.!?—–…”’" for line in lines)
    return (
        len(lines) >= (2 if set_in else 3)
        and all(map(_short, lines))
        and (3 * ended >= len(lines) or lines[-1].text[-1] in ".!?”’")
        and sum(len(line.text) for line in lines) >= 12 * len(lines)
    )
