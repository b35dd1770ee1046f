"""Typst sets pages, in a process of its own (typesetter.py). Words come as data and are never read as markup.

Typst brings its own typefaces. Where these have every letter, the bytes are the same on any machine; where they have
not, those of the system help out (decision 18).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from builder.facts import first_day

ACCESSIBLE = "ua-1"  # PDF/UA-1, ISO 14289-1, which refuses letters without a shape
SHAPELESS = "could not be displayed"
LINKED = "artifacts may not contain links"
ENDLESS = "it does not end"
PATIENCE = 60  # seconds for one file; a long essay takes two


class Unset(Exception):  # noqa: N818 - it is what the words are
    """Words that Typst did not set, and why."""


def pdf(template: str, words: Mapping[str, str], edition: str) -> bytes:
    """A tagged PDF, dated as `edition` (a day, month or year). What the template is told besides:

    `whole`: “yes” or “no”, whether every letter has a shape; where one has none, the file is not PDF/UA.
    `aside`: what may be left out when it is read aloud is an artifact; where a note stands at the foot of its page,
    Typst takes that for a part of it, and it is text. `notes`: at the foot; where that finds no end, in the text.
    """
    day = f"{first_day(edition)}T00:00:00+00:00"
    for own, aside in ((True, "artifact"), (True, "text"), (False, "artifact"), (False, "text")):
        try:
            told = {**words, "whole": "yes", "aside": aside, "notes": "foot"}
            return _compiled(template, told, "pdf", own, timestamp=day, pdf_standards=ACCESSIBLE)
        except Unset as unset:
            if ENDLESS in str(unset):
                told |= {"aside": "text", "notes": "inline"}
                return _compiled(template, told, "pdf", own, timestamp=day)
            if not any(known in str(unset) for known in (SHAPELESS, LINKED)):
                raise
    told = {**words, "whole": "no", "aside": "text", "notes": "foot"}
    return _compiled(template, told, "pdf", own=False, timestamp=day)


def png(template: str, words: Mapping[str, str], ppi: float) -> bytes:
    """A picture of a template of one page, at `ppi` pixels to the inch; empty where a letter has no shape here."""
    for own in (True, False):
        try:
            _compiled(template, words, "pdf", own, pdf_standards=ACCESSIBLE)  # pictures do not tell of shapes
            return _compiled(template, words, "png", own, ppi=ppi)
        except Unset as unset:
            if SHAPELESS not in str(unset):
                raise
    return b""


def _compiled(template: str, words: Mapping[str, str], form: Literal["pdf", "png"], own: bool, **options: Any) -> bytes:
    """Raises Unset with what Typst says, or where it does not end."""
    job = {"template": template, "words": dict(words), "form": form, "own": own, "options": options}
    command = [sys.executable, str(Path(__file__).with_name("typesetter.py"))]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command, input=json.dumps(job).encode(), capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as endless:
        raise Unset(ENDLESS) from endless
    if done.returncode:
        raise Unset(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout
