"""Datelines without a year take it from the corpus where only one fits."""

from datetime import date

import polars as pl
import pytest

from analysis.corpus.days import written_dates
from analysis.corpus.years import corpus_years, month_day, with_years


def articles(*rows: tuple[date | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [(*row, "field" if row[0] else None) for row in rows],
        schema={"published": pl.Date, "month_day": pl.String, "published_basis": pl.String},
        orient="row",
    )


@pytest.mark.parametrize(
    ("written", "key"), [("Sept 24", "09-24"), ("Tuesday, 24 September", "09-24-1")]
)
def test_a_date_without_year_is_month_day_and_weekday(written: str, key: str) -> None:
    assert month_day(next(written_dates(written))) == key


@pytest.mark.parametrize(
    ("known", "key", "day"),
    [
        ([date(2024, 9, 25)], "09-24", date(2024, 9, 24)),
        ([date(2024, 1, 5)], "12-28", date(2023, 12, 28)),
        ([date(2023, 10, 8), date(2025, 1, 19)], "11-05", None),
        # Only in 2023 was 5 November a Sunday.
        ([date(2023, 10, 8), date(2025, 1, 19)], "11-05-6", date(2023, 11, 5)),
        ([date(2024, 9, 25)], "03-01", None),
        ([date(2024, 9, 25)], "09-31", None),
        ([], "09-24", None),
    ],
)
def test_the_only_year_near_the_dated_articles(
    known: list[date], key: str, day: date | None
) -> None:
    found = corpus_years([articles(*((one, None) for one in known)), articles((None, key))])
    assert found.rows() == ([] if day is None else [(key, day)])


def test_only_undated_articles_are_dated_and_marked() -> None:
    given = articles((date(2024, 9, 25), "09-24"), (None, "09-24"), (None, "09-30"), (None, None))
    days = pl.DataFrame({"month_day": ["09-24"], "day": [date(2024, 9, 24)]})
    assert with_years(given, days).rows() == [
        (date(2024, 9, 25), "field"),
        (date(2024, 9, 24), "corpus"),
        (None, None),
        (None, None),
    ]
