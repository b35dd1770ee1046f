"""`reader check --fix`: a finding → the edits of its file that mend it, where they lose nothing; else none.

What an editor has to decide is left alone: which words a quotation means now, where a lost address leads, which of two
values is right. A file is edited at the places of its values and not written anew, so that comments and layout stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path

import yaml

from builder.diagnostics import Diagnostic, Lines, Unreadable
from builder.files import read_bytes
from builder.folders import put
from builder.glossary import FRONT

Edit = tuple[int, int, str]  # start, end, what stands there instead


@dataclass(frozen=True, slots=True)
class Pair:
    """The key and value at `index` of a mapping; offsets are of the file."""

    key: yaml.Node
    value: yaml.Node
    mapping: yaml.MappingNode
    index: int
    shift: int

    @property
    def start(self) -> int:
        return int(self.key.start_mark.index) + self.shift

    @property
    def at(self) -> int:
        """Where the value begins."""
        return int(self.value.start_mark.index) + self.shift

    @property
    def end(self) -> int:
        return _end(self.value) + self.shift


def _end(node: yaml.Node) -> int:
    """Where a value ends: of a block of values the mark is behind the comments after it."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


@lru_cache(maxsize=1)  # a file has many findings
def pairs(text: str) -> list[Pair]:
    """All pairs of a YAML file, or of the front matter of an entry; none where it cannot be parsed."""
    front = FRONT.match(text)
    try:
        root = yaml.compose(front[1] if front else text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return []
    return list(_pairs(root, front.start(1) if front else 0))


def _pairs(node: yaml.Node | None, shift: int) -> Iterator[Pair]:
    if isinstance(node, yaml.MappingNode):
        for index, (key, value) in enumerate(node.value):
            yield Pair(key, value, node, index, shift)
            yield from _pairs(value, shift)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _pairs(child, shift)


def edits(text: str, finding: Diagnostic) -> list[Edit]:
    """What to change in the `text` of the finding's file."""
    offset = _starts(text)[finding.line - 1] + finding.column - 1
    return list(MENDS[finding.rule](text, offset, finding)) if finding.rule in MENDS else []


@lru_cache(maxsize=1)
def _starts(text: str) -> list[int]:
    return Lines(text).starts


@lru_cache(maxsize=1)
def _by_value(text: str) -> dict[int, Pair]:
    return {pair.at: pair for pair in pairs(text)}


@lru_cache(maxsize=1)
def _by_key(text: str) -> dict[int, Pair]:
    return {pair.start: pair for pair in pairs(text)}


def _rename(text: str, offset: int, finding: Diagnostic) -> Iterator[Edit]:
    """A key of which it is sure what it was to be."""
    pair = _by_key(text).get(offset)
    if pair and finding.instead:
        yield pair.start, int(pair.key.end_mark.index) + pair.shift, finding.instead


def _remove_twin(text: str, offset: int, _: Diagnostic) -> Iterator[Edit]:
    """A key that stands twice with the very same value."""
    pair = _by_key(text).get(offset)
    before = islice(pair.mapping.value, pair.index) if pair else ()
    if pair and any(key.value == pair.key.value and _same(value, pair.value) for key, value in before):
        yield from _line_of(text, pair)


def _same(one: yaml.Node, other: yaml.Node) -> bool:
    """Whether two values are one, however they are laid out."""
    if isinstance(one, yaml.ScalarNode):
        return bool(type(one) is type(other) and one.value == other.value and (one.value or one.style == other.style))
    if type(one) is not type(other) or len(one.value) != len(other.value):
        return False
    inner = zip(one.value, other.value, strict=True)
    if isinstance(one, yaml.MappingNode):
        return all(_same(key, twin) and _same(value, its) for (key, value), (twin, its) in inner)
    return all(_same(child, twin) for child, twin in inner)


def _remove_address(text: str, offset: int, finding: Diagnostic) -> Iterator[Edit]:
    """An old address that is there again. What stands under `moved:` and under `removed:` is left to the editor."""
    pair = _by_value(text).get(offset)
    if pair and sum(other.key.value == pair.key.value for other in pairs(text)) == 1:
        yield from _line_of(text, pair)


def _line_of(text: str, pair: Pair) -> Iterator[Edit]:
    """The lines of a pair, where nothing else stands on them: no other value, and no comment."""
    start = text.rfind("\n", 0, pair.start) + 1
    end = pair.end if text[pair.end - 1] == "\n" else text.find("\n", pair.end) + 1 or len(text)
    if not pair.mapping.flow_style and not text[start : pair.start].strip() and not text[pair.end : end].strip():
        yield start, end, ""


def _unbracket(text: str, offset: int, _: Diagnostic) -> Iterator[Edit]:
    """A [name] in an entry that leads to the entry itself; not that of a Markdown link."""
    end = text.find("]", offset)
    if text[offset] == "[" and end > 0 and text[end + 1 : end + 2] != "(":
        yield offset, offset + 1, ""
        yield end, end + 1, ""


def _remove_comment(text: str, offset: int, _: Diagnostic) -> Iterator[Edit]:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset) + 1 or len(text)
    if text[start:offset].strip():
        start, end = len(text[:offset].rstrip(" \t")), end - text[offset:end].count("\n")
    yield start, end, ""


MENDS: Mapping[str, Callable[[str, int, Diagnostic], Iterator[Edit]]] = {
    "record-key": _rename,
    "yaml-duplicate": _remove_twin,
    "address-live": _remove_address,
    "link-self": _unbracket,
    "ignore-unused": _remove_comment,
}


def apply(raw: str, found: Iterable[Diagnostic]) -> tuple[str, list[Diagnostic]]:
    """A file with what can be mended mended, and the findings that are. Edits that meet wait for the next time."""
    characters = re.findall(r"\r\n|[\s\S]", raw)  # findings count an end of line as one
    text = "".join("\n" if character[0] == "\r" else character for character in characters)
    wanted = [(changes, finding) for finding in found if (changes := sorted(edits(text, finding)))]
    parts: list[str] = []
    done: list[Diagnostic] = []
    at = 0
    for changes, finding in sorted(wanted):
        if changes[0][0] < at:
            continue
        for start, end, new in changes:
            parts += (*characters[at:start], new)
            at = end
        done.append(finding)
    return "".join([*parts, *characters[at:]]), done


def mend(root: Path, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Mend what can be in the files of the collection at `root`, each written whole or not at all, and yield what is
    mended as soon as its file is written. Essays are never touched. Raises OSError where a file cannot be written."""
    for path, group in groupby(sorted(found), key=lambda finding: finding.path):
        if not (path.endswith(".yml") or path.startswith("seeds/glossary/")):
            continue
        try:
            raw = read_bytes(root / path, root).decode("utf-8")
        except (Unreadable, UnicodeDecodeError):
            continue
        mark = "\ufeff" if raw.startswith("\ufeff") else ""
        text, mended = apply(raw.removeprefix(mark), group)
        if mended:
            put((root / path).resolve(), (mark + text).encode())
            yield from mended
