"""Word hashes and shingles of many texts at once, by array operations on their bytes.

A word's hash is a difference of prefix sums of the bytes' polynomial, times the inverse power of
its place, so that no loop over words is needed (Karp and Rabin's rolling hash).
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

U64 = NDArray[np.uint64]
_BASE = 0x9E3779B97F4A7C15 | 1
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_STEP = np.uint64(0xC2B2AE3D27D4EB4F)
#: Words of a shingle; shingles kept of a text at most, on average.
SHINGLE = 3
KEPT = 192


@cache
def _lower() -> NDArray[np.uint8]:
    """Bytes as they are compared: ASCII in lower case, 0 where a byte parts words."""
    table = np.zeros(256, dtype=np.uint8)
    for byte in range(256):
        letter = chr(byte)
        if byte >= 0x80 or (byte < 0x80 and letter.isalnum()):
            table[byte] = ord(letter.lower()) if byte < 0x80 else byte
    return table


def _mixed(values: U64) -> U64:
    values = values ^ (values >> np.uint64(33))
    values = values * _MIX
    result: U64 = values ^ (values >> np.uint64(29))
    return result


def word_hashes(texts: Sequence[str]) -> tuple[U64, NDArray[np.int64]]:
    """Hashes of the words of all texts, one after the other, and where each text's begin.

    Returns the hashes and len(texts) + 1 offsets into them. Words are runs of letters and digits
    in lower case (of ASCII letters: others are compared as they stand).
    """
    encoded = [text.encode("utf-8") for text in texts]
    joined = np.frombuffer(b"\n".join([*encoded, b""]) or b"\n", dtype=np.uint8)
    sizes = np.fromiter((len(one) + 1 for one in encoded), dtype=np.int64, count=len(encoded))
    bounds = np.concatenate(([0], np.cumsum(sizes)))
    letters = _lower()[joined]
    marks = np.flatnonzero((joined[:-2] == 0xE2) & (joined[1:-1] == 0x80)) if len(joined) > 2 else []
    for shift in range(3):  # U+2000 to U+203F: dashes, curly quotes and the like part words
        letters[np.asarray(marks, dtype=np.int64) + shift] = 0
    inside = letters != 0
    edges = np.diff(np.concatenate(([False], inside, [False])).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    with np.errstate(over="ignore"):
        powers = np.full(len(letters) + 1, _BASE, dtype=np.uint64)
        powers[0] = 1
        np.multiply.accumulate(powers, out=powers)
        sums = np.zeros(len(letters) + 1, dtype=np.uint64)
        np.cumsum(letters * powers[:-1], out=sums[1:])
        inverses = np.full(len(letters) + 1, _INVERSE, dtype=np.uint64)
        inverses[0] = 1
        np.multiply.accumulate(inverses, out=inverses)
        hashes = _mixed((sums[ends] - sums[starts]) * inverses[starts])
    return hashes, np.searchsorted(starts, bounds).astype(np.int64)


def shingle_hashes(hashes: U64) -> U64:
    """Hashes of every run of SHINGLE words (runs over the end of a text are the caller's to drop)."""
    if len(hashes) < SHINGLE:
        return np.empty(0, dtype=np.uint64)
    with np.errstate(over="ignore"):
        total = hashes[: len(hashes) - SHINGLE + 1].copy()
        for place in range(1, SHINGLE):
            total = total * _STEP + hashes[place : len(hashes) - SHINGLE + 1 + place]
        return _mixed(total)


def sketches(
    hashes: U64, offsets: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The sketch of each text: those of its shingles whose hash lies below a bound, all of them in
    a text of up to KEPT shingles. Of two texts the one with the lower bound tells what both keep.

    Returns the kept shingles of all texts and len(offsets) offsets into them.
    """
    lengths = np.diff(offsets)
    counts = np.maximum(lengths - SHINGLE + 1, 0)
    shingles = shingle_hashes(hashes)
    owner = np.repeat(np.arange(len(lengths)), lengths)[: len(shingles)]
    within = np.arange(len(shingles)) - offsets[owner]
    valid = within < counts[owner]
    bound = np.minimum(KEPT / np.maximum(counts, 1), 1.0)
    high = (shingles >> np.uint64(32)).astype(np.float64) / 2.0**32
    kept = valid & (high < bound[owner])
    owners = owner[kept]
    low = (shingles[kept] & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return low, np.searchsorted(owners, np.arange(len(lengths) + 1)).astype(np.int64)
