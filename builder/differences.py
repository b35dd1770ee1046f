"""Two editions → what a change means, as values. Pure; how it is told is in `changes.py`.

Blocks with the same id have the same words. Of the others, those that stand between the same neighbours are paired
where their words are alike (rapidfuzz: ratio; the words in common are their longest common subsequence).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

from builder.editions import Edition, Facts, Named, Part, Remark, Text, Tie
from builder.ledger import ALIKE, GLOSSARY, Published
from builder.words import plain_words

Area = Literal[
    "unread", "essays", "entries", "text", "mentions", "links", "notes", "references", "addresses", "facts", "settings",
    "pages",
]  # fmt: skip
What = Literal["added", "removed", "renamed", "changed", "moved", "lost", "orphaned", "kept"]
NEAR = 40  # blocks in a row that are compared each with each; of more, in their order
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `page` is an address (“essays/baev-2025”), `place` where on it; `more` and `less` count words (of
    mentions, mentions)."""

    area: Area
    what: What
    page: str
    place: str = ""
    was: str = ""
    now: str = ""
    why: str = ""
    more: int = 0
    less: int = 0


def compare(then: Edition, now: Edition) -> tuple[Change, ...]:
    """Every difference, in the order of the areas, of the pages and of the text."""
    former = _former(then, now)
    return (
        *_pages_of("essays", _titles(then), _titles(now), former),
        *_pages_of("entries", _names(then), _names(now), _moved(then.entries, now.published.entries, GLOSSARY)),
        *_texts(then, now, former),
        *_addresses(then.published, now.published),
        *_entries(then, now),
        *_facts("settings", "seeds/collection.yml", then.settings, now.settings),
        *_sheets(then.pages, now.pages),
        *_unread(then.unread, now.unread),
    )


def _unread(then: Sequence[str], now: Sequence[str]) -> Iterator[Change]:
    for path in sorted({*then, *now}):
        sides = (side for side, paths in (("before", then), ("after", now)) if path in paths)
        yield Change("unread", "lost", path, was=" and ".join(sides))


# ------------------------------------------------------------------------------------------------ essays and entries


def _titles(edition: Edition) -> dict[str, str]:
    return {f"essays/{slug}": text.title for slug, text in edition.texts.items()}


def _names(edition: Edition) -> dict[str, str]:
    return {f"{GLOSSARY}{term}": " ".join(_called(facts)) for term, facts in edition.entries.items()}


def _called(facts: Facts) -> Sequence[str]:
    return (facts.get("name") or facts.get("names") or ("",))[:1]


def _former(then: Edition, now: Edition) -> dict[str, str]:
    """The essays that have another name now: those that the new edition leads on, and those whose text is elsewhere."""
    former = _moved(then.texts, now.published.essays, "essays/")
    holders: dict[str, str] = {}
    for slug in now.texts.keys() - then.texts.keys():
        for name, part in now.texts[slug].parts.items():
            if len(plain_words(part.words)) > 3:
                holders.setdefault(name, slug)
    for slug in sorted(then.texts.keys() - now.texts.keys() - former.keys()):
        found = Counter(holders[name] for name in then.texts[slug].parts if name in holders)
        best = max(found, key=lambda name: (found[name], name), default="")
        if best and 2 * found[best] >= len(then.texts[slug].parts) and best not in former.values():
            former[slug] = best
    return former


def _moved(before: Iterable[str], published: Mapping[str, object], section: str) -> dict[str, str]:
    led = ((name, published.get(name)) for name in before)
    return {name: to.removeprefix(section) for name, to in led if isinstance(to, str)}


def _pages_of(
    area: Area, then: Mapping[str, str], now: Mapping[str, str], former: Mapping[str, str]
) -> Iterator[Change]:
    section = "essays/" if area == "essays" else GLOSSARY
    moved = {f"{section}{old}": f"{section}{new}" for old, new in former.items() if f"{section}{new}" in now}
    for page in sorted(now.keys() - then.keys() - set(moved.values())):
        yield Change(area, "added", page, now=now[page])
    for page in sorted(then.keys() - now.keys() - moved.keys()):
        yield Change(area, "removed", page, was=then[page])
    for old, new in sorted(moved.items()):
        yield Change(area, "renamed", new, was=old, now=now[new])


def _entries(then: Edition, now: Edition) -> Iterator[Change]:
    for term in sorted(then.entries.keys() & now.entries.keys()):
        yield from _facts("facts", f"{GLOSSARY}{term}", then.entries[term], now.entries[term])


def _facts(area: Area, page: str, then: Facts, now: Facts) -> Iterator[Change]:
    """A row has changed where it begins alike (“Armenia, …”), or is the only one; else rows have come and gone."""
    for key in dict.fromkeys((*then, *now)):
        was, new = then.get(key, ()), now.get(key, ())
        gone, come = _without(was, new), _without(new, was)
        single = len(was) == len(new) == 1
        fresh = {"" if single else _head(row): row for row in reversed(come)}
        for row in gone:
            other = fresh.pop("" if single else _head(row), "")
            yield Change(area, "changed" if other else "removed", page, key, row, other)
            come = _without(come, [other])
        yield from (Change(area, "added", page, key, now=row) for row in come)


