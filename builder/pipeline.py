"""The order of things. Parallelism and the file system live here; every stage it calls is a pure function.

seeds ──→ read → blocks ─┐                       ┌→ cross-reference → pages → verify → write → publish → verify
glossary ──→ terms ──────┴→ match → link → notes ┘   (from here on all essays together)
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from filelock import FileLock

from builder import verify
from builder.crossrefs import cross_reference
from builder.diagnostics import Diagnostic, Refused
from builder.exports.annotations import annotations_jsonld
from builder.exports.glossary import glossary_jsonld
from builder.exports.indexes import anchors_json, links_json
from builder.folders import replace_folder, write
from builder.glossary import Form, Glossary, read_glossary
from builder.linking import link
from builder.matching import Gazetteer
from builder.model import Annotations, Essay
from builder.notes import anchor_notes, anchor_passages, anchor_references, sidecar_terms
from builder.pages import Collection, render
from builder.project import Project
from builder.records import LinkPolicy, fold
from builder.seeds import Seed, find_seeds, read_seed

FRESH = ".site-"  # folders in which a site is being made
WAIT = 600  # seconds for another build of the same collection
PARALLEL_FROM = 8  # essays; below, starting processes costs more than it gains


@dataclass(frozen=True)
class Annotated:
    """One seed and the layers over its text (empty where it could not be read)."""

    seed: Seed
    layers: Annotations = Annotations()
    diagnostics: tuple[Diagnostic, ...] = ()


# The stages of one essay, in their order. Each needs only what the ones before it found, and no other essay.
def _match_and_link(annotated: Annotated, glossary: Glossary, gazetteer: Gazetteer, policy: LinkPolicy) -> Annotated:
    """Find the surface forms and decide what each means: needs the whole glossary, for two terms may claim one."""
    assert annotated.seed.essay
    wrong = tuple(sidecar_terms(annotated.seed, glossary))
    if wrong:
        return replace(annotated, diagnostics=annotated.diagnostics + wrong)
    sidecar = annotated.seed.sidecar
    own = [Form(fold(surface), term, "always", "a form of this essay's") for surface, term in sidecar.link.items()]
    mentions, left = link(annotated.seed.essay, gazetteer.knowing(own), glossary, sidecar, policy)
    return replace(annotated, layers=replace(annotated.layers, mentions=mentions, candidates=left))


def _anchor(annotated: Annotated, glossary: Glossary, gazetteer: Gazetteer, policy: LinkPolicy) -> Annotated:
    """Find the words that each note is about: after reading, for notes are anchored in the text as a reader sees it."""
    notes, wrong = anchor_notes(annotated.seed, glossary)
    return replace(
        annotated, layers=replace(annotated.layers, notes=notes), diagnostics=annotated.diagnostics + tuple(wrong)
    )


Stage = Callable[[Annotated, Glossary, Gazetteer, LinkPolicy], Annotated]
STAGES: tuple[Stage, ...] = (_match_and_link, _anchor)


def annotate_one(path: Path, project: Project, glossary: Glossary, gazetteer: Gazetteer | None = None) -> Annotated:
    """Read one essay and lay the annotations over it that need no other essay."""
    seed = read_seed(project, path)
    annotated = Annotated(seed, diagnostics=tuple(seed.diagnostics))
    if seed.essay:
        gazetteer = gazetteer or Gazetteer.of(glossary.forms)
        for stage in STAGES:
            annotated = stage(annotated, glossary, gazetteer, project.collection.link)
    return annotated


def _annotate_chunk(paths: list[Path], project: Project, glossary: Glossary) -> list[Annotated]:
    gazetteer = Gazetteer.of(glossary.forms)
    return [annotate_one(path, project, glossary, gazetteer) for path in paths]


def _annotate_all(paths: list[Path], project: Project, glossary: Glossary, jobs: int) -> list[Annotated]:
    """Results in the order of the paths, on however many processors."""
    if jobs == 1 or len(paths) < PARALLEL_FROM:
        return _annotate_chunk(paths, project, glossary)
    size = -(-len(paths) // (4 * jobs))
    chunks = [paths[start : start + size] for start in range(0, len(paths), size)]
    with ProcessPoolExecutor(jobs) as pool:
        work = partial(_annotate_chunk, project=project, glossary=glossary)
        return [annotated for chunk in pool.map(work, chunks) for annotated in chunk]


@dataclass(frozen=True)
class Reading:
    """A whole collection, read and annotated, and everything that is wrong with it."""

    collection: Collection
    diagnostics: tuple[Diagnostic, ...]


def read(project: Project, jobs: int = 1) -> Reading:
    """Everything up to the cross-references. Never stops at the first finding."""
    glossary, found = read_glossary(project)
    paths, misnamed = find_seeds(project)
    annotated = {each.seed.path: each for each in _annotate_all(paths, project, glossary, jobs)}
    seeds = {each.seed.essay.slug: each.seed for each in annotated.values() if each.seed.essay}
    found += misnamed + [diagnostic for each in annotated.values() for diagnostic in each.diagnostics]
    layers = {each.seed.essay.slug: each.layers for each in annotated.values() if each.seed.essay}
    passages, wrong = anchor_passages(glossary, seeds)
    found += wrong
    for slug, pointed in passages.items():
        mentions = sorted((*layers[slug].mentions, *pointed), key=lambda mention: (mention.span, mention.term))
        layers[slug] = replace(layers[slug], mentions=tuple(mentions))
    essays = {slug: (seed.essay, layers[slug]) for slug, seed in seeds.items() if seed.essay}
    return Reading(
        Collection(project.collection, glossary, _referenced(essays, seeds, glossary, found), seeds),
        tuple(sorted(set(found))),
    )


Essays = Mapping[str, tuple[Essay, Annotations]]


def _referenced(essays: Essays, seeds: Mapping[str, Seed], glossary: Glossary, found: list[Diagnostic]) -> Essays:
    """Add the cross-references: those that editors wrote, then those that shared terms suggest."""
    suggested = cross_reference(essays, glossary)
    referenced = {}
    for slug, (essay, layers) in essays.items():
        explicit, wrong = anchor_references(seeds[slug], seeds)
        found += wrong
        references = sorted(
            (*explicit, *suggested[slug]), key=lambda r: (r.span.start, not r.explicit, r.to_essay, r.to_span)
        )
        referenced[slug] = (essay, replace(layers, references=tuple(references)))
    return referenced


def outputs(collection: Collection) -> dict[str, str]:
    """Every file that goes into docs/: path → content."""
    files = render(collection)
    for slug, (essay, layers) in collection.essays.items():
        files[f"essays/{slug}/text.txt"] = essay.text + "\n"
        files[f"essays/{slug}/annotations.jsonld"] = annotations_jsonld(essay, layers, collection.glossary)
    files["glossary.jsonld"] = glossary_jsonld(collection.glossary, collection.record)
    files["links.json"] = links_json(collection.essays)
    files["anchors.json"] = anchors_json(collection.essays)
    return files


def annotate(project: Project, jobs: int = 1) -> tuple[Reading, int]:
    """Seeds → docs/. Writes nothing unless everything is right; returns the reading and how many files changed.

    Raises Refused with every finding.
    """
    with _alone(project):
        return _annotate(project, jobs)


def _annotate(project: Project, jobs: int) -> tuple[Reading, int]:
    if not project.config.is_file():
        message = "There is no mkdocs.yml to publish with"
        raise Refused(
            [Diagnostic("mkdocs.yml", 1, 1, "project-missing", message, "Copy it from the Annotated Reader.")]
        )
    reading = read(project, jobs)
    if reading.diagnostics:
        raise Refused(list(reading.diagnostics))
    files = outputs(reading.collection)
    lost = verify.markdown_pages(files, reading.collection.seeds.values(), project.config)
    if lost:
        raise Refused(lost)
    return reading, write(project.docs, files)


def build(project: Project, jobs: int = 1) -> tuple[Reading, int]:
    """Seeds → docs/ → site/. The site is made beside the last good one and takes its place only when it is right."""
    from builder.publish import publish  # MkDocs takes a while to import, and the other commands do without

    with _alone(project), tempfile.TemporaryDirectory(prefix=FRESH, dir=project.root) as folder:
        reading, changed = _annotate(project, jobs)
        fresh = Path(folder) / "site"
        publish(project.config, fresh, project.collection.edition)
        wrong = verify.site(fresh, reading.collection.seeds.values()) + list(verify.links(fresh))
        if wrong:
            raise Refused(wrong)
        replace_folder(fresh, project.site.resolve(), Path(folder) / "before")
    return reading, changed


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """One build at a time in a collection; what a build that was killed has left behind is removed."""
    lock = f"reader-{hashlib.blake2b(str(project.root).encode(), digest_size=8).hexdigest()}.lock"
    with FileLock(Path(tempfile.gettempdir()) / lock, timeout=WAIT):
        for rubbish in project.root.glob(f"{FRESH}*"):
            shutil.rmtree(rubbish, ignore_errors=True)
        yield
