"""Words over time: periods, counts, intervals."""

from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis.terms.parameters import Parameters
from analysis.terms.trends import interval, period_unit, periods
from tests.terms.conftest import articles, run_stage


@pytest.mark.parametrize(
    ("last", "unit"),
    [
        (date(2024, 1, 1), "day"),
        (date(2024, 2, 14), "day"),
        (date(2024, 2, 15), "week"),
        (date(2024, 9, 26), "week"),
        (date(2024, 9, 27), "month"),
    ],
)
def test_the_unit_suits_the_span(last: date, unit: str) -> None:
    assert period_unit(date(2024, 1, 1), last, "auto") == unit
    assert period_unit(date(2024, 1, 1), last, "week") == "week"


def test_periods_have_no_gaps() -> None:
    assert periods(date(2023, 11, 15), date(2024, 2, 1), "month") == [
        date(2023, 11, 1),
        date(2023, 12, 1),
        date(2024, 1, 1),
        date(2024, 2, 1),
    ]
    assert periods(date(2024, 1, 3), date(2024, 1, 15), "week") == [
        date(2024, 1, 1),
        date(2024, 1, 8),
        date(2024, 1, 15),
    ]


def test_counts_by_period() -> None:
    rows = articles(
        [
            {"text": "gaza gaza aid", "published": date(2024, 1, 5)},
            {"text": "aid", "published": date(2024, 3, 5)},
            {"text": "gaza", "published": None},
            {"text": "gaza", "published": date(2024, 1, 6), "copy_of": f"{0:016x}"},
        ]
    )
    tables = run_stage(rows, Parameters(period="month"))
    gaza = tables["trends"].filter(pl.col("term") == "gaza")
    assert gaza["count"].to_list() == [2, 0, 0]
    assert gaza["words"].to_list() == [3, 0, 1]
    assert gaza["documents"].to_list() == [1, 0, 0]
    assert gaza["per_million"].to_list() == [pytest.approx(2e6 / 3), None, 0]
    assert gaza["smoothed"].to_list() == [pytest.approx(2e6 / 3), pytest.approx(1e6 / 2), 0]
    undated = tables["filters"].filter(pl.col("filter") == "undated articles, for trends")
    assert undated.select("rows_in", "rows_out").row(0) == (3, 2)


def test_without_dates_there_are_no_trends(
    run_stage: Callable[..., dict[str, pl.DataFrame]],
) -> None:
    assert len(run_stage(articles(["gaza aid"]))["trends"]) == 0


def test_a_watched_word_has_a_trend_however_rare() -> None:
    rows = articles([{"text": "gaza gaza aid the", "published": date(2024, 1, 5)}])
    tables = run_stage(rows, Parameters(trend_terms=1, cooccurrence_terms=0, watch=("Aid", "the")))
    assert tables["trends"]["term"].unique(maintain_order=True).to_list() == ["aid", "gaza", "the"]


@given(st.integers(0, 50), st.integers(50, 5_000))
def test_words_alone_in_their_articles_have_wilsons_interval(count: int, words: int) -> None:
    """With articles of one word each nothing is crowded: Σ tf² = Σ tf·size = count."""
    c, w = np.array([float(count)]), np.array([float(words)])
    low, high = interval(c, w, c, c, w, 0.95)
    expected = proportion_confint(count, words, 0.05, "wilson")
    assert low[0] == pytest.approx(expected[0], abs=1e-9)
    assert high[0] == pytest.approx(expected[1], abs=1e-9)


def test_words_that_crowd_in_one_article_have_a_wider_interval() -> None:
    sizes = np.full(100, 50.0)
    even, crowded = np.full(100, 1.0), np.zeros(100)
    crowded[:4] = 25
    widths = []
    for tf in (even, crowded):
        sums = [np.array([x.sum()]) for x in (tf, sizes, tf**2, tf * sizes, sizes**2)]
        low, high = interval(*sums, 0.95)
        widths.append(float(high[0] - low[0]))
    assert widths[1] > 3 * widths[0]


def test_no_words_no_interval() -> None:
    nothing = np.array([0.0])
    low, high = interval(nothing, nothing, nothing, nothing, nothing, 0.95)
    assert np.isnan(low[0])
    assert np.isnan(high[0])
