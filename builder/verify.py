"""The promise that not one word changes, checked on what was really written: block by block, character by character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import markdown
import yaml
from selectolax.lexbor import LexborHTMLParser

from builder.diagnostics import Diagnostic, line_column
from builder.model import Block
from builder.seeds import Seed

SPACE = re.compile(r"\s+")
MARKUP = re.compile(r"(?:\s|\*{1,3}|#{1,6}(?=[ \t])|</?[A-Za-z]+(?:\s[^<>]*)?/?>)*")  # all that a reader may take out


def visible(text: str) -> str:
    """Text as a reader sees it: NFC, white space folded."""
    return SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def seeds(read: Iterable[Seed]) -> Iterator[Diagnostic]:
    """Check that reading lost nothing: what of a seed is in no block is white space or markup that was understood."""
    for seed in read:
        if seed.essay:
            for start, end in _left_out(seed):
                words = seed.source[start:end]
                if not MARKUP.fullmatch(words):
                    place = line_column(seed.source, start + len(words) - len(words.lstrip()))
                    yield Diagnostic(seed.path, *place, "text-changed", f"Reading lost “{words.strip()[:60]}”")


def _left_out(seed: Seed) -> Iterator[tuple[int, int]]:
    """The stretches of the seed that no run of the canonical text copies, as half-open offsets."""
    assert seed.essay
    essay, here = seed.essay, 0
    runs = zip(essay.origin.here, essay.origin.there, [*essay.origin.here[1:], len(essay.text)], strict=True)
    for first, there, last in runs:
        block = essay.block_at(first)
        yield here, there
        here = there + min(last, block.span.end) - first
    yield here, len(seed.source)


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


def _target(page: Path, address: str) -> Path | None:
    """The file that a relative address on a page leads to, where there is one."""
    try:
        target = (page.parent / unquote(address.split("?", maxsplit=1)[0])).resolve() if address else page
        target = target / "index.html" if target.is_dir() else target
        return target if target.is_file() else None
    except (OSError, ValueError):  # a name too long, or one that no file can have
        return None
