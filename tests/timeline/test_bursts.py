"""Kleinberg's two-state automaton against brute force over all sequences of states."""

from datetime import date, timedelta
from itertools import product
from math import comb, log

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from analysis.timeline.bursts import (
    binomial_costs,
    burst_table,
    cheapest_states,
    find_bursts,
    poisson_costs,
)

costs_of_days = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=9)


def total_cost(states: tuple[int, ...], costs: np.ndarray, entering: float) -> float:
    before = (0, *states[:-1])
    up = sum(entering for old, new in zip(before, states, strict=True) if new > old)
    return up + sum(float(costs[day, state]) for day, state in enumerate(states))


@given(costs_of_days, st.floats(0, 5))
def test_viterbi_finds_the_cheapest_of_all_sequences(
    days: list[tuple[float, float]], entering: float
) -> None:
    costs = np.array(days)
    found = tuple(cheapest_states(costs, entering))
    best = min(total_cost(one, costs, entering) for one in product((0, 1), repeat=len(days)))
    assert total_cost(found, costs, entering) == pytest.approx(best)


def test_binomial_costs_are_minus_the_log_likelihood() -> None:
    hits, totals = np.array([1.0, 4.0, 0.0]), np.array([10.0, 8.0, 5.0])
    base = 5 / 23
    costs = binomial_costs(hits, totals, 2.0)
    for day, (r, d) in enumerate(zip(hits, totals, strict=True)):
        for state, share in enumerate((base, 2 * base)):
            expected = -binom.logpmf(r, d, share) + log(comb(int(d), int(r)))
            assert costs[day, state] == pytest.approx(expected)


def test_poisson_cost_differences_are_those_of_the_likelihood() -> None:
    hits = np.array([0.0, 3.0, 9.0])
    costs = poisson_costs(hits, 2.0)
    for day, r in enumerate(hits):
        expected = poisson.logpmf(r, 8.0) - poisson.logpmf(r, 4.0)
        assert costs[day, 0] - costs[day, 1] == pytest.approx(expected)


def test_a_plain_burst_is_found_with_its_days() -> None:
    hits = [1] * 20 + [8, 9, 8] + [1] * 20
    (one,) = find_bursts(hits, [10] * 43, ratio=3.0, cost=1.0)
    assert (one.first, one.last) == (20, 22)
    assert one.weight > 0


def test_an_even_series_has_no_burst() -> None:
    assert find_bursts([2] * 30, [10] * 30, ratio=2.0, cost=1.0) == []


def test_a_series_that_fills_every_article_has_none() -> None:
    assert find_bursts([5, 9, 5], [5, 9, 5], ratio=2.0, cost=0.0) == []


def test_days_without_articles_count_as_days() -> None:
    first = date(2024, 1, 1)
    days = [first + timedelta(days=at) for at in (0, 1, 30, 31, 32, 60)]
    documents = [2, 2, 9, 9, 9, 2]
    daily = pl.DataFrame({"series": ["all"] * 6, "day": days, "documents": documents})
    table = burst_table(daily, ratio=2.0, cost=1.0, documents=3)
    (row,) = table.filter(pl.col("first") == days[2]).to_dicts()
    assert (row["last"], row["documents"]) == (days[4], 27)


def test_a_burst_of_too_few_articles_is_left_out() -> None:
    first = date(2024, 1, 1)
    rows = [("all", first + timedelta(days=at), 5) for at in range(40)] + [("term:x", first, 2)]
    daily = pl.DataFrame(rows, schema=["series", "day", "documents"], orient="row")
    assert not burst_table(daily, ratio=2.0, cost=0.0, documents=2).is_empty()
    assert burst_table(daily, ratio=2.0, cost=0.0, documents=3).is_empty()
