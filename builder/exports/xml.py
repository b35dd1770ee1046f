"""What XML, and those who check e-books and editions, take: of characters, of languages, of addresses."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from babel import Locale, UnknownLocaleError

# XML 1.0, production [2]: https://www.w3.org/TR/xml/#charsets
UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# BCP 47, without extensions and private use, and with one variant at most: https://www.rfc-editor.org/info/bcp47
TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))?", re.IGNORECASE)
# A host’s name: https://www.rfc-editor.org/rfc/rfc2396#section-3.2.2
HOST = re.compile(r"([a-z\d]([a-z\d-]*[a-z\d])?\.)*[a-z]([a-z\d-]*[a-z\d])?\.?", re.ASCII)
MAIL = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)
KEPT = "!#$%&'()*+,/:;=?@~"  # of an address, beside letters, figures and -._


def fit(text: str) -> str:
    """The text with a replacement character for each that no XML file may have."""
    return UNFIT.sub("\ufffd", text)


def language(code: str) -> str:
    """The code where it is a well-formed tag, else “und”: undetermined."""
    return code if TAG.fullmatch(code) else "und"


def leftward(code: str) -> bool:
    """Whether a language is written from right to left."""
    try:
        return Locale.parse(code, sep="-").character_order == "right-to-left"
    except (UnknownLocaleError, ValueError):
        return False


def address(href: str) -> str:
    """A web or mail address as RFC 3986 writes it; empty where it cannot be one."""
    try:
        parts = urlsplit(href)
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
        host.encode().decode("idna")  # what looks encoded is so
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        return f"mailto:{parts.path}" if MAIL.fullmatch(parts.path) and not parts.query + parts.fragment else ""
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host) or "@" in parts.netloc:
        return ""
    place = f"{host}:{port}" if port else host
    query, fragment = (
        f"{sign}{_quoted(part)}" if part else "" for sign, part in (("?", parts.query), ("#", parts.fragment))
    )
    return f"{parts.scheme}://{place}{_quoted(parts.path)}{query}{fragment}"


def _quoted(part: str) -> str:
    """What is escaped stays so; a per cent sign that escapes nothing is escaped itself."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(part.replace("#", "%23"), safe=KEPT))
