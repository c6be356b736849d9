"""From a match to its readings: the labels of the rules become parts of the calendar."""

from collections.abc import Callable, Iterator

from analysis.timeline.dates.lengths import (
    distance_of,
    duration_of,
    pair_of,
    reference_of,
    repetition_of,
)
from analysis.timeline.dates.lexicon import Signs, lexicon
from analysis.timeline.dates.patterns import Match
from analysis.timeline.dates.reading import Reading
from analysis.timeline.dates.words import Words

_EASTER = {"good": -2, "palm": -7, "ash": -46, "maundy": -3, "holy": -1}
_EASTER_WEEKDAY = {1: 1, 5: -2}


def read(match: Match, text: Signs) -> Iterator[Reading]:
    """The readings of a match: one, or two for a pair; none where the numbers are no date."""
    first = match.first
    lead = text.parts[first - 2] if first >= 2 else ""
    labels = tuple(
        [(name, low - first, high - first) for name, (low, high) in match.labels.items()]
    )
    key = (match.form, lead, "".join(text.parts[first : match.last]), labels)
    known = _KNOWN.get(key)
    if known is None:
        made = _FORMS[match.form](Words(match, text, lexicon()))
        known = tuple(one._replace(first=one.first - first, last=one.last - first) for one in made)
        if len(_KNOWN) < _REMEMBERED:
            _KNOWN[key] = known
    for one in known:
        yield one._replace(first=one.first + first, last=one.last + first)


#: Readings by the words of their matches and the word before, on which alone they depend: "on
#: Tuesday" is read once. first and last count from the match.
_KNOWN: dict[tuple[str, str, str, tuple[tuple[str, int, int], ...]], tuple[Reading, ...]] = {}
_REMEMBERED = 50_000


def _calendar(words: Words) -> Iterator[Reading]:
    time = words.clock()
    if not time and ("hour" in words or "military" in words):
        return
    base = Reading(
        *words.span,
        "TIME" if time else "DATE",
        "fixed",
        time=time,
        month=words.value("month"),
        weekday=words.value("weekday"),
        **words.year(),
    )
    labels = words.match.labels
    for label, make in _BY_LABEL.items():
        if label in labels:
            found = make(words, base)
            if found is not None:
                yield found
            return
    if time:
        yield base._replace(field="clock")
    elif base.year is not None:
        yield base._replace(field="year")
    elif base.unit:
        yield base._replace(field="unit")


def _day(words: Words, base: Reading) -> Reading | None:
    day = words.number("day") or 0
    month = base.month if base.month is not None else words.number("month") or 0
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return base._replace(field="day", month=month, day=day)


def _numeric(words: Words, base: Reading) -> Reading | None:
    surface = words.surface("numeric")
    numbers = tuple(int(n) for n in "".join(c if c.isdigit() else " " for c in surface).split())
    one, two, year = numbers
    if not 1 <= min(one, two) <= 12 or max(one, two) > 31 or 100 <= year < 1000:
        return None
    return base._replace(
        field="numeric", numbers=numbers, short_year=year < 100, dotted="." in surface
    )


def _bare_day(words: Words, base: Reading) -> Reading | None:
    day = words.number("bare_day") or 0
    return base._replace(field="bare_day", day=day) if 1 <= day <= 31 else None


def _quarter(words: Words, base: Reading) -> Reading | None:
    nth = words.nth("quarter")
    if nth is None or nth > 4:
        return None
    return base._replace(field="quarter", nth=4 if nth == -1 else nth)


def _half(words: Words, base: Reading) -> Reading | None:
    nth = words.nth("half")
    if nth not in (1, 2, -1):
        return None
    return base._replace(field="half", nth=2 if nth == -1 else nth)


def _decade(words: Words, base: Reading) -> Reading:
    number = words.number("decade")
    if number is None:
        number = int(words.value("decade")) * 10
    return base._replace(field="decade", year=words.early(number), short_year=number < 100)


