"""How well mentions are found in texts by others, who had not seen the builder: `python -m tests.mentions [FOLDER]`.

`natural` is what contributors send, with the ambiguities that such texts have; `traps` is as misleading as its authors
could make it. The rules were worked on with both since, so the figures are no longer those of unseen texts.

The texts hold their labels: ⟦CIS⟧{cis} is a mention, ⟦CIS⟧{-} looks like one and is none. Unlabelled words are none either,
but for persons and places, of which only the traps are labelled. Labels were made by reading, not by running the tool.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.glossary import Glossary, read_glossary
from builder.linking import link
from builder.matching import Gazetteer
from builder.project import open_project
from builder.records import LinkPolicy, SidecarRecord
from builder.seeds import seed_of

ROOT = Path(__file__).parent.parent
FOLDERS = (Path(__file__).parent / "labelled" / "natural", Path(__file__).parent / "labelled" / "traps")
LABEL = re.compile(r"⟦(.*?)⟧\{([a-z0-9-]+)\}", re.DOTALL)
COUNTED = ("organization", "court", "treaty", "concept", "institution")  # of the others only the traps are labelled


@dataclass(frozen=True)
class Score:
    """Of one text: mentions found and right, found and wrong, and not found, each as “words → term”."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def labelled(path: Path) -> tuple[str, dict[tuple[int, int], str]]:
    """The text without its labels, and what they say: (start, end) in the text → term, or `-`."""
    text, labels, end = "", {}, 0
    source = path.read_text("utf-8")
    for match in LABEL.finditer(source):
        text += source[end : match.start()]
        labels[len(text), len(text) + len(match[1])] = match[2]
        text += match[1]
        end = match.end()
    return text + source[end:], labels


def score(path: Path, glossary: Glossary, gazetteer: Gazetteer) -> Score:
    text, labels = labelled(path)
    seed = seed_of(path.name, text.encode(), SidecarRecord())
    assert seed.essay, path
    essay = seed.essay
    mentions, left = link(essay, [gazetteer], glossary, SidecarRecord(), LinkPolicy())
    wanted = {place: term for place, term in labels.items() if term != "-"}
    right, wrong = [], []
    code = [style.span for style in essay.styles if style.tag == "code"]
    for mention in mentions:
        if any(span.holds(mention.span) for span in code):
            assert not mention.linked  # counted there; the labels leave code out
            continue
        place = essay.origin.seed_offset(mention.span.start), essay.origin.seed_offset(mention.span.end - 1) + 1
        hit = next((key for key in wanted if key[0] < place[1] and place[0] < key[1]), None)
        trap = next(
            (key for key, term in labels.items() if term == "-" and key[0] < place[1] and place[0] < key[1]), None
        )
        told = f"{essay.words(mention.span)!r} → {mention.term} at “{around(text, *place)}”"
        if hit and wanted[hit] == mention.term and _same(place, hit, text):
            right.append(told)
            del wanted[hit]
        elif hit or trap or glossary.terms[mention.term].kind in COUNTED:
            wrong.append(f"{told} ({mention.reason})")
    missed = []
    for (start, end), term in wanted.items():
        near = (c.reason for c in left if start <= essay.origin.seed_offset(c.span.start) < end)
        reason = next(near, "no candidate")
        missed.append(f"{text[start:end]!r} → {term} at “{around(text, start, end)}” ({reason})")
    return Score(tuple(right), tuple(wrong), tuple(missed))


def _same(place: tuple[int, int], hit: tuple[int, int], text: str) -> bool:
    """The same words, an article that a label holds aside."""
    return place == hit or (text[hit[0] : place[0]].strip().casefold() == "the" and place[1] == hit[1])


def around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(start - 30, 0) : end + 30].split())


def texts(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.txt"), *folder.glob("*.md")])


def scores(folder: Path) -> Iterator[tuple[Path, Score]]:
    glossary, _ = read_glossary(open_project(ROOT))
    gazetteer = Gazetteer(glossary.forms)
    for path in texts(folder):
        yield path, score(path, glossary, gazetteer)


def total(held: Iterable[Score]) -> tuple[float, float]:
    """Precision and recall of some texts together."""
    right = wrong = missed = 0
    for one in held:
        right, wrong, missed = right + len(one.right), wrong + len(one.wrong), missed + len(one.missed)
    return right / (right + wrong), right / (right + missed)


def main(folder: Path) -> None:
    found = list(scores(folder))
    for path, held in found:
        print(f"{path.name}: {len(held.right)} right, {len(held.wrong)} wrong, {len(held.missed)} missed")
        for told in held.wrong:
            print("  wrong ", told)
        for told in held.missed:
            print("  missed", told)
    precision, recall = total(held for _, held in found)
    print(f"{folder.name}: precision {precision:.3f} recall {recall:.3f}")


if __name__ == "__main__":
    for each in [Path(argument) for argument in sys.argv[1:]] or FOLDERS:
        main(each)
