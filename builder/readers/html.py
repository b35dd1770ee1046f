"""Web pages (.html): a fragment as a whole, of a saved page the article in it. Every word keeps its place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.entities import html5

from builder.cleaning import clean
from builder.decoding import decode
from builder.diagnostics import Unreadable
from builder.readers import Draft, Metadata, Options, draft, plain
from builder.readers.article import choose
from builder.readers.assembler import Assembler
from builder.readers.elements import VOID
from builder.repairs import Mend

CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
NAMES = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "ascii": "windows-1252", "us-ascii": "windows-1252",
         "cp1252": "windows-1252", "cp1251": "windows-1251", "utf8": "utf-8", "utf-16": ""}  # fmt: skip
START = re.compile(r"<([A-Za-z][^\s/>]*)")
ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=\"'][^\s/>=]*)\s*(?:=\s*(?:([\"'])|([^\s>\"'][^\s>]*)))?|[\s/]*[=\"']")
END = re.compile(r"</([A-Za-z][^\s/>]*)[^>]*>")
CODE = re.compile(r"&#?[0-9A-Za-z]{1,32};?")
COMMENT_END = re.compile(r"--!?>")
TAG_END = re.compile(">")
RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
ALONE = frozenset(("svg", "math"))  # elements that a stroke before “>” ends
PAGE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
LARGEST_PAGE = 10 * 2**20  # characters; beyond it a page is no essay
# All that this reader takes out: tags, comments, and the rest of a code of which the first character was kept.
# The groups are atomic, so that no text makes the search go back.
UNSEEN = frozenset("\u00ad\u200b\u2060")  # soft hyphens and the like, when they are written as codes
BLANKS = sorted((name for name, meant in html5.items() if meant.isspace() or meant in UNSEEN), reverse=True)
VALUE = r"\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*+"
TAG = rf"<[A-Za-z][^\s/>]*+(?>[\s/]++|[^\s/>=\"'][^\s/>=]*+(?>\s*=\s*(?:{VALUE}))?+|[=\"'])*+>"
MARKUP = re.compile(
    rf"(?>\s++|<!--.*?--!?>|{TAG}|</[A-Za-z][^>]*+>|<[!?/][^>]*+>|(?<=&)#?[0-9A-Za-z]{{1,32}}+;?|"
    rf"&(?:{'|'.join(BLANKS)}|#x?[0-9a-fA-F]{{1,6}};?))*+",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, or with `closes` an end tag. `alone` is one that ends itself, as `<path/>` does."""

    name: str
    at: int
    closes: bool = False
    alone: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """Words between tags: as they stand at `at`, or with `length` for the code of that length that stands there."""

    text: str
    at: int
    length: int = 0


def read(data: bytes, options: Options) -> Draft:
    """A draft of a web page. Raises Unreadable where its bytes are uncertain, a tag is cut off or it has no article."""
    if not options.markup:
        return plain.read(data, options)
    named = options.encoding or _declared(data)
    decoded = decode(data, named)
    cleaned = clean(decoded.text)
    if len(cleaned.text) > LARGEST_PAGE:
        hint = "Save the article alone, as text or as a fragment of HTML."
        raise Unreadable("seed-large", f"The page is larger than {LARGEST_PAGE >> 20} MB", hint)
    assembler = Assembler()
    for event in events(cleaned.text, 0, len(cleaned.text)):
        feed(assembler, event)
    found, metadata = assembler.done(), Metadata()
    mends = left_out(cleaned.text, assembler)
    if PAGE.search(cleaned.text[:4096]):
        kept, metadata = choose(cleaned.text, found, assembler)
        names = {id(read) for read in kept}
        mends += [_left_out(cleaned.text, read.start, read.end) for read in found if id(read) not in names]
        found = kept
    return draft(decoded, cleaned, [read.paragraph for read in found], sorted(mends), metadata)


