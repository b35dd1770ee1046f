"""links.json: every candidate for a link, taken or not, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping

from builder.model import Annotations, Essay

Essays = Mapping[str, tuple[Essay, Annotations]]


def links_json(essays: Essays) -> str:
    listed: dict[str, list[dict[str, object]]] = {}
    for slug, (essay, layers) in essays.items():
        taken = [
            {
                "start": m.span.start,
                "end": m.span.end,
                "surface": essay.words(m.span),
                "terms": [m.term],
                "linked": m.linked,
                "reason": m.reason,
            }
            for m in layers.mentions
        ]
        left = [
            {
                "start": c.span.start,
                "end": c.span.end,
                "surface": c.surface,
                "terms": list(c.terms),
                "linked": False,
                "reason": c.reason,
            }
            for c in layers.candidates
        ]
        listed[slug] = sorted(taken + left, key=lambda entry: (entry["start"], entry["end"]))
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
