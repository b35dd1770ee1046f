"""The two essays, as a careful reader would mark them (tests/gold/, made by reading)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import yaml

from builder.model import Block
from builder.pipeline import Reading

GOLD = Path(__file__).parent / "gold"
KINDS = ("organization", "court", "treaty", "concept", "institution")
SLUGS = ("baev-2025", "pomeranz-2024")


def gold(name: str) -> dict[str, list[object]]:
    return dict(yaml.safe_load((GOLD / name).read_text("utf-8")))


def label(block: Block) -> int | str:
    return block.number or block.role


@pytest.mark.parametrize("slug", SLUGS)
def test_every_mention_is_found_and_none_is_wrong(reading: Reading, slug: str) -> None:
    essay, layers = reading.collection.essays[slug]
    terms = reading.collection.glossary.terms
    found = [
        [label(essay.block_at(m.span.start)), essay.words(m.span), m.term]
        for m in layers.mentions
        if m.named and terms[m.term].kind in KINDS
    ]
    assert found == gold("mentions.yml")[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_block_has_its_role(reading: Reading, slug: str) -> None:
    essay, _ = reading.collection.essays[slug]
    assert [block.role for block in essay.blocks] == gold("roles.yml")[slug]


def test_the_sentence_that_a_page_break_cut_is_joined_and_said(reading: Reading) -> None:
    essay, _ = reading.collection.essays["baev-2025"]
    bio = next(block for block in essay.blocks if block.role == "bio")
    assert "at the Center for the U.S. and Europe at the Brookings Institution" in essay.words(bio.span)
    assert [(repair.rule, repair.line) for repair in essay.repairs] == [("title-byline", 1), ("page-break", 25)]


def test_head_and_date(reading: Reading) -> None:
    baev, pomeranz = (reading.collection.essays[slug][0] for slug in SLUGS)
    assert (baev.title, baev.authors[0].name, baev.date) == (
        "Russian counter-offensive in the international arena has lost momentum", "Pavel K. Baev", "2025-01-06",
    )  # fmt: skip
    assert (pomeranz.title, pomeranz.authors[0].name, pomeranz.published) == (
        "A Cacophony of Partnerships", "William Pomeranz", "Winter 2024",
    )  # fmt: skip


def test_the_seeds_are_the_files_that_came() -> None:
    """Byte for byte: the digests are those of the files as they were handed in."""
    folder = Path(__file__).parent.parent / "seeds" / "essays"
    digests = {slug: hashlib.sha256((folder / f"{slug}.txt").read_bytes()).hexdigest() for slug in SLUGS}
    assert digests == gold("digests.yml")
