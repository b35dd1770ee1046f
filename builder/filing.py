"""How a name stands in an index, and how an essay is called in a reference: by rule, or as `sort:` of an entry says.

A person is filed by the family name: the last word, with the small words before it (“van der Bellen, Alexander”) and
without an Arabic article (“Assad, Bashar al-”). A name with an epithet or a number stays as it is (“Peter the Great”,
“Nicholas II”), and so does one of a single word. The rule cannot know where the family name comes first; such an entry
has a `sort:`.
"""

from __future__ import annotations

import re

from builder.glossary import Glossary, Term
from builder.model import Essay

ARABIC = re.compile(r"((?:al|el)-)(.+)", re.IGNORECASE)
ARTICLE = re.compile(r"(the|an?) (.+)", re.IGNORECASE)
EPITHET = {"the", "of"}
NUMBER = re.compile(r"[IVX]+|[JS]r\.?")  # “Nicholas II”, “King Jr.”
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
    words = name.split()
    if len(words) < 2 or EPITHET & set(words) or NUMBER.fullmatch(words[-1]):
        return name
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    family, given = " ".join(words[first:]), " ".join(words[:first])
    article = ARABIC.fullmatch(family)
    return f"{article[2]}, {given} {article[1]}" if article else f"{family}, {given}"


def cited(essay: Essay, glossary: Glossary) -> str:
    """“Baev 2025”, “Ames and Baev 2025”, “Ames et al.”; the beginning of the title where there is no author."""
    names = [_family(author.name, glossary) for author in essay.authors]
    title = essay.title if len(essay.title) <= TITLE else f"{essay.title[:TITLE].rsplit(' ', 1)[0]} …"
    called = f"{names[0]} et al." if len(names) > 2 else " and ".join(names) or f"“{title}”"
    return f"{called} {essay.date[:4]}".rstrip()


def _family(name: str, glossary: Glossary) -> str:
    term = glossary.resolve(name)
    if term and term.kind != "person":
        return term.label
    return (filed(term) if term else inverted(name)).split(",")[0]
