"""The comparison of two runs names the first difference with its column."""

from pathlib import Path

import polars as pl

from analysis.pipeline.verify import compare, first_difference


def test_equal_runs_have_no_difference(tmp_path: Path) -> None:
    for run in ("a", "b"):
        (tmp_path / run / "10_corpus").mkdir(parents=True)
        (tmp_path / run / "10_corpus" / "x.parquet").write_bytes(b"same")
        (tmp_path / run / ".cache").mkdir()
        (tmp_path / run / ".cache" / run).write_text(run)
    assert list(compare(tmp_path / "a", tmp_path / "b")) == []


def test_column_and_row_are_named(tmp_path: Path) -> None:
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    pl.DataFrame({"a": [1, 2], "b": ["x", None]}).write_parquet(one)
    pl.DataFrame({"a": [1, 2], "b": ["x", "y"]}).write_parquet(other)
    assert first_difference(one, other) == "column b, row 1: None and 'y'"
    pl.DataFrame({"a": [1]}).write_parquet(other)
    assert first_difference(one, other) == "the columns differ"


def test_a_file_on_one_side_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "x.csv").write_text("1")
    (tmp_path / "b" / "y.csv").write_text("1")
    assert list(compare(tmp_path / "a", tmp_path / "b")) == [
        "x.csv: only in the first run",
        "y.csv: only in the rebuilt run",
    ]


def test_other_files_are_compared_by_byte(tmp_path: Path) -> None:
    one, other = tmp_path / "one.svg", tmp_path / "other.svg"
    one.write_text("abcdef")
    other.write_text("abcxef")
    assert (first_difference(one, other) or "").startswith("byte 3:")
