"""Elements and words, as a web page or Markdown tells them one after the other → paragraphs with roles and styles.

Blocks need no tree: whatever begins or ends one ends the paragraph before it. What an element means for the words in it
is carried on a stack, so that deep nesting costs no more than shallow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from builder.readers import Paragraph
from builder.readers.elements import (
    BLOCKS,
    BULLET,
    CLOSES,
    INLINE,
    LINE_SKIPPED,
    LISTS,
    NOTE_ID,
    SKIPPED,
    VOID,
    Box,
    is_unseen,
    marker,
    with_role,
)  # fmt: skip
from builder.readers.lines import SHORT
from builder.readers.parts import Read, by_line, table
from builder.readers.scraps import safe_address
from builder.readers.writer import Writer

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡])\]?")
MOST_STYLES = 40  # open at one time; what is nested deeper is no emphasis


class _Numbering:
    """How an open list marks its items: by bullets, or by numbers that go on from its `start`."""

    def __init__(self, ordered: bool, attributes: Mapping[str, str]) -> None:
        first = attributes.get("start", "1")
        self._number = int(first) if first.isdecimal() and len(first) < 6 else 1
        self._kind = attributes.get("type", "")
        self._ordered = ordered

    def next(self, value: str) -> str:
        """The marker of the next item; `value` is the number that the item itself asks for."""
        if not self._ordered:
            return BULLET
        self._number = int(value[:6]) if value.isdecimal() else self._number
        self._number += 1
        return marker(self._number - 1, self._kind)


class Assembler:
    """Takes `open`, `close`, `words` and `instead` in the order of the text; `done` gives what was read."""

    def __init__(self) -> None:
        self.stack = [Box()]
        self.parents = [0]
        self.elements: list[tuple[str, Mapping[str, str]]] = [("", {})]
        self.read: list[Read] = []
        self.left_out: list[tuple[int, int]] = []
        self._open: Counter[str] = Counter()
        self._lists: list[_Numbering] = []
        self._marker = ""
        self._writer = Writer()
        self._styles: list[tuple[str, str, str, str, int]] = []  # element, tag, href, lang, start
        self._start = self._end = 0
        self._linked = 0
        self._rows = 0
        self._closed = ""  # the inline element that ended last, with no words since

    # ------------------------------------------------------------------------------------------------------- elements

    def open(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        if name == "br":
            self._line_break(at)
            return
        apart = (
            "time" in (name, self._closed) and self._closed and self._writer.length and not self._writer.last.isspace()
        )
        if name == "hr" or name in BLOCKS or apart:  # boxes side by side that only a style sheet keeps apart
            self.flush()
        self._closed = ""
        if name in VOID:
            return
        if name in BLOCKS and self.stack[-1].name in LINE_SKIPPED:
            self._pop()  # it was never closed, and nothing of it stands in a block of its own
        if name in CLOSES:
            self._close_implied(*CLOSES[name])
        elif name in BLOCKS and self.stack[-1].name == "p":
            self._pop()
        if name in BLOCKS or name in SKIPPED:
            box = self._box(name, attributes)
            self.stack.append(box)
            self._open[name] += 1
        else:
            self._open_style(name, attributes)

    def close(self, name: str) -> None:
        if name in BLOCKS:
            self.flush()
        if name in BLOCKS or name in SKIPPED:
            if self._open[name]:
                while self._pop() != name:
                    pass
        else:
            self._close_style(name)
            self._closed = name

    def _box(self, name: str, attributes: Mapping[str, str]) -> Box:
        above = self.stack[-1]
        number = self._numbered(name, attributes)
        skipped = above.skipped or name in SKIPPED or is_unseen(attributes)
        box = replace(above, name=name, number=number, skipped=skipped)
        if name == "li":
            return self._item(box, attributes)
        if name in LISTS:
            self._lists.append(_Numbering(name == "ol", attributes))
        if name == "tr":
            self._rows += 1
            return replace(box, row=self._rows)
        if name == "table":
            return replace(box, table=number, row=0, cell=0)
        if name in ("td", "th"):
            return replace(box, cell=number)
        return replace(box, verbatim=True) if name == "pre" else with_role(box, attributes)

    def _numbered(self, name: str, attributes: Mapping[str, str]) -> int:
        """The number of a new element in the open one."""
        self.parents.append(self.stack[-1].number)
        self.elements.append((name, attributes))
        return len(self.parents) - 1

    def _item(self, box: Box, attributes: Mapping[str, str]) -> Box:
        if self._lists:
            self._marker = self._lists[-1].next(attributes.get("value", ""))
        else:
            self._marker = BULLET
        if box.role == "footnote" or NOTE_ID.match(attributes.get("id", "")):
            return replace(box, role="footnote", reason="marked as a note")
        return replace(box, role="list-item", reason="marked as an item of a list", level=max(len(self._lists), 1))

    def note(self, label: str) -> None:
        """Begin the block of a footnote whose label is not part of its words."""
        self.flush()
        number = self._numbered("aside", {})
        box = replace(self.stack[-1], name="note", number=number, role="footnote", reason="marked as a note")
        self.stack.append(box)
        self._open["note"] += 1
        self._marker = label

    def end_note(self) -> None:
        self.flush()
        while self._open["note"] and self._pop() != "note":
            pass

    def _pop(self) -> str:
        box = self.stack.pop()
        if box.name in ("td", "th") and not box.skipped and not (self.read and self.read[-1].cell == box.cell):
            self.read.append(
                Read(
                    Paragraph("", ((0, self._end),)), box.number, self._end, self._end, 0, box.table, box.row, box.cell
                )
            )
        self._open[box.name] -= 1
        if box.name in LISTS and self._lists:
            self._lists.pop()
        return box.name

    def _close_implied(self, closed: set[str], within: set[str]) -> None:
        if not any(self._open[name] for name in closed):
            return
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].name in within:
                return
            if self.stack[depth].name in closed:
                while len(self.stack) > depth:
                    self._pop()
                return

    # --------------------------------------------------------------------------------------------------------- styles

    def _open_style(self, name: str, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href", "") if name == "a" else ""
        language = attributes.get("lang", "")
        lang = language if LANGUAGE.fullmatch(language) else ""
        tag = "a" if name == "a" and href else INLINE.get(name, "span" if lang else "")
        if len(self._styles) < MOST_STYLES:
            self._styles.append((name, tag, href, lang, self._writer.length))

    def _close_style(self, name: str) -> None:
        place = next((i for i in range(len(self._styles) - 1, -1, -1) if self._styles[i][0] == name), None)
        if place is not None:
            self._write_style(*self._styles.pop(place)[1:])

    def _write_style(self, tag: str, href: str, lang: str, start: int) -> None:
        length = self._writer.length - start
        if not tag or length <= 0:
            return
        if tag == "a":
            self._linked += length
            if href.startswith("#"):
                words = "".join(self._writer.parts)[start:].strip() if length < SHORT else ""
                if NOTE_MARK.fullmatch(words):
                    self._writer.style(start, "sup")
                return
            href = safe_address(href.strip())
        self._writer.style(start, tag, href, lang if tag == "span" else "")

    # ---------------------------------------------------------------------------------------------------------- words

    def words(self, text: str, at: int) -> None:
        if self.stack[-1].skipped:
            self._leave_out(text, at, len(text))
        elif self.stack[-1].verbatim and "\n" in text:
            for index, line in enumerate(text.split("\n")):
                if index:
                    self._line_break(at - 1)
                self._write(line, at)
                at += len(line) + 1
        else:
            self._write(text, at)

    def instead(self, text: str, at: int, length: int) -> None:
        """Words that stand for the `length` characters of the source at `at`."""
        if self.stack[-1].skipped:
            self._leave_out(text, at, length)
            return
        self._started(at, at + length)
        self._writer.instead(text, at)

    def _write(self, text: str, at: int) -> None:
        if text and (self._writer.length or not text.isspace()):
            self._started(at + len(text) - len(text.lstrip()), at + len(text.rstrip()))
            self._writer.text(text, at)

    def _started(self, start: int, end: int) -> None:
        self._closed = ""
        if not self._writer.length:
            self._start = start
        self._end = max(end, self._start)

    def _leave_out(self, text: str, at: int, length: int) -> None:
        if text.strip():
            self.left_out.append((at, at + length))

    def _line_break(self, at: int) -> None:
        if self.stack[-1].skipped:
            return
        if self._writer.last == "\n":  # two in a row part paragraphs
            self.flush()
        elif self._writer.parts:
            self._writer.line_break("\n", at)

    # ----------------------------------------------------------------------------------------------------- paragraphs

    def flush(self) -> None:
        """End the paragraph."""
        box = self.stack[-1]
        for _, tag, href, lang, start in reversed(self._styles):
            self._write_style(tag, href, lang, start)
        paragraph = self._writer.paragraph(box.role, box.reason, box.level, self._marker)
        if paragraph.text:
            self._marker = ""
            for part in by_line(paragraph):
                start = self._start if part.text == paragraph.text else part.seed_offset(0)
                read = Read(part, box.number, start, self._end, self._linked, box.table, box.row, box.cell)
                self.read.append(read)
        self._writer = Writer()
        self._linked = 0
        self._styles = [(name, tag, href, lang, 0) for name, tag, href, lang, _ in self._styles]

    def done(self) -> list[Read]:
        self.flush()
        tables = groupby(self.read, key=lambda read: read.table)
        return [read for _, group in tables for read in table(list(group)) if read.paragraph.text]
