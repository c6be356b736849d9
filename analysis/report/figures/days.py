"""Figures of the timeline stage that count days: lags of reporting, and the calendar."""

from datetime import date, timedelta

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from analysis.report.figures import dates, style
from analysis.report.figures.frames import Frame, greatest, read, span
from analysis.report.figures.grids import tone
from analysis.report.figures.over_time import COVERAGE, UNDATED
from analysis.report.figures.picture import Picture, nothing

#: Weeks in a row of the calendar.
WEEKS = 53
#: Weeks that the name of a month, or the year below it, takes up.
CLEAR = 3.0


def lags(table: Frame, early: int = 7, late: int = 30) -> Picture:
    """Days between what happened and the article that speaks of it.

    table: the table lags. early, late: days drawn one by one; further ones share a bar.
    """
    name = "lags"
    counts = read(table, {"lag": pl.Int64, "mentions": pl.Int64})
    total = int(counts["mentions"].sum())
    if not total:
        return nothing(name, "No date in the text could be set against a publication date.")
    data = (
        counts.with_columns(pl.col("lag").clip(-early - 1, late + 1))
        .group_by("lag")
        .agg(pl.col("mentions").sum())
        .sort("lag")
        .with_columns(share=pl.col("mentions") / total)
    )

    def drawn() -> Figure:
        figure = style.canvas(2.3)
        axes = figure.subplots()
        inside = data.filter(pl.col("lag").is_between(-early, late))
        beyond = data.filter(~pl.col("lag").is_between(-early, late))
        axes.bar(inside["lag"], inside["share"], 0.84, color=style.MAIN)
        axes.bar(beyond["lag"] + beyond["lag"].sign(), beyond["share"], 0.84, color=style.MUTED)
        ticks = list(range(0, late + 1, 7))
        axes.set_xticks(
            [-early - 2, *ticks, late + 2],
            [
                f"earlier\nthan {style.number(-early)}",
                *(style.number(one) for one in ticks),
                f"more\nthan {late}",
            ],
        )
        axes.set_xlim(-early - 3.2, late + 3.2)
        axes.set_xlabel("days from the day spoken of to publication (negative: announced)")
        axes.yaxis.set_major_formatter(lambda value, _: style.percent(value))
        axes.axvline(-0.5, color=style.MUTED, linewidth=0.6, linestyle=":")
        style.quiet_y(axes)
        return figure

    same = float(data.filter(pl.col("lag") == 0)["share"].sum())
    day = float(data.filter(pl.col("lag").is_between(0, 1))["share"].sum())
    announced = float(data.filter(pl.col("lag") < 0)["share"].sum())
    caption = (
        f"Days from the day that a sentence speaks of to the article's publication,"
        f" {style.counted(total, 'date expression')}, copies left out:"
        f" {style.percent(same)} speak of the day of publication, {style.percent(day)} of it or the"
        f" day before, {style.percent(announced)} of a day to come."
    )
    alt = f"Histogram of lags; {style.percent(day)} lie at zero or one day."
    return Picture(name, caption, alt, data, drawn)


