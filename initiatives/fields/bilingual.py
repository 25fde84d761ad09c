"""Texts that exist in English and Russian, in two columns, read as one."""

from __future__ import annotations

from typing import Any, Self, overload

from django.utils.translation import get_language

LANGUAGES = ("en", "ru")


class Text(str):
    """A string that knows the language it is written in, so that a page can mark it.

    `lang` is "en" or "ru". Everything else is a plain `str`, escaping in templates included.
    """

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> Self:
        """The text and the language that it is written in."""
        made = super().__new__(cls, text)
        made.lang = lang
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        # str's own would lose the language in copies and pickles.
        return (str(self), self.lang)


def reader_language() -> str:
    """The reader's language as one of ours: "ru" where Russian is active, else "en"."""
    return "ru" if (get_language() or "en")[:2] == "ru" else "en"


def pick(en: str, ru: str, language: str = "") -> Text:
    """The text in a language ("en" or "ru", else the reader's), else the other one.

    An empty Text in that language if there is none.
    """
    if (language or reader_language()) == "ru":
        return Text(ru or "", "ru") if ru or not en else Text(en, "en")
    return Text(en or "", "en") if en or not ru else Text(ru, "ru")


def by_its_letters(text: str) -> Text:
    """What a person wrote without saying in which language: Russian where Cyrillic prevails."""
    cyrillic = sum("\u0400" <= character <= "\u04ff" for character in text)
    latin = sum(character.isascii() and character.isalpha() for character in text)
    return Text(text, "ru" if cyrillic > latin else "en")


class Bilingual:
    """Descriptor: `name = Bilingual("name")` reads `name_en` or `name_ru` by `pick`."""

    def __init__(self, base: str) -> None:
        """Of the columns `base_en` and `base_ru`."""
        self.base = base

    @overload
    def __get__(self, row: None, owner: type | None = None) -> Self: ...

    @overload
    def __get__(self, row: object, owner: type | None = None) -> Text: ...

    def __get__(self, row: Any, owner: type | None = None) -> Self | Text:
        if row is None:
            return self
        return pick(getattr(row, f"{self.base}_en"), getattr(row, f"{self.base}_ru"))
