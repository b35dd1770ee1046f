"""The passages of the essays → Pagefind's index in the site: the only module that knows Pagefind.

It is given pages of our own: the words of the passages, and before each an empty element whose id tells where it
stands. Pagefind would end paragraphs that have no full stop with one.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup

from builder.diagnostics import Diagnostic, Refused
from builder.exports.search import Passage

UNUSED = ("*.css", "*-ui.js", "pagefind-highlight.js")  # for pages with Pagefind's own looks
PAGE = Markup('<html lang="{}"><body>{}</body></html>')
PLACE = Markup('<a id="{}/{}"></a> {} ')


def program() -> Path | None:
    """Pagefind's program for this machine, where it is installed."""
    if find_spec("pagefind") is None:
        return None
    from pagefind.service import get_executable

    return get_executable()


def index(pages: Iterable[tuple[str, Sequence[Passage]]], folder: Path) -> None:
    """Write an index of the `pages` (language, passages) of each language into a folder of its own in `folder`.

    The address of a page is its number, from 0. Raises Refused where Pagefind fails.
    """
    with TemporaryDirectory() as made:
        for number, (language, passages) in enumerate(pages):
            if passages:
                page = Path(made, language, f"{number:06}.html")
                page.parent.mkdir(exist_ok=True)
                page.write_text(_html(language, passages), "utf-8")
        for written in sorted(Path(made).iterdir()):
            _run(written, folder / written.name)


def _run(pages: Path, folder: Path) -> None:
    command = [str(program()), "--site", str(pages), "--output-path", str(folder), "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603, PLW1510 - nobody's words are in it
    if done.returncode or not (folder / "pagefind.js").is_file():
        message = f"Pagefind: {(done.stderr or done.stdout).strip()}"
        raise Refused([Diagnostic("seeds/collection.yml", 1, 1, "publisher", message)])
    for path in (path for pattern in UNUSED for path in folder.glob(pattern)):
        path.unlink()


def _html(language: str, passages: Iterable[Passage]) -> str:
    return PAGE.format(
        language, Markup().join(PLACE.format(p.anchor, p.place.replace(" ", "-"), p.words) for p in passages)
    )
