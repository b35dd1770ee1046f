"""Puts into the wheel what a new collection shares with this one: `reader init` takes it from there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Shared(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        names = (name for name in self.config["shared"] if (Path(self.root) / name).exists())
        build_data["force_include"] |= {str(Path(self.root) / name): f"builder/shared/{name}" for name in names}
