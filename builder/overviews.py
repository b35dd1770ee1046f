"""The pages that show the collection at once: which there are, the template of each, and what is shown there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder import facts, indexes, relations, showcase, timeline
from builder.atlas import BLOCKS, atlas
from builder.concordance import Essays, Passage, Places
from builder.geography import DISPUTED
from builder.glossary import Glossary
from builder.matrix import Matrix, matrices

Shown = tuple[str, str, dict[str, object]]  # path and template, under overview/, and what the template is given


@dataclass(frozen=True)
class Whole:
    """All that these pages are made of."""

    essays: Essays
    glossary: Glossary
    edition: str
    passages: Mapping[str, Sequence[Passage]]
    places: Mapping[str, Places]
    together: Mapping[str, Mapping[str, int]]
    spoken: Mapping[str, int]  # term → mentions


def overviews(whole: Whole) -> Iterator[Shown]:
    tables = matrices(whole.glossary, whole.spoken, whole.edition)
    line = timeline.timeline(whole.essays, whole.glossary, whole.places)
    drawn = atlas(whole.glossary, whole.passages, whole.spoken, whole.edition)
    lists = {name: indexes.index(kinds, whole.glossary, whole.places) for name, kinds in indexes.INDEXES.items()}
    related = relations.relations(whole.essays, whole.glossary, whole.places, whole.together, whole.spoken)
    yield from _members(tables, whole)
    yield from _timeline(line, {year.year: year.page for year in showcase.years(whole.essays)})
    yield "map.md", "map.md", {"atlas": drawn, "disputed": DISPUTED, "blocks": BLOCKS}
    for name, index in lists.items():
        yield from _index(name, index)
    yield "relations.md", "relations.md", {"relations": related, "essays": len(whole.essays)}
    countries = len({row.code for table in tables for row in table.rows})
    told = {"tables": tables, "countries": countries, "line": line, "atlas": drawn, "lists": lists, "related": related}
    yield "index.md", "index.md", told


def _members(tables: Sequence[Matrix], whole: Whole) -> Iterator[Shown]:
    """The table of countries and organizations, on as many pages as it needs, each as a picture too."""
    terms = whole.glossary.terms.values()
    shared = {
        "parts": max(len(tables), 1),
        "others": [table.columns for table in tables],
        "memberless": [term for term in terms if term.kind == "organization" and not term.record.members],
        "unborn": lambda term: facts.unborn(term, whole.edition),
    }
    for part, matrix in enumerate(tables or [None], start=1):
        path = f"members{f'-{part}' if part > 1 else ''}"
        shown = {"matrix": matrix, "part": part, **shared}
        yield f"{path}.md", "members.md", shown
        if matrix:
            yield f"{path}.svg", "members.svg", shown


def _timeline(line: timeline.Timeline, listed: Mapping[str, int]) -> Iterator[Shown]:
    """All on one page, or a page that leads to those of the parts. `listed`: the page of the list that has a year."""
    whole = line.pages[0] if len(line.pages) == 1 else None
    yield "timeline.md", "timeline.md", {"line": line, "listed": listed, "page": whole, "root": "../../"}
    for page in () if whole else line.pages:
        path = f"timeline/{timeline.name(page.beginning)}.md"
        yield path, "timeline.md", {"line": line, "listed": listed, "page": page, "root": "../../../"}


def _index(name: str, index: indexes.Index) -> Iterator[Shown]:
    """All on one page, or a page that leads to those of the parts."""
    whole = index.pages[0] if len(index.pages) == 1 else None
    yield f"{name}.md", "names.md", {"name": name, "index": index, "page": whole, "root": "../../"}
    for page in () if whole else index.pages:
        path = f"{name}/{indexes.name(page.beginning)}.md"
        yield path, "names.md", {"name": name, "index": index, "page": page, "root": "../../../"}
