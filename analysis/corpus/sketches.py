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
#: Bytes that are worked on at a time: what fits into a processor's cache is several times faster.
_BLOCK = 1 << 17


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


@cache
def _powers(size: int) -> tuple[U64, U64]:
    """Powers of the base and of its inverse, modulo 2**64."""
    powers = np.full(size, _BASE, dtype=np.uint64)
    inverses = np.full(size, _INVERSE, dtype=np.uint64)
    powers[0] = inverses[0] = 1
    return np.multiply.accumulate(powers), np.multiply.accumulate(inverses)


def word_hashes(texts: Sequence[str]) -> tuple[U64, NDArray[np.int64]]:
    """Hashes of the words of all texts, one after the other, and where each text's begin.

    Returns the hashes and len(texts) + 1 offsets into them. Words are runs of letters and digits
    in lower case (of ASCII letters: others are compared as they stand).
    """
    encoded = [text.encode("utf-8") + b"\n" for text in texts]
    hashes, counts = [np.empty(0, dtype=np.uint64)], [np.zeros(1, dtype=np.int64)]
    first, size = 0, 0
    for number, one in enumerate(encoded):
        size += len(one)
        if size >= _BLOCK or number + 1 == len(encoded):
            found, lengths = _block_hashes(encoded[first : number + 1])
            hashes.append(found)
            counts.append(lengths)
            first, size = number + 1, 0
    return np.concatenate(hashes), np.cumsum(np.concatenate(counts))


def _block_hashes(encoded: Sequence[bytes]) -> tuple[U64, NDArray[np.int64]]:
    """Hashes of the words of some texts, each ended by a line end, and how many each has."""
    joined = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    bounds = np.cumsum([0, *map(len, encoded)])
    letters = _lower()[joined]
    marks = np.flatnonzero((joined[:-2] == 0xE2) & (joined[1:-1] == 0x80))
    for shift in range(3):  # U+2000 to U+203F: dashes, curly quotes and the like part words
        letters[marks + shift] = 0
    inside = letters != 0
    starts = np.flatnonzero(inside[1:] & ~inside[:-1]) + 1
    if inside[0]:
        starts = np.concatenate(([0], starts))
    ends = np.flatnonzero(inside[:-1] & ~inside[1:]) + 1
    powers, inverses = _powers(1 << int(len(letters) + 1).bit_length())
    sums = np.zeros(len(letters) + 1, dtype=np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    hashes = _mixed((sums[ends] - sums[starts]) * inverses[starts])
    return hashes, np.diff(np.searchsorted(starts, bounds)).astype(np.int64)


def shingle_hashes(hashes: U64) -> U64:
    """Hashes of every run of SHINGLE words; those over a text's end are the caller's to drop."""
    if len(hashes) < SHINGLE:
        return np.empty(0, dtype=np.uint64)
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
    low = (shingles[kept] & np.uint64(0xFFFFFFFF)).astype("<u4")
    return low, np.searchsorted(owners, np.arange(len(lengths) + 1)).astype(np.int64)
