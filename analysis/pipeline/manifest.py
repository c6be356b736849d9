"""manifest.json: what a stage was made from, with what, and what came out."""

import importlib.metadata
import json
import re
from collections.abc import Mapping
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


def run_id(inputs: Any, parameters: Any, state: Mapping[str, Any]) -> str:
    """Short name of a run: a hash of inputs, parameters, code and locked versions."""
    others = {key: value for key, value in state.items() if key != "parameters"}
    return digest.of_value([inputs, parameters, others])[:12]


def facts_of(path: Path) -> dict[str, Any]:
    """What a manifest says of a file."""
    facts: dict[str, Any] = {"sha256": digest.of_file(path), "bytes": path.stat().st_size}
    if path.suffix == ".parquet":
        facts["rows"] = rows_of(path)
    return facts


def told(path: Path) -> dict[str, Any]:
    """The same, with the time at which the file was written."""
    return {**facts_of(path), "written": path.stat().st_mtime_ns}


def _outputs(folder: Path, known: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "manifest.json":
            name = path.relative_to(folder).as_posix()
            facts = {**known.get(name, {})}
            # A table that was written again since is looked at again.
            if facts.pop("written", None) != path.stat().st_mtime_ns:
                facts = facts_of(path)
            found[name] = facts
    return found


def described(
    *,
    inputs: Mapping[str, Any],
    parameters: Mapping[str, Any],
    state: Mapping[str, Any],
    outputs: Mapping[str, Any],
) -> dict[str, Any]:
    """What is said of a run as soon as its tables are made; outputs: as far as they are."""
    return {
        "run_id": run_id(inputs, parameters, state),
        "parameters": parameters,
        "code": {"package": state["code"], "notebook": state["notebook"]},
        "outputs": outputs,
    }


def write_manifest(
    layout: Layout,
    stage: Stage,
    folder: Path,
    *,
    inputs: dict[str, Any],
    parameters: dict[str, Any],
    state: dict[str, Any],
    known: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Write the manifest of a finished stage into its folder, last of all files.

    known: what `told` said of files by their names, so that they need not be read again.
    """
    filters = folder / "filters.parquet"
    outputs = _outputs(folder, known or {})
    manifest = {
        **described(inputs=inputs, parameters=parameters, state=state, outputs=outputs),
        "stage": stage.name,
        "corpus": layout.corpus,
        "inputs": inputs,
        "environment": state["environment"],
        "packages": packages(),
        "counts": pl.read_parquet(filters).to_dicts() if filters.exists() else [],
        "state": digest.of_value(state),
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")
    return manifest
