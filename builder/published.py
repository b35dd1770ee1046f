"""What was published, to compare with: a site, its anchors.json, or the seeds of a git revision."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from builder import pipeline
from builder.diagnostics import CONTROLS, Diagnostic, Refused, Unreadable
from builder.files import read_bytes
from builder.ledger import Entries, Essays, Published, parse_published, published_by
from builder.project import Project, open_project
from builder.seeds import find_seeds

GIT = "git:"
NAME = "anchors.json"
PATIENCE = 60  # seconds for git


def published(project: Project, source: str | None = None) -> Published:
    """The addresses that `source` holds: a site's folder or anchors.json, `git:REV`, or `none`.

    Without a source, those of the last build, where there is one. Raises Refused where they cannot be read.
    """
    if source is None:
        return _of_site(project.site / NAME, project) if (project.site / NAME).exists() else Published()
    if source == "none":
        return Published()
    if source.startswith(GIT):
        return _of_revision(project, source.removeprefix(GIT))
    path = Path(source)
    return _of_site(path / NAME if path.is_dir() else path, project)


def _of_site(path: Path, project: Project) -> Published:
    """An anchors.json, with the texts that stand beside it."""
    path = path.resolve()
    name = project.name(path) if path.is_relative_to(project.root) else path.name
    try:
        essays, entries = parse_published(read_bytes(path, path.parent))
    except Unreadable as refused:
        message = str(refused) if path.is_file() else "There is no such file"
        raise _refused(name, message, "Name a published site, or its anchors.json.") from None
    except ValueError as error:
        problem = str(error)[:200].translate(CONTROLS)
        hint = (
            "Compare with the site that is published, or with `git:main`; `--against none` forgets what was published."
        )
        raise _refused(name, f"This is no anchors.json of a published site: {problem}", hint) from None
    texts = {slug: text for slug in essays if (text := _text(path.parent / "essays" / slug / "text.txt"))}
    return Published(essays, entries, texts)


def _text(path: Path) -> str:
    """The text of a published essay; empty where it is not there, for then only words are missing in a message."""
    try:
        return read_bytes(path, path.parent).decode("utf-8").removesuffix("\n")
    except (Unreadable, OSError, UnicodeDecodeError):
        return ""


def _of_revision(project: Project, revision: str) -> Published:
    """The seeds of a revision, read as they are read now. Nothing else of that revision is used, and nothing run."""
    name = f"{GIT}{revision}"
    commit = _git(project, name, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    files = list(_files(project, name, commit.decode().strip()))
    with tempfile.TemporaryDirectory(prefix="reader-") as folder:
        for path, content in files:
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        try:
            then = open_project(Path(folder))
            collection = pipeline.read(then).collection
        except Refused as refused:
            first = refused.diagnostics[0]
            raise _refused(name, f"Its seeds cannot be read: {first.path}: {first.message}", first.hint) from None
        # What today's builder cannot read was published all the same: its page counts, if not its blocks.
        essays: Essays = {path.stem: {} for path in find_seeds(then)[0]}
        entries: Entries = {path.stem: () for path in sorted(then.glossary.glob("*/*.md"))}
    known = published_by(collection.essays, collection.glossary.terms, collection.addresses)
    return known.carrying(Published(essays, entries))


def _files(project: Project, name: str, commit: str) -> Iterator[tuple[str, bytes]]:
    """The regular files under seeds/ of a commit. (`git archive` would leave out what .gitattributes says.) Raises
    Refused where git lacks one."""
    digests: dict[str, str] = {}
    for entry in filter(None, _git(project, name, "ls-tree", "-r", "-z", commit, "seeds/").split(b"\0")):
        facts, _, path = entry.decode("utf-8", "surrogateescape").partition("\t")
        mode, _, digest = facts.split()
        if mode.startswith("100") and ".." not in Path(path).parts:
            digests[path] = digest
    told = io.BytesIO(_git(project, name, "cat-file", "--batch", asked="\n".join(digests.values()).encode()))
    for path in digests:
        size = told.readline().split()[-1]
        if not size.isdigit():
            raise _refused(name, f"Git does not have {path} of it", "Fetch the whole repository, not a part.")
        yield path, told.read(int(size))
        told.read(1)


def _git(project: Project, name: str, *words: str, asked: bytes = b"") -> bytes:
    """What git answers to a command in the collection's folder. Raises Refused where it fails."""
    try:
        command = ["git", "-C", str(project.root), *words]
        return subprocess.run(command, input=asked, capture_output=True, check=True, timeout=PATIENCE).stdout  # noqa: S603
    except FileNotFoundError:
        raise _refused(name, "The program git is not there", "Install it, or compare with a site.") from None
    except subprocess.TimeoutExpired:
        raise _refused(name, f"Git gave no answer in {PATIENCE} seconds", "Try again.") from None
    except (subprocess.CalledProcessError, ValueError):  # ValueError: a revision that no argument can hold
        hint = "Name a commit, a branch or a tag of the collection's repository, one that holds seeds/."
        raise _refused(name, "Git knows no such revision of these seeds", hint) from None


def _refused(name: str, message: str, hint: str) -> Refused:
    return Refused([Diagnostic(name, 1, 1, "published-unreadable", message, hint)])
