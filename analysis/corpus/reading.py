"""First phase: read the raw files of a shard into articles and the spans left out of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analysis.contract import Description, Tables
from analysis.corpus.collection import uncollected
from analysis.corpus.identity import document_id, unit_prefix
from analysis.corpus.model import Context, Draft, Reading
from analysis.corpus.parameters import Parameters
from analysis.corpus.readers import read_unit
from analysis.corpus.repetition import EDGES, HEADS, shown_lines, told_apart
from analysis.corpus.tables import REMOVED, REPAIRS
from analysis.corpus.texts import TEXTS
from analysis.language.normalise import told_language

#: Articles as their files give them; their texts lie beside, so that they are read and written
#: only where they are needed.
ARTICLES: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "source_file": pl.String,
    "record": pl.Int64,
    "start": pl.Int64,
    "end": pl.Int64,
    "title": pl.String,
    "published": pl.Date,
    "published_basis": pl.String,
    "month_day": pl.String,
    "published_conflict": pl.List(pl.String),
    "dateline": pl.String,
    "outlet": pl.String,
    "byline": pl.String,
    "url": pl.String,
    "language": pl.String,
    "begins": pl.String,
    "source": pl.String,
    "told": pl.String,
    "sure": pl.Boolean,
}
#: Files, or blocks of them, as they were read.
UNITS: dict[str, pl.DataType | type[pl.DataType]] = {
    "source_file": pl.String,
    "block": pl.Int32,
    "bytes": pl.Int64,
    "sha256": pl.String,
    "format": pl.String,
    "encoding": pl.String,
    "documents": pl.Int64,
    "records": pl.Int64,
    "without_text": pl.Int64,
    "chars": pl.Int64,
    "problem": pl.String,
    "fields": pl.String,
}


@uncollected()
def read_shard(
    tables: Tables, hand: Tables, *, parameters: Parameters, description: Description
) -> Tables:
    """Articles, texts, repairs, removed spans, edge lines and units of a shard's raw files."""
    forced = _forced(hand)
    articles: list[tuple[Any, ...]] = []
    texts: list[tuple[str, str]] = []
    repairs: list[dict[str, Any]] = []
    removed: list[tuple[Any, ...]] = []
    edges: list[tuple[Any, ...]] = []
    beside: list[str] = []
    units: list[dict[str, Any]] = []
    for raw in tables["raw"].iter_rows(named=True):
        prefix = unit_prefix(raw["source_file"], raw["block"])
        for name, size, digest, reading in _read(raw, forced, parameters, description):
            units.append(_unit(name, size, digest, reading, raw))
            for record, removal, text in reading.removed:
                removed.append((name, record, removal.start, removal.end, removal.rule, text))
            for draft in reading.drafts:
                doc_id = document_id(prefix, name, draft.record, draft.start)
                together = draft.record is None and len(reading.drafts) > 1
                source = name if together else _source(draft, name, description)
                articles.append(_article(doc_id, name, draft, source, description))
                texts.append((doc_id, draft.text))
                repairs += [
                    {"doc_id": doc_id, "start": one.start, "end": one.end, "before": before,
                     "after": one.after, "rule": one.rule}
                    for one, before in draft.repairs
                ]  # fmt: skip
                for one in draft.edges:
                    edges.append((doc_id, source, one.line, one.start, one.end, one.several))
                    beside.append(one.beside)
    table = _frame(articles, ARTICLES)
    lines = _frame(edges, EDGES)
    spans = _frame(removed, REMOVED.schema)
    return {
        "articles": table.sort("doc_id"),
        "texts": _frame(sorted(texts), TEXTS),
        # What is decided on over the whole corpus is told apart from the texts.
        "heads": table.select(HEADS),
        "repairs": REPAIRS.frame(repairs),
        "removed": spans,
        "edges": lines.sort("doc_id", "start"),
        "lines": told_apart(lines, beside),
        "shown": shown_lines(spans),
        "units": pl.DataFrame(units, schema=UNITS),
    }


def _frame(
    rows: Sequence[tuple[Any, ...]], schema: Mapping[str, pl.DataType | type[pl.DataType]]
) -> pl.DataFrame:
    """Rows as a table; column by column, for polars takes rows at several times the cost."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    return pl.DataFrame(
        {
            name: pl.Series(name, column, dtype=type_)
            for (name, type_), column in zip(schema.items(), columns, strict=True)
        }
    )


def _forced(hand: Tables) -> dict[str, tuple[int, ...]]:
    splits = hand.get("splits")
    found: dict[str, list[int]] = {}
    if splits is not None:
        for name, start in splits.select("source_file", "start").iter_rows():
            if name is not None and start is not None and str(start).strip().isdigit():
                found.setdefault(name, []).append(int(start))
    return {name: tuple(sorted(starts)) for name, starts in found.items()}


def _read(
    raw: Mapping[str, Any],
    forced: Mapping[str, tuple[int, ...]],
    parameters: Parameters,
    description: Description,
) -> list[tuple[str, int, str, Reading]]:
    name = raw["source_file"]
    if raw.get("problem"):
        return [(name, 0, raw.get("sha256") or "", Reading(None, problem=raw["problem"]))]
    context = Context(
        name,
        time_zone=description.time_zone,
        split=parameters.split,
        date_order=parameters.date_order,
        forced=forced.get(name, ()),
        keep=parameters.keep,
        fields=tuple(sorted(description.fields.items())),
        first_record=raw["first_record"],
        head=raw["head"] if raw["block"] else b"",
        archive_bytes=parameters.archive_megabytes << 20,
        archive_ratio=parameters.archive_ratio,
        archive_depth=parameters.archive_depth,
    )
    return read_unit(raw["content"], context)


def _unit(
    name: str, size: int, digest: str, reading: Reading, raw: Mapping[str, Any]
) -> dict[str, Any]:
    own = name == raw["source_file"]
    return {
        "source_file": name,
        "block": raw["block"],
        "bytes": size,
        "sha256": (raw.get("sha256") or digest) if own else digest,
        "format": reading.format,
        "encoding": reading.encoding,
        "documents": len(reading.drafts),
        "records": reading.records,
        "without_text": reading.without_text,
        "chars": reading.chars,
        "problem": reading.problem,
        "fields": reading.fields,
    }


def _source(draft: Draft, name: str, description: Description) -> str:
    """Where repeated lines are counted together: an outlet, otherwise a table or a folder."""
    if draft.outlet or description.outlet:
        return str(draft.outlet or description.outlet)
    return name if draft.record is not None else name.rpartition("/")[0]


def _article(
    doc_id: str, name: str, draft: Draft, source: str, description: Description
) -> tuple[Any, ...]:
    """The article's columns, in the order of ARTICLES."""
    published, basis = draft.published, draft.basis
    if published is None and description.published is not None:
        published, basis = description.published, "corpus"
    return (
        doc_id,
        name,
        draft.record,
        draft.start,
        draft.end,
        draft.title,
        published,
        basis,
        draft.month_day,
        draft.conflict,
        draft.dateline,
        draft.outlet or description.outlet,
        draft.byline,
        draft.url,
        draft.language,
        draft.begins,
        source,
        *((draft.language, True) if draft.language else told_language(draft.text)),
    )
