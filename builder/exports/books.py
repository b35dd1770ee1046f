"""The e-books of a collection, whole and by essay: what each says of itself, and its files in a container."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from builder import facts
from builder.cards import cards
from builder.citing import NO_CITATIONS, Citations
from builder.collection import Collection
from builder.concordance import by_date
from builder.creators import creator, creators
from builder.exports.chapters import Book, chapters, environment
from builder.exports.epub import Item, zipped
from builder.exports.jacket import cover
from builder.exports.xml import language
from builder.model import Author, Essay
from builder.showcase import standfirst
from builder.templating import Environment


@dataclass(frozen=True, slots=True)
class Person:
    """A creator, or a contributor: `role` is a MARC relator (https://id.loc.gov/vocabulary/relators)."""

    name: str
    filed: str
    role: str


def books(collection: Collection, cited: Citations = NO_CITATIONS) -> Iterator[tuple[str, bytes]]:
    """Path in the site → e-book, one at a time: the whole reader, then each essay."""
    made = environment(collection)
    yield "reader.epub", _bound(_whole(collection, cited), made)
    for slug in collection.essays:
        yield f"essays/{slug}/{slug}.epub", _bound(_single(collection, slug, cited), made)


def _whole(collection: Collection, cited: Citations) -> Book:
    terms = list(collection.glossary.terms.values())
    return Book(collection.record.title, by_date(collection.essays), terms, collection, cited, whole=True)


def _single(collection: Collection, slug: str, cited: Citations) -> Book:
    essay, layers = collection.essays[slug]
    shown = cards(essay, layers, collection.glossary, collection.record.edition)
    return Book(essay.title, [(essay, layers)], [card.term for card in shown], collection, cited)


def _bound(book: Book, environment: Environment) -> bytes:
    record = book.collection.record
    picture = cover(environment, book.title, _on_the_cover(book), _languages(book)[0])
    held = chapters(book, environment)
    pages = [page for chapter in held for page in chapter.pages]
    items = [
        picture,
        Item("cover.xhtml", environment.get_template("epub/cover.xhtml").render(book=book, picture=picture.name)),
        Item(
            "nav.xhtml",
            environment.get_template("epub/nav.xhtml").render(book=book, chapters=held, pages=pages),
            "nav",
        ),
        *(Item(chapter.name, chapter.content) for chapter in held),
        Item("book.css", environment.get_template("epub/book.css").render(), read=False),
    ]
    package = environment.get_template("epub/package.opf").render(
        book=book,
        items=items,
        pages=pages,
        kinds={chapter.kind for chapter in held},
        identifier=_identifier(book),
        modified=facts.first_day(record.edition),
        languages=_languages(book),
        web=book.collection.address or f"{record.title}, on the web",
        **_people(book),
        **_about(book),
    )
    return zipped(package, items, record.edition)


def _on_the_cover(book: Book) -> list[str]:
    record = book.collection.record
    if book.whole:
        return [*record.editors, f"Edition of {facts.spoken_date(record.edition)}"]
    essay = book.essays[0][0]
    told = (
        essay.venue,
        essay.published if essay.published != essay.date else facts.spoken_date(essay.date) if essay.date else "",
    )
    return [", ".join(author.name for author in essay.authors), " · ".join(part for part in told if part), record.title]


def _identifier(book: Book) -> str:
    """The same for every edition: made of the address of the collection, or its title, and of the essay's."""
    name = "" if book.whole else f"essays/{book.essays[0][0].slug}/"
    return uuid5(NAMESPACE_URL, f"{book.collection.address or book.collection.record.title}{name}").urn


def _languages(book: Book) -> list[str]:
    """Those of the essays, then that of the editors."""
    codes = [*(essay.language for essay, _ in book.essays), book.collection.record.language]
    return list(dict.fromkeys(language(code) for code in codes))


def _people(book: Book) -> dict[str, Sequence[Person]]:
    """A collection is made by its editors and an essay by its authors; the others contributed."""
    glossary = book.collection.glossary
    editors = [Person(name, creator(Author(name), glossary).filed, "edt") for name in book.collection.record.editors]
    named = (author for essay, _ in book.essays for author in creators(essay, glossary))
    authors = list(dict.fromkeys(Person(author.name, author.filed, "aut") for author in named))
    first, then = (editors, authors) if book.whole and editors else (authors, editors)
    return {"creators": first, "contributors": then}


def _about(book: Book) -> dict[str, object]:
    record = book.collection.record
    if book.whole:
        return {"description": record.description, "rights": record.license, "subjects": (), "source": ""}
    essay = book.essays[0][0]
    rights = ". ".join(part.rstrip(".") for part in (essay.rights, record.license) if part)
    return {"description": standfirst(essay), "rights": rights, "subjects": essay.tags, "source": _source(essay)}


def _source(essay: Essay) -> str:
    return essay.url or ", ".join(part for part in (essay.venue, essay.published) if part)
