"""Dates as they stand in date lines, datelines, fields and file names of news."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from importlib import resources
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written: parts may lie outside the calendar ("October 34").

    weekday: 0 is Monday, None where none is named. swapped: the other reading of 3/4/2024, None
    where there is only one.
    """

    start: int
    end: int
    surface: str
    year: int | None
    month: int
    day: int
    weekday: int | None = None
    swapped: tuple[int, int] | None = None

    def on(self, year: int | None = None) -> date | None:
        """The day, None where it does not exist, lacks a year or contradicts its weekday."""
        year = self.year if self.year is not None else year
        try:
            found = date(year, self.month, self.day) if year else None
        except ValueError:
            return None
        if found and self.weekday is not None and found.weekday() != self.weekday:
            return None
        return found


@cache
def _names() -> tuple[dict[str, int], dict[str, int]]:
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    lines = resources.files("analysis.resources").joinpath("corpus/months.tsv")
    for line in lines.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, _, names = line.split("\t")
        for name in names.split("|"):
            if number.startswith("d"):
                weekdays[name] = int(number[1:]) - 1
            else:
                months[name] = int(number)
    return months, weekdays


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


@cache
def _patterns() -> re.Pattern[str]:
    months, weekdays = _names()
    month = rf"(?:{_either(months)})\b\.?"
    weekday = rf"(?:(?P<weekday{{0}}>{_either(weekdays)})\b\.?,?\s+(?:the\s+)?)?"
    tail = r"(?:st|nd|rd|th|er|º|\.)?"
    year = r"(?P<year{0}>(?:18|19|20)\d\d)"
    number = r"\d{{1,3}}"
    forms = (
        rf"{weekday}(?P<month{{0}}>{month})\s+(?P<day{{0}}>{number}){tail}(?:\s*,?\s*{year})?(?![\d.,]\d|\d)",
        rf"{weekday}(?P<day{{0}}>{number}){tail}\s+(?:de\s+|of\s+)?(?P<month{{0}}>{month})(?:,?\s+(?:de\s+)?{year})?(?!\d)",
        rf"{weekday}{year}(?P<mark{{0}}>[-/.])(?P<month{{0}}>\d\d?)(?P=mark{{0}})(?P<day{{0}}>\d\d?)(?!\d)",
        rf"{weekday}(?P<first{{0}}>\d\d?)(?P<mark{{0}}>[-/.])(?P<second{{0}}>\d\d?)(?P=mark{{0}}){year}(?!\d)",
    )
    joined = "|".join(f"(?:{form.format(number)})" for number, form in enumerate(forms))
    return re.compile(rf"(?<![\w/.-])(?:{joined})", re.IGNORECASE)


_DIGIT = re.compile(r"\d")


def written_dates(text: str, order: str = "auto") -> Iterator[WrittenDate]:
    """The dates in a short text, in order.

    order: how 3/4/2024 is read: day_first, month_first, or auto (by its numbers, otherwise as a
    day before a month with `swapped` set); with dots it is always a day before a month.
    """
    if not _DIGIT.search(text):
        return
    months, weekdays = _names()
    for match in _patterns().finditer(text):
        groups = {name[:-1]: value for name, value in match.groupdict().items() if value}
        swapped = None
        if "first" in groups:
            first, second = int(groups["first"]), int(groups["second"])
            month_first = order == "month_first" and groups["mark"] != "."
            if second > 12 >= first:
                month_first = True
            elif first <= 12 and order == "auto" and groups["mark"] != "." and first != second:
                swapped = (first, second)
            day, month = (second, first) if month_first else (first, second)
        else:
            day = int(groups["day"])
            found = _month(groups["month"], months)
            if found is None:
                continue
            month = found
        day_name = groups.get("weekday", "").lower()
        yield WrittenDate(
            match.start(),
            match.end(),
            match.group(),
            int(groups["year"]) if "year" in groups else None,
            month,
            day,
            weekdays.get(day_name),
            swapped,
        )


def _month(name: str, months: dict[str, int]) -> int | None:
    name = name.lower().rstrip(".").replace("i\u0307", "i")  # the small form of a dotted capital I
    return int(name) if name.isdecimal() else months.get(name, months.get(name.replace("i", "ı")))


