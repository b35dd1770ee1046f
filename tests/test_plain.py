"""Reading plain text: every character is kept or is white space or understood markup, and its place is known."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.readers.plain import paragraphs
from tests.conftest import cases, sections

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=200).map(
    lambda text: unicodedata.normalize("NFC", text)
)
SCRAPS = st.lists(
    st.sampled_from(
        [
            "*",
            "**",
            "***",
            "<u>",
            "</u>",
            "<em>",
            "</em>",
            "a",
            "b c",
            " ",
            "\n",
            "\n\n",
            ".",
            "<a href='http://x'>",
            "</a>",
            "<br>",
            "# ",
        ]
    )
).map("".join)


@given(TEXT)
def test_without_markup_every_character_is_itself(seed: str) -> None:
    shown = " ".join(paragraph.text for paragraph in paragraphs(seed, markup=False))
    assert shown.split() == seed.split()


@given(TEXT | SCRAPS)
def test_white_space_is_folded_and_places_are_known(seed: str) -> None:
    for paragraph in paragraphs(seed):
        assert paragraph.text == " ".join(paragraph.text.split())
        for offset, character in enumerate(paragraph.text):
            origin = seed[paragraph.seed_offset(offset)]
            assert origin == character or (character == " " and (origin.isspace() or origin == "<"))


@given(SCRAPS)
def test_styles_stay_in_bounds_and_nest(seed: str) -> None:
    for paragraph in paragraphs(seed):
        for style in paragraph.styles:
            assert 0 <= style.span.start < style.span.end <= len(paragraph.text)
            for other in paragraph.styles:
                crossing = style.span.start < other.span.start < style.span.end < other.span.end
                assert not crossing


@given(SCRAPS)
def test_markup_that_is_shown_or_taken_out_loses_no_word(seed: str) -> None:
    shown = "".join(paragraph.text for paragraph in paragraphs(seed))
    bare = re.sub(r"<[^>]*>|[*#]", "", seed)
    assert re.sub(r"<[^>]*>|[*#]|\s", "", shown) == re.sub(r"\s", "", bare)


@pytest.mark.parametrize("path", cases("scraps"), ids=lambda path: path.stem)
def test_scraps(path: Path) -> None:
    case = sections(path)
    told = []
    for paragraph in paragraphs(case["seed"]):
        told.append(f"{paragraph.marked or ''}|{paragraph.text}")
        told += [
            f"  {s.tag}{' ' + s.href if s.href else ''}: {paragraph.text[s.span.start : s.span.end]}"
            for s in paragraph.styles
        ]
    assert "\n".join(told) == case["read as"].strip("\n")
