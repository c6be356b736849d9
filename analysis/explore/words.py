"""Questions about words: frequencies, keyness, trends, concordance."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.contract import InputError
from analysis.entities.tables import MENTIONS
from analysis.explore.articles import Articles
from analysis.explore.concordance import Found, concordance, matches
from analysis.explore.counts import UNITS, Places
from analysis.explore.query import parse_query
from analysis.explore.selection import Where

if TYPE_CHECKING:
    # Imported when the first table is asked for: it takes longer than all the rest.
    import pandas as pd


class Words(Articles):
    """What the chosen articles say, and how often."""

    def frequencies(self, where: Where = None) -> "pd.DataFrame":
        """term, count, documents, per_million, stop_word of the chosen articles.

        >>> table = corpus.frequencies().set_index("term")
        >>> int(table.loc["ferry", "count"]), int(table.loc["ferry", "documents"])
        (7, 5)
        """
        return self.counts.frequencies(self.mask(where)).to_pandas()

    def keyness(self, target: Where, reference: Where = None, *, least: int = 5) -> "pd.DataFrame":
        """Words that one selection of articles uses more, or less, than another.

        reference: None for all articles outside the target. An article in both selections
        counts in both. least: occurrences in both together. Columns: analysis.terms.keyness.

        >>> table = corpus.keyness({"outlet": "Northwire"}, least=3).set_index("term")
        >>> table.loc["ferry", ["count", "reference_count"]].astype(int).tolist()
        [5, 2]
        """
        return self.compared(target, reference, least).to_pandas()

    def compared(self, target: Where, reference: Where = None, least: int = 5) -> pl.DataFrame:
        """The same as a polars frame."""
        inside = self.mask(target)
        outside = self.mask(reference) if reference is not None else self.mask() & ~inside
        return self.counts.keyness(inside, outside, least=least)

    def trend(
        self,
        terms: Sequence[str] = (),
        entities: Sequence[str] = (),
        where: Where = None,
        *,
        unit: str = "month",
    ) -> "pd.DataFrame":
        """series, period, count, documents, words, articles, per_million, share over time.

        terms: words, phrases or word*; entities: names or ids (their mentions are counted).
        unit: day, week or month. Undated articles are left out.

        >>> corpus.trend(["ferry"])["count"].tolist()
        [6, 0, 0]
        >>> corpus.trend(["night ferr*"])["count"].sum()
        np.int64(2)
        """
        return self.over_time(terms, entities, where, unit).to_pandas()

    def over_time(
        self, terms: Sequence[str], entities: Sequence[str], where: Where, unit: str
    ) -> pl.DataFrame:
        """The same as a polars frame."""
        if unit not in UNITS:
            raise InputError(f"unit = {unit!r} is not known: there are {', '.join(UNITS)}")
        words = [term.strip().lower() for term in terms]
        found = {word: self._places_of_word(word) for word in words}
        found |= {self.network.names[one]: self._places_of_entity(one)
                  for one in map(self.network.resolve, entities)}  # fmt: skip
        return self.counts.over_time(found, self.mask(where), self.articles["published"], unit)

    def _places_of_word(self, word: str) -> Places:
        """A single word is counted already; phrases and word* are looked for in the texts."""
        if self.counts.known(word):
            return self.counts.places(word)
        counted = matches(self.texts, parse_query(word))
        return counted["row"].to_numpy(), counted["n"].to_numpy()

    def _places_of_entity(self, entity_id: str) -> Places:
        named = (
            self.run.scan(MENTIONS)
            .filter(pl.col("entity_id") == entity_id)
            .group_by("doc_id").agg(pl.len().cast(pl.Int64).alias("count")).collect()
        )  # fmt: skip
        rows = self.articles["doc_id"].search_sorted(named["doc_id"])
        return rows.to_numpy(), named["count"].to_numpy()

    def kwic(
        self,
        query: str,
        where: Where = None,
        *,
        regex: bool = False,
        case: bool = False,
        sort: str = "date",
        width: int = 60,
        limit: int = 1000,
        copies: bool = False,
    ) -> "pd.DataFrame":
        """Every place of a word, phrase or pattern with what stands around it.

        query: `ferry`, `night ferry`, `ferr*`, or with `regex` a regular expression (Rust's).
        A hyphen or apostrophe ends a word here: `fire` also finds `cease-fire`.
        sort: date, left, right, match or outlet. limit: rows; 0 for all.
        Returns published, outlet, left, match, right, title, doc_id, start, end.

        >>> corpus.kwic("night ferr*")["match"].tolist()
        ['night ferry', 'Night ferries']
        """
        found = self.places(
            query, where, regex=regex, case=case, sort=sort, width=width, limit=limit,
            copies=copies,
        )  # fmt: skip
        return found.lines.to_pandas()

    def places(
        self,
        query: str,
        where: Where = None,
        *,
        regex: bool = False,
        case: bool = False,
        sort: str = "date",
        width: int = 60,
        limit: int = 200,
        copies: bool = False,
    ) -> Found:
        """The same as polars, with the number of places in the whole selection."""
        asked = parse_query(query, regex=regex, case=case)
        rows = self.rows(where, copies=copies)
        if sort == "outlet":
            outlets = self.articles["outlet"].gather(rows).fill_null("")
            named = pl.DataFrame({"outlet": outlets, "row": rows})
            rows = named.sort("outlet", maintain_order=True)["row"].to_numpy()
        order = "date" if sort == "outlet" else sort
        found = concordance(self.texts, asked, rows, sort=order, width=width, limit=limit)
        about = self.articles.select("published", "outlet", "title", "doc_id")
        lines = pl.concat(
            [about[found.lines["row"].to_numpy()], found.lines.drop("row")], how="horizontal"
        ).select("published", "outlet", "left", "match", "right", "title", "doc_id", "start", "end")
        return Found(lines, found.total, found.articles, found.complete)
