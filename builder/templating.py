"""The templates' engine: the only module that knows Jinja2. What it fills in is escaped, for HTML and XML alike."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

__all__ = ["Environment", "Template", "environment"]


def environment() -> Environment:
    return Environment(
        loader=PackageLoader("builder"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
