"""An author's notes: which note each mark calls."""

from __future__ import annotations

import pytest

from tests.faithful import faithful

MARKDOWN = "# T\n\nOne[^1] and two[^b] and one more[^1].\n\n[^1]: First.\n\n[^b]: Second.\n"
HTML = (
    "<h1>T</h1><p>One<sup>1</sup> and two<sup>b</sup> and one more<sup>1</sup>.</p>"
    "<p class='footnote'><sup>1</sup> First.</p><p class='footnote'><sup>b</sup> Second.</p>"
)


@pytest.mark.parametrize(("suffix", "text"), [(".md", MARKDOWN), (".html", HTML)])
def test_a_raised_mark_calls_the_note_of_its_name(suffix: str, text: str) -> None:
    essay = faithful(text.encode(), suffix).essay
    assert essay
    words = {block.id: essay.words(block.span) for block in essay.blocks}
    called = [(essay.words(note.mark), words[note.block].split()[-1]) for note in essay.footnotes]
    assert called == [("1", "First."), ("b", "Second."), ("1", "First.")]
