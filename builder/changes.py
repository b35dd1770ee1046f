"""What a change means, in words: for a terminal, for a pull request's summary, or as JSON.

What contributors wrote stands in the summary as code: there it is no markup, no link, and calls nobody by @name.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby

from builder.diagnostics import STEERING
from builder.differences import Area, Change, What
from builder.showcase import shorten

HEADINGS: dict[Area, str] = {
    "essays": "Essays", "entries": "Entries", "text": "Text", "mentions": "Mentions",
    "links": "Links", "notes": "Notes", "references": "Cross-references", "addresses": "Addresses", "facts": "Facts",
    "settings": "Settings", "pages": "Pages", "unread": "Not sound",
}  # fmt: skip
TOGETHER: dict[tuple[Area, What], str] = {
    ("links", "added"): "gained",
    ("links", "removed"): "lost",
    ("addresses", "kept"): "led on",
}
SHOWN = 40  # changes of an area in a summary: with LONG the whole stays under 1 MiB, which is what GitHub takes
LONG = 100  # characters of what is quoted
SMALL = 40  # characters of a place, a key or a count
OTHER = re.compile(r"[^\w¶ -]|_")


@dataclass(frozen=True)
class Manner:
    """How contributors' words and the names of files and pages are set."""

    quote: Callable[[str], str]
    name: Callable[[str], str]


def _inert(words: str) -> str:
    return shorten(STEERING.sub(" ", words).strip()[: 4 * LONG], LONG)[: LONG + 2]


def _code(words: str) -> str:
    """A code span of Markdown; its fence is longer than any run of backticks in it."""
    words = _inert(words) or "…"
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    pad = " " if words[0] == "`" or words[-1] == "`" else ""
    return f"{fence}{pad}{words}{pad}{fence}"


PLAIN = Manner(lambda words: f"“{_inert(words)}”", _inert)
SUMMARY = Manner(_code, _code)


def as_json(changes: Sequence[Change]) -> str:
    return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1) + "\n"


def as_text(changes: Sequence[Change]) -> str:
    """All of it, area by area."""
    return "".join(_lines(changes)) or "Nothing that a reader could see has changed.\n"


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    for area, held in groupby(_sorted(changes), key=lambda change: change.area):
        group = list(held)
        yield f"{HEADINGS[area]}: {_counted(group)}\n"
        for page, found in groupby(group, key=lambda change: change.page):
            lines = [sentence(change, PLAIN) for change in found]
            yield f"  {PLAIN.name(page)}{f': {lines[0]}' if len(lines) == 1 else ''}\n"
            yield from (f"    {line}\n" for line in lines if len(lines) > 1)


def as_markdown(changes: Sequence[Change]) -> str:
    """For $GITHUB_STEP_SUMMARY: each area folded under its count, and of each no more than SHOWN."""
    if not changes:
        return "### What this change means\n\nNothing that a reader could see has changed.\n"
    parts = ["### What this change means\n"]
    for area, held in groupby(_sorted(changes), key=lambda change: change.area):
        group = list(held)
        lines = [f"- {SUMMARY.name(change.page)}: {sentence(change, SUMMARY)}" for change in group[:SHOWN]]
        if len(group) > SHOWN:
            lines.append(f"- and {len(group) - SHOWN} more")
        listed = "\n".join(lines)
        parts.append(
            f"<details><summary><b>{HEADINGS[area]}</b>: {_counted(group)}</summary>\n\n{listed}\n\n</details>\n"
        )
    return "\n".join(parts)


def _sorted(changes: Sequence[Change]) -> list[Change]:
    """By area; within one the order stays, for it is that of the pages and of the text."""
    order = list(HEADINGS)
    return sorted(
        changes, key=lambda change: (order.index(change.area), change.page if change.area != "essays" else "")
    )


