"""Who is named with whom: pairs of entities in one sentence, counted and tested."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from analysis.contract import Tables
from analysis.entities.parameters import Parameters
from analysis.entities.shares import share
from analysis.entities.significance import (
    adjusted,
    disparity,
    expected,
    log_likelihood,
    npmi,
    p_value,
)
from analysis.entities.tables import (
    COOCCURRENCE,
    COOCCURRENCE_BY_MONTH,
    COOCCURRENCE_BY_OUTLET,
    EVIDENCE,
)

PAIR = ["entity_a", "entity_b"]


def _placed(tables: Tables, mentions: pl.DataFrame) -> pl.DataFrame:
    """Mentions with what their article says of itself.

    credit: the outlet's own name in the article's first sentence, a dateline ("(Levant Wire)"):
    it is a mention, but tells nothing of who is named with whom.
    """
    documents = tables["documents"].select(
        "doc_id",
        "published",
        pl.col("outlet").fill_null(""),
        original=pl.col("copy_of").is_null(),
    )
    own = pl.col("surface").str.to_lowercase() == pl.col("outlet").str.to_lowercase()
    return (
        mentions.select("doc_id", "sentence", "start", "surface", "entity_id")
        .join(documents, on="doc_id")
        .with_columns(credit=own & (pl.col("sentence") == 0))
        .drop("surface")
    )


def _pairs(units: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Every pair of different entities that share a unit (the columns `by`), a < b."""
    left = units.rename({"entity_id": "entity_a"})
    right = units.select(*by, entity_b="entity_id")
    return left.join(right, on=by).filter(pl.col("entity_a") < pl.col("entity_b"))


def count(tables: Tables, assigned: Tables) -> Tables:
    """Counts of a shard: of each entity, and of each pair in one sentence."""
    placed = _placed(tables, assigned["mentions"])
    single = placed.group_by("entity_id").agg(
        mentions=pl.col("original").sum().cast(pl.Int64),
        mentions_all=pl.len().cast(pl.Int64),
        documents=pl.col("doc_id").filter("original").n_unique().cast(pl.Int64),
        sentences=pl.struct("doc_id", "sentence").filter("original").n_unique().cast(pl.Int64),
        first_published=pl.col("published").filter("original").min(),
        last_published=pl.col("published").filter("original").max(),
    )
    named = placed.filter(~pl.col("credit"))
    units = named.select("doc_id", "sentence", "entity_id", "original").unique()
    pairs = (
        _pairs(units, ["doc_id", "sentence"])
        .group_by(PAIR)
        .agg(
            sentences=pl.col("original").sum().cast(pl.Int64),
            documents=pl.col("doc_id").filter("original").n_unique().cast(pl.Int64),
            sentences_all=pl.len().cast(pl.Int64),
        )
    )
    spelled = assigned["mentions"].group_by("entity_id", "surface").agg(pl.len().cast(pl.Int64))
    original = tables["documents"].filter(pl.col("copy_of").is_null()).select("doc_id")
    read = tables["documents"].filter(pl.col("language").fill_null("en") == "en").select("doc_id")
    total = (
        tables["sentences"]
        .join(original, on="doc_id", how="semi")
        .join(read, on="doc_id", how="semi")
        .height
    )
    return {
        "single": single.sort("entity_id"),
        "pairs": pairs.sort(PAIR),
        "spelled": spelled.sort("entity_id", "surface"),
        "total": pl.DataFrame({"sentences": [total]}, schema={"sentences": pl.Int64}),
    }


def add_up(shards: Iterable[Tables]) -> Tables:
    """The shards' counts, added up."""
    single, pairs, spelled, total = (
        pl.concat([tables[name] for tables in shards])
        for name in ("single", "pairs", "spelled", "total")
    )
    return {
        "single": single.group_by("entity_id")
        .agg(
            pl.col("mentions", "mentions_all", "documents", "sentences").sum(),
            pl.col("first_published").min(),
            pl.col("last_published").max(),
        )
        .sort("entity_id"),
        "pairs": pairs.group_by(PAIR)
        .agg(pl.col("sentences", "documents", "sentences_all").sum())
        .sort(PAIR),
        "spelled": spelled.group_by("entity_id", "surface")
        .agg(pl.col("len").sum())
        .sort("entity_id", "surface"),
        "total": total.sum(),
    }


