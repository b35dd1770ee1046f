"""What the search knows: every name of entries and essays, and the passages that it looks through.

The site gets it as two classic scripts, which load from a double-clicked file, too. They run nothing: each gives
`reader` one value, and what contributors wrote stands in strings of JSON, never as a key. Both have the essays, and
the entries, in one order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal, NamedTuple

from builder import inflection
from builder.concordance import Essays
from builder.facts import spoken_date
from builder.glossary import Glossary, Term
from builder.model import Annotations, Block, Essay
from builder.prose import unmarked

Engine = Literal["whole", "pagefind"]
ROOM = 600_000  # bytes of essays that the browser still gets whole: decision 13
# Found by their own names (title, authors), or said again elsewhere in the text.
LEFT_OUT = ("title", "byline", "separator", "pull-quote", "citation")


class Passage(NamedTuple):
    """`anchor`: its id on the page, empty for the page itself; `place`: its number (“¶ 12”), or what it is."""

    anchor: str
    place: str
    words: str


def entry_passages(term: Term, glossary: Glossary) -> list[Passage]:
    """The text of an entry, its definition first, and its history."""
    passages = [Passage("", "", unmarked(paragraph, glossary)) for paragraph in term.paragraphs]
    return passages + [Passage("history", spoken_date(held.date), held.text) for held in term.record.history]


def essay_passages(essay: Essay, layers: Annotations, glossary: Glossary) -> list[Passage]:
    """The blocks of an essay, each once, and the editors' notes."""
    blocks = [Passage(block.id, _place(block), " ".join(essay.words(block.span).split())) for block in _said(essay)]
    notes = (Passage(f"note-{n.number}", f"note {n.number}", unmarked(n.text, glossary)) for n in layers.notes)
    return [*blocks, *notes]


def _said(essay: Essay) -> list[Block]:
    return [block for block in essay.blocks if block.role not in LEFT_OUT]


def _place(block: Block) -> str:
    return f"¶ {block.number}" if block.number else block.role.replace("-", " ")


def engine(wanted: Literal["auto", "whole", "pagefind"], essays: Essays) -> Engine:
    """Whether the essays' passages are sent whole, or looked up by Pagefind."""
    if wanted != "auto":
        return wanted
    return "pagefind" if sum(len(essay.text.encode()) for essay, _ in essays.values()) > ROOM else "whole"


def language(essay: Essay) -> str:
    """Without its region: Pagefind keeps an index for each."""
    return essay.language.partition("-")[0].lower()


def names_js(essays: Essays, glossary: Glossary, spoken: Mapping[str, int], chosen: Engine) -> str:
    """`spoken`: how often the essays mention each entry."""
    names = {
        "engine": chosen,
        "languages": sorted({language(essay) for essay, _ in essays.values() if _said(essay)}),
        "entries": [_entry(term, spoken.get(term.id, 0)) for term in glossary.terms.values()],
        "essays": [_essay(essay) for essay, _ in essays.values()],
    }
    return f"reader.names={_json(names)};\n"


def passages_js(essays: Essays, glossary: Glossary, chosen: Engine) -> str:
    """Those of all entries; those of the essays where they are sent whole."""
    sent = essays.values() if chosen == "whole" else ()
    passages = {
        "entries": [entry_passages(term, glossary) for term in glossary.terms.values()],
        "essays": [essay_passages(essay, layers, glossary) for essay, layers in sent],
    }
    return f"reader.passages={_json(passages)};\n"


def _entry(term: Term, count: int) -> list[object]:
    """Id, name, kind, mentions, its other names, and last those that mean it loosely and link nowhere."""
    loose = [alias.text for alias in term.record.aliases if alias.when == "never"]
    foreign = [(name, code) for code, names in term.record.names.items() for name in names]
    cases = (form for name, code in foreign for form in inflection.of(name, code, whole=term.kind == "person"))
    names = dict.fromkeys([term.label, *term.names, *cases])
    return [term.id, term.name, term.kind, count, [name for name in names if name not in (term.name, *loose)], loose]


def _essay(essay: Essay) -> list[object]:
    """Slug, title, authors, venue, date in words, ISO date."""
    date = spoken_date(essay.date) if essay.date and essay.published == essay.date else essay.published
    return [essay.slug, essay.title, [author.name for author in essay.authors], essay.venue, date, essay.date]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
