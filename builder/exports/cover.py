"""The picture on the cover of an e-book, set with the template `cover.typ`."""

from __future__ import annotations

import json
from collections.abc import Sequence


def cover_png(title: str, lines: Sequence[str], foot: str = "", language: str = "en") -> bytes:
    """A PNG of 1600 × 2560 pixels, the 5 : 8 that shops of e-books ask for; empty where a letter has no shape in
    the typefaces at hand. `lines` stand under the title (who wrote it, where it appeared), `foot` at the foot.

    Needs Typst: look at `extras.PDF.there` first.
    """
    from builder import typesetting

    words = {"title": title, "lines": json.dumps(list(lines)), "foot": foot, "language": language}
    return typesetting.png("cover.typ", words, ppi=144)
