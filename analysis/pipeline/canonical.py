"""An executed notebook without what differs from run to run: times, random ids, paths."""

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
        outputs = (_output(output) for output in cell.get("outputs", []))
        clean["outputs"] = [output for output in outputs if output is not None]
    return clean


def _output(output: dict[str, Any]) -> dict[str, Any] | None:
    if output.get("output_type") == "stream" and output.get("name") == "stderr":
        return None if not "".join(output.get("text", "")).strip() else output
    return output


def write_canonical(source: Path, target: Path) -> None:
    """Read an executed notebook and write its canonical form."""
    notebook = canonical_notebook(json.loads(source.read_text("utf-8")))
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    text = text.replace(str(project_root()), ".").replace(str(Path.home()), "~")
    target.write_text(text, "utf-8")
