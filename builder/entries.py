"""What the page of a glossary entry shows: passages, members over time, names as they are written, what is related."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, islice

from builder import facts
from builder.concordance import Passage, Places
from builder.glossary import Glossary, Term
from builder.members import picture
from builder.prose import unmarked
from builder.records import Membership
from builder.splicing import marked
from builder.values import Status

RELATED = 8  # entries shown as related
NEAR = 3  # essays shown as the reason, and paragraphs of each
SHOWN = 6  # passages of an essay; the others are folded
UNFOLDED = 20  # essays; of the others every passage is folded
STATUS_WORDS: Mapping[Status, str] = {
    "member": "Members", "associate": "Associates", "observer": "Observers", "partner": "Partners",
    "invited": "Invited", "invited-declined": "Invited, later declined", "suspended": "Suspended",
}  # fmt: skip


def entry(
    term: Term, held: Sequence[Passage], near: Sequence[Mapping[str, object]], glossary: Glossary, edition: str
) -> dict[str, object]:
    groups = [list(group) for _, group in groupby(held, key=lambda passage: passage.essay.slug)]
    return {
        "term": term,
        "description": unmarked(term.definition, glossary),
        "groups": [_group(group, SHOWN if index < UNFOLDED else 0) for index, group in enumerate(groups)],
        "count": sum(len(passage.mentions) for passage in held),
        "as_written": _as_written(held),
        **_members(term, held, edition),
        "related": [{**one, "term": glossary.terms[str(one["id"])]} for one in near],
        "about": [glossary.terms[name] for name in term.record.about if name in glossary.terms],
    }


def _group(passages: Sequence[Passage], shown: int) -> dict[str, object]:
    """The passages of one essay. A fold that would hide hardly anything is none."""
    essay = passages[0].essay
    lines = []
    for passage in sorted(passages, key=lambda passage: passage.sentence):
        around = [marked(essay.text, span, ()) if span else "" for span in (passage.before, passage.after)]
        lines.append(
            {
                "block": passage.block,
                "words": marked(essay.text, passage.sentence, [mention.span for mention in passage.mentions]),
                "around": around if any(around) else [],
                "named": any(mention.named for mention in passage.mentions),
            }
        )
    cut = shown if len(lines) > shown + 2 or not shown else len(lines)
    count = sum(len(passage.mentions) for passage in passages)
    return {"essay": essay, "lines": lines[:cut], "folded": lines[cut:], "count": count}


def _as_written(passages: Iterable[Passage]) -> list[tuple[str, int]]:
    """The surface forms in the essays, the most frequent first."""
    counted = Counter(p.essay.words(mention.span) for p in passages for mention in p.mentions if mention.named)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _members(term: Term, held: Iterable[Passage], edition: str) -> dict[str, object]:
    """The picture, the intervals in its order, and who is what at the edition, for every status that is listed."""
    essays = list({passage.essay.slug: passage.essay for passage in held if passage.essay.date}.values())
    founded = term.record.founded if term.kind in facts.FOUNDED else None
    drawn = picture(term.record.members, [essay.date for essay in essays], edition, founded)
    members = [bar.membership for row in drawn.rows for bar in row.bars]
    listed = {membership.status for membership in members}
    return {
        "picture": drawn,
        "dated": essays,
        "members": members,
        "standings": [_standing(members, status, edition) for status in STATUS_WORDS if status in listed],
    }


def _standing(members: Iterable[Membership], status: Status, date: str) -> dict[str, object]:
    """Who has a status at the date; a star says that it is not known since when."""
    held = [one for one in members if one.status == status and facts.holds(one, date)]
    return {"status": status, "names": [facts.country(one.country) + ("" if one.since else "*") for one in held]}


def related(term: str, shared: Mapping[str, int], places: Mapping[str, Places]) -> list[dict[str, object]]:
    """The entries that share most paragraphs with a term, and the first of these paragraphs."""
    most = sorted(shared, key=lambda other: (-shared[other], other))[:RELATED]
    return [{"id": other, "shared": shared[other], **_near(places[term], places[other])} for other in most]


def _near(one: Places, other: Places) -> dict[str, object]:
    common = [passage for place, passage in one.items() if place in other]
    essays = [list(group) for _, group in groupby(common, key=lambda passage: passage.essay.slug)]
    shown = [
        {"essay": group[0].essay, "blocks": [passage.block for passage in islice(group, NEAR)]}
        for group in essays[:NEAR]
    ]
    return {"near": shown, "more": len(common) - sum(min(len(group), NEAR) for group in essays[:NEAR])}
