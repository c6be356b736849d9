"""Tables: csv and tsv."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from analysis.corpus.blocks import delimiter
from analysis.corpus.decode import decode
from analysis.corpus.model import Context, Reading
from analysis.corpus.readers.records import field_mapping, read_records, with_headlines

csv.field_size_limit(1 << 27)


def read_csv(content: bytes, context: Context) -> Reading:
    """A csv file with commas, semicolons, tabs or bars, or a block of one."""
    return _read_table(content, context, "csv")


def read_tsv(content: bytes, context: Context) -> Reading:
    """A tsv file, or a block of one."""
    return _read_table(content, context, "tsv")


def _read_table(content: bytes, context: Context, kind: str) -> Reading:
    """A csv or tsv file (kind), or a block of one to be read with its header line."""
    decoded = decode(context.head + content if context.head else content)
    reading = Reading(kind, decoded.encoding, problem=decoded.problem)
    if decoded.encoding is None:
        return reading
    text = decoded.text.replace("\0", "\ufffd")
    head = text.split("\n", 1)[0]
    comma = "\t" if kind == "tsv" else delimiter(head.encode("utf-8", "replace")).decode()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        columns = next((row for row in rows if any(cell.strip() for cell in row)), [])
        columns = [column.strip() for column in columns]
        mapping = with_headlines(field_mapping(columns, context.fields))
        if "text" not in mapping or mapping["text"] not in columns:
            reading.problem = (
                f"no column of text or headlines among {', '.join(columns[:8]) or 'none'}: name it"
                ' in corpus.toml, [fields] text = "…"'
            )
            return reading
        read_records(_records(rows, columns), reading, context, columns)
    except csv.Error as error:
        reading.problem = f"line {rows.line_num}: {error}; the rows up to there were read"
    return reading


def _records(rows: Iterator[list[str]], columns: list[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row and any(cell.strip() for cell in row):
            yield dict(zip(columns, row, strict=False))
        elif row:
            yield {}
