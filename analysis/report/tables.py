"""Tables of the report stage."""

import polars as pl

from analysis.contract import Column, Table, filters

EVIDENCE = Table(
    "50_report/evidence",
    "sentence, or span of raw text, that a number of the report rests on",
    (
        Column("id", pl.String, "evidence list, such as term:ceasefire or pair:loc:gaza|org:hamas"),
        Column("rank", pl.Int32, "0-based place in the list"),
        Column("doc_id", pl.String, "article; null for a span of raw text", nullable=True),
        Column("sentence", pl.Int32, "0-based sentence of the article", nullable=True),
        Column("start", pl.Int64, "first code point in documents.text, or in the raw text", "code points"),
        Column("end", pl.Int64, "end, exclusive", "code points"),
        Column("outlet", pl.String, "agency, paper or site", nullable=True),
        Column("published", pl.Date, "publication day", "day", nullable=True),
        Column("quote", pl.String, "the sentence, or what the licence lets be quoted of it", nullable=True),
        Column("mark_start", pl.Int32, "first code point in `quote` of what is counted", "code points", nullable=True),
        Column("mark_end", pl.Int32, "end of it, exclusive", "code points", nullable=True),
        Column("also_start", pl.Int32, "the same of the other name of a pair", "code points", nullable=True),
        Column("also_end", pl.Int32, "end of it, exclusive", "code points", nullable=True),
        Column("source_file", pl.String, "raw file"),
        Column("title", pl.String, "headline of the article", nullable=True),
    ),
    ("id", "rank"),
)  # fmt: skip

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
