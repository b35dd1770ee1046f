"""A quotation means one place, or none."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builder.model import Span
from builder.quotations import Found, Lost, find, selector
from builder.records import Quotation

TEXT = "One thing was said. Another thing was said.\n\nThen it was over."


LONG = "She said that the matter of the harbour was settled for good. The harbour was shut. The mill was shut."


@pytest.mark.parametrize(("wanted", "place"), [
    (Quotation(quote="it was over"), "it was over"),
    (Quotation(quote="thing was\n  said", prefix="Another "), "thing was said"),
    (Quotation(quote="thing was said", suffix=". Another"), "thing was said"),
    (Quotation(quote="was said", prefix="One thing"), "was said"),
    (Quotation(quote="said. Then it", prefix="was"), "said.\n\nThen it"),
])  # fmt: skip
def test_exact(wanted: Quotation, place: str) -> None:
    found = find(TEXT, wanted)
    assert isinstance(found, Found) and found.state == "exact"
    assert TEXT[found.span.start : found.span.end] == place


@pytest.mark.parametrize(("wanted", "place"), [
    (Quotation(quote="the matter of the harbour was settled", prefix="He knew that "), "the matter of the harbour was settled"),
    (Quotation(quote="settled for", prefix="the harbour was", suffix=" a while"), "settled for"),
    (Quotation(quote="settled for", prefix="never", suffix=" good. The harbour"), "settled for"),
])  # fmt: skip
def test_moved(wanted: Quotation, place: str) -> None:
    found = find(LONG, wanted)
    assert isinstance(found, Found) and found.state == "moved"
    assert LONG[found.span.start : found.span.end] == place


@pytest.mark.parametrize(("text", "wanted", "rule", "hint"), [
    (TEXT, Quotation(quote="thing was said"), "quote-ambiguous", 'prefix: "Another"'),
    (TEXT, Quotation(quote="it was all over"), "quote-changed", 'quote: "it was over"'),
    (TEXT, Quotation(quote="quite other words entirely"), "quote-missing", "as a reader sees them"),
    # Few words may be another passage's: what stood before them tells it.
    (TEXT, Quotation(quote="it was over", prefix="Never "), "quote-changed", 'quote: "it was over"'),
    (LONG, Quotation(quote="settled for", prefix="was", suffix=" a while"), "quote-changed", 'quote: "settled for"'),
    # Two places as like as each other: none is offered.
    (LONG, Quotation(quote="The mall was shut"), "quote-changed", 'quote: "The mill was shut"'),
    (LONG + " The hill was shut.", Quotation(quote="The tall was shut"), "quote-missing", ""),
    (LONG, Quotation(quote="a"), "quote-length", "few words"), (LONG, Quotation(quote="a " * 2500), "quote-length", "few words"),
    ("", Quotation(quote="no words"), "quote-missing", ""),
    # No words end within another: not “5 percent” in “15 percent”.
    ("He paid 15 percent to it.", Quotation(quote="5 percent"), "quote-changed", 'quote: "15 percent"'),
    ("It was concatenated.", Quotation(quote="cat"), "quote-missing", ""),
])  # fmt: skip
def test_refused(text: str, wanted: Quotation, rule: str, hint: str) -> None:
    lost = find(text, wanted)
    assert isinstance(lost, Lost) and lost.rule == rule and hint in lost.hint


@given(
    st.text(alphabet="ab ", max_size=30),
    st.text(alphabet="ab ", min_size=2, max_size=4).filter(lambda q: len(q.strip()) > 1),
)
def test_never_a_guess(text: str, quote: str) -> None:
    text = " ".join(text.split())
    folded = " ".join(quote.split())
    places = [m.start() for m in re.finditer(rf"(?=\b{folded}\b)", text)]
    found = find(text, Quotation(quote=quote))
    if len(places) == 1:
        assert found == Found(Span(places[0], places[0] + len(folded)), "exact")
    else:
        assert isinstance(found, Lost)


@given(st.lists(st.sampled_from("one two three four five".split()), min_size=3, max_size=30).map(" ".join), st.data())
def test_what_is_offered_means_just_that_place(text: str, data: st.DataObject) -> None:
    """Pasted into the sidecar, whatever is offered is found exactly."""
    words = text.split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    place = Span(len(" ".join(words[:start]) + " ") if start else 0, len(" ".join(words[:end])))
    offered = Quotation.model_validate(yaml.safe_load(selector(text, place)))
    assert find(text, offered) == Found(place, "exact")
    longer = yaml.safe_load(selector(text, place, "from"))["from"]
    assert isinstance(find(text, Quotation(quote=longer)), Found) or text.count(longer) > 1


@pytest.mark.parametrize(("text", "wanted"), [
    (TEXT, Quotation(quote="thing was said")), (TEXT, Quotation(quote="it was all over")), (TEXT, Quotation(quote="it was over", prefix="Never ")),
    (LONG, Quotation(quote="The harbor was shut")), ("a b c. " * 3 + "a b d.", Quotation(quote="a b")),
])  # fmt: skip
def test_a_repair_mends(text: str, wanted: Quotation) -> None:
    lost = find(text, wanted)
    assert isinstance(lost, Lost)
    pasted = Quotation.model_validate(yaml.safe_load(lost.hint.partition("\n")[2]))
    assert isinstance(found := find(text, pasted), Found) and found.state == "exact"
