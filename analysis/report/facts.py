"""Everything that the report is composed from: small tables, loaded once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analysis.contract import Description, Table, Tables
from analysis.corpus import tables as corpus
from analysis.entities import tables as entities
from analysis.report.licence import Quoting, quoting
from analysis.report.parameters import Parameters
from analysis.report.tables import TABLES as OWN
from analysis.terms import tables as terms
from analysis.timeline import tables as timeline

#: Tables by stage, in the order of the stages.
STAGES: Mapping[str, tuple[Table, ...]] = {
    "corpus": corpus.TABLES,
    "terms": terms.TABLES,
    "entities": entities.TABLES,
    "timeline": timeline.TABLES,
    "report": OWN,
}
FOLDERS = {name: tables[0].name.split("/")[0] for name, tables in STAGES.items()}

#: Tables that the report reads as a whole; those by article come shard by shard instead.
READ = (
    "files",
    "variants",
    "frequencies",
    "keyness",
    "collocations",
    "entities",
    "merges",
    "cooccurrence",
    "nodes",
    "coverage",
    "bursts",
    "changepoints",
    "disagreements",
    "events",
    "lags",
    "known_events",
    "reference",
    "tolls",
)


def declared(stem: str) -> Table:
    """The declared table of that stem; not for `filters`, which every stage has."""
    for tables in STAGES.values():
        for table in tables:
            if table.stem == stem and table.stem != "filters":
                return table
    raise KeyError(stem)


@dataclass(frozen=True)
class Facts:
    """What was counted, by whom it was made, and how it is to be shown.

    whole: tables of earlier stages by stem, and `<stage>_filters`.
    counts, sizes, tolls, articles: of analysis.report.survey.
    removed, repaired: rules with their spans and characters.
    provenance: one row per earlier stage.
    hand: rows of each file below hand/ that is there.
    """

    whole: Tables
    counts: pl.DataFrame
    sizes: Mapping[str, int]
    tolls: pl.DataFrame
    articles: pl.DataFrame
    removed: pl.DataFrame
    repaired: pl.DataFrame
    provenance: pl.DataFrame
    hand: Mapping[str, int]
    description: Description
    parameters: Parameters
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_run(
        cls, provenance: pl.DataFrame, description: Description, parameters: Parameters
    ) -> "Facts":
        """What is known of a run without its tables: by whom it was made, and of what."""
        nothing = pl.DataFrame()
        return cls(
            {}, nothing, {}, nothing, nothing, nothing, nothing, provenance, {}, description,
            parameters,
        )  # fmt: skip

    def table(self, stem: str) -> pl.DataFrame:
        """The table, empty where the run has none."""
        found = self.whole.get(stem)
        return declared(stem).empty() if found is None else found

    def facet(self, name: str) -> pl.DataFrame:
        """Counts by one facet, most articles first."""
        rows = self.counts.filter(pl.col("facet") == name)
        return rows.sort(["documents", "value"], descending=[True, False])

    @property
    def total(self) -> dict[str, Any]:
        """Articles, copies, undated, words, first and last day of the whole corpus."""
        rows = self.facet("all")
        if rows.is_empty():
            return {
                "documents": 0,
                "copies": 0,
                "undated": 0,
                "words": 0,
                "first": None,
                "last": None,
            }
        return rows.row(0, named=True)

    @property
    def confidence(self) -> float:
        """Coverage of the intervals of the terms stage, 0 to 1."""
        return confidence(self.provenance)

    @property
    def quoting(self) -> Quoting:
        return quoting(self.description, self.parameters)

    @property
    def corpus(self) -> str:
        """Title of the corpus."""
        return self.description.title or "Untitled corpus"

    def name(self, entity_id: str) -> str:
        return self.names.get(entity_id, entity_id)


def used(provenance: pl.DataFrame, stage: str) -> dict[str, Any]:
    """The parameters that an earlier stage used."""
    rows = dict(provenance.select("stage", "parameters").iter_rows())
    found: dict[str, Any] = json.loads(rows.get(stage) or "{}")
    return found


def confidence(provenance: pl.DataFrame) -> float:
    """Coverage of the intervals of the terms stage, 0 to 1."""
    return float(used(provenance, "terms").get("confidence", 0.95))


def gathered(bundle: Iterable[Tables]) -> dict[str, pl.DataFrame]:
    """The tables of several parts as one mapping."""
    return {stem: table for part in bundle for stem, table in part.items()}
