"""A site that a stranger's code has built → a ZIP file of what a site is made of. Nothing of it is run, or unpacked.

Usage: python3 preview.py FOLDER TARGET; in FOLDER lies one ZIP file. Leaves with 1 where that is none, or too large.
What it says holds no name of the stranger's.
"""

from __future__ import annotations

import re
import stat
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

# No hidden file, no way up, and nothing that a host obeys (_redirects, _worker.js, netlify.toml).
PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
KEPT = frozenset(
    ".bib .css .csv .epub .gif .html .ico .jpeg .jpg .js .json .jsonld .pdf .png .ris .svg .tsv .txt .webp .woff2 .xml "
    ".pf_fragment .pf_index .pf_meta .pagefind".split()
)
FILES, ONE, ALL = 20_000, 64 * 2**20, 512 * 2**20  # how many, and bytes
# A preview is on nobody's map, runs what it brought itself, and neither asks nor tells another host anything.
# Its pages are a stranger's, so the host says the policy that our own pages name.
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
TEMPLATE = Path(__file__).parent.parent / "overrides" / "main.html"
HEADERS = """/*
  Content-Security-Policy: {policy}; frame-ancestors 'none'
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
  X-Robots-Tag: noindex
"""


def fits(told: zipfile.ZipInfo) -> bool:
    """Whether it is a regular file whose name says that it belongs to a site."""
    parts = told.filename.split("/")
    kind = stat.S_IFMT(told.external_attr >> 16)
    known = all(map(PART.fullmatch, parts)) and Path(parts[-1]).suffix in KEPT
    return known and kind in (0, stat.S_IFREG) and len(told.filename) <= 250


def content(packed: zipfile.ZipFile, told: zipfile.ZipInfo) -> bytes:
    """The bytes, whatever the archive says of their number. Exits where they are too many."""
    with packed.open(told) as file:
        data = file.read(ONE + 1)
    if len(data) > ONE:
        sys.exit(f"A file is larger than {ONE >> 20} MB.")
    return data


def kept(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Name and content of what fits, each name once. Exits where there is too much of it."""
    listed = packed.infolist()
    if len(listed) > FILES:
        sys.exit(f"There are more than {FILES} files.")
    room = ALL
    for name, told in {told.filename: told for told in listed if fits(told)}.items():
        data = content(packed, told)
        room -= len(data)
        if room < 0:
            sys.exit(f"The site is larger than {ALL >> 20} MB.")
        yield name, data


def main(folder: str, target: str) -> None:
    found = [path for path in Path(folder).iterdir() if path.is_file() and not path.is_symlink()]
    if len(found) != 1 or not zipfile.is_zipfile(found[0]):
        sys.exit("The artifact is not one ZIP file.")
    count = 0
    with zipfile.ZipFile(found[0]) as packed, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as site:
        for name, data in kept(packed):
            site.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
            count += 1
        headers = HEADERS.format(policy=POLICY.findall(TEMPLATE.read_text("utf-8"))[0])
        site.writestr(zipfile.ZipInfo("_headers"), headers, zipfile.ZIP_DEFLATED)
        sys.stdout.write(f"{count} files kept, {len(packed.infolist()) - count} left out\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
