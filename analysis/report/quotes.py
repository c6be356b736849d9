"""Sentences shown in a notebook, as far as the licence of the corpus lets them be quoted."""

import polars as pl

from analysis.contract import Description
from analysis.report.figures.frames import Frame, lazily, read
from analysis.report.licence import quoting
from analysis.report.parameters import Parameters
from analysis.report.plain import clean, dateline_end, shortened

UNQUOTED = "(not quoted)"


def quoted(
    rows: Frame,
    documents: Frame | pl.LazyFrame,
    sentences: Frame | pl.LazyFrame,
    description: Description,
    doc_id: str = "doc_id",
    sentence: str = "sentence",
) -> pl.DataFrame:
    """The rows with a column `text`: the sentence that each stands for.

    documents: doc_id, text. sentences: the table of that name. Of lazy ones only the articles
        that are quoted are read.
    description: names the licence; where it forbids quoting, the text says that.
    doc_id, sentence: the columns of `rows` that name the sentence.
    """
    table = rows if isinstance(rows, pl.DataFrame) else pl.from_pandas(rows)
    characters = quoting(description, Parameters()).characters
    keys = table.select(
        pl.col(doc_id).cast(pl.String).alias("doc_id"),
        pl.col(sentence).cast(pl.Int32).alias("sentence"),
    )
    spans = {"doc_id": pl.String, "sentence": pl.Int32, "start": pl.Int64, "end": pl.Int64}
    wanted = keys.unique()
    named = pl.col("doc_id").is_in(wanted["doc_id"].unique(maintain_order=True).to_list())
    texts_of = lazily(documents, {"doc_id": pl.String, "text": pl.String}).filter(named).collect()
    found = (
        lazily(sentences, spans)
        .filter(named)
        .collect()
        .join(wanted, on=["doc_id", "sentence"], how="semi")
        .join(texts_of, on="doc_id")
    )
    texts = {
        (key, number): shortened(clean(_told(text[start:end])), characters)
        if characters
        else UNQUOTED
        for key, number, start, end, text in found.select(
            "doc_id", "sentence", "start", "end", "text"
        ).iter_rows()
    }
    column = [texts.get(key, UNQUOTED) for key in keys.iter_rows()]
    return table.with_columns(pl.Series("text", column, dtype=pl.String))


def _told(text: str) -> str:
    return text[dateline_end(text) :]


def headlines(
    events: Frame,
    documents: Frame | pl.LazyFrame,
    sentences: Frame | pl.LazyFrame,
    description: Description,
) -> pl.DataFrame:
    """The best sentence of each event: doc_id, sentence, text, as event_timeline takes them."""
    keys = read(events, {"headline_doc_id": pl.String, "headline_sentence": pl.Int64})
    named = keys.rename({"headline_doc_id": "doc_id", "headline_sentence": "sentence"}).unique()
    return quoted(named, documents, sentences, description).sort("doc_id", "sentence")
