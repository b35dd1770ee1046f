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
    assert not reading.errors
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
    policy = f"title: T\ndescription: D\nedition: 2026\nrights: Made for a test.\nlink: {{organization: {scope}}}\n"
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
    decided = [
        entry for _, layers in reading.collection.essays.values() for entry in (*layers.mentions, *layers.candidates)
    ]
    assert {type(entry).__name__ for entry in decided} == {"Mention", "Candidate"}
    assert all(entry.reason for entry in decided)


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


OTHERS = {
    "seeds/glossary/court/icc.md": ENTRY.format("International Criminal Court", "ICC", "unless: [cricket]\n"),
    "seeds/glossary/organization/sco.md": ENTRY.format("Shanghai Cooperation Organization", "SCO", "unless: [Linux]\n"),
    "seeds/glossary/organization/eeu.md": ENTRY.format("Eurasian Economic Union", "EEU", "aliases: [{text: the Union, when: introduced}]\n"),
    "seeds/glossary/organization/un.md": ENTRY.format("United Nations", "UN", ""),
    "seeds/glossary/institution/hall.md": ENTRY.format("City Hall", "", ""),
    "seeds/glossary/treaty/article-4.md": ENTRY.format("Article 4", "", ""),
    "seeds/glossary/place/moscow.md": ENTRY.format("Moscow", "", ""),
    "seeds/glossary/place/kazan.md": ENTRY.format("Kazan", "", ""),
    "seeds/glossary/person/aliyev.md": ENTRY.format("Ilham Aliyev", "", "aliases: [{text: Aliyev, when: introduced}]\n"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "linked", "reason"), [
    # The essay's own definitions win.
    ("The Interstate Commerce Commission (ICC) sat. The ICC rose.", [], "Interstate Commerce Commission"),
    ("ICC (International Chamber of Commerce) terms. The ICC said so.", [], "International Chamber of Commerce"),
    ("The International Criminal Court (ICC) sat. The ICC rose.", ["International Criminal Court (ICC)", "ICC"], ""),
    ("The International Criminal Cuort (ICC) sat. The ICC rose.", ["ICC", "ICC"], ""),
    ("ICC stands for Indian Cricket Club. So the ICC met.", [], "Indian Cricket Club"),
    # So does what its words spell, and what an entry's editor says of other subjects.
    ("The Scottish Chamber Orchestra played. The SCO was loved.", [], "Scottish Chamber Orchestra"),
    ("The SCO Group sued. It was SCO that lost.", [], "SCO Group"),
    ("In cricket the ICC decides. It decides all.", [], "does not speak of"),
    ("In cricket nobody is judged by the International Criminal Court, the ICC.", ["International Criminal Court", "ICC"], ""),
    # Among capitals a short form may be a word.
    ("IT IS SCO ALL OVER. And so on it went.", [], "capitals"),
    ("IT IS THE SCO SUMMIT. And the SCO met.", ["SCO", "SCO"], ""),
    ("The UN met. So they said LET UN BE. And DOES THE UN MEET, they asked.", ["UN", "UN"], "capitals"),
    ("It was UN/SCO business, or SCO, UN and ICC business. So it went.", ["UN", "SCO", "SCO", "UN", "ICC"], ""),
    # An introduced form waits for evidence, and gives way to a rival.
    ("The Union met. Then the Eurasian Economic Union met. The Union was glad.", ["Eurasian Economic Union", "Union"], "after"),
    ("The European Union and the Eurasian Economic Union met. The Union was glad.", ["Eurasian Economic Union"], "European Union"),
    ("Aliyev spoke first. It was Ilham Aliyev’s own word.", ["Aliyev", "Ilham Aliyev"], ""),
    ("It was said by Heydar Aliyev. To Ilham Aliyev it was law. Aliyev signed.", ["Ilham Aliyev"], "Heydar Aliyev"),
    # Near names are other names; a wrong letter is none.
    ("The International Commercial Court (ICC) sat. The ICC rose.", [], "International Commercial Court"),
    ("The European Economic Union (EEU) met. So did the EEU.", [], "European Economic Union"),
    # A title in capitals spells no short form where the full name stands.
    ("The Shanghai Cooperation Organization met.\n\n## Some Cold Offices\n\nThen SCO rose. It did.", ["Shanghai Cooperation Organization", "SCO"], ""),
    # A longer name is another name.
    ("In Moscow I met him, in Moscow Monday, and Moscow, Washington and Kazan agreed.", ["Moscow", "Moscow", "Moscow", "Kazan"], ""),
    ("It was Moscow Zorps, not the Zorps.", [], "Moscow Zorps"), ("Presidents Kazan and War. In Kazan War began, a war.", ["Kazan", "Kazan"], ""),
    ("He moved to Moscow, Idaho. It was cold.", [], "Moscow, Idaho"),
    ("She flew to Moscow, Kazan and home. It was cold.", ["Moscow", "Kazan"], ""),
    ("A film by Elia Kazan was shown. It was long.", [], "Elia Kazan"),
    ("He read Article 4 of the code, then Article 4. It was so.", ["Article 4"], "Article 4 of"),
    ("The constitution and its Article 4 fell. Then NATO read Article 4.", ["Article 4"], "its Article 4"),
    ("The City Hall of Rome and City Hall met. It was so.", ["City Hall"], "City Hall of Rome"),
    ("Then They Spoke In Kazan Of Peace and Of War. It was so, war and peace.", ["Kazan"], ""),
    ("Mayor of Kazan, Soviet Kazan, Monday Kazan. It was so.", ["Kazan", "Kazan", "Kazan"], ""),
])  # fmt: skip
def test_meanings(collection: Make, body: str, linked: list[str], reason: str) -> None:
    project = collection({**OTHERS, **essay(body)})
    essay_, layers = annotated(project)
    assert [essay_.words(mention.span) for mention in layers.mentions] == linked
    assert any(reason in candidate.reason for candidate in layers.candidates) or not reason


