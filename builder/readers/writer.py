"""Collects one paragraph: its text with white space folded, where each part of it stands, and its styles."""

from __future__ import annotations

import re

from builder.model import Role, Span, Style
from builder.readers import Paragraph

SPACES = re.compile(r"\s{2,}|[^\S ]")


class Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[tuple[int, int]] = []
        self.length = 0
        self.styles: list[Style] = []

    @property
    def last(self) -> str:
        """The last character written, or a space where there is none yet."""
        return self.parts[-1][-1] if self.parts else " "

    def put(self, words: str, at: int) -> None:
        """Words that hold no white space but single spaces, as they stand at `at`."""
        if words[:1] == " " and self.last.isspace():
            words, at = words[1:], at + 1
        if not words:
            return
        if not self.runs or at - self.runs[-1][1] != self.length - self.runs[-1][0]:
            self.runs.append((self.length, at))
        self.parts.append(words)
        self.length += len(words)

    def text(self, words: str, at: int) -> None:
        """Any words that stand at `at`; their white space is folded."""
        here = 0
        for space in SPACES.finditer(words):
            self.put(words[here : space.start()], at + here)
            self.space(at + space.start())
            here = space.end()
        self.put(words[here:], at + here)

    def instead(self, words: str, at: int) -> None:
        """Words that stand for others, which begin at `at`: a character for its code."""
        for character in words:
            if character.isspace():
                self.space(at)
            else:
                self.runs.append((self.length, at))
                self.parts.append(character)
                self.length += 1

    def space(self, at: int) -> None:
        if not self.last.isspace():
            self.put(" ", at)

    def line_break(self, character: str, at: int) -> None:
        """A line feed between lines of verse or rows of a table, a tab between its cells."""
        if self.parts and self.last == " ":
            self.drop()
        if self.parts or character == "\t":
            self.runs.append((self.length, at))
            self.parts.append(character)
            self.length += 1

    def drop(self) -> None:
        """Take the last character back."""
        self.parts[-1] = self.parts[-1][:-1]
        self.length -= 1
        if not self.parts[-1]:
            self.parts.pop()
        if self.runs and self.runs[-1][0] >= self.length:
            self.runs.pop()

    def style(self, start: int, tag: str, href: str = "", lang: str = "") -> None:
        """A style from `start` up to what was written last."""
        self.styles.append(Style(Span(start, self.length), tag, href, lang))

    def paragraph(
        self, role: Role | None = None, reason: str = "", level: int = 0, marker: str = "", turned: bool = False
    ) -> Paragraph:
        """What was collected; its text is empty where there was nothing but white space."""
        text = "".join(self.parts)
        kept = len(text.rstrip())
        styles = tuple(
            Style(span, style.tag, style.href, style.lang)
            for style in sorted(self.styles, key=lambda style: (style.span.start, -style.span.end))
            if (span := _trim(text, style.span)).start < span.end
        )
        runs = tuple(run for run in self.runs if run[0] < kept)
        return Paragraph(text[:kept], runs, styles, role, reason, level, marker, turned)


def _trim(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return Span(span.start + len(words) - len(words.lstrip()), span.start + len(words.rstrip()))
