"""The figures: Vega-Lite through altair, drawn in the browser without network, saved as files."""

import io
import subprocess
import sys
import textwrap
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

#: Okabe and Ito's colours: told apart by every kind of colour vision.
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#b59a00"]
DASHES = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 4], [1, 3], [10, 4], [3, 1]]
WIDTH = 820


#: vl-convert hangs when two threads call it at once.
_ONE_AT_A_TIME = threading.Lock()


_BUNDLE = (
    "import altair, sys; c = altair.JupyterChart; c.enable_offline(); sys.stdout.write(c._esm)"
)


def prepare() -> None:
    """Bundle what draws charts, so that the browser loads nothing from the network.

    Another process does it: it takes a second or two, in which this one would answer nobody.
    """
    with _ONE_AT_A_TIME:
        chart = alt.JupyterChart
        if chart._is_offline:
            return
        made = subprocess.run(
            [sys.executable, "-c", _BUNDLE], capture_output=True, encoding="utf-8", check=False
        )
        if made.returncode or not made.stdout:
            chart.enable_offline()
            return
        chart._esm, chart._is_offline = made.stdout, True


def widget(chart: Any | None = None) -> Any:
    """A live chart."""
    prepare()
    shown = chart if chart is not None else alt.Chart(_data([])).mark_point()
    return alt.JupyterChart(
        shown, embed_options={"actions": False, "renderer": "svg"}, debounce_wait=60
    )


