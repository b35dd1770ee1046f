"""The order of things: `STAGES` for the collection, `ESSAY_STAGES` for each essay in it.

A stage takes what the stages before it found and returns it with its own findings; it never stops at the first one.
Effects (processes, files, the publisher) are in the last three; the rest are pure but for reading the seeds.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
from builder.model import Annotations, CrossReference, Essay
from builder.notes import anchor_notes, anchor_passages, anchor_references, sidecar_terms
from builder.pages import Collection, Essays, render
from builder.project import Project
from builder.records import fold
from builder.seeds import Seed, find_seeds, read_seed

FRESH = ".site-"  # folders in which a site is being made
WAIT = 600  # seconds for another build of the same collection
PARALLEL_FROM = 8  # essays; below, starting processes costs more than it gains


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
    gazetteer = context.gazetteer.knowing(own)
    mentions, left = link(annotated.seed.essay, gazetteer, context.glossary, sidecar, context.project.collection.link)
    return replace(annotated, layers=replace(annotated.layers, mentions=mentions, candidates=left))


def _anchor_notes(annotated: Annotated, context: Context) -> Annotated:
    notes, wrong = anchor_notes(annotated.seed, context.glossary)
    layers = replace(annotated.layers, notes=notes)
    return replace(annotated, layers=layers, diagnostics=annotated.diagnostics + tuple(wrong))


ESSAY_STAGES: tuple[tuple[str, Callable[[Annotated, Context], Annotated]], ...] = (
    # `read_seed` comes before these: bytes → paragraphs → blocks, the text that every layer is over.
    ("match and link", _match_and_link),  # after reading: forms are looked for in the text as a reader sees it
    ("anchor notes", _anchor_notes),  # likewise; notes and links do not touch each other
)


def annotate_one(path: Path, context: Context) -> Annotated:
    """Read one essay and lay the annotations over it that need no other essay."""
    seed = read_seed(context.project, path)
    annotated = Annotated(seed, diagnostics=tuple(seed.diagnostics))
    for _, stage in ESSAY_STAGES if seed.essay else ():
        annotated = stage(annotated, context)
    return annotated


def _annotate_chunk(paths: list[Path], project: Project, glossary: Glossary) -> list[Annotated]:
    context = Context(project, glossary, Gazetteer.of(glossary.forms))
    return [annotate_one(path, context) for path in paths]


@dataclass(frozen=True)
class Reading:
    """A collection on its way: what has been found so far, and everything that is wrong with it."""

    project: Project
    jobs: int
    collection: Collection
    diagnostics: tuple[Diagnostic, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    changed: int = 0

    @property
    def errors(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.severity == "error"]

    def with_essays(self, essays: Essays, found: Iterable[Diagnostic]) -> Reading:
        return replace(
            self, collection=replace(self.collection, essays=essays), diagnostics=(*self.diagnostics, *found)
        )


def _glossary(reading: Reading) -> Reading:
    glossary, found = read_glossary(reading.project)
    return replace(reading, collection=replace(reading.collection, glossary=glossary), diagnostics=tuple(found))


def _essays(reading: Reading) -> Reading:
    """The results stand in the order of the slugs, on however many processors they were made."""
    paths, found = find_seeds(reading.project)
    work = partial(_annotate_chunk, project=reading.project, glossary=reading.collection.glossary)
    if reading.jobs == 1 or len(paths) < PARALLEL_FROM:
        annotated = work(paths)
    else:
        size = -(-len(paths) // (4 * reading.jobs))
        chunks = [paths[start : start + size] for start in range(0, len(paths), size)]
        with ProcessPoolExecutor(reading.jobs) as pool:
            annotated = [each for chunk in pool.map(work, chunks) for each in chunk]
    found += [diagnostic for each in annotated for diagnostic in each.diagnostics]
    essays = {each.seed.essay.slug: (each.seed.essay, each.layers) for each in annotated if each.seed.essay}
    seeds = {each.seed.essay.slug: each.seed for each in annotated if each.seed.essay}
    return replace(reading, collection=replace(reading.collection, seeds=seeds)).with_essays(essays, found)


def _passages(reading: Reading) -> Reading:
    pointed, found = anchor_passages(reading.collection.glossary, reading.collection.seeds)
    essays = {}
    for slug, (essay, layers) in reading.collection.essays.items():
        mentions = sorted((*layers.mentions, *pointed[slug]), key=lambda mention: (mention.span, mention.term))
        essays[slug] = (essay, replace(layers, mentions=tuple(mentions)))
    return reading.with_essays(essays, found)


def _references(reading: Reading) -> Reading:
    """Those that editors wrote, then those that shared terms suggest."""
    collection = reading.collection
    suggested = cross_reference(collection.essays, collection.glossary)
    essays: dict[str, tuple[Essay, Annotations]] = {}
    found: list[Diagnostic] = []
    for slug, (essay, layers) in collection.essays.items():
        explicit, wrong = anchor_references(collection.seeds[slug], collection.seeds)
        found += wrong
        told = {_ends(essay, reference, collection.essays) for reference in explicit}
        new = (reference for reference in suggested[slug] if _ends(essay, reference, collection.essays) not in told)
        references = sorted((*explicit, *new), key=lambda r: (r.span.start, not r.explicit, r.to_essay, r.to_span))
        essays[slug] = (essay, replace(layers, references=tuple(references)))
    return reading.with_essays(essays, found)


def _ends(essay: Essay, reference: CrossReference, essays: Essays) -> tuple[str, str, str]:
    """The two blocks that a reference joins: what an editor has joined is not suggested again."""
    there = essays[reference.to_essay][0].block_at(reference.to_span.start)
    return essay.block_at(reference.span.start).id, reference.to_essay, there.id


def _files(reading: Reading) -> Reading:
    collection = reading.collection
    files = render(collection)
    for slug, (essay, layers) in collection.essays.items():
        files[f"essays/{slug}/text.txt"] = essay.text + "\n"
        files[f"essays/{slug}/annotations.jsonld"] = annotations_jsonld(
            essay, layers, collection.glossary, collection.record.language
        )
    files["glossary.jsonld"] = glossary_jsonld(collection.glossary, collection.record)
    files["links.json"] = links_json(collection.essays)
    files["anchors.json"] = anchors_json(collection.essays)
    return replace(reading, files=files)


def _verify(reading: Reading) -> Reading:
    seeds = [reading.collection.seeds[slug] for slug in reading.collection.essays]
    lost = [*verify.seeds(seeds), *verify.markdown_pages(reading.files, seeds, reading.project.config)]
    return replace(reading, diagnostics=(*reading.diagnostics, *lost))


def _write(reading: Reading) -> Reading:
    return replace(reading, changed=write(reading.project.docs, reading.files))


def _publish(reading: Reading) -> Reading:
    """The site is made beside the last good one and takes its place only when it is right."""
    from builder.publish import publish  # MkDocs takes a while to import, and the other commands do without

    project = reading.project
    with tempfile.TemporaryDirectory(prefix=FRESH, dir=project.root) as folder:
        fresh = Path(folder) / "site"
        publish(project.config, fresh, project.collection.edition)
        seeds = [reading.collection.seeds[slug] for slug in reading.collection.essays]
        wrong = [*verify.site(fresh, seeds), *verify.safety(fresh), *verify.links(fresh)]
        if wrong:
            raise Refused(wrong)
        replace_folder(fresh, project.site.resolve(), Path(folder) / "before")
    return reading


STAGES: tuple[tuple[str, Callable[[Reading], Reading]], ...] = (
    ("glossary", _glossary),  # first: to decide what a form means, an essay needs all entries
    ("essays", _essays),  # read, blocks, match, link, notes: each essay alone, so on all processors
    ("passages", _passages),  # entries quote essays, so all essays must have been read
    ("cross-reference", _references),  # compares the mentions of all essays
    ("pages", _files),  # needs everything that is shown; still only values
    ("verify", _verify),  # before anything is written
    ("write", _write),  # the first effect: docs/
    ("publish", _publish),  # docs/ → site/, which is verified again before it replaces the last good one
)


def _run(project: Project, jobs: int, last: str, keep_going: bool = False) -> Reading:
    """Run the stages up to `last`. What is wrong with the seeds is all found before pages are made of them; with
    `keep_going` they are made of the essays in which nothing is wrong."""
    reading = Reading(project, jobs, Collection(project.collection, Glossary({}, (), {}), {}, {}))
    known = 0
    for name, stage in STAGES:
        if name == "pages" and keep_going:
            reading = _sound(reading)
            known = len(reading.errors)
        if name in ("pages", "write") and len(reading.errors) > known:
            raise Refused(list(reading.diagnostics))
        reading = stage(reading)
        if name == last:
            break
    return replace(reading, diagnostics=tuple(sorted(set(reading.diagnostics))))


def _sound(reading: Reading) -> Reading:
    """The same without the essays in which something is wrong, and without what leads to them."""
    wrong = {Path(diagnostic.path).with_suffix("") for diagnostic in reading.errors}
    kept = {}
    for slug, (essay, layers) in reading.collection.essays.items():
        if Path(essay.path).with_suffix("") not in wrong:
            kept[slug] = (essay, layers)
    essays = {
        slug: (essay, replace(layers, references=tuple(r for r in layers.references if r.to_essay in kept)))
        for slug, (essay, layers) in kept.items()
    }
    return reading.with_essays(essays, ())


def read(project: Project, jobs: int = 1) -> Reading:
    """Everything that the seeds say, and everything that is wrong with them. Writes nothing."""
    return _run(project, jobs, "cross-reference")


def annotate(project: Project, jobs: int = 1, keep_going: bool = False) -> Reading:
    """Seeds → docs/. Raises Refused with every finding, and then writes nothing."""
    with _alone(project):
        return _run(project, jobs, "write", keep_going)


def build(project: Project, jobs: int = 1, keep_going: bool = False) -> Reading:
    """Seeds → docs/ → site/. Raises Refused with every finding; the last good site stays."""
    with _alone(project):
        return _run(project, jobs, "publish", keep_going)


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """One build at a time in a collection; what a build that was killed has left behind is removed."""
    if not project.config.is_file():
        message = "There is no mkdocs.yml to publish with"
        raise Refused(
            [Diagnostic("mkdocs.yml", 1, 1, "project-missing", message, "Copy it from the Annotated Reader.")]
        )
    lock = f"reader-{hashlib.blake2b(str(project.root).encode(), digest_size=8).hexdigest()}.lock"
    with FileLock(Path(tempfile.gettempdir()) / lock, timeout=WAIT):
        for rubbish in project.root.glob(f"{FRESH}*"):
            shutil.rmtree(rubbish, ignore_errors=True)
        yield
