"""Change points: weeks at which the level of a series changes for good, with their uncertainty.

Exact Bayesian segmentation (Fearnhead, Exact and efficient Bayesian inference for multiple
changepoint problems, 2006): within a segment a series has one level; every week may begin a new
segment with probability 1 / weeks. A term or entity is r of n articles (beta-binomial, uniform
prior); all articles, and an outlet's, are counts (gamma-Poisson, prior of one week of average).
News counts scatter more than the models allow, which would pass for changes; the evidence of each
week is therefore divided by the dispersion between neighbouring weeks (quasi-likelihood).
"""

from datetime import timedelta

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import betaln, gammaln

from analysis.timeline.tables import CHANGEPOINTS

Numbers = npt.NDArray[np.float64]

#: Longer series are cut into this many blocks of several weeks: the work grows with the square.
_BLOCKS = 520
#: Below this many blocks or articles no level can be told from another.
_FEWEST_BLOCKS, _FEWEST_ARTICLES = 6, 10
_CREDIBLE = 0.9


def dispersion(hits: Numbers, totals: Numbers | None) -> float:
    """Scatter of neighbouring blocks relative to the model's; at least 1.

    Differences of neighbours are free of slow changes, and one step adds little to their mean.
    """
    if totals is None:
        expected = hits[1:] + hits[:-1]
        differences = (hits[1:] - hits[:-1]) ** 2
    else:
        share = hits.sum() / totals.sum()
        both = (totals[1:] > 0) & (totals[:-1] > 0)
        n, m = totals[1:][both], totals[:-1][both]
        differences = (hits[1:][both] / n - hits[:-1][both] / m) ** 2
        expected = share * (1 - share) * (1 / n + 1 / m)
    known = expected > 0
    if not known.any():
        return 1.0
    return max(1.0, float((differences[known] / expected[known]).mean()))


def segment_evidence(hits: Numbers, totals: Numbers | None) -> Numbers:
    """Log marginal likelihood of every segment [i, j) as an array (blocks, blocks + 1)."""
    scale = dispersion(hits, totals)
    sums = np.concatenate([[0.0], np.cumsum(hits / scale)])
    inside = sums[None, :] - sums[:-1, None]
    blocks = len(hits)
    if totals is None:
        length = np.arange(blocks + 1)[None, :] - np.arange(blocks)[:, None]
        length = np.maximum(length, 0) / scale
        shape, rate = 1.0, 1.0 / max(float(hits.mean()), 1e-9)
        inside = np.maximum(inside, 0)
        evidence = (
            shape * np.log(rate)
            - gammaln(shape)
            + gammaln(shape + inside)
            - (shape + inside) * np.log(rate + length)
        )
    else:
        all_sums = np.concatenate([[0.0], np.cumsum(totals / scale)])
        outside = np.maximum((all_sums[None, :] - all_sums[:-1, None]) - inside, 0)
        evidence = betaln(1 + np.maximum(inside, 0), 1 + outside)
    result: Numbers = np.where(
        np.arange(blocks + 1)[None, :] > np.arange(blocks)[:, None], evidence, -np.inf
    )
    return result


def change_posterior(evidence: Numbers) -> tuple[Numbers, list[int]]:
    """Posterior that a segment begins at each block, and the beginnings of the likeliest cut.

    evidence: as of segment_evidence. Block 0 begins a segment for certain and is no change.
    """
    blocks = evidence.shape[0]
    begin, stay = np.log(1 / blocks), np.log1p(-1 / blocks)
    lengths = np.arange(blocks + 1)[None, :] - np.arange(blocks)[:, None]
    weighted = evidence + np.where(lengths > 0, (lengths - 1) * stay, 0.0)
    forward = np.full(blocks + 1, -np.inf)  # all data before t, a segment ending at t
    best = np.full(blocks + 1, -np.inf)
    came_from = np.zeros(blocks + 1, dtype=np.int64)
    forward[0] = best[0] = 0.0
    opening = np.where(np.arange(blocks) > 0, begin, 0.0)
    for t in range(1, blocks + 1):
        terms = weighted[:t, t] + opening[:t]
        forward[t] = _log_of_sum(forward[:t] + terms)
        came_from[t] = int(np.argmax(best[:t] + terms))
        best[t] = best[came_from[t]] + terms[came_from[t]]
    backward = np.full(blocks + 1, -np.inf)  # all data from t on, a segment beginning at t
    backward[blocks] = 0.0
    for t in range(blocks - 1, -1, -1):
        follow = np.where(np.arange(t + 1, blocks + 1) < blocks, begin, 0.0)
        backward[t] = _log_of_sum(weighted[t, t + 1 :] + follow + backward[t + 1 :])
    posterior = np.exp(forward[:blocks] + opening + backward[:blocks] - forward[blocks])
    posterior[0] = 0.0
    cuts = []
    t = blocks
    while t > 0:
        t = int(came_from[t])
        if t > 0:
            cuts.append(t)
    return posterior, cuts[::-1]


