"""The site as it was written, read back with another parser than the builder's own."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import rdflib
from bs4 import BeautifulSoup, Tag
from sentencex import get_sentence_boundaries

from builder import facts
from builder.glossary import Term
from builder.pipeline import Reading
from builder.project import Project

SLUGS = ("baev-2025", "pomeranz-2024")
SLUGS_BY_DATE = ("pomeranz-2024", "baev-2025")
FOUR = ("cis", "eeu", "csto", "sco")


def page(real: Project, path: str) -> BeautifulSoup:
    return BeautifulSoup((real.site / path / "index.html").read_text("utf-8"), "html.parser")


def words(element: Tag) -> str:
    return " ".join(element.get_text().split())


def annotations(real: Project, slug: str) -> list[dict]:
    return json.loads((real.site / "essays" / slug / "annotations.jsonld").read_text("utf-8"))["items"]


def mentions(real: Project, slug: str) -> list[dict]:
    return [item for item in annotations(real, slug) if item["motivation"] == "identifying"]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_says_what_the_seed_says(real: Project, reading: Reading, slug: str) -> None:
    soup, essay = page(real, f"essays/{slug}"), reading.collection.essays[slug][0]
    blocks = soup.select("[data-role]")
    assert [words(block) for block in blocks] == [essay.words(block.span) for block in essay.blocks]
    assert [block["data-number"] for block in blocks if block.has_attr("data-number")] == [
        str(n) for n in range(1, 1 + sum(block.role == "paragraph" for block in essay.blocks))
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_links_cards_and_notes_hang_together(real: Project, slug: str) -> None:
    soup = page(real, f"essays/{slug}")
    ids = Counter(element["id"] for element in soup.select("[id]"))
    assert max(ids.values()) == 1
    linked = soup.select("a.reader-term")
    assert linked
    for link in linked:
        assert link["href"].endswith(f"/glossary/{link['data-term']}/")
        assert f"card-{link['data-term']}" in ids
        assert not words(link).endswith(("’s", "'s"))
    assert {card["id"] for card in soup.select(".reader-card")} == {
        link["data-card"] for link in soup.select("[data-card]")
    }
    for link in soup.select(".reader-note a.reader-ref, .reader-xref"):
        assert link["data-card"] in ids
    notes = soup.select(".reader-note")
    assert [note["id"] for note in notes] == [f"note-{n}" for n in range(1, len(notes) + 1)]
    for note in notes:
        reference = soup.select_one(f'a.reader-noteref[href="#{note["id"]}"]')
        assert reference is not None and note.select_one(f'a[href="#{reference["id"]}"]') is not None
        assert note["data-kind"] in ("correction", "name", "context", "question", "translation")
    assert soup.select("a.reader-xref[href]")


def test_the_notes_cover_the_slips_and_the_names(real: Project) -> None:
    kinds = Counter(note["data-kind"] for slug in SLUGS for note in page(real, f"essays/{slug}").select(".reader-note"))
    assert kinds["correction"] >= 8 and kinds["name"] >= 13 and 25 <= sum(kinds.values()) <= 40


@pytest.mark.parametrize("slug", SLUGS)
def test_selectors_select_what_they_quote(real: Project, slug: str) -> None:
    text = (real.site / "essays" / slug / "text.txt").read_text("utf-8")
    for item in annotations(real, slug):
        quote, position = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"]) and text[end : end + 32].rstrip("\n") == quote["suffix"].rstrip(
            "\n"
        )


@pytest.mark.parametrize("term", FOUR)
def test_an_entry_lists_exactly_the_mentions_of_the_annotations(real: Project, term: str) -> None:
    """Recounted from the HTML: the marks in the concordance, the elements in the essays, and the open data agree."""
    entry = page(real, f"glossary/{term}")
    for slug in SLUGS:
        listed = [words(mark) for mark in entry.select(f'.reader-passage[data-essay="{slug}"] mark')]
        essay = page(real, f"essays/{slug}")
        shown = [
            words(e)
            for e in essay.select(
                f'[data-role] .reader-term[data-term="{term}"], [data-role] .reader-mention[data-term="{term}"]'
            )
        ]
        data = [
            item["target"]["selector"][0]["exact"]
            for item in mentions(real, slug)
            if item["body"]["reader:term"] == term
        ]
        assert listed == shown == data
    assert entry.select(".reader-passage")


def recount(real: Project) -> tuple[dict[str, list[tuple[str, ...]]], Counter[str]]:
    """Term → the passages that its entry must have, and its mentions, made anew of the essays' pages and the open data.

    A passage is (essay, id of the block, text beside ¶, sentence before, words, sentence after).
    """
    passages: dict[str, list[tuple[str, ...]]] = {}
    counts: Counter[str] = Counter()
    for slug in SLUGS_BY_DATE:
        text = (real.site / "essays" / slug / "text.txt").read_text("utf-8").rstrip("\n")
        held = [item for item in annotations(real, slug) if "reader:linked" in item]
        counts.update(item["body"]["reader:term"] for item in held)
        at, found = 0, set()
        for block in page(real, f"essays/{slug}").select("[data-role]"):
            shown = words(block)
            assert words(BeautifulSoup(f"<p>{text[at : at + len(shown)]}</p>", "html.parser")) == shown
            parts = [(s["start_index"], s["end_index"]) for s in get_sentence_boundaries("en", shown)]
            told = ["", *(shown[start:end].strip() for start, end in parts), ""]
            number = (
                f"¶\xa0{block['data-number']}"
                if block.has_attr("data-number")
                else block["data-role"].replace("-", " ")
            )
            for item in held:
                place = item["target"]["selector"][1]
                start, last = place["start"] - at, place["end"] - at - 1
                if 0 <= start < len(shown):
                    first, final = (
                        max(n for n, part in enumerate(parts) if part[0] <= where) for where in (start, last)
                    )
                    quoted = " ".join(told[first + 1 : final + 2])
                    passage = (slug, block["id"], number, told[first], quoted, told[final + 2])
                    found.add((at + parts[first][0], item["body"]["reader:term"], passage))
            at += len(shown) + len("\n\n")
        for _, term, passage in sorted(found):
            passages.setdefault(term, []).append(passage)
    return passages, counts


def test_every_entry_has_just_the_passages_that_a_recount_finds(real: Project) -> None:
    passages, counts = recount(real)
    for file in sorted((real.site / "glossary").glob("*/index.html")):
        term = file.parent.name
        entry = page(real, f"glossary/{term}")
        listed = []
        for passage in entry.select("li.reader-passage"):
            link = passage.select_one("a.reader-locator")
            path, _, fragment = link["href"].removeprefix("../../essays/").partition("/#")
            around = passage.select_one(".reader-passage__around")
            summary = words(around.summary.extract()) if around else ""
            assert summary in ("", "before and after") and passage["data-essay"] == path
            before, _, after = f" {words(around)} ".partition(" […] ") if around else ("", "", "")
            quoted = words(passage.select_one(".reader-passage__words"))
            listed.append((path, fragment, link.get_text(), before.strip(), quoted, after.strip()))
        assert listed == passages.get(term, []), term
        lead = words(entry.select_one(".reader-concordance > p"))
        assert lead.startswith(f"{counts[term]} mention" if counts[term] else "No essay names it")
        assert len(entry.select(".reader-passage mark")) == counts[term]


def test_no_page_grows_with_the_number_of_essays(real: Project) -> None:
    """Navigation lists sections: the only links to essays are those that the page itself is about."""
    for path in ("about", "glossary"):
        assert not [a for a in page(real, path).select("a[href]") if re.search(r"essays/[a-z]", a["href"])]


def test_nothing_is_fetched_from_another_host(real: Project) -> None:
    for file in real.site.rglob("*.html"):
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        for element in soup.select("[src], link[href]:not([rel=canonical]), form[action], object[data]"):
            address = element.get("src") or element.get("href") or element.get("action") or element.get("data")
            assert not urlsplit(address).netloc, f"{file}: {address}"
    for file in real.site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//|@import", file.read_text("utf-8"))


def test_links_between_pages_are_relative(real: Project) -> None:
    for file in real.site.rglob("*.html"):
        if file.name != "404.html":
            soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
            assert not [a["href"] for a in soup.select("a[href]") if a["href"].startswith("/")]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
def test_the_glossary_is_a_skos_scheme(real: Project) -> None:
    graph = rdflib.Graph().parse(
        data=(real.site / "glossary.jsonld").read_text("utf-8"), format="json-ld", publicID="https://example.org/"
    )
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    csto = rdflib.URIRef("https://example.org/glossary/csto/")
    assert rdflib.Literal("Организация Договора о коллективной безопасности", lang="ru") in set(
        graph.objects(csto, skos.prefLabel)
    )
    assert rdflib.URIRef("http://www.wikidata.org/entity/Q318693") in set(graph.objects(csto, skos.exactMatch))
    for concept in graph.subjects(rdflib.RDF.type, skos.Concept):
        languages = [label.language for label in graph.objects(concept, skos.prefLabel)]
        assert len(languages) == len(set(languages)) >= 1
        labels = [list(graph.objects(concept, skos[kind])) for kind in ("prefLabel", "altLabel", "hiddenLabel")]
        assert len({label for kind in labels for label in kind}) == sum(map(len, labels)), "SKOS S13: disjoint labels"
    both = [
        c
        for c in graph.subjects(rdflib.RDF.type, skos.Concept)
        if {"en", "ru"} <= {o.language for o in graph.objects(c, skos.prefLabel)}
    ]
    assert len(both) >= 12


MOTIVATIONS = {"identifying", "linking", "commenting"}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_annotations_follow_the_model(real: Project, slug: str) -> None:
    """What the W3C Web Annotation Data Model says that an annotation must have (§3.1, §3.2, §4.2), item by item."""
    data = json.loads((real.site / "essays" / slug / "annotations.jsonld").read_text("utf-8"))
    assert data["@context"][0] == "http://www.w3.org/ns/anno.jsonld" and data["type"] == "AnnotationPage"
    assert len({item["id"] for item in data["items"]}) == len(data["items"]) > 100
    for item in data["items"]:
        assert item["type"] == "Annotation" and item["motivation"] in MOTIVATIONS
        bodies = item["body"] if isinstance(item["body"], list) else [item["body"]]
        for body in bodies:
            assert (body["type"], "value" in body, "source" in body) in (
                ("TextualBody", True, False),
                ("SpecificResource", False, True),
            )
        kinds = {
            "SpecificResource": {"purpose", "source", "type", "selector", "label", "reader:term"},
            "TextualBody": {"type", "value", "format", "language", "purpose"},
        }
        assert all(body.keys() <= kinds[body["type"]] for body in bodies)
        quote, position = item["target"]["selector"]
        assert quote.keys() == {"type", "exact", "prefix", "suffix"} and quote["type"] == "TextQuoteSelector"
        assert position["type"] == "TextPositionSelector" and 0 <= position["start"] < position["end"]


def test_open_data_is_found_from_the_pages(real: Project) -> None:
    for path in ("essays/baev-2025", "essays/pomeranz-2024", "glossary/csto"):
        link = page(real, path).select_one('link[rel~=alternate][type="application/ld+json"]')
        assert link and (real.site / path / link["href"]).resolve().is_file()


def test_every_candidate_is_on_record(real: Project, reading: Reading) -> None:
    links = json.loads((real.site / "links.json").read_text("utf-8"))
    for slug in SLUGS:
        layers = reading.collection.essays[slug][1]
        assert len(links[slug]) == len(layers.mentions) + len(layers.candidates)
        assert all(entry["reason"] for entry in links[slug])


def test_anchors_are_the_ids_of_the_pages_and_where_their_words_stand(real: Project) -> None:
    anchors = json.loads((real.site / "anchors.json").read_text("utf-8"))
    assert set(anchors) == {*SLUGS, "glossary/"}
    for slug in SLUGS:
        text = (real.site / "essays" / slug / "text.txt").read_text("utf-8")
        shown = {block["id"]: words(block) for block in page(real, f"essays/{slug}").select("[data-role]")}
        assert {name: " ".join(text[slice(*span)].split()) for name, span in anchors[slug].items()} == shown
    assert anchors["glossary/"] == {path.parent.name: [] for path in real.site.glob("glossary/*/index.html")}


def searched(real: Project, name: str) -> dict:
    """A data file of the search: one value is given to `reader`, and nothing else stands there."""
    script = (real.site / "search" / f"{name}.js").read_text("utf-8")
    assert script.startswith(f"reader.{name}={{") and script.endswith("};\n")
    return json.loads(script.removeprefix(f"reader.{name}=").removesuffix(";\n"))


def test_the_search_knows_entries_by_every_name_and_no_pull_quote_twice(real: Project) -> None:
    names, passages = searched(real, "names"), searched(real, "passages")
    assert [essay[0] for essay in names["essays"]] == [*SLUGS] and len(passages["essays"]) == len(SLUGS)
    entries = {entry[0]: [entry[1], *entry[4], *entry[5]] for entry in names["entries"]}
    for term, name in (
        ("sco", "SCA"),
        ("sco", "Shanghai pact"),
        ("eeu", "EAEU"),
        ("csto", "ОДКБ"),
        ("cis", "Содружеству Независимых Государств"),
    ):
        assert name in entries[term]
    ids = {
        place
        for slug in SLUGS
        for place in ({element["id"] for element in page(real, f"essays/{slug}").select("[id]")})
    }
    told = [passage for essay in passages["essays"] for passage in essay]
    assert {anchor for anchor, _, _ in told} <= ids
    assert sum("cobbled together through past historical links" in words for _, _, words in told) == 1


def test_every_kind_of_page_is_there(real: Project) -> None:
    for path in (
        "",
        "essays",
        "glossary",
        "about",
        "contribute",
        "architecture",
        "rules",
        *(f"essays/{slug}" for slug in SLUGS),
    ):
        soup = page(real, path)
        assert len(soup.select("h1")) == 1 and soup.title and soup.html["lang"] == "en"


def test_the_folder_holds_no_machine(real: Project) -> None:
    for file in real.site.rglob("*"):
        if file.is_file() and file.suffix in (".html", ".json", ".jsonld", ".txt", ".xml"):
            assert str(Path(real.root)) not in file.read_text("utf-8")


MAIN = ("organization", "court", "treaty", "concept")
UNLINKED = ("title", "byline", "dateline", "heading", "citation", "rights", "pull-quote")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_first_mention_in_each_section_is_the_link(real: Project, reading: Reading, slug: str) -> None:
    """Counted anew from the page: sections begin at headings; what stands in headings and their like is not linked."""
    terms = reading.collection.glossary.terms
    section, seen = 0, set()
    for block in page(real, f"essays/{slug}").select("[data-role]"):
        section += block["data-role"] == "heading"
        for mention in block.select(".reader-term, .reader-mention"):
            linked = "reader-term" in mention["class"]
            term = mention["data-term"]
            if block["data-role"] in UNLINKED:
                assert not linked
            elif terms[term].kind in MAIN:
                assert linked is ((section, term) not in seen), (section, term)
                seen.add((section, term))


def test_a_card_says_what_was_true_then_and_what_came_since(real: Project) -> None:
    facts = page(real, "essays/pomeranz-2024").select_one("#card-csto dl")
    told = {words(term): words(term.find_next("dd")) for term in facts.select("dt")}
    assert told["Winter 2024"].startswith("6 members")
    assert "22 February 2024" in told["Since then"] and "22 February 2024" not in told["Winter 2024"]
    later = page(real, "essays/baev-2025").select_one("#card-brics dl")
    assert words(later.select_one("dd")).startswith("10 members")


def test_an_entry_shows_sentences_in_the_order_of_the_essays_and_what_is_near(real: Project) -> None:
    entry = page(real, "glossary/brics")
    assert [heading["id"] for heading in entry.select(".reader-concordance h3")] == ["in-pomeranz-2024", "in-baev-2025"]
    first = entry.select(".reader-passage__words")[3]
    assert words(first).startswith("Not only does BRICS") and words(first).endswith("rising global stature.")
    assert "CIS" in [words(link) for link in entry.select(".reader-related a")]


def with_members(reading: Reading) -> list[Term]:
    return [term for term in reading.collection.glossary.terms.values() if term.record.members]


def test_the_page_lists_who_is_what_at_the_edition(real: Project, reading: Reading) -> None:
    """Against the function that the cards use; a star says that it is not known since when."""
    edition = reading.collection.record.edition
    for term in with_members(reading):
        entry = page(real, f"glossary/{term.id}")
        told = {
            str(row["data-count"]): sorted(filter(None, words(row.select_one("dd span")).split(", ")))
            for row in entry.select(".reader-standings [data-count]")
        }
        wanted = {
            s.status: sorted([*s.countries, *(f"{name}*" for name in s.unknown_since)])
            for s in facts.standings(term.record.members, edition)
        }
        assert {status: names for status, names in told.items() if names} == wanted
        assert told.keys() == {membership.status for membership in term.record.members}
        for row in entry.select(".reader-standings [data-count]"):
            assert int(words(row.select_one("b"))) == len(told[str(row["data-count"])])
    assert len(with_members(reading)) >= 10


def test_the_picture_and_the_table_say_the_same(real: Project, reading: Reading) -> None:
    for term in with_members(reading):
        entry = page(real, f"glossary/{term.id}")
        table = [[words(cell) for cell in row.select("th, td")] for row in entry.select(".reader-members tbody tr")]
        assert sorted(
            (str(row["data-status"]), str(row.get("data-since")), str(row.get("data-until")))
            for row in entry.select(".reader-members tbody tr")
        ) == sorted((m.status, str(m.since), str(m.until)) for m in term.record.members)
        told = []
        for country, status, since, until, _ in table:
            began = "from an unknown date" if since == "not known" else f"from {since}"
            told.append(f"{country}: {status}, {began}{f' to {until}' if until else ''}")
        assert [words(title) for title in entry.select(".reader-bar title")] == told
        rows = [str(row["aria-label"]) for row in entry.select(".reader-row")]
        assert [
            f"{row.partition(': ')[0]}: {one}" for row in rows for one in row.partition(": ")[2].split("; ")
        ] == told
        assert [words(name) for name in entry.select(".reader-years__names span")][1:] == [
            row.partition(": ")[0] for row in rows
        ]
        lines = entry.select(".reader-years a[href]")
        essays = list(dict.fromkeys(passage["data-essay"] for passage in entry.select(".reader-passage")))
        assert [line["href"] for line in lines] == [f"../../essays/{slug}/" for slug in essays]


def test_related_entries_say_where(real: Project, reading: Reading) -> None:
    """Every paragraph that an entry names as shared holds both terms: looked up in the essays' pages."""
    shown = 0
    for term in reading.collection.glossary.terms.values():
        for item in page(real, f"glossary/{term.id}").select(".reader-related li"):
            other = str(item.select_one("a.reader-ref")["href"]).strip("./")
            links = item.select("a.reader-locator")
            count, more = re.search(r"in (\d+) place", words(item)), re.search(r"; (\d+) more", words(item))
            assert int(count[1]) == len(links) + (int(more[1]) if more else 0) and links
            for link in links[:2]:
                path, _, block = str(link["href"]).removeprefix("../../essays/").partition("/#")
                layers = reading.collection.essays[path][1]
                essay = reading.collection.essays[path][0]
                here = {m.term for m in layers.mentions if essay.block_at(m.span.start).id == block}
                assert {term.id, other} <= here
                shown += 1
    assert shown > 100


