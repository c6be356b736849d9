"""Copies: exact, edited, cut or extended versions of one story.

Candidates are pairs that share shingles; each pair is then verified on all its words
(analysis.corpus.agreement). Groups do not depend on the order of articles or shards.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.sketches import KEPT, SHINGLE

I64 = NDArray[np.int64]
U32 = NDArray[np.uint32]
#: Articles that share a shingle are compared with the next that do so, in order of time; where
#: this many lie in the window with the nearest few only, which is enough to join a large group
#: and keeps set phrases cheap.
ALL_PAIRS, NEIGHBOURS = 12, 4
#: The day number of an article without a date.
UNDATED = np.iinfo(np.int64).min
#: Entries that are looked at, and pairs that are counted, at a time.
_AT_ONCE = 1 << 20
_LEAST_SHARED, _LEAST_SHARE = 2, 0.06


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
    # The halves of each entry where they lie: copies of all would be the most that is held.
    halves = entries.astype("<u8", copy=False).view("<u4").reshape(-1, 2)
    same = halves[1:, 1] == halves[:-1, 1]
    shared = np.zeros(len(entries), dtype=np.bool_)
    shared[1:] |= same
    shared[:-1] |= same
    return halves[:, 0][shared], halves[:, 1][shared]


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
