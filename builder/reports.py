"""Findings → what `reader check` prints: for people, for other programs, for GitHub, for whoever reads SARIF."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from wcwidth import wcswidth

from builder import __version__
from builder.diagnostics import Diagnostic, harmless
from builder.rules import RULES

WIDTH = 96  # characters of a source line that are shown; of longer ones, those around the column
TAB = "    "
INDENT = "    "
Paint = Callable[[str, str], str]  # words, and what they are (a severity, "place", "dim") → the same in colour
Lines = Callable[[str, int], str | None]  # path, line → the line of the file, where it is to be had and is text


def plain(words: str, _: str) -> str:
    """No colour."""
    return words


def text(found: Sequence[Diagnostic], lines: Lines, paint: Paint = plain) -> str:
    """For people: each finding, the line that it is about with a caret under the place, and what to do."""
    told = [told_one(diagnostic, lines(diagnostic.path, diagnostic.line), paint) for diagnostic in found]
    if found:
        told.append(paint(f"More on a rule: reader explain {found[0].rule}", "dim"))
    return "\n".join(told)


def told_one(diagnostic: Diagnostic, line: str | None, paint: Paint = plain) -> str:
    place = harmless(f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}:")
    rule = paint(f"{diagnostic.severity}[{diagnostic.rule}]", diagnostic.severity)
    told = [f"{paint(place, 'place')} {rule} {harmless(diagnostic.message)}"]
    if line is not None:
        shown, caret = excerpt(line, diagnostic.column)
        number = f"{diagnostic.line:>5} | "
        told += [paint(number, "dim") + shown]
        told += [paint(f"{' ' * (len(number) - 2)}| ", "dim") + paint(caret, diagnostic.severity)]
    told += [f"{INDENT}{harmless(hint)}" for hint in diagnostic.hint.splitlines()]
    return "\n".join(told)


def excerpt(line: str, column: int) -> tuple[str, str]:
    """A source line as a terminal may show it, and a line with a caret under its column (in code points, from 1).

    What would steer the terminal is U+FFFD, a tab is four spaces, wide characters take two cells and accents none. A
    long line is cut on both sides of the place.
    """
    at = min(column - 1, len(line))
    start = 0 if len(line) <= WIDTH else max(min(at - WIDTH // 2, len(line) - WIDTH), 0)
    while 0 < start < at and unicodedata.combining(line[start]):
        start += 1
    cut = "…" if start else ""
    before, after = _shown(line[start:at]), _shown(line[at : start + WIDTH])
    rest = "…" if start + WIDTH < len(line) else ""
    return f"{cut}{before}{after}{rest}".rstrip(), f"{' ' * max(wcswidth(cut + before), 0)}^"


def _shown(part: str) -> str:
    return TAB.join(map(harmless, part.split("\t")))


def as_json(found: Sequence[Diagnostic]) -> str:
    """A list of objects."""
    return json.dumps([asdict(diagnostic) for diagnostic in found], indent=1)


def github(found: Sequence[Diagnostic]) -> str:
    """A workflow command each: GitHub puts it on its line of a pull request.

    Escapes are those of GitHub's runner (`@actions/core`, command.ts), so that no words of a contributor's can end a
    command, or begin another.
    """
    return "\n".join(
        f"::{diagnostic.severity} file={_property(diagnostic.path)},line={diagnostic.line},col={diagnostic.column},"
        f"title={_property(diagnostic.rule)}::{_data(_whole(diagnostic))}"
        for diagnostic in found
    )


def _whole(diagnostic: Diagnostic) -> str:
    lines = [diagnostic.message, *diagnostic.hint.splitlines(), f"(reader explain {diagnostic.rule})"]
    return "\n".join(map(harmless, lines))


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(harmless(words)).replace(":", "%3A").replace(",", "%2C")


def sarif(found: Sequence[Diagnostic], site: str = "") -> str:
    """SARIF 2.1.0 (OASIS), with all rules, for code scanning and editors; each leads to its place on the page of rules,
    where it is known where the `site` stands."""
    numbers = {name: number for number, name in enumerate(RULES)}
    driver = {"name": "reader", "semanticVersion": __version__, "rules": [_rule(name, site) for name in RULES]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, numbers) for diagnostic in found],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=1)


def _rule(name: str, site: str) -> dict[str, Any]:
    rule = RULES[name]
    example = "".join(f"\n\n{label}:\n\n{words}" for label, words in rule.examples)
    return {
        "id": name,
        "shortDescription": {"text": rule.short},
        "fullDescription": {"text": rule.meaning},
        "help": {"text": rule.meaning + example},
        **({"helpUri": f"{site}rules/#{name}"} if site else {}),
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(diagnostic: Diagnostic, numbers: Mapping[str, int]) -> dict[str, Any]:
    uri = quote(diagnostic.path.encode("utf-8", "surrogatepass"))
    region = {"startLine": diagnostic.line, "startColumn": diagnostic.column}
    return {
        "ruleId": diagnostic.rule,
        "ruleIndex": numbers[diagnostic.rule],
        "level": diagnostic.severity,
        "message": {"text": "\n".join(filter(None, map(_valid, (diagnostic.message, diagnostic.hint))))},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }


def _valid(words: str) -> str:
    """No halves of characters: not every reader of JSON has them."""
    return words.encode("utf-8", "replace").decode()


PROGRAMS: Mapping[str, Callable[[Sequence[Diagnostic]], str]] = {"json": as_json, "github": github}
