"""Words in context (KWIC) over a whole corpus, by an index of word places.

The index is what counting leaves anyway, the key and start of every word, so that it costs no
second pass over the text; tests/bench/terms_counting.py measures how long a query takes.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.language.tokens import WordRules, words
from analysis.terms import places as loops
from analysis.terms.query import elements_of

Places = npt.NDArray[np.int64]
Order = Literal["text", "left", "right", "node", "date"]

#: Hits of which the best are searched for the sort order; a word has its alphabetical number.
_NEIGHBOURS = 3

LINES = {
    "doc_id": pl.String,
    "published": pl.Date,
    "outlet": pl.String,
    "title": pl.String,
    "copy": pl.Boolean,
    "sentence": pl.Int32,
    "start": pl.Int64,
    "end": pl.Int64,
    "left": pl.String,
    "node": pl.String,
    "right": pl.String,
}


@dataclass(frozen=True)
class Hits:
    """Lines of a concordance, and how many places there are altogether."""

    lines: pl.DataFrame
    total: int
    articles: int


class Concordance:
    """All words of a corpus with their places, ready to be asked."""

    def __init__(
        self,
        documents: pl.DataFrame,
        frequencies: pl.DataFrame,
        index: pl.DataFrame,
        sentences: pl.DataFrame | None = None,
        rules: WordRules | None = None,
    ) -> None:
        """Open the index.

        documents: doc_id, text, and where there are published, outlet, title, copy_of;
        frequencies, index: as the terms stage wrote them; sentences: doc_id, sentence, start,
        to name the sentence of each line; rules: those that the stage used.
        """
        self._rules = rules or WordRules()
        self._documents = index.select("doc_id").join(
            documents, on="doc_id", how="left", maintain_order="left"
        )
        self._sentences = (
            None
            if sentences is None
            else sentences.select("doc_id", "sentence", "start").sort("doc_id", "start")
        )
        vocabulary = frequencies.filter(pl.col("n") == 1).sort("term")
        self._terms = vocabulary["term"]
        self._bounds = np.zeros(len(index) + 1, dtype=np.int64)
        np.cumsum(index["keys"].list.len().to_numpy(), out=self._bounds[1:])
        keys = index["keys"].explode(empty_as_null=False).to_numpy()
        running = np.cumsum(index["gaps"].explode(empty_as_null=False).to_numpy(), dtype=np.int64)
        before = np.concatenate([[0], running])[self._bounds[:-1]]
        running -= np.repeat(before, np.diff(self._bounds))
        self._starts = running.astype(np.uint32)
        self._forms = loops.numbers(keys, vocabulary["key"].to_numpy())
        self._of = np.repeat(np.arange(len(index), dtype=np.uint32), np.diff(self._bounds))
        self._tell_apart(vocabulary["key"])
        self._first, self._places = loops.invert(self._forms, len(vocabulary))
        copies = self._documents.get_column("copy_of", default=None)
        self._copy = (
            np.zeros(len(index), np.bool_) if copies is None else copies.is_not_null().to_numpy()
        )

    def find(
        self,
        query: str,
        *,
        limit: int = 1000,
        width: int = 60,
        order: Order = "text",
        copies: bool = False,
        articles: pl.Series | None = None,
    ) -> Hits:
        """Lines in which the query's words follow one another.

        query: words parted by blanks. Each is a word as it is counted, a pattern with * (any
            letters) and ? (one letter), * alone for any one word, alternatives joined by |, or
            /a regular expression/ that has to match a whole word. Case is that of the counting;
            punctuation between words is passed over.
        limit: lines at most, the first in the order; width: code points of context on each side.
        order: text (by doc_id and place), left, right (by the words nearest on that side), node,
            or date (undated last).
        copies: near-duplicates too; articles: doc_ids to stay within.
        Raises QueryError for a query without words or with a broken regular expression.
        """
        places = self.places(query, copies=copies, articles=articles)
        length = len(elements_of(query, self._terms, self._rules))
        article = self._article(places)
        chosen = self._first_in_order(places, article, order, length, limit)
        lines = self._lines(places[chosen], article[chosen], length, width)
        return Hits(lines, len(places), int(np.count_nonzero(np.bincount(article))))

    def places(
        self, query: str, *, copies: bool = False, articles: pl.Series | None = None
    ) -> Places:
        """Numbers of the words at which the query is met, counted through the whole corpus."""
        elements = elements_of(query, self._terms, self._rules)
        sizes = [self._size(element) for element in elements]
        rarest = int(np.argmin(sizes))
        chosen = elements[rarest]
        found = (
            np.arange(len(self._forms), dtype=np.int64)
            if chosen is None
            else self._places_of(chosen)
        ) - rarest
        found = found[(found >= 0) & (found + len(elements) <= len(self._forms))]
        for offset, element in enumerate(elements):
            if offset != rarest and element is not None and len(found):
                wanted = np.zeros(len(self._terms), dtype=np.bool_)
                wanted[element] = True
                found = found[wanted[self._forms[found + offset]]]
        article = self._article(found)
        keep = found + len(elements) <= self._bounds[article + 1]
        if not copies:
            keep &= ~self._copy[article]
        if articles is not None:
            inside = self._documents["doc_id"].is_in(articles.implode()).to_numpy()
            keep &= inside[article]
        return found[keep]

    def barcode(self, query: str, *, copies: bool = False) -> pl.DataFrame:
        """Where the query is met, for a dispersion plot: doc_id, published, place (0 to 1)."""
        places = self.places(query, copies=copies)
        article = self._article(places)
        days = self._documents.get_column("published", default=None)
        return pl.DataFrame(
            {
                "doc_id": self._documents["doc_id"].gather(article),
                "published": None if days is None else days.gather(article),
                "place": places / max(len(self._forms), 1),
            },
            schema={"doc_id": pl.String, "published": pl.Date, "place": pl.Float64},
        )

    def _tell_apart(self, keys: pl.Series) -> None:
        """Where two terms share a key, look the words up in the text."""
        for key in keys.filter(keys.is_duplicated()).unique().sort():
            rivals = np.flatnonzero(keys.to_numpy() == key)
            at = np.flatnonzero(np.isin(self._forms, rivals))
            article = self._article(at)
            texts = self._documents["text"].gather(article).to_list()
            for row in rivals:
                term = self._terms[int(row)]
                size = len(term)
                starts = self._starts[at]
                cut = [t[s : s + size] for t, s in zip(texts, starts.tolist(), strict=True)]
                same = [words(piece, rules=self._rules) == [term] for piece in cut]
                self._forms[at[np.array(same, dtype=np.bool_)]] = row

    def _size(self, element: Places | None) -> int:
        if element is None:
            return len(self._forms)
        return int((self._first[element + 1] - self._first[element]).sum())

    def _places_of(self, element: Places) -> Places:
        pieces: list[Places] = [self._places[self._first[k] : self._first[k + 1]] for k in element]
        if not pieces:
            return np.zeros(0, dtype=np.int64)
        if len(pieces) == 1:
            return pieces[0]
        together: Places = np.sort(np.concatenate(pieces))
        return together

    def _article(self, places: Places) -> Places:
        return self._of[places].astype(np.int64)

    def _first_in_order(
        self, places: Places, article: Places, order: Order, length: int, limit: int
    ) -> Places:
        """Which places come first, in their order; ties stand as in the text."""
        if order == "text":
            return np.arange(min(limit, len(places)))
        if order == "date":
            days = self._documents["published"].cast(pl.Int32).fill_null(2**31 - 1).to_numpy()
            rank = days[article].astype(np.int64)
        elif order == "node":
            rank = self._ranks(places, article, range(min(length, _NEIGHBOURS)))
        elif order == "left":
            rank = self._ranks(places, article, range(-1, -1 - _NEIGHBOURS, -1))
        else:
            rank = self._ranks(places, article, range(length, length + _NEIGHBOURS))
        if limit < len(rank):
            edge = np.partition(rank, limit)[limit]
            near = np.flatnonzero(rank <= edge)
        else:
            near = np.arange(len(rank))
        chosen: Places = near[np.argsort(rank[near], kind="stable")][:limit]
        return chosen

    def _ranks(self, places: Places, article: Places, offsets: range) -> Places:
        """One number per place by which the words at these offsets sort (none sorts first)."""
        bits = max(int(len(self._terms) + 1).bit_length(), 1)
        taken = list(offsets)[: max(1, 62 // bits)]
        rank = np.zeros(len(places), dtype=np.int64)
        for offset in taken:
            at = places + offset
            inside = (at >= self._bounds[article]) & (at < self._bounds[article + 1])
            form = self._forms[np.clip(at, 0, max(len(self._forms) - 1, 0))]
            rank = (rank << bits) | np.where(inside, form.astype(np.int64) + 1, 0)
        return rank

    def _lines(self, places: Places, article: Places, length: int, width: int) -> pl.DataFrame:
        number = article.tolist()
        texts = dict(zip(number, self._documents["text"].gather(article).to_list(), strict=True))
        rows: dict[str, list[object]] = {
            name: [] for name in ("start", "end", "left", "node", "right")
        }
        for at, of in zip(places.tolist(), number, strict=True):
            text = texts[of]
            start, end = int(self._starts[at]), self._end(text, at + length - 1)
            cut = (text[max(0, start - width) : start], text[start:end], text[end : end + width])
            for name, value in zip(rows, (start, end, *cut), strict=True):
                rows[name].append(value)
        columns = [
            name for name in ("published", "outlet", "title") if name in self._documents.columns
        ]
        frame = self._documents.select("doc_id", *columns)[article].with_columns(
            pl.Series("copy", self._copy[article]),
            *(pl.Series(name, values, dtype=LINES[name]) for name, values in rows.items()),
        )
        missing = [pl.lit(None, dtype=LINES[c]).alias(c) for c in LINES if c not in frame.columns]
        return self._with_sentence(frame.with_columns(missing)).select(
            pl.col(name).cast(kind) for name, kind in LINES.items()
        )

    def _end(self, text: str, at: int) -> int:
        """End of a word in its text: its form may be shorter than what stands there."""
        term, start = self._terms[int(self._forms[at])], int(self._starts[at])
        end = start + len(term)
        if text[start:end].lower().replace("’", "'") == term:
            return end
        if words(text[start : end + 1], rules=self._rules)[:1] == [term]:
            return end
        while end < len(text) and words(text[start:end], rules=self._rules) != [term]:
            end += 1
            if end > start + 3 * len(term) + 8:
                return start + len(term)
        return end

    def _with_sentence(self, lines: pl.DataFrame) -> pl.DataFrame:
        if self._sentences is None:
            return lines
        numbered = lines.drop("sentence").with_row_index("line").sort("doc_id", "start")
        wanted = self._sentences.filter(pl.col("doc_id").is_in(lines["doc_id"].unique().implode()))
        return (
            numbered.join_asof(wanted, on="start", by="doc_id", check_sortedness=False)
            .sort("line")
            .drop("line")
        )


def concordance(
    documents: pl.DataFrame,
    frequencies: pl.DataFrame,
    index: pl.DataFrame,
    query: str,
    *,
    limit: int = 1000,
    width: int = 60,
    order: Order = "text",
) -> pl.DataFrame:
    """Lines of one query; see Concordance.find. For several queries keep a Concordance."""
    opened = Concordance(documents, frequencies, index)
    return opened.find(query, limit=limit, width=width, order=order).lines
