"""Hostile and odd texts that other projects test with, read from their source archives (`make .venv/vectors`)."""

from __future__ import annotations

import html
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

ARCHIVES = Path(__file__).parent.parent.parent / ".venv" / "vectors"


def _files(package: str, ending: str) -> Iterator[str]:
    """The texts of a package's files, in the order of their names."""
    (archive,) = ARCHIVES.glob(f"{package}-*.tar.gz")
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda member: member.name):
            if re.search(ending, member.name) and (file := tar.extractfile(member)):
                yield file.read().decode("utf-8", "replace")


def scripts() -> list[str]:
    """What has been tried to get a script into a page."""
    found = [text.split("\n--\n")[0] for text in _files("bleach", r"tests/data/.*\.test$")]
    for text in _files("feedparser", r"wellformed/sanitize/.*\.xml$"):
        bodies = re.findall(r"<(?:content|title|summary|description|rights|subtitle)\b[^>]*>(.*?)</", text, re.DOTALL)
        found += [html.unescape(body) for body in bodies] or [text]
    for text in _files("html5lib", r"tree-construction/.*\.dat$"):
        found += re.findall(r"#data\n(.*?)\n#errors", text, re.DOTALL)
    found += _files("markdown_it_py", r"test_port/fixtures/xss\.md$")
    return list(dict.fromkeys(text for text in found if text.strip()))


def examples() -> list[str]:
    """The examples of the CommonMark specification."""
    (text,) = _files("markdown_it_py", r"test_cmark_spec/commonmark\.json$")
    return [example["markdown"] for example in json.loads(text)]


def tei_all() -> bytes:
    """The schema (RELAX NG) of the whole of TEI P5, version 4.3.0."""
    (text,) = _files("tei[-_]validator", r"schemas/tei_all\.rng$")
    return text.encode()
