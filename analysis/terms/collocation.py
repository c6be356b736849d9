"""Words that follow one another more often than chance would have it."""

import polars as pl

from analysis.terms import association
from analysis.terms.tables import COLLOCATIONS, PHRASES

LONGEST_PHRASE = 5

#: ΔP from which a word counts as mostly followed by another.
FOLLOWED = 0.5


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


def phrases(found: pl.DataFrame, npmi: float) -> pl.DataFrame:
    """Strong pairs without stop words, chained to phrases of up to five words.

    found: the table of collocations. A pair is strong from `npmi` on. A further word is joined
    where the last word of the phrase is mostly followed by it (ΔP forward of 0.5 or more), as in
    "prime minister benjamin" + "netanyahu".
    """
    strong = found.filter((pl.col("npmi") >= npmi) & ~pl.col("stop_word"))
    link = strong.filter(pl.col("delta_p_forward") >= FOLLOWED).select(
        pl.col("first").alias("last"), pl.col("second").alias("next"),
        pl.col("count").alias("next_count"), pl.col("npmi").alias("next_npmi"),
    )
    chain = strong.select(
        pl.concat_str("first", "second", separator=" ").alias("phrase"),
        pl.lit(2, dtype=pl.Int32).alias("n"), "count", "npmi", pl.col("second").alias("last"),
    )
    every = [chain]
    for n in range(3, LONGEST_PHRASE + 1):
        chain = chain.join(link, on="last").select(
            pl.concat_str("phrase", "next", separator=" ").alias("phrase"),
            pl.lit(n, dtype=pl.Int32).alias("n"),
            pl.min_horizontal("count", "next_count").alias("count"),
            pl.min_horizontal("npmi", "next_npmi").alias("npmi"),
            pl.col("next").alias("last"),
        )
        every.append(chain)
    return PHRASES.conform(pl.concat(every).sort("phrase"))
