"""Lines that stand in many articles of one outlet: boilerplate that no rule knows.

A line counts only where the lines beside it differ from article to article: a line that comes
back with its neighbours belongs to a story that was told twice.
"""

from collections.abc import Iterable

import polars as pl

from analysis.contract import Tables
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
    "beside": pl.UInt64,
    "start": pl.Int64,
    "end": pl.Int64,
    "several": pl.Boolean,
}
#: Columns of articles that are read here.
HEADS = ("source_file", "outlet", "source", "published", "month_day")
#: Outlets of a file that are written as initials, and as what they stand for.
OUTLETS: dict[str, pl.DataType | type[pl.DataType]] = {
    "source_file": pl.String,
    "outlet": pl.String,
    "whole": pl.String,
}


def learn_lines(shards: Iterable[Tables], *, parameters: Parameters) -> Tables:
    """The lines that are boilerplate (they stand in enough articles, in changing company), and the
    outlets that are another's initials in the same file, and the years of dates without one.

    A source is a file of several articles, otherwise an outlet or a folder.
    """
    frames, counts, known, dates = [], [], [], []
    named: set[tuple[str, str]] = set()
    for tables in shards:
        heads = tables["heads"]
        outlets = heads.select("source_file", "outlet").unique()
        named.update(outlets.drop_nulls().iter_rows())
        frames.append(tables["edges"].filter("several"))
        known.append(tables["removed"].filter(pl.col("rule") == "repeated_line").select("text"))
        dates.append(heads.select("published", "month_day"))
        counts.append(heads.group_by("source").len("articles"))
    whole = pl.DataFrame(whole_names(sorted(named)), schema=OUTLETS, orient="row")
    years = corpus_years(dates)
    if not frames:
        empty = pl.DataFrame(schema={"line": pl.String})
        return {"lines": empty, "outlets": whole, "years": years}
    edges = pl.concat(frames)
    sources = pl.concat(counts).group_by("source").agg(pl.col("articles").sum())
    edges = edges.filter(pl.col("line").str.count_matches(" ") >= LEAST_WORDS - 1)
    found = edges.group_by("line").agg(
        articles=pl.col("doc_id").n_unique(), company=pl.col("beside").n_unique()
    )
    found = found.filter(
        pl.col("articles") >= parameters.repeated_line_articles,
        pl.col("company") >= 0.6 * pl.col("articles"),
    )
    # Of all articles of those files and outlets in which the line stands at all.
    around = edges.join(found, on="line", how="semi").select("line", "source").unique()
    around = around.join(sources, on="source").group_by("line").agg(pl.col("articles").sum())
    found = found.join(around, on="line", suffix="_around").filter(
        pl.col("articles") >= parameters.repeated_line_share * pl.col("articles_around")
    )
    # What one file has shown to stand between its articles is so in the others, too.
    shown = pl.concat(known).select(line=pl.col("text").str.replace_all(r"\s+", " ")).unique()
    lines = pl.concat([found.select("line"), shown]).unique().sort("line")
    if "repeated_line" in parameters.keep:
        lines = lines.clear()
    return {"lines": lines, "outlets": whole, "years": years}
