"""Names as strings: folding, tokens, keys under which spellings meet."""

import re
import unicodedata
from functools import lru_cache

#: A word of a name: letters and digits with inner apostrophes, hyphens, full stops ("U.S.").
WORD = re.compile(r"[^\W_]+(?:[.'’ʼ&\-‐‑][^\W_]+)*\.?")

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_HYPHENS = str.maketrans({"‐": "-", "‑": "-", "–": "-"})
_GAPS = re.compile(r"[\s\-]+")
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "s"}
)


@lru_cache(maxsize=200_000)
def ascii_form(name: str) -> str:
    """The name without diacritics, with plain apostrophes and hyphens and single blanks."""
    if name.isascii():  # most are, and need no more than this
        return " ".join(name.replace("`", "'").split())
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(plain.translate(_APOSTROPHES).translate(_HYPHENS).split())


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """The key under which spellings of one name meet that differ in case and signs only.

    Short forms in capitals keep their capitals, so that "US" is no "us" and "WHO" no "who".
    """
    plain = ascii_form(name)
    if plain.isupper() and len(plain.replace(".", "").replace(" ", "")) <= 6 and " " not in plain:
        return plain.replace(".", "")
    low = plain.casefold()
    if "-" in low or "'" in low:
        low = _GAPS.sub(" ", low.replace("'", ""))
    return low.replace(".", "").strip()


def words(name: str) -> list[str]:
    """The words of a folded name."""
    return fold(name).split()


@lru_cache(maxsize=200_000)
def transliterated(word: str) -> str:
    """One spelling for those that transliteration from Arabic, Persian or Hebrew varies.

    Vowels keep their place and class (a/e, i/y, o/u), so Mohammed and Mahmoud stay apart.
    """
    key = fold(word)
    for before, after in _VARIATION:
        key = before.sub(after, key)
    return key


_VARIATION = tuple(
    (re.compile(before), after)
    for before, after in (
        (r"^(?:al|el|ul|ad|as|ash|an|ar|at|az) (?=\w)", ""),
        (r"ou|oo|o|w(?=[^aeiouy]|$)", "u"),
        (r"ee|ie|ei|ey|ay|ai|y|ij", "i"),
        (r"(?:eh|ah|e|a)$", "a"),
        (r"e", "a"),
        (r"q|kh|ck|c(?=[^hiey]|$)", "k"),
        (r"gh|dj|j", "g"),
        (r"ph", "f"),
        (r"dh|th|z", "z"),
        (r"sch|sh|ch|tch", "sh"),
        (r"v", "w"),
        (r"ii+", "i"),
        (r"(.)\1+", r"\1"),
    )
)
