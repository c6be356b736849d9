"""Languages of texts, and words as they are compared."""

import re
from functools import cache
from typing import Any

from analysis.language.word_lists import word_list

#: Languages of the press that are told apart: restricted, the detector is surer of short texts.
LANGUAGES = (
    "ar", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he",
    "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "ko", "ku", "lt", "lv", "mk", "ms", "nl", "no",
    "pl", "ps", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr",
    "uk", "ur", "vi", "zh",
)  # fmt: skip
_SAMPLE = 600
_WORDS = re.compile(r"[^\W\d_]+")
_ENGLISH = word_list("english")


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
    found = _WORDS.findall(sample[:300].lower())
    if not found:
        return None
    if len(found) >= 12 and sum(one in _ENGLISH for one in found) >= 0.18 * len(found):
        return "en"
    return ranked_language(sample)[0]


def ranked_language(text: str) -> tuple[str, float]:
    """The language that py3langid takes a text for, and how sure it is (0 to 1)."""
    code, sureness = _detector().classify(text)
    return str(code), float(sureness)
