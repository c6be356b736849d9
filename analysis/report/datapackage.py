"""datapackage.json: every table of the run with columns, types, units (Frictionless Data)."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.contract import Column, Table
from analysis.report.citation import Work
from analysis.report.facts import FOLDERS, STAGES, Facts
from analysis.report.licence import licence_address
from analysis.report.plain import clean

_TYPES = {
    pl.String: "string", pl.Date: "date", pl.Boolean: "boolean", pl.Float64: "number",
    pl.Float32: "number", pl.Binary: "string",
}  # fmt: skip
_MEDIA = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}


def field_type(one: Column) -> str:
    """Type of a column in the words of Table Schema."""
    kind = one.type if isinstance(one.type, type) else type(one.type)
    if kind is pl.List:
        return "array"
    return _TYPES.get(kind, "integer")


def data_package(facts: Facts, content: Mapping[str, bytes], work: Work) -> str:
    """The descriptor as JSON; paths are relative to the run's root.

    content: files of this stage by name. Hashes and sizes are given for all that exists when
    the descriptor is written: tables of earlier stages, and files of the report.
    """
    folder = FOLDERS["report"]
    resources = [
        _table(facts, stage, table) for stage, tables in STAGES.items() for table in tables
    ]
    resources += [
        _file(f"{folder}/{name}", body)
        for name, body in sorted(content.items())
        if name.startswith(("tables/", "figures/")) and name.endswith((".csv", ".svg", ".png"))
    ]
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": _name(facts.corpus) or "corpus",
        "id": work.version,
        "title": work.title,
        "description": clean(facts.description.description or ""),
        "resources": resources,
    }
    if work.authors:
        package["contributors"] = [{"title": one, "role": "author"} for one in work.authors]
    if facts.description.licence:
        licence = {
            "name": _name(facts.description.licence),
            "title": clean(facts.description.licence),
        }
        address = licence_address(facts.description.licence)
        package["licenses"] = [licence | ({"path": address} if address else {})]
    if facts.description.source:
        package["sources"] = [{"title": clean(facts.description.source)}]
    if facts.parameters.doi:
        package["homepage"] = f"https://doi.org/{facts.parameters.doi}"
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _table(facts: Facts, stage: str, table: Table) -> dict[str, Any]:
    told = outputs(facts, stage).get(f"{table.stem}.parquet", {})
    resource: dict[str, Any] = {
        "name": _name(table.name),
        "path": f"{table.name}.parquet",
        "profile": "data-resource",
        # Validators read Parquet by way of pandas, which has no integers with nulls: they check
        # size and hash of the file; the columns are described for people and programs.
        "type": "file",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "description": f"One row per {table.row}.",
        "schema": {
            "fields": [_field(one) for one in table.columns],
            **({"primaryKey": list(table.key)} if table.unique else {}),
        },
    }
    if "bytes" in told:
        resource |= {"bytes": told["bytes"], "hash": f"sha256:{told['sha256']}"}
    return resource


def _field(one: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": one.name,
        "type": field_type(one),
        "description": one.description,
    }
    if one.unit:
        field["unit"] = one.unit
    if not one.nullable:
        field["constraints"] = {"required": True}
    return field


def _file(path: str, body: bytes) -> dict[str, Any]:
    ending = path.rsplit(".", 1)[-1]
    resource: dict[str, Any] = {
        "name": _name(path),
        "path": path,
        "profile": "data-resource",
        "format": ending,
        "mediatype": _MEDIA[ending],
        "bytes": len(body),
        "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
    }
    return resource | ({"encoding": "utf-8"} if ending == "csv" else {})


def outputs(facts: Facts, stage: str) -> dict[str, dict[str, Any]]:
    """Files of an earlier stage with bytes and SHA-256, from its manifest."""
    for row in facts.provenance.iter_rows(named=True):
        if row["stage"] == stage:
            found: dict[str, dict[str, Any]] = json.loads(row["outputs"] or "{}")
            return found
    return {}


def _name(text: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", text.lower()).strip("-.")
