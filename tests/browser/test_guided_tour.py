"""The guided tour of explore.ipynb: each of its ten questions is answered in two clicks."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.browser.conftest import Explorer

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "explore.ipynb"


class Clicks:
    """What a person does: every click, choice, line of typing and brush counts."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer, self.count = explorer, 0

    @property
    def panel(self) -> Any:
        return self.explorer.panel

    def click(self, what: Any) -> None:
        self.count += 1
        what.click()

    def button(self, name: str) -> None:
        self.click(self.panel.get_by_role("button", name=name))

    def row(self, sheet: str, number: int = 0) -> None:
        self.click(self.explorer.row(sheet, number))

    def type(self, label: str, text: str) -> None:
        self.count += 1
        box = self.panel.get_by_label(label, exact=True)
        box.fill(text)
        box.press("Enter")

    def choose_outlet(self) -> str:
        self.count += 1
        outlet = self.explorer.corpus.outlets[0]
        self.explorer.box.get_by_label("Outlet", exact=True).first.select_option(outlet)
        return outlet

    def see(self, text: str | re.Pattern[str], within: str = "*") -> None:
        self.panel.locator(within).filter(has_text=text).first.wait_for()


def _what_is_in_here(me: Clicks) -> None:
    outlet = me.choose_outlet()
    me.explorer.says(f"{len(me.explorer.corpus.documents({'outlet': outlet}))} articles")
    me.row("articles")
    me.see(outlet, ".dl-pages .dl-meta")


def _what_was_taken_away(me: Clicks) -> None:
    me.row("articles")
    me.button("Raw text beside")
    me.see("As received", ".dl-pages h4")
    rule = me.panel.locator(".dl-text mark.k-removed").first.get_attribute("title")
    assert rule.startswith("removed: ")


def _who_copied(me: Clicks) -> None:
    counts = me.explorer.corpus.copy_counts[me.explorer.corpus.rows()]
    me.row("articles", next(at for at, held in enumerate(counts) if held))
    me.button("Copies side by side")
    me.panel.locator(".dl-pages article").nth(1).wait_for()


def _who_says_it(me: Clicks) -> None:
    me.type("Search", "hospital*")
    me.explorer.says("places in")
    me.row("concordance")
    me.explorer.panel.locator(".dl-text mark.k-hit").first.wait_for()


def _when_did_it_come_up(me: Clicks) -> None:
    me.button("Over time")
    me.type("Words", "ceasefire, health ministry")
    me.explorer.row("words").get_by_text("ceasefire").wait_for()
    me.panel.locator(".dl-chart svg path[aria-roledescription='line mark']").nth(1).wait_for()


def _what_sets_it_apart(me: Clicks) -> None:
    me.button("Compare two selections")
    outlet = me.choose_outlet()
    me.explorer.says(f"{outlet} against all other articles")
    me.see(f"more in: {outlet}", ".dl-chart svg text")


def _who_with_whom(me: Clicks) -> None:
    me.panel.get_by_label("Find", exact=True).fill("")
    me.row("names", 2)
    me.explorer.says("is named with")
    me.count += 1
    me.panel.locator(".dl-edge").first.press("Enter")
    me.explorer.row("sentences").locator("mark").first.wait_for()
    assert me.explorer.row("sentences").locator("mark").count() >= 2


def _how_it_changed(me: Clicks) -> None:
    me.panel.get_by_label("Find", exact=True).fill("")
    me.row("names", 1)
    me.count += 1
    me.panel.get_by_role("slider").press("ArrowRight")
    me.explorer.says("named in ")
    me.panel.get_by_role("slider").press("Home")


def _what_happened(me: Clicks) -> None:
    chart = me.panel.locator(".dl-chart svg").first
    chart.wait_for()
    area = chart.bounding_box()
    mouse, x, y = me.explorer.page.mouse, area["x"] + area["width"] / 10, area["y"] + 60
    me.count += 1
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + area["width"] / 8, y, steps=4)
    mouse.up()
    me.explorer.box.get_by_role("status").filter(
        has_text=re.compile("2023-.. to|2023-")
    ).first.wait_for()
    me.row("events")
    me.explorer.says("sentences name this day")
    assert me.explorer.row("sentences").locator("mark.k-date").count() > 0


def _who_contradicts(me: Clicks) -> None:
    first = me.explorer.corpus.differing().row(0, named=True)
    me.button("Where figures differ")
    me.row("differing figures")
    me.explorer.says(f"{len(first['rows'])} reports")
    low = me.explorer.rows("sentences").first.locator("mark.k-toll").all_inner_texts()
    assert any(one.replace(",", "") == str(first["low"]) for one in low)


TOUR: dict[int, tuple[str, Callable[[Clicks], None]]] = {
    1: ("Articles", _what_is_in_here),
    2: ("Articles", _what_was_taken_away),
    3: ("Articles", _who_copied),
    4: ("Concordance", _who_says_it),
    5: ("Terms", _when_did_it_come_up),
    6: ("Terms", _what_sets_it_apart),
    7: ("Network", _who_with_whom),
    8: ("Network", _how_it_changed),
    9: ("Timeline", _what_happened),
    10: ("Timeline", _who_contradicts),
}


@pytest.mark.parametrize("number", sorted(TOUR))
def test_a_question_is_answered_in_two_clicks(number: int, explorer: Explorer) -> None:
    title, answer = TOUR[number]
    explorer.open(title)
    me = Clicks(explorer)
    answer(me)
    assert me.count <= 2


def test_the_tour_is_the_notebook_s() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells)
    asked = re.findall(r"^(\d+)\. \*\*.+?\*\* \*(.+?)\*:", prose, re.MULTILINE)
    assert [(int(number), panel) for number, panel in asked] == [
        (number, title) for number, (title, _) in TOUR.items()
    ]


def test_the_panels_are_reached_by_keyboard(explorer: Explorer) -> None:
    explorer.open("Articles")
    explorer.box.locator(".lm-TabBar-tab", has_text="Articles").focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.page.keyboard.press("Enter")
    explorer.panel.get_by_role("button", name="Most frequent").wait_for()


def test_the_tour_was_taken_on_a_corpus_with_all_that_it_asks_for(explorer: Explorer) -> None:
    corpus = explorer.corpus
    assert corpus.articles["copy_of"].count() and corpus.differing().height
    assert corpus.figures().filter(pl.col("attributed_to").is_not_null()).height
