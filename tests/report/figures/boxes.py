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
        hidden = _hidden(figure)
        found = []
        for text in figure.findobj(Text):
            if not text.get_visible() or not text.get_text().strip() or text in hidden:
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


def _hidden(figure: Figure) -> set[Text]:
    """What matplotlib keeps but does not draw: ticks beyond the limits, words of hidden axes."""
    found = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            air = 1e-6 * (high - low)
            for tick in (*axis.majorTicks, *axis.minorTicks):
                if not axes.axison or not low - air <= tick.get_loc() <= high + air:
                    found |= {tick.label1, tick.label2}
            if not axes.axison:
                found.add(axis.label)
    return found
