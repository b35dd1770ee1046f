"""datapackage.json: the data files as a Frictionless Data Package (https://specs.frictionlessdata.io/data-package/)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from builder.exports import anki, memberships
from builder.licences import commons
from builder.records import CollectionRecord

TITLES = {
    "memberships.csv": ("memberships", "Who belonged to which organization, with dates and sources"),
    "flashcards.tsv": ("flashcards", "Flashcards of the glossary and the essays, as Anki reads them"),
    "glossary.jsonld": ("glossary", "The glossary as a SKOS concept scheme"),
    "essays.csl.json": ("essays", "The essays as bibliographic records"),
    "links.json": ("links", "Every name that was found in the essays, what it was taken for, and why"),
}
Columns = Sequence[tuple[str, str, str]]
# Media type, how the table is written where that is not the usual way, and its columns.
ANKI = {"dialect": {"delimiter": "\t", "header": False, "commentChar": "#"}}
TABLES: Mapping[str, tuple[str, Mapping[str, object], Columns]] = {
    "memberships.csv": ("text/csv", {}, memberships.COLUMNS),
    "flashcards.tsv": ("text/tab-separated-values", ANKI, anki.COLUMNS),
}


def datapackage_json(record: CollectionRecord, files: Mapping[str, str]) -> str:
    """`files`: path in the site → content, of which those that have a title here are described."""
    package: dict[str, object] = {
        "profile": "data-package",
        "name": re.sub("[^a-z0-9]+", "-", record.title.lower()).strip("-") or "reader",
        "title": record.title,
        "description": record.description,
        "version": record.edition,
        "licenses": _licenses(record.license),
        "contributors": [{"title": editor, "role": "author"} for editor in record.editors],
        "resources": [_resource(path, files[path]) for path in TITLES if path in files and _holds(files[path])],
    }
    kept = {key: value for key, value in package.items() if value}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def _licenses(notice: str) -> list[dict[str, str]]:
    """The one licence that the notice names. Of anything else nothing is told: programs believe what stands here."""
    known = commons(notice)
    return [{"name": known.name, "path": known.address, "title": notice}] if known else []


def _resource(path: str, content: str) -> dict[str, object]:
    name, title = TITLES[path]
    size = len(content.encode())
    told: dict[str, object] = {"name": name, "path": path, "title": title, "encoding": "utf-8", "bytes": size}
    if path not in TABLES:
        kind = "application/ld+json" if path.endswith(".jsonld") else "application/json"
        return {**told, "profile": "data-resource", "format": "json", "mediatype": kind}
    kind, dialect, columns = TABLES[path]
    fields = [{"name": name, "type": type_, "description": meaning} for name, type_, meaning in columns]
    schema = {"fields": fields, "missingValues": [""]}
    told |= {"profile": "tabular-data-resource", "format": path.rpartition(".")[2], "mediatype": kind}
    return {**told, **dialect, "schema": schema}


def _holds(content: str) -> bool:
    """Whether there is more than Anki's header: a table of no lines and no names of columns is none to Frictionless."""
    return any(not line.startswith("#") for line in content.splitlines())
