"""What a preview shows is what a build makes; what is wrong stands over the last good page, and goes by itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from builder.live import Live
from builder.project import Project
from tests.conftest import write

PAGE = "essays/first-2024/index.html"
ADDED = b'<link rel="stylesheet" href="/-reader/live.css">'


@pytest.fixture
def live(collection: Callable[..., Project], tmp_path_factory: pytest.TempPathFactory) -> Live:
    shown = Live(collection().root, tmp_path_factory.mktemp("mkdocs"))
    shown.read()
    return shown


def text(live: Live, path: str = PAGE) -> str:
    return live.get(path).content.decode()


def change(live: Live, name: str, content: str) -> None:
    write(live.root, {name: content})
    live.read()


def told(page: str) -> list[str]:
    return [" ".join(item.get_text().split()) for item in BeautifulSoup(page, "html.parser").select(".reader-live li")]


def bare(content: bytes) -> bytes:
    """A page without what the preview adds at its end."""
    head, _, tail = content.partition(ADDED)
    return head + tail[tail.index(b"</body>") :] if tail else head


def test_every_page_and_text_is_the_very_one_of_the_build(real: Project, tmp_path: Path) -> None:
    for name in ("seeds", "overrides", "docs"):
        shutil.copytree(real.root / name, tmp_path / name)
    shutil.copy(real.config, tmp_path)
    live = Live(tmp_path, tmp_path / ".mkdocs")
    live.read()
    names = {path.relative_to(real.site).as_posix() for path in real.site.rglob("*") if path.is_file()}
    single = {f"essays/{path.stem}/{path.stem}.html" for path in (real.root / "seeds/essays").glob("*.txt")}
    bound = {name for name in names if name.endswith((".pdf", ".epub", ".apkg", ".zip", ".gz"))} | single | {"_headers"}
    sizes = {"downloads/index.html"}  # of files that a build makes
    different = {
        name for name in names - bound - sizes if bare(live.get(name).content) != (real.site / name).read_bytes()
    }
    assert not different
    assert all(live.get(name).status == 404 for name in bound)


def test_nothing_is_written_into_the_collection(live: Live) -> None:
    before = {path: path.read_bytes() for path in live.root.rglob("*") if path.is_file()}
    for name in (PAGE, "index.html", "sitemap.xml", "glossary/el/index.html", "anchors.json", "nowhere/index.html"):
        live.get(name)
    assert {path: path.read_bytes() for path in live.root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("seeds/essays/first-2024.txt", "A Title\n\nBy Ann Author\n\nThe EL met in the rain. It did.\n", "in the rain"),
        ("seeds/essays/first-2024.yml", "venue: A Place of Its Own\n", "A Place of Its Own"),
        ("seeds/glossary/organization/el.md", "---\nname: Example League\nshort: EL\n---\nA league of rain.\n", "of rain"),
        ("overrides/partials/footer.html", "<footer>The foot of it</footer>", "The foot of it"),
        ("mkdocs.yml", None, "Another name"),
    ],
)  # fmt: skip
def test_what_is_changed_is_shown(live: Live, name: str, content: str | None, shown: str) -> None:
    text(live)
    config = (live.root / "mkdocs.yml").read_text("utf-8")
    change(live, name, content or config.replace("The Annotated Reader", "Another name"))
    assert shown in text(live)


def test_a_style_sheet_and_a_script_are_those_on_disk(live: Live) -> None:
    change(live, "overrides/assets/base.css", "body { color: teal }")
    assert text(live, "assets/base.css") == "body { color: teal }"
    change(live, "overrides/assets/new.js", "let a = 1; // told\n")
    assert text(live, "assets/new.js").strip() == "let a=1;"


def test_an_error_stands_over_the_last_good_page_and_goes(live: Live) -> None:
    before = text(live)
    change(live, "seeds/essays/first-2024.yml", "titel: <b>x</b>\n")
    wrong = text(live)
    assert told(wrong) == [
        "seeds/essays/first-2024.yml:1:1 error[record-key] Unknown key “titel” Did you mean “title”?"
    ]
    assert bare(wrong.encode()) == bare(before.encode())
    change(live, "seeds/essays/first-2024.yml", "venue: <b>x</b>\n")
    assert not told(text(live)) and "&lt;b&gt;x" in text(live)


def test_a_page_that_cannot_be_made_is_the_last_good_one(live: Live) -> None:
    before = text(live)
    whole = (live.root / "overrides/essay.html").read_text("utf-8")
    change(live, "overrides/essay.html", "{% nonsense %}")
    assert "nonsense" in told(text(live))[0] and bare(text(live).encode()) == bare(before.encode())
    assert not told(text(live, "about/index.html"))
    change(live, "overrides/essay.html", whole)
    assert bare(text(live).encode()) == bare(before.encode()) and not told(text(live))


def test_what_is_deleted_is_shown_no_more_and_again_when_it_is_back(live: Live) -> None:
    """Of an essay, an entry and a page of a person's own; each was seen before."""
    config = (live.root / "mkdocs.yml").read_text("utf-8")
    write(
        live.root,
        {
            "docs/extra.md": "# Extra\n",
            "mkdocs.yml": config.replace('site_url: ""', "site_url: https://reader.example/"),
        },
    )
    live.read()
    files = {
        PAGE: "seeds/essays/first-2024.txt",
        "glossary/el/index.html": "seeds/glossary/organization/el.md",
        "extra/index.html": "docs/extra.md",
    }
    for path, name in files.items():
        before, content = live.get(path), (live.root / name).read_text("utf-8")
        assert before.status == 200 and path.removesuffix("index.html") in text(live, "sitemap.xml")
        (live.root / name).unlink()
        live.read()
        assert live.get(path).status == 404 and 'class="reader-live"' not in text(live, path)
        assert path.removesuffix("index.html") not in text(live, "sitemap.xml")
        change(live, name, content)
        assert bare(live.get(path).content) == bare(before.content)


