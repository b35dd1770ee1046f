"""The cues by which a line of text shows what it is: how dates, captions, copyright notices and the like are worded.

Patterns and plain questions about one stretch of text; what follows from the answers is for `blocks` to say. All are
for stretches of a bounded length, or bounded themselves, so that no text makes them slow.
"""

from __future__ import annotations

import re

from builder.mending import BY, BYLINE, LINE, NAMES, split_names, whole
from builder.readers.layout import LISTED

# ---------------------------------------------------------------------------------------------------- dates and places

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
SEASON = r"(?:Spring|Summer|Autumn|Fall|Winter|Michaelmas|Christmas|Easter)"
ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
DAY = rf"(?:{MONTH}\s+{ORDINAL}|{ORDINAL}\s+(?:of\s+)?{MONTH})"
NAMED_DATE = rf"(?:{SEASON}|{MONTH}(?:\s*[/–-]\s*{MONTH})?|{DAY})[\s,]+\d{{4}}(?:[/–-]\d{{2,4}})?"
DATE = rf"(?:{NAMED_DATE}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
DATES = re.compile(DATE, re.IGNORECASE)
DATED_WITH = frozenset(
    "of the and in on at to for vol no issue number published posted updated am pm by st nd rd th".split()
)
DATELINE = re.compile(
    rf"(?:.{{0,60}}\b)?{DATE}(?:\b.{{0,60}})?|(?:Vol(?:ume|\.)|No\.|Number|Issue)\s?\S{{1,8}}\b.{{0,60}}", re.IGNORECASE
)
PLACE = re.compile(
    rf"[^\W\d_a-z][^\W\d_a-z .'’-]{{2,40}}(?:,?\s*(?:{DATE}|{DAY}))?\s*[–—-]{{1,2}}"
    rf"|[^\W\d_][\w .'’-]{{2,40}},\s*(?:the\s+)?(?:{DATE}|{DAY})\.?"
)

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAY_FIRST = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})[\s,]+(?P<year>\d{{4}})\b", re.IGNORECASE
)
MONTH_FIRST = re.compile(
    rf"\b(?P<month>{MONTH})(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?)?[\s,]+(?P<year>\d{{4}})\b", re.IGNORECASE
)
YEAR = re.compile(r"\b(?:1[5-9]|20)[0-9]{2}\b")


def iso_date(words: str) -> str:
    """The first day, month or year that words name, as 2024-02-14, 2024-02 or 2024; empty where they name none."""
    day = DAY_FIRST.search(words) or MONTH_FIRST.search(words)
    if day and 1 <= int(day["day"] or 1) <= 28 + 3 * (day["month"][:3].lower() != "feb"):
        month = MONTHS.index(day["month"][:3].lower()) + 1
        return f"{day['year']}-{month:02}" + (f"-{int(day['day']):02}" if day["day"] else "")
    found = YEAR.search(words)
    return found[0] if found else ""


# ------------------------------------------------------------------------------------------------------------ captions

PICTURE = (
    r"(?:Photo(?:graph|grapher|graphy)?|Image|Picture|Illustration|Drawing|Painting|Artwork|Cartoon|Video|Screenshot)s?"
)
CAPTION_START = re.compile(
    rf"(?:Cover\s+|Lead\s+|Featured\s+)?{PICTURE}(?:\s+(?:credit|caption|source|above|below|\d{{1,3}}|by\s[^.:]{{2,40}}))?\s*:"
    rf"|(?:Cover\s+)?{PICTURE}\s+(?:by\s(?-i:[A-Z])|courtesy\b)|(?:Image\s+)?Courtesy\s+(?:of\s|:)"
    r"|(?:Figure|Fig\.|Table|Map|Plate|Chart|Graph)\s*(?:\d+|[IVX]+)\b\s*[.:–—-]"
    r"|(?:From left[,:]|Clockwise from|(?:Top|Above|Below|Left|Right|Center)\s*:)"
    r"|(?:Caption|Credits?|Sources?|Map|Chart)\s*:\s",
    re.IGNORECASE,
)
AGENCIES = r"via AP|AP(?: Photo)?|Reuters|AFP|Getty|EPA|TASS|Sputnik|Pool|Wikimedia|Photo(?:graph)?:?|Illustration"
PERSON_AND_AGENCY = r"(?:[A-Z][\w.’'-]+ ){1,3}?[A-Z][\w.’'-]+ ?/ ?[A-Z]"
CREDIT = re.compile(
    rf"\((?:[^()]*\b(?:{AGENCIES})\b[^()]*)\)\.?$|\({PERSON_AND_AGENCY}[^()/]{{1,40}}\)$|^{PERSON_AND_AGENCY}[^()/.]{{1,40}}$"
    r"|\b(?:Source|Photo(?:graph)?|Credit|Image|Illustration|Scan)s?(?: by)?:\s[^.]{2,60}\.?$"
    r"|\b(?:Photo(?:graph)?|Image|Illustration|Drawing|Map)s? by\s[^.]{2,60}\.?$"
)

