"""What one value in YAML may be: dates, addresses, codes, names; what is wrong with others, and what to write there."""

from __future__ import annotations

import calendar
import re
from typing import Annotated, Literal

from babel import Locale
from pydantic import AfterValidator, Field, WithJsonSchema

from builder.addresses import parts
from builder.decoding import NAMED

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
ADDRESS = r"(https?://|mailto:)[^\s<>\"]+"
LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
BLOCK = r"[hp]-[a-z0-9]+(-[a-z0-9]+)*"
PAGE = r"(essays|glossary)/(?!index$)[a-z0-9]+(-[a-z0-9]+)*"


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
    if re.fullmatch(ADDRESS, text) and parts(text):
        return text
    raise Unfit(f"“{text}” is not an address that begins with http://, https:// or mailto:")


def check_language(code: str) -> str:
    """Accept the code of a language. Raises ValueError for others."""
    if re.fullmatch(LANGUAGE, code):
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
    if re.fullmatch(BLOCK, text) and len(text) <= 80:
        return text
    raise Unfit(f"“{text}” is no address of a block, like p-1a2b3c4d or h-its-words")


def check_page(text: str) -> str:
    """Accept what may be the address of an essay or an entry. Raises ValueError for others."""
    if re.fullmatch(PAGE, text) and len(text) <= 200:
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


def written(pattern: str) -> WithJsonSchema:
    """What an editor that knows the JSON schema refuses while one types; the check itself refuses more."""
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$"})


DATED = written(DATE.pattern)
Text = Annotated[str, AfterValidator(fold), Field(min_length=1)]
Name = Annotated[str, AfterValidator(fold), Field(min_length=1, max_length=300)]
Date = Annotated[str, AfterValidator(check_date), DATED]
Url = Annotated[str, AfterValidator(check_url), written(ADDRESS)]
Language = Annotated[str, AfterValidator(check_language), written(LANGUAGE)]
BlockId = Annotated[str, AfterValidator(check_block_id), written(BLOCK)]
PageId = Annotated[str, AfterValidator(check_page), written(PAGE)]
Reason = Annotated[str, AfterValidator(check_reason), Field(min_length=1)]
Country = Annotated[str, AfterValidator(check_country), written("[A-Z]{2,4}")]
Status = Literal["member", "observer", "associate", "partner", "suspended", "invited", "invited-declined"]
