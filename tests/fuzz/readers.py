"""A coverage-guided fuzzer for the readers and the serializer: `make fuzz`, or `python -m tests.fuzz.readers FOLDER`.

Every input is read in every format. A crash, a hang or a character that is lost ends the run, and what did it is kept;
pin it in tests/cases/fuzz/ under a name that says what it was.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["builder"]):
    from tests.faithful import faithful

WAYS = ((".txt", "scraps"), (".txt", "none"), (".md", "scraps"), (".html", "scraps"))


def one(data: bytes) -> None:
    if data:
        suffix, markup = WAYS[data[0] % len(WAYS)]
        faithful(data[1:], suffix, markup)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
