"""Who is spoken of together, and which essays share what: the strongest pairs of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from builder.concordance import Essays, Places
from builder.filing import cited
from builder.glossary import Glossary, Term
from builder.locators import references
from builder.model import Block, Essay
from builder.network import Network, Pair, network
from builder.showcase import fold

PAIRS = 50  # of each table
REFERRED = 3  # passages of two essays
ESSAYS = 3  # that a pair is told to be in
LOCATORS = 3
TERMS = 6  # that two essays are told to share
MET = 20_000  # pairs of essays that are compared: by their rarest entries first

Link = tuple[Block, Block]  # of one essay and of the other


@dataclass(frozen=True, slots=True)
class Kinship:
    """Two essays: passages that refer to one another, and the entries that both mention, the rarest first."""

    one: Essay
    other: Essay
    called: tuple[str, str]
    links: tuple[Link, ...]
    more_links: int
    terms: tuple[Term, ...]
    more: int  # entries


@dataclass(frozen=True, slots=True)
class Relations:
    pairs: tuple[Pair, ...]
    all_pairs: int
    network: Network
    essays: tuple[Kinship, ...]
    met: int  # pairs of essays that were compared
    too_common: int  # entries that so many essays mention that no pair was looked for by them


def relations(
    essays: Essays,
    glossary: Glossary,
    places: Mapping[str, Places],
    together: Mapping[str, Mapping[str, int]],
    spoken: Mapping[str, int],
) -> Relations:
    """`together`: entry → the main entries that share paragraphs with it, and how many; `spoken`: mentions."""
    main = {other for shared in together.values() for other in shared}
    ties = [
        (-shared, one, other)
        for one in main for other, shared in together.get(one, {}).items() if one < other
    ]  # fmt: skip
    pairs = tuple(_pair(*tie, glossary, places) for tie in sorted(ties)[:PAIRS])
    kin, met, too_common = _kinships(essays, glossary, places)
    return Relations(pairs, len(ties), network(pairs, spoken), kin, met, too_common)


def _pair(shared: int, one: str, other: str, glossary: Glossary, places: Mapping[str, Places]) -> Pair:
    common = {place: passage for place, passage in places[one].items() if place in places[other]}
    first, second = sorted((glossary.terms[one], glossary.terms[other]), key=lambda term: (fold(term.label), term.id))
    return Pair(first, second, -shared, references(common, glossary, ESSAYS, LOCATORS))


# --------------------------------------------------------------------------------------------------------------- essays


def _kinships(essays: Essays, glossary: Glossary, places: Mapping[str, Places]) -> tuple[tuple[Kinship, ...], int, int]:
    """The closest pairs of essays, how many were compared, and how many entries were too common to find pairs by.

    Not all pairs are compared, but those that refer to one another, and those that share one of the rarest entries.
    """
    held = {term: tuple(dict.fromkeys(slug for slug, _ in of)) for term, of in places.items()}
    common = sorted((len(slugs), term) for term, slugs in held.items() if len(slugs) > 1)
    links = _links(essays)
    costs = accumulate(count * (count - 1) // 2 for count, _ in common)
    telling = [term for cost, (_, term) in zip(costs, common, strict=True) if cost <= MET]
    met = set(links).union(*(combinations(sorted(held[term]), 2) for term in telling))
    said: dict[str, set[str]] = defaultdict(set)
    for _, term in common:
        for slug in held[term]:
            said[slug].add(term)
    closest = sorted((-len(links.get(pair, ())), -len(said[pair[0]] & said[pair[1]]), pair) for pair in met)
    kin = []
    for _, _, (one, other) in closest[:PAIRS]:
        terms = [glossary.terms[term] for _, term in common if term in said[one] and term in said[other]]
        kin.append(_kinship(essays[one][0], essays[other][0], glossary, tuple(links.get((one, other), ())), terms))
    return tuple(kin), len(met), len(common) - len(telling)


def _kinship(one: Essay, other: Essay, glossary: Glossary, links: Sequence[Link], terms: Sequence[Term]) -> Kinship:
    called = cited(one, glossary), cited(other, glossary)
    more = len(links[REFERRED:]), len(terms[TERMS:])
    return Kinship(one, other, called, tuple(links[:REFERRED]), more[0], tuple(terms[:TERMS]), more[1])


def _links(essays: Essays) -> dict[tuple[str, str], dict[Link, None]]:
    """Pairs of essays, in the order of their slugs → the blocks of one that are referred to blocks of the other."""
    links: dict[tuple[str, str], dict[Link, None]] = defaultdict(dict)
    for slug, (essay, layers) in essays.items():
        for reference in (reference for reference in layers.references if reference.to_essay != slug):
            there = essays[reference.to_essay][0].block_at(reference.to_span.start)
            here = essay.block_at(reference.span.start)
            forward = slug < reference.to_essay
            pair = (slug, reference.to_essay) if forward else (reference.to_essay, slug)
            links[pair][(here, there) if forward else (there, here)] = None
    return links
