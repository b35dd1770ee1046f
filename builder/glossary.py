"""Entry files → Terms, and the surface forms by which texts speak of them (the gazetteer's material)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from builder.diagnostics import Diagnostic
from builder.documents import Document, parse
from builder.files import read_text
from builder.model import Kind
from builder.project import Project
from builder.records import EntryRecord

KINDS: tuple[Kind, ...] = get_args(Kind)
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FRONT = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
ACRONYM = re.compile(r"[A-Z]{3,6}")
LINK = re.compile(r"\[([^\[\]\n]+)\]")


@dataclass(frozen=True)
class Term:
    """An entry. `paragraphs` are its body: the first is the definition; `[name]` in them links to another entry."""

    id: str
    kind: Kind
    path: str
    record: EntryRecord
    paragraphs: tuple[str, ...]
    document: Document

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def label(self) -> str:
        """What to call it where there is little room."""
        return self.record.short or self.record.name

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


@dataclass(frozen=True, slots=True)
class Form:
    """One surface form of a term. `origin` says in words what it is, for the reason of a link.

    `article`: it counts only where “the” stands before it, and the article is no part of it (“the Union”).
    """

    text: str
    term: str
    when: Literal["always", "introduced", "never"]
    origin: str
    article: bool = False


@dataclass(frozen=True)
class Glossary:
    terms: Mapping[str, Term]
    forms: tuple[Form, ...]
    by_name: Mapping[str, str]

    def resolve(self, name: str) -> Term | None:
        """The term with this id, or with this name in any of its forms."""
        return self.terms.get(name) or self.terms.get(self.by_name.get(name.casefold(), ""))


def read_glossary(project: Project) -> tuple[Glossary, list[Diagnostic]]:
    """All entries, in the order of their ids, and everything that is wrong with them."""
    found: list[Diagnostic] = []
    terms: dict[str, Term] = {}
    for path in sorted(project.glossary.rglob("*.md"), key=lambda path: (path.stem, path.as_posix())):
        term = _read(project, path, found)
        if term and term.id in terms:
            message = f"The id “{term.id}” is taken by {terms[term.id].path}"
            found.append(Diagnostic(term.path, 1, 1, "entry-duplicate", message, "Give one of the files another name."))
        elif term:
            terms[term.id] = term
    forms = tuple(form for term in terms.values() for form in surface_forms(term))
    by_name: dict[str, str] = {}
    for form in sorted(forms, key=lambda form: ("always", "introduced", "never").index(form.when)):
        by_name.setdefault(form.text.casefold(), form.term)
        if form.article:
            by_name.setdefault(f"the {form.text}".casefold(), form.term)
    glossary = Glossary(terms, forms, by_name)
    found += _conflicts(glossary)
    for term in terms.values():
        found += _dangling(term, glossary)
    return glossary, found


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
    if not SLUG.fullmatch(path.stem) or path.stem == "index":
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
    paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text[front.end() :]) if part.strip())
    if record and not paragraphs:
        line = text.count("\n") + 1
        found.append(
            Diagnostic(
                name,
                line,
                1,
                "record-missing-body",
                "The entry has no definition",
                "Write one sentence below the front matter.",
            )
        )
    return Term(path.stem, kind, name, record, paragraphs, document) if record and paragraphs else None


def surface_forms(term: Term) -> Iterator[Form]:
    """The forms that are written down, and those that follow by rule: C.S.T.O., Organisation for Organization."""
    record = term.record
    # An event's name is the editors' title for it: an essay that uses the words speaks of what is in them.
    written = [Form(record.name, term.id, "never" if term.kind == "event" else "always", "its name")]
    written += [
        Form(short, term.id, "always", "its short form") for short in (record.short, record.short_official) if short
    ]
    written += [Form(alias.text, term.id, alias.when, "an alias") for alias in record.aliases]
    written += [
        Form(name, term.id, "always", f"a name of it ({language})")
        for language, names in record.names.items()
        for name in names
    ]
    seen: set[str] = set()
    for form in written:
        for text in (form.text, *_derived(form.text)):
            if text not in seen:
                seen.add(text)
                article = text.startswith("the ")
                yield Form(text[4:] if article else text, term.id, form.when, form.origin, article)


def _derived(text: str) -> Iterator[str]:
    if ACRONYM.fullmatch(text):
        yield ".".join(text) + "."
    for one, other in (("Organization", "Organisation"), ("Organisation", "Organization")):
        if one in text:
            yield text.replace(one, other)


def _conflicts(glossary: Glossary) -> Iterator[Diagnostic]:
    owner: dict[str, str] = {}
    for form in glossary.forms:
        if form.when != "always":
            continue
        first = owner.setdefault(form.text, form.term)
        if first != form.term:
            term = glossary.terms[form.term]
            index = next((i for i, alias in enumerate(term.record.aliases) if alias.text == form.text), None)
            keys = ("aliases", index) if index is not None else ("name",)
            message = f"“{form.text}” is claimed by {glossary.terms[first].path} too"
            yield term.document.diagnostic(
                "alias-conflict", message, *keys, hint="Mark it `when: introduced` or `when: never` in one of them."
            )


def _dangling(term: Term, glossary: Glossary) -> Iterator[Diagnostic]:
    """Names that no entry has, in `about:` and in the body."""
    for index, name in enumerate(term.record.about):
        if name not in glossary.terms:
            yield term.document.diagnostic("term-unknown", f"No entry has the id “{name}”", "about", index)
    for paragraph in term.paragraphs:
        for name in unknown_links(paragraph, glossary):
            yield term.document.diagnostic(
                "link-unknown", f"[{name}] is no entry's id or name", hint="Write an id or a name of an entry."
            )


def unknown_links(text: str, glossary: Glossary) -> list[str]:
    """The `[name]`s of a note or an entry that lead nowhere."""
    return [name for name in LINK.findall(text) if glossary.resolve(name) is None]
