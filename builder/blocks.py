"""Paragraphs → pieces with roles: what is title, heading, caption, pull quote … and why it was taken for it.

`RULES` is the whole of it: an ordered list, the first rule that answers wins. A rule sees one piece and what is known
of the whole text (`Survey`), and answers with a reason in words, which `reader inspect` shows, and with the role that
the piece may have instead, where that is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from builder import cues, footnotes
from builder.mending import BY, HEAD, LINE, NAMES, QUOTED, Piece, is_name, joined, parted
from builder.model import Role
from builder.readers import Paragraph
from builder.readers.hyphens import Hyphens
from builder.readers.layout import LISTED
from builder.repairs import Mend
from builder.survey import Hints, Survey, all_in, survey

HEADING_WORDS = 15
SIGNED = 6  # pieces at the end in which the author may sign


@dataclass(frozen=True, slots=True)
class Answer:
    role: Role
    reason: str
    perhaps: Role | None = None


def structure(paragraphs: Sequence[Paragraph], hints: Hints, source: str) -> tuple[list[Piece], list[Mend]]:
    """Give every paragraph its role; mend paragraphs that were cut or run together on the way."""
    mends: list[Mend] = []
    pieces = [Piece(paragraph) for paragraph in joined(paragraphs, Hyphens(source), mends)]
    pieces = parted(pieces, hints.authors, mends)
    known = survey(pieces, hints)
    return [_judge(known, index) for index in range(len(pieces))], mends


def author_names(bylines: Iterable[str]) -> tuple[str, ...]:
    """The names in the bylines of a text; a byline of no name that can be told apart is one as a whole."""
    lines = list(bylines)
    people = [text for text in lines if not cues.AFFILIATION.search(text) or cues.names(text, by=True)]
    told = [(text, cues.names(text)) for text in people or lines]
    names = [name for _, found in told for name in found]
    return tuple(dict.fromkeys(names)) or tuple(re.sub(rf"^{BY}", "", text) for text, _ in told[:1])


# ---------------------------------------------------------------------------------------------------------------- rules


def _corrected(survey: Survey, piece: Piece, index: int) -> Answer | None:
    role = survey.roles.get(index)
    return Answer(role, "the sidecar says so") if role else None


def _separator(survey: Survey, piece: Piece, index: int) -> Answer | None:
    return None if re.search(r"\w", piece.text) else Answer("separator", "holds no letter or digit")


def _is_title(survey: Survey, piece: Piece, index: int) -> Answer | None:
    if index != survey.title:
        return None
    if piece.reason or piece.paragraph.reason:
        return Answer("title", piece.reason or piece.paragraph.reason)
    return Answer("title", "the first line of the head")


def _parted_already(survey: Survey, piece: Piece, index: int) -> Answer | None:
    return Answer(piece.role, piece.reason, piece.perhaps) if piece.role else None


def _pull_quote(survey: Survey, piece: Piece, index: int) -> Answer | None:
    """A repeat of words of a longer paragraph, but for capitals and punctuation, and for words that were left out."""
    if index not in survey.repeats or piece.paragraph.role in ("heading", "table", "footnote", "list-item"):
        return None
    paragraph, exact = survey.repeats[index]
    body = survey.pieces[paragraph].text
    reason = f"repeats words of “{body[:40].rsplit(' ', 1)[0]} …”"
    return Answer("pull-quote", reason, None if exact else "paragraph")


def _given_by_format(survey: Survey, piece: Piece, index: int) -> Answer | None:
    role = piece.paragraph.role
    if role == "heading" and index < survey.body:
        if index in survey.bylines or cues.is_dateline(piece.text):
            return None
        if survey.title == index - 1 and any(byline > index for byline in survey.bylines):
            return Answer("standfirst", "a second title, above the author's name")
    if role == "list-item" and not survey.has_notes and _is_note(survey, piece, index):
        return Answer("footnote", "a numbered note")
    return Answer(role, piece.paragraph.reason) if role and role != "title" else None


def _caption(survey: Survey, piece: Piece, index: int) -> Answer | None:
    if len(piece.text.split()) > 80:
        return None
    if cues.CAPTION_START.match(piece.text) and survey.under[index] != "references":
        return Answer("caption", "begins as captions do")
    after = survey.pieces[index + 1] if index + 1 < len(survey.pieces) else piece
    if all_in(piece, "em") and after.paragraph.role == "table":
        return Answer("caption", "in italics, above a table")
    return Answer("caption", "ends with a picture's credit") if cues.CREDIT.search(piece.text[-LINE:]) else None


def _byline(survey: Survey, piece: Piece, index: int) -> Answer | None:
    if index in survey.bylines:
        said = bool(cues.names(piece.text, by=True)) or piece.text in survey.authors
        return Answer("byline", "names the author, in the head", None if said else "standfirst")
    if index >= len(survey.pieces) - SIGNED and len(piece.text) <= LINE and piece.paragraph.role is None:
        if piece.text.lower().startswith(("by ", "posted by ")) and cues.names(piece.text, by=True):
            return Answer("byline", "names the author, at the end")
        texts = [other.text for other in survey.pieces if other is not piece]
        if not survey.bylines and re.fullmatch(NAMES, piece.text) and is_name(piece.text, texts):
            return Answer("byline", "a name alone, at the end", "paragraph")
    if index < survey.body and _is_affiliation(survey, index):
        return Answer("byline", "says where the author works, below the name")
    return None


def _is_affiliation(survey: Survey, index: int) -> bool:
    """A line that names an institution, below a byline or below another such line."""
    text = survey.pieces[index].text
    if not cues.AFFILIATION.search(text) or len(text.split()) > 14 or not cues.is_line(text):
        return False
    above = next((i for i in range(index - 1, index - 4, -1) if i in survey.bylines), None)
    return above is not None and all(cues.AFFILIATION.search(piece.text) for piece in survey.pieces[above + 1 : index])


def _dateline(survey: Survey, piece: Piece, index: int) -> Answer | None:
    if index <= survey.body and cues.is_dateline(piece.text):
        return Answer("dateline", "a date or a place alone, in the head")
    if index >= len(survey.pieces) - SIGNED and cues.is_place(piece.text):
        return Answer("dateline", "a place and a date at the end")
    if cues.is_place(piece.text) and piece.text[-1] in "–—-":
        return Answer("dateline", "a place alone on its line")
    return None


def _end_matter(survey: Survey, piece: Piece, index: int) -> Answer | None:
    if cues.CITATION.match(piece.text):
        return Answer("citation", "says how to cite the text")
    outside = index < survey.body or index * 4 > 3 * len(survey.pieces) or index >= len(survey.pieces) - SIGNED
    if outside and cues.RIGHTS.match(piece.text) and len(piece.text.split()) <= 80:
        return Answer("rights", "a copyright notice")
    if outside and cues.SOURCE_NOTE.match(piece.text) and len(piece.text.split()) <= 80:
        return Answer("source-note", "says where the text comes from")
    return None


def _bio(survey: Survey, piece: Piece, index: int) -> Answer | None:
    """Under “About the author”, or a paragraph that opens with the author's name and stands after the text."""
    if survey.under[index] == "bio":
        return Answer("bio", "stands under “About the author”")
    at_end = index >= len(survey.pieces) - SIGNED or index < survey.body
    if cues.ABOUT.match(piece.text) and len(piece.text.split()) > 4 and at_end:
        return Answer("bio", "speaks of the author")
    opening = cues.TITLED.sub("", piece.text[:LINE])
    names = {word.casefold() for name in survey.authors for word in name.split() if len(word) > 2}
    early = opening.casefold().split()[:6]
    known = any(re.sub(r"[,.]|['’]s$", "", word) in names for word in early)
    titled = cues.TITLED.match(piece.text) is not None and index >= len(survey.pieces) - SIGNED
    lives = re.match(rf"(?:{NAMES}|[^\W\d_a-z]\w+)\s*{cues.LIFE}", opening) is not None
    named = any(opening.casefold().startswith(author.casefold()) for author in survey.authors) or (
        lives and (known or titled)
    )
    entry = re.match(r"[^\W\d_][\w'’-]+, [^\W\d_]", piece.text)  # “Doe, J.”, of a bibliography
    if not named or entry or cues.is_line(piece.text):
        return None
    late = index > survey.body and index * 2 > len(survey.pieces)
    if late or (index <= survey.body and bool(re.match(rf"{NAMES}\s+{cues.LIFE}", opening))):
        return Answer("bio", "opens with the author's name, outside the text")
    return None


