"""Coverage: how many articles, sentences and mentions each series has in each period."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import polars as pl

from analysis.contract import Tables
from analysis.timeline.parameters import Parameters
from analysis.timeline.tables import COVERAGE
from analysis.timeline.words import sentences_with

#: Counts of one shard, and their sum: one row per series and publication day.
DAILY = {
    "series": pl.String,
    "day": pl.Date,
    "documents": pl.Int64,
    "sentences": pl.Int64,
    "mentions": pl.Int64,
}

_STEP = {"day": "1d", "week": "1w", "month": "1mo"}
_Z = 1.959963984540054  # 97.5 % point of the normal distribution


def counted(documents: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Dated articles that totals count."""
    dated = documents.filter(pl.col("published").is_not_null())
    if parameters.count_copies:
        return dated
    return dated.filter(pl.col("copy_of").is_null())


@cache
def _light_words() -> list[str]:
    """Frequent words that tell no news; those named in `terms` count all the same."""
    text = (files("analysis.resources") / "timeline" / "light_words.txt").read_text("utf-8")
    return sorted(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


def choose_terms(frequencies: pl.DataFrame | None, parameters: Parameters) -> list[str]:
    """The most frequent words that are no stop words nor light ones, and the named; sorted."""
    named = {term.lower() for term in parameters.terms}
    if frequencies is None or parameters.top_terms == 0:
        return sorted(named)
    words = frequencies.filter(
        (pl.col("n") == 1)
        & ~pl.col("stop_word")
        & pl.col("term").str.contains(r"^\p{L}[\p{L}'’-]+$")
        & ~pl.col("term").is_in(_light_words())
    )
    top = words.sort(["count", "term"], descending=[True, False]).head(parameters.top_terms)
    return sorted(named | set(top["term"].to_list()))


def choose_entities(counts: Iterable[pl.DataFrame], parameters: Parameters) -> list[str]:
    """Entities in most articles; counts: frames of columns entity_id, documents."""
    frames = [pl.DataFrame(schema={"entity_id": pl.String, "documents": pl.Int64}), *counts]
    total = pl.concat(frames).group_by("entity_id").agg(pl.col("documents").sum())
    top = total.sort(["documents", "entity_id"], descending=[True, False])
    return sorted(top.head(parameters.top_entities)["entity_id"].to_list())


def choose_edges(pairs: pl.DataFrame | None, parameters: Parameters) -> list[str]:
    """The pairs of the backbone that stand together in most sentences, as "a|b"; sorted."""
    if pairs is None:
        return []
    kept = pairs.filter(pl.col("in_backbone"))
    top = kept.sort(["sentences", "entity_a", "entity_b"], descending=[True, False, False])
    return sorted(
        f"{a}|{b}" for a, b in top.head(parameters.top_edges)["entity_a", "entity_b"].iter_rows()
    )


def daily_counts(
    tables: Tables,
    terms: Sequence[str],
    entities: Sequence[str],
    parameters: Parameters,
    edges: Sequence[str] = (),
) -> pl.DataFrame:
    """Counts of every series of one shard per publication day (DAILY)."""
    articles = counted(tables["documents"], parameters).select(
        "doc_id", "published", "outlet", "text"
    )
    spans = tables["sentences"].join(articles.select("doc_id"), on="doc_id", how="semi")
    sentences = spans.group_by("doc_id").agg(pl.len().cast(pl.Int64).alias("sentences"))
    mentions = _mentions(tables).join(articles.select("doc_id"), on="doc_id", how="semi")
    names = mentions.group_by("doc_id").agg(pl.len().cast(pl.Int64).alias("mentions"))
    whole = (
        articles.drop("text")
        .join(sentences, on="doc_id", how="left")
        .join(names, on="doc_id", how="left")
        .with_columns(pl.col("sentences", "mentions").fill_null(0))
    )
    parts = [
        whole.with_columns(series=pl.lit("all")),
        whole.filter(pl.col("outlet").is_not_null()).with_columns(
            series=pl.concat_str(pl.lit("outlet:"), "outlet")
        ),
        _entity_counts(mentions, entities).join(
            articles.select("doc_id", "published"), on="doc_id"
        ),
        _term_counts(tables, articles, spans, terms).join(
            articles.select("doc_id", "published"), on="doc_id"
        ),
        _edge_counts(mentions, edges).join(articles.select("doc_id", "published"), on="doc_id"),
    ]
    rows = pl.concat(
        [
            part.select("series", pl.col("published").alias("day"), "sentences", "mentions")
            for part in parts
        ]
    )
    return (
        rows.group_by("series", "day")
        .agg(
            pl.len().cast(pl.Int64).alias("documents"),
            pl.col("sentences").sum(),
            pl.col("mentions").sum(),
        )
        .select(list(DAILY))
        .sort("series", "day")
    )


def _mentions(tables: Tables) -> pl.DataFrame:
    schema = {"doc_id": pl.String, "sentence": pl.Int32, "entity_id": pl.String}
    found = tables.get("mentions")
    return pl.DataFrame(schema=schema) if found is None else found.select(list(schema))


def _entity_counts(mentions: pl.DataFrame, entities: Sequence[str]) -> pl.DataFrame:
    chosen = mentions.filter(pl.col("entity_id").is_in(list(entities)))
    return (
        chosen.group_by("doc_id", "entity_id")
        .agg(
            pl.col("sentence").n_unique().cast(pl.Int64).alias("sentences"),
            pl.len().cast(pl.Int64).alias("mentions"),
        )
        .with_columns(series=pl.concat_str(pl.lit("entity:"), "entity_id"))
    )


def _edge_counts(mentions: pl.DataFrame, edges: Sequence[str]) -> pl.DataFrame:
    """Sentences that hold both names of a pair; one such sentence is one mention of the pair."""
    names = sorted({name for edge in edges for name in edge.split("|")})
    held = mentions.filter(pl.col("entity_id").is_in(names)).select(
        "doc_id", "sentence", "entity_id"
    )
    held = held.unique()
    both = held.join(held, on=["doc_id", "sentence"], suffix="_b").with_columns(
        series=pl.concat_str(pl.lit("edge:"), "entity_id", pl.lit("|"), "entity_id_b")
    )
    chosen = [f"edge:{edge}" for edge in edges]
    counts = both.filter(pl.col("series").is_in(chosen)).group_by("doc_id", "series")
    return counts.agg(pl.len().cast(pl.Int64).alias("sentences")).with_columns(
        mentions=pl.col("sentences")
    )


def _term_counts(
    tables: Tables, articles: pl.DataFrame, spans: pl.DataFrame, terms: Sequence[str]
) -> pl.DataFrame:
    schema = {"doc_id": pl.String, "term": pl.String, "count": pl.Int64}
    found = tables.get("document_terms")
    words = pl.DataFrame(schema=schema) if found is None else found.select(schema.keys())
    held = words.filter(pl.col("term").is_in(list(terms))).join(
        articles.select("doc_id"), on="doc_id", how="semi"
    )
    seen = sentences_with(articles, spans, held.select("doc_id", "term"))
    return held.join(seen, on=["doc_id", "term"], how="left").select(
        "doc_id",
        pl.concat_str(pl.lit("term:"), "term").alias("series"),
        # A term that stands in an article stands in a sentence, even one that spans a line break.
        pl.col("sentences").fill_null(1).cast(pl.Int64),
        pl.col("count").cast(pl.Int64).alias("mentions"),
    )


def add_up(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The daily counts of several shards as one frame."""
    frames = [pl.DataFrame(schema=DAILY), *parts]
    summed = (
        pl.concat(frames)
        .group_by("series", "day")
        .agg(pl.col("documents", "sentences", "mentions").sum())
    )
    return summed.select(list(DAILY)).sort("series", "day")


def coverage_table(daily: pl.DataFrame, units: Sequence[str]) -> pl.DataFrame:
    """Coverage per period with shares and their Wilson intervals.

    Every period between the first and the last article stands in the series `all`, so that days
    without reports show; the other series have rows for the periods in which they occur.
    """
    if daily.is_empty():
        return COVERAGE.empty()
    frames = [_periods(daily, unit) for unit in units]
    return COVERAGE.conform(pl.concat(frames).sort(COVERAGE.key)) if frames else COVERAGE.empty()


def _periods(daily: pl.DataFrame, unit: str) -> pl.DataFrame:
    step = _STEP[unit]
    counts = (
        daily.with_columns(period=pl.col("day").dt.truncate(step))
        .group_by("series", "period")
        .agg(pl.col("documents", "sentences", "mentions").sum())
    )
    every = counts.filter(pl.col("series") == "all")
    calendar = every.select(
        pl.date_range(pl.col("period").min(), pl.col("period").max(), step).alias("period")
    ).with_columns(series=pl.lit("all"))
    silent = calendar.join(every, on=["series", "period"], how="anti").with_columns(
        pl.lit(0, dtype=pl.Int64).alias(name) for name in ("documents", "sentences", "mentions")
    )
    filled = pl.concat([counts, silent.select(counts.columns)])
    totals = every.select("period", pl.col("documents").alias("total"))
    hits = pl.col("documents").cast(pl.Float64)
    total = pl.col("total").cast(pl.Float64)
    share = hits / total
    centre = (share + _Z**2 / (2 * total)) / (1 + _Z**2 / total)
    half = (share * (1 - share) / total + _Z**2 / (4 * total**2)).sqrt() * _Z / (1 + _Z**2 / total)
    return filled.join(totals, on="period", how="left").select(
        "period",
        pl.lit(unit).alias("unit"),
        "series",
        "documents",
        "sentences",
        "mentions",
        share.alias("share"),
        (centre - half).clip(0, 1).alias("share_low"),
        (centre + half).clip(0, 1).alias("share_high"),
    )
