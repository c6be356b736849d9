"""What all panels have in common."""

import json
from collections.abc import Callable
from typing import Any, Protocol

import ipywidgets as w

from analysis.contract import InputError, Selection
from analysis.explore.corpus import Corpus
from analysis.explore.selection import as_where
from analysis.explore.take import Take
from analysis.explore.turns import in_turn
from analysis.explore.widgets import Line, TakeButtons

#: Rows that a sheet shows; the rest is counted, and taken away whole.
SHOWN = 200


class Desk(Protocol):
    """What a panel asks of the view it stands in."""

    def selection(self) -> Selection:
        """The articles that are chosen."""

    def choose(self, **changes: Any) -> None:
        """Change conditions of the selection: outlet, from, to, term, entity."""

    def go(self, panel: str, **state: Any) -> None:
        """Show something in another panel."""

    def takes(self) -> dict[str, Take]:
        """What all panels that were opened can hand out."""


class Panel:
    """One panel: built when it is first shown, refreshed when the selection changes.

    `state` is what brings it back: the arguments of corpus.view(name, …).
    """

    name = ""
    #: Brings a state back, given as its keyword arguments; each panel names its own.
    restore: Callable[..., None]

    def __init__(self, corpus: Corpus, desk: Desk) -> None:
        self.corpus, self.desk = corpus, desk
        self.said = Line()
        self._share = TakeButtons()
        self._built: w.Widget | None = None

    # To be filled in by each panel.
    def build(self) -> list[w.Widget]:
        """Its parts from top to bottom; what it says stands below the first."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the present selection."""
        raise NotImplementedError

    def state(self) -> dict[str, Any]:
        raise NotImplementedError

    def takes(self) -> dict[str, Take]:
        return {}

    # For all.
    @property
    def open(self) -> bool:
        return self._built is not None

    def widget(self) -> w.Widget:
        """The panel, built and filled on first use."""
        if self._built is None:
            parts = self.build()
            self._built = w.VBox([parts[0], self.said, *parts[1:], self._share])
            self.attempt(self.refresh)
        return self._built

    @in_turn
    def attempt(self, action: Callable[[], None]) -> None:
        """Do something; what the user can mend is said instead of shown as a traceback."""
        try:
            action()
        except InputError as error:
            self.said.say(str(error), wrong=True)
        except Exception as error:
            self.said.say(fault(error), wrong=True)
            raise
        self.share()

    def cell(self) -> str:
        """The line of code that shows this again."""
        given = {
            key: value for key, value in self.state().items() if value not in ("", None, [], {})
        }
        where = as_where(self.desk.selection())
        if where:
            given["where"] = where
        arguments = "".join(f", {key}={_python(value)}" for key, value in given.items())
        return f'open_corpus("{self.corpus.name}").view("{self.name}"{arguments})'

    def share(self) -> None:
        """Show the cell under the panel, for copying."""
        cell = self.cell()
        if cell != self._share.shown:
            self._share.show(shown=cell, content=cell.encode())

    def take(self, title: str, **ways: Any) -> Take:
        """One thing to take away, cited with the cell that shows it."""
        cell = self.cell()
        return Take(title, cell, self.corpus.citation(cell), **ways)


def fault(error: Exception) -> str:
    """What is said of an error that nobody foresaw: otherwise it would pass unseen."""
    return f"This should not have happened ({type(error).__name__}: {error}). Nothing was changed."


def _python(value: Any) -> str:
    """A literal as this project writes it: strings in double quotes."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_python(k)}: {_python(v)}" for k, v in value.items()) + "}"
    return repr(value)


def choice(**options: str) -> w.ToggleButtons:
    """Buttons of which one is down; key: label."""
    return w.ToggleButtons(
        options=[(label, key) for key, label in options.items()],
        style={"button_width": "auto"},
    )


def tick(label: str) -> w.Checkbox:
    """A box to tick, as wide as its label."""
    return w.Checkbox(description=label, indent=False, layout=w.Layout(width="auto"))


def beside(*controls: w.Widget) -> w.HBox:
    """Controls beside one another, in two lines where the window is narrow."""
    return w.HBox(controls, layout=w.Layout(flex_flow="row wrap"))
