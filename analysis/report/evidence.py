"""Evidence: the sentences that each number of the report rests on.

A list is wanted by its kind: a word, a phrase, a name, a pair of names, a day, a span, a sort of
articles. Each shard gives its first rows of every list; articles are in the order of their
hashed names, so the first rows are a fair draw. The merge keeps the first of all, one sentence of
each article before the second of any.
"""

from collections.abc import Iterable, Iterator

import polars as pl

from analysis.contract import Tables
from analysis.language.tokens import WordRules
from analysis.report.phrases import find_phrases
from analysis.report.plain import clean, dateline_end, excerpt
from analysis.report.survey import FACETS, with_facets
from analysis.report.tables import EVIDENCE

#: One row per wanted list, or per span of a list of spans.
#: kind: term (a), phrase (a b), entity (a), pair (a, b), event (first), span (a: doc_id, b: start),
#: outcome (a: of reported figures; empty: all),
#: sentence (a: doc_id, b: number),
#: or articles (a: facet, b: value; copies and undated: of the
#: outlet b, or of all). first, last: only articles published then.
WANTED = {
    "id": pl.String,
    "kind": pl.String,
    "a": pl.String,
    "b": pl.String,
    "first": pl.Date,
    "last": pl.Date,
}
#: Columns of the evidence table before rows are ranked.
EVIDENCE_COLUMNS = [column for column in EVIDENCE.schema if column != "rank"]
_HITS = {
    "id": pl.String,
    "doc_id": pl.String,
    "sentence": pl.Int32,
    "start": pl.Int64,
    "end": pl.Int64,
    "also": pl.Int64,
    "also_until": pl.Int64,
}


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Hits of which one span is counted."""
    nothing = (pl.lit(None, dtype=pl.Int64).alias(name) for name in ("also", "also_until"))
    return frame.with_columns(nothing).select(list(_HITS))


def find_evidence(
    tables: Tables, wanted: Tables, *, kept: int, characters: int
) -> dict[str, pl.DataFrame]:
    """Rows of one shard for every wanted list, at most `kept` each, and how many there are.

    characters: longest quotation; 0 leaves quotations out.
    """
    asked = wanted["wanted"]
    rules = WordRules(**dict(wanted["word_rules"].iter_rows()))
    hits = pl.concat([pl.DataFrame(schema=_HITS), *_hits(tables, asked, rules)]).select(list(_HITS))
    dates = tables["documents"].select("doc_id", "published")
    windows = asked.filter(pl.col("first").is_not_null() & (pl.col("kind") != "event"))
    if windows.height:
        within = windows.select("id", "first", "last").unique("id")
        hits = (
            hits.join(within, on="id", how="left")
            .join(dates, on="doc_id", how="left")
            .filter(pl.col("first").is_null() | pl.col("published").is_between("first", "last"))
            .select(list(_HITS))
        )
    one = hits.unique(["id", "doc_id", "sentence"], keep="first", maintain_order=True)
    found = one.group_by("id").agg(pl.len().cast(pl.Int64).alias("rows")).sort("id")
    chosen = (
        one.sort("id", "doc_id", "start")
        .with_columns(turn=pl.int_range(pl.len()).over("id", "doc_id"))
        .sort("id", "turn", "doc_id", "start")
        .group_by("id", maintain_order=True)
        .head(kept)
    )
    return {"evidence": _quoted(chosen, tables, characters), "found": found}


def merge_evidence(
    parts: Iterable[Tables], raw_spans: Tables, *, kept: int
) -> dict[str, pl.DataFrame]:
    """The evidence of all shards: at most `kept` rows a list, in order of publication."""
    shards = list(parts)
    rows = [EVIDENCE.empty().select(EVIDENCE_COLUMNS).with_columns(turn=pl.lit(0, dtype=pl.Int64))]
    rows += [part["evidence"] for part in shards]
    counts = [pl.DataFrame(schema={"id": pl.String, "rows": pl.Int64})]
    counts += [part["found"] for part in shards]
    first = (
        pl.concat(rows)
        .sort("id", "turn", "doc_id", "start")
        .group_by("id", maintain_order=True)
        .head(kept)
    )
    spans = raw_spans["spans"]
    ranked = (
        pl.concat([first.select(EVIDENCE_COLUMNS), spans.select(EVIDENCE_COLUMNS)])
        .sort("id", "published", "doc_id", "source_file", "start", nulls_last=True)
        .with_columns(rank=pl.int_range(pl.len()).over("id").cast(pl.Int32))
    )
    found = pl.concat([*counts, raw_spans["found"]]).group_by("id").agg(pl.col("rows").sum())
    return {"evidence": EVIDENCE.conform(ranked.sort("id", "rank")), "found": found.sort("id")}


def _hits(tables: Tables, asked: pl.DataFrame, rules: WordRules) -> Iterator[pl.DataFrame]:
    documents = tables["documents"]
    originals = documents.filter(pl.col("copy_of").is_null())
    by_kind = {key[0]: part for key, part in asked.group_by("kind", maintain_order=True)}
    sentences = tables["sentences"]
    words = [by_kind[kind] for kind in ("term", "phrase") if kind in by_kind]
    if words:
        yield _plain(find_phrases(originals, sentences, pl.concat(words), rules))
    mentions = tables.get("mentions")
    if mentions is not None:
        named = mentions.join(originals.select("doc_id"), on="doc_id", how="semi")
        if "entity" in by_kind:
            yield _named(named, by_kind["entity"])
        if "pair" in by_kind:
            yield _paired(named, by_kind["pair"])
    if "event" in by_kind and "dates" in tables:
        yield _dated(tables["dates"], originals, by_kind["event"])
    if "span" in by_kind and "tolls" in tables:
        yield _spans(tables["tolls"], by_kind["span"])
    if "outcome" in by_kind and "tolls" in tables:
        yield _outcomes(tables["tolls"], by_kind["outcome"])
    if "sentence" in by_kind:
        yield _sentences(sentences, by_kind["sentence"])
    if "articles" in by_kind:
        yield _articles(documents, sentences, by_kind["articles"])


def _named(mentions: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    ids = asked.select("id", pl.col("a").alias("entity_id"))
    return _plain(mentions.join(ids, on="entity_id"))


def _paired(mentions: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Sentences with both names; of several mentions the two that stand nearest are marked."""
    first = mentions.select("doc_id", "sentence", "start", "end", pl.col("entity_id").alias("a"))
    other = mentions.select(
        "doc_id",
        "sentence",
        pl.col("entity_id").alias("b"),
        pl.col("start").alias("also"),
        pl.col("end").alias("also_until"),
    )
    joined = (
        asked.select("id", "a", "b").join(first, on="a").join(other, on=["doc_id", "sentence", "b"])
    )
    apart = (pl.col("start") - pl.col("also")).abs()
    return (
        joined.with_columns(apart=apart)
        .sort("id", "doc_id", "sentence", "apart", "start")
        .select(list(_HITS))
    )


