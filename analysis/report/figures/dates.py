"""Days on an axis: periods that suit a span, ticks and their words in English in any locale."""

from datetime import date, timedelta
from typing import Literal

import polars as pl
from matplotlib.axes import Axes

Unit = Literal["day", "week", "month", "quarter", "year"]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Days of a span beyond which ticks are months: "11 Dec, 25 Dec" tells nobody more.
LONGEST_IN_DAYS = 100
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EVERY = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


def suitable(first: date, last: date, most: int = 40) -> Unit:
    """The shortest period of which at most `most` cover the span."""
    days = (last - first).days + 1
    lengths: tuple[tuple[Unit, float], ...] = (
        ("day", 1), ("week", 7), ("month", 30.4), ("quarter", 91.3)
    )  # fmt: skip
    for unit, length in lengths:
        if days / length <= most:
            return unit
    return "year"


def to_period(column: str, unit: Unit) -> pl.Expr:
    """The first day of the period in which each day lies; weeks begin on Monday."""
    return pl.col(column).dt.truncate(_EVERY[unit])


def following(period: date, unit: Unit) -> date:
    """First day of the next period."""
    if unit == "day":
        return period + timedelta(days=1)
    if unit == "week":
        return period + timedelta(days=7)
    months = period.year * 12 + period.month - 1 + _MONTHS_IN[unit]
    return date(months // 12, months % 12 + 1, 1)


def periods(first: date, last: date, unit: Unit) -> pl.Series:
    """First days of all periods from the one that holds `first` to the one that holds `last`."""
    ends = pl.DataFrame({"day": [first, last]}, schema={"day": pl.Date}).select(
        to_period("day", unit)
    )["day"]
    return pl.date_range(ends[0], ends[1], _EVERY[unit], eager=True).alias("period")


def in_words(day: date) -> str:
    """7 Oct 2023."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_in_words(period: date, unit: Unit) -> str:
    """A period as people call it: "Oct 2023", "week of 2 Oct 2023"."""
    if unit == "year":
        return str(period.year)
    if unit == "quarter":
        return f"{(period.month + 2) // 3}/{period.year}"
    if unit == "month":
        return f"{MONTHS[period.month - 1]} {period.year}"
    return in_words(period) if unit == "day" else f"week of {in_words(period)}"


def _tick_days(first: date, last: date, most: int) -> tuple[list[date], Unit]:
    """At most `most` round days in the span, and the unit they stand for."""
    days = (last - first).days + 1
    for step in (1, 2, 7, 14):
        if days / step <= most and days <= LONGEST_IN_DAYS:
            start = first if step < 7 else first + timedelta(days=-first.weekday() % 7)
            count = (last - start).days // step + 1
            return [start + timedelta(days=step * index) for index in range(count)], "day"
    begin = date(first.year, first.month, 1)
    for months in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600):
        if days / 30.4 / months <= most:
            found = []
            at = begin.year * 12 + (begin.month - 1) // min(months, 12) * min(months, 12)
            if months >= 12:
                at = begin.year // (months // 12) * months
            while at // 12 <= min(last.year, 9999):
                day = date(max(at // 12, 1), at % 12 + 1, 1)
                if first <= day <= last:
                    found.append(day)
                at += months
            return found, "month" if months < 12 else "year"
    return [first, last], "year"


def ticks(first: date, last: date, most: int = 12) -> tuple[list[date], list[str]]:
    """At most `most` round days in a span and what to write there; a year is said once."""
    days, unit = _tick_days(first, last, most)
    if len(days) < 2 and unit != "day":
        days, unit = sorted({first, last}), "day"
    words = []
    year = None
    for day in days:
        if unit == "year":
            words.append(str(day.year))
            continue
        word = MONTHS[day.month - 1] if unit == "month" else f"{day.day} {MONTHS[day.month - 1]}"
        words.append(word if day.year == year else f"{word}\n{day.year}")
        year = day.year
    return days, words


def date_axis(axes: Axes, first: date, last: date, most: int = 12) -> None:
    """Ticks and words for an x axis that counts days as date.toordinal().

    most: number of ticks that there is room for.
    """
    days, words = ticks(first, last, most)
    axes.set_xticks([day.toordinal() for day in days], words)
