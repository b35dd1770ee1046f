"""Editors' words (a note, an entry's body): `[name]` speaks of an entry, `*word*` is emphasized."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from builder.glossary import LINK, Glossary, Term
from builder.splicing import plain, tag

EMPHASIS = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True)
class Run:
    """Words that speak of a term, or are emphasized, or neither."""

    words: str
    term: Term | None = None
    emphasized: bool = False


def runs(text: str, glossary: Glossary) -> Iterator[Run]:
    """The text in its order; what is in brackets and is no entry keeps its brackets."""
    here = 0
    for match in LINK.finditer(text):
        yield from _emphasized(text[here : match.start()])
        term = glossary.resolve(match[1])
        yield Run((term.label if match[1] == term.id else match[1]) if term else match[0], term)
        here = match.end()
    yield from _emphasized(text[here:])


def _emphasized(text: str) -> Iterator[Run]:
    parts = EMPHASIS.split(text)
    return (Run(part, emphasized=index % 2 == 1) for index, part in enumerate(parts) if part)


def unmarked(text: str, glossary: Glossary) -> str:
    """The words alone, on one line."""
    return " ".join("".join(run.words for run in runs(text, glossary)).split())


def markup(
    text: str, glossary: Glossary, link: Callable[[Term], str], emphasis: tuple[str, str] = ("<em>", "</em>")
) -> Markup:
    """As HTML or XML. `link` gives the start tag of the element, with its name, that leads to an entry."""
    out = []
    for run in runs(text, glossary):
        start, end = emphasis if run.emphasized else ("", "")
        if run.term:
            start = link(run.term)
            end = f"</{start[1:-1].split(maxsplit=1)[0]}>"
        out.append(f"{start}{plain(run.words)}{end}")
    return Markup("".join(out))  # noqa: S704 - every part is escaped above


def html(text: str, glossary: Glossary, root: str, carded: Container[str] = ()) -> Markup:
    """For a page of the site, whose entries are under `root`. Links to the terms of `carded` open their cards, which
    the page must have."""

    def link(term: Term) -> str:
        leads = {"class": "reader-ref", "data-term": term.id, "href": f"{root}glossary/{term.id}/"}
        return tag("a", leads | ({"data-card": f"card-{term.id}"} if term.id in carded else {}))

    return markup(text, glossary, link)
