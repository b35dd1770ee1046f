"""What `reader check` prints: for people in a terminal, for GitHub, for programs. Nobody's words steer any of them."""

from __future__ import annotations

import json
import re
import unicodedata
from urllib.parse import unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from builder import reports
from builder.diagnostics import Diagnostic
from builder.rules import RULES

# One of each: letters, a wide one, accents, two scripts from right to left, tabs, and what steers a terminal.
ODD = "ab é漢字かｱ\u0301\u0323אבعر\t\x00\x07\x1b\x7f\x9b\u202e\u2066\u200f\u2028\x85😀𝔄…"
STEERS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
WORDS = st.text(st.one_of(st.sampled_from(ODD + ":,%\r\n[]#|\ud800"), st.characters()), max_size=60)
FOUND = st.lists(
    st.builds(
        Diagnostic, WORDS, st.integers(1, 9), st.integers(1, 9), st.sampled_from(sorted(RULES)), WORDS, WORDS, WORDS
    ),
    max_size=4,
)


def cells(text: str) -> int:
    """How wide a terminal shows it: the tables of Unicode, read without the library that the builder has."""
    wide = {"W": 2, "F": 2}
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else wide.get(unicodedata.east_asian_width(c), 1)
        for c in text
    )


@given(st.text(ODD, max_size=300), st.data())
def test_the_caret_stands_under_the_place(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line) + 1))
    shown, caret = reports.excerpt(line, column)
    assert not STEERS.search(shown)
    assert re.fullmatch(" *\\^", caret) and len(shown) <= 4 * reports.WIDTH + 2
    wanted = "".join(" " if c == "\t" else "\ufffd" if STEERS.match(c) else c for c in line[column - 1 : column])
    befores = [i for i in range(len(shown) + 1) if cells(shown[:i]) == len(caret) - 1]
    after = {shown[i : i + 1] for i in befores} | {" "}  # spaces at the end of a line are not printed
    assert not wanted or unicodedata.combining(wanted) or wanted in after


@given(st.text("ab漢é", min_size=200, max_size=400), st.data())
def test_a_long_line_is_cut_around_the_place(line: str, data: st.DataObject) -> None:
    column = data.draw(st.integers(1, len(line)))
    shown, _ = reports.excerpt(line, column)
    kept = shown.strip("…")
    assert kept in line and len(kept) == reports.WIDTH
    assert shown.startswith("…") != line.startswith(kept) or line.count(kept) > 1
    start = next(i for i in range(len(line)) if line.startswith(kept, i) and i < column <= i + len(kept))
    assert min(column - start, start + len(kept) - column + 1) >= min(40, column, len(line) - column + 1)


@given(FOUND, WORDS)
def test_no_words_steer_a_terminal(found: list[Diagnostic], line: str) -> None:
    told = reports.text(found, lambda _, __: line.replace("\n", " "))
    assert not STEERS.search(told)
    assert not any(STEERS.search(str(diagnostic)) for diagnostic in found)


@given(FOUND)
def test_each_finding_is_one_command_of_githubs_whatever_it_says(found: list[Diagnostic]) -> None:
    told = reports.github(found)
    commands = re.split(r"\r\n|\r|\n", told) if told else []
    assert len(commands) == len(found)
    for command, diagnostic in zip(commands, found, strict=True):
        # as the runner takes it apart: everything up to the next “::”, then pairs at the commas
        head, _, message = command.removeprefix("::").partition("::")
        name, _, rest = head.partition(" ")
        properties = dict(pair.split("=", 1) for pair in rest.split(","))
        assert name == diagnostic.severity
        assert properties.keys() == {"file", "line", "col", "title"}
        assert properties["title"] == diagnostic.rule
        assert (int(properties["line"]), int(properties["col"])) == (diagnostic.line, diagnostic.column)
        file = properties["file"].replace("%2C", ",").replace("%3A", ":").replace("%25", "%")
        assert file == STEERS.sub("\ufffd", diagnostic.path.replace("\n", "\0"))
        lines = message.replace("%0A", "\n").replace("%25", "%").split("\n")
        assert lines[0] == STEERS.sub("\ufffd", diagnostic.message.replace("\n", "\0"))
        assert lines[-1] == f"(reader explain {diagnostic.rule})"


def test_sarif_leads_to_each_rule_on_the_page_of_rules() -> None:
    rules = json.loads(reports.sarif([], "https://example.org/reader/"))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["helpUri"] for rule in rules] == [f"https://example.org/reader/rules/#{name}" for name in RULES]
    assert not any("helpUri" in rule for rule in json.loads(reports.sarif([]))["runs"][0]["tool"]["driver"]["rules"])


@given(FOUND)
def test_sarif_says_what_the_findings_say(found: list[Diagnostic]) -> None:
    told = reports.sarif(found)
    assert told.isascii()  # whatever the encoding of the terminal is
    log = json.loads(told)
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json") and len(log["runs"]) == 1
    run = log["runs"][0]
    assert run.keys() == {"tool", "columnKind", "results"} and run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for rule in rules:
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
        assert all(rule[text]["text"].strip() for text in ("shortDescription", "fullDescription", "help"))
    assert len(run["results"]) == len(found)
    for result, diagnostic in zip(run["results"], found, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == diagnostic.rule
        assert result["level"] == rules[result["ruleIndex"]]["defaultConfiguration"]["level"]
        assert not re.search("[\ud800-\udfff]", result["message"]["text"])
        place = result["locations"][0]["physicalLocation"]
        assert place["region"] == {"startLine": diagnostic.line, "startColumn": diagnostic.column}
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~/%-]*", uri)
        assert unquote_to_bytes(uri) == diagnostic.path.encode("utf-8", "surrogatepass")


@given(FOUND)
def test_json_holds_every_field(found: list[Diagnostic]) -> None:
    told = reports.as_json(found)
    assert told.isascii()
    listed = json.loads(told)
    fields = ("path", "line", "column", "rule", "message", "severity")
    assert [tuple(entry[field] for field in fields) for entry in listed] == [
        tuple(getattr(diagnostic, field) for field in fields) for diagnostic in found
    ]


def test_every_finding_says_what_to_do() -> None:
    unsaid = [name for name in RULES if not Diagnostic("x", 1, 1, name, "Wrong").hint]
    assert unsaid == []