def _head(row: str) -> str:
    return row.partition(",")[0].partition(": ")[0]


def _without(rows: Iterable[T], others: Iterable[T], key: Callable[[T], Hashable] = lambda row: row) -> list[T]:
    """Those of `rows` that the others do not have, as often as they lack them."""
    left = Counter(map(key, others))
    found = []
    for row in rows:
        if left[key(row)] > 0:
            left[key(row)] -= 1
        else:
            found.append(row)
    return found


# ----------------------------------------------------------------------------------------------------------- the text


def _texts(then: Edition, now: Edition, former: Mapping[str, str]) -> Iterator[Change]:
    pairs = {slug: slug for slug in then.texts.keys() & now.texts.keys()}
    pairs |= {old: new for old, new in former.items() if old in then.texts and new in now.texts}
    alike = {old: _pairs(then.texts[old].parts, now.texts[new].parts) for old, new in pairs.items()}
    for old, new in sorted(pairs.items(), key=lambda pair: pair[1]):
        page, was, here = f"essays/{new}", then.texts[old], now.texts[new]
        heirs = alike[old]
        yield from _blocks(page, was.parts, here.parts, heirs)
        yield from _mentions(page, was.names, here.names)
        yield from _links(page, was, here, heirs)
        yield from _remarks(page, was, here, heirs)
        yield from _ties(page, was, here, heirs, {old: (pairs.get(old, old), found) for old, found in alike.items()})
        yield from _facts("facts", page, was.facts, here.facts)


def _pairs(then: Mapping[str, Part], now: Mapping[str, Part]) -> dict[str, str]:
    """Block before → the block that it has become: those of the same id, and of the others those that are alike."""
    pairs = {name: name for name in then.keys() & now.keys()}
    old, new = list(then), list(now)
    gone: list[str] = []
    come: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            pairs |= _alike(gone, come, then, now)
            gone, come = [], []
        gone += [name for name in old[step.src_start : step.src_end] if name not in now]
        come += [name for name in new[step.dest_start : step.dest_end] if name not in then]
    return pairs | _alike(gone, come, then, now)


def _alike(
    gone: Sequence[str], come: Sequence[str], then: Mapping[str, Part], now: Mapping[str, Part]
) -> dict[str, str]:
    if len(gone) > NEAR or len(come) > NEAR:
        tried = list(zip(gone, come, strict=False))
    else:
        tried = [(one, other) for one in gone for other in come]
    scored = [(fuzz.ratio(then[one].words, now[other].words, score_cutoff=ALIKE), one, other) for one, other in tried]
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for score, one, other in sorted(scored, key=lambda found: -found[0]):
        if score and one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _blocks(page: str, then: Mapping[str, Part], now: Mapping[str, Part], heirs: Mapping[str, str]) -> Iterator[Change]:
    came_of = {new: old for old, new in heirs.items()}
    order = [heirs[name] for name in then if name in heirs]
    kept = Indel.opcodes(order, [name for name in now if name in came_of])
    stayed = {name for step in kept if step.tag == "equal" for name in order[step.src_start : step.src_end]}
    for name, part in now.items():
        old = then.get(came_of.get(name, ""))
        if not old:
            yield Change("text", "added", page, part.place, now=part.words, more=len(part.words.split()))
        elif old.words != part.words:
            gone, come = old.words.split(), part.words.split()
            same = LCSseq.similarity(gone, come)
            more, less = len(come) - same, len(gone) - same
            yield Change("text", "changed", page, part.place, old.words, part.words, more=more, less=less)
        elif name not in stayed:
            yield Change("text", "moved", page, part.place, old.words, part.words, why=old.place)
    for name, part in then.items():
        if name not in heirs:
            yield Change("text", "removed", page, part.place, was=part.words, less=len(part.words.split()))


# ------------------------------------------------------------------------------------------------- what is said of it


def _mentions(page: str, then: Iterable[Named], now: Iterable[Named]) -> Iterator[Change]:
    """How often each entry is spoken of, where that has changed."""
    was, here = (Counter(one.term for one in names if one.term) for names in (then, now))
    for term in sorted(was.keys() | here.keys()):
        if was[term] != here[term]:
            more, less = max(here[term] - was[term], 0), max(was[term] - here[term], 0)
            yield Change("mentions", "changed", page, term, str(was[term]), str(here[term]), more=more, less=less)


