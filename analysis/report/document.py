"""The model through Typst: one source becomes the tagged PDF and the HTML page.

Text reaches Typst as JSON data only, so nothing in it can become markup or code.
"""

import json
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import typst

from analysis.report.plain import drawable, for_print

if TYPE_CHECKING:
    from typst import PDFStandard

#: Archivable and accessible: long-term preservation with tags, and universal accessibility.
STANDARDS: "list[PDFStandard]" = ["a-2a", "ua-1"]


def to_pdf(model: dict[str, Any], day: date, rows: int) -> bytes:
    """The report as PDF/A-2a and PDF/UA-1.

    day: creation date written into it; rows: of each evidence list that are printed.
    """
    return _compiled(_printed(_shortened(model, rows)), "pdf", day)


def to_html(model: dict[str, Any], day: date, rows: int, style: str, script: str) -> bytes:
    """The report as one page of HTML that needs nothing else; rows: of each evidence list."""
    return _compiled({**_shortened(model, rows), "css": style, "js": script}, "html", day) + b"\n"


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


def _compiled(model: dict[str, Any], target: str, day: date) -> bytes:
    data = json.dumps(model, ensure_ascii=False, sort_keys=True)
    with as_file(files("analysis.resources").joinpath("report")) as folder:
        content, _warnings = typst.compile_with_warnings(
            str(folder / "report.typ"),
            root=str(folder),
            font_paths=[str(folder / "fonts")],
            ignore_system_fonts=True,
            format="pdf" if target == "pdf" else "html",
            sys_inputs={"model": data, "format": target},
            pdf_standards=STANDARDS if target == "pdf" else [],
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    return bytes(content)


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
