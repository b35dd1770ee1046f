"""The surface forms of a term: those that its entry writes down, and those that follow from them by rule.

Every form is matched as it is written, capitals and all: CIS is not “cis”. The rules of `RULES` are applied one after
the other, each to all forms so far, so that they combine; `MOST` bounds what comes of one name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from builder import inflection
from builder.model import Kind
from builder.records import EntryRecord
from builder.words import CAPITAL

When = Literal["always", "introduced", "never"]

ACRONYM = re.compile(rf"{CAPITAL}{{2,8}}")
MOST = 128  # forms of one name
SPELLINGS = (
    ("Organization", "Organisation"), ("Cooperation", "Co-operation"), ("Defense", "Defence"), ("Center", "Centre"),
    ("Labor", "Labour"), ("Program", "Programme"), ("organization", "organisation"), ("cooperation", "co-operation"),
)  # fmt: skip
SMALL = re.compile(r"(?<= )(?:of|and|the|for|on|in)(?= )")


@dataclass(frozen=True, slots=True)
class Form:
    """One surface form of a term. `origin` says in words what it is, for the reason of a link.

    `article`: it counts only where “the” stands before it, and the article is no part of it (“the Union”).
    `full`: it is a name of several words, which tells by itself what is meant; an acronym may mean something else.
    """

    text: str
    term: str
    when: When
    origin: str
    article: bool = False

    @property
    def full(self) -> bool:
        return " " in self.text and not self.article

    @property
    def acronym(self) -> bool:
        return _is_acronym(self.text)


@cache
def _is_acronym(text: str) -> bool:
    return ACRONYM.fullmatch(text.replace(".", "").replace(" ", "")) is not None


def surface_forms(term: str, kind: Kind, record: EntryRecord) -> Iterator[Form]:
    """All forms of one entry, each once."""
    seen: set[tuple[str, bool]] = set()
    for written in _written(term, kind, record):
        for form in _derived(written):
            if (form.text, form.article) not in seen:
                seen.add((form.text, form.article))
                yield form


def _written(term: str, kind: Kind, record: EntryRecord) -> Iterator[Form]:
    # An event's name is the editors' title for it: an essay that uses the words speaks of what is in them.
    yield Form(record.name, term, "never" if kind == "event" else "always", "its name")
    if kind == "concept":  # an idea is written with capitals or without
        yield Form(record.name[:1].lower() + record.name[1:], term, "always", "its name")
        yield Form(record.name.lower(), term, "always", "its name")
    for short in (record.short, record.short_official):
        if short:
            yield Form(short, term, "always", "its short form")
    for alias in record.aliases:
        article = alias.text.startswith("the ")
        yield Form(alias.text.removeprefix("the "), term, alias.when, "an alias", article)
    for language, names in record.names.items():
        for name in names:
            yield Form(name, term, "always", f"a name of it ({language})")
            for inflected in inflection.of(name, language, whole=kind == "person"):
                yield Form(inflected, term, "always", f"a name of it ({language}), inflected")


def _derived(form: Form) -> list[Form]:
    """The form and all that follow from it."""
    forms = {form.text: form}
    for told, rule in RULES:
        for known in list(forms.values()):
            for text in rule(known.text):
                if text and text not in forms and len(forms) < MOST:
                    origin = known.origin if known is not form else f"{form.origin}, {told}"
                    forms[text] = replace(known, text=text, origin=origin)
    return list(forms.values())


def _spelled(text: str) -> Iterator[str]:
    """Every mixture of British and American spelling."""
    found = {text}
    for one, other in (*SPELLINGS, *((b, a) for a, b in SPELLINGS)):
        found |= {re.sub(rf"\b{one}\b", other, known) for known in found}
    yield from sorted(found - {text})


def _dotted(text: str) -> Iterator[str]:
    if ACRONYM.fullmatch(text):
        yield ".".join(text) + "."
        yield ".".join(text)
        if len(text) > 2:  # two letters and a space are somebody's initials
            yield ". ".join(text) + "."


def _unaccented(text: str) -> Iterator[str]:
    if not re.search("[а-яё]", text, re.IGNORECASE):
        yield "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _parted(text: str) -> Iterator[str]:
    """With a comma that is written or left out, and with “of the” for “of”."""
    if text.count(" ") >= 2 and "." not in text:
        yield text.replace(",", "")
        if text.isascii() and " of " not in text and "," not in text:
            yield ", ".join(text.rsplit(" ", 1))
        yield re.sub(r" of (?!the )", " of the ", text)
        yield text.replace(" of the ", " of ")


def _hyphenated(text: str) -> Iterator[str]:
    if "-" in text and not ACRONYM.fullmatch(text):
        yield text.replace("-", " ")
    yield text.replace(" & ", " and ")
    yield text.replace(" and ", " & ")


def _capitals(text: str) -> Iterator[str]:
    """As titles and headings write it; a form without capitals (parallel imports) may begin a sentence, too."""
    if text == text.lower():
        yield text[:1].upper() + text[1:]
        yield re.sub(r"(?<![^\W_])[^\W\d_](?=[^\W\d_]{3})", lambda first: first[0].upper(), text)
    if " " in text:
        yield SMALL.sub(lambda small: small[0].capitalize(), text)
        yield re.sub(r"(?<= )[^\W\d_](?=[^\W\d_]{3})", lambda first: first[0].upper(), text)
    if re.search(r"[^\W\d_]{4}", text) and not ACRONYM.fullmatch(text):
        yield text.upper()


# The order matters: what is written in full first, how it is set last.
RULES: tuple[tuple[str, Callable[[str], Iterator[str]]], ...] = (
    ("in the other spelling", _spelled),
    ("with dots", _dotted),
    ("without accents", _unaccented),
    ("with or without its hyphen", _hyphenated),
    ("with or without a comma or “the”", _parted),
    ("in capitals", _capitals),
)
