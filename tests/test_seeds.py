"""Seeds → essays: decoding, places, metadata."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest

from builder.anchors import block_ids, slug
from builder.project import Project
from builder.seeds import Seed, find_seeds, iso_date, read_seed

Make = Callable[..., Project]


def read(project: Project, name: str = "first-2024") -> Seed:
    return read_seed(project, project.essays / f"{name}.txt")


@pytest.mark.parametrize("name", ["baev-2025", "pomeranz-2024"])
def test_every_character_knows_its_place_in_the_seed(real: Project, name: str) -> None:
    seed = read(real, name)
    for offset, character in enumerate(seed.essay.text):
        if not character.isspace():
            assert seed.source[seed.essay.origin.seed_offset(offset)] == character


@pytest.mark.parametrize("name", ["baev-2025", "pomeranz-2024"])
def test_every_word_of_the_file_is_in_the_text_but_markup(real: Project, name: str) -> None:
    raw = unicodedata.normalize("NFC", (real.essays / f"{name}.txt").read_bytes().decode())
    bare = re.sub(r"</?[ua](?: [^>]*)?>|\*|^## ", "", raw, flags=re.MULTILINE)
    assert read(real, name).essay.text.split() == bare.split()


@pytest.mark.parametrize("data", [
    "A Title\r\n\r\nBy Ann Author\r\n\r\nOne. Two\r\nthree.\r\n".encode(),
    b"\xef\xbb\xbfA Title\n\nBy Ann Author\n\nOne. Two\nthree.\n",
    "A Title\r\rBy Ann Author\r\rOne. Two\rthree.\r".encode(),
    "A Title\n \t\nBy Ann Author\n\n\n\nOne. Two\n  three.".encode(),
])  # fmt: skip
def test_line_ends_and_marks_of_order_make_no_difference(collection: Make, data: bytes) -> None:
    project = collection()
    (project.essays / "first-2024.txt").write_bytes(data)
    essay = read(project).essay
    assert essay.text == "A Title\n\nBy Ann Author\n\nOne. Two three."
    assert [block.role for block in essay.blocks] == ["title", "byline", "paragraph"]
    assert [author.name for author in essay.authors] == ["Ann Author"]


def test_a_decomposed_text_is_composed(collection: Make) -> None:
    project = collection(
        {"seeds/essays/first-2024.txt": unicodedata.normalize("NFD", "Être\n\nBy Zoë Ürün\n\nÉté. Forêt.\n")}
    )
    assert read(project).essay.title == "Être"


def test_the_sidecar_has_the_last_word(collection: Make) -> None:
    sidecar = "title: Another\nauthors: [{name: Bo Other}]\npublished: Spring 2023\nblocks:\n  - {quote: No more was said, role: bio}\n"
    essay = read(collection({"seeds/essays/first-2024.yml": sidecar})).essay
    assert (essay.title, essay.authors[0].name, essay.published, essay.date) == (
        "Another",
        "Bo Other",
        "Spring 2023",
        "2023",
    )
    assert [block.role for block in essay.blocks][-1] == "bio"


def test_without_markup_stars_and_tags_are_text(collection: Make) -> None:
    files = {
        "seeds/essays/first-2024.txt": "A Title\n\n*One* <u>two</u>. Three.\n",
        "seeds/essays/first-2024.yml": "markup: none\n",
    }
    assert "*One* <u>two</u>. Three." in read(collection(files)).essay.text


@pytest.mark.parametrize(
    ("published", "date"), [("2024-02-03", "2024-02-03"), ("Winter 2024", "2024"), ("", ""), ("soon", "")]
)
def test_only_what_is_sure_of_a_date_is_taken(published: str, date: str) -> None:
    assert iso_date(published) == date


def test_an_id_does_not_depend_on_the_place() -> None:
    alone = block_ids([("paragraph", "Words of one."), ("heading", "A Part"), ("paragraph", "Words of two.")])
    among = block_ids(
        [("paragraph", "New."), ("paragraph", "Words of two."), ("heading", "A Part"), ("paragraph", "Words, of one!")]
    )
    assert alone == [among[3], among[2], among[1]]
    assert block_ids([("paragraph", "Same."), ("paragraph", "Same.")])[1].endswith("-2")
    assert len(set(block_ids([("heading", "Глава"), ("heading", "Часть")]))) == 2
    assert len(set(block_ids([("heading", name) for name in ("Phase", "Phase", "Phase 2", "Phase 2", "Phase")]))) == 5


@pytest.mark.parametrize(
    ("text", "wanted"), [("Russia’s Cacophony…", "russias-cacophony"), ("Été à Paris!", "ete-a-paris"), ("...", "")]
)
def test_slugs(text: str, wanted: str) -> None:
    assert slug(text) == wanted


def test_an_essay_in_a_folder_of_its_own_is_not_passed_over_in_silence(collection: Make) -> None:
    project = collection({"seeds/essays/.hidden": "x", "seeds/essays/folder/inner.txt": "x"})
    paths, found = find_seeds(project)
    assert [path.name for path in paths] == ["first-2024.txt"]
    assert [(finding.path, finding.rule) for finding in found] == [("seeds/essays/folder", "seed-format")]


@pytest.mark.parametrize(("head", "title", "authors", "repairs", "doubts"), [
    ("A Long Shadow - Jane Q. Doe", "A Long Shadow", ["Jane Q. Doe"], ["title-byline"], 0),
    ("A Long Shadow\nBy Jane Q. Doe and Émile van der Berg", "A Long Shadow", ["Jane Q. Doe", "Émile van der Berg"], [], 0),
    ("A Long Shadow\n\nBy Jane Q. Doe | May 3, 2021", "A Long Shadow", ["Jane Q. Doe"], ["title-byline"], 0),
    ("A Shadow - Nobody Known", "A Shadow", ["Nobody Known"], ["title-byline"], 1),  # a name, perhaps: said to be unsure
    ("Cold War - Hot History", "Cold War - Hot History", [], [], 0),  # “history” is a common word of this text
    ("A Shadow - The Long One", "A Shadow - The Long One", [], [], 0),
])  # fmt: skip
def test_a_byline_is_parted_where_it_is_a_name(
    collection: Make, head: str, title: str, authors: list[str], repairs: list[str], doubts: int
) -> None:
    text = f"{head}\n\nIt was so. It is so still.\n\nAnd so on. And on.\n\nJane Q. Doe teaches history. She writes.\n"
    essay = read(collection({"seeds/essays/first-2024.txt": text})).essay
    assert essay.title == title
    assert [author.name for author in essay.authors] == authors
    assert [repair.rule for repair in essay.repairs] == repairs
    assert len([doubt for doubt in essay.doubts if "byline" in doubt.message]) == doubts
