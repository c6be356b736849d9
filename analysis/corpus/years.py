"""The year of datelines that give month and day only: "RAMALLAH, Sept 24"."""

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from analysis.corpus.days import WrittenDate

#: An article may be so much older or newer than those whose date is known.
_AROUND = timedelta(days=31)

#: Month and day as written, and the day that they mean in this corpus.
YEARS: dict[str, pl.DataType | type[pl.DataType]] = {"month_day": pl.String, "day": pl.Date}


def month_day(written: WrittenDate) -> str:
    """A date without a year as a key: "09-24", or "09-24-1" where a Tuesday is named."""
    weekday = "" if written.weekday is None else f"-{written.weekday}"
    return f"{written.month:02}-{written.day:02}{weekday}"


def corpus_years(articles: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The days of dates without a year for which only one year fits the dated articles.

    articles: frames with `published` and `month_day`. A date that fits two years, or none, is left
    out: the article stays undated.
    """
    if not articles:
        return pl.DataFrame(schema=YEARS)
    every = pl.concat(articles)
    known = every["published"].drop_nulls()
    first, last = known.min(), known.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return pl.DataFrame(schema=YEARS)
    asked = every.filter(pl.col("published").is_null())["month_day"].drop_nulls().unique().sort()
    rows = []
    for key in asked:
        month, day, *weekday = map(int, key.split("-"))
        written = WrittenDate(0, 0, "", None, month, day, weekday[0] if weekday else None)
        days = [written.on(year) for year in range(first.year - 1, last.year + 2)]
        fitting = [one for one in days if one and first - _AROUND <= one <= last + _AROUND]
        if len(fitting) == 1:
            rows.append((key, fitting[0]))
    return pl.DataFrame(rows, schema=YEARS, orient="row")


def with_years(articles: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """Articles, undated ones dated where their month and day fit one year of the corpus."""
    joined = articles.join(years, on="month_day", how="left", maintain_order="left")
    found = pl.col("published").is_null() & pl.col("day").is_not_null()
    return joined.with_columns(
        published=pl.coalesce("published", "day"),
        published_basis=pl.when(found).then(pl.lit("corpus")).otherwise("published_basis"),
    ).drop("day", "month_day")
