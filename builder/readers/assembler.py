"""Elements and words, as a web page or Markdown tells them one after the other → paragraphs with roles and styles.

Blocks need no tree: whatever begins or ends one ends the paragraph before it. What an element means for the words in it
is carried on a stack, so that deep nesting costs no more than shallow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from builder.model import Role
from builder.readers import Paragraph
from builder.readers.scraps import safe_address
from builder.readers.writer import Writer


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


INLINE = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "u": "u", "ins": "u", "sup": "sup", "sub": "sub",
    "q": "q", "cite": "cite", "code": "code", "tt": "code", "kbd": "code", "samp": "code", "s": "s", "del": "s",
    "strike": "s",
}  # fmt: skip
BLOCKS = _words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
)
LINE_SKIPPED = frozenset("button select option optgroup svg map textarea".split())
LISTS = frozenset(("ul", "ol", "menu", "dir"))
HEADINGS = {f"h{level}": level for level in range(1, 7)}
VOID = _words("area base br col embed hr img input link meta param source track wbr")
SKIPPED = _words(  # what a browser does not show as text, and controls
    "script style template noscript iframe object applet audio video canvas svg map button select option "
    "optgroup textarea input datalist progress meter rp nav dialog head title"
)
CLOSES = {  # a start tag that ends an open element of these, as far up as the element that holds them
    "li": ({"li"}, set(LISTS)), "dt": ({"dt", "dd"}, {"dl"}), "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr"}, {"table"}), "td": ({"td", "th"}, {"table"}), "th": ({"td", "th"}, {"table"}),
}  # fmt: skip
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NOTE_MARK = re.compile(r"\[?(?:\d{1,3}|[a-z*†‡])\]?")
NOTE_ID = re.compile(r"(?:foot|end|cite_)?note-?\w*\d|_?(?:fn|ftn|edn)[-:_]?\w*\d", re.IGNORECASE)
NOTES = re.compile(r"(?:^|[-_ ])(?:foot|end)?notes?(?:$|[-_ ])", re.IGNORECASE)
CAPTION = re.compile(r"(?:^|[-_ ])caption(?:[-_ ]?text)?(?:$| )")
SHORT = 64  # characters of a line of verse, at most
MOST_STYLES = 40  # open at one time; what is nested deeper is no emphasis
CELL = 300  # characters; a longer one belongs to a table that only lays out the page


@dataclass(frozen=True, slots=True)
class Box:
    """An open element: what it means for the words in it. `number` names it; 0 is the whole text."""

    name: str = ""
    number: int = 0
    parent: int = 0
    skipped: bool = False
    role: Role | None = None
    reason: str = ""
    level: int = 0
    marker: str = ""
    verbatim: bool = False
    table: int = 0
    row: int = 0
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph, the element that holds it, where it begins and ends in the source, and how much of it is links."""

    paragraph: Paragraph
    box: int
    start: int
    end: int
    linked: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0


