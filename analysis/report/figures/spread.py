"""Where in the corpus words stand."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from analysis.report.figures import dates, style
from analysis.report.figures.frames import Frame, lazily, read
from analysis.report.figures.picture import Picture, nothing


def barcode(
    document_terms: Frame | pl.LazyFrame,
    documents: Frame,
    terms: Sequence[str] | None = None,
    most: int = 12,
    bins: int = 300,
) -> Picture:
    """Where in the corpus words stand: a line per article, or per run of articles, with the word.

    document_terms, documents: the tables of these names; the first may be lazy.
    terms: the words, in the order of the rows; left out: those in most articles, of more than
        three letters.
    bins: runs into which a larger corpus is cut.
    """
    name = "dispersion"
    order = (
        read(documents, {"doc_id": pl.String, "published": pl.Date, "copy_of": pl.String})
        .filter(pl.col("copy_of").is_null())
        .sort("published", "doc_id", nulls_last=True)
        .with_row_index("place")
    )
    if order.height < 2:
        return nothing(name, "A single article has no spread over articles to show.")
    counts = lazily(document_terms, {"doc_id": pl.String, "term": pl.String}).join(
        order.lazy().select("doc_id", "place"), on="doc_id"
    )
    if terms is None:
        ranked = counts.filter(pl.col("term").str.len_chars() > 3).group_by("term").len()
        top = ranked.sort(["len", "term"], descending=[True, False]).head(most)
        terms = top.collect(engine="streaming")["term"].to_list()
    chosen = list(terms)[:most]
    own = counts.filter(pl.col("term").is_in(chosen)).collect(engine="streaming")
    if own.is_empty():
        return nothing(
            name, "None of the words occurs in the corpus, so there is no spread to show."
        )
    cut = min(bins, order.height)
    sizes = (
        order.with_columns(bin=pl.col("place") * cut // order.height)
        .group_by("bin")
        .len("articles")
    )
    data = (
        own.with_columns(bin=pl.col("place") * cut // order.height)
        .group_by("term", "bin")
        .agg(documents=pl.len().cast(pl.Int64))
        .join(sizes, on="bin")
        .select("term", "bin", "documents", share=pl.col("documents") / pl.col("articles"))
        .sort(pl.col("term").replace_strict(chosen, list(range(len(chosen)))), "bin")
    )

    def drawn() -> Figure:
        figure = style.canvas(0.75 + 0.27 * len(chosen))
        axes = figure.subplots()
        rows = data["term"].replace_strict(chosen, list(range(len(chosen)))).to_numpy()
        left = data["bin"].to_numpy() / cut * order.height
        right, low, high = left + order.height / cut * 0.94, rows - 0.36, rows + 0.36
        corners = np.array([[left, low], [right, low], [right, high], [left, high]])
        shades = [(*_rgb(style.MAIN), 0.3 + 0.7 * share) for share in data["share"]]
        # One collection: thousands of bars of their own take a second to be placed and drawn.
        axes.add_collection(
            PolyCollection(list(corners.transpose(2, 0, 1)), facecolors=shades, linewidths=0),
            autolim=False,
        )
        axes.set_yticks(range(len(chosen)), [style.label(term, 20) for term in chosen])
        axes.set_ylim(len(chosen) - 0.4, -0.6)
        axes.set_xlim(0, order.height)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(_place_axis(axes, order))
        return figure

    runs = "" if cut == order.height else f", in {cut} runs of articles; darker: in more of the run"
    undated = order["published"].null_count()
    order_said = (
        "in order of publication" if undated < order.height else "in the order of the corpus"
    )
    caption = f"Articles in which each word occurs{runs}, {order_said}, copies left out." + (
        " Undated articles stand last." if 0 < undated < order.height else ""
    )
    spread = own.group_by("term").len().sort(["len", "term"], descending=[True, False])
    listed = ", ".join(f"{term} in {count}" for term, count in spread.head(8).iter_rows())
    alt = f"Barcode plot of {len(chosen)} words over {order.height} articles: {listed}."
    return Picture(name, caption, alt, data, drawn)


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _place_axis(axes: Axes, order: pl.DataFrame) -> str:
    """Ticks at first articles of months, where they are far enough apart; the axis' name."""
    dated = order.filter(pl.col("published").is_not_null())
    if dated.height < 2 or dated["published"].n_unique() < 2:
        return "articles"
    places: list[int] = []
    words: list[str] = []
    year = None
    for day, place in (
        dated.group_by(pl.col("published").dt.truncate("1mo"), maintain_order=True)
        .agg(pl.col("place").min())
        .iter_rows()
    ):
        if places and place - places[-1] < order.height / 11:
            continue
        word = dates.MONTHS[day.month - 1]
        places.append(place)
        words.append(word if day.year == year else f"{word}\n{day.year}")
        year = day.year
    axes.set_xticks(places, words)
    return f"articles in order of publication ({style.number(order.height)})"
