"""Files beside the report: tables no spreadsheet runs, citations, data package, crate."""

import csv
import io
import json
import re
from functools import cache
from pathlib import Path

import frictionless
import polars as pl
import pytest
from rocrate.rocrate import ROCrate

from analysis.contract import Outputs
from analysis.report import export
from analysis.report.facts import STAGES
from tests.report import runs


@cache
def outputs() -> Outputs:
    return runs.report(runs.lively(), authors=("Doe, Jane", "A & B {c}"), doi="10.5281/zenodo.1")


def test_no_cell_is_a_formula() -> None:
    names = [name for name in outputs().files if name.endswith(".csv")]
    assert len(names) > 20
    for name in names:
        for row in csv.reader(io.StringIO(runs.body(outputs(), name).decode("utf-8"))):
            for cell in row:
                if cell[:1] in ("=", "@", "\t", "\r", "|", "%"):
                    pytest.fail(f"{name}: {cell!r}")
                if cell[:1] in ("+", "-"):
                    assert re.fullmatch(r"[-+]?[\d.,e+-]+( ?%)?", cell), (name, cell)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=SUM(1)", "'=SUM(1)"),
        (" =SUM(1)", "' =SUM(1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@x", "'@x"),
        ("-2.5", "-2.5"),
        ("+7", "+7"),
        ("−1,204", "−1,204"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_safe_cell(cell: str, written: str) -> None:
    assert export.safe_cell(cell) == written


def test_numbers_in_csv_are_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(runs.body(outputs(), "tables/terms.csv").decode())))
    assert [row["Word"] for row in rows] == ["hamas", "said", "killed"]
    assert [int(row["Count"]) for row in rows] == [12, 12, 11]
    assert all(re.fullmatch(r"E\d+", row["Evidence"]) for row in rows)


def test_markdown_keeps_its_columns() -> None:
    for name in outputs().files:
        if not name.startswith("tables/") or not name.endswith(".md"):
            continue
        lines = runs.body(outputs(), name).decode().split("\n")
        rows = [line for line in lines if line.startswith("|")]
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in rows}
        assert len(widths) == 1, name


def test_each_figure_comes_as_svg_png_csv_and_caption() -> None:
    stems = {name.rsplit(".", 1)[0] for name in outputs().files if name.startswith("figures/")}
    assert len(stems) >= 4
    for stem in stems:
        assert {f"{stem}.{kind}" for kind in ("svg", "png", "csv", "md")} <= set(outputs().files)
        assert runs.body(outputs(), f"{stem}.png").startswith(b"\x89PNG")


def test_csl_items_have_what_a_bibliography_needs() -> None:
    items = json.loads(runs.body(outputs(), "references.json"))
    ids = [item["id"] for item in items]
    assert len(ids) == len(set(ids))
    assert {"report", "corpus", "dateline", "dunning1993"} <= set(ids)
    for item in items:
        assert item["type"] in {
            "report",
            "dataset",
            "software",
            "article-journal",
            "paper-conference",
            "book",
            "webpage",
        }
        assert item["title"].strip()
        assert "{" not in item["title"] or item["id"] in ("report", "corpus")
        for person in item.get("author", []):
            assert set(person) in ({"family", "given"}, {"literal"})
    report = next(item for item in items if item["id"] == "report")
    assert report["DOI"] == "10.5281/zenodo.1"
    assert report["author"][0] == {"family": "Doe", "given": "Jane"}
    dunning = next(item for item in items if item["id"] == "dunning1993")
    assert dunning["page"] == "61-74"
    assert dunning["author"] == [{"family": "Dunning", "given": "Ted"}]


def test_bibtex_of_the_run_is_balanced_and_keeps_hostile_titles_as_text() -> None:
    text = runs.body(outputs(), "references.bib").decode()
    entry = text[: text.index("@misc{corpus")]
    depth = 0
    for at, char in enumerate(entry):
        if char in "{}" and (at == 0 or entry[at - 1] != "\\"):
            depth += 1 if char == "{" else -1
        assert depth >= 0
    assert depth == 0
    assert "\\#panic" in entry
    assert "\n@" not in entry[1:]


def test_citation_cff_is_yaml_with_the_required_keys() -> None:
    yaml = pytest.importorskip("yaml")
    told = yaml.safe_load(runs.body(outputs(), "CITATION.cff"))
    assert told["cff-version"] == "1.2.0"
    assert told["message"]
    assert "#panic" in told["title"]
    assert told["authors"][0] == {"family-names": "Doe", "given-names": "Jane"}
    assert told["authors"][1] == {"name": "A & B {c}"}
    assert told["doi"] == "10.5281/zenodo.1"
    assert "date-released" not in told


def _written(folder: Path) -> Path:
    """The run's root as the pipeline leaves it, tables of earlier stages empty."""
    for name in outputs().files:
        at = (
            folder / name
            if name.endswith(("package.json", "metadata.json"))
            else folder / "50_report" / name
        )
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(runs.body(outputs(), name))
    return folder


def test_data_package_validates_and_describes_every_column(tmp_path: Path) -> None:
    root = _written(tmp_path)
    told = json.loads((root / "datapackage.json").read_text("utf-8"))
    frictionless.Package.from_descriptor(told)
    described = {
        resource["path"]: [one["name"] for one in resource["schema"]["fields"]]
        for resource in told["resources"]
        if "schema" in resource
    }
    for tables in STAGES.values():
        for table in tables:
            names = [column.name for column in table.columns]
            assert described[f"{table.name}.parquet"] == names
    own = [one for one in told["resources"] if one["path"].startswith("50_report/")]
    assert len(own) > 40
    for table in STAGES["report"]:
        runs.table(outputs(), table.stem).write_parquet(root / f"{table.name}.parquet")
    (root / "own.json").write_text(json.dumps({"name": "own", "resources": own}), "utf-8")
    result = frictionless.validate(str(root / "own.json"))
    assert result.valid, result.flatten(["rowNumber", "type", "note"])


def test_paths_are_relative_and_name_no_machine(tmp_path: Path) -> None:
    for name in ("datapackage.json", "ro-crate-metadata.json", "CITATION.cff"):
        text = runs.body(outputs(), name).decode()
        assert "file:" not in text
        assert str(Path(__file__).parents[2]) not in text
        assert not re.search(r'"(path|@id)": "/', text)


def test_crate_loads_with_one_action_per_stage(tmp_path: Path) -> None:
    crate = ROCrate(str(_written(tmp_path)))
    actions = [one for one in crate.get_entities() if one.type == "CreateAction"]
    assert [one.id for one in actions] == [f"#run-{stage}" for stage in STAGES]
    for action in actions:
        assert action["instrument"]["name"].startswith("Dateline")
        assert action["result"]
    assert crate.root_dataset["license"]
    assert crate.root_dataset["conformsTo"].id.startswith("https://w3id.org/ro/wfrun/process/")
    ids = [one.id for one in crate.get_entities()]
    assert len(ids) == len(set(ids))


def test_lists_and_nulls_in_csv() -> None:
    frame = pl.DataFrame({"a": [["=x", "y"], []], "b": [None, 1.5], "c": [True, False]})
    assert export.frame_to_csv(frame).decode() == "a,b,c\n'=x; y,,true\n,1.5,false\n"
