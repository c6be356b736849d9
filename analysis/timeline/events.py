"""Events: days to which many sources date something.

A sentence belongs to the day that it speaks of, not to the day on which it was printed. Datelines
and date lines name the day of printing and are left out. Three steps, so that no step holds more
than counts: what each shard says of each day; the days that are listed, and how typical each name
is of them; the best sentence of each day.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from analysis.contract import Tables
from analysis.timeline.coverage import counted
from analysis.timeline.parameters import Parameters
from analysis.timeline.tables import EVENTS, LAGS

_DAY_OUTLETS = {"day": pl.Date, "outlet": pl.String, "documents": pl.Int64, "sentences": pl.Int64}
_DAY_ENTITIES = {"day": pl.Date, "entity_id": pl.String, "documents": pl.Int64}
_TOLD_NAMES = {"doc_id": pl.String, "sentence": pl.Int32, "entity_id": pl.String}
_LAG_COUNTS = {"lag": pl.Int32, "mentions": pl.Int64, "documents": pl.Int64}
CANDIDATES = {
    "day": pl.Date,
    "points": pl.Int64,
    "published": pl.Date,
    "doc_id": pl.String,
    "sentence": pl.Int32,
}

OTHERS = {
    "day": pl.Date,
    "entity_id": pl.String,
    "documents": pl.Int64,
    "points": pl.Int64,
    "published": pl.Date,
    "doc_id": pl.String,
    "sentence": pl.Int32,
}
#: Names of a day, after its most typical one, that may stand for another happening.
_OTHER_NAMES = 12

#: Length of a sentence that reads well as a headline; a shorter one lacks the fact.
_GOOD_LENGTH = (60, 260)
#: Names weigh by how typical they are; these bonuses are in the same thousandths of the whole.
_OTHER_DAY = 600
_LEAD_BONUS, _TOLL_BONUS, _LENGTH_BONUS, _EARLY_BONUS = 350, 200, 300, 150
#: "the horrific October 7 attacks", "since October 7": what is told is another day's.
_LOOKS_BACK = 500
_BACKWARDS = (
    r"(?i)(?:\b(?:since|after|before|until|till|following|prior to|from|the|these|those|that|this|"
    r"its|their)|['’]s)\s+(?:(?:[a-z-]+(?:ic|ous|al|ing|ly|ed|an|ful)|brutal|vicious|barbaric)\s+)?$"
)
_BEFORE = 40


def dated_sentences(tables: Tables, dates: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Date expressions of counted articles that mean one day: doc_id, sentence, start, day, back,
    published, outlet.

    dates: the dates table with a column dateline (bool). back: whether the words before it say that
    the sentence looks back on the day, or forward to it.
    """
    articles = counted(tables["documents"], parameters).select(
        "doc_id", "published", "outlet", "text"
    )
    near = pl.col("published") - pl.col("day")
    first = (pl.col("start") - _BEFORE).clip(lower_bound=0)
    before = pl.col("text").str.slice(first, pl.col("start") - first)
    return (
        dates.filter(
            pl.col("type").is_in(["DATE", "TIME"])
            & pl.col("first").is_not_null()
            & (pl.col("first") == pl.col("last"))
            & ~pl.col("dateline")
        )
        .select("doc_id", "sentence", "start", pl.col("first").alias("day"))
        .join(articles, on="doc_id", maintain_order="left")
        .filter(near.abs() <= pl.duration(days=parameters.lag_days))
        .with_columns(back=before.str.contains(_BACKWARDS))
        .drop("text")
    )


