"""What people write in YAML: the shapes of sidecars, entries and collection.yml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from builder.model import NoteKind, Role
from builder.values import (
    BlockId,
    Country,
    Date,
    Language,
    Name,
    PageId,
    Reason,
    Status,
    Text,
    Unfit,
    Url,
    check_aliases,
    check_edition,
    check_encoding,
    check_wikidata,
    fold,
)
from builder.words import around


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

    title: Annotated[Text, Field(description="Write what the source is called, and who published it and when.")]
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
    """The front matter of seeds/glossary/<kind>/<id>.md.

    `sort`: how an index files it, where the rule of `filing.py` gets that wrong. `unless`: words of other subjects in
    which the short form means something else (cricket, for the ICC).
    """

    name: Name
    sort: Annotated[str, AfterValidator(fold), Field(max_length=300)] = ""
    short: Annotated[str, AfterValidator(fold), Field(max_length=300)] = ""
    short_official: Annotated[str, AfterValidator(fold), Field(max_length=300)] = ""
    aliases: Annotated[
        tuple[Annotated[Alias, BeforeValidator(alias_or_text)], ...], BeforeValidator(check_aliases)
    ] = ()
    names: dict[Language, tuple[Name, ...]] = {}
    unless: tuple[Name, ...] = ()
    wikidata: Annotated[str, AfterValidator(check_wikidata)] | None = None
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
    """An author. `family`: the words of the name that are the family name, where the rule of `creators.py` is wrong."""

    name: Text
    affiliation: str = ""
    family: Annotated[str, AfterValidator(fold)] = ""
    organization: bool = False

    @field_validator("family")
    @classmethod
    def check_family(cls, family: str, given: ValidationInfo) -> str:
        """Accept words of the name. Raises ValueError for others."""
        name = given.data.get("name", family)
        if around(family, name):
            return family
        hint = "Write the very words: {name: Xi Jinping, family: Xi}."
        raise Unfit(f"“{family}” is not a part of the name “{name}”", "author-family", hint)


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
    language: Language | None = None
    rights: str = ""
    tags: tuple[Text, ...] = ()
    link: dict[Name, str] = {}
    nolink: tuple[Text, ...] = ()
    blocks: tuple[BlockCorrection, ...] = ()
    markup: Literal["scraps", "none"] = "scraps"
    encoding: Annotated[str, AfterValidator(check_encoding)] | None = None
    unsure: tuple[Text, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    see: tuple[See, ...] = ()
    moved: dict[BlockId, BlockId] = {}
    removed: dict[BlockId, Reason] = {}


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
    """seeds/collection.yml. `edition` dates the whole: the same edition builds to the same bytes on any day.

    `deck`: what the flashcards are called, where that is not the title: who has them knows them again by this name."""

    title: Text
    description: Text
    editors: tuple[Text, ...] = ()
    language: Language = "en"
    edition: Annotated[str, AfterValidator(check_edition)]
    license: str = ""
    deck: Annotated[str, AfterValidator(fold), Field(max_length=100)] = ""
    search: Literal["auto", "whole", "pagefind"] = "auto"
    moved: dict[PageId, PageId] = {}
    removed: dict[PageId, Reason] = {}
    link: LinkPolicy = LinkPolicy()
