"""Bare web and mail addresses in a text → links over them; the words stay as they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from builder.model import Span, Style

# Bounded at both ends, so that no text makes the search go back over it.
ADDRESS = re.compile(
    r"(?<![\w@/.])(?:(?P<web>https?://|www\.)(?P<rest>[^\s<>\"“”«»{}|\\^`\[\]]{2,2000})"
    r"|(?P<mail>[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}))",
    re.IGNORECASE,
)
HOST = re.compile(r"(?:[^\s/.:@]{1,63}\.){1,8}[^\W\d_]{2,24}(?::\d{1,5})?(?:[/?#]|$)|localhost\b", re.IGNORECASE)


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
