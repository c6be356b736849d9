"""The network files, read back with networkx."""

import io
import random

import networkx as nx
import numpy as np
import polars as pl
import pytest

from analysis.entities.network import network
from analysis.entities.parameters import Parameters
from analysis.entities.shortest import betweenness
from analysis.entities.tables import COOCCURRENCE, ENTITIES


def tables(edges: list[tuple[str, str, int, bool]]) -> tuple[dict, dict]:
    pairs = COOCCURRENCE.frame(
        {
            "entity_a": a, "entity_b": b, "sentences": n, "documents": n,
            "expected": 1.0, "g2": 9.5,
            "npmi": 0.5, "p": 0.002, "p_adjusted": 0.004, "in_backbone": kept, "paragraphs": n,
            "documents_both": n, "disparity": 0.1, "sentences_all": n,
        }
        for a, b, n, kept in edges
    )  # fmt: skip
    names = sorted({name for edge in edges for name in edge[:2]})
    entities = ENTITIES.frame(
        {
            "entity_id": name, "name": f"<{name}> & \"Söhne\"\x0b", "type": "ORG",
            "aliases": [name],
            "mentions": 7, "documents": 3, "mentions_all": 8,
        }
        for name in names
    )  # fmt: skip
    return {"cooccurrence": pairs}, {"entities": entities}


EDGES = [
    ("a", "b", 9, True),
    ("a", "c", 8, True),
    ("b", "c", 7, True),
    ("d", "e", 6, True),
    ("c", "d", 1, False),
]


@pytest.mark.parametrize(
    ("name", "reader"), [("network.graphml", nx.read_graphml), ("network.gexf", nx.read_gexf)]
)
def test_files_hold_the_backbone_with_all_attributes(name: str, reader: object) -> None:
    made = network(*tables(EDGES), parameters=Parameters())
    content = made[name]["content"][0]
    assert content == network(*tables(EDGES), parameters=Parameters())[name]["content"][0]
    graph = reader(io.BytesIO(content))  # type: ignore[operator]
    assert set(graph.nodes) == set("abcde")
    assert {frozenset(edge) for edge in graph.edges} == {frozenset(e[:2]) for e in EDGES if e[3]}
    label = "name"
    assert graph.nodes["a"][label] == '<a> & "Söhne"'
    assert graph.nodes["a"]["type"] == "ORG" and graph.nodes["a"]["mentions"] == 7
    assert graph.edges["a", "b"]["sentences"] == 9
    assert graph.edges["a", "b"]["p_adjusted"] == pytest.approx(0.004)


def test_communities_and_centralities() -> None:
    nodes = network(*tables(EDGES), parameters=Parameters())["nodes"]
    community = dict(nodes.select("entity_id", "community").iter_rows())
    assert community == {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1}
    assert dict(nodes.select("entity_id", "degree").iter_rows())["a"] == 2
    assert nodes["betweenness"].to_list() == [0.0] * 5


def test_a_star_has_its_centre_on_every_path() -> None:
    star = [("a", other, 5, True) for other in "bcde"]
    nodes = network(*tables(star), parameters=Parameters())["nodes"]
    assert nodes.filter(pl.col("entity_id") == "a")["betweenness"][0] == pytest.approx(1.0)


def test_an_empty_network_is_valid() -> None:
    made = network(*tables([("a", "b", 1, False)]), parameters=Parameters())
    assert made["nodes"].is_empty()
    assert len(nx.read_graphml(io.BytesIO(made["network.graphml"]["content"][0]))) == 0
    assert len(nx.read_gexf(io.BytesIO(made["network.gexf"]["content"][0]))) == 0


@pytest.mark.parametrize("seed", range(3))
def test_betweenness_from_chosen_nodes_is_that_of_networkx(seed: int) -> None:
    graph = nx.gnm_random_graph(90, 140, seed=seed)  # has parts that no path joins
    sources = random.Random(seed).sample(range(90), 40)
    edges = np.array(list(graph.edges), dtype=np.int64)
    expected = nx.betweenness_centrality(graph, k=40, seed=seed)
    assert betweenness(edges, 90, sources).tolist() == pytest.approx(list(expected.values()))


def test_a_network_above_the_limit_is_measured_from_chosen_nodes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("analysis.entities.network.SOURCES", 3)
    path = [("a", "b", 9, True), ("b", "c", 8, True), ("c", "d", 7, True), ("d", "e", 6, True)]
    nodes = network(*tables(path), parameters=Parameters())["nodes"]
    graph = nx.path_graph(5)
    expected = nx.betweenness_centrality(graph, k=3, seed=Parameters().seed)
    assert nodes["betweenness"].to_list() == pytest.approx(list(expected.values()), abs=1e-9)
