"""Same input, same bytes; what is not touched does not change; what is gone goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import folders, pipeline
from builder.diagnostics import Refused
from builder.project import Project
from tests.conftest import write

Make = Callable[..., Project]


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def many(count: int) -> dict[str, str]:
    """Essays enough to be read by several processes."""
    body = "The Example League ({}) met in {}. It rose.\n\nNo more was said of the EL in year {}. It fell."
    return {
        f"seeds/essays/essay-{n}.txt": f"Title {n}\n\nBy Ann Author\n\n{body.format('EL', n, n)}\n"
        for n in range(1, count)
    }


def test_a_second_build_gives_the_same_bytes(real: Project) -> None:
    before = content(real.site)
    assert pipeline.build(real, packed=True).changed == 0
    assert content(real.site) == before


def test_the_number_of_processors_changes_nothing(collection: Make) -> None:
    project = collection(many(20))
    pipeline.annotate(project, jobs=1)
    before = content(project.docs)
    assert pipeline.annotate(project, jobs=2).changed == 0
    assert content(project.docs) == before


def test_an_unused_term_changes_no_page_of_an_essay_or_entry(collection: Make) -> None:
    project = collection(many(3))
    pipeline.annotate(project)
    before = content(project.docs)
    write(
        project.root,
        {"seeds/glossary/court/unused.md": "---\nname: Court of Nothing\n---\nA court that nobody names.\n"},
    )
    pipeline.annotate(project)
    after = content(project.docs)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    dealt = {name for name in changed if name.startswith("study/") or name == "flashcards.tsv"}  # its own cards
    assert not [name for name in dealt if name.startswith("study/essays/")]
    assert changed - dealt == {
        "datapackage.json",  # which tells how large files are
        "anchors.json",
        "glossary/unused.md",
        "glossary/index.md",
        "glossary.jsonld",
        "index.md",
        "overview/index.md",  # which counts the entries
        "overview/organizations.md",
        "search/names.js",
        "search/passages.js",
        ".reader-generated.json",
    }


def test_what_a_seed_made_goes_with_it_and_nothing_else_does(collection: Make) -> None:
    project = collection(many(3))
    pipeline.annotate(project)
    kept = project.docs / "essays" / "by-hand.md"
    kept.write_text("by hand")
    (project.essays / "essay-1.txt").unlink()
    pipeline.annotate(project)
    assert not (project.docs / "essays" / "essay-1.md").exists() and not (project.docs / "essays" / "essay-1").exists()
    assert kept.read_text() == "by hand" and (project.docs / "essays" / "essay-2.md").exists()


def test_a_tampered_manifest_removes_nothing_outside(collection: Make) -> None:
    project = collection()
    outside = project.root / "precious.txt"
    outside.write_text("precious")
    (project.docs / folders.MANIFEST).write_text('["../precious.txt"]')
    pipeline.annotate(project)
    assert outside.exists()


@pytest.mark.parametrize(
    "name", ["index.md", "glossary/el.md", "essays/first-2024/text.txt", "essays/first-2024.md/inner.md", "essays"]
)
def test_what_a_person_put_in_the_way_is_not_replaced(collection: Make, name: str) -> None:
    project = collection()
    write(project.docs, {name: "by hand"})
    with pytest.raises(Refused, match="docs-file" if name == "essays" else "page-taken"):
        pipeline.annotate(project)
    assert (project.docs / name).read_text() == "by hand"
    assert not (project.docs / "links.json").exists()


@pytest.mark.parametrize("name", ["reader.epub", "flashcards.apkg", "essays/first-2024/first-2024.pdf", "downloads.md"])
def test_what_a_person_put_where_a_download_goes_is_not_replaced(collection: Make, name: str) -> None:
    project = collection({f"docs/{name}": "Mine.\n"})
    with pytest.raises(Refused) as refused:
        pipeline.build(project)
    (found,) = refused.value.diagnostics
    assert found.rule == "page-taken" and found.path.startswith(f"docs/{name.removesuffix('.md')}")
    assert (project.docs / name).read_text("utf-8") == "Mine.\n"
    assert not project.site.exists()


@pytest.mark.parametrize("name", ["links.json", "essays/first-2024"])
def test_nothing_is_written_through_a_link(
    collection: Make, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nor is it when `intake.py` does not refuse it before."""
    project = collection()
    outside = tmp_path_factory.mktemp("outside")
    (project.docs / name).parent.mkdir(exist_ok=True)
    (project.docs / name).symlink_to(outside)
    with pytest.raises(Refused, match="seed-outside"):
        pipeline.annotate(project)
    with pytest.raises(Refused, match="page-taken"):
        folders.write(project.docs, {"links.json": "[]", "essays/first-2024/text.txt": "x"})
    assert not list(outside.iterdir())