def weigh_pairs(counts: Tables, *, parameters: Parameters) -> Tables:
    """Expected counts, G², NPMI, p and the backbone, for pairs that are frequent enough.

    Returns `tested` (COOCCURRENCE without the columns that need the articles again) and
    `dropped`, the number of pairs before and after each filter.
    """
    single, pairs = counts["single"], counts["pairs"].filter(pl.col("sentences") > 0)
    total = float(counts["total"]["sentences"].sum())
    frequent = single.filter(pl.col("mentions") >= parameters.min_mentions)
    named = frequent.select("entity_id", "sentences")
    kept = pairs.join(
        named.rename({"entity_id": "entity_a", "sentences": "n_a"}), on="entity_a"
    ).join(named.rename({"entity_id": "entity_b", "sentences": "n_b"}), on="entity_b")
    enough = kept.filter(pl.col("sentences") >= parameters.min_pair).sort(PAIR)
    both, first, second = (
        enough[column].cast(pl.Float64).to_numpy() for column in ("sentences", "n_a", "n_b")
    )
    g2 = log_likelihood(both, first, second, total)
    p = p_value(g2)
    p_adjusted = adjusted(p)
    sure = (p_adjusted <= parameters.significance) & (g2 > 0)
    numbers = {name: index for index, name in enumerate(single["entity_id"])}
    values = np.ones(len(both))
    ends = [
        np.array([numbers[name] for name in enough[column].to_list()], dtype=np.int64)[sure]
        for column in PAIR
    ]
    values[sure] = disparity(ends[0], ends[1], both[sure])
    tested = enough.with_columns(
        expected=pl.Series(expected(first, second, total), dtype=pl.Float64),
        g2=pl.Series(g2, dtype=pl.Float64),
        npmi=pl.Series(npmi(both, first, second, total), dtype=pl.Float64),
        p=pl.Series(p, dtype=pl.Float64),
        p_adjusted=pl.Series(p_adjusted, dtype=pl.Float64),
        disparity=pl.Series(values, dtype=pl.Float64),
        in_backbone=pl.Series(sure & (values <= parameters.disparity), dtype=pl.Boolean),
    )
    dropped = pl.DataFrame(
        {"pairs": [pairs.height, kept.height, enough.height]}, schema={"pairs": pl.Int64}
    )
    return {"tested": tested, "dropped": dropped}


def locate(tables: Tables, assigned: Tables, tested: Tables) -> Tables:
    """Where a shard names the tested pairs: evidence, paragraphs, articles, months, outlets."""
    placed = _placed(tables, assigned["mentions"]).filter("original", ~pl.col("credit"))
    wanted = share(tested, "tested")
    known = pl.concat([wanted["entity_a"], wanted["entity_b"]]).unique()
    placed = placed.filter(pl.col("entity_id").is_in(known.implode()))
    sentences = placed.select("doc_id", "sentence", "entity_id", "published", "outlet").unique()
    evidence = _pairs(sentences, ["doc_id", "sentence"]).join(wanted, on=PAIR, how="semi")
    counted = (
        pl.len().cast(pl.Int64).alias("sentences"),
        pl.col("doc_id").n_unique().cast(pl.Int64).alias("documents"),
    )
    month = evidence.filter(pl.col("published").is_not_null()).with_columns(
        period=pl.col("published").dt.truncate("1mo")
    )
    paragraphs = _paragraphs(tables, placed)
    wide = [
        _pairs(units.unique(), by)
        .join(wanted, on=PAIR, how="semi")
        .group_by(PAIR)
        .agg(pl.len().cast(pl.Int64).alias(name))
        for units, by, name in (
            (paragraphs, ["doc_id", "paragraph"], "paragraphs"),
            (placed.select("doc_id", "entity_id"), ["doc_id"], "documents_both"),
        )
    ]
    return {
        "evidence": evidence.select(list(EVIDENCE.schema)).sort(EVIDENCE.key),
        "by_month": month.group_by(*PAIR, "period").agg(counted).sort(*PAIR, "period"),
        "by_outlet": evidence.group_by(*PAIR, "outlet").agg(counted).sort(*PAIR, "outlet"),
        "paragraphs": wide[0].sort(PAIR),
        "articles": wide[1].sort(PAIR),
    }


def _paragraphs(tables: Tables, placed: pl.DataFrame) -> pl.DataFrame:
    """Entities by paragraph: a paragraph begins at the first sentence after a blank line."""
    first = (
        tables["documents"]
        .select(
            "doc_id", pl.col("text").str.split("\n\n").list.eval(pl.element().str.len_chars() + 2)
        )
        .explode("text")
        .select(
            "doc_id",
            start=(pl.col("text").cum_sum() - pl.col("text")).over("doc_id").cast(pl.Int64),
        )
        .with_columns(paragraph=pl.int_range(pl.len()).over("doc_id"))
        .sort("start")
    )
    return (
        placed.select("doc_id", "start", "entity_id")
        .sort("start")
        .join_asof(first, on="start", by="doc_id", strategy="backward", check_sortedness=False)
        .select("doc_id", "paragraph", "entity_id")
    )


def add_up_located(shards: Iterable[Tables]) -> Tables:
    """What several shards say of the tested pairs, but for the evidence, added up."""

    def summed(name: str, *by: str) -> pl.DataFrame:
        frame = pl.concat([tables[name] for tables in shards])
        return frame.group_by(*PAIR, *by).agg(pl.exclude(*PAIR, *by).sum()).sort(*PAIR, *by)

    return {
        "by_month": summed("by_month", "period"),
        "by_outlet": summed("by_outlet", "outlet"),
        "paragraphs": summed("paragraphs"),
        "articles": summed("articles"),
    }


def conclude(tested: Tables, located: Tables) -> Tables:
    """The finished tables of pairs: over all, by month, by outlet.

    located: all shards' facts, added up.
    """
    pairs = (
        tested["tested"]
        .join(located["paragraphs"], on=PAIR, how="left")
        .join(located["articles"], on=PAIR, how="left")
        .sort(PAIR)
    )
    return {
        "cooccurrence": COOCCURRENCE.conform(pairs),
        "cooccurrence_by_month": COOCCURRENCE_BY_MONTH.conform(located["by_month"]),
        "cooccurrence_by_outlet": COOCCURRENCE_BY_OUTLET.conform(located["by_outlet"]),
    }