#: Days as spreadsheets count them, and the day before their first; 2**16 is in 2079.
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.\d+)?$")
_BEFORE_FIRST = date(1899, 12, 30)
_STAMP = re.compile(
    r"\d{8}T\d{4}(?:\d\d)?(?:Z|[+-]\d{4})?$|\d{4}-\d\d-\d\d"
    r"(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)?)?$"
)


def field_date(value: object, time_zone: str, order: str = "auto") -> tuple[date | None, list[str]]:
    """The day that a record's date field names, in the time zone, and readings that contradict.

    value: ISO 8601, RFC 2822, seconds or milliseconds since 1970, a spreadsheet's day number,
    digits of day and hour in UTC (20240105093000), or a date in words.
    Returns no day where the value leaves open which it is; its readings are the second part then.
    """
    if isinstance(value, bool) or value is None:
        return None, []
    if isinstance(value, datetime):
        return _in_zone(value, time_zone), []
    if isinstance(value, date):
        return value, []
    text = str(value).strip()
    if re.fullmatch(r"\d{10}|\d{13}|\d{9,10}\.0*", text):
        seconds = int(text.split(".")[0])
        seconds = seconds // 1000 if len(text) == 13 else seconds
        return _in_zone(datetime.fromtimestamp(seconds, UTC), time_zone), []
    if _SERIAL.match(text):
        return _BEFORE_FIRST + timedelta(days=int(text.split(".")[0])), []
    if re.fullmatch(r"(?:19|20)\d{6}(?:\d{6})?", text):
        clock = f"T{text[8:10]}:{text[10:12]}:{text[12:]}Z" if text[8:] else ""
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}{clock}"
    if _STAMP.match(text):
        try:
            return _in_zone(
                datetime.fromisoformat(
                    text.replace("UTC", "Z").replace(" Z", "Z").replace(",", ".")
                ),
                time_zone,
            ), []
        except ValueError:
            return None, [text]
    if re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d", text):
        try:
            return _in_zone(parsedate_to_datetime(text), time_zone), []
        except ValueError:
            return None, [text]
    return resolved(next(written_dates(text[:80], order), None))


def resolved(written: WrittenDate | None) -> tuple[date | None, list[str]]:
    """The day of a written date; where it cannot be believed, none and what it might be."""
    if written is None or written.year is None:
        return None, []
    if written.swapped:
        readings = (written, WrittenDate(0, 0, "", written.year, *written.swapped))
        days = sorted({day.isoformat() for one in readings if (day := one.on())})
        return None, days
    found = written.on()
    if found:
        return found, []
    try:
        return None, [date(written.year, written.month, written.day).isoformat()]
    except ValueError:
        return None, [" ".join(written.surface.split())]


def _in_zone(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date() if moment.tzinfo else moment.date()


_SLASHED = re.compile(r"(?<!\d)(\d\d?)([-/])(\d\d?)\2(?:19|20)\d\d(?!\d)")


def learned_order(texts: Iterator[str]) -> str:
    """Which order the slashed dates of some texts have, as far as their numbers tell: day_first,
    month_first, or auto where they do not tell or disagree."""
    orders = set()
    for text in texts:
        for match in _SLASHED.finditer(text):
            first, second = int(match.group(1)), int(match.group(3))
            if first > 12 >= second:
                orders.add("day_first")
            elif second > 12 >= first:
                orders.add("month_first")
    return orders.pop() if len(orders) == 1 else "auto"


_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(\d\d)(?:[-_. ]?(\d\d))?(?!\d)")


@lru_cache(maxsize=64)  # asked for each record of a file
def name_date(source_file: str) -> tuple[date | None, int | None]:
    """The day that a file's name tells, and the year (also where it tells no day)."""
    days, years = set(), set()
    for match in _NAME_DATE.finditer(source_file.rsplit("/", 1)[-1]):
        year, month, day = match.group(1), match.group(2), match.group(3)
        if not 1 <= int(month) <= 12:
            continue
        years.add(int(year))
        try:
            days.add(date(int(year), int(month), int(day))) if day else None
        except ValueError:
            continue
    return (days.pop() if len(days) == 1 else None), (years.pop() if len(years) == 1 else None)
