"""Mentions in texts written and labelled by others, as well as they were found when this was written, or better."""

from __future__ import annotations

import pytest

from tests.mentions import FOLDERS, scores, total

LEAST = {"natural": (0.97, 0.99), "traps": (0.84, 0.91)}  # precision and recall


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_precision_and_recall(folder) -> None:
    held = dict(scores(folder))
    assert len(held) >= 10
    precision, recall = total(held.values())
    told = [line for score in held.values() for line in (*score.wrong, *score.missed)]
    assert (precision >= LEAST[folder.name][0], recall >= LEAST[folder.name][1]) == (True, True), told
