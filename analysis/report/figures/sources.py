"""Which reported totals can be set against each other, and who says so."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analysis.report.figures.frames import Frame, Types, read

_TOLLS: Types = {
    "doc_id": pl.String,
    "start": pl.Int64,
    "value": pl.Int64,
    "bound": pl.String,
    "outcome": pl.String,
    "group": pl.String,
    "place": pl.String,
    "attributed_to": pl.String,
    "cumulative": pl.Boolean,
    "as_of": pl.Date,
}
#: Entities that the tolls' words name, where the table says so.
_RESOLVED: Types = {"subset": pl.Boolean, "place_id": pl.String, "source_id": pl.String}
_ARTICLES: Types = {
    "doc_id": pl.String,
    "outlet": pl.String,
    "published": pl.Date,
    "copy_of": pl.String,
}
UNNAMED = "no source named"
OTHERS = "other sources"
#: Words that do not tell one source from another.
_ARTICLES_AND_OWNERS = frozenset({"a", "an", "her", "his", "its", "s", "the", "their"})
_SMALL = _ARTICLES_AND_OWNERS | {"and", "at", "by", "for", "in", "of", "on"}


@dataclass(frozen=True)
class Totals:
    """Running totals of one outcome, group and place.

    rows: source, day, value, bound, placed (false: the sentence names no place), doc_id, start.
    sources: in the order of the legend. place: None where no sentence names one.
    undated: figures without a day, left out.
    """

    rows: pl.DataFrame
    sources: list[str]
    place: str | None
    undated: int


def grouped_sources(named: list[str]) -> dict[str, str]:
    """Ways to name a source, brought together where all words of one stand in the other.

    "the Health Ministry" and "Gaza's Health Ministry" are one; the most frequent way, of equally
    frequent ones the longer, names it. Fit for figures of one place only: elsewhere the
    ministries of two countries would meet.
    """
    words = {
        one: frozenset(re.findall(r"\w+", one.lower().replace("’", "'"))) - _SMALL for one in named
    }
    ranked = sorted(Counter(named).items(), key=lambda each: (-each[1], -len(each[0]), each[0]))
    heads: list[str] = []
    found: dict[str, str] = {}
    for one, _ in ranked:
        same = [
            head
            for head in heads
            if words[one]
            and words[head]
            and (words[one] <= words[head] or words[head] <= words[one])
        ]
        found[one] = same[0] if same else one
        if not same:
            heads.append(one)
    return found


def running_totals(
    tolls: Frame,
    documents: Frame,
    outcome: str,
    group: str,
    most: int,
    names: Mapping[str, str],
) -> Totals | None:
    """The running totals of the place that has most of them, and those that name no place.

    most: sources that keep their name; the rest are taken together. names: of the entities that
    speak, by entity_id. None where there is no total.
    """
    table = read(tolls, _TOLLS, _RESOLVED)
    lacking = {column: kind for column, kind in _RESOLVED.items() if column not in table.columns}
    table = table.with_columns(pl.lit(None, kind).alias(column) for column, kind in lacking.items())
    table = table.filter(~pl.col("subset").fill_null(False))
    running = (
        table.filter(pl.col("outcome") == outcome, pl.col("group") == group, pl.col("cumulative"))
        .with_columns(scope=pl.coalesce("place_id", "place"))
        .join(read(documents, _ARTICLES), on="doc_id")
        .filter(pl.col("copy_of").is_null())
        .with_columns(day=pl.coalesce("as_of", "published"))
    )
    if running.is_empty():
        return None
    dated = running.filter(pl.col("day").is_not_null())
    scopes = (
        dated.filter(pl.col("scope").is_not_null())
        .group_by("scope")
        .len()
        .sort(["len", "scope"], descending=[True, False])["scope"]
    )
    here = pl.col("scope").is_in(scopes.head(1).implode())
    own = dated.filter(pl.col("scope").is_null() | here).with_columns(
        placed=pl.col("scope").is_not_null()
    )
    written = own["place"].drop_nulls().mode().sort()
    rows, sources = _with_sources(own, most, names)
    place = str(written[0]) if len(written) else None
    return Totals(rows, sources, place, running.height - dated.height)


def _with_sources(
    own: pl.DataFrame, most: int, names: Mapping[str, str]
) -> tuple[pl.DataFrame, list[str]]:
    """The rows with a source each (the outlet where none is named), and the sources."""
    known = pl.col("source_id").replace_strict(names, default=None, return_dtype=pl.String)
    own = own.with_columns(attributed_to=pl.coalesce(known, "attributed_to"))
    joined = grouped_sources(own["attributed_to"].drop_nulls().to_list())
    said = (
        pl.col("attributed_to")
        .replace_strict(joined, default=None, return_dtype=pl.String)
        .str.replace(r"^(?i:the) ", "")
    )
    named = own.with_columns(source=pl.coalesce(said, "outlet", pl.lit(UNNAMED)))
    ranked = (
        named.group_by("source")
        .agg(placed=pl.col("placed").sum(), rows=pl.len(), said=pl.col("attributed_to").count())
        .sort(["placed", "said", "rows", "source"], descending=[True, True, True, False])
    )
    kept = ranked["source"].head(most).to_list()
    rows = (
        named.with_columns(
            source=pl.when(pl.col("source").is_in(kept)).then("source").otherwise(pl.lit(OTHERS))
        )
        .select("source", "day", "value", "bound", "placed", "doc_id", "start")
        .sort("source", "day", "value", "doc_id", "start")
    )
    return rows, kept + ([OTHERS] if ranked.height > most else [])
