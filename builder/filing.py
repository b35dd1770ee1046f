"""How a name stands in an index, and how an essay is called in a reference: by rule, or as `sort:` of an entry says.

A person is filed by the family name (`creators.py`), other things without their article (“Hague, The”).
"""

from __future__ import annotations

import re

from builder.creators import Creator, creators, person
from builder.glossary import Glossary, Term
from builder.model import Essay

ARTICLE = re.compile(r"(the|an?) (.+)", re.IGNORECASE)
TITLE = 40  # characters of a title that stands for an author


def filed(term: Term) -> str:
    """The heading of an entry in an index: “Putin, Vladimir”, “Hague, The”."""
    if term.record.sort:
        return term.record.sort
    if term.kind == "person":
        return inverted(term.name)
    article = ARTICLE.fullmatch(term.name)
    return f"{article[2]}, {article[1]}" if article else term.name


def inverted(name: str) -> str:
    """A person's name with the family name first."""
    return person(name).filed


def cited(essay: Essay, glossary: Glossary) -> str:
    """“Baev 2025”, “Ames and Baev 2025”, “Ames et al.”; the beginning of the title where there is no author."""
    names = [_called(creator, glossary) for creator in creators(essay, glossary)]
    title = essay.title if len(essay.title) <= TITLE else f"{essay.title[:TITLE].rsplit(' ', 1)[0]} …"
    called = f"{names[0]} et al." if len(names) > 2 else " and ".join(names) or f"“{title}”"
    return f"{called} {essay.date[:4]}".rstrip()


def _called(creator: Creator, glossary: Glossary) -> str:
    term = glossary.resolve(creator.name)
    return term.label if term and creator.organization else creator.surname
