"""What is taken away: files with the query and the citation, safe for spreadsheets."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from analysis.contract import InputError
from analysis.explore import figures
from analysis.explore.take import Take, quoted

TABLE = pl.DataFrame(
    {
        "name": ["=1+1", "a | b", "-3", None],
        "value": [1.5, -2.0, 0.25, None],
        "all": [["x", "y"], [], [], []],
    }
)


def _take(**ways: object) -> Take:
    return Take("A view", "the cell", "Run abc: the cell", **ways)  # type: ignore[arg-type]


def test_a_table_as_csv_runs_no_formula_and_ends_with_its_citation() -> None:
    rows = list(csv.reader(io.StringIO(_take(table=lambda: TABLE).content("csv").decode())))
    assert rows[0] == ["name", "value", "all"]
    assert rows[1] == ["'=1+1", "1.5", "x; y"]
    assert rows[2][1] == "-2"
    assert [row[0] for row in rows[-2:]] == ["# A view", "# Run abc: the cell"]


def test_a_table_as_markdown_shows_signs_as_signs() -> None:
    text = _take(table=lambda: TABLE).content("md").decode()
    assert "| a \\| b | -2 |" in text
    assert text.rstrip().endswith("Run abc: the cell")


def test_a_quotation_names_outlet_day_headline_and_article() -> None:
    said = quoted("It  was\nso.", "X", "2024-01-01", "Head", "ff")
    assert said == "“It was so.” (X, 2024-01-01, “Head”; article ff)"
    assert quoted("So.", None, None, None, "ff") == "“So.” (unknown outlet, undated; article ff)"
    assert _take(quotation=lambda: said).content("txt").decode() == f"{said}\n\nRun abc: the cell\n"


def test_a_view_says_what_it_can_be_had_as(tmp_path: Path) -> None:
    take = _take(table=lambda: TABLE)
    assert take.kinds == ["csv", "md"]
    with pytest.raises(InputError, match="cannot be had as 'png': there are csv, md"):
        take.save(tmp_path / "x.png")
    assert take.save(tmp_path / "x.csv").read_bytes() == take.content("csv")


def test_a_figure_bears_its_title_and_citation() -> None:
    pytest.importorskip("vl_convert")
    frame = pl.DataFrame({"term": ["<b>"], "per_million": [2.0], "count": [1]})
    take = _take(figure=lambda: figures.frequencies(frame))
    svg = take.content("svg").decode()
    assert "A view" in svg and "Run abc: the cell" in svg and "<b>" not in svg
    assert take.content("png").startswith(b"\x89PNG")
