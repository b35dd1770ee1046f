"""One small collection, and every kind of file that it becomes. A change of these files is read before it is kept.

`pytest tests/test_golden.py --update-golden` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from builder import pipeline
from builder.project import Project

FILES = {
    "seeds/essays/first-2024.txt": (
        "## On *Leagues* - Ann Author\n\nWinter 2024\n\nThe Example League (EL) met <u>last year</u>. The *EL's* 1. rule: [no] rules_at_all & <b>so</b> on.\n\n"
        "The second\n\nThe Court spoke. “The EL rose,” it said, and the Example League’s members left for Oslo.\n\nAnn Author is a writer. She lives.\n"
    ),
    "seeds/essays/first-2024.yml": (
        "venue: A Journal\nurl: https://example.org/1\nrights: Ann Author\ndate: 2024-01\nnotes:\n"
        "  - {quote: 1. rule, kind: name, text: 'Also *the first rule* of the [EL].', sources: [{title: A source, url: 'https://example.org/s'}]}\n"
        "see:\n  - {from: The Court spoke, to: second-2025, quote: The EL fell, why: Both speak of it.}\n"
    ),
    "seeds/essays/second-2025.txt": "Another Title\n\nBy Bo Other\n\nThe EL fell. It was 2025, and Oslo was far.\n\nNothing else. Really.\n",
    "seeds/essays/second-2025.yml": "published: 2025-03-01\n",
    "seeds/glossary/organization/el.md": (
        "---\nname: Example League\nshort: EL\naliases: [{text: the Court, when: introduced}]\nnames: {ru: [ЛП, Лига примеров]}\nwikidata: Q1\nfounded: 2001-05\n"
        "members:\n  - {country: NO, from: 2001-05}\n  - {country: SE, from: 2001-05, to: 2024-06-01, note: left}\nhistory:\n"
        "  - {date: 2024-06-01, text: Sweden leaves.}\nsources: [{title: Its charter}]\nunsure: [The month.]\nchecked: 2026-01-01\n---\nA league of examples, seated in [Oslo].\n"
    ),
    "seeds/glossary/place/oslo.md": "---\nname: Oslo\nplace: city\ncountry: NO\nlat: 59.9\nlon: 10.7\n---\nA city in Norway.\n",
}


@pytest.mark.parametrize(
    "name",
    [
        "essays/first-2024.md",
        "glossary/el.md",
        "essays/first-2024/annotations.jsonld",
        "glossary.jsonld",
        "links.json",
        "anchors.json",
    ],
)
def test_golden(collection: Callable[..., Project], golden: Callable[[str, str], None], name: str) -> None:
    project = collection(FILES)
    pipeline.annotate(project)
    golden(name.replace("/", "--"), (project.docs / name).read_text("utf-8"))
