"""Counts by outlet and by period, and the shards' answers added up."""

from collections.abc import Iterable

import numpy as np
import polars as pl

from analysis.contract import Tables
from analysis.terms.merge import merge_periods
from analysis.terms.tables import OUTLET_FREQUENCIES, PERIOD_FREQUENCIES

#: What identifies a row of an answer whose rows are added up.
_KEYS = {
    "course": ["term", "period"],
    "sizes": ["period"],
    "near": ["level", "first", "second"],
    "alone": ["level", "term"],
    "contexts": ["level"],
    "phrases": ["phrase", "n"],
}

#: Answers that hold numbers only, each as narrow as it may be in its shard.
_NARROW = ("near", "alone", "contexts")

#: Shards whose answers are held before they are added up.
_AT_ONCE = 16


def sum_up(answers: Iterable[Tables]) -> dict[str, pl.DataFrame]:
    """The shards' answers added up, those by a shard's own numbers left out."""
    added: dict[str, list[pl.DataFrame]] = {name: [] for name in _KEYS}
    for one in answers:
        for name, frames in added.items():
            rows = one[name]
            frames.append(rows.cast(pl.Int64) if name in _NARROW else rows)
            if len(frames) == _AT_ONCE:
                frames[:] = [_sums(frames, name)]
    return {name: _sums(frames, name).sort(_KEYS[name]) for name, frames in added.items()}


def _sums(frames: list[pl.DataFrame], name: str) -> pl.DataFrame:
    return pl.concat(frames).group_by(_KEYS[name]).agg(pl.all().sum())


def shortfalls(answers: Iterable[Tables], scarce: pl.DataFrame) -> pl.DataFrame:
    """The scarce terms with their shortfalls (value) added up over the shards."""
    value = np.zeros(len(scarce), dtype=np.int64)
    for one in answers:
        rows = one["shortfalls"]
        # Each number once in a shard: plain addition by index is right.
        value[rows["number"].to_numpy()] += rows["value"].to_numpy()
    return scarce.with_columns(pl.Series("value", value))


def outlet_frequencies(merged: Tables, groups: pl.DataFrame) -> pl.DataFrame:
    """The table of frequencies by outlet.

    groups: part, form, count, documents; see analysis.terms.merge.merge_groups.
    """
    outlets = (
        merged["parts"]
        .with_row_index("part")
        .filter((pl.col("kind") == "outlet") & pl.col("name").is_not_null())
        .select("part", outlet="name", words=pl.col("words").sum().over("name"))
    )
    # Parts stand by name and forms by term already: rows need sorting only where an outlet is in
    # several parts, by language.
    if outlets["outlet"].n_unique() < len(outlets):
        number = outlets.select(pl.col("part").first().over("outlet").alias("first"), "part")
        groups = (
            groups.join(number, on="part")
            .group_by(part="first", form="form")
            .agg(pl.col("count", "documents").sum())
            .sort("part", "form")
        )
    return OUTLET_FREQUENCIES.conform(_spelled(groups, outlets, "part", merged["totals"]))


def period_frequencies(
    answers: Iterable[Tables],
    merged: Tables,
    sizes: pl.DataFrame,
    unit: str,
) -> pl.DataFrame:
    """The table of frequencies by period.

    sizes: period, words; unit: day, week or month.
    """
    periods = sizes.select("period", "words", unit=pl.lit(unit)).with_row_index("number")
    rows = merge_periods(answers, merged, sizes["period"]).rename({"period": "number"})
    return PERIOD_FREQUENCIES.conform(_spelled(rows, periods, "number", merged["totals"]))


def _spelled(
    rows: pl.DataFrame, parts: pl.DataFrame, number: str, totals: pl.DataFrame
) -> pl.DataFrame:
    """Sums with the names of parts and terms, and their rate."""
    joined = rows.join(parts, on=number, maintain_order="left")
    return joined.with_columns(
        totals["term"].gather(joined["form"]).alias("term"),
        per_million=1e6 * pl.col("count") / pl.col("words"),
    )
