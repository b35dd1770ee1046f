"""Where a finding is said to be is where an editor shows it: lines and columns of the file as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from builder.cli import main
from builder.documents import parse
from builder.files import read_text
from builder.records import EntryRecord, SidecarRecord
from tests.conftest import BASE, write

LETTERS = "a é e\u0301😀漢\tאב"  # beyond the first plane, composed and not
WORDS = st.text(LETTERS, max_size=12).map(lambda words: f"x{words}x")
# In quotation marks also what YAML takes for ends of lines, and no editor does.
QUOTED = st.text(f"{LETTERS}\u2028\u2029\x85", max_size=12).map(lambda words: f'"x{words}x"')
COMMENT = WORDS.map(lambda words: f"# {words}")
LINES = st.lists(
    st.one_of(
        COMMENT,
        st.just(""),
        st.tuples(st.sampled_from(["venue", "rights"]), QUOTED, COMMENT).map(lambda t: f"{t[0]}: {t[1]} {t[2]}"),
        st.lists(WORDS, min_size=1, max_size=3).map(lambda words: "rights: |\n  " + "\n  ".join(words)),
    ),
    max_size=6,
)
BAD = "javascript:bad"
WRONG = st.sampled_from(
    [
        f"url: {BAD}",
        f"url: '{BAD}'",
        f"authors: [{{name: 😀e\u0301, nmae: {BAD}}}]",
        f"notes:\n- quote: 漢漢\n  kind: {BAD}\n  text: x",
    ]
)
LAYOUT = st.tuples(st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))


def at(text: str, line: int, column: int) -> str:
    """What stands at a place: lines end as an editor ends them."""
    return re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))[line - 1][column - 1 :]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("places").resolve()


@given(LINES, WRONG, LINES, LAYOUT)
def test_a_value_in_a_sidecar(
    folder: Path, before: list[str], wrong: str, after: list[str], layout: tuple[str, str]
) -> None:
    ends, mark = layout
    raw = mark + "\n".join([*before, wrong, *after]).replace("\n", ends)
    (folder / "s.yml").write_bytes(raw.encode())
    text, trouble = read_text(folder / "s.yml", "s.yml", folder)
    _, _, found = parse(SidecarRecord, text, "s.yml")
    assert not trouble
    places = [(at(raw, d.line, d.column), d.rule) for d in found if d.rule != "yaml-duplicate"]
    meant = [place.startswith("nmae:" if rule == "record-key" else (BAD, f"'{BAD}")) for place, rule in places]
    assert meant == [True]
    for diagnostic in found:
        if diagnostic.rule == "yaml-duplicate":
            assert re.match("venue|rights", at(raw, diagnostic.line, diagnostic.column))


@given(LINES, st.sampled_from(["a: [b", "a: {b", "'x", "a: b: c", "- x", "&a", "*a", "\tx: y", "a: \x0c"]), LAYOUT)
def test_what_cannot_be_parsed_is_on_a_line_of_the_file(
    folder: Path, before: list[str], bad: str, layout: tuple[str, str]
) -> None:
    ends, mark = layout
    raw = mark + "\n".join([*before, bad]).replace("\n", ends)
    (folder / "b.yml").write_bytes(raw.encode())
    text, _ = read_text(folder / "b.yml", "b.yml", folder)
    _, _, found = parse(SidecarRecord, text, "b.yml")
    lines = re.split(r"\r\n|\r|\n", raw.removeprefix("\ufeff"))
    for diagnostic in found:
        assert 1 <= diagnostic.line <= len(lines)
        assert 1 <= diagnostic.column <= len(lines[diagnostic.line - 1]) + 1


@given(LINES, LAYOUT)
def test_a_value_in_an_entry_counts_the_lines_of_the_file(
    folder: Path, before: list[str], layout: tuple[str, str]
) -> None:
    ends, mark = layout
    front = [line for line in before if line.startswith("#") or not line]
    raw = mark + "\n".join(["---", *front, "name: e\u0301😀", "country: XQ", "---", "A body."]).replace("\n", ends)
    (folder / "e.md").write_bytes(raw.encode())
    text, _ = read_text(folder / "e.md", "e.md", folder)
    inner = text.removeprefix("---\n").rpartition("---\n")[0]
    _, _, found = parse(EntryRecord, inner, "e.md", first_line=2)
    assert [at(raw, d.line, d.column) for d in found] == ["XQ"]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_in_every_kind_of_file(tmp_path: Path, ends: str, mark: str) -> None:
    files = {
        "seeds/essays/first-2024.txt": "A Title\n\nBy Ann Author\n\n😀 e\u0301 The caf\ufffd. Nobody knew. So it was.\n",
        "seeds/glossary/court/court.md": "---\nname: A Court\n---\ne\u0301😀 the\u2028[Nowhere].\n",
        "seeds/glossary/court/other.md": "---\nname: Other\nunsure: ['e\u0301😀\u2028', {x: y}]\n---\nA court.\n",
    }
    for name, content in BASE.items():
        files.setdefault(name, content)
    root = write(tmp_path, {name: mark + content.replace("\n", ends) for name, content in files.items()})
    told = CliRunner().invoke(main, ["check", "--project", str(root)]).output
    places = [re.match(r"(seeds\S+?):(\d+):(\d+): \w+\[([\w-]+)\]", line) for line in told.splitlines()]
    stands = {}
    for place in filter(None, places):
        raw = (root / place[1]).read_bytes().decode()
        stands[place[4]] = at(raw, int(place[2]), int(place[3]))[:4]
    assert stands == {"seed-lost": "\ufffd. N", "link-unknown": "[Now", "record-value": "{x: "}


@pytest.mark.parametrize(
    "name", ["seeds/essays/first-2024.txt", "seeds/essays/first-2024.yml", "seeds/glossary/court/c.md"]
)
def test_a_byte_that_is_no_letter_is_counted_in_letters(tmp_path: Path, name: str) -> None:
    root = write(tmp_path, BASE)
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_bytes("---\r\né é é é é é é 😀".encode() + b"\xff\n")
    told = CliRunner().invoke(main, ["check", "--project", str(root)]).output
    assert f"{name}:2:16: error[seed-encoding]" in told


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing yet\n", "---\n", "\ufeff", "--- # so\n# reader\n...\n"])
def test_a_sidecar_in_which_nothing_stands_yet_is_fine(tmp_path: Path, content: str) -> None:
    root = write(tmp_path, {**BASE, "seeds/essays/first-2024.yml": content})
    result = CliRunner().invoke(main, ["check", "--project", str(root)])
    assert (result.exit_code, result.output) == (0, "")
