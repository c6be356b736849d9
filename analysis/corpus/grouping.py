"""The decision which articles are copies of which, over the whole corpus."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contract import Engine, Part, Tables
from analysis.corpus.agreement import Wording, is_copy
from analysis.corpus.collection import uncollected
from analysis.corpus.copies import UNDATED, candidate_pairs, copy_groups
from analysis.corpus.parameters import Parameters

#: Sketches of articles: what grouping reads of each.
SKETCHES: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "published": pl.Date,
    "exact": pl.UInt64,
    "words": pl.Binary,
    "sketch": pl.Binary,
}
#: Articles that are in a group: the group's earliest member, null in copy_of for it itself.
GROUPS: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "group_id": pl.String,
    "copy_of": pl.String,
}
_PAIRS: dict[str, pl.DataType | type[pl.DataType]] = {"first": pl.String, "second": pl.String}
_VERIFIED: dict[str, pl.DataType | type[pl.DataType]] = {**_PAIRS, "kind": pl.String}
_ARTICLES, _SAME = "articles", "same"
I64 = NDArray[np.int64]
Places = Sequence[int] | I64
#: Pairs are verified in up to 2 ** _MOST_BLOCKS blocks, few pairs in one: those of so many days,
#: or of so many undated articles.
_PAIRS_OF_BLOCK, _MOST_BLOCKS, _DAYS_OF_BLOCK, _PLACES_OF_BLOCK = 4096, 4, 8, 512
#: Hashes lie in them as bytes, four each: lists of numbers would cost a large library to make.
_HASH = np.dtype("<u4")
#: Articles that stay ready to be compared: pairs come in order of time, so that those of a few
#: days meet again and again.
_READY = 1024


def grouped(engine: Engine, clean: Sequence[Part], parameters: Parameters) -> Part:
    """The groups of the articles of some shards: a table `groups` with one row for each article
    that is in one, with the group's earliest member.

    clean: parts with a table `sketches`.
    """
    sketches = [engine.pick(one, "sketches") for one in clean]
    found = engine.once(find_pairs, sketches, parameters=parameters)
    blocks = sorted(one for one in found.load() if one not in (_ARTICLES, _SAME))
    pairs = [engine.pick(found, f"pairs_{n:02}", f"words_{n:02}") for n in range(len(blocks) // 2)]
    verified = engine.each(verify_pairs, pairs, parameters=parameters) if pairs else []
    return engine.once(join_copies, engine.pick(found, _ARTICLES, _SAME), verified)


@uncollected()
def find_pairs(shards: Iterable[Tables], *, parameters: Parameters) -> Tables:
    """Pairs of articles that may be copies.

    Returns `articles` (doc_id, published, length), `same` (pairs of exactly the same words), and
    for each block of the other pairs, numbered from 00, `pairs_NN` (first, second) and `words_NN`
    (doc_id, words). Pairs of some days lie in one block, so that a changed article changes few.
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
    sizes = facts["sketch"].bin.size().to_numpy() // _HASH.itemsize
    offsets = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    sketches = _joined(facts["sketch"])
    facts = facts.drop("sketch")
    lengths, exact = facts["length"].to_numpy(), facts["exact"].to_numpy()
    days = facts["published"].to_physical().cast(pl.Int64).fill_null(UNDATED).to_numpy()
    window = parameters.copy_window_days
    first, second = candidate_pairs(sketches, offsets, lengths, days, window)
    del sketches
    alike = exact[first] == exact[second]
    same = list(zip(first[alike].tolist(), second[alike].tolist(), strict=True))
    same += _same_words(exact.tolist(), days.tolist(), window)
    ids = facts["doc_id"]
    first, second = first[~alike], second[~alike]
    return {
        _ARTICLES: facts.select("doc_id", "published", "length"),
        _SAME: _pairs(ids, [a for a, _ in same], [b for _, b in same]),
        **_cut(_pairs(ids, first, second), _block(days[first], first), shards),
    }


