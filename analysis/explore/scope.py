"""The selection of articles that all panels share, and the bar in which it is made."""

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from analysis.contract import InputError, Selection
from analysis.entities.tables import ENTITIES
from analysis.explore.corpus import Corpus
from analysis.explore.selection import Where, as_where, in_words, selected
from analysis.explore.turns import in_turn
from analysis.explore.widgets import Line

#: Names offered while an entity is typed.
OFFERED = 400


class SelectionBar:
    """Controls for one selection: outlet, period, term, entity.

    changed(selection) is called after every change that makes sense; what makes none is said
    in the bar and changes nothing.
    """

    def __init__(
        self,
        corpus: Corpus,
        where: Where,
        changed: Callable[[Selection], None],
        against: bool = False,
    ) -> None:
        """against: the bar makes the second of two selections, by default all the rest."""
        self._corpus, self._changed, self._against = corpus, changed, against
        self._quiet = False
        wide = w.Layout(width="176px")
        self._outlet = w.Dropdown(
            options=[("all outlets", ""), *((name, name) for name in corpus.outlets)],
            description="Against" if against else "Outlet",
            layout=w.Layout(width="190px"),
        )
        self._first = w.Text(
            description="From",
            placeholder="2023-10-07",
            continuous_update=False,
            layout=w.Layout(width="148px"),
        )
        self._last = w.Text(
            description="To",
            placeholder="2023-11-30",
            continuous_update=False,
            layout=w.Layout(width="130px"),
        )
        self._term = w.Text(
            description="With", placeholder="word or phrase", continuous_update=False, layout=wide
        )
        self._entity = w.Combobox(
            description="Naming",
            placeholder="who or what",
            continuous_update=False,
            ensure_option=False,
            layout=wide,
        )
        self._clear = w.Button(
            description="All articles",
            tooltip="take all conditions away",
            layout=w.Layout(width="auto"),
        )
        self.said = Line()
        controls = [self._outlet, self._first, self._last, self._term, self._entity, self._clear]
        row = w.HBox(controls, layout=w.Layout(flex_flow="row wrap"))
        self.widget = w.VBox([row, self.said])
        for one in controls[:-1]:
            one.observe(self._read, names="value")
        self._clear.on_click(lambda _: self.set(None))
        self._offer_names()
        self.selection = Selection()
        self.set(where)

    def _offer_names(self) -> None:
        """Names to choose from while typing; none where the entities stage is not finished."""
        if self._corpus.run.has(ENTITIES):
            names = self._corpus.network.entities["name"].head(OFFERED).unique(maintain_order=True)
            self._entity.options = tuple(names)

    @in_turn
    def set(self, where: Where) -> None:
        """Show another selection and tell of it."""
        self.selection = selected(where)
        given = as_where(self.selection)
        self._quiet = True
        outlet = given.get("outlet", "")
        by_lower = {name.lower(): name for name in self._corpus.outlets}
        self._outlet.value = by_lower.get(outlet.lower(), "")
        self._first.value, self._last.value = given.get("from", ""), given.get("to", "")
        self._term.value, self._entity.value = given.get("term", ""), given.get("entity", "")
        self._quiet = False
        self._tell()

    @in_turn
    def _read(self, _: Any) -> None:
        if self._quiet:
            return
        try:
            self.selection = selected(
                {
                    "outlet": self._outlet.value,
                    "from": self._first.value.strip(),
                    "to": self._last.value.strip(),
                    "term": self._term.value.strip(),
                    "entity": self._entity.value.strip(),
                }
            )
            self._tell()
        except InputError as error:
            self.said.say(str(error), wrong=True)

    def _tell(self) -> None:
        try:
            chosen = int(self._corpus.mask(self.selection).sum())
        except InputError as error:
            self.said.say(str(error), wrong=True)
            return
        every = int(self._corpus.articles["copy_of"].null_count())
        if self._against and self.selection == Selection():
            self.said.say("compared with all other articles, unless you choose a second selection")
        else:
            self.said.say(f"{chosen:,} of {every:,} articles: {in_words(self.selection)}")
        self._changed(self.selection)
