"""Markdown (.md), with or without front matter: markdown-it's tokens, each led back to its place in the file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline, image
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin

from builder.cleaning import clean
from builder.decoding import decode
from builder.diagnostics import Unreadable, line_column
from builder.readers import Draft, Options, Paragraph, draft, plain
from builder.readers.assembler import Assembler
from builder.readers.front_matter import front_matter
from builder.readers.html import TAG, Words, events, feed, left_out
from builder.repairs import Mend

BREAKS = dict.fromkeys(map(ord, "\f\v\x1c\x1d\x1e\x85\u2028\u2029"), "\n")  # as the other readers take them
BLANK = " \t\n"
DEEPEST = 80  # levels of tokens
CLOSE = {"em_close": "em", "strong_close": "strong", "s_close": "s", "link_close": "a"}
OPEN = {"em_open": "em", "strong_open": "strong", "s_open": "s"}
BREAK = re.compile(r"[ \t]*((?:[*_-][ \t]*){3,})$")
DESTINATION = r"(?>\x22[^\x22]*\x22|\x27[^\x27]*\x27|<[^<>\n]*>|\((?>[^()\\]|\\.|\([^()]*\))*\)|[^()\\]|\\.|\\)*+"
# All that this reader takes out: CommonMark's own marks, link addresses, definitions, and HTML tags.
MARKUP = re.compile(
    rf"(?>(?<=&)#?[0-9A-Za-z]{{1,32}};?|&[#0-9A-Za-z]{{2,32}};|&#x?[0-9a-fA-F]{{1,7}};?|\[\^[^\]\s]+\]:"
    r"|(?<![^\s>])\[(?:[^\]\\]|\\.)+\]:\s*(?:<[^<>\n]*>|\S+)(?:\s+(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\([^()]*\)))?|(?<![^\s>])[`~]{3,}[^\n]*"
    rf"|<!--(?:(?!-->)[\s\S])*-->|{TAG}|</[A-Za-z][^>]*>|<[!?/][^>]*>|\d{{1,9}}[.)](?=\s|$)|!(?=\[)"
    rf"|\[\^?|\](?:\({DESTINATION}\)|\[[^\]\n]*\]|:)?|[\s\\`*_~#>|=+<:-])*+"
)


class _State(StateInline):
    """Remembers where each token begins, and where text that was waiting had ended."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token

    def pushPending(self) -> Token:  # noqa: N802 - the library's name
        token = super().pushPending()
        token.meta["before"] = self.pos
        return token


