"""The network: search a name, see who is named with it, by month, and read the sentences."""

from datetime import date
from typing import Any

import ipywidgets as w
import polars as pl

from analysis.contract import InputError
from analysis.explore import figures
from analysis.explore.evidence import marked_sentences
from analysis.explore.network import layout
from analysis.explore.panels.alias_editor import AliasEditor
from analysis.explore.panels.base import SHOWN, Panel, beside, tick
from analysis.explore.take import Take, quoted
from analysis.explore.widgets import Graph, Sheet, cells, column

ALL = "all months"
NEIGHBOURS = 24
LONGEST_LABEL = 26


class NetworkPanel(Panel):
    """Who is named with whom."""

    name = "network"

    def build(self) -> list[w.Widget]:
        network = self.corpus.network
        self._find = w.Text(description="Find", placeholder="person, organisation, place")
        months: list[tuple[str, date | str]] = [
            (ALL, ""),
            *((f"{month:%Y-%m}", month) for month in network.months()),
        ]
        self._month = w.SelectionSlider(
            description="Month",
            options=months,
            continuous_update=True,
            layout=w.Layout(width="460px"),
        )
        self._weak = tick("also pairs that chance could bring together")
        self._names = Sheet(
            label="names",
            columns=[
                column("Name"),
                column("Type", "short"),
                column("Mentions", "number"),
            ],
        )
        self._graph = Graph()
        self._evidence = Sheet(
            label="sentences",
            columns=[
                column("Published", "short"),
                column("Outlet", "short", optional=True),
                column("Sentence"),
            ],
            empty="Choose a line of the network to read the sentences behind it.",
        )
        self._editor = AliasEditor(self.corpus)
        self._centre, self._pair = "", ("", "")
        self._found = pl.DataFrame()
        self._near = pl.DataFrame()
        self._sentences = pl.DataFrame()
        self._places: dict[str, tuple[float, float]] = {}
        self._placed_for: tuple[str, bool] = ("", False)
        self._find.observe(lambda _: self.attempt(self._search), names="value")
        self._month.observe(lambda _: self.attempt(self._draw), names="value")
        self._weak.observe(lambda _: self.attempt(self._draw), names="value")
        self._names.on_open(
            lambda row: self.attempt(lambda: self._centred(self._found["entity_id"][row]))
        )
        self._graph.on_message(
            "node", lambda message: self.attempt(lambda: self._centred(message["id"]))
        )
        self._graph.on_message(
            "edge", lambda message: self.attempt(lambda: self._edge(message["a"], message["b"]))
        )
        self._evidence.on_open(self._opened)
        editor = w.Accordion(children=[self._editor.widget], titles=("Correct the names",))
        left = w.VBox([self._find, self._names], layout=w.Layout(width="34%", overflow="hidden"))
        right = w.VBox(
            [beside(self._month, self._weak), self._graph],
            layout=w.Layout(width="66%", padding="0 0 0 10px"),
        )
        return [w.HBox([left, right]), self._evidence, editor]

    def refresh(self) -> None:
        self._search()
        if not self._centre and self._found.height:
            self._centred(self._found["entity_id"][0])
        elif self._pair[0]:
            self._edge(*self._pair)
        else:
            self._draw()

    def _search(self) -> None:
        self._found = self.corpus.network.search(self._find.value).head(SHOWN)
        rows = self._found.select("name", "type", "mentions").iter_rows()
        typed = self._find.value.strip()
        self._names.show(
            rows=cells([(name, _TYPE[kind], *rest) for name, kind, *rest in rows]),
            chosen=-1,
            empty=f"Nobody and nothing is named “{typed}” here: try a part of the name.",
        )
        self.said.say(
            "The network rests on the whole corpus; the selection above holds for the sentences."
        )

    def _centred(self, entity_id: str) -> None:
        self._centre, self._pair = entity_id, ("", "")
        self._evidence.show(rows=[], chosen=-1)
        self._sentences = pl.DataFrame()
        self._editor.propose(self.corpus.network.names[entity_id])
        self._draw()

    def _draw(self) -> None:
        if not self._centre:
            self._graph.show(nodes=[], edges=[], label="no name is chosen")
            return
        network, month = self.corpus.network, self._month.value or None
        strong = not self._weak.value
        self._near = network.neighbours(
            self._centre, month=month, limit=NEIGHBOURS, significant=strong
        )
        ids = [self._centre, *self._near["entity_id"]]
        # Places stay while the month moves, so that only what changes moves.
        if self._placed_for != (self._centre, strong) or not set(ids) <= set(self._places):
            every = network.neighbours(self._centre, limit=NEIGHBOURS, significant=strong)
            placed = list(dict.fromkeys([self._centre, *every["entity_id"], *ids[1:]]))
            self._places = layout(placed, self._weights(placed, None))
            self._placed_for = (self._centre, strong)
        edges = self._weights(ids, month)
        strongest = max((weight for *_, weight in edges), default=1)
        names = network.names
        self._graph.show(
            nodes=[self._node(entity_id) for entity_id in ids],
            edges=[
                {
                    "a": a,
                    "b": b,
                    "width": 1 + 6 * weight / strongest,
                    "label": f"{names[a]} and {names[b]}: {weight:,.0f} sentences",
                }
                for a, b, weight in edges
            ],
            label=f"network around {names[self._centre]}",
            chosen="\n".join(self._pair),
        )
        when = "" if month is None else f" in {month:%B %Y}"
        said = f"{names[self._centre]} is named{when} with {self._near.height} others"
        said += ", each pair more often than by chance (G², 5 % after correction)" if strong else ""
        if not self._near.height:
            said = f"{names[self._centre]} is named with nobody{when} more often than by chance"
        self.said.say(said + "; click a line to read the sentences")

    def _weights(self, ids: list[str], month: date | None) -> list[tuple[str, str, float]]:
        """The centre's own edges, weak ones too, and the significant ones among the others."""
        network = self.corpus.network
        near = network.neighbours(
            self._centre, month=month, limit=10**6, significant=not self._weak.value
        )
        own = dict(near.select("entity_id", "sentences").iter_rows())
        inside = set(ids)
        found = [
            (*sorted((self._centre, other)), float(n))
            for other, n in own.items()
            if other in inside
        ]
        rest = network.among(ids[1:], month).select("entity_a", "entity_b", "sentences")
        return [(a, b, n) for a, b, n in found] + [(a, b, float(n)) for a, b, n in rest.iter_rows()]

    def _node(self, entity_id: str) -> dict[str, Any]:
        network = self.corpus.network
        row = network.facts[entity_id]
        x, y = self._places[entity_id]
        name = row.name
        short = name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…"
        return {
            "id": entity_id,
            "label": short,
            "type": row.type,
            "x": x,
            "y": y,
            "centre": entity_id == self._centre,
            "radius": 6 + min(10.0, row.mentions**0.5 / 2),
            "title": f"{name}, {_TYPE[row.type]}, {row.mentions:,} mentions",
        }

    def _edge(self, a: str, b: str) -> None:
        self._pair = (a, b)
        month = self._month.value or None
        where = self.desk.selection()
        found, total = self.corpus.sentences(a, b, where=where, limit=0 if month else SHOWN)
        if month is not None:
            found = found.filter(pl.col("published").dt.truncate("1mo") == month)
            total = found.height
        self._sentences = found.head(SHOWN)
        marked = marked_sentences(self.corpus, self._sentences, _TYPE)
        rows = [
            (published or "undated", outlet, [list(part) for part in sentence])
            for (published, outlet), sentence in zip(
                self._sentences.select("published", "outlet").iter_rows(), marked, strict=True
            )
        ]
        names = self.corpus.network.names
        self._graph.chosen = f"{a}\n{b}"
        self._graph.drawn += 1
        self._evidence.show(
            rows=cells(rows),
            chosen=-1,
            empty="None of the chosen articles names both in one sentence.",
        )
        self.said.say(f"{names[a]} and {names[b]}: {total:,} sentences in the chosen articles")

    def _opened(self, row: int) -> None:
        line = self._sentences.row(row, named=True)
        self.desk.go("articles", doc_id=line["doc_id"], hit=(line["begins"], line["ends"]))

    def state(self) -> dict[str, Any]:
        if not self.open:
            return {}
        month = self._month.value or None
        return {
            "entity": self._centre,
            "other": next((one for one in self._pair if one and one != self._centre), ""),
            "month": month.isoformat() if month else "",
            "weak": self._weak.value or None,
        }

    def restore(
        self, entity: str = "", other: str = "", month: str = "", weak: bool = False
    ) -> None:
        """entity: whose network; other: the edge to read; month: its first day; weak: also
        pairs that chance could bring together."""
        self.widget()
        network = self.corpus.network
        known = {one.isoformat(): one for one in network.months()}
        if month and month not in known:
            raise InputError(f"month = {month!r} is not known: there are {', '.join(known)}")
        self._weak.value = weak
        self._month.value = known.get(month, "")
        if entity:
            self._centred(network.resolve(entity))
        if other:
            a, b = sorted((self._centre, network.resolve(other)))
            self._edge(a, b)

    def takes(self) -> dict[str, Take]:
        if not self._near.height:
            return {}
        near, nodes, edges = self._near, self._graph.nodes, self._graph.edges
        name = self.corpus.network.names[self._centre]
        found = {
            "Network": self.take(
                f"Named with {name}",
                table=lambda: near,
                figure=lambda: figures.network(nodes, edges),
            )
        }
        if self._sentences.height:
            sentences = self._sentences
            line = sentences.row(max(self._evidence.chosen, 0), named=True)
            said = quoted(
                line["text"], line["outlet"], line["published"], line["title"], line["doc_id"]
            )
            found["Network: sentences"] = self.take(
                "Sentences behind a pair", table=lambda: sentences, quotation=lambda: said
            )
        return found


_TYPE = {"PER": "person", "ORG": "organisation", "LOC": "place"}
