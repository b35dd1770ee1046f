"""A list that is too long for one page, parted by how its keys begin: by one letter, or by as many as it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")
ROOM = 1600  # on a page, in links or in hundreds of characters: about 160 KB


def parted(
    items: Sequence[T], key: Callable[[T], str], weight: Callable[[T], int], lengths: Sequence[int], beginning: str = ""
) -> list[tuple[str, Sequence[T]]]:
    """(beginning of the keys, items) for each page; the beginning is empty where all are on one.

    `items` are in the order of their keys; `lengths`, in characters, say how a part that is too long is parted further.
    """
    if sum(map(weight, items)) <= ROOM or not lengths:
        return [(beginning, items)]
    groups = groupby(items, key=lambda item: key(item)[: lengths[0]])
    parts = ((start, list(held)) for start, held in groups)
    return [page for start, held in parts for page in parted(held, key, weight, lengths[1:], start)]
