"""An annotated line: a sentence of an essay that shows on the first page how the reader works, found by rule."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from builder import facts
from builder.concordance import Essays, by_date, split_sentences
from builder.glossary import MAIN_KINDS, Glossary, Term
from builder.model import Annotations, Block, Essay, Mention, Note, Span
from builder.splicing import LINK_RANK, NOTE_RANK, Layer, inline, tag

LINE = range(50, 181)  # characters of the sentence
NOTE = 260  # characters of its note, at most


@dataclass(frozen=True)
class Specimen:
    """A sentence with its links and its note, as the essay's page has them, and one term that it links."""

    essay: Essay
    block: Block
    words: Markup
    note: Note
    term: Term
    then: str  # what was true of the term at the essay's date


@dataclass(frozen=True, slots=True)
class _Line:
    essay: Essay
    sentence: Span
    note: Note
    linked: tuple[Mention, ...]

    @property
    def length(self) -> int:
        return self.sentence.end - self.sentence.start + len(self.note.text)


def specimen(essays: Essays, glossary: Glossary) -> Specimen | None:
    """Of the sentences that link a term of the main kinds and bear one note, and no other mark, the one that is
    shortest together with its note; of two as short the older. None where no sentence is fit to stand alone."""
    lines = (line for essay, layers in by_date(essays) for line in _lines(essay, layers))
    fit = ((line, term) for line in lines if (term := _main_term(line, glossary)))
    best = min(fit, key=lambda pair: pair[0].length, default=None)
    return _shown(*best) if best else None


def _lines(essay: Essay, layers: Annotations) -> Iterator[_Line]:
    """The sentences of numbered paragraphs with one note and no other mark of the editors or the author."""
    marks = [*(note.span for note in layers.notes), *(style.span for style in essay.styles)]
    marks += [footnote.mark for footnote in essay.footnotes]
    sentences: dict[str, Sequence[Span]] = {}
    for note in layers.notes:
        block = essay.block_at(note.span.start)
        if not block.number or len(note.text) > NOTE:
            continue
        if block.id not in sentences:
            sentences[block.id] = tuple(split_sentences(essay, block))
        at = bisect_right(sentences[block.id], note.span.start, key=lambda sentence: sentence.start) - 1
        sentence = sentences[block.id][max(at, 0)]
        if not sentence.holds(note.span) or sentence.end - sentence.start not in LINE:
            continue
        if sum(mark.start < sentence.end and sentence.start < mark.end for mark in marks) == 1:
            linked = (mention for mention in layers.mentions if mention.linked and sentence.holds(mention.span))
            yield _Line(essay, sentence, note, tuple(linked))


def _main_term(line: _Line, glossary: Glossary) -> Term | None:
    terms = (glossary.terms[mention.term] for mention in line.linked)
    return next((term for term in terms if term.kind in MAIN_KINDS), None)


def _shown(line: _Line, term: Term) -> Specimen:
    essay, note = line.essay, line.note
    mark = tag("span", {"class": "reader-specimen__mark", "data-kind": note.kind})
    reference = {
        "class": "reader-specimen__ref", "href": f"essays/{essay.slug}/#note-{note.number}", "data-kind": note.kind,
        "aria-label": f"Note {note.number}",
    }  # fmt: skip
    tail = f"{tag('a', reference)}{note.number}</a>"
    layers = [Layer(note.span, NOTE_RANK, mark, "</span>", tail)]
    for mention in line.linked:
        link = tag("a", {"class": "reader-ref", "href": f"glossary/{mention.term}/"})
        layers.append(Layer(mention.span, LINK_RANK, link, "</a>"))
    words = Markup(inline(essay.text, line.sentence, layers))  # noqa: S704 - escaped
    then = facts.summary(term, essay.date) if essay.date else ""
    return Specimen(essay, essay.block_at(line.sentence.start), words, note, term, then)
