"""Compiled loops: each for one combination of types, ready when its module has been read.

Types that are said beforehand have two effects. Arrays that may or may not be written to would
otherwise be two combinations, each compiled apart; and processes that are forked from one that
has read the modules have the loops already.
"""

from collections.abc import Callable
from typing import Any

import numba
from numba import types


def read(kind: Any, dimensions: int = 1) -> types.Array:
    """An array that the loop only reads."""
    return types.Array(kind, dimensions, "C", readonly=True)


BYTES, COUNTS, PLACES = read(types.uint8), read(types.uint32), read(types.int64)
KEYS, FLAGS = read(types.uint64), read(types.bool_)
NUMBER, REAL = types.int64, types.float64


def loop(*given: Any) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function for arguments of these types; the machine code is kept on the disk."""
    compiled: Callable[[Callable[..., Any]], Any] = numba.njit(given, cache=True, nogil=True)
    return compiled
