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

#: What is known of each article: `exact` is a hash of all words, `kept` the number of shingles in
#: its sketch. Sketches themselves lie beside, row by row.
SKETCHES: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "published": pl.Date,
    "exact": pl.UInt64,
    "length": pl.Int64,
    "kept": pl.Int64,
}
KEPT_SHINGLES: dict[str, pl.DataType | type[pl.DataType]] = {"sketch": pl.Binary}
#: The words of articles, by which candidates are verified.
WORDS: dict[str, pl.DataType | type[pl.DataType]] = {"exact": pl.UInt64, "words": pl.Binary}
#: Articles that are in a group: the group's earliest member, null in copy_of for it itself.
GROUPS: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "group_id": pl.String,
    "copy_of": pl.String,
}
_PAIRS: dict[str, pl.DataType | type[pl.DataType]] = {"first": pl.UInt32, "second": pl.UInt32}
_BY_WORDS: dict[str, pl.DataType | type[pl.DataType]] = {"one": pl.UInt64, "other": pl.UInt64}
_VERIFIED: dict[str, pl.DataType | type[pl.DataType]] = {**_BY_WORDS, "kind": pl.String}
_ARTICLES, _SAME, _CANDIDATES = "articles", "same", "candidates"
I64 = NDArray[np.int64]
Places = Sequence[int] | I64
#: Pairs are verified in up to 2 ** _MOST_BLOCKS blocks, few pairs in one: those of so many days,
#: or of undated articles of one raw file or block of one.
_PAIRS_OF_BLOCK, _MOST_BLOCKS, _DAYS_OF_BLOCK = 4096, 4, 8
#: Calls that cut the words of blocks out, side by side: each reads those of all articles.
_CUT_BESIDE = 2
#: Pairs whose articles' words are held at a time, some hundred megabytes.
_PAIRS_AT_ONCE = 1 << 17
#: Hashes lie in them as bytes, four each: lists of numbers would cost a large library to make.
_HASH = np.dtype("<u4")
#: Articles that stay ready to be compared: pairs come in order of time, so that those of a few
#: days meet again and again.
_READY = 1024


def grouped(engine: Engine, clean: Sequence[Part], parameters: Parameters) -> Part:
    """The groups of the articles of some shards: a table `groups` with one row for each article
    that is in one, with the group's earliest member.

    clean: parts with the tables `sketches`, `shingles` and `words`.
    """
    sketches = [engine.pick(one, "sketches", "shingles") for one in clean]
    words = [engine.pick(one, "words") for one in clean]
    found = engine.once(find_pairs, sketches, parameters=parameters)
    blocks = sorted(one for one in found.load() if one.startswith("pairs_"))
    verified: list[Part] = []
    for some in _together(found.load(), blocks):
        shares = [some[first::_CUT_BESIDE] for first in range(min(_CUT_BESIDE, len(some)))]
        cuts = engine.each(
            cut_words,
            [tuple(words)] * len(shares),
            [engine.pick(found, *share) for share in shares],
        )
        pairs = {
            name: engine.pick(cut, name, name.replace("pairs", "words"))
            for share, cut in zip(shares, cuts, strict=True)
            for name in share
        }
        verified += engine.each(verify_pairs, [pairs[name] for name in some], parameters=parameters)
    return engine.once(join_copies, engine.pick(found, _ARTICLES, _SAME, _CANDIDATES), verified)


