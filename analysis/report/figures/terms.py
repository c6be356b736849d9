"""Figures of the terms stage: frequencies with dispersion, collocations, Zipf's law."""

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullFormatter

from analysis.report.figures import style
from analysis.report.figures.frames import Frame, read
from analysis.report.figures.picture import Picture, nothing

_FREQUENCIES = {
    "term": pl.String,
    "n": pl.Int64,
    "stop_word": pl.Boolean,
    "count": pl.Int64,
    "documents": pl.Int64,
    "per_million": pl.Float64,
    "dispersion": pl.Float64,
}


def lollipop(axes: Axes, values: np.ndarray, tone: str = style.MAIN) -> None:
    """A stem and a head per row, the first row on top."""
    rows = np.arange(len(values))
    axes.hlines(rows, 0, values, color=tone, linewidth=1.2)
    axes.plot(values, rows, "o", color=tone, markersize=4.5, linestyle="none")
    axes.set_ylim(len(values) - 0.4, -0.6)
    axes.set_xlim(0, None)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6))
    axes.xaxis.set_major_formatter(style.tick)
    style.quiet_x(axes)


def frequencies(table: Frame, most: int = 25) -> Picture:
    """The most frequent words, and how evenly each is spread over the articles.

    table: the table frequencies; stop words and n-grams stay out.
    """
    name = "frequencies"
    words = read(table, _FREQUENCIES).filter(~pl.col("stop_word") & (pl.col("n") == 1))
    if words.is_empty():
        return nothing(
            name, "No word but stop words was found, so there are no frequencies to show."
        )
    top = words.sort(["count", "term"], descending=[True, False]).head(most)

    def drawn() -> Figure:
        figure = style.canvas(0.75 + 0.155 * top.height)
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=[2, 1])
        lollipop(left, top["per_million"].to_numpy())
        left.set_yticks(range(top.height), [style.label(term, 24) for term in top["term"]])
        left.set_xlabel("per million words")
        right.plot(
            top["dispersion"],
            range(top.height),
            "D",
            color=style.ACCENT,
            markersize=4,
            linestyle="none",
        )
        right.set_xlim(0, 1)
        right.set_xlabel("dispersion (DP)\n0 = even, 1 = in one place")
        style.quiet_x(right)
        return figure

    caption = (
        f"The {top.height} most frequent words, stop words and copies left out, in occurrences"
        " per million words; right, Gries' deviation of proportions over articles"
        " (0 = even, 1 = concentrated)."
    )
    listed = ", ".join(
        f"{term} {style.number(count)}"
        for term, count in top.head(8).select("term", "count").iter_rows()
    )
    alt = f"Lollipop chart of word frequencies beside their dispersion. Most frequent: {listed}."
    return Picture(name, caption, alt, top, drawn)


def collocations(table: Frame, frequencies: Frame | None = None, most: int = 25) -> Picture:
    """Pairs of neighbouring words that stand together more often than chance would have it.

    table: the table collocations.
    frequencies: the table of that name; pairs with one of its stop words stay out.
    """
    name = "collocations"
    columns = {
        "first": pl.String,
        "second": pl.String,
        "count": pl.Int64,
        "g2": pl.Float64,
        "log_dice": pl.Float64,
    }
    pairs = read(table, columns)
    if frequencies is not None:
        stops = read(frequencies, {"term": pl.String, "stop_word": pl.Boolean})
        stop = stops.filter("stop_word")["term"].implode()
        pairs = pairs.filter(~pl.col("first").is_in(stop) & ~pl.col("second").is_in(stop))
    top = pairs.filter(pl.col("g2") > 0).sort(
        ["g2", "first", "second"], descending=[True, False, False]
    )
    if top.is_empty():
        return nothing(name, "No two words stand together often enough to be tested as a pair.")
    top = top.head(most)

    def drawn() -> Figure:
        figure = style.canvas(0.75 + 0.155 * top.height)
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=[2, 1])
        lollipop(left, top["g2"].to_numpy())
        names = [
            style.label(f"{first} {second}")
            for first, second in top.select("first", "second").iter_rows()
        ]
        left.set_yticks(range(top.height), names)
        left.set_xlabel("log-likelihood ratio G²")
        right.plot(
            top["log_dice"],
            range(top.height),
            "D",
            color=style.ACCENT,
            markersize=4,
            linestyle="none",
        )
        right.set_xlabel("logDice (at most 14)")
        style.quiet_x(right)
        return figure

    caption = (
        f"The {top.height} pairs of neighbouring words with the largest log-likelihood ratio,"
        " within sentences, copies left out"
        + (", pairs with a stop word left out" if frequencies is not None else "")
        + "; right, logDice, which does not grow with the size of the corpus."
    )
    listed = ", ".join(
        f"{first} {second} ({count} times)"
        for first, second, count in top.head(6).select("first", "second", "count").iter_rows()
    )
    alt = f"Lollipop chart of word pairs by association. Strongest: {listed}."
    return Picture(name, caption, alt, top, drawn)


