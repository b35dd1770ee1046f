"""Everything that was found → pages. Their templates escape by themselves."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

import yaml
from markupsafe import Markup, escape

from builder import (
    concordance,
    downloads,
    entries,
    facts,
    filing,
    flashcards,
    indexes,
    missing,
    prose,
    serialize,
    showcase,
    study,
    templating,
    timeline,
)
from builder.citing import FIRST, NO_CITATIONS, Citations
from builder.collection import Collection
from builder.concordance import Passage
from builder.essay_pages import essay_page, reported
from builder.exports import metadata
from builder.exports.memberships import COLUMNS
from builder.extras import FLASHCARDS, PDF
from builder.glossary import KINDS, MAIN_KINDS, Term
from builder.grounds import Grounds
from builder.licences import commons
from builder.model import Annotations, Essay, OldAddress
from builder.notes import NOTE_WORDS
from builder.overviews import Shown, Whole, overviews
from builder.rules import RULES
from builder.shelf import Batch, Shelf
from builder.showcase import shorten
from builder.specimen import specimen
from builder.splicing import plain
from builder.templating import Environment

KIND_WORDS = {
    "organization": "Organizations", "court": "Courts", "treaty": "Treaties", "concept": "Concepts",
    "institution": "Institutions", "place": "Places", "person": "Persons", "event": "Events",
}  # fmt: skip
FEED = 100  # essays in the feed
TAKEN = 20  # essays whose files are listed together
LANGUAGES = {"ru": "Russian", "fr": "French", "de": "German", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese"}


def render(collection: Collection, citations: Citations = NO_CITATIONS) -> dict[str, str]:
    """Paths under docs/ → Markdown. `citations` by the keys of works, where there are."""
    return Shelf(batches(collection, lambda _: citations)).all()


def differing(one: Collection, other: Collection) -> tuple[dict[str, str], dict[str, str]]:
    """The pages of two collections as `render` makes them, but for most of those that are the same in both."""
    first, second = (Shelf(batches(collection, lambda _: NO_CITATIONS)) for collection in (one, other))
    return first.differing(second)


def batches(collection: Collection, cite: Callable[[Essay], Citations]) -> Iterator[Batch]:
    """The pages, to be made when they are asked for. `cite` gives the citations of an essay."""
    environment, whole, grounds = _environment(collection), cache(partial(_whole, collection)), Grounds(collection)

    def together(*names: str, of: Callable[[], Iterable[Shown]]) -> Batch:
        return Batch(names, lambda: {path: environment.get_template(name).render(held) for path, name, held in of()})

    def page(
        path: str, template: str, show: Callable[[], dict[str, object]], of: Callable[[], object] | None = None
    ) -> Batch:
        return replace(together(path, of=lambda: [(path, template, show())]), of=of)

    yield page("index.md", "home.md", lambda: _home(collection, whole().spoken))
    yield together("essays/index.md", "essays/all/", of=lambda: _essay_lists(collection))
    yield page("glossary/index.md", "glossary.md", lambda: _index(collection, whole().spoken))
    yield together("overview/index.md", "overview/", of=lambda: _overviews(whole()))
    yield page("downloads/index.md", "downloads.md", lambda: _downloads(collection))
    yield page("feed.xml", "feed.xml", lambda: _feed(collection))
    yield together("study/index.md", "study/", of=lambda: _study(collection))
    yield together("missing/", of=lambda: missing.pages(collection))
    yield page("rules.md", "rules.md", lambda: {"rules": RULES})
    for slug, (essay, layers) in collection.essays.items():
        show = partial(_essay, collection, essay, layers, cite)
        yield page(f"essays/{slug}.md", "essay.md", show, partial(grounds.of_essay, essay, layers))
    for term in collection.glossary.terms.values():
        made_of = partial(_made_of, grounds, term, whole)
        yield page(f"glossary/{term.id}.md", "entry.md", partial(_entry, collection, term, whole), made_of)
    reasons = {page.id: page.reason for page in collection.addresses if not page.to}
    for old in collection.addresses:
        yield page(f"{old.id}.md", "gone.md", partial(_gone, collection, old, reasons))


def _whole(collection: Collection) -> Whole:
    passages = collection.passages
    main = {term.id for term in collection.glossary.terms.values() if term.kind in MAIN_KINDS}
    mentions = [(essay, layers.mentions) for essay, layers in collection.essays.values()]
    beside = partial(concordance.together, collection.essays, main)
    spoken = Counter({term: sum(len(passage.mentions) for passage in held) for term, held in passages.items()})
    together = collection.memory.made("together", (main, mentions), beside)
    places = concordance.places(passages)
    edition = collection.record.edition
    return Whole(collection.essays, collection.glossary, edition, passages, places, together, spoken)


def _overviews(whole: Whole) -> Iterator[Shown]:
    for path, template, shown in overviews(whole):
        yield f"overview/{path}", f"overview/{template}", shown


def _study(collection: Collection) -> Iterator[Shown]:
    return study.pages(flashcards.deck(collection), collection, FLASHCARDS.there)


def _index(collection: Collection, spoken: Mapping[str, int]) -> dict[str, object]:
    glossary = collection.glossary
    return {"groups": showcase.index(glossary), "spoken": spoken, "entries": len(glossary.terms)}


def _essay(
    collection: Collection, essay: Essay, layers: Annotations, cite: Callable[[Essay], Citations]
) -> dict[str, object]:
    return essay_page(collection, essay, layers, cite(essay))


def _spoken(term: Term, whole: Whole) -> tuple[Sequence[Passage], list[dict[str, object]]]:
    """The passages that speak of an entry, and the entries that they speak of, too."""
    related = entries.related(term.id, whole.together.get(term.id, {}), whole.places)
    return whole.passages.get(term.id, ()), related


def _made_of(grounds: Grounds, term: Term, whole: Callable[[], Whole]) -> object:
    return grounds.of_entry(term, *_spoken(term, whole()))


def _entry(collection: Collection, term: Term, whole: Callable[[], Whole]) -> dict[str, object]:
    return {
        **entries.entry(term, *_spoken(term, whole()), collection.glossary, whole().edition),
        "edit": collection.repository and collection.repository.edit(term.path),
        "report": reported(collection, f"glossary/{term.id}/"),
    }


def _environment(collection: Collection) -> Environment:
    environment = templating.environment()
    environment.filters |= {
        "spoken_date": facts.spoken_date,
        "country": facts.country,
        "front_matter": _front_matter,
        "anchor": lambda name: Markup(serialize.anchor(name)),  # noqa: S704 - escaped
        "plain": lambda text: Markup(plain(text)),  # noqa: S704 - escaped
        "coded": serialize.coded,
        "moment": lambda date: f"{facts.first_day(date)}T00:00:00Z",
        "coins": lambda essay: metadata.coins(essay, collection),
        "filed": filing.filed,
        "inverted": filing.inverted,
        "shorten": shorten,
        "prose": lambda text, root, carded=(): prose.html(text, collection.glossary, root, carded),
        "language": lambda code: LANGUAGES.get(code, code),
    }
    environment.globals |= {
        "collection": collection.record,
        "missing": FIRST,
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

    Every string is escaped for HTML: the theme puts titles and descriptions into pages as they are. Lists are for our
    own templates, which escape.
    """
    escaped = {key: str(escape(value)) if isinstance(value, str) else value for key, value in values.items() if value}
    listed = yaml.safe_dump(escaped, allow_unicode=True, sort_keys=False, width=10**6)
    return Markup(f"---\n# generated from {origin}: edit that, not this\n{listed}---\n")  # noqa: S704 - YAML, not HTML


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


