"""Entry files → Terms, and the surface forms by which texts speak of them (the gazetteer's material)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path, PurePath
from typing import get_args

from builder.diagnostics import Diagnostic, Lines, line_column
from builder.documents import Document, parse
from builder.files import digest, is_passing, read_text
from builder.forms import Form, surface_forms
from builder.memory import Memory
from builder.model import Kind
from builder.project import Project
from builder.records import Alias, EntryRecord
from builder.seeds import RESERVED, SLUG
from builder.values import fold

KINDS: tuple[Kind, ...] = get_args(Kind)
MAIN_KINDS: tuple[Kind, ...] = ("organization", "court", "treaty", "concept")  # what a reader comes to look up
FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
LINK = re.compile(r"\[([^\[\]\n]+)\]")
LINK_IN_FILE = re.compile(r"\[([^\[\]]+)\]")  # the same where lines still end
# Words that texts use all the time, and words that texts use of many things.
COMMON = frozenset(
    "about after all also and any are been before but can could even first for from had has have her here him his how "
    "into its last like many may more most much must new next not now off old one only other our out over own same she "
    "should since some such than that the their them then there these they this those time today under until upon very "
    "was were what when where which while who whom whose why will with would year years you your".split()
)
GENERIC = frozenset(
    "accord agency agreement alliance army assembly association bank bloc body center centre charter church city "
    "club commission committee community conference congress convention council country court east embassy "
    "federation force forum foundation fund government group house institute kingdom league library mayor "
    "minister ministry mission movement north office organisation organization pact parliament party people "
    "police president prosecutor region republic senate society south state states summit territory treaty "
    "tribunal union university war west world".split()
)


@dataclass(frozen=True)
class Term:
    """An entry. `paragraphs` are its body: the first is the definition; `[name]` in them links to another entry."""

    id: str
    kind: Kind
    path: str
    record: EntryRecord
    paragraphs: tuple[str, ...]
    document: Document
    links: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # name in brackets → its first line and column

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def label(self) -> str:
        """What to call it where there is little room."""
        return self.record.short or self.record.name

    @property
    def is_country(self) -> bool:
        """A former country is one, too."""
        return self.record.place.endswith("country")

    @property
    def definition(self) -> str:
        return self.paragraphs[0]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, for the search: those that no text is linked by are searched for too."""
        record = self.record
        written = [record.short, record.short_official, record.name, *(alias.text for alias in record.aliases)]
        others = (name for names in record.names.values() for name in names)
        return tuple(dict.fromkeys(name for name in (*written, *others) if name))


@dataclass(frozen=True)
class Glossary:
    terms: Mapping[str, Term]
    forms: tuple[Form, ...]
    by_name: Mapping[str, str]

    @cached_property
    def related(self) -> Mapping[str, frozenset[str]]:
        """Term → the terms that its entry speaks of, members among them, or whose entries speak of it."""
        places = {term.record.country: term.id for term in self.terms.values() if term.is_country}
        related: dict[str, set[str]] = {term: set() for term in self.terms}
        for term in self.terms.values():
            linked = (self.resolve(name) for paragraph in term.paragraphs for name in LINK.findall(paragraph))
            near = {other.id for other in linked if other} | {name for name in term.record.about if name in self.terms}
            near |= {places[member.country] for member in term.record.members if member.country in places}
            for other in near - {term.id}:
                related[term.id].add(other)
                related[other].add(term.id)
        return {term: frozenset(near) for term, near in related.items()}

    def resolve(self, name: str) -> Term | None:
        """The term with this id, or with this name in any of its forms."""
        return self.terms.get(name) or self.terms.get(self.by_name.get(name.casefold(), ""))


def entry_files(project: Project) -> dict[str, bytes]:
    """What a glossary is read from: it is another only where this is."""
    return {project.name(path): digest(path, project.root) for path in _paths(project)}


def _paths(project: Project) -> list[Path]:
    found = (path for path in project.glossary.rglob("*.md") if not is_passing(path.name))
    return sorted(found, key=lambda path: (path.stem, path.as_posix()))


def read_glossary(project: Project, memory: Memory | None = None) -> tuple[Glossary, list[Diagnostic]]:
    """All entries, in the order of their ids, and everything that is wrong with them.

    Given the `memory` of the reading before, only the files that have changed are read again.
    """
    memory = memory or Memory()
    found: list[Diagnostic] = []
    terms: dict[str, Term] = {}
    for path in _paths(project):
        made_of = digest(path, project.root)
        term, wrong = memory.made(("entry", project.name(path)), made_of, partial(_from_file, project, path))
        found += wrong
        if term and term.id in terms:
            message = f"The id “{term.id}” is taken by {terms[term.id].path}"
            found.append(Diagnostic(term.path, 1, 1, "entry-duplicate", message, "Give one of the files another name."))
        elif term:
            terms[term.id] = term
    glossary, told = _together(terms)
    return glossary, [*found, *told]


def wrong_with(path: str, kind: Kind, text: str, glossary: Glossary) -> list[Diagnostic]:
    """What a new entry, were it written, would bring upon itself and the others."""
    found: list[Diagnostic] = []
    term = _entry(path, kind, text, found)
    if term:
        there = set(_together(glossary.terms)[1])
        found += (d for d in _together({**glossary.terms, term.id: term})[1] if d not in there)
    return found


def _together(terms: Mapping[str, Term]) -> tuple[Glossary, list[Diagnostic]]:
    """Entries as a glossary, and what is wrong between them."""
    forms = tuple(form for term in terms.values() for form in surface_forms(term.id, term.kind, term.record))
    by_name: dict[str, str] = {}
    for form in sorted(forms, key=lambda form: ("always", "introduced", "never").index(form.when)):
        by_name.setdefault(form.text.casefold(), form.term)
        if form.article:
            by_name.setdefault(f"the {form.text}".casefold(), form.term)
    glossary = Glossary(terms, forms, by_name)
    found = list(_conflicts(glossary))
    for term in terms.values():
        found += [*_aliases(term), *_dangling(term, glossary)]
    return glossary, found


