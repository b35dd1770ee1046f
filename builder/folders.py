"""Effects on folders: what changed goes into docs/, a new site takes the old one's place, a person's files stay."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from builder.diagnostics import Diagnostic, Refused

MANIFEST = ".reader-generated.json"  # in docs/: what the builder wrote there, so that it removes that and nothing else
GENERATED = b"---\n# generated from "


def write(docs: Path, files: Mapping[str, str]) -> int:
    """Write the files (path under docs/ → content) that changed; remove what only an earlier build wrote.

    Returns how many files changed. Raises Refused, and writes nothing, where something of a person's is in the way.
    """
    docs.mkdir(exist_ok=True)
    before = _manifest(docs)
    taken = [name for name, content in files.items() if not _may_write(docs, name, content.encode(), before)]
    if taken:
        raise Refused([_taken(name) for name in taken])
    # First the list, so that a build that is killed half-way leaves no page without an owner.
    _put(docs / MANIFEST, json.dumps(sorted(before | files.keys()), indent=0).encode())
    changed = sum(_remove(docs, name) for name in sorted(before - files.keys()))
    for name, content in files.items():
        path = docs / name
        if not path.is_file() or path.read_bytes() != content.encode():
            path.parent.mkdir(parents=True, exist_ok=True)
            _put(path, content.encode())
            changed += 1
    _put(docs / MANIFEST, json.dumps(sorted(files), indent=0).encode())
    return changed


def _taken(name: str) -> Diagnostic:
    hint = "Rename it or move it away: the builder writes its own there."
    return Diagnostic(f"docs/{name}", 1, 1, "page-taken", "This is not the builder's to replace", hint)


def _manifest(docs: Path) -> set[str]:
    try:
        listed = json.loads((docs / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return set()
    return {name for name in listed if isinstance(name, str)} if isinstance(listed, list) else set()


def _may_write(docs: Path, name: str, content: bytes, before: set[str]) -> bool:
    """Whether a path is free, or holds what the builder wrote; never through a link that leads out of docs/."""
    path = docs / name
    if not path.parent.resolve().is_relative_to(docs.resolve()) or path.is_symlink() or path.is_dir():
        return False
    if any(parent.exists() and not parent.is_dir() for parent in path.parents):
        return False
    twin = path.parent.with_suffix(".md")  # is published at the same address as this, and would hide it
    if path.name == "index.md" and path.parent != docs and twin.exists() and not _is_ours(twin, listed=True):
        return False
    return not path.exists() or _is_ours(path, name in before) or path.read_bytes() == content


def _is_ours(path: Path, listed: bool) -> bool:
    """A page says itself that it is generated; a data file is ours when the manifest lists it."""
    return path.read_bytes().startswith(GENERATED) if path.suffix == ".md" else listed


def _remove(docs: Path, name: str) -> bool:
    path = docs / name
    inside = path.parent.resolve().is_relative_to(docs.resolve())
    if not inside or path.is_symlink() or not path.is_file() or not _is_ours(path, listed=True):
        return False
    path.unlink()
    for folder in path.parents:
        if folder == docs or any(folder.iterdir()):
            break
        folder.rmdir()
    return True


def _put(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)


def add(site: Path, name: str, content: bytes) -> None:
    """Write a file into a site that is being made. Raises Refused where something of a person's stands there."""
    path = site / name
    if path.exists():
        raise Refused([_taken(name)])
    path.write_bytes(content)


def replace_folder(fresh: Path, site: Path, aside: Path) -> None:
    """Put the folder `fresh` in the place of `site`, which goes to `aside`; all on one file system.

    Files that did not change keep their dates, for those who synchronize by them; files whose names begin with a dot
    (`.git`) are a person's and stay. Raises Refused, with the old site in its place, where it cannot be moved.
    """
    if site.is_dir():
        for path in site.rglob("*"):
            twin = fresh / path.relative_to(site)
            if path.is_file() and twin.is_file() and path.read_bytes() == twin.read_bytes():
                shutil.copystat(path, twin)
    try:
        if site.exists():
            site.rename(aside)
        fresh.rename(site)
    except OSError as error:
        if aside.exists() and not site.exists():
            aside.rename(site)
        hint = "Close what uses the folder, or remove it."
        raise Refused(
            [Diagnostic("site", 1, 1, "publisher", f"The old site cannot be replaced: {error}", hint)]
        ) from error
    for kept in aside.glob(".*") if aside.is_dir() else ():
        kept.rename(site / kept.name)
