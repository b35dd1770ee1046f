"""What a page is made of, as one value: two collections in which that is equal have the same page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.collection import Collection
from builder.concordance import Passage, by_term
from builder.glossary import LINK, Term
from builder.model import Annotations, Essay
from builder.works import both


class Grounds:
    """Those of the pages of one collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection, self._glossary = collection, collection.glossary
        self._shared = (collection.record, collection.address, collection.repository)
        terms = self._glossary.terms.items()
        self._near = {name: self._linked((term.definition,)) for name, term in terms}

    def of_essay(self, essay: Essay, layers: Annotations) -> object:
        """But for how it is cited by the processor."""
        collection = self._collection
        seed, others = collection.seeds[essay.slug], {reference.to_essay for reference in layers.references}
        named = {*by_term(layers), *self._linked(note.text for note in layers.notes)}
        carded = named.union(*(self._near[name] for name in named))
        cards = [self._glossary.terms[name] for name in sorted(carded)]
        return (
            essay,
            layers,
            seed.sidecar.unsure,
            seed.document.root is None,
            tuple(both(essay, collection).values()),
            [collection.essays[slug][0] for slug in sorted(others)],
            [(term.id, term.kind, term.record, term.definition) for term in cards],
            self._called(set().union(*(self._near[name] for name in carded))),
            self._shared,
        )

    def of_entry(self, term: Term, passages: Sequence[Passage], related: Sequence[dict[str, object]]) -> object:
        spoken_of = {*self._linked((*term.paragraphs, term.record.members_note)), *term.record.about}
        called = self._called({*spoken_of, *(str(one["id"]) for one in related)})
        return passages, related, (term.kind, term.path, term.record, term.paragraphs), called, self._shared

    def _called(self, names: Iterable[str]) -> object:
        """All that is shown of an entry to which only a link leads."""
        terms = (self._glossary.terms[name] for name in sorted(names) if name in self._glossary.terms)
        return [(term.id, term.kind, term.label) for term in terms]

    def _linked(self, texts: Iterable[str]) -> set[str]:
        """The entries that editors' words speak of."""
        found = (self._glossary.resolve(name) for text in texts for name in LINK.findall(text))
        return {term.id for term in found if term}
