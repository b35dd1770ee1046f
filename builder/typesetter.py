"""The process in which Typst runs, apart from the build: what does not end there, or takes all memory, is ended.

It gets a job as JSON, gives the file, or says on its standard error what is wrong. It imports nothing of the builder's,
so that it begins at once.
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import typst


def made(job: dict[str, Any]) -> bytes:
    options = job["options"]
    if "timestamp" in options:
        options["timestamp"] = datetime.datetime.fromisoformat(options["timestamp"])
    source = (Path(__file__).parent / "templates" / job["template"]).read_bytes()
    faces = typst.Fonts(include_system_fonts=not job["own"])
    told = typst.compile(source, format=job["form"], sys_inputs=job["words"], font_paths=faces, **options)
    assert isinstance(told, bytes)  # several pages as pictures would be a list
    return told


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(made(json.loads(sys.stdin.buffer.read())))
    except typst.TypstError as error:
        sys.exit(error.message)
