"""The order of things: `STAGES` for the collection; `annotating.py` has those of each essay in it.

A stage takes what the stages before it found and returns it with its own findings; it never stops at the first one.
Effects (processes, files, the publisher) are in the last three; the rest are pure but for reading the seeds, and for
asking pandoc how a work is cited.
"""

from __future__ import annotations

import hashlib
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from builder import facts, revising, verify
from builder.annotating import Annotated, Context, annotate_one
from builder.binding import bind
from builder.collection import Collection
from builder.concordance import Essays
from builder.crossrefs import cross_reference
from builder.diagnostics import Diagnostic, Refused
from builder.folders import refuse_files, replace_folder, write
from builder.glossary import Glossary, entry_files, read_glossary
from builder.ignores import silence
from builder.intake import strange
from builder.ledger import Published, lead, lost, pages_there, vanished
from builder.matching import Gazetteer
from builder.memory import Memory
from builder.model import Annotations, CrossReference, Essay
from builder.notes import anchor_passages, anchor_references
from builder.outputs import outputs, search_engine
from builder.project import Project
from builder.safety import unsafe
from builder.seeds import Seed, find_seeds
from builder.withholding import withhold

NOTHING = Published()
FRESH = ".site-"  # folders in which a site is being made
WAIT = 600  # seconds for another build of the same collection
LARGEST_CHUNK = 50  # essays; about a second's work
PARALLEL_FROM = 8  # essays; below, starting processes costs more than it gains


def _annotate_chunk(paths: list[Path], project: Project, glossary: Glossary) -> list[Annotated]:
    context = Context(project, glossary, Gazetteer(glossary.forms))
    return [annotate_one(path, context) for path in paths]


