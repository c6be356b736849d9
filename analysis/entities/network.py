"""The network of significant pairs: communities, centralities, files for Gephi."""

import random
import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as Xml

import networkx as nx
import numpy as np
import polars as pl

from analysis.contract import Tables
from analysis.entities.parameters import Parameters
from analysis.entities.tables import NODES

#: Above this many nodes betweenness is estimated from as many shortest-path trees (Brandes and
#: Pich 2007): the exact one grows with nodes times edges.
SOURCES = 600

NODE_FIELDS = (
    ("name", "string"),
    ("type", "string"),
    ("mentions", "long"),
    ("community", "int"),
    ("degree", "long"),
    ("betweenness", "double"),
)
EDGE_FIELDS = (
    ("sentences", "long"),
    ("g2", "double"),
    ("npmi", "double"),
    ("p_adjusted", "double"),
)


def network(tables: Tables, entities: Tables, *, parameters: Parameters) -> Tables:
    """Nodes with community and centralities, and the two network files.

    tables: cooccurrence; entities: entities. Returns `nodes` and, one row with a Binary column
    `content` each, `network.graphml` and `network.gexf`.
    """
    edges = tables["cooccurrence"].filter("in_backbone")
    ids = sorted({*edges["entity_a"], *edges["entity_b"]})
    number = {entity: index for index, entity in enumerate(ids)}
    # Nodes are numbers: sets of numbers iterate alike in every process, sets of words do not.
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(ids)))
    for first, second, weight in edges.select("entity_a", "entity_b", "sentences").iter_rows():
        graph.add_edge(number[first], number[second], weight=weight)
    nodes = _measured(graph, ids, parameters)
    named = nodes.join(
        entities["entities"].select("entity_id", "name", "type", "mentions"), on="entity_id"
    ).sort("entity_id")
    return {
        "nodes": nodes,
        "network.graphml": _file(graphml(named, edges)),
        "network.gexf": _file(gexf(named, edges)),
    }


def _measured(graph: "nx.Graph[int]", ids: Sequence[str], parameters: Parameters) -> pl.DataFrame:
    if not ids:
        return NODES.empty()
    found = nx.community.louvain_communities(
        graph, weight="weight", resolution=parameters.resolution, seed=parameters.seed
    )
    ordered = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    community = {node: index for index, group in enumerate(ordered) for node in group}
    between = _betweenness(graph, parameters.seed)
    strength = dict(graph.degree(weight="weight"))
    return NODES.frame(
        {
            "entity_id": entity,
            "community": community[index],
            "degree": graph.degree(index),
            "strength": strength[index],
            # Sums of shortest-path shares differ in their last bits with the order of additions.
            "betweenness": round(between[index], 9),
        }
        for index, entity in enumerate(ids)
    )


def _betweenness(graph: "nx.Graph[int]", seed: int) -> Mapping[int, float]:
    """Betweenness of each node; above SOURCES nodes from as many of them, drawn by the seed."""
    nodes = graph.number_of_nodes()
    if nodes <= SOURCES:
        found: Mapping[int, float] = nx.betweenness_centrality(graph)
        return found
    # Read here: small networks, the most by far, need no compiler.
    from analysis.entities.shortest import betweenness

    edges = np.array(list(graph.edges), dtype=np.int64).reshape(-1, 2)
    sources = random.Random(seed).sample(range(nodes), SOURCES)
    return dict(enumerate(betweenness(edges, nodes, sources).tolist()))


def graphml(nodes: pl.DataFrame, edges: pl.DataFrame) -> bytes:
    """The network as GraphML."""
    root = Xml.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    for owner, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        for name, kind in fields:
            Xml.SubElement(
                root,
                "key",
                {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": kind},
            )
    graph = Xml.SubElement(root, "graph", id="entities", edgedefault="undirected")
    for row in nodes.iter_rows(named=True):
        node = Xml.SubElement(graph, "node", id=row["entity_id"])
        _data(node, "node", NODE_FIELDS, row)
    for index, row in enumerate(edges.iter_rows(named=True)):
        edge = Xml.SubElement(
            graph, "edge", id=f"e{index}", source=row["entity_a"], target=row["entity_b"]
        )
        _data(edge, "edge", EDGE_FIELDS, row)
    return _written(root)


def _data(
    parent: Xml.Element, owner: str, fields: Sequence[tuple[str, str]], row: Mapping[str, object]
) -> None:
    for name, _ in fields:
        Xml.SubElement(parent, "data", key=f"{owner}_{name}").text = _clean(str(row[name]))


def gexf(nodes: pl.DataFrame, edges: pl.DataFrame) -> bytes:
    """The network as GEXF 1.3, without the date of writing."""
    root = Xml.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    graph = Xml.SubElement(root, "graph", defaultedgetype="undirected", mode="static")
    for owner, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        listed = Xml.SubElement(graph, "attributes", {"class": owner})
        for name, kind in fields:
            kind = "integer" if kind == "int" else kind
            Xml.SubElement(listed, "attribute", id=name, title=name, type=kind)
    listed = Xml.SubElement(graph, "nodes")
    for row in nodes.iter_rows(named=True):
        node = Xml.SubElement(listed, "node", id=row["entity_id"], label=_clean(row["name"]))
        _values(node, NODE_FIELDS, row)
    listed = Xml.SubElement(graph, "edges")
    for index, row in enumerate(edges.iter_rows(named=True)):
        edge = Xml.SubElement(
            listed,
            "edge",
            id=str(index),
            source=row["entity_a"],
            target=row["entity_b"],
            weight=str(float(row["sentences"])),
        )
        _values(edge, EDGE_FIELDS, row)
    return _written(root)


def _values(
    parent: Xml.Element, fields: Sequence[tuple[str, str]], row: Mapping[str, object]
) -> None:
    values = Xml.SubElement(parent, "attvalues")
    for name, _ in fields:
        Xml.SubElement(values, "attvalue", {"for": name, "value": _clean(str(row[name]))})


_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def _clean(text: str) -> str:
    """The text without characters that XML does not allow."""
    return _FORBIDDEN.sub("", text)


def _written(root: Xml.Element) -> bytes:
    Xml.indent(root, " ")
    # As one text, encoded at once: piece by piece takes several times as long.
    text = Xml.tostring(root, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def _file(content: bytes) -> pl.DataFrame:
    return pl.DataFrame({"content": [content]}, schema={"content": pl.Binary})
