"""Readings of lengths of time, repetitions, distances, and of the two halves of a pair."""

from collections.abc import Iterator

from analysis.timeline.dates.numbers import VAGUE, quantity, written
from analysis.timeline.dates.reading import Reading
from analysis.timeline.dates.words import Words

_UNITS = frozenset({"D", "W", "M", "Y", "Q", "DE", "CE", "ME", "F", "WE", "TH", "TM", "TS"})
_HALVES = {"TH": "PT30M", "TM": "PT30S", "D": "PT12H", "Y": "P6M", "DE": "P5Y", "CE": "P50Y"}

Amount = float | str | None


def length(amount: float | str, unit: str) -> str:
    """A duration in TimeML: P2Y, PT30M, PXD; a half is told in the next smaller unit."""
    if amount == 0.5 and unit in _HALVES:
        return _HALVES[unit]
    if unit == "F":
        amount, unit = amount if isinstance(amount, str) else amount * 2, "W"
    number = amount if isinstance(amount, str) else written(amount)
    return f"PT{number}{unit[1]}" if unit.startswith("T") else f"P{number}{unit}"


def _unit(words: Words) -> str:
    surface = words.surface("unit")
    # "second" is an ordinal in the lexicon.
    return "TS" if surface == "second" else str(words.value("unit") or "")


def _unit_among(words: Words) -> str:
    """The unit of a match without a label on it: "year-long", "the past three years"."""
    for word in words.whole.replace("-", " ").split():
        value = words.lexicon.values.get(word)
        if isinstance(value, str) and value in _UNITS:
            return value
    return ""


def _amount(words: Words) -> Amount:
    amount = quantity(words.surface("qty"), words.lexicon)
    if isinstance(amount, float) and " and a half" in words.whole and amount == int(amount):
        return amount + 0.5
    return amount


def distance_of(words: Words) -> Iterator[Reading]:
    """ "two days later", "a year ago", "the year before"."""
    unit = _unit(words)
    amount: Amount = _amount(words) if "qty" in words else 1.0 if "the_unit" in words else VAGUE
    direction = words.value("which_dir") if "which_dir" in words else words.value("dir")
    onward = "onward" in words  # "two years from now"
    sign = 1 if onward or not isinstance(direction, int) else direction
    if amount is None or isinstance(amount, str):
        fixed = "PAST_REF" if sign < 0 else "FUTURE_REF"
        yield Reading(*words.span, "DATE", "fixed", fixed=fixed)
        return
    clock = unit.startswith("T")
    yield Reading(
        *words.span,
        "TIME" if clock else "DATE",
        "distance",
        unit=unit,
        steps=amount * sign,
        origin="published" if onward or words.surface("dir") in ("ago", "back") else "previous",
        time="TXX" if clock else "",
    )


def duration_of(words: Words) -> Iterator[Reading]:
    """ "three years", "the past two weeks", "decades", "half an hour"."""
    amount: Amount = 1.0
    if "plain" in words:
        amount = VAGUE
    elif "half_unit" in words:
        amount = 0.5
    elif "one_half_more" in words:
        amount = 1.5
    elif "qty" in words:
        amount = _amount(words)
    unit = _unit(words) or _unit_among(words)
    if amount is None or not unit:
        return
    steps = None
    if isinstance(amount, float) and ("which_past" in words or "which_next" in words):
        steps = -amount if "which_past" in words else amount
    fixed = length(amount, unit)
    yield Reading(*words.span, "DURATION", "fixed", fixed=fixed, steps=steps, unit=unit)


def repetition_of(words: Words) -> Iterator[Reading]:
    """ "every day", "annual", "on Mondays", "twice a week"."""
    unit = _unit(words)
    if "adverb" in words:
        fixed = str(words.value("adverb"))
    elif "weekday" in words:
        fixed = f"XXXX-WXX-{words.value('weekday')}"
    elif "season" in words:
        fixed = f"XXXX-{words.value('season')}"
    elif "part" in words:
        fixed = f"XXXX-XX-XX{words.value('part')}"
    elif unit:
        amount: Amount = (
            _amount(words) if "qty" in words else 2.0 if "second_each" in words else 1.0
        )
        fixed = length(amount or 1.0, unit)
    else:
        return
    yield Reading(*words.span, "SET", "fixed", fixed=fixed)


def reference_of(words: Words) -> Iterator[Reading]:
    """ "now", "in the past", "the future"."""
    found = words.value("ref")
    if "ref_future" in words:
        found = "FUTURE_REF"
    elif found == -1:  # "past" takes a step back elsewhere
        found = "PAST_REF"
    yield Reading(*words.span, "DATE", "fixed", fixed=str(found or "PRESENT_REF"))


def pair_of(words: Words) -> Iterator[Reading]:
    """Two expressions that share their month, year or unit."""
    one, two = words.match.labels["one"], words.match.labels["two"]
    if "qty_b" in words:
        for label, span in (("qty", one), ("qty_b", two)):
            amount = quantity(words.surface(label), words.lexicon)
            if isinstance(amount, float):
                fixed = length(amount, _unit(words))
                yield Reading(*span, "DURATION", "fixed", fixed=fixed)
        return
    year = words.year()
    if "day_b" in words:
        month = words.value("month")
        for label, span in (("day", one), ("day_b", two)):
            day = words.number(label) or 0
            if 1 <= day <= 31:
                yield Reading(*span, "DATE", "day", month=month, day=day, **year)
    elif "month_b" in words:
        first, last = words.value("month"), words.value("month_b")
        crossed = first > last  # "December to February 2012" began the year before
        yield Reading(*one, "DATE", "month", month=first, year=year["year"] - crossed)
        yield Reading(*two, "DATE", "month", month=last, year=year["year"])
    else:
        begin = year["year"]
        end = words.number("year_b")
        short = words.number("short_year_b")
        if end is None and short is not None:
            end = begin - begin % 100 + short
        yield Reading(*one, "DATE", "year", year=begin)
        if end is not None and begin < end:
            yield Reading(*two, "DATE", "year", year=end)
