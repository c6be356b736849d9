"""Languages of texts, and words as they are compared."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

#: Languages of the press that are told apart; restricting the detector makes it sure of short texts.
LANGUAGES = (
    "ar", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he",
    "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "ko", "ku", "lt", "lv", "mk", "ms", "nl", "no",
    "pl", "ps", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr",
    "uk", "ur", "vi", "zh",
)  # fmt: skip
_SAMPLE = 600
_WORDS = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the of and to in that for was with said has by from were been have which their after would"
    " who also but its had this they are at it his he she".split()
)


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # slow to load, not always needed

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(LANGUAGES)
    return detector


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where it has no words.

    Running English is told by its function words alone; everything else by py3langid.
    """
    sample = text[:_SAMPLE]
    words = _WORDS.findall(sample[:300].lower())
    if not words:
        return None
    if len(words) >= 12 and sum(word in _ENGLISH for word in words) >= 0.22 * len(words):
        return "en"
    code, _ = _detector().classify(sample)
    return str(code)


def languages_of(texts: Iterable[str]) -> list[str | None]:
    return [language_of(text) for text in texts]
