"""Words: how frequent, over time, and in one selection against another."""

from functools import partial
from typing import Any

import ipywidgets as w
import polars as pl

from analysis.contract import InputError, Selection
from analysis.explore import figures
from analysis.explore.charts import Chart
from analysis.explore.counts import UNITS
from analysis.explore.panels.base import SHOWN, Panel, beside, choice, tick
from analysis.explore.scope import SelectionBar
from analysis.explore.selection import Where, as_where, in_words
from analysis.explore.take import Take
from analysis.explore.widgets import Sheet, cells, column

WAYS = {"frequent": "Most frequent", "trend": "Over time", "keyness": "Compare two selections"}
#: Words drawn in the figures of frequencies, and on either side of keyness.
DRAWN, EACH_SIDE = 20, 12

_FREQUENT = [
    column("Word"),
    column("Count", "number"),
    column("Articles", "number"),
    column("Per million", "number"),
]
_TREND = [
    column("Series"),
    column("Period", "short"),
    column("Count", "number"),
    column("Articles with it", "number"),
    column("Articles", "number"),
    column("Per million", "number"),
    column("Share", "number"),
]
_KEYNESS = [
    column("Word"),
    column("Count", "number"),
    column("In the other", "number"),
    column("Log-ratio", "number"),
    column("95 %", "short"),
    column("G²", "number"),
    column("p, adjusted", "number"),
]


