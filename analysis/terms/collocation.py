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
    strength, z = association.log_odds(table)
    forward, backward = association.delta_p(table)
    columns = {
        "expected": association.expected_cells(table)[0, 0],
        "g2": association.g2(table),
        "npmi": association.npmi(table),
        "log_dice": association.log_dice(table),
        "t": association.t_score(table),
        "lambda": strength,
        "z": z,
        "delta_p_forward": forward,
        "delta_p_backward": backward,
    }
    named = pairs.with_columns(pl.Series(name, column) for name, column in columns.items())
    return COLLOCATIONS.conform(named.sort("first", "second"))


def collocation_table(totals: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Collocations of the corpus from its totals and the pairs by row of the totals."""
    stop = 2 * totals["stop_count"] > totals["count_all"]
    first, second = found["first"], found["second"]
    pairs = pl.DataFrame(
        {
            "first": totals["term"].gather(first),
            "second": totals["term"].gather(second),
            "count": found["count"],
            "leads": totals["leads"].gather(first),
            "follows": totals["follows"].gather(second),
            "stop_word": stop.gather(first) | stop.gather(second),
        }
    )
    return collocations(pairs, int(totals["leads"].sum()))


def strong_pairs(found: pl.DataFrame, npmi: float) -> pl.DataFrame:
    """Pairs of which phrases are made: no stop word, and an association of at least `npmi`."""
    return found.filter((pl.col("npmi") >= npmi) & ~pl.col("stop_word")).select(
        "first", "second", "npmi"
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
