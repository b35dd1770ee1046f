"""Which paragraphs of a saved web page are its article. trafilatura says which words are; the page says the rest.

A library that extracts drops what an edition may not drop: captions, notes, an author's biography. So its text is
only the witness: the element that holds nearly all of it is the article, and of that everything is kept that is no
furniture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from builder.diagnostics import Unreadable
from builder.readers import Metadata
from builder.readers.assembler import Assembler
from builder.readers.parts import Read
from builder.words import GRAM, grams, plain_words

FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:nav|navigation|navbar|menu|breadcrumbs?|shar(?:e|ing)|social|related|recirc\w*|recommend\w*|"
    r"promo\w*|newsletter|subscri\w*|signup|cookies?|consent|gdpr|banner|adverts?|advertisement|ads?|sponsor\w*|comments?|"
    r"commentlist|respond|disqus|sidebar|widgets?|popup|modal|overlay|toolbar|tools|tags?|topics|pagination|pager|"
    r"masthead|skip|more|most|trending|popular|login|search|toc|donate|paywall|kicker|eyebrow|category|readtime|reading)"
    r"(?:[-_ ]|$|box|list|bar|links|s$)",
    re.IGNORECASE,
)
ABOUT_TEXT = re.compile(
    r"by-?line|author|dek|deck|standfirst|subtitle|subhead|lede|summary|intro|date|publish|time|pull|title|headline|"
    r"caption|bio",
    re.IGNORECASE,
)
SET_APART = frozenset(("aside", "footer", "nav"))
CONTROLS = re.compile(
    r"(?:share|print|e-?mail|tweet|save|listen|subscribe|sign (?:in|up)|log in|menu|search|follow(?: us)?|comments?|"
    r"reply|like|pin|facebook|twitter|linkedin|whatsapp|copy link|read more|more|next|previous|home|back to top|top|"
    r"advertisement|view comments|\d+ comments?|\d+ min(?:ute)?s?(?: read)?)"
    r"(?: this(?: (?:article|story|page|post))?)?(?: on \w+)?[.:]?",
    re.IGNORECASE,
)
# What browsers write at the head of a page that they save: “saved from url=(0042)https://…”, SingleFile “url: https://…”.
SAVED_FROM = re.compile(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>\"]+)")
SAVED_WITHIN = 4096  # characters of the page
MOST = 0.85  # of the article's words, that its element holds at least
DEEPEST = 400  # elements, beyond which no page of a person's is nested
NO_ARTICLE = "Save the article alone: its text as .txt, or its HTML without the page around it."


def choose(page: str, read: Sequence[Read], assembler: Assembler) -> tuple[list[Read], Metadata]:
    """The paragraphs of the article in their order, and what the page says of it. Raises Unreadable where none is."""
    if not read:
        raise Unreadable("seed-article", "No article was found in this page", NO_ARTICLE)
    witness = _witness(page)
    metadata = _metadata(witness, page)
    chain = _Chains(assembler)
    covered = _covered(read, str(witness.get("text") or ""))
    if not covered:
        if any(_is_furniture(chain, one, 0) or _is_links(one) for one in read):
            raise Unreadable("seed-article", "No article was found in this page", NO_ARTICLE)
        return list(read), metadata
    top = _container(read, covered, chain)
    said = Counter(gram for index in covered for gram in grams(plain_words(read[index].paragraph.text)))
    last = max(index for index in covered if top in chain.of(read[index].box))
    title = _title(read, metadata, min(covered), top, chain)
    kept = [
        one
        for index, one in enumerate(read)
        if index == title
        or (top in chain.of(one.box) and _belongs(one, index, index in covered, top, chain, said, covered))
        or (
            title is not None
            and title < index < min(covered)
            and _is_head(one, metadata, chain)
            and not _is_furniture(chain, one, 0)
        )
        or (index in covered and index <= last and not _is_links(one))
        or (index > last and _is_biography(one, metadata, chain))
    ]
    if not kept:
        raise Unreadable("seed-article", "No article was found in this page", NO_ARTICLE)
    return kept, metadata


def _witness(page: str) -> Mapping[str, object]:
    import trafilatura  # takes long to import, and only saved pages need it

    try:
        document = trafilatura.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=True)
    except (RecursionError, ValueError, AttributeError, TypeError, KeyError, AssertionError):
        return {}  # a page that breaks the witness is one without an article
    if document is None:
        return {}
    return document if isinstance(document, dict) else document.as_dict()


def _metadata(found: Mapping[str, object], page: str) -> Metadata:
    def text(key: str) -> str:
        value = found.get(key)
        return " ".join(value.split())[:300] if isinstance(value, str) else ""

    saved = SAVED_FROM.search(page[:SAVED_WITHIN])
    address = text("url") or (saved[1] if saved else "")
    url = address if re.fullmatch(r"https?://[^\s<>\"]+", address) else ""
    authors = tuple(name.strip() for name in text("author").split(";") if name.strip())
    language = text("language") if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text("language")) else ""
    return Metadata(text("title"), authors, text("date"), text("sitename"), url, language, text("license"))


class _Chains:
    """For each element the elements around it, outermost first."""

    def __init__(self, assembler: Assembler) -> None:
        self.elements = assembler.elements
        self._parents = assembler.parents
        self._known: dict[int, tuple[int, ...]] = {0: (0,)}

    def of(self, box: int) -> tuple[int, ...]:
        if box not in self._known:
            chain = [box]
            while chain[-1] and len(chain) < DEEPEST:
                chain.append(self._parents[chain[-1]])
            self._known[box] = tuple(reversed(chain))
        return self._known[box]

    def below(self, box: int, top: int) -> list[tuple[str, Mapping[str, str]]]:
        """The elements around `box` that lie within `top`."""
        chain = self.of(box)
        inner = chain[chain.index(top) + 1 :] if top in chain else chain
        return [self.elements[number] for number in inner]


def _covered(read: Sequence[Read], text: str) -> set[int]:
    """Indices of the paragraphs whose words the witness has, too."""
    lines = {plain_words(line) for line in text.splitlines()}
    known = grams(plain_words(text))
    found = set()
    for index, one in enumerate(read):
        words = plain_words(one.paragraph.text)
        own = grams(words)
        if len(own) >= GRAM:
            if len(own & known) >= 0.6 * len(own):
                found.add(index)
        elif words and words in lines:
            found.add(index)
    return found


def _container(read: Sequence[Read], covered: set[int], chain: _Chains) -> int:
    """The innermost element that holds nearly all of the witness's words."""
    held: Counter[int] = Counter()
    for index in covered:
        held.update(dict.fromkeys(chain.of(read[index].box), len(read[index].paragraph.text)))
    least = MOST * held[0]
    return max((box for box in held if held[box] >= least), key=lambda box: (len(chain.of(box)), -box))


