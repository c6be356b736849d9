"""Which frequent words stand near each other more often than chance would have it."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.terms import association
from analysis.terms.tables import COLLOCATES, COOCCURRENCE

if TYPE_CHECKING:
    import scipy.sparse

#: What two words meet in, by number.
LEVELS = ("article", "sentence", "window")


def cooccurrence(
    near: pl.DataFrame, alone: pl.DataFrame, contexts: pl.DataFrame, terms: pl.Series
) -> pl.DataFrame:
    """The table of co-occurrence.

    near: level, first, second, count; alone: level, term, count (contexts with the term);
    contexts: level, count (all contexts); levels by their place in LEVELS, terms in `terms`.
    """
    joined = (
        near.join(
            alone.select("level", first="term", first_count="count"),
            on=["level", "first"],
            how="left",
            maintain_order="left",
        )
        .join(
            alone.select("level", second="term", second_count="count"),
            on=["level", "second"],
            how="left",
            maintain_order="left",
        )
        .join(
            contexts.select("level", total="count"), on="level", how="left", maintain_order="left"
        )
        .with_columns(
            pl.Series("level", LEVELS, dtype=pl.String).gather(near["level"]),
            terms.gather(near["first"]).alias("first"),
            terms.gather(near["second"]).alias("second"),
        )
        .sort("level", "first", "second")
    )
    table = association.cells(
        *(joined[name].to_numpy() for name in ("count", "first_count", "second_count", "total"))
    )
    return COOCCURRENCE.conform(joined.with_columns(association.measured(table)))


def collocates(
    beside: pl.DataFrame,
    reach: npt.NDArray[np.int64],
    totals: pl.DataFrame,
    nodes: pl.Series,
    min_count: int,
) -> pl.DataFrame:
    """The table of collocates: words around each node more often than by chance.

    beside: node (place in `nodes`, sorted), form (row of totals), left, right; reach: by row of
    the totals, the pairs of places, at most a window apart, of which the word holds one. A pair
    of places is ordered, so that the margins of node and collocate are counted alike.
    """
    rows = beside.with_columns((pl.col("left") + pl.col("right")).alias("count")).filter(
        pl.col("count") >= min_count
    )
    of_node = nodes.to_frame("term").join(
        totals.select("term", pl.int_range(pl.len()).alias("form")),
        on="term",
        how="left",
        maintain_order="left",
    )["form"]
    form = rows["form"].to_numpy()
    node = of_node.gather(rows["node"]).to_numpy()
    table = association.cells(rows["count"].to_numpy(), reach[node], reach[form], int(reach.sum()))
    return COLLOCATES.conform(
        rows.with_columns(
            nodes.gather(rows["node"]).alias("node"),
            totals["term"].gather(form).alias("collocate"),
            totals.select(2 * pl.col("stop_count") > pl.col("count_all"))
            .to_series()
            .gather(form)
            .alias("stop_word"),
            pl.Series("node_count", totals["count"].to_numpy()[node], dtype=pl.Int64),
            pl.Series("collocate_count", totals["count"].to_numpy()[form], dtype=pl.Int64),
            *association.measured(table),
        )
        .filter(pl.col("count") > pl.col("expected"))
        .sort("node", "collocate")
    )


def cooccurrence_matrix(
    table: pl.DataFrame, level: str, value: str = "count"
) -> tuple["scipy.sparse.csr_array", list[str]]:
    """The co-occurrence of one level as a symmetric sparse matrix, and its terms in order.

    table: as written; level: article, sentence or window; value: count, or any of the symmetric
    measures (g2, npmi, log_dice, t, lambda, z).
    """
    import scipy.sparse

    rows = table.filter(pl.col("level") == level)
    terms = sorted(set(rows["first"]) | set(rows["second"]))
    place = {term: number for number, term in enumerate(terms)}
    first = np.array([place[term] for term in rows["first"]], dtype=np.int64)
    second = np.array([place[term] for term in rows["second"]], dtype=np.int64)
    values = rows[value].to_numpy()
    matrix = scipy.sparse.coo_array(
        (
            np.concatenate([values, values]),
            (np.concatenate([first, second]), np.concatenate([second, first])),
        ),
        shape=(len(terms), len(terms)),
    )
    return matrix.tocsr(), terms
