"""All texts that a collection gives: the pages, and what is published beside them. Still only values."""

from __future__ import annotations

from collections import Counter

from builder import flashcards, indexing, study
from builder.citing import citations
from builder.collection import Collection
from builder.diagnostics import Diagnostic
from builder.exports import references
from builder.exports.anki import tsv
from builder.exports.annotations import annotations_jsonld
from builder.exports.datapackage import datapackage_json
from builder.exports.glossary import glossary_jsonld
from builder.exports.indexes import links_json
from builder.exports.memberships import memberships_csv
from builder.exports.search import Engine, engine, names_js, passages_js
from builder.exports.tei import tei
from builder.ledger import Published, published_by
from builder.pages import render


def outputs(collection: Collection, published: Published) -> dict[str, str]:
    """Paths under docs/ → contents; `published` is what must still resolve."""
    cited, deck = citations(collection), flashcards.deck(collection)
    files = render(collection, cited)
    for slug, (essay, layers) in collection.essays.items():
        files[f"essays/{slug}/text.txt"] = essay.text + "\n"
        files[f"essays/{slug}/annotations.jsonld"] = annotations_jsonld(
            essay, layers, collection.glossary, collection.record.language
        )
        files[f"essays/{slug}/{slug}.tei.xml"] = tei(collection, essay, layers, cited)
    files |= references.files(collection)
    files["glossary.jsonld"] = glossary_jsonld(collection.glossary, collection.record)
    files["links.json"] = links_json(collection.essays)
    files["memberships.csv"] = memberships_csv(collection.glossary)
    files |= search_files(collection, search_engine(collection)[0])
    files |= study.scripts(deck, collection)
    files["flashcards.tsv"] = tsv(deck, collection)
    here = published_by(collection.essays, collection.glossary.terms, collection.addresses)
    anchors = here.carrying(published)
    files["anchors.json"] = anchors.json()
    files["datapackage.json"] = datapackage_json(collection.record, files)
    for slug in anchors.texts.keys() - here.essays.keys():
        files[f"essays/{slug}/text.txt"] = anchors.texts[slug] + "\n"
    return files


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
    return "whole", [Diagnostic("seeds/collection.yml", 1, 1, "search-whole", message, hint, "warning")]
