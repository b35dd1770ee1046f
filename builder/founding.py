"""The files of a new collection: what every collection shares with this one, and what is its own from the beginning."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

from builder.diagnostics import Refused
from builder.documents import parse
from builder.origins import WHEEL, Origin
from builder.records import CollectionRecord
from builder.skeletons import commented, value_of
from builder.values import fold

PACKAGE = Path(__file__).parent
OWN = PACKAGE / "start"  # texts of a new collection
SHARED = PACKAGE / "shared"  # in an installed package: theme, configuration, schemas, workflows (see hatch_build.py)
RENAMED = {"gitignore": ".gitignore"}  # under its own name git would obey it here
DESCRIPTION = "Essays, with notes beside the words they are about and a glossary that shows every passage."
LICENSE = "Notes and glossary CC BY 4.0; essays belong to their authors"
# What mkdocs.yml says of pages that only the reader's own project has.
OURS = re.compile(r"^  /(?:architecture\.md|decisions/)\n|^exclude_docs: \|\n(?:  .*\n)+", re.MULTILINE)


def files(title: str, edition: str, program: Origin) -> dict[str, bytes]:
    """Path in the new collection → content. `edition` is its date (ISO), `program` what its workflows install. Raises
    Refused for a title that cannot be."""
    title = fold(unicodedata.normalize("NFC", title))
    made = {RENAMED.get(name, name): content for name, content in _within(OWN).items()} | _shared()
    made["requirements.txt"] += f"{program.requirement}\n".encode()
    made |= {WHEEL: program.wheel} if program.wheel else {}
    made["mkdocs.yml"] = _configuration(made["mkdocs.yml"].decode(), title).encode()
    values = {"title": title, "description": DESCRIPTION, "edition": edition, "language": "en", "license": LICENSE}
    remarks = {"license": "Write here what is so for yours.", "description": "Write your own."}
    head = "# yaml-language-server: $schema=../schemas/collection.schema.json\n\n"
    told = commented(CollectionRecord, values, remarks)
    _, _, found = parse(CollectionRecord, told, "seeds/collection.yml")
    if found:
        raise Refused(found)
    return {**made, "seeds/collection.yml": f"{head}{told}".encode()}


def _shared() -> dict[str, bytes]:
    """An installed package has them in a folder; in a checkout they lie at the root, and pyproject.toml lists them."""
    if SHARED.is_dir():
        return _within(SHARED)
    root = PACKAGE.parent
    told = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    names = told["tool"]["hatch"]["build"]["hooks"]["custom"]["shared"]
    return {
        f"{name}/{inner}" if inner else name: content
        for name in names
        for inner, content in (_within(root / name) if (root / name).is_dir() else _file(root / name)).items()
    }


def _file(path: Path) -> dict[str, bytes]:
    return {"": path.read_bytes()} if path.is_file() else {}


def _within(folder: Path) -> dict[str, bytes]:
    """Every file but those that an installer makes of Python's."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _configuration(text: str, title: str) -> str:
    """mkdocs.yml for a collection of this title."""
    for key, value in {"site_name": title, "site_description": DESCRIPTION}.items():
        before, _, after = text.partition(f"\n{key}: ")
        text = f"{before}\n{value_of(key, value)}{after.partition(chr(10))[2]}"
    return OURS.sub("", text)
