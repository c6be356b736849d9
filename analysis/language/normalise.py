"""Languages of texts, and words as they are compared."""

import re
from collections.abc import Sequence
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
#: How far the function words of English are looked for: most texts show it in the first lines, and
#: some begin with a list of names or places.
_FIRST_LOOK, _SECOND_LOOK = 300, 1500
#: Shares of function words among the first words of running English; in a longer stretch that is
#: full of names they are fewer, and then "the" itself must come often, as in no other language.
_USUAL, _LEAST, _THE, _LONG = 0.18, 0.13, 0.02, 50
#: What it takes to go against the language that is usual in a corpus.
_FEW_WORDS, _SURE = 4, 0.95
_WORDS = re.compile(r"[^\W\d_]+")
_ENGLISH = word_list("english")


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # slow to load, not always needed

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(LANGUAGES)
    # The weights of all other languages are three quarters of the model's memory.
    detector._full_model = detector.nb_ptc, detector.nb_pc, detector.nb_classes
    return detector


def told_language(text: str) -> tuple[str | None, bool]:
    """The ISO 639-1 code of a text's language (None where it has no words), and whether the text
    is surely in it: one of a few words, or like several languages, is not.

    Running English is told by its function words alone; everything else by py3langid.
    """
    found = _WORDS.findall(text[:_FIRST_LOOK].lower())
    if not found:
        return None, False
    if _runs_in_english(found):
        return "en", True
    more = _WORDS.findall(text[:_SECOND_LOOK].lower())
    if "the" in more and (_runs_in_english(more) or _full_of_names(more)):
        return "en", True
    code, sureness = ranked_language(text[:_SAMPLE])
    return code, len(more) >= _FEW_WORDS and sureness >= _SURE


def _runs_in_english(words: Sequence[str]) -> bool:
    return len(words) >= 12 and _english(words) >= _USUAL * len(words)


def _english(words: Sequence[str]) -> int:
    """How many of the words are function words of English."""
    return sum(map(_ENGLISH.__contains__, words))


def _full_of_names(words: Sequence[str]) -> bool:
    return (
        len(words) >= _LONG
        and words.count("the") >= _THE * len(words)
        and _english(words) >= _LEAST * len(words)
    )


def ranked_language(text: str) -> tuple[str, float]:
    """The language that py3langid takes a text for, and how sure it is (0 to 1)."""
    code, sureness = _detector().classify(text)
    return str(code), float(sureness)
