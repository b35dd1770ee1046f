"""The container of an EPUB 3 (https://www.w3.org/TR/epub-33/): its files in one zip, always the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from builder.exports.xml import fit
from builder.facts import first_day

MEDIA = {"xhtml": "application/xhtml+xml", "css": "text/css", "svg": "image/svg+xml", "png": "image/png"}
CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
UNIX = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book. `properties` as the package names them (nav, cover-image); `read`: in the reading order."""

    name: str
    content: str | bytes
    properties: str = ""
    read: bool = True

    @property
    def id(self) -> str:
        return f"item-{self.name.replace('.', '-')}"

    @property
    def media(self) -> str:
        return MEDIA[self.name.rsplit(".", 1)[1]]


def zipped(package: str, items: Iterable[Item], date: str) -> bytes:
    """The container. `date` is ISO, as precise as it is known: every file in it has it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        _add(container, "mimetype", "application/epub+zip", date, zipfile.ZIP_STORED)
        _add(container, "META-INF/container.xml", CONTAINER, date)
        _add(container, "EPUB/package.opf", package, date)
        for item in sorted(items, key=lambda item: item.name):
            _add(container, f"EPUB/{item.name}", item.content, date)
    return out.getvalue()


def _add(
    container: zipfile.ZipFile, name: str, content: str | bytes, date: str, method: int = zipfile.ZIP_DEFLATED
) -> None:
    year, month, day = (int(part) for part in first_day(date).split("-"))
    info = zipfile.ZipInfo(name, (year, month, day, 0, 0, 0))
    info.create_system, info.external_attr, info.compress_type = UNIX, 0o644 << 16, method
    container.writestr(info, fit(content).encode() if isinstance(content, str) else content, compresslevel=9)
