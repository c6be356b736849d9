"""How strongly two words, or two of anything, belong together: the field's measures.

All take the same four counts of pairs or contexts: `both`, `first` (with the first member, with
or without the second), `second`, and `total`, as arrays or numbers. Sources: Dunning 1993 (G²),
Church and Hanks 1990 and Bouma 2009 (PMI, NPMI), Rychlý 2008 (logDice), Church et al. 1991 (t),
Blaheta and Johnson 2001 (λ, z), Gries 2013 (ΔP).
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Correction = Literal["none", "small", "yates", "williams"]


def cells(both: Any, first: Any, second: Any, total: Any) -> Floats:
    """The 2x2 table: rows first yes/no, columns second yes/no; shape (2, 2, n)."""
    a, r, c, n = (
        np.atleast_1d(np.asarray(x, dtype=np.float64)) for x in (both, first, second, total)
    )
    a, r, c, n = np.broadcast_arrays(a, r, c, n)
    return np.array([[a, r - a], [c - a, n - r - c + a]])


def expected_cells(table: Floats) -> Floats:
    """Cells expected if rows and columns were independent; all 0 for an empty table."""
    rows = table.sum(axis=1, keepdims=True)
    columns = table.sum(axis=0, keepdims=True)
    total = table.sum(axis=(0, 1))
    expected: Floats = rows * columns / np.where(total > 0, total, 1)
    return expected


def corrected(table: Floats, correction: Correction) -> Floats:
    """The table with its cells moved towards expectation for continuity; margins stay.

    "small": by 0.5 where an expected cell is below 5 and the difference is 0.5 or more, as
    quanteda does; "yates": by 0.5 everywhere, but never further than expectation, as R's
    chisq.test does (Yates 1934); "none" and "williams" move nothing.
    """
    if correction in ("none", "williams"):
        return table
    expected = expected_cells(table)
    difference = table[0, 0] - expected[0, 0]
    distance = np.abs(difference)
    if correction == "yates":
        step = np.minimum(0.5, distance)
    else:
        small = (expected < 5).any(axis=(0, 1))
        step = np.where(small & (distance >= 0.5), 0.5, 0.0)
    step = np.where(difference < 0, -step, step)
    moved: Floats = table - np.array([[step, -step], [-step, step]])
    return moved


def williams(table: Floats) -> Floats:
    """Williams' divisor for G² and χ² of a 2x2 table, a little above 1 (Williams 1976)."""
    total = table.sum(axis=(0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        rows = (total / table.sum(axis=1)).sum(axis=0) - 1
        columns = (total / table.sum(axis=0)).sum(axis=0) - 1
        divisor = 1 + rows * columns / (6 * total)
    return np.where(np.isfinite(divisor), divisor, 1.0)


def g2(table: Floats, correction: Correction = "none") -> Floats:
    """Log-likelihood ratio of a 2x2 table, negative where the first cell is below expectation.

    2 Σ O ln(O / E) over all four cells (Dunning 1993). correction: see `corrected`; "williams"
    divides by Williams' divisor.
    """
    expected = expected_cells(table)
    moved = corrected(table, correction)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(moved > 0, moved * np.log(moved / expected), 0.0)
    # Not below zero by rounding: independent cells give exactly 0.
    value = np.maximum(2 * parts.sum(axis=(0, 1)), 0.0)
    return _signed(value, table, expected, correction)


def chi2(table: Floats, correction: Correction = "small") -> Floats:
    """Pearson's chi-squared, negative where the first cell is below expectation.

    Σ (O - E)² / E. correction: see `corrected`; quanteda's by default. "williams" divides by
    Williams' divisor.
    """
    expected = expected_cells(table)
    moved = corrected(table, correction)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(expected > 0, (moved - expected) ** 2 / expected, 0.0)
    return _signed(parts.sum(axis=(0, 1)), table, expected, correction)


def _signed(value: Floats, table: Floats, expected: Floats, correction: Correction) -> Floats:
    if correction == "williams":
        value = value / williams(table)
    signed: Floats = np.where(table[0, 0] < expected[0, 0], -value, value)
    return signed


def npmi(table: Floats) -> Floats:
    """Normalised pointwise mutual information: -1 never together, 0 chance, 1 never apart."""
    total = table.sum(axis=(0, 1))
    expected = expected_cells(table)[0, 0]
    both = table[0, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(both / expected) / -np.log(both / total)
    value = np.where(both == 0, -1.0, np.clip(value, -1.0, 1.0))  # not above 1 by rounding
    return np.where(both == total, 1.0, value)


def log_dice(table: Floats) -> Floats:
    """14 + log2 of Dice's coefficient; 14: never apart, -inf: never together."""
    margins = 2 * table[0, 0] + table[0, 1] + table[1, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        value: Floats = 14 + np.log2(2 * table[0, 0] / margins)
    return value


def t_score(table: Floats) -> Floats:
    """(observed - expected) / sqrt(observed); 0 where never seen."""
    both = table[0, 0]
    difference = both - expected_cells(table)[0, 0]
    return np.where(both > 0, difference / np.sqrt(np.where(both > 0, both, 1)), 0.0)


def log_odds(table: Floats) -> tuple[Floats, Floats]:
    """λ, the log odds ratio with 0.5 added to each cell, and z, λ by its standard error."""
    padded = table + 0.5
    value = (
        np.log(padded[0, 0]) + np.log(padded[1, 1]) - np.log(padded[0, 1]) - np.log(padded[1, 0])
    )
    return value, value / np.sqrt((1 / padded).sum(axis=(0, 1)))


def delta_p(table: Floats) -> tuple[Floats, Floats]:
    """ΔP of the second given the first, and of the first given the second; 0 for an empty row."""

    def share(part: Floats, rest: Floats) -> Floats:
        whole = part + rest
        return part / np.where(whole > 0, whole, 1)

    forward = share(table[0, 0], table[0, 1]) - share(table[1, 0], table[1, 1])
    backward = share(table[0, 0], table[1, 0]) - share(table[0, 1], table[1, 1])
    return forward, backward


def measured(table: Floats) -> list[pl.Series]:
    """All measures of association of a table, as columns by their names in the tables."""
    strength, z = log_odds(table)
    forward, backward = delta_p(table)
    columns = {
        "expected": expected_cells(table)[0, 0],
        "g2": g2(table),
        "npmi": npmi(table),
        "log_dice": log_dice(table),
        "t": t_score(table),
        "lambda": strength,
        "z": z,
        "delta_p_forward": forward,
        "delta_p_backward": backward,
    }
    return [pl.Series(name, column, dtype=pl.Float64) for name, column in columns.items()]


def adjust(p: Sequence[float] | Floats) -> Floats:
    """p adjusted for many tests by the false discovery rate (Benjamini and Hochberg 1995)."""
    values = np.asarray(p, dtype=np.float64)
    count = len(values)
    order = np.argsort(values, kind="stable")[::-1]
    scaled = values[order] / (np.arange(count, 0, -1) / max(count, 1))
    adjusted = np.empty(count)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return adjusted