def _pairs(ids: pl.Series, first: Places, second: Places) -> pl.DataFrame:
    places = [pl.Series(one, dtype=pl.UInt32) for one in (first, second)]
    return pl.DataFrame(
        {"first": ids.gather(places[0]), "second": ids.gather(places[1])}, schema=_PAIRS
    )


def _joined(hashes: pl.Series) -> NDArray[np.uint32]:
    """The hashes of all rows in one array, where they lie: an object for each row would leave the
    memory in pieces."""
    buffer = hashes.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[2]
    return np.frombuffer(buffer or b"", dtype=_HASH)[: int(hashes.bin.size().sum()) // 4]


def _block(days: I64, places: I64) -> I64:
    """The block of pairs by the day and, where they have none, the place of the first article."""
    dated = days != UNDATED
    return np.where(dated, days // _DAYS_OF_BLOCK, places // _PLACES_OF_BLOCK)


def _cut(pairs: pl.DataFrame, numbers: I64, shards: Iterable[Tables]) -> dict[str, pl.DataFrame]:
    """The pairs in blocks, each with the words of its articles."""
    blocks = 1 << min((pairs.height // _PAIRS_OF_BLOCK).bit_length(), _MOST_BLOCKS)
    numbers = numbers % blocks
    parts = [pairs.filter(numbers == number) for number in range(blocks if pairs.height else 0)]
    wanted = pl.concat([pairs["first"], pairs["second"]]).unique().sort()
    # A second pass over the shards, so that the words of other articles are not held.
    found = [
        tables["sketches"]
        .select("doc_id", "words")
        .filter(pl.col("doc_id").is_in(wanted.implode()))
        for tables in (shards if pairs.height else ())
    ]
    result = {}
    for number, part in enumerate(parts):
        own = pl.concat([part["first"], part["second"]]).unique().sort().implode()
        words = [one.filter(pl.col("doc_id").is_in(own)) for one in found]
        result[f"pairs_{number:02}"] = part
        result[f"words_{number:02}"] = pl.concat(words)
    return result


@uncollected()
def verify_pairs(tables: Tables, *, parameters: Parameters) -> Tables:
    """The pairs of a block that are copies, and of which kind."""
    pairs, words = (tables[name] for name in sorted(tables))
    hashes = {doc_id: np.frombuffer(content, dtype=_HASH) for doc_id, content in words.iter_rows()}
    wording = lru_cache(_READY)(lambda doc_id: Wording(hashes[doc_id]))
    similarity, containment = parameters.copy_similarity, parameters.copy_containment
    rows = [
        (a, b, kind)
        for a, b in pairs.iter_rows()
        if (kind := is_copy(wording(a), wording(b), similarity, containment))
    ]
    return {"verified": pl.DataFrame(rows, schema=_VERIFIED, orient="row")}


def join_copies(found: Tables, verified: Iterable[Tables]) -> Tables:
    """The groups: one row for each article that is in one, with the group's earliest member.

    Of members of one day, or undated ones, the longest counts as the earliest (an agency's full
    text comes before what was cut from it), then the one with the least doc_id.
    """
    articles = found[_ARTICLES]
    lengths, published = articles["length"].to_numpy(), articles["published"].to_list()
    ids = articles["doc_id"].to_list()
    place = {doc_id: number for number, doc_id in enumerate(ids)}
    near = [(place[a], place[b]) for a, b in found[_SAME].iter_rows()]
    part: list[tuple[int, int]] = []
    for tables in verified:
        for a, b, kind in tables["verified"].iter_rows():
            (near if kind == "near" else part).append((place[a], place[b]))
    groups = copy_groups(near, part, lengths)
    rows: dict[int, list[int]] = {}
    for one, group in groups.items():
        rows.setdefault(group, []).append(one)
    joined = []
    for members in rows.values():
        if len(members) < 2:
            continue
        earliest = min(
            members,
            key=lambda one: (published[one] is None, published[one], -lengths[one], ids[one]),
        )
        joined += [
            (ids[one], ids[earliest], None if one == earliest else ids[earliest]) for one in members
        ]
    return {"groups": pl.DataFrame(joined, schema=GROUPS, orient="row").sort("doc_id")}


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
