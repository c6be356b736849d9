"""Cells of counts or shares: the drawing that matrices of all stages share."""

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from analysis.report.figures import style


def tone(share: float) -> tuple[float, float, float, float]:
    """A shade for a share of the largest value; even the smallest is seen on white."""
    found = matplotlib.colormaps[style.SHADES](0.15 + 0.8 * share)
    return (float(found[0]), float(found[1]), float(found[2]), 1.0)


def readable_on(colour: tuple[float, float, float, float]) -> str:
    """Ink or paper, whichever stands out on the colour."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in colour[:3]
    )
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return style.PAPER if light < 0.22 else style.INK


def cells(axes: Axes, grid: np.ndarray, names: list[str], *, tall: bool = False) -> None:
    """A square of shaded cells with their numbers; zero and nan stay empty.

    grid: rows and columns in the order of `names`. tall: column names stand upright.
    """
    size = len(names)
    values = np.nan_to_num(grid)
    scale = Normalize(0, max(float(values.max()), 1.0))
    for row in range(size):
        for column in range(size):
            value = values[row, column]
            if not value:
                continue
            colour = tone(float(scale(value)))
            axes.add_patch(
                Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, facecolor=colour, linewidth=0)
            )
            axes.text(
                column,
                row,
                style.number(value),
                ha="center",
                va="center",
                fontsize=style.SMALL,
                color=readable_on(colour),
            )
    axes.set_xlim(-0.5, size - 0.5)
    axes.set_ylim(size - 0.5, -0.5)
    axes.set_xticks(
        range(size),
        names,
        rotation=50 if tall else 0,
        ha="right" if tall else "center",
        rotation_mode="anchor",
    )
    axes.set_yticks(range(size), names)
    axes.tick_params(length=0)
    for line in range(size + 1):
        axes.axhline(line - 0.5, color=style.QUIET, linewidth=0.5)
        axes.axvline(line - 0.5, color=style.QUIET, linewidth=0.5)
    for spine in axes.spines.values():
        spine.set_visible(False)
