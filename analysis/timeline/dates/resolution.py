"""From readings to values: an anchor and the tense decide what the words leave open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analysis.timeline.dates.anchors import Anchors, Point
from analysis.timeline.dates.intervals import Days, days, holiday, moved, nth_weekday, week
from analysis.timeline.dates.mention import Basis
from analysis.timeline.dates.options import DateOptions
from analysis.timeline.dates.reading import Reading
from analysis.timeline.dates.tense import Tense

Resolved = tuple[str, Basis]

# A tense may be misread: a date next to the day of publication wins over one most of a year off.
_SAME_AGE = 60
_NEAR, _FAR = 100, 200
_LIMIT = 60
_TURN = 10
_LIMITS = frozenset({"by", "until", "till", "through", "before"})


@dataclass
class Place:
    """Where an expression stands: its sentence and, when asked, the tense around it."""

    sentence: int
    ask_tense: Callable[[], Tense]
    known_year: Callable[[int, int], int | None]
    lead: str = ""
    """The word before the expression."""


def resolve(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    """The TimeML value of a reading and what it rests on."""
    if reading.fixed is not None:
        return reading.fixed, "none"
    value, basis = _FIELDS[reading.field](reading, anchors, place, options)
    return value + reading.time if reading.type == "TIME" else value, basis


def year_text(year: int) -> str:
    """A year as TimeML has it: "0490" becomes "BC0490" before Christ."""
    return f"BC{-year:04d}" if year < 0 else f"{year:04d}"


def full_year(year: int, published: date | None) -> int | None:
    """The year meant by two digits: at most ten years after the publication, else before it."""
    if published is None:
        return None
    found = published.year - published.year % 100 + year
    return found - 100 if found > published.year + 10 else found


def nearest(
    candidates: Iterable[Days], published: date, tense: Tense
) -> Days | None:
    """Of periods in several years, the one that publication and tense point to."""

    def gap(period: Days) -> int:
        return max((period[0] - published).days, (published - period[1]).days, 0)

    some = sorted(candidates)
    if not some:
        return None
    closest = min(some, key=lambda period: (gap(period), period[0] > published))
    if tense == "past":
        chosen = max((p for p in some if p[0] <= published), default=closest)
    elif tense == "future":
        chosen = min((p for p in some if p[1] >= published), default=closest)
    else:
        return closest
    return closest if gap(closest) <= _NEAR and gap(chosen) > _FAR else chosen


def _year_of(reading: Reading, anchors: Anchors, place: Place) -> tuple[int | None, Basis]:
    """The year that the words give, at once ("2009") or by steps ("last year")."""
    if reading.year is not None:
        if not reading.short_year:
            return reading.year, "explicit"
        return full_year(reading.year, anchors.published), "published"
    if reading.unit in ("Y", "M") and reading.steps is not None:
        point = _point(reading, anchors, place, "Y")
        if point is not None:
            return point.year + int(reading.steps), "previous"
        if anchors.published is not None and not (anchors.narrative and reading.origin == "previous"):
            return anchors.published.year + int(reading.steps), "published"
    return None, "none"


def _some_year(
    reading: Reading,
    anchors: Anchors,
    place: Place,
    options: DateOptions,
    period: Callable[[int], Days | None],
    month: int | None = None,
) -> tuple[int | None, Basis]:
    """The year of something that comes once a year: from words, anchor, corpus or nothing."""
    year, basis = _year_of(reading, anchors, place)
    if year is not None:
        return year, basis
    if reading.unit == "Y":
        return None, "none"
    if anchors.narrative and anchors.latest is not None:
        return _told_year(reading, anchors.latest, month), "previous"
    published = anchors.published
    if published is None:
        if reading.steps is not None:
            return None, "none"
        previous = anchors.latest
        if (
            previous is not None
            and previous.explicit
            and previous.leading
            and place.sentence - previous.sentence <= 1
        ):
            return previous.year, "previous"
        return _corpus_year(reading, period, options)
    candidates = {
        y: found for y in range(max(published.year - 2, 1), published.year + 2) if (found := period(y))
    }
    if reading.weekday is not None and reading.day is not None:
        fitting = {y: p for y, p in candidates.items() if p[0].isoweekday() == reading.weekday}
        candidates = fitting or candidates
    if reading.steps is not None and reading.unit is None:
        return _which_year(reading, candidates, published, anchors, place)
    previous = anchors.latest
    if (
        previous is not None
        and previous.explicit
        and previous.leading
        and previous.sentence == place.sentence
        and previous.year not in candidates
        and previous.year < published.year
    ):
        return previous.year, "previous"
    chosen = nearest(candidates.values(), published, place.ask_tense())
    if place.lead in _LIMITS and chosen and (published - chosen[1]).days > _LIMIT:
        chosen = nearest(candidates.values(), published, "future")
    return (chosen[0].year if chosen else None), ("published" if chosen else "none")


def _which_year(
    reading: Reading,
    candidates: dict[int, Days],
    published: date,
    anchors: Anchors,
    place: Place,
) -> tuple[int | None, Basis]:
    """ "last October", "next May", "this spring"."""
    steps = int(reading.steps or 0)
    if reading.origin == "previous":
        point = anchors.previous("Y", place.sentence)
        if point is not None:
            return _stepped_year(point.year, steps, point, reading.month), "previous"
    if steps < 0:
        before = [y for y, p in candidates.items() if p[1] < published]
        return (max(before) if before else None), "published"
    if steps > 0:
        after = [y for y, p in candidates.items() if p[0] > published]
        return (min(after) if after else None), "published"
    chosen = nearest(candidates.values(), published, None)
    return (published.year if published.year in candidates else chosen[0].year if chosen else None), "published"


def _told_year(reading: Reading, point: Point, month: int | None) -> int:
    """In a story, the year of the date before; a month long past by then is that of the next."""
    if reading.steps and reading.unit is None:
        return _stepped_year(point.year, int(reading.steps), point, month)
    if month is None or point.month is None or point.month - month < _TURN:
        return point.year
    return point.year + 1


def _stepped_year(year: int, steps: int, point: Point, month: int | None) -> int:
    if month is None or point.month is None:
        return year + steps
    if steps < 0:
        return year if month < point.month else year - 1
    if steps > 0:
        return year if month > point.month else year + 1
    return year


def _corpus_year(
    reading: Reading, period: Callable[[int], Days | None], options: DateOptions
) -> tuple[int | None, Basis]:
    """The only year of the corpus in which the date can lie, if there is only one."""
    fitting = []
    for year in dict.fromkeys(options.corpus_years):
        found = period(year)
        if found is None:
            continue
        if options.corpus_first and found[1] < options.corpus_first:
            continue
        if options.corpus_last and found[0] > options.corpus_last:
            continue
        if reading.day and reading.weekday and found[0].isoweekday() != reading.weekday:
            continue
        fitting.append(year)
    return (fitting[0], "corpus") if len(fitting) == 1 else (None, "none")


def _day(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    month, day = reading.month or 0, reading.day or 0
    known = None
    if reading.year is None and reading.unit is None and place.ask_tense() != "future":
        known = place.known_year(month, day)
    today = anchors.published
    if known is not None and today is not None and (known, month, day) <= (
        today.year,
        today.month,
        today.day,
    ):
        return f"{year_text(known)}-{month:02d}-{day:02d}", "published"
    year, basis = _some_year(
        reading, anchors, place, options, lambda y: _one_day(y, month, day), month
    )
    text = "XXXX" if year is None else year_text(year)
    if year is None and reading.short_year:
        text = f"XX{reading.year:02d}"
    return f"{text}-{month:02d}-{day:02d}", basis


def _one_day(year: int, month: int, day: int) -> Days | None:
    return days(f"{year:04d}-{month:02d}-{day:02d}") if 0 < year < 10000 else None


def _month(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    month = reading.month or 0
    year, basis = _some_year(
        reading, anchors, place, options, lambda y: days(f"{y:04d}-{month:02d}"), month
    )
    return f"{'XXXX' if year is None else year_text(year)}-{month:02d}", basis


def _yearly(code: Callable[[Reading], str]) -> Callable[..., Resolved]:
    """Quarters, halves and seasons: a code after the year."""

    def resolved(
        reading: Reading, anchors: Anchors, place: Place, options: DateOptions
    ) -> Resolved:
        tail = code(reading)
        year, basis = _some_year(
            reading, anchors, place, options, lambda y: days(f"{y:04d}-{tail}")
        )
        return f"{'XXXX' if year is None else year_text(year)}-{tail}", basis

    return resolved


def _year(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    year, basis = _year_of(reading, anchors, place)
    if year is None:
        return f"XX{reading.year:02d}", "none"
    return year_text(year), basis


def _bare_day(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    day = reading.day or 0
    point = anchors.previous("M", place.sentence)
    near = point is not None and place.sentence - point.sentence <= 1
    if reading.unit is None and anchors.published is not None and not (anchors.narrative or near):
        published = anchors.published
        months_back = [
            found
            for back in (0, 1)
            if (m := published.year * 12 + published.month - 1 - back) >= 12
            and (found := _one_day(m // 12, m % 12 + 1, day))
        ]
        chosen = nearest(months_back, published, "past")
        return (chosen[0].isoformat(), "published") if chosen else (f"XXXX-XX-{day:02d}", "none")
    if point is None or point.month is None:
        return f"XXXX-XX-{day:02d}", "none"
    return f"{year_text(point.year)}-{point.month:02d}-{day:02d}", "previous"


def _bare_year(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    """ "in 490", where the text has just spoken of years before Christ."""
    near = anchors.latest.year if anchors.latest else 0
    year = reading.year or 0
    if near < 0 and abs(near + year) <= _SAME_AGE:
        return year_text(-year), "previous"
    return "", "none"


def _numeric(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    """Day and month in digits: the order is taken from the numbers, the option, or the day of
    publication if only one order lies near it."""
    a, b, year = reading.numbers
    full = full_year(year, anchors.published) if reading.short_year else year
    if full is None:
        return f"XX{year:02d}", "none"
    orders = {
        True: _one_day(full, b, a) if b <= 12 else None,
        False: _one_day(full, a, b) if a <= 12 else None,
    }
    possible = [found for found in dict.fromkeys(orders.values()) if found]
    if len(possible) == 1:
        return possible[0][0].isoformat(), "explicit"
    if options.day_first is not None:
        chosen = orders[options.day_first]
        return (chosen[0].isoformat(), "explicit") if chosen else (year_text(full), "none")
    if anchors.published is not None and possible:
        gaps = sorted((abs((p[0] - anchors.published).days), p[0]) for p in possible)
        if gaps[0][0] <= 14 and gaps[1][0] > 14:
            return gaps[0][1].isoformat(), "published"
    return f"{year_text(full)}-XX-XX", "none"


def _weekday(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    weekday = reading.weekday or 1
    if reading.unit == "W" and reading.steps is not None:
        return _weekday_of_week(reading, weekday, anchors, place)
    point = anchors.previous("D", place.sentence)
    before = point.date if point else None
    if reading.origin == "previous" or (anchors.narrative and reading.steps is None):
        if before is not None:
            ahead = (weekday - before.isoweekday()) % 7
            if reading.steps:
                ahead = ahead or 7
                ahead = ahead - 7 if reading.steps < 0 and ahead != 7 else ahead
            found = moved(before, ahead if reading.steps != -1 else -((before.isoweekday() - weekday) % 7 or 7))
            if found:
                return found.isoformat(), "previous"
        if anchors.narrative:
            return f"XXXX-WXX-{weekday}", "none"
    published = anchors.published
    if published is None:
        return f"XXXX-WXX-{weekday}", "none"
    back = (published.isoweekday() - weekday) % 7
    steps = reading.steps
    if steps is None:
        ahead = back != 0 and _looks_ahead(place)
        days_off = 7 - back if ahead else -back
    elif steps < 0:
        # Nobody calls yesterday "last Monday", nor tomorrow "next Monday".
        days_off = -(back or 7) if back != 1 else -8
    elif steps > 0:
        days_off = 7 - back if back != 6 else 8
    else:
        days_off = -back if back == 0 or place.ask_tense() == "past" else 7 - back
    found = moved(published, days_off)
    return (found.isoformat(), "published") if found else (f"XXXX-WXX-{weekday}", "none")


def _looks_ahead(place: Place) -> bool:
    """A sentence about what is to come; "has until Sunday" is one, if nothing says otherwise."""
    tense = place.ask_tense()
    return tense == "future" or (tense is None and place.lead in ("until", "till", "by"))


def _same_quarter(
    reading: Reading, anchors: Anchors, place: Place, options: DateOptions
) -> Resolved:
    """ "the quarter": the one just spoken of, else the last that ended before publication."""
    point = anchors.latest
    if point is not None and "-Q" in point.value:
        return point.value[:7], "previous"
    if anchors.published is None:
        return _OPEN["Q"], "none"
    return stepped(anchors.published, "Q", -1) or _OPEN["Q"], "published"


def _weekend(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    """ "the weekend": the one before, or the one ahead where the sentence looks ahead."""
    published = anchors.published
    if published is None or anchors.narrative:
        return _OPEN["WE"], "none"
    ahead = published.isoweekday() >= 6 or place.ask_tense() == "future"
    value = stepped(published, "WE", 0 if ahead else -1)
    return (value, "published") if value else (_OPEN["WE"], "none")


def _weekday_of_week(
    reading: Reading, weekday: int, anchors: Anchors, place: Place
) -> Resolved:
    day, basis = _from(reading, "D", anchors, place)
    if day is None:
        return f"XXXX-WXX-{weekday}", "none"
    monday = day - timedelta(day.isoweekday() - 1)
    found = moved(monday, 7 * int(reading.steps or 0) + weekday - 1)
    return (found.isoformat(), basis) if found else (f"XXXX-WXX-{weekday}", "none")


def _point(reading: Reading, anchors: Anchors, place: Place, unit: str) -> Point | None:
    """The date of the text from which a reading counts, if it does."""
    if reading.origin not in ("previous", "nearby"):
        return None
    point = anchors.previous(unit, place.sentence)
    if reading.origin == "nearby" and point and not anchors.narrative and unit != "D":
        return point if place.sentence - point.sentence <= 1 else None
    return point


def _from(
    reading: Reading, unit: str, anchors: Anchors, place: Place
) -> tuple[date | None, Basis]:
    """The day from which a reading counts its steps."""
    if reading.origin in ("previous", "nearby"):
        point = _point(reading, anchors, place, unit)
        if point is not None:
            day = point.date or (date(point.year, point.month or 1, 1) if point.year > 0 else None)
            return day, "previous"
        if anchors.narrative:
            return None, "none"
    return anchors.published, "published" if anchors.published else "none"


_OPEN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX",
    "Y": "XXXX", "DE": "XXX", "CE": "XX",
}


def _unit(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    unit = reading.unit or "D"
    steps = reading.steps or 0
    if reading.origin == "previous" and steps > 0 and not anchors.narrative:
        # "in the next year this must be done" counts from today, "the next year he left" does not.
        if reading.field == "unit" and place.ask_tense() == "future":
            reading = replace(reading, origin="published")
    if unit in ("Y", "DE", "CE"):
        point = _point(reading, anchors, place, "Y")
        if point is not None:
            return stepped_year(point.year, unit, steps), "previous"
    start, basis = _from(reading, unit, anchors, place)
    if start is None or (basis == "published" and reading.origin == "previous" and steps == 0):
        return _OPEN.get(unit, "XXXX-XX-XX"), "none"
    value = stepped(start, unit, steps)
    return (value, basis) if value else (_OPEN.get(unit, "XXXX-XX-XX"), "none")


def stepped_year(year: int, unit: str, steps: float) -> str:
    """A year, decade or century so many units away."""
    if unit == "Y":
        return year_text(year + round(steps) if year + round(steps) else year)
    size = 10 if unit == "DE" else 100
    moved_year = abs(year) + (1 if year > 0 else -1) * round(steps) * size
    text = f"{max(moved_year, 0):04d}"[: 3 if unit == "DE" else 2]
    return f"BC{text}" if year < 0 else text


def stepped(start: date, unit: str, steps: float) -> str | None:
    """The value of the period so many units away from the one that holds the start."""
    if unit in ("D", "W", "WE", "F") or unit[0] == "T":
        size = {"D": 1, "W": 7, "WE": 7, "F": 14}.get(unit, 0)
        day = moved(start, round(steps * size))
        if day is None:
            return None
        if unit == "D":
            return day.isoformat()
        if unit[0] == "T":
            return day.isoformat()
        return week(day) + ("-WE" if unit == "WE" else "")
    if unit in ("M", "Q"):
        whole = start.year * 12 + start.month - 1 + round(steps * (1 if unit == "M" else 3))
        year, month = divmod(whole, 12)
        if not 1 <= year <= 9999:
            return None
        return f"{year:04d}-{month + 1:02d}" if unit == "M" else f"{year:04d}-Q{month // 3 + 1}"
    if steps != int(steps) and unit == "Y":
        return stepped(start, "M", steps * 12)
    if not 1 <= start.year + steps * 1000 <= 9999 and not 1 <= start.year + steps <= 9999:
        return None
    return stepped_year(start.year, unit, steps)


# Halves are counted in the next smaller unit: half a century is fifty years.
_SMALLER = {"CE": (100, "Y"), "DE": (10, "Y"), "Y": (12, "M"), "W": (7, "D")}


def _distance(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    unit, steps = reading.unit or "D", reading.steps or 0
    if unit[0] == "T":
        return _clock(reading, anchors, place, options)
    if steps != int(steps) and unit in _SMALLER:
        size, unit = _SMALLER[unit]
        steps *= size
        reading = replace(reading, unit=unit, steps=steps)
    if (
        reading.origin == "previous"
        and steps > 0
        and anchors.previous(unit, place.sentence) is None
    ):
        return _OPEN.get(unit, "XXXX-XX-XX"), "none"
    if reading.origin == "previous" and unit == "Y":
        point = anchors.latest
        if point is not None and point.sentence == place.sentence and not anchors.narrative:
            same = _same_a_year_off(point, int(steps))
            if same:
                return same, "previous"
    return _unit(reading, anchors, place, options)


def _same_a_year_off(point: Point, steps: int) -> str | None:
    """A quarter or month of the text, some years off: "…, up from a year earlier"."""
    if "-Q" in point.value or (point.month is not None and point.day is None):
        return f"{year_text(point.year + steps)}{point.value[4:]}"
    return None


def _same(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    point = anchors.latest_month
    year, basis = _year_of(reading, anchors, place)
    if point is not None and place.sentence - point.sentence <= 2 and point.year > 0:
        target = year if year is not None and year != point.year else point.year - 1
        if "-Q" in point.value:
            return f"{year_text(target)}{point.value[4:7]}", "previous"
        return f"{year_text(target)}-{point.month:02d}", "previous"
    if anchors.published is None:
        return "XXXX", "none"
    return year_text(year if year is not None else anchors.published.year - 1), "published"


def _part(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    start, basis = _from(reading, "D", anchors, place)
    day = moved(start, int(reading.steps or 0)) if start else None
    return (day.isoformat(), basis) if day else ("XXXX-XX-XX", "none")


def _clock(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    point = anchors.latest_day
    if point is not None and point.date and (anchors.narrative or point.sentence == place.sentence):
        return point.date.isoformat(), "previous"
    if anchors.published is None or anchors.narrative:
        return "XXXX-XX-XX", "none"
    return anchors.published.isoformat(), "published"


def _decade(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    year = reading.year or 0
    if reading.short_year:
        if anchors.narrative and anchors.latest is not None and anchors.latest.year > 0:
            return f"{anchors.latest.year // 100:02d}{year // 10}", "previous"
        full = full_year(year, anchors.published)
        if full is None:
            return f"XX{year // 10}", "none"
        return f"{full // 10:03d}", "published"
    return ("BC" if year < 0 else "") + f"{abs(year) // 10:03d}", "explicit"


def _century(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    nth = reading.nth or 1
    return ("BC" if nth < 0 else "") + f"{abs(nth) - 1:02d}", "explicit"


def _within_month(
    reading: Reading, anchors: Anchors, place: Place, options: DateOptions
) -> Resolved:
    value, basis = _month(reading, anchors, place, options)
    covered = days(value)
    if covered is None:
        return value, "none"
    first, last = covered
    nth = reading.nth or 1
    if reading.field == "weekday_of_month":
        day = nth_weekday(first.year, first.month, reading.weekday or 1, nth)
        return (day.isoformat(), basis) if day else (value, "none")
    # A week belongs to the month in which most of it lies.
    day = moved(last, -3) if nth < 0 else moved(first, 7 * (nth - 1) + 3)
    if day is None:
        return value, basis
    if reading.unit == "WE":
        saturday = nth_weekday(first.year, first.month, 6, nth)
        return (week(saturday) + "-WE", basis) if saturday else (value, basis)
    return week(day), basis


def _holiday(reading: Reading, anchors: Anchors, place: Place, options: DateOptions) -> Resolved:
    name = reading.holiday or ""

    def period(year: int) -> Days | None:
        day = holiday(name, year)
        found = moved(day, reading.shift) if day else None
        return (found, found) if found else None

    year, basis = _some_year(reading, anchors, place, options, period)
    found = period(year) if year and year > 0 else None
    if found:
        return found[0].isoformat(), basis
    return (f"XXXX-{name}" if name[0].isdigit() and not reading.shift else "XXXX-XX-XX"), "none"


_FIELDS: dict[str, Callable[[Reading, Anchors, Place, DateOptions], Resolved]] = {
    "day": _day,
    "month": _month,
    "year": _year,
    "bare_day": _bare_day,
    "bare_year": _bare_year,
    "numeric": _numeric,
    "weekday": _weekday,
    "season": _yearly(lambda reading: str(reading.season)),
    "quarter": _yearly(lambda reading: f"Q{reading.nth}"),
    "same_quarter": _same_quarter,
    "half": _yearly(lambda reading: f"H{reading.nth}"),
    "unit": _unit,
    "weekend": _weekend,
    "distance": _distance,
    "same": _same,
    "part": _part,
    "clock": _clock,
    "decade": _decade,
    "century": _century,
    "week_of_month": _within_month,
    "weekday_of_month": _within_month,
    "holiday": _holiday,
}
