"""BibTeX as biblatex and BibTeX both read it: Unicode as it is, every character that TeX acts on written out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.creators import Creator
from builder.works import SEASONS, Work

# BibTeX counts braces even behind a backslash, so that a brace of the text must not be one of the file.
ESCAPES = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
})  # fmt: skip
LIGATURES = re.compile("([-`'])(?=\\1)")  # -- would be a dash
TYPES = {"article-magazine": "article", "post-weblog": "article", "webpage": "online", "chapter": "incollection"}


def bibtex(works: Iterable[Work]) -> str:
    return "\n".join(_entry(work) for work in works)


def _entry(work: Work) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(work) if value)
    return f"@{TYPES[work.kind]}{{{work.key},\n{fields}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    """`year` is for the styles of BibTeX, which know no `date`; a season names the issue, as biblatex has it."""
    yield "author", _names(work.authors)
    yield "title", _kept(work.title)
    yield "booktitle" if work.kind == "chapter" else "journal", _kept(work.container)
    yield "editor", _names(work.editors)
    if work.issued:
        yield "date", work.issued.iso
        yield "year", str(work.issued.year)
        yield "issue", SEASONS[work.issued.season]
    yield "origdate", work.first.iso if work.first else ""
    yield "note", _escaped(work.note)
    yield "url", _address(work.address)
    yield "language", work.language


def _names(creators: Iterable[Creator]) -> str:
    """“van der Bellen, Alexander”, “King, Jr., Martin Luther”; in braces what is no person's name in parts."""
    return " and ".join(
        ", ".join(_escaped(part) for part in (creator.surname, creator.suffix, creator.given) if part)
        if creator.family
        else f"{{{_escaped(creator.name)}}}"
        for creator in creators
    )


def _kept(title: str) -> str:
    """Escaped, with the capitals of words like NATO held against styles that write titles small."""
    words = ((word, _escaped(word)) for word in title.split(" "))
    return " ".join(f"{{{escaped}}}" if any(map(str.isupper, word[1:])) else escaped for word, escaped in words)


def _escaped(text: str) -> str:
    return LIGATURES.sub(r"\1{}", text.translate(ESCAPES))


def _address(address: str) -> str:
    """Addresses are read as they are, but for what would end the field."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
