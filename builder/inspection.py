"""How one seed is read: what `reader inspect` prints, as a value and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import indent
from typing import Any

from builder import suggestions
from builder.annotating import Annotated, Context, annotate_one
from builder.diagnostics import Diagnostic, Refused
from builder.glossary import Glossary, read_glossary
from builder.ignores import silence
from builder.matching import Gazetteer
from builder.model import Candidate, Essay, Mention, Span
from builder.pipeline import Reading
from builder.project import NOTHING_SAID, Project, open_project


def inspect(file: Path, root: Path) -> dict[str, Any]:
    """Read `file`, with the glossary and the policy of the collection at `root` where there is one."""
    try:
        project = open_project(root)
        glossary, _ = read_glossary(project)
    except Refused as refused:
        if any(diagnostic.rule != "project-missing" for diagnostic in refused.diagnostics):
            raise
        project = Project(root.resolve(), NOTHING_SAID)
        glossary = Glossary({}, (), {})
    context = Context(project, glossary, Gazetteer(glossary.forms))
    return _report(annotate_one(file.resolve(), context), glossary)


def explained(reading: Reading, files: Collection[Path]) -> Iterator[str]:
    """Every decision on every surface form, in the order of the text, and what the contributor may want to add.

    `files`, where there are any, are the essays that are asked for, or their sidecars.
    """
    collection, project = reading.collection, reading.project
    wanted = {path.with_suffix("") for path in files}
    asked = (s for s in collection.seeds.values() if not wanted or (project.root / s.path).with_suffix("") in wanted)
    seeds = [seed for seed in asked if seed.essay]
    for seed in seeds:
        assert seed.essay
        layers = collection.essays[seed.essay.slug][1]
        entries: list[Mention | Candidate] = [*layers.mentions, *layers.candidates]
        for entry in sorted(entries, key=lambda entry: entry.span):
            line, column = seed.place(entry.span.start)
            surface = " ".join(seed.essay.words(entry.span).split())
            yield f"{seed.path}:{line}:{column}: “{surface}” {_decision(entry)}"
    found = [suggestion for seed in seeds for suggestion in suggestions.of_essay(seed, collection.glossary)]
    if not files:
        found += suggestions.of_collection(collection.seeds, collection.essays, collection.glossary)
    for suggestion in found:
        place = f"{suggestion.path}:{suggestion.line}:{suggestion.column}"
        yield f"{place}: suggestion: {suggestion.message} ({suggestion.snippet})"


def _decision(entry: Mention | Candidate) -> str:
    if isinstance(entry, Candidate):
        return f"is left alone ({', '.join(dict.fromkeys(entry.terms))}): {entry.reason}"
    return f"→ {entry.term}{', linked' if entry.linked else ''}: {entry.reason}"


def _report(annotated: Annotated, glossary: Glossary) -> dict[str, Any]:
    essay, layers = annotated.seed.essay, annotated.layers
    return {
        "essay": _head(essay) if essay else None,
        "text": essay.text if essay else "",
        "blocks": [
            {"id": block.id, "role": block.role, "number": block.number, **_span(block.span), "reason": block.reason}
            for block in (essay.blocks if essay else ())
        ],
        "mentions": [
            {"term": mention.term, **_span(mention.span), "linked": mention.linked, "reason": mention.reason}
            for mention in layers.mentions
        ],
        "candidates": [
            {"surface": left.surface, **_span(left.span), "terms": list(left.terms), "reason": left.reason}
            for left in layers.candidates
        ],
        "notes": [
            {
                "number": note.number,
                "kind": note.kind,
                "state": note.state,
                **_span(note.span),
                "text": note.text,
                "sources": [asdict(s) for s in note.sources],
            }
            for note in layers.notes
        ],
        "repairs": [
            {"rule": r.rule, "message": r.message, "line": r.line, "column": r.column, **_span(r.span)}
            for r in (essay.repairs if essay else ())
        ],
        "diagnostics": sorted(_unsilenced(annotated)),
        "footnotes": [
            {"mark": _span(f.mark), "label": _span(f.label), "block": f.block}
            for f in (essay.footnotes if essay else ())
        ],
        "doubts": [asdict(doubt) for doubt in (essay.doubts if essay else ())],
        "suggestions": [asdict(suggestion) for suggestion in suggestions.of_essay(annotated.seed, glossary)],
        "names": [(name, times) for name, _, times in suggestions.without_entry(essay, layers)] if essay else [],
    }


def _unsilenced(annotated: Annotated) -> Iterator[Diagnostic]:
    document = annotated.seed.document
    return silence(annotated.diagnostics, [(document.path, ignore) for ignore in document.ignores], judged=False)


def _span(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _head(essay: Essay) -> dict[str, Any]:
    return {
        "slug": essay.slug,
        "title": essay.title,
        "authors": [asdict(author) for author in essay.authors],
        "date": essay.date,
        "published": essay.published,
        "venue": essay.venue,
        "language": essay.language,
    }


def told(report: dict[str, Any]) -> str:
    """The report for a person."""
    lines: list[str] = []
    text, essay = report["text"], report["essay"]
    if essay:
        authors = ", ".join(author["name"] for author in essay["authors"])
        lines += [f"{essay['title']} · {authors or 'no author'} · {essay['published'] or 'no date'}", "", "Blocks"]
        lines += [
            f"  {b['role']:<12} {_number(b):>5}  {_short(text[b['start'] : b['end']])}   [{b['reason']}]"
            for b in report["blocks"]
        ]
    lines += _section(
        "Mentions", (f"{text[m['start'] : m['end']]} → {m['term']}: {m['reason']}" for m in report["mentions"])
    )
    lines += _section("Left alone", (f"{c['surface']}: {c['reason']}" for c in report["candidates"]))
    lines += _section(
        "Notes", (f"{n['number']}. {n['kind']}: “{_short(text[n['start'] : n['end']])}”" for n in report["notes"])
    )
    lines += _section("Repairs", (f"line {r['line']}: {r['message']}" for r in report["repairs"]))
    lines += _section("Not sure; to settle one, paste the lines below it into the sidecar", _doubts(report["doubts"]))
    suggested = (f"line {s['line']}: {s['message']} ({s['snippet']})" for s in report["suggestions"])
    lines += _section("Suggestions", suggested)
    return "\n".join(lines + _section("Findings", report["diagnostics"])).strip()


def _doubts(doubts: list[dict[str, Any]]) -> Iterator[str]:
    """Each doubt with its snippet; one heading serves them all."""
    for index, doubt in enumerate(doubts):
        snippet = doubt["snippet"].splitlines()
        told = [f"line {doubt['line']}: {doubt['message']}", *(snippet if index == 0 else snippet[1:])]
        yield "\n    ".join(told)


def _section(name: str, items: Iterable[object]) -> list[str]:
    """A heading with the number of the items, of which each may have several lines."""
    told = [indent(str(item), "  ") for item in items]
    return ["", f"{name} ({len(told)})", *told] if told else []


def _number(block: dict[str, Any]) -> str:
    return f"¶ {block['number']}" if block["number"] else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
