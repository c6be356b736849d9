"""A stage notebook in JupyterLab: a parameter changed in its first cell, all cells run."""

import re

import polars as pl
import pytest

from tests.browser.conftest import Explorer, run_all

pytestmark = pytest.mark.browser


def test_a_changed_parameter_is_tried_and_the_finished_run_stays(explorer: Explorer) -> None:
    layout = explorer.corpus.run.layout
    finished = layout.run / "20_terms" / "collocations.parquet"
    before = finished.read_bytes()
    page = explorer.page.context.new_page()
    page.set_default_timeout(60_000)
    page.goto(re.sub(r"explore\.ipynb", "20_terms.ipynb", explorer.page.url))
    page.get_by_text("Python 3 (ipykernel) | Idle").first.wait_for()
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type('corpus = "sample"\nchanges = {"min_count": 9}')
    run_all(page)
    assert page.locator('.jp-OutputArea-output[data-mime-type$="error"]').count() == 0
    page.get_by_text("Tried: min_count = 9. The finished run of 'sample' stays").wait_for()
    page.get_by_text("seen fewer than 9 times (min_count)").first.wait_for()
    # The last cell is prose: below it, the person asks how to keep what was tried.
    page.locator(".jp-Cell").last.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.type("print(run.how_to_keep())")
    page.keyboard.press("Control+Enter")
    page.get_by_text("[parameters.terms]").last.wait_for()
    assert finished.read_bytes() == before
    tried = pl.read_parquet(layout.scratch / "20_terms" / "collocations.parquet")
    assert tried["count"].min() == 9 > pl.read_parquet(finished)["count"].min()
    page.close()
