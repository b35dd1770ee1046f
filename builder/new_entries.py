"""A name → the file of a new entry, in which only what a person must say is missing. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from builder import naming
from builder.diagnostics import Refused
from builder.files import UNWRITTEN, unshown
from builder.glossary import Glossary, wrong_with
from builder.model import Kind
from builder.records import EntryRecord
from builder.skeletons import commented
from builder.values import fold

# What may be said of every entry, and of each kind; the check accepts every key in all of them.
ALL = frozenset("name sort short aliases names unless wikidata website sources unsure checked".split())
BODY = frozenset("short_official founded founded_note seat type members members_note history".split())
KEYS: dict[Kind, frozenset[str]] = {
    "organization": BODY,
    "court": BODY,
    "treaty": BODY - {"seat", "short_official"},
    "concept": frozenset(("history",)),
    "institution": BODY - {"members", "members_note"},
    "place": frozenset(("place", "country", "lat", "lon")),
    "person": frozenset(("role", "country")),
    "event": frozenset(("date", "end", "relation", "about", "passages")),
}


def entry(
    name: str, kind: Kind, short: str, definition: str, taken: Collection[str], glossary: Glossary
) -> tuple[str, str]:
    """The path of a new entry and the text of its file. Raises Refused where the check would find more in it, beside
    the entries that are there, than that it lacks its definition."""
    shorter = naming.folded(short)
    base = shorter if shorter and shorter not in taken else naming.folded(name)
    wanted = naming.free(base or "entry", taken)
    remarks = {"short": "" if short else "Leave it out where texts use none."}
    values = {"name": fold(unicodedata.normalize("NFC", name)), "short": fold(unicodedata.normalize("NFC", short))}
    front = commented(EntryRecord, values, remarks, ALL | KEYS[kind])
    path = f"seeds/glossary/{kind}/{wanted}.md"
    body = fold(unicodedata.normalize("NFC", definition))
    text = f"---\n{front}---\n{body}\n" if body else f"---\n{front}---\n"
    found = wrong_with(path, kind, text if body else f"{text}…\n", glossary)
    if control := UNWRITTEN.search(body):
        found.append(unshown(control[0], path, front.count("\n") + 3, 1))
    if found:
        raise Refused(found)
    return path, text