def _data(rows: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Data(values=list(rows))


def _rows(frame: pl.DataFrame, columns: Sequence[str]) -> list[dict[str, Any]]:
    days = [name for name in columns if frame.schema[name] == pl.Date]
    return frame.select(columns).with_columns(pl.col(days).cast(pl.String)).to_dicts()


def coverage(frame: pl.DataFrame, unit: str) -> Any:
    """Articles by period; a period can be brushed (selection `brush`)."""
    brush = alt.selection_interval(encodings=["x"], name="brush")
    return (
        alt.Chart(_data(_rows(frame, ["period", "documents"])))
        .mark_rect(color=COLOURS[0])
        .encode(
            x=alt.X("period:T", title=f"published, by {unit}"),
            x2="end:T",
            y=alt.Y("documents:Q", title="articles", axis=alt.Axis(tickMinStep=1)),
            y2="zero:Q",
            tooltip=[alt.Tooltip("period:T", title=unit), "documents:Q"],
            opacity=alt.condition(brush, alt.value(1), alt.value(0.35)),
        )
        .transform_calculate(end=_END[unit], zero="0")
        .add_params(brush)
        .properties(width=WIDTH, height=130)
    )  # fmt: skip


_END = {
    "day": "timeOffset('day', toDate(datum.period), 1)",
    "week": "timeOffset('week', toDate(datum.period), 1)",
    "month": "timeOffset('month', toDate(datum.period), 1)",
}


def trend(frame: pl.DataFrame, unit: str, measure: str) -> Any:
    """Lines of several series over time. measure: per_million or share."""
    title = {"per_million": "per million words", "share": "share of articles"}[measure]
    series = list(dict.fromkeys(frame["series"]))
    legend = alt.Legend(title=None, symbolType="stroke", symbolSize=400)
    base = alt.Chart(_data(_rows(frame, ["series", "period", "count", measure]))).encode(
        x=alt.X("period:T", title=f"published, by {unit}"),
        y=alt.Y(f"{measure}:Q", title=title),
        color=alt.Color("series:N", scale=alt.Scale(domain=series, range=COLOURS), legend=legend),
    )
    dashed = base.mark_line().encode(
        strokeDash=alt.StrokeDash(
            "series:N", scale=alt.Scale(domain=series, range=DASHES), legend=legend
        )
    )
    points = base.mark_point(filled=True, size=30).encode(
        tooltip=["series:N", "period:T", "count:Q", alt.Tooltip(f"{measure}:Q", format=".3~s")]
    )
    return (dashed + points).properties(width=WIDTH - 120, height=220)


def frequencies(frame: pl.DataFrame) -> Any:
    """The most frequent words as bars."""
    rows = _rows(frame, ["term", "per_million", "count"])
    return (
        alt.Chart(_data(rows))
        .mark_bar(color=COLOURS[0])
        .encode(
            x=alt.X("per_million:Q", title="per million words"),
            y=alt.Y("term:N", sort=None, title=None),
            tooltip=["term:N", "count:Q", "per_million:Q"],
        )
        .properties(width=WIDTH - 200, height=max(60, 17 * len(rows)))
    )


def keyness(frame: pl.DataFrame, target: str, reference: str) -> Any:
    """log-ratio with its interval: to the right what the target uses more."""
    columns = [
        "term",
        "log_ratio",
        "log_ratio_low",
        "log_ratio_high",
        "g2",
        "count",
        "reference_count",
    ]
    rows = _rows(frame, columns)
    sides = [f"more in {target}", f"more in {reference}"]
    for row in rows:
        row["side"] = sides[row["log_ratio"] <= 0]
    base = alt.Chart(_data(rows)).encode(y=alt.Y("term:N", sort=None, title=None))
    colour = alt.Color("side:N", scale=alt.Scale(domain=sides, range=COLOURS), title=None)
    rule = base.mark_rule().encode(
        x=alt.X("log_ratio_low:Q", title="log-ratio with 95 % interval (1: twice as often)"),
        x2="log_ratio_high:Q",
        color=colour,
    )
    point = base.mark_point(filled=True, size=60).encode(
        x="log_ratio:Q",
        color=colour,
        shape=alt.Shape("side:N", scale=alt.Scale(domain=sides), title=None),
        tooltip=["term:N", "count:Q", "reference_count:Q", alt.Tooltip("g2:Q", format=".1f")],
    )
    return (rule + point).properties(width=WIDTH - 320, height=max(60, 17 * len(rows)))


def tolls(frame: pl.DataFrame) -> Any:
    """Reported figures by the day for which they hold, one shape and colour per source."""
    rows = _rows(frame, ["day", "value", "source", "said"])
    named = frame["source"].value_counts(sort=True).head(7)["source"].to_list()
    for row in rows:
        row["source"] = row["source"] if row["source"] in named else "others"
    domain = [*named, "others"]
    return (
        alt.Chart(_data(rows))
        .mark_point(size=45, opacity=0.8)
        .encode(
            x=alt.X("day:T", title="day for which the figure holds"),
            y=alt.Y(
                "value:Q",
                title="people",
                scale=alt.Scale(type="symlog"),
                axis=alt.Axis(values=[0, *(10**power for power in range(8))]),
            ),
            color=alt.Color(
                "source:N", scale=alt.Scale(domain=domain, range=COLOURS), title="says"
            ),
            shape=alt.Shape("source:N", scale=alt.Scale(domain=domain), title="says"),
            tooltip=["day:T", "said:N"],
        )
        .properties(width=WIDTH - 200, height=220)
    )


def network(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]]) -> Any:
    """The network as it stands on the screen, for a file."""
    places = {node["id"]: node for node in nodes}
    lines = [
        {"x": places[edge["a"]]["x"], "y": -places[edge["a"]]["y"], "x2": places[edge["b"]]["x"],
         "y2": -places[edge["b"]]["y"], "width": edge["width"]}
        for edge in edges
    ]  # fmt: skip
    dots = [
        {"x": node["x"], "y": -node["y"], "label": node["label"],
         "type": {"PER": "person", "ORG": "organisation", "LOC": "place"}[node["type"]]}
        for node in nodes
    ]  # fmt: skip
    types = ["person", "organisation", "place"]
    colours, shapes = [COLOURS[1], COLOURS[0], COLOURS[2]], ["circle", "square", "diamond"]
    hidden = {"axis": None, "scale": alt.Scale(padding=40)}
    rule = alt.Chart(_data(lines)).mark_rule(opacity=0.4).encode(
        x=alt.X("x:Q", **hidden), y=alt.Y("y:Q", **hidden), x2="x2:Q", y2="y2:Q",
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
    )  # fmt: skip
    base = alt.Chart(_data(dots)).encode(x=alt.X("x:Q", **hidden), y=alt.Y("y:Q", **hidden))
    dot = base.mark_point(filled=True, size=140, opacity=1).encode(
        color=alt.Color("type:N", scale=alt.Scale(domain=types, range=colours)),
        shape=alt.Shape("type:N", scale=alt.Scale(domain=types, range=shapes)),
    )
    text = base.mark_text(dy=-13, fontSize=11).encode(text="label:N")
    return (rule + dot + text).properties(width=WIDTH, height=560)


def as_file(chart: Any, kind: str, title: str, citation: str) -> bytes:
    """The chart as svg or png (300 dpi), with what it shows and its citation above it."""
    heading = alt.TitleParams(
        title,
        subtitle=textwrap.wrap(citation, 120),
        anchor="start",
        subtitleColor="#555",
        subtitleFontSize=9,
    )
    # Where fonts run wider than the ones that were measured, nothing is cut off.
    room = {"left": 10, "right": 60, "top": 10, "bottom": 10}
    stream: io.BytesIO | io.StringIO = io.BytesIO() if kind == "png" else io.StringIO()
    options = {"ppi": 300} if kind == "png" else {}
    with _ONE_AT_A_TIME:
        chart.properties(title=heading, padding=room).save(stream, format=kind, **options)
    found = stream.getvalue()
    return found if isinstance(found, bytes) else found.encode()
