"""What is asked of each shard once the totals of the corpus are known: the stage's decision."""

import polars as pl

from analysis.contract import Tables
from analysis.terms.collocation import strong_pairs
from analysis.terms.parameters import Parameters
from analysis.terms.sides import compared
from analysis.terms.trends import period_unit

#: Shares are compared with this margin, as they were divided in another order.
_ROUNDING = 1 + 1e-9

#: Words whose articles are listed one by one: few, for each may stand in every article.
SPREAD_TERMS = 12

#: What a word may be watched for.
_USES = ("trend", "near", "node", "spread")


def weigh(merged: Tables, grouped: Tables, pairs: Tables, *, parameters: Parameters) -> Tables:
    """The questions that change with every count.

    Returns scarce (number, term, side, count, words): terms that are rarer in some article than
    in the whole side, for which dispersion needs a second look; apart (name, outlet): what does
    not belong to the other side of that outlet; and strong (first, second, npmi): the pairs that
    phrases are made of.
    """
    totals, corpus = merged["totals"], merged["corpus"].row(0, named=True)
    whole = totals.select(
        "term",
        "least",
        "count",
        kind=pl.lit("all"),
        name=pl.lit(""),
        inside=pl.lit(True),
        words=pl.lit(corpus["words"], dtype=pl.Int64),
    )
    columns = ["kind", "name", "inside", "term", "count", "words"]
    rare = (pl.col("count") > 0) & (
        pl.col("least") <= pl.col("count") / pl.col("words") * _ROUNDING
    )
    sides = (sides for _, sides in compared(merged, grouped["groups"], parameters))
    scarce = (
        pl.concat([part.filter(rare).select(columns) for part in (whole, *sides)])
        .sort("kind", "name", "inside", "term")
        .with_row_index("number")
    )
    return {
        "scarce": scarce,
        "spoken": merged["outlets"].select("name", "language"),
        "strong": strong_pairs(totals, pairs["pairs"], parameters.phrase_npmi),
    }


def ask(merged: Tables, weighed: Tables, *, parameters: Parameters) -> Tables:
    """The questions that name words only: most often they stay as they are when an article
    changes, and so do the answers of the other shards.

    Returns watched (term, trend, near, node, spread); strong (first, second): the pairs that
    phrases are made of; and period (one row: unit).
    """
    corpus = merged["corpus"].row(0, named=True)
    return {
        "watched": _watched(merged["totals"], parameters),
        "strong": weighed["strong"].select("first", "second"),
        "period": pl.DataFrame(
            {"unit": [period_unit(corpus["first_day"], corpus["last_day"], parameters.period)]}
        ),
    }


def _watched(totals: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The most frequent words that are no stop words and no numbers, and those asked for."""
    common = (
        totals.filter(
            (pl.col("n") == 1)
            & (pl.col("count") > 0)
            & ~(2 * pl.col("stop_count") > pl.col("count_all"))
            & pl.col("term").str.contains(r"\p{L}\p{L}")
        )
        .sort(["count", "term"], descending=[True, False])
        .select("term", pl.int_range(pl.len()).alias("place"))
    )
    asked = pl.Series("term", [w.lower() for w in parameters.watch], dtype=pl.String)
    known = totals.filter((pl.col("n") == 1) & pl.col("term").is_in(asked.implode()))["term"]
    chosen = pl.col("term").is_in(known.implode())
    return (
        common.with_columns(
            trend=(pl.col("place") < parameters.trend_terms) | chosen,
            near=(pl.col("place") < parameters.cooccurrence_terms) | chosen,
            node=(pl.col("place") < parameters.collocate_terms) | chosen,
            spread=(pl.col("place") < SPREAD_TERMS) | chosen,
        )
        .vstack(
            known.to_frame()
            .join(common, on="term", how="anti")
            .with_columns(
                pl.lit(-1, dtype=pl.Int64).alias("place"),
                *(pl.lit(True).alias(use) for use in _USES),
            )
        )
        .filter(pl.any_horizontal(_USES))
        .sort("term")
        .select("term", *_USES)
    )
