"""A file from anywhere → a new essay of a collection: what it says of itself, a name, and its sidecar. Pure.

What is proposed is read back before anything is written: a file that the readers refuse, or a sidecar that the check
would refuse, becomes no essay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from builder import naming, schemas
from builder.creators import creator
from builder.diagnostics import Diagnostic, Refused
from builder.documents import parse
from builder.glossary import Glossary
from builder.model import Author, Essay
from builder.records import SidecarRecord
from builder.seeds import FORMATS, iso_date, seed_of, undated
from builder.skeletons import commented, value_of
from builder.values import fold

ALSO = {".htm": ".html", ".xhtml": ".html", ".markdown": ".md", ".text": ".txt"}
HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype|html|head|body|article|div|p|h[1-6])\b", re.IGNORECASE | re.DOTALL
)
MARKDOWN = re.compile(rb"(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n.*?\n---|# )", re.DOTALL)
WORDS = 8  # of a text that shows no title
IN_TEXT = "As the text has it."
BESIDE = "As the file says of itself: look whether it is right."
MADE = "The text shows none: this was made of the file’s name, or of its first words."
NOT_FOUND = "Not found."
RIGHTS = "Only what may be republished can be brought in; say here why it may."


KEYS = ("title", "authors", "published", "venue", "url", "rights")
Value = str | tuple[str, ...]  # the latter for authors


@dataclass(frozen=True)
class Known:
    """What is known of an essay, by the keys of a sidecar, and where it is from, in a few words."""

    values: Mapping[str, Value] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    def told(self, origin: str, values: Mapping[str, Value]) -> Known:
        """The same with those values that are not empty, as texts are written: NFC, white space folded."""
        written = {key: _folded(value) for key, value in values.items()}
        new = {key: value for key, value in written.items() if value}
        return Known({**self.values, **new}, {**self.origins, **dict.fromkeys(new, origin)})

    def words(self, key: str) -> str:
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ", ".join(value)


@dataclass(frozen=True)
class Proposal:
    """A new essay: the name of its files without folder and ending, and its sidecar."""

    slug: str
    sidecar: str


def suffix_of(name: str, data: bytes) -> str:
    """The format of a file: by the ending of its name, without one by what is in it; another's ending as it is."""
    ending = PurePath(name).suffix.lower()
    if ending:
        return ALSO.get(ending, ending)
    if data.startswith(b"PK\x03\x04"):
        return ".docx"
    return ".html" if HTML.match(data) else ".md" if MARKDOWN.match(data) else ".txt"


def read(name: str, data: bytes) -> tuple[Essay, str]:
    """The essay in a file, and its format. Raises Refused with what is wrong."""
    suffix = suffix_of(name, data)
    # Of what no reader is for, the reader of plain text says best what it is: “This is a PDF”.
    seed = seed_of(f"essay{suffix if suffix in FORMATS else '.txt'}", data)
    found = [replace(d, path=name) for d in seed.diagnostics if d.rule != "seed-structure"]
    if not found and suffix not in FORMATS:
        hint = "Export it as text, as .docx or as a web page (.html), and name that."
        found = [Diagnostic(name, 1, 1, "seed-format", f"No reader for “{suffix}” files", hint)]
    if seed.essay is None or suffix not in FORMATS:
        raise Refused(found)
    return seed.essay, suffix


def known(essay: Essay, name: str) -> Known:
    """What the essay, the file around it and the file's `name` say; a title there always is."""
    text = _folded(essay.text)
    found: dict[str, Value] = {
        "title": essay.title,
        "authors": tuple(author.name for author in essay.authors),
        "published": essay.published,
        "venue": essay.venue,
        "url": essay.url,
        "rights": essay.rights,
    }
    here = Known()
    for key, value in found.items():
        if not wrong(key, value):
            words = _folded(value)
            shown = all(name in text for name in ([words] if isinstance(words, str) else words))
            here = here.told(IN_TEXT if shown else BESIDE, {key: value})
    if here.words("title"):
        return here
    words = re.sub(r"[\W_]+", " ", PurePath(name).stem).strip() or " ".join(essay.text.split()[:WORDS])
    return here.told(MADE, {"title": words})


def wrong(key: str, value: Value) -> str:
    """Why the key of a sidecar cannot have this value; empty where it can, or where there is none."""
    if not value:
        return ""
    text = value_of(key, _written(value))
    record, document, found = parse(SidecarRecord, text, "")
    found = found or (undated(record, document) if record else [])
    return f"{found[0].message}. {found[0].hint}".strip() if found else ""


def propose(
    essay: Essay,
    suffix: str,
    data: bytes,
    about: Known,
    glossary: Glossary,
    taken: Collection[str],
    slug: str,
    editors: bool,
) -> Proposal:
    """The files of a new essay. `slug` is its name where it was chosen; `editors`: whether a JSON schema is there.

    Raises Refused where they would not be read back as they were meant.
    """
    date = iso_date(about.words("published")) or essay.date
    people = [creator(Author(name), glossary) for name in about.values.get("authors", ())]
    slug = slug or naming.essay_name(people, about.words("title"), date, taken)
    text = _sidecar(about, essay.language, editors)
    path = f"seeds/essays/{slug}"
    record, document, found = parse(SidecarRecord, text, f"{path}.yml")
    if record:
        found += undated(record, document)
        found += [d for d in seed_of(f"{path}{suffix}", data, record, document).diagnostics if d.severity == "error"]
    if found:
        raise Refused(found)
    return Proposal(slug, text)


def _sidecar(about: Known, language: str, editors: bool) -> str:
    remarks = {key: about.origins.get(key, NOT_FOUND) for key in KEYS}
    remarks["rights"] = f"{remarks['rights']} {RIGHTS}"
    remarks["language"] = f"It was taken for “{language}”."
    values = {key: _written(value) for key, value in about.values.items()}
    head = f"# yaml-language-server: $schema=../../{schemas.path('sidecar')}\n" if editors else ""
    told = "# What is known of this essay. To use a key that has “# ” before it, take that away and write behind it.\n"
    return f"{head}{told}\n{commented(SidecarRecord, values, remarks)}"


def _folded(value: Value) -> Value:
    if isinstance(value, str):
        return fold(unicodedata.normalize("NFC", value))
    return tuple(fold(unicodedata.normalize("NFC", name)) for name in value if name.strip())


def _written(value: Value) -> object:
    """A value as it stands in a sidecar."""
    return value if isinstance(value, str) else [{"name": name} for name in value]
