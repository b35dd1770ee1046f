"""What a stranger may send: each either is refused with a reason that names the file, or is only words on a page.

A case is what a pull request adds to a small collection: content of files, `Link`s, `Large` files; a new case is a line.
What `tests/browser/test_safety.py` (scripts in every field, in a browser) and `tests/cases/diagnostics/config-code.txt`
(mkdocs.yml, key by key) hold is not repeated here.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from builder import pipeline
from builder.cli import main
from builder.diagnostics import Diagnostic, Refused
from builder.project import Project, open_project
from tests.conftest import BASE, ROOT, publishable, write

Make = Callable[..., Project]
CANARY = "canary1"
RUNS = f"<script>{CANARY}()</script><img src=x onerror={CANARY}()><iframe src=javascript:{CANARY}()></iframe>"
ESSAY = "seeds/essays/new-2024.txt"
SIDECAR = "seeds/essays/new-2024.yml"
ENTRY = "seeds/glossary/organization/new.md"
TEXT = "A New Title\n\nBy Bo Other\n\nIt was said here at length. Then no more was said.\n"
HEAD = (ROOT / "mkdocs.yml").read_text("utf-8")


@dataclass(frozen=True)
class Link:
    to: str


@dataclass(frozen=True)
class Large:
    size: int = 65 * 2**20


Sent = Mapping[str, str | bytes | Link | Large]


def essay(sidecar: str) -> Sent:
    return {ESSAY: TEXT, SIDECAR: sidecar}


def entry(front: str, body: str = "A league of others.") -> Sent:
    return {ENTRY: f"---\n{front}\n---\n{body}\n"}


def word(body: str, links: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A Word file of these paragraphs in WordprocessingML."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'.encode(),
        "word/document.xml": f'<w:document xmlns:w="{words}" xmlns:r="{office}"><w:body>{body}</w:body></w:document>'.encode(),
        **(more or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return file.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


PARAGRAPHS = "".join(map(paragraph, TEXT.strip().split("\n\n")))
ENTITY = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# Name of the case → what is sent, the rule by which it is refused, and the file that the finding names.
REFUSED: dict[str, tuple[Sent, str, str]] = {
    "a way up as the name of an essay referred to": (essay("see: [{from: It was said, to: ../../mkdocs, quote: x, why: y}]"), "reference-unknown", SIDECAR),
    "a way up as an entry's id": (essay("link: {said: ../../secret}"), "term-unknown", SIDECAR),
    "markup as an entry's id": (essay(f"link: {{said: '{RUNS}'}}"), "term-unknown", SIDECAR),
    "a way up as a page's old address": ({"seeds/collection.yml": "title: T\ndescription: D\nedition: 2026\nmoved: {essays/../../x: essays/first-2024}\n"}, "record-value", "seeds/collection.yml"),
    "an essay that is a link to a secret": ({ESSAY: Link("../../../secret.txt")}, "seed-outside", ESSAY),
    "an essay that is a link to git's settings": ({".git/config": "token", ESSAY: Link("../../.git/config")}, "seed-outside", ESSAY),
    "a sidecar that is a link": ({ESSAY: TEXT, SIDECAR: Link("../../../secret.txt")}, "seed-outside", SIDECAR),
    "an entry that is a link": ({ENTRY: Link("../../../../secret.txt")}, "seed-outside", ENTRY),
    "a kind of entries that is a link": ({"seeds/glossary/court": Link("../../..")}, "seed-outside", "seeds/glossary/court"),
    "a picture that is a link": ({"docs/assets/cover.png": Link("../../../secret.txt")}, "seed-outside", "docs/assets/cover.png"),
    "a page that is a link": ({"docs/secret.md": Link("../../secret.txt")}, "seed-outside", "docs/secret.md"),
    "a folder of pages that is a link": ({"docs/more": Link("../..")}, "seed-outside", "docs/more"),
    "a template that is a link": ({"overrides/assets/secret.css": Link("../../../secret.txt")}, "seed-outside", "overrides/assets/secret.css"),
    "a site that is a link to a person's folder": ({"site": Link("../precious")}, "page-taken", "site"),
    "an essay as large as a film": ({ESSAY: Large()}, "seed-large", ESSAY),
    "a sidecar as large as a film": ({ESSAY: TEXT, SIDECAR: Large()}, "seed-large", SIDECAR),
    "a configuration as large as a film": ({"mkdocs.yml": Large()}, "seed-large", "mkdocs.yml"),
    "YAML that makes an object": (essay("title: !!python/object/apply:os.system [touch pwned]"), "record-value", SIDECAR),
    "YAML that makes an object of an entry": (entry("name: !!python/object/new:os.system {args: [touch pwned]}"), "record-value", ENTRY),
    "YAML that grows": (essay("tags: &a [x]\nnolink: [*a, *a]"), "yaml-alias", SIDECAR),
    "YAML that nests": (essay(f"tags: {'[' * 5000}{']' * 5000}"), "yaml-syntax", SIDECAR),
    "YAML that merges": (essay("title: x\n<<: {rights: y}"), "record-key", SIDECAR),
    "two documents in one": (essay("title: x\n---\ntitle: y"), "yaml-syntax", SIDECAR),
    "a submodule among the essays": ({"seeds/essays/module/.git": "gitdir: ../../../.git/modules/x", ".gitmodules": '[submodule "x"]'}, "seed-format", "seeds/essays/module"),
    "a program among the essays": ({"seeds/essays/run.py": "raise SystemExit"}, "seed-format", "seeds/essays/run.py"),
    "a Word file with macros": ({"seeds/essays/new-2024.docm": b"PK"}, "seed-format", "seeds/essays/new-2024.docm"),
    "a hook": ({"mkdocs.yml": f"{HEAD}\nhooks: [docs/hook.py]\n", "docs/hook.py": "open('pwned', 'w')"}, "config-code", "mkdocs.yml"),
    "an extension that is a module of the pull request": ({"mkdocs.yml": HEAD.replace("attr_list", "seeds.run"), "seeds/run.py": "open('pwned', 'w')"}, "config-code", "mkdocs.yml"),
    "an extension that includes files": ({"mkdocs.yml": HEAD.replace("- attr_list", "- pymdownx.snippets: {base_path: ['..']}"), "docs/x.md": "--8<-- 'secret.txt'"}, "config-code", "mkdocs.yml"),
    "a configuration that calls": ({"mkdocs.yml": f"{HEAD}\nextra: !!python/object/apply:os.system ['touch pwned']\n"}, "config-code", "mkdocs.yml"),
    "a configuration that reads the environment": ({"mkdocs.yml": HEAD.replace("site_name: The Annotated Reader", "site_name: !ENV [HOME]")}, "config-code", "mkdocs.yml"),
    "templates from another folder": ({"mkdocs.yml": HEAD.replace("custom_dir: overrides", "custom_dir: docs/theme"), "docs/theme/main.html": "{{ 7 * 7 }}"}, "config-code", "mkdocs.yml"),
    "a script of another host": ({"mkdocs.yml": HEAD.replace("assets/reader.js", "//example.org/x.js")}, "config-code", "mkdocs.yml"),
    "a script that is a file of the machine": ({"mkdocs.yml": HEAD.replace("assets/reader.js", "/etc/passwd")}, "html-unsafe", "site/index.html"),
    "a script that lies above the collection": ({"mkdocs.yml": HEAD.replace("assets/reader.js", "../../secret.txt")}, "html-unsafe", "site/index.html"),
    "a look that is a file of the machine": ({"mkdocs.yml": HEAD.replace("[assets/base.css]", "[assets/base.css, /etc/passwd]")}, "html-unsafe", "site/index.html"),
    "a look that lies above the collection": ({"mkdocs.yml": HEAD.replace("[assets/base.css]", "[assets/base.css, assets/../../../secret.txt]")}, "html-unsafe", "site/index.html"),
    "a script that is called a text": ({"mkdocs.yml": HEAD.replace("assets/reader.js", "evil.txt"), "docs/evil.txt": f"{CANARY}()"}, "html-unsafe", "site/index.html"),
    "a script that is an essay": ({"mkdocs.yml": HEAD.replace("assets/reader.js", "essays/first-2024/text.txt")}, "html-unsafe", "site/index.html"),
    "a page of HTML": ({"docs/evil.html": RUNS}, "docs-file", "docs/evil.html"),
    "a drawing that runs": ({"docs/evil.svg": f"<svg>{RUNS}</svg>"}, "docs-file", "docs/evil.svg"),
    "a script": ({"docs/assets/evil.JS": f"{CANARY}()"}, "docs-file", "docs/assets/evil.JS"),
    "what a host obeys": ({"docs/_worker.js": CANARY}, "docs-file", "docs/_worker.js"),
    "other headers": ({"docs/_headers": "/*\n  X: y\n"}, "docs-file", "docs/_headers"),
    "a program in the name of the manifest": ({"docs/.reader-generated.json": "[]", "docs/x.php": "<?php"}, "docs-file", "docs/x.php"),
    "a page with a script": ({"docs/evil.md": f"# Evil\n\n{RUNS}\n"}, "html-unsafe", "site/evil/index.html"),
    "a page with a link that runs": ({"docs/evil.md": f"# Evil\n\n[x](javascript:{CANARY}())\n"}, "html-unsafe", "site/evil/index.html"),
    "a page that leads away by itself": ({"docs/evil.md": "# Evil\n\n<meta http-equiv='refresh' content='0;url=https://example.org/'>\n"}, "html-unsafe", "site/evil/index.html"),
    "a page in an essay's place": ({"docs/essays/first-2024.md": "# Mine\n"}, "page-taken", "docs/essays/first-2024.md"),
    "a page that hides the glossary": ({"docs/glossary.md": "# Mine\n"}, "page-taken", "docs/glossary/index.md"),
    "another list of addresses": ({"docs/anchors.json": "{}"}, "page-taken", "docs/anchors.json"),
    "a name in look-alike letters": ({"seeds/essays/bаev-2024.txt": TEXT}, "seed-name", "seeds/essays/bаev-2024.txt"),
    "an id in look-alike letters": ({"seeds/glossary/organization/еl.md": "---\nname: X\n---\nX.\n"}, "seed-name", "seeds/glossary/organization/еl.md"),
    "a name in letters and their marks": ({"seeds/essays/cafe\u0301-2024.txt": TEXT}, "seed-name", "seeds/essays/cafe\u0301-2024.txt"),
    "a name that reads backwards": ({"seeds/essays/new\u202etxt.4202-.txt": TEXT}, "seed-name", "seeds/essays/new\u202etxt.4202-.txt"),
    "a name with what is not seen": ({"seeds/essays/first\u200b-2024.txt": TEXT}, "seed-name", "seeds/essays/first\u200b-2024.txt"),
    "a name that differs in its capitals": ({"seeds/essays/First-2024.txt": TEXT}, "seed-name", "seeds/essays/First-2024.txt"),
    "an essay with the name of a device": ({"seeds/essays/con.txt": TEXT}, "seed-name", "seeds/essays/con.txt"),
    "an entry with the name of a device": ({"seeds/glossary/organization/nul.md": "---\nname: X\n---\nX.\n"}, "seed-name", "seeds/glossary/organization/nul.md"),
    "an essay with the name of a page": ({"seeds/essays/index.txt": TEXT}, "seed-name", "seeds/essays/index.txt"),
    "an entry with the name of a page": ({"seeds/glossary/organization/index.md": "---\nname: X\n---\nX.\n"}, "seed-name", "seeds/glossary/organization/index.md"),
    "a name as long as a line": ({f"seeds/essays/{'a' * 240}.txt": TEXT}, "seed-name", f"seeds/essays/{'a' * 240}.txt"),
    "a name that commands the log": ({"seeds/essays/x\n::error::pwned.txt": TEXT}, "seed-name", "seeds/essays/x\n::error::pwned.txt"),
    "a key that commands the log": (essay('"##[error]pwned": x'), "record-key", SIDECAR),
    "a key that commands the terminal": (essay('"\\e[2Jpwned": x'), "seed-encoding", SIDECAR),
    "a key that turns the line round": (essay('"\\u202epwned": x'), "record-key", SIDECAR),
    "a key of two lines": (essay('"x\\n::error::pwned": x'), "record-key", SIDECAR),
    "an address that is a script": (essay(f"url: javascript:{CANARY}()"), "record-value", SIDECAR),
    "a source that is a script": (entry(f"name: New League\nsources: [{{title: x, url: 'data:text/html,{CANARY}'}}]"), "record-value", ENTRY),
    "a website that is a script": (entry(f"name: New League\nwebsite: ' javascript:{CANARY}()'"), "record-value", ENTRY),
    "a link to an entry that is a script": (entry("name: New League", f"See [javascript:{CANARY}()]."), "link-unknown", ENTRY),
    "a sidecar in UTF-16": ({ESSAY: TEXT, SIDECAR: "title: x\n".encode("utf-16")}, "seed-encoding", SIDECAR),
    "an essay in UTF-7 under another's name": ({ESSAY: "\ufeffA Title\n".encode("utf-16")[:-1]}, "seed-encoding", ESSAY),
    "a Word file that is none": ({"seeds/essays/new-2024.docx": b"MZ\x90\x00" * 99}, "seed-docx", "seeds/essays/new-2024.docx"),
    "a Word file that grows": ({"seeds/essays/new-2024.docx": word(PARAGRAPHS, more={"word/bomb.xml": b" " * 2**28})}, "seed-large", "seeds/essays/new-2024.docx"),
}  # fmt: skip

LINK = f'<Relationship Id="r2" Type="{OFFICE}/hyperlink" Target="javascript:{CANARY}()" TargetMode="External"/>'
DRAWN = f'<Relationship Id="r3" Type="{OFFICE}/image" Target="file:///etc/passwd" TargetMode="External"/>'
MARKED = '<w:p><w:hyperlink r:id="r2"><w:r><w:t>Here it was said at length.</w:t></w:r></w:hyperlink></w:p>'
# These are words, and stay words: what is sent with all of them together, each under a name of its own.
SHOWN: dict[str, Sent] = {
    "scripts in text, in a title and in all that is said of it": {
        "seeds/essays/text-2024.txt": f"A Title\n\nBy Ann Author\n\n{RUNS} it was said here. And again.\n",
        "seeds/essays/text-2024.yml": json.dumps({"title": RUNS, "venue": RUNS, "rights": RUNS, "published": RUNS, "date": "2024", "tags": [RUNS], "unsure": [RUNS], "authors": [{"name": RUNS, "affiliation": RUNS}], "notes": [{"quote": "it was said here", "kind": "context", "text": RUNS, "sources": [{"title": RUNS}]}]}),
    },
    "scripts in an entry": {"seeds/glossary/organization/named.md": f"---\n{json.dumps({'name': f'{RUNS} League', 'seat': RUNS, 'type': RUNS, 'history': [{'date': '2001', 'text': RUNS}], 'names': {'ru': [RUNS]}})}\n---\n{RUNS} a league.\n"},
    "scripts in the collection's own words": {"seeds/collection.yml": json.dumps({"title": RUNS, "description": RUNS, "editors": [RUNS], "license": RUNS, "deck": RUNS, "edition": "2026"})},
    "a web page full of scripts": {"seeds/essays/page-2024.html": f"<h1>A Page</h1><p>By Ann Author</p>{RUNS}<svg onload={CANARY}()></svg><p onclick={CANARY}() style='background:url(javascript:{CANARY}())'>It was said here, at some length. And <a href=' java\tscript:{CANARY}()'>there</a>.</p><form action='//example.org'><p>Words in a form. And more.</p></form><base href='//example.org'><link rel=stylesheet href='//example.org/x'>"},
    "Markdown with links that run": {"seeds/essays/marked-2024.md": f"# Marked\n\nBy Ann Author\n\n[Here](javascript:{CANARY}()) it was said, ![there](data:text/html,{CANARY}) too. <javascript:{CANARY}()> And <b onclick='{CANARY}()'>bold</b>.\n\n[x]: javascript:{CANARY}()\n"},
    "text that UTF-7 would read as a script": {"seeds/essays/seven-2024.txt": f"A Seventh\n\nBy Ann Author\n\n+ADw-script+AD4-{CANARY}()+ADw-/script+AD4- was said. And more.\n"},
    "a script in UTF-16": {"seeds/essays/wide-2024.txt": f"A Wide One\n\nBy Ann Author\n\n{RUNS} was said. And more.\n".encode("utf-16")},
    "templates that would be filled in": {"seeds/essays/filled-2024.txt": "A Filled One\n\nBy Ann Author\n\n{{ 7 * 191 }} {% include '/etc/passwd' %} ${7*191} was said. And more.\n"},
    "the lines of other languages": {"seeds/essays/lines-2024.txt": "Lines\n\nBy Ann Author\n\n--8<-- \"/etc/passwd\" was said. And more.\n\n::: os.system\n\n[TOC]\n\n{: onclick=canary1() } was said. And more.\n"},
    "a Word file with links that run, pictures from elsewhere and macros": {"seeds/essays/word-2024.docx": word(PARAGRAPHS + MARKED, LINK + DRAWN, {"word/vbaProject.bin": CANARY.encode(), "../../../pwned": b"x"})},
    "a Word file that asks for a file": {"seeds/essays/asks-2024.docx": word(PARAGRAPHS, more={"word/styles.xml": ENTITY + b"<x>&secret;</x>", "customXml/item1.xml": ENTITY + b"<x>&secret;</x>"})},
    "a page that borrows an essay's template": {"docs/evil/annotations.jsonld": "{}", "docs/evil/index.md": f"---\ntemplate: essay.html\nlinked: '{{}}</script>{RUNS}<script src=../essays/first-2024/text.txt></script>'\n---\n# Evil\n"},
    "a page whose front matter would break out": {"docs/broken.md": f"---\ntitle: '\"><script>{CANARY}()</script>'\ndescription: '\"><script>{CANARY}()</script>'\nauthor: '\"><script>{CANARY}()</script>'\n---\n\n# Broken\n"},
    "a manifest that would remove a person's file": {"docs/.reader-generated.json": '["../precious.txt", "about.md"]'},
}  # fmt: skip


def send(root: Path, sent: Sent) -> None:
    for name, content in sent.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.symlink_to(content.to)
        elif isinstance(content, Large):
            with path.open("wb") as file:
                file.truncate(content.size)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)


def outside(root: Path) -> dict[str, bytes]:
    """What lies around the collection's folder, a secret and something precious."""
    write(root.parent, {"secret.txt": "SECRET", "precious/one.txt": "precious"})
    return around(root)


