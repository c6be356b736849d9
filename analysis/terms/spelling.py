"""From the numbers of a shard's facts to the tables that are written article by article."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import Extent, Part, Tables
from analysis.terms.facts import row_bounds_of
from analysis.terms.tables import DOCUMENT_TERMS, INDEX


@dataclass(frozen=True)
class Spelled:
    """document_terms and concordance_index of one shard, each made when it is asked for.

    found: facts of the shard. Where they are made they are encoded at once: kept as tables, they
    would cost more than all counting.
    """

    found: Part

    @property
    def id(self) -> str:
        return f"spelled:{self.found.id}"

    def load(self) -> Tables:
        return _Made(self.found.load())


class Afterwards(Sequence[Part]):
    """Parts that are gone through when something else has been done: what is first in one thread
    is not held up by what another asks of the same processes."""

    def __init__(self, parts: Sequence[Part], first: Callable[[], object]) -> None:
        self._parts = parts
        self._first = first

    def __iter__(self) -> Iterator[Part]:
        self._first()
        return iter(self._parts)

    @overload
    def __getitem__(self, at: int) -> Part: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Part]: ...
    def __getitem__(self, at: int | slice) -> Part | Sequence[Part]:
        return self._parts[at]

    def __len__(self) -> int:
        return len(self._parts)


class _Made(Mapping[str, pl.DataFrame]):
    def __init__(self, found: Tables) -> None:
        self._found = found

    def __getitem__(self, name: str) -> pl.DataFrame:
        articles, vocabulary = self._found["articles"], self._found["vocabulary"]
        if name == DOCUMENT_TERMS.stem:
            return _document_terms(articles, vocabulary, self._found["postings"])
        if name == INDEX.stem:
            return _index(articles, vocabulary, self._found["stream"])
        raise KeyError(name)

    def extent(self, name: str) -> Extent:
        """See analysis.contract.Measured."""
        articles = self._found["articles"]
        if name == INDEX.stem:
            return Extent.of(articles)
        holding = articles.filter(pl.col("rows") > 0)
        return replace(Extent.of(holding), rows=int(holding["rows"].sum()))

    def __iter__(self) -> Iterator[str]:
        return iter((DOCUMENT_TERMS.stem, INDEX.stem))

    def __len__(self) -> int:
        return 2


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
    bounds = row_bounds_of(articles)
    values = {
        "keys": vocabulary["key"].gather(stream["form"]),
        "gaps": stream["gap"].cast(pl.UInt32),
    }
    columns = {name: _lists(bounds, value.to_numpy()) for name, value in values.items()}
    return pl.DataFrame({"doc_id": articles["doc_id"], **columns})


def _lists(bounds: npt.NDArray[np.int64], values: npt.NDArray[np.uint32]) -> pl.Series:
    """A list of values[bounds[i] : bounds[i + 1]] for each i."""
    import pyarrow as pa

    # From the buffers: pa.array would first load pandas, most of a second in every process.
    offsets, flat = (
        pa.Array.from_buffers(kind, len(one), [None, pa.py_buffer(np.ascontiguousarray(one))])
        for kind, one in ((pa.int64(), bounds), (pa.uint32(), values))
    )
    found: Any = pl.from_arrow(pa.LargeListArray.from_arrays(offsets, flat))
    return pl.Series(found)
