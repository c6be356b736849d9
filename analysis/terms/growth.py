"""How the vocabulary grows as the articles are read (Heaps' law)."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import Tables
from analysis.terms.merge import numbers_of
from analysis.terms.tables import GROWTH

#: Rows of the table at most: a curve needs no more.
POINTS = 60


def in_order(articles: pl.DataFrame) -> npt.NDArray[np.int64]:
    """Rows of the articles that count, in order of publication; undated ones stand last.

    articles: doc_id, published, counted. Articles of one day stand in order of doc_id.
    """
    order = (
        articles.select("doc_id", "published", "counted", row=pl.int_range(pl.len()))
        .filter("counted")
        .sort("published", "doc_id", nulls_last=True)
    )
    return order["row"].to_numpy().astype(np.int64)


def growth(found: Iterable[Tables], articles: pl.DataFrame, merged: Tables) -> pl.DataFrame:
    """The table of the vocabulary's growth.

    found: facts of the shards, of which `firsts` is read; articles: theirs, one after the other;
    merged: see analysis.terms.merge.merge_vocabulary. N-grams are left out.
    """
    order = in_order(articles)
    # A term's place is that of its first article; articles that do not count stand behind all.
    place = np.full(len(articles), len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    totals = merged["totals"]
    met = np.full(len(totals), len(order), dtype=np.int64)
    begin = 0
    sizes = merged["shards"]["articles"]
    for one, local, size in zip(found, numbers_of(merged), sizes, strict=True):
        own = np.append(place[begin : begin + size], len(order))
        met[local] = np.minimum(met[local], own[one["firsts"]["first"].to_numpy()])
        begin += size
    words = met[totals["n"].to_numpy() == 1]
    types = np.bincount(words, minlength=len(order) + 1)[: len(order)]
    kept = np.unique(np.round(np.linspace(0, max(len(order) - 1, 0), POINTS)).astype(int))
    kept = kept[: len(order)]
    return GROWTH.conform(
        pl.DataFrame(
            {
                "articles": kept + 1,
                "words": np.cumsum(articles["words"].to_numpy()[order])[kept],
                "types": np.cumsum(types)[kept],
            },
            schema=GROWTH.schema,
        )
    )
