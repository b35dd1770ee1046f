"""Deciding: what is meant, what is linked, and that every decision has its reason."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from builder import pipeline
from builder.model import Annotations, Essay
from builder.project import Project

Make = Callable[..., Project]
ENTRY = "---\nname: {}\nshort: {}\n{}---\nA definition.\n"
COURT = {
    "seeds/glossary/court/court.md": ENTRY.format(
        "Court of Examples", "CE", "aliases: [{text: the Court, when: introduced}]\n"
    )
}


def annotated(project: Project) -> tuple[Essay, Annotations]:
    reading = pipeline.read(project)
    assert not reading.diagnostics
    return reading.collection.essays["first-2024"]


def told(project: Project) -> list[tuple[str, str, bool]]:
    essay, layers = annotated(project)
    return [(essay.words(mention.span), mention.term, mention.linked) for mention in layers.mentions]


def essay(body: str, sidecar: str = "") -> dict[str, str]:
    return {
        "seeds/essays/first-2024.txt": f"A Title\n\nBy Ann Author\n\n{body}\n",
        "seeds/essays/first-2024.yml": sidecar,
    }


def test_a_full_name_with_its_short_form_is_one_link(collection: Make) -> None:
    body = "The Example League (EL) met. It spoke. EL (Example League) rose, and the Example League’s EL fell."
    assert told(collection(essay(body))) == [
        ("Example League (EL)", "el", True), ("EL (Example League)", "el", False), ("Example League", "el", False), ("EL", "el", False),
    ]  # fmt: skip


def test_an_introduced_form_waits_for_a_full_name(collection: Make) -> None:
    project = collection(
        {**COURT, **essay("The Court sat, and the Court rose. The Court of Examples met. Then the Court left.")}
    )
    layers = annotated(project)[1]
    assert told(project) == [("Court of Examples", "court", True), ("Court", "court", False)]
    assert [candidate.reason for candidate in layers.candidates] == [
        "it counts only after “Court of Examples” has stood in this essay"
    ] * 2


def test_two_owners_of_a_form_are_left_alone_until_the_sidecar_says(collection: Make) -> None:
    owners = {
        "seeds/glossary/court/one.md": ENTRY.format("First Court", "FC", "aliases: [{text: ICC, when: introduced}]\n"),
        "seeds/glossary/organization/two.md": ENTRY.format(
            "Second Council", "SC", "aliases: [{text: ICC, when: introduced}]\n"
        ),
    }
    body = "First Court and Second Council met. The ICC said so. It did."
    project = collection({**owners, **essay(body)})
    assert [(c.surface, c.terms) for c in annotated(project)[1].candidates] == [("ICC", ("one", "two"))]
    assert ("ICC", "two", False) in told(collection({**owners, **essay(body, "link: {ICC: two}\n")}))


def test_nolink_is_obeyed(collection: Make) -> None:
    project = collection(essay("The EL met. It was so.", "nolink: [EL]\n"))
    assert told(project) == []
    assert annotated(project)[1].candidates[0].reason == "the sidecar says not to link it (nolink)"


@pytest.mark.parametrize(("scope", "linked"), [
    ("section", [True, False, False, True]), ("paragraph", [True, False, True, True]),
    ("essay", [True, False, False, False]), ("all", [True] * 4), ("none", [False] * 4),
])  # fmt: skip
def test_the_policy_of_the_collection(collection: Make, scope: str, linked: list[bool]) -> None:
    long = (
        "It went on for a long while after that, with many words, so that a heading may stand before it. And EL again."
    )
    body = f"The EL met, and EL spoke.\n\nThe EL rose. It did.\n\nA Heading\n\n{long}"
    policy = f"title: T\ndescription: D\nedition: 2026\nlink: {{organization: {scope}}}\n"
    assert [held for _, _, held in told(collection({**essay(body), "seeds/collection.yml": policy}))] == linked


def test_headings_and_citations_are_counted_not_linked(collection: Make) -> None:
    body = "It began so. And went on.\n\n## The EL\n\nA word. Another.\n\nTo cite this work: EL, 2024."
    assert told(collection(essay(body))) == [("EL", "el", False), ("EL", "el", False)]


def test_an_authors_own_link_is_left_to_him(collection: Make) -> None:
    assert told(collection(essay('See <a href="https://example.org">the EL page</a>. And EL.'))) == [
        ("EL", "el", False),
        ("EL", "el", True),
    ]


def test_every_decision_has_a_reason(reading: pipeline.Reading) -> None:
    for _, layers in reading.collection.essays.values():
        assert layers.mentions and layers.candidates
        assert all(entry.reason for entry in (*layers.mentions, *layers.candidates))


def test_named_mentions_are_ordered_and_disjoint(reading: pipeline.Reading) -> None:
    for _, layers in reading.collection.essays.values():
        spans = [mention.span for mention in layers.mentions if mention.named]
        assert all(one.end <= other.start for one, other in pairwise(spans))


def test_a_form_of_this_essays_own_is_found(collection: Make) -> None:
    assert told(collection(essay("The Leaguers met. It was so.", "link: {Leaguers: el}\n"))) == [
        ("Leaguers", "el", True)
    ]


def test_forms_that_follow_by_rule(collection: Make) -> None:
    entry = {"seeds/glossary/court/eso.md": ENTRY.format("Example Security Organization", "ESO", "")}
    body = "The Example Security Organisation met. So did E.S.O. members. It was so."
    assert [(surface, term) for surface, term, _ in told(collection({**entry, **essay(body)}))] == [
        ("Example Security Organisation", "eso"),
        ("E.S.O.", "eso"),
    ]
