"""The corpus in numbers, counted shard by shard."""

from collections.abc import Iterable

import polars as pl

from analysis.contract import Tables

_COUNTS = {
    "facet": pl.String,
    "value": pl.String,
    "documents": pl.Int64,
    "copies": pl.Int64,
    "undated": pl.Int64,
    "words": pl.Int64,
    "first": pl.Date,
    "last": pl.Date,
}
#: Tolls with what their article says of them.
TOLLS = {
    "doc_id": pl.String,
    "start": pl.Int64,
    "value": pl.Int64,
    "bound": pl.String,
    "outcome": pl.String,
    "group": pl.String,
    "place": pl.String,
    "cumulative": pl.Boolean,
    "day": pl.Date,
    "outlet": pl.String,
    "source": pl.String,
    "source_id": pl.String,
    "copy": pl.Boolean,
}
#: What is kept of every article: no text.
ARTICLES = {
    "doc_id": pl.String,
    "outlet": pl.String,
    "published": pl.Date,
    "language": pl.String,
    "words": pl.Int64,
    "group_id": pl.String,
    "copy_of": pl.String,
}
#: Facets by which articles are counted; `value` is empty where an article has none.
FACETS = ("all", "outlet", "language", "month", "published_basis", "source_file", "length")


def survey(tables: Tables) -> dict[str, pl.DataFrame]:
    """Articles, copies, undated articles and words of one shard by every facet, and its tolls."""
    documents = with_facets(tables["documents"])
    counts = [_grouped(documents, facet) for facet in FACETS]
    sentences = tables["sentences"].height if "sentences" in tables else 0
    conflicts = int((documents["published_conflict"].list.len() > 0).sum())
    return {
        "counts": pl.concat(counts),
        "sizes": pl.DataFrame({"sentences": sentences, "conflicts": conflicts}),
        "reported": _reported(tables),
        "articles": tables["documents"].select(list(ARTICLES)),
    }


def _reported(tables: Tables) -> pl.DataFrame:
    """The shard's tolls with day, outlet and source (the outlet where none is named)."""
    if "tolls" not in tables:
        return pl.DataFrame(schema=TOLLS)
    articles = tables["documents"].select(
        "doc_id", "published", "outlet", pl.col("copy_of").is_not_null().alias("copy")
    )
    source = pl.coalesce("attributed_to", "outlet").fill_null("unnamed source")
    return (
        tables["tolls"]
        .join(articles, on="doc_id", how="left", maintain_order="left")
        .with_columns(
            day=pl.coalesce("as_of", "published"),
            source=source.str.replace(r"^(?i:the) ", ""),
        )
        .select(list(TOLLS))
    )


def with_facets(documents: pl.DataFrame) -> pl.DataFrame:
    """The documents with one string column per facet."""
    return documents.with_columns(
        pl.lit("").alias("all"),
        pl.col("outlet").fill_null("").alias("outlet"),
        pl.col("language").fill_null("").alias("language"),
        pl.col("published").dt.strftime("%Y-%m").fill_null("").alias("month"),
        pl.col("published_basis").fill_null("").alias("published_basis"),
        length_class(pl.col("words")).alias("length"),
    )


def length_class(words: pl.Expr) -> pl.Expr:
    """Article lengths in classes that double: "0032" holds 32 to 63 words."""
    power = words.clip(lower_bound=1).cast(pl.Float64).log(2).floor().cast(pl.Int64)
    return pl.lit(2, dtype=pl.Int64).pow(power).cast(pl.String).str.zfill(7)


def _grouped(documents: pl.DataFrame, facet: str) -> pl.DataFrame:
    return (
        documents.group_by(pl.col(facet).alias("value"))
        .agg(
            pl.len().cast(pl.Int64).alias("documents"),
            pl.col("copy_of").is_not_null().sum().cast(pl.Int64).alias("copies"),
            pl.col("published").is_null().sum().cast(pl.Int64).alias("undated"),
            pl.col("words").sum().cast(pl.Int64).alias("words"),
            pl.col("published").min().alias("first"),
            pl.col("published").max().alias("last"),
        )
        .with_columns(facet=pl.lit(facet))
        .select(list(_COUNTS))
        .sort("value")
    )


def add_up(parts: Iterable[Tables]) -> dict[str, pl.DataFrame]:
    """The counts of all shards as one, and their tolls one after the other."""
    counts, sentences, conflicts = [pl.DataFrame(schema=_COUNTS)], 0, 0
    tolls, articles = [pl.DataFrame(schema=TOLLS)], [pl.DataFrame(schema=ARTICLES)]
    for part in parts:
        tolls.append(part["reported"])
        articles.append(part["articles"])
        counts.append(part["counts"])
        sentences += int(part["sizes"]["sentences"].sum())
        conflicts += int(part["sizes"]["conflicts"].sum())
    summed = (
        pl.concat(counts)
        .group_by("facet", "value")
        .agg(
            pl.col("documents", "copies", "undated", "words").sum(),
            pl.col("first").min(),
            pl.col("last").max(),
        )
        .select(list(_COUNTS))
        .sort("facet", "value")
    )
    sizes = pl.DataFrame(
        {"sentences": [sentences], "conflicts": [conflicts]},
        schema={"sentences": pl.Int64, "conflicts": pl.Int64},
    )
    return {
        "counts": summed,
        "sizes": sizes,
        "reported": pl.concat(tolls),
        "articles": pl.concat(articles),
    }
