"""The exact segmentation against a sum over all segmentations."""

from datetime import date, timedelta
from itertools import pairwise, product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.timeline.changepoints import (
    change_posterior,
    changepoint_table,
    dispersion,
    segment_evidence,
)


def by_enumeration(evidence: np.ndarray) -> tuple[np.ndarray, list[int]]:
    blocks = evidence.shape[0]
    p = 1 / blocks
    weights: dict[tuple[int, ...], float] = {}
    for marks in product((0, 1), repeat=blocks - 1):
        cuts = [at + 1 for at, mark in enumerate(marks) if mark]
        edges = [0, *cuts, blocks]
        fit = sum(evidence[a, b] for a, b in pairwise(edges))
        prior = p ** len(cuts) * (1 - p) ** (blocks - 1 - len(cuts))
        weights[tuple(cuts)] = float(np.exp(fit)) * prior
    total = sum(weights.values())
    posterior = np.zeros(blocks)
    for chosen, weight in weights.items():
        for cut in chosen:
            posterior[cut] += weight / total
    return posterior, list(sorted(weights.items(), key=lambda item: -item[1])[0][0])


@given(st.lists(st.integers(0, 8), min_size=2, max_size=7), st.booleans())
def test_posterior_is_the_share_of_all_segmentations(counts: list[int], is_share: bool) -> None:
    hits = np.array(counts, dtype=float)
    evidence = segment_evidence(hits, np.full(len(counts), 9.0) if is_share else None)
    posterior, _ = change_posterior(evidence)
    expected, _ = by_enumeration(evidence)
    assert posterior == pytest.approx(expected, abs=1e-9)


def test_the_likeliest_cut_is_found() -> None:
    evidence = segment_evidence(np.array([1.0, 1, 1, 9, 9, 9]), None)
    assert change_posterior(evidence)[1] == by_enumeration(evidence)[1] == [3]


def test_scatter_of_a_level_series_is_one_and_of_a_wild_one_more() -> None:
    assert dispersion(np.array([4.0, 4, 4, 4]), None) == 1.0
    assert dispersion(np.array([0.0, 40, 0, 40]), None) == pytest.approx(40.0)


def test_a_step_is_dated_and_an_even_series_has_none() -> None:
    monday = date(2024, 1, 1)
    rows = []
    for week in range(20):
        day = monday + timedelta(weeks=week)
        rows.append(("all", day, 50))
        rows.append(("term:step", day, 5 if week < 10 else 40))
        rows.append(("term:even", day, 20))
    daily = pl.DataFrame(rows, schema=["series", "day", "documents"], orient="row")
    (row,) = changepoint_table(daily, probability=0.8).to_dicts()
    assert (row["series"], row["period"]) == ("term:step", monday + timedelta(weeks=10))
    assert (row["before"], row["after"]) == (0.1, 0.8)
    assert row["first"] <= row["period"] <= row["last"]
    assert row["probability"] > 0.95
