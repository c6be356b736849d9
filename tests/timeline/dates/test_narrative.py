"""Histories: the date before, not the day of publication, is where the text stands."""

from datetime import date

from analysis.timeline.dates import DateOptions, resolve_dates


def values(*sentences: str) -> list[str]:
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + " "
    options = DateOptions(narrative=True)
    return [m.value for m in resolve_dates(text, date(2009, 12, 19), spans, options)]


def test_the_year_is_that_of_the_date_before() -> None:
    assert values("War came in September 1939.", "In October he left.", "On 14 November too.") == [
        "1939-09",
        "1939-10",
        "1939-11-14",
    ]


def test_after_december_comes_january() -> None:
    assert values("He left on 8 December 1941.", "In January they met.") == [
        "1941-12-08",
        "1942-01",
    ]


def test_the_end_of_a_time_does_not_move_the_story() -> None:
    assert values("On 3 May 1920 it was the worst since 1812.", "In June it rained.") == [
        "1920-05-03",
        "1812",
        "1920-06",
    ]


def test_weekdays_follow_the_day_before() -> None:
    assert values(
        "On 25 June 1950 war began.", "On Tuesday he spoke.", "The next day he left."
    ) == [
        "1950-06-25",
        "1950-06-27",
        "1950-06-28",
    ]


def test_nothing_is_counted_from_publication() -> None:
    assert values("On Friday they met.", "The following year was calm.") == ["XXXX-WXX-5", "XXXX"]


def test_years_before_christ() -> None:
    assert values(
        "The plague came in 430 BC.", "In 429 he died.", "The following year it ended."
    ) == [
        "BC0430",
        "BC0429",
        "BC0428",
    ]
