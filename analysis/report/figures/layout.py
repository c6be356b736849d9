"""Where nodes and their labels go: distances as in the network, boxes that never overlap.

Deterministic: no random start, no clock.
"""

import numpy as np

#: Rounds of either algorithm; both settle long before.
ROUNDS = 400


def spread(lengths: np.ndarray, rounds: int = ROUNDS) -> np.ndarray:
    """Positions in the plane whose distances follow the paths through the network.

    lengths: square matrix, the length of each tie, 0 where there is none.
    Returns one (x, y) per node, the longer side of the drawing along x.
    Stress majorisation (Gansner, Koren and North 2004) from a classical scaling.
    """
    count = len(lengths)
    if count < 3:
        return np.column_stack([np.arange(count, dtype=float), np.zeros(count)])
    paths = _paths(lengths)
    reached = paths[np.isfinite(paths)]
    # Parts that nothing ties together stand apart, but not so far that they squeeze the rest.
    paths[~np.isfinite(paths)] = 0.7 * reached.max() + 1.0
    at = _classical(paths)
    weights = np.divide(1.0, paths**2, out=np.zeros_like(paths), where=paths > 0)
    laplacian = np.diag(weights.sum(1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(rounds):
        gaps = np.linalg.norm(at[:, None] - at[None], axis=2)
        pull = np.divide(weights * paths, gaps, out=np.zeros_like(gaps), where=gaps > 1e-9)
        moved = inverse @ ((np.diag(pull.sum(1)) - pull) @ at)
        settled = np.abs(moved - at).max() < 1e-5
        at = moved
        if settled:
            break
    return _lying(at)


def _paths(lengths: np.ndarray) -> np.ndarray:
    """Length of the shortest path between any two nodes, infinite where there is none (Floyd)."""
    paths = np.where(lengths > 0, lengths, np.inf)
    np.fill_diagonal(paths, 0)
    for between in range(len(paths)):
        paths = np.minimum(paths, paths[:, between, None] + paths[None, between])
    return paths


def _classical(paths: np.ndarray) -> np.ndarray:
    """Classical scaling, signs fixed; equal nodes are set a little apart."""
    squared = paths**2
    centred = -0.5 * (squared - squared.mean(0)[None] - squared.mean(1)[:, None] + squared.mean())
    values, vectors = np.linalg.eigh(centred)
    axes = vectors[:, -2:][:, ::-1] * np.sqrt(np.maximum(values[-2:][::-1], 1e-9))
    heaviest = np.abs(axes).argmax(0)
    axes = axes * np.sign(axes[heaviest, [0, 1]])
    turn = np.arange(len(paths)) * 2.399963  # the golden angle: no two alike
    jitter = np.column_stack([np.cos(turn), np.sin(turn)])
    found: np.ndarray = axes + 0.01 * paths.mean() * jitter
    return found


def _lying(at: np.ndarray) -> np.ndarray:
    """Turned so that the longest extent lies along x."""
    centred = at - at.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    turned = centred @ vectors[:, ::-1]
    heaviest = np.abs(turned).argmax(0)
    found: np.ndarray = turned * np.sign(turned[heaviest, [0, 1]])
    return found


def fitted(at: np.ndarray, sizes: np.ndarray, width: float, height: float) -> np.ndarray:
    """Positions stretched so that boxes of these sizes, centred there, fill width and height."""
    margin = sizes.max(0) / 2
    extent = np.maximum(at.max(0) - at.min(0), 1e-9)
    room = np.array([width, height]) - 2 * margin
    found: np.ndarray = margin + (at - at.min(0)) / extent * np.maximum(room, 1.0)
    if len(at) < 3:
        found[:, 1] = height / 2
    return found


def apart(
    at: np.ndarray, sizes: np.ndarray, width: float, height: float, rounds: int = ROUNDS
) -> np.ndarray:
    """Positions moved as little as needed until no two boxes overlap.

    at: centres. sizes: width and height of each box. All stay within width and height.
    Where there is no room for all, some still overlap: see `overlapping`.
    """
    at = at.astype(float).copy()
    low, high = sizes / 2, np.array([width, height]) - sizes / 2
    for turn in range(rounds):
        moved = False
        # In a crowd the shortest way out leads into the next neighbour: at times the other way.
        swap = turn % 7 in (3, 5)
        for one, other in _meeting(at, sizes):
            gap = at[other] - at[one]
            over = (sizes[one] + sizes[other]) / 2 - np.abs(gap)
            if over.min() <= 0:
                continue
            axis = int(over.argmax() if swap else over.argmin())
            side = 1.0 if gap[axis] > 0 or (gap[axis] == 0 and one % 2) else -1.0
            step = (over[axis] / 2 + 0.05) * side
            at[one, axis] -= step
            at[other, axis] += step
            moved = True
        at = np.clip(at, low, np.maximum(high, low))
        if not moved:
            break
    return at


def _meeting(at: np.ndarray, sizes: np.ndarray) -> list[list[int]]:
    """Pairs of boxes that overlap, in order."""
    over = (sizes[:, None] + sizes[None]) / 2 - np.abs(at[:, None] - at[None])
    found: list[list[int]] = np.argwhere(np.triu((over > 0).all(2), 1)).tolist()
    return found


def overlapping(at: np.ndarray, sizes: np.ndarray) -> list[int]:
    """Boxes that overlap an earlier one which is itself kept."""
    kept: list[int] = []
    lost: list[int] = []
    for one in range(len(at)):
        over = any(
            bool(((sizes[one] + sizes[other]) / 2 - np.abs(at[one] - at[other]) > 0.01).all())
            for other in kept
        )
        (lost if over else kept).append(one)
    return lost
