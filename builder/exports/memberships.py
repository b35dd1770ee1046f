"""memberships.csv: who belonged to what, from when to when, and the sources of that; a row for each interval."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from builder.facts import country
from builder.glossary import Glossary, Term
from builder.records import Membership

# Name, type and meaning of each column, for datapackage.json; types of Frictionless's Table Schema.
COLUMNS = (
    ("organization", "string", "Id of the entry: its page is glossary/ID/"),
    ("organization_name", "string", "Name of the organization, treaty or court"),
    ("country", "string", "Two letters of ISO 3166-1; of a state that is no more, ISO 3166-3"),
    ("country_name", "string", "Name of the country in English"),
    ("status", "string", "member, associate, observer, partner, invited, invited-declined or suspended"),
    ("from", "string", "First day, month or year, in ISO form; empty where not known"),
    ("to", "string", "Day, month or year of the end; empty where it lasts"),
    ("note", "string", "What the dates alone do not tell"),
    (
        "organization_sources",
        "string",
        "Sources that the organization’s entry names for its members, the same in each of its rows; where it names "
        "none for them, all that it has. Addresses (the title of a source that has none), parted by “ | ”",
    ),
)
FORMULA = tuple("=+-@\t\r")  # what a spreadsheet would take the beginning of a cell for a formula by


def memberships_csv(glossary: Glossary) -> str:
    """In the order of the entries, then as these list them."""
    told = io.StringIO()
    table = csv.writer(told, lineterminator="\n")
    table.writerow(name for name, _, _ in COLUMNS)
    table.writerows(rows(glossary))
    return told.getvalue()


def rows(glossary: Glossary) -> Iterator[list[str]]:
    for term in glossary.terms.values():
        sources = " | ".join(_sources(term))
        for membership in term.record.members:
            yield [_inert(cell) for cell in _row(term, membership, sources)]


def _row(term: Term, membership: Membership, sources: str) -> Sequence[str]:
    told = (membership.status, membership.since or "", membership.until or "", membership.note, sources)
    return (term.id, term.name, membership.country, country(membership.country), *told)


def _sources(term: Term) -> Iterator[str]:
    """Those that say that they support the members; where none says so, all."""
    named = [source for source in term.record.sources if "members" in source.supports]
    return (source.url or source.title for source in named or term.record.sources)


def _inert(cell: str) -> str:
    """Text to every spreadsheet: an apostrophe keeps what a contributor wrote from being run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
