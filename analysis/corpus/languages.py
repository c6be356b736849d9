"""The language of each article: short texts are told by the company they keep.

"Erdoğan receives Blinken in Istanbul" might be Turkish by its letters alone; among headlines that
are surely English it is English. Asked is the article's own source first, then its file, then the
whole corpus.
"""

import polars as pl

from analysis.language.normalise import told_language

#: A company has a usual language where so many of its articles are surely in some language, and
#: such a share of these in the same one.
_LEAST, _SHARE = 5, 0.8
#: Columns of articles by which they keep company, the nearest first.
_LEVELS = ("source", "source_file", "corpus")
#: One of these columns, what it says, and the language that is usual there.
USUAL: dict[str, pl.DataType | type[pl.DataType]] = {
    "level": pl.String,
    "company": pl.String,
    "usual": pl.String,
}
#: The company of all articles.
_ALL = pl.lit("")


def usual_languages(articles: pl.DataFrame) -> pl.DataFrame:
    """The languages that are usual in sources, files and the corpus, as USUAL.

    articles: with source, source_file, told and sure.
    """
    sure = articles.filter(pl.col("sure") & pl.col("told").is_not_null()).with_columns(corpus=_ALL)
    levels = []
    for level in _LEVELS:
        counted = sure.group_by(company=level, usual="told").len()
        every = pl.col("len").sum().over("company")
        # No second language can have such a share.
        found = counted.filter(every >= _LEAST, pl.col("len") >= _SHARE * every)
        levels.append(found.select("company", "usual", level=pl.lit(level)).sort("company"))
    return pl.concat(levels).select(*USUAL)


def with_languages(
    articles: pl.DataFrame, changed: pl.DataFrame, usual: pl.DataFrame, described: str | None
) -> pl.DataFrame:
    """The articles with the language that counts, without `told` and `sure`.

    articles: with source, language as declared, told and sure (see told_language).
    changed: doc_id and text of those whose text is no longer the one that was told.
    described: the language of the corpus, where its description names one.
    """
    if changed.height:
        again = [told_language(text) for text in changed["text"]]
        new = changed.select(
            "doc_id",
            new_told=pl.Series([code for code, _ in again], dtype=pl.String),
            new_sure=pl.Series([sure for _, sure in again], dtype=pl.Boolean),
        )
        articles = articles.join(new, on="doc_id", how="left", maintain_order="left")
        newer = pl.col("new_sure").is_not_null()
        articles = articles.with_columns(
            told=pl.when(newer).then("new_told").otherwise("told"),
            sure=pl.when(newer).then("new_sure").otherwise("sure"),
        ).drop("new_told", "new_sure")
    joined = articles.with_columns(corpus=_ALL)
    for level in _LEVELS:
        here = usual.filter(level=level).select(
            pl.col("company").alias(level), pl.col("usual").alias(f"usual_{level}")
        )
        joined = joined.join(here, on=level, how="left", maintain_order="left")
    company = [f"usual_{level}" for level in _LEVELS]
    return joined.with_columns(
        language=pl.coalesce(
            "language",
            pl.when("sure").then("told"),
            pl.lit(described, pl.String),
            *company,
            "told",
        )
    ).drop("told", "sure", "corpus", *company)
