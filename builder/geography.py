"""The countries of the world as paths: decoded, projected and simplified from builder/data. Only numbers.

Equal Earth projection: Šavrič, Patterson and Jenny 2018, doi 10.1080/13658816.2018.1504949. Lines lose what is less
than `TOLERANCE` beside them: Douglas and Peucker 1973. It is done to each line that two countries share, once, so that
they still meet.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

DATA = Path(__file__).parent / "data" / "world-50m.json"
WIDTH = 3000  # of the world in units; all lies on their grid
MIDDLE = 11  # degrees east: so the edges of the map run through the Bering Strait, and cut no country in two
TOLERANCE = 1.0
ISLAND = 6  # units: smaller islands are left out, unless nothing else is there of a country
SMALL = 12  # units: a country that is nowhere larger is hard to see
# Drawn apart by the data, and not undisputed as a state.
DISPUTED = {
    "XKX": "Kosovo", "CYN": "Northern Cyprus", "KAS": "the Siachen Glacier", "SOL": "Somaliland",
    "ESH": "Western Sahara",
}  # fmt: skip
ANTARCTICA = "010"  # it is left out: it lies all along the edge

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Shape:
    """`code` is of ISO 3166-1, or XK, or empty; `path` is of SVG. `x`, `y` and `box` are of the largest part."""

    code: str
    name: str
    disputed: bool
    path: str
    x: float
    y: float
    box: Box

    @property
    def small(self) -> bool:
        left, top, right, bottom = self.box
        return max(right - left, bottom - top) < SMALL


def project(lon: float, lat: float) -> Point:
    """Degrees → units: x from 0 at the left edge to WIDTH at the right, y downwards from the North Pole."""
    return _plane(_turned(lon), lat)


def _turned(lon: float) -> float:
    """Degrees from the middle of the map, -180 to 180."""
    return (lon - MIDDLE + 180) % 360 - 180


def _plane(lon: float, lat: float) -> Point:
    x, y = _equal_earth(lon, lat)
    return (x + _EAST) * WIDTH / (2 * _EAST), (_NORTH - y) * WIDTH / (2 * _EAST)


def _equal_earth(lon: float, lat: float) -> Point:
    a, b, c, d = 1.340264, -0.081106, 0.000893, 0.003796
    root = math.sqrt(3) / 2
    theta = math.asin(root * math.sin(math.radians(lat)))
    x = math.radians(lon) * math.cos(theta) / (root * (a + 3 * b * theta**2 + theta**6 * (7 * c + 9 * d * theta**2)))
    return x, theta * (a + b * theta**2 + theta**6 * (c + d * theta**2))


_EAST, _NORTH = _equal_earth(180, 0)[0], _equal_earth(0, 90)[1]


@cache
def shapes() -> tuple[Shape, ...]:
    """In the order of their names, one of a code: the largest (Australia, and not its Ashmore and Cartier Islands)."""
    world = json.loads(DATA.read_text("utf-8"))
    lines = [_line(arc, **world["transform"]) for arc in world["arcs"]]
    made = [_shape(one, lines) for one in world["objects"]["countries"]["geometries"] if one["id"] != ANTARCTICA]
    largest = {shape.code or shape.name: shape for shape in sorted(made, key=lambda shape: len(shape.path))}
    return tuple(sorted(largest.values(), key=lambda shape: shape.name))


def _line(arc: Sequence[Sequence[int]], scale: Sequence[float], translate: Sequence[float]) -> list[Point]:
    """An arc of a TopoJSON: each point is told by its way from the one before."""
    x = y = 0
    degrees = []
    for across, up in arc:
        x, y = x + across, y + up
        degrees.append((_turned(x * scale[0] + translate[0]), y * scale[1] + translate[1]))
    if max(degrees)[0] - min(degrees)[0] > 180:  # an island on the edge: all of it to the left
        degrees = [(lon - 360 if lon > 0 else lon, lat) for lon, lat in degrees]
    return [(round(x), round(y)) for x, y in _simplified([_plane(*point) for point in degrees])]


def _simplified(points: Sequence[Point]) -> list[Point]:
    """Points as complex numbers: turned by `turn`, the way from the first to the last lies along the real axis."""
    plane = [complex(*point) for point in points]
    keep, todo = {0, len(points) - 1}, [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        start, way = plane[first], plane[last] - plane[first]
        turn = way.conjugate() / abs(way) if way else 0
        between = plane[first + 1 : last]
        aside = [abs(((point - start) * turn).imag) if turn else abs(point - start) for point in between]
        if aside and max(aside) > TOLERANCE:
            far = first + 1 + aside.index(max(aside))
            keep.add(far)
            todo += [(first, far), (far, last)]
    return [points[at] for at in sorted(keep)]


def _shape(geometry: Mapping[str, Any], lines: Sequence[Sequence[Point]]) -> Shape:
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = sorted((_ring(arcs, lines) for polygon in polygons for arcs in polygon), key=_size, reverse=True)
    left, top, right, bottom = box = _box(rings[0])
    drawn = [ring for at, ring in enumerate(rings) if len(set(ring)) > 2 and (not at or _size(ring) >= ISLAND)]
    area, name = geometry["properties"]["a3"], geometry["properties"]["name"]
    code = (get_global("territory_aliases").get(geometry["id"]) or ["XK" if area == "XKX" else ""])[0]
    path = "".join(map(_path, drawn))
    return Shape(code, name, area in DISPUTED, path, (left + right) / 2, (top + bottom) / 2, box)


def _ring(arcs: Sequence[int], lines: Sequence[Sequence[Point]]) -> list[Point]:
    """The line around an area, closed. A negative number is an arc taken backwards."""
    points: list[Point] = []
    for arc in arcs:
        line = lines[arc] if arc >= 0 else lines[~arc][::-1]
        points += [point for at, point in enumerate(line) if point != (points[-1] if points and not at else None)]
    return [point for at, point in enumerate(points) if not at or point != points[at - 1]]


def _box(ring: Sequence[Point]) -> Box:
    across, down = [x for x, _ in ring], [y for _, y in ring]
    return min(across), min(down), max(across), max(down)


def _size(ring: Sequence[Point]) -> float:
    left, top, right, bottom = _box(ring)
    return max(right - left, bottom - top)


def _path(ring: Sequence[Point]) -> str:
    steps = [f"{x - a:.0f} {y - b:.0f}" for (a, b), (x, y) in pairwise(ring[:-1])]
    return f"M{ring[0][0]:.0f} {ring[0][1]:.0f}l{' '.join(steps).replace(' -', '-')}z"