def _title(read: Sequence[Read], metadata: Metadata, first: int, top: int, chain: _Chains) -> int | None:
    """The heading that the page itself names as its title, else the one nearest above the text."""
    wanted = plain_words(metadata.title)
    headings = [
        i for i, one in enumerate(read[: first + 1]) if one.paragraph.role == "heading" and one.paragraph.level <= 3
    ]
    named = [i for i in headings if wanted and _holds(wanted, plain_words(read[i].paragraph.text))]
    named.sort(key=lambda i: len(read[i].paragraph.text))
    within = [i for i in headings if top in chain.of(read[i].box)]
    first_level = [i for i in headings if read[i].paragraph.level == 1]
    return next((found[-1] for found in (named, first_level[-1:] if not within else [], within) if found), None)


def _holds(words: Sequence[str], part: Sequence[str]) -> bool:
    """Whether `part` stands in `words` at their beginning or at their end."""
    return bool(part) and tuple(part) in (tuple(words[: len(part)]), tuple(words[-len(part) :]))


def _belongs(
    one: Read, index: int, is_covered: bool, top: int, chain: _Chains, said: Counter[int], covered: set[int]
) -> bool:
    """Whether a paragraph within the article's element is the article's."""
    if CONTROLS.fullmatch(one.paragraph.text) or _is_links(one):
        return False
    if is_covered:
        return not _is_furniture(chain, one, top) or _repeats(one, index, said, covered)
    if _is_furniture(chain, one, top):
        return _repeats(one, index, said, covered)
    return True


def _repeats(one: Read, index: int, said: Counter[int], covered: set[int]) -> bool:
    """Whether a paragraph that is set apart repeats words of the text: a pull quote."""
    own = grams(plain_words(one.paragraph.text))
    if not own or len(own) > 100:
        return False
    elsewhere = sum(said[gram] > (index in covered) for gram in own)
    return elsewhere >= 0.6 * len(own)


def _is_furniture(chain: _Chains, one: Read, top: int) -> bool:
    for name, attributes in chain.below(one.box, top):
        told = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if FURNITURE.search(told) and not (name in ("html", "body") or ABOUT_TEXT.search(told)):
            return True
        if name in SET_APART and not ABOUT_TEXT.search(told):
            return True
        if attributes.get("role") in ("navigation", "complementary", "search", "contentinfo", "dialog", "alert"):
            return True
    return False


def _is_links(one: Read) -> bool:
    """A paragraph that is mostly links, and no sentence."""
    text = one.paragraph.text
    sentence = re.search(r"[.!?…”]$", text) is not None
    return (
        one.paragraph.role != "heading"
        and one.linked > (0.8 if sentence else 0.6) * len(text)
        and len(text.split()) < 40
    )


def _is_biography(one: Read, metadata: Metadata, chain: _Chains) -> bool:
    """Below the text: a few lines that begin with the author's name, in an element that says whose they are."""
    told = " ".join(f"{a.get('class', '')} {a.get('id', '')}" for _, a in chain.below(one.box, 0))
    opening = one.paragraph.text.casefold()
    named = any(opening.startswith(author.casefold()) for author in metadata.authors)
    return (
        named
        and len(one.paragraph.text.split()) > 5
        and re.search(r"author|bio|contributor", told, re.IGNORECASE) is not None
    )


def _is_head(one: Read, metadata: Metadata, chain: _Chains) -> bool:
    """Between the title and the text: who wrote it, when, and what it is about."""
    words = set(plain_words(one.paragraph.text))
    if one.paragraph.role == "caption":
        return True
    names = {word for author in metadata.authors for word in plain_words(author)}
    if names and names <= words and len(words) < 30:
        return True
    if metadata.published[:4] and metadata.published[:4] in words and len(words) <= 6:
        return True
    name, attributes = chain.elements[one.box]
    told = f"{attributes.get('class', '')} {attributes.get('itemprop', '')} {attributes.get('rel', '')}"
    return bool(ABOUT_TEXT.search(told)) or (
        len(words) >= 6 and name in ("p", "h2", "h3", "div") and not _is_links(one)
    )
