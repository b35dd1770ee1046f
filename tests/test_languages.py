"""What language a passage is in, where that is certain."""

from __future__ import annotations

import pytest

from builder.languages import of_essay, of_passage, runs

FRENCH = "Le traité fut signé dans la ville, et les ministres ne sont pas venus pour le discuter avec elle."
GERMAN = "Der Vertrag ist nicht von den Ministern, und die Stadt wird für sich ein Zeichen sein."
ENGLISH = "The treaty was signed in the city, and the ministers have not come to discuss it with her."
RUSSIAN = "Договор был подписан в городе, и министры не приехали. Это было всё, что мы знаем."
UKRAINIAN = "Договір був підписаний у місті, і міністри не приїхали. Це все, що ми знаємо."


@pytest.mark.parametrize(
    ("text", "language"), [(FRENCH, "fr"), (GERMAN, "de"), (ENGLISH, ""), ("Raison d’État", ""), ("", "")]
)
def test_a_passage_in_an_english_essay(text: str, language: str) -> None:
    assert of_passage(text, "en") == language


@pytest.mark.parametrize(("text", "language"), [
    (ENGLISH, "en"), (FRENCH, "fr"), (RUSSIAN, "ru"), (UKRAINIAN, "uk"), ("", "en"), ("NATO 1999", "en"),
])  # fmt: skip
def test_an_essay(text: str, language: str) -> None:
    assert of_essay([text] * 3) == language


def test_words_of_another_script() -> None:
    text = (
        "The CSTO (ОДКБ, Организация Договора) and the Verkhovna Rada (Верховна Рада України) met; 上海合作组织, too."
    )
    assert [(text[s.span.start : s.span.end], s.lang) for s in runs(text, "en")] == [
        ("ОДКБ, Организация Договора", "ru"), ("Верховна Рада України", "uk"), ("上海合作组织", "zh"),
    ]  # fmt: skip
    assert [s.lang for s in runs(text, "ru")] == ["zh"]
