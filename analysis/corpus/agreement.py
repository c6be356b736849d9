"""How much two articles have in common, and whether that makes them copies.

The measure is the longest common subsequence of their words, so that what is reported as a copy
is one by a measure that can be said in a sentence. It is dear, so it is taken only of pairs for
which the words and shingles that both have leave the question open.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from analysis.corpus.sketches import U64, shingle_hashes

I64 = NDArray[np.int64]
#: The hashes of an article's words, in order.
Words = Sequence[int] | NDArray[np.uint32]
_NEAR_SHINGLES, _PART_SHINGLES = 0.08, 0.3
_BLOCKWISE = 0.22
#: Articles whose lengths differ more than this are compared as part and whole.
_ALIKE_LENGTH = 0.6


class Wording:
    """The words of an article as hashes, made ready once to be compared with many others."""

    def __init__(self, words: Words) -> None:
        self.words = np.asarray(words, np.uint64)
        self.shingles = shingle_hashes(self.words)
        self.ordered_shingles = np.sort(self.shingles)

    @cached_property
    def ordered(self) -> U64:
        """The words by hash; most pairs are told apart by their shingles."""
        return np.sort(self.words)

    def __len__(self) -> int:
        return len(self.words)


def agreement(first: Wording, second: Wording) -> tuple[float, float, float]:
    """How much two articles have in common.

    Returns the share of the words of both that stand in both in the same order, the share of the
    shorter one's words that do so in the best stretch of the longer one, and the share of the
    shorter one's shingles that the longer one has; all 0 to 1, higher = more alike.
    """
    short, long = sorted((first, second), key=len)
    shingles = _shared_shingles(short, long)
    return *_in_order(short, long, shingles), shingles


def is_copy(first: Wording, second: Wording, similarity: float, containment: float) -> str | None:
    """Whether two articles are copies: "near" of each other, one a "part" of the other, or not."""
    short, long = sorted((first, second), key=len)
    shingles = _shared_shingles(short, long)
    if shingles < _NEAR_SHINGLES:
        return None
    may_be_part = shingles >= _PART_SHINGLES
    total = len(short) + len(long)
    # No more words can stand in both in order than the shorter one has, or than stand in both.
    if not may_be_part and not _is_near(2 * len(short) / total, shingles, similarity):
        return None
    common = int(np.count_nonzero(_among(short.ordered, long.ordered)))
    may_be_part = may_be_part and common / len(short) >= containment
    if not may_be_part and not _is_near(2 * common / total, shingles, similarity):
        return None
    both, part = _in_order(short, long, shingles)
    if _is_near(both, shingles, similarity):
        return "near"
    return "part" if may_be_part and part >= containment else None


def _is_near(both: float, shingles: float, similarity: float) -> bool:
    """Whether so many words in the same order make a copy; the more, the likelier.

    Edits lie all over a copy; of articles made from one template whole blocks agree and whole
    blocks do not: there, more of the shingles stand in both than spread edits would leave.
    """
    needed = similarity if shingles <= both**2 else min(similarity + _BLOCKWISE, 1.0)
    return both >= needed


def _shared_shingles(short: Wording, long: Wording) -> float:
    """Share of the shorter one's shingles that the longer one has."""
    own = short.ordered_shingles
    if not len(own):
        return 0.0
    return int(np.count_nonzero(_among(own, long.ordered_shingles))) / len(own)


def _in_order(short: Wording, long: Wording, shingles: float) -> tuple[float, float]:
    """The shares of the words of both, and of the shorter one, that stand in both in order."""
    window = long.words
    if shingles and len(short) < _ALIKE_LENGTH * len(long):
        hits = np.flatnonzero(_among(long.shingles, short.ordered_shingles))
        window = _densest(long.words, hits, len(short))
    length = LCSseq.similarity(short.words.tolist(), window.tolist())
    return 2 * length / (len(short) + len(long)), length / len(short)


def _among(some: U64, others: U64) -> NDArray[np.bool_]:
    """Which of some hashes are among the others (at least one, ascending)."""
    places = others.searchsorted(some)
    places[places == len(others)] = 0
    found: NDArray[np.bool_] = others[places] == some
    return found


def _densest(long: U64, hits: I64, length: int) -> U64:
    """The stretch of a long article, about as long as the short one, with most shared shingles."""
    width = int(1.5 * length) + 8
    within = np.arange(len(hits)) - np.searchsorted(hits, hits - width)
    last = int(np.argmax(within))
    best = int(hits[last - within[last]])
    begin = max(best - length // 2, 0)
    return long[begin : best + width]
