"""Figures of the timeline stage: coverage with bursts, and the bursts of all series."""

from collections.abc import Mapping

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.report.figures import dates, style
from analysis.report.figures.frames import Frame, Types, greatest, read, span
from analysis.report.figures.grids import tone
from analysis.report.figures.picture import Picture, nothing
from analysis.report.figures.trends import suitable_unit

COVERAGE: Types = {
    "period": pl.Date,
    "unit": pl.String,
    "series": pl.String,
    "documents": pl.Int64,
}
_BURSTS = {"series": pl.String, "first": pl.Date, "last": pl.Date, "weight": pl.Float64}
UNDATED = "No article has a publication date, so nothing can be placed in time."


def _printed(series: str, names: Mapping[str, str] | None) -> str:
    if series == "all":
        return "all articles"
    plain = series.split(":", 1)[-1]
    if series.startswith("edge:"):
        return " and ".join((names or {}).get(one, one) for one in plain.split("|"))
    return names.get(plain, plain) if names else plain


def coverage(
    table: Frame,
    bursts: Frame,
    series: str = "all",
    names: Mapping[str, str] | None = None,
) -> Picture:
    """Articles of a series per period, its bursts, and the periods without any article.

    table, bursts: the tables coverage and bursts. names: what to print for an entity_id.
    """
    name = "coverage" if series == "all" else "coverage-" + "-".join(series.lower().split())
    counts = read(table, COVERAGE)
    unit = suitable_unit(counts, most=130)
    if unit is None:
        return nothing(name, UNDATED)
    own = counts.filter(pl.col("unit") == unit)
    whole = own.filter(pl.col("series") == "all").select("period", all_documents="documents")
    data = (
        whole.join(
            own.filter(pl.col("series") == series).drop("unit", "series"), "period", how="left"
        )
        .sort("period")
        .select(
            "period",
            pl.when(pl.col("all_documents") > 0)
            .then(pl.col("documents").fill_null(0))
            .alias("documents"),
        )
    )
    spans = read(bursts, _BURSTS).filter(pl.col("series") == series).sort("first")
    first, last = span(whole["period"])

    def drawn() -> Figure:
        figure = style.canvas(2.5)
        axes = figure.subplots()
        _bars(axes, data, unit, spans)
        axes.set_xlim(first.toordinal() - 1, dates.following(last, unit).toordinal() + 1)
        dates.date_axis(axes, first, last)
        axes.set_ylabel(f"articles per {unit}")
        handles = [Patch(color=style.MAIN, label="articles")]
        if spans.height:
            handles.append(Patch(color="#F3D3BE", label="burst"))
        if data["documents"].null_count():
            handles.append(Patch(color=style.MISSING, label=f"{unit} without any article"))
        figure.legend(handles=handles, loc="outside upper right", ncols=3, borderpad=0.1)
        return figure

    total, missing = int(data["documents"].sum()), data["documents"].null_count()
    caption = (
        f"Articles per {unit}, {_printed(series, names)}, {dates.in_words(first)} to"
        f" {dates.in_words(last)}, copies left out ({style.number(total)} in all)."
        + (
            f" {style.counted(missing, unit)} without any article: grey marks below the axis."
            if missing
            else ""
        )
        + (" Shaded: bursts (Kleinberg's two-state automaton)." if spans.height else " No burst.")
    )
    peak = data.sort("documents", descending=True, nulls_last=True).row(0, named=True)
    said = [
        f"most in {dates.period_in_words(peak['period'], unit)} ({peak['documents']})",
        *(
            f"burst from {dates.in_words(begin)} to {dates.in_words(end)}"
            for begin, end in spans.select("first", "last").head(8).iter_rows()
        ),
    ]
    alt = f"Bars of articles per {unit}; {'; '.join(said)}."
    return Picture(name, caption, alt, data, drawn)


def _bars(axes: Axes, data: pl.DataFrame, unit: dates.Unit, spans: pl.DataFrame) -> None:
    top = max(greatest(data["documents"]), 1.0)
    for begin, end in spans.select("first", "last").iter_rows():
        axes.axvspan(
            begin.toordinal(), end.toordinal() + 1, ymin=0.06, color="#F3D3BE", linewidth=0
        )
    for period, documents in data.iter_rows():
        begin = period.toordinal()
        width = dates.following(period, unit).toordinal() - begin
        if documents is None:
            axes.add_patch(
                Rectangle(
                    (begin, -0.05 * top), width, 0.035 * top, color=style.MISSING, linewidth=0
                )
            )
        elif documents:
            axes.bar(begin + width * 0.06, documents, width * 0.88, align="edge", color=style.MAIN)
    axes.set_ylim(-0.07 * top, top * 1.08)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.set_yticks([one for one in axes.get_yticks() if 0 <= one <= top * 1.08])
    axes.yaxis.set_major_formatter(style.tick)
    axes.axhline(0, color=style.MUTED, linewidth=0.6)
    axes.spines["bottom"].set_visible(False)
    style.quiet_y(axes)


def bursts(table: Frame, names: Mapping[str, str] | None = None, most: int = 20) -> Picture:
    """When each outlet, word or name was in the news more than usual.

    table: the table bursts. names: what to print for an entity_id. most: series, those with the
    strongest bursts.
    """
    name = "bursts"
    spans = read(table, _BURSTS)
    if spans.is_empty():
        return nothing(
            name,
            "There is no burst: nothing dated is much more frequent at one time than at another.",
        )
    chosen = (
        spans.group_by("series")
        .agg(weight=pl.col("weight").max())
        .sort(["weight", "series"], descending=[True, False])["series"]
        .head(most)
    )
    data = spans.filter(pl.col("series").is_in(chosen.implode()))
    order = (
        data.group_by("series")
        .agg(pl.col("first").min())
        .sort("first", "series")["series"]
        .to_list()
    )
    first, last = span(pl.concat([data["first"], data["last"]]))
    heaviest = greatest(data["weight"])

    def drawn() -> Figure:
        figure = style.canvas(0.6 + 0.2 * len(order))
        axes = figure.subplots()
        for series, begin, end, weight in data.select(
            "series", "first", "last", "weight"
        ).iter_rows():
            row = order.index(series)
            axes.barh(
                row,
                end.toordinal() + 1 - begin.toordinal(),
                left=begin.toordinal(),
                height=0.62,
                color=tone(weight / heaviest if heaviest > 0 else 1.0),
            )
        axes.set_yticks(range(len(order)), [_with_kind(one, names) for one in order])
        axes.set_ylim(len(order) - 0.4, -0.6)
        axes.set_xlim(first.toordinal() - 2, last.toordinal() + 3)
        dates.date_axis(axes, first, last, most=8)
        style.quiet_x(axes)
        return figure

    caption = (
        "Bursts: runs of days on which a series is more frequent than usual (Kleinberg's two-state"
        " automaton); darker: stronger. In order of their first burst."
    )
    listed = "; ".join(
        f"{_printed(series, names)} {dates.in_words(begin)} to {dates.in_words(end)}"
        for series, begin, end in data.sort(["weight", "series"], descending=[True, False])
        .head(6)
        .select("series", "first", "last")
        .iter_rows()
    )
    return Picture(name, caption, f"Bars of bursts over time. Strongest: {listed}.", data, drawn)


def _with_kind(series: str, names: Mapping[str, str] | None) -> str:
    """Words in quotation marks and outlets marked, so that they are told apart from names."""
    printed = style.label(_printed(series, names), 24)
    if series.startswith("outlet:"):
        return f"{printed} (outlet)"
    return f"“{printed}”" if series.startswith("term:") else printed
