"""Keyness against published tables, scipy and hand-worked cases."""

import csv
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2 as chi2_law
from scipy.stats import fisher_exact

from analysis.terms.keyness import chi2_tail, fisher, keyness, log_ratio, two_cell_g2

GOLD = Path(__file__).parents[1] / "gold" / "terms"

#: Words (punctuation counted) of the compared parts of the inaugural addresses.
SIZES = {
    "1945 and later against earlier": (43_002, 108_539),
    "2017-Trump against other addresses of 1945 and later": None,
}


def published() -> list[tuple[str, str, int, int, float, float]]:
    """Comparison, word, count, reference count, signed chi2 and its tolerance."""
    rows = list(csv.DictReader((GOLD / "inaugural_keyness_quanteda.csv").open(encoding="utf-8")))
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row["measure"] in {"n_target", "n_reference"}:
            counts[row["item"], row["group"]][row["measure"]] = int(row["expected"])
    found = []
    for row in rows:
        if row["measure"] != "signed chi2":
            continue
        target, reference = {
            "1945 and later against earlier": ("1945 and later", "before 1945"),
            "2017-Trump against other addresses of 1945 and later": (
                "2017-Trump",
                "other addresses of 1945 and later",
            ),
        }[row["group"]]
        found.append(
            (
                row["group"],
                row["item"],
                counts[row["item"], target]["n_target"],
                counts[row["item"], reference]["n_reference"],
                float(row["expected"]),
                float(row["tolerance"]),
            )
        )
    return found


def compare(
    count: int, reference_count: int, words: int, reference_words: int
) -> dict[str, object]:
    frame = pl.DataFrame({"count": [count], "reference_count": [reference_count]})
    return keyness(frame, words=words, reference_words=reference_words).row(0, named=True)


def test_thirty_published_values_are_there() -> None:
    assert len(published()) == 30


@pytest.mark.parametrize("row", [r for r in published() if SIZES[r[0]]], ids=lambda row: row[1])
def test_chi2_is_that_of_quanteda(row: tuple[str, str, int, int, float, float]) -> None:
    group, _, count, reference_count, expected, tolerance = row
    sizes = SIZES[group]
    assert sizes is not None
    assert compare(count, reference_count, *sizes)["chi2"] == pytest.approx(expected, abs=tolerance)


def test_chi2_of_one_address_is_that_of_quanteda() -> None:
    """The address's length is not published: one length has to give all ten values."""
    rows = [row for row in published() if SIZES[row[0]] is None]
    assert len(rows) == 10

    def misses(words: int) -> float:
        return max(
            abs(float(str(compare(r[2], r[3], words, 43_002 - words)["chi2"])) - r[4]) for r in rows
        )

    best = min(range(1_500, 1_800), key=misses)
    assert misses(best) <= 0.0001


def test_log_likelihood_of_the_ucrel_calculator() -> None:
    row = next(csv.DictReader((GOLD / "loglikelihood_worked_example.csv").open(encoding="utf-8")))
    value = two_cell_g2(52, 57, 50_000, 75_000)
    assert value == pytest.approx(float(row["expected"]), abs=float(row["tolerance"]))


def test_a_comparison_worked_by_hand() -> None:
    row = compare(20, 10, 1_000, 2_000)
    assert row["per_million"] == pytest.approx(20_000)
    assert row["reference_per_million"] == pytest.approx(5_000)
    assert row["log_ratio"] == pytest.approx(2)
    spread = 1.959964 * math.sqrt(1 / 20 - 1 / 1_000 + 1 / 10 - 1 / 2_000) / math.log(2)
    assert row["log_ratio_low"] == pytest.approx(2 - spread, abs=1e-5)
    assert row["log_ratio_high"] == pytest.approx(2 + spread, abs=1e-5)
    seen = ((20, 10), (980, 1990))
    due = ((10, 20), (990, 1980))
    g2 = 2 * sum(
        o * math.log(o / e)
        for os, es in zip(seen, due, strict=True)
        for o, e in zip(os, es, strict=True)
    )
    assert row["g2"] == pytest.approx(g2)
    assert row["test"] == "g2"
    assert row["p"] == pytest.approx(chi2_law.sf(g2, 1))


def test_a_word_of_one_part_only_has_a_finite_ratio() -> None:
    row = compare(0, 40, 1_000, 1_000)
    assert row["log_ratio"] == pytest.approx(math.log2(0.5 / 40))
    assert float(str(row["g2"])) < 0
    assert float(str(row["chi2"])) < 0


def test_expected_counts_below_five_go_to_fisher() -> None:
    row = compare(3, 0, 100, 900)
    assert row["test"] == "fisher"
    assert row["p"] == pytest.approx(fisher_exact([[3, 97], [0, 900]])[1])


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=20),
    st.integers(60, 5_000),
    st.integers(60, 5_000),
)
def test_fisher_is_that_of_scipy(pairs: list[tuple[int, int]], words: int, rest: int) -> None:
    count = np.array([a for a, _ in pairs])
    reference = np.array([b for _, b in pairs])
    found = fisher(count, reference, words, rest)
    for value, (a, b) in zip(found, pairs, strict=True):
        expected = fisher_exact([[a, words - a], [b, rest - b]])[1]
        assert value == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_fisher_holds_for_corpora_of_many_millions() -> None:
    value = fisher(np.array([7]), np.array([3]), 40_000_000, 160_000_000)[0]
    assert value == pytest.approx(fisher_exact([[7, 39_999_993], [3, 159_999_997]])[1], rel=1e-6)


@given(st.floats(0, 1400))
def test_tail_of_chi2(value: float) -> None:
    assert chi2_tail(np.array([value]))[0] == pytest.approx(chi2_law.sf(value, 1), rel=1e-9)


def test_exchanging_the_parts_turns_every_sign() -> None:
    one, two = compare(30, 5, 900, 1_200), compare(5, 30, 1_200, 900)
    for name in ("chi2", "g2", "log_ratio"):
        assert float(str(one[name])) == pytest.approx(-float(str(two[name])))
    assert one["p"] == pytest.approx(two["p"])


def test_a_wider_confidence_gives_a_wider_interval() -> None:
    a, b = np.array([20.0]), np.array([10.0])
    narrow, wide = (log_ratio(a, b, 1_000, 1_000, share) for share in (0.9, 0.99))
    assert wide[1][0] < narrow[1][0] < narrow[0][0] < narrow[2][0] < wide[2][0]


def test_an_empty_part_is_refused() -> None:
    with pytest.raises(ValueError, match="words in the target and in the reference"):
        compare(1, 0, 10, 0)