def feed(assembler: Assembler, event: Tag | Words) -> None:
    if isinstance(event, Words):
        if event.length:
            assembler.instead(event.text, event.at, event.length)
        else:
            assembler.words(event.text, event.at)
    elif event.closes:
        assembler.close(event.name)
    elif not (event.alone and event.name in ALONE):
        assembler.open(event.name, event.attributes, event.at)


def left_out(text: str, assembler: Assembler) -> list[Mend]:
    """What stands in elements that a browser does not show as text, as repairs."""
    return [_left_out(text, start, end) for start, end in assembler.left_out]


def _left_out(text: str, start: int, end: int) -> Mend:
    words = " ".join(text[start : min(end, start + 120)].split())
    shown = words if len(words) < 60 else f"{words[:57].rsplit(' ', 1)[0]} …"
    return Mend(start, end, "page-parts", f"Left out as part of the page around the essay: “{shown}”.")


def _declared(data: bytes) -> str:
    """The encoding that a page declares, where its bytes are not UTF-8 anyway."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        found = CHARSET.search(data[:4096])
        name = found[1].decode("ascii").lower() if found else ""
        name = NAMES.get(name, name)
        return name if name != "utf-8" and re.fullmatch(r"windows-125[0-8]|iso-8859-\d+|koi8-[ru]|ibm866", name) else ""
    return ""


def events(text: str, start: int, end: int) -> Iterator[Tag | Words]:
    """Tags and words of HTML in their order, tokenized once from left to right as the HTML standard does (13.2.5).

    Raises Unreadable at a tag or a comment that is opened and never closed.
    """
    here = start
    while here < end:
        if text[here] != "<":
            after = text.find("<", here, end)
            after = end if after < 0 else after
            yield from _words(text, here, after)
            here = after
        elif text.startswith("<!--", here):
            here = _after(text, COMMENT_END, here, end, "comment")
        elif (closing := END.match(text, here, end)) is not None:
            yield Tag(closing[1].lower(), here, closes=True)
            here = closing.end()
        elif text[here : here + 2] in ("<!", "<?", "</"):
            here = _after(text, TAG_END, here, end, "tag")
        elif (opening := START.match(text, here, end)) is not None:
            name = opening[1].lower()
            attributes, after = _attributes(text, opening.end(), here, end)
            yield Tag(name, here, alone=text[after - 2] == "/", attributes=attributes)
            here = after
            if name in RAW and name not in VOID:
                closing = _closing(name).search(text, here, end)
                if closing is None:
                    raise _cut_off(text, after - 1, f"<{name}>")
                yield Words(text[here : closing.start()], here)
                here = closing.start()
        else:
            yield Words("<", here)
            here += 1


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)


def _words(text: str, start: int, end: int) -> Iterator[Words]:
    here = start
    for code in CODE.finditer(text, start, end):
        meant = html.unescape(code[0])
        if meant == code[0]:
            continue
        if code.start() > here:
            yield Words(text[here : code.start()], here)
        if meant not in UNSEEN:
            yield Words(meant, code.start(), len(code[0]))
        here = code.end()
    if here < end:
        yield Words(text[here:end], here)


def _attributes(text: str, here: int, opened: int, end: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while True:
        while here < end and (text[here].isspace() or text[here] == "/"):
            here += 1
        if here >= end:
            raise _cut_off(text, opened, "tag")
        if text[here] == ">":
            return found, here + 1
        match = ATTRIBUTE.match(text, here, end)
        assert match
        here, value = match.end(), match[3] or ""
        if match[2]:
            close = text.find(match[2], here, end)
            if close < 0:
                raise _cut_off(text, opened, "tag")
            value, here = text[here:close], close + 1
        if match[1]:
            found.setdefault(match[1].lower(), html.unescape(value))


def _after(text: str, closing: re.Pattern[str], here: int, end: int, what: str) -> int:
    found = closing.search(text, here, end)
    if found is None:
        raise _cut_off(text, here, what)
    return found.end()


def _cut_off(text: str, at: int, what: str) -> Unreadable:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    hint = "Close it, or write “&lt;” where a “<” is meant as itself."
    return Unreadable("seed-markup", f"The {what} that opens here is never closed", hint, line, column)
