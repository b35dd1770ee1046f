"""The JSON schemas: up to date, open to all that stands in the repository, closed to what the builder refuses."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft7Validator

from builder import schemas
from builder.cli import main
from builder.documents import parse
from builder.records import Record
from tests.conftest import BASE, ROOT, cases, sections, write


class Loader(yaml.CSafeLoader):
    """As editors read YAML (1.2): a date is a string, and so are yes and no."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, shape) for tag, shape in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))
SCHEMAS = {name: json.loads(schemas.texts()[schemas.path(name)]) for name in schemas.RECORDS}
WRITTEN = [
    *(("sidecar", path.read_text("utf-8")) for path in sorted((ROOT / "seeds/essays").glob("*.yml"))),
    *(("entry", path.read_text("utf-8").split("---\n")[1]) for path in sorted((ROOT / "seeds/glossary").rglob("*.md"))),
    ("collection", (ROOT / "seeds/collection.yml").read_text("utf-8")),
]


def load(text: str) -> Any:
    return yaml.load(text, Loader)


def accepts(name: str, value: Any) -> bool:
    return bool(Draft7Validator(SCHEMAS[name]).is_valid(value))


def test_the_schemas_in_the_repository_are_up_to_date() -> None:
    """If they are meant to change: `reader schema`."""
    there = {f"schemas/{path.name}": path.read_bytes().decode() for path in (ROOT / "schemas").iterdir()}
    assert there == schemas.texts()


def test_the_command_writes_them(tmp_path: Path) -> None:
    write(tmp_path, {"seeds/collection.yml": BASE["seeds/collection.yml"], "schemas/entry.schema.json": "old"})
    assert CliRunner().invoke(main, ["schema", "--project", str(tmp_path)]).exit_code == 0
    assert {path: (tmp_path / path).read_text("utf-8") for path in schemas.texts()} == schemas.texts()


@pytest.mark.parametrize("name", schemas.RECORDS)
def test_they_are_schemas_and_describe_every_key(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])
    for shape in (SCHEMAS[name], *SCHEMAS[name].get("$defs", {}).values()):
        for key, schema in shape["properties"].items():
            if shape["properties"].keys() != {
                "organization",
                "court",
                "treaty",
                "concept",
                "institution",
                "place",
                "person",
                "event",
            }:
                assert schema["description"].endswith((".", "…")), key


def test_they_accept_all_that_is_written() -> None:
    for name, text in WRITTEN:
        errors = [error.message for error in Draft7Validator(SCHEMAS[name]).iter_errors(load(text))]
        assert errors == [], text[:80]


@pytest.mark.parametrize(("name", "text"), [
    ("sidecar", "titel: x\n"), ("sidecar", "title: {a: b}\n"), ("sidecar", "title: [a]\n"), ("sidecar", "authors: Ann\n"), ("sidecar", "authors: [Ann]\n"), ("sidecar", "authors: [{nam: Ann}]\n"),
    ("sidecar", "authors: [{affiliation: x}]\n"), ("sidecar", "date: soon\n"), ("sidecar", "url: javascript:x\n"), ("sidecar", "markup: html\n"), ("sidecar", "encoding: utf-7\n"), ("sidecar", "tags: x\n"),
    ("sidecar", "notes: [{quote: x}]\n"), ("sidecar", "notes: [{quote: x, kind: joke, text: y}]\n"), ("sidecar", "blocks: [{quote: x, role: chapter}]\n"), ("sidecar", "link: [x]\n"),
    ("sidecar", "moved: {x: y}\n"), ("sidecar", "see: [{words: x, to: y, quote: z, why: w}]\n"), ("sidecar", "[]\n"), ("sidecar", "language: English!\n"),
    ("entry", "short: x\n"), ("entry", "name: [x]\n"), ("entry", "name: x\naliases: y\n"), ("entry", "name: x\naliases: [{text: y, when: sometimes}]\n"), ("entry", "name: x\nlat: 91\n"),
    ("entry", "name: x\nlat: north\n"), ("entry", "name: x\nmembers: [{status: member}]\n"), ("entry", "name: x\nmembers: [{country: am}]\n"), ("entry", "name: x\nwikidata: P1\n"),
    ("entry", "name: x\nmembers: [{country: AM, since: 1992}]\n"), ("entry", "name: x\nnames: {ru: ОДКБ}\n"), ("entry", "name: x\nrelation: loose\n"),
    ("collection", "title: x\n"), ("collection", "title: x\ndescription: y\nedition: now\n"), ("collection", "title: x\ndescription: y\nedition: 2024\nlink: {place: never}\n"),
    ("collection", "title: x\ndescription: y\nedition: 2024\nmoved: {x: y}\n"),
])  # fmt: skip
def test_they_refuse_what_the_builder_refuses(name: str, text: str) -> None:
    assert parse(schemas.RECORDS[name], text, "x")[2]
    assert not accepts(name, load(text))


def changes(value: Any) -> Iterator[Any]:
    """The value with one key more, or with a list or a mapping in the place of one word, at every place."""
    if isinstance(value, dict):
        yield {**value, "unknown-key": "x"}
        for key, inner in value.items():
            yield from ({**value, key: changed} for changed in changes(inner))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from ([*value[:index], changed, *value[index + 1 :]] for changed in changes(inner))
    else:
        yield from ({"a": {"b": "c"}}, [["x"]])


@pytest.mark.parametrize("name", schemas.RECORDS)
def test_a_key_or_a_type_too_many_is_refused_by_both(name: str) -> None:
    text = max((text for kind, text in WRITTEN if kind == name), key=len)
    whole = load(text)
    few = {key: value[:2] if isinstance(value, list) else value for key, value in whole.items()}
    for changed in changes(copy.deepcopy(few)):
        found = parse(schemas.RECORDS[name], yaml.safe_dump(changed, allow_unicode=True), "x")[2]
        assert found and not accepts(name, changed), changed


def test_what_the_builder_accepts_of_the_cases_no_schema_refuses() -> None:
    for path in cases("diagnostics"):
        for file, text in sections(path).items():
            if re.fullmatch(r"seeds/essays/[^/]+\.yml", file):
                found = parse(schemas.RECORDS["sidecar"], text, file)[2]
                assert found or accepts("sidecar", load(text)), path.name


def test_an_empty_value_is_left_out_by_both() -> None:
    shape: type[Record] = schemas.RECORDS["sidecar"]
    text = "".join(f"{field.alias or name}:\n" for name, field in shape.model_fields.items())
    assert parse(shape, text, "x")[0] == shape()
    assert accepts("sidecar", load(text))
