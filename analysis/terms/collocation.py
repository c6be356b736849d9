"""Words that follow one another more often than chance would have it."""

import polars as pl

from analysis.terms import association
from analysis.terms.tables import COLLOCATIONS, PHRASES

LONGEST_PHRASE = 5


def collocations(pairs: pl.DataFrame, total: int) -> pl.DataFrame:
    """Association of neighbouring words.

    pairs: first, second, count, leads (pairs whose first word is `first`), follows (pairs whose
    second word is `second`), stop_word; total: all pairs seen. Pairs lie within a sentence and
    never across punctuation, and so do the margins.
    """
    table = association.cells(
        pairs["count"].to_numpy(), pairs["leads"].to_numpy(), pairs["follows"].to_numpy(), total
    )
    return COLLOCATIONS.conform(
        pairs.with_columns(association.measured(table)).sort("first", "second")
    )


def collocation_table(totals: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Collocations of the corpus from its totals and the pairs by row of the totals."""
    first, second = found["first"], found["second"]
    stop = _stop_words(totals)
    pairs = _with_margins(totals, found).with_columns(
        totals["term"].gather(first).alias("first"),
        totals["term"].gather(second).alias("second"),
        (stop.gather(first) | stop.gather(second)).alias("stop_word"),
    )
    return collocations(pairs, int(totals["leads"].sum()))


def _stop_words(totals: pl.DataFrame) -> pl.Series:
    return 2 * totals["stop_count"] > totals["count_all"]


def _with_margins(totals: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    return found.with_columns(
        totals["leads"].gather(found["first"]), totals["follows"].gather(found["second"])
    )


def strong_pairs(totals: pl.DataFrame, found: pl.DataFrame, npmi: float) -> pl.DataFrame:
    """Pairs of which phrases are made: no stop word, and an association of at least `npmi`.

    found: pairs by row of the totals. Returns first, second, npmi.
    """
    stop = _stop_words(totals)
    able = found.filter(~stop.gather(found["first"]) & ~stop.gather(found["second"]))
    counts = _with_margins(totals, able)
    both, first, second = (counts[name].to_numpy() for name in ("count", "leads", "follows"))
    table = association.cells(both, first, second, int(totals["leads"].sum()))
    return (
        able.select(
            totals["term"].gather(able["first"]).alias("first"),
            totals["term"].gather(able["second"]).alias("second"),
            pl.Series("npmi", association.npmi(table), dtype=pl.Float64),
        )
        .filter(pl.col("npmi") >= npmi)
        .sort("first", "second")
    )


def phrases(counted: pl.DataFrame, strong: pl.DataFrame, min_count: int) -> pl.DataFrame:
    """The table of phrases: stretches of strong pairs seen at least min_count times.

    counted: phrase, n, count; strong: first, second, npmi of the pairs.
    """
    kept = counted.filter(pl.col("count") >= min_count).sort("phrase")
    words = kept.select("phrase", pl.col("phrase").str.split(" ").alias("word"))
    links = (
        words.explode("word")
        .with_columns(pl.col("word").shift(-1).over("phrase").alias("next"))
        .drop_nulls()
        .join(strong, left_on=["word", "next"], right_on=["first", "second"])
        .group_by("phrase")
        .agg(pl.col("npmi").min())
    )
    return PHRASES.conform(kept.join(links, on="phrase", how="left", maintain_order="left"))
