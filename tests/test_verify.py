"""The check of the promise: it sees one character's difference, and says whose."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from builder import pipeline, verify
from builder.diagnostics import Refused
from builder.pipeline import Reading
from builder.project import Project
from builder.publish import publish
from builder.readers import Draft, Options, plain
from builder.safety import unsafe
from builder.single import single
from tests.conftest import write

Make = Callable[..., Project]


@pytest.fixture
def site(real: Project, tmp_path: Path) -> Path:
    return Path(shutil.copytree(real.site, tmp_path / "site"))


def edit(site: Path, slug: str, old: str, new: str) -> None:
    page = site / "essays" / slug / "index.html"
    html = page.read_text("utf-8")
    assert html.count(old) >= 1
    page.write_text(html.replace(old, new, 1), "utf-8")


def test_the_real_site_holds_every_word(real: Project, reading: Reading) -> None:
    assert verify.site(real.site, reading.collection.seeds.values()) == []
    assert list(verify.links(real.site)) == []


@pytest.mark.parametrize(("slug", "old", "new", "told"), [
    ("baev-2025", "The summit was organized with great fanfare", "The summit was organized", "changed ¶ 2"),
    ("baev-2025", "meagre", "meager", "changed ¶ 1"),
    ("pomeranz-2024", "This pact dates to the 1990s and was signed by", "", "changed ¶ 17"),
    ("pomeranz-2024", " Opts Out</h2>", " Opts</h2>", "changed the heading"),
    ("pomeranz-2024", "agreement has always been rather murky.", "agreement has always been rather murky. And more.", "changed ¶ 17"),
])  # fmt: skip
def test_a_changed_word_is_seen(site: Path, reading: Reading, slug: str, old: str, new: str, told: str) -> None:
    edit(site, slug, old, new)
    found = verify.site(site, reading.collection.seeds.values())
    assert [(d.rule, d.path) for d in found] == [("text-changed", f"seeds/essays/{slug}.txt")]
    assert told in found[0].message


def test_a_lost_block_is_seen_with_its_line(site: Path, reading: Reading) -> None:
    block = reading.collection.essays["pomeranz-2024"][0].blocks[8]
    edit(site, "pomeranz-2024", f'id="{block.id}"', 'id="gone"')
    found = verify.site(site, reading.collection.seeds.values())
    assert [(d.line, d.column) for d in found] == [(17, 1)] and f"lost ¶ 3 ({block.id})" in found[0].message


def test_a_lost_page_is_seen(site: Path, reading: Reading) -> None:
    (site / "essays" / "baev-2025" / "index.html").unlink()
    assert [d.path for d in verify.site(site, reading.collection.seeds.values())] == ["seeds/essays/baev-2025.txt"]


@pytest.mark.parametrize("href", ["../../glossary/nobody/", "#nowhere", "../pomeranz-2024/#nowhere", "/glossary/cis/"])
def test_a_link_to_nowhere_is_seen(site: Path, href: str) -> None:
    edit(site, "baev-2025", 'href="../../glossary/icj/"', f'href="{href}"')
    found = list(verify.links(site))
    assert [d.rule for d in found] == ["link-broken"] and href in found[0].message


def test_a_build_that_loses_a_word_leaves_the_last_good_site(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection()
    pipeline.build(project)
    before = {path: path.read_bytes() for path in project.site.rglob("*") if path.is_file()}
    override = project.root / "overrides" / "essay.html"
    override.write_text(
        override.read_text("utf-8")
        + '{% block content %}{{ page.content | replace("No more", "More") }}{% endblock %}',
        "utf-8",
    )
    with pytest.raises(Refused, match="text-changed"):
        pipeline.build(project)
    assert {path: path.read_bytes() for path in project.site.rglob("*") if path.is_file()} == before


def test_a_build_with_a_broken_link_is_refused(collection: Make) -> None:
    project = collection()
    (project.root / "overrides" / "term.html").write_text(
        '{% extends "main.html" %}{% block content %}{{ page.content }}<a href="../nowhere/">x</a>{% endblock %}'
    )
    with pytest.raises(Refused, match="link-broken"):
        pipeline.build(project)
    assert not project.site.exists()


def test_markdown_that_loses_a_word_is_not_written(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection()
    monkeypatch.setattr("builder.splicing.plain", lambda text: text.replace("more", "less"))
    with pytest.raises(Refused, match="text-changed"):
        pipeline.annotate(project)
    assert not (project.docs / "essays").exists()


def test_a_reader_that_drops_a_word_is_seen(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in no block must be white space or markup: the check does not trust the reader."""

    read = plain.read

    def careless(data: bytes, options: Options) -> Draft:
        draft = read(data, options)
        kept = [p.cut(3, len(p.text)) if p.text.startswith("No more") else p for p in draft.paragraphs]
        return replace(draft, paragraphs=tuple(kept))

    monkeypatch.setattr(plain, "read", careless)
    with pytest.raises(Refused, match=r"first-2024.txt:7:1: error\[text-changed\] Reading lost “No"):
        pipeline.annotate(collection())