class Assembler:
    """Takes `open`, `close`, `words` and `instead` in the order of the text; `done` gives what was read."""

    def __init__(self) -> None:
        self.stack = [Box()]
        self.parents = [0]
        self.elements: list[tuple[str, Mapping[str, str]]] = [("", {})]
        self.read: list[Read] = []
        self.left_out: list[tuple[int, int]] = []
        self._open: Counter[str] = Counter()
        self._lists: list[list[int]] = []  # per open list: its next number, 0 for bullets
        self._kinds: list[str] = []  # and how it is numbered: 1, a, A, i or I
        self._marker = ""
        self._writer = Writer()
        self._styles: list[tuple[str, str, str, str, int]] = []  # element, tag, href, lang, start
        self._start = self._end = 0
        self._linked = 0
        self._rows = 0
        self._closed = ""  # the inline element that ended last, with no words since

    # ------------------------------------------------------------------------------------------------------- elements

    def open(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        if name == "br":
            self._line_break(at)
            return
        apart = (
            "time" in (name, self._closed) and self._closed and self._writer.length and not self._writer.last.isspace()
        )
        if name == "hr" or name in BLOCKS or apart:  # boxes side by side that only a style sheet keeps apart
            self.flush()
        self._closed = ""
        if name in VOID:
            return
        if name in BLOCKS and self.stack[-1].name in LINE_SKIPPED:
            self._pop()  # it was never closed, and nothing of it stands in a block of its own
        if name in CLOSES:
            self._close_implied(*CLOSES[name])
        elif name in BLOCKS and self.stack[-1].name == "p":
            self._pop()
        if name in BLOCKS or name in SKIPPED:
            box = self._box(name, attributes)
            self.stack.append(box)
            self._open[name] += 1
        else:
            self._open_style(name, attributes)

    def close(self, name: str, at: int) -> None:
        if name in BLOCKS:
            self.flush()
        if name in BLOCKS or name in SKIPPED:
            if self._open[name]:
                while self._pop() != name:
                    pass
        else:
            self._close_style(name)
            self._closed = name

    def _box(self, name: str, attributes: Mapping[str, str]) -> Box:
        above = self.stack[-1]
        number = len(self.parents)
        self.parents.append(above.number)
        self.elements.append((name, attributes))
        skipped = above.skipped or name in SKIPPED or _is_unseen(attributes)
        box = replace(above, name=name, number=number, parent=above.number, skipped=skipped)
        if name == "li":
            return self._item(box, attributes)
        if name in LISTS:
            self._begin_list(name, attributes)
        if name == "tr":
            self._rows += 1
            return replace(box, row=self._rows)
        if name == "table":
            return replace(box, table=number, row=0, cell=0)
        if name in ("td", "th"):
            return replace(box, cell=number)
        return replace(box, verbatim=True) if name == "pre" else _with_role(box, attributes)

    def _begin_list(self, name: str, attributes: Mapping[str, str]) -> None:
        self._kinds.append(attributes.get("type", ""))
        first = attributes.get("start", "1")
        self._lists.append([int(first) if first.isdecimal() and len(first) < 6 else 1] if name == "ol" else [0])

    def _item(self, box: Box, attributes: Mapping[str, str]) -> Box:
        counter = self._lists[-1] if self._lists else [0]
        if attributes.get("value", "").isdecimal():
            counter[0] = int(attributes["value"][:6])
        self._marker = _marker(counter[0], self._kinds[-1] if self._kinds else "") if counter[0] else "•"
        counter[0] += 1 if counter[0] else 0
        if box.role == "footnote" or NOTE_ID.match(attributes.get("id", "")):
            return replace(box, role="footnote", reason="marked as a note")
        return replace(box, role="list-item", reason="marked as an item of a list", level=max(len(self._lists), 1))

    def note(self, label: str, at: int) -> None:
        """Begin the block of a footnote whose label is not part of its words."""
        self.flush()
        number = len(self.parents)
        self.parents.append(self.stack[-1].number)
        self.elements.append(("aside", {}))
        box = replace(self.stack[-1], name="note", number=number, role="footnote", reason="marked as a note")
        self.stack.append(box)
        self._open["note"] += 1
        self._marker = label

    def end_note(self) -> None:
        self.flush()
        while self._open["note"] and self._pop() != "note":
            pass

    def _pop(self) -> str:
        box = self.stack.pop()
        if box.name in ("td", "th") and not box.skipped and not (self.read and self.read[-1].cell == box.cell):
            self.read.append(
                Read(
                    Paragraph("", ((0, self._end),)), box.number, self._end, self._end, 0, box.table, box.row, box.cell
                )
            )
        self._open[box.name] -= 1
        if box.name in LISTS and self._lists:
            self._lists.pop()
            self._kinds.pop()
        return box.name

    def _close_implied(self, closed: set[str], within: set[str]) -> None:
        if not any(self._open[name] for name in closed):
            return
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].name in within:
                return
            if self.stack[depth].name in closed:
                while len(self.stack) > depth:
                    self._pop()
                return

    # --------------------------------------------------------------------------------------------------------- styles

    def _open_style(self, name: str, attributes: Mapping[str, str]) -> None:
        href = attributes.get("href", "") if name == "a" else ""
        language = attributes.get("lang", "")
        lang = language if LANGUAGE.fullmatch(language) else ""
        tag = "a" if name == "a" and href else INLINE.get(name, "span" if lang else "")
        if len(self._styles) < MOST_STYLES:
            self._styles.append((name, tag, href, lang, self._writer.length))

    def _close_style(self, name: str) -> None:
        place = next((i for i in range(len(self._styles) - 1, -1, -1) if self._styles[i][0] == name), None)
        if place is not None:
            self._write_style(*self._styles.pop(place)[1:])

    def _write_style(self, tag: str, href: str, lang: str, start: int) -> None:
        length = self._writer.length - start
        if not tag or length <= 0:
            return
        if tag == "a":
            self._linked += length
            if href.startswith("#"):
                words = "".join(self._writer.parts)[start:].strip() if length < SHORT else ""
                if NOTE_MARK.fullmatch(words):
                    self._writer.style(start, "sup")
                return
            href = safe_address(href.strip())
        self._writer.style(start, tag, href, lang if tag == "span" else "")

    # ---------------------------------------------------------------------------------------------------------- words

    def words(self, text: str, at: int) -> None:
        if self.stack[-1].skipped:
            self._leave_out(text, at, len(text))
        elif self.stack[-1].verbatim and "\n" in text:
            for index, line in enumerate(text.split("\n")):
                if index:
                    self._line_break(at - 1)
                self._write(line, at)
                at += len(line) + 1
        else:
            self._write(text, at)

    def instead(self, text: str, at: int, length: int) -> None:
        """Words that stand for the `length` characters of the source at `at`."""
        if self.stack[-1].skipped:
            self._leave_out(text, at, length)
            return
        self._started(at, at + length)
        self._writer.instead(text, at)

    def _write(self, text: str, at: int) -> None:
        if text and (self._writer.length or not text.isspace()):
            self._started(at + len(text) - len(text.lstrip()), at + len(text.rstrip()))
            self._writer.text(text, at)

    def _started(self, start: int, end: int) -> None:
        self._closed = ""
        if not self._writer.length:
            self._start = start
        self._end = max(end, self._start)

    def _leave_out(self, text: str, at: int, length: int) -> None:
        if text.strip():
            self.left_out.append((at, at + length))

    def _line_break(self, at: int) -> None:
        if self.stack[-1].skipped:
            return
        if self._writer.last == "\n":  # two in a row part paragraphs
            self.flush()
        elif self._writer.parts:
            self._writer.line_break("\n", at)

    # ----------------------------------------------------------------------------------------------------- paragraphs

    def flush(self) -> None:
        """End the paragraph."""
        box = self.stack[-1]
        for _, tag, href, lang, start in reversed(self._styles):
            self._write_style(tag, href, lang, start)
        paragraph = self._writer.paragraph(box.role, box.reason, box.level, self._marker)
        if paragraph.text:
            self._marker = ""
            for part in _lines(paragraph):
                start = self._start if part.text == paragraph.text else part.seed_offset(0)
                read = Read(part, box.number, start, self._end, self._linked, box.table, box.row, box.cell)
                self.read.append(read)
        self._writer = Writer()
        self._linked = 0
        self._styles = [(name, tag, href, lang, 0) for name, tag, href, lang, _ in self._styles]

    def done(self) -> list[Read]:
        self.flush()
        tables = groupby(self.read, key=lambda read: read.table)
        return [read for _, group in tables for read in _table(list(group)) if read.paragraph.text]


