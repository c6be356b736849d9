"""Tables of the report stage."""

import polars as pl

from analysis.contract import Column, Table, filters


def _mark(name: str, description: str) -> Column:
    return Column(name, pl.Int32, description, "code points", nullable=True)


EVIDENCE = Table(
    "50_report/evidence",
    "sentence, or span of raw text, that a number of the report rests on",
    (
        Column("id", pl.String, "evidence list, such as term:ceasefire"),
        Column("rank", pl.Int32, "0-based place in the list"),
        Column("doc_id", pl.String, "article; null for a span of raw text", nullable=True),
        Column("sentence", pl.Int32, "0-based sentence of the article", nullable=True),
        Column("start", pl.Int64, "first code point in the article, or raw text", "code points"),
        Column("end", pl.Int64, "end, exclusive", "code points"),
        Column("outlet", pl.String, "agency, paper or site", nullable=True),
        Column("published", pl.Date, "publication day", "day", nullable=True),
        Column("quote", pl.String, "sentence, as far as the licence allows", nullable=True),
        _mark("mark_start", "first code point in the quotation of what is counted"),
        _mark("mark_end", "end of it, exclusive"),
        _mark("also_start", "the same of the other name of a pair"),
        _mark("also_end", "end of it, exclusive"),
        Column("source_file", pl.String, "raw file"),
        Column("title", pl.String, "headline of the article", nullable=True),
    ),
    ("id", "rank"),
)

EVIDENCE_LISTS = Table(
    "50_report/evidence_lists",
    "evidence list that the report links to",
    (
        Column("id", pl.String, "evidence list"),
        Column("label", pl.String, "what the list is called in the report, such as E12"),
        Column("title", pl.String, "what is counted"),
        Column("rows", pl.Int64, "sentences, articles or spans that were found", "rows"),
        Column("kept", pl.Int64, "of these, rows of the table evidence", "rows"),
    ),
    ("id",),
)

FINDINGS = Table(
    "50_report/findings",
    "main finding of the summary",
    (
        Column("finding", pl.Int32, "1-based place in the summary"),
        Column("topic", pl.String, "corpus, terms, entities, coverage, tolls …"),
        Column("sentence", pl.String, "the finding in words"),
        Column("value", pl.Float64, "the number that it rests on", nullable=True),
        Column("evidence", pl.List(pl.String), "evidence lists"),
    ),
    ("finding",),
)

FILTERS = filters("50_report")

TABLES = (EVIDENCE, EVIDENCE_LISTS, FINDINGS, FILTERS)