def test_long_lists_of_passages_are_folded_and_whole(real: Project, reading: Reading) -> None:
    entry = page(real, "glossary/russia")
    folds = entry.select(".reader-concordance > .reader-fold")
    assert folds and all(fold.find_previous_sibling("ol") for fold in folds)
    for fold in folds:
        assert words(fold.summary).startswith(f"{len(fold.select('.reader-passage'))} more passages")
    for path in real.site.glob("glossary/*/index.html"):
        soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for contents in soup.select(".reader-entry__contents a"):
            assert soup.select_one(str(contents["href"]))


@pytest.mark.parametrize("slug", SLUGS)
def test_notes_are_numbered_in_the_order_of_their_words(real: Project, reading: Reading, slug: str) -> None:
    soup = page(real, f"essays/{slug}")
    references = soup.select("[data-role] a.reader-noteref")
    assert [int(reference["data-number"]) for reference in references] == list(range(1, len(references) + 1))
    for note, reference in zip(reading.collection.essays[slug][1].notes, references, strict=True):
        before = "".join(reference.find_all_previous(string=True, limit=12)[::-1])
        assert reading.collection.essays[slug][0].words(note.span)[-8:] in " ".join(before.split())[-60:]
    assert soup.select(".reader-note a.reader-ref")


def test_pull_quotes_are_hidden_from_those_who_would_hear_them_twice(real: Project) -> None:
    quotes = page(real, "essays/pomeranz-2024").select("[data-role=pull-quote]")
    assert len(quotes) == 4 and all(quote["aria-hidden"] == "true" for quote in quotes)


def test_strips_show_where_in_the_essay(real: Project) -> None:
    for strip in page(real, "essays/pomeranz-2024").select(".reader-strips li"):
        marks = [int(rect["x"]) for rect in strip.select("rect")]
        assert (
            marks == sorted(marks)
            and marks[-1] > 100
            and len(marks) == int(words(strip.select_one(".reader-strips__count")))
        )


@pytest.mark.parametrize("slug", SLUGS)
def test_references_select_the_words_of_the_other_essay(real: Project, reading: Reading, slug: str) -> None:
    references = [item for item in annotations(real, slug) if "reader:explicit" in item]
    layers = reading.collection.essays[slug][1].references
    assert len(references) == len(layers) > 0
    for item, reference in zip(references, layers, strict=True):
        text = (real.site / "essays" / slug / item["body"]["source"]).resolve().read_text("utf-8")
        selector = item["body"]["selector"]
        other = reading.collection.essays[reference.to_essay][0]
        assert text[selector["start"] : selector["end"]] == other.words(reference.to_span)
