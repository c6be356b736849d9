"""Shares and frequencies over time, a small panel for each word, name or outlet."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.report.figures import dates, style
from analysis.report.figures.frames import Frame, Types, greatest, read, span
from analysis.report.figures.panels import small_multiples
from analysis.report.figures.picture import Picture, nothing

_COVERAGE: Types = {
    "period": pl.Date,
    "unit": pl.String,
    "series": pl.String,
    "documents": pl.Int64,
    "share": pl.Float64,
}
_INTERVAL: Types = {"share_low": pl.Float64, "share_high": pl.Float64}
_TRENDS: Types = {
    "term": pl.String,
    "period": pl.Date,
    "unit": pl.String,
    "count": pl.Int64,
    "per_million": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "smoothed": pl.Float64,
}
UNDATED = "No article has a publication date, so no course over time can be drawn."
#: Periods from which a course can be seen.
COURSE = 3


def suitable_unit(coverage: pl.DataFrame, most: int = 30) -> dates.Unit | None:
    """The finest unit counted in which the series `all` has at most `most` periods."""
    lengths = dict(
        coverage.filter(pl.col("series") == "all").group_by("unit").len().sort("unit").iter_rows()
    )
    units: tuple[dates.Unit, ...] = ("day", "week", "month")
    for unit in units:
        if 0 < lengths.get(unit, 0) <= most:
            return unit
    return next((unit for unit in reversed(units) if unit in lengths), None)


def trends(
    coverage: Frame,
    kind: str = "term",
    names: Mapping[str, str] | None = None,
    most: int = 12,
) -> Picture:
    """In which share of the articles words, names or outlets occur, period by period.

    coverage: the table of that name.
    kind: "term", "entity" or "outlet".
    names: what to print for an entity_id.
    most: panels; those with most articles are shown.
    """
    name = f"trends-{kind}"
    table = read(coverage, _COVERAGE, _INTERVAL)
    unit = suitable_unit(table)
    if unit is None:
        return nothing(name, UNDATED)
    own = table.filter(pl.col("series").str.starts_with(f"{kind}:"), pl.col("unit") == unit)
    if own.is_empty():
        return nothing(name, f"There is no {kind} to follow over time.")
    whole = table.filter((pl.col("series") == "all") & (pl.col("unit") == unit)).sort("period")
    if whole.height < COURSE:
        return nothing(name, f"The corpus covers fewer than {COURSE} {unit}s: no course to draw.")
    top = (
        own.group_by("series")
        .agg(pl.col("documents").sum())
        .sort(["documents", "series"], descending=[True, False])["series"]
        .head(most)
        .to_list()
    )
    parts = [_filled(own.filter(pl.col("series") == one), whole, one) for one in top]
    titles = [_named(one, names) for one in top]
    drawn = partial(_draw, parts, titles, _whole_percent, 1.02)
    what = {"term": "word", "entity": "name", "outlet": "outlet"}[kind]
    caption = (
        f"Share of the articles of each {unit} "
        + ("that are of the outlet" if kind == "outlet" else f"in which the {what} occurs")
        + ", with a 95 % interval (band); copies left out. Periods without any article are left"
        " open. All panels share one scale."
    )
    alt = "Small line charts over time. " + _peaks(parts, titles, unit, style.percent)
    return Picture(name, caption, alt, pl.concat(parts), drawn)


def word_trends(
    table: Frame,
    terms: Sequence[str] | None = None,
    most: int = 12,
    confidence: float = 0.95,
) -> Picture:
    """How often words are used in each period, smoothed, with an interval.

    table: the table trends of the terms stage.
    terms: the words to show; left out: the most frequent.
    most: panels.
    confidence: coverage of the intervals, the parameter of the terms stage.
    """
    name = "trends"
    rows = read(table, _TRENDS)
    if rows.is_empty():
        return nothing(name, UNDATED)
    unit: dates.Unit = rows["unit"][0]
    if rows["period"].n_unique() < COURSE:
        return nothing(name, f"The corpus covers fewer than {COURSE} {unit}s: no course to draw.")
    ranked = (
        rows.group_by("term")
        .agg(pl.col("count").sum())
        .sort(["count", "term"], descending=[True, False])["term"]
        .to_list()
    )
    top = [one for one in (terms or ranked) if one in set(ranked)][:most]
    if not top:
        return nothing(name, "None of the words occurs in a dated article.")
    parts = [
        rows.filter(pl.col("term") == one)
        .sort("period")
        .select(
            "period",
            series="term",
            value="per_million",
            low="low",
            high="high",
            smoothed="smoothed",
        )
        for one in top
    ]
    drawn = partial(_draw, parts, top, style.tick, None)
    caption = (
        f"Occurrences per million words of each {unit} (dots), smoothed over neighbouring"
        f" {unit}s (line), with a {style.percent(confidence)} interval (band) that is wider for"
        " words which crowd in few"
        " articles; copies and undated articles left out. All panels share one scale."
    )
    alt = "Small line charts over time. " + _peaks(
        parts, top, unit, lambda value: f"{style.number(value)} per million"
    )
    return Picture(name, caption, alt, pl.concat(parts), drawn)


def _named(series: str, names: Mapping[str, str] | None) -> str:
    plain = series.split(":", 1)[1]
    return names.get(plain, plain) if names else plain


def _filled(part: pl.DataFrame, whole: pl.DataFrame, series: str) -> pl.DataFrame:
    """Every period: no row of the series is a share of zero, no article at all is null."""
    given = {"share": "value", "share_low": "low", "share_high": "high"}
    renamed = part.select(
        "period", *(pl.col(one).alias(other) for one, other in given.items() if one in part.columns)
    )
    columns = [one for one in renamed.columns if one != "period"]
    some = pl.col("all_documents") > 0
    return (
        whole.select("period", all_documents="documents")
        .join(renamed, on="period", how="left")
        .with_columns([pl.when(some).then(pl.col(one).fill_null(0)).alias(one) for one in columns])
        .sort("period")
        .select("period", pl.lit(series).alias("series"), *columns)
    )


def _draw(
    parts: Sequence[pl.DataFrame],
    titles: Sequence[str],
    words: Callable[[float, object], str],
    ceiling: float | None,
) -> Figure:
    """A panel for each part, on one scale up to at most `ceiling`."""
    figure, panels = small_multiples([0.95] * len(parts), 3, 0.55, same_height=True)
    for axes, title, part in zip(panels, titles, parts, strict=True):
        _panel(axes, part)
        axes.set_title(style.label(title, 24), pad=2)
    first, last = span(parts[0]["period"])
    dates.date_axis(panels[0], first, last, most=4 if len(parts) > 2 else 8)
    drawn = _reach(pl.concat(parts))
    panels[0].set_ylim(0, min(drawn, ceiling) if ceiling else drawn)
    panels[0].yaxis.set_major_formatter(words)
    panels[0].yaxis.set_major_locator(MaxNLocator(nbins=3))
    return figure


def _whole_percent(value: float, _: object) -> str:
    return f"{100 * value:.0f} %"


def _reach(data: pl.DataFrame) -> float:
    """Where the axis ends: above all values and all but the widest intervals."""
    top = greatest(data["value"].fill_nan(None))
    wide = data["high"].fill_nan(None).quantile(0.9) if "high" in data.columns else None
    return max(1.15 * top, wide or 0.0, 0.02)


def _panel(axes: Axes, part: pl.DataFrame) -> None:
    def numbers(column: str) -> np.ndarray:
        return part[column].cast(pl.Float64).fill_null(np.nan).to_numpy()

    days = np.array([day.toordinal() for day in part["period"]])
    if "low" in part.columns:
        axes.fill_between(
            days, numbers("low"), numbers("high"), color=style.PALE, alpha=0.55, linewidth=0
        )
    smooth = "smoothed" in part.columns
    axes.plot(
        days,
        numbers("value"),
        color=style.MAIN,
        marker="o",
        markersize=1.8,
        linestyle="none" if smooth else "-",
    )
    if smooth:
        axes.plot(days, numbers("smoothed"), color=style.MAIN)
    style.quiet_y(axes)


def _peaks(
    parts: Sequence[pl.DataFrame],
    titles: Sequence[str],
    unit: dates.Unit,
    words: Callable[[float], str],
) -> str:
    said = []
    for part, title in list(zip(parts, titles, strict=True))[:6]:
        some = part.filter(pl.col("value").is_not_null())
        if some.height:
            row = some.sort(["value", "period"], descending=[True, False]).row(0, named=True)
            when = dates.period_in_words(row["period"], unit)
            said.append(f"{title} peaks at {words(row['value'])} in {when}")
    return "; ".join(said) + "."
