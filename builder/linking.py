"""Matches → Mentions: which term each surface means, whether it is linked, and why. What is not sure is left alone.

The policy stands here and nowhere else: `NOT_LINKED` for places, `LinkPolicy` of collection.yml for kinds of terms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from builder import definitions
from builder.glossary import Glossary
from builder.matching import Gazetteer, Match, find
from builder.meanings import Meanings
from builder.model import Block, Candidate, Essay, Mention, Role, Span
from builder.records import LinkPolicy, SidecarRecord

NOT_LINKED: frozenset[Role] = frozenset({"title", "byline", "dateline", "heading", "citation", "rights", "separator"})
SCOPES = {"essay": "this essay", "section": "this section", "paragraph": "this paragraph"}


def link(
    essay: Essay, gazetteers: Sequence[Gazetteer], glossary: Glossary, sidecar: SidecarRecord, policy: LinkPolicy
) -> tuple[tuple[Mention, ...], tuple[Candidate, ...]]:
    """The mentions of an essay, sorted and disjoint, and the candidates that were not taken, each with its reason."""
    left: list[Candidate] = []
    matches = []
    for match in find(essay.text, gazetteers):
        role = essay.block_at(match.span.start).role
        if role == "table" and "\n" in match.surface:
            continue  # from one row into the next
        if role == "pull-quote":
            left.append(_left(match, "it stands in a pull quote, which repeats the text"))
        else:
            matches.append(match)
    meanings = Meanings(essay, matches, glossary, sidecar)
    taken = []
    for match in matches:
        meaning = meanings.of(match)
        if meaning.term:
            taken.append(Mention(match.span, meaning.term, False, meaning.reason))
        else:
            left.append(_left(match, meaning.reason, meaning.undecided))
    mentions = tuple(_decide(essay, _merged(essay, taken), glossary, policy))
    return mentions, tuple(sorted(left, key=lambda candidate: candidate.span))


def _left(match: Match, reason: str, undecided: bool = False) -> Candidate:
    return Candidate(match.span, match.surface, tuple(form.term for form in match.forms), reason, undecided)


def _merged(essay: Essay, mentions: Sequence[Mention]) -> list[Mention]:
    """“Full Name (ACR)”, “ACR (Full Name)” and “Full Name, or ACR” are one mention."""
    merged: list[Mention] = []
    for mention in mentions:
        before = merged[-1] if merged else mention
        end = definitions.beside(essay.text, before.span, mention.span) if before.term == mention.term else 0
        if end:
            reason = f"{before.reason}, and “{essay.words(mention.span)}” stands beside it"
            merged[-1] = replace(before, span=Span(before.span.start, end), reason=reason)
        else:
            merged.append(mention)
    return merged


def _decide(essay: Essay, mentions: Iterable[Mention], glossary: Glossary, policy: LinkPolicy) -> Iterator[Mention]:
    """Link the first mention in each scope that the policy names; say of every other why it is only counted."""
    links = [style.span for style in essay.styles if style.tag == "a" and style.href]
    code = sorted(style.span for style in essay.styles if style.tag in ("code", "pre"))
    addresses = sorted([*links, *(note.mark for note in essay.footnotes), *(note.label for note in essay.footnotes)])
    sections = _sections(essay.blocks)
    linked: set[tuple[str, str]] = set()
    for mention in mentions:
        block = essay.block_at(mention.span.start)
        scope = getattr(policy, glossary.terms[mention.term].kind)
        place = {"essay": "", "section": sections[block.id], "paragraph": block.id, "all": str(mention.span.start)}.get(
            scope
        )
        if block.role in NOT_LINKED:
            why = f"counted, not linked: it stands in a {block.role}"
        elif _meets(addresses, mention.span):
            why = "counted, not linked: the author's own link is there"
        elif _meets(code, mention.span):
            why = "counted, not linked: it stands in code"
        elif place is None:
            why = "counted, not linked: the collection links none of this kind"
        elif (mention.term, place) in linked:
            why = f"counted, not linked: it was linked before in {SCOPES[scope]}"
        else:
            linked.add((mention.term, place))
            first = f"first in {SCOPES[scope]}" if scope in SCOPES else "every mention is linked"
            yield replace(mention, linked=True, reason=f"{mention.reason}; {first}")
            continue
        yield replace(mention, reason=f"{mention.reason}; {why}")


def _meets(spans: Sequence[Span], span: Span) -> bool:
    """Whether `span` shares a character with one of `spans`, which are sorted and disjoint."""
    before = bisect_left(spans, span.end, key=lambda other: other.start) - 1
    return before >= 0 and spans[before].end > span.start


def _sections(blocks: Iterable[Block]) -> dict[str, str]:
    """Each block's id → the id of the heading that it stands under (empty before the first)."""
    sections: dict[str, str] = {}
    here = ""
    for block in blocks:
        here = block.id if block.role == "heading" else here
        sections[block.id] = here
    return sections


def ambiguous(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The first candidate of each surface that neither essay nor editor decides."""
    told: set[str] = set()
    for candidate in candidates:
        if candidate.undecided and candidate.surface not in told:
            told.add(candidate.surface)
            yield candidate
