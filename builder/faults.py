"""What is wrong with a value, in a teacher's words: pydantic's errors name types, and count from nought."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from builder.values import Unfit

Keys = Sequence[str | int]
SHOWN = 40  # characters of a value that are repeated
# What a key takes, by the first word of pydantic's name of the error.
TAKES = {
    "string": "words", "tuple": "a list", "dict": "keys and values", "model": "keys and values",
    "int": "a whole number", "float": "a number", "bool": "true or false",
}  # fmt: skip
# How that is written.
WRITE = {
    "string": "Put words in quotation marks that begin with [ or {, or hold a colon.",
    "model": "Write each key with a colon and a space after it, and then its value.",
    "tuple": "Write a list, of one thing, too: [one], or each on a line of its own after a hyphen and a space.",
}
ORDINALS = {1: "st", 2: "nd", 3: "rd"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule, what is wrong, and what to do."""

    rule: str
    message: str
    hint: str = ""


def fault(detail: Any, keys: Keys, shape: type[BaseModel], file: str) -> Fault:
    """An error of pydantic's about the value under `keys` of a record. `file`: what the record itself is called."""
    kind, context = str(detail["type"]), detail.get("ctx", {})
    name, given = called(keys, file), _given(detail["input"])
    record, field = _belongs(shape, keys)
    told = (field and field.description) or ""
    if kind == "extra_forbidden":
        return _unknown(str(keys[-1]), sorted(known_keys(shape, keys[:-1])))
    if kind == "missing":
        return Fault("record-missing", f"{name} is missing", told)
    if isinstance(unfit := context.get("error"), Unfit):
        problem = str(unfit).replace(str(detail["input"]), _short(str(detail["input"])))
        return Fault(unfit.rule, f"{name}: {problem}", unfit.hint)
    if kind.endswith("too_short"):
        return Fault("record-value", f"{name} is empty", told)
    if kind.endswith("too_long"):
        most = context["max_length"]
        return Fault("record-value", f"{name} is too long: at most {most} characters, not {len(detail['input'])}", told)
    if kind == "literal_error":
        expected = context["expected"].replace("'", "")
        hint = _meant(detail["input"], expected.replace(" or ", ", ").split(", "))
        return Fault("record-value", f"{name} takes {expected}, not {given}", hint or told)
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"{context['ge']:g} or more" if "ge" in context else f"{context['le']:g} or less"
        return Fault("record-value", f"{name} takes {bound}, not {given}", told)
    first = kind.partition("_")[0]
    if not told and record:
        told = f"Known here: {', '.join(sorted(_keys(record)))}."
    return Fault(
        "record-value", f"{name} takes {TAKES.get(first, 'another value')}, not {given}",
        " ".join(filter(None, (told, WRITE.get(first)))),
    )  # fmt: skip


def called(keys: Keys, file: str) -> str:
    """The value under `keys`: “kind” in the 1st of “notes”."""
    if not keys:
        return f"“{file}”"
    *above, key = keys
    if isinstance(key, int):
        number = key + 1
        ending = "th" if number % 100 in (11, 12, 13) else ORDINALS.get(number % 10, "th")
        return f"The {number}{ending} of {_within(above, file)}"
    return f"“{_short(key)}” in {_within(above, file)}" if above else f"“{_short(key)}”"


def _within(keys: Keys, file: str) -> str:
    name = called(keys, file)
    return name[0].lower() + name[1:]


def _given(value: object) -> str:
    """What stands there instead."""
    if isinstance(value, str):
        return f"“{_short(value)}”"
    if isinstance(value, list):
        return "a list"
    return "keys and values" if isinstance(value, dict) else "nothing"


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"


def _unknown(key: str, known: list[str]) -> Fault:
    if key != key.strip():
        hint = "Type spaces instead: this one was copied from a web page or a word processor."
        return Fault("record-key", "A no-break space, which is no space to YAML, is a part of this key", hint)
    return Fault("record-key", f"Unknown key “{_short(key)}”", _meant(key, known) or f"Known here: {', '.join(known)}.")


def _meant(written: object, known: Sequence[str]) -> str:
    alike = difflib.get_close_matches(str(written), known, 1)
    return f"Did you mean “{alike[0]}”?" if alike else ""


def known_keys(shape: type[BaseModel], keys: Keys) -> set[str]:
    """The keys that the record under `keys` may have."""
    record, _ = _belongs(shape, keys)
    return _keys(record) if record else set()


def _keys(record: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in record.model_fields.items()}


def _belongs(shape: type[BaseModel], keys: Keys) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The shape of the record that belongs under `keys`, if one does, and the last key on the way that has one."""
    record: type[BaseModel] | None = shape
    last = None
    for key in keys:
        fields = record.model_fields.items() if record else ()
        if field := next((field for name, field in fields if key == (field.alias or name)), None):
            record, last = _record_in(field.annotation), field
    return record, last


def _record_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _record_in(part))), None)
