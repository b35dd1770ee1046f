"""What is mended before a text is read: every place is on record, and nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.cleaning import clean

ACCENTS = st.text(st.sampled_from("aeoé̂\u0301\u0323\u0327ıאִשׁ각\u1100\u1161\u11a8ক\u09c7\u09be Å \n"), max_size=40)


@pytest.mark.parametrize(("source", "text", "rules"), [
    ("Itâ€™s a cafÃ© in ĂŽle", "It’s a café in ĂŽle", ["mojibake"]),
    ("РџСѓС‚РёРЅ visited", "Путин visited", ["mojibake"]),
    ("inter\u00adnational co\u200bopera\ufefftion", "international cooperation", ["invisible"]),
    ("inter\u00ad\nnational", "international", ["invisible"]),
    ("می\u200cخواهم 👨\u200d👩\u200d👧", "می\u200cخواهم 👨\u200d👩\u200d👧", []),
    ("a\x01b\x7fc", "abc", ["invisible"]),
    ("e\u0301te\u0301", "été", ["composed"]),
    ("Plain “text” – café, Œuvre, naïve, Łódź, Ελλάς, 日本.", "Plain “text” – café, Œuvre, naïve, Łódź, Ελλάς, 日本.", []),
])  # fmt: skip
def test_what_is_mended(source: str, text: str, rules: list[str]) -> None:
    cleaned = clean(source)
    assert cleaned.text == text
    assert list(dict.fromkeys(mend.rule for mend in cleaned.mends)) == rules


def test_a_place_is_that_of_the_file() -> None:
    source = "It was a cafÃ©, and co\u00adoperation e\u0301tait."
    cleaned = clean(source)
    for mend in cleaned.mends:
        assert source[mend.start : mend.end] in ("Ã©", "\u00ad", "e\u0301")
    assert source[cleaned.origin.seed_offset(cleaned.text.index("tait"))] == "t"
    assert len(cleaned.mends) == 3


def test_literally_nothing_changes_but_what_no_page_shows() -> None:
    assert clean("cafÃ© co\u00adop &amp; \x01", literal=True).text == "cafÃ© co\u00adop &amp; "


@given(ACCENTS)
def test_composing_is_what_unicode_says(text: str) -> None:
    cleaned = clean(text, literal=True)
    assert cleaned.text == unicodedata.normalize("NFC", text)
    for offset, character in enumerate(cleaned.text):
        at = cleaned.origin.seed_offset(offset)
        inside = any(mend.start <= at < mend.end for mend in cleaned.mends)
        assert inside or text[at] == character
