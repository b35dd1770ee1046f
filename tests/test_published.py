"""What was published resolves in the next build, or the build says what to do: from the command to the page."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from click.testing import CliRunner, Result

from builder import pipeline, verify
from builder.cli import main
from builder.diagnostics import Refused
from builder.project import Project, open_project
from builder.published import published
from tests.conftest import write

Make = Callable[..., Project]
SEED = "A Title\n\nBy Ann Author\n\nThe Example League (EL) met. It was the first time.\n\nNo more was said. The EL rose.\n"
CUT = "A Title\n\nBy Ann Author\n\nThe Example League (EL) met at last. It was the first time.\n"


def run(command: str, project: Project, *words: str | Path) -> Result:
    return CliRunner().invoke(main, [command, "--project", str(project.root), *map(str, words)])


def seed(project: Project, text: str, name: str = "first-2024") -> None:
    (project.essays / f"{name}.txt").write_text(text, "utf-8")


def listed(project: Project) -> dict:
    return json.loads((project.site / "anchors.json").read_text("utf-8"))


def page(project: Project, path: str) -> BeautifulSoup:
    return BeautifulSoup((project.site / path / "index.html").read_text("utf-8"), "html.parser")


@pytest.fixture
def built(collection: Make) -> Project:
    """A collection of one essay and one entry, with a site."""
    project = collection()
    pipeline.build(project)
    return project


def mended(project: Project, path: str) -> str:
    """Paste what the last check suggests for a file into it, with a reason."""
    with pytest.raises(Refused) as refused:
        pipeline.annotate(open_project(project.root), published=published(project))
    found = [diagnostic for diagnostic in refused.value.diagnostics if diagnostic.path == path]
    assert [diagnostic.rule for diagnostic in found] == ["address-lost"]
    file = project.root / path
    held = yaml.safe_load(file.read_text("utf-8")) if file.exists() else {}
    pasted = yaml.safe_load(found[0].hint.replace("…say why…", "The author took it out."))
    file.write_text(
        yaml.safe_dump({key: str(value) for key, value in held.items()} | pasted, allow_unicode=True), "utf-8"
    )
    return found[0].message


def test_a_build_after_an_edit_asks_and_the_pasted_lines_answer(built: Project) -> None:
    before = listed(built)
    gone, edited = (name for name, (start, _) in reversed(before["first-2024"].items()) if start > 20)
    seed(built, CUT)
    result = run("build", built)
    assert result.exit_code == 1 and "seeds/essays/first-2024.yml:1:1: error[address-lost]" in result.output
    assert listed(built) == before
    assert "“No more was said. The EL rose.”" in mended(built, "seeds/essays/first-2024.yml")
    assert run("build", built).exit_code == 0 and run("check", built).exit_code == 0
    after = listed(built)["first-2024"]
    assert before["first-2024"].keys() <= after.keys() and after[gone] is None
    soup = page(built, "essays/first-2024")
    assert soup.find(id=edited).find_parent(attrs={"data-role": True})["id"] == after[edited]
    stone = soup.find(id=gone)
    assert stone.get_text() == "The author took it out." and stone.find_parent("section")["id"] == "reader-gone"
    assert "No longer here" in soup.find(id="reader-gone").h2.get_text()


def test_an_alias_stands_in_blocks_of_every_kind(collection: Make) -> None:
    text = (
        "# A Title\n\nBy Ann Author\n\nA paragraph. It is here.\n\n## A heading\n\n> Some quoted words.\n\n- one item\n- another\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n1815 was a year. It was long.\n"
    )
    project = collection({"seeds/essays/kinds-2024.md": text})
    essay = pipeline.read(project).collection.essays["kinds-2024"][0]
    moved = {f"p-0000{n:04}": block.id for n, block in enumerate([*essay.blocks, *essay.blocks])}
    (project.essays / "kinds-2024.yml").write_text(yaml.safe_dump({"moved": moved}))
    pipeline.build(project)  # which compares every word
    soup = page(project, "essays/kinds-2024")
    assert {block.role for block in essay.blocks} >= {"title", "byline", "heading", "quote", "list-item", "table"}
    for old, new in moved.items():
        near = soup.find(id=old).find_parent(attrs={"data-role": True}) or soup.find(id=old).find_next_sibling("table")
        assert near["id"] == new


def test_an_old_address_that_is_missing_from_a_page_is_seen(built: Project) -> None:
    name = next(iter(listed(built)["first-2024"]))
    file = built.site / "essays" / "first-2024" / "index.html"
    assert list(verify.addresses(built.site)) == []
    file.write_text(file.read_text("utf-8").replace(f'id="{name}"', ""), "utf-8")
    assert [diagnostic.rule for diagnostic in verify.addresses(built.site)] == ["link-broken"]


def test_a_renamed_essay_and_entry_are_found_and_lead_on(built: Project) -> None:
    before = listed(built)
    (built.essays / "first-2024.txt").rename(built.essays / "author-2024.txt")
    league = built.glossary / "organization" / "el.md"
    league.rename(league.with_name("eel.md"))
    seed(built, SEED.replace("rose", "rose high"), "author-2024")
    mended(built, "seeds/collection.yml")
    text = (built.root / "seeds/collection.yml").read_text("utf-8")
    assert "essays/first-2024: essays/author-2024" in text and "glossary/el: glossary/eel" in text
    assert "No more was said" in mended(built, "seeds/essays/author-2024.yml")  # the fragments, too
    assert run("build", built).exit_code == 0
    after = listed(built)
    assert after["first-2024"] == "essays/author-2024" and before["first-2024"].keys() <= after["author-2024"].keys()
    soup = page(built, "essays/first-2024")
    assert soup.select_one("a[data-moved]")["href"] == "../../essays/author-2024/"
    for name in after["author-2024"]:
        assert len(soup.find_all(id=name)) == 1
    assert page(built, "glossary/el").h1
    assert run("check", built).exit_code == 0
    file = built.site / "essays" / "first-2024" / "index.html"
    file.write_text(file.read_text("utf-8").replace(f'id="{name}"', ""), "utf-8")
    assert [diagnostic.rule for diagnostic in verify.addresses(built.site)] == ["link-broken"]


def test_a_page_that_is_gone_says_why(built: Project) -> None:
    (built.essays / "first-2024.txt").unlink()
    mended(built, "seeds/collection.yml")
    assert run("build", built).exit_code == 0
    assert "The author took it out." in page(built, "essays/first-2024").article.get_text()
    assert listed(built)["first-2024"] is None
    assert run("build", built).exit_code == 0


def test_what_was_never_published_may_change(built: Project) -> None:
    seed(built, CUT, "draft-2024")
    assert run("check", built).exit_code == 0
    seed(built, SEED.replace("EL", "League"), "draft-2024")
    assert run("check", built).exit_code == 0
    seed(built, CUT)
    assert run("check", built, "--against", "none").exit_code == 0


def test_keep_going_keeps_a_page_that_was_published(built: Project) -> None:
    seed(built, SEED.replace("A Title", "Another Title"), "second-2024")
    assert run("build", built).exit_code == 0
    before = listed(built)
    seed(built, CUT)
    for _ in range(2):
        result = run("build", built, "--keep-going")
        assert result.exit_code == 1 and "address-lost" in result.output
        assert (built.site / "essays" / "first-2024" / "index.html").exists()
        assert listed(built) == before
    assert "“No more was said." in run("check", built).output


def test_a_site_elsewhere_and_its_list_alone(built: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    away = tmp_path_factory.mktemp("away") / "site"
    shutil.move(built.site, away)
    seed(built, CUT)
    assert run("check", built).exit_code == 0
    for source in (away, away / "anchors.json"):
        result = run("annotate", built, "--against", source)
        assert result.exit_code == 1 and "“No more was said." in result.output
    shutil.rmtree(away / "essays")
    assert "“" not in run("check", built, "--against", away).output.splitlines()[0]


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe", b'{"first-2024": {"p-1": {}}}', b"[" * 50_000])
def test_a_list_that_is_none_is_a_finding(built: Project, data: bytes) -> None:
    (built.site / "anchors.json").write_bytes(data)
    for command in ("check", "annotate", "build"):
        result = run(command, built)
        assert result.exit_code == 1 and "site/anchors.json:1:1: error[published-unreadable]" in result.output
    assert run("check", built, "--against", "none").exit_code == 0


def test_what_is_not_there_is_a_finding(built: Project) -> None:
    for source in ("nowhere", built.root / "seeds", "git:HEAD", "git:--output=x", "git:"):
        result = run("check", built, "--against", source)
        assert result.exit_code == 1 and "error[published-unreadable]" in result.output, source
    assert not (built.root / "x").exists()


def git(project: Project, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(project.root), *who, *words], check=True, capture_output=True)


def test_the_seeds_of_a_revision(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection()
    write(project.root, {"seeds/link": "x", "seeds/.gitattributes": "*.txt export-ignore\n"})
    (project.root / "seeds" / "outside").symlink_to("/")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"], ["tag", "published"]):
        git(project, *words)
    (project.root / "seeds" / "outside").unlink()
    assert run("check", project, "--against", "git:published").exit_code == 0
    seed(project, CUT)
    result = run("check", project, "--against", "git:published")
    assert "“No more was said. The EL rose.”" in result.output and result.output.count("error[") == 1
    assert run("check", project, "--against", "git:unheard").exit_code == 1
    # What today's builder cannot read was published all the same.
    (project.essays / "odd-2024.txt").write_text(SEED)
    (project.essays / "odd-2024.yml").write_text("tittle: x\n")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "odd")
    (project.essays / "odd-2024.txt").unlink()
    (project.essays / "odd-2024.yml").unlink()
    assert "essays/odd-2024" in run("check", project, "--against", "git:HEAD").output
    (project.root / "seeds/collection.yml").write_text("titel: x\n")
    git(project, "commit", "-qam", "broken")
    write(project.root, {"seeds/collection.yml": "title: T\ndescription: D\nedition: 2026\nrights: Made for a test.\n"})
    assert (
        "error[published-unreadable] Its seeds cannot be read" in run("check", project, "--against", "git:HEAD").output
    )
    monkeypatch.setenv("PATH", "")
    assert "The program git is not there" in run("check", project, "--against", "git:HEAD").output
