"""Two runs compared: parameters, raw files, rows, and which findings moved."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from analysis.errors import InputError
from analysis.pipeline import digest
from analysis.pipeline.diff import diff
from tests.pipeline.building import Built


@pytest.fixture
def runs(sample: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's run twice, as `one` and `other`."""
    for name in ("one", "other"):
        shutil.copytree(sample.run, tmp_path / name, ignore=shutil.ignore_patterns(".*"))
    monkeypatch.setenv("DATELINE_PROCESSED", str(tmp_path))
    return tmp_path


def rewrite(run: Path, stage: str, stem: str, frame: pl.DataFrame) -> None:
    """A table of the run with other rows, and its manifest with it."""
    path = run / stage / f"{stem}.parquet"
    frame.write_parquet(path)
    manifest = json.loads((run / stage / "manifest.json").read_text("utf-8"))
    manifest["outputs"][path.name] = {
        "bytes": path.stat().st_size, "sha256": digest.of_file(path), "rows": frame.height,
    }  # fmt: skip
    (run / stage / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_equal_runs_differ_in_nothing(runs: Path) -> None:
    assert list(diff("one", "other")) == ["raw files: 0 differ"]


def test_what_moved_is_named_with_its_numbers(runs: Path) -> None:
    path = runs / "other" / "20_terms" / "frequencies.parquet"
    words = pl.read_parquet(path)
    was = words.filter((pl.col("term") == "gaza") & (pl.col("n") == 1))["per_million"][0]
    moved = pl.when(pl.col("term") == "gaza").then(pl.col("per_million") + 1000.0)
    rewrite(
        runs / "other", "20_terms", "frequencies",
        words.with_columns(moved.otherwise("per_million").alias("per_million")),
    )  # fmt: skip
    findings = pl.read_parquet(runs / "other" / "50_report" / "findings.parquet")
    said = pl.when(pl.col("topic") == "terms").then(pl.lit("Other words.")).otherwise("sentence")
    rewrite(runs / "other", "50_report", "findings", findings.with_columns(said.alias("sentence")))
    lines = list(diff("one", "other"))
    at = lines.index("finding on terms:")
    assert lines[at + 1].strip() == findings.filter(topic="terms")["sentence"][0]
    assert lines[at + 2].strip() == "Other words."
    assert f"  gaza / 1: {was} and {was + 1000.0}" in lines


def test_parameters_code_and_raw_files_are_named(runs: Path) -> None:
    at = runs / "other" / "10_corpus" / "manifest.json"
    manifest = json.loads(at.read_text("utf-8"))
    manifest["parameters"]["copy_window_days"] = 99
    manifest["code"]["package"] = "0" * 64
    name = min(manifest["inputs"])
    del manifest["inputs"][name]
    at.write_text(json.dumps(manifest), "utf-8")
    lines = list(diff("one", "other"))
    assert any(line.startswith("corpus: parameter copy_window_days: ") for line in lines)
    assert "corpus: made by different code" in lines
    assert f"raw files: 1 differ ({name})" in lines


def test_a_run_that_is_not_there(runs: Path) -> None:
    with pytest.raises(InputError, match="'none' has no finished corpus"):
        list(diff("one", "none"))
