"""`# reader: ignore[rule] because …`: comments in YAML files that silence a warning, with the reason.

A comment speaks for what its file speaks for: a sidecar for its essay, an entry for itself, collection.yml for all.
Warnings alone can be silenced: an error stands for a promise, or for words that would not reach the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import yaml

from builder.diagnostics import Diagnostic, Lines
from builder.rules import RULES, near

COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
ASKED = re.compile(r"#+\s*reader\s*:", re.IGNORECASE)  # at its start: a comment that is for us
IGNORE = re.compile(r"#+\s*reader\s*:\s*ignore\s*\[([^\]]*)\](.*)", re.IGNORECASE)
REASON = re.compile(r"\s+because\b\W*\w.*\w", re.IGNORECASE)
BECAUSE = re.compile(r"\s+because\b\W*\w", re.IGNORECASE)
FORM = "Write: # reader: ignore[rule] because, and the reason."
# Of the one `reader check` cannot say whether a comment is of use: only `reader build` finds it. The other is of these.
LATE = {"search-whole", "ignore-unused"}
WHOLE = "seeds/collection.yml"  # speaks for all files


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that silences `rule`, and where it stands."""

    rule: str
    line: int
    column: int


def comments(text: str, scalars: Iterable[yaml.Node]) -> Iterator[tuple[int, str]]:
    """Offset and words of each comment of a YAML text; in its `scalars` there is none."""
    last = 0
    for scalar in scalars:
        yield from _comments(text, last, scalar.start_mark.index)
        last = scalar.end_mark.index
    yield from _comments(text, last, len(text))


def _comments(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    return ((match.start(), match[0].rstrip()) for match in COMMENT.finditer(text, start, end))


def ignores(
    text: str, scalars: Iterable[yaml.Node], path: str, first_line: int
) -> tuple[tuple[Ignore, ...], list[Diagnostic]]:
    """What the comments of a YAML text silence, and what is wrong with those that are no such comments."""
    if "reader" not in text.casefold():
        return (), []
    lines, kept, found = Lines(text), list[Ignore](), list[Diagnostic]()
    for offset, comment in comments(text, scalars):
        if ASKED.match(comment):
            line, column = lines.place(offset)
            match = IGNORE.fullmatch(comment)
            rule = match[1].strip() if match else ""
            if wrong := _wrong(rule, match[2]) if match else ("ignore-unknown", "This comment is not understood", FORM):
                found.append(Diagnostic(path, first_line + line - 1, column, *wrong))
            else:
                kept.append(Ignore(rule, first_line + line - 1, column))
    return tuple(kept), found


def _wrong(rule: str, reason: str) -> tuple[str, ...]:
    """Rule, message and hint of what is wrong with a comment; empty where nothing is."""
    if rule not in RULES:
        alike = near(rule)
        hint = f"Did you mean “{alike[0]}”?" if alike else "One rule a comment; reader explain lists them all."
        return "ignore-unknown", f"There is no rule “{rule}”", hint
    if RULES[rule].severity == "error" or rule in LATE:
        return "ignore-error", f"“{rule}” cannot be silenced", f"See reader explain {rule}."
    if not REASON.match(reason):
        short = BECAUSE.match(reason)
        wrong = f"The reason why “{rule}” may stay is too short" if short else f"“{rule}” is silenced without a reason"
        return "ignore-reason", wrong, f"{FORM} It is for the next editor."
    return ()


def silence(
    diagnostics: Iterable[Diagnostic], asked: Sequence[tuple[str, Ignore]], judged: bool
) -> Iterator[Diagnostic]:
    """The findings that no comment silences, and then the comments that silence none.

    `asked`: each comment, after the path of its file. `judged`: whether all files were read and nothing was wrong with
    them; before that it cannot be said that a comment is of no use.
    """
    unused = {(_matter(path), ignore.rule): (path, ignore) for path, ignore in reversed(asked)}
    first = set(unused.values())
    twice = [pair for pair in asked if pair not in first]
    silenced = set(unused)
    for diagnostic in diagnostics:
        places = [(_matter(path), diagnostic.rule) for path in (diagnostic.path, WHOLE)]
        place = next((place for place in places if place in silenced), None)
        if place:
            unused.pop(place, None)
        else:
            yield diagnostic
    for path, ignore in (*unused.values(), *twice) if judged else ():
        message = f"There is no {ignore.rule} (any more) that this comment would silence"
        yield Diagnostic(path, ignore.line, ignore.column, "ignore-unused", message, "Remove the comment.")


def _matter(path: str) -> str:
    """An essay and its sidecar are one matter."""
    return path.rpartition(".")[0]
