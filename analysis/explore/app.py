"""The explorer: panels around one selection of articles."""

import contextlib
import difflib
import subprocess
import threading
from importlib import import_module
from typing import Any

import ipywidgets as w
import polars as pl

from analysis.contract import InputError, Selection
from analysis.explore.corpus import Corpus
from analysis.explore.panels.base import Panel, fault
from analysis.explore.scope import SelectionBar
from analysis.explore.selection import Where, as_where, selected
from analysis.explore.take import Take
from analysis.explore.turns import in_turn
from analysis.terms.tables import DOCUMENT_TERMS

#: The panels: title and class. A class is imported when its panel is opened.
PANELS = {
    "articles": ("Articles", "articles.Articles"),
    "terms": ("Terms", "terms.Terms"),
    "kwic": ("Concordance", "kwic.Kwic"),
    "network": ("Network", "network.NetworkPanel"),
    "timeline": ("Timeline", "timeline.Timeline"),
    "take": ("Take away", "take_away.TakeAway"),
}


def _panel(name: str) -> type[Panel]:
    module, _, found = PANELS[name][1].partition(".")
    panel: type[Panel] = getattr(import_module(f"analysis.explore.panels.{module}"), found)
    return panel


def _warm_up(corpus: Corpus) -> None:
    """Load what figures and counts need while the person reads: the first would be slow."""
    # What goes wrong here goes wrong again, and is said, when it is asked for in earnest.
    with contextlib.suppress(
        InputError, OSError, pl.exceptions.PolarsError, subprocess.SubprocessError
    ):
        import_module("analysis.explore.charts").prepare()
        if corpus.run.has(DOCUMENT_TERMS):
            corpus.counts.words(corpus.mask())


class Explorer:
    """Panels that share a selection. All as tabs, or one with the articles beneath it."""

    def __init__(self, corpus: Corpus, names: list[str], where: Where) -> None:
        self._corpus, self._names = corpus, names
        self._panels: dict[str, Panel] = {}
        #: Panels in the order in which they were last in front.
        self._seen: list[str] = []
        self._ready = False
        self._bar = SelectionBar(corpus, where, lambda _: self._follow())
        self._ready = True
        self._tabs = w.Tab(
            children=[w.VBox() for _ in names],
            titles=tuple(PANELS[name][0] for name in names),
        )
        self._tabs.observe(lambda _: self._opened(), names="selected_index")
        # A single panel stands above the articles to which it leads, without tabs.
        self._alone = len(names) <= 2
        self._places = [w.VBox() for _ in names] if self._alone else self._tabs.children
        self.widget = w.VBox([self._bar.widget, *(self._places if self._alone else [self._tabs])])
        self.widget.add_class("dl-explorer")

    # What panels ask for; see panels.base.Desk.

    def selection(self) -> Selection:
        """The articles that are chosen."""
        return self._bar.selection

    def choose(self, **changes: Any) -> None:
        """Change some conditions of the selection."""
        given = {**as_where(self._bar.selection), **changes}
        self._bar.set({key: value for key, value in given.items() if value})

    def go(self, panel: str, **state: Any) -> None:
        """Show something in another panel."""
        if panel in self._names:
            self.show(panel)
            shown = self.panel(panel)
            shown.attempt(lambda: shown.restore(**state))

    def takes(self) -> dict[str, Take]:
        """What the panels that were opened can hand out."""
        found: dict[str, Take] = {}
        # What was looked at last is what somebody most likely wants to take.
        for name in reversed(self._seen):
            if self._panels[name].open:
                found |= self._panels[name].takes()
        return found

    # Showing.

    def panel(self, name: str) -> Panel:
        """The panel of that name, made when it is first asked for."""
        if name not in self._panels:
            self._panels[name] = _panel(name)(self._corpus, self)
        return self._panels[name]

    def show(self, name: str) -> None:
        """Bring a panel to the front; it is built now if it was not before."""
        at = self._names.index(name)
        self._fill(at)
        if not self._alone and self._tabs.selected_index != at:
            self._tabs.selected_index = at

    def _fill(self, at: int) -> None:
        panel = self.panel(self._names[at])
        place = self._places[at]
        if panel.name in self._seen:
            self._seen.remove(panel.name)
        self._seen.append(panel.name)
        if place.children:
            return
        try:
            place.children = (panel.widget(),)
        except InputError as error:
            panel.said.say(str(error), wrong=True)
            place.children = (panel.said,)
        except Exception as error:
            panel.said.say(fault(error), wrong=True)
            place.children = (panel.said,)
            raise

    @in_turn
    def _opened(self) -> None:
        at = self._tabs.selected_index
        if at is None:
            return
        self._fill(at)
        panel = self.panel(self._names[at])
        if panel.open:
            panel.attempt(panel.refresh)

    def _follow(self) -> None:
        """The selection has changed: what is in front follows, the rest when it is opened."""
        if not self._ready:
            return
        for at, name in enumerate(self._names):
            panel = self._panels.get(name)
            if panel and panel.open and (self._alone or at == self._tabs.selected_index):
                panel.attempt(panel.refresh)


def view(corpus: Corpus, panel: str, state: dict[str, Any]) -> w.Widget:
    """One panel with its selection bar; the articles that it leads to open beneath it."""
    if panel not in PANELS:
        near = difflib.get_close_matches(panel, PANELS, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(PANELS)}"
        raise InputError(f"there is no panel {panel!r}: {hint}")
    rest = dict(state)
    where = selected(rest.pop("where", None))
    names = [panel] if panel == "articles" else [panel, "articles"]
    explorer = Explorer(corpus, names, where)
    explorer.show(panel)
    _restore(explorer.panel(panel), rest)
    return explorer.widget


def browse(corpus: Corpus, state: dict[str, Any]) -> w.Widget:
    """All panels as tabs. state: where, and panel, the one in front."""
    rest = dict(state)
    where, panel = selected(rest.pop("where", None)), str(rest.pop("panel", "articles"))
    if panel not in PANELS:
        raise InputError(f"there is no panel {panel!r}: there are {', '.join(PANELS)}")
    explorer = Explorer(corpus, list(PANELS), where)
    explorer.show(panel)
    _restore(explorer.panel(panel), rest)
    threading.Thread(target=_warm_up, args=(corpus,), daemon=True).start()
    return explorer.widget


def _restore(panel: Panel, state: dict[str, Any]) -> None:
    if not state or not panel.open:
        return
    try:
        panel.restore(**state)
    except TypeError as error:
        said = str(error).split(") ")[-1]
        raise InputError(f"view {panel.name!r}: {said}") from None
    panel.share()
