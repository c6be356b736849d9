"""manifest.json: what a stage was made from, with what, and what came out."""

import importlib.metadata
import json
import re
from pathlib import Path
from typing import Any

import polars as pl

from analysis.pipeline import digest
from analysis.pipeline.layout import Layout, project_root
from analysis.pipeline.parts import rows_of
from analysis.pipeline.stages import Stage


def packages() -> dict[str, str]:
    """Versions of the locked packages that are installed, by name."""
    lock = project_root() / "locks" / "pipeline.txt"
    names = (
        re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text("utf-8"), re.M) if lock.exists() else []
    )
    found = {}
    for name in sorted(set(names)):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def run_id(inputs: Any, parameters: Any, state: Any) -> str:
    """Short name of a run: a hash of inputs, parameters, code and locked versions."""
    return digest.of_value([inputs, parameters, state])[:12]


def _outputs(folder: Path) -> dict[str, Any]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            facts: dict[str, Any] = {"sha256": digest.of_file(path), "bytes": path.stat().st_size}
            if path.suffix == ".parquet":
                facts["rows"] = rows_of(path)
            found[path.relative_to(folder).as_posix()] = facts
    return found


def write_manifest(
    layout: Layout,
    stage: Stage,
    folder: Path,
    *,
    inputs: dict[str, Any],
    parameters: dict[str, Any],
    state: dict[str, Any],
) -> dict[str, Any]:
    """Write the manifest of a finished stage into its folder, last of all files."""
    filters = folder / "filters.parquet"
    manifest = {
        "run_id": run_id(inputs, parameters, {k: v for k, v in state.items() if k != "parameters"}),
        "stage": stage.name,
        "corpus": layout.corpus,
        "inputs": inputs,
        "parameters": parameters,
        "code": {"package": state["code"], "notebook": state["notebook"]},
        "environment": state["environment"],
        "packages": packages(),
        "outputs": _outputs(folder),
        "counts": pl.read_parquet(filters).to_dicts() if filters.exists() else [],
        "state": digest.of_value(state),
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")
    return manifest