def _footnote(survey: Survey, piece: Piece, index: int) -> Answer | None:
    if piece.paragraph.role in (None, "quote") and _is_note(survey, piece, index):
        return Answer("footnote", "opens with the mark of a note")
    return None


def _is_note(survey: Survey, piece: Piece, index: int) -> bool:
    """A label that a mark before it calls; “1.” is one only among the notes at the end."""
    found = footnotes.label(piece)
    if found is None:
        return False
    _, name, certain = found
    calls = survey.called.get(name, index) < index
    return survey.under[index] == "notes" or (
        calls and (certain or survey.under[index] == "references" or _is_after_body(survey, index))
    )


def _is_after_body(survey: Survey, index: int) -> bool:
    """Whether nothing follows but what may be notes."""
    rest = survey.pieces[index : index + 3]
    return all(footnotes.label(piece) for piece in rest) and index * 3 > 2 * len(survey.pieces)


def _reference(survey: Survey, piece: Piece, index: int) -> Answer | None:
    if survey.under[index] == "references" and len(piece.text.split()) > 3:
        return Answer("list-item", "stands in a list of references")
    return None


def _list_item(survey: Survey, piece: Piece, index: int) -> Answer | None:
    kind = cues.kind_of_item(piece.text)
    if not kind:
        return None
    beside = [survey.pieces[i].text for i in (index - 1, index + 1) if 0 <= i < len(survey.pieces)]
    if any(cues.kind_of_item(text) == kind for text in beside):
        return Answer("list-item", "one of several lines that begin so")
    introduced = index > 0 and survey.pieces[index - 1].text.endswith(":")
    return (
        Answer("list-item", "begins as an item does", "paragraph") if introduced or piece.text[0] in "•‣▪◦●" else None
    )


