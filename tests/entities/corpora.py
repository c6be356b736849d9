"""Small corpora for the tests of this stage."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars as pl

from analysis.contract import Description, Given, InMemory, Tables
from analysis.corpus.tables import DOCUMENTS, SENTENCES
from analysis.entities.parameters import Parameters
from analysis.entities.stage import compute
from analysis.entities.tables import TABLES
from analysis.language.sentences import sentences


@dataclass(frozen=True)
class Held:
    """Tables as a part."""

    tables: Tables
    id: str = "held"

    def load(self) -> Tables:
        return self.tables


@dataclass(frozen=True)
class Article:
    text: str
    published: date | None = None
    outlet: str | None = None
    language: str = "en"
    copy_of: int | None = None


def identity(number: int) -> str:
    return f"{number:04d}" + hashlib.sha256(str(number).encode()).hexdigest()[:12]


def shard(articles: Sequence[Article], first: int = 0) -> Tables:
    """Documents and sentences of some articles; `first` numbers them on."""
    documents, rows = [], []
    for number, article in enumerate(articles, first):
        doc_id = identity(number)
        copy = None if article.copy_of is None else identity(article.copy_of)
        documents.append(
            {
                "doc_id": doc_id,
                "source_file": f"{number}.txt",
                "text": article.text,
                "published": article.published,
                "published_conflict": [],
                "outlet": article.outlet,
                "language": article.language,
                "words": len(article.text.split()),
                "group_id": copy or doc_id,
                "copy_of": copy,
            }
        )
        rows += [
            {"doc_id": doc_id, "sentence": index, "start": start, "end": end}
            for index, (start, end) in enumerate(sentences(article.text))
        ]
    return {"documents": DOCUMENTS.frame(documents), "sentences": SENTENCES.frame(rows)}


def run(
    articles: Sequence[Article],
    *,
    cuts: Sequence[int] = (),
    hand: Tables | None = None,
    parameters: Parameters | None = None,
) -> dict[str, pl.DataFrame]:
    """All tables of the stage; cuts: article numbers at which a new shard begins."""
    edges = [0, *cuts, len(articles)]
    shards = [Held(shard(articles[first:last], first)) for first, last in pairwise(edges)]
    given = Given(shards, {}, Held(hand or {}), Description())
    outputs = compute(InMemory(), given, parameters or Parameters())
    result = {
        table.stem: pl.concat(
            [table.conform(part.load()[table.stem]) for part in outputs.tables[table.stem]]
        )
        for table in TABLES
    }
    for name, part in outputs.files.items():
        result[name] = part.load()[name]
    return result
