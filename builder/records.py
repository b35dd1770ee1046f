"""What people write in YAML: the shapes of sidecars, entries and collection.yml."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)

from builder.decoding import NAMED
from builder.model import NoteKind, Role
from builder.values import (
    DATED,
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

    text: Name = Field(description="The form, as texts write it.")
    when: Literal["always", "introduced", "never"] = Field(
        "always", description="always; introduced: only in an essay that has the full name; never: for the search only."
    )
    note: str = Field("", description="Why the form is marked so, for other editors.")


def alias_or_text(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


AnyAlias = Annotated[Alias, BeforeValidator(alias_or_text, json_schema_input_type=str | Alias)]
Folded = Annotated[str, AfterValidator(fold), Field(max_length=300)]


class Reference(Record):
    """A source of a fact or a note."""

    title: Text = Field(description="Write what the source is called, and who published it and when.")
    url: Url | None = Field(None, description="Its address: https://…")
    supports: tuple[Text, ...] = Field((), description="The keys of this entry that the source supports: [members].")


class Membership(Record):
    country: Country = Field(description="Write the letters of ISO 3166: AM, GB; of former countries SU, YU, CSHH.")
    status: Status = Field("member", description="What the country is there; member where nothing is said.")
    since: Date | None = Field(None, alias="from", description="Since when: 2002-10-07, 2002-10 or 2002.")
    until: Date | None = Field(None, alias="to", description="Until when; leave it out where it goes on.")
    note: str = Field("", description="What the dates do not tell, in a few words for the reader.")


class Development(Record):
    date: Date = Field(description="Write when it happened: 2024-02-14, 2024-02 or 2024.")
    text: Text = Field(description="Write what happened, in one sentence.")


class Quotation(Record):
    """A TextQuoteSelector: the exact words, and what stands before or after them where they stand twice."""

    quote: Text = Field(description="Write the words that are meant, as a reader sees them.")
    prefix: str = Field("", description="What stands before these words; needed where they stand more than once.")
    suffix: str = Field("", description="What stands after these words; needed where they stand more than once.")


class Passage(Quotation):
    essay: Text = Field(description="Write the name of the essay’s file, without its ending: baev-2025.")


class EntryRecord(Record):
    """The front matter of seeds/glossary/<kind>/<id>.md.

    `sort`: how an index files it, where the rule of `filing.py` gets that wrong. `unless`: words of other subjects in
    which the short form means something else (cricket, for the ICC).
    """

    name: Name = Field(description="The full name, as an index would have it.")
    sort: Folded = Field(
        "", description="How an index files it, where the rule is wrong: “Lula da Silva, Luiz Inácio”."
    )
    short: Folded = Field("", description="The short form that texts use: CSTO.")
    short_official: Folded = Field("", description="The official short form, where texts use another.")
    aliases: Annotated[tuple[AnyAlias, ...], BeforeValidator(check_aliases)] = Field(
        (), description="Other forms that texts use; what follows by rule (possessives, C.S.T.O.) is found without."
    )
    names: dict[Language, tuple[Name, ...]] = Field(
        {}, description="Names in other languages, by their codes: {ru: [ОДКБ]}."
    )
    unless: tuple[Name, ...] = Field(
        (), description="Other subjects in whose essays the short form means something else: [cricket]."
    )
    wikidata: (
        Annotated[str, AfterValidator(check_wikidata), WithJsonSchema({"type": "string", "pattern": "^Q[1-9]"})] | None
    ) = Field(None, description="The id of its item in Wikidata: Q318693.")
    website: Url | None = Field(None, description="Its own website: https://…")
    founded: Date | None = Field(None, description="When it was founded: 2002-10-07, 2002-10 or 2002.")
    founded_note: str = Field("", description="What happened on that date, where that is not plain.")
    seat: str = Field("", description="Where it sits: Geneva, Switzerland.")
    type: str = Field("", description="What kind of body or treaty it is, in a few words.")
    members: tuple[Membership, ...] = Field((), description="Its members: {country: AM, from: 1992-05-15}.")
    members_note: str = Field("", description="What the list of members does not tell, for the reader.")
    history: tuple[Development, ...] = Field((), description="What became of it: {date: 2024-02-22, text: …}.")
    role: str = Field("", description="Of a person: office or calling, in a few words.")
    country: Country | None = Field(None, description="The country where it lies, or that it is: AM.")
    place: str = Field("", description="Of a place: what it is (city, country, former country).")
    lat: Annotated[float, Field(ge=-90, le=90)] | None = Field(None, description="Of a place: degrees north.")
    lon: Annotated[float, Field(ge=-180, le=180)] | None = Field(None, description="Of a place: degrees east.")
    date: Date | None = Field(None, description="Of an event: when it was, or began.")
    end: Date | None = Field(None, description="Of an event: when it ended, if it was not one day.")
    relation: Literal["mentioned", "implied", "background", "later"] | None = Field(
        None, description="Of an event: how the essays touch it (mentioned, implied, background, later)."
    )
    about: tuple[Text, ...] = Field((), description="Of an event: the ids of the entries that it concerns.")
    passages: tuple[Passage, ...] = Field(
        (), description="Passages that speak of it without its name: {essay: baev-2025, quote: …}."
    )
    sources: tuple[Reference, ...] = Field(
        (), description="Where the facts are from: {title: …, url: …, supports: [members]}."
    )
    unsure: tuple[Text, ...] = Field((), description="What is not sure, each in a sentence for the reader.")
    checked: Date | None = Field(None, description="When these facts were last checked.")


class Writer(Record):
    """An author. `family`: the words of the name that are the family name, where the rule of `creators.py` is wrong."""

    name: Text = Field(description="Write the name, as the essay has it.")
    affiliation: str = Field("", description="Where the author worked when the essay appeared.")
    family: Annotated[str, AfterValidator(fold)] = Field(
        "", description="The family name, where it is not the last word of the name: Xi."
    )
    organization: bool = Field(False, description="true where the author is no person.")

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
    role: Role = Field(description="Write what the paragraph with these words is.")


class NoteRecord(Quotation):
    kind: NoteKind = Field(description="Write correction, name, context, question or translation.")
    text: Text = Field(description="Write what the record shows, in one to three sentences.")
    sources: tuple[Reference, ...] = Field((), description="Where that is from: {title: …, url: …}.")


class See(Quotation):
    """An editor's cross-reference from words of this essay (`from`) to the quoted words of another."""

    words: Text = Field(alias="from", description="Write words of this essay.")
    to: Text = Field(description="Write the name of the other essay’s file, without its ending: pomeranz-2024.")
    why: Text = Field(description="Write what the two passages have to do with each other, in one sentence.")


