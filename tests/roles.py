"""How many blocks of the labelled essays in tests/shapes/ are read with the right role: `python -m tests.roles`.

Beside each essay lies its label file, written by people who had not seen the builder: one `role: opening words` a block.
A block is right when it begins with those words, has that role and, in plain text, ends where the next one begins.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from builder.seeds import FORMATS, seed_of

FOLDER = Path(__file__).parent / "shapes"
Block = tuple[str, str]  # role, words


def essays() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.suffix in FORMATS)


def labels(path: Path) -> list[Block]:
    lines = Path(f"{path}.roles").read_text("utf-8").splitlines()
    parts = (line.partition(":") for line in lines if line.strip())
    return [(role.strip(), " ".join(words.split())) for role, _, words in parts]


def read(path: Path) -> list[Block]:
    essay = seed_of(f"seeds/essays/{path.name}", path.read_bytes()).essay
    assert essay, path
    return [(block.role, " ".join(essay.words(block.span).split())) for block in essay.blocks]


def judged(path: Path) -> Iterator[tuple[str, str]]:
    """(role wanted, what is wrong) for each labelled block; nothing is wrong with those that are right."""
    wanted, found = labels(path), read(path)
    here = 0
    for role, opening in wanted:
        at = next((i for i in (*range(here, len(found)), *range(here)) if begins(found[i][1], role, opening)), None)
        if at is None:
            yield role, f"not found: {opening}"
            continue
        here = max(here, at + 1)
        after = found[at + 1] if at + 1 < len(found) else None
        if found[at][0] != role:
            yield role, f"taken for {found[at][0]}: {opening}"
        elif path.suffix == ".txt" and after and not any(begins(after[1], other, words) for other, words in wanted):
            yield role, f"goes on in the next block: {opening} … | {after[1][:40]}"
        else:
            yield role, ""


def begins(text: str, role: str, opening: str) -> bool:
    """The dash of a byline, and the label of a note that a page draws, are told by some and not by others."""
    bare = {"byline": r"^[-–—|]\s*", "footnote": r"^\W*\d+\W*"}.get(role)
    return text.startswith(opening) or (bare is not None and re.sub(bare, "", text).startswith(opening))


def report() -> tuple[Counter[str], Counter[str], list[str]]:
    """How many blocks of each role there are, how many are right, and what is wrong with the others."""
    total, right = Counter[str](), Counter[str]()
    wrong = []
    for path in essays():
        for role, trouble in judged(path):
            total[role] += 1
            right[role] += not trouble
            wrong += [f"{path.name}: {role} {trouble}"] if trouble else []
    return total, right, wrong


if __name__ == "__main__":
    total, right, wrong = report()
    for role, count in total.most_common():
        sys.stdout.write(f"{role:<12} {right[role]:>4} of {count:>4}  {right[role] / count:.1%}\n")
    sys.stdout.write(f"{'all':<12} {right.total():>4} of {total.total():>4}  {right.total() / total.total():.1%}\n\n")
    sys.stdout.write("\n".join(wrong) + "\n")
