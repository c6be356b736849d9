"""Values of dates that are counted from another date: weekdays, "last week", "two years ago"."""

from datetime import date

from analysis.timeline.dates.anchors import Point
from analysis.timeline.dates.intervals import moved, week
from analysis.timeline.dates.reading import Reading
from analysis.timeline.dates.situation import Resolved, Situation, open_value, year_text
from analysis.timeline.dates.years import year_of

_DAYS = {"D": 1, "W": 7, "WE": 7, "F": 14}
_YEARS = {"Y": 1, "DE": 10, "CE": 100, "ME": 1000}
# Halves are counted in the next smaller unit: half a century is fifty years.
_SMALLER = {"CE": (100, "Y"), "DE": (10, "Y"), "Y": (12, "M"), "W": (7, "D")}


def weekday(reading: Reading, at: Situation) -> Resolved:
    """ "Tuesday": the last one or, where the sentence looks ahead, the next; today is both."""
    wanted = reading.weekday or 1
    if reading.unit == "W" and reading.steps is not None:
        return _weekday_of_week(reading, wanted, at)
    unresolved = f"XXXX-WXX-{wanted}"
    if reading.origin == "previous" or (at.narrative and reading.steps is None):
        point = at.previous("D")
        before = point.as_date if point else None
        if before is not None:
            found = moved(before, _from_the_day_before(reading, wanted, before))
            return (found.isoformat(), "previous") if found else (unresolved, "none")
        if at.narrative:
            return unresolved, "none"
    if at.published is None:
        return unresolved, "none"
    back = (at.published.isoweekday() - wanted) % 7
    found = moved(at.published, _from_publication(reading, at, back))
    return (found.isoformat(), "published") if found else (unresolved, "none")


def _from_publication(reading: Reading, at: Situation, back: int) -> int:
    """Days to the weekday meant; back: how many days ago it last was."""
    if reading.steps is None:
        return 7 - back if back and _looks_ahead(at) else -back
    # Nobody calls yesterday "last Monday", nor tomorrow "next Monday".
    if reading.steps < 0:
        return -8 if back == 1 else -(back or 7)
    if reading.steps > 0:
        return 8 if back == 6 else 7 - back
    return -back if back == 0 or at.place.ask_tense() == "past" else 7 - back


def _from_the_day_before(reading: Reading, wanted: int, before: date) -> int:
    """Days from the date before to "the following Friday", "the previous Friday", "Friday"."""
    if reading.steps is not None and reading.steps < 0:
        return -((before.isoweekday() - wanted) % 7 or 7)
    ahead = (wanted - before.isoweekday()) % 7
    return ahead or 7 if reading.steps else ahead


def _looks_ahead(at: Situation) -> bool:
    """Whether the sentence speaks of what is to come: "has until Sunday" does, if no verb tells
    otherwise."""
    tense = at.place.ask_tense()
    return tense == "future" or (tense is None and at.place.lead in ("until", "till", "by"))


def _weekday_of_week(reading: Reading, wanted: int, at: Situation) -> Resolved:
    """ "Tuesday of last week"."""
    day, basis = at.start(reading, "D")
    monday = moved(day, 1 - day.isoweekday()) if day else None
    found = moved(monday, 7 * int(reading.steps or 0) + wanted - 1) if monday else None
    return (found.isoformat(), basis) if found else (f"XXXX-WXX-{wanted}", "none")


def weekend(reading: Reading, at: Situation) -> Resolved:
    """ "the weekend": the one before, or the one ahead where the sentence looks ahead."""
    if at.published is None or at.narrative:
        return open_value("WE"), "none"
    ahead = at.published.isoweekday() >= 6 or at.place.ask_tense() == "future"
    value = stepped(at.published, "WE", 0 if ahead else -1)
    return (value, "published") if value else (open_value("WE"), "none")


def quarter_spoken_of(reading: Reading, at: Situation) -> Resolved:
    """ "the quarter": the one just spoken of, else the last that ended before publication."""
    point = at.anchors.latest
    if point is not None and "-Q" in point.value:
        return point.value[:7], "previous"
    value = stepped(at.published, "Q", -1) if at.published else None
    return (value, "published") if value else (open_value("Q"), "none")


