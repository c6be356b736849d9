"""FNV-1a hashes of words, and the table in which the word loop looks them up."""

from typing import Any

import numba
import numpy as np

from analysis.language.loops import BYTES, PLACES, loop

PRIME = np.uint64(1099511628211)
SEED = np.uint64(14695981039346656037)


def hash_word(word: str) -> int:
    """64-bit FNV-1a of a word's UTF-8 bytes, as the word loop works it out."""
    value, whole = int(SEED), (1 << 64) - 1
    for byte in word.encode():
        value = ((value ^ byte) * int(PRIME)) & whole
    return value


@loop(BYTES, PLACES)
def hash_bytes(data: Any, bounds: Any) -> Any:
    """64-bit FNV-1a of each piece of data, with a last mixing step so that all bits count."""
    out = np.empty(len(bounds) - 1, dtype=np.uint64)
    for k in range(len(bounds) - 1):
        h = SEED
        for i in range(bounds[k], bounds[k + 1]):
            h = (h ^ np.uint64(data[i])) * PRIME
        h ^= h >> np.uint64(32)
        h *= np.uint64(0xD6E8FEB86659FD93)
        out[k] = h ^ (h >> np.uint64(32))
    return out


@numba.njit(cache=True, nogil=True)
def larger_table(hashes: Any, least: int) -> Any:
    """Open-addressing table of at least this size (a power of two) for the known hashes."""
    size = 1 << 16
    while size < least:
        size *= 2
    slots = np.zeros(size, dtype=np.uint32)
    mask = np.uint64(size - 1)
    for k in range(len(hashes)):
        slot = (hashes[k] ^ (hashes[k] >> np.uint64(32))) & mask
        while slots[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = k + 1
    return slots