def _image(state: StateInline, silent: bool) -> bool:
    found = image(state, silent)
    if found and not silent:
        state.tokens[-1].meta["end"] = state.pos
    return found


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero")
    parser.inline = _Inline()
    parser.configure("commonmark", options_update={"maxNesting": DEEPEST + 1}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.inline.ruler.at("image", _image)
    parser.inline.ruler2.disable("fragments_join")
    parser.core.ruler.disable("text_join", ignoreInvalid=True)
    return parser


def read(data: bytes, options: Options) -> Draft:
    """A draft of a Markdown file. Raises Unreadable where its bytes are uncertain or its front matter is no YAML."""
    if not options.markup:
        return plain.read(data, options)
    decoded = decode(data, options.encoding)
    cleaned = clean(decoded.text)
    text = cleaned.text.translate(BREAKS)
    start, head, metadata = front_matter(text)
    reader = _Reader(text, start)
    if start:
        message = "What the file says of itself before its text was read as title, author and date."
        reader.mends.append(Mend(0, start, "front-matter", message))
    body = reader.read()
    titled = any(p.role == "heading" and p.level == 1 for p in body)
    head = [p for p in head if not (p.role == "title" and titled)]
    mends = sorted([*reader.mends, *left_out(text, reader.assembler)])
    return draft(decoded, cleaned, [*head, *body], mends, metadata)


class _Reader:
    """Walks through the tokens of one file and tells them to an assembler."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.lines = [start]
        for match in re.finditer("\n", text[start:]):
            self.lines.append(start + match.end())
        self.assembler = Assembler()
        self.mends: list[Mend] = []
        self.cell = 0

    def read(self) -> list[Paragraph]:
        try:
            tokens = _parser().parse(self.text[self.start :])
        except RecursionError:
            tokens = []
        if (not tokens and self.text[self.start :].strip()) or any(token.level >= DEEPEST for token in tokens):
            hint = "Set the innermost parts less deep; no reader can tell so many levels apart."
            raise Unreadable("seed-markup", f"Lists or quotations lie more than {DEEPEST // 2} deep", hint)
        for token in tokens:
            self._block(token)
        return [one.paragraph for one in self.assembler.done()]

    def _line(self, number: int) -> int:
        return self.lines[number] if number < len(self.lines) else len(self.text)

    def _block(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        at = self._line(first)
        kind = token.type
        if kind == "inline":
            self._inline(token, first, last)
        elif kind in ("fence", "code_block"):
            self._code(token, first, last)
        elif kind == "html_block":
            self._html_block(token, first, last)
        elif kind == "hr":
            self._break(at)
        elif kind == "footnote_reference_open":
            self.assembler.note(str(token.meta["label"]))
        elif kind == "footnote_reference_close":
            self.assembler.end_note()
        elif kind == "tr_close":
            self._end_row(at)
        elif token.nesting > 0 and token.tag:
            self.cell = max(at, self.cell) if kind in ("th_open", "td_open") else at
            self.assembler.open(token.tag, {key: str(value) for key, value in token.attrs.items()}, at)
        elif token.nesting < 0 and token.tag:
            self.assembler.close(token.tag)

    def _html_block(self, token: Token, first: int, last: int) -> None:
        """HTML, line by line led back to its place: a list or a quotation around it has marks of its own there."""
        starts = list(self._places(token.content.rstrip("\n"), first, last))
        for event in events(token.content, 0, len(token.content)):
            if isinstance(event, Words) and not event.length:
                for offset, words in _by_line(event.text, event.at, "\n"):
                    self.assembler.words(words, _lead(offset, starts))
            else:
                feed(self.assembler, replace(event, at=_lead(event.at, starts)))

    def _end_row(self, at: int) -> None:
        """Markdown drops the cells that a row has more than its table's head; no word may be dropped here."""
        rest = self.text[self.cell : self.text.find("\n", self.cell) + 1 or len(self.text)]
        if more := re.search(r"[^\s|\\]", rest):
            place = line_column(self.text, self.cell + more.start())
            hint = "Give the table's head as many cells, or write “\\|” for a stroke that parts no cells."
            raise Unreadable("seed-markup", "This row has more cells than its table's head", hint, *place)
        self.assembler.close("tr")

    def _break(self, at: int) -> None:
        """A thematic break: its stars or dashes, as they stand in the file."""
        end = self.text.find("\n", at)
        line = self.text[at : len(self.text) if end < 0 else end]
        if found := BREAK.search(line):
            self.assembler.open("p", {}, at)
            self.assembler.words(found[1].rstrip(), at + found.start(1))
            self.assembler.close("p")

    def _code(self, token: Token, first: int, last: int) -> None:
        self.assembler.open("pre", {}, self._line(first))
        here = self._line(first) + (
            len(self.text[self._line(first) : self._line(first + 1)]) if token.type == "fence" else 0
        )
        for line in token.content.splitlines():
            words = line.strip()
            at = self.text.find(words, here) if words else here
            self.assembler.words(words, at)
            self.assembler.words("\n", at + len(words))
            here = at + len(words)
        self.assembler.close("pre")

    def _inline(self, token: Token, first: int, last: int) -> None:
        starts = list(self._places(token.content, first, last))
        end = 0
        for child in token.children or ():
            at, end = _where(child, token.content, end)
            self._child(child, token.content, at, starts)

    def _places(self, content: str, first: int, last: int) -> Iterator[tuple[int, int]]:
        """(offset in the content, offset in the file) of each of its lines."""
        offset = 0
        begin = max(self._line(first), self.cell)
        for line in content.split("\n"):
            stop = self.text.find("\n", begin) + 1 or len(self.text)
            while line.strip() and not self.text[begin:stop].strip() and stop < self._line(last):
                begin, stop = stop, self.text.find("\n", stop) + 1 or len(self.text)
            at = self._find(line, begin, stop)
            yield offset, at
            for stroke in re.finditer(r"\|", line):  # in a cell it is written “\|”
                if self.text[at + stroke.start() : at + stroke.start() + 2] == "\\|":
                    at += 1
                    yield offset + stroke.start(), at + stroke.start()
            offset += len(line) + 1
            self.cell = at + len(line)
            begin = stop

    def _find(self, line: str, begin: int, stop: int) -> int:
        """A line of content stands at the end of its line in the file, but for a heading and a table's cell."""
        tail = self.text[begin:stop].rstrip(BLANK)
        if tail.endswith(line.rstrip(BLANK)):
            return begin + len(tail) - len(line.rstrip(BLANK))
        found = self.text.find(line, begin, stop)
        if found < 0 and "|" in line:
            escaped = re.compile(re.escape(line).replace(r"\|", r"\\?\|")).search(self.text, begin, stop)
            found = escaped.start() if escaped else -1
        return max(found, begin)

    def _child(self, token: Token, content: str, at: int, starts: Sequence[tuple[int, int]]) -> None:
        place = _lead(at, starts)
        match token.type:
            case "text":
                here = content.find(token.content, at, at + len(token.content) + 1)
                if here >= 0:  # one further in an autolink
                    end = here + len(token.content)
                    between = bisect_right(starts, here, key=_offset), bisect_left(starts, end, key=_offset)
                    for first, last in pairwise([here, *map(_offset, starts[slice(*between)]), end]):
                        self.assembler.words(content[first:last], _lead(first, starts))
                else:  # the address of an autolink, as it is shown
                    self.assembler.instead(token.content, place, len(token.content))
            case "text_special":
                self._special(token, place)
            case "code_inline":
                self._code_inline(token, content, at, starts)
            case "softbreak":
                self.assembler.words(" ", place)
            case "hardbreak":
                self.assembler.open("br", {}, place)
            case "link_open":
                self.assembler.open("a", {"href": str(token.attrs.get("href", ""))}, place)
            case "em_open" | "strong_open" | "s_open":
                self.assembler.open(OPEN[token.type], {}, place)
            case "em_close" | "strong_close" | "s_close" | "link_close":
                self.assembler.close(CLOSE[token.type])
            case "footnote_ref":
                self.assembler.open("sup", {}, place)
                self.assembler.words(str(token.meta["label"]), place + 2)
                self.assembler.close("sup")
            case "html_inline":
                for event in events(token.content, 0, len(token.content)):
                    feed(self.assembler, replace(event, at=place + event.at))
            case "image":
                end = _lead(int(token.meta["end"]), starts)
                self.mends.append(Mend(place, end, "picture", f"A picture was left out: “{token.content}”."))

    def _code_inline(self, token: Token, content: str, at: int, starts: Sequence[tuple[int, int]]) -> None:
        self.assembler.open("code", {}, _lead(at, starts))
        inner = at + len(token.markup)
        inner += content[inner : inner + len(token.content)].replace("\n", " ") != token.content
        for offset, words in _by_line(content[inner : inner + len(token.content)], inner):
            self.assembler.words(words, _lead(offset, starts))
        self.assembler.close("code")

    def _special(self, token: Token, place: int) -> None:
        if token.info == "escape":
            taken = len(token.markup) - len(token.content)
            self.assembler.words(token.content, place + taken)
        else:
            self.assembler.instead(token.content, place, len(token.markup))


def _where(token: Token, content: str, end: int) -> tuple[int, int]:
    """Where a token begins in its block's content, and where the next may begin."""
    at = max(int(token.meta.get("at", end)), end)
    if token.type == "text" and "before" in token.meta:
        at = max(content.rfind(token.content, end, int(token.meta["before"])), end)
    if token.type == "footnote_ref":  # the plugin keeps its own things where the place was noted
        at = content.find(f"[^{token.meta['label']}]", end)
        return at, at + len(token.meta["label"]) + 3
    if token.type == "html_inline":
        return at, at + len(token.content)
    if token.type == "text_special":
        return at, at + len(token.markup)
    if token.type == "text":
        return at, at + max(len(token.content), 0 if "before" in token.meta else 1)
    return at, at + (token.type in OPEN or (token.type in CLOSE and token.type != "link_close"))


def _offset(start: tuple[int, int]) -> int:
    return start[0]


def _lead(at: int, starts: Sequence[tuple[int, int]]) -> int:
    """An offset of a block's content as one of the file."""
    offset, place = starts[max(bisect_right(starts, at, key=_offset) - 1, 0)]
    return place + at - offset


def _by_line(text: str, at: int, between: str = " ") -> Iterator[tuple[int, str]]:
    for index, line in enumerate(text.split("\n")):
        if index:
            yield at - 1, between
        yield at, line
        at += len(line) + 1
