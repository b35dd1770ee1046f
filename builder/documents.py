"""YAML text → a record, or everything that is wrong with it, each at its line and column.

Every scalar is read as a string (so `NO` is Norway and `1994-04` stays a month).
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from builder.diagnostics import Diagnostic, Lines
from builder.faults import fault, known_keys
from builder.files import UNWRITTEN, unshown
from builder.ignores import Ignore, ignores
from builder.records import Record
from builder.syntax import flaw

SURE = 0.8  # how like a key must be to one that there is, and no other, to be written instead


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text and where each of its values stands; `first_line` is the line of the file on which it begins."""

    path: str
    root: yaml.Node | None
    first_line: int = 1
    lines: Lines = Lines("")
    ignores: tuple[Ignore, ...] = ()

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset. (Not those of YAML's marks: it ends lines where no editor does, at U+2028.)"""
        line, column = self.lines.place(offset)
        return self.first_line + line - 1, column

    def start(self, node: yaml.Node | None) -> tuple[int, int]:
        return self.at(node.start_mark.index if node else 0)

    def place(self, *keys: str | int) -> tuple[int, int]:
        """Line and column of the value under `keys`, or of the nearest one above it that exists."""
        node = self.root
        for key in keys:
            node = _child(node, key) or node
        return self.start(node)

    def key_place(self, *keys: str | int) -> tuple[int, int]:
        """Line and column of the last of the `keys` itself; of the value above it where it stands nowhere."""
        above = self.root
        for key in keys[:-1]:
            above = _child(above, key) or above
        pair = _pair(above, keys[-1])
        return self.start(pair[0] if pair else above)

    def diagnostic(self, rule: str, message: str, *keys: str | int, hint: str = "") -> Diagnostic:
        return Diagnostic(self.path, *self.place(*keys), rule, message, hint)


def _pair(node: yaml.Node | None, key: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """A key and its value; of a key that stands twice the last, which is the one that counts."""
    pairs = reversed(node.value) if isinstance(node, yaml.MappingNode) else ()
    return next((pair for pair in pairs if pair[0].value == str(key)), None)


def _child(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    if pair := _pair(node, key):
        return pair[1]
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child: yaml.Node = node.value[key]
        return child
    return None


R = TypeVar("R", bound=Record)


def parse(shape: type[R], text: str, path: str, first_line: int = 1) -> tuple[R | None, Document, list[Diagnostic]]:
    """Read YAML `text` as `shape`, and what is wrong with it. In spite of a key that is unknown or stands twice there
    is a record, so that the rest can be looked at; else there is none where anything is wrong."""
    document = Document(path, None, first_line, Lines(text))
    if match := UNWRITTEN.search(text):
        line, column = document.lines.place(match.start())
        return None, document, [unshown(match[0], path, first_line + line - 1, column)]
    if wrong := flaw(text):
        return None, document, [Diagnostic(path, *document.at(wrong.index), wrong.rule, wrong.message, wrong.hint)]
    document = replace(document, root=yaml.compose(text, Loader=yaml.CBaseLoader))
    for scalar in _scalars(document.root):  # marks are those of the file as it is written, values are NFC
        scalar.value = unicodedata.normalize("NFC", scalar.value)
    asked, unfit = ignores(text, _scalars(document.root), path, first_line)
    document = replace(document, ignores=asked)
    found: list[Diagnostic] = []
    value = _plain(document.root, document, found) if document.root else None
    try:
        record = shape.model_validate({} if value is None else value)  # a file of comments says nothing, and may
    except ValidationError as error:
        told = [_explain(detail, shape, document) for detail in error.errors()]
        return _in_spite(shape, value, error.errors(), told), document, [*unfit, *found, *told]
    return record, document, [*unfit, *found]


def _in_spite(shape: type[R], value: Any, details: list[Any], wrong: list[Diagnostic]) -> R | None:
    """The record without its unknown keys, or with the keys that are surely meant; None where more is wrong."""
    for detail, diagnostic in zip(details, wrong, strict=True):
        if diagnostic.rule != "record-key":
            return None
        *above, key = detail["loc"]
        held = reduce(getitem, above, value)
        worth = held.pop(key)
        held |= {diagnostic.instead: worth} if diagnostic.instead else {}
    try:
        return shape.model_validate(value)
    except ValidationError:
        return None


def _scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """The scalars of a document, keys too, in the order of the text."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _scalars(child)
    elif isinstance(node, yaml.MappingNode):
        for name, child in node.value:
            yield from _scalars(name)
            yield from _scalars(child)


def _plain(node: yaml.Node, document: Document, found: list[Diagnostic]) -> Any:
    """The node as strings, lists and dicts; an empty scalar is None, so that its key counts as left out."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, document, found) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for name, child in node.value:
            place = document.start(name)
            if not isinstance(name, yaml.ScalarNode):
                message = "What begins with [ or { is no key"
                found.append(Diagnostic(document.path, *place, "yaml-syntax", message, "A key is one word."))
                continue
            _check_characters(name, document, found)
            key = str(name.value)
            if key in mapping:
                found.append(Diagnostic(document.path, *place, "yaml-duplicate", f"The key “{key}” stands twice"))
            mapping[key] = _plain(child, document, found)
        return {key: value for key, value in mapping.items() if value is not None}
    _check_characters(node, document, found)
    if node.tag.startswith("!"):
        hint = "Put the whole value in quotation marks."
        message = "A value cannot begin with “!”"
        found.append(Diagnostic(document.path, *document.start(node), "yaml-syntax", message, hint))
    bare = isinstance(node, yaml.ScalarNode) and not node.style
    return None if bare and node.value == "" else node.value


def _check_characters(node: yaml.Node, document: Document, found: list[Diagnostic]) -> None:
    """What no page can show may also be written as an escape: "\\x01"."""
    if match := UNWRITTEN.search(str(node.value)):
        found.append(unshown(match[0], document.path, *document.start(node)))


def _explain(detail: Any, shape: type[Record], document: Document) -> Diagnostic:
    """One pydantic error in the words of this project."""
    keys = tuple(key for key in detail["loc"] if key != "[key]")  # pydantic's way to say that a key is meant
    found = fault(detail, keys, shape, Path(document.path).name)
    if found.rule != "record-key":
        return document.diagnostic(found.rule, found.message, *keys, hint=found.hint)
    instead = _instead(str(keys[-1]), sorted(known_keys(shape, keys[:-1])), document, keys[:-1])
    return Diagnostic(document.path, *document.key_place(*keys), found.rule, found.message, found.hint, instead)


def _instead(key: str, known: list[str], document: Document, above: tuple[str | int, ...]) -> str:
    """The one key that is meant, where no other is like it and it does not stand there already; else nothing."""
    alike = difflib.get_close_matches(key, known, 2, SURE)
    node = document.root
    for name in above:
        node = _child(node, name)
    return alike[0] if len(alike) == 1 and _child(node, alike[0]) is None else ""
