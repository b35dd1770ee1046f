"""Names that are part of a longer one: Paris Hilton; Moscow, Idaho; Elia Kazan; Article 5 of some other treaty."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from builder.forms import Form
from builder.matching import Match
from builder.model import Essay, Kind, Role, Span
from builder.words import CAPITAL, FIRST

NAME = rf"{CAPITAL}[\w’'-]*"
SMALL = re.compile(r"(?<![\w’'-])[^\W\d_A-ZА-ЯЁ]+(?![\w’'-])")
AFTER = re.compile(rf" ({NAME})")
BEFORE = re.compile(rf"(?<![\w’'-])({NAME}) $")
OF_SOMETHING = re.compile(rf" (?:of|for) (?:the )?{CAPITAL}\w*")
OF_ANYTHING = re.compile(r" of (?:the )?\w+")
ARTICLE = re.compile(r"(?i:article) \d+")
OWNER = re.compile(r"\b(?i:its|whose|their|our|an|another) $")  # “a constitution, whose Article 5 …”
TITLED: frozenset[Role] = frozenset({"title", "heading", "citation", "caption", "bio"})  # capitals tell little there
TITLES = frozenset(
    "president premier chairman chancellor minister king queen prince princess pope saint mr mrs ms miss dr prof "
    "professor sir lord lady general marshal admiral colonel major captain comrade secretary senator governor mayor "
    "judge ambassador leader".split()
)
# What else may stand before a name with a capital and is no part of it: adjectives, days and months, small words.
ADJECTIVE = re.compile(r".*(?:ern|ist|ial|ian|ean|ish|ese|iet|ic|al|ous|ch)")
DESCRIBES = re.compile(
    r".*(?:day|ary|ry)|(?i:north|south|east|west|new|old|greater|mainland|modern|inner|outer|upper|lower|post|pre|non|pro|anti|"
    r"may|march|june|july|april|august|september|october|november|december|and|or|the|of|in|for|to|with|from|at|on|by)"
)
STATES = re.compile(  # after a comma, they tell a town from the one that it is named for
    r", (?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Hawaii|Idaho|Illinois|"
    r"Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|"
    r"Nebraska|Nevada|New (?:Hampshire|Jersey|Mexico|York)|(?:North|South) (?:Carolina|Dakota)|Ohio|Oklahoma|Oregon|"
    r"Pennsylvania|Rhode Island|Tennessee|Texas|Utah|Vermont|(?:West )?Virginia|Wisconsin|Wyoming|Ontario|"
    r"Quebec|Alberta|Manitoba|Nova Scotia)\b"
)


class LongerNames:
    """The names of one essay that hold others; `matches` are the surface forms in it, in order."""

    def __init__(self, essay: Essay, matches: Sequence[Match]) -> None:
        self.essay = essay
        # A word that the essay writes without a capital too (war, congress) is nobody's name.
        self.small = frozenset(SMALL.findall(essay.text))
        self.spans: dict[str, list[Span]] = defaultdict(list)
        for match in matches:
            for form in match.forms:
                self.spans[form.term].append(match.span)
        self.starts = frozenset(match.span.start for match in matches)
        self.rivals: dict[str, list[Span]] = {}

    def around(self, match: Match, form: Form, kind: Kind) -> str:
        """The longer name that the words are only a part of; empty where they stand for themselves."""
        text, span = self.essay.text, match.span
        if kind in ("place", "institution") and (state := STATES.match(text, span.end)):
            return match.surface + state[0]
        if ARTICLE.fullmatch(form.text):
            owner = OWNER.search(text, max(span.start - 10, 0), span.start)
            return owner[0] + match.surface if owner else _told(match, OF_ANYTHING.match(text, span.end))
        if (kind == "institution" or form.when == "introduced") and kind != "person":
            return _told(match, OF_SOMETHING.match(text, span.end))
        if kind not in ("place", "person") or " " in match.surface or self.essay.block_at(span.start).role in TITLED:
            return ""
        after = AFTER.match(text, span.end)
        if kind == "place" and after and not form.acronym and not self._is_apart(after):
            return match.surface + after[0]
        before = BEFORE.search(text, max(span.start - 40, 0), span.start)
        return f"{before[1]} {match.surface}" if before and not _describes(text, before) else ""

    def _is_apart(self, after: re.Match[str]) -> bool:
        """Whether a capitalised word is no part of the name before it: a title, a day, another name, a common word."""
        word = after[1]
        alone = word == word.upper() or word.lower() in self.small or _is_title(word) or DESCRIBES.fullmatch(word)
        return bool(alone) or after.start(1) in self.starts

    def ending_in(self, match: Match, form: Form) -> list[Span]:
        """Other names in the essay that end in the same word: Heydar Aliyev, where Ilham is meant."""
        if match.surface not in self.rivals:
            self.rivals[match.surface] = list(self._ending_in(match.surface, form))
        return self.rivals[match.surface]

    def _ending_in(self, surface: str, form: Form) -> Iterator[Span]:
        own = self.spans[form.term]
        for found in re.finditer(rf"\b({NAME}) {re.escape(surface)}\b", self.essay.text):
            span = Span(*found.span())
            at = bisect_right(own, span.start, key=lambda held: held.start) - 1
            if at >= 0 and own[at].holds(span):
                continue
            # “European” tells one Union from another, but not one Putin from another.
            if not _describes(self.essay.text, found) or (form.article and ADJECTIVE.fullmatch(found[1])):
                yield span


def _told(match: Match, after: re.Match[str] | None) -> str:
    return match.surface + after[0] if after else ""


def _describes(text: str, before: re.Match[str]) -> bool:
    """Whether a capitalised word is no part of the name after it: a title, an adjective, the first of a sentence."""
    word = before[1]
    first = FIRST.search(text, max(before.start() - 3, 0), before.start()) is not None
    possessive = word.endswith(("'s", "’s", "’", "'"))
    describes = DESCRIBES.fullmatch(word) or ADJECTIVE.fullmatch(word)
    return first or possessive or _is_title(word) or describes is not None


def _is_title(word: str) -> bool:
    return word.casefold() in TITLES or word.casefold().removesuffix("s") in TITLES
