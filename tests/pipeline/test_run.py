"""The wrapper around papermill: what a failing cell leaves and says."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from analysis.pipeline import build
from analysis.pipeline import run as runner
from analysis.pipeline.layout import Layout
from analysis.pipeline.notebook import execute
from analysis.pipeline.nursery import Nursery
from analysis.pipeline.show import failure_panel
from analysis.pipeline.stages import stage


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with contextlib.closing(Nursery(("ipykernel.kernelapp",))) as one:
        yield one


def notebook(path: Path, *cells: str) -> Path:
    made = nbformat.v4.new_notebook()
    made.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    made.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    made.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(made, path)
    return path


def test_parameters_reach_the_notebook(tmp_path: Path, nursery: Nursery) -> None:
    source = notebook(tmp_path / "a.ipynb", "corpus = ''", "print(corpus)")
    assert execute(source, tmp_path / "out.ipynb", {"corpus": "sample"}, nursery, {}) is None
    outputs = nbformat.read(tmp_path / "out.ipynb", 4).cells[-1].outputs
    assert outputs[0].text == "sample\n"


def test_a_failing_cell_is_shown_in_a_short_panel(
    tmp_path: Path, nursery: Nursery, capsys: pytest.CaptureFixture[str]
) -> None:
    long_cell = "\n".join(f"x{n} = {n}" for n in range(30)) + "\n1 / 0"
    source = notebook(tmp_path / "a.ipynb", "corpus = ''", long_cell)
    error = execute(source, tmp_path / "out.ipynb", {}, nursery, {})
    assert error is not None
    assert getattr(error, "ename", "") == "ZeroDivisionError", error
    failure_panel("terms", error, "kept.ipynb")
    said = capsys.readouterr().err
    assert "terms failed in cell" in said
    assert "ZeroDivisionError: division by zero" in said
    assert "kept.ipynb" in said
    assert len(said.splitlines()) < 14


def test_an_error_that_the_kernel_cannot_show_is_named_all_the_same(
    tmp_path: Path, nursery: Nursery
) -> None:
    cell = "get_ipython().showtraceback = lambda *given, **more: None\n1 / 0"
    source = notebook(tmp_path / "a.ipynb", "corpus = ''", cell)
    error = execute(source, tmp_path / "out.ipynb", {}, nursery, {})
    named = (getattr(error, "ename", ""), getattr(error, "evalue", ""))
    assert named == ("ZeroDivisionError", "division by zero")


def test_an_input_error_in_a_cell_is_said_without_code(
    tmp_path: Path, nursery: Nursery, capsys: pytest.CaptureFixture[str]
) -> None:
    cell = "from analysis.contract import InputError\nraise InputError('give it articles')"
    source = notebook(tmp_path / "a.ipynb", "corpus = ''", cell)
    error = execute(source, tmp_path / "o.ipynb", {}, nursery, {})
    assert error is not None
    assert getattr(error, "ename", "") == "InputError"
    failure_panel("corpus", error, "kept.ipynb")
    said = capsys.readouterr().err
    assert "give it articles" in said
    assert "raise" not in said


def test_exit_codes_are_distinct() -> None:
    assert len({0, runner.FAILED, runner.WRONG_INPUT, runner.PROBLEMS}) == 4


def test_stages_are_made_at_once_where_memory_allows(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_PROCESSES", "2")
    names = ("terms", "entities")
    assert not build.side_by_side(layout, names)
    documents = stage("corpus").output(layout) / "documents.parquet"
    documents.parent.mkdir(parents=True)
    documents.touch()
    assert build.side_by_side(layout, names)
    os.truncate(documents, build.SIDE_BY_SIDE_BYTES)
    assert not build.side_by_side(layout, names)
    for name in names:
        stage(name).manifest(layout).parent.mkdir(parents=True)
        stage(name).manifest(layout).touch()
    assert build.side_by_side(layout, names)
    os.truncate(documents, build.AGAIN_SIDE_BY_SIDE_BYTES)
    assert not build.side_by_side(layout, names)
    os.truncate(documents, 0)
    monkeypatch.setenv("DATELINE_PROCESSES", "1")
    assert not build.side_by_side(layout, names)
