"""Figures of the corpus stage about outlets: who published how much when, who runs whose copy."""

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.report.figures import dates, style
from analysis.report.figures.frames import Frame, greatest, read, span
from analysis.report.figures.grids import cells
from analysis.report.figures.picture import Picture, nothing

UNKNOWN = "outlet not known"
OTHERS = "other outlets"
_COLUMNS = {
    "doc_id": pl.String,
    "outlet": pl.String,
    "published": pl.Date,
    "copy_of": pl.String,
}


def _with_outlet(documents: Frame, most: int) -> pl.DataFrame:
    """Articles, with the outlets beyond the `most` largest taken together."""
    table = read(documents, _COLUMNS).with_columns(
        pl.col("outlet").fill_null(UNKNOWN), copy=pl.col("copy_of").is_not_null()
    )
    ranked = (
        table.group_by("outlet").len().sort(["len", "outlet"], descending=[True, False])["outlet"]
    )
    if len(ranked) > most:
        table = table.with_columns(
            outlet=pl.when(pl.col("outlet").is_in(ranked.head(most - 1).implode()))
            .then("outlet")
            .otherwise(pl.lit(OTHERS))
        )
    return table


def _ranked(table: pl.DataFrame) -> list[str]:
    """Outlets, the largest first; the collective rows last."""
    ranked = (
        table.group_by("outlet")
        .len()
        .sort(pl.col("outlet").is_in([OTHERS, UNKNOWN]), -pl.col("len").cast(pl.Int64), "outlet")
    )
    return ranked["outlet"].to_list()


