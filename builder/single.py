"""An essay's page → one file that needs nothing beside it: styles, scripts, cards and notes are in it.

What leads to other pages leads to their full addresses where these are known; else to the card that the page has, and
without one nowhere.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from builder.addresses import parts
from builder.safety import is_asset
from builder.templating import environment

# What leads to other pages, or tells of the search, which is none here.
APART = ".reader-header__search, .reader-header__menu, .reader-sections, .reader-keys dl > :nth-child(-n+2)"
FILES = ".reader-files"  # they are on the site
SCRIPTS = "script[src]:not([src*='assets/javascripts/'])"  # our own, not the theme's
CITED = "meta[name^=citation_], meta[property], script[type='application/ld+json']"


def single(site: Path, slug: str, address: str) -> bytes:
    """The page of an essay in the folder `site`, which will stand at `address` (empty: not known)."""
    page = site / "essays" / slug / "index.html"
    tree = LexborHTMLParser(page.read_text("utf-8"))
    for node in tree.css(APART if address else f"{APART}, {FILES}"):
        node.decompose()
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    here = address and f"{address}essays/{slug}/"
    for link in tree.css("a[href]"):
        _lead(link, ids, here)
    sheets = (str(node.attributes["href"]) for node in tree.css("link[rel=stylesheet]"))
    style = "".join([*_texts(sheets, page, site), (site / "assets/single.css").read_text("utf-8")])
    early, *scripts = _texts((str(node.attributes["src"]) for node in tree.css(SCRIPTS)), page, site)
    told = {
        "language": _attribute(tree, "html", "lang"),
        "title": "".join(node.text() for node in tree.css("title")[:1]),
        "author": _attribute(tree, "meta[name=author]", "content"),
        "canonical": here,
        "scripts_allowed": [_hash(script) for script in (early, *scripts)],
        "style_allowed": _hash(style),
        "style": Markup(style),  # noqa: S704 - the theme's and our own, like the scripts
        "early": Markup(early),  # noqa: S704
        "scripts": [Markup(script) for script in scripts],  # noqa: S704
        "cited": _parts(tree, CITED),
        "header": _parts(tree, ".reader-header"),
        "article": _parts(tree, ".reader-page"),
    }
    return environment().get_template("single.html").render(told).encode()


def _texts(addresses: Iterable[str], page: Path, site: Path) -> Iterator[str]:
    """Assets that a page loads. What is none is not taken in; the check of the site tells of it."""
    for address in addresses:
        if is_asset(address, page, site):
            yield (page.parent / address).resolve().read_text("utf-8")


def _lead(link: LexborNode, ids: set[str | None], here: str) -> None:
    address = parts(link.attributes["href"] or "")
    if not address or address.scheme or not address.path:
        return
    card = link.attributes.get("data-card") or f"card-{PurePosixPath(address.path).name}"
    if here:
        link.attrs["href"] = urljoin(here, address.geturl())
    elif card in ids:
        link.attrs["href"] = f"#{card}"
    else:
        del link.attrs["href"]


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(name) or "") if node else ""


def _parts(tree: LexborHTMLParser, selector: str) -> Markup:
    """Parts of the page as they are; the page is checked."""
    return Markup("\n".join(node.html or "" for node in tree.css(selector)))  # noqa: S704


def _hash(text: str) -> str:
    """How the page's own policy names what may run."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
