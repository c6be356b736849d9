"""The course of words over time."""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.terms.tables import TRENDS

Floats = npt.NDArray[np.float64]

_TRUNCATE = {"day": "1d", "week": "1w", "month": "1mo"}


def period_unit(first: date | None, last: date | None, wanted: str) -> str:
    """Length of a period that gives about 10 to 60 points, unless one is wanted."""
    if wanted != "auto":
        return wanted
    days = (last - first).days + 1 if first is not None and last is not None else 1
    return "day" if days <= 45 else "week" if days <= 270 else "month"


def period_of(day: pl.Expr, unit: str) -> pl.Expr:
    """First day of the period in which a day lies; weeks begin on Monday."""
    return day.dt.truncate(_TRUNCATE[unit])


def periods(first: date, last: date, unit: str) -> list[date]:
    """First days of all periods from the first day to the last, without gaps."""
    found = []
    current = pl.Series([first]).to_frame("d").select(period_of(pl.col("d"), unit))["d"][0]
    while current <= last:
        found.append(current)
        if unit == "month":
            year, month = divmod(current.year * 12 + current.month, 12)
            current = date(year, month + 1, 1)
        else:
            current += timedelta(days=1 if unit == "day" else 7)
    return found


def interval(
    count: Floats,
    words: Floats,
    squares: Floats,
    products: Floats,
    word_squares: Floats,
    confidence: float,
) -> tuple[Floats, Floats]:
    """Wilson interval of a share of words, with articles as clusters.

    squares: Σ tf², products: Σ tf * size, word_squares: Σ size² over articles. Words crowd in
    articles, so that the plain interval is too narrow: the number of words is divided by the
    design effect, the variance of the ratio Σ tf / Σ size over that of independent words (not
    taken below 1; Kish 1965), as Korn and Graubard (1998) do for proportions in surveys.
    Returns low and high as shares; NaN without words.
    """
    from scipy.special import ndtri

    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / words
        clustered = squares - 2 * share * products + share**2 * word_squares
        plain = words * share * (1 - share)
        effect = np.where(plain > 0, np.maximum(clustered / plain, 1.0), 1.0)
        size = words / effect
        z = ndtri(0.5 + confidence / 2)
        middle = (share + z**2 / (2 * size)) / (1 + z**2 / size)
        reach = z / (1 + z**2 / size) * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    low = np.where(count == 0, 0.0, np.maximum(middle - reach, 0.0))
    high = np.where(count == words, 1.0, np.minimum(middle + reach, 1.0))
    return np.where(words > 0, low, np.nan), np.where(words > 0, high, np.nan)


def trends(
    sums: pl.DataFrame, sizes: pl.DataFrame, terms: list[str], unit: str, confidence: float
) -> pl.DataFrame:
    """The table of trends: every term in every period between the first and the last article.

    sums: term, period, count, documents, squares, products; sizes: period, words, word_squares.
    """
    if not len(sizes) or not terms:
        return TRENDS.empty()
    known = sizes["period"].sort().to_list()
    days = periods(known[0], known[-1], unit)
    grid = (
        pl.DataFrame({"term": sorted(terms)})
        .join(pl.DataFrame({"period": days}, schema={"period": pl.Date}), how="cross")
        .join(sums, on=["term", "period"], how="left", maintain_order="left")
        .join(sizes, on="period", how="left", maintain_order="left")
        .with_columns(pl.col(pl.Int64).fill_null(0))
    )
    count, words, squares, products, word_squares = (
        grid[name].to_numpy().astype(np.float64)
        for name in ("count", "words", "squares", "products", "word_squares")
    )
    low, high = interval(count, words, squares, products, word_squares, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(words > 0, count / words, np.nan)
        weighted = [_smooth(x.reshape(-1, len(days))) for x in (count, words)]
        smoothed = np.where(weighted[1] > 0, weighted[0] / weighted[1], np.nan).reshape(-1)
    columns = {"per_million": rate, "low": low, "high": high, "smoothed": smoothed}
    return TRENDS.conform(
        grid.with_columns(
            pl.lit(unit).alias("unit"),
            *(pl.Series(name, 1e6 * x, nan_to_null=True) for name, x in columns.items()),
        )
    )


def _smooth(values: Floats) -> Floats:
    """Weighted sums 1:2:1 along the rows; at the ends without the missing neighbour."""
    out = 2 * values
    out[:, 1:] += values[:, :-1]
    out[:, :-1] += values[:, 1:]
    return out
