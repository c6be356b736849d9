"""Values and the days that they cover."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.timeline.dates.intervals import days, easter, holiday, months, nth_weekday, week


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2023-10-07", date(2023, 10, 7), date(2023, 10, 7)),
        ("2023-10-07TMO", date(2023, 10, 7), date(2023, 10, 7)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-SU", date(2023, 6, 1), date(2023, 8, 31)),
        ("2023-WI", date(2023, 12, 1), date(2024, 2, 29)),
        ("2024-W01", date(2024, 1, 1), date(2024, 1, 7)),
        ("2024-W01-WE", date(2024, 1, 6), date(2024, 1, 7)),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        ("198", date(1980, 1, 1), date(1989, 12, 31)),
        ("18", date(1800, 1, 1), date(1899, 12, 31)),
    ],
)
def test_days_of_a_value(value: str, first: date, last: date) -> None:
    assert days(value) == (first, last)


@pytest.mark.parametrize(
    "value",
    [
        "XXXX-10-07",
        "XXXX-WXX-2",
        "PRESENT_REF",
        "P2Y",
        "BC0490",
        "2023-02-30",
        "2023-W54",
        "0000",
        "00",
    ],
)
def test_what_has_no_days(value: str) -> None:
    assert days(value) is None


def test_easter_sundays() -> None:
    # As announced by the churches that keep the Gregorian calendar.
    announced = [
        "1998-04-12",
        "2008-03-23",
        "2011-04-24",
        "2019-04-21",
        "2023-04-09",
        "2024-03-31",
        "2038-04-25",
    ]
    assert [easter(int(day[:4])).isoformat() for day in announced] == announced


def test_holidays_that_move() -> None:
    assert holiday("thanksgiving", 2023) == date(2023, 11, 23)
    assert holiday("memorial", 2023) == date(2023, 5, 29)
    assert holiday("labor", 2019) == date(2019, 9, 2)
    assert holiday("presidents", 2024) == date(2024, 2, 19)


@given(
    st.integers(1, 9998),
    st.integers(1, 12),
    st.integers(1, 7),
    st.sampled_from([-1, 1, 2, 3, 4, 5]),
)
def test_nth_weekday_against_counting(year: int, month: int, weekday: int, nth: int) -> None:
    length = monthrange(year, month)[1]
    all_days = [date(year, month, day) for day in range(1, length + 1)]
    wanted = [day for day in all_days if day.isoweekday() == weekday]
    expected = wanted[-1] if nth < 0 else wanted[nth - 1] if nth <= len(wanted) else None
    assert nth_weekday(year, month, weekday, nth) == expected


@given(st.dates(date(1, 1, 8), date(9999, 12, 20)))
def test_a_day_lies_in_its_week(day: date) -> None:
    first, last = days(week(day)) or (day, day - timedelta(1))
    assert first <= day <= last
    assert (last - first).days == 6


@given(st.integers(1, 9990), st.integers(1, 12), st.integers(1, 12))
def test_months_end_where_the_next_begins(year: int, month: int, length: int) -> None:
    first, last = months(year, month, length)
    following = last + timedelta(1)
    assert first == date(year, month, 1)
    assert following.day == 1
    assert (following.year - year) * 12 + following.month - month == length
