"""An executed notebook loses what differs from run to run, and nothing else."""

import json
from pathlib import Path

from analysis.pipeline.canonical import canonical_notebook, write_canonical
from analysis.pipeline.layout import project_root


def executed(cell_id: str, seconds: str) -> dict[str, object]:
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python", "version": "3.11.7"},
            "papermill": {"duration": seconds, "output_path": "/somewhere/x.ipynb"},
        },
        "cells": [
            {
                "cell_type": "code",
                "id": cell_id,
                "metadata": {
                    "tags": ["parameters"],
                    "papermill": {"duration": seconds},
                    "execution": {"iopub.execute_input": seconds},
                },
                "execution_count": 1,
                "source": "1 + 1",
                "outputs": [
                    {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}},
                    {
                        "output_type": "stream",
                        "name": "stderr",
                        "text": f"lost after {seconds} s\n",
                    },
                ],
            }
        ],
    }


def test_two_runs_give_one_notebook() -> None:
    first, second = executed("f3a9", "1.2"), executed("77b1", "0.9")
    assert canonical_notebook(first) == canonical_notebook(second)


def test_source_tags_and_results_stay() -> None:
    (cell,) = canonical_notebook(executed("f3a9", "1.2"))["cells"]
    assert cell["source"] == "1 + 1"
    assert cell["metadata"] == {"tags": ["parameters"]}
    assert [output["output_type"] for output in cell["outputs"]] == ["execute_result"]


def test_paths_of_the_machine_are_gone(tmp_path: Path) -> None:
    notebook = executed("a", "1")
    notebook["cells"][0]["source"] = f"# {project_root()}/notebooks and {Path.home()}/x"  # type: ignore[index]
    (tmp_path / "in.ipynb").write_text(json.dumps(notebook))
    write_canonical(tmp_path / "in.ipynb", tmp_path / "out.ipynb")
    text = (tmp_path / "out.ipynb").read_text()
    assert str(project_root()) not in text
    assert "# ./notebooks and" in text


def test_what_was_logged_is_handed_back(tmp_path: Path) -> None:
    (tmp_path / "in.ipynb").write_text(json.dumps(executed("a", "1.2")))
    assert write_canonical(tmp_path / "in.ipynb", tmp_path / "out.ipynb") == "lost after 1.2 s\n"


def test_what_was_printed_in_bits_is_one_output() -> None:
    notebook = executed("a", "1")
    bits = [{"output_type": "stream", "name": "stdout", "text": text} for text in ("one ", "two")]
    notebook["cells"][0]["outputs"][1:1] = bits  # type: ignore[index]
    (cell,) = canonical_notebook(notebook)["cells"]
    assert [output.get("text") for output in cell["outputs"]] == [None, "one two"]
