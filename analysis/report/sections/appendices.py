"""Appendices: every parameter, every table and column, every evidence list."""

import json
from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.contract import Column
from analysis.report import model
from analysis.report.facts import STAGES, Facts
from analysis.report.links import Links
from analysis.report.model import Block, Said, code, column, number, words
from analysis.report.parameters import Parameters
from analysis.report.sections.entities import quoted


def parameters_appendix(facts: Facts) -> dict[str, object]:
    """Every choice of every stage, as it was used."""
    blocks: list[Block] = [
        model.paragraph(
            "Every choice of the analysis with the value that this run used. They stand in "
            "notebooks/parameters.toml, where each has its reason; a corpus may override them."
        )
    ]
    described = facts.description.model_dump(mode="json", exclude_none=True)
    blocks.append(_values("corpus-toml", "The corpus (corpus.toml)", _flat(described)))
    for row in facts.provenance.iter_rows(named=True):
        chosen = _flat(json.loads(row["parameters"] or "{}"))
        blocks.append(_values(row["stage"], f"Stage {row['stage']}", chosen))
    own = _flat(json.loads(facts.parameters.model_dump_json()))
    units = {
        name: str(extra.get("unit", "")) if isinstance(extra, dict) else ""
        for name, field in Parameters.model_fields.items()
        for extra in (field.json_schema_extra,)
    }
    blocks.append(_values("report", "Stage report", own, units))
    return model.section("parameters", "Parameters", blocks)


def _values(
    name: str, title: str, values: list[tuple[str, Any]], units: dict[str, str] | None = None
) -> Block:
    if not values:
        return model.missing(f"{title}: nothing is set.")
    rows: list[list[Said]] = [
        [code(key), words(_shown(value)), (units or {}).get(key, "")] for key, value in values
    ]
    columns = [column("Parameter", share=1), column("Value", share=1), column("Unit")]
    if units is None:
        rows, columns = [row[:2] for row in rows], columns[:2]
    return model.table(f"parameters-{name}", title, columns, rows)


def _flat(values: dict[str, Any], above: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in values.items():
        if isinstance(value, dict):
            found += _flat(value, f"{above}{key}.")
        else:
            found.append((f"{above}{key}", value))
    return found


def _shown(value: Any) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "none"
    return str(value)


#: Where the rows of a stage's tables, or of one table, can be read as sentences.
_LEADS = {
    "corpus": "table-outlets", "terms": "table-terms", "entities": "table-names",
    "timeline": "table-events", "removed": "table-ledger", "keyness": "table-keyness",
    "collocations": "table-collocations", "cooccurrence": "table-pairs", "bursts": "table-bursts",
    "tolls": "table-totals", "disagreements": "table-disagreements",
}  # fmt: skip


def tables_appendix(facts: Facts) -> dict[str, object]:
    """Every table of the run with its columns, types, units."""
    outputs = {
        f"{row['stage']}/{name}": told
        for row in facts.provenance.iter_rows(named=True)
        for name, told in json.loads(row["outputs"] or "{}").items()
    }
    blocks: list[Block] = [
        model.paragraph(
            "Every table of the run as a Parquet file, described once more by machine-readable "
            "means in datapackage.json. Offsets count Unicode code points, end exclusive."
        )
    ]
    for stage, tables in STAGES.items():
        for table in tables:
            told = outputs.get(f"{stage}/{table.stem}.parquet", {})
            size: list[str | model.Inline] = []
            if "rows" in told:
                to = _LEADS.get(table.stem, _LEADS.get(stage))
                size = [", ", *model.count(told["rows"], "row", to)]
            rows: list[list[Said]] = [
                [code(one.name), _type(one), one.unit or "–", one.description]
                for one in table.columns
            ]
            blocks.append(
                model.table(
                    f"data-{table.name.replace('/', '-')}",
                    [code(f"{table.name}.parquet"), f" – one row per {table.row}", *size],
                    [column("Column"), column("Type"), column("Unit"), column("Meaning", share=1)],
                    rows,
                )
            )
    return model.section("tables", "Tables and columns", blocks)


def _type(one: Column) -> str:
    names = {
        pl.String: "text", pl.Date: "day", pl.Boolean: "yes/no", pl.Binary: "bytes",
        pl.Float64: "number", pl.Float32: "number",
    }  # fmt: skip
    inner = one.type
    if isinstance(inner, pl.List):
        # polars says of what lies in a list only that it is a type or a class of types.
        return "list of " + _type(Column(one.name, inner.inner, ""))  # type: ignore[arg-type]
    base = names.get(inner if isinstance(inner, type) else type(inner), "integer")
    return f"{base} or null" if one.nullable else base


def evidence_appendix(
    facts: Facts, links: Links, lists: Mapping[str, pl.DataFrame]
) -> dict[str, object]:
    """Every list that the report links to, in the order of the links.

    lists: rows of the evidence table by list. How many rows are shown is decided by the page.
    """
    rule = facts.quoting
    intro: list[str | model.Inline] = [
        "Each list holds the sentences that a number of the report rests on: outlet, day, article "
        "and sentence, and what stands there with the counted words marked. Offsets in the table ",
        code("50_report/evidence"),
        " lead to the character.",
    ]
    if rule.rule == "none":
        intro.append(f" No sentence is quoted, because {rule.reason}.")
    elif rule.rule == "short":
        cut = number(rule.characters, "table-parameters-report")
        intro += [" Quotations are cut at ", cut, f" characters, because {rule.reason}."]
    entries = []
    for name, label in links.labels.items():
        rows = [_evidence_row(row, rule.rule) for row in lists[name].iter_rows(named=True)]
        entries.append(
            {
                "id": label,
                "title": [words(links.titles[name])],
                "found": links.found[name],
                "rows": rows,
            }
        )
    blocks: list[Block] = [model.paragraph(intro)]
    blocks.append({"kind": "evidence", "lists": entries})
    return model.section("evidence", "Evidence", blocks)


def _evidence_row(row: dict[str, Any], rule: str) -> dict[str, Any]:
    if row["doc_id"] is None:
        where: list[str | model.Inline] = [
            words(row["source_file"]), f", characters {row['start']:,} to {row['end']:,}",
        ]  # fmt: skip
    else:
        where = [
            words(row["outlet"] or "outlet not named"),
            f", {model.day(row['published'])}, article ",
            code(row["doc_id"]),
        ]
        where += [f", sentence {row['sentence'] + 1}"] if row["sentence"] is not None else []
    said: model.Runs = []
    if row["quote"] is not None:
        said = quoted(row)
    elif row["title"] and rule != "none":
        said = [words(row["title"])]
    return {"where": model.runs(where), "runs": said}
