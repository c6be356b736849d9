"""Figures of the corpus stage: the ledger of characters, languages and lengths."""

import itertools

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch
from matplotlib.ticker import MaxNLocator

from analysis.report.figures import style
from analysis.report.figures.frames import Frame, greatest, read
from analysis.report.figures.languages import in_english
from analysis.report.figures.picture import Picture, nothing

_FILES = {
    "chars": pl.Int64,
    "chars_kept": pl.Int64,
    "chars_removed": pl.Int64,
    "documents": pl.Int64,
}
#: Rules that get a bar of their own; the rest share one.
RULES = 12


def _removed_by_rule(removed: Frame) -> pl.DataFrame:
    spans = read(removed, {"rule": pl.String, "start": pl.Int64, "end": pl.Int64})
    ranked = (
        spans.group_by("rule")
        .agg(chars=(pl.col("end") - pl.col("start")).sum())
        .sort(["chars", "rule"], descending=[True, False])
    )
    if ranked.height <= RULES:
        return ranked
    rest = ranked.slice(RULES - 1)
    joined = rest.select(
        rule=pl.lit(f"{rest.height} other rules"),
        chars=pl.col("chars").sum(),
    ).head(1)
    return pl.concat([ranked.head(RULES - 1), joined])


def waterfall(files: Frame, removed: Frame) -> Picture:
    """Where the characters of the raw text went: kept in articles, or removed by which rule.

    files, removed: the tables of these names.
    """
    name = "ledger"
    totals = read(files, _FILES).sum().row(0, named=True)
    chars, kept = int(totals["chars"]), int(totals["chars_kept"])
    if not chars:
        return nothing(name, "No file holds text, so there is nothing to account for.")
    rules = _removed_by_rule(removed)
    data = pl.concat(
        [
            pl.DataFrame({"part": ["kept in articles"], "chars": [kept]}),
            rules.select(part=pl.col("rule").str.replace_all("_", " "), chars="chars"),
        ]
    ).with_columns(share=pl.col("chars") / chars)
    gone = int(rules["chars"].sum())
    caption = (
        f"Of {style.number(chars)} characters of raw text, {style.number(kept)}"
        f" ({style.percent(kept / chars)}) stand in articles; {style.number(gone)}"
        f" ({style.percent(gone / chars)}) were removed"
        + (", here by the rule that removed them." if gone else ".")
    )

    def drawn() -> Figure:
        figure = style.canvas(0.75 if not gone else 1.2 + 0.18 * rules.height)
        if gone:
            whole, detail = figure.subplots(2, 1, height_ratios=[0.45, 0.3 + 0.18 * rules.height])
        else:
            whole, detail = figure.subplots(), None
        _draw_whole(whole, chars, kept, gone)
        if detail is not None:
            _draw_rules(detail, rules, chars)
            for here, there in ((kept, 0), (kept + gone, gone)):
                figure.add_artist(
                    ConnectionPatch(
                        (here, -0.4),
                        (there, -0.6),
                        "data",
                        "data",
                        axesA=whole,
                        axesB=detail,
                        color=style.MISSING,
                        linewidth=0.6,
                    )
                )
        return figure

    parts = "; ".join(f"{part}: {style.number(count)}" for part, count, _ in data.iter_rows())
    alt = f"Bar of all characters, and below it a waterfall of those removed. {parts}."
    return Picture(name, caption, alt, data, drawn)


def _draw_whole(axes: Axes, chars: int, kept: int, gone: int) -> None:
    axes.barh(0, kept, color=style.MAIN, height=0.8)
    axes.barh(0, gone, left=kept, color=style.ACCENT, height=0.8)
    if chars > kept + gone:
        axes.barh(0, chars - kept - gone, left=kept + gone, color=style.MISSING, height=0.8)
    if kept / chars > 0.3:
        text = f"kept in articles  {style.number(kept)}  ({style.percent(kept / chars)})"
        axes.text(kept / 2, 0, text, ha="center", va="center", color=style.PAPER)
    axes.set_xlim(0, chars)
    axes.set_ylim(-0.4, 0.4)
    axes.set_axis_off()


def _draw_rules(axes: Axes, rules: pl.DataFrame, chars: int) -> None:
    counts = rules["chars"].to_numpy()
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    rows = np.arange(len(counts))
    axes.barh(rows, counts, left=begins, color=style.ACCENT, height=0.62)
    total = int(counts.sum())
    for row, (begin, count) in enumerate(zip(begins, counts, strict=True)):
        if row + 1 < len(counts):
            end = begin + count
            axes.plot([end, end], [row, row + 1], color=style.MUTED, linewidth=0.5)
        text = f"{style.number(count)}  ({style.percent(count / chars)})"
        if count > 0.4 * total:
            at, gap, side, ink = begin + count / 2, 0, "center", style.PAPER
        elif begin + count < 0.7 * total:
            at, gap, side, ink = begin + count, 4, "left", style.INK
        else:
            at, gap, side, ink = begin, -4, "right", style.INK
        axes.annotate(
            text,
            (at, row),
            xytext=(gap, 0),
            textcoords="offset points",
            ha=side,
            va="center",
            fontsize=style.SMALL,
            color=ink,
        )
    axes.set_yticks(rows, [style.label(rule.replace("_", " ")) for rule in rules["rule"]])
    axes.set_ylim(len(counts) - 0.4, -0.6)
    axes.set_xlim(0, total)
    axes.set_xlabel("characters removed, one rule after the other")
    axes.xaxis.set_major_formatter(lambda value, _: style.number(value))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    style.quiet_x(axes)


