"""Texts that are made when they are asked for: a build asks for all, a server for those that somebody looks at."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Batch:
    """Texts that are made together, by their paths under docs/.

    `names` says which they are before they are made; one that ends with a slash stands for whatever is in that folder.
    `of`, where it is known, is what they are made of: of the same, the same is made.
    """

    names: tuple[str, ...]
    make: Callable[[], Mapping[str, str]]
    of: Callable[[], object] | None = None


class Shelf:
    """Every text of a collection; a batch is made once, when one of its texts is asked for."""

    def __init__(self, batches: Iterable[Batch]) -> None:
        self._batches = list(batches)
        self._made: dict[int, Mapping[str, str]] = {}
        self._places: dict[str, list[int]] = {}
        for number, batch in enumerate(self._batches):
            for name in batch.names:
                self._places.setdefault(name, []).append(number)

    def has(self, path: str) -> bool:
        """Whether there is a text at a path; it is made only where a folder's batch has to tell."""
        return path in self._places or self.get(path) is not None

    def get(self, path: str) -> str | None:
        """The text at a path under docs/; None where there is none."""
        steps = path.split("/")
        names = (path, *("/".join([*steps[:end], ""]) for end in range(len(steps) - 1, 0, -1)))
        found = (self._make(number).get(path) for name in names for number in self._places.get(name, ()))
        return next((text for text in found if text is not None), None)

    def all(self) -> dict[str, str]:
        """Path under docs/ → text."""
        return self._but(set())

    def differing(self, other: Shelf) -> tuple[dict[str, str], dict[str, str]]:
        """All of this and of the other, but for the texts that need not be made to see that they are the same."""
        mine, theirs = ({batch.names: batch.of for batch in shelf._batches if batch.of} for shelf in (self, other))
        same = {names for names in mine.keys() & theirs.keys() if mine[names]() == theirs[names]()}
        return self._but(same), other._but(same)

    def _but(self, left: Container[tuple[str, ...]]) -> dict[str, str]:
        made = (self._make(number) for number, batch in enumerate(self._batches) if batch.names not in left)
        return {path: text for texts in made for path, text in texts.items()}

    def _make(self, number: int) -> Mapping[str, str]:
        if number not in self._made:
            self._made[number] = self._batches[number].make()
        return self._made[number]
