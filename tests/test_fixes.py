"""`reader check --fix` mends what needs no decision, in place, and touches nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder import fixes
from builder.cli import main
from builder.project import Project

Make = Callable[..., Project]
SIDECAR = "seeds/essays/first-2024.yml"
COURT = "seeds/glossary/court/court.md"
MENDED = {
    "a key that is nearly one": (SIDECAR, "# mine\n\ntitel:   'A Title' # kept\nvenue: x\n", "# mine\n\ntitle:   'A Title' # kept\nvenue: x\n"),
    "a key in a flow mapping": (SIDECAR, "authors: [{nam: Ann Author}] # ☺\n", "authors: [{name: Ann Author}] # ☺\n"),
    "a key after what counts two in an editor": (SIDECAR, "{venue: 😀 e\u0301, titel: x}\n", "{venue: 😀 e\u0301, title: x}\n"),
    "a key in the front matter": (COURT, "---\nname: A Court\nshrot: AC\n---\nA court.\n", "---\nname: A Court\nshort: AC\n---\nA court.\n"),
    "the same value twice": (SIDECAR, "tags: [a,\n  b]\nvenue: x # one\ntags:\n- a\n- b\n# two\n", "tags: [a,\n  b]\nvenue: x # one\n# two\n"),
    "the same block of words twice": (SIDECAR, "rights: |\n  a\n\n  b\nrights: |\n  a\n\n  b\nvenue: x\n", "rights: |\n  a\n\n  b\nvenue: x\n"),
    "a twin without an end of line": (SIDECAR, "venue: x\nvenue: x", "venue: x\n"),
    "an address that is there again": (SIDECAR, "moved:\n  # kept\n  p-3fc08212: p-00000001\nremoved:\n  p-00000001: Cut.\n", "moved:\n  # kept\nremoved:\n  p-00000001: Cut.\n"),
    "a name that leads to itself, twice": (COURT, "---\nname: A Court\n---\nThe [A\nCourt] is [A Court].\n\nSo [el].\n", "---\nname: A Court\n---\nThe A\nCourt is A Court.\n\nSo [el].\n"),
    "a comment of no use": (SIDECAR, "# mine\n# reader: ignore[seed-lost] because it was so\nvenue: x # reader: ignore[link-self] because so\n", "# mine\nvenue: x\n"),
}  # fmt: skip
LEFT = {
    "two values": (SIDECAR, "venue: x\nvenue: y\n"),
    "a comment on the line": (SIDECAR, "venue: x\nvenue: x # from the print\n"),
    "a twin among others on one line": (SIDECAR, "{venue: x, venue: x}\n"),
    "a key that stands there already": (SIDECAR, "title: x\ntitel: y\n"),
    "a key like two": (SIDECAR, "notes:\n  - {quote: No more, kind: context, text: So., textt: So., txet: x}\n"),
    "a quotation that has changed": (SIDECAR, "notes:\n  - quote: It was the very first time\n    kind: context\n    text: So.\n"),
    "an address with two fates": (SIDECAR, "moved:\n  p-00000002: p-3fc08212\nremoved:\n  p-00000002: Cut.\n"),
    "a link of Markdown": (COURT, "---\nname: A Court\n---\nThe [A Court](https://example.org) is one.\n"),
    "what cannot be parsed": (SIDECAR, "titel: x\n a: [b\n"),
}  # fmt: skip


def check(project: Project, *words: str) -> Result:
    return CliRunner().invoke(main, ["check", "--project", str(project.root), *words])


def contents(root: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
@pytest.mark.parametrize("name", MENDED)
def test_what_is_sure_is_mended_in_place(collection: Make, name: str, ends: str, mark: str) -> None:
    path, before, after = MENDED[name]
    project = collection({path: mark + before.replace("\n", ends)})
    others = contents(project.root)
    result = check(project, "--fix")
    now = contents(project.root)
    file = (project.root / path).as_posix()
    assert now.pop(file).decode() == mark + after.replace("\n", ends)
    assert (others.pop(file), now) and others == now
    assert (result.exit_code, check(project).output) == (0, "")
    lines = [int(line.split(":")[2]) for line in result.output.splitlines() if line.startswith(f"mended: {path}:")]
    assert lines and all(1 <= line <= before.count("\n") + 1 for line in lines)
    again = check(project, "--fix")
    assert (again.exit_code, again.output) == (0, "") and (project.root / path).read_bytes().decode().startswith(mark)


@pytest.mark.parametrize("name", LEFT)
def test_what_an_editor_must_decide_is_left_alone(collection: Make, name: str) -> None:
    path, before = LEFT[name]
    project = collection({path: before})
    told = check(project).output
    result = check(project, "--fix")
    assert (project.root / path).read_text("utf-8") == before
    assert (result.exit_code, result.output) == (1, told)


def test_only_the_files_that_are_asked_for_are_mended(collection: Make) -> None:
    project = collection({SIDECAR: "titel: x\n", COURT: "---\nnmae: A Court\n---\nA court.\n"})
    check(project, str(project.root / SIDECAR), "--fix")
    assert (project.root / SIDECAR).read_text("utf-8") == "title: x\n"
    assert "nmae" in (project.root / COURT).read_text("utf-8")


def test_no_file_is_written_by_halves(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection({SIDECAR: "titel: x\n"})
    before = contents(project.root)

    def full(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content[:3])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    result = check(project, "--fix")
    assert result.exit_code == 1 and "No space left on device" in result.output
    assert contents(project.root) == before


def test_what_is_mended_is_told_even_where_the_next_file_cannot_be_written(
    collection: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = collection({SIDECAR: "titel: x\n", COURT: "---\nname: A Court\nshrot: AC\n---\nA court.\n"})
    whole = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "court" in path.name:
            raise OSError(28, "No space left on device", str(path))
        return whole(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    result = check(project, "--fix")
    first, last = result.output.splitlines()
    assert result.exit_code == 1 and first.startswith(f"mended: {SIDECAR}:1:1: ")
    assert last.endswith("No space left on device")
    assert (project.root / SIDECAR).read_text("utf-8") == "title: x\n"
    assert "shrot" in (project.root / COURT).read_text("utf-8")


def test_every_rule_that_is_mended_has_a_case() -> None:
    told = {"key": "record-key", "same": "yaml-duplicate", "address": "address-live", "name": "link-self", "comment": "ignore-unused"}  # fmt: skip
    assert {rule for word, rule in told.items() if any(word in name for name in MENDED)} == set(fixes.MENDS)
