"""Flashcards of a collection: what is asked and answered, made of the glossary and the essays by rules.

The deck stays useful however many essays there are: the 500 entries that are mentioned most have cards; of each at most
two sentences, of different essays where there are several, four dates of which its members are asked, and six
countries; in all, at most 500 cards of a kind.

A card's id is made of what it is about (an entry, an essay, a paragraph, a date) and never of words that editors polish
or of its place among others, so that who takes in a newer deck finds what is known updated and nothing twice. What has
been given another address (`moved:`) keeps the id that it had first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, get_args

from builder import excerpts, gaps, standings
from builder.collection import Collection
from builder.concordance import Passage
from builder.facts import spoken_date
from builder.filing import cited
from builder.forms import Form
from builder.gaps import Gapped
from builder.glossary import Glossary, Term
from builder.model import Annotations, OldAddress, Span
from builder.prose import unmarked

Kind = Literal["meaning", "name", "short", "date", "members", "sentence"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KIND_WORDS: Mapping[Kind, str] = {
    "meaning": "Meanings", "name": "Names", "short": "Short forms", "date": "Dates", "members": "Members",
    "sentence": "Sentences",
}  # fmt: skip
TERMS = 500
MOST = 500
SENTENCES = 2
ESSAYS = 20  # that a card is filed under


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`question` has gaps where a name is hidden; `path` leads to the page, and the place on it, that `source` names.

    `essays`: the slugs of those that speak of the entry, the most mentions first; of a sentence, its own."""

    id: str
    kind: Kind
    term: str
    prompt: str
    question: Gapped
    answer: str
    more: str = ""
    source: str
    path: str
    language: str
    essays: tuple[str, ...]


@lru_cache(maxsize=1)  # pages, scripts and packages are made of it
def deck(collection: Collection) -> Mapping[Kind, tuple[Card, ...]]:
    """The cards of each kind, those of the most mentioned entries first. What has two answers is not asked.

    Nobody can change it: all who ask are given the same one."""
    made = _Maker(collection)
    terms = collection.glossary.terms.values()
    ranked = sorted(terms, key=lambda term: (-sum(made.spoken(term).values()), term.id))[:TERMS]
    cards = [card for term in ranked for card in made.cards(term)]
    chosen = [list(made.sentences(term)) for term in ranked]
    cards += [held[turn] for turn in range(SENTENCES) for held in chosen if len(held) > turn]  # all first ones first
    answers: dict[tuple[str, Gapped], set[str]] = {}
    for card in cards:
        answers.setdefault((card.prompt, card.question), set()).add(card.answer)
    clear = [card for card in cards if len(answers[card.prompt, card.question]) == 1]
    return MappingProxyType({kind: tuple(card for card in clear if card.kind == kind)[:MOST] for kind in KINDS})


def essay_terms(layers: Annotations) -> list[str]:
    """The entries that an essay names, the most mentioned first."""
    counted = Counter(mention.term for mention in layers.mentions if mention.named)
    return sorted(counted, key=lambda term: (-counted[term], term))


def _first(addresses: Iterable[OldAddress]) -> dict[str, str]:
    """Where an address leads → the first that led there, in the order in which editors list them."""
    found: dict[str, str] = {}
    for old in addresses:
        if old.to:
            found.setdefault(old.to, old.id)
    return found


