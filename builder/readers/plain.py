"""Plain text (.txt): lines into groups (layout), groups into paragraphs with the scraps of markup in them (scraps)."""

from __future__ import annotations

import re

from builder.cleaning import clean
from builder.decoding import decode
from builder.readers import Draft, Options, Paragraph, draft
from builder.readers.hyphens import Hyphens
from builder.readers.layout import Group, groups
from builder.readers.scraps import write
from builder.readers.writer import Writer
from builder.repairs import Mend

HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)(?![^\n]*[.;,]$)")  # “# of deaths rose.” is none
BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
LINE = re.compile(r"\n")
# All that this reader takes out: stars, tags, the marks of headings and quotations, underlines, a table's strokes.
MARKUP = re.compile(
    r"(?>\s|\*{1,3}|#{1,6}|</?[A-Za-z]+(?:\s[^<>]*)?/?>|[>|]"
    r"|(?P<rule>[-=~_^+:])(?=(?P=rule)|[-+:|\s]|$)|(?<=[-=~_^+:|])[-=~_^+:])*+"
)


def read(data: bytes, options: Options) -> Draft:
    """A draft of a text file. Raises Unreadable where its bytes cannot be read with certainty."""
    decoded = decode(data, options.encoding)
    cleaned = clean(decoded.text, literal=not options.markup)
    mends = list[Mend]()
    if options.markup:
        hyphens = Hyphens(cleaned.text)
        read = [_paragraph(cleaned.text, group, hyphens, mends) for group in groups(cleaned.text, mends)]
    else:
        read = list(_literal(cleaned.text))
    paragraphs = [paragraph for paragraph in read if paragraph.text]
    return draft(decoded, cleaned, paragraphs, mends)


def _literal(text: str) -> list[Paragraph]:
    """Every character as itself: paragraphs between blank lines, or lines where there are none."""
    separator = BLANK if BLANK.search(text.strip()) else LINE
    read = []
    start = 0
    for end, after in [*((gap.start(), gap.end()) for gap in separator.finditer(text)), (len(text), len(text))]:
        writer = Writer()
        writer.text(text[start:end], start)
        read.append(writer.paragraph())
        start = after
    return read


def _paragraph(text: str, group: Group, hyphens: Hyphens, mends: list[Mend]) -> Paragraph:
    writer = Writer()
    first = group.lines[0]
    if group.rows:
        for index, row in enumerate(group.rows):
            if index:
                writer.line_break("\n", row[0][0] - 1)
            write(writer, text, row, "\t", hyphens, mends)
        return writer.paragraph("table", group.reason, turned=first.turned)
    role, reason, level = group.role, group.reason, group.level
    stretches = [(line.start, line.end) for line in group.lines]
    if len(stretches) == 1 and (heading := HEADING.match(first.text)):
        role, level = "heading", len(heading[1])
        reason = f"marked as a heading of level {level}"
        stretches = [(first.start + heading.end(), first.end)]
    write(writer, text, stretches, "\n" if group.kept else " ", hyphens, mends)
    return writer.paragraph(role, reason, level, turned=first.turned)