def _from_file(project: Project, path: Path) -> tuple[Term | None, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return _read(project, path, found), found


def _read(project: Project, path: Path, found: list[Diagnostic]) -> Term | None:
    name = project.name(path)
    kind = next((kind for kind in KINDS if kind == path.parent.name), None)
    if kind is None or path.parent.parent != project.glossary:
        found.append(
            Diagnostic(
                name, 1, 1, "entry-kind", f"“{path.parent.name}” is no kind of entry", f"Kinds: {', '.join(KINDS)}."
            )
        )
        return None
    if not SLUG.fullmatch(path.stem) or RESERVED.fullmatch(path.stem):
        found.append(
            Diagnostic(
                name, 1, 1, "seed-name", f"“{path.stem}” is no id", "Use small letters, digits and hyphens: csto.md"
            )
        )
        return None
    text, trouble = read_text(path, name, project.root)
    if trouble:
        found += trouble
        return None
    return _entry(name, kind, text, found)


def _entry(name: str, kind: Kind, text: str, found: list[Diagnostic]) -> Term | None:
    front = FRONT.match(text)
    if not front:
        found.append(
            Diagnostic(
                name,
                1,
                1,
                "yaml-syntax",
                "No front matter",
                "Begin the file with a line `---`, the facts, and a line `---`.",
            )
        )
        return None
    record, document, wrong = parse(EntryRecord, front[1], name, first_line=2)
    found += wrong
    body = unicodedata.normalize("NFC", text[front.end() :])
    paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", body) if part.strip())
    if record and not paragraphs:
        found.append(
            Diagnostic(
                name,
                *line_column(text, len(text)),
                "record-missing-body",
                "The entry has no definition",
                "Write one sentence below the front matter.",
            )
        )
    if wrong or not record or not paragraphs:
        return None
    lines = Lines(text)
    links: dict[str, tuple[int, int]] = {}
    for link in LINK_IN_FILE.finditer(text, front.end()):
        links.setdefault(fold(unicodedata.normalize("NFC", link[1])), lines.place(link.start()))
    return Term(PurePath(name).stem, kind, name, record, paragraphs, document, links)


def _conflicts(glossary: Glossary) -> Iterator[Diagnostic]:
    """Two entries with one name, and aliases that another entry has too. A short form may be that of two bodies: it is
    linked on evidence only, as an alias is that is marked `introduced`."""
    owner: dict[str, Form] = {}
    for form in glossary.forms:
        first = owner.setdefault(form.text, form) if form.when == "always" else form
        if first.term == form.term:
            continue
        for mine, other in ((form, first), (first, form)):
            term = glossary.terms[mine.term]
            aliases = [alias.text.removeprefix("the ") for alias in term.record.aliases]
            message = f"“{form.text}” is claimed by {glossary.terms[other.term].path} too"
            if form.text in aliases:
                hint = "Mark it `when: introduced` or `when: never`."
                yield term.document.diagnostic(
                    "alias-conflict", message, "aliases", aliases.index(form.text), hint=hint
                )
                break
            if form.text == term.name == glossary.terms[other.term].name:
                hint = "Give one of them a name that tells it from the other, or merge them."
                yield term.document.diagnostic("alias-conflict", message, "name", hint=hint)
                break


def _aliases(term: Term) -> Iterator[Diagnostic]:
    """Aliases by which nearly every text would speak of the term. Those that are `never` matched may be any."""
    for index, alias in enumerate(term.record.aliases):
        word = alias.text.removeprefix("the ")
        if alias.when == "never":
            continue
        if len(word) == 1:
            hint = "Write a longer form, or `when: never`, so that only the search knows it."
            yield term.document.diagnostic("alias-short", f"“{alias.text}” is one letter", "aliases", index, hint=hint)
        elif hint := _common(word, alias):
            message = f"“{alias.text}” is a common word"
            yield term.document.diagnostic("alias-common", message, "aliases", index, hint=hint)


def _common(word: str, alias: Alias) -> str:
    """What to write for a word that means too much; empty where it may stay. Capitals tell US from “us”."""
    short = word.isalpha() and word.islower() and len(word) < 4
    if short or word[:1].lower() + word[1:] in COMMON:
        return "Write a longer form."
    if alias.when == "always" and word.lower() in GENERIC:
        return "Write `when: introduced`, so that it counts after a full name only, or a longer form."
    return ""


def _dangling(term: Term, glossary: Glossary) -> Iterator[Diagnostic]:
    """Names that no entry has, in `about:` and in the body, and names in the body that are the entry's own."""
    for index, name in enumerate(term.record.about):
        if name not in glossary.terms:
            yield term.document.diagnostic("term-unknown", f"No entry has the id “{name}”", "about", index)
    for name in dict.fromkeys(name for paragraph in term.paragraphs for name in LINK.findall(paragraph)):
        place, other = term.links.get(name, term.document.place()), glossary.resolve(name)
        if other is None:
            message, hint = f"[{name}] is no entry's id or name", "Write an id or a name of an entry."
            yield Diagnostic(term.path, *place, "link-unknown", message, hint)
        elif other is term:
            message, hint = f"[{name}] leads to the entry itself", "Write it without brackets."
            yield Diagnostic(term.path, *place, "link-self", message, hint)


def unknown_links(text: str, glossary: Glossary) -> list[str]:
    """The `[name]`s of a note or an entry that lead nowhere."""
    return [name for name in LINK.findall(text) if glossary.resolve(name) is None]