def test_blocks_in_another_order_are_seen(site: Path, reading: Reading) -> None:
    page = site / "essays" / "baev-2025" / "index.html"
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    first, second = soup.select("p[data-role=paragraph]")[:2]
    first.insert_before(second.extract())
    page.write_text(str(soup), "utf-8")
    assert "in another order" in verify.site(site, reading.collection.seeds.values())[0].message


@pytest.mark.parametrize("html", [
    "<script>alert(1)</script>", "<img src=x>", "<p onclick='x()'>a</p>", "<p style='x'>a</p>", "<a href='javascript:x()'>a</a>",
    "<iframe></iframe>", "<form></form>", "<style></style>",
])  # fmt: skip
def test_what_no_page_may_hold_is_seen(site: Path, html: str) -> None:
    assert list(unsafe(site)) == []
    page = site / "essays" / "baev-2025" / "index.html"
    page.write_text(
        page.read_text("utf-8").replace("<article", "<article", 1).replace("</article>", f"{html}</article>", 1)
    )
    assert [diagnostic.rule for diagnostic in unsafe(site)] == ["html-unsafe"]


@pytest.mark.parametrize("html", [
    "<script>alert(1)</script>", "<script type=module>alert(1)</script>", "<script src=text.txt></script>", "<script src=https://example.org/x.js></script>",
    "<script src=../../assets/../essays/baev-2025/text.txt></script>", "<link rel='stylesheet preload' href=/etc/hostname>", "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<p onclick='x()'>a</p>", "<a href=' java\tscript:x()'>a</a>", "<iframe></iframe>", "<base href=https://example.org>", "<form action=data:x></form>",
    "<meta http-equiv=content-security-policy content='script-src *'>",
])  # fmt: skip
@pytest.mark.parametrize("where", ["</head>", "</footer>"])
def test_nor_what_is_around_its_own_part(site: Path, html: str, where: str) -> None:
    page = site / "essays" / "baev-2025" / "index.html"
    page.write_text(page.read_text("utf-8").replace(where, f"{html}{where}", 1))
    assert [(finding.rule, finding.path) for finding in unsafe(site)] == [
        ("html-unsafe", "site/essays/baev-2025/index.html")
    ]


CANARY = "qz<script src=text.txt></script><meta http-equiv=refresh content=1>\"'&"


def test_the_front_matter_of_a_persons_page_is_words(collection: Callable[..., Project]) -> None:
    """Also where it names a template and the keys that the builder's own pages have."""
    project = collection()
    tags = [["citation_title", CANARY], [f'x"{CANARY}', "y"]]
    said = {"title": CANARY, "description": CANARY, "citation": tags, "graph": tags, "linked": f"</script>{CANARY}"}
    write(project.root, {
        "docs/evil/index.md": f"---\n{yaml.safe_dump({'template': 'essay.html', **said})}---\n\n# Words\n",
        "docs/evil/annotations.jsonld": "{}",
        "mkdocs.yml": project.config.read_text("utf-8") + yaml.safe_dump({"copyright": CANARY}),
    })  # fmt: skip
    pipeline.build(project)
    page = BeautifulSoup((project.site / "evil" / "index.html").read_text("utf-8"), "html.parser")
    own = BeautifulSoup((project.site / "essays/first-2024/index.html").read_text("utf-8"), "html.parser")
    for kind in ("script", "meta[http-equiv]"):
        assert len(page.select(kind)) == len(own.select(kind)) > 0
    assert CANARY in [tag.get("content") for tag in page.select("meta")]


@pytest.mark.parametrize("look", ["../essays/first-2024/text.txt#", "https://example.org/x", 'x"><script>y</script>'])
def test_a_page_names_no_script_that_is_not_an_asset(collection: Callable[..., Project], look: str) -> None:
    project = collection()
    front = yaml.safe_dump({"template": "list.html", "look": look})
    write(project.root, {"docs/evil/index.md": f"---\n{front}---\n\n# Words\n"})
    with pytest.raises(Refused, match=r"site/evil/index.html:1:1: error\[html-unsafe\]"):
        pipeline.build(project)
    assert not project.site.exists()


def test_no_file_of_the_machine_gets_into_the_one_file_edition(collection: Callable[..., Project]) -> None:
    project = collection()
    (project.root / "secret.css").write_text("/* a secret of this machine */")
    config = project.config.read_text("utf-8")
    project.config.write_text(config.replace("extra_css: [", "extra_css: [../../secret.css, "), "utf-8")
    with pytest.raises(Refused, match=r"site/essays/first-2024/index.html:1:1: error\[html-unsafe\]") as refused:
        pipeline.build(project)
    told = {finding.path for finding in refused.value.diagnostics}
    assert "site/essays/first-2024/first-2024.html" not in told and not project.site.exists()
    assert single_of(project) and "a secret" not in single_of(project)


def single_of(project: Project) -> str:
    """The one-file edition that would have been made."""
    with tempfile.TemporaryDirectory(dir=project.root) as folder:
        site = Path(folder) / "site"
        publish(project.config, site, project.collection.edition)
        return single(site, "first-2024", "").decode()
