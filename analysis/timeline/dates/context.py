"""What the neighbours of a date tell: that it is a name or a number, or which year is meant."""

from collections.abc import Sequence
from functools import cache

from analysis.timeline.dates.lexicon import OTHER, Signs, resource
from analysis.timeline.dates.reading import Reading

_CURRENCY = "$\u20ac\u00a3\u00a5#\u20aa\u20ba\u2116"
_LEADS = frozenset({"mid", "pre", "post", "early", "late", "since", "until", "to", "between"})
_BEFORE_MONTH = frozenset(
    "in since until till by from last next this early late of during between through for on and"
    " to before after or mid around about through late".split()
)
_KNOWN_REACH = 12


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
    """Whether the digits count money, a model or a share: "$1999", "A320-2000", "1990%"."""
    if reading.field != "year" or reading.last - reading.first > 2 or reading.year is None:
        return False
    at = reading.last - 1 if reading.last % 2 == 0 else reading.last - 2
    gap = signs.parts[at - 1] if at >= 1 else ""
    after = signs.parts[at + 1] if at + 1 < len(signs.parts) else ""
    if any(sign in gap for sign in _CURRENCY) or after[:1] in "%\u00b0" and after:
        return True
    if gap == "" and at >= 2 or after[:1] == "," and after == "," or gap == "," or after == "":
        return at >= 2 and gap in ("", ",") or after == "" and at + 2 < len(signs.parts)
    if gap == "." and signs.parts[at - 2].isdigit():
        return True
    if gap == "-" and at >= 2:
        before = signs.parts[at - 2]
        return before.isalpha() and before.lower() not in _LEADS
    return False


@cache
def _known_days() -> dict[tuple[int, int], list[tuple[int, frozenset[str]]]]:
    known: dict[tuple[int, int], list[tuple[int, frozenset[str]]]] = {}
    for row in resource("date_known_days.toml").values():
        year, month, day = (int(n) for n in str(row["day"]).split("-"))
        known.setdefault((month, day), []).append((year, frozenset(str(row["near"]).split())))
    return known


def known_year(
    month: int, day: int, before: Sequence[str], after: Sequence[str]
) -> int | None:
    """The year of a day that stands for one event, if the words around it say so."""
    for year, near in _known_days().get((month, day), ()):
        words = {word.lower() for word in (*before[-_KNOWN_REACH:], *after[:_KNOWN_REACH])}
        if words & near:
            return year
    return None
