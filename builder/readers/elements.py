"""What the elements of HTML mean for the words in them: blocks and styles, what is not shown, what has a role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from builder.model import Role


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


INLINE = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "u": "u", "ins": "u", "sup": "sup", "sub": "sub",
    "q": "q", "cite": "cite", "code": "code", "tt": "code", "kbd": "code", "samp": "code", "s": "s", "del": "s",
    "strike": "s",
}  # fmt: skip
BLOCKS = _words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
LINE_SKIPPED = _words("button select option optgroup svg map textarea")
LISTS = _words("ul ol menu dir")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BULLET = "•"
VOID = _words("area base br col embed hr img input link meta param source track wbr")
SKIPPED = _words(  # what a browser does not show as text, and controls
    "script style template noscript iframe object applet audio video canvas svg map button select option "
    "optgroup textarea input datalist progress meter rp nav dialog head title"
)
CLOSES = {  # a start tag that ends an open element of these, as far up as the element that holds them
    "li": ({"li"}, set(LISTS)), "dt": ({"dt", "dd"}, {"dl"}), "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr"}, {"table"}), "td": ({"td", "th"}, {"table"}), "th": ({"td", "th"}, {"table"}),
}  # fmt: skip
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NOTE_ID = re.compile(r"(?:foot|end|cite_)?note-?\w*\d|_?(?:fn|ftn|edn)[-:_]?\w*\d", re.IGNORECASE)
NOTES = re.compile(r"(?:^|[-_ ])(?:foot|end)?notes?(?:$|[-_ ])", re.IGNORECASE)
CAPTION = re.compile(r"(?:^|[-_ ])caption(?:[-_ ]?text)?(?:$| )")


@dataclass(frozen=True, slots=True)
class Box:
    """An open element: what it means for the words in it. `number` names it; 0 is the whole text."""

    name: str = ""
    number: int = 0
    skipped: bool = False
    role: Role | None = None
    reason: str = ""
    level: int = 0
    verbatim: bool = False
    table: int = 0
    row: int = 0
    cell: int = 0


def marker(number: int, kind: str) -> str:
    """The number of an item as its list writes it."""
    if kind in ("a", "A") and number <= 26:
        return f"{chr(ord(kind) + number - 1)}."
    if kind in ("i", "I") and number < 40:
        roman = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return f"{roman.upper() if kind == 'I' else roman}."
    return f"{number}."


def is_unseen(attributes: Mapping[str, str]) -> bool:
    """Whether a browser does not show the element."""
    hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    return hidden or UNSEEN.search(attributes.get("style", "")) is not None


def with_role(box: Box, attributes: Mapping[str, str]) -> Box:
    """What the element itself says of the words in it."""
    told = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if box.name in HEADINGS:
        level = HEADINGS[box.name]
        return replace(box, role="heading", reason=f"marked as a heading of level {level}", level=level)
    if box.name in ("figcaption", "caption") or CAPTION.search(attributes.get("class", "")):
        return replace(box, role="caption", reason="marked as a caption")
    if box.name in LISTS and NOTES.search(told):
        return replace(box, role="footnote", reason="marked as a note")
    if box.name == "blockquote" and box.role != "footnote":
        return replace(box, role="quote", reason="marked as a quotation")
    return box
