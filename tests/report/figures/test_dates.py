"""Periods and ticks that suit a span of days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analysis.report.figures import dates

DAYS = some.dates(date(1700, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        (1, "day"),
        (40, "day"),
        (41, "week"),
        (280, "week"),
        (281, "month"),
        (1300, "quarter"),
        (9000, "year"),
    ],
)
def test_the_shortest_period_that_fits(days, unit):
    first = date(2023, 10, 7)
    assert dates.suitable(first, first + timedelta(days - 1)) == unit


@pytest.mark.parametrize(
    ("unit", "begin", "end"),
    [
        ("day", date(2024, 2, 28), date(2024, 2, 29)),
        ("week", date(2023, 12, 25), date(2024, 1, 1)),
        ("month", date(2023, 12, 1), date(2024, 1, 1)),
        ("quarter", date(2023, 10, 1), date(2024, 1, 1)),
        ("year", date(2023, 1, 1), date(2024, 1, 1)),
    ],
)
def test_the_period_after(unit, begin, end):
    assert dates.following(begin, unit) == end


def test_all_periods_of_a_span():
    found = dates.periods(date(2023, 11, 30), date(2024, 1, 2), "month").to_list()
    assert found == [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1)]


def test_words_of_periods():
    assert dates.in_words(date(2023, 10, 7)) == "7 Oct 2023"
    assert dates.period_in_words(date(2023, 10, 1), "quarter") == "4/2023"
    assert dates.period_in_words(date(2023, 10, 2), "week") == "week of 2 Oct 2023"


def test_a_year_is_said_once():
    days, words = dates.ticks(date(2023, 10, 1), date(2024, 3, 1))
    assert words == ["Oct\n2023", "Nov", "Dec", "Jan\n2024", "Feb", "Mar"]
    assert days[0] == date(2023, 10, 1)


@given(DAYS, some.integers(0, 60_000), some.integers(2, 14))
def test_ticks_lie_in_the_span_in_order_and_leave_room(first, length, most):
    last = first + timedelta(length)
    days, words = dates.ticks(first, last, most)
    assert days and len(days) == len(words)
    assert all(first <= day <= last for day in days)
    assert days == sorted(set(days))
    assert len(days) <= most + 2
