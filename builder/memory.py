"""What a process keeps from one reading of a collection to the next, so that what did not change is not made again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Made = TypeVar("Made")


class Memory:
    """The last result of each name, and what it was made of. Nothing of it is on disk: it ends with the process."""

    def __init__(self) -> None:
        self._held: dict[Hashable, tuple[object, object]] = {}

    def made(self, name: Hashable, of: object, make: Callable[[], Made]) -> Made:
        """What `make` gives; the result of the last time where `of` equals what that was made of."""
        if not self.has(name, of):
            self.keep(name, of, make())
        return cast(Made, self.last(name))

    def has(self, name: Hashable, of: object) -> bool:
        return name in self._held and self._held[name][0] == of

    def keep(self, name: Hashable, of: object, result: object) -> None:
        self._held[name] = (of, result)

    def last(self, name: Hashable) -> object:
        """The last result, whatever it was made of; None where there is none."""
        return self._held[name][1] if name in self._held else None
