"""Tables of the report as files: CSV that no spreadsheet runs as a formula, and Markdown."""

import csv
import io
import re
from typing import Any

import polars as pl

from analysis.report.model import Block

#: A cell that begins so could be run as a formula by a spreadsheet.
_FORMULA = re.compile(r"^[=+\-@\t\r|%]")
_NUMBER = re.compile(r"^[-+−]?[\d,]*\.?\d+(?:e[-+]?\d+)?\s?%?$", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~$&])")


def safe_cell(text: str) -> str:
    """The cell as text: an apostrophe stands before what a spreadsheet would run."""
    if _FORMULA.match(text.lstrip(" \N{NO-BREAK SPACE}")) and not _NUMBER.match(text):
        return "'" + text
    return text


def cell_text(cell: list[dict[str, Any]]) -> str:
    """What a cell of the model shows."""
    return "".join(str(run["t"]) for run in cell)


def _plain(text: str) -> str:
    """A number as a program reads it: no thousands separators, an ordinary minus sign."""
    bare = text.replace("\N{MINUS SIGN}", "-")
    return bare.replace(",", "") if _NUMBER.match(bare) else text


def to_csv(block: Block) -> bytes:
    """A table of the model as CSV: UTF-8, LF, a header line, the row's evidence lists last."""
    linked = [_evidence(row) for row in block["rows"]]
    head = [column["label"] for column in block["columns"]]
    rows = []
    for row, label in zip(block["rows"], linked, strict=True):
        rows.append(
            [safe_cell(_plain(cell_text(cell))) for cell in row] + ([label] if any(linked) else [])
        )
    return _written(
        [[safe_cell(one) for one in head] + (["Evidence"] if any(linked) else []), *rows]
    )


def _evidence(row: list[list[dict[str, Any]]]) -> str:
    labels = [run["to"] for cell in row for run in cell if re.match(r"E\d+$", run.get("to", ""))]
    return " ".join(dict.fromkeys(labels))


def to_markdown(block: Block) -> bytes:
    """A table of the model as a Markdown table with its caption."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    def said(text: str) -> str:
        return _MARKDOWN.sub(r"\\\1", text)

    rule = ["---:" if column["align"] == "right" else "---" for column in block["columns"]]
    lines = [
        f"Table {block['number']}. {said(cell_text(block['caption']))}",
        "",
        line([said(column["label"]) for column in block["columns"]]),
        line(rule),
    ]
    lines += [line([said(cell_text(cell)) for cell in row]) for row in block["rows"]]
    if block["note"]:
        lines += ["", said(cell_text(block["note"]))]
    return ("\n".join(lines) + "\n").encode()


def frame_to_csv(frame: pl.DataFrame) -> bytes:
    """A frame as CSV: lists joined by "; ", floats with nine significant digits."""
    rows: list[list[str]] = [[safe_cell(name) for name in frame.columns]]
    for row in frame.iter_rows():
        rows.append([_cell(value) for value in row])
    return _written(rows)


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.9g}"
        case list():
            return safe_cell("; ".join(str(one) for one in value))
        case bytes():
            return ""
        case _:
            return safe_cell(str(value))


def _written(rows: list[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8", "replace")
