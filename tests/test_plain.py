"""The scraps of markup in plain text: what is understood, and what is left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.readers import Options, Paragraph, plain
from tests.conftest import cases, sections

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


def paragraphs(seed: str) -> tuple[Paragraph, ...]:
    return plain.read(seed.encode(), Options()).paragraphs


@given(SCRAPS)
def test_styles_stay_in_bounds_and_nest(seed: str) -> None:
    for paragraph in paragraphs(seed):
        for style in paragraph.styles:
            assert 0 <= style.span.start < style.span.end <= len(paragraph.text)
            for other in paragraph.styles:
                crossing = style.span.start < other.span.start < style.span.end < other.span.end
                assert not crossing


@pytest.mark.parametrize("path", cases("scraps"), ids=lambda path: path.stem)
def test_scraps(path: Path) -> None:
    case = sections(path)
    told = []
    for paragraph in paragraphs(case["seed"]):
        told.append(f"{paragraph.level or ''}|{paragraph.text}")
        told += [
            f"  {s.tag}{' ' + s.href if s.href else ''}: {paragraph.text[s.span.start : s.span.end]}"
            for s in paragraph.styles
        ]
    assert "\n".join(told) == case["read as"].strip("\n")


def test_a_line_that_leads_on_is_not_at_its_end() -> None:
    text = "A Title\n\nBy Ann Author\n\nThe leaders of the Commonwealth of\nIndependent States met. It was so.\n"
    draft = plain.read(text.encode(), Options(True))
    assert [paragraph.text for paragraph in draft.paragraphs][-1] == (
        "The leaders of the Commonwealth of Independent States met. It was so."
    )
