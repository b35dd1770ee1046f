"""The author's view: everything that one essay still lacks, and where to add it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder import facts, suggestions
from builder.collection import Collection
from builder.concordance import by_term
from builder.diagnostics import Diagnostic
from builder.glossary import Glossary, Term
from builder.locators import located
from builder.model import Annotations, Block, Essay
from builder.seeds import Seed
from builder.showcase import shorten

PAGE = 200  # essays on a page of the list
STALE = 2  # years after which an entry's facts want to be looked at again
KNOWN = {
    "authors": "nobody is named as its author",
    "date": "it has no date, so that no card can say what was true then",
    "venue": "it is not said where it was published",
    "url": "it is not said where it stands on the web",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing. `block` is where in the text, `term` at which entry; `mend` is what to write, `place`
    the file that it belongs into."""

    words: str
    place: str = ""
    mend: str = ""
    block: Block | None = None
    term: Term | None = None


Lacks = dict[str, list[Lack]]  # under headings, in the order in which one works


def missing(seed: Seed, essay: Essay, layers: Annotations, glossary: Glossary, edition: str) -> Lacks:
    """Headings → what is missing; those under which nothing is are left out."""
    found = {
        "What is known of it": list(_known(essay, seed)),
        "How it was read": [Lack(f"Line {d.line}: {d.message}", seed.document.path, d.snippet) for d in essay.doubts],
        "What is not sure": [Lack(sentence) for sentence in seed.sidecar.unsure],
        "Names": list(_names(seed, essay, layers, glossary)),
        "Dates": [Lack(f"{one.message}.", "", one.hint) for one in _anachronisms(seed, layers, glossary)],
        "Notes": list(_notes(seed, essay, layers)),
        "Entries that it names": list(_entries(layers, glossary, edition)),
    }
    return {heading: lacks for heading, lacks in found.items() if lacks}


def bare(essay: Essay, layers: Annotations) -> list[tuple[Block, str]]:
    """The paragraphs without a note, those that follow one another as one: “3–5”."""
    noted = {essay.block_at(note.span.start).id for note in layers.notes}
    free = (block for block in essay.blocks if block.number and block.id not in noted)
    return [(locator.block, locator.words) for locator in located(free)]


def pages(collection: Collection) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Path under docs/, template, and what it is given: a page for each essay, and the list of them in parts."""
    listed = []
    for slug, (essay, layers) in collection.essays.items():
        lacks = missing(collection.seeds[slug], essay, layers, collection.glossary, collection.record.edition)
        listed.append((essay, sum(map(len, lacks.values()))))
        shown = {"essay": essay, "lacks": lacks, "bare": bare(essay, layers), "repository": collection.repository}
        yield f"missing/essays/{slug}.md", "missing.md", shown
    parts = [listed[start : start + PAGE] for start in range(0, len(listed), PAGE)] or [[]]
    for number, part in enumerate(parts, 1):
        path = "missing/index.md" if number == 1 else f"missing/all/{number}.md"
        root = "../" if number == 1 else "../../../"
        yield path, "missing-list.md", {"listed": part, "page": number, "pages": len(parts), "root": root}


def _known(essay: Essay, seed: Seed) -> Iterator[Lack]:
    for key, words in KNOWN.items():
        if not getattr(essay, key):
            yield Lack(f"{words[0].upper()}{words[1:]}.", seed.document.path, f"{key}: …")
    for author in essay.authors:
        if not (author.affiliation or author.organization):
            mend = f"authors: [{{name: {author.name}, affiliation: …}}]"
            yield Lack(f"It is not said where {author.name} works.", seed.document.path, mend)


def _names(seed: Seed, essay: Essay, layers: Annotations, glossary: Glossary) -> Iterator[Lack]:
    for one in layers.candidates:
        if one.undecided:
            terms = list(dict.fromkeys(one.terms))
            words = f"“{one.surface}” is left alone: it may be {' or '.join(glossary.terms[t].name for t in terms)}."
            yield Lack(
                words, seed.document.path, f"link: {{{one.surface}: {terms[0]}}}", essay.block_at(one.span.start)
            )
    for told in suggestions.of_essay(seed, glossary):
        yield Lack(f"{told.message}.", "", told.snippet)
    for name, span, times in suggestions.without_entry(essay, layers):
        yield Lack(f"“{name}” stands here {times} times, and no entry has it.", block=essay.block_at(span.start))


def _anachronisms(seed: Seed, layers: Annotations, glossary: Glossary) -> Sequence[Diagnostic]:
    return list(facts.anachronisms(seed, layers.mentions, layers.notes, glossary))


def _notes(seed: Seed, essay: Essay, layers: Annotations) -> Iterator[Lack]:
    if not layers.notes:
        yield Lack("It has no note yet.", seed.document.path, "notes: […]")
    for note in layers.notes:
        if not note.sources:
            words = f"Note {note.number} names no source: {shorten(note.text, 80)}"
            yield Lack(words, seed.document.path, "sources: [{title: …, url: …}]", essay.block_at(note.span.start))


def _entries(layers: Annotations, glossary: Glossary, edition: str) -> Iterator[Lack]:
    for term in (glossary.terms[name] for name in by_term(layers)):
        record = term.record
        if not record.sources:
            yield Lack("names no source.", term.path, "sources: [{title: …, url: …}]", term=term)
        if not record.checked:
            yield Lack("does not say when its facts were checked.", term.path, "checked: …", term=term)
        elif int(edition[:4]) - int(record.checked[:4]) >= STALE:
            yield Lack(f"was last checked in {record.checked[:4]}.", term.path, "checked: …", term=term)
