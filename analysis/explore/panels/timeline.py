"""The timeline: brush a period and everything follows; events and figures with their sentences."""

from datetime import UTC, datetime
from typing import Any

import ipywidgets as w
import polars as pl

from analysis.contract import InputError, Selection
from analysis.explore import charts
from analysis.explore.counts import UNITS
from analysis.explore.evidence import KINDS, marked_sentences, toll_in_words, with_sentences
from analysis.explore.panels.base import SHOWN, Panel, beside, choice
from analysis.explore.selection import as_where
from analysis.explore.take import Take, quoted
from analysis.explore.widgets import Line, Sheet, cells, column

WAYS = {"events": "Events", "tolls": "Reported figures"}
_EVENTS = [
    column("Day", "short"),
    column("Outlets", "number"),
    column("Articles", "number"),
    column("What is reported"),
    column("Names"),
]
_TOLLS = [column("Day", "short"), column("Figure"), column("Outlet", "short"), column("Sentence")]
_DAY = [column("Published", "short"), column("Outlet", "short"), column("Sentence")]


class Timeline(Panel):
    """Coverage over time, with what is said to have happened."""

    name = "timeline"

    def build(self) -> list[w.Widget]:
        self._unit = w.Dropdown(description="By", options=list(UNITS), value=self._fitting())
        self._all = w.Button(description="Whole time", tooltip="take the brushed period away")
        self._way = choice(**WAYS)
        self._outcome = w.Dropdown(description="Outcome", options=[("all", "")])
        self._chart = charts.widget()
        self._tolls = charts.widget()
        self._sheet = Sheet(label="events", columns=_EVENTS)
        self._day = Sheet(label="sentences", columns=_DAY, empty="")
        self._table = pl.DataFrame()
        self._sentences = pl.DataFrame()
        self._drawn_for: tuple[Any, ...] = ()
        self._unit.observe(lambda _: self.attempt(self.refresh), names="value")
        self._way.observe(lambda _: self.attempt(self.refresh), names="value")
        self._outcome.observe(lambda _: self.attempt(self.refresh), names="value")
        self._all.on_click(lambda _: self._whole_time())
        self._sheet.on_open(lambda row: self.attempt(lambda: self._opened(row)))
        self._day.on_open(self._sentence_opened)
        return [
            beside(self._unit, self._all),
            self._chart,
            beside(self._way, self._outcome),
            self._tolls,
            self._sheet,
            self._day,
            self._adding(),
        ]

    def _adding(self) -> w.Widget:
        """The form that adds an event to hand/events.tsv."""
        self._new_day = w.Text(
            description="Day", placeholder="2023-10-07", layout=w.Layout(width="200px")
        )
        self._new_label = w.Text(
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
        self._added = Line()
        add.on_click(lambda _: self._attempt_event(self._add))
        self._undo.on_click(lambda _: self._attempt_event(self._take_back))
        self._attempt_event(self._list)
        fields = beside(self._new_day, self._new_label, add, self._undo)
        box = w.VBox([fields, self._added, self._known])
        return w.Accordion(children=[box], titles=("Add a known event",))

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
        events = self._way.value == "events"
        self._outcome.layout.display = self._tolls.layout.display = "none" if events else ""
        self._day.show(rows=[], chosen=-1)
        self._sentences = pl.DataFrame()
        self._events(selection) if events else self._figures(selection)

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
        self._chart.chart = charts.coverage(self._coverage, unit)
        self._chart.selections.observe(self._brushed, ["brush"])

    def _brushed(self, change: Any) -> None:
        value = change["new"].value
        span = next(iter(value.values()), None) if value else None
        if not span:
            self._whole_time()
            return
        first, last = (datetime.fromtimestamp(moment / 1000, UTC).date() for moment in span)
        self.desk.choose(**{"from": first, "to": last})

    def _whole_time(self) -> None:
        selection = self.desk.selection()
        if selection.first or selection.last:
            self.desk.choose(**{"from": None, "to": None})

    def _events(self, selection: Selection) -> None:
        self._table = self.corpus.event_days(selection)
        names = self.corpus.network.names
        rows = [
            (day, sources, documents, text, ", ".join(names.get(one, one) for one in entities[:5]))
            for day, sources, documents, text, entities in self._table.head(SHOWN)
            .select("day", "sources", "documents", "text", "entities")
            .iter_rows()
        ]
        self._sheet.show(
            columns=_EVENTS,
            rows=cells(rows),
            chosen=-1,
            empty="No day stands out in this period: brush a wider one.",
        )
        self.said.say(
            f"{self._table.height:,} days to which articles date something, the most widely"
            " reported first; click one to read the sentences"
        )

    def _figures(self, selection: Selection) -> None:
        found = self.corpus.figures(selection, self._outcome.value or None)
        named = pl.coalesce("attributed_to", "outlet", pl.lit("unknown"))
        source = named.str.replace(r"^[Tt]he\s+", "").alias("source")
        phrases = [toll_in_words(row) for row in found.iter_rows(named=True)]
        self._table = found.with_columns(source, pl.Series("said", phrases, dtype=pl.String))
        shown = self._table.head(SHOWN)
        texts = with_sentences(self.corpus, shown.select("doc_id", "sentence"))["text"]
        rows = [
            (day or "undated", said, outlet, text)
            for (day, said, outlet), text in zip(
                shown.select("day", "said", "outlet").iter_rows(), texts, strict=True
            )
        ]
        self._sheet.show(
            columns=_TOLLS,
            rows=cells(rows),
            chosen=-1,
            empty="No figure is reported in the chosen articles.",
        )
        dated = self._table.filter(pl.col("day").is_not_null())
        self._tolls.layout.display = "" if dated.height else "none"
        if dated.height:
            self._tolls.chart = charts.tolls(dated)
        more = f"; the first {SHOWN} are listed" if found.height > SHOWN else ""
        self.said.say(f"{found.height:,} reported figures{more}; click one to open its article")

    # ---------------------------------------------------------------- opening

    def _opened(self, row: int) -> None:
        line = self._table.row(row, named=True)
        if self._way.value == "tolls":
            self.desk.go("articles", doc_id=line["doc_id"], hit=(line["start"], line["end"]))
            return
        where = as_where(self.desk.selection())
        where.pop("from", None), where.pop("to", None)
        found, total = self.corpus.sentences(day=line["day"], where=where, limit=SHOWN)
        self._sentences = found
        marked = marked_sentences(self.corpus, found, KINDS)
        rows = [
            (published or "undated", outlet, [list(part) for part in sentence])
            for (published, outlet), sentence in zip(
                found.select("published", "outlet").iter_rows(), marked, strict=True
            )
        ]
        self._day.show(
            columns=_DAY,
            rows=cells(rows),
            chosen=-1,
            empty="None of the chosen articles names that day.",
        )
        self._new_day.value = line["day"].isoformat()
        self.said.say(f"{line['day']}: {total:,} sentences name this day")

    def _sentence_opened(self, row: int) -> None:
        line = self._sentences.row(row, named=True)
        self.desk.go("articles", doc_id=line["doc_id"], hit=(line["begins"], line["ends"]))

    # ----------------------------------------------------------------- adding

    def _attempt_event(self, action: Any) -> None:
        try:
            action()
        except InputError as error:
            self._added.say(str(error), wrong=True)
        self._undo.disabled = not self.corpus.known_events.written

    def _add(self) -> None:
        lines = self.corpus.known_events.add(self._new_day.value, self._new_label.value)
        self._list()
        self._added.say(
            f"added to hand/events.tsv; `make all CORPUS={self.corpus.name}` draws it"
            if lines
            else "it stood in hand/events.tsv already"
        )

    def _take_back(self) -> None:
        self.corpus.known_events.undo()
        self._list()
        self._added.say("taken back")

    def _list(self) -> None:
        self._known.show(rows=cells(list(self.corpus.known_events.table().iter_rows())))

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
        """way: events or tolls; unit: day, week or month; outcome: killed, injured, …"""
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
        if not self._table.height:
            return {}
        table, unit, coverage = self._table, self._unit.value, self._coverage
        found = {
            "Timeline: coverage": self.take(
                "Articles over time",
                table=lambda: coverage,
                figure=lambda: charts.coverage(coverage, unit),
            )
        }
        if self._way.value == "tolls":
            dated = table.filter(pl.col("day").is_not_null())
            ways = {"table": lambda: table, "figure": lambda: charts.tolls(dated)}
            found["Timeline: reported figures"] = self.take("Reported figures", **ways)
        else:
            found["Timeline: events"] = self.take("Events", table=lambda: table)
        if self._sentences.height:
            line = self._sentences.row(max(self._day.chosen, 0), named=True)
            said = quoted(
                line["text"], line["outlet"], line["published"], line["title"], line["doc_id"]
            )
            sentences = self._sentences
            found["Timeline: sentences of a day"] = self.take(
                "Sentences of a day", table=lambda: sentences, quotation=lambda: said
            )
        return found
