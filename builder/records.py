"""What people write in YAML: the shapes of sidecars, entries and collection.yml, and what each key may hold."""

from __future__ import annotations

import calendar
import re
from typing import Annotated, Literal

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from builder.addresses import parts
from builder.decoding import NAMED
from builder.model import NoteKind, Role
from builder.words import around

ALIASES = 200  # of one entry: each has many forms, and each form is looked for in every essay
# What CLDR names with two letters and is no country: pseudo-locales, unions, the unknown.
NO_COUNTRIES = {"XA", "XB", "ZZ", "EU", "UN", "EZ", "QO"}
COUNTRIES = {code for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))} - NO_COUNTRIES
# States that are no more, which CLDR does not name: ISO 3166-3, by the two letters that they had or, where these mean
# another now, by all four. CS were two of them.
FORMER = {
    "BU": "Burma", "BYAA": "Byelorussian SSR", "CS": "Czechoslovakia or Serbia and Montenegro",
    "CSHH": "Czechoslovakia", "CSXX": "Serbia and Montenegro", "DD": "East Germany", "DY": "Dahomey",
    "HV": "Upper Volta", "RH": "Southern Rhodesia", "SKIN": "Sikkim", "SU": "Soviet Union", "TP": "East Timor",
    "VD": "North Vietnam", "YD": "South Yemen", "YU": "Yugoslavia", "ZR": "Zaire",
}  # fmt: skip
DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Unfit(ValueError):  # noqa: N818 - it is what the value is
    """A value that a key cannot have: the rule that it breaks, and what to write instead."""

    def __init__(self, message: str, rule: str = "record-value", hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.hint = rule, hint


def check_date(text: str) -> str:
    """Accept a day, month or year in ISO form. Raises ValueError where it is none."""
    if match := DATE.fullmatch(text):
        year, month, day = (int(part or 1) for part in match.groups())
        if year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            return text
    raise Unfit(f"“{text}” is not a date", "record-date", "Write 2024-02-14, 2024-02 or 2024.")


def check_url(text: str) -> str:
    """Accept web and mail addresses only. Raises ValueError for others, `javascript:` among them."""
    if re.fullmatch(r"(https?://|mailto:)[^\s<>\"]+", text) and parts(text):
        return text
    raise Unfit(f"“{text}” is not an address that begins with http://, https:// or mailto:")


def check_language(code: str) -> str:
    """Accept the code of a language. Raises ValueError for others."""
    if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
        return code
    raise Unfit(f"“{code}” is no code of a language", hint="Write the letters of ISO 639: en, ru, de, pt-BR.")


def check_edition(text: str) -> str:
    """Accept a date that archives can bear. Raises ValueError for others."""
    if "1980" <= check_date(text)[:4] <= "2099":
        return text
    raise Unfit(f"“{text}” is no date of this time", "record-date", "Write when the facts were last checked.")


def check_encoding(name: str) -> str:
    """Accept an encoding that files of this kind are in. Raises ValueError for others."""
    if name in NAMED:
        return name
    raise Unfit(f"“{name}” is none of {', '.join(NAMED)}")


def check_country(code: str) -> str:
    """Accept the code of a country or territory, or of a state that is no more. Raises ValueError for others."""
    if code in COUNTRIES or code in FORMER:
        return code
    hint = "Write the two letters of ISO 3166-1: AM, GB, KZ; of a state that is no more, those of ISO 3166-3: SU, CSHH."
    raise Unfit(f"“{code}” is no country", "fact-country", hint)


def check_wikidata(name: str) -> str:
    """Accept the id of a Wikidata item. Raises ValueError for others."""
    if re.fullmatch("Q[1-9][0-9]*", name):
        return name
    raise Unfit(
        f"“{name}” is not a Wikidata id (Q and digits)", hint="It ends the address of the item’s page: Q318693."
    )


def check_aliases(aliases: object) -> object:
    """Accept what one entry may have. Raises ValueError for more, before anything is made of them."""
    if isinstance(aliases, list) and len(aliases) > ALIASES:
        hint = f"Keep at most {ALIASES}, and leave out what follows by rule (capitals, dots, “the”)."
        raise Unfit(f"{len(aliases)} are too many for one entry", "alias-many", hint)
    return aliases


WHY = "…say why…"  # what a suggestion leaves to a person


def check_block_id(text: str) -> str:
    """Accept what may be the id of a block. Raises ValueError for others."""
    if re.fullmatch(r"[hp]-[a-z0-9]+(-[a-z0-9]+)*", text) and len(text) <= 80:
        return text
    raise Unfit(f"“{text}” is no address of a block, like p-1a2b3c4d or h-its-words")


def check_page(text: str) -> str:
    """Accept what may be the address of an essay or an entry. Raises ValueError for others."""
    if re.fullmatch(r"(essays|glossary)/(?!index$)[a-z0-9]+(-[a-z0-9]+)*", text) and len(text) <= 200:
        return text
    raise Unfit(f"“{text}” is no address of a page, like essays/baev-2025 or glossary/csto")


def check_reason(text: str) -> str:
    """Accept a reason, folded. Raises ValueError for the suggestion that was pasted and left."""
    if text.strip() == WHY:
        raise Unfit("say why it is gone, in a sentence for the reader")
    return fold(text)


def fold(text: str) -> str:
    """One line, its white space folded: names and titles must match texts that are folded too."""
    return " ".join(text.split())


Text = Annotated[str, AfterValidator(fold), Field(min_length=1)]
Name = Annotated[str, AfterValidator(fold), Field(min_length=1, max_length=300)]
Date = Annotated[str, AfterValidator(check_date)]
Url = Annotated[str, AfterValidator(check_url)]
Language = Annotated[str, AfterValidator(check_language)]
BlockId = Annotated[str, AfterValidator(check_block_id)]
PageId = Annotated[str, AfterValidator(check_page)]
Reason = Annotated[str, AfterValidator(check_reason), Field(min_length=1)]
Country = Annotated[str, AfterValidator(check_country)]
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
