"""The promise that not one word changes, checked on what was really written: block by block, character by character."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import markdown
import yaml
from selectolax.lexbor import LexborHTMLParser

from builder.diagnostics import Diagnostic
from builder.model import Block
from builder.seeds import Seed, reader

SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """Text as a reader sees it: NFC, white space folded."""
    return SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def seeds(read: Iterable[Seed]) -> Iterator[Diagnostic]:
    """Check that reading lost nothing and changed nothing: each character of a seed is in a block, is white space or
    markup that the format has, or lies in a repair that is on record."""
    for seed in read:
        if seed.essay:
            markup = reader(Path(seed.path).suffix).MARKUP
            for at, before, words in _left_out(seed):
                if not markup.fullmatch(before + words, len(before)):
                    place = seed.lines.place(at + len(words) - len(words.lstrip()))
                    yield Diagnostic(seed.path, *place, "text-changed", f"Reading lost “{words.strip()[:60]}”")
            yield from _miscopied(seed)


def _runs(seed: Seed) -> Iterator[tuple[int, int, int]]:
    """(offset of the text, offset of the seed, length) of each stretch that was copied. White space that stands for a
    tag, or that parts lines and cells, is no copy."""
    assert seed.essay
    essay, source = seed.essay, seed.source
    for first, there, last in zip(
        essay.origin.here, essay.origin.there, [*essay.origin.here[1:], len(essay.text)], strict=True
    ):
        start, end = first, min(last, essay.block_at(first).span.end)
        while start < end and essay.text[start].isspace() and not source[there + start - first].isspace():
            start += 1
        while (
            start < end
            and essay.text[end - 1].isspace()
            and not source[there + end - 1 - first : there + end - first].isspace()
        ):
            end -= 1
        if start < end:
            yield start, there + start - first, end - start


def _left_out(seed: Seed) -> Iterator[tuple[int, str, str]]:
    """(offset, the character before, words) of each stretch of the seed between two that were copied, but for what
    repairs in it name."""
    assert seed.essay
    copied = _merged((there, there + length) for _, there, length in _runs(seed))
    mended = _merged((repair.span.start, repair.span.end) for repair in seed.essay.repairs)
    gaps = zip([0, *(end for _, end in copied)], [*(start for start, _ in copied), len(seed.source)], strict=True)
    index = 0
    for start, end in gaps:
        words = []
        here = start
        while index < len(mended) and mended[index][1] <= start:
            index += 1
        while index < len(mended) and mended[index][0] < end:
            first, last = mended[index]
            words.append(seed.source[here : max(first, here)])
            here = max(here, min(last, end))
            if last > end:
                break  # it goes on in the next stretch
            index += 1
        words.append(seed.source[here:end])
        yield start, seed.source[max(start - 1, 0) : start], "".join(words)


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that share or touch as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _miscopied(seed: Seed) -> Iterator[Diagnostic]:
    """Where the text has other characters than the seed, and neither a repair nor a code (“&amp;”) says why."""
    essay, source = seed.essay, seed.source
    assert essay
    mended = _merged((repair.span.start, repair.span.end) for repair in essay.repairs)
    starts = [start for start, _ in mended]
    for here, there, length in _runs(seed):
        copied, origin = essay.text[here : here + length], source[there : there + length]
        if copied == origin or SPACE.sub(" ", copied) == SPACE.sub(" ", origin):
            continue
        for offset, (one, other) in enumerate(zip(copied, origin, strict=False)):
            place = bisect_right(starts, there + offset) - 1
            repaired = place >= 0 and mended[place][1] > there + offset
            same = one == other or (one.isspace() and other.isspace())
            if not same and other != "&" and not repaired:
                message = f"Reading changed “{origin[:40]}” to “{copied[:40]}”"
                yield Diagnostic(seed.path, *seed.lines.place(there + offset), "text-changed", message)
                return


def compare(html: str, seed: Seed, page: str) -> list[Diagnostic]:
    """Compare a page's blocks with the seed's. A diagnostic names the block and the first character that differs."""
    assert seed.essay
    shown = [(node.attributes.get("id"), visible(node.text())) for node in LexborHTMLParser(html).css("[data-role]")]
    wanted = [(block.id, visible(seed.essay.words(block.span))) for block in seed.essay.blocks]
    if shown == wanted:
        return []
    words = dict(shown)
    changed = [
        _changed(seed, block, told, words.get(block.id), page)
        for block, (name, told) in zip(seed.essay.blocks, wanted, strict=True)
        if words.get(name) != told
    ]
    if changed:
        return changed
    message = f"{page} has other blocks than the seed, or has them in another order"
    return [Diagnostic(seed.path, 1, 1, "text-changed", message)]


def _changed(seed: Seed, block: Block, wanted: str, shown: str | None, page: str) -> Diagnostic:
    name = f"¶ {block.number}" if block.number else f"the {block.role}"
    if shown is None:
        line, column = seed.place(block.span.start)
        message = f"{page} lost {name} ({block.id}): “{wanted[:60]}”"
        return Diagnostic(seed.path, line, column, "text-changed", message)
    at = next(
        (i for i, (one, other) in enumerate(zip(wanted, shown, strict=False)) if one != other),
        min(len(wanted), len(shown)),
    )
    line, column = seed.place(block.span.start + at)
    message = (
        f"{page} changed {name} ({block.id}): the seed has “{wanted[at : at + 40]}”, the page “{shown[at : at + 40]}”"
    )
    return Diagnostic(seed.path, line, column, "text-changed", message)


def markdown_pages(pages: Mapping[str, str], read: Iterable[Seed], config: Path) -> list[Diagnostic]:
    """Check the essays' Markdown as the publisher will render it, before anything is written."""
    found = []
    converter = _converter(config.read_text("utf-8"))
    for seed in read:
        if seed.essay:
            name = f"essays/{seed.essay.slug}.md"
            converter.reset()
            found += compare(
                converter.convert(re.sub(r"\A---\n.*?\n---\n", "", pages[name], flags=re.DOTALL)), seed, f"docs/{name}"
            )
    return found


