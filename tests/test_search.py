"""What the search is given: data that runs nothing, every passage once, the engine that fits; and Pagefind's index, the same every time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import indexing, pipeline
from builder.diagnostics import Refused
from builder.exports.search import ROOM, Passage, engine, entry_passages, essay_passages, names_js, passages_js
from builder.pipeline import Reading
from builder.project import Project
from tests.test_serialize import HOSTILE

Make = Callable[..., Project]
RECORD = "title: T\ndescription: D\nedition: 2026-01-01\nrights: Made for a test.\n"
LONG = "A Title\n\n" + "\n\n".join(
    f"Paragraph {n} says what it says, and then some more of the same." for n in range(10_000)
)


def held(script: str, name: str) -> dict:
    assert script.startswith(f"reader.{name}={{") and script.endswith("};\n") and "\n" not in script[:-1]
    return json.loads(script.removeprefix(f"reader.{name}=").removesuffix(";\n"))


def test_what_contributors_write_is_a_string_and_never_a_key(collection: Make) -> None:
    bad = json.dumps("".join(c for c in HOSTILE[0] if c.isprintable()) + "</script>\u2028`${x}`")
    project = collection({
        "seeds/essays/first-2024.yml": f"title: {bad}\nauthors: [{{name: {bad}}}]\nvenue: __proto__\n",
        "seeds/glossary/organization/constructor.md": f"---\nname: {bad}\naliases: [__proto__]\n---\n__proto__\n",
    })  # fmt: skip
    files = pipeline.annotate(project).files
    names, passages = held(files["search/names.js"], "names"), held(files["search/passages.js"], "passages")
    assert names.keys() == {"engine", "languages", "entries", "essays"} and passages.keys() == {"entries", "essays"}
    listed = [*names["entries"], *names["essays"], *(p for held in passages.values() for page in held for p in page)]
    assert not [value for item in listed for value in item if isinstance(value, dict)]
    assert json.loads(bad) == names["essays"][0][1]


def test_every_passage_and_note_is_there_once_and_no_name_is(reading: Reading) -> None:
    for essay, layers in reading.collection.essays.values():
        passages = essay_passages(essay, layers, reading.collection.glossary)
        said = {block.id: block for block in essay.blocks}
        assert len({anchor for anchor, _, _ in passages}) == len(passages)
        assert {f"note-{note.number}" for note in layers.notes} == {p.anchor for p in passages} - said.keys()
        numbered = {p.anchor: p.place for p in passages if p.place.startswith("¶")}
        assert numbered == {block.id: f"¶ {block.number}" for block in essay.blocks if block.number}
        assert not {said[p.anchor].role for p in passages if p.anchor in said} & {"title", "byline", "pull-quote"}


def test_an_entry_begins_with_its_definition_without_its_brackets(reading: Reading) -> None:
    glossary = reading.collection.glossary
    for term in glossary.terms.values():
        first, *_ = entry_passages(term, glossary)
        assert (
            first.words.replace("[", "") == first.words
            and first.words[:20] == term.definition.replace("[", "").replace("]", "").replace("*", "")[:20]
        )


def test_the_engine_follows_from_the_size_unless_it_is_named(collection: Make) -> None:
    small = pipeline.read(collection()).collection.essays
    large = pipeline.read(collection({"seeds/essays/long-2024.txt": LONG})).collection.essays
    assert sum(len(essay.text) for essay, _ in large.values()) > ROOM
    assert [engine(wanted, essays) for essays in (small, large) for wanted in ("auto", "whole", "pagefind")] == [
        "whole", "whole", "pagefind", "pagefind", "whole", "pagefind",
    ]  # fmt: skip


def test_the_essays_are_sent_whole_or_indexed_never_both(reading: Reading) -> None:
    essays, glossary = reading.collection.essays, reading.collection.glossary
    assert len(held(passages_js(essays, glossary, "whole"), "passages")["essays"]) == len(essays)
    assert held(passages_js(essays, glossary, "pagefind"), "passages")["essays"] == []
    assert len(held(names_js(essays, glossary, {}, "pagefind"), "names")["essays"]) == len(essays)


def test_where_pagefind_is_not_there_the_whole_is_sent_and_that_is_told(
    collection: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = collection({"seeds/collection.yml": f"{RECORD}search: pagefind\n"})
    monkeypatch.setattr(indexing, "program", lambda: None)
    reading = pipeline.build(project)
    assert [(d.rule, d.severity) for d in reading.diagnostics] == [("search-whole", "warning")]
    assert held(reading.files["search/names.js"], "names")["engine"] == "whole"
    assert not (project.site / "pagefind").exists()


def test_an_index_that_cannot_be_made_replaces_no_site(collection: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    project = collection({"seeds/collection.yml": f"{RECORD}search: pagefind\n"})
    (project.site).mkdir()
    (project.site / "index.html").write_text("the last good one")
    monkeypatch.setattr(indexing, "program", lambda: Path("/bin/false"))
    with pytest.raises(Refused) as refused:
        pipeline.build(project)
    assert [d.rule for d in refused.value.diagnostics] == ["publisher"]
    assert (project.site / "index.html").read_text() == "the last good one"


def test_the_index_is_the_same_every_time(tmp_path: Path) -> None:
    words = "war peace treaty border river bridge мост река граница".split()
    pages = [
        (("en", "ru", "de")[n % 3], [Passage(f"p-{n}-{m}", f"note {m}", " ".join(words[(n * m + k) % 9] + str(n % 7) for k in range(30))) for m in range(5)])
        for n in range(60)
    ]  # fmt: skip
    made = []
    for name in ("one", "other"):
        indexing.index(pages, tmp_path / name)
        made.append(
            {p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
        )
    assert made[0] == made[1]
    assert {path.parts[0] for path in made[0]} == {"en", "ru", "de"}
    assert not [path for path in made[0] if path.suffix == ".css"]
