"""Tables of plain text: rows whose cells stand in columns, parted by strokes, tabs or wide gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from builder.readers.lines import Line

Row = tuple[tuple[int, int], ...]  # where each cell begins and ends
RULE = re.compile(r"[-+|:=_ \t]+")
GAP = re.compile(r"\t+| {3,}|(?<=[^.!?:;,\s”\"’]) {2,}")


def table(chunk: Sequence[Line], index: int) -> tuple[list[Row], int]:
    """Rows of as many cells each, parted by strokes, tabs or wide gaps, and how many lines they take from `index` on.

    Ruled lines between them are markup.
    """
    for cells, least in ((_stroked, 2), (_gapped, 3)):
        rows: list[Row] = []
        taken = index
        width = len(cells(chunk[index]))
        if index and width > 1 and len(cells(chunk[index - 1])) == width:
            continue  # the line before began as good a table, and there was none
        while taken < len(chunk):
            row = cells(chunk[taken])
            ruled = _is_ruled(chunk[taken])
            if len(row) < 2 and not (ruled and (rows or taken == index)):
                break
            if not ruled:
                if rows and len(row) != len(rows[0]):
                    break
                rows.append(row)
            taken += 1
        if len(rows) >= least and (cells is _stroked or _aligned(rows, chunk[index:taken])):
            return rows, taken - index
    return [], 0


def _is_ruled(line: Line) -> bool:
    return RULE.fullmatch(line.text) is not None and "--" in line.text


def _stroked(line: Line) -> Row:
    if "|" not in line.text:
        return ()
    inner = line.text.strip("|")
    start = line.start + line.text.index(inner) if inner else line.start
    return tuple(_cells(inner, start, re.compile(r"\|")))


def _gapped(line: Line) -> Row:
    return tuple(_cells(line.text, line.start, GAP))


def _cells(text: str, start: int, gap: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    here = 0
    for end, after in [*((match.start(), match.end()) for match in gap.finditer(text)), (len(text), 0)]:
        words = text[here:end]
        lead = len(words) - len(words.lstrip())
        yield start + here + lead, start + here + max(len(words.rstrip()), lead)
        here = after


def _aligned(rows: Sequence[Row], lines: Sequence[Line]) -> bool:
    """Whether the second cells of most rows begin or end in one column; cells parted by tabs need not."""
    texts = [line for line in lines if not _is_ruled(line)]
    if all("\t" in line.text for line in texts):
        return True
    for side in (0, 1):
        columns = Counter(row[1][side] - line.start + line.indent for row, line in zip(rows, texts, strict=True))
        if max(columns.values()) >= 0.7 * len(rows):
            return True
    return False