def _century(words: Words, base: Reading) -> Reading | None:
    number = words.number("century")
    if number is None:
        spelled = words.surface("century").replace("-", " ").split()
        values = [words.lexicon.values.get(word) for word in spelled]
        number = sum(value for value in values if isinstance(value, int))
    return base._replace(field="century", nth=words.early(number)) if number else None


def _today(words: Words, base: Reading) -> Reading:
    steps = words.value("today")
    if "beyond" in words:  # "the day after tomorrow"
        steps += words.value("beyond")
    return base._replace(field="unit", unit="D", steps=steps, origin="published")


def _tonight(words: Words, base: Reading) -> Reading:
    return base._replace(
        type="TIME", field="unit", unit="D", steps=0, origin="published", time="TNI"
    )


def _part_of_day(words: Words, base: Reading) -> Reading:
    """ "this morning", "the next evening", "in the afternoon"."""
    which = words.which()
    if which is None:
        # "at night" is every night unless the sentence names one.
        return base._replace(field="clock", origin="previous" if "habit" in words else "published")
    steps, origin = which
    if steps == 1:
        origin = "previous"
    return base._replace(field="part", steps=steps, origin=origin, unit="D")


def _holiday(words: Words, base: Reading) -> Reading:
    shift = words.value("holiday_shift") or 0
    name = str(words.value("holiday"))
    if "holiday_weekday" in words and name == "easter":
        shift = _EASTER_WEEKDAY.get(words.value("holiday_weekday"), 0)
    return base._replace(field="holiday", holiday=name, shift=shift, weekday=None)


def _easter(words: Words, base: Reading) -> Reading:
    shift = _EASTER.get(words.surface("easter").split()[0], 0)
    return base._replace(field="holiday", holiday="easter", shift=shift, weekday=None)


def _new_year(words: Words, base: Reading) -> Reading:
    shift = words.value("holiday_shift") or 0
    return base._replace(field="holiday", holiday="01-01", shift=shift)


# The first of these labels that a match holds tells what kind of date it is.
_BY_LABEL: dict[str, Callable[[Words, Reading], Reading | None]] = {
    "numeric": _numeric,
    "day": _day,
    "bare_day": _bare_day,
    "week_nth": lambda w, r: r._replace(field="week_of_month", nth=w.nth("week_nth"), unit="W"),
    "weekend_nth": lambda w, r: r._replace(
        field="week_of_month", nth=w.nth("weekend_nth"), unit="WE"
    ),
    "dow_nth": lambda w, r: r._replace(field="weekday_of_month", nth=w.nth("dow_nth")),
    "holiday": _holiday,
    "holiday_new": _new_year,
    "easter": _easter,
    "quarter": _quarter,
    "half": _half,
    "season": lambda w, r: r._replace(field="season", season=w.value("season")),
    "month": lambda w, r: r._replace(field="month"),
    "weekday": lambda w, r: r._replace(field="weekday"),
    "decade": _decade,
    "century": _century,
    "today": _today,
    "tonight": _tonight,
    "overnight": lambda w, r: r._replace(type="TIME", field="clock", time="TNI"),
    "the_quarter": lambda w, r: r._replace(field="same_quarter", unit="Q", origin="nearby"),
    "the_weekend": lambda w, r: r._replace(field="weekend", unit="WE"),
    "same_unit": lambda w, r: r._replace(field="same"),
    "ago_unit": lambda w, r: r._replace(field="same"),
    "part": _part_of_day,
    "bare_year": lambda w, r: r._replace(field="bare_year", year=w.number("bare_year")),
}

_FORMS: dict[str, Callable[[Words], Iterator[Reading]]] = {
    "calendar": _calendar,
    "distance": distance_of,
    "duration": duration_of,
    "set": repetition_of,
    "reference": reference_of,
    "pair": pair_of,
}
