"""Nothing runs in a reader's browser but the site's own scripts: checked on the pages as they were written.

No text of a contributor's is ever copied as HTML. Should a template, a setting or the serializer fail in that, it shows
here, however it came to be.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from builder.diagnostics import Diagnostic

# What the own part of a page is made of: the elements that an author's text may have, and those of the templates.
ELEMENTS = frozenset(
    "a article aside b blockquote br circle cite code data dd defs details div dl dt em g h1 h2 h3 h4 h5 h6 kbd "
    "li line linearGradient mark mask nav ol p path pattern pre q rect s section small span stop strong sub summary "
    "sup svg table tbody td text th thead time title tr u ul use".split()
)
ATTRIBUTES = frozenset(
    "class cx cy d datetime dir download fill height href id lang mask maskContentUnits offset open patternTransform "
    "patternUnits popover preserveAspectRatio r rel role scope stop-color stop-opacity stroke-width tabindex "
    "text-anchor title transform type value viewBox width x x1 x2 y y1 y2".split()
)
SCHEMES = frozenset({"http", "https", "mailto"})
LOADED = "script[src], link[rel~=stylesheet]"
BARRED = "base, embed, frame, frameset, iframe, object"
DATA = frozenset({"application/json", "application/ld+json"})


def unsafe(folder: Path) -> Iterator[Diagnostic]:
    """Check every page of the site in `folder`: its own part by a sanitizer of another make, and what is around it."""
    for path in sorted(folder.rglob("*.html")):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        if told := ", ".join([*_within(tree), *_around(tree, path, folder)]):
            name = f"site/{path.relative_to(folder).as_posix()}"
            yield Diagnostic(name, 1, 1, "html-unsafe", f"What no page may hold: {told[:200]}")


def _within(tree: LexborHTMLParser) -> Iterator[str]:
    """What the sanitizer takes out of the page's own part."""
    own = tree.css_first("article")
    if own and own.html:
        kept = nh3.clean(
            own.html,
            tags=ELEMENTS,
            attributes={"*": ATTRIBUTES},
            generic_attribute_prefixes={"aria-", "data-"},
            url_schemes=SCHEMES,
            link_rel=None,
        )
        for element, attributes in sorted(_outline(own.html) - _outline(kept)):
            yield f"<{element}> {attributes}".strip()


def _outline(html: str) -> Counter[tuple[str, str]]:
    """Every element with the names of its attributes."""
    nodes = LexborHTMLParser(html).css("*")
    return Counter((str(node.tag), " ".join(sorted(node.attributes))) for node in nodes)


def _around(tree: LexborHTMLParser, page: Path, folder: Path) -> Iterator[str]:
    """Scripts and styles that are not of the site's assets, and what else makes a browser act."""
    orders = [node.attributes for node in tree.css("meta[http-equiv]")]
    policy = str(orders[0].get("content")) if orders else ""
    if [str(order["http-equiv"]).lower() for order in orders] != ["content-security-policy"]:
        yield f"<meta http-equiv>, {len(orders)} times"
    for node in tree.css(LOADED):
        address = node.attributes.get("src") or node.attributes.get("href") or ""
        if not is_asset(address, page, folder):
            yield f"<{node.tag}> of {address}"
    for node in tree.css("script:not([src])"):
        if node.attributes.get("type") not in DATA and _hash(node) not in policy:
            yield "<script> in the page"
    yield from (f"<{node.tag}>" for node in tree.css(BARRED))
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name.startswith("on") or (name in ("href", "src", "action", "formaction") and not _leads(value or "")):
                yield f"<{node.tag}> {name}"


def is_asset(address: str, page: Path, folder: Path) -> bool:
    """Whether an address is that of a file in the site's assets. The page for lost addresses has them from the host's
    root."""
    told = urlsplit(address)
    path = unquote(told.path)
    if told.scheme or told.netloc:
        return False
    target = folder / "assets" / path.partition("/assets/")[2] if path.startswith("/") else page.parent / path
    return target.resolve().is_relative_to(folder.resolve() / "assets") and target.is_file()


def _leads(address: str) -> bool:
    """Whether an address leads to a place, and is no program."""
    try:
        return urlsplit(address).scheme in {"", *SCHEMES}
    except ValueError:
        return False


def _hash(script: LexborNode) -> str:
    """How a page's policy names a script that may run."""
    return base64.b64encode(hashlib.sha256(script.text().encode()).digest()).decode()
