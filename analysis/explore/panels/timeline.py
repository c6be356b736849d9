"""The timeline: brush a period and everything follows; events and figures with their sentences."""

from datetime import UTC, datetime
from typing import Any

import ipywidgets as w
import polars as pl

from analysis.contract import InputError, Selection
from analysis.explore import figures
from analysis.explore.charts import Chart
from analysis.explore.counts import UNITS
from analysis.explore.evidence import (
    KINDS,
    marked_sentences,
    toll_in_words,
    tolls_named,
    with_sentences,
)
from analysis.explore.panels.base import SHOWN, Panel, beside, choice
from analysis.explore.panels.event_form import EventForm
from analysis.explore.selection import as_where
from analysis.explore.take import Take, quoted
from analysis.explore.widgets import Sheet, cells, column

WAYS = {"events": "Events", "tolls": "Reported figures", "differing": "Where figures differ"}
_OUTLET = column("Outlet", "short", optional=True)
_EVENTS = [
    column("Day", "short"),
    column("Outlets", "number"),
    column("Articles", "number"),
    column("What is reported"),
    column("Names"),
]
_TOLLS = [column("Day", "short"), column("Figure"), _OUTLET, column("Sentence")]
_DIFFERING = [
    column("Day", "short"),
    column("What is counted"),
    column("Lowest", "number"),
    column("Highest", "number"),
    column("", "short"),
    column("According to", optional=True),
]
_DAY = [column("Published", "short"), _OUTLET, column("Sentence")]


