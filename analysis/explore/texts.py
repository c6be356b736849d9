"""The articles' texts: in memory where they fit, otherwise read in passing."""

from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.corpus.tables import DOCUMENTS
from analysis.pipeline.reader import Run

#: A corpus of at most so many words is kept in memory (about 600 MB of text).
WORDS_IN_MEMORY = 100_000_000

Rows = npt.NDArray[np.integer]


class Texts:
    """Texts by row of the articles' table (which is sorted by doc_id)."""

    def __init__(self, run: Run, doc_ids: pl.Series, words: int) -> None:
        self._run = run
        self._doc_ids = doc_ids
        self._fits = words <= WORDS_IN_MEMORY

    @cached_property
    def _held(self) -> pl.DataFrame:
        return self._run.frame(DOCUMENTS, ["text"]).with_row_index("row")

    def lazy(self, rows: Rows | None = None) -> pl.LazyFrame:
        """Columns row and text of the articles in those rows, ascending; all where None."""
        if self._fits:
            return self._held.lazy() if rows is None else self._held[rows].lazy()
        scanned = self._run.scan(DOCUMENTS).select("text").with_row_index("row")
        if rows is None:
            return scanned
        wanted = pl.LazyFrame({"row": rows.astype(np.uint32)})
        return scanned.join(wanted, on="row", how="semi", maintain_order="left")

    def some(self, doc_ids: list[str]) -> dict[str, str]:
        """The texts of a few articles, by id; ids that are none are left out."""
        wanted = sorted(set(doc_ids))
        if not self._fits:
            found = self._run.scan(DOCUMENTS).filter(pl.col("doc_id").is_in(wanted))
            return dict(found.select("doc_id", "text").collect().iter_rows())
        known = self._doc_ids.is_in(wanted).arg_true().to_numpy()
        return dict(zip(self._doc_ids.gather(known), self._held[known]["text"], strict=True))

    def openings(self, rows: Rows) -> list[str]:
        """The first words of the articles in those rows, for those that have no title."""
        short = pl.col("text").str.head(90).str.replace_all(r"\s+", " ")
        ordered = np.sort(rows)
        found = self.lazy(ordered).select("row", short).collect()
        by_row = dict(found.iter_rows())
        return [by_row[int(row)] for row in rows]
