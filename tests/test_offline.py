"""The site in a ZIP file, and an essay in one file: complete, and nothing in them leads out."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import posixpath
import re
import zipfile
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from builder import pipeline
from builder.project import Project, open_project
from builder.verify import visible

Make = Callable[..., Project]
FOLDER = "the-annotated-reader/"


@pytest.fixture(scope="module")
def packed(real: Project) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO((real.site / "reader-offline.zip").read_bytes()))


def soup(html: str | bytes) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def blocks(page: BeautifulSoup) -> list[tuple[str, str]]:
    return [(str(block["id"]), visible(block.get_text())) for block in page.select("[data-role]")]


def attribute(page: BeautifulSoup, selector: str, name: str) -> str:
    (element,) = page.select(selector)
    return str(element[name])


def wanted(reading: pipeline.Reading, slug: str) -> list[tuple[str, str]]:
    essay, _ = reading.collection.essays[slug]
    return [(block.id, visible(essay.words(block.span))) for block in essay.blocks]


def test_every_link_in_the_zip_leads_to_a_file_of_it(packed: zipfile.ZipFile) -> None:
    names = set(packed.namelist())
    followed = 0
    for name in names:
        if name.endswith(".html"):
            for element in soup(packed.read(name)).select("[href], [src]"):
                href = urlsplit(str(element.get("href") or element.get("src")))
                if not href.scheme and href.path:
                    followed += 1
                    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(href.path)))
                    assert target in names, (name, href.path)
    assert followed > 5000
    assert f"{FOLDER}index.html" in names


def test_the_zip_has_every_page_and_nothing_of_no_use(packed: zipfile.ZipFile, real: Project) -> None:
    names = {name.removeprefix(FOLDER) for name in packed.namelist()}
    site = {path.relative_to(real.site).as_posix() for path in real.site.rglob("*") if path.is_file()}
    assert names < site
    left_out = site - names
    assert {"404.html", "sitemap.xml", "reader-offline.zip"} <= left_out
    assert not any(name.endswith(("/index.html", ".epub", ".pdf", ".svg", ".css")) for name in left_out)


def test_the_essays_in_the_zip_say_what_the_seeds_say(packed: zipfile.ZipFile, reading: pipeline.Reading) -> None:
    for slug in reading.collection.essays:
        page = soup(packed.read(f"{FOLDER}essays/{slug}/index.html"))
        assert blocks(page) == wanted(reading, slug)


def test_the_zip_bears_no_mark_of_the_day_or_the_system(packed: zipfile.ZipFile) -> None:
    assert {told.date_time for told in packed.infolist()} == {(2026, 11, 21, 0, 0, 0)}
    assert {(told.create_system, told.external_attr) for told in packed.infolist()} == {(3, 0o644 << 16)}
    assert packed.namelist() == sorted(packed.namelist())


def test_the_search_of_the_zip_has_all_texts_whatever_the_site_does(collection: Make) -> None:
    told = "title: Ærlig — Ü?\ndescription: d\nedition: 2026-01-01\nrights: Made for a test.\nsearch: pagefind\n"
    project = collection({"seeds/collection.yml": told})
    pipeline.build(project, packed=True)
    assert b"first time" not in (project.site / "search/passages.js").read_bytes()
    with zipfile.ZipFile(project.site / "reader-offline.zip") as archive:
        assert b"first time" in archive.read("rlig-u/search/passages.js")
        assert b'"engine":"whole"' in archive.read("rlig-u/search/names.js")
        assert not any("pagefind" in name for name in archive.namelist())


def test_what_a_person_put_into_the_site_is_in_the_zip_and_nothing_leads_out_of_it(collection: Make) -> None:
    project = collection({"docs/data.zip": "a table", "docs/ours.md": "# Ours\n\n[Data](data.zip)\n"})
    config = project.config.read_text("utf-8").replace('site_url: ""', "site_url: https://example.org/reader/")
    project.config.write_text(config, "utf-8")
    pipeline.build(project, packed=True)
    with zipfile.ZipFile(project.site / "reader-offline.zip") as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
        downloads = soup(archive.read("a-collection/downloads/index.html"))
    assert "data.zip" in names
    led = {str(link["href"]) for link in downloads.select(".reader-downloads a[href]")}
    assert led and not {"../sitemap.xml", "../reader-offline.zip"} & led
    for href in led:
        if not href.startswith(("#", "http")):
            assert posixpath.normpath(posixpath.join("downloads", href.partition("#")[0])) in names


def test_there_is_a_zip_only_where_it_is_asked_for(collection: Make) -> None:
    project = collection()
    pipeline.build(project)
    assert not list(project.site.rglob("*.zip"))
    assert "reader-offline" not in (project.site / "downloads/index.html").read_text("utf-8")


def single(project: Project, slug: str) -> BeautifulSoup:
    return soup((project.site / "essays" / slug / f"{slug}.html").read_text("utf-8"))


def test_an_essay_in_one_file_has_its_text_notes_cards_and_citation(real: Project, reading: pipeline.Reading) -> None:
    for slug, (_, layers) in reading.collection.essays.items():
        page = single(real, slug)
        assert blocks(page) == wanted(reading, slug)
        assert len(page.select(".reader-note")) == len(layers.notes)
        linked = {mention.term for mention in layers.mentions if mention.linked}
        assert linked <= {str(card["id"]).removeprefix("card-") for card in page.select(".reader-card")}
        assert page.select("#reader-cite")
        essay = reading.collection.essays[slug][0]
        assert attribute(page, "meta[name=citation_title]", "content") == essay.title
        assert json.loads(page.select("script[type='application/ld+json']")[0].text)["headline"] == essay.title


def test_an_essay_in_one_file_asks_for_nothing_and_leads_only_within(real: Project) -> None:
    for slug in ("baev-2025", "pomeranz-2024"):
        page = single(real, slug)
        assert not page.select("[src], link[href]")
        ids = {str(element["id"]) for element in page.select("[id]")}
        for link in page.select("a[href]"):
            href = str(link["href"])
            assert href.startswith(("http://", "https://", "mailto:")) or href.removeprefix("#") in {*ids, ""}, href
        assert all(str(link.get("href")) == f"#{link['data-card']}" for link in page.select("a.reader-term"))


def test_an_essay_in_one_file_leads_to_the_site_where_its_address_is_known(collection: Make) -> None:
    project = collection({"seeds/essays/first-2024.yml": "url: https://first.example/essay\n"})
    config = project.config.read_text("utf-8").replace('site_url: ""', "site_url: https://example.org/reader")
    project.config.write_text(config, "utf-8")
    pipeline.build(open_project(project.root))
    page = single(project, "first-2024")
    assert attribute(page, "a.reader-term", "href") == "https://example.org/reader/glossary/el/"
    assert attribute(page, "link[rel=canonical]", "href") == "https://example.org/reader/essays/first-2024/"


def test_only_its_own_scripts_run_in_an_essay_in_one_file(real: Project) -> None:
    page = single(real, "baev-2025")
    policy = attribute(page, "meta[http-equiv]", "content")
    allowed = set(re.findall(r"'sha256-([^']+)'", policy))
    own = [element.string or "" for element in page.select("script:not([type='application/ld+json']), style")]
    assert allowed == {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in own}
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
