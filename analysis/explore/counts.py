"""Words of any selection of articles, counted live: frequencies, keyness, trends."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import InputError
from analysis.pipeline.reader import Run
from analysis.terms.keyness import keyness as compare
from analysis.terms.tables import DOCUMENT_TERMS, FREQUENCIES

Mask = npt.NDArray[np.bool_]
#: Rows of articles, and how often something stands in each.
Places = tuple[npt.NDArray[Any], npt.NDArray[Any]]

#: Selections whose totals are kept, about 2.5 MB each.
KEPT_TOTALS = 12

UNITS = {"day": "1d", "week": "1w", "month": "1mo"}


class Counts:
    """How often each word stands in each article, as three columns of numbers in memory.

    Twelve bytes a row: 170 MB for 45,000 articles of 400 words.
    """

    def __init__(self, run: Run, doc_ids: pl.Series) -> None:
        known = run.frame(FREQUENCIES, ["term", "n", "stop_word"]).filter(pl.col("n") == 1)
        known = known.sort("term")
        self.vocabulary = known["term"]
        self._stop = known["stop_word"].to_numpy()
        # Column by column: together, as text, they would need half a gigabyte at 100 MB. What
        # the vocabulary does not hold are n-grams, where they are stored: they are left out.
        scan = run.scan(DOCUMENT_TERMS)
        terms = scan.select(pl.col("term").cast(pl.Enum(self.vocabulary), strict=False)).collect()
        word = terms["term"].to_physical()
        del terms
        runs = scan.select(pl.col("doc_id").rle()).collect()["doc_id"].struct.unnest()
        numbered = runs.join(
            pl.DataFrame({"value": doc_ids}).with_row_index("row"),
            on="value",
            how="left",
            maintain_order="left",
        )
        row = np.repeat(numbered["row"].to_numpy(), numbered["len"].to_numpy())
        count = scan.select(pl.col("count").cast(pl.Int32)).collect()["count"].to_numpy()
        if word.null_count():
            held = word.is_not_null().to_numpy()
            word, row, count = word.drop_nulls(), row[held], count[held]
        self._word, self._row, self._count = word.to_numpy(), row, count
        self._known_totals: dict[bytes, tuple[Any, Any]] = {}
        self._size = np.bincount(self._row, self._count, len(doc_ids)).astype(np.int64)

    def words(self, mask: Mask) -> int:
        """Words of the chosen articles."""
        return int(self._size[mask].sum())

    def holding(self, term: str) -> Mask:
        """The articles that hold a word."""
        held = np.zeros(len(self._size), dtype=np.bool_)
        held[self._row[self._rows(term)]] = True
        return held

    def known(self, term: str) -> bool:
        return self._number(term) is not None

    def near(self, start: str, limit: int = 12) -> list[str]:
        """Words that begin so, the most frequent first."""
        first = int(self.vocabulary.search_sorted(start))
        last = int(self.vocabulary.search_sorted(start + "\U0010ffff"))
        every = np.ones(len(self._size), dtype=np.bool_)
        sizes = self._totals(every)[1][first:last]
        best = np.argsort(-sizes, kind="stable")[:limit] + first
        return [str(word) for word in self.vocabulary[best]]

    def _number(self, term: str) -> int | None:
        at = int(self.vocabulary.search_sorted(term))
        return at if at < len(self.vocabulary) and self.vocabulary[at] == term else None

    def _rows(self, term: str) -> npt.NDArray[np.intp]:
        """Rows of the columns that are about a word."""
        number = self._number(term)
        if number is None:
            return np.empty(0, dtype=np.intp)
        return np.flatnonzero(self._word == number)

    def _totals(self, mask: Mask) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Occurrences and articles of every word in the chosen articles."""
        key = mask.tobytes()
        if key not in self._known_totals:
            inside = mask[self._row]
            word, size = self._word[inside], len(self.vocabulary)
            count = np.bincount(word, self._count[inside], size).astype(np.int64)
            if len(self._known_totals) == KEPT_TOTALS:
                del self._known_totals[next(iter(self._known_totals))]
            self._known_totals[key] = count, np.bincount(word, minlength=size)
        return self._known_totals[key]

    def _both_totals(self, target: Mask, reference: Mask) -> Any:
        """The totals of two selections. Where they do not overlap, the larger one is what is
        left of both together, which most often is the whole corpus and already counted."""
        if (target & reference).any():
            return (*self._totals(target), *self._totals(reference))
        both = self._totals(target | reference)
        small = self._totals(target if target.sum() <= reference.sum() else reference)
        rest = (both[0] - small[0], both[1] - small[1])
        return (*small, *rest) if target.sum() <= reference.sum() else (*rest, *small)

    def frequencies(self, mask: Mask) -> pl.DataFrame:
        """term, count, documents, per_million, stop_word; the most frequent first."""
        count, documents = self._totals(mask)
        seen = np.flatnonzero(count)
        words = max(self.words(mask), 1)
        return pl.DataFrame(
            {
                "term": self.vocabulary[seen],
                "count": count[seen],
                "documents": documents[seen],
                "per_million": 1e6 * count[seen] / words,
                "stop_word": self._stop[seen],
            }
        ).sort("count", "term", descending=[True, False])

    def keyness(self, target: Mask, reference: Mask, *, least: int = 5) -> pl.DataFrame:
        """Words that the target uses more or less than the reference, the strongest first.

        least: occurrences in both together that a word needs. See analysis.terms.keyness.
        Raises InputError where one of the two holds no word.
        """
        words, others = self.words(target), self.words(reference)
        if not words or not others:
            side = "first" if not words else "second"
            raise InputError(
                f"the {side} of the two selections holds no article with words: widen it"
            )
        count, documents, other, other_documents = self._both_totals(target, reference)
        seen = np.flatnonzero(count + other >= least)
        table = pl.DataFrame(
            {
                "term": self.vocabulary[seen],
                "count": count[seen],
                "reference_count": other[seen],
                "documents": documents[seen],
                "reference_documents": other_documents[seen],
                "stop_word": self._stop[seen],
            }
        )
        found = compare(table, words=words, reference_words=others)
        return found.sort(pl.col("g2").abs(), "term", descending=[True, False])

    def over_time(
        self, found: Mapping[str, Places], mask: Mask, published: pl.Series, unit: str
    ) -> pl.DataFrame:
        """series, period, count, documents, words, articles, per_million, share.

        found: for each series its articles, by row, and how often each holds it.
        Undated articles are left out; periods without an article of the selection are missing
        from the table, not zero.
        """
        periods = published.dt.truncate(UNITS[unit])
        dated = mask & published.is_not_null().to_numpy()
        base = (
            pl.DataFrame({"period": periods.filter(dated), "words": self._size[dated]})
            .group_by("period")
            .agg(pl.col("words").sum(), pl.len().cast(pl.Int64).alias("articles"))
            .sort("period")
        )
        schema: dict[str, Any] = {"series": pl.String, **base.schema, "count": pl.Int64}
        schema["documents"] = pl.Int64
        frames = [pl.DataFrame(schema=schema)]
        for name, (rows, counts) in found.items():
            inside = dated[rows]
            counted = (
                pl.DataFrame(
                    {"period": periods.gather(rows[inside]), "count": counts[inside]},
                    schema={"period": pl.Date, "count": pl.Int64},
                )
                .group_by("period")
                .agg(pl.col("count").sum(), pl.len().cast(pl.Int64).alias("documents"))
            )
            joined = base.join(counted, on="period", how="left", maintain_order="left")
            named = joined.with_columns(
                pl.lit(name).alias("series"), pl.col("count", "documents").fill_null(0)
            )
            frames.append(named.select(list(schema)))
        words = pl.when(pl.col("words") > 0).then(pl.col("words"))
        return pl.concat(frames).select(
            "series", "period", "count", "documents", "words", "articles",
            (1e6 * pl.col("count") / words).alias("per_million"),
            (pl.col("documents") / pl.col("articles")).alias("share"),
        )  # fmt: skip

    def places(self, term: str) -> Places:
        """The articles that hold a word, by row, and how often."""
        rows = self._rows(term)
        return self._row[rows], self._count[rows]