class _Maker:
    """Makes the cards of the entries of one collection."""

    def __init__(self, collection: Collection) -> None:
        self.collection, self.glossary = collection, collection.glossary
        self.pages = _first(collection.addresses)
        self.claimed = _claims(self.glossary)
        self.forms: dict[str, list[Form]] = {}
        for form in self.glossary.forms:
            self.forms.setdefault(form.term, []).append(form)

    def passages(self, term: Term) -> Sequence[Passage]:
        return self.collection.passages.get(term.id, ())

    def spoken(self, term: Term) -> Counter[str]:
        """Slug → how often the essay mentions the term."""
        counted: Counter[str] = Counter()
        for passage in self.passages(term):
            counted[passage.essay.slug] += len(passage.mentions)
        return counted

    def cards(self, term: Term) -> Iterator[Card]:
        yield from self._dates(term) if term.kind == "event" else self._meanings(term)
        yield from self._acronyms(term)
        dates = {passage.essay.date for passage in self.passages(term) if passage.essay.date}
        for one in standings.questions(term, dates, self.collection.record.edition):
            asked = self._card("members", term, one.prompt, (one.question,), one.answer, one.more, key=f"/{one.key}")
            yield replace(asked, path=f"{asked.path}#members")

    def _meanings(self, term: Term) -> Iterator[Card]:
        """The definition of a name; and the name of a definition, where enough is left of it without the name."""
        who, definition = "Who" if term.kind == "person" else "What", unmarked(term.definition, self.glossary)
        yield self._card("meaning", term, f"{who} is this?", (_full(term),), definition)
        named = gaps.telling(term, self.forms[term.id]).finditer(definition)
        words = gaps.gapped(definition, (Span(*match.span()) for match in named))
        if gaps.enough(words, excerpts.SHOWN):
            yield self._card("name", term, f"{who} is described here?", words, _full(term))

    def _dates(self, term: Term) -> Iterator[Card]:
        began, ended = term.record.date, term.record.end
        if began:
            told = f"{spoken_date(began)} to {spoken_date(ended)}" if ended else spoken_date(began)
            more = unmarked(term.definition, self.glossary)
            yield self._card("date", term, "When was this?", (term.name,), told, more)

    def _acronyms(self, term: Term) -> Iterator[Card]:
        """What a short form stands for, unless it is that of two entries; and the short form of a name."""
        short = [form for form in (term.record.short, term.record.short_official) if _is_acronym(form, term)]
        told = " or ".join(short)
        if short and all(self.claimed[form.casefold()] == {term.id} for form in short):
            yield self._card("short", term, "What does it stand for?", (told,), term.name, key="/full")
        if short:
            yield self._card("short", term, "What is its short form?", (term.name,), told)

    def _card(
        self, kind: Kind, term: Term, prompt: str, question: Gapped, answer: str, more: str = "", key: str = ""
    ) -> Card:
        spoken = self.spoken(term)
        return Card(
            id=f"{kind}/{self._known('glossary', term.id)}{key}",
            kind=kind,
            term=term.id,
            prompt=prompt,
            question=question,
            answer=answer,
            more=more,
            source=f"Glossary: {term.label}",
            path=f"glossary/{term.id}/",
            language=self.collection.record.language,
            essays=tuple(sorted(spoken, key=lambda slug: (-spoken[slug], slug))[:ESSAYS]),
        )

    def sentences(self, term: Term) -> Iterator[Card]:
        telling = gaps.telling(term, self.forms[term.id])
        for passage, words in excerpts.chosen(self.passages(term), telling, SENTENCES):
            essay, layers = self.collection.essays[passage.essay.slug]
            block = _first(layers.addresses).get(passage.block.id, passage.block.id)
            hidden = list(dict.fromkeys(gaps.hidden(words)))
            yield Card(
                id=f"sentence/{self._known('glossary', term.id)}/{self._known('essays', essay.slug)}/{block}",
                kind="sentence",
                term=term.id,
                prompt="Which name is left out?" if len(hidden) == 1 else "Which names are left out?",
                question=words,
                answer="; ".join(hidden),
                more="" if _full(term) in hidden else _full(term),
                source=f"{cited(essay, self.glossary)}, ¶ {passage.block.number}",
                path=f"essays/{essay.slug}/#{passage.block.id}",
                language=essay.language,
                essays=(essay.slug,),
            )

    def _known(self, section: str, name: str) -> str:
        """By what name a page was first published."""
        return self.pages.get(f"{section}/{name}", name).rpartition("/")[2]


def _claims(glossary: Glossary) -> dict[str, set[str]]:
    """Each name → the entries that have it."""
    claimed: dict[str, set[str]] = {}
    for term in glossary.terms.values():
        for name in term.names:
            claimed.setdefault(name.casefold(), set()).add(term.id)
    return claimed


def _full(term: Term) -> str:
    """“Collective Security Treaty Organization (CSTO)”."""
    short = term.record.short
    return f"{term.name} ({short})" if short and short not in term.name else term.name


def _is_acronym(form: str, term: Term) -> bool:
    """A word with two capitals or figures at least, and not the name itself."""
    return form != term.name and " " not in form and sum(letter.isupper() or letter.isdigit() for letter in form) > 1
