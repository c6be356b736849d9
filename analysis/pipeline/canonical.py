"""An executed notebook without what differs from run to run: times, random ids, paths, logs."""

import json
from pathlib import Path
from typing import Any

from analysis.pipeline.layout import project_root

#: Cell metadata that says something about the cell and not about the run.
KEPT_METADATA = ("tags",)


def canonical_notebook(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with stable ids, no times and no machine's paths."""
    cells = [_cell(cell, number) for number, cell in enumerate(notebook["cells"])]
    metadata = {
        key: value for key, value in notebook.get("metadata", {}).items() if key == "kernelspec"
    }
    metadata["language_info"] = {"name": "python"}
    return {
        "cells": cells,
        "metadata": metadata,
        "nbformat": notebook["nbformat"],
        "nbformat_minor": notebook["nbformat_minor"],
    }


def _cell(cell: dict[str, Any], number: int) -> dict[str, Any]:
    metadata = cell.get("metadata", {})
    clean = {
        **cell,
        "id": f"cell-{number:02d}",
        "metadata": {key: metadata[key] for key in KEPT_METADATA if key in metadata},
    }
    if cell["cell_type"] == "code":
        clean["outputs"] = _joined(cell.get("outputs", []))
    return clean


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outputs without logs; what was printed in a row is one, in however many bits it came."""
    kept: list[dict[str, Any]] = []
    for output in outputs:
        if _logged(output):
            continue
        stream = output.get("name") if output["output_type"] == "stream" else None
        if stream and kept and kept[-1].get("name") == stream:
            kept[-1] = {**output, "text": "".join((*kept[-1]["text"], *output["text"]))}
        else:
            kept.append(output)
    return kept


def _logged(output: dict[str, Any]) -> bool:
    """Whether the output was written to the error stream.

    That is a log of what befell this run (a worker of the cluster was lost, a library warns), not
    a result.
    """
    return output.get("output_type") == "stream" and output.get("name") == "stderr"


def log(notebook: dict[str, Any]) -> str:
    """All that the notebook's cells wrote to the error stream, in order."""
    return "".join(
        "".join(output.get("text", ""))
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if _logged(output)
    )


def write_canonical(source: Path, target: Path) -> str:
    """Read an executed notebook, write its canonical form, and return what was logged."""
    executed = json.loads(source.read_text("utf-8"))
    notebook = canonical_notebook(executed)
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    text = text.replace(str(project_root()), ".").replace(str(Path.home()), "~")
    target.write_text(text, "utf-8")
    return log(executed)
