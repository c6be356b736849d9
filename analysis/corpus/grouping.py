"""The decision which articles are copies of which, over the whole corpus."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contract import Tables
from analysis.corpus.collection import uncollected
from analysis.corpus.copies import UNDATED, candidate_pairs, copy_groups, is_copy
from analysis.corpus.parameters import Parameters

#: Sketches of articles: what grouping reads of each.
SKETCHES: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "published": pl.Date,
    "exact": pl.UInt64,
    "words": pl.Binary,
    "sketch": pl.Binary,
}
#: Hashes lie in them as bytes, four each: lists of numbers would cost a large library to make.
_HASH = np.dtype("<u4")


@uncollected()
def group_copies(shards: Iterable[Tables], *, parameters: Parameters) -> Tables:
    """The groups: one row for each article that is in one, with the group's earliest member.

    Of members of one day, or undated ones, the longest counts as the earliest (an agency's full
    text comes before what was cut from it), then the one with the least doc_id.
    """
    facts = pl.concat(
        [
            tables["sketches"].select(
                "doc_id",
                "published",
                "exact",
                "sketch",
                length=pl.col("words").bin.size().cast(pl.Int64) // _HASH.itemsize,
            )
            for tables in shards
        ]
        or [pl.DataFrame(schema=SKETCHES).with_columns(length=pl.lit(0, pl.Int64))]
    ).sort("published", "doc_id", nulls_last=False)
    facts = facts.filter(pl.col("length") >= parameters.copy_min_words)
    if facts.height < 2:
        return {"groups": _no_groups()}
    sizes = facts["sketch"].bin.size().to_numpy() // _HASH.itemsize
    offsets = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    sketches = np.frombuffer(b"".join(facts["sketch"]), dtype=_HASH)
    facts = facts.drop("sketch")
    lengths, exact = facts["length"].to_numpy(), facts["exact"].to_numpy()
    published, ids = facts["published"].to_list(), facts["doc_id"].to_list()
    days = facts["published"].to_physical().cast(pl.Int64).fill_null(UNDATED).to_numpy()
    window = parameters.copy_window_days
    first, second = candidate_pairs(sketches, offsets, lengths, days, window)
    del sketches
    same = exact[first] == exact[second]
    near = list(zip(first[same].tolist(), second[same].tolist(), strict=True))
    near += _same_words(exact.tolist(), days.tolist(), window)
    open_pairs = list(zip(first[~same].tolist(), second[~same].tolist(), strict=True))
    words = _words_of({ids[one] for pair in open_pairs for one in pair}, shards)
    part = []
    for a, b in open_pairs:
        kind = is_copy(
            words[ids[a]], words[ids[b]], parameters.copy_similarity, parameters.copy_containment
        )
        if kind == "near":
            near.append((a, b))
        elif kind == "part":
            part.append((a, b))
    groups = copy_groups(near, part, lengths)
    rows: dict[int, list[int]] = {}
    for one, group in groups.items():
        rows.setdefault(group, []).append(one)
    found = []
    for members in rows.values():
        if len(members) < 2:
            continue
        earliest = min(
            members,
            key=lambda one: (published[one] is None, published[one], -lengths[one], ids[one]),
        )
        found += [
            (ids[one], ids[earliest], None if one == earliest else ids[earliest]) for one in members
        ]
    frame = pl.DataFrame(found, schema=_no_groups().schema, orient="row").sort("doc_id")
    return {"groups": frame}


def _no_groups() -> pl.DataFrame:
    return pl.DataFrame(schema={"doc_id": pl.String, "group_id": pl.String, "copy_of": pl.String})


def _same_words(exact: Sequence[int], days: Sequence[int], window: int) -> list[tuple[int, int]]:
    """Articles (in order of time, undated ones first) of exactly the same words, next to next."""
    places: dict[int, list[int]] = {}
    for place, value in enumerate(exact):
        places.setdefault(value, []).append(place)
    return [
        (a, b)
        for same in places.values()
        for a, b in pairwise(same)
        if days[a] == UNDATED or days[b] - days[a] <= window
    ]


def _words_of(ids: set[str], shards: Iterable[Tables]) -> dict[str, NDArray[np.uint32]]:
    """The word hashes of some articles: a second pass, so that not all are held at once."""
    wanted = pl.Series("doc_id", sorted(ids), dtype=pl.String)
    result: dict[str, NDArray[np.uint32]] = {}
    for tables in shards:
        rows = (
            tables["sketches"]
            .select("doc_id", "words")
            .filter(pl.col("doc_id").is_in(wanted.implode()))
        )
        for doc_id, words in rows.iter_rows():
            result[doc_id] = np.frombuffer(words, dtype=_HASH)
    return result
