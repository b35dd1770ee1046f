"""Effects on folders: what changed goes into docs/, a new site takes the old one's place, a person's files stay."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from builder.diagnostics import Diagnostic, Refused

MANIFEST = ".reader-generated.json"  # in docs/: what the builder wrote there, so that it removes that and nothing else
MOVE_AWAY = "Rename it or move it away: the builder writes its own there."
GENERATED = b"---\n# generated from "


def refuse_files(*folders: Path) -> None:
    """Raise Refused where a file stands in the place of a folder that is to be written into."""
    files = [folder for folder in folders if folder.exists() and not folder.is_dir()]
    if files:
        message = "This is a file, and should be a folder"
        raise Refused([Diagnostic(file.name, 1, 1, "page-taken", message, MOVE_AWAY) for file in files])


def write(docs: Path, files: Mapping[str, str]) -> int:
    """Write the files (path under docs/ → content) that changed; remove what only an earlier build wrote.

    Returns how many files changed. Raises Refused, and writes nothing, where something of a person's is in the way.
    """
    docs.mkdir(exist_ok=True)
    before = generated(docs)
    taken = [name for name, content in files.items() if not _may_write(docs, name, content.encode(), before)]
    if taken:
        raise Refused([_taken(name) for name in taken])
    # First the list, so that a build that is killed half-way leaves no page without an owner.
    put(docs / MANIFEST, json.dumps(sorted(before | files.keys()), indent=0).encode())
    changed = sum(_remove(docs, name) for name in sorted(before - files.keys()))
    for name, content in files.items():
        path = docs / name
        if not path.is_file() or path.read_bytes() != content.encode():
            put(path, content.encode())
            changed += 1
    put(docs / MANIFEST, json.dumps(sorted(files), indent=0).encode())
    return changed


def _taken(name: str) -> Diagnostic:
    return Diagnostic(f"docs/{name}", 1, 1, "page-taken", "This is not the builder's to replace", MOVE_AWAY)


def generated(docs: Path) -> set[str]:
    """What the builder wrote into docs/, by its own account."""
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


def put(path: Path, content: bytes) -> None:
    """Write a file whole, or not at all; its folder is made where it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_bytes(content)
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    except BaseException:  # a full disk, or Ctrl-C
        fresh.unlink(missing_ok=True)
        raise


def create(root: Path, files: Mapping[str, bytes]) -> None:
    """Create files (path under `root` → content), or none: whatever stops it, what it has made is taken away again.

    Raises FileExistsError where one of them is there already, and Refused where a link leads out of `root`.
    """
    made: list[Path] = []
    try:
        for name, content in files.items():
            path = root / name
            for folder in reversed([parent for parent in path.parents if not parent.exists()]):
                folder.mkdir()
                made.append(folder)
            if not path.parent.resolve().is_relative_to(root.resolve()):
                hint = "Put a folder of its own in the place of the link."
                raise Refused(
                    [Diagnostic(name, 1, 1, "seed-outside", "Its folder is a link out of the collection", hint)]
                )
            with path.open("xb") as file:  # never one that is there, and not through a link
                made.append(path)
                file.write(content)
    except BaseException:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink()
        raise


def add(site: Path, name: str, content: bytes) -> None:
    """Write a file into a site that is being made. Raises Refused where something of a person's stands there."""
    path = site / name
    if path.exists():
        raise Refused([_taken(name)])
    path.write_bytes(content)


def _is_site(folder: Path) -> bool:
    """Whether nothing is lost with it: `site` may be a link, and a stranger may have made it one to anywhere."""
    shown = [path for path in folder.iterdir() if not path.name.startswith(".")]
    return not shown or (folder / "anchors.json").is_file()


def replace_folder(fresh: Path, site: Path, aside: Path) -> None:
    """Put the folder `fresh` in the place of `site`, which goes to `aside`; all on one file system.

    Files that did not change keep their dates, for those who synchronize by them; files whose names begin with a dot
    (`.git`) are a person's and stay. Raises Refused, with the old site in its place, where it cannot be moved.
    """
    if site.is_dir():
        if not _is_site(site):
            hint = "Name a folder of its own for the site, or empty this one."
            message = "This folder holds something else than a site of the reader's"
            raise Refused([Diagnostic("site", 1, 1, "page-taken", message, hint)])
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
