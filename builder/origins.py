"""Where the reader that runs here came from, so that a new collection's workflows install the very same and no other.

A name in a package index may be anybody's. So a collection names an address with its commit or hash, or brings the
program along as a wheel. Installers write down whence they had a package (PEP 610, direct_url.json).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from builder import __version__

NAME = "annotated-reader"
WHEEL = f"{NAME.replace('-', '_')}-{__version__}-py3-none-any.whl"
ADDRESS = re.compile(r"https://[^\s#@]+")
DIGEST = re.compile(r"[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True)
class Origin:
    """`requirement` is the line of requirements.txt; `wheel` the file that it names, where it is at hand; `missing`
    whether that is still to be put there, from the folder `source`, if that is known."""

    requirement: str
    wheel: bytes = b""
    missing: bool = False
    source: str = ""


def origin() -> Origin:
    """That of the program that runs."""
    try:
        told = distribution(NAME).read_text("direct_url.json")
    except PackageNotFoundError:  # run in a checkout that nobody installed
        told = None
    return origin_of(json.loads(told or "{}"), Path(__file__).parent.parent)


def origin_of(told: Mapping[str, Any], around: Path) -> Origin:
    """By what the installer wrote down; `around` is the folder in which the package lies."""
    url, revision, archive = told.get("url", ""), told.get("vcs_info", {}), told.get("archive_info", {})
    digest = archive.get("hashes", {}).get("sha256", "")
    if ADDRESS.fullmatch(url) and DIGEST.fullmatch(revision.get("commit_id", "")):
        return Origin(f"{NAME}[all] @ {revision['vcs']}+{url}@{revision['commit_id']}")
    if ADDRESS.fullmatch(url) and DIGEST.fullmatch(digest):
        return Origin(f"{NAME}[all] @ {url}#sha256={digest}")
    there = Path(url2pathname(urlsplit(url).path)) if url.startswith("file:") else around
    if there.name == WHEEL and there.is_file() and hashlib.sha256(there.read_bytes()).hexdigest() == digest:
        return Origin(f"./{WHEEL}[all]", there.read_bytes())
    return Origin(f"./{WHEEL}[all]", missing=True, source=str(there) if (there / "pyproject.toml").is_file() else "")
