"""What `reader diff` tells of a change: between revisions of git, and between built sites."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from builder import changes, pages, pipeline, sides
from builder.cli import main
from builder.diagnostics import Refused
from builder.differences import Change, compare
from builder.editions import Edition, Part, Text
from builder.ledger import Published
from builder.project import Project, open_project
from tests.conftest import BASE, publishable, write

Make = Callable[..., Project]
SEED = "seeds/essays/first-2024.txt"
SIDECAR = "seeds/essays/first-2024.yml"
ENTRY = "seeds/glossary/organization/el.md"
TEXT = "A Title\n\nBy Ann Author\n\nThe Example League (EL) met. It was the first time.\n\nNo more was said. The EL rose.\n"
NOTES = 'notes:\n  - {quote: "No more was said", kind: context, text: "Said [EL]."}\n'


def diff(project: Project, *words: str) -> Result:
    return CliRunner().invoke(main, ["diff", "--project", str(project.root), "--jobs", "1", *words])


def told(project: Project, *words: str) -> list[dict[str, object]]:
    return json.loads(diff(project, *words, "--format", "json").output)


def brief(changes: list[dict[str, object]], *areas: str) -> set[tuple[object, ...]]:
    return {(c["area"], c["what"], c["page"], c["place"]) for c in changes if c["area"] in areas}


def git(root: Path, *words: str) -> None:
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(root), *author, *words], check=True, capture_output=True)


def commit(project: Project) -> None:
    git(project.root, "add", "-A", "seeds")
    git(project.root, "commit", "-qm", "An edition")


def put(project: Project, files: dict[str, str | None]) -> None:
    for name, content in files.items():
        path = project.root / name
        if content is None:
            path.unlink()
        else:
            path.write_text(content, "utf-8")


@pytest.fixture
def kept(collection: Make) -> Project:
    """A collection of one essay with a note, in git."""
    project = collection({SIDECAR: NOTES})
    git(project.root, "init", "-q")
    commit(project)
    return project


def test_nothing_has_changed_where_nothing_has(kept: Project) -> None:
    result = diff(kept, "HEAD")
    assert (result.exit_code, result.output) == (0, "Nothing that a reader could see has changed.\n")
    assert told(kept, "HEAD", "HEAD") == []


def test_a_changed_paragraph_tells_its_words_its_links_its_note_and_its_address(kept: Project) -> None:
    put(kept, {SEED: TEXT.replace("No more was said. The EL rose.", "No more was said then. The League of EL rose.")})
    found = told(kept, "HEAD")
    text = next(change for change in found if change["area"] == "text")
    assert (text["what"], text["place"], text["more"], text["less"]) == (
        "changed",
        "¶ 2",
        4,
        1,
    )  # “said.” is “said then.” now
    assert [(c["what"], str(c["was"])[:10]) for c in found if c["area"] == "addresses"] == [("lost", "No more wa")]
    assert not brief(found, "notes", "essays", "entries", "facts")
    assert ("pages", "changed", "essays/first-2024", "") in brief(found, "pages")


def test_a_note_is_moved_orphaned_added_and_removed(kept: Project) -> None:
    put(kept, {SEED: TEXT.replace("No more was said. ", "").replace("time.", "time. No more was said.")})
    assert brief(told(kept, "HEAD"), "notes") == {("notes", "moved", "essays/first-2024", "¶ 1")}
    put(kept, {SEED: TEXT.replace("No more was said. ", "")})
    found = told(kept, "HEAD")
    assert brief(found, "notes") == {("notes", "orphaned", "essays/first-2024", "¶ 2")}
    assert brief(found, "unread") == {("unread", "lost", SIDECAR, "")}
    put(kept, {SEED: TEXT, SIDECAR: NOTES.replace("Said [EL].", "Other.").replace("No more was", "It was")})
    put(kept, {SIDECAR: 'notes:\n  - {quote: "It was the first", kind: context, text: "Other."}\n'})
    assert {what for _, what, *_ in brief(told(kept, "HEAD"), "notes")} == {"added", "removed"}


def test_a_renamed_essay_is_known_by_its_text_and_what_is_added_is_told(kept: Project) -> None:
    put(
        kept,
        {
            SEED: None,
            SIDECAR: None,
            "seeds/essays/new-2024.txt": TEXT,
            "seeds/essays/more-2024.txt": "More\n\nSome words.\n",
        },
    )
    found = told(kept, "HEAD")
    assert brief(found, "essays") == {
        ("essays", "added", "essays/more-2024", ""),
        ("essays", "renamed", "essays/new-2024", ""),
    }
    assert not brief(found, "text")
    assert ("addresses", "lost", "essays/first-2024", "") in brief(found, "addresses")


def test_facts_of_entries_essays_and_the_collection_are_told_by_their_keys(kept: Project) -> None:
    entry = (
        "---\nname: Example League\nshort: EL\nmembers:\n  - {country: AM, from: 1992}\n---\nA league of examples.\n"
    )
    put(kept, {ENTRY: entry})
    commit(kept)
    put(
        kept,
        {
            ENTRY: entry.replace("1992", "1993").replace("A league of", "The league of"),
            SIDECAR: NOTES + "venue: Here\n",
        },
    )
    put(
        kept,
        {
            "seeds/collection.yml": "title: Another\ndescription: Made for a test.\nedition: 2026-01-01\nrights: Made for a test.\n"
        },
    )
    found = told(kept, "HEAD")
    assert brief(found, "facts", "settings") == {
        ("facts", "changed", "glossary/el", "members"),
        ("facts", "changed", "glossary/el", "definition"),
        ("facts", "added", "essays/first-2024", "venue"),
        ("settings", "changed", "seeds/collection.yml", "title"),
    }  # fmt: skip
    members = next(change for change in found if change["place"] == "members")
    assert (members["was"], members["now"]) == ("Armenia, member, from 1992", "Armenia, member, from 1993")


def test_revisions_and_sites_tell_the_same_of_the_texts(
    kept: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    before = tmp_path_factory.mktemp("before") / "site"
    pipeline.build(kept)
    shutil.copytree(kept.site, before)
    put(
        kept,
        {
            SEED: TEXT.replace("Example League (EL) met", "others met at last") + "\nThe Example League ended.\n",
            SIDECAR: None,
        },
    )
    put(kept, {SIDECAR: f'removed: {{{next(iter(lost(kept)))}: "The author changed it."}}\n'})
    pipeline.build(kept)
    areas = ("essays", "text", "links", "mentions", "notes", "references")
    built = told(kept, str(before), str(kept.site))
    assert brief(built, *areas) == brief(told(kept, "HEAD"), *areas) != set()
    assert {"text", "links", "notes"} <= {str(change["area"]) for change in built}


def lost(project: Project) -> set[str]:
    return {str(c["place"]) for c in told(project, "HEAD") if c["area"] == "addresses"}


def test_an_essay_that_did_not_change_is_read_once(kept: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put(kept, {"seeds/essays/second-2024.txt": "Two\n\nThe Example League again.\n"})
    commit(kept)
    put(kept, {"seeds/essays/second-2024.txt": "Two\n\nThe Example League once more.\n"})
    read: list[str] = []
    annotate = pipeline.annotate_one
    monkeypatch.setattr(
        pipeline, "annotate_one", lambda path, context: read.append(path.stem) or annotate(path, context)
    )
    assert diff(kept, "HEAD").exit_code == 0
    assert sorted(read) == ["first-2024", "second-2024", "second-2024"]
    put(kept, {ENTRY: "---\nname: Example League\n---\nA league.\n"})
    read.clear()
    assert diff(kept, "HEAD").exit_code == 0
    assert sorted(read) == ["first-2024", "second-2024", "second-2024"]  # what the entry touches is not read anew


def test_what_cannot_be_compared_is_said(
    kept: Project, collection: Make, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def refused(project: Project, *words: str) -> str:
        result = diff(project, *words)
        assert result.exit_code == 1
        return result.output

    assert "Git knows no such revision" in refused(kept, "nowhere")
    shallow = tmp_path_factory.mktemp("shallow")
    commit_again = {SEED: TEXT + "\nMore.\n"}
    put(kept, commit_again)
    commit(kept)
    subprocess.run(["git", "clone", "-q", "--depth", "1", kept.root.as_uri(), str(shallow / "a")], check=True)
    there = Project(shallow / "a", kept.collection)
    assert "This clone is shallow" in refused(there, "HEAD~1") and "fetch-depth: 0" in refused(there, "HEAD~1")
    shutil.rmtree(there.root / ".git")
    assert "lies in no git repository" in refused(there, "HEAD")
    put(kept, {"seeds/collection.yml": "title: [\n"})
    commit(kept)
    put(kept, {"seeds/collection.yml": "title: A\ndescription: B.\nedition: 2026-01-01\nrights: Made for a test.\n"})
    assert "git:HEAD:1:1: error[published-unreadable] Its seeds cannot be read" in refused(kept, "HEAD")


def test_two_sites_are_named_or_none(kept: Project, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "anchors.json").write_text("{}")
    assert diff(kept, str(tmp_path / "site")).exit_code == 2
    for words in ([""], ["HEAD", ""]):
        assert diff(kept, *words).exit_code == 2 and "A side is empty" in diff(kept, *words).output
    assert "error[published-unreadable]" in diff(kept, str(tmp_path / "site"), str(tmp_path / "site")).output


CHAIN = {
    ENTRY: "---\nname: Example League\nshort: EL\nabout: [zone]\n---\nA league of the [Zone].\n\nIt was in [Far Place].\n",
    "seeds/glossary/concept/zone.md": "---\nname: Zone\n---\nWhat [far] was, and the [Old Pact].\n",
    "seeds/glossary/place/far.md": "---\nname: Far Place\nplace: region\n---\nA place.\n",
    "seeds/glossary/person/ann.md": "---\nname: Ann Author\n---\nShe wrote.\n",
    SIDECAR: NOTES + 'see:\n  - {from: It was, to: second-2024, quote: A quarrel, why: Both.}\n',
    "seeds/essays/second-2024.txt": "Two\n\nBy Bob Other\n\nA quarrel about the Zone. Ann Author saw it.\n",
    "seeds/essays/third-2024.txt": "Three\n\nBy Bob Other\n\nNothing is named.\n",
    "seeds/essays/second-2024.yml": "unsure: [Who wrote it.]\n",
}  # fmt: skip
ZONE, FAR, ANN, TWO = (name for name in CHAIN if name.endswith(("far.md", "zone.md", "ann.md", "second-2024.txt")))
PACT = {"seeds/glossary/concept/pact.md": "---\nname: Old Pact\n---\nA pact.\n"}
EDITS = [
    {},
    {FAR: CHAIN[FAR].replace("Far Place", "Farther Place")},
    {FAR: CHAIN[FAR].replace("A place", "A far place")},
    {FAR: CHAIN[FAR].replace("place: region", "place: region\nshort: FP")},
    {ZONE: CHAIN[ZONE].replace("What", "All that")},
    {ZONE: CHAIN[ZONE] + "\nAnd more.\n"},
    {**PACT},
    {ANN: None},
    {ANN: CHAIN[ANN].replace("---\nS", "sort: Ann, Author\n---\nS")},
    {TWO: CHAIN[TWO].replace("Two", "Second")},
    {TWO: CHAIN[TWO].replace("Bob", "Rob")},
    {TWO: CHAIN[TWO].replace("saw", "heard")},
    {"seeds/essays/second-2024.yml": "unsure: [When he wrote it.]\n"},
    {SIDECAR: str(CHAIN[SIDECAR]).replace("Said [EL].", "Said [far].")},
    {"seeds/essays/third-2024.txt": "Three\n\nBy Bob Other\n\nThe Zone is named.\n"},
    {"seeds/collection.yml": "title: Other\ndescription: B.\nedition: 2026-01-01\nrights: Made for a test.\n"},
]


@pytest.mark.parametrize("edit", EDITS)
def test_pages_that_are_not_made_are_the_same(collection: Make, edit: dict[str, str | None]) -> None:
    project = collection(CHAIN)
    before = pipeline.read(project).collection
    put(project, edit)
    after = pipeline.read(open_project(project.root)).collection
    was, here = pages.differing(before, after)
    whole = pages.render(before), pages.render(after)
    changed = {path for path in whole[0].keys() | whole[1].keys() if whole[0].get(path) != whole[1].get(path)}
    assert {path for path in was.keys() | here.keys() if was.get(path) != here.get(path)} == changed
    assert bool(changed) == bool(edit)
    if "seeds/collection.yml" not in edit:
        assert "essays/third-2024.md" in changed or not {"essays/third-2024.md"} & here.keys()


# ------------------------------------------------------------------------------------------------- what a site may hold

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["./#x", "../a/text.txt"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
HELD = ("anchors.json", "links.json", "glossary.jsonld", "essays/first-2024/annotations.jsonld", "memberships.csv")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("built")
    publishable(write(root, {**{name: text for name, text in BASE.items() if text}, **CHAIN, **PACT}))
    project = open_project(root)
    pipeline.build(project)
    return project


def mixed(value: Any, data: st.DataObject) -> Any:
    """The value with something else in one place of it, or less."""
    if not isinstance(value, dict | list) or not value or data.draw(st.integers(0, 5)) == 0:
        return data.draw(any_json)
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = data.draw(st.sampled_from(keys))
    if data.draw(st.integers(0, 9)) == 0:
        return {name: held for name, held in value.items() if name != key} if isinstance(value, dict) else value[:key]
    pairs = [(name, mixed(value[name], data) if name == key else value[name]) for name in keys]
    return dict(pairs) if isinstance(value, dict) else [held for _, held in pairs]


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(HELD))
def test_a_site_that_holds_anything_is_compared_or_refused_by_its_file(
    built: Project, data: st.DataObject, name: str
) -> None:
    path = built.site / name
    good = path.read_bytes()
    if name.endswith("csv"):
        path.write_bytes(
            data.draw(st.binary(max_size=40) | st.text(max_size=60).map(lambda text: good[:50] + text.encode()))
        )
    else:
        path.write_text(json.dumps(mixed(json.loads(good), data)), "utf-8")
    try:
        then, now = sides.sites(built, str(built.site), str(built.site))
        assert not compare(then, now)
    except Refused as refused:
        assert [found.path.rpartition("/")[2] for found in refused.diagnostics] == [name.rpartition("/")[2]]
        assert refused.diagnostics[0].hint
    finally:
        path.write_bytes(good)


def test_a_site_of_which_a_file_is_not_there_is_refused_by_that(built: Project, tmp_path: Path) -> None:
    for name in (*HELD[1:], "essays/first-2024/index.html"):
        shutil.copytree(built.site, tmp_path / "site")
        (tmp_path / "site" / name).unlink()
        result = diff(built, str(tmp_path / "site"), str(built.site))
        assert result.exit_code == 1
        assert f"{name}:1:1: error[published-unreadable] The site has no such file" in result.output
        shutil.rmtree(tmp_path / "site")


# ------------------------------------------------------------------------------------------------------------ its words

WICKED = (
    "<img src=x onerror=alert(1)> [a](javascript:b) @everyone #1 `x` ``y``\n# H\n</summary>\u202e\x1b[31m http://e.org"
)
words = st.text(max_size=60) | st.sampled_from([WICKED, "`", "``` ", "@a", "<b>", "", " "])
any_change = st.builds(
    Change,
    st.sampled_from(list(changes.HEADINGS)),
    st.sampled_from(["added", "removed", "renamed", "changed", "moved", "lost", "orphaned", "kept"]),
    words, st.just("¶ 3"), words, words, words,
)  # fmt: skip


@given(st.lists(any_change, max_size=8))
def test_what_contributors_wrote_is_code_in_a_summary_and_nothing_else(found: list[Change]) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(changes.as_markdown(found))
    inner = [token for block in tokens for token in block.children or ()]
    own = {"What this change means", "Nothing that a reader could see has changed."}
    for token in inner:
        assert token.type in ("text", "code_inline"), token
        if token.type == "text" and token.content not in own:
            assert not set("@<>[]`#!") & set(token.content), token.content
    blocks = {token.content for token in tokens if token.type == "html_block"}
    assert all(block.startswith(("<details><summary><b>", "</details>")) and block.count("<") <= 5 for block in blocks)


def test_a_summary_stays_under_a_mebibyte() -> None:
    huge = "\U0001f600`" * 4000
    found = [Change(area, "changed", huge, "¶ 1", huge, huge, huge) for area in changes.HEADINGS for _ in range(3000)]
    told = changes.as_markdown(found)
    assert len(told.encode()) < 2**20
    assert told.count("and 2960 more") == len(changes.HEADINGS)


def test_no_control_character_reaches_the_terminal() -> None:
    for area in changes.HEADINGS:
        told = changes.as_text([Change(area, "changed", WICKED, "¶ 1", WICKED, WICKED, WICKED)])
        assert all(character.isprintable() or character == "\n" for character in told)


paragraphs = st.lists(st.text("ab ", min_size=1, max_size=30).map(lambda text: f"x{text.strip()}"), max_size=8)


@given(paragraphs, paragraphs)
def test_words_added_and_removed_account_for_the_lengths_of_the_texts(then: list[str], now: list[str]) -> None:
    found = [change for change in compare(edition(then), edition(now)) if change.area == "text"]
    before, after = (sum(len(words.split()) for words in set(text)) for text in (then, now))
    assert sum(change.more - change.less for change in found) == after - before
    assert bool(found) == (list(dict.fromkeys(then)) != list(dict.fromkeys(now)))


def edition(words: list[str]) -> Edition:
    text = Text("A", {told: Part("¶ 1", told) for told in words})
    return Edition({"a": text}, {}, {}, Published(), {})
