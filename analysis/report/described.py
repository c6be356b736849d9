"""What describes the whole run: data package and crate, made when all its files are there."""

from collections.abc import Iterable

import polars as pl

from analysis.contract import Description, Tables
from analysis.report import citation, crate, datapackage
from analysis.report.facts import Facts
from analysis.report.parameters import Parameters
from analysis.report.tables import TABLES


def describe_run(
    composed: Tables,
    reports: Iterable[Tables],
    provenance: Tables,
    *,
    description: Description,
    parameters: Parameters,
) -> dict[str, pl.DataFrame]:
    """The files datapackage.json and ro-crate-metadata.json.

    composed: of analysis.report.compose; reports: of analysis.report.document.typeset;
    provenance: one row per earlier stage.
    """
    facts = Facts.of_run(provenance["provenance"], description, parameters)
    own = {table.stem for table in TABLES} | {"typeset"}
    content = {
        name: bytes(part[name]["content"][0])
        for part in (composed, *reports)
        for name in part
        if name not in own
    }
    day, run = composed["typeset"].select("day", "run").row(0)
    works = (
        citation.report_work(facts, run),
        citation.corpus_work(facts),
        citation.software_work(),
    )
    package = datapackage.data_package(facts, content, works[0]).encode()
    content["datapackage.json"] = package
    made = {
        "datapackage.json": package,
        "ro-crate-metadata.json": crate.run_crate(facts, content, works, day, run).encode(),
    }
    return {
        name: pl.DataFrame({"content": [body]}, schema={"content": pl.Binary})
        for name, body in made.items()
    }