class Terms(Panel):
    """Frequencies, trends and keyness, worked out live."""

    name = "terms"

    def build(self) -> list[w.Widget]:
        self._way = choice(**WAYS)
        self._words = w.Text(
            description="Words",
            placeholder="ceasefire, humanitarian aid, hostage*",
            layout=w.Layout(width="340px"),
        )
        self._names = w.Text(
            description="Names", placeholder="Rafah, Hamas", continuous_update=False
        )
        self._unit = w.Dropdown(
            description="By", options=list(UNITS), value="month", layout=w.Layout(width="140px")
        )
        self._measure = w.Dropdown(
            description="Show",
            options=[("per million words", "per_million"), ("share of articles", "share")],
            layout=w.Layout(width="240px"),
        )
        self._stop = tick("with stop words")
        self._reference: Where = None
        self._against = SelectionBar(self.corpus, None, self._compared, against=True)
        self._chart = Chart()
        self._sheet = Sheet(label="words", columns=_FREQUENT)
        self._table = pl.DataFrame()
        self._asked_trend = beside(self._words, self._names, self._unit, self._measure)
        for one in (self._way, self._words, self._names, self._unit, self._measure, self._stop):
            one.observe(lambda _: self.attempt(self.refresh), names="value")
        self._sheet.on_open(self._opened)
        return [
            beside(self._way, self._stop),
            self._asked_trend,
            self._against.widget,
            self._chart,
            self._sheet,
        ]

    def _compared(self, selection: Selection) -> None:
        self._reference = selection if selection != Selection() else None
        if self.open:
            self.attempt(self.refresh)

    def refresh(self) -> None:
        way = self._way.value
        self._asked_trend.layout.display = "" if way == "trend" else "none"
        self._against.widget.layout.display = "" if way == "keyness" else "none"
        self._stop.layout.display = "none" if way == "trend" else ""
        ways = {"frequent": self._frequent, "trend": self._trend, "keyness": self._keyness}
        try:
            ways[way]()
        except InputError:
            # What was shown before would pass for the answer to what was asked now.
            self._table = pl.DataFrame()
            self._shown(_FREQUENT, [], "")
            self._chart.draw(None)
            raise

    def _shown(self, columns: list[dict[str, Any]], rows: list[Any], empty: str) -> None:
        self._sheet.show(columns=columns, rows=cells(rows), chosen=-1, empty=empty)

    def _without_stop_words(self, table: pl.DataFrame) -> pl.DataFrame:
        return table if self._stop.value else table.filter(~pl.col("stop_word"))

    def _frequent(self) -> None:
        found = self.corpus.counts.frequencies(self.corpus.mask(self.desk.selection()))
        self._table = self._without_stop_words(found)
        shown = self._table.head(SHOWN).select("term", "count", "documents", "per_million")
        self._shown(_FREQUENT, list(shown.iter_rows()), "The chosen articles hold no words.")
        self._chart.draw(figures.frequencies(self._table.head(DRAWN)))
        total = int(found["count"].sum())
        self.said.say(
            f"{total:,} words, {found.height:,} different ones; click one to see it in context"
        )

    def _split(self, typed: str) -> list[str]:
        return list(dict.fromkeys(part.strip() for part in typed.split(",") if part.strip()))

    def _trend(self) -> None:
        words, names = self._split(self._words.value), self._split(self._names.value)
        found = self.corpus.over_time(words, names, self.desk.selection(), self._unit.value)
        self._table = found
        columns = ["series", "period", "count", "documents", "articles", "per_million", "share"]
        self._shown(
            _TREND,
            list(found.head(SHOWN).select(columns).iter_rows()),
            "Type words or names, parted by commas.",
        )
        self._chart.draw(figures.trend(found, self._unit.value, self._measure.value))
        nowhere = found.group_by("series").agg(pl.col("count").sum()).filter(pl.col("count") == 0)
        unknown = [word for word in words if word.lower() in nowhere["series"]]
        if unknown:
            near = self.corpus.counts.near(unknown[0].lower(), 3)
            hint = f"; there are {', '.join(near)}" if near else ""
            self.said.say(f"“{unknown[0]}” stands in no chosen article{hint}", wrong=True)
        else:
            self.said.say("Undated articles are left out.")

    def _keyness(self) -> None:
        target = self.desk.selection()
        if target == Selection() and self._reference is None:
            raise InputError(
                "choose the first selection above (an outlet, a period, a word, a name): it is"
                " compared with all other articles, or with a second selection given here"
            )
        found = self.corpus.compared(target, self._reference)
        self._table = self._without_stop_words(found)
        rows = [
            (term, count, other, ratio, f"{low:.2f} to {high:.2f}", g2, p)
            for term, count, other, ratio, low, high, g2, p in self._table.head(SHOWN)
            .select(
                "term",
                "count",
                "reference_count",
                "log_ratio",
                "log_ratio_low",
                "log_ratio_high",
                "g2",
                "p_adjusted",
            )
            .iter_rows()
        ]
        self._shown(_KEYNESS, rows, "No word stands often enough in the two selections.")
        self._chart.draw(figures.keyness(self._drawn(), *self._sides()))
        one, other = self._sides()
        self.said.say(f"{one} against {other}: {found.height:,} words compared; sorted by G²")

    def _sides(self) -> tuple[str, str]:
        rest = "all other articles"
        reference = in_words(self._reference) if isinstance(self._reference, Selection) else rest
        return in_words(self.desk.selection()), reference

    def _drawn(self) -> pl.DataFrame:
        """The strongest words of either side, by log-ratio."""
        sides = [
            self._table.filter(pl.col("g2") > 0).head(EACH_SIDE),
            self._table.filter(pl.col("g2") < 0).head(EACH_SIDE),
        ]
        return pl.concat(sides).sort("log_ratio", descending=True)

    def _opened(self, row: int) -> None:
        term = self._table.row(row, named=True).get("term")
        self.desk.go("kwic", query=term or self._table["series"][row])

    def state(self) -> dict[str, Any]:
        if not self.open:
            return {}
        against = as_where(self._reference) if isinstance(self._reference, Selection) else None
        state: dict[str, Any] = {"way": self._way.value if self._way.value != "frequent" else ""}
        if self._way.value == "trend":
            state |= {
                "words": self._words.value,
                "names": self._names.value,
                "unit": self._unit.value if self._unit.value != "month" else "",
                "measure": self._measure.value if self._measure.value != "per_million" else "",
            }
        if self._way.value == "keyness":
            state["against"] = against
        return state

    def restore(
        self,
        way: str = "frequent",
        words: str = "",
        names: str = "",
        unit: str = "month",
        measure: str = "per_million",
        against: Where = None,
    ) -> None:
        """way: frequent, trend or keyness; words, names, unit, measure (per_million or share):
        of a trend; against: the second selection of keyness."""
        if way not in WAYS:
            raise InputError(f"way = {way!r} is not known: there are {', '.join(WAYS)}")
        if unit not in UNITS:
            raise InputError(f"unit = {unit!r} is not known: there are {', '.join(UNITS)}")
        self.widget()
        self._against.set(against)
        self._unit.value, self._measure.value = unit, measure
        self._words.value, self._names.value = words, names
        self._way.value = way

    def takes(self) -> dict[str, Take]:
        if not self._table.height:
            return {}
        way, table = self._way.value, self._table
        about = in_words(self.desk.selection())
        if way == "frequent":
            figure = partial(figures.frequencies, table.head(DRAWN))
            return {
                "Terms: frequencies": self.take(
                    f"Most frequent words: {about}", table=lambda: table, figure=figure
                )
            }
        if way == "trend":
            unit, measure = self._unit.value, self._measure.value
            figure = partial(figures.trend, table, unit, measure)
            return {
                "Terms: trend": self.take(
                    f"Words over time: {about}", table=lambda: table, figure=figure
                )
            }
        one, other = self._sides()
        drawn = self._drawn()
        figure = partial(figures.keyness, drawn, one, other)
        return {
            "Terms: keyness": self.take(
                f"Keyness: {one} against {other}", table=lambda: table, figure=figure
            )
        }
