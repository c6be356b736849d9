"""Second phase: texts without the lines that repeat over the corpus; sentences and sketches."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contract import Description, Tables
from analysis.corpus.collection import uncollected
from analysis.corpus.grouping import KEPT_SHINGLES, SKETCHES, WORDS
from analysis.corpus.languages import with_languages
from analysis.corpus.sketches import U64, sketches, word_hashes
from analysis.corpus.tables import REMOVED, SENTENCES
from analysis.corpus.texts import TEXTS, texts_of
from analysis.corpus.years import with_years
from analysis.language.sentences import sentences

I64 = NDArray[np.int64]
#: Articles whose words are hashed at a time: arrays over a whole shard would fill the memory.
_AT_ONCE = 200
#: Hashes lie in tables as bytes, four each.
_HASH = np.dtype("<u4")


@uncollected()
def clean_shard(tables: Tables, learned: Tables, *, description: Description) -> Tables:
    """Articles with sentences and sketches, and the texts that differ from those of the file; what
    was removed is added."""
    articles, changed, removed = _without_lines(tables, learned["lines"])
    texts = texts_of(articles, tables["texts"], changed).to_list()
    articles = with_languages(articles, changed, learned["languages"], description.language)
    articles = with_years(articles, learned["years"])
    found = sketched(articles["doc_id"].to_list(), articles["published"].to_list(), texts)
    articles = _with_whole_outlets(articles, learned["outlets"]).with_columns(
        words=found["sketches"]["length"]
    )
    return {
        "articles": articles.drop("source"),
        "changed": changed,
        "repairs": tables["repairs"].filter(pl.col("doc_id").is_in(articles["doc_id"].implode())),
        "removed": removed,
        "sentences": _sentences(articles["doc_id"].to_list(), texts),
        **found,
        "units": tables["units"],
    }


def _with_whole_outlets(articles: pl.DataFrame, outlets: pl.DataFrame) -> pl.DataFrame:
    joined = articles.join(outlets, on=["source_file", "outlet"], how="left", maintain_order="left")
    return joined.with_columns(outlet=pl.coalesce("whole", "outlet")).drop("whole")


def _without_lines(
    tables: Tables, lines: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The articles that are left without those lines, those texts that are others without them,
    and all that was removed."""
    articles, removed = tables["articles"], tables["removed"]
    gone = tables["edges"].join(lines, on="line", how="semi")
    if gone.is_empty():
        return articles, pl.DataFrame(schema=TEXTS), removed
    dropped: dict[str, set[str]] = defaultdict(set)
    for doc_id, line in gone.select("doc_id", "line").iter_rows():
        dropped[doc_id].add(line)
    touched = articles.filter(pl.col("doc_id").is_in(gone["doc_id"].unique().implode()))
    texts = {
        doc_id: "\n\n".join(one for one in text.split("\n\n") if one not in dropped[doc_id])
        for doc_id, text in tables["texts"].join(touched, on="doc_id", how="semi").iter_rows()
    }
    places = gone.join(
        touched.select("doc_id", "source_file", "record"), on="doc_id", maintain_order="left"
    )
    more = places.select(
        "source_file",
        "record",
        "start",
        "end",
        rule=pl.lit("repeated_line"),
        text=pl.col("line"),
    )
    # An article that held nothing else is none.
    empty = [doc_id for doc_id, text in texts.items() if not text]
    articles = articles.filter(~pl.col("doc_id").is_in(empty))
    changed = pl.DataFrame(sorted(texts.items()), schema=TEXTS, orient="row")
    return articles, changed, pl.concat([removed, more.select(REMOVED.schema.keys())])


def _sentences(ids: list[str], texts: list[str]) -> pl.DataFrame:
    owners: list[str] = []
    numbers: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for doc_id, text in zip(ids, texts, strict=True):
        spans = sentences(text)
        owners += [doc_id] * len(spans)
        numbers += range(len(spans))
        starts += [start for start, _ in spans]
        ends += [end for _, end in spans]
    return pl.DataFrame([owners, numbers, starts, ends], schema=SENTENCES.schema)


def sketched(
    ids: Sequence[str], published: Sequence[date | None], texts: Sequence[str]
) -> dict[str, pl.DataFrame]:
    """What grouping reads of articles: `sketches`, their `shingles`, and `words`."""
    exact: list[int] = []
    words: list[bytes] = []
    kept: list[bytes] = []
    for first in range(0, len(texts), _AT_ONCE):
        hashes, offsets = word_hashes(texts[first : first + _AT_ONCE])
        own, bounds = sketches(hashes, offsets)
        short = (hashes >> np.uint64(32)).astype(_HASH)
        exact += [_digest(hashes[start:end]) for start, end in _bounds(offsets)]
        words += [short[start:end].tobytes() for start, end in _bounds(offsets)]
        kept += [own[start:end].tobytes() for start, end in _bounds(bounds)]
    lengths = [len(one) // _HASH.itemsize for one in words]
    sizes = [len(one) // _HASH.itemsize for one in kept]
    return {
        "sketches": pl.DataFrame([ids, published, exact, lengths, sizes], schema=SKETCHES),
        "shingles": pl.DataFrame([kept], schema=KEPT_SHINGLES),
        "words": pl.DataFrame([exact, words], schema=WORDS),
    }


def _bounds(offsets: I64) -> Iterator[tuple[int, int]]:
    return pairwise(offsets.tolist())


def _digest(hashes: U64) -> int:
    return int.from_bytes(blake2b(hashes.tobytes(), digest_size=8).digest(), "big")
