"""What notebooks show holds no code, however hostile the text."""

from datetime import date

import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import html

from analysis.report.shown import Sentence, cell_text, listing

HOSTILE = '<script>alert("x")</script> $\\href{javascript:1}{x}$ [a](javascript:1) | cell'


def test_text_of_articles_is_text():
    shown = listing(pl.DataFrame({"text": [HOSTILE]}), {"text": "<b>Text</b>"})._repr_html_()
    root = html.fromstring(shown)
    assert not root.xpath("//script | //b | //a")
    assert root.xpath("string(//td)") == HOSTILE
    assert root.xpath("string(//th)") == "<b>Text</b>"
    assert "mathjax_ignore" in root.get("class")


def test_a_sentence_is_a_paragraph_of_text():
    root = html.fromstring(Sentence(HOSTILE)._repr_html_())
    assert root.tag == "p" and root.text_content() == HOSTILE and not root.xpath(".//script")


@settings(deadline=None)
@given(some.text())
def test_any_text_stays_one_cell(text):
    shown = listing(pl.DataFrame({"text": [text]}), {"text": "Text"})._repr_html_()
    assert len(html.fromstring(shown).xpath("//td")) == 1


def test_only_the_named_columns_in_their_order_and_few_rows():
    table = pl.DataFrame({"a": range(5), "b": list("vwxyz"), "c": [0.5] * 5})
    shown = listing(table, {"b": "Letter", "a": "Number"}, rows=2)
    assert shown.heads == ("Letter", "Number")
    assert shown.rows == (("v", 0), ("w", 1))
    assert "2 of 5 rows" in shown._repr_html_()


def test_pandas_and_polars_show_the_same():
    table = pl.DataFrame({"day": [date(2023, 10, 7), None], "n": [1, None], "names": [["a"], []]})
    heads = {"day": "Day", "n": "N", "names": "Names"}
    assert listing(table, heads)._repr_html_() == listing(table.to_pandas(), heads)._repr_html_()


def test_an_empty_table_says_so():
    assert "No rows." in listing(pd.DataFrame({"a": []}), {"a": "A"})._repr_html_()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, "–"),
        (float("nan"), "–"),
        (True, "yes"),
        (12345, "12,345"),
        (-3, "−3"),
        (0.12345, "0.12"),
        (0.00012, "0.0001"),
        (1234.5, "1,234"),
        (2.0, "2"),
        (date(2024, 1, 2), "2024-01-02"),
        (["a", "b"], "a, b"),
        (list("abcdefgh"), "a, b, c, d, e, f and 2 more"),
        ("two\nlines", "two lines"),
    ],
)
def test_cells(cell, text):
    assert cell_text(cell) == text
