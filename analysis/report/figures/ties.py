"""Which names and ties a drawing of the network shows."""

from dataclasses import dataclass

import polars as pl

from analysis.report.figures.frames import Frame, Types, read

PAIRS: Types = {
    "entity_a": pl.String,
    "entity_b": pl.String,
    "sentences": pl.Int64,
    "g2": pl.Float64,
    "npmi": pl.Float64,
    "p_adjusted": pl.Float64,
    "in_backbone": pl.Boolean,
}
ENTITIES: Types = {
    "entity_id": pl.String,
    "name": pl.String,
    "type": pl.String,
    "mentions": pl.Int64,
    "documents": pl.Int64,
}


@dataclass(frozen=True)
class Drawing:
    """What is drawn: nodes with their marks, ties between them."""

    nodes: pl.DataFrame
    ties: pl.DataFrame


def around_name(ties: pl.DataFrame, centre: str) -> pl.DataFrame:
    """The ties of a name, and those between its neighbours."""
    own = ties.filter((pl.col("entity_a") == centre) | (pl.col("entity_b") == centre))
    near = pl.concat([own["entity_a"], own["entity_b"]]).unique().implode()
    return ties.filter(pl.col("entity_a").is_in(near), pl.col("entity_b").is_in(near))


def chosen_ties(ties: pl.DataFrame, entities: pl.DataFrame, nodes: Frame, most: int) -> Drawing:
    """The names with most sentences in their ties, as long as a tie to another one is shown."""
    ends = pl.concat(
        [ties.select(entity_id=end, sentences="sentences") for end in ("entity_a", "entity_b")]
    )
    strength = (
        ends.group_by("entity_id")
        .agg(strength=pl.col("sentences").sum(), ties=pl.len().cast(pl.Int64))
        .sort(["strength", "entity_id"], descending=[True, False])
        .head(most)
    )
    kept = strength["entity_id"].implode()
    drawn = ties.filter(pl.col("entity_a").is_in(kept), pl.col("entity_b").is_in(kept)).sort(
        "entity_a", "entity_b"
    )
    held = pl.concat([drawn["entity_a"], drawn["entity_b"]]).unique().implode()
    communities = read(nodes, {"entity_id": pl.String, "community": pl.Int64})
    marks = (
        strength.filter(pl.col("entity_id").is_in(held))
        .join(entities, on="entity_id", how="left")
        .join(communities, on="entity_id", how="left")
        .with_columns(
            pl.col("name").fill_null(pl.col("entity_id")), pl.col("mentions").fill_null(0)
        )
        .sort(["strength", "entity_id"], descending=[True, False])
    )
    names = dict(marks.select("entity_id", "name").iter_rows())
    drawn = drawn.with_columns(
        name_a=pl.col("entity_a").replace_strict(names),
        name_b=pl.col("entity_b").replace_strict(names),
    )
    return Drawing(marks, drawn)
