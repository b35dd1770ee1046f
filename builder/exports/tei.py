"""An essay with all that is said of it as TEI P5 (https://tei-c.org/guidelines/p5/), which the PDF is made of, too."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cache, partial

from babel import Locale
from markupsafe import Markup

from builder import facts, filing, prose, repairs, templating
from builder.cards import Card, cards
from builder.citing import NO_CITATIONS, Citations
from builder.collection import Collection
from builder.creators import creators
from builder.exports import tei_text
from builder.exports.xml import fit
from builder.glossary import Term
from builder.model import Annotations, CrossReference, Essay, Kind
from builder.showcase import shorten
from builder.splicing import tag
from builder.templating import Template
from builder.works import both

PASSAGE = 140  # characters of a passage elsewhere that shared terms led to
# The lists of what an essay speaks of: their elements, those of an entry and of a name, and the kinds that are in them.
LISTS: tuple[tuple[str, str, str, tuple[Kind, ...]], ...] = (
    ("listOrg", "org", "orgName", ("organization", "court", "institution")),
    ("listPerson", "person", "persName", ("person",)),
    ("listPlace", "place", "placeName", ("place",)),
    ("listEvent", "event", "label", ("event",)),
    ("list", "item", "name", ("treaty", "concept")),
)


def tei(collection: Collection, essay: Essay, layers: Annotations, cited: Citations = NO_CITATIONS) -> str:
    """The whole file."""
    glossary, language = collection.glossary, collection.record.language
    shown = cards(essay, layers, glossary, collection.record.edition, {mention.term for mention in layers.mentions})
    listed = {card.term.id for card in shown}
    whole = _template().render(
        essay=essay,
        collection=collection.record,
        address=collection.leads(f"essays/{essay.slug}/"),
        creators=creators(essay, glossary),
        date=facts.spoken_date(essay.date) if essay.date and essay.published == essay.date else essay.published,
        unsure=collection.seeds[essay.slug].sidecar.unsure,
        mended=repairs.told(essay.repairs),
        languages=dict.fromkeys([essay.language, language, *(style.lang for style in essay.styles if style.lang)]),
        body=Markup(tei_text.body(essay, layers, glossary, language)),  # noqa: S704 - escaped
        lists=list(_lists(shown)),
        prose=lambda text: prose.markup(text, glossary, partial(_link, listed=listed), ("<emph>", "</emph>")),
        references=[_reference(collection, essay, reference) for reference in layers.references],
        works={name: work for name, work in both(essay, collection).items() if work.key in cited},
        cited=cited,
    )
    return fit(whole)


@cache
def _template() -> Template:
    environment = templating.environment()
    environment.filters |= {
        "spoken_date": facts.spoken_date,
        "uri": tei_text.uri,
        "filed": filing.filed,
        "term_id": tei_text.term_id,
        "language": lambda code: Locale("en").languages.get(code.partition("-")[0].lower(), code),
    }
    return environment.get_template("essay.tei.xml")


def _lists(shown: Sequence[Card]) -> Iterator[tuple[str, str, str, list[Card]]]:
    for of, entry, name, kinds in LISTS:
        if held := [card for card in shown if card.term.kind in kinds]:
            yield of, entry, name, held


def _link(term: Term, listed: Container[str]) -> str:
    """To the entry in the file, or to its page."""
    here = term.id in listed
    return tag("ref", {"target": f"#{tei_text.term_id(term.id)}" if here else f"../../glossary/{term.id}/"})


def _reference(collection: Collection, essay: Essay, reference: CrossReference) -> dict[str, object]:
    other = collection.essays[reference.to_essay][0]
    to = other.block_at(reference.to_span.start)
    return {
        "block": essay.block_at(reference.span.start),
        "other": other,
        "to": to,
        "words": other.words(reference.to_span) if reference.explicit else shorten(other.words(to.span), PASSAGE),
        "reason": reference.reason,
    }
