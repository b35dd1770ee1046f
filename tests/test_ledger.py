"""Addresses that last: whatever is done to an essay, an id that was published leads on, or the build says what to do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
import yaml

from builder.diagnostics import Diagnostic
from builder.documents import Document, parse
from builder.ledger import Published, lead, lost, parse_published, published_by
from builder.model import Annotations, OldAddress
from builder.records import SidecarRecord
from builder.seeds import Seed, seed_of
from builder.values import WHY

SLUG, SIDECAR = "essay-2024", "seeds/essays/essay-2024.yml"
HEAD = "# A Title\n\nBy Ann Author"
A = "The river rose in spring and carried the bridge away. Nobody in the town had expected so much water."
B = "Three years later a stone bridge stood in its place. It was paid for by a tax on salt."
C = "The tax outlived the bridge by a century. Merchants complained of it in every letter that has come down to us."


def read(blocks: Sequence[str], sidecar: str = "") -> Seed:
    record, document, wrong = parse(SidecarRecord, sidecar, SIDECAR)
    assert record and not wrong
    return seed_of(f"seeds/essays/{SLUG}.md", "\n\n".join([HEAD, *blocks]).encode(), record, document)


def led(seed: Seed) -> tuple[tuple[OldAddress, ...], list[Diagnostic]]:
    assert seed.essay
    live = {block.id for block in seed.essay.blocks}
    return lead(seed.sidecar.moved, seed.sidecar.removed, live, seed.document, "a block of the text")


def publish(seed: Seed) -> Published:
    """What a site of this essay alone lists, by way of its file."""
    assert seed.essay
    site = published_by({SLUG: (seed.essay, Annotations(addresses=led(seed)[0]))}, (), ())
    return Published(*parse_published(site.json().encode()), site.texts)


def ids(seed: Seed) -> list[str]:
    """The ids of the blocks after the title and the byline."""
    assert seed.essay
    return [block.id for block in seed.essay.blocks][2:]


def repairs(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str], dict]:
    """The ids before and after an edit, and the YAML that is suggested."""
    old, new = read(before), read(after)
    found = list(lost(publish(old), new))
    assert len(found) <= 1 and all(diagnostic.path == SIDECAR for diagnostic in found)
    return ids(old), ids(new), yaml.safe_load(found[0].hint) if found else {}


def test_an_edited_paragraph_leads_to_its_new_wording() -> None:
    old, new, suggested = repairs([A, B], [A.replace("carried", "swept"), B])
    assert suggested == {"moved": {old[0]: new[0]}}


def test_a_split_paragraph_leads_to_the_part_that_holds_most_of_it() -> None:
    first, second = A.split(". ", 1)
    old, new, suggested = repairs([A, B], [f"{first}.", second, B])
    assert suggested == {"moved": {old[0]: new[0]}}  # the first sentence has ten words, the second nine


def test_merged_paragraphs_lead_to_the_one_that_they_became() -> None:
    old, new, suggested = repairs([A, B, C, "So it was."], [A, f"{B} {C} So it was."])
    assert suggested == {"moved": dict.fromkeys(old[1:], new[1])}


def test_a_paragraph_that_moves_or_is_doubled_keeps_its_address() -> None:
    assert repairs([A, B, C], [C, A, B])[2] == {}
    assert repairs([A, B], [A, B, A])[2] == {}


def test_a_double_that_goes_leads_to_the_one_that_stays() -> None:
    old, new, suggested = repairs([A, B, A], [A, B])
    assert suggested == {"moved": {old[2]: new[0]}}


def test_a_deleted_paragraph_asks_for_a_reason() -> None:
    old, _, suggested = repairs([A, B, C], [A, C])
    assert suggested == {"removed": {old[1]: WHY}}
    record, _, wrong = parse(SidecarRecord, yaml.safe_dump(suggested, allow_unicode=True), SIDECAR)
    assert record is None and wrong[0].rule == "record-value" and "say why" in wrong[0].message


def test_a_deleted_paragraph_does_not_lead_to_one_like_it_that_stood_beside_it() -> None:
    other = A.replace("spring", "autumn")
    old, _, suggested = repairs([A, other, B], [A, B])
    assert suggested == {"removed": {old[1]: WHY}}


@pytest.mark.parametrize("renamed", ["The Long Tax", "An Entirely Different Name"])
def test_a_renamed_heading_leads_to_the_heading_of_its_section(renamed: str) -> None:
    old, new, suggested = repairs([A, "## The Tax", B], [A, f"## {renamed}", B])
    assert old[1] == "h-the-tax" and suggested == {"moved": {"h-the-tax": new[1]}}


def test_what_is_lost_is_named_by_its_first_words_in_one_finding() -> None:
    found = list(lost(publish(read([A, B, C])), read([A])))
    assert len(found) == 1 and "“Three years later a stone bridge stood in …”" in found[0].message
    assert "“The tax outlived" in found[0].message


def test_without_the_published_text_nothing_is_guessed() -> None:
    site = publish(read([A]))
    found = list(lost(Published(site.essays), read([A.replace("carried", "swept")])))
    assert list(yaml.safe_load(found[0].hint)) == ["removed"]


def test_the_finding_stands_at_the_keys_that_are_there() -> None:
    site = publish(read([A, B]))
    sidecar = "venue: Here\nremoved:\n  p-00000000: So.\n"
    assert [(d.line, d.column) for d in lost(site, read([A], sidecar))] == [(3, 3)]


# ---------------------------------------------------------------------------------------------- what a sidecar says


def said(moved: dict[str, str], removed: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    addresses, found = lead(moved, removed, {"p-1", "p-2"}, Document(SIDECAR, None), "a block of the text")
    return {old.id: old.to for old in addresses}, [diagnostic.rule for diagnostic in found]


def test_chains_lead_to_their_ends() -> None:
    assert said({"p-a": "p-b", "p-b": "p-c", "p-c": "p-1"}, {}) == (dict.fromkeys(["p-a", "p-b", "p-c"], "p-1"), [])
    assert said({"p-a": "p-b"}, {"p-b": "Cut."}) == ({"p-a": "p-b", "p-b": ""}, [])


@pytest.mark.parametrize(
    ("moved", "removed", "rules"),
    [
        ({"p-a": "p-a"}, {}, ["address-unknown"]),
        ({"p-a": "p-b", "p-b": "p-c", "p-c": "p-b"}, {}, ["address-unknown"]),
        ({"p-a": "p-b", "p-c": "p-b"}, {}, ["address-unknown"]),  # one finding for what is not there
        ({"p-1": "p-2"}, {}, ["address-live"]),
        ({}, {"p-1": "So."}, ["address-live"]),
        ({"p-a": "p-1"}, {"p-a": "So."}, ["address-live"]),
    ],
)
def test_what_leads_astray_is_said_once(moved: dict[str, str], removed: dict[str, str], rules: list[str]) -> None:
    assert said(moved, removed)[1] == rules


def test_an_address_that_is_live_again_leads_to_itself() -> None:
    assert said({"p-1": "p-2", "p-a": "p-1"}, {})[0] == {"p-a": "p-1"}


def test_a_long_chain_is_followed_in_one_walk() -> None:
    steps = [f"p-x{n}" for n in range(100_000)]
    addresses, found = said(dict(zip(steps, [*steps[1:], "p-1"], strict=True)), {})
    assert set(addresses.values()) == {"p-1"} and not found


@pytest.mark.parametrize(
    "data",
    [
        b"", b"not JSON", b"[]", b"7", b"\xff", b"[" * 100_000, b'{"a": ' * 100_000, b'{"a": [1]}', b'{"a": {"p-1": 7}}',
        b'{"a": {"p-1": [1, 2, 3]}}', b'{"a": {"p-1\\n": null}}', b'{"../a": {}}', b'{"a": "javascript:x"}',
        b'{"glossary/": 7}', b'{"glossary/": {"x": [1, 2]}}', b'{"a": {"p-1": ["x", {}]}}', b'{"a": "essays/index"}',
    ],
)  # fmt: skip
def test_what_is_no_list_of_anchors_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_published(data)


def test_spans_beyond_the_text_hold_no_words() -> None:
    essays, _ = parse_published(b'{"a": {"p-1": [5, 99999999999999999999], "p-2": [0, 1], "p-3": "p-9"}}')
    assert Published(essays, {}, {"a": "short"}).words("a") == {"p-1": "", "p-2": "s", "p-3": ""}
    for wrong in (b"[-9, 1]", b'["1", "2"]', b"[true, 1]"):
        with pytest.raises(ValueError, match="a"):
            parse_published(b'{"a": {"p-1": ' + wrong + b"}}")


# ---------------------------------------------------------------------------------------------------------- histories

VOWELS, CONSONANTS = "aeiou", "bcdfghklmnprstvw"


@dataclass
class History:
    """An essay that is edited at random, and the sidecar of a contributor who pastes whatever is suggested."""

    chance: random.Random
    blocks: list[str] = field(default_factory=list)
    sidecar: dict[str, dict[str, str]] = field(default_factory=lambda: {"moved": {}, "removed": {}})
    ever: set[str] = field(default_factory=set)
    site: Published = field(default_factory=Published)

    def word(self) -> str:
        syllables = (
            self.chance.choice(CONSONANTS) + self.chance.choice(VOWELS) for _ in range(self.chance.randint(1, 4))
        )
        return "".join(syllables)

    def sentence(self) -> str:
        common = ("the", "of", "and", "in", "to", "was", "that")
        words = [
            self.chance.choice(common) if self.chance.random() < 0.4 else self.word()
            for _ in range(self.chance.randint(5, 16))
        ]
        return f"{' '.join(words).capitalize()}."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.chance.randint(2, 5)))

    def reworded(self, text: str, share: float) -> str:
        words = text.split(" ")
        for at in self.chance.sample(range(len(words) - 1), max(1, int(share * len(words)))):
            words[at] = self.word()
        return " ".join(words)

    def edit(self) -> tuple[str, dict[str, str]]:
        """Do something to the essay; returns what, and for each text that is gone the one that was made of it."""
        blocks, chance = self.blocks, self.chance
        kind = chance.choice(["insert", "small edit", "large edit", "split", "merge", "move", "delete", "duplicate"])
        at = chance.randrange(len(blocks) - 1)
        old = blocks[at]
        if kind == "insert":
            blocks.insert(at, self.paragraph())
        elif kind.endswith("edit"):
            blocks[at] = self.reworded(old, 0.1 if kind == "small edit" else 0.35)
            return kind, {old: blocks[at]}
        elif kind == "split":
            sentences = old.split(". ")
            if len(sentences) > 1:
                cut = chance.randrange(1, len(sentences))
                parts = [f"{'. '.join(sentences[:cut])}.", ". ".join(sentences[cut:])]
                blocks[at : at + 1] = parts
                return kind, {old: max(parts, key=lambda part: len(part.split()))}
        elif kind == "merge":
            merged = f"{old} {blocks[at + 1]}"
            made = dict.fromkeys(blocks[at : at + 2], merged)
            blocks[at : at + 2] = [merged]
            return kind, made
        elif kind == "move":
            blocks.insert(chance.randrange(len(blocks)), blocks.pop(at))
        elif kind == "delete":
            del blocks[at]
            return kind, {old: ""}
        else:
            blocks.insert(chance.randrange(len(blocks)), old)
        return kind, {}

    def read(self) -> Seed:
        return read(self.blocks, yaml.safe_dump({key: lines for key, lines in self.sidecar.items() if lines}))

    def mend(self) -> tuple[Seed, dict[str, str]]:
        """Do what the findings say until there are none. Returns the ids for which a block was suggested."""
        suggested: dict[str, str] = {}
        for _ in range(4):
            seed = self.read()
            wrong = led(seed)[1]
            found = [*wrong, *lost(self.site, seed)]
            if not found:
                return seed, suggested
            lines = yaml.safe_dump({key: lines for key, lines in self.sidecar.items() if lines}).splitlines()
            live = {lines[d.line - 1].split(":")[0].strip() for d in wrong if d.rule == "address-live"}
            self.sidecar = {
                key: {old: to for old, to in held.items() if old not in live} for key, held in self.sidecar.items()
            }
            for diagnostic in found:
                if diagnostic.rule == "address-lost":
                    pasted = yaml.safe_load(diagnostic.hint)
                    suggested |= pasted.get("moved", {})
                    self.sidecar["moved"] |= pasted.get("moved", {})
                    self.sidecar["removed"] |= dict.fromkeys(pasted.get("removed", {}), "The author took it out.")
        raise AssertionError(found)


def resolves(name: str, seed: Seed) -> bool:
    """Whether an address is a block's, or leads to one, or to the reason why it is gone."""
    assert seed.essay
    live = {block.id for block in seed.essay.blocks}
    leads = {old.id: old for old in led(seed)[0]}
    return name in live or (name in leads and bool({leads[name].to} & live or leads[leads[name].to or name].reason))