# ---------------------------------------------------------------------------------------------------------- end matter

CITATION = re.compile(
    r"(?:(?:To|Please) cite (?:this|the)|Cite (?:this|as)|How to cite|(?:Suggested|Recommended|Preferred) citation)\b",
    re.IGNORECASE,
)
WORK = r"(?:article|essay|text|piece|chapter|paper|excerpt|post|lecture|talk|translation|interview|speech|review|brief|report|work)"
RIGHTS = re.compile(
    r"©|\(c\)\s(?:copyright|[^.]{0,60}\d{4})|Copyright\s*(?:[^\w\s]|\(c\)|\d{4}|by\b)|.{0,60}(?:©\s*(?:\d{4}|\w)|\bcopyright\s*(?:©|\(c\)|\d{4}|by\b))"
    r"|.{0,80}\ball (?:[\w-]+ ){0,5}rights reserved|Reprinted (?:with|by) (?:the )?(?:kind )?permission"
    rf"|This {WORK} may be (?:\w+ )?(?:reproduced|reprinted|shared|copied|republished)\b"
    r"|.{0,60}\b(?:licensed|published|released|available) under\b.{0,80}\b(?:licen[cs]e|Creative Commons|CC)\b"
    r"|This work is licensed",
    re.IGNORECASE,
)
TAKEN = r"(?:adapted|excerpted|reprinted|republished|abridged|transcribed|translated)"
FIRST = r"(?:first|originally|previously)"
APPEARED = r"(?:published|printed|appeared|read|given|delivered|written|broadcast)"
SOURCE_NOTE = re.compile(
    rf"\[?(?:This|The|An?) (?:(?:\w+ ){{0,2}}version of (?:this|the) )?{WORK}\b.{{0,80}}?\b(?:(?:is|was|has been) {TAKEN}|{TAKEN} from|"
    rf"(?:was )?{FIRST} {APPEARED}|appeared {FIRST} in)"
    rf"|\[?An? (?:\w+ ){{0,2}}version of this (?:{WORK}|column)\b|\[?This {WORK}\b.{{0,40}}?\b(?:is based on|appeared in|was (?:{APPEARED}))"
    rf"|[“\"‘'].{{2,160}}[”\"’'],?\s+(?:was\s+)?{FIRST}\s+{APPEARED}|\[From\s"
    rf"|.{{4,120}}\b{TAKEN} from (?:an?|the)\b|(?:Originally|First|Previously) {APPEARED}\b|{TAKEN} (?:by .{{2,60}} )?from\b",
    re.IGNORECASE,
)

# ------------------------------------------------------------------------------------------------------------- authors

AFFILIATION = re.compile(
    r"\b(?:Universit|Institut|College|School|Professor|Lecturer|Centre|Center|Fellow|Correspondent|Editor|Academy|"
    r"Department|Foundation|Staff [Ww]riter|Columnist|Director|Council|Research)"
)
LIFE = r"(?:is|was|teaches|taught|writes|lives|has|served|serves|works|worked|directs|edits|holds|covers|reports|studies|,)"
TITLED = re.compile(r"^(?:Dr|Prof|Professor|Mr|Ms|Mrs|Sir|Dame)\.?\s+")
ABOUT = re.compile(
    r"(?:About|Note on) the (?:authors?|writer|contributors?)|(?:The )?(?:author|writer) (?:is|was|teaches|has)\b",
    re.IGNORECASE,
)

# ------------------------------------------------------------------------------------------------------------ headings

