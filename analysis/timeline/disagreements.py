"""Disagreements: differing figures that were reported for the same day and scope."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from analysis.contract import Tables
from analysis.timeline.coverage import counted
from analysis.timeline.parameters import Parameters
from analysis.timeline.tables import DISAGREEMENTS

_SCOPED = {
    "day": pl.Date,
    "place_id": pl.String,
    "place": pl.String,
    "outcome": pl.String,
    "group": pl.String,
    "cumulative": pl.Boolean,
    "value": pl.Int64,
    "bound": pl.String,
    "source": pl.String,
    "outlet": pl.String,
    "doc_id": pl.String,
    "start": pl.Int64,
    "nationality": pl.String,
    "source_id": pl.String,
}
_SCOPE = ["day", "place", "outcome", "group", "cumulative"]


def scoped_tolls(tables: Tables, tolls: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Tolls of counted articles with their day, place and source (one shard).

    A figure of one event without a place could be of any event and is left out, and so is a joint
    one ("60 killed or injured"), which says of no outcome how many, and a part of another figure
    that no group tells from the whole ("including 27 Americans").
    """
    articles = counted(tables["documents"], parameters).select("doc_id", "published", "outlet")
    return (
        tolls.join(articles, on="doc_id", maintain_order="left")
        .filter(pl.col("place").is_not_null() | pl.col("cumulative"))
        .filter(pl.col("outcome").n_unique().over("doc_id", "start") == 1)
        .filter(~(pl.col("subset") & (pl.col("group") == "people")))
        .with_columns(
            day=pl.coalesce("as_of", "published"),
            source=pl.coalesce("attributed_to", "outlet").fill_null(""),
            outlet=pl.col("outlet").fill_null(""),
        )
        .select(list(_SCOPED))
    )


def disagreement_table(parts: Iterable[pl.DataFrame], names: pl.DataFrame | None) -> pl.DataFrame:
    """One row per day and scope with at least two differing figures.

    parts: frames of scoped_tolls; names: entity_id, name, by which spellings of a place, and of a
    source, are one.
    """
    rows = pl.concat([pl.DataFrame(schema=_SCOPED), *parts])
    if names is not None:
        named = names.select(pl.col("entity_id").alias("place_id"), "name")
        rows = rows.join(named, on="place_id", how="left").with_columns(
            place=pl.coalesce("name", "place")
        )
        speaking = names.select(pl.col("entity_id").alias("source_id"), speaker="name")
        rows = rows.join(speaking, on="source_id", how="left").with_columns(
            source=pl.coalesce("speaker", "source")
        )
    rows = rows.sort("doc_id", "start", "value")
    found: list[dict[str, Any]] = []
    # Most scopes have one report alone: those are left out together, which is much faster.
    several = (pl.col(name).n_unique().over(_SCOPE) > 1 for name in ("value", "doc_id"))
    for scope, part in rows.filter(*several).group_by(_SCOPE, maintain_order=True):
        part = _of_all(part)
        if part["value"].n_unique() < 2 or part["doc_id"].n_unique() < 2:
            continue
        found.append(
            dict(zip(_SCOPE, scope, strict=True))
            | {
                "low": part["value"].min(),
                "high": part["value"].max(),
                "contradictory": contradictory(part.select("value", "bound").rows()),
                "sources": sorted({_plain(source) for source in part["source"]} - {""}),
                "outlets": sorted(set(part["outlet"]) - {""}),
                "rows": [
                    f"{doc_id}:{start}"
                    for doc_id, start in part.select("doc_id", "start")
                    .unique()
                    .sort("doc_id", "start")
                    .rows()
                ],
            }
        )
    return DISAGREEMENTS.frame(found)


def _of_all(part: pl.DataFrame) -> pl.DataFrame:
    """Leave out those who are counted by nationality where others count far more people: "14
    American citizens killed" is no other count of "more than 1,000 people killed"."""
    whole = part.filter(pl.col("nationality").is_null())["value"].max()
    if whole is None:
        return part
    return part.filter(pl.col("nationality").is_null() | (2 * pl.col("value") > whole))


def contradictory(figures: Iterable[tuple[int, str]]) -> bool:
    """Is there no number that satisfies all (value, bound)?

    "About" is taken as within five per cent, so that 2,000 and about 2,050 agree.
    """
    low, high = 0.0, float("inf")
    for value, bound in figures:
        match bound:
            case "exact":
                low, high = max(low, value), min(high, value)
            case "at_least":
                low = max(low, value)
            case "more_than":
                low = max(low, value + 1)
            case "at_most":
                high = min(high, value)
            case "less_than":
                high = min(high, value - 1)
            case _:
                low, high = max(low, 0.95 * value), min(high, 1.05 * value)
    return low > high


def _plain(source: str) -> str:
    return source[4:] if source.lower().startswith("the ") else source
