"""Which frequent words stand near each other more often than chance would have it."""

import numpy as np
import polars as pl
import scipy.sparse

from analysis.terms import association
from analysis.terms.tables import COOCCURRENCE


def cooccurrence(near: pl.DataFrame, alone: pl.DataFrame, contexts: pl.DataFrame) -> pl.DataFrame:
    """The table of co-occurrence.

    near: level, first, second, count; alone: level, term, count (contexts with the term);
    contexts: level, count (all contexts).
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
        .sort("level", "first", "second")
    )
    table = association.cells(
        *(joined[name].to_numpy() for name in ("count", "first_count", "second_count", "total"))
    )
    return COOCCURRENCE.conform(
        joined.with_columns(
            pl.Series("expected", association.expected_cells(table)[0, 0]),
            pl.Series("g2", association.g2(table)),
            pl.Series("npmi", association.npmi(table)),
            pl.Series("log_dice", association.log_dice(table)),
        )
    )


def cooccurrence_matrix(
    table: pl.DataFrame, level: str, value: str = "count"
) -> tuple[scipy.sparse.csr_array, list[str]]:
    """The co-occurrence of one level as a symmetric sparse matrix, and its terms in order.

    table: as written; level: article, sentence or window; value: count, g2, npmi or log_dice.
    """
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
