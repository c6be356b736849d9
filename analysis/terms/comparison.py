"""The table of keyness: outlets against the rest, two selections, or another corpus."""

import numpy as np
import polars as pl

from analysis.contract import Tables
from analysis.terms.frequency import dispersion
from analysis.terms.keyness import keyness
from analysis.terms.parameters import Parameters
from analysis.terms.sides import compared, smallest
from analysis.terms.tables import KEYNESS

THE_REST = "all other articles"


def between_parts(
    merged: Tables,
    groups: pl.DataFrame,
    scarce: pl.DataFrame,
    target_name: str | None,
    reference_name: str | None,
    parameters: Parameters,
) -> pl.DataFrame:
    """Keyness of parts of one corpus.

    scarce: kind, name, inside, term, value: the shortfalls that dispersion needs.
    target_name, reference_name: the selections in words, None where corpus.toml has none.
    """
    frames = []
    for (kind, name, against, words, rest), both in compared(merged, groups, parameters):
        sides = both.join(
            scarce.filter(
                (pl.col("kind") == kind) & pl.col("name").is_in([name, against or name])
            ).select("kind", "name", "inside", "term", "value"),
            on=["kind", "name", "inside", "term"],
            how="left",
            maintain_order="left",
        ).with_columns(pl.col("value").fill_null(0))
        own, rival = sides[: len(sides) // 2], sides[len(sides) // 2 :]
        table = pl.DataFrame(
            {
                "term": own["term"],
                "count": own["count"],
                "reference_count": rival["count"],
                "documents": own["documents"],
                "reference_documents": rival["documents"],
                "dispersion": _spread(own, words, smallest(merged, kind, name, True)),
                "reference_dispersion": _spread(
                    rival, rest, smallest(merged, kind, against or name, against is not None)
                ),
            }
        )
        labels = (
            (target_name or THE_REST, reference_name or THE_REST)
            if against
            else (name, _others(merged, name))
        )
        frames.append(
            keyness(
                table, words=words, reference_words=rest, confidence=parameters.confidence
            ).with_columns(target=pl.lit(labels[0]), reference=pl.lit(labels[1]))
        )
    if not frames:
        return KEYNESS.empty()
    return KEYNESS.conform(
        pl.concat([frame.select(list(KEYNESS.schema)) for frame in frames]).sort(list(KEYNESS.key))
    )


def _others(merged: Tables, name: str) -> str:
    """All others; where there are articles in several languages, with the language."""
    if merged["parts"].filter(pl.col("kind") == "outlet")["language"].n_unique() < 2:
        return THE_REST
    language = merged["outlets"].filter(pl.col("name") == name)["language"].item()
    return f"{THE_REST} ({language or 'language unknown'})"


def against_corpus(
    own: pl.DataFrame, other: pl.DataFrame, words: int, name: str | None, parameters: Parameters
) -> pl.DataFrame:
    """Keyness of the whole corpus against another's table of frequencies.

    own, other: tables of frequencies; words: of this corpus without copies. The other corpus's
    dispersion is left out: it lies in that corpus's own table.
    """
    columns = ["term", "count", "documents"]
    mine = own.filter((pl.col("n") == 1) & (pl.col("count") > 0))
    theirs = other.filter((pl.col("n") == 1) & (pl.col("count") > 0)).select(columns)
    rest = int(theirs["count"].sum())
    if not words or not rest:
        return KEYNESS.empty()
    table = (
        mine.select(*columns, "dispersion")
        .join(theirs, on="term", how="full", coalesce=True, suffix="_b")
        .with_columns(pl.col(pl.Int64).fill_null(0))
        .rename({"count_b": "reference_count", "documents_b": "reference_documents"})
        .filter(pl.col("count") + pl.col("reference_count") >= parameters.keyness_min_count)
        .sort("term")
        .with_columns(
            target=pl.lit("this corpus"),
            reference=pl.lit(name or "another corpus"),
            reference_dispersion=pl.lit(None, dtype=pl.Float64),
        )
    )
    return KEYNESS.conform(
        keyness(table, words=words, reference_words=rest, confidence=parameters.confidence)
    )


def _spread(side: pl.DataFrame, words: int, smallest: int) -> pl.Series:
    values = dispersion(
        side["held"].to_numpy(), side["value"].to_numpy(), side["count"].to_numpy(), words, smallest
    )
    return pl.Series(np.asarray(values), nan_to_null=True)
