"""Key word in context: every place of a pattern with what stands before and after it."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.contract import InputError
from analysis.explore.query import Query
from analysis.explore.texts import Texts

#: Noncharacters of Unicode, which no text may hold, mark the matches while they are cut out.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
#: Sorting by context needs all places at hand: beyond so many, the first by date are sorted.
SORTED_AT_MOST = 20_000

SORTS = ("date", "left", "right", "match", "outlet")


@dataclass(frozen=True)
class Found:
    """Places of a pattern.

    lines: row, start, end (code points of the text), left, match, right.
    total, articles: of the whole selection, not only of `lines`.
    complete: whether the order of `lines` rests on all places.
    """

    lines: pl.DataFrame
    total: int
    articles: int
    complete: bool


def concordance(
    texts: Texts,
    query: Query,
    rows: np.ndarray,
    *,
    sort: str = "date",
    width: int = 60,
    limit: int = 200,
) -> Found:
    """Find a query in some articles.

    rows: rows of the articles, in the order in which places are to stand.
    sort: date keeps that order; left and right sort by the words before and after.
    width: code points of context on either side.
    limit: places returned; 0 for all.
    """
    if sort not in SORTS:
        raise InputError(f"sort = {sort!r} is not known: there are {', '.join(SORTS)}")
    counts = matches(texts, query, None if _everything(rows) else np.sort(rows))
    order = pl.DataFrame({"row": rows.astype(np.uint32)}).with_row_index("place")
    ordered = order.join(counts, on="row").sort("place")
    total = int(ordered["n"].sum())
    enough = limit if sort == "date" else SORTED_AT_MOST
    wanted = ordered
    if limit and total > enough:
        before = pl.col("n").cum_sum() - pl.col("n")
        wanted = ordered.filter(before < enough)
    lines = _cut_out(texts, query, wanted, width)
    if (lines["end"] <= lines["start"]).any():
        raise InputError(
            f"{query.typed!r} also matches where nothing stands: ask for at least one letter"
        )
    lines = _sorted(lines, sort)
    shown = lines.head(limit) if limit else lines
    complete = sort == "date" or wanted.height == ordered.height
    return Found(shown, total, ordered.height, complete)


def matches(texts: Texts, query: Query, rows: np.ndarray | None = None) -> pl.DataFrame:
    """row, n: the articles that hold the query, and how often; of all, or of some rows."""
    return (
        texts.lazy(rows)
        .select("row", pl.col("text").str.count_matches(query.pattern).alias("n"))
        .filter(pl.col("n") > 0)
        .collect(engine="streaming")
    )


def _everything(rows: np.ndarray) -> bool:
    return bool(len(rows)) and len(rows) == int(rows.max()) + 1


def _cut_out(texts: Texts, query: Query, wanted: pl.DataFrame, width: int) -> pl.DataFrame:
    """Places of the wanted articles, in their order."""
    rows = wanted["row"].to_numpy()
    marked = (
        texts.lazy(np.sort(rows))
        .with_columns(
            pl.col("text")
            .str.replace_all(query.pattern, _OPEN + "${0}" + _CLOSE)
            .str.split(_OPEN)
            .alias("piece")
        )
        .explode("piece")
        .with_columns(
            pl.col("piece").str.split_exact(_CLOSE, 1).struct.rename_fields(["match", "after"])
        )
        .unnest("piece")
        .with_columns(
            pl.col("match").str.len_chars().cast(pl.Int64).alias("length"),
            pl.col("after").str.len_chars().fill_null(0).cast(pl.Int64).alias("rest"),
        )
        .with_columns(
            ((pl.col("length") + pl.col("rest")).cum_sum() - pl.col("length") - pl.col("rest"))
            .over("row")
            .alias("start")
        )
        .filter(pl.col("after").is_not_null())
        .with_columns((pl.col("start") + pl.col("length")).alias("end"))
        .with_columns(
            pl.col("text")
            .str.slice(
                pl.max_horizontal(pl.col("start") - width, 0),
                pl.min_horizontal(pl.col("start"), width),
            )
            .alias("left"),
            pl.col("text").str.slice(pl.col("end"), width).alias("right"),
        )
        .select("row", "start", "end", "left", "match", "right")
        .collect()
    )
    ordered = wanted.select("row", "place").join(marked, on="row", maintain_order="left_right")
    one_line = [pl.col(name).str.replace_all(r"\s+", " ") for name in ("left", "match", "right")]
    return ordered.drop("place").with_columns(one_line)


def _sorted(lines: pl.DataFrame, sort: str) -> pl.DataFrame:
    """Lines by the words nearest to the match; equal ones stay in their order."""
    if sort == "right":
        key = pl.col("right").str.to_lowercase().str.replace_all(r"^[^\w]+", "")
        return lines.sort(key, maintain_order=True)
    if sort == "left":
        words = pl.col("left").str.to_lowercase().str.extract_all(r"[\w'’\-]+")
        return lines.sort(words.list.reverse().list.join(" "), maintain_order=True)
    if sort == "match":
        return lines.sort(pl.col("match").str.to_lowercase(), maintain_order=True)
    return lines
