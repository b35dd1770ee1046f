"""`reader new`: a text comes in whole, with a sidecar that says no more than what is known; or nothing is written."""

from __future__ import annotations

import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder import cues, folders, naming, new_entries, pipeline, proposals
from builder.cli import bringing, main
from builder.diagnostics import Refused
from builder.files import LARGEST
from builder.glossary import KINDS, Glossary, read_glossary
from builder.project import Project, open_project
from builder.seeds import read_seed
from tests.conftest import BASE, ROOT, write
from tests.test_serialize import HOSTILE, TEXTS

Make = Callable[..., Project]
SPEECH = (ROOT / "tests" / "speeches" / "gettysburg.txt").read_bytes()
LOOKALIKES = [
    "no", "yes", "null", "~", "1994-04", "2024-02-30", "007", "1_000", "0x1f", "1e3", "- a", "{x}", "[x]", "x: y", "x #y", "#y", "'", '"', "''", '"a" b',
    "&a", "*a", "!a", "!!python/object:os.system", "%a", "@a", "`a`", "|", ">", "? a", "---", "...", "=", "<<", "a\\nb", "\\", "שלום world", "\u202eabc", "🇺🇦",
    "e\u0301", "\u00e9", "ﬁ", "a\u2028b", "a\x85b", "a\tb", "a\nb: c", "\ufeffx", "x" * 400, "…", "$HOME", "{{ x }}", "<b>x</b>",
]  # fmt: skip
WORDS = st.sampled_from(LOOKALIKES + HOSTILE) | TEXTS


def run(*words: str | Path, **more: Any) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], **more)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A collection without essays, as git clones it: it keeps no empty folder."""
    return write(tmp_path / "collection", {"seeds/collection.yml": BASE["seeds/collection.yml"]})


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Sit at a terminal and answer; what was asked is listed. An exception is raised instead of an answer."""

    def sit(*answers: str | BaseException) -> list[str]:
        questions: list[str] = []
        left = iter(answers)

        def prompt(question: str, **_: object) -> str:
            questions.append(question)
            answer = next(left)
            if isinstance(answer, BaseException):
                raise answer
            return answer

        monkeypatch.setattr(bringing, "at_terminal", lambda: True)
        monkeypatch.setattr(click, "prompt", prompt)
        return questions

    return sit


def word_file(*paragraphs: str) -> bytes:
    made, out = Document(), io.BytesIO()
    made.add_heading(paragraphs[0], 0)
    for paragraph in paragraphs[1:]:
        made.add_paragraph(paragraph)
    made.save(out)
    return out.getvalue()


# ------------------------------------------------------------------------------------------------- what is written


@settings(max_examples=60)
@given(
    title=st.just("") | WORDS, authors=st.lists(WORDS, max_size=2), venue=st.just("") | WORDS, rights=st.just("") | WORDS, body=st.lists(WORDS, min_size=1, max_size=4),
    suffix=st.sampled_from([".txt", ".md", ".html"]),
)  # fmt: skip
@example("x #y", ["- a", "no"], "{x}", "a: b", ["Words. More."], ".txt")
def test_what_is_proposed_is_read_back_and_passes_the_check(
    title: str, authors: list[str], venue: str, rights: str, body: list[str], suffix: str
) -> None:
    data = "\n\n".join(["A Title", "By Ann Author", *body]).encode()
    said: dict[str, proposals.Value] = {"title": title, "authors": tuple(authors), "venue": venue, "rights": rights}
    said = {key: value for key, value in said.items() if not proposals.wrong(key, value)}
    try:
        essay, ending = proposals.read(f"x{suffix}", data)
    except Refused:
        return  # the readers do not take it
    about = proposals.known(essay, f"x{suffix}").told("As you said.", said)
    proposal = proposals.propose(essay, ending, data, about, Glossary({}, (), {}), frozenset(), "", False)
    with tempfile.TemporaryDirectory() as folder:
        root = write(
            Path(folder),
            {
                "seeds/collection.yml": BASE["seeds/collection.yml"],
                f"seeds/essays/{proposal.slug}.yml": proposal.sidecar,
            },
        )
        (root / f"seeds/essays/{proposal.slug}{ending}").write_bytes(data)
        project = open_project(root)
        assert pipeline.read(project).errors == []
        back = read_seed(project, project.essays / f"{proposal.slug}{ending}").essay
    assert back

    def folded(words: object) -> str:
        return " ".join(str(words).split())

    assert back.title == folded(about.values["title"])
    assert [author.name for author in back.authors] == [folded(name) for name in about.values.get("authors", ())]
    for key in ("venue", "rights"):
        if key in about.values:
            assert getattr(back, key) == folded(about.values[key])
    other = yaml.safe_load(proposal.sidecar)  # any other reader of YAML understands the same words
    assert isinstance(other["title"], str) and other["title"] == back.title