def around(root: Path) -> dict[str, bytes]:
    held = (path for path in root.parent.rglob("*") if path.is_file() and not path.is_relative_to(root))
    return {path.relative_to(root.parent).as_posix(): path.read_bytes() for path in held}


def told(project: Path) -> list[Diagnostic]:
    """What a check of the seeds and then a build say."""
    try:
        pipeline.build(open_project(project))
    except Refused as refused:
        return refused.diagnostics
    return []


@pytest.fixture
def collected(tmp_path: Path, collection: Make) -> Path:
    """A small collection, one folder deep, so that there is something to reach outside."""
    made = collection().root
    root = tmp_path / "collection"
    root.mkdir()
    for path in [path for path in made.iterdir() if path != root]:
        path.rename(root / path.name)
    return root


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_reason(collected: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent, rule, path = REFUSED[case]
    before = outside(collected)
    monkeypatch.chdir(collected)
    send(collected, sent)
    found = told(collected)
    assert (rule, path) in {(finding.rule, finding.path) for finding in found}, found
    assert all(finding.message for finding in found)
    assert around(collected) == before
    assert not (collected / "pwned").exists()
    assert (collected / "site").is_symlink() or not (collected / "site").exists()


@pytest.mark.parametrize("shape", ["text", "github"])
@pytest.mark.parametrize(
    "case", [case for case in REFUSED if "command" in case or "line" in case or "backwards" in case]
)
def test_the_log_is_told_and_not_commanded(collected: Path, case: str, shape: str) -> None:
    send(collected, REFUSED[case][0])
    output = CliRunner().invoke(main, ["check", "--project", str(collected), "--format", shape]).output
    lines = output.splitlines()
    assert lines and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|##\\[", output)
    ours = r"\s*::(error|warning) file=[^:,\n]*,line=\d+,.*::.+" if shape == "github" else r"(?!\s*::).*"
    assert [line for line in lines if not re.fullmatch(ours, line)] == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site of everything that is only words."""
    root = tmp_path_factory.mktemp("words") / "collection"
    publishable(write(root, BASE))
    before = outside(root)
    for sent in SHOWN.values():
        send(root, sent)
    reading = pipeline.build(open_project(root), keep_going=True)
    assert reading.errors == []
    assert around(root) == before
    assert not list(root.rglob("pwned"))
    return root / "site"


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            f"{match[1]}/{match[2]}"
            for sent in SHOWN.values()
            for name in sent
            if (match := re.match(r"seeds/(essays)/([a-z0-9-]+)", name))
        }
    ),
)
def test_what_is_only_words_is_shown(site: Path, name: str) -> None:
    """What was sent did come into the site that is looked through below."""
    assert (site / name / "index.html").is_file()


def test_no_word_runs_anywhere_in_the_site(site: Path) -> None:
    runs = [f"{path.relative_to(site)}: {what}" for path in site.rglob("*.html") for what in executable(path)]
    assert runs == []


def test_no_secret_and_no_new_kind_of_file_is_in_the_site(site: Path) -> None:
    for path in site.rglob("*"):
        assert not path.is_symlink()
        if path.is_file():
            content = path.read_bytes()
            assert b"SECRET" not in content and b"root:x:0:0" not in content, path
            assert b"1337" not in content or path.suffix not in (".html", ".json", ".txt"), path
    written = {path.suffix for path in site.rglob("*") if path.is_file()}
    assert not written & {".py", ".php", ".svgz", ".docm"}


def test_scripts_hold_words_as_data_only(site: Path) -> None:
    """The search's and the cards' files are scripts: in them a contributor's words stand in JSON, without a `<`."""
    for path in (*site.glob("search/*.js"), *site.glob("study/**/*.js")):
        assigned = re.search(r"(?<![|?])=\s*([\[{].*?);?\s*\Z", path.read_text("utf-8"), re.DOTALL)
        assert assigned and json.loads(assigned[1]) is not None, path


def executable(path: Path) -> Iterator[str]:
    """Whatever a browser would run of a page: scripts that are not the site's own, handlers, addresses that are code."""
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")
    yield from () if policy else ["no policy"]
    for script in soup.select("script"):
        kind, source = script.get("type", ""), script.get("src", "")
        inline = not source and not str(kind).endswith("json") and "sha256-" not in str(policy)
        if (CANARY in script.get_text() and not str(kind).endswith("json")) or inline or "//" in str(source):
            yield str(script)[:120]
    for element in soup.select("*"):
        for name, value in element.attrs.items():
            plain = re.sub(r"[\x00-\x20]", "", str(value)).lower()
            address = name in ("href", "src", "action", "formaction", "xlink:href", "srcdoc", "data")
            if name.startswith("on") or (address and re.match("javascript:|vbscript:|data:(?!image)", plain)):
                yield f"{element.name} {name}={value}"[:120]
    yield from (
        str(element)[:120]
        for element in soup.select(
            "iframe, object, embed, base, form[action], meta[http-equiv=refresh], link[href*='//example.org']"
        )
    )
