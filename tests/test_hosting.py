"""“Edit” and “Report a mistake”: where they lead at each host, and where they are not shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from builder import pipeline
from builder.hosting import repository
from builder.project import Project, open_project
from builder.safety import unsafe

Make = Callable[..., Project]
SEED, SIDECAR = "seeds/essays/first-2024.txt", "seeds/essays/first-2024.yml"
HOSTS = {
    ("https://github.com/a/b", "edit/main/docs/"): ("https://github.com/a/b/edit/main/SEED", "https://github.com/a/b/new/main/seeds/essays?filename=first-2024.yml", "https://github.com/a/b/issues"),
    ("https://github.com/a/b/", "blob/dev/book/docs"): ("https://github.com/a/b/edit/dev/book/SEED", "https://github.com/a/b/new/dev/book/seeds/essays?filename=first-2024.yml", "https://github.com/a/b/issues"),
    ("https://gitlab.com/g/a/b", "-/edit/main/docs/"): ("https://gitlab.com/g/a/b/-/edit/main/SEED", "https://gitlab.com/g/a/b/-/new/main/seeds/essays?file_name=first-2024.yml", "https://gitlab.com/g/a/b/issues"),
    ("https://codeberg.org/a/b", "_edit/main/docs/"): ("https://codeberg.org/a/b/_edit/main/SEED", "https://codeberg.org/a/b/_new/main/seeds/essays", "https://codeberg.org/a/b/issues"),
    ("https://bitbucket.org/a/b", "src/main/docs/"): ("https://bitbucket.org/a/b/src/main/SEED?mode=edit", "", "https://bitbucket.org/a/b/issues"),
}  # fmt: skip


@pytest.mark.parametrize(("settings", "wanted"), HOSTS.items())
def test_each_host_has_its_own_forms(settings: tuple[str, str], wanted: tuple[str, str, str]) -> None:
    there = repository(*settings)
    assert there
    assert (there.edit(SEED), there.new(SIDECAR), there.issues) == (wanted[0].replace("SEED", SEED), *wanted[1:])


@pytest.mark.parametrize("settings", [("", ""), ("https://github.com/a/b", ""), ("", "edit/main/docs/"), ("javascript:x", "edit/main/docs/"), ("https://e.org/a", "edit/main/other/"), ("https://e.org/a", "?query=docs/")])  # fmt: skip
def test_settings_that_do_not_say_where_give_nothing(settings: tuple[str, str]) -> None:
    assert repository(*settings) is None


@given(st.text(min_size=1), st.text(min_size=1))
def test_every_character_of_a_page_and_a_paragraph_arrives(page: str, paragraph: str) -> None:
    page, paragraph = (text.encode("utf-8", "ignore").decode() for text in (page, paragraph))
    for host in (("https://github.com/a/b", "edit/main/docs/"), ("https://gitlab.com/a/b", "-/edit/main/docs/")):
        there = repository(*host)
        assert there and there.report(page).isascii()
        asked = parse_qs(urlsplit(there.report(page)).query, keep_blank_values=True)
        told = asked.get("page") or asked["issue[title]"]
        assert page in told[0]
        assert "template" not in asked or asked == {"template": ["report.yml"], "page": [page], "paragraph": [""]}


def hosted(project: Project, settings: str) -> Project:
    config = project.root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}\n{settings}", "utf-8")
    return open_project(project.root)


def page(project: Project, path: str) -> BeautifulSoup:
    return BeautifulSoup((project.site / path / "index.html").read_text("utf-8"), "html.parser")


def test_pages_lead_to_their_seed_and_never_to_the_generated_page(collection: Make) -> None:
    project = hosted(collection(), "repo_url: https://github.com/a/b\nedit_uri: edit/main/docs/\n")
    pipeline.build(project)
    shown = page(project, "essays/first-2024")
    links = [(link.text, link["href"]) for link in shown.select("dd.reader-mend a")]
    assert links == [
        ("text", "https://github.com/a/b/edit/main/seeds/essays/first-2024.txt"),
        ("sidecar (notes, dates)", "https://github.com/a/b/new/main/seeds/essays?filename=first-2024.yml"),
        ("Report a mistake", "https://github.com/a/b/issues/new?template=report.yml&page=essays%2Ffirst-2024%2F&paragraph="),
    ]  # fmt: skip
    entry = [link["href"] for link in page(project, "glossary/el").select("dd.reader-mend a")]
    assert entry[0] == "https://github.com/a/b/edit/main/seeds/glossary/organization/el.md"
    for path in project.site.rglob("*.html"):
        assert "main/docs/" not in path.read_text("utf-8"), path
    assert not list(unsafe(project.site))


def test_a_sidecar_that_is_there_is_edited(collection: Make) -> None:
    project = hosted(
        collection({SIDECAR: "venue: Here\n"}), "repo_url: https://codeberg.org/a/b\nedit_uri: _edit/main/docs/\n"
    )
    pipeline.annotate(project)
    told = (project.docs / "essays/first-2024.md").read_text("utf-8")
    assert f"https://codeberg.org/a/b/_edit/main/{SIDECAR}" in told and 'href="https://codeberg.org/a/b/issues"' in told
    assert "data-report" not in told


def test_nothing_is_shown_where_the_repository_is_not_known(real: Project) -> None:
    for path in (*real.site.glob("essays/*/index.html"), *list(real.site.glob("glossary/*/index.html"))[:5]):
        assert "reader-mend" not in Path(path).read_text("utf-8")
