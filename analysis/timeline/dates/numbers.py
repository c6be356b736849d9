"""Number words of date expressions."""

import re

from analysis.timeline.dates.lexicon import Lexicon

VAGUE = "X"
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WORDS = re.compile(r"[A-Za-z]+|\d+")


def quantity(surface: str, lexicon: Lexicon) -> float | str | None:
    """The number that words stand for: 2.5 for "two and a half", "X" for "several".

    Returns None where they hold no number; "a" and "another" are one.
    """
    digits = _DIGITS.match(surface)
    if digits:
        number = float(digits.group().replace(",", ""))
        return number + 0.5 if "half" in surface.lower() else number
    total: float | None = None
    article = False
    for word in _WORDS.findall(surface.lower()):
        value = lexicon.values.get(word)
        if value == VAGUE:
            return VAGUE
        if word in ("hundred", "thousand", "dozen"):
            total = (total or 1.0) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word]
        elif word == "half":  # "half a", "a half", "two and a half"
            total = 0.5 if total is None or article else total + 0.5
        elif word in ("couple", "pair"):  # "a couple": the article counts nothing
            total = 2.0
        elif word in ("a", "an", "another"):
            article = total is None
            total = 1.0 if total is None else total
        elif isinstance(value, int | float):
            total = float(value) if total is None else total + value
    return total


def written(number: float) -> str:
    """A number as TimeML has it: "2", "2.5"."""
    return str(int(number)) if number == int(number) else str(number)
