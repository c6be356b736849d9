"""Reported numbers of people killed and so on: sources against each other, day by day."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.report.figures import dates, style
from analysis.report.figures.frames import Frame, Types, greatest, read, span
from analysis.report.figures.picture import Picture, nothing
from analysis.report.figures.sources import OTHERS, UNNAMED, Totals, running_totals

_REFERENCE: Types = {"series": pl.String, "day": pl.Date, "value": pl.Float64}
#: How a bound is drawn: a triangle points to where the true number may lie.
BOUNDS = {
    "exact": ("o", "exact"),
    "about": ("D", "about"),
    "at_least": ("^", "at least"),
    "more_than": ("^", "at least"),
    "at_most": ("v", "at most"),
    "less_than": ("v", "at most"),
}
_SIZE = 4.5
#: Totals of one place that make a course; totals of different places are no course.
LEAST = 3


def tolls(
    table: Frame,
    documents: Frame,
    reference: Frame | None = None,
    outcome: str = "killed",
    group: str = "people",
    most: int = 5,
    names: Mapping[str, str] | None = None,
) -> Picture:
    """A running total as different sources report it, with bounds, day by day.

    table, documents, reference: the tables tolls, documents and reference.
    outcome, group: what is counted; the place is that with most such figures.
    most: sources with a colour of their own. names: of the entities that speak, by entity_id.
    """
    name = f"tolls-{outcome}"
    what = f"{group.replace('_', ' ')} {outcome}"
    totals = running_totals(table, documents, outcome, group, most, names or {})
    if totals is None:
        return nothing(name, f"No running total of {what} was found.")
    data = totals.rows
    placed = data.filter("placed")
    if placed.height < LEAST or placed["day"].n_unique() < 2:
        return nothing(
            name,
            f"Fewer than {LEAST} running totals of {what} name one and the same place and carry a"
            " day, so there is no course to draw.",
        )
    first, last = span(data["day"])
    series = pl.DataFrame(schema=_REFERENCE)
    if reference is not None:
        series = read(reference, _REFERENCE).filter(pl.col("day").is_between(first, last))

    def drawn() -> Figure:
        figure = style.canvas(3.5)
        axes = figure.subplots()
        handles = _draw_reference(axes, series)
        for source in totals.sources:
            own = data.filter(pl.col("source") == source)
            _draw_source(axes, own, _tone(totals.sources, source))
        top = greatest(data["value"])
        axes.set_ylim(-0.03 * top, 1.06 * top)
        axes.yaxis.set_major_formatter(style.tick)
        axes.set_ylabel(what)
        air = 0.03 * max((last - first).days, 1)
        axes.set_xlim(first.toordinal() - air, last.toordinal() + air)
        dates.date_axis(axes, first, last)
        style.quiet_y(axes)
        figure.legend(
            handles=[*_legend(totals), *handles],
            loc="outside lower left",
            ncols=3,
            columnspacing=1.2,
            handlelength=1.6,
        )
        return figure

    return Picture(name, _caption(totals, what), _alt(totals), data, drawn)


def _caption(totals: Totals, what: str) -> str:
    data = totals.rows
    unplaced = data.filter(~pl.col("placed")).height
    return (
        f"Running totals of {what}, {totals.place}, as reported:"
        f" {style.counted(data.height, 'figure')}, each at the day for which it was given; copies"
        " left out. The source is whom the sentence names, else the outlet. Lines: the highest"
        " figure of a source so far."
        + (f" Hollow: {style.counted(unplaced, 'figure')} without a place." if unplaced else "")
        + (
            f" {style.counted(totals.undated, 'figure')} without a day not drawn."
            if totals.undated
            else ""
        )
    )


def _alt(totals: Totals) -> str:
    last_said = []
    for source in totals.sources:
        own = totals.rows.filter(pl.col("source") == source).sort("day", "value")
        day = dates.in_words(own["day"][-1])
        last_said.append(f"{source} {style.number(own['value'][-1])} on {day}")
    return f"Reported totals over time by source. Last figures: {'; '.join(last_said)}."


def _tone(sources: list[str], source: str) -> str:
    if source in (OTHERS, UNNAMED):
        return style.MUTED
    return style.SERIES[sources.index(source) % len(style.SERIES)]


def _draw_reference(axes: Axes, series: pl.DataFrame) -> list[Line2D]:
    """The researcher's own series, each in another dash."""
    drawn = []
    groups = series.sort("series", "day").group_by("series", maintain_order=True)
    for index, (_, rows) in enumerate(groups):
        drawn += axes.plot(
            [day.toordinal() for day in rows["day"]],
            rows["value"],
            color=style.INK,
            linewidth=0.9,
            linestyle=("-", ":", "--", "-.")[index % 4],
            label=style.label(str(rows["series"][0]), 30),
        )
    return drawn


def _draw_source(axes: Axes, rows: pl.DataFrame, tone: str) -> None:
    """Points with their bounds; a line at the highest so far of those whose place is named.

    A total that was misread as too small would otherwise tear the line down and up again.
    """
    lined = rows.filter("placed")
    days = np.array([day.toordinal() for day in lined["day"]])
    if lined.height:
        axes.step(
            days, lined["value"].cum_max(), where="post", color=tone, linewidth=0.7, alpha=0.6
        )
    for bound, placed, day, value in rows.select("bound", "placed", "day", "value").iter_rows():
        axes.plot(
            day.toordinal(),
            value,
            BOUNDS[bound][0],
            markersize=_SIZE,
            markerfacecolor=tone if placed else style.PAPER,
            markeredgecolor=style.PAPER if placed else tone,
            markeredgewidth=0.4 if placed else 1.0,
        )


def _legend(totals: Totals) -> list[Line2D]:
    """Sources by colour, then bounds by shape."""
    common: dict[str, Any] = {"markersize": _SIZE, "linestyle": "none"}
    handles = [
        Line2D(
            [],
            [],
            marker="o",
            color=_tone(totals.sources, one),
            label=style.label(one, 38),
            **common,
        )
        for one in totals.sources
    ]
    said = set(totals.rows["bound"])
    shapes = {words: marker for bound, (marker, words) in BOUNDS.items() if bound in said}
    handles += [
        Line2D([], [], marker=marker, color=style.INK, label=words, **common)
        for words, marker in shapes.items()
    ]
    if not totals.rows["placed"].all():
        handles.append(
            Line2D(
                [],
                [],
                marker="o",
                color=style.INK,
                markerfacecolor=style.PAPER,
                label="no place named",
                **common,
            )
        )
    return handles
