"""The seeds of a git revision, in a folder of their own. Nothing is checked out, and nothing of the revision is run."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.diagnostics import Diagnostic, Refused
from builder.project import Project, open_project

PATIENCE = 60  # seconds for git


@contextmanager
def exported(root: Path, revision: str, name: str) -> Iterator[Project]:
    """The collection of a revision of the repository that holds the folder `root`; findings call it `name`.

    Raises Refused where git cannot give it, or where its collection.yml is wrong.
    """
    commit = _commit(root, revision, name)
    with tempfile.TemporaryDirectory(prefix="reader-") as told:
        folder = Path(told).resolve()
        for path, content in _files(root, name, commit):
            file = folder / path
            if file.resolve().is_relative_to(folder):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        try:
            project = open_project(folder)
        except Refused as refused:
            first = refused.diagnostics[0]
            raise unreadable(name, f"Its seeds cannot be read: {first.path}: {first.message}", first.hint) from None
        yield project


def _commit(root: Path, revision: str, name: str) -> str:
    """The revision's full name. Raises Refused where it has none, with the reason as far as git tells it."""
    try:
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        return _git(root, name, *words).decode().strip()
    except (subprocess.CalledProcessError, ValueError):  # ValueError: a revision that no argument can hold
        pass
    try:
        shallow = _git(root, name, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except subprocess.CalledProcessError:
        hint = "Clone the repository with git, or compare two built sites."
        raise unreadable(name, "The collection lies in no git repository", hint) from None
    if shallow:
        hint = "Fetch its history first: git fetch --unshallow (in a workflow: fetch-depth: 0)."
        raise unreadable(name, "This clone is shallow: git does not know this revision here", hint)
    hint = "Name a commit, a branch or a tag of the collection's repository, one that holds seeds/."
    raise unreadable(name, "Git knows no such revision of these seeds", hint)


def _files(root: Path, name: str, commit: str) -> Iterator[tuple[str, bytes]]:
    """The regular files under seeds/ of a commit. (`git archive` would leave out what .gitattributes says.) Raises
    Refused where git lacks one."""
    try:
        listed = _git(root, name, "ls-tree", "-r", "-z", commit, "seeds/")
        digests: dict[str, str] = {}
        for entry in filter(None, listed.split(b"\0")):
            facts, _, path = entry.decode("utf-8", "surrogateescape").partition("\t")
            mode, _, digest = facts.split()
            if mode.startswith("100") and ".." not in Path(path).parts:
                digests[path] = digest
        told = io.BytesIO(_git(root, name, "cat-file", "--batch", asked="\n".join(digests.values()).encode()))
    except subprocess.CalledProcessError:
        raise unreadable(name, "Git cannot read it", "Fetch the whole repository, not a part.") from None
    for path in digests:
        size = told.readline().split()[-1]
        if not size.isdigit():
            raise unreadable(name, f"Git does not have {path} of it", "Fetch the whole repository, not a part.")
        yield path, told.read(int(size))
        told.read(1)


def _git(root: Path, name: str, *words: str, asked: bytes = b"") -> bytes:
    """What git answers to a command in a folder. Raises CalledProcessError where it refuses, and Refused where there is
    no git, or no answer."""
    try:
        command = ["git", "-C", str(root), *words]
        return subprocess.run(command, input=asked, capture_output=True, check=True, timeout=PATIENCE).stdout  # noqa: S603
    except FileNotFoundError:
        raise unreadable(name, "The program git is not there", "Install it, or compare with a site.") from None
    except subprocess.TimeoutExpired:
        raise unreadable(name, f"Git gave no answer in {PATIENCE} seconds", "Try again.") from None


def unreadable(name: str, message: str, hint: str) -> Refused:
    """What was published, or was in a revision, cannot be compared with."""
    return Refused([Diagnostic(name, 1, 1, "published-unreadable", message, hint)])
