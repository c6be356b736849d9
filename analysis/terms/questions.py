"""What is asked of each shard once the totals of the corpus are known: the stage's decision."""

from collections.abc import Iterator
from typing import TypeAlias

import polars as pl

from analysis.contract import Tables
from analysis.terms.collocation import strong_pairs
from analysis.terms.parameters import Parameters
from analysis.terms.trends import period_unit

#: Kind (outlet or side of corpus.toml), target, reference (None: all other articles, those of
#: outlets of another main language left out), and the words of both.
Comparison: TypeAlias = tuple[str, str, str | None, int, int]

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
        "apart": merged["apart"],
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


def compared(
    merged: Tables, groups: pl.DataFrame, parameters: Parameters
) -> Iterator[tuple[Comparison, pl.DataFrame]]:
    """Each comparison with every word of its two sides, one after the other, and its sums there.

    Columns: kind, name, inside, term, least, count, documents, held, words (of the side). Words
    too rare to compare are left out. One at a time: all together they are larger than the rest.
    """
    totals = merged["totals"]
    everything = totals.filter(pl.col("n") == 1).select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("form"),
        "term",
        "least",
        whole_count="count",
        whole_documents="documents",
        whole_held="held",
    )
    for comparison in comparisons(merged, parameters):
        kind, name, against, words, rest = comparison
        inside = groups.filter(pl.col("part") == number_of(merged["parts"], kind, name))
        table = everything.join(inside, on="form", how="left", maintain_order="left")
        sums = {c: pl.col(c).fill_null(0) for c in ("count", "documents", "held")}
        if against is None:
            table = _without(table, merged, groups, name)
            other = {c: pl.col(f"whole_{c}") - value for c, value in sums.items()}
        else:
            second = groups.filter(pl.col("part") == number_of(merged["parts"], kind, against))
            table = table.join(second, on="form", how="left", suffix="_b", maintain_order="left")
            other = {c: pl.col(f"{c}_b").fill_null(0) for c in sums}
        able = sums["count"] + other["count"] >= parameters.keyness_min_count
        kept = table.filter(able)
        sides = [
            kept.select(
                pl.lit(kind).alias("kind"),
                pl.lit(label).alias("name"),
                pl.lit(member).alias("inside"),
                "term",
                "least",
                *(value.alias(column) for column, value in values.items()),
                pl.lit(size, dtype=pl.Int64).alias("words"),
            )
            for label, member, values, size in (
                (name, True, sums, words),
                (against or name, against is not None, other, rest),
            )
        ]
        yield comparison, pl.concat(sides)


def _without(table: pl.DataFrame, merged: Tables, groups: pl.DataFrame, name: str) -> pl.DataFrame:
    """The table with whole_… less all outlets that are not compared with this one."""
    apart = merged["apart"].filter(pl.col("name") == name)["outlet"]
    if not len(apart):
        return table
    parts = merged["parts"].with_row_index("part").filter(pl.col("kind") == "outlet")
    # Articles without an outlet have no row of sums: they are what outlets leave of the whole.
    nameless = apart.null_count() > 0
    left_out = pl.col("name").is_in(apart.drop_nulls().implode())
    chosen = parts.filter(~left_out if nameless else left_out)["part"]
    columns = ("count", "documents", "held")
    sums = (
        groups.filter(pl.col("part").is_in(chosen.implode()))
        .group_by("form")
        .agg(pl.col(c).sum().alias(f"apart_{c}") for c in columns)
    )
    joined = table.join(sums, on="form", how="left", maintain_order="left")
    return joined.with_columns(
        (
            pl.col(f"apart_{c}").fill_null(0)
            if nameless
            else pl.col(f"whole_{c}") - pl.col(f"apart_{c}").fill_null(0)
        ).alias(f"whole_{c}")
        for c in columns
    ).drop(f"apart_{c}" for c in columns)


def number_of(parts: pl.DataFrame, kind: str, name: str) -> int:
    """Row of a part in merged["parts"]."""
    found = (parts["kind"] == kind) & (parts["name"] == name)
    return int(found.arg_true().item())


def comparisons(merged: Tables, parameters: Parameters) -> list[Comparison]:
    """All comparisons, target by target.

    Selections of corpus.toml if there are any, otherwise the largest outlets against all others.
    A comparison with an empty side is left out.
    """
    parts = merged["parts"]
    if merged["corpus"]["selected"].item():
        words = dict(parts.filter(pl.col("kind") == "side").select("name", "words").iter_rows())
        if len(words) < 2:
            return []
        return [("side", "target", "reference", words["target"], words["reference"])]
    outlets = parts.filter((pl.col("kind") == "outlet") & (pl.col("words_elsewhere") > 0))
    largest = outlets.sort(["words", "name"], descending=[True, False])
    return [
        ("outlet", name, None, words, rest)
        for name, words, rest in largest.head(parameters.keyness_outlets)
        .sort("name")
        .select("name", "words", "words_elsewhere")
        .iter_rows()
    ]


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