def _marker(number: int, kind: str) -> str:
    """The number of an item as its list writes it."""
    if kind in ("a", "A") and number <= 26:
        return f"{chr(ord(kind) + number - 1)}."
    if kind in ("i", "I") and number < 40:
        roman = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return f"{roman.upper() if kind == 'I' else roman}."
    return f"{number}."


def _is_unseen(attributes: Mapping[str, str]) -> bool:
    hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    return hidden or UNSEEN.search(attributes.get("style", "")) is not None


def _with_role(box: Box, attributes: Mapping[str, str]) -> Box:
    """What the element itself says of the words in it."""
    told = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if box.name in HEADINGS:
        level = HEADINGS[box.name]
        return replace(box, role="heading", reason=f"marked as a heading of level {level}", level=level)
    if box.name in ("figcaption", "caption") or CAPTION.search(attributes.get("class", "")):
        return replace(box, role="caption", reason="marked as a caption")
    if box.name in LISTS and NOTES.search(told):
        return replace(box, role="footnote", reason="marked as a note")
    if box.name == "blockquote" and box.role != "footnote":
        return replace(box, role="quote", reason="marked as a quotation")
    return box


def _lines(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph of lines that were broken on purpose: verse, a paragraph each, or one paragraph after all."""
    lines = paragraph.text.split("\n")
    if len(lines) == 1:
        return [paragraph]
    short = all(len(line) <= SHORT for line in lines)
    if short and len(lines) > 2 and paragraph.role in (None, "quote"):
        return [replace(paragraph, role="verse", reason="lines that the source breaks")]
    if paragraph.role is None and (short or not any(re.match(r"\s?[a-z]", line) for line in lines[1:])):
        parts = []
        start = 0
        for line in lines:
            lead = len(line) - len(line.lstrip())
            if line.strip():
                parts.append(paragraph.cut(start + lead, start + len(line.rstrip())))
            start += len(line) + 1
        return parts
    return [replace(paragraph, text=paragraph.text.replace("\n", " "))]


def _table(cells: Sequence[Read]) -> list[Read]:
    """The cells of one table as one paragraph, where it is a table of facts and not of the page's layout."""
    if not cells[0].table:
        return list(cells)
    inner = [cell for cell in cells if cell.row]
    rows = [list(group) for _, group in groupby(inner, key=lambda cell: cell.row)]
    widths = {len(row) for row in rows}
    is_data = len(rows) > 1 and min(widths) > 1 and max(widths) - min(widths) <= 1
    if not is_data or any(len(cell.paragraph.text) > CELL for cell in inner):
        return list(cells)
    if any(len({cell.cell for cell in row}) < len(row) for row in rows):
        return list(cells)
    writer = Writer()
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if index or column:
                writer.line_break("\t" if column else "\n", max(cell.start - 1, 0))
            base = writer.length
            writer.runs += ((base + here, there) for here, there in cell.paragraph.runs if cell.paragraph.text)
            writer.parts += [cell.paragraph.text] if cell.paragraph.text else []
            writer.length += len(cell.paragraph.text)
            writer.styles += cell.paragraph.moved(base)
    table = writer.paragraph("table", "marked as a table")
    first, last = inner[0], inner[-1]
    whole = Read(table, first.box, first.start, last.end, sum(cell.linked for cell in inner))
    captions = [cell for cell in cells if not cell.row]
    before = [cell for cell in captions if cell.start < first.start]
    return [*before, whole, *(cell for cell in captions if cell.start >= first.start)]
