"""What readers take away in files, beside the texts that are published with the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from builder import flashcards
from builder.citing import Citations
from builder.collection import Collection
from builder.exports.anki import apkg
from builder.exports.books import books
from builder.exports.pdf import pdf
from builder.extras import FLASHCARDS, PDF

OFFLINE = "reader-offline.zip"


def of_essay() -> list[tuple[str, str]]:
    """Name and file, with SLUG for the essay's, of what each essay has in its folder."""
    files = [("PDF", "SLUG.pdf")] if PDF.there else []
    files += [("EPUB", "SLUG.epub"), ("One file", "SLUG.html"), ("Text", "text.txt")]
    return [*files, ("TEI", "SLUG.tei.xml"), ("Annotations", "annotations.jsonld")]


def weighed(page: str, site: Path) -> str:
    """A page of the site with the size of each file that an empty <data value="path"> names, if the file is there."""
    for path in dict.fromkeys(
        str(node.attributes["value"]) for node in LexborHTMLParser(page).css("data[value]:empty")
    ):
        file = site / path
        if file.is_file():
            empty = f'<data value="{path}"></data>'
            page = page.replace(empty, empty.replace("><", f">{spoken_size(file.stat().st_size)}<"))
    return page


def spoken_size(size: int) -> str:
    """“435 bytes”, “340 KB”, “1.2 MB”, “31 MB”."""
    kilobytes = size / 1000
    if kilobytes < 1:
        return f"{size} bytes"
    if kilobytes < 1000:
        return f"{kilobytes:.0f} KB"
    return f"{kilobytes / 1000:.1f} MB" if kilobytes < 10_000 else f"{kilobytes / 1000:.0f} MB"


def bound(collection: Collection, cited: Citations) -> Iterator[tuple[str, bytes]]:
    """Path in the site → content of the files that are no text, made one at a time, as they are asked for."""
    yield from books(collection, cited)
    for slug, (essay, layers) in collection.essays.items():
        if PDF.there:
            yield f"essays/{slug}/{slug}.pdf", pdf(collection, essay, layers, cited)
    deck = flashcards.deck(collection) if FLASHCARDS.there else {}
    if any(deck.values()):
        yield "flashcards.apkg", apkg(deck, collection)
