"""What programs read of an essay in its page and in the list of essays: Highwire tags, Open Graph, schema.org, COinS.

Zotero's translators (Embedded Metadata, COinS) and Google Scholar decide what is told where; decision 16 says how.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from babel.core import get_global
from markupsafe import Markup

from builder.collection import Collection
from builder.creators import Creator
from builder.licences import commons
from builder.model import Essay
from builder.works import SEASONS, Work, edition, published

Tag = list[str]  # a name and a content
HARD = "\u00a0"  # a space
IN_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def highwire(essay: Essay, collection: Collection, printed: bool) -> list[Tag]:
    """The citation_* tags of the essay. `printed`: whether it has a PDF. Addresses need that of the site."""
    work = published(essay, collection.glossary)
    page = collection.leads(f"essays/{essay.slug}/")
    told = [
        ("citation_title", work.title),
        *(("citation_author", _parted(creator)) for creator in work.authors),
        ("citation_journal_title", work.container),
        ("citation_publication_date", work.issued.iso.replace("-", "/") if work.issued else ""),
        ("citation_issue", SEASONS[work.issued.season] if work.issued else ""),
        ("citation_language", work.language),
        ("citation_public_url", page),
        ("citation_fulltext_html_url", page),
        ("citation_pdf_url", page and f"{page}{essay.slug}.pdf" if printed else ""),
        ("citation_keywords", "; ".join(essay.tags)),
        ("dc.rights", essay.rights),
    ]
    return [[name, content] for name, content in told if content]


def _parted(creator: Creator) -> str:
    """“Family, Given”. Zotero takes one author with words on both sides of the comma for two, unless the spaces of the
    given name are hard; and a name of several words for a person's, unless a comma ends it."""
    if not creator.family:
        return f"{creator.name}," if creator.organization else creator.name
    family = " ".join(part for part in (creator.surname, creator.suffix) if part)
    return f"{family}, {creator.given.replace(' ', HARD) if ' ' in family else creator.given}"


def open_graph(essay: Essay, collection: Collection, description: str) -> list[Tag]:
    work = published(essay, collection.glossary)
    told = [
        ("og:type", "article"),
        ("og:title", work.title),
        ("og:description", description),
        ("og:url", collection.leads(f"essays/{essay.slug}/")),
        ("og:site_name", collection.record.title),
        ("og:locale", _locale(work.language)),
        *(("article:author", creator.name) for creator in work.authors),
        ("article:published_time", work.issued.iso if work.issued else ""),
        *(("article:tag", tag) for tag in essay.tags),
    ]
    return [[name, content] for name, content in told if content]


def _locale(language: str) -> str:
    """The language with its territory, as Open Graph wants it: en_US; of a language without one, nothing."""
    code = language.replace("-", "_")
    parts = str(get_global("likely_subtags").get(code, code)).split("_")
    return f"{parts[0]}_{parts[-1]}" if len(parts) > 1 and re.fullmatch("[A-Z]{2}", parts[-1]) else ""


def linked_data(essay: Essay, collection: Collection, description: str) -> Markup:
    """The page in the words of schema.org, as JSON that nothing can take for the end of its element."""
    work, here = published(essay, collection.glossary), edition(essay, collection)
    affiliations = {author.name: author.affiliation for author in essay.authors}
    licence = commons(essay.rights)
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": work.title,
        "description": description,
        "author": [_maker(creator, affiliations[creator.name]) for creator in work.authors],
        "editor": [_maker(creator) for creator in here.editors],
        "publisher": work.container and {"@type": "Organization", "name": work.container},
        "datePublished": work.issued.iso if work.issued else "",
        "dateModified": here.issued.iso if here.issued else "",
        "inLanguage": work.language,
        "keywords": list(essay.tags),
        "url": here.address,
        "isPartOf": {"@type": "Collection", "name": here.container, "url": collection.leads("")},
        "isBasedOn": work.address,
        "license": licence.address if licence else "",
        "copyrightNotice": essay.rights,
        "hasPart": {"@type": "Dataset", "name": f"Annotations of “{work.title}”", "url": "annotations.jsonld"},
    }
    text = json.dumps(_known(told), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(IN_SCRIPT))  # noqa: S704 - it holds no character that ends a script


def _known(value: object) -> object:
    """Without what is empty."""
    if isinstance(value, dict):
        return {name: _known(part) for name, part in value.items() if part}
    return [_known(part) for part in value] if isinstance(value, list) else value


def _maker(creator: Creator, affiliation: str = "") -> dict[str, object]:
    return {
        "@type": "Organization" if creator.organization else "Person",
        "name": creator.name,
        "familyName": creator.surname if creator.family else "",
        "givenName": creator.given,
        "honorificSuffix": creator.suffix,
        "affiliation": {"@type": "Organization", "name": affiliation} if affiliation else {},
    }


def coins(essay: Essay, collection: Collection) -> str:
    """An OpenURL ContextObject (Z39.88-2004) of the essay, for the title of a span of class Z3988."""
    work = published(essay, collection.glossary)
    return urlencode([("ctx_ver", "Z39.88-2004"), *((name, value) for name, value in _context(work) if value)])


def _context(work: Work) -> Iterator[tuple[str, str]]:
    if work.container:
        yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"
        yield "rft.genre", "article"
        yield "rft.atitle", work.title
        yield "rft.jtitle", work.container
    else:
        yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
        yield "rft.title", work.title
    for index, creator in enumerate(work.authors):
        if creator.organization:
            yield "rft.aucorp", creator.name
        elif index:
            yield "rft.au", creator.listed
        else:
            yield "rft.aulast", creator.surname
            yield "rft.aufirst", creator.given
            yield "rft.ausuffix", creator.suffix
    if work.issued:
        yield "rft.date", work.issued.iso
        yield "rft.ssn", SEASONS[work.issued.season].lower()
    yield "rft.language", work.language
    yield "rft_id", work.address