def _epigraph(survey: Survey, piece: Piece, index: int) -> Answer | None:
    """Words in quotation marks, with their author's name after them or between the head and the text."""
    introduced = index > 0 and survey.pieces[index - 1].text.endswith(":")
    if introduced and QUOTED.fullmatch(piece.text) and len(piece.text.split()) >= 12:
        return Answer("quote", "in quotation marks, after a colon", "paragraph")
    in_head = survey.title is not None and survey.title < index <= survey.body and len(piece.text.split()) <= 100
    if (
        in_head
        and (QUOTED.fullmatch(piece.text) or cues.ATTRIBUTED.fullmatch(piece.text))
        and piece.text[:1] in "“\"«„‘'"
    ):
        return Answer("quote", "a quotation before the text")
    return None


def _section_heading(survey: Survey, piece: Piece, index: int) -> Answer | None:
    """A short line that shows itself a heading: bold, in capitals, numbered, or one of the usual names."""
    text = piece.text
    if (survey.title is not None and index < survey.title) or len(text) > LINE or len(text.split()) > HEADING_WORDS:
        return None
    if cues.SPEAKER.match(text) and not cues.NUMBERED.fullmatch(text):
        return None
    if cues.section(text) or cues.OPENERS.fullmatch(text.strip(" :.")):
        return Answer("heading", "the usual name of a part")
    if cues.in_capitals(text) and not text.endswith((",", ";")):
        return Answer("heading", "a line in capitals")
    if all_in(piece, "strong") and not text.endswith((",", ";", "”")) and (index >= survey.body or text[-1] != "."):
        return Answer("heading", "bold, alone on its line", "paragraph")
    after = survey.pieces[index + 1].text if index + 1 < len(survey.pieces) else ""
    if after and cues.NUMBERED.fullmatch(text) and cues.is_line(text) and not cues.kind_of_item(after):
        return Answer("heading", "a numbered line before a paragraph", "list-item")
    return Answer("heading", "a number alone") if after and cues.NUMBER.fullmatch(text) else None


def _standfirst(survey: Survey, piece: Piece, index: int) -> Answer | None:
    """What stands between the title and the text and is nothing else."""
    if survey.title is None or not survey.title < index < min(survey.body, survey.title + HEAD):
        return None
    if piece.paragraph.role or len(piece.text.split()) > 80:
        return None
    below = any(byline > index for byline in survey.bylines)
    if below or all_in(piece, "em") or all_in(piece, "strong"):
        return Answer("standfirst", "stands between the title and the text, set apart")
    first = all(_is_head(survey, i) for i in range(survey.title + 1, index))
    return Answer("standfirst", "one sentence between the head and the text", "paragraph") if first else None


def _is_head(survey: Survey, index: int) -> bool:
    piece = survey.pieces[index]
    return (
        index in survey.bylines
        or cues.is_dateline(piece.text)
        or bool(cues.CAPTION_START.match(piece.text))
        or bool(cues.AFFILIATION.search(piece.text))
    )


def _unmarked_heading(survey: Survey, piece: Piece, index: int) -> Answer | None:
    """A short line, not ended like a sentence, that a longer paragraph follows."""
    words = piece.text.split()
    if index <= survey.body or len(words) > 12 or not cues.is_line(piece.text) or cues.SPEAKER.match(piece.text):
        return None
    if piece.text[0].islower() or piece.text[0] in "“\"«„‘'":
        return None
    if piece.text.endswith(("?", "!", "”", '"')) and len(words) > 8:
        return None
    follows = any(len(p.text.split()) >= 20 or LISTED.match(p.text) for p in survey.pieces[index + 1 : index + 4])
    return Answer("heading", "a short line before a paragraph", "paragraph") if follows else None


def _paragraph(survey: Survey, piece: Piece, index: int) -> Answer | None:
    return Answer("paragraph", "running text")


Rule = Callable[[Survey, Piece, int], "Answer | None"]
RULES: tuple[Rule, ...] = (
    _corrected,  # a person has the last word
    _separator,
    _is_title,
    _parted_already,
    _pull_quote,  # before what the format says, and before captions: a quote may be marked as one, or end with a source
    _footnote,  # before what the format says: a note may be set in; before captions: it may begin with “Source:”
    _given_by_format,  # the author's own mark beats any guess below
    _caption,
    _byline,
    _dateline,
    _epigraph,
    _end_matter,
    _bio,
    _section_heading,  # before items: “1. The Harbor” is rather a heading where a paragraph follows
    _reference,
    _list_item,
    _standfirst,
    _unmarked_heading,
    _paragraph,
)


def _judge(survey: Survey, index: int) -> Piece:
    piece = survey.pieces[index]
    answer = next(answer for rule in RULES if (answer := rule(survey, piece, index)))
    return replace(piece, role=answer.role, reason=answer.reason, perhaps=answer.perhaps)
