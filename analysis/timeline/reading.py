"""One shard read article by article: its date expressions and its tolls."""

from datetime import date

import polars as pl

from analysis.contract import Tables
from analysis.timeline.datelines import is_dateline
from analysis.timeline.dates import DateMention, DateOptions, resolve_dates
from analysis.timeline.tables import DATES, TOLLS
from analysis.timeline.tolls import Name, Toll, find_tolls

#: The language whose dates and tolls are read.
LANGUAGE = "en"

_MENTIONS = {
    "doc_id": pl.String,
    "sentence": pl.Int32,
    "start": pl.Int64,
    "end": pl.Int64,
    "type": pl.String,
    "entity_id": pl.String,
}


def readable(documents: pl.DataFrame) -> pl.DataFrame:
    """Articles in English; one whose language is unknown is tried."""
    return documents.filter(pl.col("language").fill_null(LANGUAGE) == LANGUAGE)


def mentions_of(tables: Tables) -> pl.DataFrame:
    """The mentions of a shard; none where the entities stage has not run."""
    found = tables.get("mentions")
    return pl.DataFrame(schema=_MENTIONS) if found is None else found.select(list(_MENTIONS))


def read_articles(tables: Tables, options: DateOptions) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The dates table, with a column dateline (bool), and the tolls table of a shard."""
    dates: list[tuple[object, ...]] = []
    tolls: list[dict[str, object]] = []
    articles = (
        readable(tables["documents"])
        .select("doc_id", "text", "published")
        .join(_lists(tables["sentences"], ("start", "end")), on="doc_id", how="left")
        .join(
            _lists(_places(tables), ("start", "end", "entity_id"), "place_"),
            on="doc_id",
            how="left",
        )
        .sort("doc_id")
    )
    for doc_id, text, published, starts, ends, first, last, entity in articles.iter_rows():
        spans = list(zip(starts or [], ends or [], strict=True))
        if not spans:
            continue
        mentions = resolve_dates(text, published, spans, options)
        dates.extend(_date_row(doc_id, text, mention) for mention in mentions)
        places = [
            Name(start, end, entity_id)
            for start, end, entity_id in zip(first or [], last or [], entity or [], strict=True)
        ]
        found = find_tolls(text, spans, places=places, dates=mentions, published=published)
        tolls.extend(_toll_row(doc_id, toll) for toll in found)
    schema = dict(DATES.schema) | {"dateline": pl.Boolean}
    frame = pl.DataFrame(dates, schema=schema, orient="row").sort(DATES.key, maintain_order=True)
    return frame.unique(list(DATES.key), keep="first", maintain_order=True), TOLLS.frame(tolls)


def _places(tables: Tables) -> pl.DataFrame:
    return mentions_of(tables).filter(pl.col("type") == "LOC").sort("doc_id", "start")


def _lists(frame: pl.DataFrame, columns: tuple[str, ...], prefix: str = "") -> pl.DataFrame:
    return (
        frame.sort("doc_id", "start")
        .group_by("doc_id", maintain_order=True)
        .agg(pl.col(column).alias(prefix + column) for column in columns)
    )


def _date_row(doc_id: str, text: str, mention: DateMention) -> tuple[object, ...]:
    return (
        doc_id,
        mention.sentence,
        mention.start,
        mention.end,
        mention.surface,
        mention.type,
        mention.value,
        mention.first,
        mention.last,
        mention.basis,
        is_dateline(text, mention.start, mention.end),
    )


def _toll_row(doc_id: str, toll: Toll) -> dict[str, object]:
    return {
        "doc_id": doc_id,
        "sentence": toll.sentence,
        "start": toll.start,
        "end": toll.end,
        "surface": toll.surface,
        "value": toll.value,
        "bound": toll.bound,
        "outcome": toll.outcome,
        "group": toll.group,
        "place": toll.place,
        "attributed_to": toll.attributed_to,
        "cumulative": toll.cumulative,
        "as_of": toll.as_of,
        "place_id": toll.place_id,
        "subset": toll.subset,
        "basis": "rule",
        "nationality": toll.nationality,
        "source_id": None,
    }


def publication_span(documents: pl.DataFrame) -> tuple[date | None, date | None]:
    """First and last publication day of a shard."""
    first, last = documents.select(
        pl.col("published").min().alias("first"), pl.col("published").max().alias("last")
    ).row(0)
    return first, last
