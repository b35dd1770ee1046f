"""The front matter of a Markdown file: YAML between two rules, before the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from builder.diagnostics import Unreadable, line_column
from builder.files import UNSHOWN
from builder.model import Role
from builder.readers import Metadata, Paragraph
from builder.readers.writer import Writer

FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
LARGEST_FRONT = 20_000  # characters
KEYS: dict[str, Role] = {
    "title": "title",
    "author": "byline",
    "authors": "byline",
    "date": "dateline",
    "subtitle": "standfirst",
    "description": "standfirst",
}


def front_matter(text: str) -> tuple[int, list[Paragraph], Metadata]:
    """Where the front matter ends (0 where there is none), its title, author, date and standfirst as paragraphs, and
    what the file says of itself. Raises Unreadable where it is no YAML, or holds aliases or control characters."""
    front = FRONT.match(text)
    return (front.end(), *_read(text, front)) if front else (0, [], Metadata())


def _read(text: str, front: re.Match[str]) -> tuple[list[Paragraph], Metadata]:
    if len(front[1]) > LARGEST_FRONT:
        raise Unreadable("seed-large", "The front matter is longer than a page", "Keep title, author and date in it.")
    try:
        for event in yaml.parse(front[1], Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                place = _place(text, front, event.start_mark.index) if event.start_mark else (1, 1)
                raise Unreadable("yaml-alias", "YAML aliases are not accepted", "Write the value out.", *place)
        node = yaml.compose(front[1], Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        message = f"The front matter is no YAML: {getattr(error, 'problem', '') or type(error).__name__}"
        hint = "Mind the indentation, and quote values with a colon."
        raise Unreadable("yaml-syntax", message, hint, *(_place(text, front, mark.index) if mark else (1, 1))) from None
    paragraphs: list[Paragraph] = []
    told: dict[str, list[str]] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(key.value).lower()
        for scalar in _scalars(value):
            if UNSHOWN.search(scalar.value):
                hint = "Take the escape out: no page can show what it stands for."
                message = "A value holds a control character"
                raise Unreadable("yaml-syntax", message, hint, *_place(text, front, scalar.start_mark.index))
            told.setdefault(name, []).append(" ".join(scalar.value.split()))
            if name in KEYS and (paragraph := _value(text, scalar, front.start(1), name)).text:
                paragraphs.append(paragraph)

    def first(*names: str) -> str:
        return next((told[name][0][:300] for name in names if told.get(name)), "")

    url = first("url", "canonical", "link")
    language = first("lang", "language")
    return paragraphs, Metadata(
        first("title"),
        tuple(told.get("author") or told.get("authors") or ()),
        first("date", "published"),
        first("venue", "publication", "journal"),
        url if re.fullmatch(r"https?://[^\s<>\"]+", url) else "",
        language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else "",
        first("rights", "license", "copyright"),
    )


def _place(text: str, front: re.Match[str], index: int) -> tuple[int, int]:
    """Line and column in the file: YAML also ends lines where no editor does."""
    return line_column(text, front.start(1) + index)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """A value, the members of a list, and of a mapping its `name`."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for member in node.value[:50]:
            yield from _scalars(member) if not isinstance(member, yaml.SequenceNode) else ()
    elif isinstance(node, yaml.MappingNode):
        yield from (value for key, value in node.value if key.value == "name" and isinstance(value, yaml.ScalarNode))


def _value(text: str, scalar: yaml.ScalarNode, start: int, name: str) -> Paragraph:
    first, last = start + scalar.start_mark.index, start + scalar.end_mark.index
    writer = Writer()
    at = text.find(scalar.value, first, last)
    if at >= 0:
        writer.text(scalar.value, at)
    else:
        writer.instead(scalar.value, first)
    return writer.paragraph(KEYS[name], f"the file’s own `{name}`")
