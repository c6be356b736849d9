"""Removed and repaired spans of the raw text: how many by which rule, and examples of each."""

from collections.abc import Iterable

import polars as pl

from analysis.contract import Tables
from analysis.report.evidence import EVIDENCE_COLUMNS
from analysis.report.plain import clean, shortened
from analysis.report.tables import EVIDENCE

_RULES = {"rule": pl.String, "spans": pl.Int64, "characters": pl.Int64}
_SPANS = {
    "rule": pl.String,
    "place": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "text": pl.String,
    "after": pl.String,
}
#: Spans kept of each rule as examples.
EXAMPLES = 40


def count_spans(tables: Tables, *, name: str) -> dict[str, pl.DataFrame]:
    """Spans and characters by rule, and the first of each rule, no two of equal text.

    name: removed or repairs; tables: that table, or nothing.
    """
    table = tables.get(name)
    if table is None:
        return {"rules": pl.DataFrame(schema=_RULES), "spans": pl.DataFrame(schema=_SPANS)}
    length = pl.col("end") - pl.col("start")
    rules = table.group_by("rule").agg(
        pl.len().cast(pl.Int64).alias("spans"), length.sum().cast(pl.Int64).alias("characters")
    )
    if name == "repairs":
        named = table.select(
            "rule",
            pl.col("doc_id").alias("place"),
            "start",
            "end",
            pl.col("before").alias("text"),
            "after",
        )
    else:
        nothing = pl.lit(None, dtype=pl.String)
        named = table.select(
            "rule",
            pl.col("source_file").alias("place"),
            "start",
            "end",
            "text",
            nothing.alias("after"),
        )
    first = (
        named.unique(["rule", "text"], keep="first", maintain_order=True)
        .sort("rule", "place", "start")
        .group_by("rule", maintain_order=True)
        .head(EXAMPLES)
    )
    return {"rules": rules.select(list(_RULES)).sort("rule"), "spans": first.select(list(_SPANS))}


def span_evidence(parts: Iterable[Tables], *, characters: int) -> dict[str, pl.DataFrame]:
    """Evidence lists of the ledger: removed:<rule> and repaired:<rule>.

    parts: what count_spans gave for removed, then for repairs. characters: longest quotation.
    """
    rows, found = [EVIDENCE.empty().select(EVIDENCE_COLUMNS)], []
    for kind, part in zip(("removed", "repaired"), parts, strict=True):
        found.append(part["rules"].select(_named(kind), pl.col("spans").alias("rows")))
        nothing = {name: pl.lit(None, dtype=kind_) for name, kind_ in EVIDENCE.schema.items()}
        quoted = pl.struct("text", "after").map_elements(
            lambda row: _quote(row["text"], row["after"], characters),
            return_dtype=pl.String,
            skip_nulls=False,
        )
        rows.append(
            part["spans"]
            .with_columns(
                quote=quoted if characters else pl.lit(None, dtype=pl.String),
                id=_named(kind),
                source_file=pl.col("place")
                if kind == "removed"
                else pl.concat_str(pl.lit("article "), "place"),
            )
            .with_columns(
                nothing[name].alias(name)
                for name in (
                    "doc_id",
                    "sentence",
                    "outlet",
                    "published",
                    "mark_start",
                    "mark_end",
                    "also_start",
                    "also_end",
                    "title",
                )
            )
            .select(EVIDENCE_COLUMNS)
        )
    return {"spans": pl.concat(rows), "found": pl.concat(found).sort("id")}


def _named(kind: str) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{kind}:"), "rule").alias("id")


def _quote(before: str, after: str | None, characters: int) -> str:
    shown = shortened(clean(before), characters) or _code_points(before)
    if after is None:
        return shown
    return f"{shown} → {shortened(clean(after), characters) or 'nothing'}"


def _code_points(text: str) -> str:
    """What cannot be seen, by its code points."""
    return " ".join(f"U+{ord(char):04X}" for char in text[:8]) or "nothing"