class SidecarRecord(Record):
    """seeds/essays/<slug>.yml: what a person knows of an essay that its text does not show."""

    title: str = Field("", description="The title.")
    authors: tuple[Writer, ...] = Field(
        (), description="Who wrote it; `family: Xi` where the last word of a name is not the family name."
    )
    published: str = Field("", description="When it appeared: 2025-01-06, 2024-02, 2024, or in words, “Winter 2024”.")
    date: Date | None = Field(None, description="A date to sort by, where `published` is in words: 2024-01.")
    venue: str = Field("", description="Where it appeared: the journal, newspaper or website.")
    url: Url | None = Field(None, description="Its address there: https://…")
    language: Language | None = Field(None, description="Its language, where it was not told rightly: en, ru.")
    rights: str = Field("", description="Who owns the text, and by what right it stands here.")
    access: Literal["full", "excerpt"] = Field(
        "full", description="excerpt where only passages around the notes may be shown, with a link to the whole."
    )
    tags: tuple[Text, ...] = Field((), description="Subjects, to find essays by: [sanctions, Armenia].")
    link: dict[Name, str] = Field({}, description="What a form means in this essay: {SCA: sco}.")
    nolink: tuple[Text, ...] = Field((), description="Forms to leave alone in this essay: [Union].")
    blocks: tuple[BlockCorrection, ...] = Field(
        (), description="What a paragraph is, where it was not read rightly: {quote: …, role: heading}."
    )
    markup: Literal["scraps", "none"] = Field(
        "scraps", description="none where every character of a .txt is itself, * and < too."
    )
    encoding: Annotated[str, AfterValidator(check_encoding), WithJsonSchema({"enum": list(NAMED)})] | None = Field(
        None, description="The encoding of the file, where it is not UTF-8 and cannot be told: windows-1251."
    )
    unsure: tuple[Text, ...] = Field((), description="What is not sure about this text, in sentences for the reader.")
    notes: tuple[NoteRecord, ...] = Field((), description="Notes: {quote: …, kind: context, text: …, sources: […]}.")
    see: tuple[See, ...] = Field((), description="Passages of other essays: {from: …, to: …, quote: …, why: …}.")
    moved: dict[BlockId, BlockId] = Field({}, description="Where the words of an address that was published stand now.")
    removed: dict[BlockId, Reason] = Field({}, description="Why the words of an address that was published are gone.")


Policy = Literal["essay", "section", "paragraph", "all", "none"]


class LinkPolicy(Record):
    """Where a kind of term is linked: at its first mention in each essay, section or paragraph, at all, or at none."""

    organization: Policy = "section"
    court: Policy = "section"
    treaty: Policy = "section"
    concept: Policy = "section"
    institution: Policy = "essay"
    place: Policy = "essay"
    person: Policy = "essay"
    event: Policy = "essay"


class CollectionRecord(Record):
    """seeds/collection.yml. `edition` dates the whole: the same edition builds to the same bytes on any day.

    `rights`: of the essays that do not name their own. `excerpt`: the words that a passage may have of an essay with
    `access: excerpt`.
    `deck`: what the flashcards are called, where that is not the title: who has them knows them again by this name."""

    title: Text = Field(description="What the collection is called; also `site_name:` in mkdocs.yml.")
    description: Text = Field(description="What it is, in one sentence.")
    editors: tuple[Text, ...] = Field((), description="Who wrote the notes and the glossary.")
    language: Language = Field("en", description="The language of notes and glossary.")
    edition: Annotated[str, AfterValidator(check_edition), DATED] = Field(
        description="The date of this edition; facts were last checked by then."
    )
    license: str = Field("", description="The licence of notes and glossary, and who owns the essays.")
    rights: str = Field("", description="The rights of the essays that do not name their own.")
    excerpt: Annotated[int, Field(ge=1, le=1000)] = Field(
        60, description="The words that a passage may have of an essay with `access: excerpt`."
    )
    deck: Annotated[str, AfterValidator(fold), Field(max_length=100)] = Field(
        "", description="What the flashcards are called; keep it when the title changes, or students get them twice."
    )
    search: Literal["auto", "whole", "pagefind"] = Field(
        "auto", description="How essays are searched: in the browser (whole), or by pagefind from a size on (auto)."
    )
    moved: dict[PageId, PageId] = Field({}, description="Pages that were renamed: {glossary/old: glossary/new}.")
    removed: dict[PageId, Reason] = Field({}, description="Pages that are gone, and why: {essays/old-2024: Why.}.")
    link: LinkPolicy = Field(
        LinkPolicy(), description="Where each kind of term is linked: essay, section, paragraph, all or none."
    )
