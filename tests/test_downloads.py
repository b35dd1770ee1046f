"""What can be taken away: tables and feeds read back by others, the list of it all, and what is not installed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from bs4 import BeautifulSoup
from frictionless import Package

from builder import downloads, extras, flashcards, pipeline
from builder.exports.datapackage import datapackage_json
from builder.pipeline import Reading
from builder.project import Project
from tests.conftest import ROOT
from tests.hostile import hostile

Make = Callable[..., Project]
ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '<b>& "T" {x} \\ ]]> ﷺ 𝔗 Ж'


def table(project: Project) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((project.docs / "memberships.csv").read_text("utf-8"))))


def test_the_table_has_every_interval_of_the_seeds_with_its_sources(real: Project) -> None:
    wanted = []
    for path in sorted((ROOT / "seeds/glossary").rglob("*.md")):
        record = yaml.load(path.read_text("utf-8").split("---\n")[1], Loader=yaml.BaseLoader)
        told = [s for s in record.get("sources", []) if "members" in s.get("supports", [])] or record.get("sources", [])
        sources = {source.get("url") or source["title"] for source in told}
        for one in record.get("members", []):
            interval = (one["country"], one.get("status", "member"), one.get("from", ""), one.get("to", ""))
            wanted.append((path.stem, *interval, " ".join(one.get("note", "").split()), sources))
    rows = table(real)
    found = [
        (row["organization"], row["country"], row["status"], row["from"], row["to"], " ".join(row["note"].split()), set(filter(None, row["organization_sources"].split(" | "))))
        for row in rows
    ]  # fmt: skip
    assert len(found) > 150
    assert sorted(found, key=repr) == sorted(wanted, key=repr)
    assert {row["country_name"] for row in rows if row["country"] == "AM"} == {"Armenia"}


def test_the_data_package_is_sound_and_tells_of_each_column(real: Project) -> None:
    report = Package(str(real.site / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    package = json.loads((real.site / "datapackage.json").read_bytes())
    listed = {resource["path"]: resource for resource in package["resources"]}
    assert listed.keys() >= {"memberships.csv", "glossary.jsonld", "links.json"}
    for path, resource in listed.items():
        assert resource["bytes"] == (real.site / path).stat().st_size
    fields = listed["memberships.csv"]["schema"]["fields"]
    assert [field["name"] for field in fields] == list(table(real)[0])
    (license_,) = package["licenses"]
    assert license_["name"] == "CC-BY-4.0"
    assert license_["path"] == "https://creativecommons.org/licenses/by/4.0/"


def test_every_table_of_the_collection_is_described_and_read_by_its_description(
    real: Project, reading: Reading
) -> None:
    package = Package(str(real.site / "datapackage.json"))
    tables = {path.name for suffix in ("csv", "tsv") for path in real.site.glob(f"*.{suffix}")}
    described = {resource.path for resource in package.resources if resource.schema.fields}
    assert described == tables == {"memberships.csv", "flashcards.tsv"}
    rows = package.get_resource("flashcards").read_rows()
    cards = [card for held in flashcards.deck(reading.collection).values() for card in held]
    assert [row["tags"].split()[1] for row in rows] == [f"entry::{card.term}" for card in cards]
    assert all(" ".join(card.answer.split()) in row["Back"] for row, card in zip(rows, cards, strict=True))


def test_a_collection_without_entries_has_a_sound_data_package_too(collection: Make) -> None:
    project = collection({"seeds/glossary/organization/el.md": None})
    pipeline.annotate(project)
    report = Package(str(project.docs / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])


BY = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(("notice", "told"), [
    ("CC BY 4.0", ("CC-BY-4.0", BY)),
    ("Notes and glossary CC BY 4.0; essays belong to their authors", ("CC-BY-4.0", BY)),
    ("Creative Commons Attribution 4.0 International (CC-BY-4.0)", ("CC-BY-4.0", BY)),
    (f"Texts: {BY}deed.de.", ("CC-BY-4.0", BY)),
    ("CC\u00a0BY-SA\u00a03.0", ("CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/")),
    ("cc by-nc 2.5", ("CC-BY-NC-2.5", "https://creativecommons.org/licenses/by-nc/2.5/")),
    ("CC BY-ND 4.0", ("CC-BY-ND-4.0", "https://creativecommons.org/licenses/by-nd/4.0/")),
    ("CC BY-NC-SA 4.0", ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/")),
    ("Creative Commons Attribution-NonCommercial-NoDerivs 3.0", ("CC-BY-NC-ND-3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/")),
    ("CC0", ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")),
    ("https://creativecommons.org/publicdomain/zero/1.0/ (Creative Commons Zero)", ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")),
    *((none, None) for none in (
        "", "All rights reserved", "MIT", "CC", "CC BY", "CC BY-NC-ND", "CC BY 7.0", "CC BY 4.01", "CC BY-ND-NC 1.0",
        "CC BY 3.0 US", "https://creativecommons.org/licenses/by/3.0/us/", "https://creativecommons.org/publicdomain/mark/1.0/",
        "CC BY-NC-ND 4.0; other text CC BY 4.0", "CC BY 4.0 / BY-NC 4.0", "CC0 or CC BY 4.0", "CC BY 3.0, later CC BY 4.0",
        "CC BY 4.0; pictures Creative Commons", "CC BY 4.0; pictures cc-by-nc", "SUCC BY 4.0", "Sampling Plus: CC Sampling 1.0",
    )),
])  # fmt: skip
def test_a_licence_is_declared_only_where_one_is_named_and_understood(
    reading: Reading, notice: str, told: tuple[str, str] | None
) -> None:
    package = json.loads(datapackage_json(reading.collection.record.model_copy(update={"license": notice}), {}))
    wanted = [{"name": told[0], "path": told[1], "title": notice}] if told else None
    assert package.get("licenses") == wanted


def test_no_cell_is_a_formula(collection: Make) -> None:
    entry = "---\nname: '=cmd()'\nmembers: [{country: AM, note: '@x'}, {country: GE, note: '-1+2'}, {country: AZ, note: 'a=b'}]\n---\nA thing.\n"
    project = collection({"seeds/glossary/organization/hostile.md": entry})
    pipeline.annotate(project)
    assert [(row["organization_name"], row["note"]) for row in table(project)] == [
        ("'=cmd()", "'@x"),
        ("'=cmd()", "'-1+2"),
        ("'=cmd()", "a=b"),
    ]


def entries(project: Project) -> tuple[ElementTree.Element, list[ElementTree.Element]]:
    feed = ElementTree.fromstring((project.docs / "feed.xml").read_text("utf-8"))
    return feed, feed.findall(f"{ATOM}entry")


def test_the_feed_tells_the_newest_first_and_only_what_is_known(collection: Make) -> None:
    text = "A Title\n\nSome words. They are few.\n"
    sidecars = {
        "day": f"title: {json.dumps(HOSTILE, ensure_ascii=False)}\npublished: 2024-02-14\ntags: ['{'<&'}']\n",
        "year": "published: Winter 2023\ndate: 2023\nauthors: [{name: Ann}, {name: Bo}]\n",
        "none": "title: Undated\n",
    }
    seeds = {f"seeds/essays/{slug}.txt": text for slug in sidecars}
    seeds |= {f"seeds/essays/{slug}.yml": told for slug, told in sidecars.items()}
    project = collection({"seeds/essays/first-2024.txt": None, **seeds})
    pipeline.annotate(project)
    feed, found = entries(project)
    assert [entry.findtext(f"{ATOM}title") for entry in found] == [HOSTILE, "A Title", "Undated"]
    assert [entry.findtext(f"{ATOM}published") for entry in found] == ["2024-02-14T00:00:00Z", None, None]
    assert [author.text for author in found[1].iter(f"{ATOM}name")] == ["Ann", "Bo"]
    assert [author.text for author in found[2].iter(f"{ATOM}name")] == [
        "Not known"
    ]  # not the editors, who made the feed
    ids = [element.text or "" for element in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == 4
    for each in ids:
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each)
    for part in (feed, *found):  # what RFC 4287 asks of every feed and entry
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", part.findtext(f"{ATOM}updated") or "")
        assert part.findtext(f"{ATOM}title")
    links = [link.get("href") for entry in found for link in entry.findall(f"{ATOM}link")]
    assert links == ["essays/day/", "essays/year/", "essays/none/"]


def test_an_essay_keeps_its_identity_in_the_feed(collection: Make) -> None:
    project = collection()
    pipeline.annotate(project)
    before = entries(project)[1][0].findtext(f"{ATOM}id")
    (project.essays / "another-2025.txt").write_text("Another\n\nWords of it.\n", "utf-8")
    (project.essays / "first-2024.yml").write_text("title: New Title\n", "utf-8")
    pipeline.annotate(project)
    assert before in {entry.findtext(f"{ATOM}id") for entry in entries(project)[1]}


def test_the_list_tells_how_large_each_file_is(real: Project) -> None:
    page = BeautifulSoup((real.site / "downloads/index.html").read_text("utf-8"), "html.parser")
    sizes = page.select("data[value]")
    assert len(sizes) > 8
    told = [facts.text for facts in page.select(".reader-downloads__facts")]
    assert any(fact.endswith("editors’ work, CC-BY-4.0") for fact in told)
    for told in sizes:
        size = (real.site / str(told["value"])).stat().st_size
        number, unit = told.text.split()
        wanted = size / {"bytes": 1, "KB": 1000, "MB": 1_000_000}[unit]
        assert abs(float(number) - wanted) <= max(0.5, wanted / 20), (told["value"], size)
    assert {str(told["value"]) for told in sizes} >= {"reader-offline.zip", "memberships.csv", "feed.xml"}


@pytest.mark.parametrize(("size", "words"), [(435, "435 bytes"), (1000, "1 KB"), (340_499, "340 KB"), (999_499, "999 KB"), (1_240_000, "1.2 MB"), (31_000_000, "31 MB")])  # fmt: skip
def test_sizes_are_told_in_words(size: int, words: str) -> None:
    assert downloads.spoken_size(size) == words


def test_whatever_contributors_write_all_files_are_made(tmp_path: Path) -> None:
    project = hostile(tmp_path)
    pipeline.build(project, packed=True)  # which compares, sanitizes and follows all links
    made = {path.relative_to(project.site).as_posix() for path in project.site.rglob("*") if path.is_file()}
    slugs = [path.parent.name for path in project.site.glob("essays/*/text.txt")]
    assert len(slugs) > 20
    for slug in slugs:
        files = (
            f"essays/{slug}/{slug}.{kind}" for kind in ("epub", "pdf", "html", "tei.xml", "bib", "ris", "csl.json")
        )
        assert made >= set(files)
    feed = ElementTree.fromstring((project.site / "feed.xml").read_text("utf-8"))
    assert len(feed.findall(f"{ATOM}entry")) == len(slugs)


def test_what_is_not_installed_is_left_out_and_told(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection()
    pipeline.build(project, packed=True)
    whole = {path.relative_to(project.site).as_posix() for path in project.site.rglob("*")}
    assert list(extras.skipped()) == []
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    pipeline.build(project)  # which also follows all links
    less = {path.relative_to(project.site).as_posix() for path in project.site.rglob("*")}
    assert whole - less == {"reader-offline.zip", "flashcards.apkg", "essays/first-2024/first-2024.pdf"}
    told = list(extras.skipped())
    assert len(told) == 3
    for line in told:
        assert re.fullmatch(r"Left out: .+\. To have it: pip install 'annotated-reader\[(cite|print|cards)\]'", line)
