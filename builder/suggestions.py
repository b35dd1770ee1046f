"""What a contributor may want to add to the glossary: said, never done.

Short forms that an essay defines and no entry has, other forms of a known name, and names that recur in two essays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from builder import definitions
from builder.glossary import Glossary
from builder.model import Annotations, Essay, Role, Span
from builder.seeds import Seed
from builder.words import CAPITAL, FIRST

NEAR = 88  # of 100: as alike as a name and its misspelling or variant
MOST = 20  # recurring names that are told
OFTEN = 3  # times in one essay
PROSE: frozenset[Role] = frozenset({"paragraph", "list-item", "quote", "standfirst", "footnote", "table"})
WORD = rf"{CAPITAL}[\w’'-]*[^\W_’'-]"
OBEYED = re.compile(r"[\"$`\\%!]")  # by one shell or another, within quotation marks
NAME = re.compile(rf"(?<![\w’'.-]){WORD}(?: (?:(?:of|for|and|on) (?:the )?)?{WORD})+")


@dataclass(frozen=True, slots=True, order=True)
class Suggestion:
    """Something to consider, at a line and column of an essay's file, with what to write where."""

    path: str
    line: int
    column: int
    message: str
    snippet: str


def of_essay(seed: Seed, glossary: Glossary) -> Iterator[Suggestion]:
    """What the definitions of one essay suggest: “Eurasian Customs Authority (ECA)”."""
    if seed.essay is None:
        return
    told = set[str]()
    for definition in definitions.find(seed.essay.text):
        long, short = " ".join(seed.essay.words(definition.long).split()), definition.short
        place = (seed.path, *seed.place(definition.long.start))
        known_short, known_long = glossary.resolve(short), glossary.resolve(long)
        if short in told or (known_short and (known_short is known_long or long in known_short.name)):
            continue
        told.add(short)
        if known_long:
            message = f"The essay calls {known_long.name} “{short}”, which its entry does not know"
            yield Suggestion(*place, message, f"{known_long.path}: add {short} to aliases")
        elif known_short:
            message = f"The essay uses “{short}” for “{long}”; in the glossary it is {known_short.name}"
            yield Suggestion(*place, message, f"{known_short.path}: add an alias, or {long} to unless")
        else:
            message = f"The essay defines “{short}” as “{long}”, and no entry has either"
            yield Suggestion(*place, message, command(long, short))


def of_collection(
    seeds: Mapping[str, Seed], essays: Mapping[str, tuple[Essay, Annotations]], glossary: Glossary
) -> list[Suggestion]:
    """Names that stand in two essays or more and belong to no entry, the most frequent first."""
    found: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for essay_slug, (essay, layers) in essays.items():
        taken = sorted([*(m.span for m in layers.mentions), *(c.span for c in layers.candidates)])
        for name, span in _names(essay, taken):
            found[name].append((essay_slug, span))
    names = {form.text for form in glossary.forms if form.full}
    recurring = [name for name, places in found.items() if len({essay for essay, _ in places}) > 1]
    recurring.sort(key=lambda name: (-len(found[name]), name))
    suggestions = []
    for name in recurring[:MOST]:
        first, span = found[name][0]
        count = Counter(essay for essay, _ in found[name])
        near = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=NEAR)
        told = f"“{name}” stands in {', '.join(sorted(count))} and in no entry"
        known = glossary.resolve(near[0]) if near else None
        snippet = f"{known.path}: add {name} to aliases" if known else command(name)
        suggestions.append(Suggestion(seeds[first].path, *seeds[first].place(span.start), told, snippet))
    return suggestions


def without_entry(essay: Essay, layers: Annotations) -> list[tuple[str, Span, int]]:
    """Names that stand in one essay OFTEN or more and belong to no entry: the first place of each, and how many, the
    most frequent first."""
    taken = sorted([*(m.span for m in layers.mentions), *(c.span for c in layers.candidates)])
    told = {author.name for author in essay.authors}
    found: dict[str, list[Span]] = defaultdict(list)
    for name, span in _names(essay, taken):
        if name not in told:
            found[name].append(span)
    many = sorted(found.items(), key=lambda held: -len(held[1]))
    return [(name, spans[0], len(spans)) for name, spans in many if len(spans) >= OFTEN][:MOST]


def command(name: str, short: str = "") -> str:
    """What begins an entry, to be pasted into a shell, where the words, which are an essay's, are words only."""
    said = {"--term": name, "--short": short}
    return " ".join(["reader new", *(f'{option} "{OBEYED.sub("", words)}"' for option, words in said.items() if words)])


def _names(essay: Essay, taken: Iterable[Span]) -> Iterator[tuple[str, Span]]:
    """Runs of two words with capitals or more that are no mention; the first word of a sentence does not count."""
    covered = set[int]()
    for span in taken:
        covered.update(range(span.start, span.end))
    for block in essay.blocks:
        for match in NAME.finditer(essay.text, block.span.start, block.span.end) if block.role in PROSE else ():
            start, end = match.span()
            if FIRST.search(essay.text[max(start - 3, block.span.start) : start]):
                start += len(match[0].split(" ", 1)[0]) + 1
            name = essay.text[start:end]
            if " " in name and name[:1].isupper() and covered.isdisjoint(range(start, end)):
                yield name, Span(start, end)