def _essay_lists(collection: Collection) -> Iterator[Shown]:
    """The pages of the list of essays: essays/, then essays/all/2/ …"""
    listed = showcase.essay_pages(collection.essays, collection.glossary)
    shared = {"all": len(collection.essays), "index": showcase.years(collection.essays), "pages": len(listed)}
    for number, held in enumerate(listed, start=1):
        path, root = ("essays/index.md", "../") if number == 1 else (f"essays/all/{number}.md", "../../../")
        yield path, "essays.md", {"years": held, "page": number, "root": root, **shared}


def _downloads(collection: Collection) -> dict[str, object]:
    asked = FLASHCARDS.there and any(flashcards.deck(collection).values())
    known = commons(collection.record.license)
    made = {"pdf": PDF.there, "cards": asked, "sitemap": bool(collection.address)}
    belonging = (term.id for term in collection.glossary.terms.values() if term.record.members)
    return {
        "essays": [essay for essay, _ in showcase.newest(collection.essays)],
        "shown": TAKEN,
        "kinds": downloads.of_essay(),
        "made": made | {"offline": downloads.OFFLINE if collection.offline else ""},
        "licence": known.name if known else "",
        "columns": COLUMNS,
        "example_id": next(belonging, "id"),
    }


def _feed(collection: Collection) -> dict[str, object]:
    newest = showcase.newest(collection.essays)[:FEED]
    site = uuid.uuid5(uuid.NAMESPACE_URL, collection.address or collection.record.title)
    return {
        "items": [showcase.listed(*pair, collection.glossary) for pair in newest],
        "address": collection.address,
        "identity": lambda slug: uuid.uuid5(site, slug).urn,
    }


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
