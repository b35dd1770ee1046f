"""A seed and its sidecar → an Essay: decoded, divided into blocks, with its title, authors and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from builder import quotations
from builder.anchors import block_ids
from builder.blocks import Hints, structure
from builder.diagnostics import Diagnostic, line_column
from builder.documents import Document, parse
from builder.files import read_text
from builder.mending import BYLINE, Mend, Piece, split_names, whole
from builder.model import Author, Block, Essay, OffsetMap, Repair, Role, Span, Style
from builder.project import Project
from builder.readers import Paragraph, join, plain
from builder.records import SidecarRecord, check_date

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FORMATS = {".txt": plain.paragraphs}
LOOKS_ISO = re.compile(r"[0-9]{1,4}(?:-[0-9]+)*")
BREAK = "\n\n"  # between two blocks of the canonical text


@dataclass(frozen=True)
class Seed:
    """What was read of one essay: the essay (None where it could not be made) and its sidecar with its places."""

    path: str
    essay: Essay | None
    sidecar: SidecarRecord = SidecarRecord()
    document: Document = Document("", None)
    source: str = ""
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the seed's file of an offset of the canonical text."""
        return line_column(self.source, self.essay.origin.seed_offset(offset)) if self.essay else (1, 1)


def find_seeds(project: Project) -> tuple[list[Path], list[Diagnostic]]:
    """The essays' files in the order of their slugs, and what is wrong with the names in that folder."""
    found: list[Diagnostic] = []
    essays: dict[str, Path] = {}
    sidecars: list[Path] = []
    for path in sorted(project.essays.iterdir()) if project.essays.is_dir() else []:
        name = project.name(path)
        if path.name.startswith(".") or path.is_dir():
            continue
        if path.suffix == ".yml":
            sidecars.append(path)
        elif path.suffix not in FORMATS:
            message = f"No reader for “{path.suffix or path.name}” files"
            found.append(Diagnostic(name, 1, 1, "seed-format", message, "Essays are .txt files."))
        elif not SLUG.fullmatch(path.stem) or path.stem == "index":
            hint = "Use small letters, digits and hyphens: baev-2025.txt"
            found.append(Diagnostic(name, 1, 1, "seed-name", f"“{path.stem}” is no slug", hint))
        elif path.stem in essays:
            found.append(
                Diagnostic(name, 1, 1, "seed-name", f"Two essays are called “{path.stem}”", "Rename one of them.")
            )
        else:
            essays[path.stem] = path
    for path in sidecars:
        if path.stem not in essays:
            message = f"No essay belongs to this sidecar: {path.stem}.txt is not there"
            hint = f"Add {path.stem}.txt beside it, or remove it."
            found.append(Diagnostic(project.name(path), 1, 1, "seed-missing", message, hint))
    return list(essays.values()), found


def read_seed(project: Project, path: Path) -> Seed:
    """Read one essay and its sidecar; everything that is wrong is in the seed's diagnostics."""
    name = project.name(path)
    sidecar_path = path.with_suffix(".yml")
    sidecar, document, found = SidecarRecord(), Document(project.name(sidecar_path), None), list[Diagnostic]()
    root = project.root if path.is_relative_to(project.root) else path.parent
    if sidecar_path.exists():
        text, found = read_text(sidecar_path, document.path, root)
        record, document, wrong = parse(SidecarRecord, text, document.path)
        sidecar, found = record or sidecar, found + wrong
    if not _dates(sidecar):
        hint = "Write 2024-02-14, 2024-02 or 2024; or the venue's own words, and `date:` to sort by."
        found.append(document.diagnostic("record-date", f"“{sidecar.published}” is not a date", "published", hint=hint))
    source, trouble = read_text(path, name, root)
    found += trouble
    paragraphs: tuple[Paragraph, ...] = ()
    if path.suffix not in FORMATS:
        found.append(
            Diagnostic(name, 1, 1, "seed-format", f"No reader for “{path.suffix}” files", "Essays are .txt files.")
        )
    elif not trouble:
        paragraphs = FORMATS[path.suffix](source, sidecar.markup == "scraps")
        if not paragraphs:
            hint = "Put the text in, or remove the file and its sidecar."
            found.append(Diagnostic(name, 1, 1, "seed-empty", "The essay is empty", hint))
    if found:
        return Seed(name, None, sidecar, document, source, found)
    roles = _corrections(paragraphs, sidecar, document, found)
    hints = Hints(sidecar.title, tuple(author.name for author in sidecar.authors), roles)
    pieces, mends = structure(paragraphs, hints)
    essay = _essay(path.stem, name, source, pieces, mends, sidecar)
    if not essay.title:
        hint = f"Write `title: …` into {document.path}."
        found.append(Diagnostic(name, 1, 1, "seed-structure", "No title was found in the text", hint))
    return Seed(name, essay, sidecar, document, source, found)


