"""Which words stand near each other or form phrases; loops compiled by numba."""

from typing import Any

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def _meet(present: Any, size: int, together: Any, alone: Any) -> None:
    for i in range(size):
        alone[present[i]] += 1
        for j in range(i):
            a, b = present[i], present[j]
            if a < b:
                together[a, b] += 1
            else:
                together[b, a] += 1


@numba.njit(cache=True, nogil=True)
def nearness(
    watched: Any,
    bounds: Any,
    starts: Any,
    sentence_starts: Any,
    sentence_bounds: Any,
    counted: Any,
    window: int,
    size: int,
) -> Any:
    """Meetings of watched words in articles, sentences and windows.

    watched: number of the watched word at each place, -1 for other words; bounds: where the
    articles begin; starts: first code point of each word in its article.
    Returns together (3, size, size; upper triangle), alone (3, size) and total (3): how often
    two meet, in how many contexts one stands, and the contexts. For windows a context is an
    ordered pair of places in one article at most `window` words apart.
    """
    together = np.zeros((3, size, size), dtype=np.int64)
    alone = np.zeros((3, size), dtype=np.int64)
    total = np.zeros(3, dtype=np.int64)
    in_article = np.full(size, -1, dtype=np.int64)
    in_sentence = np.full(size, -1, dtype=np.int64)
    of_article = np.empty(size, dtype=np.int64)
    of_sentence = np.empty(size, dtype=np.int64)
    stamp = 0
    for d in range(len(bounds) - 1):
        a, b = bounds[d], bounds[d + 1]
        if not counted[d] or a == b:
            continue
        total[0] += 1
        held = 0
        here = 0
        stamp += 1
        total[1] += 1
        s = sentence_bounds[d]
        last = sentence_bounds[d + 1]
        while s < last and sentence_starts[s] <= starts[a]:
            s += 1
        for k in range(a, b):
            if s < last and sentence_starts[s] <= starts[k]:
                while s < last and sentence_starts[s] <= starts[k]:
                    s += 1
                _meet(of_sentence, here, together[1], alone[1])
                here = 0
                stamp += 1
                total[1] += 1
            reach = min(k - a, window) + min(b - 1 - k, window)
            total[2] += reach
            w = watched[k]
            if w < 0:
                continue
            alone[2, w] += reach
            for j in range(max(a, k - window), k):
                v = watched[j]
                if v >= 0 and v != w:
                    together[2, min(v, w), max(v, w)] += 1
            if in_article[w] != d:
                in_article[w] = d
                of_article[held] = w
                held += 1
            if in_sentence[w] != stamp:
                in_sentence[w] = stamp
                of_sentence[here] = w
                here += 1
        _meet(of_sentence, here, together[1], alone[1])
        _meet(of_article, held, together[0], alone[0])
    return together, alone, total


@numba.njit(cache=True, nogil=True)
def runs(
    forms: Any, joined: Any, bounds: Any, counted: Any, keys: Any, types: int, longest: int
) -> Any:
    """Longest stretches of words of which every two neighbours are a strong pair.

    keys: first * types + second of the strong pairs, sorted. A stretch of more than `longest`
    words is cut. Returns first place and length of each stretch.
    """
    first = np.empty(len(forms), dtype=np.int64)
    length = np.empty(len(forms), dtype=np.int64)
    able = np.zeros(types + 1, dtype=np.bool_)
    for key in keys:
        able[key // types] = True
    found = 0
    for d in range(len(bounds) - 1):
        if not counted[d]:
            continue
        k = bounds[d]
        while k < bounds[d + 1]:
            end = k + 1
            while (
                end < bounds[d + 1] and end - k < longest and joined[end] and able[forms[end - 1]]
            ):
                key = forms[end - 1] * np.int64(types) + forms[end]
                at = np.searchsorted(keys, key)
                if at >= len(keys) or keys[at] != key:
                    break
                end += 1
            if end - k > 1:
                first[found] = k
                length[found] = end - k
                found += 1
            k = end
    return first[:found].copy(), length[:found].copy()
