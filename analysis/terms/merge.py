"""From the facts of all shards to the totals of the corpus: the stage's second phase.

Every merge adds integers (or takes a least share), in the order of terms, so that neither the
cut into shards nor their order shows in the result.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import Tables

#: Pairs that are held at once while shards are merged; more are merged in several passes.
PAIRS_AT_ONCE = 24_000_000

#: Shards whose vocabularies are added up together.
BATCH = 16

_SUMS = ("count", "documents", "weight", "held", "count_all", "stop_count", "leads", "follows")
_COLUMNS = ("term", "n", "key", *_SUMS, "least")
_SIDES = ("target", "reference")


def merge_vocabulary(shards: Iterable[Tables], *, selected: bool) -> Tables:
    """Totals of every term, and the size of the corpus and its parts.

    selected: corpus.toml says which articles are to be compared.
    Returns totals (one row per term, sorted by n and term), corpus (one row: articles, words,
    smallest, all_articles, copies, undated, overlap, first_day, last_day, selected,
    language) and parts
    (kind, name, articles, words, smallest, smallest_elsewhere: the smallest article of all other
    outlets) for outlets and sides.
    """
    totals: pl.DataFrame | None = None
    articles: list[pl.DataFrame] = []
    for batch in _batches(shards):
        articles += [one["articles"] for one in batch]
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
            "language": [_main_language(counted)],
        },
        schema_overrides={"first_day": pl.Date, "last_day": pl.Date, "language": pl.String},
    )
    sides = [
        counted.filter(side).with_columns(kind=pl.lit("side"), name=pl.lit(side)) for side in _SIDES
    ]
    outlets = counted.filter(pl.col("outlet").is_not_null()).with_columns(
        kind=pl.lit("outlet"), name=pl.col("outlet")
    )
    parts = (
        pl.concat([outlets, *sides])
        .group_by("kind", "name")
        .agg(
            pl.len().cast(pl.Int64).alias("articles"),
            pl.col("words").sum(),
            pl.col("words").min().alias("smallest"),
        )
        .sort("kind", "name")
    )
    lowest = counted.group_by("outlet").agg(pl.col("words").min())
    rest = [
        _least(lowest.filter(pl.col("outlet").ne_missing(name))["words"]) for name in parts["name"]
    ]
    parts = parts.with_columns(pl.Series("smallest_elsewhere", rest, dtype=pl.Int64))
    return {"totals": totals.sort("n", "term"), "corpus": corpus, "parts": parts}


def merge_groups(shards: Iterable[Tables], merged: Tables) -> Tables:
    """Sums of every word in every outlet and side: kind, name, form, count, documents, held.

    form: row of the term in merged["totals"]; n-grams are left out.
    """
    totals, parts = merged["totals"], merged["parts"]
    number = _numbering(totals)
    words_only = int((totals["n"] == 1).sum())
    sums = ("count", "documents", "held")
    added: pl.DataFrame | None = None
    for batch in _batches(shards):
        frames = [] if added is None else [added]
        for one in batch:
            form = _global_numbers(one["vocabulary"], number)[one["groups"]["form"].to_numpy()]
            part = (
                one["group_names"]
                .join(
                    parts.with_row_index("part"),
                    on=["kind", "name"],
                    how="left",
                    maintain_order="left",
                )["part"]
                .to_numpy()[one["groups"]["group"].to_numpy()]
            )
            key = part.astype(np.uint64) * np.uint64(len(totals)) + form
            frames.append(
                one["groups"]
                .select(pl.Series("key", key), pl.col(sums).cast(pl.Int64))
                .filter(form < words_only)
            )
        added = pl.concat(frames).group_by("key").agg(pl.col(sums).sum())
    if added is None:
        raise ValueError("no shards to merge")
    part, form = np.divmod(added.sort("key")["key"].to_numpy(), np.uint64(max(len(totals), 1)))
    return {
        "groups": added.sort("key").select(
            parts["kind"].gather(part).alias("kind"),
            parts["name"].gather(part).alias("name"),
            pl.Series("form", form.astype(np.uint32)),
            *sums,
        )
    }


def merge_pairs(shards: Iterable[Tables], merged: Tables, *, min_count: int) -> Tables:
    """Pairs of neighbouring words seen at least min_count times, by row in merged["totals"].

    Returns pairs (first, second, count), sorted.
    """
    totals = merged["totals"]
    number = _numbering(totals)
    leads = totals["leads"].to_numpy()
    follows = totals["follows"].to_numpy()
    span = np.uint64(max(len(totals), 1))
    rows = sum(len(one["pairs"]) for one in shards)
    passes = max(1, -(-rows // PAIRS_AT_ONCE))
    cuts = _cuts(leads, passes)
    keys, counts = [], []
    for low, high in pairwise(cuts):
        held = (np.zeros(0, np.uint64), np.zeros(0, np.int64))
        for batch in _batches(shards):
            parts = [held]
            for one in batch:
                local = _global_numbers(one["vocabulary"], number)
                pairs = one["pairs"]
                first = local[pairs["first"].to_numpy()]
                second = local[pairs["second"].to_numpy()]
                # A pair is never seen more often than its members lead or follow.
                able = (leads[first] >= min_count) & (follows[second] >= min_count)
                able &= (first >= low) & (first < high)
                key = first[able].astype(np.uint64) * span + second[able].astype(np.uint64)
                parts.append((key, pairs["count"].to_numpy()[able].astype(np.int64)))
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


def _batches(shards: Iterable[Tables]) -> Iterator[list[Tables]]:
    batch: list[Tables] = []
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


def _main_language(counted: pl.DataFrame) -> str | None:
    """The language of the most words."""
    spoken = (
        counted.drop_nulls("language")
        .group_by("language")
        .agg(pl.col("words").sum())
        .sort(["words", "language"], descending=[True, False])
    )
    return str(spoken["language"][0]) if len(spoken) else None


def _numbering(totals: pl.DataFrame) -> pl.DataFrame:
    return totals.select("term", pl.int_range(pl.len(), dtype=pl.UInt32).alias("number"))


def _global_numbers(vocabulary: pl.DataFrame, number: pl.DataFrame) -> npt.NDArray[np.uint32]:
    """For every term of a shard its row in the totals."""
    joined = vocabulary.select("term").join(number, on="term", how="left", maintain_order="left")
    return joined["number"].to_numpy()


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
