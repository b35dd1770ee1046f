"""The flashcards on the site: the page on which one studies, the lists that need no script, and the cards as scripts.

The scripts are classic ones, which load from a double-clicked file, too. They run nothing: each gives `reader` one
value, and what contributors wrote stands in strings of JSON. There is one for each kind of card, of at most
`flashcards.MOST` (some 300 KB), and a small one for each essay; the page loads those that one asks for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from builder import showcase
from builder.collection import Collection
from builder.filing import cited
from builder.flashcards import KIND_WORDS, Card, Kind, essay_terms

ESSAYS = 60  # the newest, that one can choose on the page; to the others their own pages lead
FEW = 6  # cards of a kind on the page itself, for those without scripts

Deck = Mapping[Kind, Sequence[Card]]
ABOUT: Mapping[Kind, str] = {
    "meaning": "What a name stands for.",
    "name": "The name that a definition is of.",
    "short": "Acronyms and what they stand for, both ways.",
    "date": "When something happened.",
    "members": "Who belonged where, and when.",
    "sentence": "A sentence of an essay, with a name to fill in.",
}


def pages(deck: Deck, collection: Collection, package: bool) -> Iterator[tuple[str, str, dict[str, object]]]:
    """(path, template, what it is given). `package`: whether there is one for Anki."""
    held = {kind: cards for kind, cards in deck.items() if cards}
    newest = showcase.newest(collection.essays)[:ESSAYS]
    shared = {
        "deck": held,
        "counts": {kind: len(cards) for kind, cards in held.items()},
        "words": KIND_WORDS,
        "about": ABOUT,
        "count": sum(map(len, held.values())),
    }
    essays = [(essay.slug, cited(essay, collection.glossary), essay.title) for essay, _ in newest]
    yield "study/index.md", "study.md", {**shared, "essays": essays, "few": FEW, "package": package}
    for kind, cards in held.items():
        yield f"study/{kind}.md", "study-list.md", {**shared, "kind": kind, "cards": cards}


def scripts(deck: Deck, collection: Collection) -> Iterator[tuple[str, str]]:
    """Path → script. `reader.cards` has a list for each kind, `reader.terms` one for each essay."""
    for kind, cards in deck.items():
        if cards:
            yield f"study/{kind}.js", _given("cards", kind, [_listed(card) for card in cards])
    for slug, (_, layers) in collection.essays.items():
        yield f"study/essays/{slug}.js", _given("terms", slug, essay_terms(layers))


def _listed(card: Card) -> list[object]:
    return [
        card.id, card.term, card.prompt, card.question, card.answer, card.more, card.source, card.path, card.language,
    ]  # fmt: skip


def _given(name: str, key: str, value: object) -> str:
    return f"(reader.{name}??={{}})[{_json(key)}]={_json(value)};\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
