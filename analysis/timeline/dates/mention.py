"""A date expression found in a text, with what it was resolved to."""

from datetime import date
from typing import Literal, NamedTuple

Basis = Literal["explicit", "published", "previous", "corpus", "none"]
Kind = Literal["DATE", "TIME", "DURATION", "SET"]


class DateMention(NamedTuple):
    """One date expression.

    start, end: code points of the text, end exclusive; surface is what stands there.
    type, value: as in TimeML; what could not be resolved stays relative ("XXXX-WXX-2").
    first, last: the days it covers, both included; null where it is not tied to the calendar.
    basis: what made it a calendar date: the words themselves (explicit), the day of publication,
        the previous date of the text, the only year of the corpus that fits, or nothing.
    sentence: index of the sentence in which it starts.
    """

    start: int
    end: int
    surface: str
    type: Kind
    value: str
    first: date | None
    last: date | None
    basis: Basis
    sentence: int
