"""What each match means in its essay, and why: the first rule that answers wins, and what is not sure means nothing.

An editor's word in the sidecar comes first; then what the essay itself says against a meaning (a longer name, another
definition, a subject that has nothing to do with it); then the evidence that a form needs and may lack.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from builder import definitions, evidence
from builder.evidence import OTHER
from builder.forms import Form
from builder.glossary import Glossary
from builder.longer_names import LongerNames
from builder.matching import Match, same
from builder.model import Essay, Span
from builder.records import SidecarRecord

LOUD_WORDS = frozenset("US UN EU IT WHO".split())  # which in capitals may be words of English, French or Romanian
WORD_BEFORE, WORD_AFTER = re.compile(r"([^\W\d_]{2,})[\s,'’/-]{1,2}$"), re.compile(r"[\s,'’/-]{1,2}([^\W\d_]{2,})")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a match means (None where that is not sure) and why. `undecided`: two entries claim it, with equal right."""

    term: str | None
    reason: str
    undecided: bool = False


class Meanings:
    """One essay's evidence, and what its matches mean by it."""

    def __init__(self, essay: Essay, matches: Sequence[Match], glossary: Glossary, sidecar: SidecarRecord) -> None:
        self.essay, self.matches, self.glossary = essay, matches, glossary
        self.nolink = {same(surface) for surface in sidecar.nolink}
        self.link = {same(surface): term for surface, term in sidecar.link.items()}
        self.longer = LongerNames(essay, matches)
        self.evidence = evidence.gather(essay, matches, glossary)
        self.places = {match.span: index for index, match in enumerate(matches)}
        self.sure: dict[str, list[int]] = defaultdict(list)  # term → where it is meant for sure
        for match in matches:
            forms = [form for form in match.forms if form.when == "always"]
            if len(forms) == len(match.forms) == 1 and not self._against(match, forms[0]):
                self.sure[forms[0].term].append(match.span.start)
        self.loud = {match.span: self._in_capitals(match) for match in matches}
        self.quiet = {form.term for match in matches if not self.loud[match.span] for form in match.forms}

    def of(self, match: Match) -> Meaning:
        """What one match means; the editor's word in the sidecar comes first."""
        surface = " ".join(match.surface.split())
        if same(surface) in self.nolink:
            return Meaning(None, "the sidecar says not to link it (nolink)")
        if same(surface) in self.link:
            return Meaning(self.link[same(surface)], "the sidecar says what it means here (link)")
        against = {form.term: self._against(match, form) for form in match.forms}
        possible = [form for form in match.forms if not against[form.term]]
        lacks = {form.term: self._lacks(match, form) for form in possible}
        sure = [form for form in possible if not lacks[form.term]]
        if len(sure) == 1:
            return Meaning(sure[0].term, f"“{surface}” is {sure[0].origin}{self._support(match, sure[0])}")
        if sure:
            terms = " or ".join(sorted(form.term for form in sure))
            return Meaning(None, f"it could be {terms}: say which in the sidecar (link)", undecided=True)
        undecided = sum(form.when == "always" for form in possible) > 1
        reasons = dict.fromkeys(lacks.get(form.term) or against[form.term] for form in match.forms)
        return Meaning(None, "; ".join(reasons), undecided)

    def _against(self, match: Match, form: Form) -> str:
        """What in the essay speaks against this meaning; empty where nothing does."""
        if longer := self.longer.around(match, form, self.glossary.terms[form.term].kind):
            return f"it is part of a longer name, “{longer}”"
        if not form.acronym or self._beside_its_name(match, form):
            return ""
        short = definitions.bare(match.surface)
        meanings = self.evidence.defined.get(short, {})
        if OTHER in meanings:
            return f"the essay uses it for “{meanings[OTHER]}”{' too' if form.term in meanings else ''}"
        if meanings:
            return "" if form.term in meanings else f"the essay uses it for “{next(iter(meanings.values()))}”"
        if form.term in self.evidence.named:
            return ""
        if form.term in self.evidence.foreign.get(short, ()):
            return f"the essay does not speak of “{self.glossary.terms[form.term].name}” otherwise"
        return ""

    def _beside_its_name(self, match: Match, form: Form) -> bool:
        """Whether the full name of the same term stands right before or after it: “Full Name (ACR)”."""
        index = self.places[match.span]
        near = [self.matches[at] for at in (index - 1, index + 1) if 0 <= at < len(self.matches)]
        return any(
            any(other.term == form.term and other.full for other in beside.forms)
            and definitions.beside(self.essay.text, *sorted((beside.span, match.span)))
            for beside in near
        )

    def _lacks(self, match: Match, form: Form) -> str:
        """The evidence that the form needs and does not have; empty where it needs none."""
        term = self.glossary.terms[form.term]
        if form.acronym and self.loud[match.span]:
            quiet = form.term in self.quiet or form.term in self.evidence.named
            if not quiet or (match.surface in LOUD_WORDS and not self._after_the(match)):
                return "among capitals a short form cannot be told from a word"
        if form.when == "always" and (len(match.forms) == 1 or form.term in self.evidence.named):
            return ""
        if form.when == "always":
            return f"more than one entry claims it, and “{term.name}” does not stand in this essay"
        if form.acronym and form.term not in self.evidence.defined.get(definitions.bare(match.surface), {}):
            return f"it counts only where the essay defines it as “{term.name}”"
        if form.term not in self.sure:
            return f"it counts only where the essay names “{term.name}”"
        if form.article and self.sure[form.term][0] > match.span.start:
            return f"it counts only after “{term.name}” has stood in this essay"
        if rival := self._rival(match, form):
            return f"it may be short for “{rival}”, which stands in this essay too"
        return ""

    def _rival(self, match: Match, form: Form) -> str:
        """Another name that the words may be short for. For “the Union” it must stand as near as the name itself."""
        rivals = self.longer.ending_in(match, form)
        if form.article and rivals:
            sure = self.sure[form.term]
            named = sure[bisect_left(sure, match.span.start) - 1]
            nearest = Span(min(self.essay.block_at(match.span.start).span.start, named), 0)
            rivals = rivals[bisect_left(rivals, nearest) : bisect_left(rivals, match.span)]
        return self.essay.words(rivals[0]) if rivals else ""

    def _support(self, match: Match, form: Form) -> str:
        if form.when == "introduced" or len(match.forms) > 1:
            return ", which this essay names in full"
        defined = form.acronym and form.term in self.evidence.defined.get(definitions.bare(match.surface), {})
        return ", as this essay defines it" if defined else ""

    def _in_capitals(self, match: Match) -> bool:
        """Whether the words next to it are in capitals too, as in a heading; another short form tells nothing."""
        text, span = self.essay.text, match.span
        before = WORD_BEFORE.search(text, max(span.start - 24, 0), span.start)
        after = WORD_AFTER.match(text, span.end)
        words = [word for word in (before, after) if word and word.start(1) not in self.longer.starts]
        return bool(words) and all(word[1] == word[1].upper() for word in words)

    def _after_the(self, match: Match) -> bool:
        return self.essay.text[max(match.span.start - 4, 0) : match.span.start].casefold() == "the "
