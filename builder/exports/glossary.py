"""The glossary as a SKOS concept scheme in JSON-LD (https://www.w3.org/TR/skos-reference/)."""

from __future__ import annotations

import json

from builder.glossary import Glossary, Term
from builder.prose import unmarked
from builder.records import CollectionRecord

CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "exactMatch": {"@id": "skos:exactMatch", "@type": "@id"},
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "homepage": {"@id": "foaf:homepage", "@type": "@id"},
    "source": {"@id": "dct:source", "@type": "@id"},
}


def glossary_jsonld(glossary: Glossary, collection: CollectionRecord) -> str:
    scheme = {
        "@id": "glossary/",
        "@type": "skos:ConceptScheme",
        "dct:title": {"@value": collection.title, "@language": collection.language},
    }
    graph = [scheme, *(_concept(term, glossary, collection.language) for term in glossary.terms.values())]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _concept(term: Term, glossary: Glossary, language: str) -> dict[str, object]:
    record = term.record
    alternative = [{"@value": name, "@language": language} for name in (record.short, record.short_official) if name]
    alternative += [{"@value": alias.text, "@language": language} for alias in record.aliases if alias.when == "always"]
    alternative += [{"@value": name, "@language": code} for code, names in record.names.items() for name in names[:-1]]
    concept: dict[str, object] = {
        "@id": f"glossary/{term.id}/",
        "@type": "skos:Concept",
        "inScheme": "glossary/",
        "skos:notation": term.id,
        # SKOS allows one preferred label a language: the last name written is the full one.
        "skos:prefLabel": [
            {"@value": record.name, "@language": language},
            *({"@value": names[-1], "@language": code} for code, names in record.names.items() if names),
        ],
        "skos:altLabel": alternative,
        "skos:hiddenLabel": [
            {"@value": alias.text, "@language": language} for alias in record.aliases if alias.when != "always"
        ],
        "skos:definition": {"@value": unmarked(term.definition, glossary), "@language": language},
        "exactMatch": f"http://www.wikidata.org/entity/{record.wikidata}" if record.wikidata else None,
        "homepage": record.website,
        "source": [source.url for source in record.sources if source.url],
    }
    return {key: value for key, value in concept.items() if value}
