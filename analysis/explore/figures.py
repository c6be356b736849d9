"""The figures, as Vega-Lite: drawn live in the browser (charts), or saved as files.

What a figure looks like (its specification) and what it shows (its rows) are kept apart: the
specification is the same object while only the rows change, and is sent to the browser once.
"""

import json
import textwrap
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import polars as pl

Spec = dict[str, Any]

#: In the order of the rows. Said by a number: the order in which words are first met goes wrong
#: when rows are exchanged under a live figure.
_AS_GIVEN = {"field": "place", "op": "min"}

#: Okabe and Ito's colours: told apart by every kind of colour vision.
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#b59a00"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3], [10, 4], [3, 1]]
SHAPES = ["circle", "square", "triangle-up", "cross", "diamond", "triangle-right",
          "triangle-down", "triangle-left"]  # fmt: skip
WIDTH = 820
#: Size of the type in figures.
_TYPE = {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 230}
_CONFIG = {"axis": _TYPE, "legend": _TYPE, "view": {"stroke": None}}

#: vl-convert hangs when two threads call it at once.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Figure:
    """A figure: its specification in Vega-Lite, and the rows that it shows."""

    spec: Spec
    rows: list[dict[str, Any]]


def _rows(frame: pl.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Rows numbered in `place`; days as milliseconds since 1970 in UTC, and as text in `when`.

    A day drawn in the reader's own time zone would be the day before in half the world.
    """
    rows = frame.select(columns).to_dicts()
    for place, row in enumerate(rows):
        row["place"] = place
        for name, value in list(row.items()):
            if isinstance(value, date):
                midnight = datetime(value.year, value.month, value.day, tzinfo=UTC)
                row[name], row["when"] = int(midnight.timestamp() * 1000), value.isoformat()
    return rows


def _field(name: str, kind: str, **more: Any) -> Spec:
    kinds = {"Q": "quantitative", "N": "nominal", "T": "temporal"}
    return {"field": name, "type": kinds[kind], **more}


def _time(name: str, title: str, unit: str = "day", **more: Any) -> Spec:
    """An axis of days; labels never stand closer than the periods that they name."""
    axis: Spec = {"labelOverlap": "greedy", "labelFlush": False}
    if unit == "month":
        axis |= {"format": "%b %Y", "tickCount": "month"}
    return _field(name, "T", title=title, scale={"type": "utc"}, axis=axis, **more)


def _tooltip(*fields: tuple[str, str, str]) -> list[Spec]:
    return [
        _field(name, kind, title=title) | ({"format": ",.4~r"} if kind == "Q" else {})
        for name, kind, title in fields
    ]


@cache
def _coverage(unit: str) -> Spec:
    return {
        "description": f"articles by {unit}",
        "transform": [
            {"calculate": f"utcOffset('{unit}', datum.period, 1)", "as": "end"},
        ],
        "params": [{"name": "brush", "select": {"type": "interval", "encodings": ["x"]}}],
        "mark": {"type": "rect", "color": COLOURS[0]},
        "encoding": {
            "x": _time("period", f"published, by {unit}", unit),
            "x2": {"field": "end"},
            "y": _field("documents", "Q", title="articles", axis={"tickMinStep": 1, "format": "d"}),
            "y2": {"datum": 0},
            "tooltip": _tooltip(("when", "N", unit), ("documents", "Q", "articles")),
            "opacity": {"condition": {"param": "brush", "value": 1}, "value": 0.35},
        },
        "width": WIDTH,
        "height": 130,
        "config": _CONFIG,
    }  # fmt: skip


def coverage(frame: pl.DataFrame, unit: str) -> Figure:
    """Articles by period (columns period, documents); a period can be brushed."""
    return Figure(_coverage(unit), _rows(frame, ["period", "documents"]))


@cache
def _trend(unit: str, measure: str) -> Spec:
    titles = {"per_million": "per million words", "share": "share of articles"}
    legend = {"title": None, "symbolType": "stroke", "symbolSize": 400}
    # Both channels in both layers: so they share one legend.
    series = _field("series", "N", sort=_AS_GIVEN, legend=legend)
    lines = {
        "color": series | {"scale": {"range": COLOURS}},
        "strokeDash": series | {"scale": {"range": DASHES}},
    }
    axis = {"format": "%"} if measure == "share" else {}
    tooltip = _tooltip(
        ("series", "N", "series"), ("when", "N", unit), ("count", "Q", "count"),
        (measure, "Q", titles[measure]),
    )  # fmt: skip
    return {
        "description": "words over time",
        "encoding": {
            "x": _time("period", f"published, by {unit}", unit),
            "y": _field(measure, "Q", title=titles[measure], axis=axis),
            **lines,
        },
        "layer": [
            {"mark": "line"},
            {
                "mark": {"type": "point", "filled": True, "size": 40, "strokeWidth": 0},
                "encoding": {"tooltip": tooltip},
            },
        ],
        "width": WIDTH - 120,
        "height": 230,
        "config": _CONFIG,
    }


def trend(frame: pl.DataFrame, unit: str, measure: str) -> Figure:
    """Lines of several series over time. measure: per_million or share."""
    columns = list(dict.fromkeys(["series", "period", "count", measure]))
    return Figure(_trend(unit, measure), _rows(frame, columns))


@cache
def _frequencies() -> Spec:
    return {
        "description": "the most frequent words",
        "mark": {"type": "bar", "color": COLOURS[0]},
        "encoding": {
            "x": _field("per_million", "Q", title="per million words"),
            "y": _field("term", "N", sort=_AS_GIVEN, title=None),
            "tooltip": _tooltip(
                ("term", "N", "word"), ("count", "Q", "count"), ("per_million", "Q", "per million")
            ),
        },
        "width": WIDTH - 200,
        "height": {"step": 18},
        "config": _CONFIG,
    }


def frequencies(frame: pl.DataFrame) -> Figure:
    """The most frequent words as bars."""
    return Figure(_frequencies(), _rows(frame, ["term", "per_million", "count"]))


@cache
def _keyness() -> Spec:
    # The selections' names stand in the rows: so the specification stays when they change.
    said = "'more in: ' + data('rows')[0][datum.value]"
    side = _field("side", "N", title=None, legend={"labelLimit": 300, "labelExpr": said})
    scale = {"domain": ["one", "other"]}
    colour = {"color": side | {"scale": {**scale, "range": COLOURS[:2]}}}
    shape = {"shape": side | {"scale": {**scale, "range": SHAPES[:2]}}}
    tooltip = _tooltip(
        ("term", "N", "word"), ("count", "Q", "count"),
        ("reference_count", "Q", "in the other"), ("g2", "Q", "G²"),
    )  # fmt: skip
    title = "log-ratio with 95 % interval (1: twice as often)"
    return {
        "description": "log-ratio of words with its interval",
        "encoding": {"y": _field("term", "N", sort=_AS_GIVEN, title=None), **colour},
        "layer": [
            {
                "mark": "rule",
                "encoding": {
                    "x": _field("log_ratio_low", "Q", title=title),
                    "x2": {"field": "log_ratio_high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70},
                "encoding": {"x": _field("log_ratio", "Q"), **shape, "tooltip": tooltip},
            },
        ],
        "width": WIDTH - 330,
        "height": {"step": 18},
        "config": _CONFIG,
    }


def keyness(frame: pl.DataFrame, target: str, reference: str) -> Figure:
    """log-ratio with its interval: to the right what the target uses more."""
    columns = ["term", "log_ratio", "log_ratio_low", "log_ratio_high", "g2", "count"]
    rows = _rows(frame, [*columns, "reference_count"])
    for row in rows:
        row["side"] = "one" if row["log_ratio"] > 0 else "other"
        row["one"], row["other"] = target, reference
    return Figure(_keyness(), rows)


#: Sources that get a colour and a shape of their own.
NAMED_SOURCES = 7


@cache
def _tolls() -> Spec:
    says = _field("source", "N", sort=_AS_GIVEN, title="says")
    return {
        "description": "reported figures by day",
        "mark": {"type": "point", "size": 55, "opacity": 0.85},
        "encoding": {
            "x": _time("day", "day for which the figure holds"),
            "y": _field("value", "Q", title="people", scale={"type": "symlog"},
                        axis={"values": [0, *(10**power for power in range(8))], "format": ",d"}),
            "color": says | {"scale": {"range": COLOURS}},
            "shape": says | {"scale": {"range": SHAPES}},
            "tooltip": _tooltip(("when", "N", "day"), ("said", "N", "figure")),
        },
        "width": WIDTH - 200,
        "height": 230,
        "config": _CONFIG,
    }  # fmt: skip


def tolls(frame: pl.DataFrame) -> Figure:
    """Reported figures by the day for which they hold, one shape and colour per source."""
    rows = _rows(frame, ["day", "value", "source", "said"])
    ranked = frame["source"].value_counts().sort("count", "source", descending=[True, False])
    place = {name: at for at, name in enumerate(ranked["source"].head(NAMED_SOURCES))}
    for row in rows:
        row["source"] = row["source"] if row["source"] in place else "others"
        row["place"] = place.get(row["source"], NAMED_SOURCES)
    return Figure(_tolls(), rows)


def network(nodes: Iterable[Mapping[str, Any]], edges: Iterable[Mapping[str, Any]]) -> Figure:
    """The network as it stands on the screen, for a file."""
    places = {node["id"]: node for node in nodes}
    lines = [
        {"x": places[edge["a"]]["x"], "y": -places[edge["a"]]["y"], "x2": places[edge["b"]]["x"],
         "y2": -places[edge["b"]]["y"], "width": edge["width"]}
        for edge in edges
    ]  # fmt: skip
    types = {"PER": "person", "ORG": "organisation", "LOC": "place"}
    dots = [
        {"x": node["x"], "y": -node["y"], "label": node["label"], "type": types[node["type"]]}
        for node in places.values()
    ]
    hidden: Spec = {"axis": None, "scale": {"padding": 40}}
    here = {"x": _field("x", "Q", **hidden), "y": _field("y", "Q", **hidden)}
    kind = _field("type", "N", title="type")
    scale = {"domain": list(types.values())}
    spec = {
        "description": "network of names",
        "layer": [
            {"data": {"values": lines}, "mark": {"type": "rule", "opacity": 0.4}, "encoding": {
                **here, "x2": {"field": "x2"}, "y2": {"field": "y2"},
                "strokeWidth": _field("width", "Q", scale=None, legend=None)}},
            {"mark": {"type": "point", "filled": True, "size": 150, "opacity": 1}, "encoding": {
                **here,
                "color": kind | {"scale": {**scale, "range": [COLOURS[1], COLOURS[0],
                                                              COLOURS[2]]}},
                "shape": kind | {"scale": {**scale, "range": ["circle", "square", "diamond"]}}}},
            {"mark": {"type": "text", "dy": -13, "fontSize": 12},
             "encoding": {**here, "text": {"field": "label"}}},
        ],
        "width": WIDTH,
        "height": 560,
        "config": _CONFIG,
    }  # fmt: skip
    return Figure(spec, dots)


def as_file(figure: Figure, kind: str, title: str, citation: str) -> bytes:
    """The figure as svg or png (300 dpi), with what it shows and its citation above it."""
    import vl_convert

    whole = {
        **{key: value for key, value in figure.spec.items() if key != "params"},
        "data": {"name": "rows", "values": figure.rows},
        "title": {"text": title, "subtitle": textwrap.wrap(citation, 120), "anchor": "start",
                  "subtitleColor": "#555", "subtitleFontSize": 9},
        # Where fonts run wider than the ones that were measured, nothing is cut off.
        "padding": {"left": 10, "right": 60, "top": 10, "bottom": 10},
    }  # fmt: skip
    written = _without_conditions(whole)
    with _ONE_AT_A_TIME:
        if kind == "png":
            return bytes(vl_convert.vegalite_to_png(written, ppi=300))
        return str(vl_convert.vegalite_to_svg(written)).encode()


def _without_conditions(spec: Spec) -> str:
    """A figure on paper is not brushed: what depends on a brush would refer to nothing."""
    encoding = spec.get("encoding", {})
    kept = {name: one for name, one in encoding.items() if "condition" not in one}
    return json.dumps({**spec, "encoding": kept} if encoding else spec)
