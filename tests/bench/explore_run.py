"""Writes a finished run of made-up articles, of any size, to explore: tables only, no raw files.

python -m tests.bench.explore_run --megabytes 100 --to FOLDER   (FOLDER becomes data/processed)
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from analysis.contract import Table
from analysis.corpus import tables as corpus
from analysis.entities import tables as entities
from analysis.terms import tables as terms
from analysis.timeline import tables as timeline
from tests.explore.tiny import write_run

WORDS = 400
SENTENCE = 20
VOCABULARY = 150_000
ENTITIES = 4_000
MENTIONS = 18
FIRST = date(2022, 1, 1)
DAYS = 1_000
OUTLETS = 25


def _conform(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns that were not made: null, or empty and zero where needed."""
    blanks = []
    for column in table.columns:
        if column.name in frame.columns:
            continue
        empty: object = None
        if not column.nullable:
            kind = column.type
            empty = "" if kind == pl.String else [] if isinstance(kind, pl.List) else 0
        blanks.append(pl.lit(empty, dtype=column.type).alias(column.name))
    cast = {name: kind for name, kind in table.schema.items() if name in frame.columns}
    return table.conform(frame.cast(cast).with_columns(blanks).sort(table.key))


def make(megabytes: float, seed: int = 1) -> dict[str, pl.DataFrame]:
    """The tables that the explorer reads."""
    rng = np.random.default_rng(seed)
    letters = rng.integers(97, 123, (VOCABULARY, 9), dtype=np.uint8)
    lengths = np.clip(rng.normal(5.2, 2, VOCABULARY).round(), 2, 9).astype(int)
    made_up = {bytes(row[:n]).decode() for row, n in zip(letters, lengths, strict=True)}
    words = np.array(sorted(made_up))
    chances = 1 / np.arange(1, len(words) + 1) ** 1.02
    order = rng.permutation(len(words))
    articles = int(megabytes * 1e6 / (WORDS * 5.6))
    ids = np.array([f"{number:016x}" for number in range(articles)])
    texts, starts_all, drawn_all = [], [], []
    reached = np.cumsum(chances / chances.sum())
    for _ in range(articles):
        drawn = order[np.searchsorted(reached, rng.random(WORDS)).clip(0, len(words) - 1)]
        chosen = words[drawn]
        size = np.char.str_len(chosen)
        texts.append(" ".join(chosen))
        starts_all.append(np.concatenate([[0], np.cumsum(size + 1)]))
        drawn_all.append(drawn)
    drawn, starts = np.stack(drawn_all), np.stack(starts_all)
    days = [FIRST + timedelta(days=int(day)) for day in rng.integers(0, DAYS, articles)]
    outlets = [f"Outlet {number}" for number in rng.integers(0, OUTLETS, articles)]
    documents = pl.DataFrame(
        {"doc_id": ids, "source_file": "made.txt", "title": [text[:50] for text in texts],
         "text": texts, "published": days, "outlet": outlets, "words": WORDS, "group_id": ids}
    )  # fmt: skip
    made = {corpus.DOCUMENTS: documents, **_words(ids, words, drawn)}
    made |= _names(rng, ids, starts, days)
    count = WORDS // SENTENCE
    made[corpus.SENTENCES] = pl.DataFrame(
        {"doc_id": np.repeat(ids, count), "sentence": np.tile(np.arange(count), articles),
         "start": starts[:, :-1:SENTENCE].ravel(), "end": starts[:, SENTENCE::SENTENCE].ravel() - 1}
    )  # fmt: skip
    for table in (corpus.FILES, corpus.REMOVED, corpus.REPAIRS, corpus.VARIANTS, entities.MERGES,
                  timeline.DISAGREEMENTS, timeline.COVERAGE):  # fmt: skip
        made[table] = table.empty()
    return {table.name: _conform(table, frame) for table, frame in made.items()}


def _words(ids: np.ndarray, words: np.ndarray, drawn: np.ndarray) -> dict[Table, pl.DataFrame]:
    counted = (
        pl.DataFrame({"row": np.repeat(np.arange(len(ids)), WORDS), "word": drawn.ravel()})
        .group_by("row", "word")
        .agg(pl.len().alias("count"))
    )
    table = counted.select(
        pl.Series("doc_id", ids).gather(counted["row"]),
        pl.Series("term", words).gather(counted["word"]),
        "count",
    )
    totals = table.group_by("term").agg(pl.col("count").sum(), pl.len().alias("documents"))
    totals = totals.with_columns(pl.lit(False).alias("stop_word"), pl.lit(1).alias("n"))
    return {terms.DOCUMENT_TERMS: table, terms.FREQUENCIES: totals}


