"""Articles by outlet and date; one of them clean, beside its raw text, or beside its copies."""

from typing import Any

import ipywidgets as w
import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.contract import InputError
from analysis.explore.evidence import marks_of
from analysis.explore.marks import Mark, compare, segments
from analysis.explore.panels.base import SHOWN, Panel, beside, choice, tick
from analysis.explore.raw_text import raw_of
from analysis.explore.take import Take, quoted
from analysis.explore.widgets import Page, Sheet, cells, column

#: What the list can be sorted by, and in which column; equal ones stay in order of date.
SORTS = {"date": 0, "outlet": 1, "words": 3, "copies": 4}
WAYS = {"clean": "Clean text", "raw": "Raw text beside", "copies": "Copies side by side"}


class Articles(Panel):
    """Read the articles themselves."""

    name = "articles"

    def build(self) -> list[w.Widget]:
        self._find = w.Text(description="Find", placeholder="in headline, byline, file name")
        self._copies = tick("with copies")
        self._way = choice(**WAYS)
        self._other = w.Dropdown(
            description="Beside", options=[], layout=w.Layout(width="420px", display="none")
        )
        self._sheet = Sheet(
            label="articles",
            columns=[
                column("Published", "short", sort=True),
                column("Outlet", "short", sort=True, optional=True),
                column("Headline", "headline"),
                column("Words", "number", sort=True),
                column("Copies", "number", sort=True),
            ],
        )
        self._page = Page()
        self._rows: list[int] = []
        self._doc_id, self._hit, self._counted = "", (0, 0), ""
        self._offering, self._sort = False, "date"
        self._find.observe(lambda _: self.attempt(self.refresh), names="value")
        self._copies.observe(lambda _: self.attempt(self.refresh), names="value")
        self._way.observe(lambda _: self.attempt(self._read), names="value")
        self._other.observe(lambda _: self._other_chosen(), names="value")
        self._sheet.on_open(lambda row: self.attempt(lambda: self._opened(row)))
        self._sheet.on_message("sort", lambda message: self._sorted(message["column"]))
        self._sheet.add_class("dl-short")
        ways = beside(self._way, self._other)
        return [beside(self._find, self._copies), self._sheet, ways, self._page]

    def refresh(self) -> None:
        articles = self.corpus.articles
        rows = self.corpus.rows(self.desk.selection(), copies=self._copies.value)
        wanted = self._find.value.strip().lower()
        if wanted:
            named = pl.concat_str(
                "title", "byline", "source_file", "doc_id", separator="\n", ignore_nulls=True
            )
            held = articles.select(named.str.to_lowercase().str.contains(wanted, literal=True))
            rows = rows[held.to_series().to_numpy()[rows]]
        shown = self._in_order(rows)[:SHOWN]
        table = articles[shown].select("published", "outlet", "title", "words", "copy_of")
        copies = self.corpus.copy_counts[shown]
        openings = self.corpus.texts.openings(shown)
        self._rows = [int(row) for row in shown]
        self._sheet.show(
            rows=cells(
                [
                    (
                        published or "undated",
                        outlet,
                        title or f"{opening} …",
                        words,
                        "copy" if copy_of else held,
                    )
                    for (published, outlet, title, words, copy_of), opening, held in zip(
                        table.iter_rows(), openings, copies, strict=True
                    )
                ]
            ),
            chosen=-1,
            empty="No article fits: take a condition away.",
        )
        more = f"; the first {SHOWN} are listed" if len(rows) > SHOWN else ""
        self._counted = f"{len(rows):,} articles{more}"
        self.said.say(self._counted)

    def _in_order(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Rows, which come by date, as the list is sorted."""
        articles = self.corpus.articles
        if self._sort == "outlet":
            named = pl.DataFrame({"outlet": articles["outlet"][rows].fill_null(""), "row": rows})
            ordered: npt.NDArray[np.int64] = named.sort("outlet", maintain_order=True)[
                "row"
            ].to_numpy()
            return ordered
        if self._sort in ("words", "copies"):
            of = articles["words"] if self._sort == "words" else self.corpus.copy_counts
            return rows[np.argsort(-of.to_numpy()[rows].astype(np.int64), kind="stable")]
        return rows

    def _sorted(self, clicked: int) -> None:
        self._sort = next(name for name, at in SORTS.items() if at == clicked)
        self.attempt(self.refresh)

    def _opened(self, row: int) -> None:
        self._hit = (0, 0)
        self._doc_id = self.corpus.articles["doc_id"][self._rows[row]]
        self._read()

    def _read(self) -> None:
        if not self._doc_id:
            self.said.say("Choose an article in the list.")
            return
        article = self.corpus.article(self._doc_id)
        facts = article.facts
        self._other.layout.display = "none"
        if self._way.value == "copies":
            pages = self._beside(facts, article.text)
        else:
            marks = marks_of(self.corpus, [self._doc_id])[self._doc_id]
            if self._hit[1] > self._hit[0]:
                marks.append(Mark(*self._hit, "hit", "match"))
            pages = [_page(facts, article.text, marks)]
            if self._way.value == "raw":
                pages.insert(0, self._raw(dict(facts)))
        self._page.show(pages=pages)
        conflict = facts["published_conflict"]
        doubt = f"; other dates found: {', '.join(conflict)}" if len(conflict) else ""
        opened = f"article {self._doc_id}, from {facts['source_file']}{doubt}"
        self.said.say(f"{self._counted}. Open: {opened}")

    def _raw(self, facts: dict[str, Any]) -> dict[str, Any]:
        page = {
            "title": "As received",
            "meta": facts["source_file"],
            "raw": True,
            "note": "",
            "segments": [],
        }
        try:
            raw = raw_of(self.corpus.run, facts)
            page["segments"] = segments(raw.text, raw.marks)
            page["note"] = raw.note
            if not raw.note:
                end = raw.offset + len(raw.text)
                page["meta"] += f", characters {raw.offset:,} to {end:,}"
        except InputError as error:
            page["note"] = str(error)
        return page

    def _beside(self, facts: Any, text: str) -> list[dict[str, Any]]:
        """The article and another of its group, the original first unless another is chosen."""
        members = self.corpus.copies(self._doc_id)
        others = members[members["doc_id"] != self._doc_id]
        if others.empty:
            alone = _page(facts, text, [])
            return [{**alone, "note": "No copy of this article was found in the corpus."}]
        self._offer(others)
        other = self.corpus.article(self._other.value)
        here, there = compare(text, other.text)
        return [_page(facts, text, here), _page(other.facts, other.text, there)]

    def _other_chosen(self) -> None:
        if not self._offering:
            self.attempt(self._read)

    def _offer(self, others: Any) -> None:
        """The other members of the group to choose from."""
        options = [
            (
                f"{row.outlet or 'unknown outlet'}, {str(row.published)[:10]}, {row.doc_id}",
                row.doc_id,
            )
            for row in others.itertuples()
        ]
        self._other.layout.display = ""
        if [doc_id for _, doc_id in options] != [doc_id for _, doc_id in self._other.options]:
            self._offering = True
            self._other.options = options
            self._other.value = options[0][1]
            self._offering = False

    def state(self) -> dict[str, Any]:
        if not self.open:
            return {}
        start, end = self._hit
        return {
            "doc_id": self._doc_id,
            "way": self._way.value if self._way.value != "clean" else "",
            "find": self._find.value,
            "sort": self._sort if self._sort != "date" else "",
            "hit": [start, end] if end > start else None,
        }

    def restore(
        self,
        doc_id: str = "",
        way: str = "clean",
        find: str = "",
        sort: str = "",
        hit: tuple[int, int] | None = None,
    ) -> None:
        """doc_id: the article to open; way: clean, raw or copies; find: what headlines hold;
        sort: date, outlet, words or copies; hit: a span to point at."""
        self.widget()
        self._hit = (int(hit[0]), int(hit[1])) if hit else (0, 0)
        if way not in WAYS:
            raise InputError(f"way = {way!r} is not known: there are {', '.join(WAYS)}")
        if sort and sort not in SORTS:
            raise InputError(f"sort = {sort!r} is not known: there are {', '.join(SORTS)}")
        if sort and sort != self._sort:
            self._sort = sort
            self.refresh()
        self._find.value = find
        self._doc_id = doc_id
        self._way.value = way
        if doc_id:
            self._read()

    def takes(self) -> dict[str, Take]:
        def table() -> pl.DataFrame:
            rows = self.corpus.rows(self.desk.selection(), copies=self._copies.value)
            return self.corpus.articles[rows]

        found = {"Articles: list": self.take("Articles", table=table)}
        if self._doc_id:
            article = self.corpus.article(self._doc_id)
            start, end = self._hit
            text = article.text[start:end] if end > start else article.text[:400]
            facts = article.facts
            quotation = quoted(
                text, facts["outlet"], facts["published"], facts["title"], self._doc_id
            )
            found["Articles: passage"] = self.take("Passage", quotation=lambda: quotation)
        return found


def _page(facts: Any, text: str, marks: list[Mark]) -> dict[str, Any]:
    # Isolated (U+2068 to U+2069): a right-to-left name does not turn the date round.
    about = [f"\u2068{facts['outlet']}\u2069" if facts["outlet"] else "unknown outlet"]
    about += [str(facts["published"] or "undated")]
    about += [f"by {facts['byline']}"] if facts["byline"] else []
    about += ["copy"] if facts["copy_of"] else []
    return {
        "title": facts["title"] or "(no headline)",
        "meta": ", ".join(about),
        "raw": False,
        "note": "",
        "segments": segments(text, marks),
    }
