"""Bursts: runs of days on which a series is more frequent than it uses to be.

Kleinberg's two-state automaton (Bursty and Hierarchical Structure in Streams, 2003). Every day is
emitted by the base state or by the burst state, whose rate is `ratio` times as high; entering the
burst state costs gamma * ln(days), leaving it costs nothing; the cheapest sequence of states is
found exactly (Viterbi). A term or entity is r_t of the d_t articles of its day (section 4 of the
paper, binomial); all articles, and an outlet's, have no such total and are counted as Poisson.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.timeline.tables import BURSTS

Numbers = npt.NDArray[np.float64]

#: The burst rate of a series that fills most articles is capped here: a share cannot exceed one.
_HIGHEST_SHARE = 0.9999


@dataclass(frozen=True)
class Burst:
    """first, last: indices of days, both included; weight: cost saved in nats."""

    first: int
    last: int
    weight: float


def binomial_costs(hits: Numbers, totals: Numbers, ratio: float) -> Numbers:
    """Negative log likelihood of hits out of totals in both states, as an array (days, 2).

    The binomial coefficient is left out: it is the same in both states.
    """
    base = hits.sum() / totals.sum()
    shares = np.array([base, min(base * ratio, _HIGHEST_SHARE)])
    if shares[1] <= shares[0]:
        return np.zeros((len(hits), 2))
    misses = totals - hits
    costs: Numbers = -(hits[:, None] * np.log(shares) + misses[:, None] * np.log1p(-shares))
    return costs


def poisson_costs(hits: Numbers, ratio: float) -> Numbers:
    """Negative log likelihood of daily counts in both states, without the factorial."""
    base = hits.mean()
    rates = np.array([base, base * ratio])
    costs: Numbers = rates - hits[:, None] * np.log(rates)
    return costs


def cheapest_states(costs: Numbers, entering: float) -> list[int]:
    """The sequence of states 0 and 1 of lowest total cost; on a tie the base state.

    costs: array (days, 2); entering: cost of each step from state 0 to 1, also on the first day.
    """
    if len(costs) == 0:
        return []
    totals = [float(costs[0, 0]), float(costs[0, 1]) + entering]
    came_from: list[tuple[int, int]] = []
    for base, burst in costs[1:].tolist():
        from_base = 0 if totals[0] <= totals[1] else 1
        from_burst = 0 if totals[0] + entering <= totals[1] else 1
        came_from.append((from_base, from_burst))
        totals = [
            min(totals[0], totals[1]) + base,
            min(totals[0] + entering, totals[1]) + burst,
        ]
    states = [0 if totals[0] <= totals[1] else 1]
    for step in reversed(came_from):
        states.append(step[states[-1]])
    return states[::-1]


def find_bursts(
    hits: Sequence[int] | Numbers,
    totals: Sequence[int] | Numbers | None,
    *,
    ratio: float,
    cost: float,
) -> list[Burst]:
    """Bursts of one series over consecutive days.

    hits: articles of the series per day, none left out; totals: all articles per day, or None
    for a Poisson series. Days without any article cost the same in both states.
    """
    counts = np.asarray(hits, dtype=np.float64)
    if counts.sum() == 0:
        return []
    if totals is None:
        costs = poisson_costs(counts, ratio)
    else:
        costs = binomial_costs(counts, np.asarray(totals, dtype=np.float64), ratio)
    states = cheapest_states(costs, cost * float(np.log(max(len(counts), 2))))
    saved = costs[:, 0] - costs[:, 1]
    found: list[Burst] = []
    day = 0
    while day < len(states):
        if states[day] == 0:
            day += 1
            continue
        first = day
        while day < len(states) and states[day] == 1:
            day += 1
        found.append(Burst(first, day - 1, float(saved[first:day].sum())))
    return found


def burst_table(daily: pl.DataFrame, *, ratio: float, cost: float, documents: int) -> pl.DataFrame:
    """Bursts of every series.

    daily: columns series, day, documents; the series `all` says which days are covered.
    documents: articles that a burst must hold.
    """
    every = daily.filter(pl.col("series") == "all")
    if every.is_empty():
        return BURSTS.empty()
    calendar = every.select(
        pl.date_range(pl.col("day").min(), pl.col("day").max(), "1d").alias("day")
    )
    totals = _aligned(calendar, every)
    days = calendar["day"].to_list()
    rows = []
    for (series,), part in daily.sort("series", "day").group_by("series", maintain_order=True):
        hits = _aligned(calendar, part)
        shared = None if str(series) == "all" or str(series).startswith("outlet:") else totals
        for burst in find_bursts(hits, shared, ratio=ratio, cost=cost):
            held = int(hits[burst.first : burst.last + 1].sum())
            if held >= documents:
                rows.append(
                    {
                        "series": series,
                        "first": days[burst.first],
                        "last": days[burst.last],
                        "level": 1,
                        "weight": burst.weight,
                        "documents": held,
                    }
                )
    return BURSTS.frame(rows)


def _aligned(calendar: pl.DataFrame, part: pl.DataFrame) -> Numbers:
    joined = calendar.join(
        part.select("day", "documents"), on="day", how="left", maintain_order="left"
    )
    return joined["documents"].fill_null(0).cast(pl.Float64).to_numpy()