def _annotate_all(paths: list[Path], project: Project, glossary: Glossary, jobs: int) -> list[Annotated]:
    """The results stand in the order of the paths, on however many processors they were made."""
    work = partial(_annotate_chunk, project=project, glossary=glossary)
    if jobs == 1 or len(paths) < PARALLEL_FROM:
        return work(paths)
    size = min(-(-len(paths) // (4 * jobs)), LARGEST_CHUNK)
    chunks = [paths[start : start + size] for start in range(0, len(paths), size)]
    pool = ProcessPoolExecutor(jobs, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    try:
        with _deaf():  # Ctrl-C is heard here, once, and not in each process
            made = pool.map(work, chunks)
        return [each for chunk in made for each in chunk]
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let Ctrl-C wait meanwhile; to processes that are begun here it never comes. Where there is no such mask, those
    that are begun ignore it themselves."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(frozen=True)
class Reading:
    """A collection on its way: what has been found so far, and everything that is wrong with it."""

    project: Project
    jobs: int
    collection: Collection
    diagnostics: tuple[Diagnostic, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    changed: int = 0
    whole: Mapping[str, Seed] = field(default_factory=dict)  # by slug, before anything of it was withheld
    published: Published = NOTHING  # what must still resolve
    memory: Memory = field(default_factory=Memory)  # of the reading before this one, where there was one

    @property
    def errors(self) -> list[Diagnostic]:
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.severity == "error"]

    def with_essays(self, essays: Essays, found: Iterable[Diagnostic]) -> Reading:
        return replace(
            self, collection=replace(self.collection, essays=essays), diagnostics=(*self.diagnostics, *found)
        )


def _intake(reading: Reading) -> Reading:
    return replace(reading, diagnostics=tuple(strange(reading.project)))


def _glossary(reading: Reading) -> Reading:
    project, memory = reading.project, reading.memory
    glossary, found = memory.made("glossary", entry_files(project), lambda: read_glossary(project, memory))
    return replace(
        reading,
        collection=replace(reading.collection, glossary=glossary),
        diagnostics=(*reading.diagnostics, *found, *facts.check_intervals(glossary)),
    )


def _essays(reading: Reading) -> Reading:
    project, glossary = reading.project, reading.collection.glossary
    paths, found = find_seeds(project)
    context = Context(project, glossary, Gazetteer(glossary.forms))
    work = partial(_annotate_all, project=project, glossary=glossary, jobs=reading.jobs)
    annotated = revising.annotated(paths, context, reading.memory, work)
    found += [diagnostic for each in annotated for diagnostic in each.diagnostics]
    essays = {each.seed.essay.slug: (each.seed.essay, each.layers) for each in annotated if each.seed.essay}
    seeds = {Path(each.seed.path).stem: each.seed for each in annotated}
    return replace(reading, collection=replace(reading.collection, seeds=seeds)).with_essays(essays, found)


def _passages(reading: Reading) -> Reading:
    pointed, found = anchor_passages(reading.collection.glossary.terms.values(), reading.collection.seeds)
    essays = {}
    for slug, (essay, layers) in reading.collection.essays.items():
        both = (*layers.mentions, *pointed[slug])
        mentions = sorted(both, key=lambda m: (m.span, m.term)) if pointed[slug] else both
        essays[slug] = (essay, replace(layers, mentions=tuple(mentions)))
    return reading.with_essays(essays, found)


def _addresses(reading: Reading) -> Reading:
    """What was published must be there, or the sidecars and collection.yml say what became of it."""
    project, published = reading.project, reading.published
    there = pages_there(project)
    record, seeds = project.collection, reading.collection.seeds
    pages, found = lead(record.moved, record.removed, there, project.document, "a page")
    found += vanished(published, seeds, there, record, project.document)
    for slug, seed in ((slug, seed) for slug, seed in seeds.items() if seed.essay):
        former = [page.id.removeprefix("essays/") for page in pages if page.to == f"essays/{slug}"]
        found += lost(published, seed, former)
    collection = replace(reading.collection, addresses=pages)
    return replace(reading, collection=collection, diagnostics=(*reading.diagnostics, *found))


def _references(reading: Reading) -> Reading:
    """Those that editors wrote, then those that shared terms suggest."""
    collection = reading.collection
    suggested = cross_reference(collection.essays, collection.glossary, reading.memory)
    essays: dict[str, tuple[Essay, Annotations]] = {}
    found: list[Diagnostic] = []
    for slug, (essay, layers) in collection.essays.items():
        explicit, wrong = anchor_references(collection.seeds[slug], collection.seeds)
        found += wrong
        told = {_ends(essay, reference, collection.essays) for reference in explicit}
        new = (
            reference
            for reference in suggested[slug]
            if not told or _ends(essay, reference, collection.essays) not in told
        )
        references = sorted((*explicit, *new), key=lambda r: (r.span.start, not r.explicit, r.to_essay, r.to_span))
        essays[slug] = (essay, replace(layers, references=tuple(references)))
    return reading.with_essays(essays, found)


def _silence(reading: Reading) -> Reading:
    collection = reading.collection
    documents = [reading.project.document, *(seed.document for seed in collection.seeds.values())]
    documents += [term.document for term in collection.glossary.terms.values()]
    asked = [(document.path, ignore) for document in documents for ignore in document.ignores]
    return replace(reading, diagnostics=tuple(silence(reading.diagnostics, asked, judged=not reading.errors)))


def _ends(essay: Essay, reference: CrossReference, essays: Essays) -> tuple[str, str, str]:
    """The two blocks that a reference joins: what an editor has joined is not suggested again."""
    there = essays[reference.to_essay][0].block_at(reference.to_span.start)
    return essay.block_at(reference.span.start).id, reference.to_essay, there.id


def withheld(reading: Reading) -> Reading:
    """The essays as they may be published: of some, passages only."""
    return replace(reading, collection=withhold(reading.collection), whole=reading.collection.seeds)


def _files(reading: Reading) -> Reading:
    from builder.publish import configured  # MkDocs takes a while to import, and the other commands do without

    address, repository = configured(reading.project.config)
    collection = replace(reading.collection, address=address, repository=repository)
    told = search_engine(collection)[1]
    files = outputs(collection, reading.published)
    return replace(reading, collection=collection, files=files, diagnostics=(*reading.diagnostics, *told))


def _verify(reading: Reading) -> Reading:
    seeds = [reading.collection.seeds[slug] for slug in reading.collection.essays]
    whole = [reading.whole[slug] for slug in reading.collection.essays]
    lost = [*verify.seeds(whole), *verify.markdown_pages(reading.files, seeds, reading.project.config)]
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
    ("intake", _intake),  # first: whether anything here would run
    ("glossary", _glossary),  # before the essays: to decide what a form means, an essay needs all entries
    ("essays", _essays),  # read, blocks, match, link, notes: each essay alone, so on all processors
    ("passages", _passages),  # entries quote essays, so all essays must have been read
    ("addresses", _addresses),  # an essay may have moved to another's place, so likewise
    ("cross-reference", _references),  # compares the mentions of all essays
    ("silence", _silence),  # when all findings are there that an editor may have answered with a comment
    ("withhold", withheld),  # after all that needs whole texts; nothing that is published may have more
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
    memory: Memory | None = None,
) -> Reading:
    """Run the stages up to `last`. What is wrong with the seeds is all found before pages are made of them; with
    `keep_going` they are made of the essays in which nothing is wrong, unless a published address would be lost."""
    memory = memory or Memory()
    nothing = Collection(project.collection, Glossary({}, (), {}), {}, {}, offline=packed, memory=memory)
    reading = Reading(project, jobs, nothing, published=published, memory=memory)
    known = 0
    for name, stage in STAGES:
        if name == "withhold" and keep_going and not any(map(_binding, reading.errors)):
            reading = _sound(reading)
            known = len(reading.errors)
        if name in ("withhold", "write") and len(reading.errors) > known:
            raise Refused(list(reading.diagnostics))
        reading = stage(reading)
        if name == last:
            break
    return replace(reading, diagnostics=tuple(sorted(set(reading.diagnostics))))


def _binding(error: Diagnostic) -> bool:
    """Whether it is not of one essay or entry alone, so that leaving that out would not mend it."""
    return error.rule == "address-lost" or not error.path.startswith("seeds/")


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


def read(project: Project, jobs: int = 1, published: Published = NOTHING, memory: Memory | None = None) -> Reading:
    """Everything that the seeds say, and everything that is wrong with them. Writes nothing.

    Given the `memory` of the reading before, only what has changed is read again.
    """
    return _run(project, jobs, "silence", published=published, memory=memory)


def annotate(
    project: Project,
    jobs: int = 1,
    keep_going: bool = False,
    published: Published = NOTHING,
    waits: Callable[[], None] = lambda: None,
) -> Reading:
    """Seeds → docs/. Raises Refused with every finding, and then writes nothing. `waits` as for `build`."""
    with _alone(project, waits):
        return _run(project, jobs, "write", keep_going, published)


def build(
    project: Project,
    jobs: int = 1,
    keep_going: bool = False,
    published: Published = NOTHING,
    packed: bool = False,
    waits: Callable[[], None] = lambda: None,
) -> Reading:
    """Seeds → docs/ → site/, and the site as a ZIP file too where it is to be `packed`.

    `waits` is called where another build of the collection must end first. Raises Refused with every finding; the last
    good site stays.
    """
    with _alone(project, waits):
        return _run(project, jobs, "publish", keep_going, published, packed)


@contextmanager
def _alone(project: Project, waits: Callable[[], None]) -> Iterator[None]:
    """One build at a time in a collection; what a build that was killed has left behind is removed."""
    if not project.config.is_file():
        message = "There is no mkdocs.yml to publish with"
        raise Refused(
            [Diagnostic("mkdocs.yml", 1, 1, "project-missing", message, "Copy it from the Annotated Reader.")]
        )
    refuse_files(project.docs, project.site)
    name = f"reader-{hashlib.blake2b(str(project.root).encode(), digest_size=8).hexdigest()}.lock"
    lock = FileLock(Path(tempfile.gettempdir()) / name, timeout=WAIT)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        waits()
        lock.acquire()
    try:
        for rubbish in project.root.glob(f"{FRESH}*"):
            shutil.rmtree(rubbish, ignore_errors=True)
        yield
    finally:
        lock.release()
