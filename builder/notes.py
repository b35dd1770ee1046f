"""Editors' notes, cross-references and passages: quotations → spans, or a refusal with its place and its mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from builder.diagnostics import Diagnostic
from builder.glossary import Glossary, unknown_links
from builder.model import CrossReference, Mention, Note, Source, Span
from builder.quotations import Lost, find
from builder.records import Quotation, Reference
from builder.seeds import Seed


def anchor_notes(seed: Seed, glossary: Glossary) -> tuple[tuple[Note, ...], list[Diagnostic]]:
    """The notes of one essay, numbered in the order of the text."""
    assert seed.essay
    found: list[Diagnostic] = []
    placed = []
    for index, record in enumerate(seed.sidecar.notes):
        span = find(seed.essay.text, record)
        if isinstance(span, Lost):
            found.append(seed.document.diagnostic(span.rule, span.message, "notes", index, "quote", hint=span.hint))
        else:
            placed.append((span, record))
        for name in unknown_links(record.text, glossary):
            message = f"[{name}] is no entry's id or name"
            found.append(
                seed.document.diagnostic(
                    "link-unknown", message, "notes", index, "text", hint="Write an id or a name of an entry."
                )
            )
    placed.sort(key=lambda pair: (pair[0].end, pair[0].start))
    notes = (
        Note(span, number, record.kind, " ".join(record.text.split()), sources(record.sources))
        for number, (span, record) in enumerate(placed, 1)
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
        if target is None or target.essay is None:
            hint = f"Essays: {', '.join(seeds)}."
            found.append(
                seed.document.diagnostic(
                    "reference-unknown", f"There is no essay “{see.to}”", "see", index, "to", hint=hint
                )
            )
            continue
        here, there = find(seed.essay.text, Quotation(quote=see.words)), find(target.essay.text, see)
        if isinstance(here, Lost):
            hint = "Quote more words." if here.rule == "quote-ambiguous" else here.hint  # a prefix would be the other's
            found.append(seed.document.diagnostic(here.rule, here.message, "see", index, "from", hint=hint))
        if isinstance(there, Lost):
            found.append(seed.document.diagnostic(there.rule, there.message, "see", index, "quote", hint=there.hint))
        if isinstance(here, Span) and isinstance(there, Span):
            references.append(CrossReference(here, see.to, there, see.why, explicit=True))
    return tuple(references), found


def anchor_passages(glossary: Glossary, seeds: Mapping[str, Seed]) -> tuple[dict[str, list[Mention]], list[Diagnostic]]:
    """The passages that entries point out (`passages:`): for each essay, mentions of terms that it does not name."""
    found: list[Diagnostic] = []
    mentions: dict[str, list[Mention]] = {slug: [] for slug in seeds}
    for term in glossary.terms.values():
        for index, passage in enumerate(term.record.passages):
            seed = seeds.get(passage.essay)
            if seed is None or seed.essay is None:
                message = f"There is no essay “{passage.essay}”"
                found.append(
                    term.document.diagnostic(
                        "reference-unknown", message, "passages", index, "essay", hint=f"Essays: {', '.join(seeds)}."
                    )
                )
                continue
            span = find(seed.essay.text, passage)
            if isinstance(span, Lost):
                found.append(
                    term.document.diagnostic(span.rule, span.message, "passages", index, "quote", hint=span.hint)
                )
            else:
                mentions[passage.essay].append(
                    Mention(span, term.id, False, "the entry points out this passage", named=False)
                )
    return mentions, found


def sidecar_terms(seed: Seed, glossary: Glossary) -> Iterator[Diagnostic]:
    """Ids in `link:` that no entry has."""
    for surface, term in seed.sidecar.link.items():
        if term not in glossary.terms:
            yield seed.document.diagnostic("term-unknown", f"No entry has the id “{term}”", "link", surface)
