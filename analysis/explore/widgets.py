"""What is shown in the browser: our small widgets on top of ipywidgets.

They get plain data and write it as text, so nothing that stands in an article can act as
markup. `drawn` is raised last: the browser draws once, when all has arrived.
"""

import html
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

import anywidget
import ipywidgets
import traitlets

from analysis.explore.evidence import KINDS
from analysis.explore.turns import in_turn

_FOLDER = files("analysis.resources").joinpath("explore")


def source(name: str) -> str:
    """Our own browser code or style, by file name."""
    return _FOLDER.joinpath(name).read_text("utf-8")


# anywidget and ipywidgets declare no types, so that their classes are Any.
class Drawn(anywidget.AnyWidget):  # type: ignore[misc]
    """A widget that is drawn anew whenever `show` is called."""

    _css = source("explore.css")
    drawn = traitlets.Int(0).tag(sync=True)

    def show(self, **values: Any) -> None:
        """Set several values at once and draw."""
        with self.hold_sync():
            for name, value in values.items():
                setattr(self, name, value)
            self.drawn += 1

    def on_message(self, kind: str, action: Callable[[dict[str, Any]], None]) -> None:
        """Call action(message) for messages of a kind from the browser."""

        @in_turn
        def heard(_: Any, content: dict[str, Any], __: Any) -> None:
            if content.get("type") == kind:
                action(content)

        self.on_msg(heard)


class Sheet(Drawn):
    """A table. columns: label, kind (text, short, number, before, hit, after), sort, optional;
    rows: cells, each text or segments; opens: whether rows can be opened."""

    _esm = source("sheet.js")
    columns = traitlets.List().tag(sync=True)
    rows = traitlets.List().tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    empty = traitlets.Unicode("nothing to show").tag(sync=True)
    opens = traitlets.Bool(True).tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)

    def on_open(self, action: Callable[[int], None]) -> None:
        """Call action(row) when a row is clicked or opened by Enter."""

        def opened(message: dict[str, Any]) -> None:
            self.chosen = int(message["row"])
            action(self.chosen)

        self.on_message("open", opened)


class Page(Drawn):
    """Texts side by side: title, meta, segments, raw, note of each."""

    _esm = source("page.js")
    pages = traitlets.List().tag(sync=True)
    kinds = traitlets.List().tag(sync=True)

    def __init__(self) -> None:
        more = {"removed": "removed", "repaired": "repaired", "only": "stands here only"}
        super().__init__(kinds=[list(pair) for pair in {**KINDS, **more}.items()])


class Graph(Drawn):
    """A network: nodes id, label, title, type, x, y, radius, centre; edges a, b, width, label."""

    _esm = source("graph.js")
    nodes = traitlets.List().tag(sync=True)
    edges = traitlets.List().tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    chosen = traitlets.Unicode("").tag(sync=True)


class TakeButtons(Drawn):
    """Download and copy buttons for one file; without a name, copy only."""

    _esm = source("take.js")
    name = traitlets.Unicode("").tag(sync=True)
    mime = traitlets.Unicode("text/plain").tag(sync=True)
    content = traitlets.Bytes(b"").tag(sync=True)
    shown = traitlets.Unicode("").tag(sync=True)


def column(
    label: str, kind: str = "text", *, sort: bool = False, optional: bool = False
) -> dict[str, Any]:
    """One column of a sheet. optional: left out where all its cells are empty."""
    return {"label": label, "kind": kind, "sort": sort, "optional": optional}


def cell(value: Any) -> Any:
    """A value as a person reads it; segments and texts stay as they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return value if isinstance(value, (str, list)) else str(value)


def cells(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Rows of values as rows of cells."""
    return [[cell(value) for value in row] for row in rows]


class Line(ipywidgets.HTML):  # type: ignore[misc]  # Any, as above
    """One line of plain text that screen readers announce when it changes."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a text; `wrong`: it asks for another input."""
        style = ' style="color:var(--jp-error-color1,#b00)"' if wrong else ""
        self.value = f'<span role="status" dir="auto"{style}>{html.escape(text)}</span>'
