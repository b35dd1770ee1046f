"""Everything that was found → pages: the only module that knows Jinja2. Its templates escape by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from builder import concordance, entries, facts, filing, indexes, repairs, serialize, showcase, timeline
from builder.cards import cards
from builder.concordance import Essays
from builder.diagnostics import RULES
from builder.glossary import KINDS, MAIN_KINDS, Glossary, Term
from builder.model import Annotations, Block, CrossReference, Essay, Mention, OldAddress, Style
from builder.overviews import Whole, overviews
from builder.records import CollectionRecord
from builder.seeds import Seed
from builder.showcase import shorten
from builder.specimen import specimen

NOTE_WORDS = {
    "correction": "Correction",
    "name": "Name",
    "context": "Context",
    "question": "Open question",
    "translation": "Translation",
}
KIND_WORDS = {
    "organization": "Organizations", "court": "Courts", "treaty": "Treaties", "concept": "Concepts",
    "institution": "Institutions", "place": "Places", "person": "Persons", "event": "Events",
}  # fmt: skip
CONTENTS = 3  # the deepest headings that are listed
STRIPS = 10  # at most, for one essay
LANGUAGES = {"ru": "Russian", "fr": "French", "de": "German", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese"}


@dataclass(frozen=True)
class Collection:
    """All that the pages are made of. `essays` is keyed by slug, in the order of the slugs."""

    record: CollectionRecord
    glossary: Glossary
    essays: Essays
    seeds: Mapping[str, Seed]
    addresses: tuple[OldAddress, ...] = ()  # of pages that are elsewhere now, or gone


def render(collection: Collection) -> dict[str, str]:
    """Paths under docs/ → Markdown."""
    passages = concordance.concordance(collection.essays)
    places = concordance.places(passages)
    main = {term.id for term in collection.glossary.terms.values() if term.kind in MAIN_KINDS}
    together = concordance.together(collection.essays, main)
    spoken = Counter({term: sum(len(passage.mentions) for passage in held) for term, held in passages.items()})
    environment = _environment(collection)
    pages = {"index.md": environment.get_template("home.md").render(_home(collection, spoken))}
    for path, shown in _essay_lists(collection):
        pages[path] = environment.get_template("essays.md").render(shown)
    pages["glossary/index.md"] = environment.get_template("glossary.md").render(
        groups=showcase.index(collection.glossary), spoken=spoken, entries=len(collection.glossary.terms)
    )
    whole = Whole(collection.essays, collection.glossary, collection.record.edition, passages, places, together, spoken)
    for path, template, shown in overviews(whole):
        pages[f"overview/{path}"] = environment.get_template(f"overview/{template}").render(shown)
    pages["rules.md"] = environment.get_template("rules.md").render(rules=RULES)
    for slug, (essay, layers) in collection.essays.items():
        pages[f"essays/{slug}.md"] = environment.get_template("essay.md").render(_essay(collection, essay, layers))
    for term in collection.glossary.terms.values():
        related = entries.related(term.id, together.get(term.id, {}), places)
        entry = entries.entry(term, passages.get(term.id, ()), related, collection.glossary, collection.record.edition)
        pages[f"glossary/{term.id}.md"] = environment.get_template("entry.md").render(entry)
    reasons = {page.id: page.reason for page in collection.addresses if not page.to}
    for page in collection.addresses:
        pages[f"{page.id}.md"] = environment.get_template("gone.md").render(_gone(collection, page, reasons))
    return pages


def _environment(collection: Collection) -> Environment:
    environment = Environment(
        loader=PackageLoader("builder"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "spoken_date": facts.spoken_date,
        "country": facts.country,
        "front_matter": _front_matter,
        "anchor": lambda name: Markup(serialize.anchor(name)),  # noqa: S704 - escaped by serialize
        "plain": lambda text: Markup(serialize.plain(text)),  # noqa: S704 - escaped by serialize
        "coded": serialize.coded,
        "filed": filing.filed,
        "inverted": filing.inverted,
        "shorten": shorten,
        "prose": lambda text, root, carded=(): serialize.prose(text, collection.glossary, root, carded),
        "language": lambda code: LANGUAGES.get(code, code),
    }
    environment.globals |= {
        "collection": collection.record,
        "kinds": KIND_WORDS,
        "note_words": NOTE_WORDS,
        "long": serialize.LONG,
    }
    environment.globals["status_words"] = entries.STATUS_WORDS
    environment.globals |= {"part_of_time": timeline.spoken, "time_page": timeline.name, "letter_page": indexes.name}
    environment.globals["alone"] = timeline.ALONE
    return environment


def _front_matter(values: Mapping[str, object], origin: str) -> Markup:
    """The front matter of a generated page; it begins with the word that the page is generated.

    Every string is escaped for HTML: the theme puts titles and descriptions into pages as they are.
    """
    escaped = {key: _escaped(value) for key, value in values.items() if value}
    listed = yaml.safe_dump(escaped, allow_unicode=True, sort_keys=False, width=10**6)
    return Markup(f"---\n# generated from {origin}: edit that, not this\n{listed}---\n")  # noqa: S704 - YAML, not HTML


def _escaped(value: object) -> object:
    if isinstance(value, list):
        return [_escaped(entry) for entry in value]
    return str(escape(value)) if isinstance(value, str) else value


# ---------------------------------------------------------------------------------------------------------- essay page


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
        "description": showcase.standfirst(essay),
        "body": Markup(serialize.essay_markdown(essay, layers)),  # noqa: S704 - escaped by serialize
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
        "titled": any(block.role == "title" for block in essay.blocks),
        "mended": repairs.told(essay.repairs),
        "gone": _removed(layers.addresses),
        "lost_links": any(_lost_its_address(essay, style) for style in essay.styles),
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
        "passage": serialize.marked(other.text, block.span, within),
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


# --------------------------------------------------------------------------------------------------------- other pages


def _home(collection: Collection, spoken: Mapping[str, int]) -> dict[str, object]:
    glossary = collection.glossary
    newest = showcase.newest(collection.essays)[: len(showcase.ROOMS)]
    kinds = Counter(term.kind for term in glossary.terms.values())
    return {
        "essays": [showcase.listed(*pair, glossary, room) for pair, room in zip(newest, showcase.ROOMS, strict=False)],
        "all": len(collection.essays),
        "specimen": specimen(collection.essays, glossary),
        "rows": showcase.rows(showcase.spoken_of(glossary, spoken), newest[: showcase.STRIPS][::-1], spoken),
        "counts": [(kind, kinds[kind]) for kind in KINDS if kinds[kind]],
        "entries": len(glossary.terms),
    }


def _essay_lists(collection: Collection) -> Iterator[tuple[str, dict[str, object]]]:
    """The pages of the list of essays: essays/, then essays/all/2/ …"""
    listed = showcase.essay_pages(collection.essays, collection.glossary)
    shared = {"all": len(collection.essays), "index": showcase.years(collection.essays), "pages": len(listed)}
    for number, held in enumerate(listed, start=1):
        path, root = ("essays/index.md", "../") if number == 1 else (f"essays/all/{number}.md", "../../../")
        yield path, {"years": held, "page": number, "root": root, **shared}


def _gone(collection: Collection, page: OldAddress, reasons: Mapping[str, str]) -> dict[str, object]:
    """The page at an address that was left: where it is now, with a way on for every address of an essay's blocks."""
    section, _, name = page.to.partition("/")
    essay, layers = collection.essays.get(name, (None, Annotations())) if section == "essays" else (None, Annotations())
    term = collection.glossary.terms.get(name) if section == "glossary" else None
    blocks = essay.blocks if essay else ()
    old: dict[str, list[str]] = {block.id: [] for block in blocks}
    gone = [address for address in layers.addresses if address.to not in old]
    for address in layers.addresses:
        if address.to in old:
            old[address.to].append(address.id)
    return {
        "to": "" if page.to in reasons else page.to,
        "name": essay.title if essay else term.name if term else "",
        "reason": page.reason or reasons.get(page.to, ""),
        "blocks": [{"block": block, "old": old[block.id]} for block in blocks],
        "gone": [address.id for address in gone],
        "slug": name,
    }
