"""Cross-references: both ways, few, with a reason, and the same whatever the order of the essays."""

from __future__ import annotations

from collections import Counter

from builder.crossrefs import MOST, cross_reference
from builder.pipeline import Reading


def test_automatic_references_go_both_ways_and_say_why(reading: Reading) -> None:
    essays = reading.collection.essays
    found = cross_reference(essays, reading.collection.glossary)
    pairs = {(slug, r.span, r.to_essay, r.to_span) for slug, references in found.items() for r in references}
    assert pairs
    assert {(to, to_span, slug, span) for slug, span, to, to_span in pairs} == pairs
    for references in found.values():
        assert max(Counter(reference.span for reference in references).values()) <= MOST
        assert all(reference.reason.startswith("both: ") for reference in references)


def test_the_order_of_the_essays_does_not_matter(reading: Reading) -> None:
    essays = reading.collection.essays
    backwards = dict(reversed(essays.items()))
    assert cross_reference(essays, reading.collection.glossary) == cross_reference(
        backwards, reading.collection.glossary
    )


def test_the_editors_references_lead_to_the_words_they_quote(reading: Reading) -> None:
    essays = reading.collection.essays
    for slug, (_, layers) in essays.items():
        explicit = [reference for reference in layers.references if reference.explicit]
        see = reading.collection.seeds[slug].sidecar.see
        assert len(explicit) == len(see) > 0
        assert {essays[r.to_essay][0].words(r.to_span) for r in explicit} == {
            " ".join(record.quote.split()) for record in see
        }
