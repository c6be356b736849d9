"""From readings to values: an anchor and the tense decide what the words leave open."""

from collections.abc import Callable

from analysis.timeline.dates import named, relative
from analysis.timeline.dates.reading import Field, Reading
from analysis.timeline.dates.situation import Resolved, Situation


def resolve(reading: Reading, at: Situation) -> Resolved:
    """The TimeML value of a reading and what it rests on; an empty value: it is no date."""
    if reading.fixed is not None:
        return reading.fixed, "none"
    value, basis = _FIELDS[reading.field](reading, at)
    return value + reading.time if reading.type == "TIME" else value, basis


_FIELDS: dict[Field, Callable[[Reading, Situation], Resolved]] = {
    "day": named.day_of_month,
    "month": named.month_of_year,
    "year": named.year_alone,
    "bare_day": named.bare_day,
    "bare_year": named.bare_year,
    "numeric": named.numeric,
    "season": named.yearly(lambda reading: str(reading.season)),
    "quarter": named.yearly(lambda reading: f"Q{reading.nth}"),
    "half": named.yearly(lambda reading: f"H{reading.nth}"),
    "decade": named.decade,
    "century": named.century,
    "week_of_month": named.within_month,
    "weekday_of_month": named.within_month,
    "holiday": named.holiday_of_year,
    "weekday": relative.weekday,
    "weekend": relative.weekend,
    "same_quarter": relative.quarter_spoken_of,
    "unit": relative.unit,
    "distance": relative.distance,
    "same": relative.same_period_of_year,
    "part": relative.part_of_day,
    "clock": relative.day_of_clock,
}
