"""Co-occurrence statistics against scipy, statsmodels and hand-worked cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import chi2_contingency
from statsmodels.stats.multitest import multipletests

from analysis.entities.significance import (
    adjusted,
    disparity,
    expected,
    log_likelihood,
    npmi,
    p_value,
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    total = draw(st.integers(4, 5000))
    first = draw(st.integers(1, total - 1))
    second = draw(st.integers(1, total - 1))
    both = draw(st.integers(max(0, first + second - total), min(first, second)))
    return both, first, second, total


def one(*values: float) -> list[np.ndarray]:
    return [np.array([float(value)]) for value in values]


@given(tables())
def test_g2_and_p_equal_scipys_log_likelihood(table: tuple[int, int, int, int]) -> None:
    both, first, second, total = table
    observed = [[both, first - both], [second - both, total - first - second + both]]
    theirs = chi2_contingency(observed, correction=False, lambda_="log-likelihood")
    g2 = log_likelihood(*one(both, first, second), float(total))
    assert abs(g2[0]) == pytest.approx(theirs.statistic, rel=1e-7, abs=1e-7)
    assert p_value(g2)[0] == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)
    chance = first * second / total
    assert expected(*one(first, second), float(total))[0] == pytest.approx(chance)
    assert not (g2[0] < -1e-9 and both > chance) and not (g2[0] > 1e-9 and both < chance)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_adjusted_p_equals_statsmodels(p: list[float]) -> None:
    theirs = multipletests(p, method="fdr_bh")[1]
    assert adjusted(np.array(p)) == pytest.approx(theirs)


def test_no_pair_needs_no_adjustment() -> None:
    assert len(adjusted(np.array([]))) == 0


def test_npmi_by_hand() -> None:
    # Both names in the same 10 of 100 sentences: the most that there can be.
    assert npmi(*one(10, 10, 10), 100.0)[0] == pytest.approx(1.0)
    # As often as chance: 20 * 50 / 100 = 10.
    assert npmi(*one(10, 20, 50), 100.0)[0] == pytest.approx(0.0)
    # ln(0.05 / (0.1 * 0.2)) / -ln 0.05
    assert npmi(*one(5, 10, 20), 100.0)[0] == pytest.approx(0.305865, abs=1e-5)


@given(st.integers(2, 30), st.floats(0.001, 0.999))
def test_disparity_is_the_tail_of_the_null_model(degree: int, share: float) -> None:
    # Serrano et al. 2009, equation 2: 1 - (k - 1) * integral from 0 to p of (1 - x)^(k - 2).
    integral, _ = quad(lambda x: (1 - x) ** (degree - 2), 0, share)
    # A star: one edge of that share, the rest spread evenly; the leaves have one edge each.
    rest = (1 - share) / (degree - 1)
    weights = np.array([share, *[rest] * (degree - 1)])
    found = disparity(np.zeros(degree, dtype=np.int64), np.arange(1, degree + 1), weights)
    assert found[0] == pytest.approx(1 - (degree - 1) * integral, abs=1e-9)


def test_an_edge_between_two_single_nodes_says_nothing() -> None:
    assert disparity(np.array([0]), np.array([1]), np.array([5.0])).tolist() == [1.0]
