"""What was read between two breaks of a page → paragraphs: lines of verse, the cells of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from builder.readers import Paragraph
from builder.readers.lines import SHORT
from builder.readers.writer import Writer

CELL = 300  # characters; a longer one belongs to a table that only lays out the page


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph, the element that holds it, where it begins and ends in the source, and how much of it is links."""

    paragraph: Paragraph
    box: int
    start: int
    end: int
    linked: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0


def by_line(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph of lines that were broken on purpose: verse, a paragraph each, or one paragraph after all."""
    lines = paragraph.text.split("\n")
    if len(lines) == 1:
        return [paragraph]
    short = all(len(line) <= SHORT for line in lines)
    if short and len(lines) > 2 and paragraph.role in (None, "quote"):
        return [replace(paragraph, role="verse", reason="lines that the source breaks")]
    if paragraph.role is None and (short or not any(re.match(r"\s?[a-z]", line) for line in lines[1:])):
        parts = []
        start = 0
        for line in lines:
            lead = len(line) - len(line.lstrip())
            if line.strip():
                parts.append(paragraph.cut(start + lead, start + len(line.rstrip())))
            start += len(line) + 1
        return parts
    return [replace(paragraph, text=paragraph.text.replace("\n", " "))]


def table(cells: Sequence[Read]) -> list[Read]:
    """The cells of one table as one paragraph, where it is a table of facts and not of the page's layout."""
    if not cells[0].table:
        return list(cells)
    inner = [cell for cell in cells if cell.row]
    rows = [list(group) for _, group in groupby(inner, key=lambda cell: cell.row)]
    widths = {len(row) for row in rows}
    is_data = len(rows) > 1 and min(widths) > 1 and max(widths) - min(widths) <= 1
    if not is_data or any(len(cell.paragraph.text) > CELL for cell in inner):
        return list(cells)
    if any(len({cell.cell for cell in row}) < len(row) for row in rows):
        return list(cells)
    writer = Writer()
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if index or column:
                writer.line_break("\t" if column else "\n", max(cell.start - 1, 0))
            base = writer.length
            writer.runs += ((base + here, there) for here, there in cell.paragraph.runs if cell.paragraph.text)
            writer.parts += [cell.paragraph.text] if cell.paragraph.text else []
            writer.length += len(cell.paragraph.text)
            writer.styles += cell.paragraph.moved(base)
    table = writer.paragraph("table", "marked as a table")
    first, last = inner[0], inner[-1]
    whole = Read(table, first.box, first.start, last.end, sum(cell.linked for cell in inner))
    captions = [cell for cell in cells if not cell.row]
    before = [cell for cell in captions if cell.start < first.start]
    return [*before, whole, *(cell for cell in captions if cell.start >= first.start)]