LONG = "It went on for a while with many words of no consequence. " * 20


def test_a_short_form_needs_company_in_a_long_essay(collection: Make) -> None:
    """Three letters mean many things: nothing else in the essay has to do with this meaning."""
    assert told(collection({**OTHERS, **essay(f"The SCO met. {LONG}")})) == []
    named = "The Example League, the Eurasian Economic Union and the International Criminal Court met with the SCO. "
    assert ("SCO", "sco", True) in told(collection({**OTHERS, **essay(named + LONG)}))


def test_code_is_counted_not_linked(collection: Make) -> None:
    body = {
        "seeds/essays/first-2024.txt": None,
        "seeds/essays/first-2024.md": "# A Title\n\nThe `EL` tag is the EL of the Example League.\n",
    }
    assert told(collection(body)) == [("EL", "el", False), ("EL", "el", True), ("Example League", "el", False)]


def test_an_ambiguous_form_is_reported_until_the_sidecar_decides(collection: Make) -> None:
    two = {"seeds/glossary/organization/two.md": ENTRY.format("Elder Lodge", "EL", "")}
    body = "It met, and so did EL. Then EL rose."
    project = collection({**two, **essay(body)})
    assert [(d.rule, d.severity) for d in pipeline.read(project).diagnostics] == [("alias-ambiguous", "warning")]
    assert not pipeline.read(collection({**two, **essay(body, "nolink: [EL]\n")})).diagnostics
    assert told(collection({**two, **essay(f"The Elder Lodge met. {body}")}))[-1] == ("EL", "two", False)


def test_what_the_sidecar_says_is_compared_as_the_text_is_read(collection: Make) -> None:
    entry = {"seeds/glossary/organization/pu.md": ENTRY.format("People's Union", "PU", "")}
    body = "The People’s Union met. It did."
    assert told(collection({**entry, **essay(body, 'nolink: ["People\'s Union"]\n')})) == []
    two = {
        "seeds/glossary/court/one.md": ENTRY.format(
            "First Court", "FC", "aliases: [{text: United Front, when: introduced}]\n"
        )
    }
    spaced = essay("Long ago the United Front met. It did.", 'link: {"United\u00a0 Front": one}\n')
    assert told(collection({**two, **spaced})) == [("United Front", "one", True)]


def test_a_link_of_the_sidecar_counts_as_a_name(collection: Make) -> None:
    body = essay("The CE met. Then the Court left.", "link: {CE: court}\n")
    assert [surface for surface, _, _ in told(collection({**COURT, **body}))] == ["CE", "Court"]


def test_a_name_does_not_run_from_cell_to_cell(collection: Make) -> None:
    table = "# A Title\n\nBy Ann Author\n\n| a | b |\n|---|---|\n| x | Example |\n| League | y |\n\nThe Example League met. It did.\n"
    project = collection({"seeds/essays/first-2024.txt": None, "seeds/essays/first-2024.md": table})
    assert told(project) == [("Example League", "el", True)]


def test_an_essay_that_says_what_it_means_is_not_ambiguous(collection: Make) -> None:
    two = {"seeds/glossary/organization/two.md": ENTRY.format("Elder Lodge", "EL", "")}
    project = collection({**two, **essay("The Electric Light (EL) shone. Then EL went out.")})
    assert not pipeline.read(project).diagnostics and told(project) == []


def test_an_alias_after_the_article_is_no_other_entrys(collection: Make) -> None:
    courts = {
        f"seeds/glossary/court/{name}.md": ENTRY.format(f"Court of {name}", "", "aliases: [the Long Bench]\n")
        for name in ("one", "two")
    }
    assert [d.rule for d in pipeline.read(collection(courts)).errors] == ["alias-conflict"]