GLOSSARY = {
    "seeds/glossary/organization/el.md": "---\nname: Example League\nshort: EL\naliases: [the Leaguers]\n---\nA league of examples.\n",
    "seeds/glossary/place/upland.md": "---\nname: Upland\n---\nA place beside the [EL].\n",
}
NAMES = (
    st.sampled_from(["Example League", "EL", "el", "Leaguers", "the Leaguers", "Upland", "West", "of", "Ann Author"])
    | WORDS
)
DEFINED = (
    st.sampled_from(["", "A thing.", "A part of the [EL].", "It is [nothing].", "Of [West] and [Ann Author]."]) | WORDS
)


@settings(max_examples=60)
@given(name=NAMES, short=st.just("") | NAMES, kind=st.sampled_from(KINDS), definition=DEFINED)
@example("Eastern Uplands", "Leaguers", "organization", "Hills.")
@example("West", "", "place", "It is [nothing].")
def test_an_entry_is_read_back_beside_the_others_without_a_finding_or_refused(
    name: str, short: str, kind: Any, definition: str
) -> None:
    """And is refused only where the check, were the file written, would find something in it."""
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), {"seeds/collection.yml": BASE["seeds/collection.yml"], **GLOSSARY})
        glossary, before = read_glossary(open_project(root))
        try:
            path, text = new_entries.entry(name, kind, short, definition, frozenset({"el", "upland"}), glossary)
        except Refused as refused:
            assert all(found.message for found in refused.diagnostics)
            return
        write(root, {path: text})
        told, after = read_glossary(open_project(root))
    assert before == [] and naming.may_be(Path(path).stem) and path not in GLOSSARY
    assert [d.rule for d in after] == ([] if definition.split() else ["record-missing-body"])
    if definition.split():
        assert told.terms[Path(path).stem].name == " ".join(unicodedata.normalize("NFC", name).split())


@pytest.mark.parametrize(("said", "told"), [
    (("--term", "West", "--definition", "It is [nothing]."), "error[link-unknown] [nothing] is no entry's id or name"),
    (("--term", "West", "--definition", "It is the [West]."), "warning[link-self] [West] leads to the entry itself"),
    (("--term", "Leaguers’ Hall", "--short", "Leaguers"), "error[alias-conflict] “Leaguers” is claimed by"),
])  # fmt: skip
def test_an_entry_that_the_check_would_doubt_is_not_written(said: tuple[str, ...], told: str, empty: Path) -> None:
    write(empty, GLOSSARY)
    result = run("new", *said, "--project", empty)
    assert result.exit_code == 1 and told in result.output, result.output
    assert files(empty / "seeds/glossary").keys() == {name.removeprefix("seeds/glossary/") for name in GLOSSARY}


def test_a_short_form_of_two_bodies_is_written_and_told(empty: Path) -> None:
    write(empty, GLOSSARY)
    result = run("new", "--term", "Elder Lodge", "--short", "EL", "--definition", "A lodge.", "--project", empty)
    assert result.exit_code == 0 and "organization/el.md has “EL”, too" in result.output
    assert run("check", "--project", empty).output == ""


