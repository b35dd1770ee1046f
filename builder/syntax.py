"""YAML that cannot be parsed: where the mistake was made, which is seldom where a parser stumbles, and what it is.

The words are for one who has never heard of YAML. What libyaml tells is looked up in `WORDS`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import yaml

DEEPEST = 12  # levels of YAML; the deepest record has four
ODD = re.compile(
    r"(?:^[ \t]*|:)([\xa0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff])", re.MULTILINE
)  # no space, but seems one
QUOTE = 'Put the whole value in quotation marks: title: "Armenia: a choice".'
BELOW = "Begin it in the column of the keys (or of the hyphens) that it belongs with, and use spaces only."
CLOSE = "Write {} where it ends, and a comma between its parts."
END = "Write the same mark at the end of the value; one within the value is doubled."
NO_START = "A value cannot begin with “{}”"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a text is no YAML, or none that is accepted, and at which offset."""

    index: int
    message: str
    hint: str
    rule: str = "yaml-syntax"


# What libyaml says, and what a person is told: the place (where it stumbles, or where what it was reading begins), what
# is wrong, and what to do. “{}” is the character there.
WORDS: dict[str, tuple[str, str, str]] = {
    "mapping values are not allowed in this context": ("problem", "A colon stands within a value", QUOTE),
    "could not find expected ':'": (
        "context",
        "This line is no key with its value",
        "Write the key, a colon, a space and the value: venue: A Review.",
    ),
    "did not find expected key": ("problem", "What stands here belongs to no key", QUOTE),
    "did not find expected '-' indicator": ("problem", "This line is no item of the list above it", BELOW),
    "did not find expected ',' or ']'": ("context", "The list that begins here is not closed", CLOSE.format("]")),
    "did not find expected ',' or '}'": ("context", "What begins here is not closed", CLOSE.format("}")),
    "found character that cannot start any token": ("problem", NO_START, QUOTE),
    "did not find expected alphabetic or numeric character": ("context", NO_START, QUOTE),
    "did not find expected node content": ("problem", NO_START, QUOTE),
    "found unknown escape character": (
        "problem",
        "A backslash between quotation marks has a meaning of its own",
        "Write two of them, or put the value between single marks: 'C:\\dir'.",
    ),
    "did not find expected comment or line break": (
        "problem",
        "Words stand behind the sign | or >, which begins a text on the next line",
        "Write them on the next line, indented; or put the whole value in quotation marks.",
    ),
    "but found another document": ("problem", "A second text of YAML begins here", "Remove this line of hyphens."),
    "found unexpected end of stream": ("context", "The quotation mark that opens here is never closed", END),
}


def flaw(text: str) -> Flaw | None:
    """What is wrong with a text as YAML; None where it can be parsed and refers to nothing.

    Anchors and aliases are refused: what refers to itself could grow without bound."""
    depth, begun = 0, 0
    event: Any = None
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                message = "A value that begins with & or * refers to another (YAML’s anchors and aliases), and none may"
                hint = "Write the value out; put it in quotation marks where the sign is one of its words."
                return Flaw(event.start_mark.index, message, hint, "yaml-alias")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                message = f"This is nested more than {DEEPEST} deep"
                return Flaw(event.start_mark.index, message, "No key takes so much: take brackets away.")
            begun += isinstance(event, yaml.DocumentStartEvent)
            if begun > 1:
                return Flaw(event.start_mark.index, *WORDS["but found another document"][1:])
    except yaml.MarkedYAMLError as error:
        return _told(text, error, event)
    return None


def _told(text: str, error: Any, last: Any) -> Flaw:
    """What a person did where libyaml stumbles over `error`; `last` is what it has read before that."""
    at = error.problem_mark.index
    begins = text.rfind("\n", 0, at) + 1
    begins += len(text[begins:at]) - len(text[begins:at].lstrip())
    runs_on = "\n" in text[last.start_mark.index : last.end_mark.index]
    if getattr(last, "style", None) in ("'", '"'):
        if runs_on:
            message = "The quotation mark that opens here is not closed before the next one, some lines below"
            return Flaw(last.start_mark.index, message, END)
    elif odd := ODD.search(text, text.rfind("\n", 0, last.start_mark.index) + 1, at + 1):
        return Flaw(odd.start(1), f"{_named(odd[1])} stands here, which is no space to YAML", "Type a space instead.")
    if text[at : at + 1] == "\t":
        return Flaw(at, "A tab stands here, where YAML takes spaces only", "Type spaces instead.")
    if runs_on and "mapping values" in error.problem:
        return Flaw(
            begins,
            "This line is read as more of the value above it",
            f"{BELOW} After each key stands a colon and a space.",
        )
    if begins == at and error.problem == "did not find expected key":
        return Flaw(at, "This line begins in another column than those that it belongs with", BELOW)
    if error.problem not in WORDS:
        return Flaw(at, f"This cannot be parsed: {error.problem}", "")
    place, message, hint = WORDS[error.problem]
    index = error.context_mark.index if place == "context" else at
    return Flaw(index, message.format(text[index : index + 1]), hint)


def _named(character: str) -> str:
    return f"A {unicodedata.name(character, 'character').lower()} (U+{ord(character):04X})"
