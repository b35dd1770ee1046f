"""Texts of many shapes: the roles of their blocks, as people labelled them who had not seen the builder."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.model import Role
from tests.faithful import faithful
from tests.roles import essays, labels, report

RIGHT = 0.97  # of all blocks; `python -m tests.roles` tells which are not


def test_roles_are_right() -> None:
    total, right, wrong = report()
    assert right.total() / total.total() >= RIGHT, wrong
    assert total["paragraph"] == right["paragraph"]


def test_labels_are_roles() -> None:
    known = set(Role.__args__)
    assert {role for path in essays() for role, _ in labels(path)} <= known


@pytest.mark.parametrize("path", essays(), ids=lambda path: path.name)
def test_nothing_is_lost(path: Path) -> None:
    seed = faithful(path.read_bytes(), path.suffix)
    assert seed.essay and not seed.diagnostics