def _names(
    rng: np.random.Generator, ids: np.ndarray, starts: np.ndarray, days: list[date]
) -> dict[Table, pl.DataFrame]:
    rows = len(ids) * MENTIONS
    article = np.repeat(np.arange(len(ids)), MENTIONS)
    # Half of the mentions share a sentence with another one.
    word = (rng.integers(0, WORDS, rows) // 2 * 2).clip(0, WORDS - 2)
    word[1::2] = (word[::2] // SENTENCE * SENTENCE) + rng.integers(0, SENTENCE // 2, rows // 2) * 2
    number = (ENTITIES * rng.random(rows) ** 3).astype(int)
    names = np.array([f"per-{at:05d}" for at in range(ENTITIES)])
    mentions = pl.DataFrame(
        {"doc_id": ids[article], "sentence": word // SENTENCE, "start": starts[article, word],
         "end": starts[article, word + 2] - 1, "surface": "x", "type": "PER",
         "entity_id": names[number], "method": "model", "day": pl.Series(days).gather(article)}
    ).unique(["doc_id", "start"])  # fmt: skip
    one = mentions.select("doc_id", "sentence", "day", entity_a="entity_id").unique()
    two = mentions.select("doc_id", "sentence", entity_b="entity_id").unique()
    places = one.join(two, on=["doc_id", "sentence"])
    places = places.filter(pl.col("entity_a") < pl.col("entity_b"))
    pair = ["entity_a", "entity_b"]
    pairs = places.group_by(pair).agg(
        pl.len().alias("sentences"), pl.col("doc_id").n_unique().alias("documents")
    ).with_columns(
        pl.lit(0.001).alias("p_adjusted"), (4.0 * pl.col("sentences")).alias("g2"),
        pl.lit(True).alias("in_backbone"),
    )  # fmt: skip
    months = places.group_by(*pair, pl.col("day").dt.truncate("1mo").alias("period")).agg(
        pl.len().alias("sentences"), pl.col("doc_id").n_unique().alias("documents")
    )
    known = mentions.group_by("entity_id").agg(
        pl.len().alias("mentions"), pl.col("doc_id").n_unique().alias("documents")
    ).with_columns(
        pl.concat_str(pl.lit("Name "), "entity_id").alias("name"), pl.lit("PER").alias("type"),
        pl.concat_list("entity_id").alias("aliases"), pl.col("mentions").alias("mentions_all"),
    )  # fmt: skip
    figures = mentions.sample(fraction=0.1, seed=1).with_columns(
        pl.lit(12).alias("value"), pl.lit("exact").alias("bound"),
        pl.lit("killed").alias("outcome"),
        pl.lit("people").alias("group"), pl.lit("a ministry").alias("attributed_to"),
        pl.col("day").alias("as_of"), pl.lit("rule").alias("basis"), pl.lit(False).alias("subset"),
    )  # fmt: skip
    dates = mentions.sample(fraction=0.3, seed=2).with_columns(
        pl.col("day").alias("first"), pl.col("day").alias("last"), pl.lit("DATE").alias("type"),
        pl.col("day").cast(pl.String).alias("value"), pl.lit("published").alias("basis"),
    )  # fmt: skip
    events = dates.group_by("day").agg(
        pl.len().alias("sentences"), pl.col("doc_id").n_unique().alias("documents"),
        pl.lit(5).alias("sources"), pl.col("doc_id").first().alias("headline_doc_id"),
        pl.col("sentence").first().alias("headline_sentence"),
        pl.col("entity_id").head(5).alias("entities"), pl.len().cast(pl.Float64).alias("score"),
    )  # fmt: skip
    return {
        entities.MENTIONS: mentions,
        entities.ENTITIES: known,
        entities.COOCCURRENCE: pairs,
        entities.COOCCURRENCE_BY_MONTH: months,
        entities.EVIDENCE: places.select(*pair, "doc_id", "sentence"),
        entities.NODES: known.select("entity_id"),
        timeline.DATES: dates,
        timeline.TOLLS: figures,
        timeline.EVENTS: events,
    }


def main() -> None:
    """Write the run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--name", default="made")
    given = parser.parse_args()
    write_run(given.to / given.name, given.name, make(given.megabytes))


if __name__ == "__main__":
    main()
