"""Where a text itself says what a short form means: “Interstate Commerce Commission (ICC)”.

The pairing is that of Schwartz and Hearst (“A simple algorithm for identifying abbreviation definitions in biomedical
text”, 2003): every letter of the short form is found in the long one, from the right, the first at a word's beginning.
Beside brackets, in both orders, it is asked of “Long Form, or SF”, “SF, or Long Form” and “SF stands for Long Form”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from builder.model import Span
from builder.words import CAPITAL

SHORT = rf"{CAPITAL}(?:[\w.&/-]{{0,8}}[\w.])?"
WORDS = r"[^\W_](?:[^()\[\];:.!?\n]|(?<=\b[^\W\d_])\.){2,120}"
SAID = r"(?:the |or |hereafter |hereinafter |henceforth |abbreviated (?:as |to )?|known as |in short )*"
QUOTES = "\"'“”‘’«»„"
LONG_FIRST = re.compile(
    rf"[ \n]\((?i:{SAID})[{QUOTES}]?(?P<short>{SHORT})[{QUOTES}]?(?=[);,])|"  # Long Form (the “SF”)
    rf",? (?:or|called|known as|abbreviated(?: as| to)?) (?:the )?"  # Long Form, or SF,
    rf"[{QUOTES}]?(?P<or>{SHORT})[{QUOTES}]?(?=[,.;]|$)"
)
SHORT_FIRST = re.compile(
    rf"(?<!\w)(?P<short>{SHORT})[{QUOTES}]?"
    r"(?: \(|, or (?:the )?|: |,? (?:which )?(?:stands|is short|short) for (?:the )?|,? (?:meaning|which is) (?:the )?)"
    rf"[{QUOTES}]?(?P<long>{WORDS})"
)
SMALL = r"(?: (?:of|for|the|and|on|in|de|des|du))* "
BRACKET = re.compile(rf"[ \n]\((?i:{SAID})[{QUOTES}]?|, or (?:the )?[{QUOTES}]?")
CLOSING = re.compile(rf"[{QUOTES}]?\)?")
FAR = 160  # code points before a bracket in which the long form stands


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form, bare, and where the long form that the text gives it stands."""

    short: str
    long: Span


def bare(short: str) -> str:
    """A short form as it is compared: C.I.S. is CIS."""
    return re.sub(r"[.\s]", "", short)


def find(text: str) -> Iterator[Definition]:
    """The definitions in `text`, long forms as spans over it."""
    for match in LONG_FIRST.finditer(text):
        short = match["short"] or match["or"]
        before = text[max(match.start() - FAR, 0) : match.start()].rstrip(QUOTES)
        if _is_short(short) and (length := _long_form(bare(short), before)):
            end = max(match.start() - FAR, 0) + len(before)
            yield Definition(bare(short), Span(end - length, end))
    for match in SHORT_FIRST.finditer(text):
        short, words = bare(match["short"]), match["long"].rstrip(f" {QUOTES}")
        if not _is_short(match["short"]):
            continue
        fitting = [end for end in _ends(words, len(short)) if _long_form(short, words[:end]) == end]
        if fitting:
            end = next((end for end in fitting if _initials(words[:end]) == short), fitting[0])
            yield Definition(short, Span(match.start("long"), match.start("long") + end))


def _initials(long: str) -> str:
    return "".join(word[0] for word in long.split() if word[0].isupper())


def beside(text: str, before: Span, span: Span) -> int:
    """Where “Full Name (ACR)”, “ACR (Full Name)” or “Full Name, or ACR” ends; 0 where two spans are no such pair."""
    if " " not in text[before.start : before.end] + text[span.start : span.end]:
        return 0
    opening = BRACKET.fullmatch(text, before.end, span.start)
    closing = CLOSING.match(text, span.end)
    if not opening or not closing:
        return 0
    return closing.end() if closing[0].endswith(")") == ("(" in opening[0]) else 0


def spelled(text: str, short: str) -> Iterator[Span]:
    """Where words with capitals stand whose initials are the short form: “Scottish Chamber Orchestra” for SCO."""
    words = SMALL.join(rf"{re.escape(letter)}[^\W\d_]*[a-zа-яё]" for letter in short)
    for match in re.finditer(rf"(?<![\w-]){words}(?![\w-])", text):
        yield Span(*match.span())


def _is_short(text: str) -> bool:
    """Two to ten letters, two of them capitals: no sentence's first word, no year."""
    return 2 <= len(bare(text)) <= 10 and sum(c.isupper() for c in text) >= 2


def _ends(words: str, letters: int) -> Iterator[int]:
    """Where a long form that begins `words` may end: after each of its first words, the fewest first."""
    limit = min(letters + 5, letters * 2)
    for count, word in enumerate(re.finditer(r"\S+", words), 1):
        if count > limit:
            return
        if count >= 2:
            yield word.start() + len(word[0].rstrip(",'’"))


def _long_form(short: str, before: str) -> int:
    """The length of the shortest end of `before` that `short` abbreviates; 0 where there is none."""
    words = before.split()
    letters = [c for c in short.casefold() if c.isalnum()]
    within = len(before) - len(" ".join(words[-min(len(letters) + 5, len(letters) * 2) :]))
    at = len(before)
    lower = before.lower() if len(before.lower()) == len(before) else before
    for index in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (lower[at] != letters[index] or (index == 0 and at > 0 and lower[at - 1].isalnum())):
            at -= 1
        if at < within or at < 0:
            return 0
    long = before[at:]
    # A list of members is no name: BRICS (Brazil, Russia, India, China and South Africa).
    return len(long) if " " in long.strip() and "," not in long and short not in long else 0
