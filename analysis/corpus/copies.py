"""Copies: exact, edited, cut or extended versions of one story.

Candidates are pairs that share shingles; each pair is then verified on all its words
(analysis.corpus.agreement). Groups do not depend on the order of articles or shards.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.sketches import KEPT, SHINGLE

I64 = NDArray[np.int64]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
U8 = NDArray[np.uint8]
#: Articles that share a shingle are compared with the next that do so, in order of time; where
#: this many lie in the window with the nearest few only, which is enough to join a large group
#: and keeps set phrases cheap.
ALL_PAIRS, NEIGHBOURS = 12, 4
#: The day number of an article without a date.
UNDATED = np.iinfo(np.int64).min
#: Entries that are looked at at a time.
_AT_ONCE = 1 << 20
#: Pairs that are counted at a time.
_PAIRS_AT_ONCE = 1 << 17
#: Entries of which several arrays stay in a processor's cache.
_IN_CACHE = 1 << 16
#: Entries that are sorted at a time: those of a band of shingles.
_OF_BAND = 1 << 21
_LEAST_SHARED, _LEAST_SHARE = 2, 0.06


def candidate_pairs(
    sketches: U32, offsets: I64, words: I64, days: I64, window: int
) -> tuple[I64, I64]:
    """Pairs of articles (first < second) whose sketches share enough to look closer.

    sketches, offsets: see analysis.corpus.sketches; words: length of each article.
    days: day number of each article, ascending; undated ones first, as UNDATED.
    window: days between two dated articles after which they are not compared.
    """
    owners, reach = _shared(sketches, offsets, days, window)
    first, second = [], []
    for some in _blocks(owners, reach, len(words)):
        low, high, together = _counted(owners, reach, some)
        likely = _likely(words[low], words[high], together)
        first.append(low[likely])
        second.append(high[likely])
    none = np.empty(0, np.int64)
    return np.concatenate([none, *first]), np.concatenate([none, *second])


def _shared(sketches: U32, offsets: I64, days: I64, window: int) -> tuple[U32, U8]:
    """The articles of those entries of the sketches whose shingle stands in several places, by
    shingle and article, and with how many of the entries after it each is paired."""
    bands = 1 + len(sketches) // _OF_BAND
    bounds = [(number << 32) // bands for number in range(bands + 1)]
    owners, reach = [np.empty(0, np.uint32)], [np.empty(0, np.uint8)]
    room = np.empty(0, np.uint64)
    for low, high in pairwise(bounds):
        room, count = _entries(sketches, offsets, low, high, room)
        own, values = _repeated(room[:count])
        owners.append(own)
        reach.append(_reach(values, own, days, window))
    return np.concatenate(owners), np.concatenate(reach)


def _entries(sketches: U32, offsets: I64, low: int, high: int, room: U64) -> tuple[U64, int]:
    """Shingles (from low, below high) and articles of the sketches' entries, each as one number,
    in order.

    room: where they may be written: memory that was never used costs more than sorting.
    Returns where they were written, and how many.
    """
    first_shingle, last_shingle = np.uint32(low), np.uint32(high - 1 - low)
    pieces = range(0, len(sketches), _IN_CACHE)
    inside = (sketches[at : at + _IN_CACHE] - first_shingle <= last_shingle for at in pieces)
    count = sum(map(int, map(np.count_nonzero, inside)))
    if count > len(room):
        room = np.empty(count, np.uint64)
    at = 0
    for first, last in _articles(offsets):
        values = sketches[offsets[first] : offsets[last]]
        own = np.repeat(np.arange(first, last, dtype=np.uint32), np.diff(offsets[first : last + 1]))
        chosen = np.flatnonzero(values - first_shingle <= last_shingle)
        part = room[at : at + len(chosen)]
        part[:] = values[chosen]
        part <<= np.uint64(32)
        part |= own[chosen]
        at += len(chosen)
    room[:count].sort()
    return room, count


def _repeated(entries: U64) -> tuple[U32, U32]:
    """Articles and shingles of those entries whose shingle stands in several places."""
    owners, values = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
    for begin in range(0, len(entries), _IN_CACHE):
        # With one entry more on either side, so that those of the same shingle are seen.
        before = min(begin, 1)
        some = entries[begin - before : begin + _IN_CACHE + 1]
        shingles = some >> np.uint64(32)
        same = np.zeros(len(some) + 1, dtype=np.bool_)
        np.equal(shingles[1:], shingles[:-1], out=same[1:-1])
        own = slice(before, before + min(_IN_CACHE, len(entries) - begin))
        shared = (same[1:] | same[:-1])[own]
        owners.append(some[own][shared].astype(np.uint32))
        values.append(shingles[own][shared].astype(np.uint32))
    return np.concatenate(owners), np.concatenate(values)


def _articles(offsets: I64) -> Iterator[tuple[int, int]]:
    """Runs of articles (first, last exclusive) with some _IN_CACHE entries each."""
    count = len(offsets) - 1
    first = 0
    while first < count:
        last = int(np.searchsorted(offsets, offsets[first] + _IN_CACHE, side="right")) - 1
        last = min(max(last, first + 1), count)
        yield first, last
        first = last


def _reach(values: U32, owners: U32, days: I64, window: int) -> U8:
    """With how many of the entries after it each entry is paired: those of the same shingle that
    lie within the window; NEIGHBOURS where they are too many."""
    reach = np.zeros(len(values), dtype=np.uint8)
    # The last article that each may be paired with: they stand in order of time.
    latest = np.searchsorted(days, days + window, side="right") - 1
    latest[days == UNDATED] = len(days) - 1
    for begin in range(0, len(values), _IN_CACHE):
        # Some entries more, so that those of a run that goes on are seen.
        own = values[begin : begin + _IN_CACHE + ALL_PAIRS]
        articles = owners[begin : begin + _IN_CACHE + ALL_PAIRS]
        until = latest[articles]
        active = np.flatnonzero((own[1:] == own[:-1]) & (articles[1:] <= until[:-1]))
        active = active[active < _IN_CACHE]
        step = 1
        while len(active):
            reach[begin + active] = step
            step += 1
            active = active[active < len(own) - step] if step <= ALL_PAIRS else active[:0]
            other = active + step
            active = active[(own[active] == own[other]) & (articles[other] <= until[active])]
    reach[reach == ALL_PAIRS] = NEIGHBOURS
    return reach


def _blocks(owners: U32, reach: U8, articles: int) -> Iterator[U32]:
    """Entries that have pairs, by blocks of articles, so that not all pairs are held at once."""
    pairs = np.zeros(articles)
    for begin in range(0, len(owners), _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        pairs += np.bincount(owners[some], weights=reach[some], minlength=articles)
    until = np.cumsum(pairs)
    starts = [0]
    while starts[-1] < articles:
        done = until[starts[-1] - 1] if starts[-1] else 0
        last = int(np.searchsorted(until, done + _PAIRS_AT_ONCE, side="right"))
        starts.append(min(max(last, starts[-1] + 1), articles))
    # Numbers of two bytes are sorted in one pass.
    small = np.uint16 if len(starts) < 1 << 16 else np.uint32
    block_of = np.repeat(np.arange(len(starts) - 1, dtype=small), np.diff(starts))
    blocks: list[list[U32]] = [[] for _ in starts[1:]]
    for begin in range(0, len(owners), _AT_ONCE):
        paired = np.flatnonzero(reach[begin : begin + _AT_ONCE]) + begin
        block = block_of[owners[paired]]
        order = np.argsort(block, kind="stable")
        cuts = np.searchsorted(block[order], np.arange(len(starts)))
        paired = paired[order]
        for number, (first, last) in enumerate(pairwise(cuts.tolist())):
            if first < last:
                blocks[number].append(paired[first:last].astype(np.uint32))
    for number, pieces in enumerate(blocks):
        if pieces:
            yield np.concatenate(pieces)
            blocks[number] = []


def _counted(owners: U32, reach: U8, some: U32) -> tuple[I64, I64, I64]:
    """The pairs of some entries, each once, with the number of shingles that they share."""
    sizes = reach[some].astype(np.int64)
    entry = np.repeat(some.astype(np.int64), sizes)
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
