"""JSON schemas of what people write in YAML, made of the records: editors complete and check while one types.

The builder reads every scalar as a string and an empty one as left out, so a schema lets numbers stand for words and
nothing for what is not needed. It refuses unknown keys and wrong types; the check itself refuses more.
"""

from __future__ import annotations

import json
from typing import Any

from builder.records import CollectionRecord, EntryRecord, Record, SidecarRecord

FOLDER = "schemas"
RECORDS: dict[str, type[Record]] = {
    "sidecar": SidecarRecord,
    "entry": EntryRecord,
    "collection": CollectionRecord,
}
DIALECT = "http://json-schema.org/draft-07/schema#"  # what language servers for YAML understand


def texts() -> dict[str, str]:
    """Path in a collection → the schema as JSON, ended by a line feed."""
    made = {name: {"$schema": DIALECT, **_plain(shape.model_json_schema())} for name, shape in RECORDS.items()}
    return {path(name): json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in made.items()}


def path(name: str) -> str:
    return f"{FOLDER}/{name}.schema.json"


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """One schema and those within it, without the code's own names, and with scalars as the builder reads them."""
    kept = {key: value for key, value in schema.items() if key not in ("title", "default")}
    for group in ("properties", "$defs"):
        if group in kept:
            kept[group] = {name: _plain(inner) for name, inner in kept[group].items()}
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(kept.get(key), dict):
            kept[key] = _plain(kept[key])
    if "patternProperties" in kept:
        kept["patternProperties"] = {name: _plain(inner) for name, inner in kept["patternProperties"].items()}
        kept["additionalProperties"] = False
    if "anyOf" in kept:
        kept["anyOf"] = [_plain(inner) for inner in kept["anyOf"]]
    if kept.get("type") == "string" and "enum" not in kept:
        kept["type"] = ["string", "integer"] if "pattern" in kept else ["string", "number", "boolean"]
    for name in kept.get("properties", {}).keys() - set(kept.get("required", ())):
        kept["properties"][name] = _or_nothing(kept["properties"][name])
    return kept


def _or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, which an empty value fits, too."""
    if "type" not in schema:
        return schema
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    nothing = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return {**schema, **nothing, "type": [*types, "null"]}
