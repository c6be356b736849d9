"""Who is named with whom: the neighbourhood of an entity, its edges by month, their sentences."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from analysis.contract import InputError
from analysis.entities.tables import (
    COOCCURRENCE,
    COOCCURRENCE_BY_MONTH,
    ENTITIES,
    EVIDENCE,
    NODES,
)
from analysis.pipeline.reader import Run

#: An edge counts as more than chance below this, after correction for the pairs tried.
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Entity:
    """One entity, as its row of 30_entities/entities says."""

    entity_id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    mentions: int
    documents: int
    mentions_all: int


class Network:
    """The tables of the entities stage, as they are asked of interactively."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @cached_property
    def entities(self) -> pl.DataFrame:
        """Entities, the most mentioned first."""
        table = self._run.frame(ENTITIES)
        return table.sort("mentions", "entity_id", descending=[True, False])

    @cached_property
    def pairs(self) -> pl.DataFrame:
        return self._run.frame(COOCCURRENCE)

    @cached_property
    def by_month(self) -> pl.DataFrame:
        return self._run.frame(COOCCURRENCE_BY_MONTH)

    @cached_property
    def communities(self) -> dict[str, int]:
        table = self._run.frame(NODES, ["entity_id", "community"])
        return dict(table.iter_rows())

    @cached_property
    def names(self) -> dict[str, str]:
        """The name to print, by entity_id."""
        return dict(self.entities.select("entity_id", "name").iter_rows())

    @cached_property
    def facts(self) -> dict[str, Entity]:
        """The entities by id."""
        fields = list(Entity.__dataclass_fields__)
        return {
            row["entity_id"]: Entity(**{**row, "aliases": tuple(row["aliases"])})
            for row in self.entities.select(fields).iter_rows(named=True)
        }

    def search(self, text: str = "") -> pl.DataFrame:
        """Entities whose name or alias holds the text, in any case, the most mentioned first."""
        wanted = text.strip().lower()
        if not wanted:
            return self.entities
        name = pl.col("name").str.to_lowercase()
        alias = (
            pl.col("aliases")
            .list.eval(pl.element().str.to_lowercase().str.contains(wanted, literal=True))
            .list.any()
        )
        found = self.entities.filter(
            name.str.contains(wanted, literal=True) | alias | (pl.col("entity_id") == text.strip())
        )
        return found.sort(
            (pl.col("name").str.to_lowercase() == wanted).cast(pl.Int8),
            descending=True,
            maintain_order=True,
        )

    def resolve(self, entity: str) -> str:
        """The entity_id of an id, a name or an alias; the most mentioned where several fit.

        Raises InputError that names what is near.
        """
        if entity in self.names:
            return entity
        wanted = entity.strip().lower()
        found = self.entities.filter(
            (pl.col("name").str.to_lowercase() == wanted)
            | pl.col("aliases").list.eval(pl.element().str.to_lowercase() == wanted).list.any()
        )
        exact = found.filter(pl.col("name").str.to_lowercase() == wanted)
        best = exact if exact.height else found
        if best.height:
            return str(best["entity_id"][0])
        near = self.search(entity)["name"].head(3).to_list()
        hint = f"did you mean {', '.join(near)}?" if near else "search with corpus.entities(…)"
        raise InputError(f"nobody and nothing is named {entity!r} in this corpus: {hint}")

    def entity(self, text: str) -> Entity:
        """The entity of an id, a name or an alias; see resolve."""
        return self.facts[self.resolve(text)]

    def months(self) -> list[date]:
        """The months for which edges are known, in order."""
        return list(self.by_month["period"].unique().sort())

    def neighbours(
        self,
        entity_id: str,
        *,
        month: date | None = None,
        limit: int = 25,
        significant: bool = True,
    ) -> pl.DataFrame:
        """entity_id, name, type, sentences, documents, expected, g2, npmi, p_adjusted of the
        entities named in one sentence with this one, the strongest first.

        month: count only that month's articles; the tests stay those of the whole corpus.
        significant: leave out pairs that are no more frequent than chance would have them.
        """
        here = (pl.col("entity_a") == entity_id) | (pl.col("entity_b") == entity_id)
        pairs = self.pairs.filter(here)
        if significant:
            pairs = pairs.filter((pl.col("p_adjusted") < SIGNIFICANT) & (pl.col("g2") > 0))
        if month is not None:
            monthly = self.by_month.filter(here & (pl.col("period") == month))
            pairs = pairs.drop("sentences", "documents").join(
                monthly.drop("period"), on=["entity_a", "entity_b"], maintain_order="left"
            )
        other = pl.when(pl.col("entity_a") == entity_id).then("entity_b").otherwise("entity_a")
        return (
            pairs.select(
                other.alias("entity_id"),
                "sentences",
                "documents",
                "expected",
                "g2",
                "npmi",
                "p_adjusted",
            )
            .join(self.entities.select("entity_id", "name", "type"), on="entity_id")
            .select("entity_id", "name", "type", pl.exclude("entity_id", "name", "type"))
            .sort("sentences" if month else "g2", "entity_id", descending=[True, False])
            .head(limit)
        )

    def among(self, entity_ids: list[str], month: date | None = None) -> pl.DataFrame:
        """entity_a, entity_b, sentences, g2 of the significant pairs among some entities."""
        inside = pl.col("entity_a").is_in(entity_ids) & pl.col("entity_b").is_in(entity_ids)
        pairs = self.pairs.filter(
            inside & (pl.col("p_adjusted") < SIGNIFICANT) & (pl.col("g2") > 0)
        ).select("entity_a", "entity_b", "sentences", "g2")
        if month is None:
            return pairs
        monthly = self.by_month.filter(inside & (pl.col("period") == month))
        return pairs.drop("sentences").join(
            monthly.select("entity_a", "entity_b", "sentences"), on=["entity_a", "entity_b"],
            maintain_order="left",
        )  # fmt: skip

    def evidence(self, one: str, other: str) -> pl.DataFrame:
        """doc_id, sentence of the sentences that name both, copies left out."""
        first, second = sorted((one, other))
        pair = (pl.col("entity_a") == first) & (pl.col("entity_b") == second)
        return self._run.scan(EVIDENCE).filter(pair).select("doc_id", "sentence").collect()


def layout(nodes: list[str], edges: list[tuple[str, str, float]]) -> dict[str, tuple[float, float]]:
    """Places of the nodes in a square from 0 to 1; the same for the same nodes and edges.

    The first node stands in the middle of a circle on which those that are joined stand near
    each other; from there springs pull.
    """
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(nodes)
    strongest = max((weight for _, _, weight in edges), default=1.0) or 1.0
    graph.add_weighted_edges_from((a, b, 0.2 + weight / strongest) for a, b, weight in edges)
    if len(nodes) == 1:
        return {nodes[0]: (0.5, 0.5)}
    start: dict[str, Any] = nx.circular_layout(graph.subgraph(nodes[1:]))
    start[nodes[0]] = (0.0, 0.0)
    placed = nx.spring_layout(
        graph, pos=start, fixed=[nodes[0]], k=1.6 / len(nodes) ** 0.5, iterations=60, seed=7
    )
    reach = max(max(abs(x), abs(y)) for x, y in placed.values()) or 1.0
    return {
        node: (float(0.5 + 0.5 * x / reach), float(0.5 + 0.5 * y / reach))
        for node, (x, y) in placed.items()
    }
