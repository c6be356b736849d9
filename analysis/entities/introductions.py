"""Short forms that an article introduces itself: "World Food Programme (WFP)"."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from analysis.entities.evidence import Candidate
from analysis.entities.names import ascii_form
from analysis.entities.reading import Sentence

_SMALL = {"of", "the", "and", "for", "in", "on", "de", "la", "to", "du", "des"}


def stands_for(short: str, long: str) -> bool:
    """Whether the short form's letters are the initials of the long one's words, small words
    counted or not; the words of "Office" in "OCHA" may give two letters."""
    letters = [letter for letter in ascii_form(short) if letter.isalnum()]
    if not 2 <= len(letters) <= 8 or not sum(map(str.isupper, letters)) >= 2:
        return False
    words = [word for word in ascii_form(long).replace("-", " ").split() if word[0].isalnum()]
    if len(words) < 2:
        return False
    wanted = "".join(letters).upper()
    large = "".join(word[0] for word in words if word.casefold() not in _SMALL).upper()
    every = "".join(word[0] for word in words).upper()
    if wanted in (large, every):
        return True
    return len(wanted) >= 3 and _in_order(wanted, [word.upper() for word in words])


def _in_order(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters can be read off the words' beginnings, at most three from a word."""
    if not letters:
        return all(word.casefold() in _SMALL for word in words)
    if not words:
        return False
    if words[0].casefold() in _SMALL and _in_order(letters, words[1:]):
        return True
    for taken in (3, 2, 1):
        fits = words[0].startswith(letters[:taken]) and len(letters) >= taken
        if fits and _in_order(letters[taken:], words[1:]):
            return True
    return False


def introductions(
    sentences: Iterable[Sentence], named: Sequence[tuple[Candidate, str, str]]
) -> set[tuple[str, str]]:
    """Pairs (short, long) of names that stand as "Long Name (LN)" or "LN (Long Name)"."""
    texts = {one.number: one.text for one in sentences}
    found = set()
    for (one, *_), (other, *_) in pairwise(named):
        if one.sentence != other.sentence:
            continue
        between = texts[one.sentence][one.end : other.start]
        if between.strip(" \"“”'‘’") != "(" or len(between) > 5:
            continue
        for short, long in ((other.form, one.form), (one.form, other.form)):
            if stands_for(short, long):
                found.add((short, long))
    return found
