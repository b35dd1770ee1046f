"""The lines that findings are about, as their columns count them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from builder.decoding import decode
from builder.diagnostics import Unreadable
from builder.files import read_bytes
from builder.seeds import Seed

UNSEEN = (".docx",)  # a line of it is a paragraph, in markup that nobody has written


def source_lines(root: Path, seeds: Iterable[Seed]) -> Callable[[str, int], str | None]:
    """Looks up a line of a file; None for what is no text, or leads out of the collection. A file is read once."""
    known = {seed.path: seed.source for seed in seeds if seed.source}

    @cache
    def lines(path: str) -> list[str]:
        if path.endswith(UNSEEN):
            return []
        try:
            return (known.get(path) or decode(read_bytes(root / path, root)).text).split("\n")
        except (Unreadable, OSError, ValueError):
            return []

    def line(path: str, number: int) -> str | None:
        return lines(path)[number - 1] if 0 < number <= len(lines(path)) else None

    return line
