"""A collection that is read again is what it would be if it were read for the first time, whatever was changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from builder import pipeline, revising
from builder.annotating import Annotated, Context
from builder.memory import Memory
from builder.project import Project, open_project
from tests.conftest import write

TEXTS = (
    "The Example League (EL) met. The EL rose.\n\nThe Other Body (OB) did not.",
    "Nobody met. The OB of old, the Other Body, and the League fell.\n\nThe EL was there.",
    "The Body met in Rome. EL and OB and XY were there.\n\nThe Xylophone Yard (XY) was not.",
)
SIDECARS = (
    "",
    "nolink: [EL]\n",
    "link: {League: el}\n",
    "notes:\n  - {quote: met, kind: context, text: 'The [OB] met.'}\n",
    "date: 1990\n",
)
ENTRIES = {
    "el": ("name: Example League\nshort: EL\n", "name: Example League\nshort: EL\naliases: [{text: the League, when: introduced}]\n",
           "name: Example League\nshort: EL\nfounded: 1999\n", "name: Example League\nshort: OB\n", "name: Example League\nshort: EL\nunless: [Rome]\n"),
    "ob": ("name: Other Body\nshort: OB\n", "name: Other Body\nshort: OB\naliases: [the Body]\n", "name: Body of Others\nshort: XY\n", None),
    "xy": ("name: Xylophone Yard\nshort: XY\n", None),
}  # fmt: skip
BODIES = ("A body of examples.", "A body, like the [el].", "Another body.")


def edited(root: Path, dice: random.Random) -> None:
    """One edit, such as people make."""
    if dice.random() < 0.5:
        slug = f"essay-{dice.randrange(3)}"
        write(root, {f"seeds/essays/{slug}.txt": f"Title\n\nBy Ann Author\n\n{dice.choice(TEXTS)}\n"})
        write(root, {f"seeds/essays/{slug}.yml": dice.choice(SIDECARS)})
    else:
        name = dice.choice(list(ENTRIES))
        facts, path = dice.choice(ENTRIES[name]), root / f"seeds/glossary/organization/{name}.md"
        if facts is None:
            path.unlink(missing_ok=True)
        else:
            write(root, {path.relative_to(root).as_posix(): f"---\n{facts}---\n{dice.choice(BODIES)}\n"})


def told(reading: pipeline.Reading) -> tuple[object, ...]:
    return dict(reading.collection.essays), reading.collection.passages, reading.diagnostics


@pytest.mark.parametrize("seed", range(8))
def test_what_is_read_again_is_as_if_it_were_read_first(collection: Callable[..., Project], seed: int) -> None:
    project, dice, memory = collection(), random.Random(seed), Memory()
    for _ in range(15):
        edited(project.root, dice)
        assert told(pipeline.read(open_project(project.root), memory=memory)) == told(
            pipeline.read(open_project(project.root))
        )


def test_only_what_is_touched_is_annotated_anew(
    collection: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {f"seeds/essays/essay-{n}.txt": f"Title\n\nBy Ann Author\n\n{text}\n" for n, text in enumerate(TEXTS)}
    project, memory, laid = collection(texts), Memory(), list[str]()
    pipeline.read(project, memory=memory)
    lay = revising.lay

    def spied(seed: revising.Seed, context: Context) -> Annotated:
        laid.append(seed.path)
        return lay(seed, context)

    monkeypatch.setattr(revising, "lay", spied)
    entry = "seeds/glossary/organization/el.md"
    write(
        project.root,
        {
            entry: "---\nname: Example League\nshort: EL\nsources: [{title: S, url: 'https://x.org'}]\n---\nOther words.\n"
        },
    )
    pipeline.read(project, memory=memory)
    assert laid == []
    write(project.root, {entry: "---\nname: Example League\nshort: EL\naliases: [Rome]\n---\nOther words.\n"})
    pipeline.read(project, memory=memory)
    assert laid == ["seeds/essays/essay-2.txt"]
