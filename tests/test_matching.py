"""Finding surface forms: boundaries, case, overlaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.glossary import Form
from builder.matching import Gazetteer
from builder.model import Span

FORMS = [
    Form("CIS", "cis", "always", ""), Form("Commonwealth of Independent States", "cis", "always", ""),
    Form("C.I.S.", "cis", "always", ""), Form("Union", "eeu", "introduced", "", article=True), Form("Union State", "us", "always", ""),
    Form("EU", "eu", "always", ""), Form("EEU", "eeu", "always", ""), Form("parallel imports", "imports", "always", ""),
    Form("ОДКБ", "csto", "always", ""), Form("Int'l Court", "court", "always", ""), Form("Brussels", "eu", "never", ""),
    Form("People's Union", "pu", "always", ""),
]  # fmt: skip
GAZETTEER = Gazetteer.of(FORMS)


@pytest.mark.parametrize(("text", "found"), [
    ("the CIS, the CIS’s and CIS' own", ["CIS", "CIS", "CIS"]),
    ("CISCO, cis, Cis, xCIS, CIS2, _CIS and CIS_", []),
    ("CIS-led, non-CIS, post-CIS, EU–EEU but CIS-2", ["CIS", "CIS", "CIS", "EU", "EEU"]),
    ("(CIS). “CIS”—CIS/EU", ["CIS", "CIS", "CIS", "EU"]),
    ("the Union State and a Union Statesman", ["Union State"]),
    ("the Union Statesman", []),
    ("join the Union; a Union; Union rules", ["Union"]),
    ("the Union of Writers, bathe Union, the Union Jack, the union", []),
    ("Parallel imports and PARALLEL IMPORTS", ["Parallel imports", "PARALLEL IMPORTS"]),
    ("commonwealth of independent states", []),
    ("в ОДКБ и ОДКБы", ["ОДКБ"]),
    ("Int’l Court, People’s Union", ["Int’l Court", "People’s Union"]),
    ("the C.I.S. met", ["C.I.S."]),
    ("in Brussels", []),
    ("see www.CIS.org, https://x.org/CIS and a@CIS.org", []),
    ("CIS\u0301 is another letter", []),
    ("İstanbul’da CIS", ["CIS"]),
])  # fmt: skip
def test_surfaces(text: str, found: list[str]) -> None:
    assert [candidate.surface for candidate in GAZETTEER.find(text)] == found


@given(
    st.lists(st.sampled_from([form.text for form in FORMS] + [" ", "the ", "’s", "-", "x", ". ", "\u0301", "İ"])).map(
        "".join
    )
)
def test_candidates_are_in_bounds_ordered_disjoint_and_what_they_say(text: str) -> None:
    candidates = GAZETTEER.find(text)
    previous = Span(0, 0)
    for candidate in candidates:
        assert previous.end <= candidate.span.start < candidate.span.end <= len(text)
        assert text[candidate.span.start : candidate.span.end] == candidate.surface
        assert candidate.terms
        previous = candidate.span


def test_a_surface_with_two_owners_names_both() -> None:
    gazetteer = Gazetteer.of([Form("ICC", "court", "introduced", ""), Form("ICC", "cricket", "introduced", "")])
    assert [candidate.terms for candidate in gazetteer.find("the ICC said")] == [("court", "cricket")]
