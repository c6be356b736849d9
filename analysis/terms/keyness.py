"""Words that one part of the corpus uses more, or less, than another."""

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.terms import association

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

#: Below this a cell's expected count is too small for χ² and G² to be trusted (Cochran 1954).
SMALL = 5


def keyness(
    counts: pl.DataFrame,
    *,
    words: int,
    reference_words: int,
    confidence: float = 0.95,
    chi2_correction: association.Correction = "small",
    g2_correction: association.Correction = "none",
) -> pl.DataFrame:
    """Compare every word's count in a target and in a reference.

    counts: columns count, reference_count (further ones are kept); one row per term.
    words, reference_words: size of the two parts in words; both at least 1.
    Returns counts with:
      per_million, reference_per_million
      chi2, g2        signed, negative where the target uses the term less; corrected as
                      chi2_correction and g2_correction say (see association.corrected): χ² as
                      quanteda does, G² not at all (quanteda's own G² takes "small", R's χ²
                      "yates")
      log_ratio       log2 of the relative frequencies, 0.5 in the place of a count of 0 (Hardie
                      2014); log_ratio_low, log_ratio_high: its interval at `confidence`
      p               of g2 with one degree of freedom, or Fisher's exact test where an expected
                      cell is below 5 (test says which)
      p_adjusted      over the rows (Benjamini and Hochberg 1995)
    Raises ValueError where a part holds no words.
    """
    if words < 1 or reference_words < 1:
        raise ValueError("keyness needs words in the target and in the reference")
    a = counts["count"].to_numpy().astype(np.float64)
    b = counts["reference_count"].to_numpy().astype(np.float64)
    table = association.cells(a, words, a + b, words + reference_words)
    likelihood = association.g2(table, g2_correction)
    small = (association.expected_cells(table) < SMALL).any(axis=(0, 1))
    p = chi2_tail(np.abs(likelihood))
    p[small] = fisher(a[small].astype(np.int64), b[small].astype(np.int64), words, reference_words)
    ratio, low, high = log_ratio(a, b, words, reference_words, confidence)
    return counts.with_columns(
        pl.Series("per_million", 1e6 * a / words),
        pl.Series("reference_per_million", 1e6 * b / reference_words),
        pl.Series("chi2", association.chi2(table, chi2_correction)),
        pl.Series("g2", likelihood),
        pl.Series("log_ratio", ratio),
        pl.Series("log_ratio_low", low),
        pl.Series("log_ratio_high", high),
        pl.Series("p", p),
        pl.Series("p_adjusted", association.adjust(p)),
        pl.Series("test", np.where(small, "fisher", "g2").astype(object), dtype=pl.String),
    )


def chi2_tail(value: Floats) -> Floats:
    """Chance of a χ² of at least this value with one degree of freedom."""
    from scipy.special import erfc

    tail: Floats = erfc(np.sqrt(value / 2))
    return tail


def log_ratio(
    count: Floats, reference_count: Floats, words: int, reference_words: int, confidence: float
) -> tuple[Floats, Floats, Floats]:
    """log2 of the ratio of two relative frequencies, and its interval (delta method)."""
    from scipy.special import ndtri

    a = np.where(count == 0, 0.5, count)
    b = np.where(reference_count == 0, 0.5, reference_count)
    ratio = np.log2(a / words) - np.log2(b / reference_words)
    variance = np.maximum(1 / a - 1 / words, 0) + np.maximum(1 / b - 1 / reference_words, 0)
    reach = ndtri(0.5 + confidence / 2) * np.sqrt(variance) / np.log(2)
    return ratio, ratio - reach, ratio + reach


def two_cell_g2(
    count: float, reference_count: float, words: float, reference_words: float
) -> float:
    """Log-likelihood over the word's own two cells only (Rayson and Garside 2000).

    The value of the UCREL calculator; `keyness` takes all four cells, which differ little.
    """
    share = (count + reference_count) / (words + reference_words)
    pairs = ((count, words * share), (reference_count, reference_words * share))
    return 2 * sum(seen * float(np.log(seen / due)) for seen, due in pairs if seen)


def fisher(count: Integers, reference_count: Integers, words: int, reference_words: int) -> Floats:
    """Two-sided p of Fisher's exact test for each word.

    The probability of all tables with the same margins that are no more likely than the one
    seen. Words of equal total share one hypergeometric distribution, which is worked out once.
    """
    out = np.ones(len(count))
    totals = count + reference_count
    order = np.argsort(totals, kind="stable")
    ends = np.flatnonzero(np.diff(totals[order], append=-1))
    begin = 0
    for end in (ends + 1).tolist():
        rows = order[begin:end]
        begin = end
        total = int(totals[rows[0]])
        lowest = max(0, total - reference_words)
        k = np.arange(lowest, min(total, words), dtype=np.float64)
        steps = np.log((words - k) * (total - k)) - np.log(
            (k + 1) * (reference_words - total + k + 1)
        )
        log_p = np.concatenate([[0.0], np.cumsum(steps)])
        # Scaled by the peak: the sum over the support is 1, so the other factors cancel.
        p = np.exp(log_p - log_p.max())
        p /= p.sum()
        ranked = np.sort(p)
        tail = np.cumsum(ranked)
        # Tables as likely as the one seen but for rounding belong to the tail (R's tolerance).
        limit = p[count[rows] - lowest] * (1 + 1e-7)
        at = np.searchsorted(ranked, limit, side="right") - 1
        out[rows] = np.minimum(tail[at], 1.0)
    return out
