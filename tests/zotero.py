"""What Zotero's connector finds on a page: its translators Embedded Metadata and COinS, as far as these pages use them.

Written after zotero/translators (Embedded Metadata.js of 2026-04-27, COinS.js, RDF.js) and zotero/utilities
(`cleanAuthor`, `parseContextObject`). It reads the names and contents of <meta>, in `name` or `property`:
the citation_* tags first, then what RDF makes of og: and dc:, then description, the canonical link, the address.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup

Item = dict[str, Any]
HIGHWIRE = {
    "citation_title": "title", "citation_publication_date": "date", "citation_journal_title": "publicationTitle", "citation_issue": "issue",
    "citation_public_url": "url", "citation_language": "language",
}  # fmt: skip


def items(html: str, address: str) -> list[Item]:
    """All items of a page; more than one, and the connector asks which are meant."""
    soup = BeautifulSoup(html, "html.parser")
    found = [item for span in soup.select("span.Z3988[title]") if (item := context_object(str(span["title"])))]
    return found or embedded(soup, address)


def embedded(soup: BeautifulSoup, address: str) -> list[Item]:
    tags = [
        (str(tag.get("name") or tag.get("property") or ""), str(tag.get("content") or ""))
        for tag in soup.select("meta")
    ]
    told = dict(reversed(tags))  # the first of a name
    if "citation_title" not in told and "og:title" not in told:
        return []
    item: Item = {
        "title": told.get("og:title"),
        "rights": told.get("dc.rights"),
        "abstractNote": told.get("og:description"),
    }
    item |= {
        field: " ".join(re.split(r"\s+", told[name])) for name, field in HIGHWIRE.items() if told.get(name, "").strip()
    }
    item["creators"] = creators(
        [content for name, content in tags if name == "citation_author"], told.get("citation_language", "")
    )
    item["itemType"] = (
        "journalArticle"  # that of citation_journal_title, and the guess for citation_title and og:type article
    )
    item["tags"] = [part.strip() for part in told.get("citation_keywords", "").split(";") if part.strip()]
    canonical = soup.select_one('head > link[rel="canonical"]')
    item.setdefault("url", str(canonical["href"]) if canonical else address)
    item["attachments"] = [told["citation_pdf_url"]] if "citation_pdf_url" in told else []
    return [item]


def creators(authors: Sequence[str], language: str) -> list[list[str]]:
    """[family, given] of each, or [name]."""
    found = []
    for author in authors:
        names = re.split(r"\s*;\s*", author)
        if len(names) == 1 and len(authors) == 1:
            parts = re.split(r"\s*,\s*", author)
            spanish = len(parts) == 2 and language in ("es", "spa") and len(parts[0].split(" ")) == 2
            if len(parts) > 1 and " " in parts[0] and " " in parts[1] and not spanish:
                names = parts
        found += [clean_author(name.strip(), "," in name) for name in names if re.search(r"[^\s,-.;]", name)]
    return found


def clean_author(name: str, comma: bool) -> list[str]:
    name = re.sub(r"[\s\u00a0]+", " ", re.sub(r"^[\s\u00a0.,/\[\]:]+|[\s\u00a0.,/\[\]:]+$", "", name), count=1)
    if comma:
        parts = re.split("[,،] ?", re.sub(r"\.([^ ])", r". \1", name, count=1))
        last, first = parts[0].strip(), parts[1] if len(parts) > 1 else ""  # what is saved is trimmed
    else:
        first, _, last = name.rpartition(" ")
    given = " ".join(
        f"{part}." if re.fullmatch("-?[A-ZЀ-Я]", part) else part
        for part in re.split(r"[\s.]+|(?=-)", re.sub(r"\s*-\s*", "-", first.strip(" ."))) if part
    )  # fmt: skip
    return [last, given] if given else [last]


def context_object(text: str) -> Item | None:
    pairs = [
        (key, unquote(value.replace("+", " ")))
        for key, _, value in (part.partition("=") for part in text.split("&"))
        if value
    ]
    told = dict(pairs)
    kinds = {"info:ofi/fmt:kev:mtx:journal": "journalArticle", "info:ofi/fmt:kev:mtx:dc": "webpage"}
    if told.get("rft_val_fmt") not in kinds:
        return None
    kind = kinds[told["rft_val_fmt"]]
    names = [[told["rft.aulast"], *filter(None, [told.get("rft.aufirst")])]] if "rft.aulast" in told else []
    corporate = [value for key, value in pairs if key in ("rft.aucorp",)]
    others = [clean_author(value, "," in value) for key, value in pairs if key == "rft.au"]
    return {
        "itemType": kind,
        "title": told.get("rft.atitle" if kind == "journalArticle" else "rft.title"),
        "publicationTitle": told.get("rft.jtitle"),
        "creators": [[name] for name in corporate] + names + others,
        "date": told.get("rft.date"),
        "language": told.get("rft.language"),
        "url": told.get("rft_id"),
    }
