"""Names of persons: their parts, and when two names can be one person's."""

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from analysis.entities.names import fold, transliterated
from analysis.entities.wordlists import cues, nicknames

#: The words of a person's name, folded.
Parts = tuple[str, ...]

_ARTICLES = {"al", "el", "ul", "as", "ash", "an", "ar", "at", "az", "ad"}
_JOINED = {"abdel", "abdul", "abdal", "abd", "abu", "abou", "umm", "ben", "o", "mc"}
_DROPPED = {"bin", "ibn", "bint"}


@lru_cache(maxsize=200_000)
def parts(surface: str) -> Parts:
    """The words of a person's name: articles dropped, "Abdel Fattah" and "Abu Mazen" one word,
    "Jr" left out."""
    result: list[str] = []
    pending = ""
    given = fold(surface.replace("-", " ").replace(",", " ")).casefold().split()
    suffixes = cues().suffixes
    for index, word in enumerate(given):
        last = index == len(given) - 1
        if (word in suffixes and index > 0) or (word in _ARTICLES and not last):
            continue
        if word in _DROPPED and not last and index > 0:
            continue
        if word in _JOINED and not last:
            pending += word
            continue
        result.append(pending + word)
        pending = ""
    return tuple(result)


@lru_cache(maxsize=200_000)
def same_word(one: str, other: str) -> bool:
    """Whether two words of names are one: equal, or long and equal but for transliteration."""
    if one == other:
        return True
    longer = max(len(one), len(other))
    if min(len(one), len(other)) < 4 or transliterated(one) != transliterated(other):
        return False
    return DamerauLevenshtein.distance(one, other) < 0.31 * longer


@lru_cache(maxsize=200_000)
def ending(word: str) -> str:
    """The word with the spellings made one that agencies vary even in famous names."""
    for before, after in ((r"(?:eh|ah|e|a)$", "a"), (r"ou|oo", "u"), (r"ee|y", "i")):
        word = re.sub(before, after, word)
    return word


def is_exactly_short_of(short: Parts, long: Parts) -> bool:
    """As `is_short_of`, but only such variants as Haniyeh and Haniya count as equal."""
    last = long[-len(short) :] if 0 < len(short) < len(long) else ()
    return bool(last) and [*map(ending, short)] == [*map(ending, last)]


def is_short_of(short: Parts, long: Parts) -> bool:
    """Whether the short name is the end of the long one: "Sisi", "Fattah al-Sisi"."""
    size = len(short)
    return 0 < size < len(long) and all(map(same_word, short, long[-size:]))


def _given_agree(one: str, other: str) -> str:
    """How two given names agree: "same", "nickname", "initial", or "" where they do not."""
    if same_word(one, other):
        return "same"
    if one[0] == other[0] and 1 in (len(one), len(other)):
        return "initial"
    first, second = nicknames().get(one, frozenset()), nicknames().get(other, frozenset())
    return "nickname" if other in first or one in second or first & second else ""


_REASON = {"same": "", "nickname": ", short form of the given name", "initial": ", initial"}


def agree(one: Parts, other: Parts) -> str:
    """Why two full names may be one person's, "" where they may not.

    The family names must be equal; the given names equal, a short form or an initial of each
    other; middle names must not contradict each other.
    """
    if len(one) < 2 or len(other) < 2:
        return ""
    if len(one) > len(other):
        one, other = other, one
    if same_word(one[-1], other[-1]):
        how = _given_agree(one[0], other[0])
        middle, more = one[1:-1], other[1:-1]
        if how and all(any(_given_agree(name, rest) for rest in more) for name in middle):
            left = ", middle name left out" if len(more) > len(middle) else ""
            return f"same family name{_REASON[how]}{left}"
    if is_short_of(one, other):
        return "end of the longer name"
    if len(one) < len(other) and all(map(same_word, one, other)):
        return "beginning of the longer name"
    return ""