def day_facts(
    dated: pl.DataFrame, mentions: pl.DataFrame, spans: pl.DataFrame, tolls: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """What one shard says of each day.

    day_outlets, day_entities, lag_counts: articles and sentences per day and outlet, articles per
    day and name, expressions per lag. told, told_names: the sentences that name a day, with the
    points that do not depend on other shards, and whom they name: all that a headline is chosen
    by, so that no article is read again when the choice of days has changed.
    """
    outlet = pl.col("outlet").fill_null("")
    by_outlet = dated.group_by("day", outlet).agg(
        pl.col("doc_id").n_unique().cast(pl.Int64).alias("documents"),
        pl.struct("doc_id", "sentence").n_unique().cast(pl.Int64).alias("sentences"),
    )
    told = _told(dated, spans, tolls)
    named = (
        mentions.select(list(_TOLD_NAMES))
        .unique()
        .join(told.select("doc_id", "sentence"), on=["doc_id", "sentence"], how="semi")
    )
    by_entity = (
        told.join(named, on=["doc_id", "sentence"])
        .group_by("day", "entity_id")
        .agg(pl.col("doc_id").n_unique().cast(pl.Int64).alias("documents"))
    )
    lags = (
        dated.with_columns(lag=(pl.col("published") - pl.col("day")).dt.total_days().cast(pl.Int32))
        .group_by("lag")
        .agg(
            pl.len().cast(pl.Int64).alias("mentions"),
            pl.col("doc_id").n_unique().cast(pl.Int64).alias("documents"),
        )
    )
    return {
        "day_outlets": by_outlet.select(list(_DAY_OUTLETS)).sort("day", "outlet"),
        "day_entities": by_entity.select(list(_DAY_ENTITIES)).sort("day", "entity_id"),
        "lag_counts": lags.select(list(_LAG_COUNTS)).sort("lag"),
        "told": told,
        "told_names": named.sort(list(_TOLD_NAMES)),
    }


def _told(dated: pl.DataFrame, spans: pl.DataFrame, tolls: pl.DataFrame) -> pl.DataFrame:
    """The sentences of a shard that name a day (CANDIDATES), without the points of their names."""
    keys = ["doc_id", "sentence"]
    sentences = (
        dated.group_by(*keys, "day", "published")
        .agg(pl.col("back").all())
        .with_columns(others=pl.len().over(*keys) - 1)
        .join(spans.with_columns(length=pl.col("end") - pl.col("start")), on=keys)
        .join(tolls.select(keys).unique().with_columns(toll=pl.lit(True)), on=keys, how="left")
    )
    low, high = _GOOD_LENGTH
    points = (
        pl.when(pl.col("toll").is_not_null()).then(_TOLL_BONUS).otherwise(0)
        + pl.when(pl.col("length").is_between(low, high)).then(_LENGTH_BONUS).otherwise(0)
        + pl.when(pl.col("sentence") < 2).then(_LEAD_BONUS).otherwise(0)
        + pl.when(pl.col("sentence") < 5).then(_EARLY_BONUS).otherwise(0)
        # A sentence that names several days is about none of them in particular.
        - _OTHER_DAY * pl.col("others").cast(pl.Int64)
        - pl.when("back").then(_LOOKS_BACK).otherwise(0)
        # A report of the day itself tells it better than one that looks back on it.
        - 10 * (pl.col("published") - pl.col("day")).dt.total_days().abs().clip(upper_bound=30)
    )
    scored = sentences.with_columns(points=points.cast(pl.Int64))
    return scored.select(list(CANDIDATES)).sort("doc_id", "sentence", "day")


def choose_days(parts: Iterable[Tables], parameters: Parameters) -> dict[str, pl.DataFrame]:
    """The days that are listed, with their counts and alone, and the weight of each name on each.

    The weight of a name is its share of the day's articles times the log of how much higher that
    is than its share of all dated articles; the weights of a day add up to 1000.
    """
    parts = [{name: part[name] for name in ("day_outlets", "day_entities")} for part in parts]
    outlets = _sum(parts, "day_outlets", _DAY_OUTLETS, ["day", "outlet"])
    entities = _sum(parts, "day_entities", _DAY_ENTITIES, ["day", "entity_id"])
    days = (
        outlets.group_by("day", maintain_order=True)
        .agg(
            pl.col("sentences").sum(),
            pl.col("documents").sum(),
            pl.len().cast(pl.Int64).alias("sources"),
            (1 + pl.col("documents").cast(pl.Float64).log()).sum().alias("score"),
        )
        .filter(pl.col("documents") >= parameters.event_documents)
        .with_columns(pl.col("score").round(6))
        .sort(["score", "documents", "sentences", "day"], descending=[True, True, True, False])
        .head(parameters.event_count)
        .sort("day")
    )
    all_articles = int(outlets["documents"].sum() or 0)
    overall = entities.group_by("entity_id").agg(pl.col("documents").sum().alias("overall"))
    share = pl.col("documents") / pl.col("day_documents")
    usual = pl.col("overall") / max(all_articles, 1)
    weights = (
        entities.join(days.select("day", pl.col("documents").alias("day_documents")), on="day")
        .join(overall, on="entity_id")
        .with_columns(weight=share * (1 + (share / usual).log().clip(lower_bound=0)))
        .sort("day", "entity_id")
    )
    scaled = weights.with_columns(
        weight=(1000 * pl.col("weight") / pl.col("weight").sum().over("day")).round().cast(pl.Int64)
    ).sort(["day", "weight", "entity_id"], descending=[False, True, False])
    return {
        "days": days,
        "listed": days.select("day"),
        "weights": scaled.select("day", "entity_id", "weight"),
    }


def headline_candidates(
    told: pl.DataFrame, names: pl.DataFrame, listed: pl.DataFrame, weights: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """The best sentence of one shard for each listed day (CANDIDATES), and those of what else
    happened on it (OTHERS).

    told, names: told and told_names of day_facts; listed, weights: of choose_days.
    """
    keys = ["doc_id", "sentence"]
    sentences = told.join(listed, on="day", how="semi")
    named = (
        names.join(sentences.select(*keys, "day"), on=keys)
        .join(weights, on=["day", "entity_id"])
        .group_by(*keys, "day")
        .agg(pl.col("weight").sum())
    )
    scored = (
        sentences.join(named, on=[*keys, "day"], how="left")
        .with_columns(points=pl.col("points") + pl.col("weight").fill_null(0))
        .select(list(CANDIDATES))
    )
    return {
        "candidates": _best(scored, ["day"]),
        "others": _other_happenings(scored, names, weights),
    }


def _other_happenings(
    scored: pl.DataFrame, names: pl.DataFrame, weights: pl.DataFrame
) -> pl.DataFrame:
    """What articles of a day tell that do not name the day's most typical name (OTHERS).

    One row for each of the next names: the articles that name it, and the best such sentence.
    """
    ranked = weights.with_columns(rank=pl.int_range(pl.len()).over("day"))
    first = ranked.filter(pl.col("rank") == 0).select("day", "entity_id")
    rest = ranked.filter(pl.col("rank").is_between(1, _OTHER_NAMES)).select("day", "entity_id")
    named = scored.join(names, on=["doc_id", "sentence"])
    of_first = named.join(first, on=["day", "entity_id"], how="semi").select("day", "doc_id")
    apart = named.join(rest, on=["day", "entity_id"], how="semi").join(
        of_first.unique(), on=["day", "doc_id"], how="anti"
    )
    documents = apart.group_by("day", "entity_id").agg(
        pl.col("doc_id").n_unique().cast(pl.Int64).alias("documents")
    )
    best = _best(apart, ["day", "entity_id"])
    return best.join(documents, on=["day", "entity_id"]).select(list(OTHERS))


def event_table(parts: Iterable[Tables], chosen: Tables, parameters: Parameters) -> pl.DataFrame:
    """The events table from the candidates of all shards."""
    parts = [{name: part[name] for name in ("candidates", "others")} for part in parts]
    found = [pl.DataFrame(schema=CANDIDATES), *(part["candidates"] for part in parts)]
    best = _best(pl.concat(found), ["day"])
    also = _also([part["others"] for part in parts], parameters)
    names = (
        chosen["weights"]
        .group_by("day", maintain_order=True)
        .agg(pl.col("entity_id").head(parameters.event_entities).alias("entities"))
    )
    table = (
        chosen["days"]
        .join(best, on="day")
        .join(names, on="day", how="left")
        .join(also, on="day", how="left")
        .with_columns(
            pl.col("doc_id").alias("headline_doc_id"),
            pl.col("sentence").alias("headline_sentence"),
            pl.col("entities").fill_null([]),
        )
        # The best sentence of the day may itself be of what else happened.
        .with_columns(
            pl.when(pl.col("also_doc_id") != pl.col("doc_id")).then(pl.col(name)).alias(name)
            for name in ("also_sentence", "also_documents", "also_doc_id")
        )
    )
    return EVENTS.conform(table.select(list(EVENTS.schema)).sort("day"))


def _also(others: Iterable[pl.DataFrame], parameters: Parameters) -> pl.DataFrame:
    """The second happening of a day: of the names that most articles tell of without the first
    one's, the best sentence."""
    rows = pl.concat([pl.DataFrame(schema=OTHERS), *others])
    key = ["day", "entity_id"]
    counts = rows.group_by(key).agg(pl.col("documents").sum().alias("also_documents"))
    told = (
        counts.filter(pl.col("also_documents") >= parameters.event_documents)
        .sort(["day", "also_documents", "entity_id"], descending=[False, True, False])
        .group_by("day", maintain_order=True)
        .head(1)
    )
    best = _best(rows, key).select(
        *key, pl.col("doc_id").alias("also_doc_id"), pl.col("sentence").alias("also_sentence")
    )
    return told.join(best, on=key).drop("entity_id")


def lag_table(parts: Iterable[Tables]) -> pl.DataFrame:
    """The lags table from the counts of all shards."""
    counts = _sum(parts, "lag_counts", _LAG_COUNTS, ["lag"])
    total = int(counts["mentions"].sum() or 0)
    return LAGS.conform(counts.with_columns(share=pl.col("mentions") / max(total, 1)))


def _sum(
    parts: Iterable[Tables], name: str, schema: Mapping[str, type[pl.DataType]], key: list[str]
) -> pl.DataFrame:
    frames = [pl.DataFrame(schema=schema), *(part[name] for part in parts)]
    numbers = [column for column in schema if column not in key]
    return pl.concat(frames).group_by(key).agg(pl.col(numbers).sum()).select(list(schema)).sort(key)


def _best(candidates: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    order = [*key, "points", "published", "doc_id", "sentence"]
    ranked = candidates.sort(order, descending=[name == "points" for name in order])
    return ranked.group_by(key, maintain_order=True).head(1).select(candidates.columns)
