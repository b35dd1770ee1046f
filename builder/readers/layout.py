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
from typing import TypeVar

from builder.model import Role
from builder.repairs import Mend

T = TypeVar("T")
LINE = re.compile(r"([^\n\f\v\x85\u2028\u2029]*)([\n\f\v\x85\u2028\u2029]|\Z)")
CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]*_]*(?:\[\d+\]|[¹²³⁰-⁹]+)?$")
SENTENCES = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[\"“‘'«(]*[^\W\d_a-z]|$)")
LISTED = re.compile(
    r"(?:[-*•‣▪◦●·–—]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\)|\(?[ivx]{1,5}\)|[ivx]{1,4}\.|\[\d{1,3}\]|[¹²³⁰-⁹]+)\s+(?=\S)"
    r"|\[\d{1,3}\](?=\S)|[¹²³⁰-⁹]+(?=[^\W\d_])"
)
UNDERLINE = re.compile(r"([=\-~_^])\1{2,}")
RULE = re.compile(r"[-+|:=_ \t]+")
GAP = re.compile(r"\t+| {3,}|(?<=[^.!?:;,\s”\"’]) {2,}")
BARE_NUMBER = re.compile(r"\d{1,4}")
DRESSED_NUMBER = re.compile(
    r"(?:[-–—]{1,3}|[|\[(])\s*\d{1,4}\s*(?:[-–—]{1,3}|[|\])])|[Pp](?:age|\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|PAGE\s+\d{1,4}"
)
NUMBER_AT_END = re.compile(r"^\d{1,4}\s+|\s+\d{1,4}$")
WIDEST = 110  # columns; a text of longer lines was not wrapped
NARROWEST = 45  # columns; shorter lines that are all alike are verse
SHORT = 64  # characters of a line of verse, at most
BODY = 25  # words; a longer group is running text, so the head is over
HIGH = 12  # a lone number above it is rather a page's than a section's
LONGEST_HEAD = 80  # characters of a running head
SPACED = 0.12  # share of lines after a blank one, from which blank lines part paragraphs
SLACK = 1  # columns by which a width may be misjudged
INDENTED = 3  # columns more than the text, for a quotation that is set in


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


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make one paragraph. `kept` means that their breaks are kept (verse); `rows` are a table's cells."""

    lines: tuple[Line, ...]
    role: Role | None = None
    reason: str = ""
    level: int = 0
    kept: bool = False
    rows: tuple[tuple[tuple[int, int], ...], ...] = ()


def groups(text: str, mends: list[Mend]) -> Iterator[Group]:
    """The groups of a text, in its order. Page numbers and running heads are left out and put on record."""
    lines = _without_furniture(list(_lines(text)), mends)
    page = _Page.of(lines)
    started = False
    for chunk in _split(lines, lambda _, after: after.gap and not page.double):
        for group in _shaped(chunk, page, started):
            yield group
            text_of = " ".join(line.text for line in group.lines)
            started = started or len(SENTENCES.findall(text_of)) > 1 or len(text_of.split()) >= BODY


def _split(items: Sequence[T], parts: Callable[[T, T], bool]) -> Iterator[list[T]]:
    """The items in runs, parted between two of them where `parts` says so."""
    run: list[T] = []
    for item in items:
        if run and parts(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


# ---------------------------------------------------------------------------------------------------------------- lines


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
    for run in _split(bare, lambda one, other: int(lines[other].text) != int(lines[one].text) + 1):
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
            len(SENTENCES.findall(line.text)) for line in lines if len(line.text) > 30 and CLOSED.search(line.text)
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
    """Rows of as many cells each, parted by strokes, tabs or wide gaps; ruled lines between them are markup."""
    for cells, least in ((_stroked, 2), (_gapped, 3)):
        rows: list[tuple[tuple[int, int], ...]] = []
        taken = index
        width = len(cells(chunk[index]))
        if index and width > 1 and len(cells(chunk[index - 1])) == width:
            continue  # the line before began as good a table, and there was none
        while taken < len(chunk):
            row = cells(chunk[taken])
            ruled = RULE.fullmatch(chunk[taken].text) is not None and "--" in chunk[taken].text
            if len(row) < 2 and not (ruled and (rows or taken == index)):
                break
            if not ruled:
                if rows and len(row) != len(rows[0]):
                    break
                rows.append(row)
            taken += 1
        if len(rows) >= least and (cells is _stroked or _aligned(rows, chunk[index:taken])):
            return [Group(tuple(chunk[index:taken]), "table", "rows of cells", rows=tuple(rows))], taken - index
    return None


def _stroked(line: Line) -> tuple[tuple[int, int], ...]:
    if "|" not in line.text:
        return ()
    inner = line.text.strip("|")
    start = line.start + line.text.index(inner) if inner else line.start
    return tuple(_cells(inner, start, re.compile(r"\|")))


def _gapped(line: Line) -> tuple[tuple[int, int], ...]:
    return tuple(_cells(line.text, line.start, GAP))


def _cells(text: str, start: int, gap: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    here = 0
    for end, after in [*((match.start(), match.end()) for match in gap.finditer(text)), (len(text), 0)]:
        words = text[here:end]
        lead = len(words) - len(words.lstrip())
        yield start + here + lead, start + here + max(len(words.rstrip()), lead)
        here = after


def _aligned(rows: Sequence[Sequence[tuple[int, int]]], lines: Sequence[Line]) -> bool:
    """Whether the second cells of most rows begin or end in one column; cells parted by tabs need not."""
    texts = [line for line in lines if not (RULE.fullmatch(line.text) and "--" in line.text)]
    if all("\t" in line.text for line in texts):
        return True
    for side in (0, 1):
        columns = Counter(row[1][side] - line.start + line.indent for row, line in zip(rows, texts, strict=True))
        if max(columns.values()) >= 0.7 * len(rows):
            return True
    return False


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
    parts = _split(lines, lambda one, two: not one.text or not two.text)
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
        yield from (Group(tuple(run)) for run in _split(lines, ends))
        return
    for run in _split(lines, lambda one, two: _short(one) != _short(two)):
        if started and _is_verse(run, page):
            yield Group(tuple(run), "verse", "short lines, broken where none had to be", kept=True)
        else:
            yield from (Group(tuple(part)) for part in _split(run, lambda one, two: not _goes_on(one, two)))


def _goes_on(one: Line, two: Line) -> bool:
    """Whether a line that was broken on purpose is not at its end: a small letter after it, a comma, or a heading in
    capitals of two lines."""
    capitals = one.text.isupper() and two.text.isupper() and not two.text.startswith("BY ")
    if two.text[0].islower() and not CLOSED.search(one.text):
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