@pytest.mark.parametrize(("name", "folded"), [
    ("Пётр Порошенко", "petr-poroshenko"), ("Łukasz Żółć", "lukasz-zolc"), ("José Ñandú", "jose-nandu"), ("Σωκράτης", "sokratis"), ("Søren Aabye Ærø", "soren-aabye-aero"),
    ("O’Neil", "oneil"), ("!!!", ""),
])  # fmt: skip
def test_names_of_any_script_are_folded_to_plain_letters(name: str, folded: str) -> None:
    assert naming.folded(name) == folded


@given(st.text(max_size=80), st.sets(st.sampled_from(["essay", "essay-2", "a", "a-2", "con", "index"])))
def test_a_free_name_is_one_that_the_check_accepts_and_nobody_has(text: str, taken: set[str]) -> None:
    name = naming.free(naming.folded(text), taken)
    assert naming.may_be(name) and name not in taken and len(name) <= naming.LONGEST + 3


def test_an_essay_is_named_by_author_and_year_and_copied_byte_for_byte(empty: Path, tmp_path: Path) -> None:
    data = word_file("On Names", "By Søren Ærø", "12 May 2020", "A first paragraph has words. It has two sentences.")
    (tmp_path / "My Essay (final).DOCX").write_bytes(data)
    result = run("new", tmp_path / "My Essay (final).DOCX", "--project", empty)
    assert result.exit_code == 0, result.output
    assert (empty / "seeds/essays/aero-2020.docx").read_bytes() == data
    sidecar = (empty / "seeds/essays/aero-2020.yml").read_text("utf-8")
    told = yaml.safe_load(sidecar)
    assert told == {"title": "On Names", "authors": [{"name": "Søren Ærø"}], "published": "12 May 2020"}
    assert "\n# rights:\n" in sidecar and "Only what may be republished" in sidecar
    assert "say in seeds/essays/aero-2020.yml, if you know it: venue, rights" in result.output
    assert run("check", "--project", empty).output == ""


@pytest.mark.parametrize(("name", "data", "suffix"), [
    ("-", SPEECH, ".txt"), ("-", b"# A Title\n\nSome words are here. They go on.\n", ".md"), ("-", b"---\ntitle: x\n---\nWords. More.\n", ".md"),
    ("-", b"<!-- saved -->\n<!DOCTYPE html><html><body><h1>T</h1><p>Words.</p></body></html>", ".html"), ("-", b"<p>Words.</p>", ".html"), ("-", word_file("T", "Words."), ".docx"),
    ("a.HTM", b"<p>Words.</p>", ".html"), ("a.markdown", b"Words.", ".md"), ("a.Text", b"Words.", ".txt"),
])  # fmt: skip
def test_the_format_is_told_by_the_ending_and_without_one_by_the_content(name: str, data: bytes, suffix: str) -> None:
    assert proposals.suffix_of(name, data) == suffix


def test_what_is_piped_in_is_an_essay_too_and_nothing_is_asked(empty: Path) -> None:
    result = run("new", "-", "--project", empty, "--rights", "Public domain: its author died in 1865.", input=SPEECH)
    assert result.exit_code == 0, result.output
    assert files(empty / "seeds/essays").keys() == {"lincoln-1863.txt", "lincoln-1863.yml"}
    assert (empty / "seeds/essays/lincoln-1863.txt").read_bytes() == SPEECH


@pytest.mark.parametrize(
    "byline",
    ["By Jane Q. Scholar, March 4, 2019", "By Jane Q. Scholar (4 March 2019)", "By Jane Q. Scholar on 2019-03-04"],
)
def test_a_byline_may_hold_the_date(byline: str, empty: Path) -> None:
    text = f"On Names\n\n{byline}\n\nThe first words stand here. They go on.\n"
    assert run("new", "-", "--project", empty, "--rights", "Public domain.", input=text).exit_code == 0
    told = yaml.safe_load((empty / "seeds/essays/scholar-2019.yml").read_text("utf-8"))
    assert told["authors"] == [{"name": "Jane Q. Scholar"}] and str(told["published"]) in byline


