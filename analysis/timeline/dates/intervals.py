"""The days that a TimeML value covers, and values made from days."""

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache

Days = tuple[date, date]

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?|Q(?P<quarter>[1-4])"
    r"|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)|W(?P<week>\d\d)(?:-(?P<weekday>[1-7]|WE))?))?"
)
_FEWER = re.compile(r"\d{2,3}")
# Meteorological seasons of the northern half; winter is named by the year in which it begins.
_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@lru_cache(maxsize=1 << 16)
def days(value: str) -> Days | None:
    """First and last day of a value ("2023-10", "2009-Q3", "198", "2023-10-07TMO").

    None for what has no place in the calendar, is relative, or lies before the year 1.
    """
    match = _VALUE.fullmatch(value)
    try:
        if match:
            return _days(match)
        if _FEWER.fullmatch(value):
            size = 10 ** (4 - len(value))
            first = int(value) * size
            return date(first, 1, 1), date(first + size - 1, 12, 31)
    except ValueError:
        return None
    return None


def _days(match: re.Match[str]) -> Days:
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["month"]:
        return months(year, int(match["month"]), 1)
    if match["quarter"]:
        return months(year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return months(year, 6 * int(match["half"]) - 5, 6)
    if match["season"]:
        return months(year, _SEASON_MONTH[match["season"]], 3)
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        weekday = match["weekday"]
        if weekday == "WE":
            return monday + timedelta(5), monday + timedelta(6)
        if weekday:
            day = monday + timedelta(int(weekday) - 1)
            return day, day
        return monday, monday + timedelta(6)
    return date(year, 1, 1), date(year, 12, 31)


def months(year: int, month: int, length: int) -> Days:
    """The days of `length` months from the first of the given one."""
    after = year * 12 + month - 1 + length
    if after // 12 > MAXYEAR:
        return date(year, month, 1), date.max
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1) - timedelta(1)


def moved(day: date, steps: int) -> date | None:
    """So many days later; None where the calendar ends."""
    try:
        return day + timedelta(steps)
    except OverflowError:
        return None


def week(day: date) -> str:
    """The ISO week of a day: "2023-W40"."""
    iso = day.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm, as in Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth weekday (1 Monday … 7 Sunday) of a month, counted from its end if nth is -1."""
    first, last = months(year, month, 1)
    if nth < 0:
        return last - timedelta((last.isoweekday() - weekday) % 7)
    day = first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return day if day <= last else None


_MOVING = {
    "thanksgiving": (11, 4, 4),
    "labor": (9, 1, 1),
    "memorial": (5, 1, -1),
    "columbus": (10, 1, 2),
    "presidents": (2, 1, 3),
}


def holiday(name: str, year: int) -> date | None:
    """The day of a holiday in a year; names as in the lexicon, "12-25" for fixed ones."""
    if not MINYEAR <= year <= MAXYEAR:
        return None
    if name == "easter":
        return easter(year)
    if name in _MOVING:
        return nth_weekday(year, *_MOVING[name])
    month, day = name.split("-")
    return date(year, int(month), int(day))
