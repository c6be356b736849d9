"""What the words of a date expression say by themselves, before any anchor is known."""

from typing import Literal, NamedTuple

from analysis.timeline.dates.mention import Kind

Origin = Literal["published", "previous", "nearby", "none"]
"""`nearby`: the date of this sentence or the one before, else the day of publication."""

Field = Literal[
    "fixed",
    "day",
    "month",
    "year",
    "bare_day",
    "bare_year",
    "numeric",
    "weekday",
    "season",
    "quarter",
    "same_quarter",
    "half",
    "decade",
    "century",
    "unit",
    "weekend",
    "same",
    "part",
    "clock",
    "week_of_month",
    "weekday_of_month",
    "holiday",
    "distance",
]


class Reading(NamedTuple):
    """One date expression as its words have it; what they do not say is None.

    first, last: parts of the text that it covers.
    field: the finest part of the calendar that it names, which decides how it is resolved.
    fixed: the value, where the words alone give it.
    year: negative before Christ; below 100 with `short_year` where two digits were written.
    nth: which quarter, half, week or weekday of its period; -1 for the last.
    steps, unit, origin: so many units away from the day of publication or the previous date.
    numbers, dotted: day, month and year in digits, in the order written, parted by full stops.
    time: what a TIME adds to its day ("TMO", "T08:30Z").
    """

    first: int
    last: int
    type: Kind
    field: Field
    fixed: str | None = None
    year: int | None = None
    short_year: bool = False
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str | None = None
    nth: int | None = None
    holiday: str | None = None
    shift: int = 0
    steps: float | None = None
    unit: str | None = None
    origin: Origin = "none"
    numbers: tuple[int, ...] = ()
    dotted: bool = False
    time: str = ""
