"""The articles of a finished run, and how some of them are chosen."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import InputError, Table
from analysis.corpus.tables import DOCUMENTS, VARIANTS
from analysis.entities.tables import ENTITIES, MENTIONS
from analysis.explore.counts import Counts
from analysis.explore.network import Network
from analysis.explore.query import parse_query
from analysis.explore.selection import Where, in_words, selected
from analysis.explore.texts import Texts
from analysis.pipeline.reader import Run
from analysis.terms.tables import DOCUMENT_TERMS

if TYPE_CHECKING:
    # Imported when the first table is asked for: it takes longer than all the rest.
    import pandas as pd

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Article:
    """One article: its row of 10_corpus/documents, and its text."""

    facts: Mapping[str, Any]
    text: str

    def __str__(self) -> str:
        return self.text


class Articles:
    """The articles of a run; what they hold is read when it is first needed."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._counting = threading.Lock()

    @cached_property
    def articles(self) -> pl.DataFrame:
        """Every article without its text, sorted by doc_id."""
        return self.run.scan(DOCUMENTS).drop("text").collect()

    @cached_property
    def texts(self) -> Texts:
        """The articles' texts."""
        words = int(self.articles["words"].sum())
        return Texts(self.run, self.articles["doc_id"], words)

    @cached_property
    def _by_date(self) -> npt.NDArray[np.int64]:
        keys = self.articles.select("published", "doc_id").with_row_index("row")
        rows = keys.sort("published", "doc_id", nulls_last=True)["row"]
        return rows.to_numpy().astype(np.int64)

    @cached_property
    def copy_counts(self) -> pl.Series:
        """How many copies each article's group holds, by row of `articles`."""
        here = self.articles.select("group_id", "copy_of")
        counted = here.select(pl.col("copy_of").count().over("group_id").cast(pl.Int64))
        return counted.to_series()

    @cached_property
    def outlets(self) -> list[str]:
        """The outlets, in alphabetical order.

        >>> corpus.outlets[:2]
        ['Northwire', 'Southpost']
        """
        return list(self.articles["outlet"].drop_nulls().unique().sort())

    def mask(self, where: Where = None, *, copies: bool = False) -> Mask:
        """One truth value per row of `articles`: whether the article is chosen.

        >>> int(corpus.mask({"term": "night ferry"}).sum())
        1
        """
        chosen = selected(where)
        articles = self.articles
        held = np.ones(articles.height, dtype=np.bool_)
        if not copies:
            held &= articles["copy_of"].is_null().to_numpy()
        if chosen.outlet is not None:
            same = articles["outlet"].str.to_lowercase() == chosen.outlet.lower()
            held &= same.fill_null(False).to_numpy()
        if chosen.first is not None:
            held &= (articles["published"] >= chosen.first).fill_null(False).to_numpy()
        if chosen.last is not None:
            held &= (articles["published"] <= chosen.last).fill_null(False).to_numpy()
        if chosen.term is not None:
            held &= self._holding(chosen.term)
        if chosen.entity is not None:
            held &= self._naming(chosen.entity)
        return held

    def rows(self, where: Where = None, *, copies: bool = False) -> npt.NDArray[np.int64]:
        """Rows of the chosen articles in order of publication, undated ones last.

        >>> corpus.articles["outlet"][corpus.rows({"to": "2024-03-01"})].to_list()
        ['Northwire', 'Southpost']
        """
        return self._by_date[self.mask(where, copies=copies)[self._by_date]]

    def _holding(self, term: str) -> Mask:
        word = term.strip().lower()
        if self.run.has(DOCUMENT_TERMS) and self.counts.known(word):
            return self.counts.holding(word)
        pattern = parse_query(term).pattern
        found = self.texts.lazy().filter(pl.col("text").str.contains(pattern)).select("row")
        return self._flags(found.collect(engine="streaming")["row"].to_numpy())

    def _naming(self, entity: str) -> Mask:
        entity_id = self.network.resolve(entity)
        named = self.run.scan(MENTIONS).filter(pl.col("entity_id") == entity_id)
        ids = named.select(pl.col("doc_id").unique()).collect()["doc_id"].sort()
        return self._flags(self.articles["doc_id"].search_sorted(ids).to_numpy())

    def _flags(self, rows: npt.NDArray[Any]) -> Mask:
        held = np.zeros(self.articles.height, dtype=np.bool_)
        held[rows] = True
        return held

    def documents(self, where: Where = None, *, copies: bool = False) -> "pd.DataFrame":
        """The chosen articles in order of publication, without their texts.

        >>> corpus.documents({"outlet": "Northwire"})["published"].dt.date.tolist()[:1]
        [datetime.date(2024, 3, 1)]
        """
        return self.articles[self.rows(where, copies=copies)].to_pandas()

    def article(self, doc_id: str) -> Article:
        """One article with its text. Raises InputError where there is none of that id.

        >>> first = corpus.documents()["doc_id"][0]
        >>> str(corpus.article(first))[:24]
        'Ada Hill opened the nigh'
        """
        found = self.articles.filter(pl.col("doc_id") == doc_id)
        if not found.height:
            raise InputError(
                f"there is no article {doc_id!r} in this run: ids are in corpus.documents()"
            )
        return Article(found.row(0, named=True), self.texts.some([doc_id])[doc_id])

    def copies(self, doc_id: str) -> "pd.DataFrame":
        """The members of an article's group of copies, the earliest first; itself among them.

        >>> first = corpus.evidence("Ada Hill", "Port Vale")["doc_id"][0]
        >>> corpus.copies(first)["copy_of"].isna().tolist()
        [True, False]
        """
        group = self.article(doc_id).facts["group_id"]
        members = self.articles.filter(pl.col("group_id") == group)
        first = members["copy_of"].is_null()
        return members.with_columns(first=first).sort(
            "first", "published", "doc_id", descending=[True, False, False], nulls_last=True
        ).drop("first").to_pandas()  # fmt: skip

    def variants(self, doc_id: str) -> "pd.DataFrame":
        """Values that differ between an article and its copies.

        >>> first = corpus.evidence("Ada Hill", "Port Vale")["doc_id"][0]
        >>> corpus.variants(first)[["value", "other_value"]].values.tolist()
        [['400', '300']]
        """
        group = self.article(doc_id).facts["group_id"]
        return self.run.scan(VARIANTS).filter(pl.col("group_id") == group).collect().to_pandas()

    @cached_property
    def counts(self) -> Counts:
        """Words of every article, for counting any selection."""
        self._need(DOCUMENT_TERMS)
        with self._counting:
            # Whoever had to wait for another thread finds them counted.
            found: Counts | None = self.__dict__.get("counts")
            return found or Counts(self.run, self.articles["doc_id"])

    @cached_property
    def network(self) -> Network:
        """Entities and their pairs."""
        self._need(ENTITIES)
        return Network(self.run)

    def describe(self, where: Where = None) -> str:
        """A selection in words.

        >>> corpus.describe({"outlet": "Northwire", "from": "2024-03-01", "entity": "Ada Hill"})
        'Northwire, from 2024-03-01, naming Ada Hill'
        """
        return in_words(selected(where))

    def _need(self, table: Table) -> None:
        self.run.scan(table)
