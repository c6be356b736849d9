"""A finished run, as a researcher asks of it. See `open_corpus`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import InputError, Table
from analysis.corpus.tables import DOCUMENTS, VARIANTS
from analysis.entities.tables import ENTITIES, MENTIONS
from analysis.explore import cite
from analysis.explore.aliases import Aliases
from analysis.explore.concordance import Found, concordance
from analysis.explore.counts import UNITS, Counts, shares
from analysis.explore.evidence import with_sentences
from analysis.explore.known_events import KnownEvents
from analysis.explore.network import Network
from analysis.explore.query import parse_query
from analysis.explore.selection import Where, in_words, selected
from analysis.explore.texts import Texts
from analysis.pipeline.reader import Run, default_corpus
from analysis.terms.tables import DOCUMENT_TERMS
from analysis.timeline.tables import COVERAGE, DATES, DISAGREEMENTS, EVENTS, TOLLS

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


class Corpus:
    """The finished tables of a corpus, its searches and its views.

    Articles can be chosen everywhere by `where`, in the words of corpus.toml:
    {"outlet": …, "from": day, "to": day, "term": word or phrase, "entity": name}, all of which
    must hold. Copies of an article are left out of every number unless `copies` is given.

    >>> corpus.run_id
    'fa11edc0ffee'
    >>> len(corpus.documents()), len(corpus.documents(copies=True))
    (8, 9)
    """

    def __init__(self, run: Run) -> None:
        self.run = run

    def __repr__(self) -> str:
        articles = self.articles
        title = self.run.description.title or self.run.corpus
        dated = articles["published"].drop_nulls()
        span = f", {dated.min()} to {dated.max()}" if len(dated) else ", undated"
        missing = f"; not finished: {', '.join(self.run.missing)}" if self.run.missing else ""
        return (
            f"{title}: {articles['copy_of'].null_count():,} articles"
            f" and {articles['copy_of'].count():,} copies{span} (run {self.run_id}{missing})"
        )

    @property
    def name(self) -> str:
        """The corpus's folder name."""
        return self.run.corpus

    @property
    def run_id(self) -> str:
        """The id under which this run is cited."""
        return self.run.run_id

    def citation(self, cell: str | None = None) -> str:
        """How to cite this run, or what a cell of it showed.

        >>> corpus.citation()
        'Tiny corpus. Dateline run fa11edc0ffee, corpus tiny.'
        """
        return cite.citation(self.run, cell)

    # -------------------------------------------------------------- articles

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
    def outlets(self) -> list[str]:
        """The outlets, in alphabetical order."""
        return list(self.articles["outlet"].drop_nulls().unique().sort())

    def mask(self, where: Where = None, *, copies: bool = False) -> Mask:
        """One truth value per row of `articles`: whether the article is chosen."""
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
        """Rows of the chosen articles in order of publication, undated ones last."""
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
        """One article with its text. Raises InputError where there is none of that id."""
        found = self.articles.filter(pl.col("doc_id") == doc_id)
        if not found.height:
            raise InputError(
                f"there is no article {doc_id!r} in this run: ids are in corpus.documents()"
            )
        return Article(found.row(0, named=True), self.texts.some([doc_id])[doc_id])

    def copies(self, doc_id: str) -> "pd.DataFrame":
        """The members of an article's group of copies, the earliest first; itself among them."""
        group = self.article(doc_id).facts["group_id"]
        members = self.articles.filter(pl.col("group_id") == group)
        first = members["copy_of"].is_null()
        return members.with_columns(first=first).sort(
            "first", "published", "doc_id", descending=[True, False, False], nulls_last=True
        ).drop("first").to_pandas()  # fmt: skip

    def variants(self, doc_id: str) -> "pd.DataFrame":
        """Values that differ between an article and its copies."""
        group = self.article(doc_id).facts["group_id"]
        return self.run.scan(VARIANTS).filter(pl.col("group_id") == group).collect().to_pandas()

    # ----------------------------------------------------------------- words

    @cached_property
    def counts(self) -> Counts:
        """Words of every article, for counting any selection."""
        self._need(DOCUMENT_TERMS)
        return Counts(self.run, self.articles["doc_id"])

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

        terms: words; entities: names or ids (their mentions are counted). unit: day, week or
        month. Undated articles are left out.

        >>> corpus.trend(["ferry"])["count"].tolist()
        [6, 0, 0]
        """
        return self.over_time(terms, entities, where, unit).to_pandas()

    def over_time(
        self, terms: Sequence[str], entities: Sequence[str], where: Where, unit: str
    ) -> pl.DataFrame:
        """The same as a polars frame."""
        if unit not in UNITS:
            raise InputError(f"unit = {unit!r} is not known: there are {', '.join(UNITS)}")
        mask, published = self.mask(where), self.articles["published"]
        words = [term.strip().lower() for term in terms]
        frames = [self.counts.trend(words, mask, published, unit)]
        for entity in entities:
            frames.append(self._entity_trend(entity, mask, unit))
        return shares(frames)

    def _entity_trend(self, entity: str, mask: Mask, unit: str) -> pl.DataFrame:
        entity_id = self.network.resolve(entity)
        dated = mask & self.articles["published"].is_not_null().to_numpy()
        base = self.articles.filter(dated).select(
            "doc_id", "words", pl.col("published").dt.truncate(UNITS[unit]).alias("period")
        )
        named = (
            self.run.scan(MENTIONS)
            .filter(pl.col("entity_id") == entity_id)
            .group_by("doc_id").agg(pl.len().cast(pl.Int64).alias("count")).collect()
        )  # fmt: skip
        joined = base.join(named, on="doc_id", how="left")
        return joined.group_by("period").agg(
            pl.lit(self.network.names[entity_id]).alias("series"),
            pl.col("count").sum(),
            pl.col("count").is_not_null().sum().cast(pl.Int64).alias("documents"),
            pl.col("words").sum(),
            pl.len().cast(pl.Int64).alias("articles"),
        )

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
            rows = rows[outlets.arg_sort().to_numpy()]
        order = "date" if sort == "outlet" else sort
        found = concordance(self.texts, asked, rows, sort=order, width=width, limit=limit)
        about = self.articles.select("published", "outlet", "title", "doc_id")
        lines = pl.concat(
            [about[found.lines["row"].to_numpy()], found.lines.drop("row")], how="horizontal"
        ).select("published", "outlet", "left", "match", "right", "title", "doc_id", "start", "end")
        return Found(lines, found.total, found.articles, found.complete)

    # ------------------------------------------------------- names and edges

    @cached_property
    def network(self) -> Network:
        """Entities and their pairs."""
        self._need(ENTITIES)
        return Network(self.run)

    @cached_property
    def aliases(self) -> Aliases:
        """Merge, split and rename entities: hand/aliases.tsv."""
        return Aliases(self.run, self.network)

    def entities(self, text: str = "") -> "pd.DataFrame":
        """Entities whose name or alias holds the text, the most mentioned first.

        >>> corpus.entities("hill")["name"].tolist()
        ['Hill', 'Ada Hill']
        """
        return self.network.search(text).to_pandas()

    def ego(
        self, entity: str, *, month: date | None = None, limit: int = 25, significant: bool = True
    ) -> "pd.DataFrame":
        """Who is named in one sentence with an entity, the strongest first.

        month: first day of a month to count in. Columns: analysis.explore.network.neighbours.

        >>> corpus.ego("Ada Hill")["name"].tolist()
        ['Port Vale']
        """
        entity_id = self.network.resolve(entity)
        found = self.network.neighbours(
            entity_id, month=month, limit=limit, significant=significant
        )
        return found.to_pandas()

    def evidence(
        self,
        entity: str | None = None,
        other: str | None = None,
        *,
        day: date | None = None,
        where: Where = None,
        limit: int = 100,
    ) -> "pd.DataFrame":
        """Sentences that name an entity, or two together, or that speak of a day.

        Returns published, outlet, title, doc_id, sentence, text in order of publication.

        >>> corpus.evidence("Ada Hill", "Port Vale")["text"].tolist()[0]
        'Ada Hill opened the night ferry in Port Vale on Friday.'
        """
        return self.sentences(entity, other, day=day, where=where, limit=limit)[0].to_pandas()

    def sentences(
        self,
        entity: str | None = None,
        other: str | None = None,
        *,
        day: date | None = None,
        where: Where = None,
        limit: int = 100,
    ) -> tuple[pl.DataFrame, int]:
        """The same as polars, with the number of all such sentences."""
        if entity is not None and other is not None:
            ids = self.network.resolve(entity), self.network.resolve(other)
            places = self.network.evidence(*ids)
        elif entity is not None:
            named = pl.col("entity_id") == self.network.resolve(entity)
            places = self.run.scan(MENTIONS).filter(named).select("doc_id", "sentence").collect()
        elif day is not None:
            of_day = (pl.col("first") == day) & (pl.col("last") == day)
            places = self.run.scan(DATES).filter(of_day).select("doc_id", "sentence").collect()
        else:
            raise InputError("evidence needs an entity, two entities, or a day")
        order = pl.DataFrame({"doc_id": self.articles["doc_id"].gather(self.rows(where))})
        found = (
            order.with_row_index("place")
            .join(places.unique(), on="doc_id")
            .sort("place", "sentence")
            .select("doc_id", "sentence")
        )
        shown = with_sentences(self, found.head(limit) if limit else found)
        columns = ["published", "outlet", "title", "doc_id", "sentence", "text", "begins", "ends"]
        return shown.select(columns), found.height

    # -------------------------------------------------------------- timeline

    def events(self, where: Where = None) -> "pd.DataFrame":
        """Days that many articles date something to, the most widely reported first; of a
        selection, its period counts.

        >>> corpus.events()["day"].dt.date.tolist()
        [datetime.date(2024, 3, 1)]
        """
        return self.event_days(where).to_pandas()

    def event_days(self, where: Where = None) -> pl.DataFrame:
        """The same as a polars frame, with the headline sentence."""
        chosen = selected(where)
        table = self.run.scan(EVENTS)
        if chosen.first:
            table = table.filter(pl.col("day") >= chosen.first)
        if chosen.last:
            table = table.filter(pl.col("day") <= chosen.last)
        events = table.collect().sort("score", "day", descending=[True, False])
        places = events.select(
            pl.col("headline_doc_id").alias("doc_id"),
            pl.col("headline_sentence").alias("sentence"),
        )
        said = with_sentences(self, places).select("text", "outlet")
        return pl.concat([events, said], how="horizontal")

    def tolls(self, where: Where = None, *, outcome: str | None = None) -> "pd.DataFrame":
        """Reported figures of the chosen articles, in order of the day for which they hold.

        >>> corpus.tolls()[["value", "outcome", "attributed_to"]].values.tolist()[0]
        [12, 'injured', 'the harbour police']
        """
        return self.figures(where, outcome).to_pandas()

    def figures(self, where: Where = None, outcome: str | None = None) -> pl.DataFrame:
        """The same as a polars frame."""
        ids = self.articles.filter(self.mask(where)).select("doc_id", "outlet", "published")
        table = self.run.scan(TOLLS)
        if outcome:
            table = table.filter(pl.col("outcome") == outcome)
        joined = table.collect().join(ids, on="doc_id", maintain_order="left")
        day = pl.coalesce("as_of", "published").alias("day")
        return joined.with_columns(day).sort("day", "doc_id", "start", nulls_last=True)

    def disagreements(self) -> "pd.DataFrame":
        """Days and scopes for which differing figures were reported."""
        return self.run.frame(DISAGREEMENTS).to_pandas()

    def coverage(self, series: str = "all", *, unit: str = "day") -> "pd.DataFrame":
        """Articles by day, week or month of a series: all, outlet:X, term:x or entity:<id>."""
        table = self.run.scan(COVERAGE)
        found = table.filter((pl.col("series") == series) & (pl.col("unit") == unit)).collect()
        return found.to_pandas()

    @cached_property
    def known_events(self) -> KnownEvents:
        """Events that you add: hand/events.tsv."""
        return KnownEvents(self.run)

    # ----------------------------------------------------------------- views

    def view(self, panel: str, **state: Any) -> Any:
        """One panel as a live view: articles, terms, kwic, network, timeline or take.

        state: what it shows (`corpus.view("kwic", query="ceasefire", where={"outlet": "X"})`).
        The cell that brings a view back stands under it, ready to be copied.
        """
        return _app().view(self, panel, state)

    def browse(self, **state: Any) -> Any:
        """All six panels; a period brushed in the timeline holds for all of them."""
        return _app().browse(self, state)

    def describe(self, where: Where = None) -> str:
        """A selection in words."""
        return in_words(selected(where))

    def _need(self, table: Table) -> None:
        self.run.scan(table)


def _app() -> Any:
    try:
        from analysis.explore import app
    except ImportError as error:
        raise InputError(
            f"views need JupyterLab's environment ({error}): run `make lab`, which installs it"
        ) from None
    return app


def open_corpus(name: str | None = None) -> Corpus:
    """Open a finished corpus to explore it.

    name: its folder below data/raw; None for the corpus that `make lab CORPUS=…` was called with.
    Raises InputError with the command that builds it where it was never built; where only some
    stages are finished, what needs the others says so when it is asked for.

    >>> from analysis.explore import open_corpus
    >>> open_corpus("tiny")
    Tiny corpus: 8 articles and 1 copies, 2024-03-01 to 2024-05-02 (run fa11edc0ffee)
    """
    return Corpus(Run(name or default_corpus()))
