"""Each panel of the explorer used as a person would, in JupyterLab, in Chromium."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.browser.conftest import Explorer

pytestmark = pytest.mark.browser


def _word(explorer: Explorer) -> str:
    """A word that stands in several articles."""
    table = explorer.corpus.counts.frequencies(explorer.corpus.mask())
    return str(table.filter(~pl.col("stop_word") & (pl.col("documents") > 1))["term"][0])


def _picture(explorer: Explorer, pictures: Path | None, name: str) -> None:
    if pictures:
        explorer.page.wait_for_timeout(800)
        explorer.box.screenshot(path=str(pictures / f"{name}.png"))


def test_every_cell_runs_without_an_error(explorer: Explorer) -> None:
    errors = explorer.page.locator('.jp-OutputArea-output[data-mime-type$="error"]')
    assert errors.all_inner_texts() == []
    assert explorer.page.locator(".jp-CodeCell").count() == _code_cells()


def _code_cells() -> int:
    notebook = Path(__file__).resolve().parents[2] / "notebooks" / "explore.ipynb"
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return sum(cell["cell_type"] == "code" for cell in cells)


def test_articles_are_listed_read_and_compared_with_the_raw_text(
    explorer: Explorer, pictures: Path | None
) -> None:
    panel = explorer.open("Articles")
    documents = explorer.corpus.documents()
    first = documents.iloc[0]
    explorer.says(f"{len(documents):,} articles")
    explorer.row("articles").click()
    panel.locator(".dl-pages article .dl-meta", has_text=str(first["published"])[:10]).wait_for()
    shown = panel.locator(".dl-pages .dl-text").first.inner_text()
    text = explorer.corpus.article(first["doc_id"]).text
    assert shown.split() == text.split()
    assert panel.locator(".dl-pages mark.k-LOC, .dl-pages mark.k-PER").count() > 0
    _picture(explorer, pictures, "explore-articles")
    panel.get_by_role("button", name="Raw text beside").click()
    panel.locator(".dl-pages article").nth(1).wait_for()
    assert panel.locator(".dl-pages article").first.get_by_text("As received").count() == 1
    panel.get_by_role("button", name="Clean text").click()


def test_copies_stand_side_by_side_with_their_differences_marked(explorer: Explorer) -> None:
    panel = explorer.open("Articles")
    listed = explorer.corpus.articles
    original = listed.filter(pl.col("copy_of").is_not_null())["copy_of"][0]
    panel.get_by_label("Find", exact=True).fill(original)
    explorer.says("1 articles")
    explorer.row("articles").click()
    panel.get_by_role("button", name="Copies side by side").click()
    panel.locator(".dl-pages article").nth(1).wait_for()
    group = explorer.corpus.copies(original)
    texts = [explorer.corpus.article(doc_id).text for doc_id in group["doc_id"].head(2)]
    differ = texts[0].split() != texts[1].split()
    assert (panel.locator("mark.k-only").count() > 0) == differ
    panel.get_by_role("button", name="Clean text").click()
    panel.get_by_label("Find", exact=True).fill("")


def test_rows_are_reached_and_opened_by_keyboard(explorer: Explorer) -> None:
    panel = explorer.open("Articles")
    documents = explorer.corpus.documents()
    explorer.says(f"{len(documents):,} articles")
    explorer.row("articles").focus()
    explorer.page.keyboard.press("ArrowDown")
    explorer.page.keyboard.press("Enter")
    explorer.says(str(documents["doc_id"][1]))
    assert panel.locator("tr[aria-selected=true]").count() == 1


def test_terms_are_counted_drawn_over_time_and_compared(explorer: Explorer) -> None:
    panel = explorer.open("Terms")
    word = _word(explorer)
    panel.get_by_role("button", name="Most frequent").click()
    frequent = explorer.corpus.counts.frequencies(explorer.corpus.mask())
    top = frequent.filter(~pl.col("stop_word")).row(0, named=True)
    explorer.row("words").get_by_text(top["term"], exact=True).wait_for()
    assert explorer.row("words").locator("td").nth(1).inner_text() == f"{top['count']:,}"
    panel.locator(".vega-embed svg").first.wait_for()
    panel.get_by_role("button", name="Over time").click()
    panel.get_by_label("Words", exact=True).fill(word)
    explorer.row("words").get_by_text(word, exact=True).wait_for()
    panel.locator(".vega-embed svg [aria-roledescription=point]").first.wait_for()
    panel.get_by_role("button", name="Compare two selections").click()
    explorer.box.get_by_label("Outlet", exact=True).select_option(explorer.corpus.outlets[0])
    explorer.says("words compared")
    expected = explorer.corpus.compared({"outlet": explorer.corpus.outlets[0]})
    expected = expected.filter(~pl.col("stop_word"))
    assert explorer.rows("words").count() == min(200, expected.height)
    if expected.height:
        explorer.row("words").get_by_text(str(expected["term"][0]), exact=True).wait_for()


def test_the_concordance_follows_the_typing_and_leads_to_the_article(explorer: Explorer) -> None:
    panel = explorer.open("Concordance")
    word = _word(explorer)
    box = panel.get_by_label("Search", exact=True)
    box.fill("")
    box.press_sequentially(word, delay=20)
    found = explorer.corpus.places(word)
    explorer.says(f"{found.total:,} places in {found.articles:,} articles")
    assert explorer.rows("concordance").count() == min(200, found.total)
    panel.get_by_role("button", name="before").click()
    left = explorer.corpus.places(word, sort="left").lines
    explorer.row("concordance").locator(f"td.c-hit >> text={left['match'][0]}").wait_for()
    explorer.row("concordance").click()
    explorer.panel.locator(".dl-text mark.k-hit").first.wait_for()
    hit = explorer.panel.locator(".dl-text mark.k-hit").all_inner_texts()
    assert "".join(hit) == explorer.corpus.places(word, sort="left").lines["match"][0]


def test_a_broken_pattern_and_an_empty_result_get_a_sentence(explorer: Explorer) -> None:
    panel = explorer.open("Concordance")
    panel.get_by_label("Search", exact=True).fill("qqqxyz")
    panel.get_by_text("stands nowhere").wait_for()
    panel.get_by_label("regular expression").check()
    panel.get_by_label("Search", exact=True).fill("(aid")
    explorer.says("a bracket ( is not closed")
    panel.get_by_label("regular expression").uncheck()
    panel.get_by_label("Search", exact=True).fill("")


def test_the_network_shows_edges_months_and_sentences(
    explorer: Explorer, pictures: Path | None
) -> None:
    panel = explorer.open("Network")
    best = explorer.corpus.network.entities.row(0, named=True)
    panel.get_by_label("Find", exact=True).fill(best["name"])
    explorer.row("names").click()
    explorer.says(f"{best['name']} is named with")
    near = explorer.corpus.network.neighbours(best["entity_id"], limit=24)
    assert panel.locator(".dl-node").count() == near.height + 1
    edge = panel.locator(".dl-edge").first
    edge.focus()
    explorer.page.keyboard.press("Enter")
    explorer.row("sentences").wait_for()
    assert explorer.row("sentences").locator("mark").count() >= 2
    _picture(explorer, pictures, "explore-network")
    slider = panel.get_by_role("slider")
    slider.focus()
    explorer.page.keyboard.press("ArrowRight")
    explorer.says("named in")
    explorer.page.keyboard.press("Home")


def test_an_alias_is_looked_at_written_and_taken_back(explorer: Explorer) -> None:
    panel = explorer.open("Network")
    if not panel.get_by_role("button", name="Show what changes").is_visible():
        panel.get_by_text("Correct the names").click()
    two = explorer.corpus.network.entities.filter(pl.col("type") == "PER").head(2)
    keep, other = two["name"]
    for label, name in (("Entity", keep), ("Other", other)):
        panel.get_by_label(label, exact=True).fill(name)
        panel.get_by_label(label, exact=True).press("Enter")
    panel.get_by_role("button", name="Show what changes").click()
    explorer.says("will count as")
    write = panel.get_by_role("button", name="Write it down")
    if panel.get_by_label("I have read the sentences").is_visible():
        assert write.is_disabled()
        panel.get_by_label("I have read the sentences").check()
    path = explorer.corpus.run.layout.hand / "aliases.tsv"
    before = path.read_bytes() if path.exists() else b""
    write.click()
    explorer.says("added to hand/aliases.tsv")
    after = path.read_bytes()
    assert after.startswith(before) and keep in after.decode() and len(after) > len(before)
    panel.get_by_role("button", name="Take back the last").first.click()
    explorer.says("taken back")
    assert path.read_bytes().startswith(before) and other not in path.read_text("utf-8")


def test_a_brushed_period_holds_for_everything(explorer: Explorer) -> None:
    panel = explorer.open("Timeline")
    bars = panel.locator(".vega-embed svg").first
    bars.wait_for()
    area = bars.bounding_box()
    left, middle = area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.4
    explorer.page.mouse.move(left, middle)
    explorer.page.mouse.down()
    explorer.page.mouse.move(left + area["width"] * 0.3, middle, steps=8)
    explorer.page.mouse.up()
    first = explorer.box.get_by_label("From", exact=True).first
    explorer.page.wait_for_function("one => one.value !== ''", arg=first.element_handle())
    last = explorer.box.get_by_label("To", exact=True).first
    where: dict[str, str] = {}
    # The selection follows while the brush is drawn: what it settles on counts.
    while where != (where := {"from": first.input_value(), "to": last.input_value()}):
        explorer.page.wait_for_timeout(1000)
    expected = len(explorer.corpus.rows(where))
    explorer.box.get_by_role("status").filter(has_text=f"{expected:,} of").first.wait_for()
    explorer.open("Articles")
    explorer.says(f"{expected:,} articles")
    explorer.open("Timeline")
    panel.get_by_role("button", name="Whole time").click()
    explorer.box.get_by_role("status").filter(has_text="all articles").first.wait_for()


def test_events_and_figures_lead_to_sentences_and_an_event_is_added(explorer: Explorer) -> None:
    panel = explorer.open("Timeline")
    panel.get_by_role("button", name="Events").click()
    explorer.row("events").click()
    explorer.row("sentences").wait_for()
    panel.get_by_role("button", name="Reported figures").click()
    explorer.says("reported figures")
    figures = explorer.corpus.figures()
    assert explorer.rows("figures").count() == min(200, figures.height)
    if not panel.get_by_role("button", name="Add event").is_visible():
        panel.get_by_text("Add a known event").click()
    panel.get_by_label("Day", exact=True).fill("2023-13-41")
    panel.get_by_label("Event", exact=True).fill("Talks in <b>Doha</b>")
    panel.get_by_role("button", name="Add event").click()
    explorer.says("is no day")
    panel.get_by_label("Day", exact=True).fill("2024-01-15")
    panel.get_by_role("button", name="Add event").click()
    explorer.says("added to hand/events.tsv")
    path = explorer.corpus.run.layout.hand / "events.tsv"
    assert "2024-01-15\tTalks in <b>Doha</b>" in path.read_text("utf-8")
    panel.get_by_text("Talks in <b>Doha</b>").wait_for()
    panel.get_by_role("button", name="Events").click()


def test_a_view_is_taken_away_as_table_figure_and_quotation(explorer: Explorer) -> None:
    word = _word(explorer)
    explorer.open("Concordance").get_by_label("Search", exact=True).fill(word)
    explorer.says("places in")
    explorer.open("Terms").get_by_role("button", name="Most frequent").click()
    panel = explorer.open("Take away")
    panel.get_by_label("View", exact=True).select_option("Concordance")
    panel.get_by_label("As", exact=True).select_option("table, csv")
    explorer.says("Dateline run")
    content = _downloaded(explorer, panel, ".csv").decode()
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[0][:3] == ["published", "outlet", "left"]
    assert len(rows) == explorer.corpus.places(word).total + 3
    assert explorer.corpus.run_id in rows[-1][0]
    panel.get_by_label("As", exact=True).select_option("quotation, text")
    explorer.page.wait_for_function(
        "box => box.value.startsWith('“')", arg=panel.locator("textarea").element_handle()
    )
    panel.locator(".dl-take button", has_text="Copy").first.click()
    panel.get_by_text("copied").wait_for()
    pasted = explorer.page.evaluate("navigator.clipboard.readText()")
    assert explorer.corpus.run_id in pasted and word in pasted.lower()
    panel.get_by_label("View", exact=True).select_option("Terms: frequencies")
    for label, start in (("figure, svg", b"<svg"), ("figure, png", b"\x89PNG")):
        panel.get_by_label("As", exact=True).select_option(label)
        panel.locator("img:visible").wait_for()
        assert _downloaded(explorer, panel, label[-4:].replace(" ", ".")).startswith(start)


def _downloaded(explorer: Explorer, panel: Any, ending: str) -> bytes:
    explorer.page.wait_for_timeout(300)
    with explorer.page.expect_download() as waiting:
        panel.get_by_role("button", name="Download").click()
    assert waiting.value.suggested_filename.endswith(ending)
    return Path(waiting.value.path()).read_bytes()
