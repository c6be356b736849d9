"""Texts of articles: kept once, with the few beside them that repeated lines were taken out of."""

import polars as pl

#: One row for each article, by doc_id.
TEXTS: dict[str, pl.DataType | type[pl.DataType]] = {"doc_id": pl.String, "text": pl.String}


def texts_of(articles: pl.DataFrame, texts: pl.DataFrame, changed: pl.DataFrame) -> pl.Series:
    """The text of each article, in their order.

    articles: with a column doc_id; texts: of those and perhaps of others, as the files give them;
    changed: those that are others now.
    """
    # Most shards have all their articles in the order of the texts.
    if changed.is_empty() and articles["doc_id"].equals(texts["doc_id"]):
        return texts["text"]
    ids = articles.select("doc_id")
    own = ids.join(texts, on="doc_id", how="left", maintain_order="left")
    own = own.join(changed, on="doc_id", how="left", maintain_order="left", suffix="_changed")
    return own.select(pl.coalesce("text_changed", "text").alias("text"))["text"]
