"""What can be wrong with what people write, and how it is said: `file:line:column: severity[rule] message`."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from builder.rules import RULES, Severity

# What steers a terminal instead of being shown: controls, marks of direction, ends of lines, halves of characters.
STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

COMMAND = re.compile(r"^\s*:(?=:)|##(?=\[)")  # what steers the log of a workflow: a line that begins with ::, and ##[


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding. Lines and columns count from 1, columns in code points of the file as it is written.

    `hint` is what to do; where it is empty, what the rule says. `instead`: what to write for the key at this place,
    where that is sure enough for `reader check --fix`.
    """

    path: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    instead: str = ""
    severity: Severity = field(init=False)  # the rule's

    def __post_init__(self) -> None:
        if self.rule not in RULES:
            raise ValueError(f"no such rule: {self.rule}")
        object.__setattr__(self, "severity", RULES[self.rule].severity)
        object.__setattr__(self, "hint", self.hint or RULES[self.rule].remedy)

    def __str__(self) -> str:
        return "\n    ".join([self.headline, *map(harmless, self.hint.split("\n"))]).removesuffix("\n    ")

    @property
    def headline(self) -> str:
        place = harmless(f"{self.path}:{self.line}:{self.column}")
        return f"{place}: {self.severity}[{self.rule}] {harmless(self.message)}"


def harmless(text: str) -> str:
    """One line that any terminal or log may be given: what would steer it is shown as U+FFFD, or parted by a space."""
    return COMMAND.sub(r"\g<0> ", STEERING.sub("\ufffd", text))


class Refused(Exception):  # noqa: N818 - it is what happens to the build, not a fault of the program
    """The build stops here: what is wrong, all of it, is in `diagnostics`."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = sorted(diagnostics)


class Unreadable(Exception):  # noqa: N818 - it is what the file is
    """A file that no essay can be read from: what is wrong with it, and what to do."""

    def __init__(self, rule: str, message: str, hint: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.rule, self.message, self.hint, self.line, self.column = rule, message, hint, line, column

    def at(self, path: str) -> Diagnostic:
        return Diagnostic(path, self.line, self.column, self.rule, self.message, self.hint)


class Lines:
    """The lines of a text: where each begins. Finds the line and column of many offsets, each in logarithmic time."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column (from 1) of an offset in code points."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column (from 1) of an offset in code points."""
    before = text.rfind("\n", 0, offset)
    return text.count("\n", 0, offset) + 1, offset - before
