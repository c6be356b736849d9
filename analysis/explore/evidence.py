"""From numbers to sentences: the text behind a pair, a name, a day or a figure."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.tables import SENTENCES
from analysis.entities.tables import MENTIONS
from analysis.explore.marks import Mark, Segment, excerpt
from analysis.timeline.tables import DATES, TOLLS

if TYPE_CHECKING:
    from analysis.explore.corpus import Corpus

#: Kinds of marks in the clean text, and what they are called.
KINDS: Mapping[str, str] = {
    "PER": "person",
    "ORG": "organisation",
    "LOC": "place",
    "date": "date",
    "toll": "reported figure",
    "hit": "match",
}


def with_sentences(corpus: "Corpus", places: pl.DataFrame) -> pl.DataFrame:
    """Rows of doc_id and sentence with outlet, published, title, start, end and the sentence.

    Rows keep their order; a sentence that is not there any more is left empty.
    """
    ids = places["doc_id"].unique().to_list()
    spans = (
        corpus.run.scan(SENTENCES)
        .filter(pl.col("doc_id").is_in(ids))
        .select("doc_id", "sentence", pl.col("start").alias("begins"), pl.col("end").alias("ends"))
        .collect()
    )
    texts = corpus.texts.some(ids)
    joined = places.join(spans, on=["doc_id", "sentence"], how="left", maintain_order="left").join(
        corpus.articles.select("doc_id", "outlet", "published", "title"),
        on="doc_id", how="left", maintain_order="left",
    )  # fmt: skip
    quoted = [
        texts[doc_id][begins:ends] if begins is not None and doc_id in texts else ""
        for doc_id, begins, ends in joined.select("doc_id", "begins", "ends").iter_rows()
    ]
    return joined.with_columns(pl.Series("text", quoted, dtype=pl.String))


def marks_of(corpus: "Corpus", doc_id: str) -> list[Mark]:
    """Names, dates and reported figures of an article, as far as their stages are finished."""
    here = pl.col("doc_id") == doc_id
    marks: list[Mark] = []
    if corpus.run.has(MENTIONS):
        table = corpus.run.scan(MENTIONS).filter(here).collect()
        names = corpus.network.names
        for start, end, kind, entity in table.select("start", "end", "type", "entity_id").iter_rows():
            marks.append(Mark(start, end, kind, f"{KINDS[kind]}: {names.get(entity, entity)}"))
    if corpus.run.has(DATES):
        table = corpus.run.scan(DATES).filter(here).collect()
        for start, end, value, basis in table.select("start", "end", "value", "basis").iter_rows():
            marks.append(Mark(start, end, "date", f"date: {value} ({_basis(basis)})"))
        table = corpus.run.scan(TOLLS).filter(here).collect()
        for row in table.iter_rows(named=True):
            marks.append(Mark(row["start"], row["end"], "toll", toll_in_words(row)))
    return marks


def _basis(basis: str) -> str:
    return {
        "explicit": "as written",
        "published": "counted from the day of publication",
        "previous": "counted from the date before it",
        "corpus": "year taken from the corpus",
        "none": "cannot be resolved",
    }.get(basis, basis)


def toll_in_words(row: Mapping[str, object]) -> str:
    """A reported figure as a phrase: "at least 50 people killed, Rafah, says the ministry"."""
    bound = "" if row["bound"] == "exact" else f"{str(row['bound']).replace('_', ' ')} "
    said = f"{bound}{row['value']:,} {str(row['group']).replace('_', ' ')} {row['outcome']}"
    parts = [said, row["place"], f"says {row['attributed_to']}" if row["attributed_to"] else None]
    if row["cumulative"]:
        parts.append("running total")
    if row["as_of"]:
        parts.append(f"as of {row['as_of']}")
    return ", ".join(str(part) for part in parts if part)


def marked_sentence(text: str, begins: int | None, marks: list[Mark]) -> list[Segment]:
    """A sentence with marks that count the article's text."""
    first = begins or 0
    return excerpt(" " * first + text, first, first + len(text), marks) if text else []
