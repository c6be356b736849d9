"""The stage notebooks run by hand on a finished corpus, with changed parameters.

Each is run cell by cell in this process; tests/browser runs one in JupyterLab itself.
"""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import nbformat
import pytest

from analysis.contract import InputError
from analysis.pipeline.layout import WORK, Layout, notebooks
from tests.pipeline.building import Built


@pytest.fixture(scope="module")
def finished(sample: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Layout]:
    """A copy of the sample's finished run, into which notebooks may write."""
    assert sample.code == 0, sample.said
    processed = tmp_path_factory.mktemp("by_hand")
    shutil.copytree(sample.run, processed / "sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_PROCESSED", str(processed))
        patch.delenv(WORK, raising=False)
        with matplotlib.rc_context({"backend": "agg"}):
            yield Layout("sample")


def _hashes(run: Path) -> dict[str, str]:
    """Everything that a run consists of; hidden folders hold caches and what is tried by hand."""
    return {
        str(path.relative_to(run)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(run.rglob("*"))
        if path.is_file() and not path.relative_to(run).parts[0].startswith(".")
    }


def _run_all(name: str, changes: dict[str, Any]) -> dict[str, Any]:
    """All code cells one after the other; the cell of parameters says something else."""
    book = nbformat.read(notebooks() / name, as_version=4)
    names: dict[str, Any] = {}
    for cell in book.cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, f"{name}:{cell.id}", "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names |= {"corpus": "sample", "changes": changes}
    return names


@pytest.mark.parametrize(
    ("name", "changes", "table"),
    [
        ("10_corpus.ipynb", {"copy_min_words": 200}, "documents"),
        ("30_entities.ipynb", {"min_pair": 3}, "cooccurrence"),
        ("40_timeline.ipynb", {"event_documents": 3}, "events"),
        ("50_report.ipynb", {"quote_characters": 100}, "evidence"),
    ],
)
def test_a_notebook_run_by_hand_leaves_the_finished_run_alone(
    name: str,
    changes: dict[str, Any],
    table: str,
    finished: Layout,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = _hashes(finished.run)
    run = _run_all(name, changes)["run"]
    assert _hashes(finished.run) == before
    assert run.folder == finished.scratch / name.removesuffix(".ipynb")
    tried = (run.folder / f"{table}.parquet").read_bytes()
    kept = (finished.run / run.stage.folder / f"{table}.parquet").read_bytes()
    assert tried != kept
    (key, value), *_ = changes.items()
    assert f"Tried: {key} = {value}. The finished run of 'sample' stays" in capsys.readouterr().out
    assert f"[parameters.{run.stage.name}]\n{key} = {value}" in run.how_to_keep()


def test_without_changes_it_says_how_to_make_some(
    finished: Layout, capsys: pytest.CaptureFixture[str]
) -> None:
    from analysis.pipeline.session import begin

    run = begin("timeline", "sample").compute()
    assert "in the first cell and run again" in capsys.readouterr().out
    assert run.how_to_keep() == "Nothing differs from the parameters that `make` uses."
    with pytest.raises(InputError, match="event_documents"):
        begin("timeline", "sample", {"event_document": 3})
