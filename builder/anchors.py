"""Ids that last: made of a block's own words, never of its position, so that text added around it changes none."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from builder.model import Role
from builder.words import plain_words


def slug(text: str, limit: int = 60) -> str:
    """Small letters, digits and hyphens; letters of other scripts than Latin are dropped. May be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:limit].rstrip("-")


def block_ids(blocks: Iterable[tuple[Role, str]]) -> list[str]:
    """One id for each (role, text): `h-armenia-opts-out` for a heading, else `p-` and a digest of the words.

    A role that is corrected later changes no address, but for headings. Blocks with the same words take `-2`, `-3` …
    in the order of the text.
    """
    ids: list[str] = []
    taken: Counter[str] = Counter()
    for role, text in blocks:
        base = _heading_id(text) if role == "heading" else f"p-{_digest(text)}"
        taken[base] += 1
        while taken[base] > 1 and taken[f"{base}-{taken[base]}"]:
            taken[base] += 1  # a heading “Phase 2” may hold the id that the second “Phase” would take
        ids.append(base if taken[base] == 1 else f"{base}-{taken[base]}")
        taken[ids[-1]] = max(taken[ids[-1]], 1)
    return ids


def lasts(name: str) -> bool:
    """Whether an id is one of these, and so an address that may be published."""
    return name.startswith(("h-", "p-"))


def _heading_id(text: str) -> str:
    return f"h-{slug(text) or _digest(text)}"


def _digest(text: str) -> str:
    """Eight hexadecimal digits of the words alone: a comma that comes or goes changes no address."""
    words = " ".join(plain_words(text)) or text
    return hashlib.blake2b(words.encode(), digest_size=4).hexdigest()
