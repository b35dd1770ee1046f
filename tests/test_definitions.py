"""Where a text says what a short form means (Schwartz and Hearst's pairs, and what stands for brackets)."""

from __future__ import annotations

import pytest

from builder import definitions


@pytest.mark.parametrize(("text", "found"), [
    ("the Interstate Commerce Commission (ICC) met", ["ICC=Interstate Commerce Commission"]),
    ("ICC (International Chamber of Commerce) said", ["ICC=International Chamber of Commerce"]),
    ("the International Cricket Council, or ICC, met", ["ICC=International Cricket Council"]),
    ("The CIS, or Commonwealth of Independent States, met", ["CIS=Commonwealth of Independent States"]),
    ("CIS stands for Clinical Information System.", ["CIS=Clinical Information System"]),
    ("My degree says CIS: Computer Information Systems.", ["CIS=Computer Information Systems"]),
    ("Collective Security Treaty Organisation (the “CSTO”) rose", ["CSTO=Collective Security Treaty Organisation"]),
    ("the Commonwealth of Independent States (hereafter CIS; Russian: СНГ).", ["CIS=Commonwealth of Independent States"]),
    ("Содружество Независимых Государств (СНГ)", ["СНГ=Содружество Независимых Государств"]),
    ("the U.N. (United Nations)", ["UN=United Nations"]),
    ("BRICS (Brazil, Russia, India, China and South Africa)", []), ("In Rome (UN) he", []), ("NATO or the EU, he said", []),
    ("in 1991 (CIS) was", []), ("either war or peace (CIS) was", []), ("(ICC)", []), ("", []),
])  # fmt: skip
def test_definitions(text: str, found: list[str]) -> None:
    assert [f"{d.short}={text[d.long.start : d.long.end]}" for d in definitions.find(text)] == found


def test_words_whose_initials_spell_a_short_form() -> None:
    text = "the Scottish Chamber Orchestra, a Senior Case Officer, some clever Otter, S C O, Shanghai Cooperation of Our Own"
    assert [text[span.start : span.end] for span in definitions.spelled(text, "SCO")] == [
        "Scottish Chamber Orchestra", "Senior Case Officer", "Shanghai Cooperation of Our",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["CIS (a " * 20_000, "ABC, or " * 20_000, "(" * 50_000, "A stands for a " * 20_000])
def test_hostile_repetition_ends(text: str) -> None:
    assert len(list(definitions.find(text))) < 20_000
