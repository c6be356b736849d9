"""Sums of every word in groups of a shard's articles: outlets, sides of a comparison, periods."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.terms import counting

#: What names a group of articles.
NAMES = ("kind", "name", "language")


def narrow(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Whole numbers, none below 0, in the smallest unsigned type that holds them all."""
    most = int(values.max()) if len(values) else 0
    return values.astype(np.min_scalar_type(most))


def by_group(
    articles: pl.DataFrame,
    forms: npt.NDArray[np.uint32],
    counts: npt.NDArray[np.uint32],
    row_bounds: npt.NDArray[np.int64],
    types: int,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Sums over the articles that count, per outlet and language and per side of the comparison.

    Outlets are parted by language, as only articles of one language are compared; articles
    without an outlet are a group too: others are compared with them.
    Returns group, form, count, documents, held (words of those articles), sorted; and of each
    group its kind (outlet, side), name (null: no outlet) and language (null: unknown, or a side).
    """
    counted = articles.with_row_index("article").filter("counted")
    side = pl.when("target").then(pl.lit("target")).when("reference").then(pl.lit("reference"))
    members = (
        counted.select(
            "article", pl.lit("outlet").alias("kind"), name="outlet", language="language"
        ),
        counted.select(
            "article",
            pl.lit("side").alias("kind"),
            name=side,
            language=pl.lit(None, dtype=pl.String),
        ).filter(pl.col("name").is_not_null()),
    )
    words = articles["words"].to_numpy()
    frames: list[pl.DataFrame] = []
    names: list[pl.DataFrame] = []
    for one in members:
        named = one.select(NAMES).unique().sort(NAMES)
        numbered = one.join(
            named.with_row_index("group"),
            on=NAMES,
            how="left",
            nulls_equal=True,
            maintain_order="left",
        )
        group = np.full(len(articles), -1, dtype=np.int64)
        group[one["article"].to_numpy()] = numbered["group"].to_numpy()
        number, form, sums = group_sums(forms, counts, row_bounds, words, group, len(named), types)
        offset = np.uint32(sum(len(part) for part in names))
        columns = {"group": number + offset, "form": form}
        columns |= {"count": sums[0], "documents": sums[1], "held": sums[2]}
        frames.append(pl.DataFrame(columns))
        names.append(named)
    groups = pl.concat(frames)
    return (
        groups.select(pl.Series(one.name, narrow(one.to_numpy())) for one in groups),
        pl.concat(names),
    )


def group_sums(
    forms: npt.NDArray[np.uint32],
    counts: npt.NDArray[np.uint32],
    row_bounds: npt.NDArray[np.int64],
    words: npt.NDArray[np.int64],
    group: npt.NDArray[np.int64],
    groups: int,
    types: int,
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Sums per form in each group of articles (group: by article, -1: in none).

    Returns group, form and (count, articles, words of those articles) of each row, sorted.
    """
    order = np.argsort(group, kind="stable")
    order = order[np.searchsorted(group[order], 0) :]
    bounds = np.searchsorted(group[order], np.arange(groups + 1))
    found: tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], npt.NDArray[np.int64]]
    found = counting.total_by_group(forms, counts, row_bounds, words, order, bounds, types)
    return found
