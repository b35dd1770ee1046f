"""What is wrong with a few files: found by reading them, the glossary, and the essays that they quote, and no other.

It is the same that a reading of the whole collection tells of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from builder import facts
from builder.annotating import Context, annotate_one
from builder.diagnostics import Diagnostic
from builder.glossary import read_glossary
from builder.ignores import silence
from builder.ledger import Published, lead, lost, pages_there
from builder.matching import Gazetteer
from builder.notes import anchor_passages, anchor_references
from builder.project import Project
from builder.seeds import Seed, find_seeds, read_seed


def named(project: Project, path: str | Path) -> Path:
    """An essay and its sidecar are one matter: both are called by their path without the suffix."""
    return Path(project.name(Path(path))).with_suffix("")


def can_be_alone(project: Project, files: Sequence[Path]) -> bool:
    """Whether all of the files are essays, sidecars or entries."""
    return all(path.is_relative_to(project.essays) or path.is_relative_to(project.glossary) for path in files)


def check_alone(
    project: Project, files: Sequence[Path], published: Published
) -> tuple[list[Diagnostic], Iterable[Seed]]:
    """What is wrong with the files, sorted, and the essays that were read. `published`: what must still resolve."""
    wanted = {named(project, path) for path in files}
    glossary, wrong = read_glossary(project)
    paths, misnamed = find_seeds(project)
    found = [*wrong, *misnamed, *facts.check_intervals(glossary)]
    context = Context(project, glossary, Gazetteer(glossary.forms))
    alone = {path.with_suffix("") for path in files}
    annotated = [annotate_one(path, context) for path in paths if path.with_suffix("") in alone]
    own = [each.seed for each in annotated]
    terms = [term for term in glossary.terms.values() if PurePath(term.path).with_suffix("") in wanted]
    quoted = {see.to for seed in own for see in seed.sidecar.see}
    quoted |= {passage.essay for term in terms for passage in term.record.passages}
    others = (read_seed(project, path) for path in paths if path.stem in quoted)
    seeds = {Path(seed.path).stem: seed for seed in (*others, *own)}
    for each in annotated:
        found += each.diagnostics
    found += anchor_passages(terms, seeds)[1]
    for seed in own:
        if seed.essay:
            found += anchor_references(seed, seeds)[1]
            found += _lost(project, seed, published)
    documents = [project.document, *(seed.document for seed in own), *(term.document for term in terms)]
    comments = [(document.path, ignore) for document in documents for ignore in document.ignores]
    told = silence(found, comments, judged=not any(finding.severity == "error" for finding in found))
    return sorted({finding for finding in told if Path(finding.path).with_suffix("") in wanted}), own


def _lost(project: Project, seed: Seed, published: Published) -> Iterator[Diagnostic]:
    assert seed.essay
    record = project.collection
    pages, _ = lead(record.moved, {}, pages_there(project), project.document, "a page") if record.moved else ((), ())
    yield from lost(
        published, seed, [page.id.removeprefix("essays/") for page in pages if page.to == f"essays/{seed.essay.slug}"]
    )
