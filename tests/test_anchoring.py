"""Notes under edits: whatever happens to a text, no note stands on words that it is not about.

Texts are the paragraphs of the two essays. Every word remembers the sentence that it came from, so that the test knows
better than the code where a quotation belongs. 500 histories in `make test`, 10,000 with HYPOTHESIS_PROFILE=nightly.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from builder.concordance import split_sentences
from builder.model import Essay
from builder.pipeline import Reading
from builder.quotations import Found, find
from builder.records import Quotation

HISTORIES = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 500
NEW = "the council had not yet met when news of another summit came and nobody knew what it would change".split()


@dataclass(frozen=True)
class Word:
    text: str
    sentence: int
    place: int


Sentence = tuple[Word, ...]
Text = list[list[Sentence]]  # paragraphs


def original(essay: Essay) -> Text:
    text: Text = []
    number = 0
    for block in essay.blocks:
        if block.role == "paragraph":
            text.append([])
            for span in split_sentences(essay, block):
                number += 1
                text[-1].append(tuple(Word(w, number, i) for i, w in enumerate(essay.words(span).split())))
    return text


def joined(text: Text) -> tuple[str, list[tuple[int, Word]]]:
    """The canonical text and each word with its offset."""
    whole, placed = "", []
    for paragraph in text:
        for sentence in paragraph:
            for word in sentence:
                placed.append((len(whole), word))
                whole += word.text + " "
        whole = whole.rstrip() + "\n\n"
    return whole.rstrip(), placed


def mutated(text: Text, dice: random.Random, focus: int) -> Text:
    """One edit, in half of the cases of the sentence that is quoted."""
    text = [list(paragraph) for paragraph in text]
    paragraph = dice.choice(text)
    at = dice.randrange(len(paragraph))
    held = [(p, i) for p in text for i, sentence in enumerate(p) if sentence[0].sentence == focus]
    if held and dice.random() < 0.5:
        paragraph, at = dice.choice(held)
    kind = dice.choice(("insert", "delete", "move", "duplicate", "split", "merge", "reword", "reword"))
    if kind == "insert":
        paragraph.insert(at, tuple(Word(w, -1, 0) for w in dice.sample(NEW, dice.randint(4, 12))))
    elif kind == "delete":
        del paragraph[at]
    elif kind in ("move", "duplicate"):
        sentence = paragraph[at] if kind == "duplicate" else paragraph.pop(at)
        other = dice.choice(text)
        other.insert(dice.randint(0, len(other)), sentence)
    elif kind == "split":
        text.insert(text.index(paragraph) + 1, paragraph[at:])
        del paragraph[at:]
    elif kind == "merge":
        index = text.index(paragraph)
        if index + 1 < len(text):
            paragraph += text.pop(index + 1)
    else:
        words = list(paragraph[at])
        for _ in range(dice.randint(1, 3)):
            place = dice.randrange(len(words))
            words[place] = replace(words[place], text=dice.choice(NEW))
        paragraph[at] = tuple(words)
    return [kept for kept in text if kept]


def quoted(text: Text, dice: random.Random) -> tuple[Quotation, list[Word]]:
    """What an editor quotes: some words of a sentence, and what stands before and after where they are not enough."""
    whole, placed = joined(text)
    while True:
        sentence = dice.choice(dice.choice(text))
        start = dice.randrange(len(sentence))
        words = list(sentence[start : start + dice.randint(1, 10)])
        first = next(i for i, (_, word) in enumerate(placed) if word is words[0])
        before = " ".join(word.text for _, word in placed[max(first - dice.randint(1, 5), 0) : first])
        after = " ".join(word.text for _, word in placed[first + len(words) : first + len(words) + dice.randint(1, 5)])
        quote = " ".join(word.text for word in words)
        around = [{}, {"prefix": before}, {"prefix": before, "suffix": after}]
        for extra in around[dice.randrange(3) :]:
            record = Quotation(quote=quote, **extra)
            found = find(whole, record)
            if isinstance(found, Found) and found.state == "exact":
                return record, words


def outcome(text: Text, record: Quotation, words: list[Word]) -> str:
    whole, placed = joined(text)
    found = find(whole, record)
    if not isinstance(found, Found):
        return {"quote-changed": "fuzzy", "quote-missing": "orphan"}.get(found.rule, found.rule)
    here = [word for at, word in placed if found.span.start <= at < found.span.end]
    return found.state if here == words else "wrong"


@pytest.mark.parametrize("slug", ["baev-2025", "pomeranz-2024"])
def test_no_note_stands_on_other_words(reading: Reading, slug: str) -> None:
    before = original(reading.collection.essays[slug][0])
    counted: Counter[str] = Counter()
    for history in range(HISTORIES // 2):
        dice = random.Random(f"{slug} {history}")
        record, words = quoted(before, dice)
        text = before
        for _ in range(dice.randint(1, 6)):
            text = mutated(text, dice, words[0].sentence)
        counted[outcome(text, record, words)] += 1
    print(slug, dict(counted))
    assert counted["wrong"] == 0
    assert counted["exact"] + counted["moved"] > HISTORIES // 4
    assert counted["moved"] and counted["fuzzy"] and counted["orphan"]
