"""Passage ↔ passage: paragraphs of different essays that share rare terms.

A shared term weighs ln(N/n): N paragraphs that mention anything, n of them mentioning it (inverse document frequency,
Spärck Jones 1972). A pair of paragraphs is taken when it shares two terms and all that it shares weigh enough; the
strongest come first, and no paragraph takes part in more than three. The result does not depend on the order of the
essays.

Pairs are never found by comparing all paragraphs: since a pair needs two terms, paragraphs are listed by each two of
their rarest terms. From the shortest list on, each paragraph meets those beside it, until it has met enough; two terms
that stand together in very many paragraphs say nothing about one of them. A term may so stand in any number of
paragraphs, and the time grows with their number, not with its square.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import combinations

from builder.glossary import Glossary
from builder.memory import Memory
from builder.model import Annotations, CrossReference, Essay, Mention

MOST = 3  # cross-references of a paragraph
RAREST = 24  # terms of a paragraph by which others are looked for
LONGEST = 50  # paragraphs in which two terms stand together; more tell nothing about one of them
ENOUGH = 40  # others that a paragraph meets before it looks at no longer list
WEIGHT = 4.0  # the least that a pair's shared terms weigh together
PARTS = 1 << 20  # of which a weight is made
SHOWN = 4  # terms named in a reason

Place = tuple[str, int]  # essay's slug, index of the block


def cross_reference(
    essays: Mapping[str, tuple[Essay, Annotations]], glossary: Glossary, memory: Memory | None = None
) -> dict[str, tuple[CrossReference, ...]]:
    """For each essay its automatic cross-references, both ways, sorted by place."""
    memory = memory or Memory()
    spoken: dict[Place, set[str]] = {}
    for slug, (essay, layers) in sorted(essays.items()):
        made_of = (essay, layers.mentions)
        spoken |= memory.made(("spoken", slug), made_of, partial(_spoken, essay, layers.mentions))
    found: dict[str, list[CrossReference]] = {slug: [] for slug in essays}
    for one, other, terms in memory.made("chosen", spoken, lambda: _chosen(spoken)):
        reason = f"both: {', '.join(glossary.terms[term].label for term in terms[:SHOWN])}"
        for (slug, index), (to, to_index) in ((one, other), (other, one)):
            here, there = essays[slug][0].blocks[index], essays[to][0].blocks[to_index]
            found[slug].append(CrossReference(here.span, to, there.span, reason, explicit=False))
    return {
        slug: tuple(sorted(references, key=lambda r: (r.span, r.to_essay, r.to_span)))
        for slug, references in found.items()
    }


def _spoken(essay: Essay, mentions: Iterable[Mention]) -> dict[Place, set[str]]:
    """The terms of each paragraph that has any."""
    index_of = {block.id: index for index, block in enumerate(essay.blocks)}
    spoken: dict[Place, set[str]] = {}
    for mention in mentions:
        block = essay.block_at(mention.span.start)
        if block.role == "paragraph":
            spoken.setdefault((essay.slug, index_of[block.id]), set()).add(mention.term)
    return spoken


def _chosen(spoken: Mapping[Place, set[str]]) -> list[tuple[Place, Place, list[str]]]:
    """The pairs that are kept, strongest first, each with its shared terms, rarest first."""
    count = Counter(term for terms in spoken.values() for term in terms)
    terms = sorted(count, key=lambda term: (count[term], term))
    # Whole numbers, since a sum of fractions depends on the order of a set.
    weight = [round(PARTS * math.log(len(spoken) / count[term])) for term in terms]
    # From here on a place is its number in the order of places, a term its number from the rarest on.
    places, rank = sorted(spoken), {term: number for number, term in enumerate(terms)}
    said = [{rank[term] for term in spoken[place]} for place in places]
    scored = []
    for one, other in _met(said, [slug for slug, _ in places]):
        score = sum(weight[term] for term in said[one] & said[other])
        if score >= PARTS * WEIGHT:
            scored.append((-score, one, other))
    taken = [0] * len(places)
    kept = []
    for _, one, other in sorted(scored):
        if taken[one] < MOST and taken[other] < MOST:
            taken[one] += 1
            taken[other] += 1
            kept.append((places[one], places[other], [terms[term] for term in sorted(said[one] & said[other])]))
    return kept


def _met(said: Sequence[set[int]], essay: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs of paragraphs of different essays that share two of their rarest terms, the first of the two first."""
    listed: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, terms in enumerate(said):
        for two in combinations(sorted(terms)[:RAREST], 2):
            listed[two].append(place)
    met: set[tuple[int, int]] = set()
    for place, terms in enumerate(said):
        near: set[int] = set()
        for length, two in sorted((len(listed[two]), two) for two in combinations(sorted(terms)[:RAREST], 2)):
            if length > LONGEST or len(near) >= ENOUGH:
                break
            near.update(other for other in listed[two] if essay[other] != essay[place])
        met.update((place, other) if place < other else (other, place) for other in near)
    return met
