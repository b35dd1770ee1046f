"""What people write in YAML: the shapes of sidecars, entries and collection.yml, and what each key may hold."""

from __future__ import annotations

import calendar
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from builder.decoding import NAMED
from builder.model import NoteKind, Role

DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def check_date(text: str) -> str:
    """Accept a day, month or year in ISO form. Raises ValueError where it is none."""
    if match := DATE.fullmatch(text):
        year, month, day = (int(part or 1) for part in match.groups())
        if year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return text
    raise ValueError(f"“{text}” is not a date")


def check_url(text: str) -> str:
    """Accept web and mail addresses only. Raises ValueError for others, `javascript:` among them."""
    if re.fullmatch(r"(https?://|mailto:)[^\s<>\"]+", text):
        return text
    raise ValueError(f"“{text}” is not an address that begins with http://, https:// or mailto:")


def check_encoding(name: str) -> str:
    """Accept an encoding that files of this kind are in. Raises ValueError for others."""
    if name in NAMED:
        return name
    raise ValueError(f"“{name}” is none of {', '.join(NAMED)}")


def fold(text: str) -> str:
    """One line, its white space folded: names and titles must match texts that are folded too."""
    return " ".join(text.split())


Text = Annotated[str, AfterValidator(fold), Field(min_length=1)]
Name = Annotated[str, AfterValidator(fold), Field(min_length=1, max_length=300)]
Date = Annotated[str, AfterValidator(check_date)]
Url = Annotated[str, AfterValidator(check_url)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Status = Literal["member", "observer", "associate", "partner", "suspended", "invited", "invited-declined"]


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alias(Record):
    """A surface form. `introduced` counts only after a full name in that essay, `never` only in the search."""

    text: Name
    when: Literal["always", "introduced", "never"] = "always"
    note: str = ""


def alias_or_text(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class Reference(Record):
    """A source of a fact or a note."""

    title: Text
    url: Url | None = None
    supports: tuple[Text, ...] = ()


class Membership(Record):
    country: Country
    status: Status = "member"
    since: Annotated[Date | None, Field(alias="from")] = None
    until: Annotated[Date | None, Field(alias="to")] = None
    note: str = ""


class Development(Record):
    date: Date
    text: Text


class Quotation(Record):
    """A TextQuoteSelector: the exact words, and what stands before or after them where they stand twice."""

    quote: Text
    prefix: str = ""
    suffix: str = ""


class Passage(Quotation):
    essay: Text


class EntryRecord(Record):
    """The front matter of seeds/glossary/<kind>/<id>.md."""

    name: Name
    short: Annotated[str, AfterValidator(fold), Field(max_length=300)] = ""
    short_official: Annotated[str, AfterValidator(fold), Field(max_length=300)] = ""
    aliases: tuple[Annotated[Alias, BeforeValidator(alias_or_text)], ...] = ()
    names: dict[str, tuple[Name, ...]] = {}
    wikidata: Annotated[str, Field(pattern=r"^Q\d+$")] | None = None
    website: Url | None = None
    founded: Date | None = None
    founded_note: str = ""
    seat: str = ""
    type: str = ""
    members: tuple[Membership, ...] = ()
    members_note: str = ""
    history: tuple[Development, ...] = ()
    role: str = ""
    country: Country | None = None
    place: str = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    date: Date | None = None
    end: Date | None = None
    relation: Literal["mentioned", "implied", "background", "later"] | None = None
    about: tuple[Text, ...] = ()
    passages: tuple[Passage, ...] = ()
    sources: tuple[Reference, ...] = ()
    unsure: tuple[Text, ...] = ()
    checked: Date | None = None


class Writer(Record):
    name: Text
    affiliation: str = ""


class BlockCorrection(Quotation):
    role: Role


class NoteRecord(Quotation):
    kind: NoteKind
    text: Text
    sources: tuple[Reference, ...] = ()


class See(Quotation):
    """An editor's cross-reference from words of this essay (`from`) to the quoted words of another."""

    words: Annotated[Text, Field(alias="from")]
    to: Text
    why: Text


class SidecarRecord(Record):
    """seeds/essays/<slug>.yml: what a person knows of an essay that its text does not show."""

    title: str = ""
    authors: tuple[Writer, ...] = ()
    published: str = ""
    date: Date | None = None
    venue: str = ""
    url: Url | None = None
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None
    rights: str = ""
    tags: tuple[Text, ...] = ()
    link: dict[str, str] = {}
    nolink: tuple[Text, ...] = ()
    blocks: tuple[BlockCorrection, ...] = ()
    markup: Literal["scraps", "none"] = "scraps"
    encoding: Annotated[str, AfterValidator(check_encoding)] | None = None
    unsure: tuple[Text, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    see: tuple[See, ...] = ()


class LinkPolicy(Record):
    """Where a kind of term is linked: at its first mention in each essay, section or paragraph, at all, or at none."""

    organization: Literal["essay", "section", "paragraph", "all", "none"] = "section"
    court: Literal["essay", "section", "paragraph", "all", "none"] = "section"
    treaty: Literal["essay", "section", "paragraph", "all", "none"] = "section"
    concept: Literal["essay", "section", "paragraph", "all", "none"] = "section"
    institution: Literal["essay", "section", "paragraph", "all", "none"] = "essay"
    place: Literal["essay", "section", "paragraph", "all", "none"] = "essay"
    person: Literal["essay", "section", "paragraph", "all", "none"] = "essay"
    event: Literal["essay", "section", "paragraph", "all", "none"] = "essay"


class CollectionRecord(Record):
    """seeds/collection.yml. `edition` dates the whole: the same edition builds to the same bytes on any day."""

    title: Text
    description: Text
    editors: tuple[Text, ...] = ()
    language: Text = "en"
    edition: Date
    license: str = ""
    link: LinkPolicy = LinkPolicy()
