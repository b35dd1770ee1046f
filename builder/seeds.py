"""A seed and its sidecar → an Essay: decoded, divided into blocks, with its title, authors and date."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Protocol, cast

from builder import addresses, cues, footnotes, languages, quotations
from builder.anchors import block_ids
from builder.blocks import author_names, structure
from builder.diagnostics import Diagnostic, Lines, Unreadable
from builder.documents import Document, parse
from builder.files import conflicts, is_passing, read_bytes, read_text
from builder.mending import Piece
from builder.model import Author, Block, Doubt, Essay, Footnote, OffsetMap, Repair, Role, Span, Style
from builder.project import Project
from builder.readers import Draft, Options, Paragraph, join
from builder.records import SidecarRecord
from builder.repairs import Mend
from builder.survey import Hints
from builder.values import check_date

SLUG = re.compile(r"(?=.{1,100}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")  # with what is put after it, a system still bears it
RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]|index")  # names that a system or the site has taken


class Reader(Protocol):
    """A module of `readers`; `MARKUP` matches all that it may take out of a file without saying so."""

    MARKUP: re.Pattern[str]

    def read(self, data: bytes, options: Options) -> Draft: ...


FORMATS = {".txt": "plain", ".md": "markdown", ".html": "html", ".docx": "docx"}


def reader(suffix: str) -> Reader:
    """What reads the files of a suffix; it is loaded when there is such a file."""
    return cast(Reader, import_module(f"builder.readers.{FORMATS[suffix]}"))


NO_SIDECAR = Document("the sidecar", None)
NOTHING_SAID = SidecarRecord()
KINDS = "Essays are .txt, .md, .html or .docx files."
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

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.source)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the seed's file of an offset of the canonical text."""
        return self.lines.place(self.essay.origin.seed_offset(offset)) if self.essay else (1, 1)


def find_seeds(project: Project) -> tuple[list[Path], list[Diagnostic]]:
    """The essays' files in the order of their slugs, and what is wrong with the names in that folder."""
    found: list[Diagnostic] = []
    essays: dict[str, Path] = {}
    sidecars: list[Path] = []
    folder = project.name(project.essays)
    for entry in sorted(os.scandir(project.essays), key=attrgetter("name")) if project.essays.is_dir() else []:
        path, name = Path(entry.path), f"{folder}/{entry.name}"
        if is_passing(entry.name):
            continue
        if entry.is_dir():
            message = "A folder in which no essay is looked for"
            found.append(Diagnostic(name, 1, 1, "seed-format", message, "Essays are files of seeds/essays itself."))
        elif path.suffix == ".yml":
            sidecars.append(path)
        elif path.suffix not in FORMATS:
            message = f"No reader for “{path.suffix or path.name}” files"
            found.append(Diagnostic(name, 1, 1, "seed-format", message, KINDS))
        elif not SLUG.fullmatch(path.stem) or RESERVED.fullmatch(path.stem):
            hint = "Use small letters, digits and hyphens: baev-2025.txt"
            found.append(Diagnostic(name, 1, 1, "seed-name", f"“{path.stem}” cannot be an essay’s name", hint))
        elif path.stem in essays:
            found.append(
                Diagnostic(name, 1, 1, "seed-name", f"Two essays are called “{path.stem}”", "Rename one of them.")
            )
        else:
            essays[path.stem] = path
    for path in sidecars:
        if path.stem not in essays:
            message = f"No essay belongs to this sidecar: {path.stem}.txt is not there"
            hint = f"Add {path.stem}.txt (or .md, .html, .docx) beside it, or remove it."
            found.append(Diagnostic(project.name(path), 1, 1, "seed-missing", message, hint))
    return list(essays.values()), found


def read_seed(project: Project, path: Path) -> Seed:
    """Read one essay and its sidecar; everything that is wrong is in the seed's diagnostics."""
    name = project.name(path)
    sidecar_path = path.with_suffix(".yml")
    sidecar, document, found = SidecarRecord(), Document(project.name(sidecar_path), None), list[Diagnostic]()
    root = project.root if path.is_relative_to(project.root) else path.parent
    known = True  # what the sidecar says
    if sidecar_path.exists():
        text, found = read_text(sidecar_path, document.path, root)
        record, document, wrong = parse(SidecarRecord, text, document.path)
        known = record is not None and not found
        sidecar, found = record or sidecar, found + wrong
    found += undated(sidecar, document)
    try:
        data = read_bytes(path, root)
    except Unreadable as refused:
        return Seed(name, None, sidecar, document, "", [*found, refused.at(name)])
    if known:
        seed = _allowed(seed_of(name, data, sidecar, document), project)
        return replace(seed, diagnostics=[*found, *seed.diagnostics])
    held: list[Diagnostic] = []
    _draft(path.suffix, data, Options(), name, held)  # its encoding may stand in the sidecar
    found += [diagnostic for diagnostic in held if diagnostic.rule != "seed-encoding"]
    return Seed(name, None, sidecar, document, "", found)


