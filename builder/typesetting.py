"""Typst sets pages: the only module that knows it. Words come as data (`sys.inputs`) and are never read as markup.

Typst brings its own typefaces. Where these have every letter, the bytes are the same on any machine; where they have
not, those of the system help out (decision 18).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst

from builder.facts import first_day

ACCESSIBLE = "ua-1"  # PDF/UA-1, ISO 14289-1, which refuses letters without a shape
SHAPELESS = "could not be displayed"
LINKED = "artifacts may not contain links"


def pdf(template: str, words: Mapping[str, str], edition: str) -> bytes:
    """A tagged PDF, dated as `edition` (a day, month or year). `whole` tells the template “yes” or “no”, whether every
    letter has a shape; where one has none, the file is not PDF/UA. `aside` tells what may be left out when it is read
    aloud: Typst takes a note at the foot of such a page for a part of it, and then it has to be text."""
    day = datetime.datetime.fromisoformat(first_day(edition)).replace(tzinfo=datetime.UTC)
    for own, aside in ((True, "artifact"), (True, "text"), (False, "artifact"), (False, "text")):
        try:
            told = {**words, "whole": "yes", "aside": aside}
            return _compiled(template, told, "pdf", own, timestamp=day, pdf_standards=ACCESSIBLE)
        except typst.TypstError as error:
            if not any(known in error.message for known in (SHAPELESS, LINKED)):
                raise
    return _compiled(template, {**words, "whole": "no", "aside": "text"}, "pdf", own=False, timestamp=day)


def png(template: str, words: Mapping[str, str], ppi: float) -> bytes:
    """A picture of a template of one page, at `ppi` pixels to the inch; empty where a letter has no shape here."""
    for own in (True, False):
        try:
            _compiled(template, words, "pdf", own, pdf_standards=ACCESSIBLE)  # pictures do not tell of shapes
            return _compiled(template, words, "png", own, ppi=ppi)
        except typst.TypstError as error:
            if SHAPELESS not in error.message:
                raise
    return b""


def _compiled(template: str, words: Mapping[str, str], form: Literal["pdf", "png"], own: bool, **options: Any) -> bytes:
    source = (files("builder") / "templates" / template).read_bytes()
    made = typst.compile(source, format=form, sys_inputs=dict(words), font_paths=_faces(own), **options)
    assert isinstance(made, bytes)  # several pages as pictures would be a list
    return made


@cache
def _faces(own: bool) -> typst.Fonts:
    """The typefaces that Typst brings, alone or with those of the system."""
    return typst.Fonts(include_system_fonts=not own)
