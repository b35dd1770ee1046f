"""The templates' engine: the only module that knows Jinja2. What it fills in is escaped, for HTML and XML alike."""

from __future__ import annotations

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined, Template
from jinja2.bccache import Bucket

__all__ = ["COMPILED", "Environment", "Template", "environment"]


class _Compiled(BytecodeCache):
    """The templates that this process has compiled, of whatever environment; one that has changed is compiled again."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._held:
            bucket.bytecode_from_string(self._held[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._held[bucket.key] = bucket.bytecode_to_string()


COMPILED = _Compiled()


def environment() -> Environment:
    return Environment(
        loader=PackageLoader("builder"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=COMPILED,
    )
