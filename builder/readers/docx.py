"""Word files (.docx): mammoth makes plain HTML of them, which is read as a fragment, one block a line."""

from __future__ import annotations

import io
import re
import zipfile

from builder.cleaning import clean
from builder.diagnostics import Unreadable
from builder.readers import Draft, Options, draft
from builder.readers.assembler import Assembler
from builder.readers.html import events, feed, left_out

LARGEST = 100 * 2**20  # bytes of a file's parts, unpacked
AGAIN = "Open it in a word processor and save it again as .docx."
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.standfirst:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
u => u
strike => s
"""
BLOCK_END = re.compile(r"(</(?:p|h[1-6]|li|tr|figcaption|blockquote)>)")
BACK = re.compile(r"\s*<a href=\"#(?:foot|end)note-ref-[^\"]*\">↑</a>")  # an arrow that mammoth draws


def read(data: bytes, options: Options) -> Draft:
    """A draft of a Word file; a line of its source is one of its paragraphs. Raises Unreadable where it is none."""
    import mammoth  # takes a while to import, and only Word files need it

    _check(data)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data), style_map=STYLES, convert_image=lambda image: [], include_embedded_style_map=False
        )
    except Exception as error:  # mammoth and expat raise what they like on a broken file
        raise Unreadable("seed-docx", f"The Word file is broken: {error or type(error).__name__}", AGAIN) from None
    source = BLOCK_END.sub(r"\1\n", BACK.sub("", str(made.value))).replace("\r", " ")
    cleaned = clean(source)
    assembler = Assembler()
    for event in events(cleaned.text, 0, len(cleaned.text)):
        feed(assembler, event)
    paragraphs = [one.paragraph for one in assembler.done()]
    return draft(source, cleaned, paragraphs, left_out(cleaned.text, assembler))


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable("seed-docx", "This is no Word file: it is no ZIP file inside", AGAIN) from None
    if size > LARGEST:
        raise Unreadable(
            "seed-large", f"The Word file unpacks to more than {LARGEST >> 20} MB", "Take out what is not the essay."
        )
    if "word/document.xml" not in names:
        raise Unreadable("seed-docx", "This is no Word file: it holds no document", AGAIN)
