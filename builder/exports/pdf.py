"""An essay as a PDF to print: its TEI file, set with the template `essay.typ`."""

from __future__ import annotations

from builder.citing import NO_CITATIONS, Citations
from builder.collection import Collection
from builder.exports.tei import tei
from builder.model import Annotations, Essay


def pdf(collection: Collection, essay: Essay, layers: Annotations, cited: Citations = NO_CITATIONS) -> bytes:
    """Needs Typst: look at `extras.PDF.there` first."""
    from builder import typesetting

    record = collection.record
    words = {"tei": tei(collection, essay, layers, cited), "language": record.language}
    return typesetting.pdf("essay.typ", words, record.edition)
