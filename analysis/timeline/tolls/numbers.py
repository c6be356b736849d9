"""Numbers in digits and words, as they begin at a token."""

import re
from collections.abc import Sequence

from analysis.timeline.tolls.model import Token

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_LOOSE = {"dozen": 12, "score": 20} | _SCALES
#: A plural stands for at least two of its kind: "dozens" 24, "thousands" 2,000.
_PLURALS = {f"{word}s": 2 * value for word, value in _LOOSE.items()}
_MULTIPLES = {"tens": 10, "dozens": 12, "hundreds": 100}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+|\d+\.\d+")


_BEGINNINGS = frozenset(
    {"a", "an", "several", "few", "many", "half", "couple", *_UNITS, *_TENS, *_PLURALS, *_MULTIPLES}
)


def may_begin(low: str) -> bool:
    """Can a number begin with this word? A cheap test before number_at."""
    return low in _BEGINNINGS or low[0].isdigit() or "-" in low


def number_at(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    """Number that begins at a token: (token after it, value, vague)."""
    low = tokens[at].low
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if low in ("a", "an", "several", "few", "many", "half", "couple"):
        return _loose(tokens, at)
    if low in _MULTIPLES and following == "of" and at + 2 < len(tokens):
        scale = tokens[at + 2].low
        if scale in _PLURALS:
            factor = 2 * _MULTIPLES[low] if low != "dozens" else 24
            return at + 3, factor * _PLURALS[scale] // 2, True
    if low in _PLURALS:
        if low == "scores" and following not in ("of", "more", "were", "killed", "dead", "injured"):
            return None
        return at + 1, _PLURALS[low], True
    if _DIGITS.fullmatch(low):
        return _digits(tokens, at)
    return _words(tokens, at)


def _loose(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    words = [token.low for token in tokens[at : at + 4]]
    if words[0] == "half" and words[1:3] == ["a", "dozen"]:
        return at + 3, 6, False
    if words[0] == "half" and words[1:3] == ["a", "million"]:
        return at + 3, 500_000, False
    if words[0] in ("a", "an") and len(words) > 1 and words[1] in _LOOSE and words[1] != "score":
        return (at + 2, 12, False) if words[1] == "dozen" else _words(tokens, at + 1, 1)
    skip = {"several": 1, "few": 1, "many": 1, "couple": 1}.get(words[0])
    if words[0] == "a" and len(words) > 2 and words[1] in ("few", "couple"):
        skip = 2
    if skip is None:
        return None
    if len(words) > skip and words[skip] == "of":
        skip += 1
    if len(words) > skip and words[skip] in _LOOSE:
        if len(words) > skip + 1 and words[skip] == "hundred" and words[skip + 1] == "thousand":
            return at + skip + 2, 200_000, True
        return at + skip + 1, 2 * _LOOSE[words[skip]], True
    return None


def _digits(tokens: Sequence[Token], at: int) -> tuple[int, int, bool] | None:
    text = tokens[at].low.replace(",", "")
    scale = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if scale in _SCALES:
        return at + 2, round(float(text) * _SCALES[scale]), False
    if scale == "dozen" and "." not in text:
        return at + 2, 12 * int(text), False
    if "." in text or len(text) > 12:
        return None
    return at + 1, int(text), False


def _words(tokens: Sequence[Token], at: int, current: int = 0) -> tuple[int, int, bool] | None:
    """A number in words; current: what an "a" before "hundred" stands for."""
    total = 0
    last = at
    while last < len(tokens):
        low = tokens[last].low
        if (
            low == "and"
            and last > at
            and tokens[last - 1].low in _SCALES
            and last + 1 < len(tokens)
        ):
            # "two hundred and five", but not "two hundred and a thousand"
            if _small(tokens[last + 1].low) is None or not _ends_scale(tokens, last + 1):
                break
            last += 1
            continue
        small = _small(low)
        if small is not None:
            if current % 100 and last > at:
                break
            current += small
        elif low in _SCALES and current:
            scale = _SCALES[low]
            if scale == 100:
                current *= 100
            else:
                total, current = total + current * scale, 0
        elif low == "dozen" and current:
            return last + 1, 12 * current, False
        else:
            break
        last += 1
    if last == at:
        return None
    return last, total + current, False


def _ends_scale(tokens: Sequence[Token], at: int) -> bool:
    """In "two hundred and five killed" five goes on; in "a hundred and five thousand" too."""
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return following not in ("hundred", "dozen")


def _small(low: str) -> int | None:
    if low in _UNITS:
        return _UNITS[low]
    if low in _TENS:
        return _TENS[low]
    tens, _, unit = low.partition("-")
    if tens in _TENS and unit in _UNITS and 0 < _UNITS[unit] < 10:
        return _TENS[tens] + _UNITS[unit]
    return None
