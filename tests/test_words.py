"""Whatever is wrong with what people write is said at its place and in their words: never in pydantic's or libyaml's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from builder import records
from builder.documents import parse
from builder.faults import called
from builder.records import CollectionRecord, EntryRecord, Record, SidecarRecord
from builder.syntax import flaw

JARGON = re.compile(
    r"\b(?:input|valid|type|string|tuple|dict|dictionary|integer|float|boolean|parse|token|mapping|scalar|node|"
    r"flow|indicator|NoneType|instance)\b|\.[0-9]|[A-Z][a-z]+Node|'",
)
ODD: tuple[Any, ...] = ("\u00bd odd", "9" * 5000, [], [None], ["x", ["y"]], {"x": "y"}, [{"x": ["y"]}], "", "nan")


def keys(shape: type[BaseModel], above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every key that a record may have, as a list where one may be."""
    for name, field in shape.model_fields.items():
        yield (*above, field.alias or name)
        for inner in re.findall(r"records\.(\w+)", repr(field.annotation)):
            listed = "tuple[" in repr(field.annotation)
            yield from keys(getattr(records, inner), (*above, field.alias or name, *([1] if listed else [])))


def nested(way: tuple[str | int, ...], value: Any) -> Any:
    """The value under its keys; what stands before it in a list is nothing that is wrong by itself alone."""
    for key in reversed(way):
        value = [{}, value] if isinstance(key, int) else {key: value}
    return value


@pytest.mark.parametrize("shape", [SidecarRecord, EntryRecord, CollectionRecord], ids=lambda shape: shape.__name__)
def test_a_value_of_another_kind_at_every_key(shape: type[Record]) -> None:
    ways = list(keys(shape))
    assert len(ways) > len(shape.model_fields)
    for way in ways:
        for odd in ODD:
            text = json.dumps(nested(way, odd), ensure_ascii=False)
            _, _, found = parse(shape, text, "a.yml")
            for finding in found:
                assert not JARGON.search(re.sub("“[^”]*”", "“”", finding.message)), finding
                assert finding.message[0] in "“TU" and finding.hint
                assert finding.line == 1 and 1 <= finding.column <= len(text)
                assert len(finding.message) < 600


def test_a_list_is_counted_as_people_count() -> None:
    assert called(("notes", 0, "kind"), "a.yml") == "“kind” in the 1st of “notes”"
    assert (
        called(("notes", 10, "sources", 21, "url"), "a.yml") == "“url” in the 22nd of “sources” in the 11th of “notes”"
    )
    assert called(("tags", 2), "a.yml") == "The 3rd of “tags”"
    assert called((), "a.yml") == "“a.yml”"


# What a person wrote, ‸ where the mistake was made, and a word of what is said of it.
MISTAKES = {
    'title: ‸"A\nvenue: x\nnotes:\n  - {quote: "Everybody"}\n': "quotation mark",
    'title: ‸"A\nvenue: x\n': "never closed",
    "title: ‸'A\nvenue: it's so\n": "quotation mark",
    "notes:\n‸\xa0\xa0- quote: x\n    kind: y\n": "no-break space (U+00A0)",
    "title:‸\xa0A\nvenue: x\n": "no-break space (U+00A0)",
    "venue: x\n‸\xa0title: y\n": "no-break space",
    "notes:\n‸\t- quote: x\n": "tab",
    "title: Armenia‸: a choice\n": "colon",
    "title: x\n ‸venue: y\n": "more of the value above",
    "notes:\n    - quote: x\n  ‸- quote: y\n": "another column",
    "notes:\n  - quote: x\n   ‸kind: y\n": "no item",
    "tags: ‸[a, b\nvenue: x\n": "not closed",
    "authors: [‸{name: b\nvenue: x\n": "not closed",
    "title: ‸@x\n": "cannot begin with “@”",
    "title: ‸**bold**\n": "cannot begin with “*”",
    "title: ‸!Important\n": "cannot begin with “!”",
    'title: "C:‸\\dir"\n': "backslash",
    "title: x\n‸venue\nurl: y\n": "no key with its value",
    'title: "A" ‸and B\n': "belongs to no key",
    "rights: | ‸x\n": "next line",
    "title: x\n‸---\nvenue: y\n": "second text",
    "title: ‸&x y\n": "anchors",
    "‸[a]: b\n": "no key",
    "tags: [a]\ntags: ‸b\n": "takes a list, not “b”",
    "‸- a\n- b\n": "“a.yml” takes keys and values, not a list",
    "tags: [one, ‸{a: b}]\n": "The 2nd of “tags” takes words, not keys and values",
    "access: ‸parts\n": "“access” takes full or excerpt, not “parts”",
}


@pytest.mark.parametrize("written", MISTAKES)
@pytest.mark.parametrize("ends", ["", "# ☺\ufe0f שלום 漢\n"], ids=["alone", "after a comment"])
def test_a_mistake_is_told_where_it_was_made(written: str, ends: str) -> None:
    text = ends + written.replace("‸", "")
    before = (ends + written).partition("‸")[0]
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    _, _, found = parse(SidecarRecord, text, "a.yml")
    told = [
        finding for finding in found if (finding.line, finding.column) == place and MISTAKES[written] in finding.message
    ]
    assert told and told[0].hint and "This cannot be parsed" not in told[0].message


def test_a_place_in_an_entry_counts_the_lines_before_it() -> None:
    _, _, found = parse(EntryRecord, "name: x\nlat: 91\n", "a.md", first_line=2)
    assert [(d.line, d.column, d.message) for d in found] == [(3, 6, "“lat” takes 90 or less, not “91”")]


def test_yaml_without_a_flaw_has_none() -> None:
    assert flaw("# nothing\n") is None and flaw("title: a\u00a0b\nvenue: 'x\n  y'\n") is None
