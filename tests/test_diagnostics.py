"""Everything that can be wrong, where it is said to be, and what is said to be done. One case file a rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from builder import pipeline
from builder.diagnostics import RULES, Diagnostic, Refused
from builder.project import Project, open_project
from tests.conftest import cases, sections

# Tested where they arise: see test_verify.py, test_build.py, test_readers.py, test_published.py.
ON_OUTPUT = set(
    "text-changed link-broken html-unsafe publisher page-taken seed-large address-lost published-unreadable search-whole".split()
)
WARNINGS = set("seed-lost anachronism link-self alias-ambiguous quote-moved note-duplicate".split())


def prepared(path: Path, collection: Callable[..., Project]) -> Path:
    """The case's collection, in its folder: sections are files; `bytes NAME` holds hexadecimal, `without` removes, `link` links."""
    case = sections(path)
    root = collection({name: content for name, content in case.items() if name.startswith("seeds/")}).root
    for name, content in case.items():
        verb, _, file = name.partition(" ")
        if verb == "bytes":
            (root / file).write_bytes(bytes.fromhex("".join(content.split())))
        elif verb == "without":
            (root / file).unlink()
        elif verb == "link":
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).symlink_to(content.strip())
    return root


def found_in(root: Path) -> list[Diagnostic]:
    try:
        return list(pipeline.read(open_project(root)).diagnostics)
    except Refused as refused:
        return refused.diagnostics


@pytest.mark.parametrize("path", cases("diagnostics"), ids=lambda path: path.stem)
def test_case(path: Path, collection: Callable[..., Project]) -> None:
    root = prepared(path, collection)
    found = found_in(root)
    expected = [line.partition(" | ") for line in sections(path)["expected"].splitlines()]
    assert [f"{d.path}:{d.line}:{d.column}: {d.severity}[{d.rule}]" for d in found] == [
        place for place, _, _ in expected
    ]
    for diagnostic, (_, _, hint) in zip(found, expected, strict=True):
        assert hint in diagnostic.hint
        assert diagnostic.message[0].isupper() or diagnostic.message[0] in "“["


@pytest.mark.parametrize(
    "path", [p for p in cases("diagnostics") if p.stem not in WARNINGS], ids=lambda path: path.stem
)
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
    assert {path.stem for path in cases("diagnostics")} == set(RULES) - ON_OUTPUT


def test_every_rule_is_explained(real: Project) -> None:
    soup = BeautifulSoup((real.site / "rules" / "index.html").read_text("utf-8"), "html.parser")
    told = {heading["id"]: heading.find_next("p") for heading in soup.select("article h2")}
    assert told.keys() == RULES.keys()
    for rule, meaning in RULES.items():
        assert meaning.endswith(".") and told[rule].get_text() == meaning.replace("`", "")
        assert [code.get_text() for code in told[rule].select("code")] == meaning.split("`")[1::2]


def test_everything_is_found_in_one_pass(collection: Callable[..., Project]) -> None:
    files = {
        "seeds/essays/first-2024.yml": "titel: x\n", "seeds/essays/second-2024.txt": "", "seeds/glossary/court/c.md": "---\nname: [x]\n---\nx\n",
        "seeds/glossary/organization/el.md": "---\nname: Example League\nfounded: never\n---\nA league.\n",
    }  # fmt: skip
    rules = [diagnostic.rule for diagnostic in found_in(collection(files).root)]
    assert sorted(rules) == ["record-date", "record-key", "record-value", "seed-empty"]
