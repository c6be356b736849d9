"""Lines that stand in many articles of one outlet: boilerplate that no rule knows.

A line counts only where the lines beside it differ from article to article: a line that comes
back with its neighbours belongs to a story that was told twice.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from analysis.contract import Tables
from analysis.corpus.languages import USUAL, usual_languages
from analysis.corpus.outlets import whole_names
from analysis.corpus.parameters import Parameters
from analysis.corpus.years import corpus_years

#: Paragraphs at the edges of an article, where such lines stand.
AT_HEAD, AT_END, LONGEST = 2, 4, 500
#: Shorter lines come back by chance.
LEAST_WORDS = 4

EDGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "doc_id": pl.String,
    "source": pl.String,
    "line": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "several": pl.Boolean,
}
#: What is counted of such lines: hashes of them and of the line beside them, with the number of
#: the article within its shard and where it is from.
LINES: dict[str, pl.DataType | type[pl.DataType]] = {
    "key": pl.UInt64,
    "beside": pl.UInt64,
    "article": pl.UInt64,
    "source": pl.String,
}
#: Columns of articles that are read here.
HEADS = ("source_file", "outlet", "source", "published", "month_day", "told", "sure")
#: Outlets of a file that are written as initials, and as what they stand for.
OUTLETS: dict[str, pl.DataType | type[pl.DataType]] = {
    "source_file": pl.String,
    "outlet": pl.String,
    "whole": pl.String,
}


def told_apart(edges: pl.DataFrame, beside: Sequence[str]) -> pl.DataFrame:
    """The edges of a shard that may be boilerplate, as LINES.

    beside: the line beside each edge.
    """
    counts = pl.col("several") & (
        pl.col("line").str.count_matches(" ", literal=True) >= LEAST_WORDS - 1
    )
    # The hashes of polars are the same in every process that has the locked version.
    return (
        edges.select(
            key=pl.col("line").hash(),
            beside=pl.Series(beside, dtype=pl.String).hash(),
            article=pl.col("doc_id").rank("dense").cast(pl.UInt64),
            source="source",
            counts=counts,
        )
        .filter("counts")
        .drop("counts")
    )


def shown_lines(removed: pl.DataFrame) -> pl.DataFrame:
    """The lines that a file has shown to stand between its articles: column `line`."""
    lines = removed.filter(pl.col("rule") == "repeated_line")["text"]
    return pl.DataFrame({"line": lines.str.replace_all(r"\s+", " ").unique().sort()})


def learn_lines(shards: Iterable[Tables], *, parameters: Parameters) -> Tables:
    """The lines that are boilerplate (they stand in enough articles, in changing company), and the
    outlets that are another's initials in the same file, the years of dates without one, and the
    languages that are usual in sources and files.

    A source is a file of several articles, otherwise an outlet or a folder.
    """
    heads, counted, shown = [], [], []
    for number, tables in enumerate(shards):
        heads.append(tables["heads"])
        shown.append(tables["shown"])
        counted.append(
            tables["lines"].with_columns(
                pl.col("article") + (number << 32), shard=pl.lit(number, pl.UInt32)
            )
        )
    if not heads:
        empty = pl.DataFrame(schema={"line": pl.String})
        outlets = pl.DataFrame(schema=OUTLETS)
        return {
            "lines": empty,
            "outlets": outlets,
            "years": corpus_years([]),
            "languages": pl.DataFrame(schema=USUAL),
        }
    every = pl.concat(heads)
    named = every.select("source_file", "outlet").drop_nulls().unique()
    named = named.sort("source_file", "outlet")
    whole = pl.DataFrame(whole_names(named.iter_rows()), schema=OUTLETS, orient="row")
    # What one file has shown to stand between its articles is so in the others, too.
    lines = pl.concat([*shown, _repeated(pl.concat(counted), every, shards, parameters)])
    lines = lines.unique().sort("line")
    if "repeated_line" in parameters.keep:
        lines = lines.clear()
    years = corpus_years([every.select("published", "month_day")])
    return {
        "lines": lines,
        "outlets": whole,
        "years": years,
        "languages": usual_languages(every),
    }


def _repeated(
    counted: pl.DataFrame, heads: pl.DataFrame, shards: Iterable[Tables], parameters: Parameters
) -> pl.DataFrame:
    """The lines that stand in enough articles, in changing company: column `line`."""
    found = counted.group_by("key").agg(
        articles=pl.col("article").n_unique(), company=pl.col("beside").n_unique()
    )
    found = found.filter(
        pl.col("articles") >= parameters.repeated_line_articles,
        pl.col("company") >= 0.6 * pl.col("articles"),
    )
    # Of all articles of those files and outlets in which the line stands at all.
    places = counted.join(found, on="key", how="semi")
    around = places.select("key", "source").unique()
    sources = heads.group_by("source").len("articles")
    around = around.join(sources, on="source").group_by("key").agg(pl.col("articles").sum())
    found = found.join(around, on="key", suffix="_around").filter(
        pl.col("articles") >= parameters.repeated_line_share * pl.col("articles_around")
    )
    # The wording is read from the first shard that has it: most have none of these lines.
    first = places.join(found, on="key", how="semi").group_by("key").agg(pl.col("shard").min())
    wanted = dict(first.group_by("shard").agg("key").iter_rows())
    wording = [pl.DataFrame(schema={"line": pl.String})]
    for number, tables in enumerate(shards if wanted else ()):
        if number in wanted:
            lines = tables["edges"].select("line").unique()
            keys = pl.Series(wanted[number], dtype=pl.UInt64).implode()
            wording.append(lines.filter(pl.col("line").hash().is_in(keys)))
    return pl.concat(wording)
