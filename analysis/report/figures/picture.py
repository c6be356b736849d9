"""A figure with all that a report needs beside it: caption, alt text and the drawn data."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

import polars as pl
from matplotlib.figure import Figure

from analysis.report import kept
from analysis.report.figures.style import styled
from analysis.report.vector import rastered

#: Dots per inch in print, and in a notebook (shown at half that many points, so sharp).
PRINT, SCREEN = 300, 160
SCREEN_WIDTH = 680

_ID = re.compile(r'(\bid="|xlink:href="#|url\(#)')


@dataclass(frozen=True)
class Picture:
    """One figure, or the sentence that says why there is none.

    name: short and fit for a file name.
    caption: what is shown, in which unit, tested how, and what was left out.
    alt: the same for those who cannot see it, with the main values.
    data: the rows that are drawn.
    draw: draws the figure, from nothing but what it holds; None where there is nothing to draw:
    `why` says why then.
    hints: what hovering shows, by the id of a mark in the svg.
    """

    name: str
    caption: str
    alt: str
    data: pl.DataFrame
    draw: Callable[[], Figure] | None = None
    why: str | None = None
    hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def drawn(self) -> bool:
        """Whether there is a figure."""
        return self.draw is not None

    @cached_property
    def figure(self) -> Figure | None:
        """The figure; None where there is nothing to draw."""
        if self.draw is None:
            return None
        with styled():
            return self.draw()

    @cached_property
    def key(self) -> str:
        """A hash of all that decides what the figure looks like, code apart."""
        return kept.content_key((self.name, self.hints, self.draw))

    def svg(self) -> bytes:
        """The figure as SVG, the same bytes on every call; ids begin with the name.

        Raises ValueError where there is no figure.
        """
        self._there()
        return kept.once(f"{self.key}.svg", self._svg)

    def png(self, dpi: int = PRINT) -> bytes:
        """The figure as PNG, the same bytes on every call.

        Raises ValueError where there is no figure.
        """
        self._there()
        return kept.once(f"{self.key}.{dpi}.png", lambda: rastered(self.svg().decode(), dpi))

    def _svg(self) -> bytes:
        figure, stream = self.figure, io.BytesIO()
        assert figure is not None
        with styled():
            _settled(figure).savefig(
                stream, format="svg", metadata={"Date": None, "Creator": "Dateline"}
            )
        text = stream.getvalue().decode("utf-8")
        for mark, hint in self.hints.items():
            opening = f'<g id="{mark}">'
            text = text.replace(opening, f"{opening}<title>{escape(hint)}</title>", 1)
        text = _ID.sub(lambda found: f"{found[1]}{self.name}-", text)
        return text.encode("utf-8")

    def _there(self) -> None:
        if self.draw is None:
            raise ValueError(f"{self.name}: {self.why}")

    def _ipython_display_(self) -> None:
        """Show figure and caption, or the sentence, in a notebook."""
        from IPython.display import display

        show: Any = display
        if self.draw is None:
            show(
                {"text/plain": self.why, "text/html": f"<p>{escape(self.why or '')}</p>"}, raw=True
            )
            return
        bundle = {"image/png": self.png(SCREEN), "text/plain": self.alt}
        show(bundle, metadata={"image/png": {"width": SCREEN_WIDTH, "alt": self.alt}}, raw=True)
        text = escape(self.caption)
        show({"text/plain": self.caption, "text/html": f"<p><em>{text}</em></p>"}, raw=True)


def _settled(figure: Figure) -> Figure:
    """The figure with its parts at their last places, in steps of a hundred thousandth.

    The solver of the layout adds in the order of addresses in memory, so that its last digits
    differ from run to run.
    """
    engine = figure.get_layout_engine()
    if engine is None:
        return figure
    # Ticks follow the room that the first round gave; the second sees them.
    for _ in range(2):
        engine.execute(figure)
    # Without one: a saved figure with one is drawn twice, the first time for its layout alone.
    figure.set_layout_engine(None)
    for axes in figure.axes:
        left, bottom, width, height = (round(one, 5) for one in axes.get_position(True).bounds)
        axes.set_position((left, bottom, width, height))
    for text in figure.texts:
        across, up = text.get_position()
        text.set_position((round(across, 5), round(up, 5)))
    return figure


def nothing(name: str, why: str, data: pl.DataFrame | None = None) -> Picture:
    """No figure, and the sentence that the report shows in its place."""
    return Picture(name, "", "", pl.DataFrame() if data is None else data, None, why)


def anchor(text: str) -> str:
    """A mark's id made from a name: letters, digits and hyphens; never empty."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower()
    return plain or "x" + "-".join(f"{ord(letter):x}" for letter in text[:12])
