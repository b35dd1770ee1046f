"""Addresses that last: an id that was published once leads to a block, or says why it is gone.

`lead` follows what a sidecar (or collection.yml) says of old addresses, `lost` and `vanished` compare a new text with
what was published. All are pure; what was published is read by `published.py`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from builder.anchors import lasts
from builder.diagnostics import Diagnostic
from builder.documents import Document
from builder.model import Annotations, Essay, OldAddress
from builder.project import Project
from builder.records import CollectionRecord
from builder.seeds import Seed, find_seeds
from builder.values import WHY, BlockId, PageId
from builder.words import grams, plain_words

ALIKE = 60  # per cent of two wordings that are the same; those of different blocks seldom share more than 50
FIRST = 8  # words by which a block that is gone is named
GLOSSARY = "glossary/"

# Of a block that is there its span in the essay's text.txt (of an entry, which has none, `[]`); of an old address
# that which it leads to; null where it leads nowhere and the page says why.
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200)]
Offset = Annotated[int, Field(strict=True, ge=0)]
Blocks = dict[BlockId, tuple[Offset, Offset] | BlockId | None]
Entries = dict[Slug, tuple[()] | PageId | None]
Essays = dict[Slug, Blocks | PageId | None]


@dataclass(frozen=True)
class Published:
    """The addresses of a site as its anchors.json lists them, and the texts that their spans are over, where known."""

    essays: Essays = field(default_factory=dict)
    entries: Entries = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def pages(self) -> list[str]:
        return [*(f"essays/{slug}" for slug in self.essays), *(f"{GLOSSARY}{term}" for term in self.entries)]

    def words(self, slug: str) -> dict[str, str]:
        """Every id of an essay, in the order of its text, and the words that it led to (empty where not known)."""
        blocks, text = self.essays.get(slug), self.texts.get(slug, "")
        if not isinstance(blocks, dict):
            return {}
        told: dict[str, str] = {}
        for name, value in blocks.items():
            there = blocks.get(value) if isinstance(value, str) else value
            told[name] = text[slice(*there)] if isinstance(there, tuple) else ""
        return told

    def living(self, slug: str) -> list[str]:
        """The ids of the blocks that an essay has."""
        blocks = self.essays.get(slug)
        return [name for name, value in blocks.items() if isinstance(value, tuple)] if isinstance(blocks, dict) else []

    def carrying(self, before: Published) -> Published:
        """The same, and what was published of pages that this site leaves out: it is still owed."""
        return Published(
            dict(sorted({**before.essays, **self.essays}.items())),
            dict(sorted({**before.entries, **self.entries}.items())),
            {**before.texts, **self.texts},
        )

    def json(self) -> str:
        """anchors.json, an address a line."""
        listed = {**self.essays, GLOSSARY: self.entries}
        return "{\n" + ",\n".join(f" {json.dumps(slug)}: {_lines(value)}" for slug, value in listed.items()) + "\n}\n"


def _lines(value: object) -> str:
    if not isinstance(value, dict) or not value:
        return json.dumps(value)
    return "{\n" + ",\n".join(f"  {json.dumps(name)}: {json.dumps(to)}" for name, to in value.items()) + "\n }"


_ANY, _ESSAYS, _ENTRIES = TypeAdapter(dict[str, object]), TypeAdapter(Essays), TypeAdapter(Entries)


def parse_published(data: bytes) -> tuple[Essays, Entries]:
    """An anchors.json. Raises ValueError, with what is wrong first, for whatever is none."""
    try:
        value = _ANY.validate_json(data)
        entries = _ENTRIES.validate_python(value.pop(GLOSSARY, {}))
        return _ESSAYS.validate_python(value), entries
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"][:2]))
        raise ValueError(f"{place}: {first['msg']}" if place else first["msg"]) from None


def published_by(
    essays: Mapping[str, tuple[Essay, Annotations]], entries: Iterable[str], pages: Iterable[OldAddress]
) -> Published:
    """What a site of these essays, entries and old pages publishes."""
    listed: Essays = {}
    for slug, (essay, layers) in essays.items():
        old = {address.id: address.to for address in layers.addresses}
        living = {block.id: (block.span.start, block.span.end) for block in essay.blocks if lasts(block.id)}
        listed[slug] = {**living, **{name: to if to in living else None for name, to in old.items()}}
    terms: Entries = dict.fromkeys(entries, ())
    tombstones = {page.id for page in pages if not page.to}
    for page in pages:
        section, _, slug = page.id.partition("/")
        to = None if not page.to or page.to in tombstones else page.to
        if section == "essays":
            listed[slug] = to
        else:
            terms[slug] = to
    return Published(listed, terms, {slug: essay.text for slug, (essay, _) in essays.items()})


def pages_there(project: Project) -> set[str]:
    """The pages that a collection has, also those of files that cannot be read."""
    essays = {f"essays/{path.stem}" for path in find_seeds(project)[0]}
    return essays | {f"{GLOSSARY}{path.stem}" for path in project.glossary.rglob("*.md")}


# -------------------------------------------------------------------------------------- what is said of old addresses


def lead(
    moved: Mapping[str, str], removed: Mapping[str, str], live: Collection[str], document: Document, noun: str
) -> tuple[tuple[OldAddress, ...], list[Diagnostic]]:
    """Where each old address leads in the end: to one of `live`, or to one of `removed`. `noun` is what they are of."""
    found: list[Diagnostic] = []
    for key, named in (("moved", moved), ("removed", removed)):
        for old in named:
            if old in live:
                message = f"“{old}” is {noun} again, and needs no help"
                found.append(document.diagnostic("address-live", message, key, old, hint="Remove the line."))
            elif key == "removed" and old in moved:
                message = f"“{old}” stands under `moved:` and under `removed:`"
                found.append(document.diagnostic("address-live", message, key, old, hint="Keep one of the two lines."))
    ends = _ends(moved, live)
    astray: set[str] = set()
    for old, new in moved.items():
        end = ends.get(old, old)
        if new == end and end not in live and end not in removed and end not in astray:
            astray.add(end)
            if end in moved:
                message, hint = f"“{old}” leads back to itself", f"Lead one of its steps to what is {noun}."
            else:
                near = get_close_matches(end, live, 1)
                message = f"“{old}” leads to “{end}”, which is not {noun}"
                hint = (
                    f"Did you mean “{near[0]}”?" if near else f"Say under `moved:` or `removed:` what became of {end}."
                )
            found.append(document.diagnostic("address-unknown", message, "moved", old, hint=hint))
    aliases = (OldAddress(old, to=end) for old, end in ends.items() if end in live or end in removed)
    stones = (OldAddress(old, reason=why) for old, why in removed.items() if old not in live and old not in moved)
    return (*aliases, *stones), found


def _ends(moved: Mapping[str, str], live: Collection[str]) -> dict[str, str]:
    """The last step from each address of `moved` that is not live. Those of a cycle all end at one of themselves."""
    ends: dict[str, str] = {}
    for old in moved:
        path: dict[str, None] = {}
        here = old
        while here in moved and here not in live and here not in ends and here not in path:
            path[here] = None
            here = moved[here]
        ends |= dict.fromkeys(path, ends.get(here, here))
    return ends


# ---------------------------------------------------------------------------------- what was published and is lost


@dataclass(frozen=True, slots=True)
class _Wording:
    """A block of the new text, as it is compared with one that is gone."""

    id: str
    words: tuple[str, ...]
    grams: frozenset[int]

    @classmethod
    def of(cls, name: str, text: str) -> _Wording:
        words = plain_words(text)
        return cls(name, words, frozenset(grams(words)))

    def holds(self, old: _Wording) -> bool:
        """Whether this is what became of `old`: edited, or merged with another, or a part of it."""
        if fuzz.ratio(" ".join(old.words), " ".join(self.words), score_cutoff=ALIKE):
            return True
        shared = 2 * len(old.grams & self.grams)
        merged = shared > len(old.grams) if old.grams else f" {' '.join(old.words)} " in f" {' '.join(self.words)} "
        return merged or bool(self.grams and shared > len(self.grams))


def lost(published: Published, seed: Seed, former: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """The published ids of an essay, and of those that moved to its place, to which nothing leads now."""
    essay, sidecar = seed.essay, seed.sidecar
    assert essay
    words = {name: told for slug in (*former, essay.slug) for name, told in published.words(slug).items()}
    live = {block.id for block in essay.blocks}
    gone = [name for name in words if not (name in live or name in sidecar.moved or name in sidecar.removed)]
    if gone:
        stood = {name for slug in (*former, essay.slug) for name in published.living(slug)}
        heirs = _heirs(gone, words, stood, essay)
        named = ", ".join(f"{name} ({_opening(words[name])})" if words[name] else name for name in gone)
        key = next((key for key in ("moved", "removed") if getattr(sidecar, key)), "moved")
        yield seed.document.diagnostic(
            "address-lost", f"{_told(gone)}: {named}", key, hint=_repair(gone, heirs, seed.document.path)
        )


def _heirs(gone: Iterable[str], words: Mapping[str, str], stood: Collection[str], essay: Essay) -> dict[str, str]:
    """For each id that is gone the block that holds its words now, where there is one.

    Only a block that did not stand there before can have taken in words of another; but a second telling leaves the
    first behind.
    """
    told = [_Wording.of(block.id, essay.words(block.span)) for block in essay.blocks]
    fresh = [block for block in told if block.id not in stood]
    same = {block.words: block.id for block in reversed(told)}
    after = dict(pairwise(words))
    before = {block.id: other.id for other, block in pairwise(essay.blocks) if other.role == "heading"}
    heirs: dict[str, str] = {}
    for name in gone:
        old = _Wording.of(name, words[name])
        alike = [block for block in fresh if block.holds(old)] if old.words else []
        if old.words and old.words in same:
            heirs[name] = same[old.words]
        elif alike:
            heirs[name] = max(alike, key=lambda block: LCSseq.similarity(old.words, block.words)).id
        elif name.startswith("h-"):  # a heading that was worded anew is known by what it stands over
            heading = before.get(after.get(name, ""), "")
            heirs |= {name: heading} if heading and heading not in stood else {}
    return heirs


def vanished(
    published: Published,
    seeds: Mapping[str, Seed],
    there: Collection[str],
    collection: CollectionRecord,
    document: Document,
) -> Iterator[Diagnostic]:
    """The published pages that are not `there` and that collection.yml does not name."""
    gone = [
        page
        for page in published.pages
        if not (page in there or page in collection.moved or page in collection.removed)
    ]
    if gone:
        fresh = sorted(set(there) - set(published.pages))
        heirs = {page: heir for page in gone if (heir := _heir_of_page(page, published, seeds, fresh))}
        key = next((key for key in ("moved", "removed") if getattr(collection, key)), "moved")
        yield document.diagnostic(
            "address-lost", f"{_told(gone)}: {', '.join(gone)}", key, hint=_repair(gone, heirs, document.path)
        )


def _heir_of_page(page: str, published: Published, seeds: Mapping[str, Seed], fresh: Sequence[str]) -> str:
    """The new essay that has most of an essay's blocks, or the new entry whose id is most like an entry's."""
    section, _, slug = page.partition("/")
    if section == "glossary":
        names = {other: other.removeprefix(GLOSSARY) for other in fresh if other.startswith(GLOSSARY)}
        alike = {other: fuzz.ratio(slug, name, score_cutoff=ALIKE) for other, name in names.items()}
    else:
        old = published.words(slug).keys()
        blocks = {
            f"essays/{name}": {block.id for block in seed.essay.blocks} for name, seed in seeds.items() if seed.essay
        }
        alike = {other: _share(old, blocks[other]) for other in fresh if other in blocks}
    best = max(alike, key=lambda other: alike[other], default="")
    return best if best and alike[best] else ""


def _share(old: Collection[str], new: Collection[str]) -> float:
    """How much of `old` is in `new`; nothing, where it is less than half."""
    share = sum(name in new for name in old) / max(len(old), 1)
    return share if share >= 0.5 else 0


def _told(gone: Sequence[str]) -> str:
    return (
        "A published address would lead nowhere"
        if len(gone) == 1
        else f"{len(gone)} published addresses would lead nowhere"
    )


def _opening(text: str) -> str:
    words = text.split()
    return f"“{' '.join(words[:FIRST])}{' …' if len(words) > FIRST else ''}”"


def _repair(gone: Iterable[str], heirs: Mapping[str, str], path: str) -> str:
    """YAML to paste."""
    moved = [f"  {name}: {heirs[name]}" for name in gone if name in heirs]
    removed = [f'  {name}: "{WHY}"' for name in gone if name not in heirs]
    lines = [f"# Add to {path}, under the keys that are there:"]
    lines += ["moved:", *moved] if moved else []
    lines += ["removed:", *removed] if removed else []
    return "\n".join(lines)
