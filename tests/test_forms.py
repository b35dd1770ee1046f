"""Surface forms that follow by rule, and Russian names in their cases."""

from __future__ import annotations

import pytest

from builder import inflection
from builder.forms import MOST, surface_forms
from builder.model import Kind
from builder.records import EntryRecord


def texts(kind: Kind = "organization", **record: object) -> set[str]:
    return {form.text for form in surface_forms("x", kind, EntryRecord.model_validate(record))}


@pytest.mark.parametrize(("record", "forms"), [
    ({"name": "Shanghai Cooperation Organization"}, "Shanghai Co-operation Organisation|SHANGHAI COOPERATION ORGANISATION"),
    ({"name": "X", "short": "CSTO"}, "C.S.T.O.|C.S.T.O|C. S. T. O."),
    ({"name": "Institut Français"}, "Institut Francais|INSTITUT FRANÇAIS"),
    ({"name": "Peace Research Institute Oslo"}, "Peace Research Institute, Oslo"),
    ({"name": "Peace Research Institute, Oslo"}, "Peace Research Institute Oslo"),
    ({"name": "Commonwealth of Independent States"}, "Commonwealth of the Independent States|Commonwealth Of Independent States"),
    ({"name": "Nagorno-Karabakh"}, "Nagorno Karabakh|NAGORNO-KARABAKH"),
    ({"name": "Trade and Aid"}, "Trade & Aid"),
    ({"name": "St. Petersburg stock exchange"}, "St. Petersburg Stock Exchange"),
    ({"name": "parallel imports"}, "Parallel imports|Parallel Imports|PARALLEL IMPORTS"),
])  # fmt: skip
def test_forms_by_rule(record: dict[str, str], forms: str) -> None:
    assert set(forms.split("|")) <= texts(**record)


def test_forms_that_do_not_follow() -> None:
    assert not {"cis", "Cis", "C. I."} & texts(name="X", short="CIS")
    assert "E. U." not in texts(name="X", short="EU")  # so are somebody's initials written
    assert "global south" in texts("concept", name="Global South") - texts(name="Global South")


def test_a_name_has_no_end_of_forms_and_keeps_its_capitals() -> None:
    name = "Organization and Cooperation and Defense and Center and Labor Program of Français-Institute and more"
    assert len(texts(name=name)) <= MOST


@pytest.mark.parametrize(("name", "whole", "forms"), [
    ("Шанхайская организация сотрудничества", False, "Шанхайской организации сотрудничества|Шанхайскую организацию сотрудничества"),
    ("Организация Договора о коллективной безопасности", False, "Организации Договора о коллективной безопасности"),
    ("Содружество Независимых Государств", False, "Содружества Независимых Государств|Содружестве Независимых Государств"),
    ("Международный уголовный суд", False, "Международного уголовного суда|Международным уголовным судом"),
    ("Международный суд ООН", False, "Международного суда ООН"),
    ("Санкт-Петербург", False, "Санкт-Петербурга|Санкт-Петербурге"),
    ("Владимир Путин", True, "Владимира Путина|Владимиром Путиным"),
    ("Большая двадцатка", False, "Большой двадцатки|Большую двадцатку"),
])  # fmt: skip
def test_russian_cases(name: str, whole: bool, forms: str) -> None:
    found = inflection.of(name, "ru", whole)
    assert set(forms.split("|")) <= set(found)
    assert name not in found and len(found) == len(set(found))


def test_what_has_no_cases_here() -> None:
    assert inflection.of("ОДКБ", "ru", whole=False) == []
    assert inflection.of("Commonwealth", "en", whole=False) == []
    assert inflection.of("", "ru", whole=True) == []
