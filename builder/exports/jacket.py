"""The cover of an e-book: a picture that Typst sets, or without it a drawing laid out by our own rule."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from builder.exports.cover import cover_png
from builder.exports.epub import Item
from builder.extras import PDF
from builder.templating import Environment

WIDTH = 1200  # of 1200 × 1800
ROOM = 960  # for words
SIZES = (132, 112, 96, 80, 66, 54)  # of the title, the first that fits
LINES = 7  # of the title; what is longer is cut
SMALL = 44
OTHERS = 6  # lines below the title
WIDE = 0.56  # of a letter to its size, in the faces that readers have: a little more than the mean


def cover(environment: Environment, title: str, lines: Sequence[str], language: str) -> Item:
    """The cover's picture; `lines` stand below the title, the last one at the foot."""
    if PDF.there and (picture := cover_png(title, lines[:-1], lines[-1], language)):
        return Item("cover.png", picture, "cover-image", read=False)
    size, titles = next(((size, told) for size in SIZES if len(told := wrapped(title, size)) <= LINES), (SIZES[-1], []))
    titles = titles or [*wrapped(title, SIZES[-1])[: LINES - 1], "…"]
    told = [part for line in lines for part in wrapped(line, SMALL)[:2]][:OTHERS]
    drawn = environment.get_template("epub/cover.svg").render(title=titles, size=size, lines=told, small=SMALL)
    return Item("cover.svg", drawn, "cover-image", read=False)


def wrapped(text: str, size: int) -> list[str]:
    """Lines that fit the room at a size of letters, in pixels; a letter of East Asia takes two."""
    across = int(ROOM / (size * WIDE))
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return textwrap.wrap(text, across // 2 if 2 * wide > len(text) else across)
