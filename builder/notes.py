"""Editors' notes, cross-references and passages: quotations → spans, or a refusal with its place and its mend."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from builder.diagnostics import Diagnostic
from builder.documents import Document
from builder.glossary import Glossary, Term, unknown_links
from builder.model import CrossReference, Mention, Note, NoteKind, Source, Span
from builder.quotations import Found, Lost, find, selector
from builder.records import NoteRecord, Quotation, Reference
from builder.seeds import Seed
from builder.values import fold

NOTE_WORDS: Mapping[NoteKind, str] = {
    "correction": "Correction", "name": "Name", "context": "Context", "question": "Open question",
    "translation": "Translation",
}  # fmt: skip
NAMES = "An essay is called by its file’s name in seeds/essays/, without the suffix."


def place(seed: Seed, document: Document, wanted: Quotation, *keys: str | int) -> tuple[Found | None, list[Diagnostic]]:
    """Where a quotation of `document` (its place there: `keys`) stands in an essay, and what is wrong with it."""
    assert seed.essay
    key = str(keys[-1])
    found = find(seed.essay.text, wanted, key)
    if isinstance(found, Lost):
        return None, [document.diagnostic(found.rule, found.message, *keys, hint=found.hint)]
    if found.state == "moved":
        hint = f"Write what stands around them now:\n{selector(seed.essay.text, found.span, key)}"
        return found, [document.diagnostic("quote-moved", "The quoted words have moved", *keys, hint=hint)]
    return found, []


def anchor_notes(seed: Seed, glossary: Glossary) -> tuple[tuple[Note, ...], list[Diagnostic]]:
    """The notes of one essay, numbered in the order of the text."""
    found: list[Diagnostic] = []
    placed: list[tuple[Found, NoteRecord]] = []
    taken: set[Span] = set()
    for index, record in enumerate(seed.sidecar.notes):
        here, wrong = place(seed, seed.document, record, "notes", index, "quote")
        found += wrong
        if here and here.span in taken:
            message = "Another note is about the very same words"
            hint = "Make one note of the two, or quote what each is about."
            found.append(seed.document.diagnostic("note-duplicate", message, "notes", index, "quote", hint=hint))
        if here:
            taken.add(here.span)
            placed.append((here, record))
        for name in unknown_links(record.text, glossary):
            message = f"[{name}] is no entry's id or name"
            hint = "Write an id or a name of an entry."
            found.append(seed.document.diagnostic("link-unknown", message, "notes", index, "text", hint=hint))
    placed.sort(key=lambda pair: (pair[0].span.end, pair[0].span.start))
    notes = (
        Note(here.span, number, record.kind, fold(record.text), sources(record.sources), here.state)
        for number, (here, record) in enumerate(placed, 1)
    )
    return tuple(notes), found


def sources(references: tuple[Reference, ...]) -> tuple[Source, ...]:
    return tuple(Source(reference.title, reference.url or "", reference.supports) for reference in references)


def anchor_references(seed: Seed, seeds: Mapping[str, Seed]) -> tuple[tuple[CrossReference, ...], list[Diagnostic]]:
    """The editors' cross-references (`see:`) from one essay to the others."""
    assert seed.essay
    found: list[Diagnostic] = []
    references: list[CrossReference] = []
    for index, see in enumerate(seed.sidecar.see):
        target = seeds.get(see.to)
        if target is None:
            message = f"There is no essay “{see.to}”"
            found.append(seed.document.diagnostic("reference-unknown", message, "see", index, "to", hint=NAMES))
        if target is None or target.essay is None:  # what cannot be read has findings of its own
            continue
        here, wrong = place(seed, seed.document, Quotation(quote=see.words), "see", index, "from")
        there, wrong_there = place(target, seed.document, see, "see", index, "quote")
        found += [*wrong, *wrong_there]
        if here and there:
            references.append(CrossReference(here.span, see.to, there.span, see.why, explicit=True))
    return tuple(references), found


def anchor_passages(
    terms: Iterable[Term], seeds: Mapping[str, Seed]
) -> tuple[dict[str, list[Mention]], list[Diagnostic]]:
    """The passages that entries point out (`passages:`): for each essay, mentions of terms that it does not name."""
    found: list[Diagnostic] = []
    mentions: dict[str, list[Mention]] = {slug: [] for slug in seeds}
    for term in terms:
        for index, passage in enumerate(term.record.passages):
            seed = seeds.get(passage.essay)
            if seed is None:
                message = f"There is no essay “{passage.essay}”"
                found.append(
                    term.document.diagnostic("reference-unknown", message, "passages", index, "essay", hint=NAMES)
                )
            if seed is None or seed.essay is None:
                continue
            here, wrong = place(seed, term.document, passage, "passages", index, "quote")
            found += wrong
            if here:
                reason = "the entry points out this passage"
                mentions[passage.essay].append(Mention(here.span, term.id, False, reason, named=False))
    return mentions, found


def sidecar_terms(seed: Seed, glossary: Glossary) -> Iterator[Diagnostic]:
    """Ids in `link:` that no entry has."""
    for surface, term in seed.sidecar.link.items():
        if term not in glossary.terms:
            yield seed.document.diagnostic("term-unknown", f"No entry has the id “{term}”", "link", surface)
