"""The site → a ZIP file that is read without a network, from a folder of one's own device.

A browser shows a folder's list of files where a server shows its index.html; so every link in it names the file. A
folder answers no requests, so the search has the whole text of the essays with it.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Container, Mapping
from pathlib import Path
from urllib.parse import unquote, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from builder.addresses import parts
from builder.facts import first_day

# What only a server answers, or nobody asks for; the theme’s own scripts ask for a sitemap, and pages do without them.
LEFT_OUT = ("*.map", "sitemap.xml*", "404.html", "_headers", "pagefind", "assets/javascripts")


def offline(site: Path, target: Path, folder: str, edition: str, instead: Mapping[str, str]) -> None:
    """Write the ZIP file `target`, whose files lie in `folder` and are dated `edition` (ISO).

    `instead`: content for paths of the site that have other content here.
    """
    year, month, day = (int(part) for part in first_day(edition).split("-"))
    files = _packed(site, target)
    with zipfile.ZipFile(target, "w") as packed:
        for path in files:
            name = path.relative_to(site).as_posix()
            told = zipfile.ZipInfo(f"{folder}/{name}", (year, month, day, 0, 0, 0))
            told.create_system, told.external_attr = 3, 0o644 << 16  # the same on every system
            content = instead[name].encode() if name in instead else _content(path, set(files))
            packed.writestr(told, content, zipfile.ZIP_DEFLATED)


def _packed(site: Path, target: Path) -> list[Path]:
    left_out = {path for pattern in LEFT_OUT for path in site.rglob(pattern)} | {target}
    files = (path for path in site.rglob("*") if path.is_file())
    return sorted((path for path in files if not left_out & {path, *path.parents}), key=Path.as_posix)


def _content(path: Path, files: Container[Path]) -> bytes:
    if path.suffix != ".html":
        return path.read_bytes()
    tree = LexborHTMLParser(path.read_text("utf-8"))
    for script in tree.css("script[src*='assets/javascripts/']"):
        script.decompose()
    for element in tree.css("a[href], area[href], link[href]"):
        href = element.attributes["href"] or ""
        address = parts(href)
        if address and not address.scheme and not address.netloc and address.path:
            file = _file(path, unquote(address.path))
            if file in files:  # else a person's link, or to what is not in the ZIP file, like itself
                element.attrs["href"] = urlunsplit(address._replace(path=_way(address.path, file)))
            else:
                del element.attrs["href"]
    return (tree.html or "").encode()


def _file(page: Path, way: str) -> Path:
    """The file that a server would show."""
    target = Path(os.path.normpath(page.parent / way))
    return target / "index.html" if target.is_dir() else target


def _way(way: str, file: Path) -> str:
    whole = file.name == "index.html" and not way.endswith("index.html")
    return f"{way.removesuffix('/')}/index.html" if whole else way
