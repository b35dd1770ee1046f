"""Reading is linear: `make bench`, or `python -m tests.benchmarks.reading`. Ratios within one run, whole processes.

Each size is read in a process of its own: bytes to canonical text and to Markdown, as a build does with each essay.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
from typing import Any

SIZES = (1, 5, 20)  # millions of bytes
RUNS = 3
FORMATS = (".txt", ".md", ".html")
MEASURE = """
import json, resource, sys, time
from builder.model import Annotations
from builder.seeds import seed_of
from builder.serialize import essay_markdown
from builder.records import SidecarRecord
data = sys.stdin.buffer.read()
seed_of("warm" + sys.argv[1], data[:20000], SidecarRecord(title="T"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
seed = seed_of("x" + sys.argv[1], data, SidecarRecord(title="T"))
assert seed.essay, seed.diagnostics
essay_markdown(seed.essay, Annotations())
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": time.perf_counter() - start, "bytes": (after - before) * 1024}))
"""


def text(size: int) -> str:
    """`size` bytes of paragraphs, headings, lists and quotations in some 5,000 different words."""
    dice = random.Random(1)
    words = ["".join(dice.choices("etaoinshrdlu", k=dice.randint(2, 9))) for _ in range(5000)]
    parts = ["The Title\n\nBy Ann Author"]
    length = 0
    while length < size:
        kind = dice.random()
        sentences = [" ".join(dice.choices(words, k=dice.randint(6, 24))).capitalize() + "." for _ in range(6)]
        part = " ".join(sentences)
        if kind < 0.05:
            part = " ".join(dice.choices(words, k=4)).title()
        elif kind < 0.1:
            part = "\n".join(f"- {sentence}" for sentence in sentences)
        parts.append(part)
        length += len(part) + 2
    return "\n\n".join(parts)


def measured(suffix: str, size: int) -> dict[str, Any]:
    data = text(size)
    if suffix == ".html":
        data = "".join(f"<p>{part}</p>\n" for part in data.split("\n\n"))
    command = [sys.executable, "-c", MEASURE, suffix]
    runs = [
        json.loads(subprocess.run(command, input=data.encode(), capture_output=True, check=True).stdout)
        for _ in range(RUNS)
    ]
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def main() -> None:
    for suffix in FORMATS:
        sizes = [size for size in SIZES if suffix != ".html" or size <= 5]
        found = {size: measured(suffix, size * 10**6) for size in sizes}
        for size, figures in found.items():
            ratio, times = figures["seconds"] / found[1]["seconds"], figures["bytes"] / (size * 10**6)
            sys.stdout.write(
                f"{suffix:<6} {size:>3} MB  {figures['seconds']:6.2f} s  {ratio:5.1f} x 1 MB  {times:5.1f} x the text in memory\n"
            )


if __name__ == "__main__":
    main()
