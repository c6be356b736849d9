"""How figures look: colours, type, axes, numbers. Everything here serves every figure."""

import dataclasses
import functools
import importlib.resources
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

#: Width of the text block, 16 cm, in inches; every figure fills it.
WIDTH = 16 / 2.54
#: Points; nothing is set smaller than SMALL.
BODY, SMALL = 8.5, 8.0

INK, MUTED, QUIET, MISSING = "#222222", "#595959", "#E4E4E1", "#CFCFCB"
PAPER = "#FFFFFF"
#: Told apart by readers with protanopia, deuteranopia and tritanopia, each at least 3 : 1 on white.
SERIES = ("#0B5394", "#C8500A", "#159BB0", "#4F3030", "#8A2BE2", "#A58A6C")
MAIN, ACCENT = SERIES[0], SERIES[1]
#: A lighter tone of MAIN, for the lesser part of a stack.
PALE = "#A9C4DE"
#: A second cue beside the colour.
MARKERS = ("o", "s", "^", "D", "v", "P")
#: Light to dark, for shares and counts in cells.
SHADES = "Blues"

FAMILY = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Math")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: Keep a right-to-left name from turning round the English words beside it.
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
_ISOLATE, _POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

_RC: dict[Any, Any] = {
    "font.family": list(FAMILY),
    "font.size": BODY,
    "axes.labelsize": BODY,
    "axes.titlesize": BODY,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 5.0,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "text.color": INK,
    "text.parse_math": False,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 3.0,
    "ytick.major.size": 3.0,
    "xtick.minor.size": 0.0,
    "ytick.minor.size": 0.0,
    "grid.color": QUIET,
    "grid.linewidth": 0.6,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "hatch.linewidth": 0.5,
    "lines.linewidth": 1.2,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "dateline",
    "path.simplify": False,
}


@functools.cache
def _fonts() -> tuple[str, ...]:
    """Make the bundled fonts known to matplotlib, in place of any of the same name."""
    manager = font_manager.fontManager
    manager.ttflist = [entry for entry in manager.ttflist if entry.name not in FAMILY]
    folder = importlib.resources.files("analysis.resources") / "report" / "fonts"
    paths = []
    keep = _OPEN.enter_context(ExitStack())
    for resource in sorted(folder.iterdir(), key=lambda one: one.name):
        if resource.name.endswith(".ttf"):
            path = str(keep.enter_context(importlib.resources.as_file(resource)))
            manager.addfont(path)
            paths.append(path)
    # Bold signs look like plain ones; said here, or matplotlib warns of each.
    signs = [entry for entry in manager.ttflist if entry.name == "Noto Sans Math"]
    manager.ttflist += [dataclasses.replace(entry, weight=700) for entry in signs]
    return tuple(paths)


#: Keeps fonts on disk for the life of the process where the package is a zip file.
_OPEN = ExitStack()


@functools.cache
def _drawn() -> frozenset[int]:
    """Code points that the bundled fonts draw."""
    paths = _fonts()
    covered: set[int] = set()
    for family in FAMILY:
        stem = family.replace(" ", "") + "-Regular.ttf"
        covered.update(*(FT2Font(path).get_charmap() for path in paths if path.endswith(stem)))
    return frozenset(covered)


@contextmanager
def styled() -> Iterator[None]:
    """Draw or save in Dateline's style, whatever the process has set before."""
    _fonts()
    with matplotlib.rc_context(), _lookups_kept():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_RC)
        yield


@contextmanager
def _lookups_kept() -> Iterator[None]:
    """Look the files of a font up once: every measuring of a text asks anew, at a tenth of the
    time of a drawing. Only as long as Dateline's style holds, which decides what is found."""
    manager: Any = font_manager.fontManager
    looked_up = manager._find_fonts_by_props

    def find(prop: Any, *more: Any, **named: Any) -> list[Any]:
        if more or named:
            return list(looked_up(prop, *more, **named))
        key = hash(prop)
        if key not in _FOUND:
            _FOUND[key] = looked_up(prop)
        return _FOUND[key]

    manager._find_fonts_by_props = find
    try:
        yield
    finally:
        manager._find_fonts_by_props = looked_up


#: Files by the hash of what was asked for; matplotlib compares fonts by that hash too.
_FOUND: dict[int, list[Any]] = {}


def canvas(height: float) -> Figure:
    """An empty figure as wide as the text block; height in inches."""
    figure = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(figure)
    figure.set_layout_engine("constrained", w_pad=0.03, h_pad=0.03, wspace=0.03, hspace=0.04)
    return figure


def size_of(text: str, points: float) -> tuple[float, float]:
    """Width and height in points of one line of text as it will be drawn."""
    figure = Figure(figsize=(1, 1), dpi=72)
    # matplotlib declares no type of this method.
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    box = figure.text(0, 0, text, fontsize=points).get_window_extent(renderer)
    return float(box.width), float(box.height)


def label(text: str, longest: int = 34) -> str:
    """Text fit to be drawn: one line, no unknown letters, cut with an ellipsis.

    longest: letters that are kept.
    """
    line = " ".join(text.split())
    if len(line) > longest:
        line = line[: longest - 1].rstrip(" ,;:.-") + "…"
    covered = _drawn()
    kept = []
    for letter in line:
        if ord(letter) in covered or unicodedata.category(letter) == "Cf":
            kept.append(letter)
        elif not unicodedata.combining(letter) and kept[-1:] != [REPLACEMENT]:
            kept.append(REPLACEMENT)
    drawn = "".join(kept)
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in drawn):
        return f"{_LEFT_TO_RIGHT}{_ISOLATE}{drawn}{_POP}"
    return drawn


def number(value: float, digits: int = 0) -> str:
    """A number as people read it: 1,204 or 3.5, with a true minus sign."""
    return f"{value:,.{digits}f}".replace("-", "\N{MINUS SIGN}")


def tick(value: float, _: object = None) -> str:
    """A number on an axis: whole where it is whole."""
    return number(value, 0 if value == round(value) else 1 if abs(value) >= 0.1 else 2)


def percent(share: float) -> str:
    """A share as a percentage with as many digits as it bears."""
    value = 100 * share
    if 99.5 <= value < 100:
        return f"{min(value, 99.9):.1f} %"
    if value >= 9.95 or abs(value - round(value)) < 1e-9:
        return f"{value:.0f} %"
    return f"{value:.1f} %" if value >= 0.1 else "< 0.1 %"


def counted(count: int, one: str, many: str | None = None) -> str:
    """The count with its noun: "1 article", "1,204 articles"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def quiet_x(axes: Axes) -> None:
    """Vertical hair lines, no left spine: for rows that are read across."""
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def quiet_y(axes: Axes) -> None:
    """Horizontal hair lines, no left spine: for columns and curves."""
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
