"""A built site as an edition: what its anchors.json, links.json, annotations and glossary tell, and its pages.

A folder may hold anything: each file is read as values of known shapes (pydantic), or the site is refused.
"""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter
from selectolax.lexbor import LexborHTMLParser

from builder.diagnostics import Unreadable
from builder.editions import Edition, Facts, Named, Part, Remark, Text, Tie, called
from builder.files import digest, read_bytes
from builder.ledger import Offset, Published, Slug
from builder.revisions import unreadable

T = TypeVar("T")
KEYS = {"skos:altLabel": "aliases", "skos:hiddenLabel": "aliases", "skos:definition": "definition"}
KEYS |= {"source": "sources", "homepage": "website", "exactMatch": "wikidata", "skos:prefLabel": "names"}
OTHER = "Another version of the reader may have made it: build it anew, or compare revisions of git."


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class _Link(_Shape):
    """A line of links.json."""

    start: Offset
    surface: str
    terms: Annotated[list[str], Field(min_length=1)]
    linked: bool
    reason: str


class _Place(_Shape):
    start: Offset


class _Quote(_Shape):
    exact: str


class _Target(_Shape):
    scope: Annotated[str, Field(pattern="^\\./#.")]
    selector: tuple[_Quote, _Place]


class _Body(_Shape):
    value: str = ""
    source: str = ""


class _Passage(_Shape):
    source: Annotated[str, Field(pattern="^\\.\\./[^/]+/text\\.txt$")]
    selector: _Place


class _Note(_Shape):
    kind: str = Field(alias="reader:kind")
    target: _Target
    body: Annotated[list[_Body], Field(min_length=1)]


class _Reference(_Shape):
    reason: str = Field(alias="reader:reason")
    target: _Target
    body: _Passage


def _sort(item: Any) -> str:
    if isinstance(item, dict) and "reader:explicit" in item:
        return "reference"
    return "note" if isinstance(item, dict) and item.get("motivation") == "commenting" else "mention"


class _Annotations(_Shape):
    items: list[
        Annotated[
            Annotated[_Note, Tag("note")]
            | Annotated[_Reference, Tag("reference")]
            | Annotated[dict[str, Any], Tag("mention")],
            Discriminator(_sort),
        ]
    ]


class _Valued(_Shape):
    value: str = Field(alias="@value")


_Said = str | _Valued


class _Graph(_Shape):
    graph: Annotated[list[dict[str, _Said | list[_Said]]], Field(alias="@graph", min_length=1)]


class _Member(_Shape):
    """A row of memberships.csv."""

    organization: Slug
    country_name: str
    status: str
    since: str = Field(alias="from")
    to: str
    note: str


_LINKS, _MEMBERS = TypeAdapter(dict[str, list[_Link]]), TypeAdapter(list[_Member])


def edition(folder: Path, published: Published) -> Edition:
    """`published` is what its anchors.json says. Raises Refused where a file of the site is none of the reader's."""
    folder = folder.resolve()
    shown = [slug for slug, blocks in published.essays.items() if isinstance(blocks, dict) and slug in published.texts]
    names = _read(folder, "links.json", _LINKS.validate_json)
    texts = {slug: _text(folder, slug, published, names.get(slug, ())) for slug in shown}
    entries = _read(folder, "glossary.jsonld", _entries)
    for term, rows in _read(folder, "memberships.csv", _members).items():
        entries[term] = {**entries.get(term, {}), "members": tuple(rows)}
    pages = {
        page.relative_to(folder).as_posix().removesuffix("index.html") or "./": digest(page, folder)
        for page in sorted(folder.rglob("*.html"))
    }
    return Edition(texts, entries, {}, published, pages)


def _read(folder: Path, name: str, shape: Callable[[bytes], T]) -> T:
    """A file of the site. Raises Refused where it is not there, or not as the builder writes it."""
    try:
        return shape(read_bytes(folder / name, folder))
    except Unreadable as refused:
        there = (folder / name).is_file()
        raise unreadable(name, str(refused) if there else "The site has no such file", OTHER) from None
    except (ValueError, csv.Error):
        raise unreadable(name, "This is not as the reader writes it", OTHER) from None


def _text(folder: Path, slug: str, published: Published, listed: Iterable[_Link]) -> Text:
    words, (starts, names) = published.words(slug), _starts(published, slug)
    page = LexborHTMLParser(_read(folder, f"essays/{slug}/index.html", bytes.decode))
    places = {
        node.attributes.get("id"): called(node.attributes.get("data-number"), node.attributes.get("data-role") or "")
        for node in page.css("[data-role]")
    }
    title = page.css_first("h1")
    remarks, ties = _read(folder, f"essays/{slug}/annotations.jsonld", partial(_annotations, published))
    return Text(
        " ".join(title.text().split()) if title else slug,
        {name: Part(places.get(name, ""), words[name]) for name in names},
        {},
        tuple(_named(one, _block(starts, names, one.start)) for one in listed),
        remarks,
        ties,
    )


def _starts(published: Published, slug: str) -> tuple[list[int], list[str]]:
    """Where each block of an essay begins, and its id, in the order of the text."""
    blocks = published.essays.get(slug)
    held = blocks.items() if isinstance(blocks, dict) else ()
    pairs = sorted((span[0], name) for name, span in held if isinstance(span, tuple))
    return [start for start, _ in pairs], [name for _, name in pairs]


def _block(starts: list[int], names: list[str], offset: int) -> str:
    return names[max(bisect_right(starts, offset) - 1, 0)] if names else ""


def _named(told: _Link, block: str) -> Named:
    """A line of links.json; of several entries that a name may mean, none is meant."""
    taken = told.linked or len(told.terms) == 1
    return Named(block, told.surface, told.terms[0] if taken else "", told.linked, told.reason)


def _annotations(published: Published, data: bytes) -> tuple[tuple[Remark, ...], tuple[Tie, ...]]:
    """The notes and the cross-references of an essay."""
    items = _Annotations.model_validate_json(data).items
    remarks = (_remark(one) for one in items if isinstance(one, _Note))
    return tuple(remarks), tuple(_tie(one, published) for one in items if isinstance(one, _Reference))


def _remark(told: _Note) -> Remark:
    words, *sources = told.body
    return Remark(
        told.target.scope[3:], told.kind, told.target.selector[0].exact, words.value, tuple(s.source for s in sources)
    )


def _tie(told: _Reference, published: Published) -> Tie:
    other = told.body.source.split("/")[1]
    there = _block(*_starts(published, other), told.body.selector.start)
    return Tie(told.target.scope[3:], other, there, told.reason)


def _entries(data: bytes) -> dict[str, Facts]:
    _, *concepts = _Graph.model_validate_json(data).graph
    return {str(one.get("skos:notation", "")): _concept(one) for one in concepts}


def _concept(told: Mapping[str, _Said | list[_Said]]) -> Facts:
    facts: dict[str, tuple[str, ...]] = {}
    for key, name in KEYS.items():
        value = told.get(key, [])
        held = value if isinstance(value, list) else [value]
        facts[name] = (*facts.get(name, ()), *(one if isinstance(one, str) else one.value for one in held))
    return {name: rows for name, rows in facts.items() if rows}


def _members(data: bytes) -> dict[str, list[str]]:
    found = defaultdict(list)
    for row in _MEMBERS.validate_python(list(csv.DictReader(io.StringIO(data.decode())))):
        when = [f"{word} {date}" for word, date in (("from", row.since), ("to", row.to)) if date]
        found[row.organization].append(", ".join(filter(None, (row.country_name, row.status, *when, row.note))))
    return found
