"""A quotation means one place, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.model import Span
from builder.quotations import Lost, find
from builder.records import Quotation

TEXT = "One thing was said. Another thing was said.\n\nThen it was over."


@pytest.mark.parametrize(("wanted", "place"), [
    (Quotation(quote="it was over"), "it was over"),
    (Quotation(quote="thing was\n  said", prefix="Another "), "thing was said"),
    (Quotation(quote="thing was said", suffix=". Another"), "thing was said"),
    (Quotation(quote="was said", prefix="One thing"), "was said"),
    (Quotation(quote="said. Then it", prefix="was"), "said.\n\nThen it"),
])  # fmt: skip
def test_found(wanted: Quotation, place: str) -> None:
    span = find(TEXT, wanted)
    assert isinstance(span, Span) and TEXT[span.start : span.end] == place


@pytest.mark.parametrize(("wanted", "rule", "hint"), [
    (Quotation(quote="thing was said"), "quote-ambiguous", "prefix:"),
    (Quotation(quote="it was all over"), "quote-missing", "it was over."),
    (Quotation(quote="quite other words entirely"), "quote-missing", "as a reader sees them"),
    (Quotation(quote="it was over", prefix="Never "), "quote-missing", "Then"),
])  # fmt: skip
def test_refused(wanted: Quotation, rule: str, hint: str) -> None:
    lost = find(TEXT, wanted)
    assert isinstance(lost, Lost) and lost.rule == rule and hint in lost.hint


@given(st.text(alphabet="ab ", max_size=30), st.text(alphabet="ab ", min_size=1, max_size=4).filter(str.strip))
def test_never_a_guess(text: str, quote: str) -> None:
    text = " ".join(text.split())
    folded = " ".join(quote.split())
    places = [i for i in range(len(text)) if text.startswith(folded, i)]
    span = find(text, Quotation(quote=quote))
    assert (span == Span(places[0], places[0] + len(folded))) if len(places) == 1 else isinstance(span, Lost)
