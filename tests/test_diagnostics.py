"""Everything that can be wrong, where it is said to be, and what is said to be done. One case file a rule."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from builder import pipeline
from builder.cli import main
from builder.diagnostics import Diagnostic, Refused
from builder.project import Project, open_project
from builder.published import published
from builder.rules import RULES
from tests.conftest import cases, sections, write

RUNS = {"read": pipeline.read, "annotate": pipeline.annotate, "build": pipeline.build}


def prepared(path: Path, collection: Callable[..., Project]) -> Path:
    """The case's collection, in its folder: sections are files; `bytes NAME` holds hexadecimal, `put NAME` what
    replaces a file beside the seeds; `without` removes, `link` links, `size` makes a file of so many bytes. (`run` says
    how far the collection is made, `against` with what it is compared, `missing` what is not installed.)"""
    case = sections(path)
    root = collection({name: content for name, content in case.items() if name.startswith("seeds/")}).root
    for name, content in case.items():
        verb, _, file = name.partition(" ")
        if verb == "bytes":
            (root / file).write_bytes(bytes.fromhex("".join(content.split())))
        elif verb == "put":
            write(root, {file: content})
        elif verb == "without":
            (root / file).unlink()
        elif verb == "size":
            with (root / file).open("wb") as sparse:
                sparse.truncate(int(content))
        elif verb == "link":
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).symlink_to(content.strip())
    return root


def found_in(root: Path, run: str = "read", against: str = "") -> list[Diagnostic]:
    try:
        project = open_project(root)
        before = published(project, str(root / against) if against else "none")
        return list(RUNS[run](project, published=before).diagnostics)
    except Refused as refused:
        return refused.diagnostics


@pytest.mark.parametrize("path", cases("diagnostics"), ids=lambda path: path.stem)
def test_case(path: Path, collection: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> None:
    root = prepared(path, collection)
    asked = dict(name.split(" ") for name in sections(path) if name.startswith(("run ", "against ", "missing ")))
    if library := asked.pop("missing", ""):
        monkeypatch.setitem(sys.modules, library, None)
    found = found_in(root, **asked)
    expected = [line.partition(" | ") for line in sections(path)["expected"].splitlines()]
    assert [f"{d.path}:{d.line}:{d.column}: {d.severity}[{d.rule}]" for d in found] == [
        place for place, _, _ in expected
    ]
    for diagnostic, (_, _, hint) in zip(found, expected, strict=True):
        assert hint in diagnostic.hint
        assert diagnostic.message[0].isupper() or diagnostic.message.startswith(("“", "[", "site/"))


OF_SEEDS = [
    path
    for path in cases("diagnostics")
    if RULES[path.stem].severity == "error" and not {"run", "against"} & {name.split(" ")[0] for name in sections(path)}
]


@pytest.mark.parametrize("path", OF_SEEDS, ids=lambda path: path.stem)
def test_what_is_wrong_replaces_nothing(path: Path, collection: Callable[..., Project]) -> None:
    root = prepared(path, collection)
    (root / "site").mkdir()
    (root / "site" / "index.html").write_text("the last good site")
    (root / "docs" / "index.md").write_text("the last good page")
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    with pytest.raises(Refused):
        pipeline.build(open_project(root))
    assert {file: file.read_bytes() for file in root.rglob("*") if file.is_file()} == before


def test_every_rule_has_a_case_of_its_own() -> None:
    assert {path.stem for path in cases("diagnostics")} == set(RULES)


def test_every_rule_is_explained(real: Project) -> None:
    soup = BeautifulSoup((real.site / "rules" / "index.html").read_text("utf-8"), "html.parser")
    told = {heading["id"]: heading.find_all_next("p", limit=2) for heading in soup.select("article h2")}
    assert told.keys() == RULES.keys()
    for name, rule in RULES.items():
        meaning, grave = told[name]
        assert rule.meaning.endswith(".") and meaning.get_text() == rule.meaning.replace("`", "")
        assert [code.get_text() for code in meaning.select("code")] == rule.meaning.split("`")[1::2]
        assert grave.get_text().startswith({"error": "An error", "warning": "A warning"}[rule.severity])
    shown = [block.get_text() for block in soup.select("article pre code")]
    assert shown == [lines for rule in RULES.values() for _, lines in rule.examples]


def test_everything_is_found_in_one_pass(collection: Callable[..., Project]) -> None:
    files = {
        "seeds/essays/first-2024.yml": "titel: x\n", "seeds/essays/second-2024.txt": "", "seeds/glossary/court/c.md": "---\nname: [x]\n---\nx\n",
        "seeds/glossary/organization/el.md": "---\nname: Example League\nfounded: never\n---\nA league.\n",
    }  # fmt: skip
    rules = [diagnostic.rule for diagnostic in found_in(collection(files).root)]
    assert sorted(rules) == ["record-date", "record-key", "record-value", "seed-empty"]


def test_a_key_that_is_unknown_hides_nothing_else(collection: Callable[..., Project]) -> None:
    sidecar = """titel: A Title
venue: Here
venue: There
notes:
  - {quote: Everybody had known that, kind: context, text: "See [nobody].", source: []}
see:
  - {from: The EL rose, to: nowhere-2024, quote: One, why: So.}
"""
    other = "see:\n  - {from: One. Two, to: first-2024, quote: The EL rose, why: So.}\n"
    root = collection().root
    files = {
        "seeds/collection.yml": "title: x\ndescription: x\nedition: 2026\neditor: [x]\n", "seeds/essays/first-2024.yml": sidecar,
        "seeds/essays/second-2024.txt": "A Second\n\nBy Bo Author\n\nOne. Two.\n", "seeds/essays/second-2024.yml": other,
        "seeds/essays/third-2024.txt": "", "seeds/essays/third-2024.yml": "date: never\n",
    }  # fmt: skip
    write(root, files)
    told = CliRunner().invoke(main, ["check", "--project", str(root), "--format", "json"])
    rules = [(entry["path"].removeprefix("seeds/"), entry["line"], entry["rule"]) for entry in json.loads(told.output)]
    assert rules == [
        ("collection.yml", 4, "record-key"),
        ("essays/first-2024.yml", 1, "record-key"),
        ("essays/first-2024.yml", 3, "yaml-duplicate"),
        ("essays/first-2024.yml", 5, "quote-missing"),
        ("essays/first-2024.yml", 5, "link-unknown"),
        ("essays/first-2024.yml", 5, "record-key"),
        ("essays/first-2024.yml", 7, "reference-unknown"),
        ("essays/third-2024.txt", 1, "seed-empty"),
        ("essays/third-2024.yml", 1, "record-date"),
    ]
