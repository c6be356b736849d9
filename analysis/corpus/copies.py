"""Copies: exact, edited, cut or extended versions of one story.

Candidates are pairs that share shingles; each pair is then verified on all its words by the
longest common subsequence, so that what is reported as a copy is one by a measure that can be
said in a sentence. Groups do not depend on the order of articles or shards.
"""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from analysis.corpus.sketches import KEPT, SHINGLE

I64 = NDArray[np.int64]
Words = Callable[[int], Sequence[int]]
#: Articles that share a shingle are compared each with each up to this number; of more, each with
#: its next neighbours only, which is enough to join a large group and keeps set phrases cheap.
ALL_PAIRS, NEIGHBOURS = 12, 4
_LEAST_SHARED, _LEAST_SHARE = 2, 0.06
_NEAR_SHINGLES, _PART_SHINGLES = 0.08, 0.3
_BLOCKWISE = 0.22
#: Articles whose lengths differ more than this are compared as part and whole.
_ALIKE_LENGTH = 0.6


def candidate_pairs(sketches: NDArray[np.uint32], offsets: I64, words: I64) -> tuple[I64, I64]:
    """Pairs of articles (first < second) whose sketches share enough to look closer.

    sketches, offsets: see analysis.corpus.sketches; words: length of each article.
    """
    owner = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    both = np.sort((sketches.astype(np.uint64) << np.uint64(32)) | owner.astype(np.uint64))
    values, owners = both >> np.uint64(32), (both & np.uint64(0xFFFFFFFF)).astype(np.int64)
    same = values[1:] == values[:-1]
    shared = np.concatenate(([False], same)) | np.concatenate((same, [False]))
    values, owners = values[shared], owners[shared]
    bounds = np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1, [len(values)]))
    sizes = np.repeat(np.diff(bounds), np.diff(bounds))
    found = []
    for step in range(1, ALL_PAIRS):
        if step >= len(values):
            break
        pair = values[step:] == values[:-step]
        if step > NEIGHBOURS:
            pair &= sizes[step:] <= ALL_PAIRS
        first, second = owners[:-step][pair], owners[step:][pair]
        apart = first != second
        low, high = np.minimum(first, second)[apart], np.maximum(first, second)[apart]
        found.append(low * len(words) + high)
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    keys, together = np.unique(np.concatenate(found), return_counts=True)
    first, second = keys // len(words), keys % len(words)
    shingles = np.maximum(words - SHINGLE + 1, 1)
    bound = np.minimum(1.0, KEPT / np.maximum(shingles[first], shingles[second]))
    expected = np.minimum(shingles[first], shingles[second]) * bound
    likely = (together >= np.where(expected < 24, 1, _LEAST_SHARED)) & (
        together >= _LEAST_SHARE * expected
    )
    return first[likely], second[likely]


def agreement(first: Sequence[int], second: Sequence[int]) -> tuple[float, float, float]:
    """How much two articles (as word hashes) have in common.

    Returns the share of the words of both that stand in both in the same order, the share of the
    shorter one's words that do so in the best stretch of the longer one, and the share of the
    shorter one's shingles that the longer one has; all 0 to 1, higher = more alike.
    """
    short, long = sorted((first, second), key=len)
    share, hits = _shared_shingles(short, long)
    return *_in_order(short, long, hits), share


def _shared_shingles(short: Sequence[int], long: Sequence[int]) -> tuple[float, list[int]]:
    """The share of the short article's shingles that the long one has, and where in that."""
    own, others = _shingles(short), _shingles(long)
    common = set(own).intersection(others)
    if not common:
        return 0.0, []
    share = sum(map(common.__contains__, own)) / len(own)
    return share, [at for at, one in enumerate(others) if one in common]


def _in_order(
    short: Sequence[int], long: Sequence[int], hits: Sequence[int]
) -> tuple[float, float]:
    """The shares of the words of both, and of the shorter one, that stand in both in order."""
    window = long
    if hits and len(short) < _ALIKE_LENGTH * len(long):
        window = _densest(long, hits, len(short))
    length = LCSseq.similarity(short, window)
    return 2 * length / (len(short) + len(long)), length / len(short)


def _shingles(words: Sequence[int]) -> list[tuple[int, ...]]:
    return list(zip(words, words[1:], words[2:], strict=False))


def _densest(long: Sequence[int], hits: Sequence[int], length: int) -> Sequence[int]:
    """The stretch of a long article, about as long as the short one, with most shared shingles."""
    width = int(1.5 * length) + 8
    best, most, low = hits[0], 0, 0
    for high, place in enumerate(hits):
        while hits[low] < place - width:
            low += 1
        if high - low + 1 > most:
            best, most = hits[low], high - low + 1
    begin = max(best - length // 2, 0)
    return long[begin : best + width]


def is_copy(
    first: Sequence[int], second: Sequence[int], similarity: float, containment: float
) -> str | None:
    """Whether two articles are copies: "near" of each other, one a "part" of the other, or not."""
    short, long = sorted((first, second), key=len)
    shingles, hits = _shared_shingles(short, long)
    if shingles < _NEAR_SHINGLES:
        return None
    both, part = _in_order(short, long, hits)
    # Edits lie all over a copy; of articles made from one template whole blocks agree and whole
    # blocks do not: there, more of the shingles stand in both than spread edits would leave.
    needed = similarity if shingles <= both**2 else min(similarity + _BLOCKWISE, 1.0)
    if both >= needed:
        return "near"
    if part >= containment and shingles >= _PART_SHINGLES:
        return "part"
    return None


def copy_groups(
    near: Sequence[tuple[int, int]], part: Sequence[tuple[int, int]], words: I64
) -> dict[int, int]:
    """A group number (its least member) for every article in one.

    near: pairs that join their groups. part: pairs of which one holds the other; a digest that
    holds several different stories joins none of them.
    """
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def join(first: int, second: int) -> None:
        low, high = sorted((root(first), root(second)))
        parent[high] = low

    for first, second in near:
        join(first, second)
    beside: dict[int, set[int]] = {}
    for first, second in (*near, *part):
        beside.setdefault(first, set()).add(second)
        beside.setdefault(second, set()).add(first)
    held: dict[int, set[int]] = {}
    for first, second in part:
        short, long = (first, second) if words[first] < words[second] else (second, first)
        held.setdefault(long, set()).add(short)
    for long in sorted(held):
        if _one_story(held[long], beside):
            for short in sorted(held[long]):
                join(short, long)
    return {one: root(one) for one in sorted(parent)}


def _one_story(members: set[int], beside: dict[int, set[int]]) -> bool:
    """Whether articles that one longer article holds are versions of one story."""
    reached, waiting = set(), [min(members)]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += beside[one] & members
    return reached == members


def in_window(first: date | None, second: date | None, days: int) -> bool:
    """Whether two articles are near enough in time to be compared; undated ones always are."""
    return first is None or second is None or abs((first - second).days) <= days
