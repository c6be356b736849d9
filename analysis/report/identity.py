"""The run id on the cover: a hash of everything that decides what the report says."""

import hashlib
import json
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import polars as pl

from analysis.contract import Description
from analysis.report.parameters import Parameters

DIGITS = 12


def run_id(provenance: pl.DataFrame, parameters: Parameters, description: Description) -> str:
    """Twelve hexadecimal digits.

    Hash of the run ids of the earlier stages (which cover raw files, parameters, code and locked
    versions), of this stage's parameters and code, and of what corpus.toml says.
    """
    facts = [
        provenance.select("stage", "run_id").rows(),
        json.loads(parameters.model_dump_json()),
        json.loads(description.model_dump_json()),
        code(),
    ]
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


@cache
def code() -> str:
    """Hash of the code, templates and fonts that make the report."""
    whole = hashlib.sha256()
    for top in (files("analysis.report"), files("analysis.resources").joinpath("report")):
        for name, resource in sorted(_resources(top, "")):
            whole.update(f"{name}\0".encode())
            whole.update(hashlib.sha256(resource.read_bytes()).digest())
    return whole.hexdigest()


def _resources(folder: Traversable, name: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for one in folder.iterdir():
        if one.is_dir() and one.name != "__pycache__":
            found += _resources(one, f"{name}{one.name}/")
        elif one.is_file() and not one.name.endswith(".pyc"):
            found.append((f"{name}{one.name}", one))
    return found
