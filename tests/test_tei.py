"""Each essay's TEI: valid, whole, and its words those of the seed, read with another library than it is written with."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from builder.citing import citations
from builder.collection import Collection
from builder.exports.tei import tei
from builder.exports.tei_text import uri
from builder.model import Annotations, Essay
from builder.pipeline import Reading
from builder.project import Project
from tests import made, vectors

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
OURS = (TEI + "figDesc", TEI + "list", TEI + "listBibl")  # what in an element of a block is not of its text


@cache
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(io.BytesIO(vectors.tei_all())))


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def written(collection: Collection, slug: str) -> etree._Element:
    return parsed(tei(collection, *collection.essays[slug]))


def words(element: etree._Element) -> str:
    """The text of an element, without the notes of the editors and the lists in it."""
    found = [element.text or ""]
    for child in element:
        if child.tag not in OURS and not (child.tag == TEI + "note" and child.get("resp")):
            found.append(words(child))
        found.append(child.tail or "")
    return "".join(found)


def block_words(element: etree._Element) -> str:
    if element.tag == TEI + "table":
        return "\n".join("\t".join(words(cell) for cell in row) for row in element)
    if element.tag == TEI + "lg":
        return "\n".join(words(line) for line in element)
    text = words(element)
    nested = element.find(TEI + "list") if element.tag == TEI + "item" else None
    return text if nested is None else text.removesuffix("\n")


def faithful(root: etree._Element, essay: Essay) -> None:
    """Each block is there once, in its order, with its own words."""
    body = root.find(f".//{TEI}body")
    ids = {block.id for block in essay.blocks}
    found = [element for element in body.iter() if element.get(ID) in ids]
    assert [element.get(ID) for element in found] == [block.id for block in essay.blocks]
    for element, block in zip(found, essay.blocks, strict=True):
        assert block_words(element) == essay.words(block.span)
        assert (element.get("n") or "") == (str(block.number) if block.number else block.marker)


def refers(root: etree._Element) -> set[str]:
    """Everything in the file that an attribute points to."""
    pointers = ("target", "targetEnd", "ref", "resp", "who")
    return {
        element.get(name)[1:] for element in root.iter() for name in pointers if element.get(name, "").startswith("#")
    }


def between(root: etree._Element, start: str, end: str) -> str:
    """The text between two anchors, without the editors' notes."""
    found, on = [], False
    for event, element in etree.iterwalk(root.find(f".//{TEI}body"), events=("start", "end")):
        if event == "start":
            on = on or element.get(ID) == start
            said = element.text if on and element.tag != TEI + "anchor" else None
        else:
            said = element.tail if on else None
        if event == "start" and element.get(ID) == end:
            return "".join(found)
        if said and not any(
            a.tag == TEI + "note" and a.get("resp")
            for a in ([element, *element.iterancestors()] if event == "start" else element.iterancestors())
        ):
            found.append(said)
    raise AssertionError(f"no {end}")


@pytest.mark.parametrize("slug", ["baev-2025", "pomeranz-2024"])
def test_the_real_essays_are_valid_and_say_what_the_seeds_say(slug: str, reading: Reading) -> None:
    root = written(reading.collection, slug)
    schema().assertValid(etree.ElementTree(root))
    essay, layers = reading.collection.essays[slug]
    faithful(root, essay)
    ids = [element.get(ID) for element in root.iter() if element.get(ID)]
    assert len(ids) == len(set(ids))
    assert refers(root) <= set(ids)
    mentions = [m for m in layers.mentions if m.named or m.linked]
    names = [e for e in root.find(f".//{TEI}body").iter() if e.get("ref")]
    assert [(e.get("ref"), words(e)) for e in names] == [(f"#term-{m.term}", essay.words(m.span)) for m in mentions]
    assert [e.get("rend") == "linked" for e in names] == [m.linked for m in mentions]


@pytest.mark.parametrize("slug", ["baev-2025", "pomeranz-2024"])
def test_a_note_points_to_just_its_words(slug: str, reading: Reading) -> None:
    root = written(reading.collection, slug)
    essay, layers = reading.collection.essays[slug]
    notes = [e for e in root.iter(TEI + "note") if e.get("resp") == "#editors"]
    assert [note.get("type") for note in notes] == [
        note.kind for note in sorted(layers.notes, key=lambda n: n.span.end)
    ]
    for note in layers.notes:
        assert between(root, f"note-{note.number}-from", f"note-{note.number}-to") == essay.words(note.span)


