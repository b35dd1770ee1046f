"""What the page of an essay shows: its text with the layers over it, its contents, strips, notes and cards, and how to
cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from builder import concordance, downloads, repairs, serialize, showcase
from builder.cards import cards
from builder.citing import Citations
from builder.collection import Collection
from builder.exports import metadata, references
from builder.extras import PDF
from builder.glossary import MAIN_KINDS, Term
from builder.model import Annotations, Block, CrossReference, Essay, Mention, OldAddress, Style
from builder.showcase import shorten
from builder.splicing import marked
from builder.works import both

CONTENTS = 3  # the deepest headings that are listed
STRIPS = 10  # at most


def essay_page(collection: Collection, essay: Essay, layers: Annotations, citations: Citations) -> dict[str, object]:
    """What the template is given."""
    shown = _essay(collection, essay, layers) | _cited(collection, essay, citations) | _head(collection, essay)
    return shown | {"edits": _edits(collection, essay), "report": reported(collection, f"essays/{essay.slug}/")}


def _essay(collection: Collection, essay: Essay, layers: Annotations) -> dict[str, object]:
    terms = collection.glossary.terms
    mentions = concordance.by_term(layers)
    shown = cards(essay, layers, collection.glossary, collection.record.edition)
    events = sorted(
        (terms[term] for term in mentions if terms[term].kind == "event"),
        key=lambda term: (term.record.date or "", term.id),
    )
    return {
        "essay": essay,
        "unsure": collection.seeds[essay.slug].sidecar.unsure,
        "byline": ", ".join(author.name for author in essay.authors),
        "body": Markup(serialize.essay_markdown(essay, layers)),  # noqa: S704 - escaped
        "minutes": showcase.minutes(essay),
        "notes": [{"note": note, "block": essay.block_at(note.span.start)} for note in layers.notes],
        "references": [_reference(collection, essay, reference) for reference in layers.references],
        "strips": [_strip(terms[term], essay, held) for term, held in _often(mentions, terms)],
        "events": [{"term": term, "block": _first_block(essay, mentions[term.id])} for term in events],
        "top": next((block.id for block in essay.blocks if block.role == "title"), essay.blocks[0].id),
        "words": lambda block: essay.words(block.span),
        "contents": [block for block in essay.blocks if block.role == "heading" and block.level <= CONTENTS],
        "cards": shown,
        "carded": {card.term.id for card in shown},
        "files": downloads.of_essay(),
        "titled": any(block.role == "title" for block in essay.blocks),
        "mended": repairs.told(essay.repairs),
        "gone": _removed(layers.addresses),
        "lost_links": any(_lost_its_address(essay, style) for style in essay.styles),
    }


def _edits(collection: Collection, essay: Essay) -> list[tuple[str, str]]:
    """The text and its sidecar at the host's editor; a sidecar that is not there yet, as a new file."""
    repository, document = collection.repository, collection.seeds[essay.slug].document
    if not repository:
        return []
    notes = repository.edit(document.path) if document.root else repository.new(document.path)
    edits = (("text", repository.edit(essay.path)), ("sidecar (notes, dates)", notes))
    return [(words, address) for words, address in edits if address]


def reported(collection: Collection, page: str) -> dict[str, str]:
    """Where a mistake on a page is reported: a form that takes the paragraph too, or the list of all reports."""
    repository = collection.repository
    if not repository:
        return {}
    return {"form": repository.report(collection.leads(page) or page), "list": repository.issues}


def _head(collection: Collection, essay: Essay) -> dict[str, object]:
    """What programs read in the head of the page."""
    description = showcase.standfirst(essay)
    return {
        "description": description,
        "citation": metadata.highwire(essay, collection, PDF.there),
        "graph": metadata.open_graph(essay, collection, description),
        "linked": metadata.linked_data(essay, collection, description),
    }


def _cited(collection: Collection, essay: Essay, citations: Citations) -> dict[str, object]:
    """How to cite the essay, and its edition here; and the first paragraph, as an example."""
    return {
        "works": [
            {"name": name, "citations": citations.get(work.key, ()), "files": references.forms([work], work.key)}
            for name, work in both(essay, collection).items()
        ],
        "first": next((block for block in essay.blocks if block.number), None),
    }


def _removed(addresses: Sequence[OldAddress]) -> list[dict[str, object]]:
    """The reasons why blocks are gone, each with the addresses that lead to it."""
    older: dict[str, list[str]] = {}
    for old in addresses:
        older.setdefault(old.to, []).append(old.id)
    reasons: dict[str, list[str]] = {}
    for stone in addresses:
        if not stone.to:
            reasons.setdefault(stone.reason, []).extend([stone.id, *older.get(stone.id, ())])
    return [{"reason": reason, "ids": ids} for reason, ids in reasons.items()]


def _lost_its_address(essay: Essay, style: Style) -> bool:
    """Words that were a link: an `<a>` without an address, or what editors' tools leave of one in plain text."""
    return (style.tag == "a" and not style.href) or (style.tag == "u" and essay.path.endswith(".txt"))


def _reference(collection: Collection, essay: Essay, reference: CrossReference) -> dict[str, object]:
    other = collection.essays[reference.to_essay][0]
    block = other.block_at(reference.to_span.start)
    words = other.words(reference.to_span) if reference.explicit else shorten(other.words(block.span), 140)
    within = [reference.to_span] if reference.explicit else []
    return {
        "reference": reference,
        "block": essay.block_at(reference.span.start),
        "other": other,
        "to": block,
        "words": words,
        "passage": marked(other.text, block.span, within),
    }


def _often(mentions: Mapping[str, Sequence[Mention]], terms: Mapping[str, Term]) -> list[tuple[str, Sequence[Mention]]]:
    """The terms of an essay worth a strip, the most mentioned first: a single mention shows no pattern."""
    seen: dict[str, Sequence[Mention]]
    seen = {term: [m for m in held if m.named or m.linked] for term, held in mentions.items()}  # what the page can show
    told = [(term, held) for term, held in seen.items() if terms[term].kind in MAIN_KINDS and len(held) > 1]
    return sorted(told, key=lambda pair: (-len(pair[1]), pair[0]))[:STRIPS]


def _strip(term: Term, essay: Essay, mentions: Sequence[Mention]) -> dict[str, object]:
    """Where in the essay a term is mentioned: marks at thousandths of its length."""
    marks = [{"x": concordance.thousandths(essay, m), "block": essay.block_at(m.span.start)} for m in mentions]
    return {"term": term, "marks": marks}


def _first_block(essay: Essay, mentions: Sequence[Mention]) -> Block:
    return essay.block_at(mentions[0].span.start)
