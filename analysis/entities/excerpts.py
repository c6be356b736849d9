"""The chosen sentences of all shards, put together into parts of their own for the model.

A part holds all chosen sentences of some articles, picked by a hash of the article. So the model
reads in large batches, which is what makes it fast, and no part depends on how the corpus is cut
into shards. Offsets count the excerpt's text; `led_back` turns them into the article's.
"""

import re
from collections.abc import Iterable, Sequence

import polars as pl

from analysis.contract import Engine, Part, Tables
from analysis.entities.shares import share

#: Sentences that a part holds on average, at most: the model reads larger parts no faster, and a
#: changed article has one part read again.
SIZE = 256

EXCERPTS = {
    "doc_id": pl.String,
    "text": pl.String,
    "outlet": pl.String,
    "language": pl.String,
    "lower": pl.String,
}
SENTENCES = {
    "doc_id": pl.String,
    "sentence": pl.Int32,
    "start": pl.Int64,
    "end": pl.Int64,
    "origin": pl.Int64,
}
_CAPITALISED = re.compile(r"[A-Z][a-z]+")


def excerpt(tables: Tables, choice: Tables) -> Tables:
    """The chosen sentences of a shard, one excerpt an article.

    lower: words that the article prints in lower case and its excerpt with a capital, parted by
    blanks; origin: where the sentence begins in the article.
    """
    texts = tables["documents"].select("doc_id", "outlet", "language", whole="text")
    sentences = (
        tables["sentences"]
        .select("doc_id", "sentence", "start", "end")
        .join(share(choice, "chosen"), on=["doc_id", "sentence"], how="semi")
        .join(texts.select("doc_id", "whole"), on="doc_id")
        .sort("doc_id", "sentence")
        .select(
            "doc_id",
            "sentence",
            origin="start",
            text=pl.col("whole").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
        )
        .with_columns(size=pl.col("text").str.len_chars().cast(pl.Int64))
        .with_columns(end=(pl.col("size") + 1).cum_sum().over("doc_id") - 1)
        .with_columns(start=pl.col("end") - pl.col("size"))
    )
    documents = (
        sentences.group_by("doc_id", maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
        .join(texts, on="doc_id", maintain_order="left")
    )
    lower = [_lower(text, whole) for text, whole in documents.select("text", "whole").iter_rows()]
    return {
        "documents": documents.with_columns(lower=pl.Series(lower, dtype=pl.String)).select(
            list(EXCERPTS)
        ),
        "sentences": sentences.select(list(SENTENCES)),
    }


def _lower(text: str, whole: str) -> str:
    capitalised = {word.lower() for word in _CAPITALISED.findall(text)}
    return " ".join(sorted(capitalised.intersection(whole.split())))


def gather(shards: Iterable[Tables]) -> Tables:
    """All excerpts, with the part that each is to be read in."""
    given = list(shards)
    documents = pl.concat([tables["documents"] for tables in given])
    sentences = pl.concat([tables["sentences"] for tables in given])
    # A power of two, so that a few articles more seldom move the others to another part.
    parts = 1 << max(0, -(-sentences.height // SIZE) - 1).bit_length()
    part = (pl.col("doc_id").hash(seed=2) % parts).cast(pl.Int64).alias("part")
    return {
        "documents": documents.with_columns(part).sort("part", "doc_id"),
        "sentences": sentences.with_columns(part).sort("part", "doc_id", "sentence"),
    }


def parted(engine: Engine, gathered: Part) -> list[Part]:
    """The excerpts part by part; one empty part where nothing was chosen."""
    tables = gathered.load()
    documents, sentences = (
        tables[name].partition_by("part", include_key=False, as_dict=True)
        for name in ("documents", "sentences")
    )
    if not documents:
        empty = {name: frame.drop("part") for name, frame in tables.items()}
        return [engine.share(empty)]
    return [
        engine.share({"documents": documents[number], "sentences": sentences[number]})
        for number in sorted(documents)
    ]


def led_back(named: Sequence[Tables] | Iterable[Tables], gathered: Tables) -> Tables:
    """The names found in excerpts, with offsets in their articles, by article and place."""
    moved = gathered["sentences"].select(
        "doc_id", "sentence", shift=pl.col("origin") - pl.col("start")
    )
    rows = pl.concat([tables["named"] for tables in named])
    return {
        "named": rows.join(moved, on=["doc_id", "sentence"])
        .with_columns(pl.col("start", "end") + pl.col("shift"))
        .drop("shift")
        .sort("doc_id", "sentence", "start")
    }
