"""What the model's own states say of a candidate's type, before its greedy decision.

The model decides word by word and cannot take a decision back; the states behind the decision,
read by a linear map (states.tsv, fitted with the other weights), say more than its label alone.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.entities.recogniser import Recogniser, Seen
from analysis.entities.wordlists import state_weights

Lean = tuple[float, float, float, float]
NONE: Lean = (0.0, 0.0, 0.0, 0.0)


def around(seen: Seen, start: int, end: int) -> NDArray[np.float64]:
    """The states of a span: their mean, the last word's, the word's before and the word's after.

    start, end: characters in the sentence; a span of no whole token gives zeros.
    """
    states = seen.states
    if states is None:
        return np.zeros(0)
    first = int(np.searchsorted(seen.ends, start, side="right"))
    last = int(np.searchsorted(seen.starts, end, side="left")) - 1
    nothing = np.zeros(states.shape[1])
    if last < first:
        return np.concatenate([nothing] * 4)
    return np.concatenate(
        [
            states[first : last + 1].mean(0),
            states[last],
            states[first - 1] if first else nothing,
            states[last + 1] if last + 1 < len(states) else nothing,
        ]
    ).astype(np.float64)


@cache
def _map(name: str) -> NDArray[np.float64] | None:
    rows = state_weights(name)
    return np.array(rows) if rows else None


def leanings(recogniser: Recogniser, seen: Seen, spans: Sequence[tuple[int, int]]) -> list[Lean]:
    """For each span what to add to the scores of PER, ORG, LOC and OTHER; zeros for a model
    whose states no weights were fitted to."""
    weights = _map(recogniser.name)
    if weights is None or seen.states is None or not spans:
        return [NONE] * len(spans)
    vectors = np.stack([around(seen, start, end) for start, end in spans])
    if vectors.shape[1] + 1 != len(weights):
        return [NONE] * len(spans)
    # Three decimals: sums of floats differ in their last bits between processors.
    scores = np.round(vectors @ weights[:-1] + weights[-1], 3)
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in scores]
