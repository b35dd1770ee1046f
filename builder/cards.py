"""The cards of an essay's page: what a term is, was at the essay's date and has become since.

A page has a card for every term that it links, for those that its notes speak of, and for those that the definitions of
all these speak of: so that a link within a card or a note opens a card, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder import facts
from builder.concordance import by_term
from builder.glossary import LINK, Glossary, Term
from builder.model import Annotations, Block, Essay, Mention
from builder.records import Development


@dataclass(frozen=True, slots=True)
class Card:
    """`blocks` are the numbered ones that mention the term; `why` is empty where the essay's text does not link it."""

    term: Term
    then: str
    since: Sequence[Development]
    count: int
    blocks: tuple[Block, ...]
    why: str


def cards(essay: Essay, layers: Annotations, glossary: Glossary, edition: str, also: Iterable[str] = ()) -> list[Card]:
    """In the order of the terms' ids. `also`: further terms to show."""
    mentions = by_term(layers)
    linked = {mention.term for mention in layers.mentions if mention.linked}
    first = linked.union(also) | _spoken_of((note.text for note in layers.notes), glossary)
    shown = first | _spoken_of((glossary.terms[term].definition for term in first), glossary)
    return [_card(glossary.terms[term], essay, mentions.get(term, ()), edition) for term in sorted(shown)]


def _spoken_of(texts: Iterable[str], glossary: Glossary) -> set[str]:
    """The terms that editors' words link."""
    found = (glossary.resolve(match[1]) for text in texts for match in LINK.finditer(text))
    return {term.id for term in found if term}


def _card(term: Term, essay: Essay, mentions: Sequence[Mention], edition: str) -> Card:
    blocks = dict.fromkeys(essay.block_at(mention.span.start) for mention in mentions)
    return Card(
        term,
        then=facts.summary(term, essay.date) if essay.date else "",
        since=facts.since(term, essay.date, edition) if essay.date else (),
        count=len(mentions),
        blocks=tuple(block for block in blocks if block.number),
        why=next((mention.reason for mention in mentions if mention.linked), ""),
    )
