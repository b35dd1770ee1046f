"""Members over time as a picture: where each bar, year and line stands. Only numbers; a template draws them.

Across, all is in hundredths of the picture's width; down, in rows. A date that is known to the year or month stands in
its middle.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from builder.facts import country, later
from builder.records import Membership

LEAST = 0.6  # the width of a bar that would else be too narrow to see
NUMBERED = 6  # essays; of more, a line stands for a year
APART = 11.0  # what two numbers on one level need
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
TICKS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    membership: Membership
    x: float
    width: float
    y: float
    height: float
    goes_on: bool  # it has no end, as far as the edition knows


@dataclass(frozen=True, slots=True)
class Row:
    """One country. Intervals that overlap lie one below the other."""

    country: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    year: int
    x: float
    main: bool  # it stays where there is little room


@dataclass(frozen=True, slots=True)
class Line:
    """The date of an essay, by its number from 1; or, `number` 0, the year of several."""

    date: str
    x: float
    number: int
    level: int
    count: int


@dataclass(frozen=True, slots=True)
class Picture:
    first: int  # year
    last: int
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    levels: int

    @property
    def years(self) -> int:
        return self.last + 1 - self.first


def picture(members: Iterable[Membership], essays: Sequence[str], edition: str, founded: str | None = None) -> Picture:
    """Draw who was what when. `essays`: their dates, in order; `founded` bounds what began at an unknown date."""
    held = list(members)
    dates = [*essays, edition, *(day for one in held for day in (one.since, one.until) if day)]
    years = [int(day[:4]) for day in (*dates, *([founded] if founded else []))]
    scale = _Scale(min(years), max(years))
    ends = scale.x(edition)
    grouped: dict[str, list[Membership]] = {}
    for membership in sorted(held, key=_order):
        grouped.setdefault(membership.country, []).append(membership)
    lines = _numbered(scale, essays) if len(essays) <= NUMBERED else _by_year(scale, essays)
    return Picture(
        scale.first,
        scale.last,
        tuple(_row(scale, index, intervals, ends) for index, intervals in enumerate(grouped.values())),
        _ticks(scale),
        lines,
        max((line.level + 1 for line in lines if line.number), default=0),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Whole years, from the first day of `first` to the last of `last`."""

    first: int
    last: int

    def x(self, day: str) -> float:
        return self.of(_time(day))

    def of(self, time: float) -> float:
        return round(100 * (time - self.first) / (self.last + 1 - self.first), 2)


def _time(day: str) -> float:
    """A date as a number of years."""
    year = int(day[:4])
    if len(day) == 4:
        return year + 0.5
    month = int(day[5:7])
    length = calendar.monthrange(year, month)[1]
    within = int(day[8:]) - 1 if len(day) == 10 else length / 2
    return year + (date(year, month, 1).timetuple().tm_yday - 1 + within) / (366 if calendar.isleap(year) else 365)


def _order(one: Membership) -> tuple[float, str, float]:
    """The first to begin first; last, what began at an unknown date."""
    return _time(one.since or "9999"), country(one.country), _time(one.until or "9999")


def _row(scale: _Scale, index: int, intervals: Sequence[Membership], ends: float) -> Row:
    spans = [_span(scale, one, intervals, ends) for one in intervals]
    lanes: list[float] = []  # where the last bar of each ends
    placed = []
    for start, end in spans:
        lane = next((number for number, last in enumerate(lanes) if last <= start), len(lanes))
        lanes[lane : lane + 1] = [end]
        placed.append(lane)
    band = 0.5 if len(lanes) == 1 else 0.76
    gap = 0.16 / len(lanes)
    height = (band - gap * (len(lanes) - 1)) / len(lanes)
    bars = tuple(
        Bar(
            one,
            start,
            round(end - start, 2),
            round(index + (1 - band) / 2 + lane * (height + gap), 3),
            round(height, 3),
            one.until is None and start < ends,
        )
        for one, (start, end), lane in zip(intervals, spans, placed, strict=True)
    )
    return Row(country(intervals[0].country), bars)


def _span(scale: _Scale, one: Membership, intervals: Iterable[Membership], ends: float) -> tuple[float, float]:
    """Where the bar of an interval begins and ends. It ends where one that takes it up begins."""
    start = scale.x(one.since) if one.since else 0.0
    end = scale.x(one.until) if one.until else ends
    for other in intervals:
        if one.until and other.since and other is not one and not later(one.until, other.since):
            end = min(end, max(scale.x(other.since), start))
    start = min(start, 100 - LEAST)
    return start, round(max(end, start + LEAST), 2)


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    step = next(step for step in STEPS if (scale.last - scale.first) // step < TICKS or step == STEPS[-1])
    years = range(-(-scale.first // step) * step, scale.last + 1, step)
    return tuple(Tick(year, scale.of(year), len(years) <= TICKS // 2 or year % (2 * step) == 0) for year in years)


def _numbered(scale: _Scale, essays: Iterable[str]) -> tuple[Line, ...]:
    """A line for each essay, its number on the first level where it has room."""
    levels: list[float] = []
    lines = []
    for number, day in enumerate(essays, start=1):
        x = scale.x(day)
        level = next((index for index, last in enumerate(levels) if x - last >= APART), len(levels))
        levels[level : level + 1] = [x]
        lines.append(Line(day, x, number, level, 1))
    return tuple(lines)


def _by_year(scale: _Scale, essays: Iterable[str]) -> tuple[Line, ...]:
    counted = Counter(day[:4] for day in essays)
    return tuple(Line(year, scale.x(year), 0, 0, count) for year, count in sorted(counted.items()))
