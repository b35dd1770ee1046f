"""Files that a stranger may have written → text, or a diagnostic that says what is wrong with them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from builder.diagnostics import Diagnostic, line_column

# Characters that no page can show: controls but for tab, line feed and their like, and those that Unicode reserves.
UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def read_text(path: Path, name: str, root: Path) -> tuple[str, list[Diagnostic]]:
    """The file as NFC text with line feeds; offsets, lines and columns of diagnostics are those of this string.

    Nothing is read that is no regular file or that a symbolic link brings in from outside `root`.
    """
    if not path.is_file() or not path.resolve().is_relative_to(root):
        hint = "Put the file itself there."
        return "", [
            Diagnostic(name, 1, 1, "seed-outside", "This is no file of the collection, or a link out of it", hint)
        ]
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = f"Not UTF-8: byte 0x{data[error.start]:02x}"
        return "", [Diagnostic(name, line, column, "seed-encoding", message, "Save the file as UTF-8.")]
    if match := UNSHOWN.search(text):
        message = f"A control character, U+{ord(match[0]):04X}, that no page can show"
        hint = "Remove it; if the file is no text at all, export it as text."
        return "", [Diagnostic(name, *line_column(text, match.start()), "seed-encoding", message, hint)]
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")), []
