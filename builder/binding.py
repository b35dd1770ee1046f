"""What a new site gets beside its pages: the index of its search, books, each essay in one file, what hosts are to say,
and all in a ZIP file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from builder import indexing
from builder.anchors import slug as slug_of
from builder.citing import citations
from builder.collection import Collection
from builder.downloads import OFFLINE, bound, weighed
from builder.exports.headers import headers
from builder.exports.search import Passage, essay_passages, language
from builder.folders import add
from builder.offline import offline
from builder.outputs import search_engine, search_files
from builder.single import single


def bind(collection: Collection, site: Path) -> None:
    """Add the files to the folder `site`, and how large they are to the page that lists them.

    Raises Refused where a file of a person's stands in the way.
    """
    if search_engine(collection)[0] == "pagefind":
        indexing.index(_passages_of(collection), site / "pagefind")
    for path, content in bound(collection, citations(collection)):
        add(site, path, content)
    for slug in collection.essays:
        add(site, f"essays/{slug}/{slug}.html", single(site, slug, collection.address))
    add(site, "_headers", headers((site / "index.html").read_text("utf-8")).encode())
    _weigh(site)
    if collection.offline:
        record, folder = collection.record, slug_of(collection.record.title) or "reader"
        add(site, OFFLINE, b"")
        offline(site, site / OFFLINE, folder, record.edition, search_files(collection, "whole"))
        _weigh(site)


def _weigh(site: Path) -> None:
    listed = site / "downloads" / "index.html"
    listed.write_bytes(weighed(listed.read_text("utf-8"), site).encode())


def _passages_of(collection: Collection) -> Iterator[tuple[str, list[Passage]]]:
    for essay, layers in collection.essays.values():
        yield language(essay), essay_passages(essay, layers, collection.glossary)
