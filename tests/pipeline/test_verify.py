"""The comparison of two runs names the first difference with its column."""

import json
import os
import subprocess
from pathlib import Path

import polars as pl
import pytest

from analysis.errors import InputError
from analysis.pipeline.layout import project_root
from analysis.pipeline.verify import compare, first_difference, verify
from tests.pipeline.building import Built, command


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


def test_the_cause_is_told_before_what_follows_from_it(tmp_path: Path) -> None:
    names = [
        "datapackage.json", "10_corpus/manifest.json", "40_timeline/notebook.ipynb",
        "40_timeline/dates.parquet", "50_report/report.html", "50_report/evidence.parquet",
    ]  # fmt: skip
    for run in ("a", "b"):
        for name in names:
            (tmp_path / run / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / run / name).write_text(run if not name.endswith((".ipynb", "t")) else "{}")
        pl.DataFrame({"x": [run]}).write_parquet(tmp_path / run / "40_timeline/dates.parquet")
        pl.DataFrame({"x": [run]}).write_parquet(tmp_path / run / "50_report/evidence.parquet")
        cell = {"source": ["say(events)"], "outputs": [run]}
        notebook = {"cells": [{"source": ["# Head"], "outputs": []}, cell]}
        (tmp_path / run / "40_timeline/notebook.ipynb").write_text(json.dumps(notebook))
    told = [line.split(": ", 1) for line in compare(tmp_path / "a", tmp_path / "b")]
    assert [name for name, _ in told] == [
        "40_timeline/dates.parquet", "40_timeline/notebook.ipynb", "50_report/evidence.parquet",
        "50_report/report.html", "datapackage.json", "10_corpus/manifest.json",
    ]  # fmt: skip
    assert told[0][1] == "column x, row 0: 'a' and 'b'"
    assert told[1][1] == "output of cell 2 (say(events))"


def test_a_run_that_is_out_of_date_is_not_verified(
    sample: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATELINE_PROCESSED", str(sample.run.parent))
    monkeypatch.delenv("DATELINE_RAW", raising=False)
    monkeypatch.setattr(
        "analysis.pipeline.verify.reasons",
        lambda layout, one, files: ["parameter x"] * (one.name == "terms"),
    )
    with pytest.raises(InputError, match=r"out of date \(terms\).*make why CORPUS=sample"):
        verify("sample")


def test_a_reader_that_leaves_early_is_no_error(sample: Built) -> None:
    """`make diff … | head -1`."""
    environment = {**os.environ, "DATELINE_PROCESSED": str(sample.run.parent)}
    environment.pop("DATELINE_RAW", None)
    running = subprocess.Popen(
        command("diff", "sample", "sample"),
        env=environment,
        cwd=project_root(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None and running.stderr is not None
    running.stdout.close()
    said = running.stderr.read().decode()
    assert running.wait(120) == 0
    assert said == ""
