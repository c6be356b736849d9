"""What the neighbours of a date tell: that it is part of a name, or a number."""

from analysis.timeline.dates.lexicon import OTHER, Signs
from analysis.timeline.dates.reading import Reading

_CURRENCY = "$\u20ac\u00a3\u00a5#\u20aa\u20ba\u2116"
_LEADS = frozenset({"mid", "pre", "post", "early", "late", "since", "until", "to", "between"})
_BEFORE_MONTH = _LEADS | {
    *("in", "till", "by", "from", "last", "next", "this", "of", "during", "through", "for", "on"),
    *("and", "or", "before", "after", "around", "about"),
}


def is_name(reading: Reading, signs: Signs) -> bool:
    """Whether the words are part of a name: "April Jones", "Easter Island", "Daily Hive"."""
    parts = signs.parts
    word, following = parts[reading.last - 1] if reading.last else "", ""
    if reading.last + 1 < len(parts) and parts[reading.last] in (" ", "\n"):
        following = parts[reading.last + 1]
    capital = following[:1].isupper() and signs.signs[reading.last + 1] == OTHER
    if not capital or not word[:1].isupper():
        return False
    previous = parts[reading.first - 2].lower() if reading.first >= 2 else ""
    if reading.field == "month" and reading.year is None and reading.last - reading.first <= 2:
        return previous not in _BEFORE_MONTH
    if reading.field == "holiday" and reading.year is None:
        return True
    if reading.field == "fixed" and reading.type == "SET":
        return True
    return reading.field == "season" and reading.year is None and previous not in _BEFORE_MONTH


def is_quantity(reading: Reading, signs: Signs) -> bool:
    """Whether a lone four-digit number counts money, a model or a share: "$1999", "A320-2000"."""
    if reading.field != "year" or reading.last - reading.first > 2 or reading.year is None:
        return False
    parts = signs.parts
    at = reading.last - 1 if reading.last % 2 == 0 else reading.last - 2
    before, after = parts[at - 1], parts[at + 1]
    glued = before if at >= 2 else " "
    if any(sign in before for sign in _CURRENCY) or after[:1] in ("%", "\u00b0"):
        return True
    if glued == "" or (after == "" and at + 2 < len(parts)):
        return True
    digits_before = at >= 2 and parts[at - 2].isdigit()
    digits_after = at + 2 < len(parts) and parts[at + 2].isdigit()
    if (before in (",", ".") and digits_before) or (after in (",", ".") and digits_after):
        return True
    word = parts[at - 2] if at >= 2 else ""
    return before == "-" and word.isalpha() and word.lower() not in _LEADS
