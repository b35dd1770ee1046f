"""One essay → the layers over its text that need no other essay: pure but for reading the seed.

`ESSAY_STAGES` is the order. A stage takes what the stages before it found and returns it with its own findings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from builder import facts
from builder.diagnostics import Diagnostic
from builder.forms import Form
from builder.glossary import Glossary
from builder.ledger import lead
from builder.linking import ambiguous, link
from builder.matching import Gazetteer
from builder.model import Annotations, Candidate
from builder.notes import anchor_notes, sidecar_terms
from builder.project import Project
from builder.seeds import Seed, read_seed
from builder.values import fold


@dataclass(frozen=True)
class Context:
    """What every essay is read with: the same for all of them."""

    project: Project
    glossary: Glossary
    gazetteer: Gazetteer


@dataclass(frozen=True)
class Annotated:
    """One seed and the layers over its text (empty where it could not be read)."""

    seed: Seed
    layers: Annotations = Annotations()
    diagnostics: tuple[Diagnostic, ...] = ()


def _match_and_link(annotated: Annotated, context: Context) -> Annotated:
    assert annotated.seed.essay
    sidecar = annotated.seed.sidecar
    wrong = tuple(sidecar_terms(annotated.seed, context.glossary))
    if wrong:
        return replace(annotated, diagnostics=annotated.diagnostics + wrong)
    own = [Form(fold(surface), term, "always", "a form of this essay's") for surface, term in sidecar.link.items()]
    gazetteers = (context.gazetteer, Gazetteer(own)) if own else (context.gazetteer,)
    mentions, left = link(annotated.seed.essay, gazetteers, context.glossary, sidecar, context.project.collection.link)
    layers = replace(annotated.layers, mentions=mentions, candidates=left)
    unsure = (_ambiguous(annotated.seed, candidate) for candidate in ambiguous(left))
    return replace(annotated, layers=layers, diagnostics=(*annotated.diagnostics, *unsure))


def _ambiguous(seed: Seed, candidate: Candidate) -> Diagnostic:
    terms = list(dict.fromkeys(candidate.terms))
    message = f"“{candidate.surface}” is left alone, for it could be {' or '.join(terms)}"
    choice = f"`link: {{{candidate.surface}: {terms[0]}}}` or `nolink: [{candidate.surface}]`"
    hint = f"Say in {seed.document.path} which it is: {choice}."
    return Diagnostic(seed.path, *seed.place(candidate.span.start), "alias-ambiguous", message, hint)


def _anchor_notes(annotated: Annotated, context: Context) -> Annotated:
    notes, wrong = anchor_notes(annotated.seed, context.glossary)
    layers = replace(annotated.layers, notes=notes)
    return replace(annotated, layers=layers, diagnostics=annotated.diagnostics + tuple(wrong))


def _lead_on(annotated: Annotated, _: Context) -> Annotated:
    seed = annotated.seed
    assert seed.essay
    live = {block.id for block in seed.essay.blocks}
    addresses, wrong = lead(seed.sidecar.moved, seed.sidecar.removed, live, seed.document, "a block of the text")
    layers = replace(annotated.layers, addresses=addresses)
    return replace(annotated, layers=layers, diagnostics=annotated.diagnostics + tuple(wrong))


def _find_anachronisms(annotated: Annotated, context: Context) -> Annotated:
    layers = annotated.layers
    found = facts.anachronisms(annotated.seed, layers.mentions, layers.notes, context.glossary)
    return replace(annotated, diagnostics=(*annotated.diagnostics, *found))


ESSAY_STAGES: tuple[tuple[str, Callable[[Annotated, Context], Annotated]], ...] = (
    # `read_seed` comes before these: bytes → paragraphs → blocks, the text that every layer is over.
    ("match and link", _match_and_link),  # after reading: forms are looked for in the text as a reader sees it
    ("anchor notes", _anchor_notes),  # likewise; notes and links do not touch each other
    ("lead on", _lead_on),  # old addresses to the blocks that hold their words now
    ("find anachronisms", _find_anachronisms),  # after the notes: one that says what is meant is the answer
)


def annotate_one(path: Path, context: Context) -> Annotated:
    """Read one essay and lay the annotations over it that need no other essay."""
    return lay(read_seed(context.project, path), context)


def lay(seed: Seed, context: Context) -> Annotated:
    """Lay the annotations over an essay that has been read."""
    annotated = Annotated(seed, diagnostics=tuple(seed.diagnostics))
    for _, stage in ESSAY_STAGES if seed.essay else ():
        annotated = stage(annotated, context)
    return annotated
