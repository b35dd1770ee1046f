"""Records as YAML for people: every key with what it is, and what a person should look at."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import yaml

from builder.records import Record
from builder.values import DATE

DATED = ("published", "date", "edition")
WIDE = 100  # characters of a line of comment


def commented(
    shape: type[Record], values: Mapping[str, object], remarks: Mapping[str, str], wanted: frozenset[str] | None = None
) -> str:
    """The keys of `shape` (or those `wanted`) in their order, each under its description and a remark.

    A key without a value is a comment, too: what is not known is not written. Ended by a line feed.
    """
    parts = []
    for name, field in shape.model_fields.items():
        key = field.alias or name
        if wanted is None or key in wanted:
            told = (field.description or "", remarks.get(key, ""))
            lines = [line for words in told for line in textwrap.wrap(words, WIDE, break_on_hyphens=False)]
            value = value_of(key, values[key]) if values.get(key) else f"# {key}:\n"
            parts.append("".join(f"# {line}\n" for line in lines) + value)
    return "\n".join(parts)


def value_of(key: str, value: object) -> str:
    """`key: value` as YAML in which any text means itself, ended by a line feed. A date needs no quotation marks."""
    if key in DATED and isinstance(value, str) and DATE.fullmatch(value):
        return f"{key}: {value}\n"
    return yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=10_000)
