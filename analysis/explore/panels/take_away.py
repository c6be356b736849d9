"""Take away: any view as figure, table or quotation, with its query and its citation."""

from typing import Any

import ipywidgets as w

from analysis.contract import InputError
from analysis.explore.panels.base import Panel, beside
from analysis.explore.take import MIMES, Take
from analysis.explore.widgets import TakeButtons

LABELS = {
    "csv": "table, csv",
    "md": "table, Markdown",
    "svg": "figure, svg",
    "png": "figure, png",
    "txt": "quotation, text",
}
#: Characters of a text that are shown before it is taken.
PREVIEW = 1500


class TakeAway(Panel):
    """What the other panels show, as files or on the clipboard."""

    name = "take"

    def build(self) -> list[w.Widget]:
        self._view = w.Dropdown(description="View", options=[], layout=w.Layout(width="380px"))
        self._kind = w.Dropdown(description="As", options=[])
        self._again = w.Button(description="Bring up to date", icon="refresh")
        self._buttons = TakeButtons(name="nothing.txt")
        self._preview = w.Textarea(disabled=True, layout=w.Layout(width="98%", height="220px"))
        self._picture = w.Image(layout=w.Layout(max_width="100%", display="none"))
        self._takes: dict[str, Take] = {}
        self._latest: str | None = None
        self._view.observe(lambda _: self.attempt(self._kinds), names="value")
        self._kind.observe(lambda _: self.attempt(self._make), names="value")
        self._again.on_click(lambda _: self.attempt(self.refresh))
        fields = beside(self._view, self._kind, self._again)
        return [fields, self._buttons, self._preview, self._picture]

    def refresh(self) -> None:
        self._takes = self.desk.takes()
        names = list(self._takes)
        # The view stays chosen until something else was looked at.
        latest = names[0] if names else None
        keep = self._view.value if latest == self._latest and self._view.value in names else latest
        self._latest = latest
        if tuple(self._view.options) != tuple(names):
            self._view.options = names
        self._view.value = keep
        self._kinds()
        if not names:
            self.said.say(
                "Show something in another panel first; what it shows can be taken from here."
            )

    def _kinds(self) -> None:
        take = self._takes.get(self._view.value or "")
        options = [(LABELS[kind], kind) for kind in take.kinds] if take else []
        keep = self._kind.value
        if tuple(self._kind.options) != tuple(options):
            self._kind.options = options
        kinds = [kind for _, kind in options]
        self._kind.value = keep if keep in kinds else kinds[0] if kinds else None
        self._make()

    def _make(self) -> None:
        take, kind = self._takes.get(self._view.value or ""), self._kind.value
        self._buttons.show(content=b"")
        if take is None or kind is None:
            self._preview.value = ""
            return
        content = take.content(kind)
        words = "".join(letter if letter.isalnum() else " " for letter in take.title).split()
        name = "-".join([self.corpus.name, *words[:8], self.corpus.run_id])
        self._buttons.show(name=f"{name}.{kind}", mime=MIMES[kind], content=content)
        picture = kind in ("svg", "png")
        self._picture.layout.display = "" if picture else "none"
        self._preview.layout.display = "none" if picture else ""
        if picture:
            self._picture.format = "svg+xml" if kind == "svg" else "png"
            self._picture.value = content
        else:
            text = content.decode()
            self._preview.value = text[:PREVIEW] + ("\n…" if len(text) > PREVIEW else "")
        self.said.say(take.citation)

    def cell(self) -> str:
        """What is taken is shown again by the panel that it comes from."""
        take = self._takes.get(self._view.value or "") if self.open else None
        return take.cell if take else super().cell()

    def state(self) -> dict[str, Any]:
        return {}

    def restore(self, view: str = "", kind: str = "") -> None:
        """view: a view of a panel that is open; kind: csv, md, svg, png or txt."""
        self.widget()
        self.refresh()
        if view:
            if view not in self._takes:
                raise InputError(
                    f"{view!r} cannot be taken away: there are {', '.join(self._takes)}"
                )
            self._view.value = view
        if kind:
            self._kind.value = kind

    def takes(self) -> dict[str, Take]:
        return {}
