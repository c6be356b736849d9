"""From the facts of all shards to the totals of the corpus: the stage's second phase.

Every merge adds integers (or takes a least share), in the order of terms, so that neither the
cut into shards nor their order shows in the result.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import Tables
from analysis.terms.groups import NAMES
from analysis.terms.outlets import against_others, main_language, parted

#: Pairs that are held at once while shards are merged; more are merged in several passes.
PAIRS_AT_ONCE = 12_000_000

#: Sums by group and word that are held at once; more are added in several passes.
CELLS = 12_000_000

#: Shards whose vocabularies are added up together.
BATCH = 16

_SUMS = ("count", "documents", "weight", "held", "count_all", "stop_count", "leads", "follows")
_COLUMNS = ("term", "n", "key", *_SUMS, "least")
_SIDES = ("target", "reference")
_OF_ARTICLES = ("counted", "words", "copy", "published", "overlap", "language", "outlet", *_SIDES)

T = TypeVar("T")


def merge_vocabulary(shards: Iterable[Tables], *, selected: bool) -> Tables:
    """Totals of every term, and the size of the corpus and its parts.

    selected: corpus.toml says which articles are to be compared.
    Returns totals (one row per term, sorted by n and term), numbers (for every term of every
    shard its row in totals, shard after shard), shards (terms, articles: how many each has),
    corpus (one row: articles, words, smallest, all_articles, copies, undated, overlap, first_day,
    last_day, selected, language), parts: outlets by language, and sides (kind, name, language,
    articles, words, smallest), and outlets: see analysis.terms.outlets.against_others.
    """
    totals: pl.DataFrame | None = None
    articles: list[pl.DataFrame] = []
    for batch in _batches(shards):
        articles += [one["articles"].select(_OF_ARTICLES) for one in batch]
        frames = [one["vocabulary"] for one in batch]
        totals = _add(frames if totals is None else [totals, *frames])
    if totals is None:
        raise ValueError("no shards to merge")
    rows = pl.concat(articles)
    counted = rows.filter("counted")
    corpus = pl.DataFrame(
        {
            "articles": [len(counted)],
            "words": [int(counted["words"].sum())],
            "smallest": [_least(counted["words"])],
            "all_articles": [len(rows)],
            "copies": [int(rows["copy"].sum())],
            "undated": [int(counted["published"].is_null().sum())],
            "overlap": [int(rows["overlap"].sum())],
            "first_day": [counted["published"].min()],
            "last_day": [counted["published"].max()],
            "selected": [selected],
            "language": [main_language(counted)],
        },
        schema_overrides={"first_day": pl.Date, "last_day": pl.Date, "language": pl.String},
    )
    by_outlet = parted(counted)
    sides = [
        part.select(
            pl.lit(side).alias("name"),
            pl.lit(None, dtype=pl.String).alias("language"),
            pl.len().cast(pl.Int64).alias("articles"),
            pl.col("words").sum(),
            pl.col("words").min().alias("smallest"),
        )
        for side in sorted(_SIDES)
        if len(part := counted.filter(side))
    ]
    parts = pl.concat(
        [
            by_outlet.select(pl.lit("outlet").alias("kind"), pl.all()),
            *(one.select(pl.lit("side").alias("kind"), pl.all()) for one in sides),
        ]
    )
    totals = totals.sort("n", "term")
    number = totals.select("term", pl.int_range(pl.len(), dtype=pl.UInt32).alias("number"))
    numbers: list[pl.DataFrame] = []
    terms: list[int] = []
    # Several shards at a time: each join first reads all terms of the corpus.
    for batch in _batches(shards):
        spelled = [one["vocabulary"].select("term") for one in batch]
        terms += [len(one) for one in spelled]
        joined = pl.concat(spelled).join(number, on="term", how="left", maintain_order="left")
        numbers.append(joined.select("number"))
    return {
        "totals": totals,
        "numbers": pl.concat(numbers),
        "shards": pl.DataFrame(
            {
                "terms": terms,
                "articles": [len(one) for one in articles],
            }
        ),
        "corpus": corpus,
        "parts": parts,
        "outlets": against_others(by_outlet),
    }


def merge_groups(shards: Iterable[Tables], merged: Tables) -> Tables:
    """Sums of every word in every part: part, form, count, documents, held.

    part: row of merged["parts"]; form: row of the term in merged["totals"]; n-grams are left out.
    """
    named = merged["parts"].select(NAMES).with_row_index("part")

    def pieces() -> Iterator[Piece]:
        for one in shards:
            yield one["groups"], _rows_in(one["group_names"], named)

    sums = ("count", "documents", "held")
    return {"groups": _add_groups(pieces, len(named), merged, sums, "part")}


def merge_periods(answers: Iterable[Tables], merged: Tables, periods: pl.Series) -> pl.DataFrame:
    """Sums of every word in every period: period, form, count, documents.

    period: place of the period in `periods`; form: row of the term in merged["totals"].
    """
    named = periods.alias("period").to_frame().with_row_index("part")

    def pieces() -> Iterator[Piece]:
        for one in answers:
            yield one["periods"], _rows_in(one["period_names"], named)

    return _add_groups(pieces, len(named), merged, ("count", "documents"), "period")


def merge_beside(
    answers: Iterable[Tables], merged: Tables, nodes: int
) -> tuple[pl.DataFrame, npt.NDArray[np.int64]]:
    """Words around each node: node, form, left, right; and each word's reach, by form.

    form: row of the term in merged["totals"].
    """
    reach = np.zeros(len(merged["totals"]), dtype=np.int64)
    for one, local in zip(answers, numbers_of(merged), strict=True):
        own = one["reach"]["reach"].to_numpy()
        reach[local[: len(own)]] += own

    def pieces() -> Iterator[Piece]:
        for one in answers:
            yield one["beside"], np.arange(nodes)

    return _add_groups(pieces, nodes, merged, ("left", "right"), "node"), reach


#: Rows of a shard by group (sorted) and form, and for each of its groups the number in the corpus.
Piece = tuple[pl.DataFrame, npt.NDArray[np.int64]]


def _rows_in(names: pl.DataFrame, known: pl.DataFrame) -> npt.NDArray[np.int64]:
    on = names.columns
    joined = names.join(known, on=on, how="left", nulls_equal=True, maintain_order="left")
    return joined["part"].to_numpy().astype(np.int64)


def numbers_of(merged: Tables) -> Iterator[npt.NDArray[np.uint32]]:
    """For each shard, the row in the totals of each of its terms."""
    numbers = merged["numbers"]["number"].to_numpy()
    ends = merged["shards"]["terms"].cum_sum().to_list()
    for first, last in pairwise([0, *ends]):
        yield numbers[first:last]


def _add_groups(
    pieces: Callable[[], Iterator[Piece]],
    groups: int,
    merged: Tables,
    sums: Sequence[str],
    group: str,
) -> pl.DataFrame:
    """Rows by group and form added up over the shards, n-grams left out; sorted.

    Added in arrays with a cell for every group and word, as many groups at a time as fit.
    """
    words = int((merged["totals"]["n"] == 1).sum())
    at_once = max(1, CELLS // max(words, 1))
    found = []
    for low in range(0, groups, at_once):
        high = min(low + at_once, groups)
        cells = np.zeros((len(sums), (high - low) * words), dtype=np.int64)
        for (rows, of_group), local in zip(pieces(), numbers_of(merged), strict=True):
            form = local[rows["form"].to_numpy()]
            place = of_group[rows["group"].to_numpy()]
            inside = (place >= low) & (place < high) & (form < words)
            cell = ((place - low) * words + form)[inside]
            for total, one in zip(cells, sums, strict=True):
                # Each cell once in a shard: plain addition by index is right.
                total[cell] += rows[one].to_numpy()[inside]
        held = np.flatnonzero(cells.any(axis=0))
        part, form = np.divmod(held, max(words, 1))
        columns = {group: (part + low).astype(np.uint32), "form": form.astype(np.uint32)}
        values = {one: total[held] for one, total in zip(sums, cells, strict=True)}
        found.append(pl.DataFrame({**columns, **values}))
    schema = {group: pl.UInt32, "form": pl.UInt32, **dict.fromkeys(sums, pl.Int64)}
    return pl.concat([pl.DataFrame(schema=schema), *found])


def merge_pairs(shards: Iterable[Tables], merged: Tables, *, min_count: int) -> Tables:
    """Pairs of neighbouring words seen at least min_count times, by row in merged["totals"].

    Returns pairs (first, second, count), sorted.
    """
    totals = merged["totals"]
    leads = totals["leads"].to_numpy()
    follows = totals["follows"].to_numpy()
    span = np.uint64(max(len(totals), 1))
    rows = sum(int(one["partners"]["partners"].sum()) for one in shards)
    passes = max(1, -(-rows // PAIRS_AT_ONCE))
    cuts = _cuts(leads, passes)
    keys, counts = [], []
    for low, high in pairwise(cuts):
        held = (np.zeros(0, np.uint64), np.zeros(0, np.int64))
        for batch in _batches(zip(shards, numbers_of(merged), strict=True)):
            parts = [held]
            for one, local in batch:
                pairs = one["pairs"]
                # A pair is never seen more often than its members lead or follow.
                leading = (leads[local] >= min_count) & (local >= low) & (local < high)
                partners = one["partners"]["partners"].to_numpy()
                able = np.repeat(leading, partners)
                second = local[pairs["second"].to_numpy()[able]]
                often = follows[second] >= min_count
                first = np.repeat(local[leading], partners[leading])[often]
                key = first.astype(np.uint64) * span + second[often]
                parts.append((key, pairs["count"].to_numpy()[able][often].astype(np.int64)))
            held = _add_keys(parts)
        enough = held[1] >= min_count
        keys.append(held[0][enough])
        counts.append(held[1][enough])
    first, second = np.divmod(np.concatenate(keys), span)
    return {
        "pairs": pl.DataFrame(
            {
                "first": first.astype(np.uint32),
                "second": second.astype(np.uint32),
                "count": np.concatenate(counts),
            }
        ),
    }


def _batches(shards: Iterable[T]) -> Iterator[list[T]]:
    batch: list[T] = []
    for one in shards:
        batch.append(one)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _add(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Vocabularies added up."""
    return (
        pl.concat([frame.select(_COLUMNS) for frame in frames])
        .group_by("term")
        .agg(pl.col("n", "key").first(), pl.col(_SUMS).sum(), pl.col("least").min())
    )


def _least(words: pl.Series) -> int:
    return int(words.to_numpy().min()) if len(words) else 0


def _cuts(leads: npt.NDArray[np.int64], passes: int) -> list[int]:
    """Bounds of ranges of first words with about equally many pairs."""
    running = np.cumsum(leads)
    whole = int(running[-1]) if len(running) else 0
    inner = [int(np.searchsorted(running, whole * k // passes)) for k in range(1, passes)]
    return [0, *inner, len(leads)]


def _add_keys(
    parts: list[tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Counts added up by key, sorted by key."""
    frame = pl.DataFrame(
        {
            "key": np.concatenate([key for key, _ in parts]),
            "count": np.concatenate([count for _, count in parts]),
        },
        schema={"key": pl.UInt64, "count": pl.Int64},
    )
    added = frame.group_by("key").agg(pl.col("count").sum()).sort("key")
    return added["key"].to_numpy(), added["count"].to_numpy()
