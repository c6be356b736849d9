"""The year of a date that does not name it."""

from collections.abc import Callable, Iterable
from datetime import date

from analysis.timeline.dates.anchors import Point
from analysis.timeline.dates.intervals import Days
from analysis.timeline.dates.mention import Basis
from analysis.timeline.dates.options import DateOptions
from analysis.timeline.dates.reading import Reading
from analysis.timeline.dates.situation import Situation
from analysis.timeline.dates.tense import Tense

Year = tuple[int | None, Basis]
Period = Callable[[int], Days | None]

# The tense may be misread: a date at most so many days from publication wins over one that lies
# further off than so many.
_MISREAD = {"past": (100, 200), "future": (30, 300)}
# "by October 31" and the like look ahead unless the day lies just behind.
_LIMITS = frozenset({"by", "until", "till", "through", "before"})
_JUST_BEHIND = 60
# In a story, ten months back means that the year has turned: after December comes January.
_TURN = 10
_TWO_DIGIT_FUTURE = 10
_LOOKS_BACK, _LOOKS_AHEAD = 60, 30


def some_year(reading: Reading, at: Situation, period: Period) -> Year:
    """The year of something that comes once a year: from words, anchor, corpus or nothing.

    period: the days that it has in a given year, None where it has none (29 February).
    """
    year, basis = year_of(reading, at)
    if year is not None:
        return year, basis
    if reading.unit == "Y":
        return None, "none"
    if at.narrative and at.anchors.latest is not None:
        return _told_year(reading, at.anchors.latest), "previous"
    if at.published is None:
        return _undated(reading, at, period)
    return _from_publication(reading, at, period, at.published)


def year_of(reading: Reading, at: Situation) -> Year:
    """The year that the words give, at once ("2009") or by steps ("last year")."""
    if reading.year is not None:
        if not reading.short_year:
            return reading.year, "explicit"
        return full_year(reading.year, at.published), "published"
    if reading.unit not in ("Y", "M") or reading.steps is None:
        return None, "none"
    point = at.point(reading, "Y")
    if point is not None:
        return point.year + int(reading.steps), "previous"
    if at.published is None or (at.narrative and reading.origin == "previous"):
        return None, "none"
    return at.published.year + int(reading.steps), "published"


def full_year(year: int, published: date | None) -> int | None:
    """The year meant by two digits: at most ten years after publication, else before it."""
    if published is None:
        return None
    found = published.year - published.year % 100 + year
    return found - 100 if found > published.year + _TWO_DIGIT_FUTURE else found


def nearest(candidates: Iterable[Days], published: date, tense: Tense) -> Days | None:
    """Of the same period in several years, the one that publication and tense point to."""

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
    near, far = _MISREAD[tense]
    return closest if gap(closest) <= near and gap(chosen) > far else chosen


def _from_publication(reading: Reading, at: Situation, period: Period, published: date) -> Year:
    years = range(max(published.year - 2, 1), min(published.year + 2, 10_000))
    candidates = {year: found for year in years if (found := period(year))}
    if reading.weekday is not None and reading.day is not None:
        fitting = {y: p for y, p in candidates.items() if p[0].isoweekday() == reading.weekday}
        candidates = fitting or candidates
    if reading.steps is not None and reading.unit is None:
        return _which_year(reading, at, candidates, published)
    before = at.anchors.latest
    if (
        before is not None
        and before.leads
        and before.sentence == at.place.sentence
        and before.year not in candidates
        and before.year < published.year
    ):
        return before.year, "previous"
    chosen = nearest(candidates.values(), published, at.place.ask_tense())
    behind = (published - chosen[1]).days if chosen else 0
    if at.place.lead in _LIMITS and behind > _JUST_BEHIND:
        chosen = nearest(candidates.values(), published, "future")
    return (chosen[0].year, "published") if chosen else (None, "none")


def _which_year(
    reading: Reading, at: Situation, candidates: dict[int, Days], published: date
) -> Year:
    """ "last October", "next May", "this spring"."""
    steps = int(reading.steps or 0)
    point = at.point(reading, "Y")
    if point is not None:
        return _stepped_year(reading, steps, point), "previous"
    if steps < 0:
        fitting = [year for year, found in candidates.items() if found[1] < published]
        chosen = max(fitting, default=None)
    elif steps > 0:
        fitting = [year for year, found in candidates.items() if found[0] > published]
        chosen = min(fitting, default=None)
    else:
        chosen = published.year if published.year in candidates else None
    return (chosen, "published") if chosen is not None else (None, "none")


def _told_year(reading: Reading, point: Point) -> int:
    """In a story the year stays that of the date before, until the months turn back."""
    if reading.steps and reading.unit is None:
        return _stepped_year(reading, int(reading.steps), point)
    if reading.month is None or point.month is None or point.month - reading.month < _TURN:
        return point.year
    return point.year + 1


def _stepped_year(reading: Reading, steps: int, point: Point) -> int:
    """The year of "the previous April", "the following March", seen from a point."""
    if reading.month is None or point.month is None:
        return point.year + steps
    if steps < 0:
        return point.year if reading.month < point.month else point.year - 1
    if steps > 0:
        return point.year if reading.month > point.month else point.year + 1
    return point.year


def _undated(reading: Reading, at: Situation, period: Period) -> Year:
    if reading.steps is not None:
        return None, "none"
    before = at.anchors.latest
    if before is not None and before.leads and at.place.sentence - before.sentence <= 1:
        return before.year, "previous"
    return _corpus_year(reading, period, at.options)


def _corpus_year(reading: Reading, period: Period, options: DateOptions) -> Year:
    """The only year in which a month and day can lie within the corpus, if there is only one.

    News looks back before the first article and ahead of the last, so both count as fitting.
    """
    if reading.day is None:
        return None, "none"
    fitting = []
    for year in dict.fromkeys(options.corpus_years):
        found = period(year)
        if found is None:
            continue
        if options.corpus_first and (options.corpus_first - found[1]).days > _LOOKS_BACK:
            continue
        if options.corpus_last and (found[0] - options.corpus_last).days > _LOOKS_AHEAD:
            continue
        if reading.weekday and found[0].isoweekday() != reading.weekday:
            continue
        fitting.append(year)
    return (fitting[0], "corpus") if len(fitting) == 1 else (None, "none")
