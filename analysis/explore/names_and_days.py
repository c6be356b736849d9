"""Questions about names and days: who with whom, what happened, which figures."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from analysis.contract import InputError
from analysis.entities.tables import ENTITIES, MENTIONS
from analysis.explore.aliases import Aliases
from analysis.explore.articles import Articles
from analysis.explore.evidence import with_sentences
from analysis.explore.known_events import KnownEvents
from analysis.explore.selection import Where, selected
from analysis.timeline.tables import COVERAGE, DATES, DISAGREEMENTS, EVENTS, TOLLS

if TYPE_CHECKING:
    # Imported when the first table is asked for: it takes longer than all the rest.
    import pandas as pd


class Names(Articles):
    """Who is named, with whom, and in which sentences."""

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


class Days(Articles):
    """What happened when, and who reported which figure."""

    def events(self, where: Where = None) -> "pd.DataFrame":
        """Days that many articles date something to, the most widely reported first; of a
        selection, its period counts.

        >>> corpus.events()["day"].dt.date.tolist()
        [datetime.date(2024, 3, 1)]
        """
        return self.event_days(where).to_pandas()

    def event_days(self, where: Where = None) -> pl.DataFrame:
        """The same as a polars frame, with the headline sentence."""
        table = _within(self.run.scan(EVENTS), where)
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
        """The same as a polars frame; source: who says so, the outlet where nobody is named."""
        ids = self.articles.filter(self.mask(where)).select("doc_id", "outlet", "published")
        table = self.run.scan(TOLLS)
        if outcome:
            table = table.filter(pl.col("outcome") == outcome)
        joined = table.collect().join(ids, on="doc_id", maintain_order="left")
        speaker = self.run.scan(ENTITIES).select(source_id="entity_id", speaker="name").collect()
        joined = joined.join(speaker, on="source_id", how="left", maintain_order="left")
        words = pl.col("attributed_to").str.replace(r"^[Tt]he\s+", "")
        joined = joined.with_columns(
            pl.coalesce("as_of", "published").alias("day"),
            pl.coalesce("speaker", words, "outlet", pl.lit("nobody is named")).alias("source"),
        ).drop("speaker")
        return joined.sort("day", "doc_id", "start", nulls_last=True)

    def disagreements(self, where: Where = None) -> "pd.DataFrame":
        """Days and scopes for which differing figures were reported, contradictory ones first.

        Of a selection, its period counts.

        >>> corpus.disagreements()[["low", "high", "contradictory"]].values.tolist()
        [[12, 15, False]]
        """
        return self.differing(where).to_pandas()

    def differing(self, where: Where = None) -> pl.DataFrame:
        """The same as a polars frame."""
        found = _within(self.run.scan(DISAGREEMENTS), where).collect()
        order = ["contradictory", "day", "outcome", "group", "place"]
        return found.sort(order, descending=[True, *[False] * 4], nulls_last=True)

    def coverage(self, series: str = "all", *, unit: str = "day") -> "pd.DataFrame":
        """Articles by day, week or month of a series: all, outlet:X, term:x or entity:<id>.

        >>> int(corpus.coverage()["documents"].sum())
        7
        """
        table = self.run.scan(COVERAGE)
        found = table.filter((pl.col("series") == series) & (pl.col("unit") == unit)).collect()
        return found.to_pandas()

    @cached_property
    def known_events(self) -> KnownEvents:
        """Events that you add: hand/events.tsv.

        >>> corpus.known_events.add("2024-03-01", "The ferry opens")
        ['2024-03-01\\tThe ferry opens']
        """
        return KnownEvents(self.run)


def _within(table: pl.LazyFrame, where: Where) -> pl.LazyFrame:
    """Rows whose day lies in the selection's period."""
    chosen = selected(where)
    if chosen.first:
        table = table.filter(pl.col("day") >= chosen.first)
    if chosen.last:
        table = table.filter(pl.col("day") <= chosen.last)
    return table
