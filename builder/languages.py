"""What language a passage is in: by its script, and within the Latin script by the small words that only it has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from builder.model import Span, Style

# Script → the language it most likely writes here, and letters that tell another one of the same script.
SCRIPTS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("\u0400-\u052f", "ru", (("uk", "іїєґІЇЄҐ"), ("be", "ўЎ"), ("sr", "ђћјљњџЂЋЈЉЊЏ"), ("kk", "ңғүұқөһҢҒҮҰҚӨҺ"))),
    ("\u0370-\u03ff\u1f00-\u1fff", "el", ()),
    ("\u0530-\u058f", "hy", ()),
    ("\u10a0-\u10ff\u1c90-\u1cbf", "ka", ()),
    ("\u0590-\u05ff\ufb1d-\ufb4f", "he", ()),
    ("\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc", "ar", (("fa", "پچژگ"), ("ur", "ٹڈڑے"))),
    ("\u0900-\u097f", "hi", ()),
    ("\u0e00-\u0e7f", "th", ()),
    ("\uac00-\ud7af\u1100-\u11ff", "ko", ()),
    ("\u3040-\u30ff\u4e00-\u9fff\u3400-\u4dbf", "zh", (("ja", "".join(map(chr, range(0x3041, 0x30FB)))),)),
)
# Words that are frequent in one language and hardly seen in the others.
SMALL = {
    "en": "the and of is was are with that this from have has not but they his her which would",
    "fr": "le les des du une est et dans pour que qui pas sur au avec sont cette mais aux ne elle",
    "de": "der die das und ist nicht ein eine mit den von zu auf sich dem auch wird für sind im",
    "es": "el los las una del que y en por con para es como más pero sus fue ha este al",
    "it": "il gli della che di è per con sono non una nel alla delle più ma anche dei lo",
    "pt": "o os uma do da dos das não em um para com é que mais são ao pela mas foi",
    "nl": "het een van en is niet dat op te zijn voor met werd aan ook maar bij naar uit",
    "pl": "i w na nie się jest że z do to jak ale przez który o od po był są oraz",
    "tr": "ve bir bu için ile olan olarak da de daha çok gibi en değil ama kadar ne sonra",
    "la": "et in est non ad ut cum sed quod qui ab esse sunt ex per atque enim nec quae",
}
OWNERS = {
    word: [code for code, own in SMALL.items() if word in own.split()] for own in SMALL.values() for word in own.split()
}
WORD = re.compile(r"[^\W\d_]+")
FEWEST = 6  # words, below which a passage is not judged by its small words
SHARE = 0.22  # of them, at least, must be a language's own


def runs(text: str, language: str) -> Iterator[Style]:
    """Stretches of `text` in another script than `language` is written in, each with its language."""
    here = language.split("-", maxsplit=1)[0]
    for letters, likely, told in () if text.isascii() else SCRIPTS:
        if here == likely or here in (code for code, _ in told) or not re.search(f"[{letters}]", text):
            continue
        word = rf"[{letters}](?:[{letters}\u0300-\u036f0-9'’.-]*[{letters}\u0300-\u036f])?"
        for match in re.finditer(rf"{word}(?:[\s,;:«»„“”()–—-]+{word})*", text):
            other = next((code for code, own in told if set(own) & set(match[0])), likely)
            yield Style(Span(match.start(), match.end()), "span", lang=other)


def of_passage(text: str, language: str) -> str:
    """The language of a passage in the script of `language`, where it is certainly another; else empty."""
    words = [word.casefold() for word in WORD.findall(text[:4000])]
    counts = Counter(code for word in words for code in OWNERS.get(word, ()))
    if len(words) < FEWEST or not counts:
        return ""
    best, most = counts.most_common(1)[0]
    here = language.split("-", maxsplit=1)[0]
    return best if best != here and most >= SHARE * len(words) and most > 3 * counts[here] else ""


def of_essay(texts: Sequence[str]) -> str:
    """The language of a whole text: English where nothing tells another."""
    sample = " ".join(texts)[:20_000]
    letters = [match[0] for match in WORD.finditer(sample)]
    total = sum(map(len, letters)) or 1
    for own, likely, told in SCRIPTS:
        if len(re.findall(f"[{own}]", sample)) > 0.5 * total:
            counts = {code: sum(sample.count(letter) for letter in set(chars)) for code, chars in told}
            best = max(counts, key=lambda code: counts[code], default=likely)
            return best if counts.get(best, 0) > 0.01 * total else likely
    return of_passage(sample[:4000], "en") or "en"