def _together(found: Tables, blocks: Sequence[str]) -> list[list[str]]:
    """The blocks whose words are read at one time."""
    sizes = found[_CANDIDATES].height
    rounds = max(min(1 + sizes // _PAIRS_AT_ONCE, len(blocks)), 1)
    return [list(blocks[first::rounds]) for first in range(rounds)] if blocks else []


@uncollected()
def find_pairs(shards: Iterable[Tables], *, parameters: Parameters) -> Tables:
    """Pairs of articles that may be copies.

    Returns `articles` (as SKETCHES), `same` (pairs of exactly the same words) and `candidates` (the
    other pairs), both as rows of `articles`; and for each block of the candidates, numbered from
    00, `pairs_NN` (one, other). These name articles by the hash of their words alone, so that
    nothing is verified again of an article that has moved in its file; pairs of some days lie in
    one block, so that a changed article changes few.
    """
    every = pl.concat(
        [tables["sketches"] for tables in shards] or [pl.DataFrame(schema=SKETCHES)]
    ).with_row_index("row")
    facts = every.filter(pl.col("length") >= parameters.copy_min_words)
    facts = facts.sort("published", "doc_id", nulls_last=False)
    place = np.full(every.height, -1)
    place[facts["row"].to_numpy()] = np.arange(facts.height)
    del every
    facts = facts.drop("row")
    offsets = np.concatenate(([0], np.cumsum(facts["kept"].to_numpy(), dtype=np.int64)))
    lengths, exact = facts["length"].to_numpy(), facts["exact"].to_numpy()
    days = facts["published"].to_physical().cast(pl.Int64).fill_null(UNDATED).to_numpy()
    window = parameters.copy_window_days
    sketches = _in_places(shards, place, offsets)
    first, second = candidate_pairs(sketches, offsets, lengths, days, window)
    del sketches
    alike = exact[first] == exact[second]
    same = list(zip(first[alike].tolist(), second[alike].tolist(), strict=True))
    same += _same_words(exact.tolist(), days.tolist(), window)
    first, second = first[~alike], second[~alike]
    return {
        _ARTICLES: facts,
        _SAME: _pairs([a for a, _ in same], [b for _, b in same]),
        _CANDIDATES: _pairs(first, second),
        **_cut(facts, days, first, second),
    }


def _in_places(shards: Iterable[Tables], place: I64, offsets: I64) -> NDArray[np.uint32]:
    """The shingles of all sketches in one array, each article's at its place (-1: left out).

    A second pass over the shards, so that no more than this array is held.
    """
    result = np.empty(offsets[-1], dtype=_HASH)
    at = 0
    for tables in shards:
        sketches = tables["shingles"]["sketch"]
        own = place[at : at + len(sketches)]
        at += len(sketches)
        sizes = sketches.bin.size().to_numpy().astype(np.int64) // _HASH.itemsize
        begins = np.cumsum(sizes) - sizes
        wanted = np.repeat(own >= 0, sizes)
        shift = np.repeat(np.where(own >= 0, offsets[own], 0) - begins, sizes)
        result[(np.arange(len(shift)) + shift)[wanted]] = _joined(sketches)[wanted]
    return result


def _pairs(first: Places, second: Places) -> pl.DataFrame:
    return pl.DataFrame({"first": first, "second": second}, schema=_PAIRS)


def _joined(hashes: pl.Series) -> NDArray[np.uint32]:
    """The hashes of all rows in one array, where they lie: an object for each row would leave the
    memory in pieces."""
    buffer = hashes.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[2]
    return np.frombuffer(buffer or b"", dtype=_HASH)[: int(hashes.bin.size().sum()) // 4]


def _cut(facts: pl.DataFrame, days: I64, first: I64, second: I64) -> dict[str, pl.DataFrame]:
    """The candidates in blocks."""
    exact = facts["exact"].to_numpy()
    one, other = exact[first], exact[second]
    # Where an article without a date stands is told by the digits of its file.
    files = facts["doc_id"].str.slice(0, 4).str.to_integer(base=16).to_numpy()
    blocks = 1 << min((len(first) // _PAIRS_OF_BLOCK).bit_length(), _MOST_BLOCKS)
    near = np.where(days != UNDATED, days // _DAYS_OF_BLOCK, files)[first]
    pairs = pl.DataFrame(
        {
            "one": np.minimum(one, other),
            "other": np.maximum(one, other),
            "block": near % blocks,
            "day": days[first],
        }
    )
    pairs = pairs.group_by("one", "other", "block").agg(pl.col("day").min())
    pairs = pairs.sort("day", "one", "other")
    return {
        f"pairs_{number:02}": pairs.filter(pl.col("block") == number).select(*_BY_WORDS)
        for number in range(blocks if pairs.height else 0)
    }


def cut_words(words: Iterable[Tables], blocks: Tables) -> Tables:
    """Blocks of pairs (`pairs_NN`), each with the words of its articles (`words_NN`)."""
    sides = [pairs[side] for _, pairs in sorted(blocks.items()) for side in ("one", "other")]
    wanted = pl.concat(sides).unique().implode()
    # The words of other articles are not held.
    found = [tables["words"].filter(pl.col("exact").is_in(wanted)) for tables in words]
    every = pl.concat(found).unique("exact").sort("exact")
    result = {}
    for name, pairs in sorted(blocks.items()):
        own = pl.concat([pairs["one"], pairs["other"]]).unique().implode()
        result[name] = pairs
        result[name.replace("pairs", "words")] = every.filter(pl.col("exact").is_in(own))
    return result


@uncollected()
def verify_pairs(tables: Tables, *, parameters: Parameters) -> Tables:
    """The pairs of a block that are copies, and of which kind."""
    pairs, words = (tables[name] for name in sorted(tables))
    hashes = {exact: np.frombuffer(content, dtype=_HASH) for exact, content in words.iter_rows()}
    wording = lru_cache(_READY)(lambda exact: Wording(hashes[exact]))
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
    near = list(found[_SAME].iter_rows())
    part: list[tuple[int, int]] = []
    for first, second, kind in _verified(found, verified).iter_rows():
        (near if kind == "near" else part).append((first, second))
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


def _verified(found: Tables, verified: Iterable[Tables]) -> pl.DataFrame:
    """The candidates that are copies: first, second, kind."""
    kinds = [tables["verified"] for tables in verified] or [pl.DataFrame(schema=_VERIFIED)]
    exact, pairs = found[_ARTICLES]["exact"], found[_CANDIDATES]
    one, other = exact.gather(pairs["first"]), exact.gather(pairs["second"])
    named = pairs.with_columns(
        one=pl.min_horizontal(one, other), other=pl.max_horizontal(one, other)
    )
    return named.join(
        pl.concat(kinds).unique(["one", "other"]), on=["one", "other"], maintain_order="left"
    ).select("first", "second", "kind")


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
