"""A collection as it is compared with another: its words, and what is said of them, as plain values.

The same shape holds what was read of seeds (`of_collection`) and what a site shows (`sites.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from builder.anchors import lasts
from builder.collection import Collection
from builder.facts import country
from builder.ledger import Published, published_by
from builder.model import Annotations, Block, Essay
from builder.prose import unmarked
from builder.records import Alias, Development, Membership, Quotation, Reference
from builder.seeds import Seed

Facts = Mapping[str, tuple[str, ...]]  # what is said under a key, a line each


@dataclass(frozen=True, slots=True)
class Part:
    """A block: how it is called (“¶ 3”, “heading”), and its words."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a block, and the entry that it means; none where it was left alone. `reason` says why it is so."""

    block: str
    surface: str
    term: str
    linked: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """An editors' note. It is on no block where its quotation was not found."""

    block: str
    kind: str
    quote: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A cross-reference, from block to block."""

    block: str
    essay: str
    to: str
    reason: str


@dataclass(frozen=True)
class Text:
    """An essay. `parts` are keyed by id, in the order of the text."""

    title: str
    parts: Mapping[str, Part]
    facts: Facts = field(default_factory=dict)
    names: tuple[Named, ...] = ()
    remarks: tuple[Remark, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True)
class Edition:
    """`pages`, by address, are what tells each from another; `unread` are the files that no essay could be made of."""

    texts: Mapping[str, Text]
    entries: Mapping[str, Facts]
    settings: Facts
    published: Published
    pages: Mapping[str, str | bytes]
    unread: tuple[str, ...] = ()


def called(number: int | str | None, role: str) -> str:
    return f"¶ {number}" if number else role.replace("-", " ")


def of_collection(collection: Collection, pages: Mapping[str, str], unread: Iterable[str] = ()) -> Edition:
    """What was read. `pages`: path under docs/ → text, of those that are compared."""
    glossary = collection.glossary
    return Edition(
        {
            slug: _text(essay, layers, collection.seeds[slug], collection)
            for slug, (essay, layers) in collection.essays.items()
        },
        {
            term.id: _facts(term.record) | {"definition": (term.definition,), "more": term.paragraphs[1:]}
            for term in glossary.terms.values()
        },
        _facts(collection.record, {"moved", "removed"}),
        published_by(collection.essays, glossary.terms, collection.addresses),
        {
            path.removesuffix(".md").removesuffix("index") or "./": words
            for path, words in pages.items()
            if path.endswith(".md")
        },
        tuple(unread),
    )


def _text(essay: Essay, layers: Annotations, seed: Seed, collection: Collection) -> Text:
    glossary = collection.glossary

    def at(offset: int) -> str:
        return essay.block_at(offset).id

    names = [Named(at(m.span.start), essay.words(m.span), m.term, m.linked, m.reason) for m in layers.mentions]
    names += [Named(at(c.span.start), c.surface, "", False, c.reason) for c in layers.candidates]
    remarks = [
        Remark(
            at(note.span.start),
            note.kind,
            essay.words(note.span),
            unmarked(note.text, glossary),
            tuple(source.url or source.title for source in note.sources),
        )
        for note in layers.notes
    ]
    found = {(remark.kind, remark.text) for remark in remarks}
    remarks += [
        Remark("", note.kind, note.quote, words)
        for note in seed.sidecar.notes
        if (note.kind, words := unmarked(note.text, glossary)) not in found
    ]
    return Text(
        essay.title,
        {block.id: _part(essay, block) for block in essay.blocks if lasts(block.id)},
        _known(essay, seed),
        tuple(names),
        tuple(remarks),
        tuple(
            Tie(at(r.span.start), r.to_essay, collection.essays[r.to_essay][0].block_at(r.to_span.start).id, r.reason)
            for r in layers.references
        ),
    )


def _part(essay: Essay, block: Block) -> Part:
    return Part(called(block.number, block.role), essay.words(block.span))


def _known(essay: Essay, seed: Seed) -> Facts:
    """What is known of an essay, from its text or its sidecar."""
    seen = {
        "title": (essay.title,),
        "authors": tuple(", ".join(filter(None, (a.name, a.affiliation))) for a in essay.authors),
        **{key: (getattr(essay, key),) for key in ("published", "date", "venue", "url", "language", "rights")},
    }
    told = {"title", "authors", "notes", "see", "moved", "removed", *seen}
    return {key: rows for key, rows in (seen | _facts(seed.sidecar, told)).items() if any(rows)}


def _facts(record: BaseModel, without: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """What a record says beyond the defaults."""
    said = ((key, getattr(record, key)) for key in sorted(record.model_fields_set) if key not in without)
    return {key: rows for key, value in said if (rows := tuple(_rows(value)))}


def _rows(value: object) -> Iterator[str]:
    """A value in words, a line for each of what it lists."""
    if isinstance(value, BaseModel):
        yield from (f"{key}: {', '.join(rows)}" for key, rows in _facts(value).items())
    elif isinstance(value, Mapping):
        yield from (f"{key}: {', '.join(_rows(held))}" for key, held in value.items())
    elif isinstance(value, tuple):
        yield from (_spoken(one) for one in value)
    elif value not in (None, ""):
        yield str(value)


def _spoken(value: object) -> str:
    match value:
        case Membership():
            when = [f"{word} {date}" for word, date in (("from", value.since), ("to", value.until)) if date]
            return ", ".join(filter(None, (country(value.country), value.status, *when, value.note)))
        case Development():
            return f"{value.date}: {value.text}"
        case Reference():
            return " ".join(
                filter(None, (value.title, value.url, f"({', '.join(value.supports)})" * bool(value.supports)))
            )
        case Alias():
            return value.text if value.when == "always" else f"{value.text} ({value.when})"
        case Quotation():
            return f"“{value.quote}”, " + "; ".join(row for row in _rows(value) if not row.startswith("quote: "))
        case BaseModel():
            return "; ".join(_rows(value))
        case _:
            return str(value)
