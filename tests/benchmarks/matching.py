"""Matching beside what others do: `python -m tests.benchmarks.matching`. All in one run, on one core, on one text.

The text names 15 organizations in their usual forms; the gazetteer grows to 100,000 terms that the text does not name.
“builder” is `matching.find` whole: folding, the automaton, boundaries, the longest.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from functools import partial

from flashtext import KeywordProcessor

from builder.forms import Form, surface_forms
from builder.matching import Gazetteer, find
from builder.records import EntryRecord

SIZE = 20_000_000  # bytes
PIECE = 200_000  # bytes of one essay, which is more than most have
TERMS = (15, 1_000, 100_000)
SLOW = 1_000_000  # bytes for those that would take minutes
RUNS = 3


def terms(count: int, dice: random.Random) -> list[EntryRecord]:
    """Entries with a name of three to five words and its initials."""
    words = ["".join(dice.choices("aeioubcdfglmnprst", k=dice.randint(4, 10))).capitalize() for _ in range(20_000)]
    made: dict[str, EntryRecord] = {}
    while len(made) < count:
        name = dice.choices(words, k=dice.randint(3, 5))
        short = "".join(word[0] for word in name) + "".join(dice.choices("XYZQW", k=2 if len(made) >= 15 else 0))
        made.setdefault(" ".join(name), EntryRecord(name=" ".join(name), short=short))
    return list(made.values())


def text(named: list[EntryRecord], dice: random.Random) -> str:
    """Sentences of some 5,000 words, with a name or acronym about as often as in the essays: three in 1,000 letters."""
    words = ["".join(dice.choices("etaoinshrdlucmfwyp", k=dice.randint(2, 9))) for _ in range(5_000)]
    parts, size = [], 0
    while size < SIZE:
        sentence = dice.choices(words, k=14)
        if dice.random() < 0.25:
            record = dice.choice(named)
            sentence.insert(dice.randrange(14), dice.choice((record.name, record.short, f"{record.short}'s")))
        parts.append(" ".join(sentence).strip()[:1].upper() + " ".join(sentence)[1:] + ". ")
        size += len(parts[-1])
    return "".join(parts)


def speed(work: Callable[[str], object], whole: str) -> float:
    """Millions of bytes a second, the best of RUNS."""
    best = 0.0
    for _ in range(RUNS):
        start = time.perf_counter()
        for at in range(0, len(whole), PIECE):
            work(whole[at : at + PIECE])
        best = max(best, len(whole) / 1e6 / (time.perf_counter() - start))
    return best


def main() -> None:
    dice = random.Random(1)
    records = terms(max(TERMS), dice)
    whole = text(records[:15], dice)
    print(
        f"| terms | forms | builder | flashtext | re | MB/s, {SIZE // 10**6} MB, {whole.count(' ') // 10**6} million words |"
    )
    print("|---|---|---|---|---|---|")
    for count in TERMS:
        forms: list[Form] = []
        for index, record in enumerate(records[:count]):
            forms += surface_forms(str(index), "organization", record)
        gazetteer = Gazetteer(forms)
        builder = speed(partial(find, gazetteers=[gazetteer]), whole)
        written = [name for record in records[:count] for name in (record.name, record.short)]
        processor = KeywordProcessor(case_sensitive=True)
        processor.add_keywords_from_list(written)
        flash = speed(partial(processor.extract_keywords, span_info=True), whole[:SLOW])
        longest = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
        pattern = re.compile(rf"\b(?:{longest})\b") if count <= 1_000 else None
        alternation = f"{speed(pattern.findall, whole[: SLOW // 4]):.2f}" if pattern else "not tried"
        print(f"| {count:,} | {len(forms):,} | {builder:.0f} | {flash:.1f} | {alternation} | |", flush=True)


if __name__ == "__main__":
    main()
