"""Outlets and their languages: which articles of each are compared with which of the others."""

import polars as pl


def main_language(counted: pl.DataFrame) -> str | None:
    """The language of the most words; None where none is known.

    counted: language, words, one row per article.
    """
    spoken = (
        counted.drop_nulls("language")
        .group_by("language")
        .agg(pl.col("words").sum())
        .sort(["words", "language"], descending=[True, False])
    )
    return str(spoken["language"][0]) if len(spoken) else None


def parted(counted: pl.DataFrame) -> pl.DataFrame:
    """Outlets by language: name (null: articles without an outlet), language, articles, words and
    smallest (words of the smallest article); sorted.

    counted: outlet, language, words, one row per article that counts.
    """
    return (
        counted.group_by(name="outlet", language="language")
        .agg(
            pl.len().cast(pl.Int64).alias("articles"),
            pl.col("words").sum(),
            pl.col("words").min().alias("smallest"),
        )
        .sort("name", "language")
    )


def against_others(parts: pl.DataFrame) -> pl.DataFrame:
    """What of each outlet is compared with what.

    Words of two languages differ in everything, which tells nothing of an outlet. So only what it
    holds in its main language, that of the most words, is compared, and only with what the others
    (articles without an outlet among them) hold in that language.

    parts: see `parted`. Returns one row per named outlet: name, language, articles, words and
    smallest of its articles in that language; words_elsewhere and smallest_elsewhere of the
    others' (0 where there are none); and all_articles, of any language. Articles whose language
    is unknown are taken for a language of their own, main only where no other is known.
    """
    named = parts.filter(pl.col("name").is_not_null())
    own = (
        named.sort(
            ["name", pl.col("language").is_null(), "words", "language"],
            descending=[False, False, True, False],
        )
        .group_by("name", maintain_order=True)
        .first()
    )
    others = (
        own.select("name", "language")
        .join(parts.rename({"name": "other"}), on="language", nulls_equal=True)
        .filter(pl.col("other").ne_missing(pl.col("name")))
        .group_by("name")
        .agg(
            pl.col("words").sum().alias("words_elsewhere"),
            pl.col("smallest").min().alias("smallest_elsewhere"),
        )
    )
    whole = named.group_by("name").agg(pl.col("articles").sum().alias("all_articles"))
    return (
        own.join(others, on="name", how="left")
        .join(whole, on="name", how="left")
        .with_columns(pl.col("words_elsewhere", "smallest_elsewhere").fill_null(0))
        .sort("name")
    )
