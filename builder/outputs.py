"""All texts that a collection gives: the pages, and what is published beside them. Still only values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from builder import flashcards, indexing, pages, study
from builder.citing import Citations, citations
from builder.collection import Collection
from builder.diagnostics import Diagnostic
from builder.exports import references
from builder.exports.anki import tsv
from builder.exports.annotations import annotations_jsonld
from builder.exports.datapackage import TITLES, datapackage_json
from builder.exports.glossary import glossary_jsonld
from builder.exports.indexes import links_json
from builder.exports.memberships import memberships_csv
from builder.exports.search import Engine, engine, names_js, passages_js
from builder.exports.tei import tei
from builder.ledger import Published, published_by
from builder.model import Essay
from builder.shelf import Batch, Shelf
from builder.withholding import is_whole


def outputs(collection: Collection, published: Published) -> dict[str, str]:
    """Paths under docs/ → contents; `published` is what must still resolve."""
    cited = citations(collection)
    return shelf(collection, published, lambda _: cited, search_engine(collection)[0]).all()


def shelf(collection: Collection, published: Published, cite: Callable[[Essay], Citations], chosen: Engine) -> Shelf:
    """The same, each made when it is asked for. `cite` gives the citations of an essay."""
    record, glossary = collection.record, collection.glossary

    def file(path: str, make: Callable[[], str]) -> Batch:
        return Batch((path,), lambda: {path: make()})

    beside = [Batch((f"essays/{slug}/",), partial(_beside, collection, slug, cite)) for slug in collection.essays]
    tables = [
        Batch(references.NAMES, lambda: dict(references.of_all(collection))),
        file("glossary.jsonld", lambda: glossary_jsonld(glossary, record)),
        file("links.json", lambda: links_json(collection.essays)),
        file("memberships.csv", lambda: memberships_csv(glossary)),
        Batch(("search/",), lambda: search_files(collection, chosen)),
        Batch(("study/",), lambda: dict(study.scripts(flashcards.deck(collection), collection))),
        file("flashcards.tsv", lambda: tsv(flashcards.deck(collection), collection)),
        Batch(("anchors.json", "essays/"), lambda: _anchors(collection, published)),
        file("datapackage.json", lambda: datapackage_json(record, {path: made.get(path) or "" for path in TITLES})),
    ]
    made = Shelf([*pages.batches(collection, cite), *beside, *tables])
    return made


def _beside(collection: Collection, slug: str, cite: Callable[[Essay], Citations]) -> dict[str, str]:
    """The files in the folder of an essay."""
    essay, layers = collection.essays[slug]
    held = {
        "text.txt": essay.text + "\n",
        "annotations.jsonld": annotations_jsonld(essay, layers, collection.glossary, collection.record.language),
        f"{slug}.tei.xml": tei(collection, essay, layers, cite(essay)),
        **dict(references.of_essay(essay, collection)),
    }
    return {f"essays/{slug}/{name}": text for name, text in held.items()}


def _anchors(collection: Collection, published: Published) -> dict[str, str]:
    """What must resolve from now on, and the texts of essays that it is still owed of."""
    here = published_by(collection.essays, collection.glossary.terms, collection.addresses)
    anchors = here.carrying(published)
    left = [slug for slug in sorted(anchors.texts.keys() - here.essays.keys()) if is_whole(collection.seeds.get(slug))]
    return {"anchors.json": anchors.json()} | {f"essays/{slug}/text.txt": anchors.texts[slug] + "\n" for slug in left}


def search_files(collection: Collection, chosen: Engine) -> dict[str, str]:
    spoken = Counter(mention.term for _, layers in collection.essays.values() for mention in layers.mentions)
    return {
        "search/names.js": names_js(collection.essays, collection.glossary, spoken, chosen),
        "search/passages.js": passages_js(collection.essays, collection.glossary, chosen),
    }


def search_engine(collection: Collection) -> tuple[Engine, list[Diagnostic]]:
    """What looks through the essays: where Pagefind should and is not installed, the browser does, and that is told."""
    chosen = engine(collection.record.search, collection.essays)
    if chosen == "whole" or indexing.program():
        return chosen, []
    message = "Pagefind is not there for this machine: every search loads the whole text of the essays"
    hint = "Install it (pip install 'pagefind[bin]'), or write `search: whole`."
    return "whole", [Diagnostic("seeds/collection.yml", 1, 1, "search-whole", message, hint)]
