"""Betweenness from some shortest-path trees of a large network, compiled."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.language.loops import NUMBER, PLACES, REAL, loop


def betweenness(
    edges: npt.NDArray[np.int64], nodes: int, sources: Sequence[int]
) -> npt.NDArray[np.float64]:
    """How large a share of the shortest paths runs through each node, as networkx counts it.

    edges: two columns of node numbers, each pair once; sources: the nodes, fewer than all, from
    which paths are followed (Brandes and Pich 2007).
    Returns one number in [0, 1] per node: paths that begin at it are left out, so that sources
    are scaled by one source less.
    """
    both = np.stack([edges, edges[:, ::-1]], axis=1).reshape(-1, 2)
    # Neighbours stand in the order of the edges: it decides in which order floats are added up.
    both = both[np.argsort(both[:, 0], kind="stable")]
    bounds = np.searchsorted(both[:, 0], np.arange(nodes + 1)).astype(np.int64)
    chosen = np.array(sources, dtype=np.int64)
    found: npt.NDArray[np.float64] = np.zeros(nodes)
    _add_up(bounds, np.ascontiguousarray(both[:, 1]), chosen, nodes, found)
    scale = np.full(nodes, 1 / (len(chosen) * (nodes - 2)))
    scale[chosen] = 1 / ((len(chosen) - 1) * (nodes - 2)) if len(chosen) > 1 else np.nan
    scaled: npt.NDArray[np.float64] = found * scale
    return scaled


@loop(PLACES, PLACES, PLACES, NUMBER, REAL[::1])
def _add_up(
    bounds: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int64],
    nodes: int,
    found: npt.NDArray[np.float64],
) -> None:
    """Adds to `found` what the paths from each source give to the nodes between (Brandes 2001).

    bounds, ends: the neighbours of node n are ends[bounds[n]:bounds[n + 1]].
    """
    distance = np.empty(nodes, dtype=np.int64)
    paths = np.empty(nodes)
    share = np.empty(nodes)
    order = np.empty(nodes, dtype=np.int64)
    for source in sources:
        distance[:] = -1
        paths[:] = 0.0
        share[:] = 0.0
        distance[source], paths[source], order[0] = 0, 1.0, source
        reached, first = 1, 0
        while first < reached:
            one = order[first]
            first += 1
            for place in range(bounds[one], bounds[one + 1]):
                other = ends[place]
                if distance[other] < 0:
                    distance[other] = distance[one] + 1
                    order[reached] = other
                    reached += 1
                if distance[other] == distance[one] + 1:
                    paths[other] += paths[one]
        for step in range(reached - 1, -1, -1):
            one = order[step]
            part = (1 + share[one]) / paths[one]
            for place in range(bounds[one], bounds[one + 1]):
                before = ends[place]
                if distance[before] == distance[one] - 1:
                    share[before] += paths[before] * part
            if one != source:
                found[one] += share[one]