def test_a_page_of_a_person_survives_a_tampered_manifest(collection: Make) -> None:
    project = collection()
    (project.docs / folders.MANIFEST).write_text('["about.md", 7]')
    pipeline.annotate(project)
    assert (project.docs / "about.md").exists()


def test_a_folder_that_cannot_be_replaced_keeps_the_old_site(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection()
    pipeline.build(project)
    (project.site / ".git").mkdir()
    before = content(project.site)
    real_rename = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if target == project.site and self.name == "site":
            raise PermissionError("no")
        return real_rename(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(Refused, match="cannot be replaced"):
        pipeline.build(project)
    assert content(project.site) == before
    monkeypatch.undo()
    pipeline.build(project)
    assert (project.site / ".git").is_dir() and not list(project.root.glob(".site-*"))


def test_a_generated_page_says_so(real: Project) -> None:
    for page in [*real.docs.glob("essays/*.md"), *real.docs.glob("glossary/*.md"), real.docs / "index.md"]:
        assert page.read_text("utf-8").splitlines()[1].startswith("# generated from seeds/")


def test_what_the_publisher_warns_of_stops_the_build(collection: Make) -> None:
    project = collection({"docs/about.md": "# About\n\n[nowhere](nowhere.md)\n"})
    (project.docs / "about.md").write_text("# About\n\n[nowhere](nowhere.md)\n")
    with pytest.raises(Refused, match=r"mkdocs\.yml:1:1: error\[publisher\].*nowhere"):
        pipeline.build(project)
    assert not project.site.exists()


def test_a_collection_without_essays_builds(collection: Make) -> None:
    project = collection({"seeds/essays/first-2024.txt": None})
    pipeline.build(project)
    assert (project.site / "index.html").is_file()


def test_a_huge_essay_and_a_long_word(collection: Make) -> None:
    body = "\n\n".join(f"Paragraph {n} of the EL speaks. It goes on." for n in range(3000))
    project = collection(
        {"seeds/essays/huge-2024.txt": f"A Title\n\nBy Ann Author\n\n{body}\n\n{'x' * 10000} said. So.\n"}
    )
    reading = pipeline.annotate(project)
    assert len(reading.collection.essays["huge-2024"][0].blocks) == 3003


def test_the_edition_dates_the_site_not_the_clock(collection: Make) -> None:
    project = collection()
    config = project.config.read_text("utf-8")
    project.config.write_text(config.replace('site_url: ""', "site_url: https://example.org/reader/"), "utf-8")
    pipeline.build(project)
    dates = re.findall(r"<lastmod>(.*?)</lastmod>", (project.site / "sitemap.xml").read_text("utf-8"))
    assert set(dates) == {project.collection.edition}


def test_what_is_wrong_with_one_essay_keeps_no_other_back(collection: Callable[..., Project]) -> None:
    files = {
        "seeds/essays/paper-2024.txt": "%PDF-1.7",
        "seeds/essays/second-2024.txt": "Another\n\nBy Bo Other\n\nIt was so. It is so.\n",
        "seeds/essays/second-2024.yml": "see:\n  - {from: It was so, to: paper-2024, quote: x, why: y}\n",
        "seeds/essays/third-2024.txt": "A Third\n\nBy Cy Third\n\nIt was so. It is so.\n",
    }
    project = collection(files)
    with pytest.raises(Refused):
        pipeline.build(project)
    reading = pipeline.build(project, keep_going=True)
    assert sorted(diagnostic.rule for diagnostic in reading.errors) == ["seed-binary"]
    built = sorted(path.parent.name for path in project.site.glob("essays/*/index.html"))
    assert built == ["first-2024", "second-2024", "third-2024"]  # the second without its reference
