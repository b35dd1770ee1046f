"""The picture of a timeline: a table of decades and their years, each with a bar; only numbers, a template draws them.

Of very long times a row is a century, and a cell a decade. Rows without anything are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

ROWS = 24  # decades; of more, a row is a century


@dataclass(frozen=True, slots=True)
class Cell:
    """A year (or a decade), and the height of its bar in hundredths of the highest."""

    key: str
    events: int
    essays: int
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """Ten cells, None where there is nothing."""

    key: str
    cells: tuple[Cell | None, ...]


def decades(dated: Iterable[tuple[str, int, bool]]) -> tuple[Row, ...]:
    """`dated`: the date, how many there are on it, and whether they are essays."""
    held = list(dated)
    length = 4 if len({date[:3] for date, _, _ in held}) <= ROWS else 3
    events: Counter[str] = Counter()
    essays: Counter[str] = Counter()
    for date, count, written in held:
        (essays if written else events)[date[:length]] += count
    highest = max((events[key] + essays[key] for key in events | essays), default=1)
    rows = []
    for start in sorted({key[:-1] for key in events | essays}):
        keys = [f"{start}{figure}" for figure in range(10)]
        cells = (_cell(key, events[key], essays[key], highest) for key in keys)
        rows.append(Row(start, tuple(cell if cell.events or cell.essays else None for cell in cells)))
    return tuple(rows)


def _cell(key: str, events: int, essays: int, highest: int) -> Cell:
    return Cell(key, events, essays, round(100 * (events + essays) / highest, 1))
