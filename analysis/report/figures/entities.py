"""Figures of the entities stage beside the network: who is named most, and pairs in a grid."""

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.report.figures import style
from analysis.report.figures.frames import Frame, greatest, read
from analysis.report.figures.grids import readable_on, tone
from analysis.report.figures.picture import Picture, nothing
from analysis.report.figures.terms import lollipop

_TITLES = {"PER": "Persons", "ORG": "Organisations", "LOC": "Places"}
LEVEL = 0.05


def top_entities(entities: Frame, each: int = 12) -> Picture:
    """The persons, organisations and places that most articles name.

    entities: the table of that name. each: names of each kind.
    """
    name = "entities"
    table = read(
        entities,
        {"name": pl.String, "type": pl.String, "mentions": pl.Int64, "documents": pl.Int64},
    ).filter(pl.col("documents") > 0)
    kinds = [kind for kind in _TITLES if (table["type"] == kind).any()]
    if not kinds:
        return nothing(name, "No person, organisation or place was found in the articles.")
    parts = [
        table.filter(pl.col("type") == kind)
        .sort(["documents", "mentions", "name"], descending=[True, True, False])
        .head(each)
        for kind in kinds
    ]
    deepest = max(part.height for part in parts)

    def drawn() -> Figure:
        figure = style.canvas(0.75 + 0.19 * deepest)
        panels = figure.subplots(1, len(kinds), squeeze=False)[0]
        for axes, kind, part, colour in zip(panels, kinds, parts, style.SERIES, strict=False):
            lollipop(axes, part["documents"].to_numpy(), colour)
            axes.set_yticks(range(part.height), [style.label(one, 24) for one in part["name"]])
            axes.set_ylim(deepest - 0.4, -0.6)
            axes.set_title(_TITLES[kind])
            axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=3))
        figure.supxlabel("articles that name them", fontsize=style.BODY)
        return figure

    data = pl.concat(parts)
    caption = (
        f"Names by the number of articles in which they stand, copies left out; the {each} most"
        " frequent of each kind. Each axis has its own scale."
    )
    listed = "; ".join(
        f"{_TITLES[kind].lower()}: "
        + ", ".join(
            f"{one} {count}" for one, count in part.head(4).select("name", "documents").iter_rows()
        )
        for kind, part in zip(kinds, parts, strict=True)
    )
    return Picture(name, caption, f"Lollipop charts of articles by name. {listed}.", data, drawn)


def matrix(
    cooccurrence: Frame, entities: Frame, most: int = 20, significance: float = LEVEL
) -> Picture:
    """Sentences in which each pair of the most connected names stands.

    cooccurrence, entities: the tables of these names. most: names.
    significance: the parameter of the entities stage.
    """
    name = "cooccurrence"
    pairs = read(
        cooccurrence,
        {
            "entity_a": pl.String,
            "entity_b": pl.String,
            "sentences": pl.Int64,
            "g2": pl.Float64,
            "p_adjusted": pl.Float64,
        },
    )
    if pairs.height < 2:
        return nothing(name, "Fewer than two pairs of names were tested: no grid to draw.")
    ends = pl.concat(
        [pairs.select(entity_id=end, sentences="sentences") for end in ("entity_a", "entity_b")]
    )
    chosen = (
        ends.group_by("entity_id")
        .agg(pl.col("sentences").sum())
        .sort(["sentences", "entity_id"], descending=[True, False])["entity_id"]
        .head(most)
        .to_list()
    )
    kept = pl.Series(chosen).implode()
    own = pairs.filter(pl.col("entity_a").is_in(kept), pl.col("entity_b").is_in(kept))
    names = dict(read(entities, {"entity_id": pl.String, "name": pl.String}).iter_rows())
    order = _seriated(own, chosen)
    data = own.with_columns(
        name_a=pl.col("entity_a").replace_strict(names, default=pl.col("entity_a")),
        name_b=pl.col("entity_b").replace_strict(names, default=pl.col("entity_b")),
    ).sort("entity_a", "entity_b")

    def drawn() -> Figure:
        figure = style.canvas(1.2 + 0.215 * len(order))
        axes = figure.subplots()
        _triangle(
            axes, data, significance, order, [style.label(names.get(one, one), 22) for one in order]
        )
        return figure

    caption = (
        "Sentences that name both, copies left out. Shaded: more often than by chance (G²,"
        f" significant at {style.percent(significance)} after correction for the number of"
        " pairs). The"
        f" {len(order)} most connected names, ordered so that those named together stand near"
        " each other."
    )
    listed = "; ".join(
        f"{one} and {other} {count}"
        for one, other, count in data.sort(
            ["sentences", "entity_a", "entity_b"], descending=[True, False, False]
        )
        .head(6)
        .select("name_a", "name_b", "sentences")
        .iter_rows()
    )
    return Picture(
        name, caption, f"Triangular grid of pairs. Most sentences: {listed}.", data, drawn
    )


def _seriated(pairs: pl.DataFrame, chosen: list[str]) -> list[str]:
    """The names in an order that puts associated ones side by side (Fiedler vector)."""
    place = {one: index for index, one in enumerate(chosen)}
    weights = np.full((len(chosen), len(chosen)), 1e-3)
    for one, other, g2 in pairs.select("entity_a", "entity_b", "g2").iter_rows():
        weights[place[one], place[other]] += np.log1p(max(g2, 0.0))
        weights[place[other], place[one]] += np.log1p(max(g2, 0.0))
    np.fill_diagonal(weights, 0)
    _, vectors = np.linalg.eigh(np.diag(weights.sum(1)) - weights)
    fiedler = np.round(vectors[:, min(1, len(chosen) - 1)], 9)
    if fiedler[np.abs(fiedler).argmax()] < 0:
        fiedler = -fiedler
    return [chosen[index] for index in np.lexsort((np.arange(len(chosen)), fiedler))]


def _triangle(
    axes: Axes, data: pl.DataFrame, level: float, order: list[str], names: list[str]
) -> None:
    """The lower half of the grid; each name at its row, and at the head of its column."""
    place = {one: index for index, one in enumerate(order)}
    largest = float(np.sqrt(greatest(data["sentences"])))
    for row in data.iter_rows(named=True):
        across, down = sorted((place[row["entity_a"]], place[row["entity_b"]]))
        colour = (1.0, 1.0, 1.0, 1.0)
        if row["g2"] > 0 and row["p_adjusted"] < level:
            colour = tone(float(np.sqrt(row["sentences"])) / largest)
            axes.add_patch(
                Rectangle((across - 0.48, down - 0.46), 0.96, 0.92, facecolor=colour, linewidth=0)
            )
        axes.text(
            across,
            down,
            style.number(row["sentences"]),
            ha="center",
            va="center",
            fontsize=style.SMALL,
            color=readable_on(colour),
        )
    size = len(order)
    for line in range(size):
        axes.plot([-0.5, line + 0.5], [line + 0.5] * 2, color=style.QUIET, linewidth=0.5)
        axes.plot([line - 0.5] * 2, [line - 0.5, size - 0.5], color=style.QUIET, linewidth=0.5)
        axes.text(
            line - 0.3,
            line + 0.3,
            names[line],
            rotation=40,
            rotation_mode="anchor",
            ha="left",
            va="bottom",
            fontsize=style.SMALL,
        )
    axes.set_xlim(-0.5, size + 3.5)
    axes.set_ylim(size - 0.5, -2.2)
    axes.set_yticks(range(size), names)
    axes.set_xticks([])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
