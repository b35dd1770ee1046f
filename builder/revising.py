"""Essays that are read again and again: only those are annotated anew whose annotations could be others now.

An essay's annotations depend on its file and its sidecar, on the collection's rules of linking, and on the entries
that have to do with its words. So an entry that changed touches the essays in which one of its names stands, old or
new; what is only shown of an entry (its sources, its history …) touches none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from builder.annotating import Annotated, Context, lay
from builder.files import digest
from builder.glossary import Glossary
from builder.matching import Gazetteer, find
from builder.memory import Memory
from builder.project import Project
from builder.seeds import Seed


def annotated(
    paths: Sequence[Path], context: Context, memory: Memory, annotate: Callable[[list[Path]], list[Annotated]]
) -> list[Annotated]:
    """The essays at `paths`, in their order; `annotate` reads those that `memory` does not have as they are now."""
    named = {context.project.name(path): path for path in paths}  # as of any folder: of another revision, too
    digests = {name: _digests(path, context.project) for name, path in named.items()}
    new = [name for name in named if not memory.has(name, digests[name])]
    before = cast(Context | None, memory.last("context"))
    touched = _touched(before or context, context)
    for name in named.keys() - set(new):
        seed = cast(Annotated, memory.last(name)).seed
        if seed.essay and touched(seed):
            memory.keep(name, digests[name], lay(seed, context))
    for name, each in zip(new, annotate([named[name] for name in new]), strict=True):
        memory.keep(name, digests[name], each)
    memory.keep("context", None, context)
    return [cast(Annotated, memory.last(name)) for name in named]


def _touched(before: Context, now: Context) -> Callable[[Seed], bool]:
    """Whether an essay, itself unchanged, could be annotated otherwise now than it was before."""
    if before.project.collection.link != now.project.collection.link:
        return lambda _: True
    if before.glossary is now.glossary:
        return lambda _: False
    old, new = _seen(before.glossary), _seen(now.glossary)
    changed = {term for term in old.keys() | new.keys() if old.get(term) != new.get(term)}
    other = set(before.glossary.forms) ^ set(now.glossary.forms)
    forms = [form for form in {*before.glossary.forms, *now.glossary.forms} if form in other or form.term in changed]
    names, renamed = [Gazetteer(forms)], before.glossary.by_name != now.glossary.by_name

    def touched(seed: Seed) -> bool:
        assert seed.essay
        told = renamed and bool(seed.sidecar.notes or seed.sidecar.link)  # a [name] in a note may have gained an entry
        return told or not changed.isdisjoint(seed.sidecar.link.values()) or bool(find(seed.essay.text, names))

    return touched


def _seen(glossary: Glossary) -> dict[str, tuple[object, ...]]:
    """Term id → what an annotation is made of, beside the forms: what is only shown of an entry is not among it."""
    return {
        name: (term.path, term.kind, term.name, term.record.unless, term.record.founded, glossary.related[name])
        for name, term in glossary.terms.items()
    }


def _digests(path: Path, project: Project) -> tuple[object, ...]:
    """Of the file and its sidecar; and the rights that the collection names for all."""
    return (*(digest(file, project.root) for file in (path, path.with_suffix(".yml"))), project.collection.rights)