def _corrections(
    paragraphs: Sequence[Paragraph], sidecar: SidecarRecord, document: Document, found: list[Diagnostic]
) -> tuple[tuple[int, Role], ...]:
    """The sidecar's `blocks:` as (seed offset, role)."""
    if not sidecar.blocks:
        return ()
    whole = join(paragraphs, BREAK)
    roles: list[tuple[int, Role]] = []
    for index, block in enumerate(sidecar.blocks):
        span = quotations.find(whole.text, block)
        if isinstance(span, Span):
            roles.append((whole.seed_offset(span.start), block.role))
        else:
            found.append(document.diagnostic(span.rule, span.message, "blocks", index, "quote", hint=span.hint))
    return tuple(roles)


def _essay(
    slug: str, path: str, source: str, pieces: Sequence[Piece], mends: Sequence[Mend], sidecar: SidecarRecord
) -> Essay:
    ids = block_ids((piece.role or "paragraph", piece.text) for piece in pieces)
    blocks: list[Block] = []
    styles: list[Style] = []
    here: list[int] = []
    there: list[int] = []
    start = number = 0
    for piece, block_id in zip(pieces, ids, strict=True):
        role = piece.role or "paragraph"
        number += role == "paragraph"
        level = max(2, piece.paragraph.marked) if role == "heading" else 2
        end = start + len(piece.text)
        blocks.append(
            Block(Span(start, end), role, piece.reason, block_id, number if role == "paragraph" else None, level)
        )
        styles += (Style(Span(s.span.start + start, s.span.end + start), s.tag, s.href) for s in piece.paragraph.styles)
        here += (start + offset for offset, _ in piece.paragraph.runs)
        there += (offset for _, offset in piece.paragraph.runs)
        start = end + len(BREAK)
    text = BREAK.join(piece.text for piece in pieces)
    first = {piece.role: piece.text for piece in reversed(pieces)}
    byline = whole(BYLINE, first.get("byline", ""))
    published = sidecar.published or first.get("dateline", "")
    return Essay(
        slug=slug,
        path=path,
        title=sidecar.title or first.get("title", ""),
        authors=tuple(Author(a.name, a.affiliation) for a in sidecar.authors)
        or tuple(Author(name) for name in split_names(byline["names"] if byline else first.get("byline", ""))),
        published=published,
        date=sidecar.date or iso_date(published),
        venue=sidecar.venue,
        url=sidecar.url or "",
        language=sidecar.language or "en",
        rights=sidecar.rights or first.get("rights", ""),
        tags=sidecar.tags,
        text=text,
        blocks=tuple(blocks),
        styles=tuple(styles),
        repairs=tuple(
            Repair(m.rule, m.message, *line_column(source, m.seed_offset))
            for m in sorted(mends, key=lambda m: m.seed_offset)
        ),
        origin=OffsetMap(tuple(here), tuple(there)),
    )


def _dates(sidecar: SidecarRecord) -> bool:
    """Whether `published:` can be a date: an ISO one that exists, or words that hold a year or have a `date:`."""
    date = iso_date(sidecar.published)
    return date == sidecar.published or (not LOOKS_ISO.fullmatch(sidecar.published) and bool(date or sidecar.date))


def iso_date(published: str) -> str:
    """The ISO date that a venue's dating holds; of “Winter 2024” only the year is sure. Empty where there is none."""
    try:
        return check_date(published)
    except ValueError:
        year = re.search(r"\b(?:1[5-9]|20)[0-9]{2}\b", published)
        return year[0] if year else ""