def _links(page: str, then: Text, now: Text, heirs: Mapping[str, str]) -> Iterator[Change]:
    """Links by their block, words and entry; one that is lost is told with the reason that the words have now."""
    reasons = {(one.block, one.surface): one.reason for one in now.names if not one.linked}

    def key(one: Named) -> Hashable:
        return one.block, one.surface, one.term

    was = [_moved_name(one, heirs) for one in then.names if one.linked]
    here = [one for one in now.names if one.linked]
    for one in _without(here, was, key):
        yield Change("links", "added", page, _place(now, one.block), now=one.surface, was=one.term, why=one.reason)
    for one in _without(was, here, key):
        place, why = _place(now, one.block) or _place(then, one.block), reasons.get((one.block, one.surface), "")
        yield Change("links", "removed", page, place, was=one.term, now=one.surface, why=why)


def _moved_name(one: Named, heirs: Mapping[str, str]) -> Named:
    return Named(heirs.get(one.block, one.block), one.surface, one.term, one.linked, one.reason)


def _remarks(page: str, then: Text, now: Text, heirs: Mapping[str, str]) -> Iterator[Change]:
    """A note is known again by its words; else by what it is about."""
    by_text = {(one.kind, one.text): one for one in now.remarks}
    by_quote = {one.quote: one for one in now.remarks}
    known: set[Remark] = set()
    for one in then.remarks:
        new = by_text.get((one.kind, one.text)) or by_quote.get(one.quote)
        if not new or new in known:
            yield Change("notes", "removed", page, _place(then, one.block), was=one.text, why=one.quote)
            continue
        known.add(new)
        yield from _remark(page, one, new, then, now, heirs)
    for one in now.remarks:
        if one not in known:
            yield Change(
                "notes", "added" if one.block else "orphaned", page, _place(now, one.block), now=one.text, why=one.quote
            )


def _remark(page: str, one: Remark, new: Remark, then: Text, now: Text, heirs: Mapping[str, str]) -> Iterator[Change]:
    was, here = _place(then, one.block), _place(now, new.block)
    if one.block and not new.block:
        yield Change("notes", "orphaned", page, was, was=one.text, now=new.text, why=new.quote)
    elif heirs.get(one.block, one.block) != new.block or one.quote != new.quote:
        yield Change(
            "notes", "moved", page, here, was=f"{was}: “{one.quote}”", now=f"{here}: “{new.quote}”", why=new.text
        )
    if (one.kind, one.text, one.sources) != (new.kind, new.text, new.sources) and new.block:
        yield Change("notes", "changed", page, here, was=one.text, now=new.text, why=new.quote)


def _place(text: Text, block: str) -> str:
    """How a block is called; empty where it is none of the text's."""
    part = text.parts.get(block)
    return part.place if part else ""


def _ties(
    page: str, then: Text, now: Text, heirs: Mapping[str, str], others: Mapping[str, tuple[str, Mapping[str, str]]]
) -> Iterator[Change]:
    def now_called(tie: Tie) -> Tie:
        slug, blocks = others.get(tie.essay, (tie.essay, {}))
        return Tie(heirs.get(tie.block, tie.block), slug, blocks.get(tie.to, tie.to), tie.reason)

    def ends(tie: Tie) -> Hashable:
        return tie.block, tie.essay, tie.to

    was = list(map(now_called, then.ties))
    for tie in _without(now.ties, was, ends):
        yield Change("references", "added", page, _place(now, tie.block), now=f"essays/{tie.essay}", why=tie.reason)
    for tie in _without(was, now.ties, ends):
        place = _place(now, tie.block) or _place(then, tie.block)
        yield Change("references", "removed", page, place, was=f"essays/{tie.essay}", why=tie.reason)


# ------------------------------------------------------------------------------------------------ addresses and pages


def _addresses(then: Published, now: Published) -> Iterator[Change]:
    """The ids that led somewhere: lost, where the new edition knows none; kept, where it leads on or says why not."""
    for slug, blocks in sorted(then.essays.items()):
        new = now.essays.get(slug)
        end = new.removeprefix("essays/") if isinstance(new, str) else slug
        known = now.essays.get(end)
        if known is None or not isinstance(blocks, dict):
            if slug not in now.essays:
                yield Change("addresses", "lost", f"essays/{slug}")
            continue
        for name in blocks:
            if isinstance(known, dict) and name not in known:
                yield Change("addresses", "lost", f"essays/{slug}", name, was=then.words(slug).get(name, ""))
            elif isinstance(known, dict) and blocks[name] != known[name] and not isinstance(known[name], tuple):
                yield Change("addresses", "kept", f"essays/{slug}", name, now=str(known[name] or ""))
    for term in sorted(then.entries.keys() - now.entries.keys()):
        yield Change("addresses", "lost", f"{GLOSSARY}{term}")


def _sheets(then: Mapping[str, str | bytes], now: Mapping[str, str | bytes]) -> Iterator[Change]:
    for page in sorted(then.keys() | now.keys()):
        if then.get(page) != now.get(page):
            yield Change("pages", "added" if page not in then else "removed" if page not in now else "changed", page)
