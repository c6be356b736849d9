"""Sentences about words."""

import polars as pl

from analysis.report.figures.frames import Frame, read
from analysis.report.figures.style import counted, number, percent
from analysis.report.shown import Sentence

#: After correction for the number of words compared.
LEVEL = 0.05


def vocabulary(frequencies: Frame) -> Sentence:
    """How many words there are, and how many of them occur once."""
    words = read(frequencies, {"n": pl.Int64, "count": pl.Int64}).filter(
        pl.col("n") == 1, pl.col("count") > 0
    )
    if words.is_empty():
        return Sentence("The articles hold no words.")
    once = words.filter(pl.col("count") == 1).height
    return Sentence(
        f"Copies left out, the articles hold {counted(int(words['count'].sum()), 'word')},"
        f" {number(words.height)} of them different; {number(once)}"
        f" ({percent(once / words.height)})"
        " occur once."
    )


def spread_of_words(frequencies: Frame) -> Sentence:
    """Which of the frequent words stand in few articles."""
    words = read(
        frequencies,
        {
            "term": pl.String,
            "n": pl.Int64,
            "stop_word": pl.Boolean,
            "count": pl.Int64,
            "documents": pl.Int64,
            "dispersion": pl.Float64,
        },
    ).filter(~pl.col("stop_word"), pl.col("n") == 1, pl.col("dispersion").is_not_null())
    top = words.sort(["count", "term"], descending=[True, False]).head(25)
    if top.height < 2:
        return Sentence("There are too few words to compare how evenly they are spread.")
    order = top.sort(["dispersion", "term"])
    even, uneven = order.row(0, named=True), order.row(-1, named=True)
    return Sentence(
        f"Of the {top.height} most frequent words, “{even['term']}” is spread most evenly"
        f" (DP {number(even['dispersion'], 2)}, in {counted(even['documents'], 'article')}) and"
        f" “{uneven['term']}” least (DP {number(uneven['dispersion'], 2)}, in"
        f" {counted(uneven['documents'], 'article')})."
    )


def key_words(keyness: Frame) -> Sentence:
    """How many words set the parts of the corpus apart."""
    table = read(keyness, {"target": pl.String, "term": pl.String, "p_adjusted": pl.Float64})
    if table.is_empty():
        return Sentence("The corpus has no two parts to compare: one outlet, or none named.")
    found = table.filter(pl.col("p_adjusted") < LEVEL)
    return Sentence(
        f"{counted(table['target'].n_unique(), 'comparison')}, {counted(table.height, 'word')}"
        f" tested; {number(found.height)} differ at 5 % after correction, among which one in twenty"
        " is expected to be false."
    )
