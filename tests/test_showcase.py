"""The first page and the lists: what they choose to show, in collections of every size."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag

from builder import pipeline, showcase
from builder.pages import Collection, render
from builder.project import Project
from builder.specimen import LINE, NOTE, specimen

Make = Callable[..., Project]
NOTHING: dict[str, str | None] = {"seeds/essays/first-2024.txt": None, "seeds/glossary/organization/el.md": None}
NOTED = "notes:\n  - {{quote: '{quote}', kind: context, text: '{text}'}}\n"
OPENING = "It was a harbour town long ago, and nobody wrote anything down."


def read(project: Project) -> Collection:
    return pipeline.read(project).collection


def essay(slug: str, *paragraphs: str, sidecar: str = "") -> dict[str, str]:
    text = "\n\n".join(["A Title", "By Ann Author", OPENING, *paragraphs])
    return {f"seeds/essays/{slug}.txt": f"{text}\n", f"seeds/essays/{slug}.yml": sidecar or f"date: {slug[-4:]}\n"}


def soup(collection: Collection, path: str) -> BeautifulSoup:
    return BeautifulSoup(render(collection)[path], "html.parser")


def only(page: BeautifulSoup, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


# ---------------------------------------------------------------------------------------------------- an annotated line


def shown(make: Make, *paragraphs: str, sidecar: str) -> str:
    """The sentence on the first page; empty where there is none."""
    found = read(make({**NOTHING, "seeds/glossary/organization/el.md": "---\nname: Example League\nshort: EL\n---\nA league.\n",
                       **essay("one-2024", *paragraphs, sidecar=sidecar)}))  # fmt: skip
    best = specimen(found.essays, found.glossary)
    return BeautifulSoup(best.words, "html.parser").get_text() if best else ""


def test_of_the_fit_sentences_the_shortest_with_its_note_is_shown(collection: Make) -> None:
    found = read(collection({
        **essay("one-2024", "In that year the Example League kept a light on every rock of the whole coast.",
                sidecar=NOTED.format(quote="a light on every rock", text="On most of them.")),
        **essay("two-2023", "In that year the Example League kept a light on the rock, and no more.",
                sidecar=NOTED.format(quote="a light on the rock", text="It burnt oil.")),
    }))  # fmt: skip
    best = specimen(found.essays, found.glossary)
    assert best is not None
    assert (best.essay.slug, best.term.id) == ("two-2023", "el")
    words = BeautifulSoup(best.words, "html.parser")
    text = words.get_text()
    assert text == "In that year the Example League kept a light on the rock1, and no more."
    assert only(words, "a.reader-ref")["href"] == "glossary/el/"
    assert only(words, "a.reader-specimen__ref")["href"] == "essays/two-2023/#note-1"


@pytest.mark.parametrize(("paragraph", "sidecar", "fit"), [
    ("In that year the Example League kept a light on the rock.", NOTED.format(quote="the rock", text="A low one."), True),
    ("In that year the Example League kept a light on the rock.", "", False),
    ("In that year nobody at all kept a light on the low rock.", NOTED.format(quote="the low rock", text="A low one."), False),
    ("The Example League met.", NOTED.format(quote="met", text="Once."), False),
    (f"In that year the Example League kept {'a light and ' * 20}no rock.", NOTED.format(quote="no rock", text="None."), False),
    ("In that year the Example League kept a light on the rock.", NOTED.format(quote="the rock", text="long " * (NOTE // 5 + 1)), False),
    ("In that year the Example League kept a light on the rock.",
     NOTED.format(quote="a light", text="Of oil.") + "  - {quote: the rock, kind: name, text: The Skerry.}\n", False),
])  # fmt: skip
def test_what_makes_a_sentence_fit(collection: Make, paragraph: str, sidecar: str, fit: bool) -> None:
    """A link of a main kind, one note that is short, no other mark, neither a scrap nor a long period."""
    assert bool(shown(collection, paragraph, sidecar=sidecar)) == fit


def test_the_real_line_stands_in_its_essay_as_it_is_shown(reading: pipeline.Reading) -> None:
    found = reading.collection
    best = specimen(found.essays, found.glossary)
    assert best is not None and best.block.number
    words = BeautifulSoup(best.words, "html.parser")
    only(words, "a.reader-specimen__ref").extract()
    assert words.get_text() in best.essay.words(best.block.span)
    assert len(words.get_text()) in LINE


# ------------------------------------------------------------------------------------------------- essays and entries


def test_a_collection_without_essays_and_entries_has_a_first_page_and_lists(collection: Make) -> None:
    found = read(collection(NOTHING))
    home = soup(found, "index.md")
    assert [h2.get_text() for h2 in home.select("h2")] == ["What to do here"]
    assert "No essay yet" in soup(found, "essays/index.md").get_text()
    assert "No entry yet" in soup(found, "glossary/index.md").get_text()


def test_entries_that_no_essay_mentions_are_shown_without_strips(collection: Make) -> None:
    home = soup(read(collection({"seeds/essays/first-2024.txt": None})), "index.md")
    assert [a["href"] for a in home.select(".reader-score a")] == ["glossary/el/"]
    assert not home.select(".reader-score svg, .reader-score thead, .reader-specimen")


def test_an_essay_without_date_venue_author_and_standfirst_is_listed_last(collection: Make) -> None:
    found = read(collection({
        **NOTHING, **essay("old-2001"), **essay("new-2009"),
        "seeds/essays/bare.txt": "It was written by nobody and it is not known when. So much for it.\n",
        "seeds/essays/bare.yml": "title: Bare\n",
    }))  # fmt: skip
    years = [year.get_text() for year in soup(found, "essays/index.md").select("h2")]
    assert years == ["2009", "2001", "No date"]
    listed = soup(found, "index.md").select(".reader-listed")
    assert [article.h3.a["href"] for article in listed if article.h3 and article.h3.a] == [
        "essays/new-2009/", "essays/old-2001/", "essays/bare/",
    ]  # fmt: skip
    assert not listed[-1].select(".reader-listed__venue, .reader-listed__author, .reader-listed__standfirst")


def test_of_many_essays_the_newest_are_on_the_first_page_and_the_list_can_be_filtered(collection: Make) -> None:
    found = read(collection({**NOTHING, **{k: v for n in range(15) for k, v in essay(f"e-{2000 + n}").items()}}))
    home, listed = soup(found, "index.md"), soup(found, "essays/index.md")
    titles = [article.h3.a["href"] for article in home.select(".reader-listed") if article.h3 and article.h3.a]
    assert titles == [f"essays/e-{year}/" for year in range(2014, 2008, -1)]
    assert only(home, ".reader-home__essays > .reader-home__more").get_text() == "All 15 essays"
    assert len(listed.select(".reader-listed[data-facets]")) == 15


def test_strips_count_and_place_every_mention(real: Project, reading: pipeline.Reading) -> None:
    home, found = soup(reading.collection, "index.md"), reading.collection
    heads = [a["href"] for a in home.select(".reader-score thead a")]
    slugs = [str(href).split("/")[1] for href in heads]
    dates = [found.essays[slug][0].date for slug in slugs]
    assert dates == sorted(dates)
    for row in home.select(".reader-score tbody tr"):
        term = str(row.select("th a")[0]["href"]).split("/")[1]
        for slug, cell in zip(slugs, row.select("td:has(svg)"), strict=True):
            held, layers = found.essays[slug]
            starts = [m.span.start for m in layers.mentions if m.term == term]
            marks = [int(str(rect["x"])) for rect in cell.select("rect[x]")]
            assert marks == [round(1000 * start / len(held.text)) for start in starts]
            assert bool(cell.a) == bool(starts)
        counted = sum(m.term == term for _, layers in found.essays.values() for m in layers.mentions)
        assert row.select("td")[-1].get_text() == str(counted)


def test_the_opening_keeps_whole_sentences_where_they_fit(reading: pipeline.Reading) -> None:
    for held, _ in reading.collection.essays.values():
        first = next(held.words(block.span) for block in held.blocks if block.role == "paragraph")
        assert first.startswith(showcase.opening(held, 520)) and len(showcase.opening(held, 520)) <= 520
        assert showcase.opening(held, 20).endswith(" …") and len(showcase.opening(held, 20)) <= 22


def test_the_index_is_in_the_order_of_letters_whatever_their_case_and_accents(collection: Make) -> None:
    names = [
        "Zuid",
        "Éire",
        "eagle rock",
        "“Quoted” Bay",
        "Ångström Point",
        "1812 Point",
        *(f"M{n:02}" for n in range(30)),
    ]
    entries = {f"seeds/glossary/place/p{n}.md": f"---\nname: {name}\n---\nA place.\n" for n, name in enumerate(names)}
    page = soup(read(collection({**NOTHING, **entries})), "glossary/index.md")
    assert [h3.get_text() for h3 in page.select("h3")] == ["0–9", "A", "E", "M", "Q", "Z"]
    assert [a.get_text() for a in page.select("nav[aria-label=Places] a")] == ["0–9", "A", "E", "M", "Q", "Z"]
    shown = [a.get_text() for a in page.select(".reader-index li a")]
    assert [name for name in shown if name[0] != "M"] == [
        "1812 Point", "Ångström Point", "eagle rock", "Éire", "“Quoted” Bay", "Zuid",
    ]  # fmt: skip
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(a["href"]) for a in page.select("nav a")} <= {f"#{name}" for name in ids}