class Timeline(Panel):
    """Coverage over time, with what is said to have happened."""

    name = "timeline"

    def build(self) -> list[w.Widget]:
        self._unit = w.Dropdown(
            description="By",
            options=list(UNITS),
            value=self._fitting(),
            layout=w.Layout(width="160px"),
        )
        self._all = w.Button(description="Whole time", tooltip="take the brushed period away")
        self._way = choice(**WAYS)
        self._outcome = w.Dropdown(
            description="Outcome", options=[("all", "")], layout=w.Layout(width="240px")
        )
        self._chart = Chart(brushed=True)
        self._tolls = Chart()
        self._sheet = Sheet(label="events", columns=_EVENTS)
        self._day = Sheet(label="sentences", columns=_DAY, empty="")
        self._form = EventForm(self.corpus)
        self._table = pl.DataFrame()
        self._sentences = pl.DataFrame()
        self._coverage = pl.DataFrame()
        self._drawn_for: tuple[Any, ...] = ()
        for one in (self._unit, self._way, self._outcome):
            one.observe(lambda _: self.attempt(self.refresh), names="value")
        self._all.on_click(lambda _: self._whole_time())
        self._chart.on_message("brush", lambda message: self._brushed(message["span"]))
        self._sheet.on_open(lambda row: self.attempt(lambda: self._opened(row)))
        self._day.on_open(self._sentence_opened)
        for sheet in (self._sheet, self._day):
            sheet.add_class("dl-short")
        return [
            beside(self._unit, self._all),
            self._chart,
            beside(self._way, self._outcome),
            self._tolls,
            self._sheet,
            self._day,
            self._form.widget,
        ]

    def _fitting(self) -> str:
        """Bars that can be told apart: by day for some months, by month for decades."""
        dated = self.corpus.articles["published"].drop_nulls().sort()
        span = (dated[-1] - dated[0]).days if len(dated) else 0
        return "day" if span <= 200 else "week" if span <= 1200 else "month"

    # ------------------------------------------------------------ showing

    def refresh(self) -> None:
        selection = self.desk.selection()
        if not self.corpus.articles["published"].count():
            raise InputError("No article of this corpus is dated: there is no timeline to show.")
        if not self._outcome.options[1:]:
            outcomes = self.corpus.figures()["outcome"].unique().sort()
            self._outcome.options = [("all", ""), *((one, one) for one in outcomes)]
        self._bars(selection)
        way = self._way.value
        self._outcome.layout.display = "" if way == "tolls" else "none"
        self._day.show(rows=[], chosen=-1, empty="")
        self._sentences = pl.DataFrame()
        if way != "tolls":
            self._tolls.draw(None)
        ways = {"events": self._events, "tolls": self._figures, "differing": self._differing}
        ways[way](selection)

    def _bars(self, selection: Selection) -> None:
        """Coverage of the selection over all time: the brush must stay while it is drawn."""
        whole = {
            key: value for key, value in as_where(selection).items() if key not in ("from", "to")
        }
        drawn_for = (self._unit.value, *sorted(whole.items()))
        if drawn_for == self._drawn_for:
            return
        self._drawn_for = drawn_for
        unit = self._unit.value
        published = self.corpus.articles["published"].filter(self.corpus.mask(whole)).drop_nulls()
        periods = published.dt.truncate(UNITS[unit]).value_counts().sort("published")
        self._coverage = periods.rename({"published": "period", "count": "documents"})
        self._chart.draw(figures.coverage(self._coverage, unit))

    def _brushed(self, span: list[float] | None) -> None:
        """A period was brushed: from and to in milliseconds since 1970; None: none is."""
        if not span:
            self._whole_time()
            return
        first, last = (datetime.fromtimestamp(moment / 1000, UTC).date() for moment in span)
        self.desk.choose(**{"from": first, "to": last})

    def _whole_time(self) -> None:
        selection = self.desk.selection()
        if selection.first or selection.last:
            self._chart.show(fresh=self._chart.fresh + 1)
            self.desk.choose(**{"from": None, "to": None})

    def _list(self, columns: list[dict[str, Any]], rows: list[Any], label: str, empty: str) -> None:
        self._sheet.show(columns=columns, rows=cells(rows), chosen=-1, label=label, empty=empty)

    def _events(self, selection: Selection) -> None:
        self._table = self.corpus.event_days(selection)
        names = self.corpus.network.names
        rows = [
            (day, sources, documents, text, ", ".join(names.get(one, one) for one in entities[:5]))
            for day, sources, documents, text, entities in self._table.head(SHOWN)
            .select("day", "sources", "documents", "text", "entities")
            .iter_rows()
        ]
        self._list(_EVENTS, rows, "events", "No day stands out in this period: brush a wider one.")
        self.said.say(
            f"{self._table.height:,} days to which articles date something, the most widely"
            " reported first; click one to read the sentences"
        )

    def _figures(self, selection: Selection) -> None:
        found = self.corpus.figures(selection, self._outcome.value or None)
        phrases = [toll_in_words(row) for row in found.iter_rows(named=True)]
        self._table = found.with_columns(pl.Series("said", phrases, dtype=pl.String))
        shown = self._table.head(SHOWN)
        texts = with_sentences(self.corpus, shown.select("doc_id", "sentence"))["text"]
        rows = [
            (day or "undated", said, outlet, text)
            for (day, said, outlet), text in zip(
                shown.select("day", "said", "outlet").iter_rows(), texts, strict=True
            )
        ]
        self._list(_TOLLS, rows, "figures", "No figure is reported in the chosen articles.")
        self._tolls.draw(figures.tolls(self._table.filter(pl.col("day").is_not_null())))
        more = f"; the first {SHOWN} are listed" if found.height > SHOWN else ""
        self.said.say(f"{found.height:,} reported figures{more}; click one to open its article")

    def _differing(self, selection: Selection) -> None:
        self._table = self.corpus.differing(selection)
        rows = [
            (
                row["day"],
                f"{row['group']} {row['outcome']}" + (f", {row['place']}" if row["place"] else ""),
                row["low"],
                row["high"],
                "contradictory" if row["contradictory"] else "can all be true",
                ", ".join(row["sources"]),
            )
            for row in self._table.head(SHOWN).iter_rows(named=True)
        ]
        empty = "No two reports of this period give different figures for one thing."
        self._list(_DIFFERING, rows, "differing figures", empty)
        self.said.say(
            f"{self._table.height:,} days and scopes with differing figures, those that contradict"
            " one another first; click one to read the sentences side by side"
        )

    # ---------------------------------------------------------------- opening

    def _opened(self, row: int) -> None:
        line = self._table.row(row, named=True)
        if self._way.value == "tolls":
            self.desk.go("articles", doc_id=line["doc_id"], hit=(line["start"], line["end"]))
            return
        self._form.day.value = line["day"].isoformat()
        if self._way.value == "differing":
            found = tolls_named(self.corpus, line["rows"])
            self._read(found, f"{line['day']}: {found.height:,} reports, the lowest first")
            return
        where = as_where(self.desk.selection())
        where.pop("from", None), where.pop("to", None)
        found, total = self.corpus.sentences(day=line["day"], where=where, limit=SHOWN)
        self._read(found, f"{line['day']}: {total:,} sentences name this day")

    def _read(self, sentences: pl.DataFrame, said: str) -> None:
        self._sentences = sentences
        marked = marked_sentences(self.corpus, sentences, KINDS)
        rows = [
            (published or "undated", outlet, [list(part) for part in sentence])
            for (published, outlet), sentence in zip(
                sentences.select("published", "outlet").iter_rows(), marked, strict=True
            )
        ]
        empty = "None of the chosen articles names that day."
        self._day.show(columns=_DAY, rows=cells(rows), chosen=-1, empty=empty)
        self.said.say(said)

    def _sentence_opened(self, row: int) -> None:
        line = self._sentences.row(row, named=True)
        self.desk.go("articles", doc_id=line["doc_id"], hit=(line["begins"], line["ends"]))

    # ------------------------------------------------------------------ state

    def state(self) -> dict[str, Any]:
        if not self.open:
            return {}
        return {
            "way": self._way.value if self._way.value != "events" else "",
            "unit": self._unit.value if self._unit.value != self._fitting() else "",
            "outcome": self._outcome.value,
        }

    def restore(self, way: str = "events", unit: str = "", outcome: str = "") -> None:
        """way: events, tolls or differing; unit: day, week or month; outcome: killed, …"""
        if way not in WAYS:
            raise InputError(f"way = {way!r} is not known: there are {', '.join(WAYS)}")
        if unit and unit not in UNITS:
            raise InputError(f"unit = {unit!r} is not known: there are {', '.join(UNITS)}")
        self.widget()
        if unit:
            self._unit.value = unit
        self._way.value = way
        known = [value for _, value in self._outcome.options]
        if outcome not in known:
            raise InputError(
                f"outcome = {outcome!r} is not reported: there are {', '.join(known[1:])}"
            )
        self._outcome.value = outcome

    def takes(self) -> dict[str, Take]:
        unit, coverage, table, way = self._unit.value, self._coverage, self._table, self._way.value
        if not coverage.height:
            return {}
        found = {
            "Timeline: coverage": self.take(
                "Articles over time",
                table=lambda: coverage,
                figure=lambda: figures.coverage(coverage, unit),
            )
        }
        if table.height:
            ways: dict[str, Any] = {"table": lambda: table}
            if way == "tolls" and table["day"].count():
                dated = table.filter(pl.col("day").is_not_null())
                ways["figure"] = lambda: figures.tolls(dated)
            found[f"Timeline: {WAYS[way].lower()}"] = self.take(WAYS[way], **ways)
        if self._sentences.height:
            line = self._sentences.row(max(self._day.chosen, 0), named=True)
            said = quoted(
                line["text"], line["outlet"], line["published"], line["title"], line["doc_id"]
            )
            sentences = self._sentences
            found["Timeline: sentences"] = self.take(
                "Sentences of a day", table=lambda: sentences, quotation=lambda: said
            )
        return found
