"""Everything that was found → pages: the only module that knows Jinja2. Its templates escape by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from builder import facts, repairs, serialize
from builder.concordance import Passage, by_date, concordance
from builder.diagnostics import RULES
from builder.glossary import KINDS, Glossary, Term
from builder.model import Annotations, Block, CrossReference, Essay, Mention, OldAddress, Style
from builder.records import CollectionRecord
from builder.seeds import Seed

WORDS_A_MINUTE = 230  # silent reading of English non-fiction: Brysbaert 2019, 238 words a minute, notes aside
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
RELATED = 8  # entries shown as related
NEWEST = 6  # essays on the first page; the others are on the list
STRIPS = 10  # at most, for one essay
STRIP_KINDS = ("organization", "court", "treaty", "concept")
LANGUAGES = {"ru": "Russian", "fr": "French", "de": "German", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese"}


Essays = Mapping[str, tuple[Essay, Annotations]]


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
    passages = concordance(collection.essays)
    together = _together(collection)
    spoken = {term: sum(len(passage.mentions) for passage in held) for term, held in passages.items()}
    environment = _environment(collection)
    pages = {"index.md": environment.get_template("home.md").render(_home(collection, spoken))}
    pages["essays/index.md"] = environment.get_template("essays.md").render(_list(collection))
    pages["glossary/index.md"] = environment.get_template("glossary.md").render(_index(collection, spoken))
    pages["rules.md"] = environment.get_template("rules.md").render(rules=RULES)
    for slug, (essay, layers) in collection.essays.items():
        pages[f"essays/{slug}.md"] = environment.get_template("essay.md").render(_essay(collection, essay, layers))
    for term in collection.glossary.terms.values():
        entry = _entry(collection, term, passages.get(term.id, ()), together.get(term.id, Counter()))
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
        "prose": lambda text, root: serialize.prose(text, collection.glossary, root),
        "language": lambda code: LANGUAGES.get(code, code),
    }
    environment.globals |= {"collection": collection.record, "kinds": KIND_WORDS, "note_words": NOTE_WORDS}
    return environment


def _front_matter(values: Mapping[str, object], origin: str) -> Markup:
    """The front matter of a generated page; it begins with the word that the page is generated.

    Every string is escaped for HTML: the theme and its search put titles, tags and descriptions into pages as they are.
    """
    escaped = {key: _escaped(value) for key, value in values.items() if value}
    listed = yaml.safe_dump(escaped, allow_unicode=True, sort_keys=False, width=10**6)
    return Markup(f"---\n# generated from {origin}: edit that, not this\n{listed}---\n")  # noqa: S704 - YAML, not HTML


def _escaped(value: object) -> object:
    if isinstance(value, list):
        return [_escaped(entry) for entry in value]
    return str(escape(value)) if isinstance(value, str) else value


def minutes(essay: Essay) -> int:
    return max(1, round(len(essay.text.split()) / WORDS_A_MINUTE))


# ---------------------------------------------------------------------------------------------------------- essay page


def _essay(collection: Collection, essay: Essay, layers: Annotations) -> dict[str, object]:
    terms = collection.glossary.terms
    mentions: dict[str, list[Mention]] = {}
    for mention in layers.mentions:
        mentions.setdefault(mention.term, []).append(mention)
    linked = sorted({mention.term for mention in layers.mentions if mention.linked})
    events = sorted(
        (terms[term] for term in mentions if terms[term].kind == "event"),
        key=lambda term: (term.record.date or "", term.id),
    )
    return {
        "essay": essay,
        "unsure": collection.seeds[essay.slug].sidecar.unsure,
        "byline": ", ".join(author.name for author in essay.authors),
        "description": _standfirst(essay),
        "body": Markup(serialize.essay_markdown(essay, layers)),  # noqa: S704 - escaped by serialize
        "minutes": minutes(essay),
        "notes": [{"note": note, "block": essay.block_at(note.span.start)} for note in layers.notes],
        "references": [_reference(collection, essay, reference) for reference in layers.references],
        "strips": [_strip(terms[term], essay, held) for term, held in _often(mentions, terms)],
        "events": [{"term": term, "block": _first_block(essay, mentions[term.id])} for term in events],
        "cards": [_card(terms[term], essay, mentions[term], collection.record.edition) for term in linked],
        "titled": any(block.role == "title" for block in essay.blocks),
        "mended": repairs.told(essay.repairs),
        "gone": _removed(layers.addresses),
        "lost_links": any(_lost_its_address(essay, style) for style in essay.styles),
    }


def _removed(addresses: Sequence[OldAddress]) -> list[dict[str, object]]:
    """The reasons why blocks are gone, each with the addresses that lead to it."""
    reasons: dict[str, list[str]] = {}
    for stone in addresses:
        if not stone.to:
            reasons.setdefault(stone.reason, []).extend(
                [stone.id, *(old.id for old in addresses if old.to == stone.id)]
            )
    return [{"reason": reason, "ids": ids} for reason, ids in reasons.items()]


def _lost_its_address(essay: Essay, style: Style) -> bool:
    """Words that were a link: an `<a>` without an address, or what editors' tools leave of one in plain text."""
    return (style.tag == "a" and not style.href) or (style.tag == "u" and essay.path.endswith(".txt"))


