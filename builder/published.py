"""What was published, to compare with: a site, its anchors.json, or the seeds of a git revision."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from builder.diagnostics import Unreadable, harmless
from builder.files import read_bytes
from builder.ledger import Entries, Essays, Published, parse_published, published_by
from builder.project import Project
from builder.revisions import exported, unreadable
from builder.seeds import find_seeds

GIT = "git:"
NAME = "anchors.json"


def published(project: Project, source: str | None = None, only: Container[str] | None = None) -> Published:
    """The addresses that `source` holds: a site's folder or anchors.json, `git:REV`, or `none`.

    Without a source, those of the last build, where there is one. `only`: the slugs of the essays whose texts are
    needed. Raises Refused where they cannot be read.
    """
    if source is None:
        return of_site(project.site / NAME, project, only) if (project.site / NAME).exists() else Published()
    if source == "none":
        return Published()
    if source.startswith(GIT):
        return _of_revision(project, source.removeprefix(GIT))
    path = Path(source)
    return of_site(path / NAME if path.is_dir() else path, project, only)


def of_site(path: Path, project: Project, only: Container[str] | None = None) -> Published:
    """An anchors.json, with the texts that stand beside it."""
    path = path.resolve()
    name = project.name(path)
    try:
        essays, entries = parse_published(read_bytes(path, path.parent))
    except Unreadable as refused:
        message = str(refused) if path.is_file() else "There is no such file"
        raise unreadable(name, message, "Name a published site, or its anchors.json.") from None
    except ValueError as error:
        problem = harmless(str(error)[:200])
        hint = (
            "Compare with the site that is published, or with `git:main`; `--against none` forgets what was published."
        )
        raise unreadable(name, f"This is no anchors.json of a published site: {problem}", hint) from None
    needed = [slug for slug in essays if only is None or slug in only]
    texts = {slug: text for slug in needed if (text := _text(path.parent / "essays" / slug / "text.txt"))}
    return Published(essays, entries, texts)


def _text(path: Path) -> str:
    """The text of a published essay; empty where it is not there, for then only words are missing in a message."""
    try:
        return read_bytes(path, path.parent).decode("utf-8").removesuffix("\n")
    except (Unreadable, OSError, UnicodeDecodeError):
        return ""


def _of_revision(project: Project, revision: str) -> Published:
    """The seeds of a revision, read as they are read now."""
    with exported(project.root, revision, f"{GIT}{revision}") as then:
        from builder import pipeline  # which takes a while, and is not needed to read a site

        collection = pipeline.withheld(pipeline.read(then)).collection
        # What today's builder cannot read was published all the same: its page counts, if not its blocks.
        essays: Essays = {path.stem: {} for path in find_seeds(then)[0]}
        entries: Entries = {path.stem: () for path in sorted(then.glossary.glob("*/*.md"))}
    known = published_by(collection.essays, collection.glossary.terms, collection.addresses)
    return known.carrying(Published(essays, entries))
