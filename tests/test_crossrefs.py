"""Cross-references: both ways, few, with a reason, and the same whatever the order of the essays."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from builder.crossrefs import MOST, PARTS, WEIGHT, _chosen, cross_reference
from builder.documents import Document
from builder.glossary import Glossary, Term
from builder.model import Annotations, Block, Essay, Mention, OffsetMap, Span
from builder.pipeline import Reading
from builder.records import EntryRecord

Spoken = dict[tuple[str, int], set[str]]


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


def reference(spoken: Spoken) -> list[tuple]:
    """What the docstring promises, by comparing every two paragraphs."""
    count = Counter(term for terms in spoken.values() for term in terms)
    scored = []
    for one, other in combinations(sorted(spoken), 2):
        shared = spoken[one] & spoken[other]
        weight = sum(round(PARTS * math.log(len(spoken) / count[term])) for term in shared)
        if one[0] != other[0] and len(shared) >= 2 and weight >= PARTS * WEIGHT:
            scored.append((-weight, one, other, shared))
    taken: Counter = Counter()
    kept = []
    for _, one, other, shared in sorted(scored, key=lambda pair: pair[:3]):
        if max(taken[one], taken[other]) < MOST:
            taken.update((one, other))
            kept.append((one, other, sorted(shared, key=lambda term: (count[term], term))))
    return kept


PLACES = st.tuples(st.sampled_from("abcd"), st.integers(0, 8))
SPOKEN = st.dictionaries(PLACES, st.sets(st.sampled_from("klmnopqrstuv"), min_size=1, max_size=6), max_size=36)


@given(SPOKEN, st.randoms(use_true_random=False))
def test_the_index_finds_what_comparing_all_pairs_finds(spoken: Spoken, random: Random) -> None:
    found = _chosen(spoken)
    assert found == reference(spoken)
    shuffled = list(spoken.items())
    random.shuffle(shuffled)
    assert _chosen(dict(shuffled)) == found


def test_thousands_of_essays_are_joined_by_terms_that_stand_everywhere() -> None:
    random = Random(1)
    essays = {f"essay-{number:04}": synthetic(f"essay-{number:04}", random) for number in range(3000)}
    found = cross_reference(essays, Glossary(TERMS, (), {}))
    stands = Counter(mention.term for _, layers in essays.values() for mention in layers.mentions)
    assert min(stands.values()) > 500
    pairs = {(slug, r.span, r.to_essay, r.to_span) for slug, held in found.items() for r in held}
    assert len(pairs) > 10_000
    assert {(to, to_span, slug, span) for slug, span, to, to_span in pairs} == pairs
    assert max(Counter((slug, span) for slug, span, _, _ in pairs).values()) <= MOST
    terms = {(slug, m.span.start): m.term for slug, (_, layers) in essays.items() for m in layers.mentions}
    for slug, span, to, to_span in pairs:
        here, there = ({terms[s, at + 2 * n] for n in range(4)} for s, at in ((slug, span.start), (to, to_span.start)))
        assert slug != to and len(here & there) >= 2


RECORD = EntryRecord(name="A thing")
TERMS = {f"t{n}": Term(f"t{n}", "concept", "", RECORD, ("A thing.",), Document("", None)) for n in range(300)}


def synthetic(slug: str, random: Random) -> tuple[Essay, Annotations]:
    """Twenty paragraphs of four letters, each letter a mention of some term."""
    blocks = tuple(Block(Span(9 * n, 9 * n + 7), "paragraph", "", id=f"p-{n}", number=n + 1) for n in range(20))
    text = "\n\n".join(["a a a a"] * 20)
    empty = dict.fromkeys(("path", "title", "published", "date", "venue", "url", "language", "rights"), "")
    essay = Essay(
        slug=slug,
        authors=(),
        tags=(),
        text=text,
        blocks=blocks,
        styles=(),
        repairs=(),
        origin=OffsetMap((0,), (0,)),
        **empty,
    )
    starts = (block.span.start + 2 * n for block in blocks for n in range(4))
    return essay, Annotations(
        mentions=tuple(Mention(Span(at, at + 1), random.choice(list(TERMS)), False, "") for at in starts)
    )
