"""Sentences about dates, coverage, events and reported figures."""

import polars as pl

from analysis.report.figures import dates
from analysis.report.figures.frames import Frame, greatest, read
from analysis.report.figures.style import counted, number, percent
from analysis.report.shown import Sentence


def dates_found(table: Frame) -> Sentence:
    """How many date expressions were found and resolved to days."""
    found = read(table, {"basis": pl.String, "first": pl.Date})
    if found.is_empty():
        return Sentence("No date expression was found.")
    resolved = found.height - found["first"].null_count()
    relative = found.filter(pl.col("basis").is_in(["published", "previous"])).height
    return Sentence(
        f"{counted(found.height, 'date expression')}, {number(resolved)}"
        f" ({percent(resolved / found.height)}) of them resolved to days;"
        f" {number(relative)} only by the publication date or a date before them in the text."
    )


def bursts_found(bursts: Frame, coverage: Frame) -> Sentence:
    """How many bursts there are, or why there can be none."""
    if not coverage.shape[0]:
        return Sentence("No article is dated, so there is no coverage over time and no burst.")
    table = read(bursts, {"series": pl.String})
    if table.is_empty():
        return Sentence("No series is markedly more frequent at one time than at another.")
    return Sentence(
        f"{counted(table.height, 'burst')} in"
        f" {counted(table['series'].n_unique(), 'series', 'series')}."
    )


def events_found(events: Frame) -> Sentence:
    """How many days stand out, and which is dated to most."""
    table = read(events, {"day": pl.Date, "documents": pl.Int64, "sentences": pl.Int64})
    if table.is_empty():
        return Sentence("No day is named by enough articles to be listed as an event.")
    top = table.sort(["documents", "sentences", "day"], descending=[True, True, False]).row(0)
    return Sentence(
        f"{counted(table.height, 'day')} stand out; most articles, {number(top[1])}, speak of"
        f" {dates.in_words(top[0])}."
    )


def tolls_found(tolls: Frame) -> Sentence:
    """How many reported figures there are, and how many name a source."""
    table = read(tolls, {"outcome": pl.String, "attributed_to": pl.String, "bound": pl.String})
    if table.is_empty():
        return Sentence(
            "No figure of people killed, injured, missing, displaced or held was found."
        )
    named = table.height - table["attributed_to"].null_count()
    open_ended = table.filter(pl.col("bound") != "exact").height
    kinds = table.group_by("outcome").len().sort(["len", "outcome"], descending=[True, False])
    listed = ", ".join(f"{outcome} {number(count)}" for outcome, count in kinds.iter_rows())
    return Sentence(
        f"{counted(table.height, 'reported figure')} ({listed}), copies included; {number(named)}"
        f" ({percent(named / table.height)}) name who says so in the sentence, and"
        f" {number(open_ended)} are bounds such as “at least” rather than exact."
    )


def disagreeing(disagreements: Frame) -> Sentence:
    """On how many days reports differ, and by how much at most."""
    table = read(disagreements, {"low": pl.Int64, "high": pl.Int64}).filter(pl.col("low") > 0)
    if table.is_empty():
        return Sentence("No two reports give different figures for the same day and scope.")
    ratio = greatest((table["high"] / table["low"]).fill_nan(None))
    return Sentence(
        f"For {counted(table.height, 'day and scope', 'days and scopes')} reports differ; the"
        f" largest figure is up to {number(ratio, 1)} times the smallest."
    )
