"""The promise, as a check that any test or fuzzer can call: read a file, write its page, compare the two."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from builder import verify
from builder.model import Annotations
from builder.records import SidecarRecord
from builder.seeds import Seed, seed_of
from builder.serialize import essay_markdown
from tests.conftest import ROOT

UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def faithful(data: bytes, suffix: str, markup: str = "scraps") -> Seed:
    """Read `data`, and fail where a character was lost, added or changed on the way to the page."""
    seed = seed_of(f"seeds/essays/x{suffix}", data, SidecarRecord(title="T", markup=markup))
    if seed.essay is None:
        assert len(seed.diagnostics) == 1, seed.diagnostics
        return seed
    essay = seed.essay
    lost = [str(diagnostic) for diagnostic in verify.seeds([seed])]
    assert not lost, lost
    spans = [block.span for block in essay.blocks]
    assert all(one.end < other.start for one, other in pairwise(spans))
    assert all(essay.words(span).strip() for span in spans)
    for style in essay.styles:
        block = essay.block_at(style.span.start)
        assert block.span.start <= style.span.start < style.span.end <= block.span.end
    converter = verify._converter((ROOT / "mkdocs.yml").read_text("utf-8"))
    converter.reset()
    page = converter.convert(essay_markdown(essay, Annotations()))
    changed = [str(diagnostic) for diagnostic in verify.compare(page, seed, "the page")]
    assert not changed, changed
    return seed


def bare(text: str) -> list[str]:
    """The words of a text as they are promised under `markup: none`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return unicodedata.normalize("NFC", UNSHOWN.sub("", lines)).split()