def _log_of_sum(logs: Numbers) -> float:
    """The logarithm of the sum of numbers given by their logarithms, one of them finite.

    The greatest are counted and the others added to them, for precision; scipy's function does the
    same, but spends most of its time on finding out what it was given.
    """
    most = logs.max()
    greatest = logs == most
    number = np.count_nonzero(greatest)
    others = np.exp(logs - most)
    others[greatest] = 0.0
    return float(np.log1p(others.sum() / number) + np.log(number) + most)


def changepoint_table(daily: pl.DataFrame, *, probability: float) -> pl.DataFrame:
    """Changes of level of every series; daily: columns series, day, documents."""
    weekly = (
        daily.with_columns(period=pl.col("day").dt.truncate("1w"))
        .group_by("series", "period")
        .agg(pl.col("documents").sum())
        .sort("series", "period")
    )
    every = weekly.filter(pl.col("series") == "all")
    if every.is_empty():
        return CHANGEPOINTS.empty()
    first = every["period"][0]
    weeks = (every["period"][-1] - first).days // 7 + 1
    width = -(-weeks // _BLOCKS)
    blocks = -(-weeks // width)
    if blocks < _FEWEST_BLOCKS:
        return CHANGEPOINTS.empty()

    def binned(part: pl.DataFrame) -> Numbers:
        counts = np.zeros(blocks)
        place = ((part["period"] - first).dt.total_days() // (7 * width)).to_numpy()
        np.add.at(counts, place, part["documents"].to_numpy())
        return counts

    totals = binned(every)
    rows: list[dict[str, object]] = []
    for (series,), part in weekly.group_by("series", maintain_order=True):
        hits = binned(part)
        if hits.sum() < _FEWEST_ARTICLES:
            continue
        is_count = str(series) == "all" or str(series).startswith("outlet:")
        posterior, cuts = change_posterior(segment_evidence(hits, None if is_count else totals))
        edges = [0, *cuts, blocks]
        for index, cut in enumerate(cuts, start=1):
            near = float(posterior[max(cut - 1, 1) : cut + 2].sum())
            if near < probability:
                continue
            low, high = _interval(posterior, cut, (edges[index - 1] + 1, edges[index + 1] - 1))
            whole = np.ones(blocks) * width if is_count else totals
            rows.append(
                {
                    "series": series,
                    "period": first + timedelta(days=7 * width * cut),
                    "probability": min(round(near, 6), 1.0),
                    "first": first + timedelta(days=7 * width * low),
                    "last": first + timedelta(days=7 * width * high),
                    "before": _level(hits, whole, edges[index - 1], cut),
                    "after": _level(hits, whole, cut, edges[index + 1]),
                }
            )
    return CHANGEPOINTS.frame(rows)


def _interval(posterior: Numbers, cut: int, limits: tuple[int, int]) -> tuple[int, int]:
    """The shortest growing interval around a cut that holds the credible mass, within limits."""
    low = high = cut
    mass = posterior[cut]
    while mass < _CREDIBLE and (low > limits[0] or high < limits[1]):
        left = posterior[low - 1] if low > limits[0] else -1.0
        right = posterior[high + 1] if high < limits[1] else -1.0
        if left >= right:
            low -= 1
            mass += left
        else:
            high += 1
            mass += right
    return low, high


def _level(hits: Numbers, whole: Numbers, start: int, end: int) -> float:
    total = float(whole[start:end].sum())
    return round(float(hits[start:end].sum()) / total, 9) if total else 0.0