def _allowed(seed: Seed, project: Project) -> Seed:
    """The same, with the rights that the collection names for its essays, and what is wrong with what may be shown."""
    essay, found = seed.essay, list(seed.diagnostics)
    if not essay:
        return seed
    rights = essay.rights or project.collection.rights
    path = seed.document.path
    if not rights and (project.root / seed.path).is_relative_to(project.essays):
        message = "Nobody says by what right this text stands here"
        hint = (
            f"Write into {path} who owns it and why it may be shown: rights: © 2024 Ann Author; shown with her consent."
        )
        found.append(Diagnostic(seed.path, 1, 1, "rights-missing", message, hint))
    if seed.sidecar.access == "excerpt" and not essay.url:
        message = "An excerpt must lead to the whole, and its address is not known"
        hint = f"Write into {path} where it stands: url: https://…"
        found.append(seed.document.diagnostic("access-url", message, "access", hint=hint))
    return replace(seed, essay=replace(essay, rights=rights), diagnostics=found)


def seed_of(name: str, data: bytes, sidecar: SidecarRecord = NOTHING_SAID, document: Document = NO_SIDECAR) -> Seed:
    """The bytes of one file (`name` tells its format and its slug) and its sidecar → the essay, or what is wrong."""
    found: list[Diagnostic] = []
    path = Path(name)
    draft = _draft(path.suffix, data, Options(sidecar.markup == "scraps", sidecar.encoding or ""), name, found)
    if not draft:
        return Seed(name, None, sidecar, document, "", found)
    known = draft.metadata
    roles = _corrections(draft.paragraphs, sidecar, document, found)
    authors = tuple(author.name for author in sidecar.authors) or known.authors
    pieces, mends = structure(draft.paragraphs, Hints(sidecar.title or known.title, authors, roles), draft.source)
    essay = _essay(path.stem, name, draft, [*draft.mends, *mends], pieces, sidecar)
    if not essay.title:
        hint = f"Write `title: …` into {document.path}."
        found.append(Diagnostic(name, 1, 1, "seed-structure", "No title was found in the text", hint))
    return Seed(name, essay, sidecar, document, draft.source, [*found, *_lost(draft, name)])


def _draft(suffix: str, data: bytes, options: Options, name: str, found: list[Diagnostic]) -> Draft | None:
    """The file as its reader reads it, or None and a finding."""
    if suffix not in FORMATS:
        found.append(Diagnostic(name, 1, 1, "seed-format", f"No reader for “{suffix}” files", KINDS))
        return None
    if suffix != ".docx" and (left := list(conflicts(data, name, first=b"<"))):
        found += left
        return None
    try:
        draft = reader(suffix).read(data, options)
        if not draft.paragraphs:
            raise Unreadable("seed-empty", "The essay is empty", "Put the text in, or remove the file and its sidecar.")
    except Unreadable as refused:
        found.append(refused.at(name))
        return None
    return draft


def _lost(draft: Draft, name: str) -> list[Diagnostic]:
    """A warning where a character had been lost before the file came here."""
    at = draft.source.find("\ufffd")
    if at < 0:
        return []
    message = f"A character was lost before this file was made ({draft.source.count(chr(0xFFFD))} in all)"
    hint = "Look it up where the text comes from, and put it in the place of “\ufffd”."
    return [Diagnostic(name, *Lines(draft.source).place(at), "seed-lost", message, hint)]


def _corrections(
    paragraphs: Sequence[Paragraph], sidecar: SidecarRecord, document: Document, found: list[Diagnostic]
) -> tuple[tuple[int, Role], ...]:
    """The sidecar's `blocks:` as (seed offset, role)."""
    if not sidecar.blocks:
        return ()
    whole = join(paragraphs, BREAK)
    roles: list[tuple[int, Role]] = []
    for index, block in enumerate(sidecar.blocks):
        here = quotations.find(whole.text, block)
        if isinstance(here, quotations.Found):
            roles.append((whole.seed_offset(here.span.start), block.role))
        else:
            found.append(document.diagnostic(here.rule, here.message, "blocks", index, "quote", hint=here.hint))
    return tuple(roles)


