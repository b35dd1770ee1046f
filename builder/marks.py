"""Marks on a map: which places are one, how large, with which names beside them, and what part of the world is shown.

A picture is `ACROSS` units wide; the style sheet never shows it narrower than 0.8 pixels a unit, so that marks that are
`APART` units from each other can be pointed at (WCAG 2.5.8: 24 pixels).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from builder.concordance import Passage
from builder.geography import Box
from builder.glossary import Term

ACROSS = 1000
APART = 30.0  # the least distance of two marks; the area of the most mentioned is a circle of this radius
WORLD = 0.6  # of the world’s width: a second picture of more would be the first again
NEAR = 0.8  # of the mentions are on the second picture
MARGIN = 0.032  # of a frame’s width, on all sides: no mark is cut by the edge
LABEL = 24  # characters of a name that is written beside its mark
LETTER, LINE = 9.0, 18.0  # units: what a letter is wide at most on average, what a line is high


@dataclass(frozen=True, slots=True)
class Place:
    """`x` and `y` are in units of the world; None where the entry has no coordinates."""

    term: Term
    mentions: int
    near: Sequence[Sequence[Passage]]  # a passage for each paragraph, by essay
    essays: int
    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One place, or several that stand too near one another; it stands where the most mentioned of them is."""

    places: Sequence[Place]
    mentions: int
    x: float
    y: float
    radius: float
    label: Label | None = None

    @property
    def several(self) -> bool:
        return len(self.places) > 1


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of the world (`left`, `top` in its units, enlarged `scale` times), `ACROSS` wide."""

    left: float
    top: float
    scale: float
    height: float
    marks: Sequence[Mark]


def marks(held: Iterable[Place], left: float, top: float, scale: float) -> list[Mark]:
    """Of places, the most mentioned first, those within a frame: each by itself, or with the nearest before it that is
    less than `APART` away. Areas are as the numbers of mentions."""
    found: list[tuple[float, float, list[Place]]] = []
    for place in held:
        assert place.x is not None and place.y is not None
        x, y = (place.x - left) * scale, (place.y - top) * scale
        near = min(found, key=lambda mark: _apart(mark, x, y), default=None)
        if near and _apart(near, x, y) < APART:
            near[2].append(place)
        else:
            found.append((x, y, [place]))
    most = max((_mentions(of) for _, _, of in found), default=1)
    drawn = [
        Mark(of, _mentions(of), round(x, 1), round(y, 1), round(APART * (_mentions(of) / most) ** 0.5, 1))
        for x, y, of in found
    ]
    return sorted(drawn, key=lambda mark: -mark.mentions)  # the small ones lie above the large


def _mentions(held: Iterable[Place]) -> int:
    return sum(place.mentions for place in held)


def _apart(mark: tuple[float, float, object], x: float, y: float) -> float:
    return float(abs(complex(mark[0] - x, mark[1] - y)))


def labelled(drawn: Sequence[Mark], height: float) -> list[Mark]:
    """With a name beside each mark that has room for it, the first first: no name lies on another or on a mark."""
    taken = [_around(mark) for mark in drawn]
    done = {}
    for at, mark in enumerate(drawn):
        more = f" +{len(mark.places) - 1}" if len(mark.places) > 1 else ""
        text = mark.places[0].term.name + more
        others = taken[:at] + taken[at + 1 :]
        for label, box in _labels(mark, text) if len(text) <= LABEL else ():
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= ACROSS and box[3] <= height
            if inside and not any(_meet(box, other) for other in others):
                done[at] = replace(mark, label=label)
                taken.append(box)
                break
    return [done.get(at, mark) for at, mark in enumerate(drawn)]


def _around(mark: Mark) -> Box:
    radius = max(mark.radius, APART / 2)
    return mark.x - radius, mark.y - radius, mark.x + radius, mark.y + radius


def _labels(mark: Mark, text: str) -> Iterator[tuple[Label, Box]]:
    """Where a name may stand, the best place first: at the right, at the left, below, above, and between these."""
    letters = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
    width, gap = letters * LETTER, max(mark.radius, 4) + 4
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, -0.7), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7)):
        x, y = mark.x + across * gap, mark.y + down * (gap + LINE / 2)
        left = x - width * (1 - (across > 0) + (across < 0)) / 2
        anchor = "start" if across > 0 else "end" if across < 0 else "middle"
        box = (left, y - LINE / 2, left + width, y + LINE / 2)
        yield Label(round(x, 1), round(y + LINE / 4, 1), anchor, text), box


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def near(held: Sequence[Place], ratio: float) -> Box:
    """The box whose frame is the smallest that holds `NEAR` of all mentions: for every two places at its sides, as
    many between them as there must be, from each on downwards."""
    least = NEAR * _mentions(held)
    across, best = sorted(held, key=_x), _box(held)
    width = _width(best, ratio)
    for at, left in enumerate(across):
        for to in range(at, len(across)):
            if (_x(across[to]) - _x(left)) / (1 - 2 * MARGIN) >= width:
                break
            for box in _enough(sorted(across[at : to + 1], key=_y), least):
                if _width(box, ratio) < width:
                    best, width = box, _width(box, ratio)
    return best


def _enough(down: Sequence[Place], least: float) -> Iterator[Box]:
    """From each place on, the first so many below it that have enough mentions."""
    count, end = 0, 0
    for start, place in enumerate(down):
        while end < len(down) and count < least:
            count += down[end].mentions
            end += 1
        if count < least:
            return
        yield _box(down[start:end])
        count -= place.mentions


def _width(box: Box, ratio: float) -> float:
    """Of the frame of these proportions (height : width) around a box, with its margin."""
    return max((box[2] - box[0]) / (1 - 2 * MARGIN), (box[3] - box[1]) / (ratio - 2 * MARGIN), 1)


def _x(place: Place) -> float:
    return place.x or 0.0


def _y(place: Place) -> float:
    return place.y or 0.0


def _box(held: Sequence[Place]) -> Box:
    across, down = [_x(place) for place in held], [_y(place) for place in held]
    return min(across), min(down), max(across), max(down)


def _framed(box: Box, ratio: float) -> Box:
    width = _width(box, ratio)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x - width / 2, y - width * ratio / 2, x + width / 2, y + width * ratio / 2


def _picture(box: Box, held: Sequence[Place]) -> Picture:
    left, top, right, bottom = box
    scale = ACROSS / (right - left)
    height = round((bottom - top) * scale)
    edge = APART / scale  # what is nearer to it would be cut
    inside = [p for p in held if left + edge <= _x(p) <= right - edge and top + edge <= _y(p) <= bottom - edge]
    drawn = labelled(marks(inside, left, top, scale), height)
    return Picture(round(left, 2), round(top, 2), round(scale, 4), height, drawn)


def pictures(lands: Iterable[Box], held: Sequence[Place]) -> tuple[list[Picture], Box | None]:
    """The world, and the frame of its part where most mentions are, unless that is about the world itself."""
    lefts, tops, rights, bottoms = zip(*lands, *(_box([place]) for place in held), strict=True)
    left, top, right, bottom = whole = min(lefts), min(tops), max(rights), max(bottoms)
    ratio = (bottom - top) / (right - left) * (1 - 2 * MARGIN) + 2 * MARGIN
    world = _framed(whole, ratio)
    part = _framed(near(held, ratio), ratio) if held else world
    if part[2] - part[0] > WORLD * (world[2] - world[0]):
        return [_picture(world, held)], None
    return [_picture(world, held), _picture(part, held)], part
