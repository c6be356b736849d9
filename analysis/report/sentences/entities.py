"""Sentences about names and pairs of names."""

import polars as pl

from analysis.report.figures.frames import Frame, read
from analysis.report.figures.style import counted, number
from analysis.report.shown import Sentence


def names_found(entities: Frame) -> Sentence:
    """How many names were found, and how many persons, organisations and places they stand for."""
    table = read(entities, {"type": pl.String, "mentions": pl.Int64, "aliases": pl.List(pl.String)})
    if table.is_empty():
        return Sentence("No person, organisation or place was found in the articles.")
    kinds = dict(table.group_by("type").len().iter_rows())
    several = table.filter(pl.col("aliases").list.len() > 1).height
    return Sentence(
        f"{counted(int(table['mentions'].sum()), 'mention')} (copies left out) name"
        f" {counted(kinds.get('PER', 0), 'person')}, {counted(kinds.get('ORG', 0), 'organisation')}"
        f" and {counted(kinds.get('LOC', 0), 'place')}; {number(several)} of them under more than"
        " one"
        " spelling."
    )


def merged(merges: Frame) -> Sentence:
    """How many spellings were joined, and how many wait for the researcher."""
    decisions = dict(read(merges, {"decision": pl.String}).group_by("decision").len().iter_rows())
    joined, waiting, hand = (decisions.get(one, 0) for one in ("merged", "candidate", "hand"))
    return Sentence(
        f"{counted(joined, 'spelling')} joined to a name by rule, {number(hand)} by hand;"
        f" {counted(waiting, 'pair')} of near names left apart for you to judge in"
        " hand/aliases.tsv."
    )


def pairs_found(cooccurrence: Frame, significance: float = 0.05) -> Sentence:
    """How many pairs of names were tested and kept.

    significance: the parameter of the entities stage.
    """
    table = read(
        cooccurrence, {"g2": pl.Float64, "p_adjusted": pl.Float64, "in_backbone": pl.Boolean}
    )
    if table.is_empty():
        return Sentence("No two names stand in one sentence often enough to be tested.")
    sure = table.filter(pl.col("g2") > 0, pl.col("p_adjusted") < significance).height
    return Sentence(
        f"{counted(table.height, 'pair')} of names tested; {number(sure)} occur together more often"
        f" than chance would have it, and {number(int(table['in_backbone'].sum()))} are kept for"
        " the"
        " network."
    )
