"""Candidates → Mentions: which term each surface means, whether it is linked, and why. What is not sure is left alone.

The policy stands here and nowhere else: `NOT_LINKED` for places, `LinkPolicy` of collection.yml for kinds of terms.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from builder.glossary import Form, Glossary
from builder.matching import Gazetteer
from builder.model import Block, Candidate, Essay, Mention, Role, Span
from builder.records import LinkPolicy, SidecarRecord

NOT_LINKED: frozenset[Role] = frozenset({"title", "byline", "dateline", "heading", "citation", "rights", "separator"})
BRACKET = re.compile(r"\s?\(")
SCOPES = {"essay": "this essay", "section": "this section", "paragraph": "this paragraph"}


def link(
    essay: Essay, gazetteer: Gazetteer, glossary: Glossary, sidecar: SidecarRecord, policy: LinkPolicy
) -> tuple[tuple[Mention, ...], tuple[Candidate, ...]]:
    """The mentions of an essay, sorted and disjoint, and the candidates that were not taken, each with its reason."""
    taken: list[Mention] = []
    left: list[Candidate] = []
    introduced: set[str] = set()
    for candidate in gazetteer.find(essay.text):
        if essay.block_at(candidate.span.start).role == "pull-quote":
            left.append(replace(candidate, reason="it stands in a pull quote, which repeats the text"))
            continue
        term, reason = _resolve(candidate, gazetteer.claims(essay.text, candidate.span), glossary, introduced, sidecar)
        if term:
            taken.append(Mention(candidate.span, term, False, reason))
            introduced.add(term)
        else:
            left.append(replace(candidate, reason=reason))
    return tuple(_decide(essay, _merged(essay, taken), glossary, policy)), tuple(left)


def _resolve(
    candidate: Candidate, forms: Sequence[Form], glossary: Glossary, introduced: set[str], sidecar: SidecarRecord
) -> tuple[str, str]:
    """The id of the term that is meant and why, or an empty id and why none is."""
    surface = candidate.surface
    if surface in sidecar.nolink:
        return "", "the sidecar says not to link it (nolink)"
    if surface in sidecar.link:
        return sidecar.link[surface], "the sidecar says what it means here (link)"
    sure = [form for form in forms if form.when == "always" or form.term in introduced]
    if len(sure) == 1:
        origin = f"“{surface}” is {sure[0].origin}"
        return sure[0].term, origin if sure[0].when == "always" else f"{origin}, after a full name in this essay"
    if sure:
        return (
            "",
            f"it could be any of {', '.join(sorted(form.term for form in sure))}: say which in the sidecar (link)",
        )
    names = " or ".join(f"“{glossary.terms[form.term].name}”" for form in forms)
    return "", f"it counts only after {names} has stood in this essay"


def _merged(essay: Essay, mentions: Sequence[Mention]) -> list[Mention]:
    """“Full Name (ACR)” and “ACR (Full Name)” are one mention."""
    merged: list[Mention] = []
    for mention in mentions:
        before = merged[-1] if merged else None
        if before and before.term == mention.term and _bracketed(essay.text, before.span, mention.span):
            reason = f"{before.reason}, and “{essay.words(mention.span)}” stands beside it"
            merged[-1] = replace(before, span=Span(before.span.start, mention.span.end + 1), reason=reason)
        else:
            merged.append(mention)
    return merged


def _bracketed(text: str, before: Span, span: Span) -> bool:
    """Whether `span` stands alone in brackets right after `before`."""
    return BRACKET.fullmatch(text, before.end, span.start) is not None and text[span.end : span.end + 1] == ")"


def _decide(essay: Essay, mentions: Iterable[Mention], glossary: Glossary, policy: LinkPolicy) -> Iterator[Mention]:
    """Link the first mention in each scope that the policy names; say of every other why it is only counted."""
    links = [style.span for style in essay.styles if style.tag == "a" and style.href]
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