def _essay(
    slug: str, path: str, draft: Draft, mends: Sequence[Mend], pieces: Sequence[Piece], sidecar: SidecarRecord
) -> Essay:
    known = draft.metadata
    prose = [piece.text for piece in pieces if piece.role == "paragraph"]
    language = sidecar.language or known.language or languages.of_essay(prose)
    ids = block_ids((piece.role or "paragraph", piece.text) for piece in pieces)
    blocks: list[Block] = []
    styles: list[Style] = []
    here: list[int] = []
    there: list[int] = []
    starts: list[int] = []
    levels = _levels(pieces)
    start = number = 0
    for piece, block_id in zip(pieces, ids, strict=True):
        role, paragraph = piece.role or "paragraph", piece.paragraph
        number += role == "paragraph"
        level = levels[paragraph.level] if role == "heading" else max(paragraph.level, 1)
        span = Span(start, start + len(piece.text))
        shown = number if role == "paragraph" else None
        blocks.append(Block(span, role, piece.reason, block_id, shown, level, paragraph.marker))
        inner = [*paragraph.styles, *_found_styles(piece, language)] if sidecar.markup != "none" else paragraph.styles
        styles += (replace(s, span=Span(s.span.start + start, s.span.end + start)) for s in inner)
        here += (start + offset for offset, _ in paragraph.runs)
        there += (offset for _, offset in paragraph.runs)
        starts.append(start)
        start = span.end + len(BREAK)
    lines = Lines(draft.source)
    first = {piece.role: piece.text for piece in reversed(pieces)}
    bylines = [piece.text for piece in pieces if piece.role == "byline"]
    dated = first.get("dateline", "") or next(filter(None, map(cues.dated_byline, bylines)), "")
    published = sidecar.published or dated or known.published
    named = author_names(bylines) or known.authors
    return Essay(
        slug=slug,
        path=path,
        title=sidecar.title or first.get("title", "").replace("\n", " ") or known.title,
        authors=tuple(Author(a.name, a.affiliation, a.family, a.organization) for a in sidecar.authors)
        or tuple(map(Author, named)),
        published=published,
        date=sidecar.date or iso_date(published) or iso_date(known.published),
        venue=sidecar.venue or known.venue,
        url=sidecar.url or known.url,
        language=language,
        rights=sidecar.rights or first.get("rights", "") or known.rights,
        tags=sidecar.tags,
        text=BREAK.join(piece.text for piece in pieces),
        blocks=tuple(blocks),
        styles=tuple(styles),
        repairs=tuple(
            Repair(mend.rule, mend.message, *lines.place(mend.start), Span(mend.start, mend.end))
            for mend in sorted(mends)
        ),
        origin=OffsetMap(tuple(here), tuple(there)),
        footnotes=_footnotes(pieces, starts, ids),
        doubts=tuple(_doubts(pieces, lines)),
    )


def _found_styles(piece: Piece, language: str) -> list[Style]:
    """What the text itself shows: addresses, and passages in another script or language."""
    text = piece.text
    links = list(addresses.links(text, piece.paragraph.styles))
    other = languages.of_passage(text, language)
    spoken = [Style(Span(0, len(text)), "span", lang=other)] if other else languages.runs(text, language)
    return [*links, *spoken]


def _levels(pieces: Sequence[Piece]) -> dict[int, int]:
    """The levels that the headings of a text use → 2, 3 … without a gap; a heading of no level stands highest."""
    used = sorted({piece.paragraph.level for piece in pieces if piece.role == "heading" and piece.paragraph.level})
    levels = {level: min(2 + rank, 6) for rank, level in enumerate(used)}
    return {0: 2, **levels}


def _footnotes(pieces: Sequence[Piece], starts: Sequence[int], ids: Sequence[str]) -> tuple[Footnote, ...]:
    def placed(mark: footnotes.Mark) -> Span:
        return Span(starts[mark.piece] + mark.span.start, starts[mark.piece] + mark.span.end)

    pairs = footnotes.pair(pieces)
    return tuple(
        Footnote(placed(mark), placed(label), ids[label.piece], number) for number, (mark, label) in enumerate(pairs, 1)
    )


def _doubts(pieces: Sequence[Piece], lines: Lines) -> Iterator[Doubt]:
    """What was not sure of the roles, each with the words that settle it."""
    for piece in pieces:
        if piece.perhaps:
            quote = json.dumps(" ".join(piece.text.split()[:8]), ensure_ascii=False)
            message = f"Read as {piece.role} ({piece.reason}); it may be {piece.perhaps}."
            snippet = f"blocks:\n  - {{quote: {quote}, role: {piece.perhaps}}}"
            yield Doubt(lines.place(piece.paragraph.seed_offset(0))[0], message, snippet)


def undated(sidecar: SidecarRecord, document: Document) -> list[Diagnostic]:
    """What is wrong with `published:` where it is no ISO date that exists, nor words that hold a year or have a
    `date:`."""
    date = iso_date(sidecar.published)
    if date == sidecar.published or (not LOOKS_ISO.fullmatch(sidecar.published) and (date or sidecar.date)):
        return []
    hint = "Write 2024-02-14, 2024-02 or 2024; or the venue's own words, and `date:` to sort by."
    return [document.diagnostic("record-date", f"“{sidecar.published}” is not a date", "published", hint=hint)]


def iso_date(published: str) -> str:
    """The ISO date that a venue's dating holds; of “Winter 2024” only the year is sure. Empty where there is none."""
    try:
        return check_date(published)
    except ValueError:
        return cues.iso_date(published)
