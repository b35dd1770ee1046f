"""Bytes → text, in the one encoding that they can be in; where that is not certain, a refusal and never a “?”.

A file is UTF-8, UTF-16 (by its mark of order, or by its zero bytes), or one of two single-byte encodings that most old
files of this field are in. Which of the two is told by the company that the letters keep: in Windows-1252 an accented
letter stands among plain ones (“café”), in Windows-1251 whole words are of such letters (“мир”).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from builder.diagnostics import Unreadable
from builder.repairs import Mend

# What `encoding:` in a sidecar may name.
NAMED = (
    "utf-8", "utf-16", "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1257",
    "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-15", "koi8-r", "koi8-u", "ibm866", "mac-roman", "mac-cyrillic",
)  # fmt: skip
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
KINDS = (  # first bytes of files that are no text, and what they are
    (b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"), (b"PK\x03\x04", "a ZIP file (.docx, .odt, .epub and others are)"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)"), (b"{\\rtf", "an RTF file"), (b"\x1f\x8b", "a compressed file"),
    (b"SQLite", "a database"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
)  # fmt: skip
NO_TEXT = "Export it as text, as .docx or as a web page (.html), and put that in its place."
SETTLE = "Save the file as UTF-8, or write `encoding:` with its name into the sidecar."
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
CONTROLS = 0.01  # share of control characters beyond which bytes are no text
FEW = 40  # control characters that any text may hold: they are left out, and that is put on record
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
ACCIDENT = 20  # single odd bytes for one sequence that looks like UTF-8 by chance
WORD = re.compile(r"[^\W\d_]+")
PLAIN = re.compile(r"[A-Za-z]")
CYRILLIC_WORD = re.compile(r"[Ѐ-ӿ]{2,}")
ODD_IN_WORD = re.compile(r"[A-Za-z][¡-¿×÷]+[A-Za-z]|[¡¢¤¥¦¨¯¸¹³¼¾¿][A-Za-z]{2}|[A-Za-z]{2}[¡¢¤¥¦¬¯¸¼¾¿]")
SAME = frozenset("‘’“”–—…•™©®«»°±·¶§¤¦¬€‚„†‡‰‹›\xa0\xad")  # a text that needs no more is the same in both


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with line feeds. `mends` says where an encoding other than UTF-8 was taken."""

    text: str
    mends: tuple[Mend, ...] = ()


def decode(data: bytes, named: str = "") -> Decoded:
    """The text of a file; `named` is the encoding that a person or the file itself names.

    Raises Unreadable where the bytes are no text, are in two encodings, or may be in one of several.
    """
    _refuse_other_kinds(data)
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")
    text, encoding = _decoded(data, marked or named)
    if len(CONTROL.findall(text)) > CONTROLS * len(text) + FEW:
        raise Unreadable("seed-binary", "This is no text: it is full of control characters", NO_TEXT)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if encoding in ("utf-8", "utf-8-sig"):
        return Decoded(text)
    first = next((at for at, character in enumerate(text) if ord(character) > 127), 0)
    name = encoding.replace("windows", "Windows").replace("utf", "UTF")
    return Decoded(text, (Mend(first, first, "encoding", f"The file is in {name}, and was read as that."),))


def _refuse_other_kinds(data: bytes) -> None:
    for start, kind in KINDS:
        if data.startswith(start):
            raise Unreadable("seed-binary", f"This is {kind}, whatever its name says", NO_TEXT)


def _decoded(data: bytes, named: str) -> tuple[str, str]:
    if named:
        try:
            codecs.lookup(named)
        except LookupError:
            raise Unreadable("seed-encoding", f"The file names an encoding that is none: {named}", SETTLE) from None
        return _strictly(data, named), named
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _by_company(data, error)
    if "\0" not in text:
        return text, "utf-8"
    wide = _wide(data)
    return (data.decode(wide), wide) if wide else (text, "utf-8")


def _strictly(data: bytes, named: str) -> str:
    try:
        return data.decode(named)
    except UnicodeDecodeError as error:
        message = f"Not {named}: byte 0x{data[error.start]:02x}" if error.start < len(data) else f"Not {named}"
        raise Unreadable("seed-encoding", message, SETTLE, *_place(data, error.start)) from None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark of order: every other byte of what it writes in ASCII is zero."""
    for encoding, zeros, others in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if len(data) % 2 == 0 and zeros.count(0) > len(zeros) * 0.4 and others.count(0) == 0:
            try:
                data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
    return ""


def _by_company(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """The single-byte encoding of bytes that are not UTF-8."""
    if wide := _wide(data):
        return data.decode(wide), wide
    place = _place(data, error.start)
    sequences = len(SEQUENCE.findall(data))
    odd = len(HIGH.findall(SEQUENCE.sub(b"", data)))
    if sequences and odd <= ACCIDENT * sequences:
        message = f"Two encodings in one file: most of it is UTF-8, byte 0x{data[error.start]:02x} is not"
        raise Unreadable("seed-encoding", message, "Mend this place in an editor and save the file as UTF-8.", *place)
    likely = [name for name in ("windows-1252", "windows-1251") if _plausible(data, name)]
    if len(likely) == 1 or (likely and _agree(data)):
        return data.decode(likely[0]), likely[0]
    message = f"Not UTF-8 (byte 0x{data[error.start]:02x}), and what else it is cannot be told with certainty"
    raise Unreadable("seed-encoding", message, SETTLE, *place)


def _plausible(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    letters = sum(1 for character in text if ord(character) > 127 and character.isalpha())
    if CONTROL.search(text) and len(CONTROL.findall(text)) > CONTROLS * len(text):
        return False
    if encoding == "windows-1251":
        words = CYRILLIC_WORD.findall(text)
        small = sum(character.islower() for word in words for character in word)
        return letters == 0 or (sum(map(len, words)) > 0.8 * letters and small > 0.5 * letters)
    among = sum(sum(ord(character) > 127 for character in word) for word in WORD.findall(text) if PLAIN.search(word))
    return not ODD_IN_WORD.search(text) and (letters <= 2 or among > 0.8 * letters)


def _agree(data: bytes) -> bool:
    return set(data.decode("windows-1252", "replace")) - SAME <= set(map(chr, range(128)))


def _place(data: bytes, at: int) -> tuple[int, int]:
    """Line and column of a byte."""
    lines = re.split(rb"\r\n|\r|\n", data[:at])
    return len(lines), len(lines[-1].decode("utf-8", "replace").removeprefix("\ufeff")) + 1