@pytest.mark.parametrize("rest", [", a fellow since March 2010", ", May’s minister", " in March 2019 and before"])
def test_a_date_behind_other_words_of_a_byline_is_not_the_essays(rest: str) -> None:
    assert cues.dated_byline(f"By Jane Q. Scholar{rest}") == ""


def test_doubts_are_counted_and_findings_stand_as_the_check_has_them(empty: Path, tmp_path: Path) -> None:
    text = (ROOT / "tests/shapes/a-lines.txt").read_text("utf-8")
    (tmp_path / "x.txt").write_text(f"{text}\n\n\ufffd is lost. And more.\n", "utf-8")
    told = run("inspect", tmp_path / "x.txt", "--project", empty).output
    for heading, what in (("Not sure", "  line "), ("Findings", f"  {tmp_path}/x.txt:")):
        (section,) = [part for part in told.split("\n\n") if part.startswith(heading)]
        number = int(re.findall(r"\((\d+)\)$", section.splitlines()[0])[0])
        assert number == sum(line.startswith(what) for line in section.splitlines()) > 0
    report = json.loads(run("inspect", "--json", tmp_path / "x.txt", "--project", empty).output)
    for found in report["diagnostics"]:
        assert f"[{found['rule']}] {found['message']}\n      {found['hint']}" in told


def test_a_saved_page_tells_its_address(empty: Path) -> None:
    page = ROOT / "tests" / "shapes" / "a-page.html"
    assert run("new", page, "--project", empty, "--slug", "page").exit_code == 0
    told = yaml.safe_load((empty / "seeds/essays/page.yml").read_text("utf-8"))
    assert told["url"].startswith("https://www.meridianquarterly.example/law-and-society/")


@pytest.mark.parametrize("path", sorted((ROOT / "tests/shapes").glob("*.[thdm]*")), ids=lambda path: path.name)
def test_texts_of_every_shape_come_in(path: Path, empty: Path) -> None:
    if path.suffix == ".roles":
        return
    result = run("new", path, "--project", empty, "--yes")
    assert result.exit_code == 0, result.output
    assert run("check", "--project", empty).output == ""


def test_an_essay_that_lies_there_already_gets_its_sidecar_only(empty: Path) -> None:
    write(empty, {"seeds/essays/lincoln-1863.txt": SPEECH.decode()})
    assert run("new", empty / "seeds/essays/lincoln-1863.txt", "--project", empty).exit_code == 0
    assert files(empty / "seeds/essays").keys() == {"lincoln-1863.txt", "lincoln-1863.yml"}
    again = run("new", empty / "seeds/essays/lincoln-1863.txt", "--project", empty)
    assert again.exit_code == 2 and "its sidecar already" in again.output
    write(empty, {"seeds/essays/My Essay.TXT": "Other words. And more."})
    other = run("new", empty / "seeds/essays/My Essay.TXT", "--project", empty)
    assert other.exit_code == 2 and "Move it elsewhere" in other.output


# ---------------------------------------------------------------------------------------------------- what is asked


def test_a_good_word_file_needs_two_answers(empty: Path, tmp_path: Path, asked: Callable[..., list[str]]) -> None:
    (tmp_path / "x.docx").write_bytes(
        word_file("On Names", "By Ann Author", "12 May 2020", "Words stand here. More do.")
    )
    questions = asked("The Quarterly", "The author has agreed.")
    assert run("new", tmp_path / "x.docx", "--project", empty).exit_code == 0
    assert questions == [bringing.QUESTIONS["venue"], bringing.QUESTIONS["rights"]]
    told = yaml.safe_load((empty / "seeds/essays/author-2020.yml").read_text("utf-8"))
    assert (told["venue"], told["rights"]) == ("The Quarterly", "The author has agreed.")


def test_an_answer_that_cannot_be_is_asked_again(empty: Path, tmp_path: Path, asked: Callable[..., list[str]]) -> None:
    (tmp_path / "x.txt").write_text("On Names\n\nBy Ann Author\n\nWords stand here. More do.\n")
    questions = asked("some day", "2024-02-30", "Winter 2024", "", "")
    result = run("new", tmp_path / "x.txt", "--project", empty)
    assert questions.count(bringing.QUESTIONS["published"]) == 3 and "“some day” is not a date" in result.output
    assert yaml.safe_load((empty / "seeds/essays/author-2024.yml").read_text("utf-8"))["published"] == "Winter 2024"


