"""Who made an essay, as catalogues name them: the parts of a person's name; organizations, and who has one name, whole.

By rule the family name of a person is the last word, with the small words before it (“van der Bellen”) and without an
Arabic article (“al-Assad”). A name with an epithet or a number stays whole (“Peter the Great”, “Nicholas II”), but for
III to V behind two words (“John Smith III”). The rule cannot know where the family name comes first, that it has two
words, nor whose son a II is: a sidecar, or the glossary, says so (`family: Xi`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from builder.glossary import Glossary
from builder.model import Author, Essay
from builder.words import around

ARABIC = re.compile(r"((?:al|el)-)(.+)", re.IGNORECASE)
WHOLE = {"the", "of", "and", "&"}  # words in the names of organizations, and in epithets
TOGETHER = re.compile(r"the .+|.+ (?:of|and|&) .+", re.IGNORECASE)  # the name of an organization
NUMBER = re.compile(r"[IVX]+")
SUFFIX = re.compile(r"[JS]r\.?|III|IV|V|Ph\.?D\.?|M\.?D\.?|Esq\.?")


@dataclass(frozen=True, slots=True)
class Creator:
    """`name` as the essay writes it. An organization, and who has one name, has no `family` name."""

    name: str
    family: str = ""
    given: str = ""
    particle: str = ""  # “van der”, “al-”: it stands before the family name, and is no part of it in an Arabic index
    suffix: str = ""  # “Jr.”, “III”, “PhD”
    organization: bool = False

    @property
    def surname(self) -> str:
        """“van der Bellen”, “al-Assad”; the whole name of who has no family name."""
        if not self.family:
            return self.name
        return f"{self.particle}{'' if self.particle.endswith('-') else ' '}{self.family}".lstrip()

    @property
    def listed(self) -> str:
        """“van der Bellen, Alexander”, “al-Assad, Bashar”, “King, Martin Luther, Jr.”: as programs read names."""
        return ", ".join(part for part in (self.surname, self.given, self.suffix) if part)

    @property
    def filed(self) -> str:
        """The heading in a list that is sorted by name: “Baev, Pavel K.”, “Assad, Bashar al-”."""
        if self.particle.endswith("-"):
            return ", ".join(part for part in (self.family, f"{self.given} {self.particle}", self.suffix) if part)
        return self.listed


def creators(essay: Essay, glossary: Glossary) -> tuple[Creator, ...]:
    """The authors of an essay, in their order."""
    return tuple(creator(author, glossary) for author in essay.authors)


def creator(author: Author, glossary: Glossary) -> Creator:
    """What the sidecar says of an author, else what the glossary knows, else the rule."""
    term = glossary.resolve(author.name)
    known = author.family or (term and term.kind == "person")
    if author.organization or (not known and (term or TOGETHER.fullmatch(author.name))):
        return Creator(author.name, organization=True)
    if author.family or not (term and term.record.sort):
        return person(author.name, author.family)
    family, comma, _ = term.record.sort.partition(", ")
    return person(author.name, family) if comma and around(family, author.name) else Creator(author.name)


def person(name: str, family: str = "") -> Creator:
    """The parts of a person's name; `family`, words of it that are known to be the family name."""
    if family and (parts := around(family, name)):
        before, after = parts
        given, particle = _particle(before.split(), family)
        return Creator(name, family, given or after, particle, after if given else "")
    words = name.replace(",", " ").split()
    if WHOLE & {word.casefold() for word in words}:
        return Creator(name)
    suffix, bare = "", name.strip(" ,")
    while len(words) > 2 and SUFFIX.fullmatch(words[-1]):
        bare = bare.removesuffix(words[-1]).rstrip(" ,")
        suffix = f"{words.pop()} {suffix}".rstrip()
    inverted, _, rest = bare.partition(", ")
    if rest and "," not in f"{inverted}{rest}":  # “Baev, Pavel K.”
        return Creator(name, inverted, rest, suffix=suffix)
    if len(words) < 2 or NUMBER.fullmatch(words[-1]) or SUFFIX.fullmatch(words[-1]) or rest:
        return Creator(name)
    given, particle = _particle(words[:-1], words[-1])
    arabic = ARABIC.fullmatch(words[-1])
    if arabic and not particle:
        return Creator(name, arabic[2], given, arabic[1], suffix)
    return Creator(name, words[-1], given, particle, suffix)


def _particle(words: list[str], family: str) -> tuple[str, str]:
    """The words before a family name: the given name, and the small words at its end. Who is all small (“bell hooks”)
    has a given name, too."""
    first, least = len(words), int(family.islower())
    while first > least and words[first - 1].islower():
        first -= 1
    return " ".join(words[:first]), " ".join(words[first:])
