"""What is worded once for all languages, or in each."""

from __future__ import annotations

from assist.core.rules import Texts

from .model import ByLanguage

LANGUAGES = ("zh", "en")


def texts(wording: list[str] | ByLanguage | None) -> Texts:
    """Alternatives by language; a wording without one is every language's."""
    if wording is None:
        return {}
    if isinstance(wording, list):
        return dict.fromkeys(LANGUAGES, tuple(wording))
    given = {"zh": wording.zh, "en": wording.en}
    return {language: tuple(several) for language, several in given.items() if several}
