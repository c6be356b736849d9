"""The points from which relative dates are counted."""

from dataclasses import dataclass
from datetime import date

from analysis.timeline.dates.intervals import days
from analysis.timeline.dates.reading import Reading

_NEWS_REACH = 3
_OUTSIDE = frozenset({"since", "until", "till"})
_LEADS = frozenset({"", "in", "during", "throughout", "early", "late"})
_ENDS = frozenset({"since", "until", "till", "by", "to", "before", "after", "for", "than", "and"})


@dataclass(frozen=True)
class Point:
    """A date of the text as far as it is known: a year, a month of it, a day of it.

    value: as it was resolved; sentence: where it stands; explicit: the text itself gave the year.
    leading: what follows may count from it; the year of "the Act of 1964" leads nowhere.
    """

    year: int
    month: int | None
    day: int | None
    value: str
    sentence: int
    explicit: bool
    leading: bool

    @property
    def as_date(self) -> date | None:
        if self.month is None or self.day is None or self.year < 1:
            return None
        return date(self.year, self.month, self.day)

    @property
    def first(self) -> date | None:
        """Its first day; None before Christ."""
        return date(self.year, self.month or 1, self.day or 1) if self.year > 0 else None

    @property
    def leads(self) -> bool:
        """Whether a date without a year may take this one's."""
        return self.explicit and self.leading


@dataclass
class Anchors:
    """Publication date and the latest dates of the text, by how fine they are."""

    published: date | None
    narrative: bool
    latest: Point | None = None
    latest_month: Point | None = None
    latest_day: Point | None = None

    def previous(self, unit: str, sentence: int) -> Point | None:
        """The date before this one that is fine enough to count units from."""
        if unit in ("D", "W", "WE"):
            found = self.latest_day
        elif unit in ("M", "Q"):
            found = self.latest_month
        else:
            found = self.latest
        if found is None:
            return None
        if not self.narrative and sentence - found.sentence > _NEWS_REACH:
            return None
        return found

    def remember(
        self, reading: Reading, value: str, sentence: int, explicit: bool, lead: str = ""
    ) -> None:
        """Keep a resolved date for those that follow.

        lead: the word before it; "since 1812" and "until 1976" name the ends of a time, the text
        does not go there.
        """
        leading = reading.field != "year" or lead in _LEADS
        point = _point(value, sentence, explicit, leading)
        if point is None or lead in (_ENDS if reading.field == "year" else _OUTSIDE):
            return
        self.latest = point
        if point.month is not None:
            self.latest_month = point
        if point.day is not None:
            self.latest_day = point


def _point(value: str, sentence: int, explicit: bool, leading: bool) -> Point | None:
    if value.startswith("BC") and value[2:6].isdigit():
        return Point(-int(value[2:6]), None, None, value, sentence, explicit, leading)
    covered = days(value)
    if covered is None or len(value) < 4:
        return None
    first, last = covered
    if first == last:
        return Point(first.year, first.month, first.day, value, sentence, explicit, leading)
    if first.month == last.month and first.year == last.year:
        return Point(first.year, first.month, None, value, sentence, explicit, leading)
    if "-Q" in value:
        return Point(first.year, first.month, None, value, sentence, explicit, leading)
    return Point(first.year, None, None, value, sentence, explicit, leading)
