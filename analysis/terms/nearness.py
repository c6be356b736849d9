"""Which words stand near each other or form phrases; loops over places compiled by numba."""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from analysis.language.loops import COUNTS, FLAGS, NUMBER, PLACES, loop


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


@loop(COUNTS, PLACES, PLACES, FLAGS, FLAGS, NUMBER, NUMBER)
def nearness(
    forms: Any, watched: Any, bounds: Any, opens: Any, counted: Any, window: int, size: int
) -> Any:
    """Meetings of watched words in articles, sentences and windows.

    watched: by form, the number of the watched word that it is, -1 for other words; bounds:
    where the articles begin; opens: whether a word is the first of its sentence.
    Returns together (one array (size, size) for each level; upper triangle), alone (3, size) and
    total (3): how often two meet, in how many contexts one stands, and the contexts. For windows
    a context is an ordered pair of places in one article at most `window` words apart.
    """
    by_article = np.zeros((size, size), dtype=np.int64)
    by_sentence = np.zeros((size, size), dtype=np.int64)
    by_window = np.zeros((size, size), dtype=np.int64)
    alone_article = np.zeros(size, dtype=np.int64)
    alone_sentence = np.zeros(size, dtype=np.int64)
    alone_window = np.zeros(size, dtype=np.int64)
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
        for k in range(a, b):
            if opens[k] and k > a:
                _meet(of_sentence, here, by_sentence, alone_sentence)
                here = 0
                stamp += 1
                total[1] += 1
            reach = min(k - a, window) + min(b - 1 - k, window)
            total[2] += reach
            w = watched[forms[k]]
            if w < 0:
                continue
            alone_window[w] += reach
            for j in range(max(a, k - window), k):
                v = watched[forms[j]]
                if v >= 0 and v != w:
                    by_window[min(v, w), max(v, w)] += 1
            if in_article[w] != d:
                in_article[w] = d
                of_article[held] = w
                held += 1
            if in_sentence[w] != stamp:
                in_sentence[w] = stamp
                of_sentence[here] = w
                here += 1
        _meet(of_sentence, here, by_sentence, alone_sentence)
        _meet(of_article, held, by_article, alone_article)
    return (
        (by_article, by_sentence, by_window),
        (alone_article, alone_sentence, alone_window),
        total,
    )


@loop(COUNTS, PLACES, PLACES, FLAGS, NUMBER, NUMBER, NUMBER)
def neighbours(
    forms: Any, node: Any, bounds: Any, counted: Any, window: int, nodes: int, types: int
) -> Any:
    """How often each form stands within `window` words of each node, in one article.

    node: by form, the number of the node that it is, -1 for other words.
    Returns left and right (nodes, types): times that the form stands before and after the node;
    and reach (types): pairs of places, at most `window` apart, of which the form holds one.
    """
    left = np.zeros((nodes, types), dtype=np.int32)
    right = np.zeros((nodes, types), dtype=np.int32)
    reach = np.zeros(types, dtype=np.int64)
    for d in range(len(bounds) - 1):
        if not counted[d]:
            continue
        a, b = bounds[d], bounds[d + 1]
        for k in range(a, b):
            f = forms[k]
            first = max(a, k - window)
            last = min(b, k + window + 1)
            reach[f] += last - first - 1
            w = node[f]
            if w >= 0:
                for j in range(first, k):
                    left[w, forms[j]] += 1
                for j in range(k + 1, last):
                    right[w, forms[j]] += 1
    return left, right, reach


def runs(
    forms: npt.NDArray[np.uint32],
    joined: npt.NDArray[np.bool_],
    article: npt.NDArray[np.int64],
    keys: npt.NDArray[np.int64],
    types: int,
    longest: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Longest stretches of words of which every two neighbours are a strong pair.

    joined: whether a word belongs to the one before it; article: of each word, -1 where it is
    not counted. keys: first * types + second of the strong pairs, sorted. A stretch of more than
    `longest` words is cut. Returns first place and length of each stretch.
    """
    leading, following = np.zeros((2, max(types, 1)), dtype=np.bool_)
    leading[keys // max(types, 1)] = True
    following[keys % max(types, 1)] = True
    able = joined[1:] & leading[forms[:-1]] & following[forms[1:]]
    second = np.flatnonzero(able & (article[1:] == article[:-1]) & (article[1:] >= 0))
    pair = forms[second].astype(np.int64) * types + forms[second + 1]
    at = np.searchsorted(keys, pair)
    strong = second[keys[np.minimum(at, len(keys) - 1)] == pair] if len(keys) else second[:0]
    # Links that follow one another are one stretch: n links are n + 1 words.
    opening = np.flatnonzero(np.diff(strong, prepend=-2) != 1)
    links = np.diff(opening, append=len(strong))
    pieces = -(-(links + 1) // longest)
    place = np.arange(int(pieces.sum())) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    first = np.repeat(strong[opening], pieces) + place * longest
    length = np.minimum(np.repeat(links + 1, pieces) - place * longest, longest)
    return first[length > 1], length[length > 1]
