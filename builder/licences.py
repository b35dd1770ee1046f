"""The Creative Commons licence that a notice of rights names, where it names one, and one only, that is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = {"BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND"}
VERSIONS = {"1.0", "2.0", "2.5", "3.0", "4.0"}
LETTERS = {
    "creative commons": "CC", "attribution": "BY", "sharealike": "SA", "noncommercial": "NC", "noderivatives": "ND",
    "noderivs": "ND", "zero": "0",
}  # fmt: skip
WORDS = re.compile(rf"\b(?:{'|'.join(LETTERS)})\b", re.IGNORECASE)
ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/([\w./-]*)")
# All that speaks of Creative Commons: the kind, the version, and whose law it was rewritten for (“CC BY 3.0 US”).
NAMED = re.compile(
    r"\b(?:CC(?:\sCC)?|(?=BY-(?:NC|ND|SA)))(?:[\s-]?(0|BY(?:-[a-z]+)*)(?:[\s-]v?(\d\.\d)(?:[\s-]((?-i:[A-Z]{2,3})))?)?)?"
    r"(?![\w-])",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.;!?](?:\s|$)")
DENIED = re.compile(
    r"\b(?:not|no|never|nor|neither|non|except|without|unless|until|before|formerly)\b|n[’']t\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Licence:
    """`name` as SPDX and the Open Definition have it: “CC-BY-NC-4.0”."""

    name: str
    address: str


def commons(notice: str) -> Licence | None:
    """“Texts CC BY 4.0” names one; “All rights reserved”, “CC BY”, “not CC BY 4.0” and “CC BY-ND 4.0; notes CC BY 4.0”
    name none."""
    told = WORDS.sub(lambda word: LETTERS[word[0].lower()], ADDRESS.sub(_spelt, notice))
    named = set()
    for sentence in SENTENCE.split(told):
        for found in NAMED.finditer(sentence):
            if DENIED.search(sentence):
                return None
            named.add(tuple(part.upper() for part in found.groups(default="")))
    whole = {kind for kind, version, _ in named if version}
    licences = {_understood(*parts) for parts in named if parts[1] or parts[0] not in whole}
    return licences.pop() if len(licences) == 1 else None


def _spelt(address: re.Match[str]) -> str:
    """“CC BY 3.0 US” for creativecommons.org/licenses/by/3.0/us/deed.en."""
    parts = address[1].rstrip("./").split("/")
    return f"CC {' '.join(part.upper() for part in parts if not part.startswith(('deed', 'legalcode')))}"


def _understood(kind: str, version: str, law: str) -> Licence | None:
    if kind == "0" and version in ("", "1.0") and not law:
        return Licence("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/")
    if kind in KINDS and version in VERSIONS and not law:
        return Licence(f"CC-{kind}-{version}", f"https://creativecommons.org/licenses/{kind.lower()}/{version}/")
    return None
