"""Figures of the terms stage: what one part of the corpus uses more, or less, than another."""

import math

import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.report.figures import style
from analysis.report.figures.frames import Frame, read
from analysis.report.figures.panels import small_multiples
from analysis.report.figures.picture import Picture, nothing

_COLUMNS = {
    "target": pl.String,
    "reference": pl.String,
    "term": pl.String,
    "count": pl.Int64,
    "reference_count": pl.Int64,
    "g2": pl.Float64,
    "log_ratio": pl.Float64,
    "log_ratio_low": pl.Float64,
    "log_ratio_high": pl.Float64,
    "p_adjusted": pl.Float64,
}
#: After correction for the number of words compared.
LEVEL = 0.05
_ARROWS = " An arrowhead stands where an interval goes on beyond the axis."


def _strongest(table: pl.DataFrame, each: int) -> pl.DataFrame:
    """Significant words, `each` in both directions, the most typical of the target first."""
    found = table.filter(pl.col("p_adjusted") < LEVEL, pl.col("log_ratio").is_finite())
    more = found.filter(pl.col("g2") > 0).sort(["g2", "term"], descending=[True, False]).head(each)
    less = found.filter(pl.col("g2") < 0).sort(["g2", "term"]).head(each)
    return pl.concat([more, less]).sort(["log_ratio", "term"], descending=[True, False])


def _rows(axes: Axes, rows: pl.DataFrame, longest: int) -> None:
    """A dot at each log-ratio with its interval, cut where the axis ends."""
    for sign, tone, marker in ((1, style.MAIN, "o"), (-1, style.ACCENT, "s")):
        part = rows.with_row_index("row").filter(pl.col("g2").sign() == sign)
        axes.hlines(
            part["row"], part["log_ratio_low"], part["log_ratio_high"], color=tone, linewidth=1.2
        )
        axes.plot(
            part["log_ratio"], part["row"], marker, color=tone, markersize=4.5, linestyle="none"
        )
    axes.axvline(0, color=style.MUTED, linewidth=0.8)
    axes.set_yticks(range(rows.height), [style.label(term, longest) for term in rows["term"]])
    axes.set_ylim(rows.height - 0.4, -0.6)
    axes.xaxis.set_major_formatter(style.tick)
    style.quiet_x(axes)


def _cut(rows: pl.DataFrame, limits: tuple[float, float]) -> bool:
    """Whether any interval goes on beyond the axis."""
    low, high = limits
    beyond = (pl.col("log_ratio_low") < low) | (pl.col("log_ratio_high") > high)
    return not rows.filter(beyond & (pl.col("g2") != 0)).is_empty()


def _mark_cut(axes: Axes, rows: pl.DataFrame) -> None:
    """Arrowheads where intervals go on beyond the axis."""
    low, high = axes.get_xlim()
    axes.autoscale(False)
    ends = (("<", low, pl.col("log_ratio_low") < low), (">", high, pl.col("log_ratio_high") > high))
    for marker, edge, beyond in ends:
        for sign, tone in ((1, style.MAIN), (-1, style.ACCENT)):
            cut = rows.with_row_index("row").filter(beyond & (pl.col("g2").sign() == sign))
            if cut.is_empty():
                continue
            heads = axes.plot(
                [edge] * cut.height,
                cut["row"],
                marker,
                color=tone,
                markersize=4,
                linestyle="none",
                clip_on=False,
            )
            heads[0].set_in_layout(False)


def _limits(rows: pl.DataFrame) -> tuple[float, float]:
    """The range of the axis: all dots, and intervals up to two steps beyond the last dot."""
    ratios = rows["log_ratio"].to_list()
    low = max(min([*rows["log_ratio_low"].to_list(), 0.0]), min([*ratios, 0.0]) - 2)
    high = min(max([*rows["log_ratio_high"].to_list(), 0.0]), max([*ratios, 0.0]) + 2)
    return math.floor(low) - 0.3, math.ceil(high) + 0.3