def _counted(changes: Sequence[Change]) -> str:
    """“3 gained, 1 lost”; of texts also how many words."""
    counted = Counter(change.what for change in changes)
    told = ", ".join(f"{count} {_what(changes[0].area, what)}" for what, count in counted.items())
    if changes[0].area != "text":
        return told
    return f"{told} ({_words(sum(c.more for c in changes), sum(c.less for c in changes))})"


def _what(area: Area, what: What) -> str:
    return TOGETHER.get((area, what), what) if area != "unread" else "with findings"


def _words(more: int, less: int) -> str:
    told = [
        f"{count} {'word' if count == 1 else 'words'} {what}"
        for count, what in ((more, "added"), (less, "removed"))
        if count
    ]
    return ", ".join(told) or "other spaces or marks"


def sentence(change: Change, manner: Manner) -> str:
    """One change, but for the page that it is on."""
    small = replace(change, place=_small(change.place))
    return _SENTENCES[change.area](small, manner)


def _small(words: str) -> str:
    """“¶ 3”, an id, a key, a count: nothing in it can be markup."""
    return OTHER.sub("", words)[:SMALL]


def _unread(change: Change, manner: Manner) -> str:
    return f"reader check has findings here {_small(change.was)} the change; what can be read is compared"


def _listed(change: Change, manner: Manner) -> str:
    words = f" {manner.quote(change.now or change.was)}" if change.what != "renamed" else ""
    return f"{change.what}{words}" if words else f"renamed, from {manner.name(change.was)}"


def _text(change: Change, manner: Manner) -> str:
    words = manner.quote(change.now or change.was)
    match change.what:
        case "moved":
            return f"{change.place} moved, from {_small(change.why)}: {words}"
        case "changed":
            return f"{change.place} changed, {_words(change.more, change.less)}: {words}"
        case _:
            return f"{change.place} {change.what}, {_words(change.more, change.less)}: {words}"


def _mentions(change: Change, manner: Manner) -> str:
    return f"{manner.name(change.place)} {_small(change.was)} → {_small(change.now)}"


def _links(change: Change, manner: Manner) -> str:
    why = f" ({manner.quote(change.why)})" if change.why else ""
    return f"{change.place}: {_what('links', change.what)} {manner.quote(change.now)} → {manner.name(change.was)}{why}"


def _notes(change: Change, manner: Manner) -> str:
    match change.what:
        case "orphaned":
            return f"its words {manner.quote(change.why)} are found no more: {manner.quote(change.now)}"
        case "moved":
            return f"moved, from {manner.quote(change.was)} to {manner.quote(change.now)}"
        case "changed":
            return f"{change.place}: changed, from {manner.quote(change.was)} to {manner.quote(change.now)}"
        case _:
            return (
                f"{change.place}: {change.what} on {manner.quote(change.why)}: {manner.quote(change.now or change.was)}"
            )


def _references(change: Change, manner: Manner) -> str:
    return f"{change.place}: {change.what} ↔ {manner.name(change.now or change.was)} ({manner.quote(change.why)})"


def _addresses(change: Change, manner: Manner) -> str:
    address = manner.name(f"#{change.place}") if change.place else "the page"
    if change.what == "kept":
        return f"{address} leads on to {manner.name(f'#{change.now}') if change.now else 'the reason why it is gone'}"
    return f"{address} is lost{f' ({manner.quote(change.was)})' if change.was else ''}"


def _facts(change: Change, manner: Manner) -> str:
    key = manner.name(change.place)
    if change.what == "changed":
        return f"{key}: {manner.quote(change.was)} → {manner.quote(change.now)}"
    return f"{key}: {change.what} {manner.quote(change.now or change.was)}"


def _pages(change: Change, manner: Manner) -> str:
    return change.what


_SENTENCES: dict[Area, Callable[[Change, Manner], str]] = {
    "unread": _unread, "essays": _listed, "entries": _listed, "text": _text, "mentions": _mentions, "links": _links,
    "notes": _notes, "references": _references, "addresses": _addresses, "facts": _facts, "settings": _facts,
    "pages": _pages,
}  # fmt: skip