def test_no_address_is_ever_lost_and_suggestions_lead_to_what_was_made() -> None:
    """The replay: 200 histories of edits, each checked against all that was published before."""
    right: dict[str, list[bool]] = {}
    for number in range(200):
        history = History(random.Random(number))
        history.blocks = [history.paragraph() for _ in range(12)]
        names: dict[str, str] = {}
        for step in range(history.chance.randint(6, 9)):
            before = names
            kind, made = history.edit() if step else ("insert", {})
            seed, suggested = history.mend()
            names = dict(zip(history.blocks, ids(seed), strict=True))
            history.ever |= set(names.values())
            assert [name for name in history.ever if not resolves(name, seed)] == [], (number, step, kind)
            for old, new in made.items():
                if old not in names:  # else a double of it has stayed, or it was written anew
                    right.setdefault(kind, []).append(suggested.get(before[old], "") == names.get(new, ""))
            history.site = publish(seed)
            assert history.ever <= (history.site.essays[SLUG] or {}).keys()
    share = {kind: sum(told) / len(told) for kind, told in right.items()}
    certain = ("small edit", "split", "merge", "delete")
    assert {kind: share[kind] for kind in certain} == dict.fromkeys(certain, 1.0)
    assert share["large edit"] >= 0.95
    assert all(len(told) > 100 for told in right.values())