@pytest.mark.parametrize(("leaving", "code"), [(KeyboardInterrupt(), 130), (click.Abort(), 1), (EOFError(), 1)])
def test_who_leaves_in_the_middle_leaves_nothing(
    leaving: BaseException, code: int, empty: Path, tmp_path: Path, asked: Callable[..., list[str]]
) -> None:
    (tmp_path / "x.txt").write_bytes(SPEECH)
    asked("The Quarterly", leaving)
    before = files(empty)
    assert run("new", tmp_path / "x.txt", "--project", empty).exit_code == code
    assert files(empty) == before and not (empty / "seeds/essays").exists()


def test_a_text_that_shows_no_title_is_called_by_its_file_or_its_first_words(
    empty: Path, tmp_path: Path, asked: Callable[..., list[str]]
) -> None:
    words = "it was long ago, and nobody knows any more who was there on that day, or why. " * 4
    (tmp_path / "On_a day.txt").write_text(f"{words}\n\n{words}\n")
    assert run("new", "-", "--project", empty, input=words * 2).exit_code == 0
    questions = asked("The Day", "", "", "", "")
    assert run("new", tmp_path / "On_a day.txt", "--project", empty).exit_code == 0
    assert questions[0] == bringing.QUESTIONS["title"]
    assert run("new", tmp_path / "On_a day.txt", "--project", empty, "--yes").exit_code == 2  # it is there already
    told = [yaml.safe_load(path.read_text("utf-8"))["title"] for path in sorted((empty / "seeds/essays").glob("*.yml"))]
    assert sorted(told) == ["The Day", "it was long ago, and nobody knows any"]
    assert run("check", "--project", empty).output == ""


def test_yes_asks_nothing(empty: Path, tmp_path: Path, asked: Callable[..., list[str]]) -> None:
    (tmp_path / "x.txt").write_bytes(SPEECH)
    questions = asked()
    assert run("new", tmp_path / "x.txt", "--project", empty, "--yes").exit_code == 0 and questions == []


# ------------------------------------------------------------------------------------------- what is never written


