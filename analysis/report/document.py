"""The model through Typst: one source becomes the tagged PDF and the HTML page.

Text reaches Typst as JSON data only, so nothing in it can become markup or code.
"""

import json
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import polars as pl
import typst

from analysis.contract import Tables
from analysis.report.parameters import Parameters
from analysis.report.plain import drawable, for_print

if TYPE_CHECKING:
    from typst import PDFStandard

#: Archivable and accessible: long-term preservation with tags, and universal accessibility.
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]


#: What is made of one model.
FORMATS = ("pdf", "html")


def as_json(model: dict[str, Any], form: str, parameters: Parameters) -> str:
    """The model as one of FORMATS shows it: with so many rows of each list of evidence, and with
    texts fit for the page or with what the page needs to work by itself."""
    if form == "pdf":
        shown = _printed(_shortened(model, parameters.evidence_in_pdf))
    else:
        own = {"css": _resource("style.css"), "js": _resource("script.js")}
        shown = {**_shortened(model, parameters.evidence_in_html), **own}
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


def typeset(order: Tables, composed: Tables) -> dict[str, pl.DataFrame]:
    """The report in one format: PDF/A-2a and PDF/UA-1, or a page of HTML that needs nothing else.

    order: table `order` with the format; composed: table `typeset` of analysis.report.compose.
    Returns the file, a table named `report.<format>`.
    """
    form = str(order["order"]["format"][0])
    row = composed["typeset"].row(by_predicate=pl.col("format") == form, named=True)
    content = _compiled(row["model"], form, row["day"])
    return {f"report.{form}": pl.DataFrame({"content": [content]}, schema={"content": pl.Binary})}


def _resource(name: str) -> str:
    return files("analysis.resources").joinpath(f"report/{name}").read_text("utf-8")


def _shortened(model: dict[str, Any], rows: int) -> dict[str, Any]:
    """The model with at most so many rows in each evidence list."""

    def block(one: dict[str, Any]) -> dict[str, Any]:
        if one["kind"] != "evidence":
            return one
        return {**one, "lists": [{**each, "rows": each["rows"][:rows]} for each in one["lists"]]}

    sections = [
        {**part, "blocks": [block(one) for one in part["blocks"]]} for part in model["sections"]
    ]
    return {**model, "sections": sections}


def _compiled(model: str, target: str, day: date) -> bytes:
    with as_file(files("analysis.resources").joinpath("report")) as folder:
        content, _warnings = typst.compile_with_warnings(
            str(folder / "report.typ"),
            root=str(folder),
            font_paths=[str(folder / "fonts")],
            ignore_system_fonts=True,
            format="pdf" if target == "pdf" else "html",
            sys_inputs={"model": model, "format": target},
            pdf_standards=STANDARDS if target == "pdf" else [],
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    # A text ends with the end of a line.
    return bytes(content) + (b"\n" if target == "html" else b"")


def _printed(value: Any) -> Any:
    """The model with every text fit for the page; figures and ids stay as they are."""
    match value:
        case str():
            return for_print(value)
        case list():
            return [_printed(one) for one in value]
        case dict():
            kept = ("svg", "id", "to", "url", "cite", "kind", "bibliography")
            shown = {key: one if key in kept else _printed(one) for key, one in value.items()}
            if "bibliography" in value:  # addresses in it must not be broken
                shown["bibliography"] = drawable(value["bibliography"])
            return shown
        case _:
            return value
