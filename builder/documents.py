"""YAML text → a record, or everything that is wrong with it, each at its line and column.

Every scalar is read as a string (so `NO` is Norway and `1994-04` stays a month), and anchors are refused: no file can
grow beyond what is written in it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from builder.diagnostics import Diagnostic
from builder.files import UNWRITTEN, unshown
from builder.records import Record
from builder.values import Unfit

DEEPEST = 12  # levels of YAML; the deepest record has four


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text and where each of its values stands; `first_line` is the line of the file on which it begins."""

    path: str
    root: yaml.Node | None
    first_line: int = 1

    def place(self, *keys: str | int) -> tuple[int, int]:
        """Line and column of the value under `keys`, or of the nearest one above it that exists."""
        node = self.root
        for key in keys:
            node = _child(node, key) or node
        mark = node.start_mark if node else None
        return (self.first_line + mark.line, mark.column + 1) if mark else (self.first_line, 1)

    def diagnostic(self, rule: str, message: str, *keys: str | int, hint: str = "") -> Diagnostic:
        return Diagnostic(self.path, *self.place(*keys), rule, message, hint)


def _child(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child: yaml.Node = node.value[key]
        return child
    return None


R = TypeVar("R", bound=Record)


def parse(shape: type[R], text: str, path: str, first_line: int = 1) -> tuple[R | None, Document, list[Diagnostic]]:
    """Read YAML `text` as `shape`. The record is None where a diagnostic says why it could not be made."""
    try:
        _refuse_traps(text)
        document = Document(path, yaml.compose(text, Loader=yaml.CBaseLoader), first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (first_line + mark.line, mark.column + 1) if mark else (first_line, 1)
        rule = error.rule if isinstance(error, _TrapError) else "yaml-syntax"
        message = str(error.problem) if rule == "yaml-alias" else f"This cannot be parsed: {error.problem}"
        return None, Document(path, None, first_line), [Diagnostic(path, line, column, rule, message)]
    except yaml.YAMLError as error:
        message = f"This is not YAML: {error}".splitlines()[0]
        return None, Document(path, None, first_line), [Diagnostic(path, first_line, 1, "yaml-syntax", message)]
    found: list[Diagnostic] = []
    value = _plain(document.root, document, found) if document.root else {}
    try:
        record = shape.model_validate(value)
    except ValidationError as error:
        return None, document, found + [_explain(detail, shape, document) for detail in error.errors()]
    return (None if found else record), document, found


class _TrapError(yaml.MarkedYAMLError):
    """YAML that refers to itself, or nests without end: it could grow without bound."""

    def __init__(self, rule: str, problem: str, mark: Any) -> None:
        super().__init__(problem=problem, problem_mark=mark)
        self.rule = rule


def _refuse_traps(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _TrapError("yaml-alias", "YAML anchors and aliases are not accepted", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _TrapError("yaml-syntax", f"it is nested more than {DEEPEST} deep", event.start_mark)


def _plain(node: yaml.Node, document: Document, found: list[Diagnostic]) -> Any:
    """The node as strings, lists and dicts; an empty scalar is None, so that its key counts as left out."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, document, found) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for name, child in node.value:
            _check_characters(name, document, found)
            key = str(name.value)
            if key in mapping:
                line, column = document.first_line + name.start_mark.line, name.start_mark.column + 1
                found.append(Diagnostic(document.path, line, column, "yaml-duplicate", f"The key “{key}” stands twice"))
            mapping[key] = _plain(child, document, found)
        return {key: value for key, value in mapping.items() if value is not None}
    _check_characters(node, document, found)
    bare = isinstance(node, yaml.ScalarNode) and not node.style
    return None if bare and node.value == "" else node.value


def _check_characters(node: yaml.Node, document: Document, found: list[Diagnostic]) -> None:
    """What no page can show may also be written as an escape: "\\x01"."""
    if match := UNWRITTEN.search(str(node.value)):
        line, column = document.first_line + node.start_mark.line, node.start_mark.column + 1
        found.append(unshown(match[0], document.path, line, column))


def _explain(detail: Any, shape: type[Record], document: Document) -> Diagnostic:
    """One pydantic error in the words of this project."""
    keys = tuple(key for key in detail["loc"] if key != "[key]")  # pydantic's way to say that a key is meant
    name = ".".join(map(str, keys))
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = sorted(_known_keys(shape, keys[:-1]))
        near = difflib.get_close_matches(str(keys[-1]), known, 1)
        hint = f"Did you mean “{near[0]}”?" if near else f"Known here: {', '.join(known)}."
        return document.diagnostic("record-key", f"Unknown key “{keys[-1]}”", *keys, hint=hint)
    if kind in ("missing", "too_short"):
        rule, problem = ("record-missing", "missing") if kind == "missing" else ("record-value", "empty")
        wanted = _shape_at(shape, keys[:-1]).model_fields.get(str(keys[-1]))
        hint = (wanted and wanted.description) or ""
        return document.diagnostic(rule, f"“{name}” is {problem}", *keys, hint=hint)
    if kind == "model_type":
        hint = f"Write keys and values; known here: {', '.join(sorted(_known_keys(shape, keys)))}."
        return document.diagnostic("record-value", f"“{name}” has no keys", *keys, hint=hint)
    if isinstance(unfit := context.get("error"), Unfit):
        return document.diagnostic(unfit.rule, f"“{name}”: {unfit}", *keys, hint=unfit.hint)
    if kind == "literal_error":
        return document.diagnostic("record-value", f"“{name}” is one of {context['expected']}", *keys)
    return document.diagnostic("record-value", f"“{name}”: {detail['msg']}", *keys)


def _known_keys(shape: type[BaseModel], loc: tuple[str | int, ...]) -> set[str]:
    """The keys that the record at `loc` may have."""
    return {field.alias or name for name, field in _shape_at(shape, loc).model_fields.items()}


def _shape_at(shape: type[BaseModel], loc: tuple[str | int, ...]) -> type[BaseModel]:
    """The shape of the record at `loc`."""
    for key in loc:
        field = next((f for name, f in shape.model_fields.items() if key in (name, f.alias)), None)
        inner = _record_in(field.annotation) if field else None
        shape = inner or shape
    return shape


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _record_in(part))), None)