def _dated(dates: pl.DataFrame, originals: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Sentences that name the day itself; datelines, which name the day of printing, are none."""
    days = dates.filter(
        pl.col("type").is_in(["DATE", "TIME"]) & (pl.col("first") == pl.col("last"))
    )
    if "dateline" in dates.columns:
        days = days.filter(~pl.col("dateline"))
    return _plain(
        days.join(originals.filter(pl.col("published").is_not_null()), on="doc_id", how="semi")
        .join(asked.select("id", "first"), on="first")
    )  # fmt: skip


def _spans(tolls: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    places = asked.select(
        "id", pl.col("a").alias("doc_id"), pl.col("b").cast(pl.Int64).alias("start")
    )
    rows = tolls.select("doc_id", "sentence", "start", "end").unique(maintain_order=True)
    return _plain(rows.join(places, on=["doc_id", "start"]))


def _outcomes(tolls: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    wanted = asked.select("id", pl.col("a").alias("outcome"))
    every = tolls.join(wanted.filter(pl.col("outcome") == "").select("id"), how="cross")
    return _plain(pl.concat([tolls.join(wanted, on="outcome"), every], how="diagonal"))


def _sentences(sentences: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Whole sentences; nothing in them is marked."""
    numbered = asked.select(
        "id", pl.col("a").alias("doc_id"), pl.col("b").cast(pl.Int32).alias("sentence")
    )
    found = sentences.join(numbered, on=["doc_id", "sentence"]).with_columns(end=pl.col("start"))
    return _plain(found)


def _articles(
    documents: pl.DataFrame, sentences: pl.DataFrame, asked: pl.DataFrame
) -> pl.DataFrame:
    """Articles of a sort, each shown by its first sentence."""
    opening = sentences.filter(pl.col("sentence") == 0)
    listed = with_facets(documents).join(opening, on="doc_id", how="left", suffix="_first")
    listed = listed.with_columns(
        pl.col("sentence").fill_null(0).cast(pl.Int32),
        pl.lit(0, dtype=pl.Int64).alias("start"),
        pl.lit(0, dtype=pl.Int64).alias("end"),
    )
    frames = [pl.DataFrame(schema=_HITS)]
    for row in asked.iter_rows(named=True):
        facet, value = row["a"], row["b"]
        if facet in ("copies", "undated"):
            of_sort = (
                pl.col("copy_of").is_not_null()
                if facet == "copies"
                else pl.col("published").is_null()
            )
            part = listed.filter(of_sort)
            if value is not None:
                part = part.filter(pl.col("outlet") == value)
        elif facet == "conflict":
            part = listed.filter(pl.col("published_conflict").list.len() > 0)
        elif facet in FACETS:
            part = listed.filter(pl.col(facet) == value)
        else:
            raise ValueError(f"no facet {facet!r}")
        frames.append(_plain(part.with_columns(id=pl.lit(row["id"]))))
    return pl.concat(frames)


def _quoted(chosen: pl.DataFrame, tables: Tables, characters: int) -> pl.DataFrame:
    """The chosen rows with outlet, day and quotation."""
    bounds = tables["sentences"].select(
        "doc_id", "sentence", pl.col("start").alias("first"), pl.col("end").alias("last")
    )
    about = tables["documents"].select(
        "doc_id", "outlet", "published", "source_file", "title", "text"
    )
    joined = chosen.join(bounds, on=["doc_id", "sentence"], how="left", maintain_order="left").join(
        about.join(chosen.select("doc_id"), on="doc_id", how="semi"),
        on="doc_id",
        how="left",
        maintain_order="left",
    )
    quotes: list[tuple[str | None, list[tuple[int, int]]]] = []
    for row in joined.select(
        "text", "first", "last", "start", "end", "also", "also_until"
    ).iter_rows():
        text, first, last, start, end, also, until = row
        if not characters or first is None:
            quotes.append((None, []))
            continue
        # Outlet and day stand beside the quotation: an article's dateline says no more.
        begun = first + dateline_end(text[first:last])
        first = begun if begun <= start or start == end else first
        spans: list[tuple[int, int]] = [(start - first, end - first)]
        if also is not None:
            spans.append((also - first, until - first))
        held = sorted(span for span in spans if 0 <= span[0] < span[1])
        quotes.append(excerpt(text[first:last], held, characters))

    def mark(name: str, place: int, side: int) -> pl.Series:
        cells = [marks[place][side] if len(marks) > place else None for _, marks in quotes]
        return pl.Series(name, cells, dtype=pl.Int32)

    return joined.with_columns(
        pl.Series("quote", [row[0] for row in quotes], dtype=pl.String),
        mark("mark_start", 0, 0),
        mark("mark_end", 0, 1),
        mark("also_start", 1, 0),
        mark("also_end", 1, 1),
        pl.col("title").map_elements(clean, return_dtype=pl.String)
        if characters
        else pl.lit(None, dtype=pl.String).alias("title"),
    ).select(*EVIDENCE_COLUMNS, pl.col("turn").cast(pl.Int64))
