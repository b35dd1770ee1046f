"""What a contributor is told of names that the glossary does not have, and of every decision."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from builder import pipeline, suggestions
from builder.cli import main
from builder.project import Project

Make = Callable[..., Project]
BODY = """A Title

By Ann Author

The Eurasian Customs Authority (ECA) met the Example League (EXL). The ECA rose.

On Monday the Great Northern Council met, and so did the Exmaple League of Rome. Great Northern Council members left.
"""
OTHER = "Another\n\nBy Bo Brown\n\nThe words of the Great Northern Council were kind. It was the Council Hall that burned.\n"


def told(project: Project) -> list[str]:
    reading = pipeline.read(project)
    assert not reading.errors
    collection = reading.collection
    found = [s for seed in collection.seeds.values() for s in suggestions.of_essay(seed, collection.glossary)]
    found += suggestions.of_collection(collection.seeds, collection.essays, collection.glossary)
    return [f"{s.path}:{s.line}:{s.column} {s.message} | {s.snippet}" for s in found]


def test_suggestions(collection: Make) -> None:
    assert told(collection({"seeds/essays/first-2024.txt": BODY, "seeds/essays/second-2024.txt": OTHER})) == [
        "seeds/essays/first-2024.txt:5:5 The essay defines “ECA” as “Eurasian Customs Authority”, and no entry has either"
        ' | reader new --term "Eurasian Customs Authority" --short "ECA"',
        "seeds/essays/first-2024.txt:5:46 The essay calls Example League “EXL”, which its entry does not know"
        " | seeds/glossary/organization/el.md: add EXL to aliases",
        "seeds/essays/first-2024.txt:7:15 “Great Northern Council” stands in first-2024, second-2024 and in no entry"
        ' | reader new --term "Great Northern Council"',
    ]


def test_a_short_form_that_means_something_else_here(collection: Make) -> None:
    body = "A Title\n\nBy Ann Author\n\nThe Elder Lodge (EL) met. It was so.\n"
    assert [line.split(" | ")[1] for line in told(collection({"seeds/essays/first-2024.txt": body}))] == [
        "seeds/glossary/organization/el.md: add an alias, or Elder Lodge to unless"
    ]


def test_inspect_suggests_too(collection: Make) -> None:
    project = collection({"seeds/essays/first-2024.txt": BODY})
    file = str(project.essays / "first-2024.txt")
    result = CliRunner().invoke(main, ["inspect", "--json", "--project", str(project.root), file])
    assert [s["snippet"] for s in json.loads(result.output)["suggestions"]] == [
        'reader new --term "Eurasian Customs Authority" --short "ECA"',
        "seeds/glossary/organization/el.md: add EXL to aliases",
    ]
    assert "no entry has either" in CliRunner().invoke(main, ["inspect", "--project", str(project.root), file]).output


def test_explain_tells_every_decision_with_its_place_and_reason(collection: Make) -> None:
    project = collection({"seeds/essays/first-2024.txt": BODY.replace("(EXL)", "(EL). The EL of cis")})
    result = CliRunner().invoke(main, ["check", "--explain", "--project", str(project.root)])
    assert result.exit_code == 0
    assert result.output.splitlines()[:2] == [
        "seeds/essays/first-2024.txt:5:46: “Example League (EL)” → el, linked: “Example League” is its name, and “EL” stands beside it; first in this section",
        "seeds/essays/first-2024.txt:5:71: “EL” → el: “EL” is its short form, as this essay defines it; counted, not linked: it was linked before in this section",
    ]
    only = CliRunner().invoke(
        main, ["check", "--explain", "--project", str(project.root), str(project.root / "seeds/essays/first-2024.txt")]
    )
    assert only.output.splitlines()[:2] == result.output.splitlines()[:2]


@given(st.text(max_size=30), st.text(max_size=8))
def test_a_command_that_is_proposed_is_words_for_a_shell(name: str, short: str) -> None:
    words = shlex.split(suggestions.command(f"x{name}", short))
    assert words[:3] == ["reader", "new", "--term"] and len(words) == 4 + 2 * bool(short)
    assert not set("$`\\!%") & set(suggestions.command(name, short))
