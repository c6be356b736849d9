"""The figures of the report, each drawn by a call of its own, so that calls run side by side and
an unchanged figure is not drawn again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis.contract import Tables
from analysis.report import model
from analysis.report.links import Links
from analysis.report.selection import pair_list

#: Tables that each figure needs, by the name under which the chapters show it.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "articles_by_outlet": ("articles",),
    "languages_lengths": ("articles",),
    "waterfall": ("files", "rules"),
    "copies_by_outlet": ("articles",),
    "frequencies": ("frequencies",),
    "trends": ("coverage",),
    "keyness": ("keyness",),
    "collocations": ("collocations", "frequencies"),
    "network": ("cooccurrence", "entities", "nodes"),
    "coverage": ("coverage", "bursts", "entities"),
    "calendar": ("coverage",),
    "events": ("events", "evidence", "known_events"),
    "lags": ("lags",),
    "tolls": ("tolls", "articles", "reference", "entities"),
    "disagreements": ("disagreements",),
}


@dataclass(frozen=True)
class Drawing:
    """A figure as the report needs it: drawn once, kept as bytes.

    svg, png: None where there is nothing to draw; `why` says why then.
    marks: ids of hoverable marks in the SVG.
    """

    name: str
    caption: str
    alt: str
    why: str | None
    svg: str | None
    png: bytes | None
    data: pl.DataFrame
    marks: frozenset[str] = frozenset()


def draw(
    order: Tables,
    tables: Tables,
    *,
    terms: int,
    comparisons: int,
    confidence: float,
    dots_per_inch: int,
) -> dict[str, pl.DataFrame]:
    """One figure. order: table `figure` with its name; tables: those of NEEDS."""
    from analysis.report import figures

    names = (
        dict(tables["entities"].select("entity_id", "name").rows()) if "entities" in tables else {}
    )

    def table(stem: str) -> pl.DataFrame:
        return tables[stem]

    drawers: dict[str, Callable[[], figures.Picture]] = {
        "articles_by_outlet": lambda: figures.articles_by_outlet(table("articles")),
        "languages_lengths": lambda: figures.languages_lengths(table("articles")),
        "waterfall": lambda: figures.waterfall(table("files"), _as_spans(table("rules"))),
        "copies_by_outlet": lambda: figures.copies_by_outlet(table("articles")),
        "frequencies": lambda: figures.frequencies(table("frequencies"), terms),
        "trends": lambda: figures.trends(table("coverage")),
        "keyness": lambda: figures.keyness_panels(
            table("keyness"), most=comparisons, confidence=confidence
        ),
        "collocations": lambda: figures.collocations(table("collocations"), table("frequencies")),
        "network": lambda: figures.network(
            table("cooccurrence"), table("entities"), table("nodes")
        ),
        "coverage": lambda: figures.coverage(table("coverage"), table("bursts"), names=names),
        "calendar": lambda: figures.calendar(table("coverage")),
        "events": lambda: figures.event_timeline(
            table("events"), _headlines(table("evidence")), table("known_events")
        ),
        "lags": lambda: figures.lags(table("lags")),
        "tolls": lambda: figures.tolls(
            table("tolls"), table("articles"), table("reference"), names=names
        ),
        "disagreements": lambda: figures.disagreements(table("disagreements")),
    }
    picture = drawers[order["figure"]["name"][0]]()
    svg = png = None
    if picture.drawn:
        svg = picture.svg().decode()
        png = picture.png(dots_per_inch)
    facts = {
        "name": [picture.name], "caption": [picture.caption], "alt": [picture.alt],
        "why": [picture.why], "svg": [svg], "png": [png],
    }  # fmt: skip
    return {
        "picture": pl.DataFrame(facts, schema=_PICTURE),
        "data": picture.data,
        "marks": pl.DataFrame({"mark": sorted(picture.hints)}, schema={"mark": pl.String}),
    }


_PICTURE = {
    "name": pl.String,
    "caption": pl.String,
    "alt": pl.String,
    "why": pl.String,
    "svg": pl.String,
    "png": pl.Binary,
}


def drawing(tables: Tables) -> Drawing:
    """What `draw` returned, as an object."""
    row = tables["picture"].row(0, named=True)
    return Drawing(**row, data=tables["data"], marks=frozenset(tables["marks"]["mark"]))


def _as_spans(rules: pl.DataFrame) -> pl.DataFrame:
    """One span per rule as long as all its spans, which is all that the figure adds up."""
    return rules.select(
        "rule", pl.lit(0, dtype=pl.Int64).alias("start"), pl.col("characters").alias("end")
    )


def _headlines(evidence: pl.DataFrame) -> pl.DataFrame:
    """The quoted sentence of each event; no text where nothing may be quoted."""
    return (
        evidence.filter(pl.col("id").str.starts_with("headline:"))
        .select("doc_id", "sentence", pl.col("quote").fill_null("").alias("text"))
        .unique(["doc_id", "sentence"], keep="first", maintain_order=True)
    )


def linked_marks(
    names: Mapping[str, str], links: Links, drawings: Mapping[str, Drawing]
) -> dict[str, str]:
    """Evidence lists of the marks of figures, by the mark's id in the SVG."""
    from analysis.report.figures.picture import anchor

    network, events = drawings.get("network"), drawings.get("events")
    lists: list[tuple[str, str, str]] = []
    if network is not None and network.svg:
        for a, b in network.data.select("entity_a", "entity_b").iter_rows():
            mark = f"{network.name}-tie-{anchor(a)}--{anchor(b)}"
            title = f"{names.get(a, a)} and {names.get(b, b)}"
            lists.append((mark, pair_list(a, b), title))
        for entity_id, name in names.items():
            mark = f"node-{anchor(entity_id)}"
            if mark in network.marks:
                lists.append((f"{network.name}-{mark}", f"entity:{entity_id}", name))
    if events is not None and events.svg:
        for mark in sorted(events.marks):
            day = mark.removeprefix("event-").rpartition("-")[0]
            title = f"Sentences dated to {model.day(date.fromisoformat(day))}"
            lists.append((f"{events.name}-{mark}", f"event:{day}", title))
    found = {mark: links.to(list_id, title) for mark, list_id, title in lists}
    return {mark: label for mark, label in found.items() if label}
