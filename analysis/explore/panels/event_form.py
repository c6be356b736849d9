"""The form that adds known events to hand/events.tsv, and takes them back."""

from collections.abc import Callable

import ipywidgets as w

from analysis.contract import InputError
from analysis.explore.corpus import Corpus
from analysis.explore.panels.base import beside
from analysis.explore.turns import in_turn
from analysis.explore.widgets import Line, Sheet, cells, column


class EventForm:
    """What stands in hand/events.tsv, and one line more."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.day = w.Text(
            description="Day", placeholder="2023-10-07", layout=w.Layout(width="200px")
        )
        self.label = w.Text(
            description="Event", placeholder="what happened", layout=w.Layout(width="420px")
        )
        add = w.Button(description="Add event", button_style="primary")
        self._undo = w.Button(description="Take back the last", disabled=True)
        self._known = Sheet(
            label="hand/events.tsv",
            opens=False,
            columns=[column("Day", "short"), column("Event"), column("Place")],
            empty="hand/events.tsv holds no event yet.",
        )
        self._said = Line()
        add.on_click(lambda _: self._attempt(self._add))
        self._undo.on_click(lambda _: self._attempt(self._take_back))
        self._attempt(self._list)
        fields = beside(self.day, self.label, add, self._undo)
        box = w.VBox([fields, self._said, self._known])
        self.widget = w.Accordion(children=[box], titles=("Add a known event",))

    @in_turn
    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except InputError as error:
            self._said.say(str(error), wrong=True)
        self._undo.disabled = not self._corpus.known_events.written

    def _add(self) -> None:
        lines = self._corpus.known_events.add(self.day.value, self.label.value)
        self._list()
        self._said.say(
            f"added to hand/events.tsv; `make all CORPUS={self._corpus.name}` draws it"
            if lines
            else "it stood in hand/events.tsv already"
        )

    def _take_back(self) -> None:
        self._corpus.known_events.undo()
        self._list()
        self._said.say("taken back")

    def _list(self) -> None:
        self._known.show(rows=cells(list(self._corpus.known_events.table().iter_rows())))
