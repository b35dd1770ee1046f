"""Word files (.docx): mammoth makes plain HTML of them, which is read as a fragment, one block a line."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterable

from builder.cleaning import clean
from builder.decoding import Decoded
from builder.diagnostics import Unreadable
from builder.readers import Draft, Options, Paragraph, draft
from builder.readers.assembler import Assembler
from builder.readers.html import MARKUP, events, feed, left_out

__all__ = ["MARKUP", "read"]
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
TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
MOST_ELEMENTS = 250_000  # of one part; a novel has some 100,000
WRAPPER = re.compile(rb"</?w:(?:fldSimple|bdo|dir|ruby|rubyBase|rt)(?:\s[^<>]*)?>|<w:rubyPr>.*?</w:rubyPr>", re.DOTALL)
BREAK = re.compile(rb"<w:cr\s*/>")
TAB = re.compile(rb"<w:ptab(?:\s[^<>]*)?/>")
WORDS = re.compile(rb"<(?:w|m):t(?:\s[^<>]*)?>([^<]*)</(?:w|m):t>")
BLOCK_END = re.compile(r"(</(?:p|h[1-6]|li|tr|figcaption|blockquote)>)")
BACK = re.compile(r"\s*<a href=\"#(?:foot|end)note-ref-[^\"]*\">↑</a>")  # an arrow that mammoth draws


def read(data: bytes, options: Options) -> Draft:
    """A draft of a Word file; a line of its source is one of its paragraphs. Raises Unreadable where it is none."""
    import mammoth  # takes a while to import, and only Word files need it

    data, words = _prepared(data)
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
    _compare(words, paragraphs)
    return draft(Decoded(source), cleaned, paragraphs, left_out(cleaned.text, assembler))


def _prepared(data: bytes) -> tuple[bytes, list[str]]:
    """The file with what mammoth passes over made plain, and the stretches of words that it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            if sum(part.file_size for part in infos) > LARGEST:
                hint = "Take out what is not the essay."
                raise Unreadable("seed-large", f"The Word file unpacks to more than {LARGEST >> 20} MB", hint)
            files = {part.filename: parts.read(part) for part in infos}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError):
        raise Unreadable("seed-docx", "This is no Word file: it is no ZIP file inside", AGAIN) from None
    if "word/document.xml" not in files:
        raise Unreadable("seed-docx", "This is no Word file: it holds no document", AGAIN)
    words: list[str] = []
    for name in (name for name in TEXTS if name in files):
        if files[name].count(b"<w:") > MOST_ELEMENTS:
            raise Unreadable("seed-large", "The Word file is longer than a book", "Divide it.")
        files[name] = TAB.sub(b"<w:tab/>", BREAK.sub(b"<w:br/>", WRAPPER.sub(b"", files[name])))
        words += (html.unescape(text.decode("utf-8", "replace")) for text in WORDS.findall(files[name]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue(), words


def _compare(words: Iterable[str], paragraphs: Iterable[Paragraph]) -> None:
    """Refuse a file of which mammoth left words out: those of a text box, a formula, an embedded document."""
    read = "".join("".join(paragraph.text for paragraph in paragraphs).split())
    for stretch in words:
        bare = "".join(clean(stretch).text.split())
        if bare not in read:
            message = f"Words of the Word file could not be read: “{stretch.strip()[:60]}”"
            hint = "Copy them from their text box, formula or frame into the text itself, and save the file again."
            raise Unreadable("seed-docx", message, hint)
