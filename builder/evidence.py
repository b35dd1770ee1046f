"""What one essay shows of what its short forms mean: full names, definitions, and what else it speaks of.

A full name tells by itself what is meant; a short form tells it only where nothing in the essay speaks against it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rapidfuzz.distance import OSA

from builder import definitions
from builder.definitions import bare
from builder.forms import Form
from builder.glossary import Glossary
from builder.longer_names import TITLED
from builder.matching import Match
from builder.model import Essay, Span
from builder.words import plain_words

# How many entries that have to do with a term, or are organizations or courts, an essay must name for its short form to
# count without the full name, where the entry tells (`unless`) that it may mean something else.
ENOUGH = 3
TELLING = 3  # letters; a longer short form tells by itself what it means
SPELLED = 3  # letters that are looked for as the initials of other words; two are those of too many
LONG = 150  # words; in a shorter text silence tells nothing
MAIN = ("organization", "court")
COMPANY = re.compile(r" (?:Group|Inc|Corp|Corporation|Company|Ltd|Limited|LLC|GmbH|AG|plc|Holdings|Software|Records)\b")
WORD = re.compile(r"[^\W\d_]+")
OTHER = ""  # in place of a term's id: something that is in no entry


@dataclass(frozen=True)
class Evidence:
    """`named`: the terms that the essay calls by a full name. `defined`: short form → term or OTHER → the long form
    that the essay gives it. `foreign`: short form → terms that it cannot mean here, for nothing else speaks of them."""

    named: frozenset[str]
    defined: Mapping[str, Mapping[str, str]]
    foreign: Mapping[str, set[str]]


def gather(essay: Essay, matches: Sequence[Match], glossary: Glossary) -> Evidence:
    """The evidence of one essay; `matches` are all the surface forms in it."""
    full: dict[int, set[str]] = defaultdict(set)  # where a full name ends → terms
    claimed: dict[str, tuple[Form, ...]] = {}
    for match in matches:
        full[match.span.end] |= {form.term for form in match.forms if form.full and form.when == "always"}
        if any(form.acronym for form in match.forms):
            claimed.setdefault(bare(match.surface), match.forms)
    defined: dict[str, dict[str, str]] = defaultdict(dict)

    def note(short: str, span: Span) -> None:
        long = " ".join(essay.words(span).split())
        within = set[str]().union(*(full[end] for end in range(span.start, span.end + 1) if end in full))
        defined[short].setdefault(_meant(long, claimed[short], within, glossary), long)

    for definition in definitions.find(essay.text):
        if definition.short in claimed:
            note(definition.short, definition.long)
    for match in matches:
        short, company = bare(match.surface), COMPANY.match(essay.text, match.span.end)
        if company and short in claimed:
            defined[short].setdefault(OTHER, match.surface + company[0])
    named = frozenset(term for terms in (*full.values(), *defined.values()) for term in terms if term)
    for short in claimed.keys() - defined.keys():
        if len(short) >= SPELLED and named.isdisjoint(form.term for form in claimed[short]):
            for span in definitions.spelled(essay.text, short):
                if essay.block_at(span.start).role not in TITLED:
                    note(short, span)
    known = named | {term for terms in defined.values() for term in terms if term}
    return Evidence(known, dict(defined), _foreign(essay, matches, known, glossary))


def _meant(long: str, forms: Iterable[Form], within: set[str], glossary: Glossary) -> str:
    """The term, of those that claim the short form, that a long form names or misspells; OTHER where it is none."""
    for form in forms:
        if form.term in within or _misspells(long, glossary.terms[form.term].name):
            return form.term
    return OTHER


def _misspells(long: str, name: str) -> bool:
    """Whether every word is the name's, or has one wrong letter in five or more (a swap of two counts as one)."""
    pairs = zip_longest(plain_words(long), plain_words(name), fillvalue="")
    return all(one == other or (len(other) > 4 and OSA.distance(one, other) == 1) for one, other in pairs)


def _foreign(
    essay: Essay, matches: Sequence[Match], named: frozenset[str], glossary: Glossary
) -> Mapping[str, set[str]]:
    """Short form → terms that it cannot mean here: the entry tells of other subjects, and the essay is about one of
    them, or it is long and says nothing that has to do with the entry."""
    sure = (form for match in matches for form in match.forms if form.when == "always")
    spoken = {form.term for form in sure if not form.acronym or len(bare(form.text)) > TELLING} | named
    main = {term for term in spoken if glossary.terms[term].kind in MAIN}
    is_long = len(WORD.findall(essay.text)) >= LONG
    foreign: dict[str, set[str]] = defaultdict(set)
    for short, term in {(bare(match.surface), form.term) for match in matches for form in match.forms if form.acronym}:
        subjects = glossary.terms[term].record.unless
        if subjects and term not in named:
            alone = is_long and len((glossary.related[term] & spoken) | main) < ENOUGH
            if alone or any(_holds(essay.text, word) for word in subjects):
                foreign[short].add(term)
    return foreign


def _holds(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None
