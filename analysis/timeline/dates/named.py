"""Values of dates that name a part of the calendar: days, months, quarters, seasons, holidays."""

from collections.abc import Callable

from analysis.timeline.dates.intervals import Days, days, holiday, moved, nth_weekday, week
from analysis.timeline.dates.reading import Reading
from analysis.timeline.dates.situation import Resolved, Situation, year_text
from analysis.timeline.dates.years import full_year, nearest, some_year, year_of

# "in 490" is read as a year before Christ within so many years of one that says so.
_SAME_AGE = 60
_DAYS_NEAR = 14


def day_of_month(reading: Reading, at: Situation) -> Resolved:
    """ "October 7, 2023", "7 October", "Tuesday, October 10"."""
    month, day = reading.month or 0, reading.day or 0
    known = _known_year(reading, at, month, day)
    if known is not None:
        return f"{known:04d}-{month:02d}-{day:02d}", "published"
    year, basis = some_year(reading, at, lambda y: _one_day(y, month, day))
    if year is None:
        text = f"XX{reading.year:02d}" if reading.short_year else "XXXX"
        return f"{text}-{month:02d}-{day:02d}", "none"
    if year > 0 and _one_day(year, month, day) is None:
        return f"{year:04d}-{month:02d}-XX", "none"  # 30 February
    return f"{year_text(year)}-{month:02d}-{day:02d}", basis


def _known_year(reading: Reading, at: Situation, month: int, day: int) -> int | None:
    today = at.published
    if today is None or reading.year is not None or reading.unit is not None or at.narrative:
        return None
    return at.place.known_year(month, day, today)


def _one_day(year: int, month: int, day: int) -> Days | None:
    return days(f"{year:04d}-{month:02d}-{day:02d}") if 0 < year < 10_000 else None


def yearly(code: Callable[[Reading], str]) -> Callable[[Reading, Situation], Resolved]:
    """Months, quarters, halves and seasons: a code after the year."""

    def resolved(reading: Reading, at: Situation) -> Resolved:
        tail = code(reading)
        year, basis = some_year(
            reading, at, lambda y: days(f"{y:04d}-{tail}") if 0 < y < 10_000 else None
        )
        return f"{'XXXX' if year is None else year_text(year)}-{tail}", basis

    return resolved


month_of_year = yearly(lambda reading: f"{reading.month or 0:02d}")


def year_alone(reading: Reading, at: Situation) -> Resolved:
    """ "1992", "'89"."""
    year, basis = year_of(reading, at)
    return (f"XX{reading.year:02d}", "none") if year is None else (year_text(year), basis)


def bare_year(reading: Reading, at: Situation) -> Resolved:
    """ "in 490", where the text has just spoken of years before Christ; else no date at all."""
    near = at.anchors.latest.year if at.anchors.latest else 0
    year = reading.year or 0
    if near < 0 and abs(near + year) <= _SAME_AGE:
        return year_text(-year), "previous"
    return "", "none"


def bare_day(reading: Reading, at: Situation) -> Resolved:
    """ "the 13th": of the month just spoken of, else of the latest month that has had it."""
    day = reading.day or 0
    point = at.previous("M")
    near = point is not None and at.place.sentence - point.sentence <= 1
    if at.published is None or at.narrative or near or reading.unit is not None:
        if point is None or point.month is None:
            return f"XXXX-XX-{day:02d}", "none"
        return f"{year_text(point.year)}-{point.month:02d}-{day:02d}", "previous"
    this_month = at.published.year * 12 + at.published.month - 1
    # "Friday the 13th" may be months away, "the 13th" is not.
    months = range(this_month - 1, this_month + 1)
    if reading.weekday is not None:
        months = range(this_month - 12, this_month + 13)
    candidates = [
        found
        for month in months
        if (found := _one_day(month // 12, month % 12 + 1, day))
        and reading.weekday in (None, found[0].isoweekday())
    ]
    chosen = nearest(candidates, at.published, "past")
    return (chosen[0].isoformat(), "published") if chosen else (f"XXXX-XX-{day:02d}", "none")


def numeric(reading: Reading, at: Situation) -> Resolved:
    """ "7/30/07": the order of day and month comes from the numbers, the option, or the day of
    publication if only one order lies near it; else it is left open."""
    one, two, year = reading.numbers
    full = full_year(year, at.published) if reading.short_year else year
    if full is None:
        return f"XX{year:02d}-XX-XX", "none"
    orders = {True: _one_day(full, two, one), False: _one_day(full, one, two)}
    if reading.dotted:  # 03.05.2024 is 3 May wherever dates are written with stops
        orders.pop(False)
    possible = sorted({found[0] for found in orders.values() if found})
    if len(possible) == 1:
        return possible[0].isoformat(), "explicit"
    if at.options.day_first is not None and (chosen := orders[at.options.day_first]):
        return chosen[0].isoformat(), "explicit"
    published = at.published
    if published is not None and len(possible) == 2:
        near, far = sorted(possible, key=lambda day: abs((day - published).days))
        if abs((near - published).days) <= _DAYS_NEAR < abs((far - published).days):
            return near.isoformat(), "published"
    return f"{year_text(full)}-XX-XX", "none"


def decade(reading: Reading, at: Situation) -> Resolved:
    """ "the 1980s", "the '80s", "the sixties"."""
    year = reading.year or 0
    if not reading.short_year:
        return ("BC" if year < 0 else "") + f"{abs(year) // 10:03d}", "explicit"
    latest = at.anchors.latest
    if at.narrative and latest is not None and latest.year > 0:
        return f"{latest.year // 100:02d}{year // 10}", "previous"
    full = full_year(year, at.published)
    return (f"XX{year // 10}", "none") if full is None else (f"{full // 10:03d}", "published")


def century(reading: Reading, at: Situation) -> Resolved:
    """ "the 19th century" is 18, as in TimeML."""
    nth = reading.nth or 1
    return ("BC" if nth < 0 else "") + f"{abs(nth) - 1:02d}", "explicit"


def within_month(reading: Reading, at: Situation) -> Resolved:
    """ "the last week of March", "the first Monday of May"."""
    value, basis = month_of_year(reading, at)
    covered = days(value)
    if covered is None:
        return value, "none"
    first, last = covered
    nth = reading.nth or 1
    if reading.field == "weekday_of_month":
        day = nth_weekday(first.year, first.month, reading.weekday or 1, nth)
        return (day.isoformat(), basis) if day else (value, basis)
    if reading.unit == "WE":
        day = nth_weekday(first.year, first.month, 6, nth)
        return (week(day) + "-WE", basis) if day else (value, basis)
    # A week belongs to the month in which most of it lies.
    day = moved(last, -3) if nth < 0 else moved(first, 7 * (nth - 1) + 3)
    return (week(day), basis) if day else (value, basis)


def holiday_of_year(reading: Reading, at: Situation) -> Resolved:
    """ "Christmas Eve", "Thanksgiving", "Good Friday 1998"."""
    name = reading.holiday or ""

    def period(year: int) -> Days | None:
        day = holiday(name, year)
        found = moved(day, reading.shift) if day else None
        return (found, found) if found else None

    year, basis = some_year(reading, at, period)
    found = period(year) if year is not None else None
    if found:
        return found[0].isoformat(), basis
    return (f"XXXX-{name}" if name[:1].isdigit() and not reading.shift else "XXXX-XX-XX"), "none"
