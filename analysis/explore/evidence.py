"""From numbers to sentences: the text behind a pair, a name, a day or a figure."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.tables import SENTENCES
from analysis.entities.tables import MENTIONS
from analysis.explore.marks import Mark, Segment, one_line
from analysis.timeline.tables import DATES, TOLLS

if TYPE_CHECKING:
    from analysis.explore.articles import Articles

#: Kinds of marks in the clean text, and what they are called.
KINDS: Mapping[str, str] = {
    "PER": "person",
    "ORG": "organisation",
    "LOC": "place",
    "date": "date",
    "toll": "reported figure",
    "hit": "match",
}


def with_sentences(corpus: "Articles", places: pl.DataFrame) -> pl.DataFrame:
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


def marks_of(corpus: "Articles", doc_ids: Iterable[str]) -> dict[str, list[Mark]]:
    """Names, dates and reported figures of some articles, as far as their stages are finished."""
    ids = sorted(set(doc_ids))
    here = pl.col("doc_id").is_in(ids)
    marks: dict[str, list[Mark]] = {doc_id: [] for doc_id in ids}
    if corpus.run.has(MENTIONS):
        columns = ["doc_id", "start", "end", "type", "entity_id"]
        names = corpus.network.names
        found = corpus.run.scan(MENTIONS).filter(here).select(columns).collect()
        for doc_id, start, end, kind, entity in found.iter_rows():
            note = f"{KINDS[kind]}: {names.get(entity, entity)}"
            marks[doc_id].append(Mark(start, end, kind, note))
    if corpus.run.has(DATES):
        columns = ["doc_id", "start", "end", "value", "basis"]
        found = corpus.run.scan(DATES).filter(here).select(columns).collect()
        for doc_id, start, end, value, basis in found.iter_rows():
            note = f"date: {value} ({_BASES.get(basis, basis)})"
            marks[doc_id].append(Mark(start, end, "date", note))
        for row in corpus.run.scan(TOLLS).filter(here).collect().iter_rows(named=True):
            mark = Mark(row["start"], row["end"], "toll", toll_in_words(row))
            marks[row["doc_id"]].append(mark)
    return marks


_BASES = {
    "explicit": "as written",
    "published": "counted from the day of publication",
    "previous": "counted from the date before it",
    "corpus": "year taken from the corpus",
    "none": "cannot be resolved",
}


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


def tolls_named(corpus: "Articles", places: Iterable[str]) -> pl.DataFrame:
    """Reported figures with their sentences, the lowest first.

    places: doc_id:start each, as 40_timeline/disagreements names them.
    """
    wanted = pl.DataFrame(
        [(doc_id, int(start)) for doc_id, _, start in (one.partition(":") for one in places)],
        schema={"doc_id": pl.String, "start": pl.Int64}, orient="row",
    )  # fmt: skip
    found = corpus.run.frame(TOLLS).join(wanted, on=["doc_id", "start"], how="semi")
    return with_sentences(corpus, found.sort("value", "doc_id", "start"))


def marked_sentences(
    corpus: "Articles", found: pl.DataFrame, kinds: Iterable[str]
) -> list[list[Segment]]:
    """The sentences of a table (doc_id, begins, text) with their marks of some kinds."""
    wanted = set(kinds)
    marks = marks_of(corpus, found["doc_id"])
    segments = []
    for doc_id, begins, text in found.select("doc_id", "begins", "text").iter_rows():
        first = begins or 0
        moved = [
            Mark(mark.start - first, mark.end - first, mark.kind, mark.note)
            for mark in marks[doc_id]
            if mark.kind in wanted and mark.start >= first
        ]
        segments.append(one_line(text, moved))
    return segments