class _ConfigLoader(yaml.SafeLoader):
    """Reads mkdocs.yml without obeying the tags (!ENV, !!python/name) that only MkDocs itself resolves."""


_ConfigLoader.add_multi_constructor("", lambda loader, suffix, node: None)


@cache
def _converter(config: str) -> markdown.Markdown:
    """Python-Markdown with the very extensions of mkdocs.yml, after those that MkDocs itself always adds."""
    listed = (yaml.load(config, Loader=_ConfigLoader) or {}).get("markdown_extensions") or []  # noqa: S506 - safe, below
    pairs = (pair for item in listed for pair in (item.items() if isinstance(item, dict) else [(item, {})]))
    configured = {name: settings or {} for name, settings in pairs}
    return markdown.Markdown(extensions=["toc", "tables", "fenced_code", *configured], extension_configs=configured)


def site(folder: Path, read: Iterable[Seed]) -> list[Diagnostic]:
    """Check the published essays against the seeds."""
    found = []
    for seed in read:
        if seed.essay:
            page = folder / "essays" / seed.essay.slug / "index.html"
            name = f"site/essays/{seed.essay.slug}/index.html"
            if page.is_file():
                found += compare(page.read_text("utf-8"), seed, name)
            else:
                found.append(Diagnostic(seed.path, 1, 1, "text-changed", f"{name} is not there"))
    return found


def links(folder: Path) -> Iterator[Diagnostic]:
    """Check that every link between pages of the site leads to a file and an id that are there."""
    pages = {
        path: LexborHTMLParser(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if path.name != "404.html"
    }
    ids = {path: {node.attributes.get("id") for node in tree.css("[id]")} for path, tree in pages.items()}
    for path, tree in pages.items():
        for href in dict.fromkeys(
            node.attributes.get("href") or "" for node in tree.css("a[href], area[href], link[href]")
        ):
            if re.match(r"[a-z][a-z0-9+.-]*:|//", href):
                continue
            address, fragment = urldefrag(href)
            target = _target(path, address)
            name = f"site/{path.relative_to(folder).as_posix()}"
            if target is None:
                yield Diagnostic(name, 1, 1, "link-broken", f"A link leads to {href}, which is not there")
            elif fragment and target in ids and unquote(fragment) not in ids[target]:
                yield Diagnostic(
                    name, 1, 1, "link-broken", f"A link leads to {href}, and there is no such place on that page"
                )


def addresses(folder: Path) -> Iterator[Diagnostic]:
    """Check that every address that anchors.json lists is a place on its page."""
    listed = json.loads((folder / "anchors.json").read_bytes())
    for slug, value in listed.items():
        page = folder / "essays" / slug / "index.html"
        # An essay that has moved leads on from its old page, from every address of the new one.
        blocks = listed.get(value.removeprefix("essays/")) if isinstance(value, str) else value
        if isinstance(blocks, dict) and page.is_file():  # not of an essay that was left out of this build
            ids = {node.attributes.get("id") for node in LexborHTMLParser(page.read_text("utf-8")).css("[id]")}
            name = f"site/{page.relative_to(folder).as_posix()}"
            for lost in sorted(blocks.keys() - ids):
                yield Diagnostic(name, 1, 1, "link-broken", f"An address that is published, #{lost}, is no place there")


def _target(page: Path, address: str) -> Path | None:
    """The file that a relative address on a page leads to, where there is one."""
    try:
        target = (page.parent / unquote(address.split("?", maxsplit=1)[0])).resolve() if address else page
        target = target / "index.html" if target.is_dir() else target
        return target if target.is_file() else None
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return None
