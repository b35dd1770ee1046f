"""The chapters of an e-book, drawn: its title page, its essays with their notes, its glossary, its index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from markupsafe import Markup

from builder import facts, prose, repairs, templating
from builder.citing import Citations
from builder.collection import Collection
from builder.concordance import Places
from builder.exports import lexicon
from builder.exports.xhtml import body, depths_of
from builder.exports.xml import address, language, leftward
from builder.filing import cited, inverted
from builder.glossary import KINDS, Glossary, Term
from builder.indexes import Heading, Line, index
from builder.model import Annotations, CrossReference, Essay
from builder.notes import NOTE_WORDS
from builder.showcase import shorten
from builder.splicing import tag
from builder.templating import Environment
from builder.works import both

CONTENTS = 2  # how deep the headings are that the contents list
CALLED = 40  # characters of a title that stands for its author
QUOTED = 90  # of the words that a note is about
PASSAGE = 140  # of a passage elsewhere


@dataclass(frozen=True)
class Book:
    """An e-book: its essays in their order, the entries that it has, and whether it is that of the whole collection."""

    title: str
    essays: Sequence[tuple[Essay, Annotations]]
    terms: Sequence[Term]
    collection: Collection
    cited: Citations
    whole: bool = False

    @cached_property
    def called(self) -> Mapping[str, str]:
        """Slug → what its paragraphs are cited by: nothing where the book has one essay."""
        names = {essay.slug: cited(essay, self.collection.glossary) for essay, _ in self.essays if self.whole}
        often = Counter(names.values())
        titles = {essay.slug: shorten(essay.title, CALLED) for essay, _ in self.essays}
        return {slug: f"{name if often[name] == 1 else titles[slug]} ¶ " for slug, name in names.items()}

    def page(self, essay: Essay, number: int) -> str:
        return f"{self.called.get(essay.slug, '')}{number}"


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the contents, and those within it."""

    words: str
    href: str
    within: list[Way] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the book. `kind`: what it is to a reading system; `pages`: names of its ¶, and where they are."""

    name: str
    title: str
    content: str
    kind: str
    within: Sequence[Way] = ()
    pages: Sequence[tuple[str, str]] = ()


def environment(collection: Collection) -> Environment:
    made = templating.environment()
    made.filters |= {
        "spoken_date": facts.spoken_date,
        "inverted": inverted,
        "shorten": shorten,
        "address": address,
        "tongue": language,
    }
    tongue = language(collection.record.language)
    made.globals |= {
        "collection": collection.record,
        "language": tongue,
        "direction": "rtl" if leftward(tongue) else "ltr",
        "note_words": NOTE_WORDS,
    }
    return made


def chapters(book: Book, environment: Environment) -> list[Chapter]:
    """In the reading order, after the cover."""
    places = lexicon.places(book.essays)
    glossary, edition = book.collection.glossary, book.collection.record.edition
    dates = [essay.date for essay, _ in book.essays if essay.date and not book.whole]
    parts = lexicon.parts(lexicon.entries(book.terms, places, glossary, dates, edition), lexicon.weight)
    homes = {
        entry.term.id: f"{_glossary_file(n)}#term-{entry.term.id}" for n, part in enumerate(parts, 1) for entry in part
    }
    drawn = _Drawing(book, environment, homes)
    return [
        drawn.title_page(),
        *(drawn.essay(essay, layers) for essay, layers in book.essays),
        *(drawn.glossary(number, part, len(parts)) for number, part in enumerate(parts, 1)),
        *drawn.index(places),
    ]


def _glossary_file(number: int) -> str:
    return f"glossary-{number}.xhtml"


def _essay_file(slug: str) -> str:
    return f"essay-{slug}.xhtml"


@dataclass(frozen=True, slots=True)
class _Drawing:
    """`homes`: term → where its entry is in the book."""

    book: Book
    environment: Environment
    homes: Mapping[str, str]

    def _draw(self, template: str, **shown: object) -> str:
        return self.environment.get_template(f"epub/{template}").render(book=self.book, said=self._said, **shown)

    def _said(self, text: str) -> Markup:
        return prose.markup(text, self.book.collection.glossary, self._link)

    def _link(self, term: Term) -> str:
        if href := self.homes.get(term.id):
            return tag("a", {"epub:type": "glossref", "role": "doc-glossref", "href": href})
        return tag("span", {"class": "elsewhere"})

    def title_page(self) -> Chapter:
        collection = self.book.collection
        ways = [(essay, _essay_file(essay.slug)) for essay, _ in self.book.essays]
        shown = self._draw("title.xhtml", ways=ways, address=collection.address)
        return Chapter("title.xhtml", self.book.title, shown, "titlepage")

    def essay(self, essay: Essay, layers: Annotations) -> Chapter:
        name, page = _essay_file(essay.slug), partial(self.book.page, essay)
        titled = next((block for block in essay.blocks if block.role == "title"), None)
        leads = self.book.collection.leads(f"essays/{essay.slug}/")
        shown = self._draw(
            "essay.xhtml",
            essay=essay,
            titled=titled.id if titled else "",
            body=body(essay, layers, lambda term: self.homes.get(term, ""), page, self.book.collection.record.language),
            notes=[
                (note, essay.block_at(note.span.start), shorten(essay.words(note.span), QUOTED))
                for note in layers.notes
            ],
            references=[self._reference(essay, reference) for reference in layers.references],
            mended=repairs.told(essay.repairs),
            unsure=self.book.collection.seeds[essay.slug].sidecar.unsure,
            address=leads,
            works={
                name: work for name, work in both(essay, self.book.collection).items() if work.key in self.book.cited
            },
        )
        numbers = [block.number for block in essay.blocks if block.number is not None]
        pages = [(page(number), f"{name}#page-{number}") for number in numbers]
        return Chapter(name, essay.title, shown, "bodymatter", _headings(essay, name), pages)

    def _reference(self, essay: Essay, reference: CrossReference) -> dict[str, object]:
        """A passage of another essay: a link in the book of all, else words with the address, if the site has one."""
        other = self.book.collection.essays[reference.to_essay][0]
        to = other.block_at(reference.to_span.start)
        words = other.words(reference.to_span) if reference.explicit else shorten(other.words(to.span), PASSAGE)
        leads = self.book.collection.leads(f"essays/{other.slug}/#{to.id}")
        href = f"{_essay_file(other.slug)}#{to.id}" if self.book.whole else address(leads)
        here = essay.block_at(reference.span.start)
        return {"here": here, "other": other, "to": to, "words": words, "why": reference.reason, "href": href}

    def glossary(self, number: int, entries: Sequence[lexicon.Entry], of: int) -> Chapter:
        title = _spanning("Glossary", lexicon.initial(entries[0]), lexicon.initial(entries[-1]), of)
        shown = self._draw("glossary.xhtml", title=title, entries=entries, file=_essay_file)
        return Chapter(_glossary_file(number), title, shown, "glossary")

    def index(self, places: Mapping[str, Places]) -> list[Chapter]:
        """Of what the essays of the book speak of."""
        glossary = self.book.collection.glossary
        spoken = Glossary({term: glossary.terms[term] for term in places}, glossary.forms, glossary.by_name)
        letters = [held for page in index(KINDS, spoken, places).pages for held in page.letters] if places else []
        parts = lexicon.parts(letters, lambda held: sum(2 + _links(line) for line in held[1]))
        made = []
        for number, part in enumerate(parts, start=1):
            title = _spanning("Index", part[0][0], part[-1][0], len(parts))
            shown = self._draw("index.xhtml", title=title, letters=part, homes=self.homes, file=_essay_file)
            made.append(Chapter(f"index-{number}.xhtml", title, shown, "index"))
        return made


def _spanning(name: str, first: str, last: str, parts: int) -> str:
    if parts == 1:
        return name
    return f"{name}: {first}" if first == last else f"{name}: {first} to {last}"


def _links(line: Line) -> int:
    return line.references.links + len(line.also) if isinstance(line, Heading) else len(line.to)


def _headings(essay: Essay, name: str) -> list[Way]:
    """The headings of an essay as the contents show them, those of a section within it."""
    held = [block for block in essay.blocks if block.role == "heading"]
    top: list[Way] = []
    within = [top]
    for depth, block in zip(depths_of(block.level for block in held), held, strict=True):
        if depth <= CONTENTS:
            way = Way(essay.words(block.span), f"{name}#{block.id}")
            del within[depth:]
            within[-1].append(way)
            within.append(way.within)
    return top
