"""Copies: exact, edited, cut or extended versions of one story.

Candidates are pairs that share shingles; each pair is then verified on all its words by the
longest common subsequence, so that what is reported as a copy is one by a measure that can be
said in a sentence. Groups do not depend on the order of articles or shards.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from analysis.corpus.sketches import KEPT, SHINGLE, U64, shingle_hashes

I64 = NDArray[np.int64]
U32 = NDArray[np.uint32]
#: The hashes of an article's words, in order.
Words = Sequence[int] | NDArray[np.uint32]
#: Articles that share a shingle are compared with the next that do so, in order of time; where
#: this many lie in the window with the nearest few only, which is enough to join a large group
#: and keeps set phrases cheap.
ALL_PAIRS, NEIGHBOURS = 12, 4
#: The day number of an article without a date.
UNDATED = np.iinfo(np.int64).min
#: Entries that are looked at, and pairs that are counted, at a time.
_AT_ONCE = 1 << 20
_LEAST_SHARED, _LEAST_SHARE = 2, 0.06
_NEAR_SHINGLES, _PART_SHINGLES = 0.08, 0.3
_BLOCKWISE = 0.22
#: Articles whose lengths differ more than this are compared as part and whole.
_ALIKE_LENGTH = 0.6


def candidate_pairs(
    sketches: U32, offsets: I64, words: I64, days: I64, window: int
) -> tuple[I64, I64]:
    """Pairs of articles (first < second) whose sketches share enough to look closer.

    sketches, offsets: see analysis.corpus.sketches; words: length of each article.
    days: day number of each article, ascending; undated ones first, as UNDATED.
    window: days between two dated articles after which they are not compared.
    """
    owners, values = _entries(sketches, offsets)
    reach = _reach(values, owners, days, window)
    del values
    first, second = [], []
    for some in _blocks(owners, reach, len(words)):
        low, high, together = _counted(owners, reach, some)
        likely = _likely(words[low], words[high], together)
        first.append(low[likely])
        second.append(high[likely])
    none = np.empty(0, np.int64)
    return np.concatenate([none, *first]), np.concatenate([none, *second])


def _entries(sketches: U32, offsets: I64) -> tuple[U32, U32]:
    """Articles and shingles of the sketches' entries, by shingle and article; shingles that stand
    in one place only are left out."""
    entries = sketches.astype(np.uint64)
    entries <<= np.uint64(32)
    entries |= np.repeat(np.arange(len(offsets) - 1, dtype=np.uint32), np.diff(offsets))
    entries.sort()
    values = (entries >> np.uint64(32)).astype(np.uint32)
    same = values[1:] == values[:-1]
    shared = np.zeros(len(values), dtype=np.bool_)
    shared[1:] |= same
    shared[:-1] |= same
    return entries.astype(np.uint32)[shared], values[shared]


def _reach(values: U32, owners: U32, days: I64, window: int) -> NDArray[np.uint8]:
    """With how many of the entries after it each entry is paired: those of the same shingle that
    lie within the window; NEIGHBOURS where they are too many."""
    reach = np.zeros(len(values), dtype=np.uint8)
    latest = days + window
    latest[days == UNDATED] = np.iinfo(np.int64).max
    for begin in range(0, len(values), _AT_ONCE):
        # Some entries more, so that those of a run that goes on are seen.
        own = values[begin : begin + _AT_ONCE + ALL_PAIRS]
        articles = owners[begin : begin + _AT_ONCE + ALL_PAIRS]
        active = np.arange(min(_AT_ONCE, len(own)))
        for step in range(1, ALL_PAIRS + 1):
            active = active[active < len(own) - step]
            other = active + step
            active = active[
                (own[active] == own[other]) & (days[articles[other]] <= latest[articles[active]])
            ]
            reach[begin + active] = step
    reach[reach == ALL_PAIRS] = NEIGHBOURS
    return reach


def _blocks(owners: U32, reach: NDArray[np.uint8], articles: int) -> Iterator[I64]:
    """Entries that have pairs, by blocks of articles, so that not all pairs are held at once."""
    pairs = np.zeros(articles)
    for begin in range(0, len(owners), _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        pairs += np.bincount(owners[some], weights=reach[some], minlength=articles)
    until = np.cumsum(pairs)
    first = 0
    while first < articles and until[-1]:
        done = until[first - 1] if first else 0
        last = max(int(np.searchsorted(until, done + _AT_ONCE, side="right")), first + 1)
        yield np.flatnonzero((owners >= first) & (owners < last) & (reach > 0))
        first = last


def _counted(owners: U32, reach: NDArray[np.uint8], some: I64) -> tuple[I64, I64, I64]:
    """The pairs of some entries, each once, with the number of shingles that they share."""
    sizes = reach[some].astype(np.int64)
    entry = np.repeat(some, sizes)
    step = np.arange(1, len(entry) + 1) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    low, high = owners[entry].astype(np.uint64), owners[entry + step]
    keys = (low << np.uint64(32)) | high
    keys = keys[low != high]
    keys.sort()
    begins = np.flatnonzero(np.concatenate((keys[:1] == keys[:1], keys[1:] != keys[:-1])))
    together = np.diff(begins, append=len(keys))
    keys = keys[begins]
    low, high = keys >> np.uint64(32), keys & np.uint64(0xFFFFFFFF)
    return low.astype(np.int64), high.astype(np.int64), together


def _likely(first: I64, second: I64, together: I64) -> NDArray[np.bool_]:
    """Whether articles of so many words that share so many kept shingles are worth a look."""
    first, second = np.maximum(first - SHINGLE + 1, 1), np.maximum(second - SHINGLE + 1, 1)
    bound = np.minimum(1.0, KEPT / np.maximum(first, second))
    expected = np.minimum(first, second) * bound
    enough: NDArray[np.bool_] = (together >= np.where(expected < 24, 1, _LEAST_SHARED)) & (
        together >= _LEAST_SHARE * expected
    )
    return enough


def agreement(first: Words, second: Words) -> tuple[float, float, float]:
    """How much two articles (as word hashes) have in common.

    Returns the share of the words of both that stand in both in the same order, the share of the
    shorter one's words that do so in the best stretch of the longer one, and the share of the
    shorter one's shingles that the longer one has; all 0 to 1, higher = more alike.
    """
    pair = _Pair(first, second)
    return *pair.in_order(), pair.share


class _Pair:
    """Two articles as word hashes: what of the shorter one's shingles the longer one has."""

    def __init__(self, first: Words, second: Words) -> None:
        arrays = (np.asarray(first, np.uint64), np.asarray(second, np.uint64))
        self.short, self.long = sorted(arrays, key=len)
        self._own, self._others = shingle_hashes(self.short), shingle_hashes(self.long)
        #: Share of the shorter one's shingles that the longer one has.
        self.share = float(_among(self._own, self._others).mean()) if len(self._own) else 0.0

    def in_order(self) -> tuple[float, float]:
        """The shares of the words of both, and of the shorter one, that stand in both in order."""
        window = self.long
        if self.share and len(self.short) < _ALIKE_LENGTH * len(self.long):
            hits = np.flatnonzero(_among(self._others, self._own))
            window = _densest(self.long, hits, len(self.short))
        length = LCSseq.similarity(self.short.tolist(), window.tolist())
        return 2 * length / (len(self.short) + len(self.long)), length / len(self.short)


def _among(some: U64, others: U64) -> NDArray[np.bool_]:
    """Which of some hashes are among the others (at least one)."""
    ordered = np.sort(others)
    places = np.searchsorted(ordered, some)
    places[places == len(ordered)] = 0
    found: NDArray[np.bool_] = ordered[places] == some
    return found


def _densest(long: U64, hits: I64, length: int) -> U64:
    """The stretch of a long article, about as long as the short one, with most shared shingles."""
    width = int(1.5 * length) + 8
    within = np.arange(len(hits)) - np.searchsorted(hits, hits - width)
    last = int(np.argmax(within))
    best = int(hits[last - within[last]])
    begin = max(best - length // 2, 0)
    return long[begin : best + width]


def is_copy(first: Words, second: Words, similarity: float, containment: float) -> str | None:
    """Whether two articles are copies: "near" of each other, one a "part" of the other, or not."""
    pair = _Pair(first, second)
    shingles = pair.share
    if shingles < _NEAR_SHINGLES:
        return None
    both, part = pair.in_order()
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
