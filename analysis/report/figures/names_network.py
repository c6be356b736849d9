"""The network of names: ties that hold more than chance, labels that do not collide."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from analysis.report.figures import layout, style
from analysis.report.figures.frames import Frame, greatest, read
from analysis.report.figures.picture import Picture, anchor, nothing
from analysis.report.figures.ties import ENTITIES, PAIRS, Drawing, around_name, chosen_ties

#: Significance that the entities stage asks for unless told otherwise.
LEVEL = 0.05
SHAPES = {"PER": "o", "ORG": "s", "LOC": "^"}
WORDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
#: Points.
_WIDTH = style.WIDTH * 72.0
#: So few names always find room.
_FEW = 4


@dataclass(frozen=True)
class _Placed:
    """A drawing with a place for everything, in points from the lower left.

    boxes: room that a node takes up with its label. at: the middle of each box.
    """

    drawing: Drawing
    labels: list[str]
    points: np.ndarray
    texts: np.ndarray
    radii: np.ndarray
    boxes: np.ndarray
    at: np.ndarray
    height: float


def network(
    cooccurrence: Frame,
    entities: Frame,
    nodes: Frame,
    most: int = 40,
    around: str | None = None,
    significance: float = LEVEL,
) -> Picture:
    """Who is named together with whom, more often than chance would have it.

    cooccurrence, entities, nodes: the tables of these names.
    most: names shown, those with the strongest ties.
    around: an entity_id; then only its neighbours, and the ties between them.
    significance: the parameter of the entities stage.
    """
    name = "network" if around is None else f"network-{anchor(around)}"
    pairs = read(cooccurrence, PAIRS)
    if pairs.is_empty():
        return nothing(
            name, "No two names stand in one sentence often enough to be tested: no network."
        )
    ties = pairs.filter("in_backbone")
    if around is not None:
        ties = around_name(ties, around)
    if ties.is_empty():
        return nothing(
            name,
            "No two names stand in one sentence more often than chance would have it"
            f" ({style.percent(significance)} after correction for the number of pairs): no"
            " network to draw.",
        )
    placed = _most_with_room(ties, read(entities, ENTITIES), nodes, most)
    drawing = placed.drawing
    drawn = partial(_draw, placed, significance)
    shown, all_ties = drawing.nodes.height, drawing.ties.height
    caption = (
        f"{style.counted(shown, 'name')} and {style.counted(all_ties, 'tie')} between them."
        " A tie: both names stand in one sentence more often than chance would have it (G²,"
        f" significant at {style.percent(significance)} after correction for the number of pairs)"
        " and it is among the strongest of its names (disparity filter). Width: sentences; size:"
        " mentions; shape: kind of name; colour: community. Nearness has no meaning of its own,"
        " and a tie does not say that two met, agreed or fought."
    )
    rest = ties.height - all_ties
    if rest:
        caption += f" {style.counted(rest, 'further tie')} between less connected names not drawn."
    return Picture(name, caption, _alt(drawing), drawing.ties, drawn, None, _hints(drawing))


def _most_with_room(ties: pl.DataFrame, entities: pl.DataFrame, nodes: Frame, most: int) -> _Placed:
    """As many names, at most `most`, as find room with their labels."""
    while True:
        placed = _place(chosen_ties(ties, entities, nodes, most))
        if most <= _FEW or not layout.overlapping(placed.at, placed.boxes):
            return placed
        most = min(most, placed.drawing.nodes.height) * 9 // 10


def _radii(nodes: pl.DataFrame) -> np.ndarray:
    """Area grows with mentions; radius in points."""
    mentions = nodes["mentions"].to_numpy().astype(float)
    found: np.ndarray = 2.5 + 7.5 * np.sqrt(mentions / max(mentions.max(), 1.0))
    return found


def _place(drawing: Drawing) -> _Placed:
    nodes = drawing.nodes
    labels = [style.label(one, 26) for one in nodes["name"]]
    strength = nodes["strength"].to_numpy().astype(float)
    points = style.SMALL + 2.0 * np.sqrt(strength / strength.max())
    with style.styled():
        texts = np.array(
            [style.size_of(one, float(size)) for one, size in zip(labels, points, strict=True)]
        )
    radii = _radii(nodes)
    boxes = np.column_stack([np.maximum(2 * radii, texts[:, 0]) + 8, 2 * radii + texts[:, 1] + 4])
    height = float(np.clip(boxes.prod(1).sum() * 3.2 / _WIDTH, 110, 560))
    at = layout.fitted(layout.spread(_lengths(nodes, drawing.ties)), boxes, _WIDTH, height)
    at = layout.apart(at, boxes, _WIDTH, height)
    return _Placed(drawing, labels, points, texts, radii, boxes, at, height)


def _draw(placed: _Placed, significance: float) -> Figure:
    drawing, at, texts, radii = placed.drawing, placed.at, placed.texts, placed.radii
    width, height, legend = _WIDTH, placed.height, 44.0
    figure = style.canvas((height + legend) / 72.0)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, legend / (height + legend), 1, height / (height + legend)))
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    centres = at + np.column_stack([np.zeros(len(at)), (texts[:, 1] + 2) / 2])
    _draw_ties(axes, drawing, centres)
    ground = {
        "boxstyle": "square,pad=0.06",
        "facecolor": style.PAPER,
        "alpha": 0.75,
        "linewidth": 0,
    }
    for index, row in enumerate(drawing.nodes.iter_rows(named=True)):
        axes.plot(
            *centres[index],
            SHAPES.get(row["type"], "D"),
            color=_colour(row["community"]),
            markersize=2 * radii[index],
            markeredgecolor=style.PAPER,
            markeredgewidth=0.8,
            gid=f"node-{anchor(row['entity_id'])}",
            zorder=3,
        )
        axes.text(
            centres[index, 0],
            centres[index, 1] - radii[index] - 1,
            placed.labels[index],
            ha="center",
            va="top",
            fontsize=float(placed.points[index]),
            bbox=ground,
            zorder=4,
        )
    _draw_legend(figure, drawing, significance, width, legend, legend / (height + legend))
    return figure


def _lengths(nodes: pl.DataFrame, ties: pl.DataFrame) -> np.ndarray:
    """Tie lengths for the layout: the closer the association, the shorter."""
    place = {one: index for index, one in enumerate(nodes["entity_id"])}
    lengths = np.zeros((nodes.height, nodes.height))
    for one, other, npmi in ties.select("entity_a", "entity_b", "npmi").iter_rows():
        length = 1.6 - min(max(npmi if npmi == npmi else 0.0, 0.0), 1.0)
        lengths[place[one], place[other]] = lengths[place[other], place[one]] = length
    return lengths


def _width(sentences: np.ndarray | float, largest: float) -> np.ndarray:
    found: np.ndarray = 0.5 + 4.0 * np.sqrt(np.asarray(sentences, float) / largest)
    return found


def _draw_ties(axes: Axes, drawing: Drawing, centres: np.ndarray) -> None:
    place = {one: index for index, one in enumerate(drawing.nodes["entity_id"])}
    largest = greatest(drawing.ties["sentences"])
    for row in drawing.ties.sort("sentences", "entity_a", "entity_b").iter_rows(named=True):
        ends = centres[[place[row["entity_a"]], place[row["entity_b"]]]]
        axes.plot(
            ends[:, 0],
            ends[:, 1],
            color="#B9BDC2",
            zorder=1,
            solid_capstyle="round",
            linewidth=float(_width(row["sentences"], largest)),
            gid=f"tie-{anchor(row['entity_a'])}--{anchor(row['entity_b'])}",
        )


def _colour(community: int | None) -> str:
    if community is None or community >= len(style.SERIES):
        return style.MUTED
    return style.SERIES[community]


def _steps(largest: int) -> list[int]:
    """A small, a middle and the largest value for a legend."""
    return sorted({max(1, round(largest / 10)), max(1, round(largest / 3)), largest})


def _draw_legend(
    figure: Figure,
    drawing: Drawing,
    significance: float,
    width: float,
    height: float,
    share: float,
) -> None:
    """Shapes, widths and the test, in one band below the drawing."""
    axes = figure.add_axes((0, 0, 1, share))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, height)
    kinds = [kind for kind in SHAPES if kind in set(drawing.nodes["type"])]
    largest = int(greatest(drawing.ties["sentences"]))
    handles = [
        Line2D(
            [],
            [],
            marker=SHAPES[kind],
            color=style.MUTED,
            linestyle="none",
            markersize=6,
            label=WORDS[kind],
        )
        for kind in kinds
    ]
    handles += [
        Line2D(
            [],
            [],
            color="#B9BDC2",
            linewidth=float(_width(count, largest)),
            label=style.counted(count, "sentence"),
        )
        for count in _steps(largest)
    ]
    axes.legend(
        handles=handles,
        loc="upper left",
        ncols=len(handles),
        borderpad=0.2,
        columnspacing=1.1,
        handletextpad=0.5,
        handlelength=1.8,
        fontsize=style.SMALL,
        bbox_to_anchor=(0, 1),
    )
    axes.text(
        6,
        4,
        f"tie: in one sentence more often than by chance, G², p < {significance:g} after"
        " Benjamini and Hochberg; disparity filter",
        fontsize=style.SMALL,
        color=style.MUTED,
    )


def _hints(drawing: Drawing) -> dict[str, str]:
    hints = {}
    for row in drawing.nodes.iter_rows(named=True):
        mentions, ties = (
            style.counted(row["mentions"], "mention"),
            style.counted(row["ties"], "tie"),
        )
        hints[f"node-{anchor(row['entity_id'])}"] = f"{row['name']}: {mentions}, {ties}"
    for row in drawing.ties.iter_rows(named=True):
        mark = f"tie-{anchor(row['entity_a'])}--{anchor(row['entity_b'])}"
        hints[mark] = (
            f"{row['name_a']} – {row['name_b']}: {style.counted(row['sentences'], 'sentence')}"
        )
    return hints


def _alt(drawing: Drawing) -> str:
    top = drawing.ties.sort(["sentences", "entity_a", "entity_b"], descending=[True, False, False])
    listed = "; ".join(
        f"{one} and {other} ({sentences} sentences)"
        for one, other, sentences in top.head(6).select("name_a", "name_b", "sentences").iter_rows()
    )
    return (
        f"Network of {drawing.nodes.height} names joined by {drawing.ties.height} ties."
        f" Strongest: {listed}."
    )