def unit(reading: Reading, at: Situation) -> Resolved:
    """ "last week", "the next day", "that year", "earlier this month"."""
    name, steps = reading.unit or "D", reading.steps or 0
    # "in the next year this must be done" counts from today, "the next year he left" does not.
    if (
        reading.origin == "previous"
        and reading.field == "unit"
        and steps > 0
        and not at.narrative
        and at.place.ask_tense() == "future"
    ):
        reading = reading._replace(origin="published")
    if name in _YEARS:
        point = at.point(reading, "Y")
        if point is not None:
            return stepped_year(point.year, name, steps), "previous"
    start, basis = at.start(reading, name)
    # "that week" points at what was said; "the same day" of a text without days is its own.
    pointing = reading.origin == "previous" and steps == 0 and name != "D"
    if start is None or (basis == "published" and pointing):
        return open_value(name), "none"
    value = stepped(start, name, steps)
    return (value, basis) if value else (open_value(name), "none")


def distance(reading: Reading, at: Situation) -> Resolved:
    """ "two years ago", "three days later", "a year earlier"."""
    name, steps = reading.unit or "D", reading.steps or 0
    if name.startswith("T"):
        return day_of_clock(reading._replace(origin="published"), at)
    if steps != int(steps) and name in _SMALLER:
        size, name = _SMALLER[name]
        steps *= size
        reading = reading._replace(unit=name, steps=steps)
    if reading.origin == "previous":
        if steps > 0 and at.previous(name) is None:
            return open_value(name), "none"
        point = at.anchors.latest
        if name == "Y" and point and point.sentence == at.place.sentence and not at.narrative:
            value = _same_period(point, point.year + round(steps))
            if value:
                return value, "previous"
    return unit(reading, at)


def _same_period(point: Point, year: int) -> str | None:
    """A quarter or month of the text in another year: "…, up from a year earlier"."""
    if "-Q" in point.value or (point.month is not None and point.day is None):
        return f"{year_text(year)}{point.value[4:]}" if 0 < year < 10_000 else None
    return None


def same_period_of_year(reading: Reading, at: Situation) -> Resolved:
    """ "the same period last year", "the year-ago quarter"."""
    point = at.anchors.latest_month
    year, _ = year_of(reading, at)
    if point is not None and at.place.sentence - point.sentence <= 2 and point.year > 1:
        target = year if year is not None and year != point.year else point.year - 1
        tail = point.value[4:7] if "-Q" in point.value else f"-{point.month:02d}"
        return f"{year_text(target)}{tail}", "previous"
    if at.published is None:
        return open_value("Y"), "none"
    return year_text(year if year is not None else max(at.published.year - 1, 1)), "published"


def part_of_day(reading: Reading, at: Situation) -> Resolved:
    """The day of "this morning", "last night", "the next evening"."""
    start, basis = at.start(reading, "D")
    day = moved(start, int(reading.steps or 0)) if start else None
    return (day.isoformat(), basis) if day else (open_value("D"), "none")


def day_of_clock(reading: Reading, at: Situation) -> Resolved:
    """The day of a time of day whose sentence names none: the day of publication."""
    if reading.origin == "previous":
        return open_value("D"), "none"
    point = at.anchors.latest_day
    if point is not None and point.as_date and (at.narrative or at.published is None):
        return point.as_date.isoformat(), "previous"
    if at.published is None or at.narrative:
        return open_value("D"), "none"
    return at.published.isoformat(), "published"


def stepped(start: date, name: str, steps: float) -> str | None:
    """The value of the unit so many steps from the one that holds the start; None off the
    calendar."""
    if name in _DAYS:
        day = moved(start, round(steps * _DAYS[name]))
        if day is None or name == "D":
            return day.isoformat() if day else None
        return week(day) + ("-WE" if name == "WE" else "")
    if name in ("M", "Q"):
        whole = start.year * 12 + start.month - 1 + round(steps * (1 if name == "M" else 3))
        year, month = divmod(whole, 12)
        if not 1 <= year <= 9999:
            return None
        return f"{year:04d}-{month + 1:02d}" if name == "M" else f"{year:04d}-Q{month // 3 + 1}"
    if name not in _YEARS or not 1 <= start.year + steps * _YEARS[name] <= 9999:
        return None
    return stepped_year(start.year, name, steps)


def stepped_year(year: int, name: str, steps: float) -> str:
    """A year, decade or century so many steps from a year (negative: before Christ)."""
    moved_year = year + round(steps) * _YEARS[name]
    if name == "Y":
        return year_text(moved_year or -1)
    digits = {"DE": 3, "CE": 2, "ME": 1}[name]
    return ("BC" if moved_year < 0 else "") + f"{abs(moved_year):04d}"[:digits]
