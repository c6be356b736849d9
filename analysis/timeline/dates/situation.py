"""Where a date expression stands: what it can be counted from, and what its sentence tells."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from analysis.timeline.dates.anchors import Anchors, Point
from analysis.timeline.dates.mention import Basis
from analysis.timeline.dates.options import DateOptions
from analysis.timeline.dates.reading import Reading
from analysis.timeline.dates.tense import Tense

Resolved = tuple[str, Basis]

_OPEN = {
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "DE": "XXX",
    "CE": "XX",
}


class Place(NamedTuple):
    """The sentence of an expression, the word before it and, when asked, the words around it.

    known_year: the year of a month and day that the neighbours tell ("the Sept. 11 attacks").
    """

    sentence: int
    lead: str
    ask_tense: Callable[[], Tense]
    known_year: Callable[[int, int, date], int | None]


class Situation(NamedTuple):
    """All that a reading is resolved against."""

    place: Place
    anchors: Anchors
    options: DateOptions

    @property
    def published(self) -> date | None:
        return self.anchors.published

    @property
    def narrative(self) -> bool:
        return self.options.narrative

    def previous(self, unit: str) -> Point | None:
        """The latest date of the text fine enough to count units from."""
        return self.anchors.previous(unit, self.place.sentence)

    def point(self, reading: Reading, unit: str) -> Point | None:
        """The date of the text from which a reading counts, if it counts from one."""
        if reading.origin not in ("previous", "nearby"):
            return None
        point = self.previous(unit)
        if reading.origin == "nearby" and point and not self.narrative and unit != "D":
            return point if self.place.sentence - point.sentence <= 1 else None
        return point

    def start(self, reading: Reading, unit: str) -> tuple[date | None, Basis]:
        """The day from which a reading counts its steps."""
        point = self.point(reading, unit)
        if point is not None:
            return point.first, "previous"
        if self.narrative and reading.origin != "published":
            return None, "none"
        return self.published, "published" if self.published else "none"


def open_value(unit: str) -> str:
    """What TimeML writes for a unit that is tied to nothing: "XXXX-WXX" for some week."""
    return _OPEN.get(unit, "XXXX-XX-XX")


def year_text(year: int) -> str:
    """A year as TimeML has it; negative years are before Christ: "BC0490"."""
    return f"BC{-year:04d}" if year < 0 else f"{year:04d}"
