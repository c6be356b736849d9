"""Small multiples: panels in rows, the lowest of each column with its own axis words."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.report.figures import style


def small_multiples(
    heights: Sequence[float], columns: int, margin: float, *, same_height: bool
) -> tuple[Figure, list[Axes]]:
    """A figure of panels that share their x axis, filled row by row.

    heights: inches that each panel needs; a row is as high as its highest panel.
    margin: inches for what stands around them. same_height: whether they share their y axis too.
    """
    count = len(heights)
    columns = min(columns, count)
    rows = [max(heights[at : at + columns]) for at in range(0, count, columns)]
    figure = style.canvas(margin + sum(rows))
    grid = figure.subplots(
        len(rows), columns, sharex=True, sharey=same_height, squeeze=False, height_ratios=rows
    )
    panels: list[Axes] = list(grid.flat)
    for axes in panels[count:]:
        axes.set_axis_off()
    for axes in panels[max(0, count - columns) : count]:
        axes.tick_params(labelbottom=True)
    return figure, panels[:count]