def test_what_is_renamed_is_at_its_new_address_only(live: Live) -> None:
    text(live)
    (live.root / "seeds/essays/first-2024.txt").rename(live.root / "seeds/essays/other-2024.txt")
    live.read()
    assert live.get(PAGE).status == 404 and live.get("essays/first-2024/text.txt").status == 404
    assert "No more was said" in text(live, "essays/other-2024/index.html")


def test_a_deleted_page_of_the_navigation_is_told_as_a_build_tells_it(live: Live) -> None:
    config = (live.root / "mkdocs.yml").read_text("utf-8")
    change(live, "mkdocs.yml", config.replace("nav:\n", "nav:\n  - First: essays/first-2024.md\n"))
    before = text(live)
    (live.root / "seeds/essays/first-2024.txt").unlink()
    live.read()
    assert "essays/first-2024.md" in told(text(live))[0] and bare(text(live).encode()) == bare(before.encode())


@pytest.mark.parametrize("broken", [False, True])
def test_no_page_shows_a_withheld_word_once_an_essay_is_an_excerpt(live: Live, broken: bool) -> None:
    """Not even the last good page of one that cannot be made now."""
    paths = [PAGE, "essays/first-2024/text.txt", "search/passages.js", "feed.xml", "glossary/el/index.html"]
    assert "No more was said" in "".join(text(live, path) for path in paths)
    change(live, "seeds/essays/first-2024.yml", "access: excerpt\nurl: https://source.example/\n")
    assert not live.findings
    if broken:
        change(live, "overrides/essay.html", "{% nonsense %}")
    assert not [path for path in paths if "No more was said" in text(live, path)]


@pytest.mark.parametrize("template", ["main.html", "404.html"])
def test_a_broken_template_is_told_where_there_is_no_page_either(live: Live, template: str) -> None:
    path = "nowhere/index.html"
    whole = (live.root / "overrides" / template).read_text("utf-8")
    change(live, f"overrides/{template}", "{% nonsense %}")
    assert live.get(path).status == 404 and "nonsense" in told(text(live, path))[0]
    change(live, f"overrides/{template}", whole)
    assert live.get(path).status == 404 and not told(text(live, path))


def test_a_new_page_that_cannot_be_made_is_not_called_the_last_good_one(live: Live) -> None:
    change(live, "seeds/essays/first-2024.yml", "titel: x\n")
    write(live.root, {"seeds/essays/new-2024.txt": "New\n\nIt is new.\n"})
    live.read()
    shown = live.get("essays/new-2024/index.html")
    assert shown.status == 500 and b"last good page" not in shown.content and b"no good page" in shown.content
    assert b"last good page" in live.get(PAGE).content


def test_a_configuration_that_is_broken_is_told_until_it_is_mended(live: Live) -> None:
    whole = (live.root / "mkdocs.yml").read_text("utf-8")
    change(live, "mkdocs.yml", "theme: [")
    assert "mkdocs.yml" in told(text(live))[0]
    change(live, "seeds/essays/first-2024.yml", "venue: Elsewhere\n")
    assert told(text(live))
    change(live, "mkdocs.yml", whole)
    assert not told(text(live)) and "Elsewhere" in text(live)


def test_a_collection_that_was_never_good_says_why(live: Live, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(live.root, {"seeds/essays/first-2024.txt": ""})
    fresh = Live(live.root, tmp_path_factory.mktemp("mkdocs"))
    fresh.read()
    assert fresh.get(PAGE).status == 500 and "seed-empty" in told(text(fresh))[0]


@pytest.mark.parametrize("path", ["../mkdocs.yml", "../../etc/passwd", "/etc/passwd", "seeds/collection.yml", "mkdocs.yml"])  # fmt: skip
def test_nothing_but_the_site_is_served(live: Live, path: str) -> None:
    assert live.get(path).status == 404


def test_the_project_is_opened_anew(live: Live) -> None:
    change(live, "seeds/collection.yml", "title: Renamed\ndescription: D\nedition: 2026-01-01\n")
    assert "Renamed" in text(live, "feed.xml")
