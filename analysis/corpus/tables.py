"""Tables of the corpus stage."""

import polars as pl

from analysis.contract import Column, Table, filters

#: What the pipeline hands in: a raw file, or a block of whole records of a large one.
RAW = Table(
    "10_corpus/raw",
    "raw file or block of records of a large one",
    (
        Column("source_file", pl.String, "path below the corpus folder, with / as separator"),
        Column("block", pl.Int32, "0-based number of the block in the file"),
        Column("first_record", pl.Int64, "0-based number of the block's first record"),
        Column(
            "head",
            pl.Binary,
            "header line of a csv or tsv file for blocks after the first; empty otherwise",
        ),
        Column("content", pl.Binary, "bytes as received", "bytes"),
        Column(
            "problem",
            pl.String,
            "why the file could not be read (content is empty then)",
            nullable=True,
        ),
        Column(
            "sha256",
            pl.String,
            "SHA-256 of the content; null: not known yet",
            nullable=True,
        ),
    ),
    ("source_file", "block"),
)

FILES = Table(
    "10_corpus/files",
    "raw file",
    (
        Column(
            "source_file",
            pl.String,
            "path below the corpus folder; a member of an archive is archive!/inner",
        ),
        Column("bytes", pl.Int64, "size", "bytes"),
        Column("sha256", pl.String, "SHA-256 of the bytes, hexadecimal"),
        Column("format", pl.String, "format that was read", nullable=True),
        Column(
            "encoding",
            pl.String,
            "encoding that was used to decode; null: not text",
            nullable=True,
        ),
        Column("documents", pl.Int64, "articles found", "articles"),
        Column("chars", pl.Int64, "decoded text", "code points"),
        Column("chars_kept", pl.Int64, "of these, kept in articles", "code points"),
        Column("chars_removed", pl.Int64, "of these, removed by a rule", "code points"),
        Column("problem", pl.String, "what went wrong and what to do", nullable=True),
        Column(
            "fields",
            pl.String,
            "columns or keys that title, text and so on were read from, guessed by name unless"
            " [fields] in corpus.toml names them; null: it has none",
            nullable=True,
        ),
    ),
    ("source_file",),
)

DOCUMENTS = Table(
    "10_corpus/documents",
    "article",
    (
        Column(
            "doc_id",
            pl.String,
            "16 hexadecimal digits, stable while the article's place in its file is",
        ),
        Column("source_file", pl.String, "raw file the article stands in"),
        Column(
            "record", pl.Int64, "0-based record in the file; null for text files", nullable=True
        ),
        Column("start", pl.Int64, "first code point of the raw span", "code points", nullable=True),
        Column("end", pl.Int64, "end of the raw span, exclusive", "code points", nullable=True),
        Column("title", pl.String, "headline", nullable=True),
        Column("text", pl.String, "repaired, unwrapped text; paragraphs parted by a blank line"),
        Column(
            "published",
            pl.Date,
            "publication day in the corpus's time zone",
            "day",
            nullable=True,
        ),
        Column(
            "published_basis",
            pl.String,
            "field, file_name, text, or corpus (corpus.toml, or the year that alone fits)",
            nullable=True,
        ),
        Column("published_conflict", pl.List(pl.String), "other dates found"),
        Column("dateline", pl.String, "place named in the dateline", nullable=True),
        Column("outlet", pl.String, "agency, paper or site", nullable=True),
        Column("byline", pl.String, "author as named", nullable=True),
        Column("url", pl.String, "address as given; never fetched", nullable=True),
        Column("language", pl.String, "ISO 639-1 code", nullable=True),
        Column("words", pl.Int64, "words of the text", "words"),
        Column("group_id", pl.String, "near-duplicate group; an article alone has its own doc_id"),
        Column(
            "copy_of",
            pl.String,
            "doc_id of the earliest member of the group; null for it",
            nullable=True,
        ),
        Column("begins", pl.String, "why an article begins here", nullable=True),
    ),
    ("doc_id",),
)

REMOVED = Table(
    "10_corpus/removed",
    "removed span",
    (
        Column("source_file", pl.String, "raw file"),
        Column("record", pl.Int64, "0-based record; null for text files", nullable=True),
        Column("start", pl.Int64, "first code point", "code points"),
        Column("end", pl.Int64, "end, exclusive", "code points"),
        Column("rule", pl.String, "rule that removed it"),
        Column("text", pl.String, "what was removed"),
    ),
    ("source_file", "record", "start"),
)

REPAIRS = Table(
    "10_corpus/repairs",
    "changed span",
    (
        Column("doc_id", pl.String, "article"),
        Column("start", pl.Int64, "first raw code point", "code points"),
        Column("end", pl.Int64, "end of the raw span, exclusive", "code points"),
        Column("before", pl.String, "raw text"),
        Column("after", pl.String, "text in its place"),
        Column("rule", pl.String, "repair"),
    ),
    ("doc_id", "start"),
    unique=False,
)

VARIANTS = Table(
    "10_corpus/variants",
    "value that differs between members of a near-duplicate group",
    (
        Column("group_id", pl.String, "near-duplicate group"),
        Column("doc_id", pl.String, "article"),
        Column("sentence", pl.Int32, "0-based sentence of the article"),
        Column("value", pl.String, "value in the article"),
        Column("other_doc_id", pl.String, "other member"),
        Column("other_value", pl.String, "value there"),
    ),
    ("group_id", "doc_id", "sentence", "value"),
    unique=False,
)

SENTENCES = Table(
    "10_corpus/sentences",
    "sentence",
    (
        Column("doc_id", pl.String, "article"),
        Column("sentence", pl.Int32, "0-based number in the article"),
        Column("start", pl.Int64, "first code point in documents.text", "code points"),
        Column("end", pl.Int64, "end, exclusive", "code points"),
    ),
    ("doc_id", "sentence"),
)

FILTERS = filters("10_corpus")

TABLES = (FILES, DOCUMENTS, REMOVED, REPAIRS, VARIANTS, SENTENCES, FILTERS)
