"""What an address is; bare web and mail addresses in a text → links over them, and the words stay as they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address
from unicodedata import bidirectional
from urllib.parse import SplitResult, urlsplit

from idna import check_bidi

from builder.model import Span, Style

# Bounded at both ends, so that no text makes the search go back over it.
ADDRESS = re.compile(
    r"(?<![\w@/.])(?:(?P<web>https?://|www\.)(?P<rest>[^\s<>\"“”«»{}|\\^`\[\]]{2,2000})"
    r"|(?P<mail>[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}))",
    re.IGNORECASE,
)
UNFIT = re.compile(r"[\x00-\x20\"#%/<>?@\\^`{|}\x7f]")  # in a host
BRACKETS = re.compile(r"[][]")
BRACKETED = re.compile(r"(?:[^][]*@)?\[[^][]+\](?::\d*)?")
HOST = re.compile(r"(?:[^\s/.:@]{1,63}\.){1,8}[^\W\d_]{2,24}(?::\d{1,5})?(?:[/?#]|$)|localhost\b", re.IGNORECASE)


def parts(address: str) -> SplitResult | None:
    """The parts of an address; None where it cannot be one: “http://[x”, “http://host:port”, “http://1.2.3.4.5/”.

    What a host may be is roughly as browsers have it: https://url.spec.whatwg.org/#host-parsing
    """
    try:
        found = urlsplit(address)
        named = found.netloc or found.scheme in ("http", "https")  # others name no host
        host = (found.hostname or "").encode("idna").decode("ascii") if named else "localhost"
        spoken = host.encode().decode("idna")  # what looks encoded is so
        labels = spoken.removesuffix(".").split(".")
        if any(bidirectional(character) in ("R", "AL", "AN") for character in spoken):
            for label in labels:
                check_bidi(label, check_ltr=True)
        if BRACKETS.search(found.netloc):
            IPv6Address(host if BRACKETED.fullmatch(found.netloc) else "")
        elif labels[-1].isdecimal():
            IPv4Address(".".join(labels))
        fit = bool(host) and not UNFIT.search(host) and "\\" not in found.netloc and found.port != 0
    except ValueError:
        return None
    return found if fit else None


def links(text: str, styles: Sequence[Style]) -> Iterator[Style]:
    """A style for each address that stands in no link yet. A point or a bracket that closes the sentence is not its."""
    if "@" not in text and "://" not in text and "www." not in text.lower():
        return
    taken = sorted(style.span for style in styles if style.tag == "a")
    for match in ADDRESS.finditer(text):
        shown = _trimmed(match[0])
        span = Span(match.start(), match.start() + len(shown))
        before = bisect_left(taken, span.end, key=lambda other: other.start) - 1
        if before >= 0 and taken[before].end > span.start:
            continue
        if match["mail"]:
            yield Style(span, "a", f"mailto:{shown}")
        elif HOST.match(shown.split("://", 1)[-1]):
            yield Style(span, "a", shown if match["web"].endswith("//") else f"https://{shown}")


def _trimmed(address: str) -> str:
    address = address.rstrip(".,;:!?'’*_…")
    while address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1].rstrip(".,;:!?'’*_…")
    return address
