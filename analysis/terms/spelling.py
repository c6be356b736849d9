"""From the numbers of a shard's facts to the tables that are written article by article."""

import numpy as np
import polars as pl

from analysis.contract import Tables


def spell(found: Tables) -> Tables:
    """document_terms and concordance_index of one shard.

    found: facts of the shard. Kept apart from the facts because these two are large and nothing
    but the written tables needs them.
    """
    articles, vocabulary = found["articles"], found["vocabulary"]
    return {
        "document_terms": _document_terms(articles, vocabulary, found["postings"]),
        "concordance_index": _index(articles, vocabulary, found["stream"]),
    }


def _document_terms(
    articles: pl.DataFrame, vocabulary: pl.DataFrame, postings: pl.DataFrame
) -> pl.DataFrame:
    article = np.repeat(np.arange(len(articles), dtype=np.uint32), articles["rows"].to_numpy())
    frame = pl.DataFrame(
        {
            "doc_id": articles["doc_id"].gather(pl.Series(article)),
            "term": vocabulary["term"].gather(postings["form"]),
            "count": postings["count"].cast(pl.Int64),
        }
    )
    # Single words are in order; n-grams stand after them, not between.
    one_length = vocabulary["n"].n_unique() < 2
    return frame if one_length else frame.sort("doc_id", "term")


def _index(articles: pl.DataFrame, vocabulary: pl.DataFrame, stream: pl.DataFrame) -> pl.DataFrame:
    """Keys and places of all words, one row per article."""
    import pyarrow as pa

    bounds = np.concatenate([[0], np.cumsum(articles["words"].to_numpy())]).astype(np.int64)
    values = {"keys": vocabulary["key"].gather(stream["form"]), "starts": stream["start"]}
    columns = {
        name: pl.from_arrow(
            pa.LargeListArray.from_arrays(pa.array(bounds), pa.array(value.to_numpy()))
        )
        for name, value in values.items()
    }
    return pl.DataFrame({"doc_id": articles["doc_id"], **columns})