def zipf(table: Frame, growth: Frame | None = None) -> Picture:
    """Whether words are distributed as in natural text: rank against frequency.

    table: the table frequencies.
    growth: the table vocabulary_growth, for Heaps' law.
    """
    name = "zipf"
    words = read(table, _FREQUENCIES).filter(pl.col("n") == 1)
    counts = words.filter(pl.col("count") > 0)["count"].sort(descending=True).to_numpy()
    if len(counts) < 10:
        return nothing(
            name, "Fewer than ten different words: too few to say how they are distributed."
        )
    ranks = np.unique(np.round(np.geomspace(1, len(counts), 60)).astype(int))
    shown = counts[ranks - 1]
    fit = ranks[shown >= 2]
    slope, height = _line(fit, counts[fit - 1]) if len(fit) > 2 else (0.0, 0.0)
    data = pl.DataFrame({"curve": "zipf", "x": ranks, "y": shown})
    heaps = None
    if growth is not None and not growth.shape[0] < 3:
        heaps = read(growth, {"words": pl.Int64, "types": pl.Int64}).filter(pl.col("words") > 0)
        data = pl.concat(
            [data, heaps.select(curve=pl.lit("heaps"), x="words", y="types")],
            how="vertical_relaxed",
        )
    exponent, start = (
        _line(heaps["words"].to_numpy(), heaps["types"].to_numpy())
        if heaps is not None
        else (0.0, 0.0)
    )

    def drawn() -> Figure:
        figure = style.canvas(2.5)
        panels = figure.subplots(1, 2 if heaps is not None else 1, squeeze=False)[0]
        axes = panels[0]
        axes.loglog(ranks, shown, "o", color=style.MAIN, markersize=3)
        if slope:
            axes.loglog(fit, np.exp(height) * fit**slope, color=style.ACCENT)
        axes.set_xlabel("rank of the word")
        axes.set_ylabel("occurrences")
        axes.set_title("Zipf: rank and frequency")
        if heaps is not None:
            right = panels[1]
            right.loglog(heaps["words"], heaps["types"], "o", color=style.MAIN, markersize=3)
            right.loglog(
                heaps["words"],
                np.exp(start) * heaps["words"].to_numpy() ** exponent,
                color=style.ACCENT,
            )
            right.set_xlabel("words read")
            right.set_ylabel("different words")
            right.set_title("Heaps: vocabulary")
        for panel in panels:
            for axis in (panel.xaxis, panel.yaxis):
                axis.set_major_formatter(style.tick)
                axis.set_minor_formatter(NullFormatter())
            panel.grid(True)
        return figure

    caption = (
        f"Rank and frequency of {style.number(len(counts))} different words on logarithmic axes."
        + (f" Fitted slope {style.number(slope, 2)}; natural text lies near −1." if slope else "")
    )
    if heaps is not None:
        caption += (
            f" Right, the vocabulary as the articles are read: it grows with exponent"
            f" {style.number(exponent, 2)} (0.4 to 0.7 is usual)."
        )
    alt = (
        f"Falling curve of word frequency by rank, from {style.number(int(counts[0]))} for the"
        f" most frequent word; slope {style.number(slope, 2)}."
    )
    return Picture(name, caption, alt, data, drawn)


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Least squares on logarithms: slope and height at 1."""
    across, up = np.log(x.astype(float)), np.log(y.astype(float))
    spread = across - across.mean()
    slope = float((spread * up).sum() / (spread**2).sum())
    return slope, float(up.mean() - slope * across.mean())
