"""Concordance: every place of a word, phrase or pattern, with what stands around it."""

from typing import Any

import ipywidgets as w
import polars as pl

from analysis.contract import InputError
from analysis.explore.concordance import SORTS
from analysis.explore.panels.base import SHOWN, Panel, beside, tick
from analysis.explore.take import Take, quoted
from analysis.explore.widgets import Sheet, cells, column

WIDTH = 90


class Kwic(Panel):
    """Search while typing."""

    name = "kwic"

    def build(self) -> list[w.Widget]:
        self._query = w.Text(
            description="Search", placeholder="ceasefire, humanitarian aid, cease*"
        )
        self._regex = tick("regular expression")
        self._case = tick("match case")
        self._sort = w.Dropdown(description="Sort by", options=list(SORTS))
        self._sheet = Sheet(
            label="concordance",
            columns=[
                column("Published", "short"),
                column("Outlet", "short", optional=True),
                column("before", "before", sort=True),
                column("match", "hit", sort=True),
                column("after", "after", sort=True),
            ],
            empty="Type something to search for.",
        )
        self._lines = pl.DataFrame()
        for one in (self._query, self._regex, self._case, self._sort):
            one.observe(lambda _: self.attempt(self.refresh), names="value")
        self._sheet.on_message("sort", self._sorted)
        self._sheet.on_open(self._opened)
        boxes = beside(self._query, self._regex, self._case, self._sort)
        return [boxes, self._sheet]

    def _sorted(self, message: dict[str, Any]) -> None:
        self._sort.value = {2: "left", 3: "match", 4: "right"}.get(message["column"], "date")

    def refresh(self) -> None:
        if not self._query.value.strip():
            self._lines = pl.DataFrame()
            self._sheet.show(rows=[], chosen=-1, empty="Type something to search for.")
            self.said.say("")
            return
        try:
            found = self._find(SHOWN)
        except InputError:
            self._sheet.show(rows=[], chosen=-1, empty="")
            raise
        self._lines = found.lines
        columns = ["published", "outlet", "left", "match", "right"]
        rows = [(day or "undated", *rest) for day, *rest in found.lines.select(columns).iter_rows()]
        self._sheet.show(rows=cells(rows), chosen=-1, empty=self._nothing() if not rows else "")
        said = f"{found.total:,} places in {found.articles:,} articles"
        if found.total > len(rows):
            said += f"; {len(rows):,} are shown, all can be taken away"
        if not found.complete:
            said += "; sorted among the first 20,000 by date"
        self.said.say(said)

    def _find(self, limit: int) -> Any:
        return self.corpus.places(
            self._query.value,
            self.desk.selection(),
            regex=self._regex.value,
            case=self._case.value,
            sort=self._sort.value,
            width=WIDTH,
            limit=limit,
        )

    def _nothing(self) -> str:
        """A sentence that helps when nothing was found."""
        typed = self._query.value.strip()
        hints = []
        if not self._regex.value and "*" not in typed and " " not in typed:
            hints.append(f"{typed}* also finds longer words")
        if self._case.value:
            hints.append("capital and small letters are told apart")
        if self.desk.selection() != type(self.desk.selection())():
            hints.append("only the chosen articles were searched")
        return f"“{typed}” stands nowhere" + (f": {'; '.join(hints)}." if hints else ".")

    def _opened(self, row: int) -> None:
        line = self._lines.row(row, named=True)
        self.desk.go("articles", doc_id=line["doc_id"], hit=(line["start"], line["end"]))

    def state(self) -> dict[str, Any]:
        if not self.open:
            return {}
        return {
            "query": self._query.value,
            "regex": self._regex.value or None,
            "case": self._case.value or None,
            "sort": self._sort.value if self._sort.value != "date" else "",
        }

    def restore(
        self, query: str = "", regex: bool = False, case: bool = False, sort: str = "date"
    ) -> None:
        """query: what is searched; regex, case, sort: as in corpus.kwic."""
        self.widget()
        if sort not in SORTS:
            raise InputError(f"sort = {sort!r} is not known: there are {', '.join(SORTS)}")
        self._regex.value, self._case.value, self._sort.value = regex, case, sort
        self._query.value = query

    def takes(self) -> dict[str, Take]:
        if not self._query.value.strip():
            return {}
        title = f"Concordance of “{self._query.value.strip()}”"

        def quotation() -> str:
            at = max(self._sheet.chosen, 0)
            if not self._lines.height:
                raise InputError("there is no place to quote")
            line = self._lines.row(at, named=True)
            text = f"…{line['left']}{line['match']}{line['right']}…"
            return quoted(text, line["outlet"], line["published"], line["title"], line["doc_id"])

        return {
            "Concordance": self.take(title, table=lambda: self._find(0).lines, quotation=quotation)
        }
