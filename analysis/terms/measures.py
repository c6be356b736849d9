"""Lexical diversity along a text: loops over numbered words, compiled by numba."""

from typing import Any

import numba
import numpy as np
from numba import types

from analysis.language.loops import COUNTS, NUMBER, PLACES, REAL, loop, read


@loop(COUNTS, PLACES, NUMBER, NUMBER)
def moving_types(forms: Any, bounds: Any, window: int, types: int) -> Any:
    """Sum, over all windows of that many words, of the distinct words in it, by article.

    An article shorter than the window has no window and gives 0.
    """
    out = np.zeros(len(bounds) - 1, dtype=np.int64)
    inside = np.zeros(types, dtype=np.int64)
    for d in range(len(bounds) - 1):
        a, b = bounds[d], bounds[d + 1]
        if b - a < window:
            continue
        distinct = 0
        for k in range(a, b):
            f = forms[k]
            inside[f] += 1
            if inside[f] == 1:
                distinct += 1
            if k - a >= window:
                g = forms[k - window]
                inside[g] -= 1
                if inside[g] == 0:
                    distinct -= 1
            if k - a >= window - 1:
                out[d] += distinct
        for k in range(b - window, b):
            inside[forms[k]] = 0
    return out


@numba.njit(cache=True, nogil=True)
def _factors(
    forms: Any, first: Any, last: Any, step: Any, threshold: float, seen: Any, stamp: Any
) -> Any:
    """Stretches of text after which the type-token ratio falls to the threshold."""
    factors = 0.0
    distinct = 0
    length = 0
    k = first
    while k != last:
        f = forms[k]
        if seen[f] != stamp:
            seen[f] = stamp
            distinct += 1
        length += 1
        if distinct < threshold * length:
            factors += 1.0
            distinct = 0
            length = 0
            stamp += 1
        k += step
    if length:
        factors += (1.0 - distinct / length) / (1.0 - threshold)
    return factors, stamp + 1


@loop(COUNTS, PLACES, NUMBER, REAL)
def mtld(forms: Any, bounds: Any, types: int, threshold: float) -> Any:
    """Measure of textual lexical diversity, by article (McCarthy and Jarvis 2010).

    Mean of the words per factor read forwards and backwards; 0 where a text has no factor.
    """
    out = np.zeros(len(bounds) - 1, dtype=np.float64)
    seen = np.full(types, -1, dtype=np.int64)
    stamp = np.int64(0)
    for d in range(len(bounds) - 1):
        a, b = bounds[d], bounds[d + 1]
        if b == a:
            continue
        forth, stamp = _factors(forms, a, b, np.int64(1), threshold, seen, stamp)
        back, stamp = _factors(forms, b - 1, a - 1, np.int64(-1), threshold, seen, stamp)
        if forth > 0 and back > 0:
            out[d] = ((b - a) / forth + (b - a) / back) / 2
    return out


@loop(COUNTS, PLACES, read(types.int64, 2))
def sums_by_article(forms: Any, bounds: Any, values: Any) -> Any:
    """Sums of values[form], one column after the other, over the words of each article."""
    out = np.zeros((len(bounds) - 1, values.shape[1]), dtype=np.int64)
    for d in range(len(bounds) - 1):
        for k in range(bounds[d], bounds[d + 1]):
            f = forms[k]
            for column in range(values.shape[1]):
                out[d, column] += values[f, column]
    return out
