"""Files that a stranger may have written → bytes or text, or what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from builder.diagnostics import Diagnostic, Unreadable, line_column

# Characters that no page can show: controls but for tab, line feed and their like, and those that Unicode reserves.
UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
UNWRITTEN = re.compile(
    rf"{UNSHOWN.pattern}|[\x0b\x0c\x1c-\x1f]"
)  # nor may XML have these, which texts take for white space
LARGEST = 64 * 2**20  # bytes; War and Peace is 3 million


def read_bytes(path: Path, root: Path) -> bytes:
    """The file's bytes. Raises Unreadable for what is no regular file, leads out of `root` or is larger than a book."""
    if not path.is_file() or not path.resolve().is_relative_to(root):
        message = "This is no file of the collection, or a link out of it"
        raise Unreadable("seed-outside", message, "Put the file itself there.")
    if path.stat().st_size > LARGEST:
        message = f"The file is larger than {LARGEST >> 20} MB"
        raise Unreadable("seed-large", message, "Divide it, or take out what is not the essay.")
    return path.read_bytes()


def read_text(path: Path, name: str, root: Path) -> tuple[str, list[Diagnostic]]:
    """A YAML file or an entry as NFC text with line feeds; offsets and columns of diagnostics are those of it."""
    try:
        data = read_bytes(path, root)
    except Unreadable as refused:
        return "", [refused.at(name)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"Not UTF-8: byte 0x{data[error.start]:02x}"
        return "", [Diagnostic(name, line, column, "seed-encoding", message, "Save the file as UTF-8.")]
    if match := UNSHOWN.search(text):
        return "", [unshown(match[0], name, *line_column(text, match.start()))]
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")), []


def unshown(character: str, name: str, line: int, column: int) -> Diagnostic:
    message = f"A control character, U+{ord(character):04X}, that no page can show"
    hint = "Remove it; if the file is no text at all, export it as text."
    return Diagnostic(name, line, column, "seed-encoding", message, hint)