def languages_lengths(documents: Frame) -> Picture:
    """Languages of the articles, and how long the articles are.

    documents: the table of that name; copies count like any article.
    """
    name = "languages"
    table = read(documents, {"language": pl.String, "words": pl.Int64})
    if table.is_empty():
        return nothing(name, "There are no articles, so there are no languages and lengths.")
    languages = (
        table.group_by(pl.col("language").fill_null("not known"))
        .len("articles")
        .sort(["articles", "language"], descending=[True, False])
    )
    shown = languages.head(8)
    words = table["words"].to_numpy()
    edges = _length_bins(words)
    counts, _ = np.histogram(words, bins=edges)
    median = float(np.median(words))
    data = pl.concat(
        [
            shown.select(panel=pl.lit("language"), value="language", articles="articles"),
            pl.DataFrame(
                {
                    "panel": ["words"] * len(counts),
                    "value": [
                        f"{low:.0f} to {high - 1:.0f}" for low, high in itertools.pairwise(edges)
                    ],
                    "articles": counts,
                }
            ),
        ],
        how="vertical_relaxed",
    )
    caption = (
        f"Language and length of {style.counted(table.height, 'article')}, copies included"
        + (f", all of them in {in_english(shown['language'][0])}." if shown.height == 1 else ".")
        + f" Half of them have {style.number(median)} words or more (line); lengths are binned"
        " on a logarithmic scale."
    )

    def drawn() -> Figure:
        figure = style.canvas(max(2.0, 0.9 + 0.22 * shown.height))
        if shown.height > 1:
            left, right = figure.subplots(1, 2, width_ratios=[1, 1.7])
            _language_bars(left, shown)
        else:
            right = figure.subplots()
        right.stairs(counts, edges, fill=True, color=style.MAIN)
        right.axvline(max(median, 1), color=style.ACCENT, linewidth=1.2)
        right.set_xscale("log")
        ticks = _log_ticks(edges[0], edges[-1])
        right.set_xticks(ticks, [style.number(tick) for tick in ticks])
        right.set_xticks([], minor=True)
        right.set_title("Articles by length")
        right.set_xlabel("words")
        right.yaxis.set_major_locator(MaxNLocator(integer=True))
        style.quiet_y(right)
        return figure

    listed = ", ".join(f"{in_english(code)} {count}" for code, count in shown.iter_rows())
    alt = (
        f"Bars of articles by language ({listed}) and a histogram of article lengths from"
        f" {style.number(int(words.min()))} to {style.number(int(words.max()))} words, median"
        f" {style.number(median)}."
    )
    return Picture(name, caption, alt, data, drawn)


def _language_bars(axes: Axes, shown: pl.DataFrame) -> None:
    rows = np.arange(shown.height)
    axes.barh(rows, shown["articles"], color=style.MAIN, height=0.62)
    for row, count in zip(rows, shown["articles"], strict=True):
        axes.annotate(
            style.number(count),
            (count, row),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL,
        )
    axes.set_yticks(rows, [in_english(one) for one in shown["language"]])
    axes.set_ylim(max(shown.height, 4) - 0.4, -0.6)
    axes.set_xlim(0, greatest(shown["articles"]) * 1.3)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_title("Articles by language")
    style.quiet_x(axes)


def _length_bins(words: np.ndarray) -> np.ndarray:
    """Edges of equal width on a logarithmic scale, whole words, at most 24 bins."""
    low, high = max(int(words.min()), 1), max(int(words.max()), 2)
    raw = np.geomspace(low, high + 1, 25)
    edges = np.unique(np.round(raw))
    edges[0] = min(edges[0], words.min())
    if len(edges) < 2:
        edges = np.array([edges[0], edges[0] + 1])
    edges[-1] = max(edges[-1], high + 1)
    return np.maximum(edges, 0.5) if edges[0] < 1 else edges


def _log_ticks(low: float, high: float) -> list[int]:
    """Round numbers 1, 2, 5 × 10^n within the range, at most seven."""
    ticks = [
        step * 10**power
        for power in range(0, 9)
        for step in (1, 2, 5)
        if low <= step * 10**power <= high
    ]
    if len(ticks) > 7:
        ticks = [tick for tick in ticks if str(tick)[0] == "1"]
    return ticks or [max(round(low), 1)]