SECTIONS = {
    "bio": r"(?:about|note on) the (?:authors?|writer|contributors?)|the authors?|contributors?|author['’]?s? (?:bio|note)",
    "notes": r"(?:foot|end)?notes(?: and references)?",
    "references": r"references|(?:select(?:ed)? )?bibliography|works cited|literature(?: cited)?|further reading|sources",
}
OPENERS = re.compile(
    r"(?:the )?(?:translator|editor|author)[’']?s?[’']? (?:note|preface|introduction|afterword)|conclusions?|epilogue|"
    r"afterword|postscript|introduction|prologue|preface|abstract|summary|background|overview|foreword|"
    r"executive summary|key (?:points|takeaways|findings|messages)",
    re.IGNORECASE,
)
ABSTRACT = re.compile(r"(?:abstract|summary|in brief)\s?[.:—–-]\s", re.IGNORECASE)
NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVXLC]{1,6}\.|(?:Chapter|Part|Section|Book|Lecture|Letter)\s+\w+\b[.:]?)(?:\s+\S.*)?"
    r"|[IVXLC]{1,6}",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[IVXLC]{1,6}\.?|\d{1,2}\.?")
SPEAKER = re.compile(r"(?:Q|A|[^\W\d_a-z][\w.’' -]{0,30})\s?[:.]\s")
ATTRIBUTED = re.compile(r".{10,600}\s[–—-]{1,2}\s?[^\W\d_a-z][^.!?]{2,80}", re.DOTALL)
ITEMS = (
    ("bullet", re.compile(r"[•‣▪◦●·*–—-]\s")),
    ("number", re.compile(r"\(?\d")),
    ("letter", re.compile(r"\(?[a-zA-Z]")),
)
DATED_BYLINE = re.compile(rf"[\s,;:·•|(–—-]*(?:(?:on|published)\s+)?(?P<date>{DATE})\)?\.?", re.IGNORECASE)
HEAD_WORDS = 30  # of a title or a byline, at most


def is_line(text: str) -> bool:
    """A line rather than a sentence: short, and not ended by a full stop."""
    return (
        len(text.split()) <= 25
        and not re.search(r"(?<!\b[A-Z])[.;:,][\"'”’»)\]]*$", text)
        and not CAPTION_START.match(text)
        and not CREDIT.search(text[-LINE:])
    )


def is_dateline(text: str) -> bool:
    """A date, a place or an issue's number, alone on its line."""
    if len(text) > LINE or len(text.split()) > 14 or SOURCE_NOTE.match(text):
        return False
    if PLACE.fullmatch(text):
        return True
    small = {word for word in re.findall(r"(?<![\w’'])[a-z]+", DATES.sub("", text)) if len(word) > 1}
    return bool(DATELINE.fullmatch(text)) and small <= DATED_WITH and not re.search(r"[\w)][.!?]$", text)


def is_place(text: str) -> bool:
    return whole(PLACE, text) is not None


def in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= 3 and text.isupper() and len(text.split()) <= 15


def section(text: str) -> str:
    """The kind of section that a line is the usual heading of: bio, notes or references; else empty."""
    line = text.strip(" :.#*0123456789") if len(text) <= LINE else ""
    return next((kind for kind, names in SECTIONS.items() if re.fullmatch(names, line, re.IGNORECASE)), "")


def kind_of_item(text: str) -> str:
    """What an item of a list begins with (bullet, number, letter); empty for what is no item."""
    return next((kind for kind, begins in ITEMS if begins.match(text)), "") if LISTED.match(text) else ""


def names(text: str, by: bool = False) -> list[str]:
    """The names in a byline; with `by` only where it says so (“By …”, “– …”)."""
    line = _named(text, by)
    return split_names(line["names"]) if line and len(text.split()) <= HEAD_WORDS else []


def dated_byline(text: str) -> str:
    """The date in “By Ann Author, 4 March 2019”; empty where anything else stands behind the names."""
    line = _named(text)
    dated = DATED_BYLINE.fullmatch(text, line.end("names")) if line else None
    return dated["date"] if dated else ""


def _named(text: str, by: bool = False) -> re.Match[str] | None:
    said = "" if by else "?"
    line = rf"(?:{BY}){said}(?:the\s+)?(?P<names>{NAMES})\s*(?:$|[|·•,;:–—(-]|\d|(?:on|at|in)\s)"
    return re.match(line, text[:LINE])


def is_byline(text: str) -> bool:
    return whole(BYLINE, text) is not None
