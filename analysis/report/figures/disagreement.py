"""Days and scopes for which reports give different numbers."""

from datetime import date

import polars as pl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.report.figures import dates, style
from analysis.report.figures.frames import Frame, Types, greatest, read
from analysis.report.figures.picture import Picture, nothing

_DISAGREEMENTS: Types = {
    "day": pl.Date,
    "place": pl.String,
    "outcome": pl.String,
    "group": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
    "sources": pl.List(pl.String),
}


def disagreements(table: Frame, most: int = 18) -> Picture:
    """Days for which sources report different figures: the lowest and the highest of each.

    table: the table of that name. most: rows, those that differ most in proportion.
    """
    name = "disagreements"
    found = read(table, _DISAGREEMENTS, {"contradictory": pl.Boolean}).filter(
        pl.col("low") > 0, pl.col("high") > pl.col("low")
    )
    if found.is_empty():
        return nothing(name, "No two reports give different figures for the same day and scope.")
    if "contradictory" not in found.columns:
        found = found.with_columns(contradictory=pl.lit(True))
    ratio = pl.col("high") / pl.col("low")
    data = (
        found.with_columns(ratio=ratio)
        .sort(
            ["contradictory", "ratio", "day", "outcome", "group"],
            descending=[True, True, False, False, False],
        )
        .head(most)
        .sort("day", "outcome", "group", "place", nulls_last=True)
    )

    def drawn() -> Figure:
        figure = style.canvas(0.85 + 0.2 * data.height)
        axes = figure.subplots()
        for row, one in enumerate(data.iter_rows(named=True)):
            tone = style.ACCENT if one["contradictory"] else style.MAIN
            axes.plot(
                [one["low"], one["high"]],
                [row, row],
                color=tone,
                linewidth=1.6,
                marker="|",
                markersize=7,
            )
            for value, side, where in ((one["low"], -5, "right"), (one["high"], 5, "left")):
                axes.annotate(
                    style.number(value),
                    (value, row),
                    xytext=(side, 0),
                    textcoords="offset points",
                    ha=where,
                    va="center",
                    fontsize=style.SMALL,
                )
        axes.set_xscale("log")
        low, high = -greatest(-data["low"]), greatest(data["high"])
        reach = max((high / low) ** 0.14, 1.25)
        axes.set_xlim(low / reach, high * reach)
        axes.set_xticks([])
        axes.set_xticks([], minor=True)
        axes.set_yticks(range(data.height), [_scope(one) for one in data.iter_rows(named=True)])
        axes.set_ylim(data.height - 0.4, -0.6)
        axes.set_xlabel("people, from the lowest to the highest figure (logarithmic)")
        style.quiet_x(axes)
        handles = [
            Line2D([], [], color=tone, linewidth=1.6, label=words)
            for tone, words, holds in (
                (style.ACCENT, "no number satisfies all reports", True),
                (style.MAIN, "reports differ but allow a common number", False),
            )
            if holds in set(data["contradictory"])
        ]
        figure.legend(handles=handles, loc="outside lower left", ncols=2)
        return figure

    caption = (
        f"Lowest and highest figure reported for the same day, place, outcome and group;"
        f" {data.height} of {style.counted(found.height, 'disagreement')}, those that differ"
        " most in proportion; copies left out. Blue: the bounds (“at least”, “nearly”) still"
        " allow one number that satisfies all."
    )
    listed = "; ".join(
        f"{_scope(one)} {style.number(one['low'])} to {style.number(one['high'])}"
        for one in data.sort("ratio", descending=True).head(6).iter_rows(named=True)
    )
    return Picture(
        name, caption, f"Range per day and scope. Widest: {listed}.", data.drop("ratio"), drawn
    )


def _scope(row: dict[str, object]) -> str:
    day = row["day"]
    assert isinstance(day, date)
    group = str(row["group"]).replace("_", " ")
    place = f", {row['place']}" if row["place"] else ""
    return style.label(f"{dates.in_words(day)}: {group} {row['outcome']}{place}", 48)
