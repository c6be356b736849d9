"""Association measures against nltk, scipy, statsmodels and hand-worked tables."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from scipy.stats import chi2_contingency
from statsmodels.stats.multitest import multipletests

from analysis.terms import association


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """both, first, second, total of a possible 2x2 table without an empty row or column."""
    a, b, c, d = (draw(st.integers(0, 400)) for _ in range(4))
    a, d = a + 1, d + 1
    return a, a + b, a + c, a + b + c + d


@given(tables())
def test_measures_are_those_of_nltk(counts: tuple[int, int, int, int]) -> None:
    both, first, second, total = counts
    table = association.cells(both, first, second, total)
    margins = (both, (first, second), total)
    likelihood = BigramAssocMeasures.likelihood_ratio(*margins)
    assert abs(association.g2(table)[0]) == pytest.approx(likelihood, rel=1e-6, abs=1e-6)
    expected_t = BigramAssocMeasures.student_t(*margins)
    assert association.t_score(table)[0] == pytest.approx(expected_t, rel=1e-6, abs=1e-6)
    dice = BigramAssocMeasures.dice(*margins)
    assert association.log_dice(table)[0] == pytest.approx(14 + math.log2(dice), abs=1e-9)
    pmi = BigramAssocMeasures.pmi(*margins)
    if both < total:
        bits = -math.log2(both / total)
        assert association.npmi(table)[0] == pytest.approx(pmi / bits, abs=1e-9)


@given(tables())
def test_g2_and_chi2_are_those_of_scipy(counts: tuple[int, int, int, int]) -> None:
    table = association.cells(*counts)
    square = table[:, :, 0]
    if (square.sum(axis=0) == 0).any() or (square.sum(axis=1) == 0).any():
        return
    for name, yates in (("none", False), ("yates", True)):
        value = chi2_contingency(square, correction=yates).statistic
        assert abs(association.chi2(table, name)[0]) == pytest.approx(value, rel=1e-9, abs=1e-9)
        value = chi2_contingency(square, correction=yates, lambda_="log-likelihood").statistic
        assert abs(association.g2(table, name)[0]) == pytest.approx(value, rel=1e-7, abs=1e-7)
    below = square[0, 0] < association.expected_cells(table)[0, 0, 0]
    assert (association.g2(table)[0] < 0) <= below


@given(tables())
def test_quanteda_corrects_where_a_cell_is_small_and_half_a_case_is_there(
    counts: tuple[int, int, int, int],
) -> None:
    table = association.cells(*counts)
    expected = association.expected_cells(table)
    half = abs(table[0, 0, 0] - expected[0, 0, 0]) >= 0.5
    rule = "yates" if half and (expected < 5).any() else "none"
    for measure in (association.chi2, association.g2):
        assert measure(table, "small")[0] == measure(table, rule)[0]
    assert association.chi2(table)[0] == association.chi2(table, rule)[0]
    assert association.g2(table)[0] == association.g2(table, "none")[0]


def test_williams_divisor_of_a_table_worked_by_hand() -> None:
    # 12 of 20 against 5 of 30: margins 20, 30, 17, 33 of 50.
    table = association.cells(12, 20, 17, 50)
    divisor = 1 + (50 / 20 + 50 / 30 - 1) * (50 / 17 + 50 / 33 - 1) / (6 * 50)
    for measure in (association.chi2, association.g2):
        plain = measure(table, "none")[0]
        assert measure(table, "williams")[0] == pytest.approx(plain / divisor)
    empty = association.cells(0, 0, 0, 0)
    assert association.g2(empty, "williams")[0] == 0


def test_a_table_worked_by_hand() -> None:
    """Ten pairs: a leads 3, b follows 4, a b seen 3 times."""
    table = association.cells(3, 3, 4, 10)
    strength, z = association.log_odds(table)
    assert strength[0] == pytest.approx(math.log(3.5 * 6.5 / (0.5 * 1.5)))
    assert z[0] == pytest.approx(strength[0] / math.sqrt(1 / 3.5 + 1 / 0.5 + 1 / 1.5 + 1 / 6.5))
    forward, backward = association.delta_p(table)
    assert forward[0] == pytest.approx(3 / 3 - 1 / 7)
    assert backward[0] == pytest.approx(3 / 4 - 0 / 6)
    assert association.npmi(table)[0] == pytest.approx(math.log(3 / 1.2) / -math.log(0.3))
    assert association.t_score(table)[0] == pytest.approx((3 - 1.2) / math.sqrt(3))


def test_limits_of_the_measures() -> None:
    always = association.cells(5, 5, 5, 5)
    assert association.npmi(always)[0] == 1
    assert association.log_dice(always)[0] == 14
    never = association.cells(0, 5, 5, 20)
    assert association.npmi(never)[0] == -1
    assert association.g2(never)[0] < 0
    independent = association.cells(4, 20, 20, 100)
    assert association.g2(independent)[0] == 0
    nothing = association.cells(0, 0, 0, 0)
    for measure in (association.g2, association.chi2, association.t_score):
        assert measure(nothing)[0] == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_adjusted_p_is_that_of_statsmodels(p: list[float]) -> None:
    expected = multipletests(p, method="fdr_bh")[1]
    assert np.allclose(association.adjust(p), expected, rtol=1e-12, atol=0)


def test_no_p_needs_no_adjustment() -> None:
    assert len(association.adjust([])) == 0
