"""Who is tied to whom, as a picture: where each circle and curve stands. Only numbers; a template draws them.

Names stand in two columns, and circles on an ellipse between them: no name can lie on another or on a curve, however
wide the window is, and no curve runs through a circle that it does not end in. Around the ellipse, those stand near
each other that are spoken of together most. Numbers come of whole ones by + − × ÷ √, which all machines round alike.
Across, all is in hundredths of the picture's width; down, in rows.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from builder.glossary import Term
from builder.locators import References

NODES = 24  # of the picture, at most
LINES = 48
ROUND = 0.8  # how much of the ellipse is used, from top to bottom: of 1, its ends would lie far from their names
THICK = 6.0  # pixels: the line of the strongest tie
LARGE = 0.38  # rows: the radius of the node that is mentioned most
LEAST = 0.12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, and in how many paragraphs both are spoken of."""

    one: Term
    other: Term
    shared: int
    references: References

    @property
    def id(self) -> str:
        return f"{self.one.id}--{self.other.id}"


@dataclass(frozen=True, slots=True)
class Node:
    term: Term
    mentions: int
    ties: int  # lines that end here
    row: int
    left: bool
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Line:
    """A curve that is drawn towards the middle by the point (`x`, `y`)."""

    pair: Pair
    one: Node
    other: Node
    x: float
    y: float
    width: float  # pixels


@dataclass(frozen=True, slots=True)
class Network:
    """The picture. `lines`: the weakest first, so that the strongest lie on top."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    rows: int


def network(pairs: Sequence[Pair], spoken: Mapping[str, int]) -> Network:
    """The picture of the strongest pairs. `pairs`: the strongest first."""
    drawn: list[Pair] = []
    terms: dict[str, Term] = {}
    for pair in pairs:
        ends = {pair.one.id: pair.one, pair.other.id: pair.other}
        if len(drawn) < LINES and len(terms | ends) <= NODES:
            drawn.append(pair)
            terms |= ends
    ties = {(pair.one.id, pair.other.id): pair.shared for pair in drawn}
    counted = Counter(end for tie in ties for end in tie)
    ring = around(ties)
    rows = -(-len(ring) // 2)
    most = max((spoken.get(term, 0) for term in ring), default=0)
    nodes = {}
    for number, name in enumerate(ring):
        left = number >= rows
        row = len(ring) - 1 - number if left else number
        radius = LEAST + (LARGE - LEAST) * math.sqrt(spoken.get(name, 0) / (most or 1))
        x, y = _point(row, rows, left)
        nodes[name] = Node(terms[name], spoken.get(name, 0), counted[name], row, left, x, y, round(radius, 2))
    strongest = max(ties.values(), default=1)
    lines = (
        _line(pair, nodes[pair.one.id], nodes[pair.other.id], rows, pair.shared / strongest) for pair in reversed(drawn)
    )
    return Network(tuple(nodes.values()), tuple(lines), rows)


def _line(pair: Pair, one: Node, other: Node, rows: int, strength: float) -> Line:
    x = ((one.x + other.x) / 2 + 50) / 2
    y = ((one.y + other.y) / 2 + rows / 2) / 2
    return Line(pair, one, other, round(x, 2), round(y, 2), round(max(THICK * strength, 1), 1))


def _point(row: int, rows: int, left: bool) -> tuple[float, float]:
    """Where the node of a row stands on the ellipse."""
    height = (2 * row + 1) / rows - 1
    across = 50 * math.sqrt(1 - ROUND * height * height)
    return round(50 - across if left else 50 + across, 2), row + 0.5


def around(ties: Mapping[tuple[str, str], int]) -> list[str]:
    """The ends of the ties in a ring on which the sum of strength × distance is small: each is put where it adds least,
    the strongest first, and then any two change places as long as that helps."""
    strength: Counter[str] = Counter()
    tied: dict[str, dict[str, int]] = defaultdict(dict)
    for (one, other), shared in ties.items():
        strength.update({one: shared, other: shared})
        tied[one][other] = tied[other][one] = shared
    ring: list[str] = []
    for name in sorted(strength, key=lambda name: (-strength[name], name)):
        tried = [[*ring[:at], name, *ring[at:]] for at in range(len(ring) + 1)]
        ring = min(tried, key=lambda tried: _length(tried, tied))
    best, before = _length(ring, tied), None
    while best != before:
        before = best
        for first, second in combinations(range(len(ring)), 2):
            ring[first], ring[second] = ring[second], ring[first]
            if (length := _length(ring, tied)) < best:
                best = length
            else:
                ring[first], ring[second] = ring[second], ring[first]
    return ring


def _length(ring: Sequence[str], tied: Mapping[str, Mapping[str, int]]) -> int:
    at = {name: number for number, name in enumerate(ring)}
    total = 0
    for name, number in at.items():
        for other, shared in tied[name].items():
            if other in at:
                apart = abs(number - at[other])
                total += shared * min(apart, len(ring) - apart)
    return total
