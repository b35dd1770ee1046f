"""A collection that has been read: what pages and exports are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from builder.concordance import Essays, Passage, concordance
from builder.glossary import Glossary
from builder.hosting import Repository
from builder.memory import Memory
from builder.model import OldAddress
from builder.records import CollectionRecord
from builder.seeds import Seed


@dataclass(frozen=True, eq=False)
class Collection:
    """`essays` is keyed by slug, in the order of the slugs; `seeds` likewise, also those that no essay could be read
    from.

    `address` is where the site will stand, with a slash at its end; empty where mkdocs.yml does not say. `offline`: it
    is to be had as a ZIP file, too. `repository`: where the seeds are edited, where mkdocs.yml says.
    """

    record: CollectionRecord
    glossary: Glossary
    essays: Essays
    seeds: Mapping[str, Seed]
    addresses: tuple[OldAddress, ...] = ()  # of pages that are elsewhere now, or gone
    address: str = ""
    offline: bool = False
    repository: Repository | None = None
    memory: Memory = field(default_factory=Memory)  # of the collection as it was read before

    @cached_property
    def passages(self) -> Mapping[str, Sequence[Passage]]:
        """Term id → every passage that speaks of it."""
        return concordance(self.essays, self.memory)

    def leads(self, path: str) -> str:
        """The full address of a page or file of the site; empty where the site's own is not known."""
        return self.address and self.address + path
