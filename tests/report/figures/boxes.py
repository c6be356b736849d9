"""Where the words of a figure stand, as it will be drawn."""

import math
from dataclasses import dataclass

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.report.figures.style import styled


@dataclass(frozen=True)
class Words:
    """A text, its size in points, and its box in points from the lower left."""

    text: str
    size: float
    turned: bool
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Words", by: float = 0.5) -> bool:
        """Whether the boxes share more than `by` points in both directions."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return across > by and up > by


def words_of(figure: Figure) -> list[Words]:
    """All visible words of a figure."""
    with styled():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        scale = 72 / figure.dpi
        found = []
        for text in figure.findobj(Text):
            if not text.get_visible() or not text.get_text().strip() or not _shown(text):
                continue
            box = text.get_window_extent(renderer)
            if math.isfinite(box.width) and box.width:
                found.append(
                    Words(
                        text.get_text(),
                        text.get_fontsize(),
                        text.get_rotation() % 90 != 0,
                        *(float(edge) * scale for edge in (box.x0, box.y0, box.x1, box.y1)),
                    )
                )
    return found


def _shown(text: Text) -> bool:
    """Ticks outside the limits and labels of hidden axes are kept by matplotlib but not drawn."""
    axes = text.axes
    if axes is None:
        return True
    if not axes.get_visible():
        return False
    drawn = set()
    for axis in (axes.xaxis, axes.yaxis):
        if not axes.axison:
            break
        for tick in axis._update_ticks():
            drawn |= {label for label in (tick.label1, tick.label2) if label.get_visible()}
    every = {
        label
        for axis in (axes.xaxis, axes.yaxis)
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        for label in (tick.label1, tick.label2)
    }
    return text not in every or text in drawn
