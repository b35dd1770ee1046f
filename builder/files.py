"""Files that a stranger may have written → bytes or text, or what is wrong with them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from builder.diagnostics import Diagnostic, Unreadable, line_column

# Characters that no page can show: controls but for tab, line feed and their like, and those that Unicode reserves.
UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
UNWRITTEN = re.compile(
    rf"{UNSHOWN.pattern}|[\x0b\x0c\x1c-\x1f]"
)  # nor may XML have these, which texts take for white space
MARK = re.compile(
    rb"^(?:<{7}(?![^ \r\n])|={7}(?=\r?$)|>{7}(?![^ \r\n]))", re.MULTILINE
)  # what git puts between versions
LARGEST = 64 * 2**20  # bytes; War and Peace is 3 million


def read_bytes(path: Path, root: Path) -> bytes:
    """The file's bytes. Raises Unreadable for what is no regular file, reached by a link or larger than a book."""
    if not path.is_file() or _linked(path.absolute(), root.resolve()):
        message = "This is no file of the collection, or a link to another place"
        raise Unreadable("seed-outside", message, "Put the file itself there.")
    if path.stat().st_size > LARGEST:
        message = f"The file is larger than {LARGEST >> 20} MB"
        raise Unreadable("seed-large", message, "Divide it, or take out what is not the essay.")
    return path.read_bytes()


def _linked(path: Path, root: Path) -> bool:
    """Whether a step of the way from the folder `root` to a file is a link, or it does not lie there at all."""
    below = path.is_relative_to(root)  # mostly; else the folder itself may be called by a link to it
    for step in (path, *path.parents):
        if step == root or (not below and step.resolve() == root):
            return False
        if step.is_symlink():
            return True
    return True


def is_passing(name: str) -> bool:
    """Whether a program (Vim, Emacs, Word) keeps such a file beside one that is being edited, or the file is hidden."""
    return name.startswith((".", "#", "~$")) or name.endswith("~")


def digest(path: Path, root: Path) -> bytes:
    """What tells whether a file is another than before: of its bytes or, where it cannot be read, of the reason."""
    try:
        return hashlib.blake2b(read_bytes(path, root)).digest()
    except Unreadable as refused:
        return refused.rule.encode()


def read_text(path: Path, name: str, root: Path) -> tuple[str, list[Diagnostic]]:
    """A YAML file or an entry as text with line feeds; offsets and columns of diagnostics are those of it."""
    try:
        data = read_bytes(path, root)
    except Unreadable as refused:
        return "", [refused.at(name)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _lines_fed(data[: error.start].decode("utf-8-sig"))
        message = f"Not UTF-8: byte 0x{data[error.start]:02x}"
        place = line_column(before, len(before))
        return "", [Diagnostic(name, *place, "seed-encoding", message, "Save the file as UTF-8.")]
    text = _lines_fed(text)
    if match := UNSHOWN.search(text):
        return "", [unshown(match[0], name, *line_column(text, match.start()))]
    left = list(conflicts(data, name))
    return "" if left else text, left


def _lines_fed(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def conflicts(data: bytes, name: str, first: bytes = b"<=>") -> Iterator[Diagnostic]:
    """Where a merge has left both versions, each at the first mark of git's; one that was forgotten counts as well.

    `first`: the signs of which a first mark may be made. In an essay a line of equals signs underlines a heading.
    """
    inside, line, last = False, 1, 0
    for mark in MARK.finditer(data):
        sign = mark[0][:1]
        line, last = line + data.count(b"\n", last, mark.start()), mark.start()
        if sign == b"<" or (not inside and sign in first):
            message = "Two versions of these lines stand here: a merge was not ended"
            hint = "Keep one version, or what is right of both, and remove the lines of <<<<<<<, ======= and >>>>>>>."
            yield Diagnostic(name, line, 1, "merge-conflict", message, hint)
        inside = sign != b">" and (inside or sign in first)


def unshown(character: str, name: str, line: int, column: int) -> Diagnostic:
    message = f"A control character, U+{ord(character):04X}, that no page can show"
    hint = "Remove it; if the file is no text at all, export it as text."
    return Diagnostic(name, line, column, "seed-encoding", message, hint)
