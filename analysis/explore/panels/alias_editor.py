"""Correct the names: merge, split, rename; looked at first, then written to hand/aliases.tsv."""

from collections.abc import Callable

import ipywidgets as w

from analysis.contract import InputError
from analysis.explore.aliases import Change
from analysis.explore.corpus import Corpus
from analysis.explore.panels.base import beside, choice, tick
from analysis.explore.turns import in_turn
from analysis.explore.widgets import Line, Sheet, cells, column

DOING = {
    "merge": ("Merge", "also counts as it"),
    "split": ("Split", "alias to take out"),
    "rename": ("Rename", "new name"),
}


class AliasEditor:
    """What a change would do is shown before it is written; the last can be taken back."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._do = choice(**{key: label for key, (label, _) in DOING.items()})
        self._entity = w.Combobox(
            description="Entity", continuous_update=False, ensure_option=False
        )
        self._other = w.Combobox(
            description="Other",
            continuous_update=False,
            ensure_option=False,
            placeholder=DOING["merge"][1],
            layout=w.Layout(width="340px"),
        )
        self._look = w.Button(
            description="Show what changes", icon="search", layout=w.Layout(width="auto")
        )
        self._sure = tick("I have read the sentences and am sure")
        self._write = w.Button(description="Write it down", disabled=True, button_style="primary")
        self._undo = w.Button(description="Take back the last", disabled=True)
        self._effects = Sheet(
            label="what changes",
            opens=False,
            columns=[column("What"), column("Before", "number"), column("After", "number")],
            empty="",
        )
        self._lines = Sheet(
            label="hand/aliases.tsv",
            opens=False,
            columns=[column("Entity"), column("Alias"), column("Type", "short")],
            empty="hand/aliases.tsv holds no decision yet.",
        )
        self._said = Line()
        self._change: Change | None = None
        self._sure.layout.display = "none"
        self._do.observe(lambda _: self._turn(), names="value")
        for one in (self._entity, self._other):
            one.observe(lambda _: self._forget(), names="value")
        self._sure.observe(lambda _: self._allow(), names="value")
        self._look.on_click(lambda _: self._attempt(self._shown))
        self._write.on_click(lambda _: self._attempt(self._written))
        self._undo.on_click(lambda _: self._attempt(self._undone))
        fields = beside(self._entity, self._other, self._look)
        last = beside(self._sure, self._write, self._undo)
        self.widget = w.VBox([self._do, fields, self._effects, last, self._said, self._lines])
        self._offer()
        self._attempt(self._list)

    def propose(self, name: str) -> None:
        """Put a name into the first field."""
        self._entity.value = name

    def _offer(self) -> None:
        entities = self._corpus.network.entities
        self._entity.options = tuple(entities["name"].head(400).unique(maintain_order=True))
        self._turn()

    @in_turn
    def _turn(self) -> None:
        """The second field offers names to merge with, or the aliases that can be split off."""
        self._other.placeholder = DOING[self._do.value][1]
        options: tuple[str, ...] = self._entity.options
        if self._do.value == "split":
            try:
                options = self._corpus.network.entity(self._entity.value).aliases
            except InputError:
                options = ()
        self._other.options = options if self._do.value != "rename" else ()
        self._forget()

    @in_turn
    def _forget(self) -> None:
        self._change = None
        self._effects.show(rows=[])
        self._sure.value = False
        self._sure.layout.display = "none"
        self._allow()

    @in_turn
    def _allow(self) -> None:
        change = self._change
        self._write.disabled = change is None or (bool(change.doubts) and not self._sure.value)
        self._undo.disabled = not self._corpus.aliases.written

    @in_turn
    def _attempt(self, action: Callable[[], None]) -> None:
        try:
            action()
        except InputError as error:
            self._said.say(str(error), wrong=True)
        self._allow()

    def _shown(self) -> None:
        aliases, entity, other = self._corpus.aliases, self._entity.value, self._other.value
        if not entity.strip() or not other.strip():
            raise InputError("fill in both fields")
        ways = {"merge": aliases.merge, "split": aliases.split, "rename": aliases.rename}
        self._change = ways[self._do.value](entity, other)
        self._effects.show(rows=cells(list(self._change.effects.iter_rows())))
        doubts = self._change.doubts
        self._sure.layout.display = "" if doubts else "none"
        self._said.say(
            f"{self._change.said}. "
            + ("But: " + " ".join(doubts) if doubts else "Nothing speaks against it."),
            wrong=bool(doubts),
        )

    def _written(self) -> None:
        if self._change is None:
            return
        lines = self._corpus.aliases.save(self._change, sure=self._sure.value)
        self._forget()
        self._list()
        name = self._corpus.name
        self._said.say(
            f"{len(lines)} lines added to hand/aliases.tsv; `make all CORPUS={name}` applies them"
            if lines
            else "it stood in hand/aliases.tsv already: nothing was added"
        )

    def _undone(self) -> None:
        lines = self._corpus.aliases.undo()
        self._list()
        self._said.say(f"{len(lines)} lines taken back")

    def _list(self) -> None:
        self._lines.show(rows=cells(list(self._corpus.aliases.by_hand().iter_rows())))