def articles_by_outlet(documents: Frame, most: int = 8) -> Picture:
    """Articles of each outlet over time, copies told apart.

    documents: the table of that name. most: rows; further outlets are taken together.
    """
    name = "articles-by-outlet"
    table = _with_outlet(documents, most)
    if table.is_empty():
        return nothing(name, "There are no articles to count by outlet.")
    dated = table.filter(pl.col("published").is_not_null())
    if dated.is_empty():
        return _undated(name, table)
    first, last = span(dated["published"])
    unit = dates.suitable(first, last)
    counts = (
        dated.with_columns(period=dates.to_period("published", unit))
        .group_by("outlet", "period")
        .agg(
            originals=(~pl.col("copy")).sum().cast(pl.Int64),
            copies=pl.col("copy").sum().cast(pl.Int64),
        )
        .sort("outlet", "period")
    )
    outlets = _ranked(dated)

    titles = [
        _row_title(style.label(one), table.filter(pl.col("outlet") == one)) for one in outlets
    ]
    any_copy = bool(table["copy"].any())

    def drawn() -> Figure:
        figure = style.canvas(0.75 + 0.43 * len(outlets))
        rows = figure.subplots(len(outlets), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        for axes, outlet, title in zip(rows, outlets, titles, strict=True):
            _outlet_row(axes, counts.filter(pl.col("outlet") == outlet), unit)
            axes.set_title(title, fontsize=style.SMALL, pad=2)
            axes.tick_params(axis="x", length=0)
        top = int(greatest(counts["originals"] + counts["copies"]))
        rows[0].set_ylim(0, top * 1.05)
        rows[0].set_yticks([top] if top < 4 else [top // 2, top])
        begin = dates.periods(first, first, unit)[0]
        rows[-1].set_xlim(begin.toordinal() - 1, dates.following(last, unit).toordinal() + 1)
        dates.date_axis(rows[-1], begin, last)
        if any_copy:
            handles = [
                rows[0].bar(begin.toordinal(), 0, color=tone, label=word)
                for tone, word in ((style.MAIN, "articles"), (style.PALE, "copies of earlier ones"))
            ]
            figure.legend(handles=handles, loc="outside lower right", ncols=2)
        return figure

    undated = table.height - dated.height
    silent = [one for one in _ranked(table) if one not in outlets]
    caption = (
        f"Articles per {unit} and outlet, {style.counted(table.height, 'article')} in all,"
        f" {style.number(int(table['copy'].sum()))} of them copies of an earlier one."
        + (f" {style.number(undated)} without a date are not drawn" if undated else "")
        + (f", among them all of {', '.join(silent)}" if silent else "")
        + ("." if undated else "")
        + " All rows share one scale."
    )
    totals = "; ".join(
        _row_title(one, table.filter(pl.col("outlet") == one)) for one in [*outlets, *silent]
    )
    alt = (
        f"One row of bars per outlet, {dates.in_words(first)} to {dates.in_words(last)}. {totals}."
    )
    return Picture(name, caption, alt, counts, drawn)


def _row_title(outlet: str, own: pl.DataFrame) -> str:
    words = f"{outlet}: {style.number(own.height)}"
    copies, undated = int(own["copy"].sum()), own["published"].null_count()
    notes = [
        f"{style.number(count)} {word}"
        for count, word in ((copies, "copies" if copies > 1 else "copy"), (undated, "undated"))
        if count
    ]
    return f"{words} ({', '.join(notes)})" if notes else words


def _outlet_row(axes: Axes, counts: pl.DataFrame, unit: dates.Unit) -> None:
    begins = np.array([day.toordinal() for day in counts["period"]])
    widths = np.array(
        [dates.following(day, unit).toordinal() - day.toordinal() for day in counts["period"]]
    )
    bottom = np.zeros(len(begins))
    for column, tone in (("originals", style.MAIN), ("copies", style.PALE)):
        heights = counts[column].to_numpy()
        axes.bar(begins, heights, widths * 0.88, bottom, align="edge", color=tone)
        bottom = bottom + heights
    style.quiet_y(axes)


def _undated(name: str, table: pl.DataFrame) -> Picture:
    """Without any date: articles of each outlet, over no time."""
    outlets = _ranked(table)
    counts = pl.DataFrame(
        {
            "outlet": outlets,
            "originals": [
                table.filter((pl.col("outlet") == one) & ~pl.col("copy")).height for one in outlets
            ],
            "copies": [
                table.filter((pl.col("outlet") == one) & pl.col("copy")).height for one in outlets
            ],
        }
    )

    def drawn() -> Figure:
        figure = style.canvas(0.7 + 0.24 * len(outlets))
        axes = figure.subplots()
        rows = np.arange(len(outlets))
        axes.barh(rows, counts["originals"], color=style.MAIN, height=0.62, label="articles")
        axes.barh(
            rows,
            counts["copies"],
            left=counts["originals"],
            color=style.PALE,
            height=0.62,
            label="copies of earlier ones",
        )
        axes.set_yticks(rows, [style.label(one) for one in outlets])
        axes.set_ylim(len(outlets) - 0.4, -0.6)
        axes.set_xlabel("articles")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        style.quiet_x(axes)
        if counts["copies"].sum():
            figure.legend(loc="outside lower right", ncols=2)
        return figure

    caption = (
        f"Articles by outlet, {style.counted(table.height, 'article')} in all. No article has a"
        " publication date, so nothing can be said of when."
    )
    listed = "; ".join(f"{outlet}: {own + more}" for outlet, own, more in counts.iter_rows())
    return Picture(name, caption, f"Bars of articles by outlet. {listed}.", counts, drawn)


def copies_by_outlet(documents: Frame, most: int = 10) -> Picture:
    """Who runs whose copy: the earliest outlet of each story against those that repeat it.

    documents: the table of that name. most: outlets on each side.
    """
    name = "copies-by-outlet"
    table = _with_outlet(documents, most)
    copies = table.filter("copy").join(
        table.select(copy_of="doc_id", origin="outlet"), on="copy_of", how="inner"
    )
    if copies.is_empty():
        return nothing(name, "No article repeats another one, so there are no copies to show.")
    counts = (
        copies.group_by("origin", "outlet")
        .agg(copies=pl.len().cast(pl.Int64))
        .sort(["copies", "origin", "outlet"], descending=[True, False, False])
    )
    used = set(counts["origin"]) | set(counts["outlet"])
    names = [one for one in _ranked(table) if one in used]
    if len(names) < 2:
        return nothing(
            name,
            f"{style.counted(copies.height, 'copy', 'copies')}, all of one outlet"
            f" ({names[0]}): there are no two outlets to set against each other.",
        )
    grid = np.zeros((len(names), len(names)))
    for origin, outlet, count in counts.iter_rows():
        grid[names.index(origin), names.index(outlet)] = count

    def drawn() -> Figure:
        figure = style.canvas(1.4 + 0.25 * len(names))
        axes = figure.subplots()
        cells(axes, grid, [style.label(one, 24) for one in names], tall=True)
        axes.set_xlabel("ran the copy")
        axes.set_ylabel("had it first")
        return figure

    caption = (
        f"{style.counted(copies.height, 'copy', 'copies')} by outlet: row, the outlet with the"
        " earliest version; column, the outlet that repeated it. Empty: none."
    )
    pairs = "; ".join(
        f"{outlet} from {origin}: {count}" for origin, outlet, count in counts.head(8).iter_rows()
    )
    return Picture(name, caption, f"Grid of copies by pair of outlets. {pairs}.", counts, drawn)
