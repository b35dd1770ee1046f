"""The command, as one meets it in a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from builder.cli import main
from builder.project import Project
from builder.rules import RULES
from tests.conftest import ROOT

Make = Callable[..., Project]


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_seeds_are_clean() -> None:
    result = run("check", "--project", ROOT)
    assert (result.exit_code, result.output) == (0, "")


def test_findings_are_printed_with_file_line_and_column(collection: Make) -> None:
    project = collection({"seeds/essays/first-2024.yml": "titel: x\n", "seeds/essays/other-2024.txt": ""})
    result = run("check", "--project", project.root)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "seeds/essays/first-2024.yml:1:1: error[record-key] Unknown key “titel”",
        "    1 | titel: x",
        "      | ^",
        "    Did you mean “title”?",
        "seeds/essays/other-2024.txt:1:1: error[seed-empty] The essay is empty",
        "    1 | ",
        "      | ^",
        "    Put the text in, or remove the file and its sidecar.",
        "More on a rule: reader explain record-key",
    ]
    one = run("check", project.essays / "other-2024.txt", "--project", project.root)
    assert [line[:5] for line in one.output.splitlines()] == ["seeds", "    1", "     ", "    P", "More "]
    beside = run("check", project.essays / "first-2024.txt", "--project", project.root)
    assert "first-2024.yml:1:1" in beside.output
    listed = json.loads(run("check", "--project", project.root, "--format", "json").output)
    assert [entry["rule"] for entry in listed] == ["record-key", "seed-empty"]


def test_every_form_tells_the_same_findings(collection: Make) -> None:
    project = collection({"seeds/essays/first-2024.yml": "titel: x\n", "seeds/glossary/court/my court.md": "x"})
    told = {
        shape: run("check", "--project", project.root, "--format", shape)
        for shape in ("text", "json", "github", "sarif")
    }
    assert {result.exit_code for result in told.values()} == {1}
    places = [(entry["path"], entry["line"], entry["column"]) for entry in json.loads(told["json"].output)]
    assert places == [("seeds/essays/first-2024.yml", 1, 1), ("seeds/glossary/court/my court.md", 1, 1)]
    for path, line, column in places:
        assert f"{path}:{line}:{column}: error[" in told["text"].output
        assert f"file={path},line={line},col={column},title=" in told["github"].output
    results = json.loads(told["sarif"].output)["runs"][0]["results"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert uris == ["seeds/essays/first-2024.yml", "seeds/glossary/court/my%20court.md"]
    clean = {shape: run("check", "--project", ROOT, "--format", shape).output for shape in ("github", "json", "sarif")}
    assert clean["github"] == "" and json.loads(clean["json"]) == []
    assert json.loads(clean["sarif"])["runs"][0]["results"] == []


def test_colour_is_for_terminals_that_want_it(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection({"seeds/essays/first-2024.yml": "titel: x\n"})
    monkeypatch.delenv("NO_COLOR", raising=False)

    def check(terminal: bool) -> str:
        return CliRunner().invoke(main, ["check", "--project", str(project.root)], color=terminal).output

    assert "\x1b[" in check(True) and "\x1b" not in check(False)
    assert click.unstyle(check(True)) == check(False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in check(True)


def test_no_line_is_shown_of_a_file_that_is_not_the_collections(collection: Make, tmp_path: Path) -> None:
    project = collection()
    (tmp_path.parent / "secret.txt").write_text("a secret\n")
    (project.essays / "out-2024.txt").symlink_to(tmp_path.parent / "secret.txt")
    told = run("check", "--project", project.root).output
    assert "out-2024.txt:1:1: error[seed-outside]" in told and "secret" not in told


def test_a_merge_that_was_not_ended_in_collection_yml_hides_nothing(collection: Make) -> None:
    project = collection({"seeds/essays/first-2024.yml": "titel: x\n"})
    path = project.root / "seeds/collection.yml"
    path.write_text("<<<<<<< HEAD\n" + path.read_text("utf-8") + "=======\n>>>>>>> other\n", "utf-8")
    told = run("check", "--project", project.root).output
    assert "seeds/collection.yml:1:1: error[merge-conflict]" in told and "first-2024.yml:1:1: error[record-key]" in told
    assert run("build", "--project", project.root).exit_code == 1


def test_explain_says_of_each_rule_what_it_means() -> None:
    listed = run("explain").output.splitlines()
    assert [line.split()[0] for line in listed] == list(RULES)
    for name, rule in RULES.items():
        told = run("explain", name)
        assert told.exit_code == 0 and " ".join(rule.meaning.split()) in " ".join(told.output.split())
        assert told.output.startswith(f"{name} ({rule.severity})\n")
    unknown = run("explain", "record-ky\x1b[2J")
    assert unknown.exit_code == 2 and "record-key" in unknown.output and "\x1b" not in unknown.output


@pytest.mark.parametrize(
    "words", [("check", "nowhere.txt"), ("inspect", "nowhere.txt"), ("dance",), ("build", "--jobs", "x")]
)
def test_misuse_exits_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_a_folder_that_is_no_collection(tmp_path: Path) -> None:
    for command in ("build", "annotate", "check", "verify"):
        result = run(command, "--project", tmp_path)
        assert result.exit_code == 1 and "error[project-missing]" in result.output


def test_inspect_shows_how_a_seed_is_read() -> None:
    result = run("inspect", ROOT / "seeds/essays/pomeranz-2024.txt", "--project", ROOT)
    assert result.exit_code == 0
    for words in (
        "A Cacophony of Partnerships · William Pomeranz · Winter 2024",
        "pull-quote",
        "CIS → cis:",
        "Left alone",
        "Notes (27)",
    ):
        assert words in result.output


def test_inspect_as_json_is_the_contract() -> None:
    report = json.loads(run("inspect", "--json", ROOT / "seeds/essays/baev-2025.txt", "--project", ROOT).output)
    contract = ["essay", "text", "blocks", "mentions", "candidates", "notes", "repairs", "diagnostics"]
    assert list(report)[: len(contract)] == contract
    assert report["essay"]["slug"] == "baev-2025" and report["diagnostics"] == []
    for entry in (*report["blocks"], *report["mentions"], *report["candidates"], *report["notes"]):
        assert 0 <= entry["start"] < entry["end"] <= len(report["text"])
    for candidate in report["candidates"]:
        assert report["text"][candidate["start"] : candidate["end"]] == candidate["surface"]
    assert {"term", "start", "end", "linked", "reason"} == set(report["mentions"][0])


def test_inspect_reads_a_file_outside_any_collection(tmp_path: Path) -> None:
    (tmp_path / "Some Essay.txt").write_text("A Title\n\nBy Ann Author\n\nOne. Two.\n")
    report = json.loads(run("inspect", "--json", tmp_path / "Some Essay.txt", "--project", tmp_path).output)
    assert [block["role"] for block in report["blocks"]] == ["title", "byline", "paragraph"]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00\x01\x02", b"%PDF-1.7\x00", b"\x89PNG\r\n\x1a\n"])
def test_inspect_of_what_is_no_text_says_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "essay.txt").write_bytes(data)
    result = run("inspect", "--json", tmp_path / "essay.txt")
    assert result.exit_code == 1 and len(json.loads(result.output)["diagnostics"]) == 1


def test_verify_follows_the_site(real: Project) -> None:
    result = run("verify", "--project", real.root)
    assert (result.exit_code, result.output) == (0, "2 essays: every word is there\n")


def test_every_command_is_documented() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name, command in main.commands.items():
        assert f"reader {name}" in readme
        assert command.help and len(command.help) > 40


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "builder", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("Usage: reader ")


def test_the_package_holds_the_command_and_the_templates(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = wheel.namelist()
        points = next(name for name in names if name.endswith("entry_points.txt"))
        assert "reader = builder.cli:main" in wheel.read(points).decode()
    assert "builder/templates/essay.md" in names and not any(name.startswith("tests/") for name in names)


def test_no_lock_names_an_index_or_lacks_a_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text and "--index" not in text
        assert all("--hash=sha256:" in entry for entry in text.replace("\\\n", " ").splitlines() if "==" in entry)
