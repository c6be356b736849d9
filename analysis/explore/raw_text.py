"""The raw text of an article: what stood in the file, before anything was removed or repaired."""

import csv
import io
import json
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl

from analysis.contract import InputError
from analysis.corpus.decode import REPLACE
from analysis.corpus.model import Context
from analysis.corpus.readers.archives import Refused, budget_of, members
from analysis.corpus.readers.records import field_mapping, plain
from analysis.corpus.tables import DOCUMENTS, FILES, REMOVED, REPAIRS
from analysis.explore import originals
from analysis.explore.marks import Mark
from analysis.pipeline.reader import Run

_DELIMITERS = {"csv": (",", ";"), "tsv": ("\t",)}


@dataclass(frozen=True)
class Raw:
    """Raw text of an article with what was removed and repaired in it.

    offset: where `text` begins in the decoded file, or in the record's field. note: said of
    formats without a running text of their own, whose text has no such place.
    """

    text: str
    offset: int
    marks: list[Mark]
    note: str = ""


def raw_of(run: Run, document: dict[str, Any]) -> Raw:
    """The raw span of an article.

    document: a row of 10_corpus/documents.
    Raises InputError with a sentence where the format cannot be shown, or the file has changed
    since the run.
    """
    name, record = document["source_file"], document["record"]
    facts = run.scan(FILES).filter(pl.col("source_file") == name).collect().to_dicts()
    if not facts or facts[0]["format"] is None:
        raise InputError(f"{name} is not among the files that were read as text")
    kind, encoding = facts[0]["format"], facts[0]["encoding"]
    content = _content(run, name, facts[0]["bytes"])
    if document["start"] is None:
        return _original(run, document, content, encoding, kind)
    if kind == "xlsx":
        whole = _cell(run, content, record)
    else:
        whole = content.decode(encoding, REPLACE)
        if record is not None:
            whole = _field(run, whole, kind, record)
    start, end = document["start"], document["end"]
    place = pl.col("record").is_null() if record is None else pl.col("record") == record
    removed = (
        run.scan(REMOVED)
        .filter((pl.col("source_file") == name) & place)
        .filter((pl.col("start") < end) & (pl.col("end") > start))
        .collect()
    )
    repairs = run.scan(REPAIRS).filter(pl.col("doc_id") == document["doc_id"]).collect()
    if any(whole[a:b] != text for a, b, text in removed.select("start", "end", "text").iter_rows()):
        raise InputError(f"{name} has changed since the run: build it again to see it")
    marks = [
        Mark(a - start, b - start, "removed", f"removed: {rule}")
        for a, b, rule in removed.select("start", "end", "rule").iter_rows()
    ]
    marks += [
        Mark(a - start, b - start, "repaired", f"became “{after}” ({rule})")
        for a, b, after, rule in repairs.select("start", "end", "after", "rule").iter_rows()
    ]
    return Raw(whole[start:end], start, marks)


def _original(
    run: Run, document: dict[str, Any], content: bytes, encoding: str | None, kind: str
) -> Raw:
    """A page, a document or a pdf: its blocks, and those that were left out."""
    if kind not in originals.NOTES:
        raise InputError(f"the raw text of this format ({kind}) cannot be shown beside")
    here = pl.col("doc_id") == document["doc_id"]
    clean = run.scan(DOCUMENTS).filter(here).select("text").collect().item()
    removed = run.scan(REMOVED).filter(pl.col("source_file") == document["source_file"])
    rules = dict(removed.select("text", "rule").collect().iter_rows())
    blocks = originals.blocks_of(content, encoding, kind)
    text, marks = originals.left_out(blocks, document["title"] or "", clean, rules)
    return Raw(text, 0, marks, originals.NOTES[kind])


def _content(run: Run, name: str, size: int) -> bytes:
    """The bytes of a raw file, or of a member of an archive (`archive.zip!/inner/path`)."""
    outer, *inner = name.split("!/")
    path = (run.layout.raw / outer).resolve()
    if not path.is_relative_to(run.layout.raw.resolve()) or not path.is_file():
        raise InputError(f"{outer} is no longer in data/raw/{run.corpus}")
    changed = InputError(f"{outer} has changed since the run: build it again to see it")
    if not inner and path.stat().st_size != size:
        raise changed
    content = path.read_bytes()
    budget = budget_of(content, Context(outer))
    for member in inner:
        try:
            found = dict(members(content, outer, budget) or ())
        except Refused as refusal:
            raise InputError(f"{outer} {refusal}") from None
        if member not in found:
            raise changed
        content, outer = found[member], f"{outer}!/{member}"
    if len(content) != size:
        raise changed
    return content


def _field(run: Run, whole: str, kind: str, record: int) -> str:
    """The field that holds the text, of one record of a table or of JSON."""
    one: Any = None
    if kind in _DELIMITERS:
        first = whole.partition("\n")[0]
        delimiter = max(_DELIMITERS[kind], key=first.count)
        rows = csv.DictReader(io.StringIO(whole, newline=""), delimiter=delimiter)
        one = next(islice(rows, record, None), None)
    elif kind in ("jsonl", "ndjson"):
        lines = (line for line in whole.splitlines() if line.strip())
        line = next(islice(lines, record, None), None)
        one = json.loads(line) if line else None
    elif kind == "json":
        loaded = json.loads(whole)
        one = loaded[record] if isinstance(loaded, list) and record < len(loaded) else None
    if not isinstance(one, dict):
        raise InputError(f"record {record} of this file ({kind}) cannot be shown as it stands")
    return _text_of(run, one)


def _cell(run: Run, content: bytes, record: int) -> str:
    """The cell that holds the text, of one row of a workbook's sheets with a column of text."""
    import openpyxl

    given = tuple(run.description.fields.items())
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = (row for row in sheet.iter_rows(values_only=True) if any(v is not None for v in row))
        columns = ["" if cell is None else str(cell).strip() for cell in next(rows, ())]
        if "text" not in field_mapping(columns, given):
            continue
        for row in rows:
            if record == 0:
                return _text_of(run, dict(zip(columns, row, strict=False)))
            record -= 1
    raise InputError("this row of the workbook cannot be shown as it stands")


def _text_of(run: Run, one: dict[str, Any]) -> str:
    column = field_mapping(one, tuple(run.description.fields.items())).get("text")
    return plain(one.get(column)) if column else ""
