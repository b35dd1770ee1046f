"""CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html): what citation programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable

from builder.creators import Creator
from builder.works import When, Work

Item = dict[str, object]


def csl_json(works: Iterable[Work]) -> str:
    return json.dumps([item(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def item(work: Work) -> Item:
    """The variables that are known, and no other."""
    variables: Item = {
        "id": work.key,
        "type": work.kind,
        "title": work.title,
        "author": [_name(creator) for creator in work.authors],
        "editor": [_name(creator) for creator in work.editors],
        "container-title": work.container,
        "issued": _date(work.issued),
        "original-date": _date(work.first),
        "URL": work.address,
        "language": work.language,
        "note": work.note,
    }
    return {name: value for name, value in variables.items() if value}


def _name(creator: Creator) -> dict[str, str]:
    if not creator.family:
        return {"literal": creator.name}
    parts = {
        "family": creator.family,
        "given": creator.given,
        "non-dropping-particle": creator.particle,
        "suffix": creator.suffix,
    }
    return {name: part for name, part in parts.items() if part}


def _date(when: When | None) -> Item | None:
    if when is None:
        return None
    return {"date-parts": [when.parts], **({"season": when.season} if when.season else {})}