def _standfirst(essay: Essay) -> str:
    """The standfirst, or the first words of the text, as plain text."""
    block = next((b for b in essay.blocks if b.role == "standfirst"), None) or next(
        (b for b in essay.blocks if b.role == "paragraph"), None
    )
    return shorten(essay.words(block.span), 240) if block else ""


def shorten(text: str, limit: int) -> str:
    """The text, cut at a word where it is longer than `limit` characters."""
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0].rstrip(',;:–—- ')} …"


def _reference(collection: Collection, essay: Essay, reference: CrossReference) -> dict[str, object]:
    other = collection.essays[reference.to_essay][0]
    block = other.block_at(reference.to_span.start)
    words = other.words(reference.to_span) if reference.explicit else shorten(other.words(block.span), 140)
    return {
        "reference": reference,
        "block": essay.block_at(reference.span.start),
        "other": other,
        "to": block,
        "words": words,
    }


def _often(mentions: Mapping[str, Sequence[Mention]], terms: Mapping[str, Term]) -> list[tuple[str, Sequence[Mention]]]:
    """The terms of an essay worth a strip, the most mentioned first: a single mention shows no pattern."""
    told = [(term, held) for term, held in mentions.items() if terms[term].kind in STRIP_KINDS and len(held) > 1]
    return sorted(told, key=lambda pair: (-len(pair[1]), pair[0]))[:STRIPS]


def _strip(term: Term, essay: Essay, mentions: Sequence[Mention]) -> dict[str, object]:
    """Where in the essay a term is mentioned: marks at thousandths of its length."""
    marks = [
        {"x": round(1000 * m.span.start / len(essay.text)), "block": essay.block_at(m.span.start)} for m in mentions
    ]
    return {"term": term, "marks": marks}


def _first_block(essay: Essay, mentions: Sequence[Mention]) -> Block:
    return essay.block_at(mentions[0].span.start)


def _card(term: Term, essay: Essay, mentions: Sequence[Mention], edition: str) -> dict[str, object]:
    blocks = list(dict.fromkeys(essay.block_at(mention.span.start) for mention in mentions))
    return {
        "term": term,
        "then": facts.summary(term, essay.date) if essay.date else "",
        "since": facts.since(term, essay.date, edition) if essay.date else [],
        "count": len(mentions),
        "blocks": [block for block in blocks if block.number],
        "why": next(mention.reason for mention in mentions if mention.linked),
    }


# ---------------------------------------------------------------------------------------------------------- entry page


def _entry(collection: Collection, term: Term, held: Sequence[Passage], together: Counter[str]) -> dict[str, object]:
    terms = collection.glossary.terms
    related = sorted(together, key=lambda other: (-together[other], other))[:RELATED]
    return {
        "term": term,
        "names": [] if term.kind == "event" else list(term.names),
        "description": str(serialize.prose(term.definition, collection.glossary, "").striptags()),
        "groups": [_group(list(group)) for _, group in groupby(held, key=lambda passage: passage.essay.slug)],
        "count": sum(len(passage.mentions) for passage in held),
        "as_written": _as_written(collection, held),
        "standings": facts.standings(term.record.members, collection.record.edition),
        "members": sorted(term.record.members, key=lambda m: (m.since or "9999", facts.country(m.country))),
        "related": [{"term": terms[other], "shared": together[other]} for other in related],
        "about": [terms[name] for name in term.record.about if name in terms],
    }