def test_what_the_site_gives_is_what_is_made(real: Project, reading: Reading) -> None:
    for slug in reading.collection.essays:
        text = (real.site / "essays" / slug / f"{slug}.tei.xml").read_text("utf-8")
        assert parsed(text).find(f".//{TEI}body") is not None
        page = (real.site / "essays" / slug / "index.html").read_text("utf-8")
        assert f'href="{slug}.tei.xml"' in page


def test_the_head_tells_who_wrote_it_and_what_was_mended(reading: Reading) -> None:
    root = written(reading.collection, "baev-2025")
    author = root.find(f".//{TEI}titleStmt/{TEI}author")
    assert author.findtext(f".//{TEI}surname") == "Baev" and author.findtext(f".//{TEI}forename") == "Pavel K."
    assert root.find(f".//{TEI}sourceDesc//{TEI}date").get("when") == "2025-01-06"
    mended = root.find(f".//{TEI}correction")
    assert "byline" in "".join(mended.itertext())
    assert root.findtext(f".//{TEI}org[@{ID}='term-csto']/{TEI}idno") == "Q318693"


def test_the_head_tells_how_to_cite_the_essay_and_this_edition(reading: Reading) -> None:
    collection = replace(reading.collection, address="https://reader.example/")
    cited = citations(collection)
    root = parsed(tei(collection, *collection.essays["baev-2025"], cited))
    schema().assertValid(etree.ElementTree(root))
    lists = root.findall(f".//{TEI}notesStmt/{TEI}note[@type='cite']/{TEI}listBibl")
    assert [held.findtext(f"{TEI}head") for held in lists] == ["The essay", "This edition"]
    for held, key in zip(lists, ("baev-2025", "baev-2025--annotated"), strict=True):
        told = {bibl.get("type"): "".join(bibl.itertext()) for bibl in held.iter(TEI + "bibl")}
        assert told == {one.style: "".join(part for part, _ in one.reference) for one in cited[key]}
        emphasized = [hi.text for hi in held.iter(TEI + "hi")]
        assert emphasized == [part for one in cited[key] for part, emphasis in one.reference if emphasis]
    home = "https://reader.example/essays/baev-2025/"
    assert [ref.get("target") for ref in lists[1].iter(TEI + "ref")] == [home] * 3
    assert parsed(tei(collection, *collection.essays["baev-2025"])).find(f".//{TEI}note[@type='cite']") is None


@settings(max_examples=5)
@given(made.essays(), st.sampled_from(["", "http://[x", "https://a.b/c d?e=<f>&g"]))
def test_any_essay_is_valid_with_its_citations(pair: tuple[Essay, Annotations], url: str) -> None:
    collection = made.collection(replace(pair[0], url=url, venue="]]>", title='<b>&amp; \\ {"x"} </bibl>'), pair[1])
    root = parsed(tei(collection, *collection.essays["x"], citations(collection)))
    assert schema().validate(etree.ElementTree(root)), schema().error_log
    assert len(root.findall(f".//{TEI}note[@type='cite']/{TEI}listBibl/{TEI}bibl")) == 6


@settings(max_examples=60)
@given(made.essays())
def test_any_essay_is_valid_and_keeps_its_words(pair: tuple[Essay, Annotations]) -> None:
    essay, layers = pair
    root = written(made.collection(essay, layers), "x")
    assert schema().validate(etree.ElementTree(root)), schema().error_log
    faithful(root, essay)
    for note in layers.notes:  # what parts lines of verse and cells of a table are elements there
        told = between(root, f"note-{note.number}-from", f"note-{note.number}-to")
        assert "".join(told.split()) == "".join(essay.words(note.span).split())


def test_what_xml_forbids_does_not_get_out(reading: Reading) -> None:
    collection = reading.collection
    essay, layers = collection.essays["baev-2025"]
    wicked = replace(essay, title="a\x00\x0b\ud800\ufffe b", rights="\x1b")
    root = parsed(tei(collection, wicked, layers))
    assert root.findtext(f".//{TEI}titleStmt/{TEI}title") == "a\ufffd\ufffd\ufffd\ufffd b"


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://a.b/c?d=e&f=g#h", "https://a.b/c?d=e&f=g#h"),
        ("https://a.b/c d[e]|{f}", "https://a.b/c%20d%5Be%5D%7C%7Bf%7D"),
        ("https://a.b/%C3%A9%zz100%", "https://a.b/%C3%A9%25zz100%25"),
        ("https://a.b/#c#d", "https://a.b/#c%23d"),
        ("https://дом.рф/я", "https://%D0%B4%D0%BE%D0%BC.%D1%80%D1%84/%D1%8F"),
    ],
)
def test_addresses_are_written_as_a_schema_takes_them(address: str, written: str) -> None:
    assert uri(address) == written
