"""W3C Web Annotations of an essay (https://www.w3.org/TR/annotation-model/): mentions, notes and references.

Each target has a TextQuoteSelector and a TextPositionSelector (code points) over the essay's text.txt. Addresses are
relative to the file, so that they hold on any host.
"""

from __future__ import annotations

import json

from builder.glossary import Glossary
from builder.model import Annotations, CrossReference, Essay, Mention, Note, Span
from builder.prose import unmarked

# Our own words are named apart, as JSON-LD asks: whether a mention is linked, and why.
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"reader": "urn:annotated-reader:"}]
AROUND = 32  # code points of prefix and suffix


def annotations_jsonld(essay: Essay, layers: Annotations, glossary: Glossary, language: str) -> str:
    """`language` is the editors', for their notes."""
    items = [_mention(essay, mention, glossary) for mention in layers.mentions]
    items += [_note(essay, note, glossary, language) for note in layers.notes]
    items += [_reference(essay, reference, index) for index, reference in enumerate(layers.references, 1)]
    page = {
        "@context": CONTEXT,
        "id": "annotations.jsonld",
        "type": "AnnotationPage",
        "label": f"Annotations of “{essay.title}”",
        "items": items,
    }
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _target(essay: Essay, span: Span) -> dict[str, object]:
    quote = {
        "type": "TextQuoteSelector",
        "exact": essay.words(span),
        "prefix": essay.text[max(span.start - AROUND, 0) : span.start],
        "suffix": essay.text[span.end : span.end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {
        "source": "text.txt",
        "selector": [quote, position],
        "scope": f"./#{essay.block_at(span.start).id}",
    }


def _mention(essay: Essay, mention: Mention, glossary: Glossary) -> dict[str, object]:
    term = glossary.terms[mention.term]
    return {
        "id": f"#mention-{mention.term}-{mention.span.start}",
        "type": "Annotation",
        "motivation": "identifying" if mention.named else "linking",
        "body": {
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": f"../../glossary/{term.id}/",
            "reader:term": term.id,
            "label": term.name,
        },
        "reader:linked": mention.linked,
        "reader:reason": mention.reason,
        "target": _target(essay, mention.span),
    }


def _note(essay: Essay, note: Note, glossary: Glossary, language: str) -> dict[str, object]:
    body: dict[str, object] = {
        "type": "TextualBody",
        "value": unmarked(note.text, glossary),
        "format": "text/plain",
        "language": language,
        "purpose": "commenting",
    }
    sources = [
        {"type": "SpecificResource", "purpose": "linking", "source": source.url}
        for source in note.sources
        if source.url
    ]
    return {
        "id": f"#note-{note.number}",
        "type": "Annotation",
        "motivation": "commenting",
        "reader:kind": note.kind,
        "reader:state": note.state,
        "body": [body, *sources],
        "target": _target(essay, note.span),
    }


def _reference(essay: Essay, reference: CrossReference, index: int) -> dict[str, object]:
    position = {"type": "TextPositionSelector", "start": reference.to_span.start, "end": reference.to_span.end}
    body = {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": f"../{reference.to_essay}/text.txt",
        "selector": position,
    }
    return {
        "id": f"#reference-{index}",
        "type": "Annotation",
        "motivation": "linking",
        "reader:explicit": reference.explicit,
        "reader:reason": reference.reason,
        "body": body,
        "target": _target(essay, reference.span),
    }