def _group(passages: Sequence[Passage]) -> dict[str, object]:
    """The passages of one essay."""
    essay = passages[0].essay
    lines = []
    for passage in sorted(passages, key=lambda passage: passage.sentence):
        around = [serialize.marked(essay.text, span, ()) if span else "" for span in (passage.before, passage.after)]
        lines.append(
            {
                "block": passage.block,
                "words": serialize.marked(essay.text, passage.sentence, [mention.span for mention in passage.mentions]),
                "around": around if any(around) else [],
                "named": any(mention.named for mention in passage.mentions),
            }
        )
    return {"essay": essay, "lines": lines, "count": sum(len(passage.mentions) for passage in passages)}


def _as_written(collection: Collection, passages: Sequence[Passage]) -> list[tuple[str, int]]:
    """The surface forms in the essays, the most frequent first."""
    counted = Counter(p.essay.words(mention.span) for p in passages for mention in p.mentions if mention.named)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _together(collection: Collection) -> dict[str, Counter[str]]:
    """Term id → the terms of the main kinds that share paragraphs with it, and how many they share."""
    shared: dict[str, Counter[str]] = {}
    for essay, layers in collection.essays.values():
        spoken: dict[str, set[str]] = {}
        for mention in layers.mentions:
            spoken.setdefault(essay.block_at(mention.span.start).id, set()).add(mention.term)
        for terms in spoken.values():
            main = {term for term in terms if collection.glossary.terms[term].kind in STRIP_KINDS}
            for term in terms:
                shared.setdefault(term, Counter()).update(main - {term})
    return shared


# --------------------------------------------------------------------------------------------------------- other pages


def _home(collection: Collection, spoken: Mapping[str, int]) -> dict[str, object]:
    terms = [term for term in collection.glossary.terms.values() if term.kind in STRIP_KINDS]
    often = sorted(terms, key=lambda term: (-spoken.get(term.id, 0), term.id))[:12]
    listed = list(reversed(by_date(collection.essays)))[:NEWEST]
    return {
        "essays": [_listed(collection, essay, layers) for essay, layers in listed],
        "all": len(collection.essays),
        "often": [{"term": term, "count": spoken.get(term.id, 0)} for term in often],
        "notes": sum(len(layers.notes) for _, layers in collection.essays.values()),
        "entries": len(collection.glossary.terms),
        "passages": sum(spoken.values()),
    }


def _list(collection: Collection) -> dict[str, object]:
    return {"essays": [_listed(collection, essay, layers) for essay, layers in by_date(collection.essays)]}


def _listed(collection: Collection, essay: Essay, layers: Annotations) -> dict[str, object]:
    return {
        "essay": essay,
        "standfirst": _standfirst(essay),
        "minutes": minutes(essay),
        "notes": len(layers.notes),
        "terms": list(_main(collection, layers)),
    }


def _main(collection: Collection, layers: Annotations, most: int = 6) -> Iterator[Term]:
    counted = Counter(mention.term for mention in layers.mentions if mention.named)
    terms = collection.glossary.terms
    organizations = (term for term in counted if terms[term].kind == "organization")
    for term in sorted(organizations, key=lambda term: (-counted[term], term))[:most]:
        yield terms[term]


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


def _index(collection: Collection, spoken: Mapping[str, int]) -> dict[str, object]:
    groups = []
    for kind in KINDS:
        terms = [term for term in collection.glossary.terms.values() if term.kind == kind]
        if terms:
            terms.sort(
                key=lambda term: (
                    (term.record.date or "", term.id) if kind == "event" else (term.name.casefold(), term.id)
                )
            )
            groups.append({"kind": kind, "terms": [{"term": term, "count": spoken.get(term.id, 0)} for term in terms]})
    return {"groups": groups}
