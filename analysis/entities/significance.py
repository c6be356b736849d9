"""Is a pair named together more often than chance would have it?"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

Floats = NDArray[np.float64]


def expected(first: Floats, second: Floats, total: float) -> Floats:
    """Sentences that would hold both names if they fell independently: n_a n_b / N."""
    return first * second / total


def log_likelihood(both: Floats, first: Floats, second: Floats, total: float) -> Floats:
    """G² of the 2x2 table of sentences with and without either name (Dunning 1993).

    both, first, second: sentences that hold both, the first, the second; total: all sentences.
    Negative where the two stand together less often than expected.
    """
    observed = (both, first - both, second - both, total - first - second + both)
    rows, columns = (first, total - first), (second, total - second)
    margins = [rows[i] * columns[j] / total for i in (0, 1) for j in (0, 1)]
    cells = (observed[0], observed[1], observed[2], observed[3])
    g2 = np.zeros_like(both)
    for seen, chance in zip(cells, margins, strict=True):
        # A cell that is empty adds nothing (x ln x goes to 0).
        ratio = np.divide(seen, chance, out=np.ones_like(seen), where=(seen > 0) & (chance > 0))
        g2 += seen * np.log(ratio)
    g2 = np.maximum(2 * g2, 0.0)
    return np.where(both < margins[0], -g2, g2)


def npmi(both: Floats, first: Floats, second: Floats, total: float) -> Floats:
    """Normalised pointwise mutual information, -1 (never together) to 1 (always; Bouma 2009)."""
    share = both / total
    pmi = np.log(both * total / (first * second))
    return np.divide(pmi, -np.log(share), out=np.ones_like(pmi), where=share < 1)


def p_value(g2: Floats) -> Floats:
    """Probability of a larger |G²| under independence, one degree of freedom."""
    return np.asarray(chi2.sf(np.abs(g2), 1), dtype=np.float64)


def adjusted(p: Floats) -> Floats:
    """p-values adjusted for the number of tests, so that a cut at 5 % leaves 5 % false
    discoveries (Benjamini and Hochberg 1995)."""
    count = len(p)
    if count == 0:
        return p
    order = np.argsort(p, kind="stable")
    scaled = p[order] * count / np.arange(1, count + 1)
    result = np.empty_like(p)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result


def disparity(first: NDArray[np.int64], second: NDArray[np.int64], weight: Floats) -> Floats:
    """Disparity-filter value of each edge, the smaller of its two ends' (Serrano et al. 2009).

    first, second: the edge's nodes as numbers from 0; weight: its weight. The value is the
    probability that an edge of a node takes this share of the node's weight, or more, if the
    weight were spread at random: (1 - w / s) ** (k - 1). A node with one edge says nothing (1).
    """
    if len(weight) == 0:
        return weight
    size = int(max(first.max(), second.max())) + 1
    ends = np.concatenate([first, second])
    strength = np.bincount(ends, np.concatenate([weight, weight]), size)
    degree = np.bincount(ends, minlength=size)
    values = [
        np.where(
            degree[node] > 1, (1 - weight / strength[node]) ** np.maximum(degree[node] - 1, 0), 1.0
        )
        for node in (first, second)
    ]
    return np.asarray(np.minimum(values[0], values[1]), dtype=np.float64)
