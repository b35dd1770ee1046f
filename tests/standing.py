"""Who was what at the end of a year, read from the seeds without the builder: what tables and maps are compared with."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from tests.conftest import ROOT

YEARS = ("1992", "2005", "2013", "2019", "2024", "2026")
ORDER = ("suspended", "member", "associate", "observer", "partner", "invited", "invited-declined")
Entry = Mapping[str, Any]


def first_day(date: str) -> datetime.date:
    return datetime.date.fromisoformat((date + "-01-01")[:10])


def last_day(date: str) -> datetime.date:
    parts = [int(part) for part in date.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def holds(interval: Entry, day: datetime.date) -> bool:
    """On that day: it began on it or before, and the last day on which it may have ended is to come."""
    began = not interval.get("from") or first_day(str(interval["from"])) <= day
    return began and (not interval.get("to") or day < last_day(str(interval["to"])))


def word(intervals: Iterable[Entry], founded: str | None, day: datetime.date) -> str:
    early = founded is not None and day < first_day(founded)
    known = [one for one in intervals if one.get("from") or not early]
    held = [one for status in ORDER for one in known if one.get("status", "member") == status and holds(one, day)]
    if held:
        words = dict.fromkeys(one.get("status", "member").replace("-declined", "") for one in held)
        return " ".join(words) + ("" if held[0].get("from") else "*")
    past = {one.get("status", "member") for one in known if not one.get("from") or first_day(str(one["from"])) <= day}
    return (
        ""
        if not past
        else "left"
        if past - {"invited", "invited-declined"}
        else "declined"
        if "invited-declined" in past
        else "ended"
    )


def entries(root: Path = ROOT) -> Iterator[tuple[str, Entry]]:
    """Id and front matter of every entry."""
    for path in sorted((root / "seeds" / "glossary").rglob("*.md")):
        yield path.stem, yaml.load(path.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)


def table(year: str, root: Path = ROOT) -> dict[tuple[str, str], str]:
    """(country, organization) → what the country is, where it is or was anything."""
    collection = yaml.load((root / "seeds" / "collection.yml").read_text("utf-8"), yaml.BaseLoader)
    day = last_day(collection["edition"] if collection["edition"].startswith(year) else year)
    names = Locale("en").territories
    found = {}
    for _, entry in entries(root):
        by_country: dict[str, list[Entry]] = {}
        for one in entry.get("members", []):
            by_country.setdefault(one["country"], []).append(one)
        for code, held in by_country.items():
            if told := word(held, entry.get("founded"), day):
                found[names[code], entry.get("short") or entry["name"]] = told
    return found