def calendar(table: Frame, most_rows: int = 8) -> Picture:
    """Articles of every day, a cell each, weeks side by side, a year in each row.

    table: the table coverage. most_rows: only the last so many years are drawn.
    """
    name = "calendar"
    days = (
        read(table, COVERAGE)
        .filter(pl.col("series") == "all", pl.col("unit") == "day")
        .select("period", "documents")
        .sort("period")
    )
    if days.is_empty():
        return nothing(name, UNDATED)
    if days.height < 14:
        return nothing(name, "The corpus covers fewer than two weeks: too few days for a calendar.")
    first, last = span(days["period"])
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // 7 + 1
    if weeks > WEEKS * most_rows:
        monday += timedelta(days=7 * WEEKS * -(-(weeks - WEEKS * most_rows) // WEEKS))
        weeks = (last - monday).days // 7 + 1
    data = days.filter(pl.col("period") >= monday)
    rows = -(-weeks // WEEKS)
    top = max(int(greatest(data["documents"])), 1)

    def drawn() -> Figure:
        figure = style.canvas(0.5 + 1.28 * rows)
        panels = figure.subplots(rows, 1, squeeze=False)[:, 0]
        for row, axes in enumerate(panels):
            begin = monday + timedelta(days=7 * WEEKS * row)
            end = begin + timedelta(days=7 * WEEKS)
            own = data.filter(pl.col("period") >= begin, pl.col("period") < end)
            _draw_weeks(axes, own, begin, min(WEEKS, max(weeks, 30)), top)
        steps = sorted({1, max(1, top // 4), max(1, top // 2), top})
        handles = [
            Patch(facecolor=style.PAPER, edgecolor=style.MISSING, linewidth=0.6, label="none")
        ]
        handles += [Patch(color=tone(_depth(one, top)), label=style.number(one)) for one in steps]
        figure.legend(
            handles=handles,
            loc="outside upper right",
            ncols=len(handles),
            title="articles a day",
            title_fontsize=style.SMALL,
            handlelength=1.0,
            columnspacing=1.0,
            borderpad=0.1,
        )
        return figure

    empty = data.filter(pl.col("documents") == 0).height
    caption = (
        f"Articles of each day, {dates.in_words(data['period'][0])} to"
        f" {dates.in_words(data['period'][-1])}, copies left out; darker: more."
        + (f" Framed: {style.counted(empty, 'day')} without any article." if empty else "")
        + (" Earlier years are not drawn." if data.height < days.height else "")
    )
    busiest = data.sort(["documents", "period"], descending=[True, False]).head(3)
    listed = ", ".join(f"{dates.in_words(day)} ({count})" for day, count in busiest.iter_rows())
    alt = f"Calendar of articles a day. Busiest days: {listed}."
    return Picture(name, caption, alt, data, drawn)


def _depth(count: int, top: int) -> float:
    return float(np.sqrt(count / top))


def _draw_weeks(axes: Axes, days: pl.DataFrame, monday: date, weeks: int, top: int) -> None:
    """One column per week from `monday` on, Monday on top."""
    for day, count in days.iter_rows():
        week, weekday = divmod((day - monday).days, 7)
        face = tone(_depth(count, top)) if count else style.PAPER
        axes.add_patch(
            Rectangle(
                (week + 0.06, weekday + 0.06),
                0.88,
                0.88,
                facecolor=face,
                edgecolor=face if count else style.MISSING,
                linewidth=0.5,
            )
        )
    first, last = span(days["period"])
    months = [one for one in dates.periods(first, last, "month") if one >= first]
    if not months or (months[0] - first).days >= 7 * CLEAR:
        months.insert(0, first)
    words = []
    for place, day in enumerate(months):
        word = dates.MONTHS[day.month - 1]
        words.append(f"{word}\n{day.year}" if place == 0 or day.month == 1 else word)
    kept = _without_collision([(day - monday).days / 7 for day in months], words)
    axes.set_xticks([at for at, _ in kept], [word for _, word in kept], ha="left")
    axes.set_yticks([0.5, 2.5, 4.5, 6.5], [dates.WEEKDAYS[index] for index in (0, 2, 4, 6)])
    axes.set_xlim(0, weeks)
    axes.set_ylim(7, 0)
    axes.set_aspect("equal")
    axes.set_anchor("W")
    axes.tick_params(length=0, pad=2)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _without_collision(places: list[float], words: list[str]) -> list[tuple[float, str]]:
    """Month names that stand clear of the one before."""
    kept: list[tuple[float, str]] = []
    for place, word in zip(places, words, strict=True):
        if not kept or place >= kept[-1][0] + CLEAR:
            kept.append((place, word))
    return kept
