"""From the keys of words to where each word stands; loops compiled by numba."""

from typing import Any

import numpy as np

from analysis.language.loops import COUNTS, NUMBER, loop


@loop(COUNTS, COUNTS)
def numbers(keys: Any, known: Any) -> Any:
    """For each key its place among the known keys (the first, where several are equal)."""
    size = 1024
    while size < 3 * len(known):
        size *= 2
    mask = np.uint32(size - 1)
    slots = np.full(size, -1, dtype=np.int32)
    for k in range(len(known)):
        slot = known[k] & mask
        while slots[slot] >= 0 and known[slots[slot]] != known[k]:
            slot = (slot + np.uint32(1)) & mask
        if slots[slot] < 0:
            slots[slot] = k
    out = np.empty(len(keys), dtype=np.uint32)
    for i in range(len(keys)):
        slot = keys[i] & mask
        while known[slots[slot]] != keys[i]:
            slot = (slot + np.uint32(1)) & mask
        out[i] = slots[slot]
    return out


@loop(COUNTS, NUMBER)
def invert(forms: Any, types: int) -> Any:
    """Places of each form, in order, one form after the other, and where each form's begin."""
    first = np.zeros(types + 1, dtype=np.int64)
    for f in forms:
        first[f + 1] += 1
    for f in range(types):
        first[f + 1] += first[f]
    free = first[:-1].copy()
    places = np.empty(len(forms), dtype=np.int64)
    for k in range(len(forms)):
        places[free[forms[k]]] = k
        free[forms[k]] += 1
    return first, places
