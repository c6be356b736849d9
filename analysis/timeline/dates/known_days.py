"""Days that news names without their year long after: "since October 7", "the Sept. 11 attacks".

Such a day is told from the same day of another year by its grammar ("the atrocities of …",
"another …", "since …"), by the words of its sentence, and by what the article is about.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from analysis.timeline.dates.lexicon import resource
from analysis.timeline.dates.tense import Tense

_REACH = 12
#: A day of another year that lies so near to publication is meant unless the words are strong.
_RECENT, _AHEAD = 45, 60
#: Words of the subject that an article must hold to be about the event.
_ABOUT = 2


@dataclass(frozen=True)
class KnownDay:
    """day: with its year; event: words for the event itself; near: words of its subject."""

    day: date
    event: frozenset[str]
    near: frozenset[str]


@dataclass(frozen=True)
class Surroundings:
    """The words before and after a day in its sentence; article: all words of its text."""

    before: Sequence[str]
    after: Sequence[str]
    article: Callable[[], Set[str]]
    tense: Callable[[], Tense]


def known_year(month: int, day: int, published: date, around: Surroundings) -> int | None:
    """The year of a day that stands for one event, if that is what is spoken of."""
    for known in _known_days().get((month, day), ()):
        if known.day <= published and _is_meant(known, published, around):
            return known.day.year
    return None


def _is_meant(known: KnownDay, published: date, around: Surroundings) -> bool:
    before = [word.lower() for word in around.before[-_REACH:]]
    after = [word.lower() for word in around.after[:_REACH]]
    words = {*before, *after}
    if _names_event(before, after, known):
        return bool((known.near | known.event) & words) or _is_about(known, around, 1)
    if known.event & words:
        return not (_comes_soon(known, published) and around.tense() == "future")
    if _was_lately(known, published):
        return False
    if _comes_soon(known, published) and around.tense() != "past":
        return False
    return bool(known.near & words) or _is_about(known, around, _ABOUT)


def _names_event(before: Sequence[str], after: Sequence[str], known: KnownDay) -> bool:
    """Does the day stand for what happened on it: "another October 7", "the horrors of …"?"""
    rules = _grammar()
    lead = [word for word in before[-3:] if word not in rules["skipped"]]
    if lead and lead[-1] in rules["leads"]:
        return True
    if len(lead) >= 2 and lead[-1] in ("of", "from", "on") and lead[-2] in rules["nouns"]:
        return True
    # What follows the day directly ("the October 7 attack") need not be looked for further.
    return bool(after) and after[0] in rules["nouns"]


def _is_about(known: KnownDay, around: Surroundings, least: int) -> bool:
    return len((known.near | known.event) & around.article()) >= least


def _was_lately(known: KnownDay, published: date) -> bool:
    """Was there the same day of a later year shortly before publication?"""
    return any(
        known.day < other <= published and published - other <= timedelta(days=_RECENT)
        for other in _anniversaries(known.day, published)
    )


def _comes_soon(known: KnownDay, published: date) -> bool:
    return any(
        timedelta(0) < other - published <= timedelta(days=_AHEAD)
        for other in _anniversaries(known.day, published)
    )


def _anniversaries(day: date, published: date) -> list[date]:
    """The day in the years around publication; none of the known days is 29 February."""
    years = range(max(published.year - 1, 1), min(published.year + 1, 9999) + 1)
    return [day.replace(year=year) for year in years]


@cache
def _known_days() -> dict[tuple[int, int], list[KnownDay]]:
    known: dict[tuple[int, int], list[KnownDay]] = {}
    for name, row in resource("date_known_days.toml").items():
        if name == "grammar":
            continue
        day = date.fromisoformat(str(row["day"]))
        one = KnownDay(
            day, frozenset(str(row["event"]).split()), frozenset(str(row["near"]).split())
        )
        known.setdefault((day.month, day.day), []).append(one)
    return known


@cache
def _grammar() -> dict[str, frozenset[str]]:
    rows = resource("date_known_days.toml")["grammar"]
    return {name: frozenset(str(words).split()) for name, words in rows.items()}
