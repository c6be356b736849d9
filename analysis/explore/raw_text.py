"""The raw text of an article: what stood in the file, before anything was removed or repaired."""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.contract import InputError
from analysis.corpus.decode import REPLACE
from analysis.corpus.readers.records import field_mapping, plain
from analysis.corpus.tables import FILES, REMOVED, REPAIRS
from analysis.explore.marks import Mark
from analysis.pipeline.reader import Run

_DELIMITERS = {"csv": (",", ";"), "tsv": ("\t",)}


@dataclass(frozen=True)
class Raw:
    """Raw text of an article with what was removed and repaired in it.

    offset: where `text` begins in the decoded file, or in the record's field.
    """

    text: str
    offset: int
    marks: list[Mark]


def raw_of(run: Run, document: dict[str, Any]) -> Raw:
    """The raw span of an article.

    document: a row of 10_corpus/documents.
    Raises InputError with a sentence where the format keeps no place in the file, or the file
    has changed since the run.
    """
    name, record = document["source_file"], document["record"]
    if document["start"] is None:
        raise InputError(
            f"{name} is of a format that has no running text of its own (a page, a document):"
            " what was left out is listed, but cannot be shown in place"
        )
    facts = run.scan(FILES).filter(pl.col("source_file") == name).collect().to_dicts()
    if not facts or facts[0]["encoding"] is None:
        raise InputError(f"{name} is not among the files that were read as text")
    whole = _decoded(run, name, facts[0]["encoding"], facts[0]["bytes"])
    if record is not None:
        whole = _field(run, whole, facts[0]["format"], record)
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


def _decoded(run: Run, name: str, encoding: str, size: int) -> str:
    if "!/" in name:
        raise InputError(f"{name} lies in an archive: unpack it to see the raw text beside")
    path = (run.layout.raw / name).resolve()
    if not path.is_relative_to(run.layout.raw.resolve()) or not path.is_file():
        raise InputError(f"{name} is no longer in data/raw/{run.corpus}")
    if path.stat().st_size != size:
        raise InputError(f"{name} has changed since the run: build it again to see it")
    return path.read_bytes().decode(encoding, REPLACE)


def _field(run: Run, whole: str, kind: str | None, record: int) -> str:
    """The field that holds the text, of one record of a table or of JSON."""
    rows: list[Any] = []
    if kind in _DELIMITERS:
        first = whole.partition("\n")[0]
        delimiter = max(_DELIMITERS[kind], key=first.count)
        rows = list(csv.DictReader(io.StringIO(whole, newline=""), delimiter=delimiter))
    elif kind in ("jsonl", "ndjson"):
        rows = [json.loads(line) for line in whole.splitlines() if line.strip()]
    elif kind == "json":
        loaded = json.loads(whole)
        rows = loaded if isinstance(loaded, list) else []
    if record >= len(rows) or not isinstance(rows[record], dict):
        raise InputError(f"record {record} of this file ({kind}) cannot be shown as it stands")
    given = tuple(run.description.fields.items())
    column = field_mapping(rows[record], given).get("text")
    return plain(rows[record].get(column)) if column else ""
