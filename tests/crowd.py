"""A collection as large as one wants, the same every time: what pages and searches are measured on.

Words are those of the two essays, most used first, and then invented ones that look like them: a real vocabulary grows
with the text (about 40 times the root of its length: Heaps), and a few words make up most of it (Zipf).
"""

from __future__ import annotations

import random
import re
import shutil
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path

from builder.project import Project, open_project
from tests.conftest import ROOT, publishable, write

SENTENCE = (9, 28)  # words
PARAGRAPH = (3, 7)  # sentences
NAMED = 0.3  # of the sentences have the name of an entry in them
VENUES = ("The Wilson Quarterly", "PONARS Eurasia", "Foreign Affairs", "Survival", "Osteuropa", "International Affairs")


class Writer:
    """Writes essays about the real glossary in words as frequent as in real texts. The same seed, the same words."""

    def __init__(self, words: int, dice: random.Random) -> None:
        """`words`: how many the whole collection will have."""
        self.dice = dice
        text = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "seeds" / "essays").glob("*.txt")))
        real = [word for word, _ in Counter(re.findall("[a-z]{1,20}", text.lower())).most_common()]
        self.words = real + self._invented(real, max(0, round(40 * words**0.5) - len(real)))
        self.shares = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.names = self._names()

    def _invented(self, real: list[str], count: int) -> list[str]:
        follows = defaultdict(list)
        for word in real:
            for at in range(len(word) + 1):
                follows[f"  {word}"[at : at + 2]].append(f"{word} "[at])
        made: dict[str, None] = {}
        while len(made) < count:
            word = ""
            while not word.endswith(" ") and len(word) < 14:
                word += self.dice.choice(follows[f"  {word}"[-2:]])
            if len(word.strip()) > 3:
                made[word.strip()] = None
        return list(made)

    @staticmethod
    def _names() -> list[str]:
        """The names of the glossary, one each."""
        entries = sorted((ROOT / "seeds" / "glossary").rglob("*.md"))
        found = (re.search(r"^name: (.+)$", path.read_text("utf-8"), re.MULTILINE) for path in entries)
        return [match[1].strip("\"'") for match in found if match]

    def word(self) -> str:
        return self.words[bisect_left(self.shares, self.dice.random() * self.shares[-1])]

    def sentence(self) -> str:
        words = [self.word() for _ in range(self.dice.randint(*SENTENCE))]
        if self.dice.random() < NAMED:  # the square makes some names far more frequent than others
            words.insert(self.dice.randrange(1, len(words)), self.names[int(len(self.names) * self.dice.random() ** 2)])
        return f"{words[0].capitalize()} {' '.join(words[1:])}."

    def text(self, words: int) -> str:
        """Paragraphs of about so many words in all."""
        parts: list[str] = []
        while sum(len(part.split()) for part in parts) < words:
            parts.append(" ".join(self.sentence() for _ in range(self.dice.randint(*PARAGRAPH))))
        return "\n\n".join(parts) + "\n"


def crowd(root: Path, essays: int, words: int = 200, seed: int = 1) -> Project:
    """A project of so many essays of so many words, with the real glossary, by 150 authors between 1991 and 2026."""
    dice = random.Random(seed)
    writer = Writer(essays * words, dice)
    shutil.copytree(ROOT / "seeds" / "glossary", root / "seeds" / "glossary")
    for path in sorted((root / "seeds" / "glossary").rglob("*.md")):  # no quotation of the real essays is there
        path.write_text(re.sub(r"^passages:\n(?:[ -].*\n)+", "", path.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    files = {
        "seeds/collection.yml": "title: A crowd\ndescription: Made to measure.\nedition: 2026-11-21\nrights: Made to measure.\n"
    }
    people = [f"{writer.word().capitalize()} {writer.word().capitalize()}son" for _ in range(150)]
    for number in range(essays):
        name = f"crowd-{number:05}"
        date = f"{dice.randint(1991, 2025)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        files[f"seeds/essays/{name}.txt"] = writer.text(words)
        files[f"seeds/essays/{name}.yml"] = (
            f"title: {' '.join(writer.word() for _ in range(6)).capitalize()}\nauthors:\n  - name: {dice.choice(people)}\n"
            f"date: {date}\npublished: {date}\nvenue: {dice.choice(VENUES)}\n"
        )
    publishable(write(root, files))
    return open_project(root)
