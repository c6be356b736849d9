"""From a match to its readings: labels of the rules become parts of the calendar."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from analysis.timeline.dates.lexicon import Lexicon, Signs, lexicon
from analysis.timeline.dates.numbers import VAGUE, quantity, written
from analysis.timeline.dates.patterns import Match
from analysis.timeline.dates.reading import Origin, Reading

_TERM = {"long": "FUTURE_REF", "short": "FUTURE_REF", "medium": "FUTURE_REF"}
# "the next day" counts from the date before it, "next week" from the day of publication.
_AFTER_ARTICLE: dict[str, Origin] = {"next": "previous"}
_WHICH: dict[str, tuple[int, Origin]] = {
    "last": (-1, "published"),
    "past": (-1, "published"),
    "latest": (-1, "published"),
    "next": (1, "published"),
    "coming": (1, "published"),
    "this": (0, "published"),
    "previous": (-1, "previous"),
    "following": (1, "previous"),
    "that": (0, "previous"),
    "same": (0, "previous"),
}
_CLASS_OF_WHICH = {
    "upcoming": "coming",
    "preceding": "previous",
    "prior": "previous",
    "subsequent": "following",
    "ensuing": "following",
    "succeeding": "following",
}


class _Words:
    """The labelled words of one match."""

    def __init__(self, match: Match, text: Signs, words: Lexicon) -> None:
        self.match = match
        self.text = text
        self.lexicon = words

    def surface(self, label: str) -> str | None:
        span = self.match.labels.get(label)
        return "".join(self.text.parts[span[0] : span[1]]) if span else None

    def value(self, label: str) -> Any:
        """The value of the labelled word in the lexicon."""
        surface = self.surface(label)
        return None if surface is None else self.lexicon.values.get(surface.strip(" .'\u2019"))

    def number(self, label: str) -> int | None:
        """The digits of the labelled words."""
        surface = self.surface(label)
        if surface is None:
            return None
        digits = "".join(c for c in surface if c.isdigit())
        return int(digits) if digits else None

    def nth(self, label: str) -> int | None:
        number = self.number(label)
        return number if number is not None else self.value(label)

    def before(self, label: str) -> str:
        """The word before the labelled ones."""
        first = self.match.labels[label][0]
        return self.text.parts[first - 2].lower() if first >= 2 else ""

    @property
    def whole(self) -> str:
        return "".join(self.text.parts[self.match.first : self.match.last])


def read(match: Match, text: Signs) -> Iterator[Reading]:
    """The readings of a match: one, or two for a pair; none where the numbers are no date."""
    words = _Words(match, text, lexicon())
    yield from _FORMS[match.form](words)


def _which(words: _Words, label: str = "which") -> tuple[int, Origin] | None:
    surface = words.surface(label)
    if surface is None:
        return None
    low = surface.lower()
    low = "latest" if low.endswith("recent") else _CLASS_OF_WHICH.get(low, low)
    steps, origin = _WHICH[low]
    if low == "next" and words.before(label) == "the":
        origin = "previous"
    return steps, origin


def _year(words: _Words) -> dict[str, Any]:
    year = words.number("year")
    if year is not None:
        return {"year": -year if "bc" in words.whole.lower().split()[-1][:2] else year}
    if words.surface("era_year"):
        number = words.number("era_year") or 0
        return {"year": number if words.whole.rstrip(".").upper().endswith(("AD", " CE")) else -number}
    if words.surface("apostrophe_year"):
        return {"year": words.number("apostrophe_year"), "short_year": True}
    which = _which(words)
    if which is not None:
        return {"steps": which[0], "origin": which[1], "unit": words.value("unit")}
    if words.surface("unit"):
        return {"steps": 0, "origin": "nearby", "unit": words.value("unit")}
    return {}


def _clock(words: _Words) -> str:
    noon = words.value("noon")
    if noon:
        return str(noon)
    hour = words.number("hour")
    military = words.number("military")
    if military is not None:
        hour, minute = divmod(military, 100)
        return f"T{hour:02d}:{minute:02d}{words.value('zone') or ''}" if _is_clock(hour, minute) else ""
    if hour is None:
        hour = words.value("hour_word")
    if hour is None:
        return ""
    minute = words.number("minute")
    half = (words.surface("ampm") or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    zone = words.value("zone") or ""
    return f"T{hour:02d}:{minute or 0:02d}{zone}"


def _early(words: _Words) -> str:
    """ "the early hours of Sunday"."""
    hours = words.surface("hours")
    return "" if hours is None else "TMO" if hours.lower() == "early" else "TNI"


def _is_clock(hour: int, minute: int) -> bool:
    return hour <= 24 and minute < 60


def _calendar(words: _Words) -> Iterator[Reading]:
    has = words.match.labels
    time = _clock(words) or str(words.value("part") or "") or _early(words)
    base = Reading(
        words.match.first,
        words.match.last,
        "TIME" if time else "DATE",
        "fixed",
        time=time,
        month=words.value("month"),
        weekday=words.value("weekday"),
        **_year(words),
    )
    day = words.number("day")
    if "numeric" in has:
        yield from _numeric(words, base)
    elif "day" in has:
        if day and 1 <= day <= 31 and base.month is None:
            base = replace(base, month=words.number("month"))
        if day and 1 <= day <= 31 and base.month and 1 <= base.month <= 12:
            yield replace(base, field="day", day=day)
    elif "bare_day" in has:
        yield replace(base, field="bare_day", day=words.number("bare_day"))
    elif "week_nth" in has or "weekend_nth" in has:
        label, unit = ("week_nth", "W") if "week_nth" in has else ("weekend_nth", "WE")
        yield replace(base, field="week_of_month", nth=words.nth(label), unit=unit)
    elif "dow_nth" in has:
        yield replace(base, field="weekday_of_month", nth=words.nth("dow_nth"))
    elif "holiday" in has or "holiday_new" in has or "easter" in has:
        yield _holiday(words, base)
    elif "quarter_nth" in has or "quarter_code" in has:
        nth = words.nth("quarter_nth") or words.number("quarter_code")
        if nth is not None and nth <= 4:
            yield replace(base, field="quarter", nth=4 if nth == -1 else nth)
    elif "half_nth" in has or "half_code" in has:
        nth = words.nth("half_nth") or words.number("half_code")
        if nth in (1, 2, -1):
            yield replace(base, field="half", nth=2 if nth == -1 else nth)
    elif "season" in has:
        yield replace(base, field="season", season=words.value("season"))
    elif "month" in has:
        yield replace(base, field="month")
    elif "weekday" in has:
        yield replace(base, field="weekday")
    elif "decade" in has or "decade_name" in has:
        yield _decade(words, base)
    elif "century" in has:
        yield _century(words, base)
    elif "today" in has:
        steps = words.value("today")
        near = words.whole.lower()
        steps += 1 if " after tomorrow" in near else -1 if " before yesterday" in near else 0
        yield replace(base, field="unit", unit="D", steps=steps, origin="published")
    elif "overnight" in has:
        yield replace(base, type="TIME", field="clock", time="TNI")
    elif "tonight" in has:
        yield replace(
            base, type="TIME", field="unit", unit="D", steps=0, origin="published", time="TNI"
        )
    elif "the_quarter" in has:
        yield replace(base, field="same_quarter", unit="Q", origin="nearby")
    elif "the_weekend" in has:
        yield replace(base, field="weekend", unit="WE")
    elif "same_unit" in has or "ago_unit" in has:
        yield replace(base, field="same")
    elif "part" in has or "which" in has and words.whole.lower().endswith("night"):
        yield _part_of_day(words, base)
    elif "bare_year" in has:
        yield replace(base, field="bare_year", year=words.number("bare_year"))
    elif time:
        yield replace(base, field="clock")
    elif base.year is not None:
        yield replace(base, field="year")
    elif base.unit:
        yield replace(base, field="unit")


def _part_of_day(words: _Words, base: Reading) -> Reading:
    """ "this morning", "last night", "the next evening"."""
    low = words.whole.lower()
    which = _which(words)
    if which is None:
        return replace(base, field="clock")
    steps, origin = which
    if low.endswith("last night"):
        return replace(base, type="TIME", field="part", steps=-1, origin="published", time="TNI")
    if origin == "published" and steps == 1:
        origin = "previous"
    return replace(base, field="part", steps=steps, origin=origin, unit="D")


def _numeric(words: _Words, base: Reading) -> Iterator[Reading]:
    surface = words.surface("numeric") or ""
    numbers = tuple(int(n) for n in surface.replace("/", " ").replace("-", " ").replace(".", " ").split())
    if len(numbers) == 3 and max(numbers[:2]) <= 31 and min(numbers[:2]) >= 1:
        yield replace(base, field="numeric", numbers=numbers, short_year=numbers[2] < 100)


def _decade(words: _Words, base: Reading) -> Reading:
    surface = words.surface("decade")
    if surface is None:
        return replace(base, field="decade", year=words.value("decade_name") * 10, short_year=True)
    number = words.number("decade") or 0
    early = "bc" in words.whole.lower()
    return replace(
        base, field="decade", year=-number if early else number, short_year=number < 100
    )


def _century(words: _Words, base: Reading) -> Reading:
    surface = (words.surface("century") or "").lower().replace("-", " ")
    number = words.number("century")
    if number is None:
        number = int(sum(v for w in surface.split() if isinstance(v := words.lexicon.values.get(w), int)))
    early = "bc" in words.whole.lower()
    return replace(base, field="century", nth=-number if early else number)


def _holiday(words: _Words, base: Reading) -> Reading:
    shift = words.value("holiday_shift") or 0
    if "easter" in words.match.labels:
        first = (words.surface("easter") or "").split()[0].lower()
        shift = {"good": -2, "palm": -7, "ash": -46, "maundy": -3, "holy": -1}.get(first, 0)
        return replace(base, field="holiday", holiday="easter", shift=shift, weekday=None)
    if "holiday_new" in words.match.labels:
        return replace(base, field="holiday", holiday="01-01", shift=shift)
    name = str(words.value("holiday"))
    if "holiday_weekday" in words.match.labels:
        shift = {"easter": {1: 1, 5: -2}}.get(name, {}).get(words.value("holiday_weekday"), 0)
    return replace(base, field="holiday", holiday=name, shift=shift, weekday=None)


def _unit(words: _Words) -> str:
    surface = words.surface("unit")
    if surface is None:
        return ""
    # "second" is an ordinal in the lexicon.
    return "TS" if surface.lower() == "second" else str(words.value("unit"))


def _amount(words: _Words, label: str = "qty") -> float | str | None:
    surface = words.surface(label)
    if surface is None:
        return VAGUE
    amount = quantity(surface, words.lexicon)
    if words.whole.lower().replace("-", " ").find(" and a half") > 0 and isinstance(amount, float | int):
        return amount if amount != int(amount) else amount + 0.5
    return amount


def _distance(words: _Words) -> Iterator[Reading]:
    unit = _unit(words)
    amount: float | str | None = 1.0 if "the unit" in words.match.form else _amount(words)
    if "qty" not in words.match.labels and words.whole.lower().startswith("the "):
        amount = 1.0
    direction = words.value("dir")
    if direction is None:
        direction = words.value("which_dir") or 1
    ago = (words.surface("dir") or "").lower() in ("ago", "back") or words.whole.lower().endswith("from now")
    if amount is None or isinstance(amount, str):
        fixed = "PAST_REF" if direction < 0 else "FUTURE_REF"
        yield Reading(words.match.first, words.match.last, "DATE", "fixed", fixed=fixed)
        return
    yield Reading(
        words.match.first,
        words.match.last,
        "TIME" if unit[:1] == "T" else "DATE",
        "distance",
        unit=unit,
        steps=float(amount) * (1 if "from now" in words.whole.lower() else direction),
        origin="published" if ago else "previous",
        time="TXX" if unit[:1] == "T" else "",
    )


def length(amount: float | str, unit: str) -> str:
    """A duration in TimeML: P2Y, PT30M, PXD; halves of long units go to the next smaller one."""
    if isinstance(amount, str):
        return f"PT{amount}{unit[1]}" if unit[0] == "T" else f"P{amount}{unit.replace('F', 'W')}"
    if unit == "F":
        return f"P{written(amount * 2)}W"
    if amount == 0.5:
        smaller = {"TH": "PT30M", "Y": "P6M", "CE": "P50Y", "DE": "P5Y", "D": "PT12H", "TM": "PT30S"}
        if unit in smaller:
            return smaller[unit]
    return f"PT{written(amount)}{unit[1]}" if unit[0] == "T" else f"P{written(amount)}{unit}"


def _duration(words: _Words) -> Iterator[Reading]:
    has = words.match.labels
    if "plain" in has:
        amount: float | str | None = VAGUE
    elif "half_unit" in has:
        amount = 0.5
    elif "one_half_more" in has:
        amount = 1.5
    elif "qty" in has:
        amount = _amount(words)
    else:
        amount = 1.0
    unit = _unit(words)
    if not unit:
        last = "".join(words.text.parts[words.match.first : words.match.last]).lower().replace("-", " ")
        found = [words.lexicon.values.get(word) for word in last.split()]
        unit = next((str(v) for v in found if isinstance(v, str) and v in _UNITS), "")
    if amount is None or not unit:
        return
    which = -1 if "which_past" in has else 1 if "which_next" in has else None
    yield Reading(
        words.match.first,
        words.match.last,
        "DURATION",
        "fixed",
        fixed=length(amount, unit),
        steps=which * amount if which and isinstance(amount, float) else None,
        unit=unit,
        origin="published" if which else "none",
    )


_UNITS = frozenset({"D", "W", "M", "Y", "Q", "DE", "CE", "ME", "F", "WE", "TH", "TM", "TS"})


def _set(words: _Words) -> Iterator[Reading]:
    if "adverb" in words.match.labels:
        fixed = str(words.value("adverb"))
    elif "days_of_week" in words.match.labels:
        fixed = f"XXXX-WXX-{words.value('days_of_week')}"
    elif "weekday" in words.match.labels:
        fixed = f"XXXX-WXX-{words.value('weekday')}"
    elif "season" in words.match.labels:
        fixed = f"XXXX-{words.value('season')}"
    elif "part" in words.match.labels:
        fixed = f"XXXX-XX-XX{words.value('part')}"
    elif _unit(words):
        amount = _amount(words) if "qty" in words.match.labels else 1.0
        fixed = length(2.0 if " other " in words.whole.lower() else amount or 1.0, _unit(words))
    else:
        return
    yield Reading(words.match.first, words.match.last, "SET", "fixed", fixed=fixed)


def _reference(words: _Words) -> Iterator[Reading]:
    fixed = words.value("ref") or words.value("ref_moment")
    if fixed == -1:  # "last" and "past" are steps elsewhere
        fixed = "PAST_REF"
    if fixed is None:
        fixed = "FUTURE_REF" if "ref_future" in words.match.labels else "PRESENT_REF"
    yield Reading(words.match.first, words.match.last, "DATE", "fixed", fixed=str(fixed))


def _pair(words: _Words) -> Iterator[Reading]:
    one, two = words.match.labels["one"], words.match.labels["two"]
    has = words.match.labels
    if "qty_b" in has:
        unit = _unit(words)
        for label, (first, last) in (("qty", one), ("qty_b", two)):
            amount = quantity(words.surface(label) or "", words.lexicon)
            if isinstance(amount, float | int):
                fixed = length(float(amount), unit)
                yield Reading(first, last, "DURATION", "fixed", fixed=fixed)
        return
    year = words.number("year")
    if "day_b" in has:
        month = words.value("month")
        for label, (first, last) in (("day", one), ("day_b", two)):
            day = words.number(label)
            if day and 1 <= day <= 31:
                yield Reading(first, last, "DATE", "day", month=month, day=day, year=year)
        return
    if year is None:
        return
    if "month_b" in has:
        begin, end_month = words.value("month"), words.value("month_b")
        crossed = begin > end_month  # "December to February 2012" began the year before
        yield Reading(*one, "DATE", "month", month=begin, year=year - crossed)
        yield Reading(*two, "DATE", "month", month=end_month, year=year)
        return
    later = words.number("year_b")
    short = words.number("short_year_b")
    if later is None and short is not None:
        later = year - year % 100 + short
    yield Reading(*one, "DATE", "year", year=year)
    if later is not None and year < later:
        yield Reading(*two, "DATE", "year", year=later)


_FORMS: dict[str, Callable[[_Words], Iterator[Reading]]] = {
    "calendar": _calendar,
    "distance": _distance,
    "duration": _duration,
    "set": _set,
    "reference": _reference,
    "pair": _pair,
}
