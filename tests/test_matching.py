"""Finding surface forms: boundaries, case, overlaps, and what may stand inside a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.forms import Form, surface_forms
from builder.matching import Gazetteer, find
from builder.model import Span
from builder.records import EntryRecord


def forms(term: str, **record: object) -> list[Form]:
    return list(surface_forms(term, "organization", EntryRecord.model_validate(record)))


FORMS = [
    *forms("cis", name="Commonwealth of Independent States", short="CIS", names={"ru": ["СНГ", "Содружество Независимых Государств"]}),
    *forms("csto", name="Collective Security Treaty Organization", short="CSTO", names={"ru": ["ОДКБ"]}),
    *forms("eeu", name="Eurasian Economic Union", short="EEU", aliases=[{"text": "the Union", "when": "introduced"}]),
    *forms("us", name="Union State"), *forms("eu", name="European Union", short="EU", aliases=[{"text": "Brussels", "when": "never"}]),
    *forms("imports", name="parallel imports"), *forms("court", name="Int'l Court"), *forms("pu", name="People's Union"),
    *forms("sco", name="Shanghai Cooperation Organization", names={"ru": ["Шанхайская организация сотрудничества"]}),
    *forms("prio", name="Peace Research Institute Oslo"), *forms("un", name="United Nations", short="UN"),
    *forms("limits", name='Russia-China "no limits" partnership'), *forms("ifri", name="Institut Français"),
]  # fmt: skip
GAZETTEER = Gazetteer(FORMS)


def surfaces(text: str) -> list[str]:
    return [match.surface for match in find(text, [GAZETTEER])]


@pytest.mark.parametrize(("text", "found"), [
    ("the CIS, the CIS’s and CIS' own", ["CIS", "CIS", "CIS"]),
    ("CISCO, cis, Cis, xCIS, CIS2, _CIS and CIS_", []),
    ("UNTIL UNESCO, until country EEUX, unCIS", []),
    ("CIS-led, non-CIS, post-CIS, EU–EEU but CIS-2", ["CIS", "CIS", "CIS", "EU", "EEU"]),
    ("(CIS). “CIS”—CIS/EU", ["CIS", "CIS", "CIS", "EU"]),
    ("the Union State and a Union Statesman", ["Union State"]),
    ("the Union Statesman", []),
    ("join the Union; a Union; Union rules", ["Union"]),
    ("the Union of Writers, bathe Union, the Union Jack, the union, the State of the Union", []),
    ("Parallel imports and PARALLEL IMPORTS, Parallel Imports", ["Parallel imports", "PARALLEL IMPORTS", "Parallel Imports"]),
    ("commonwealth of independent states", []),
    ("COMMONWEALTH OF INDEPENDENT STATES, Commonwealth Of The Independent States", [
        "COMMONWEALTH OF INDEPENDENT STATES", "Commonwealth Of The Independent States"]),
    ("Commonwealth of the Independent States", ["Commonwealth of the Independent States"]),
    ("в ОДКБ и ОДКБы", ["ОДКБ"]),
    ("Главы Шанхайской организации сотрудничества и Содружества Независимых Государств", [
        "Шанхайской организации сотрудничества", "Содружества Независимых Государств"]),
    ("Int’l Court, People’s Union", ["Int’l Court", "People’s Union"]),
    ("the C.I.S. met, C.I.S members, the C. I. S. too, C.S.T.O.", ["C.I.S.", "C.I.S", "C. I. S.", "C.S.T.O."]),
    ("in Brussels", []),
    ("see www.CIS.org, https://x.org/CIS and a@CIS.org, but Copyright@CIS.", ["CIS"]),
    ("CIS\u0301 is another letter", []),
    ("İstanbul’da CIS", ["CIS"]),
    ("the Shanghai Co-operation Organisation", ["Shanghai Co-operation Organisation"]),
    ("Commonwealth\nof Independent\u00a0States, Common\u00adwealth of Indepen\u200bdent States", [
        "Commonwealth\nof Independent\u00a0States", "Common\u00adwealth of Indepen\u200bdent States"]),
    ("Commonwealth\n\nof Independent States", []),
    ("Peace Research Institute, Oslo and Institut Francais", ["Peace Research Institute, Oslo", "Institut Francais"]),
    ("the Russia–China “no limits” partnership", ["Russia–China “no limits” partnership"]),
    ("CIS.com, CIS&Co, @CIS, #CIS, CIS.pdf, CIS+, but CIS & Co. The CIS.", ["CIS", "CIS"]),
    ("E. U. Smith and A. E.U. man", ["E.U."]),
    ("Union\tState, CIS\tCSTO", ["CIS", "CSTO"]),
    ("", []),
])  # fmt: skip
def test_surfaces(text: str, found: list[str]) -> None:
    assert surfaces(text) == found


PIECES = [form.text for form in FORMS] + [" ", "the ", "’s", "-", "x", ". ", "\u0301", "İ", "\xad", "ё", "\n\n", "@"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_matches_are_in_bounds_ordered_disjoint_and_what_they_say(text: str) -> None:
    previous = Span(0, 0)
    for match in find(text, [GAZETTEER]):
        assert previous.end <= match.span.start < match.span.end <= len(text)
        assert text[match.span.start : match.span.end] == match.surface
        assert match.forms
        previous = match.span


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_is_found_is_what_stands_there_alone(text: str) -> None:
    """An independent reading: every place of every form, letter by letter, and of these the leftmost and longest."""
    plain = text.replace("\n\n", "¶¶")
    if "\xad" in text or "@" in text or "the " in text:
        return  # tested above
    places = set()
    for form in FORMS:
        at = plain.find(form.text) if form.when != "never" and not form.article else -1
        while at >= 0:
            before, after = plain[at - 1 : at], plain[at + len(form.text) :][:1]
            beyond = plain[at + len(form.text) + 1 :][:1]
            if not (before.isalnum() or after.isalnum() or after == "\u0301" or (after == "." and beyond.islower())):
                places.add((at, at + len(form.text)))
            at = plain.find(form.text, at + 1)
    expected, end = [], 0
    for start, stop in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= end:
            expected.append(text[start:stop])
            end = stop
    assert [s for s in surfaces(text) if "ё" not in s] == expected


def test_a_surface_with_two_owners_names_both() -> None:
    gazetteer = Gazetteer([Form("ICC", "court", "introduced", ""), Form("ICC", "cricket", "introduced", "")])
    own = Gazetteer([Form("ICC", "commerce", "always", "")])
    assert [[form.term for form in match.forms] for match in find("the ICC said", [gazetteer, own])] == [
        ["court", "cricket", "commerce"]
    ]


def test_a_word_without_spaces_costs_no_more_than_others() -> None:
    assert len(find("CIS," * 50_000, [GAZETTEER])) == 50_000
