"""Bytes → text: in the encoding that they are in, or not at all."""

from __future__ import annotations

import codecs

import pytest

from builder.decoding import decode
from builder.diagnostics import Unreadable

RUSSIAN = "Организация Договора о коллективной безопасности была создана в 1992 году. Её устав вступил в силу позже."
FRENCH = "Le traité fut signé à Tachkent ; l’été suivant, tout était prêt. « Voilà », dit le général."
ENGLISH = "The “Union” — it wasn’t one — met in Minsk…"
POLISH = "Łódź, gdzie żółta wstążka leżała na ławce, była wówczas miastem przemysłu. Wszyscy się śmiali."


@pytest.mark.parametrize(("text", "encoding", "mended"), [
    (ENGLISH, "utf-8", False), (ENGLISH, "utf-8-sig", False), (RUSSIAN, "utf-8", False),
    (RUSSIAN, "utf-16", True), (ENGLISH, "utf-16-le", True), (ENGLISH, "utf-16-be", True), (ENGLISH, "utf-32", True),
    (ENGLISH, "windows-1252", True), (FRENCH, "windows-1252", True), (RUSSIAN, "windows-1251", True),
])  # fmt: skip
def test_what_is_certain_is_read(text: str, encoding: str, mended: bool) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert [mend.rule for mend in decoded.mends] == (["encoding"] if mended else [])


@pytest.mark.parametrize(("data", "rule", "place"), [
    (POLISH.encode("windows-1250"), "seed-encoding", (1, 1)),
    (RUSSIAN.encode("koi8-r"), "seed-encoding", (1, 1)),
    ("É. À.".encode("windows-1252") + b"\n\xcd", "seed-encoding", (1, 1)),
    ("Così è.\n".encode() * 3 + "Così".encode("windows-1252"), "seed-encoding", (4, 4)),
    (b"%PDF-1.7\n", "seed-binary", (1, 1)), (b"PK\x03\x04\x14", "seed-binary", (1, 1)), (bytes(range(32)) * 9, "seed-binary", (1, 1)),
])  # fmt: skip
def test_what_is_not_certain_is_refused(data: bytes, rule: str, place: tuple[int, int]) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert (refused.value.rule, (refused.value.line, refused.value.column)) == (rule, place)
    assert refused.value.hint


@pytest.mark.parametrize(("text", "encoding"), [(POLISH, "windows-1250"), (RUSSIAN, "koi8-r"), (RUSSIAN, "ibm866")])
def test_a_person_can_name_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), encoding).text == text
    with pytest.raises(Unreadable):
        decode(b"\x81\x8d", "windows-1252")


def test_line_ends_are_one() -> None:
    assert decode(codecs.BOM_UTF8 + b"a\r\nb\rc\nd").text == "a\nb\nc\nd"
