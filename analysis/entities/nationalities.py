"""Nationalities and the like ("Israeli", "Egyptians"), led to their country.

They are no names of places, so they are no mentions and tie nothing to anything; who wants to
count them with their country finds them here.
"""

from functools import cache

import polars as pl
from ahocorasick_rs import AhoCorasick, MatchKind

from analysis.contract import Tables
from analysis.entities.gazetteer import shipped
from analysis.entities.reading import readable
from analysis.entities.tables import NATIONALITIES
from analysis.entities.wordlists import rows

FOUND = {"doc_id": pl.String, "start": pl.Int64, "end": pl.Int64, "surface": pl.String}


@cache
def _spellings() -> tuple[str, ...]:
    listed = {one for row in rows("countries.tsv") for one in row["demonyms"].split("|") if one}
    return tuple(sorted(listed))


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(_spellings(), matchkind=MatchKind.LeftmostLongest)


def nationalities(tables: Tables, assigned: Tables, countries: Tables) -> Tables:
    """The nationalities of a shard outside its names, each with the entity of its country (null
    where no article names the country itself)."""
    found = []
    texts = tables["documents"].filter(readable()).select("doc_id", "text")
    for doc_id, text in texts.iter_rows():
        for _, start, end in _automaton().find_matches_as_indexes(text):
            inside = start > 0 and (text[start - 1].isalnum() or text[start - 1] in "_@#")
            if not inside and not text[end : end + 1].isalnum():
                found.append((doc_id, start, end, text[start:end]))
    frame = pl.DataFrame(found, schema=FOUND, orient="row").sort("doc_id", "start")
    sentences = tables["sentences"].select("doc_id", "sentence", first="start", last="end")
    names = assigned["mentions"].select("doc_id", first="start", name_end="end")
    placed = (
        frame.join_asof(
            sentences.sort("doc_id", "first"),
            left_on="start",
            right_on="first",
            by="doc_id",
            check_sortedness=False,
        )
        .filter(pl.col("end") <= pl.col("last"))
        .drop("first", "last")
        .join_asof(
            names.sort("doc_id", "first"),
            left_on="start",
            right_on="first",
            by="doc_id",
            check_sortedness=False,
        )
        .filter(pl.col("name_end").is_null() | (pl.col("name_end") <= pl.col("start")))
    )
    adjectives = [shipped().country_of(surface) for surface in placed["surface"]]
    return {
        "nationalities": NATIONALITIES.conform(
            placed.with_columns(country=pl.Series(adjectives, dtype=pl.String))
            .filter(pl.col("country").is_not_null())
            .join(countries["countries"], on="country", how="left", maintain_order="left")
            .sort("doc_id", "sentence", "start")
        )
    }