def keyness(
    table: Frame, target: str | None = None, each: int = 15, confidence: float = 0.95
) -> Picture:
    """Words that a part of the corpus uses more, and those that it uses less, than another.

    table: the table keyness.
    target: the part to show; left out: the one that uses its significant words most often.
    each: words in each direction.
    confidence: coverage of the intervals, the parameter of the terms stage.
    """
    name = "keyness"
    words = read(table, _COLUMNS)
    if words.is_empty():
        return nothing(
            name, "There are no two parts of the corpus to compare, so there is no keyness."
        )
    if target is None:
        found = words.filter(pl.col("p_adjusted") < LEVEL)
        target = str(
            (words if found.is_empty() else found)
            .group_by("target")
            .agg(pl.col("count").sum())
            .sort(["count", "target"], descending=[True, False])["target"][0]
        )
    own = words.filter(pl.col("target") == target)
    reference = str(own["reference"][0]) if own.height else ""
    rows = _strongest(own.filter(pl.col("reference") == reference), each)
    if rows.is_empty():
        return nothing(
            name,
            f"No word of {target} differs from {reference or 'the rest'} beyond chance"
            " (5 % after correction for the number of words compared).",
        )
    limits = _limits(rows)
    cut = _cut(rows, limits)

    def drawn() -> Figure:
        figure = style.canvas(0.95 + 0.185 * rows.height)
        axes = figure.subplots()
        _rows(axes, rows, 24)
        axes.set_xlim(*limits)
        _mark_cut(axes, rows)
        axes.set_xlabel(
            f"log-ratio with {style.percent(confidence)} interval"
            " (1 = twice, 2 = four times as often)"
        )
        _counts_beside(axes, rows, target, reference)
        return figure

    caption = (
        f"Words that {target} uses more (blue dots) or less (orange squares) than {reference}:"
        f" log₂ of the relative frequencies with its {style.percent(confidence)} interval. Shown"
        " are the"
        f" {style.counted(rows.height, 'word')} with the largest G², significant at 5 % after"
        " correction for the number of words compared; right, occurrences in both parts."
        + _ARROWS
        * cut
    )
    return Picture(name, caption, _alt(rows, target, reference), rows, drawn)


def _counts_beside(axes: Axes, rows: pl.DataFrame, target: str, reference: str) -> None:
    beside = axes.secondary_yaxis("right")
    texts = [
        f"{style.number(own)} : {style.number(other)}"
        for own, other in rows.select("count", "reference_count").iter_rows()
    ]
    beside.set_yticks(range(rows.height), texts)
    beside.tick_params(length=0)
    beside.spines["right"].set_visible(False)
    axes.set_title(
        f"←  more in {style.label(reference, 22)}        more in {style.label(target, 22)}  →",
        loc="left",
        fontweight="normal",
    )
    axes.set_title("occurrences", loc="right", fontweight="normal")


def _alt(rows: pl.DataFrame, target: str, reference: str) -> str:
    more = ", ".join(rows.filter(pl.col("g2") > 0)["term"].head(6))
    less = ", ".join(rows.filter(pl.col("g2") < 0)["term"].reverse().head(6))
    said = [f"more in {target}: {more}" if more else "", f"less: {less}" if less else ""]
    return f"Dot plot of keyness of {target} against {reference}; {'; '.join(filter(None, said))}."


def keyness_panels(table: Frame, each: int = 5, most: int = 6, confidence: float = 0.95) -> Picture:
    """The same for several parts beside each other, each against its reference.

    table: the table keyness. each: words in each direction. most: parts shown, those with the
    most significant words. confidence: as in `keyness`.
    """
    name = "keyness-panels"
    words = read(table, _COLUMNS)
    ranked = (
        words.filter(pl.col("p_adjusted") < LEVEL)
        .group_by("target", "reference")
        .len()
        .sort(["len", "target", "reference"], descending=[True, False, False])
        .head(most)
        .sort("target", "reference")
    )
    if ranked.is_empty():
        return nothing(name, "No part of the corpus has words that set it apart beyond chance.")
    parts = [
        _strongest(
            words.filter((pl.col("target") == target) & (pl.col("reference") == reference)), each
        )
        for target, reference, _ in ranked.iter_rows()
    ]
    parts.sort(key=lambda part: -part.height)
    heights = [0.5 + 0.18 * part.height for part in parts]
    low, high = zip(*(_limits(part) for part in parts), strict=True)
    limits = max(min(low), -12), min(max(high), 12)
    cut = any(_cut(part, limits) for part in parts)

    def drawn() -> Figure:
        figure, panels = small_multiples(heights, 2, 0.45, same_height=False)
        for place, (axes, part) in enumerate(zip(panels, parts, strict=True)):
            _rows(axes, part, 18)
            deepest = max(one.height for one in parts[place // 2 * 2 :][:2])
            axes.set_ylim(deepest - 0.4, -0.6)
            axes.set_title(style.label(part["target"][0]))
        panels[0].set_xlim(*limits)
        for axes, part in zip(panels, parts, strict=True):
            _mark_cut(axes, part)
        figure.supxlabel(
            f"log-ratio with {style.percent(confidence)} interval", fontsize=style.BODY
        )
        return figure

    data = pl.concat(parts)
    references = sorted(set(data["reference"]))
    against = references[0] if len(references) == 1 else "the rest of the corpus"
    caption = (
        f"Words that each part uses more (dots) or less (squares) than {against}: log₂ of the"
        f" relative frequencies with its {style.percent(confidence)} interval; the largest G² in"
        " each direction among"
        " the words significant at 5 % after correction." + _ARROWS * cut
    )
    alt = " ".join(_alt(part, part["target"][0], part["reference"][0]) for part in parts)
    return Picture(name, caption, alt, data, drawn)
