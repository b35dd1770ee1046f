"""The order of things: `STAGES` for the collection; `annotating.py` has those of each essay in it.

A stage takes what the stages before it found and returns it with its own findings; it never stops at the first one.
Effects (processes, files, the publisher) are in the last three; the rest are pure but for reading the seeds, and for
asking pandoc how a work is cited.
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

from builder import facts, verify
from builder.annotating import Annotated, Context, annotate_one
from builder.binding import bind
from builder.collection import Collection
from builder.concordance import Essays
from builder.crossrefs import cross_reference
from builder.diagnostics import Diagnostic, Refused
from builder.folders import replace_folder, write
from builder.glossary import Glossary, read_glossary
from builder.ledger import Published, lead, lost, vanished
from builder.matching import Gazetteer
from builder.model import Annotations, CrossReference, Essay
from builder.notes import anchor_passages, anchor_references
from builder.outputs import outputs, search_engine
from builder.project import Project
from builder.safety import unsafe
from builder.seeds import find_seeds

NOTHING = Published()
FRESH = ".site-"  # folders in which a site is being made
WAIT = 600  # seconds for another build of the same collection
PARALLEL_FROM = 8  # essays; below, starting processes costs more than it gains


def _annotate_chunk(paths: list[Path], project: Project, glossary: Glossary) -> list[Annotated]:
    context = Context(project, glossary, Gazetteer(glossary.forms))
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
    published: Published = NOTHING  # what must still resolve

    @property
    def errors(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.severity == "error"]

    def with_essays(self, essays: Essays, found: Iterable[Diagnostic]) -> Reading:
        return replace(
            self, collection=replace(self.collection, essays=essays), diagnostics=(*self.diagnostics, *found)
        )


def _glossary(reading: Reading) -> Reading:
    glossary, found = read_glossary(reading.project)
    return replace(
        reading,
        collection=replace(reading.collection, glossary=glossary),
        diagnostics=(*found, *facts.check_intervals(glossary)),
    )


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


def _addresses(reading: Reading) -> Reading:
    """What was published must be there, or the sidecars and collection.yml say what became of it."""
    project, published = reading.project, reading.published
    there = {f"essays/{path.stem}" for path in find_seeds(project)[0]}  # also those that could not be read
    there |= {f"glossary/{path.stem}" for path in project.glossary.rglob("*.md")}
    record, seeds = project.collection, reading.collection.seeds
    pages, found = lead(record.moved, record.removed, there, project.document, "a page")
    found += vanished(published, seeds, there, record, project.document)
    for slug, seed in seeds.items():
        former = [page.id.removeprefix("essays/") for page in pages if page.to == f"essays/{slug}"]
        found += lost(published, seed, former)
    collection = replace(reading.collection, addresses=pages)
    return replace(reading, collection=collection, diagnostics=(*reading.diagnostics, *found))


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
    from builder.publish import address  # MkDocs takes a while to import, and the other commands do without

    collection = replace(reading.collection, address=address(reading.project.config))
    told = search_engine(collection)[1]
    files = outputs(collection, reading.published)
    return replace(reading, collection=collection, files=files, diagnostics=(*reading.diagnostics, *told))


def _verify(reading: Reading) -> Reading:
    seeds = [reading.collection.seeds[slug] for slug in reading.collection.essays]
    lost = [*verify.seeds(seeds), *verify.markdown_pages(reading.files, seeds, reading.project.config)]
    return replace(reading, diagnostics=(*reading.diagnostics, *lost))


def _write(reading: Reading) -> Reading:
    return replace(reading, changed=write(reading.project.docs, reading.files))


def _publish(reading: Reading) -> Reading:
    """The site is made beside the last good one and takes its place only when it is right."""
    from builder.publish import publish

    project = reading.project
    with tempfile.TemporaryDirectory(prefix=FRESH, dir=project.root) as folder:
        fresh = Path(folder) / "site"
        publish(project.config, fresh, project.collection.edition)
        bind(reading.collection, fresh)
        seeds = [reading.collection.seeds[slug] for slug in reading.collection.essays]
        wrong = [*verify.site(fresh, seeds), *unsafe(fresh), *verify.links(fresh), *verify.addresses(fresh)]
        if wrong:
            raise Refused(wrong)
        replace_folder(fresh, project.site.resolve(), Path(folder) / "before")
    return reading


STAGES: tuple[tuple[str, Callable[[Reading], Reading]], ...] = (
    ("glossary", _glossary),  # first: to decide what a form means, an essay needs all entries
    ("essays", _essays),  # read, blocks, match, link, notes: each essay alone, so on all processors
    ("passages", _passages),  # entries quote essays, so all essays must have been read
    ("addresses", _addresses),  # an essay may have moved to another's place, so likewise
    ("cross-reference", _references),  # compares the mentions of all essays
    ("pages", _files),  # needs everything that is shown; still only values
    ("verify", _verify),  # before anything is written
    ("write", _write),  # the first effect: docs/
    ("publish", _publish),  # docs/ → site/, which is verified again before it replaces the last good one
)


def _run(
    project: Project,
    jobs: int,
    last: str,
    keep_going: bool = False,
    published: Published = NOTHING,
    packed: bool = False,
) -> Reading:
    """Run the stages up to `last`. What is wrong with the seeds is all found before pages are made of them; with
    `keep_going` they are made of the essays in which nothing is wrong, unless a published address would be lost."""
    nothing = Collection(project.collection, Glossary({}, (), {}), {}, {}, offline=packed)
    reading = Reading(project, jobs, nothing, published=published)
    known = 0
    for name, stage in STAGES:
        if name == "pages" and keep_going and not any(d.rule == "address-lost" for d in reading.errors):
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
    pages = {f"essays/{slug}" for slug in kept} | {f"glossary/{term}" for term in reading.collection.glossary.terms}
    pages |= reading.project.collection.removed.keys()
    addresses = tuple(page for page in reading.collection.addresses if not page.to or page.to in pages)
    collection = replace(reading.collection, addresses=addresses)
    return replace(reading, collection=collection).with_essays(essays, ())


def read(project: Project, jobs: int = 1, published: Published = NOTHING) -> Reading:
    """Everything that the seeds say, and everything that is wrong with them. Writes nothing."""
    return _run(project, jobs, "cross-reference", published=published)


def annotate(project: Project, jobs: int = 1, keep_going: bool = False, published: Published = NOTHING) -> Reading:
    """Seeds → docs/. Raises Refused with every finding, and then writes nothing."""
    with _alone(project):
        return _run(project, jobs, "write", keep_going, published)


def build(
    project: Project,
    jobs: int = 1,
    keep_going: bool = False,
    published: Published = NOTHING,
    packed: bool = False,
) -> Reading:
    """Seeds → docs/ → site/, and the site as a ZIP file too where it is to be `packed`.

    Raises Refused with every finding; the last good site stays.
    """
    with _alone(project):
        return _run(project, jobs, "publish", keep_going, published, packed)


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
