"""Passage ↔ passage: paragraphs of different essays that share rare terms.

A shared term weighs ln(N/n): N paragraphs in all, n of them mentioning it (inverse document frequency, Spärck Jones
1972).
Pairs are found through each term's list of paragraphs, never by comparing all pairs, and terms that are common
are left out of the search. A pair is taken when it shares two terms and weighs enough; the strongest come first, and
no paragraph takes part in more than three. The result does not depend on the order of the essays.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from builder.glossary import Glossary
from builder.model import Annotations, CrossReference, Essay

MOST = 3  # cross-references of a paragraph
COMMON = 50  # a term of more paragraphs than this tells nothing about one of them
WEIGHT = 4.0  # the least that a pair's shared terms weigh together
SHOWN = 4  # terms named in a reason

Place = tuple[str, int]  # essay's slug, index of the block


def cross_reference(
    essays: Mapping[str, tuple[Essay, Annotations]], glossary: Glossary
) -> dict[str, tuple[CrossReference, ...]]:
    """For each essay its automatic cross-references, both ways, sorted by place."""
    spoken: dict[Place, set[str]] = {}
    for slug, (essay, layers) in sorted(essays.items()):
        index_of = {block.id: index for index, block in enumerate(essay.blocks)}
        for mention in layers.mentions:
            block = essay.block_at(mention.span.start)
            if block.role == "paragraph":
                spoken.setdefault((slug, index_of[block.id]), set()).add(mention.term)
    found: dict[str, list[CrossReference]] = {slug: [] for slug in essays}
    for one, other, terms in _chosen(spoken):
        reason = f"both: {', '.join(glossary.terms[term].label for term in terms[:SHOWN])}"
        for (slug, index), (to, to_index) in ((one, other), (other, one)):
            here, there = essays[slug][0].blocks[index], essays[to][0].blocks[to_index]
            found[slug].append(CrossReference(here.span, to, there.span, reason, explicit=False))
    return {
        slug: tuple(sorted(references, key=lambda r: (r.span, r.to_essay, r.to_span)))
        for slug, references in found.items()
    }


def _chosen(spoken: Mapping[Place, set[str]]) -> list[tuple[Place, Place, list[str]]]:
    """The pairs that are kept, strongest first, each with its shared terms, rarest first."""
    paragraphs: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(spoken):
        for term in spoken[place]:
            paragraphs[term].append(place)
    weight = {term: math.log(len(spoken) / len(places)) for term, places in paragraphs.items()}
    shared: dict[tuple[Place, Place], list[str]] = defaultdict(list)
    for term, places in sorted(paragraphs.items()):
        for one, other in combinations(places, 2) if len(places) <= COMMON else ():
            if one[0] != other[0]:
                shared[one, other].append(term)
    scored = sorted(
        ((sum(weight[term] for term in terms), pair, terms) for pair, terms in shared.items() if len(terms) >= 2),
        key=lambda entry: (-entry[0], entry[1]),
    )
    taken: dict[Place, int] = defaultdict(int)
    kept = []
    for score, (one, other), terms in scored:
        if score >= WEIGHT and taken[one] < MOST and taken[other] < MOST:
            taken[one] += 1
            taken[other] += 1
            kept.append((one, other, sorted(terms, key=lambda term: (-weight[term], term))))
    return kept