@pytest.mark.parametrize(("name", "data", "rule"), [
    ("a.pdf", b"%PDF-1.7 x", "seed-binary"), ("a.txt", b"%PDF-1.7 x", "seed-binary"), ("a.txt", b"", "seed-empty"), ("a.txt", b" \n\n ", "seed-empty"), ("a.docx", b"PK\x03\x04", "seed-docx"),
    ("a.txt", bytes(range(256)) * 9, ""), ("a.rst", b"Words.", "seed-format"), ("a.doc", b"\xd0\xcf\x11\xe0\xa1", "seed-binary"), ("a.html", b"<p <!-- x", "seed-markup"), ("noending", b"\x7fELF\x02", "seed-binary"),
])  # fmt: skip
def test_what_is_no_text_is_refused_as_the_check_does(
    name: str, data: bytes, rule: str, empty: Path, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    before = files(empty)
    result = run("new", tmp_path / name, "--project", empty)
    assert result.exit_code == 1 and f"{name}:" in result.output and f"[{rule}" in result.output
    assert files(empty) == before


def test_a_huge_file_is_refused(empty: Path, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(2**30)  # of which nothing is on the disk
    for result in (
        run("new", tmp_path / "huge.txt", "--project", empty),
        run("new", "-", "--project", empty, input=b"x" * (LARGEST + 1)),
    ):
        assert result.exit_code == 1 and "error[seed-large]" in result.output
        assert not (empty / "seeds/essays").exists()


@pytest.mark.parametrize("words", [
    ("x.txt", "--slug", "CON"), ("x.txt", "--slug", "con"), ("x.txt", "--slug", "../x"), ("x.txt", "--slug", "a b"), ("x.txt", "--slug", "ä"), ("x.txt", "--slug", "first-2024"),
    ("x.txt", "--url", "javascript:alert(1)"), ("x.txt", "--date", "soon"), ("x.txt", "--date", "2024-02-30"), ("x.txt", "--rights", "\x1b[2J"), ("http://example.org/a",), ("nowhere.txt",),
    (".",), ("..",), (), ("x.txt", "--term", "y"), ("--term", " "), ("--term", "Example League"), ("--term", "el"),
])  # fmt: skip
def test_misuse_exits_with_2_and_writes_nothing(
    words: tuple[str, ...], collection: Make, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    project = collection()
    here = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(here)
    Path("x.txt").write_bytes(SPEECH)
    before = files(project.root)
    result = run("new", *words, "--project", project.root)
    assert result.exit_code == 2 and "\x1b" not in result.output, result.output
    assert files(project.root) == before


def test_names_that_differ_in_capitals_or_that_were_are_taken(empty: Path, tmp_path: Path) -> None:
    record = BASE["seeds/collection.yml"] + "removed: {essays/lincoln-1863-2: Gone.}\n"
    write(empty, {"seeds/essays/LINCOLN-1863.TXT": "Another.", "seeds/collection.yml": record})
    (tmp_path / "x.txt").write_bytes(SPEECH)
    assert run("new", tmp_path / "x.txt", "--project", empty).exit_code == 0
    assert (empty / "seeds/essays/lincoln-1863-3.txt").is_file()
    again = run("new", tmp_path / "x.txt", "--project", empty)
    assert again.exit_code == 2 and "lincoln-1863-3.txt is this very file" in again.output


def test_a_folder_that_leads_out_of_the_collection_gets_nothing(empty: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (empty / "seeds/essays").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "x.txt").write_bytes(SPEECH)
    result = run("new", tmp_path / "x.txt", "--project", empty)
    assert result.exit_code == 1 and "error[seed-outside]" in result.output
    assert list((tmp_path / "outside").iterdir()) == []


def test_files_are_created_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        folders.create(tmp_path, {"one.txt": b"1", "a/b/two.yml": b"2", "mine.txt": b"not mine"})
    assert files(tmp_path) == {"mine.txt": b"mine"} and not (tmp_path / "a").exists()


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_stops_the_writing_half_way_leaves_nothing(
    failure: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise failure

    opened = Path.open

    def half(path: Path, mode: str = "r") -> Any:
        file = opened(path, mode)
        return file if path.suffix == ".txt" else Full(file.close() or b"")

    monkeypatch.setattr(Path, "open", half)
    with pytest.raises(type(failure)):
        folders.create(tmp_path, {"one.txt": b"1", "a/two.yml": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_a_dangling_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "out.txt")
    with pytest.raises(FileExistsError):
        folders.create(tmp_path / "in", {"b.txt": b"1", "a.txt": b"2"})
    assert not (tmp_path / "out.txt").exists() and not (tmp_path / "in" / "b.txt").exists()


# -------------------------------------------------------------------------------------------------------- entries


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_lacks_its_definition_only(kind: str, empty: Path) -> None:
    assert run("new", "--term", "United Nations", "--short", "UN", "--kind", kind, "--project", empty).exit_code == 0
    path = f"seeds/glossary/{kind}/un.md"
    text = (empty / path).read_text("utf-8")
    lines = text.count("\n") + 1
    check = run("check", "--project", empty)
    assert check.output.splitlines()[0] == f"{path}:{lines}:1: error[record-missing-body] The entry has no definition"
    (empty / path).write_text(f"{text}A body of states.\n", "utf-8")
    assert run("check", "--project", empty).output == ""


def test_an_entry_with_its_definition_is_whole(empty: Path, asked: Callable[..., list[str]]) -> None:
    asked("A body of states.")
    assert run("new", "--term", "United Nations", "--project", empty).exit_code == 0
    assert run("check", "--project", empty).output == ""
    again = run("new", "--term", "united nations", "--project", empty)
    assert again.exit_code == 2 and "united-nations.md has this name already" in again.output
