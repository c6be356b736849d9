"""The table of documents, made where it is read: articles, their texts and their groups lie apart.

Kept as a table it would be written and read once more, with the text of every article.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from analysis.contract import Extent, Measured, Part, Tables
from analysis.corpus.tables import DOCUMENTS
from analysis.corpus.texts import texts_of


@dataclass(frozen=True)
class Finished:
    """The documents of one shard.

    texts: part with the table `texts` of read_shard. clean: with `articles` and `changed` of
    clean_shard. grouped: with `members` of finish_shard.
    """

    texts: Part
    clean: Part
    grouped: Part

    @property
    def id(self) -> str:
        return f"finished:{self.texts.id}:{self.clean.id}:{self.grouped.id}"

    def load(self) -> Tables:
        return _Made(self.texts.load(), self.clean.load(), self.grouped.load())


class _Made(Mapping[str, pl.DataFrame]):
    def __init__(self, texts: Tables, clean: Tables, grouped: Tables) -> None:
        self._texts, self._clean, self._grouped = texts, clean, grouped

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name != DOCUMENTS.stem:
            raise KeyError(name)
        articles = self._clean["articles"]
        return DOCUMENTS.conform(
            articles.with_columns(
                texts_of(articles, self._texts["texts"], self._clean["changed"]),
                *self._grouped["members"],
            ).select(DOCUMENTS.schema.keys())
        )

    def extent(self, name: str) -> Extent:
        """See analysis.contract.Measured."""
        if isinstance(self._clean, Measured):
            return self._clean.extent("articles")
        return Extent.of(self._clean["articles"])

    def __iter__(self) -> Iterator[str]:
        return iter((DOCUMENTS.stem,))

    def __len__(self) -> int:
        return 1
