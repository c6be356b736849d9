"""Which rows of the large tables the report shows, and which evidence lists it therefore needs."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from analysis.contract import Tables
from analysis.language.tokens import WordRules
from analysis.report.evidence import WANTED
from analysis.report.facts import gathered, used
from analysis.report.parameters import Parameters

_LETTERS = r"^\p{L}[\p{L}\p{M}'’-]+$"


def top_terms(frequencies: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The most frequent single words that are no stop words and no numbers."""
    words = frequencies.filter(
        (pl.col("n") == 1) & ~pl.col("stop_word") & pl.col("term").str.contains(_LETTERS)
    )
    return words.sort(["count", "term"], descending=[True, False]).head(parameters.terms)


def key_terms(keyness: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The strongest words of each side of the largest comparisons; only significant ones."""
    sides = (
        keyness.group_by("target", "reference")
        .agg(pl.col("count").sum())
        .sort(["count", "target", "reference"], descending=[True, False, False])
        .head(parameters.comparisons)
        .select("target", "reference")
        .with_row_index("place")
    )
    rows = keyness.join(sides, on=["target", "reference"]).filter(pl.col("p_adjusted") < 0.05)
    ranked = rows.with_columns(over=pl.col("g2") > 0, strength=pl.col("g2").abs()).sort(
        ["place", "over", "strength", "term"], descending=[False, True, True, False]
    )
    return ranked.group_by("place", "over", maintain_order=True).head(parameters.keyness_terms)


def top_collocations(
    collocations: pl.DataFrame, frequencies: pl.DataFrame, parameters: Parameters
) -> pl.DataFrame:
    """The pairs of words whose closeness is best attested (largest z); none with a stop word."""
    stop = frequencies.filter(pl.col("stop_word"))["term"].implode()
    pairs = collocations.filter(~pl.col("first").is_in(stop) & ~pl.col("second").is_in(stop))
    return pairs.sort(["z", "first", "second"], descending=[True, False, False]).head(
        parameters.collocations
    )


def top_entities(entities: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The names in most articles."""
    order = ["documents", "mentions", "entity_id"]
    return entities.sort(order, descending=[True, True, False]).head(parameters.entities)


def top_pairs(cooccurrence: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The significant pairs with the largest G²."""
    rows = cooccurrence.filter((pl.col("p_adjusted") < 0.05) & (pl.col("g2") > 0))
    return rows.sort(["g2", "entity_a", "entity_b"], descending=[True, False, False]).head(
        parameters.pairs
    )


def network_pairs(cooccurrence: pl.DataFrame, count: int = 200) -> pl.DataFrame:
    """The pairs of the backbone with most sentences: more than the figure draws."""
    order = ["sentences", "entity_a", "entity_b"]
    return (
        cooccurrence.filter("in_backbone").sort(order, descending=[True, False, False]).head(count)
    )


def companions(cooccurrence: pl.DataFrame, entity_id: str, count: int = 6) -> pl.DataFrame:
    """Names that stand with this one more often than by chance: other, sentences, g2, …"""
    rows = cooccurrence.filter(
        ((pl.col("entity_a") == entity_id) | (pl.col("entity_b") == entity_id))
        & (pl.col("p_adjusted") < 0.05)
        & (pl.col("g2") > 0)
    )
    other = pl.when(pl.col("entity_a") == entity_id).then("entity_b").otherwise("entity_a")
    return (
        rows.with_columns(other=other)
        .sort(["g2", "entity_a", "entity_b"], descending=[True, False, False])
        .head(count)
    )


def top_events(events: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """The most widely reported days, in the order of the calendar."""
    best = events.sort(["score", "day"], descending=[True, False]).head(parameters.events)
    return best.sort("day")


def top_bursts(bursts: pl.DataFrame, count: int = 15) -> pl.DataFrame:
    """The strongest bursts."""
    return bursts.sort(["weight", "series", "first"], descending=[True, False, False]).head(count)


def top_disagreements(disagreements: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Days and scopes on which no number fits all reports, widest relative gap first."""
    gap = (pl.col("high") - pl.col("low")) / pl.col("high").clip(lower_bound=1)
    rows = disagreements
    if "contradictory" in rows.columns:
        rows = rows.filter(pl.col("contradictory"))
    keys = ["day", "place", "outcome", "group"]
    return (
        rows.with_columns(gap=gap, sides=pl.col("sources").list.len())
        .sort(["sides", "gap", *keys], descending=[True, True, *[False] * 4], nulls_last=True)
        .head(parameters.disagreements)
        .sort(keys, nulls_last=True)
    )  # fmt: skip


def latest_tolls(tolls: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Running totals: of each source, outcome and group the latest figure; copies left out."""
    totals = tolls.filter(pl.col("cumulative") & pl.col("day").is_not_null() & ~pl.col("copy"))
    # Where an entity is known to speak, its spellings are one source.
    totals = totals.with_columns(speaker=pl.coalesce("source_id", "source"))
    keys = ["speaker", "outcome", "group"]
    often = totals.group_by(keys).agg(pl.len().alias("reports"))
    latest = (
        totals.sort(["day", "value", "doc_id", "start"], descending=[True, True, False, False])
        .group_by(keys, maintain_order=True)
        .head(1)
        .join(often, on=keys)
    )
    return (
        latest.sort(["reports", "value", *keys], descending=[True, True, False, False, False])
        .head(parameters.tolls)
        .sort(["outcome", "group", "value", "source"], descending=[False, False, True, False])
        .drop("speaker")
    )


def pair_list(a: str, b: str) -> str:
    """Id of a pair's evidence list, whichever comes first."""
    return f"pair:{min(a, b)}|{max(a, b)}"


def toll_list(doc_id: str, start: int) -> str:
    """Id of a toll's evidence list."""
    return f"toll:{doc_id}:{start}"


def day_list(day: object) -> str:
    """Id of the evidence list of the articles of a day."""
    return f"published:{day}"


def outcome_list(outcome: str) -> str:
    """Id of the evidence list of all figures of an outcome; empty: of all outcomes."""
    return f"tolls:{outcome or 'all'}"


def burst_list(series: str, first: object) -> str:
    """Id of a burst's evidence list."""
    return f"burst:{series}:{first}"


def disagreement_list(row: dict[str, Any]) -> str:
    """Id of a disagreement's evidence list; row: of the table disagreements."""
    scope = [str(row[name] or "") for name in ("day", "place", "outcome", "group")]
    return f"disagreement:{':'.join(scope)}:{row.get('cumulative')}"


def choose(
    survey: Tables, bundle: Iterable[Tables], provenance: Tables, *, parameters: Parameters
) -> dict[str, pl.DataFrame]:
    """The evidence lists that the report needs: table `wanted`; and how words were cut."""
    whole = gathered(bundle)
    rows: list[dict[str, Any]] = []

    def want(
        name: str, kind: str, a: str = "", b: str | None = None, first: Any = None, last: Any = None
    ) -> None:
        rows.append({"id": name, "kind": kind, "a": a, "b": b, "first": first, "last": last})

    for facet in ("all", "copies", "undated", "conflict"):
        want(f"articles:{facet}", "articles", facet, "" if facet == "all" else None)
    counts = survey["counts"]
    for facet in ("outlet", "language"):
        part = counts.filter(pl.col("facet") == facet)
        ranked = part.sort(["documents", "value"], descending=[True, False])
        for row in ranked.head(parameters.outlets).iter_rows(named=True):
            value = row["value"]
            want(f"{facet}:{value}", "articles", facet, value)
            for sort in ("copies", "undated"):
                if facet == "outlet" and row[sort]:
                    want(f"{sort}:{value}", "articles", sort, value)
    if "frequencies" in whole:
        for term in top_terms(whole["frequencies"], parameters)["term"]:
            want(f"term:{term}", "term", term)
    if "keyness" in whole:
        for term in key_terms(whole["keyness"], parameters)["term"].unique(maintain_order=True):
            want(f"term:{term}", "term", term)
    if "collocations" in whole:
        for first, second in (
            top_collocations(whole["collocations"], whole["frequencies"], parameters)
            .select("first", "second")
            .rows()
        ):
            want(f"phrase:{first} {second}", "phrase", first, second)
    _want_names(want, whole, parameters)
    _want_days(want, whole, parameters)
    for outcome in ("", *survey["reported"]["outcome"].unique().sort()):
        want(outcome_list(outcome), "outcome", outcome)
    for doc_id, start in (
        latest_tolls(survey["reported"], parameters).select("doc_id", "start").rows()
    ):
        want(toll_list(doc_id, start), "span", doc_id, str(start))
    frame = pl.DataFrame(rows, schema=WANTED, orient="row") if rows else pl.DataFrame(schema=WANTED)
    return {
        "wanted": frame.unique(maintain_order=True),
        "word_rules": _word_rules(provenance["provenance"]),
    }


def _word_rules(provenance: pl.DataFrame) -> pl.DataFrame:
    """The rules by which the terms stage cut words (name, value), from its parameters."""
    chosen = used(provenance, "terms")
    rows = [(name, bool(chosen[name])) for name in WordRules.model_fields if name in chosen]
    return pl.DataFrame(rows, schema={"name": pl.String, "value": pl.Boolean}, orient="row")


def _want_names(want: Any, whole: dict[str, pl.DataFrame], parameters: Parameters) -> None:
    if "entities" not in whole or "cooccurrence" not in whole:
        return
    top = top_entities(whole["entities"], parameters)
    for entity_id in top["entity_id"]:
        want(f"entity:{entity_id}", "entity", entity_id)
    pairs = [
        top_pairs(whole["cooccurrence"], parameters).select("entity_a", "entity_b"),
        network_pairs(whole["cooccurrence"]).select("entity_a", "entity_b"),
    ]
    for entity_id in top["entity_id"].head(parameters.profiles):
        pairs.append(companions(whole["cooccurrence"], entity_id).select("entity_a", "entity_b"))
    for a, b in pl.concat(pairs).unique(maintain_order=True).rows():
        want(pair_list(a, b), "pair", a, b)


def _want_days(want: Any, whole: dict[str, pl.DataFrame], parameters: Parameters) -> None:
    if "events" in whole:
        for row in top_events(whole["events"], parameters).iter_rows(named=True):
            want(f"event:{row['day']}", "event", first=row["day"], last=row["day"])
            place = str(row["headline_sentence"])
            want(f"headline:{row['day']}", "sentence", row["headline_doc_id"], place)
    if "coverage" in whole:
        days = whole["coverage"].filter((pl.col("series") == "all") & (pl.col("unit") == "day"))
        busiest = days.sort(["documents", "period"], descending=[True, False]).head(1)
        for day in busiest["period"]:
            want(day_list(day), "articles", "all", "", day, day)
    if "bursts" in whole:
        for row in top_bursts(whole["bursts"]).iter_rows(named=True):
            kind, _, key = row["series"].partition(":")
            name = burst_list(row["series"], row["first"])
            match kind:
                case "term" | "entity":
                    want(name, kind, key, None, row["first"], row["last"])
                case "edge":
                    a, _, b = key.partition("|")
                    want(name, "pair", a, b, row["first"], row["last"])
                case "outlet":
                    want(name, "articles", "outlet", key, row["first"], row["last"])
                case _:
                    want(name, "articles", "all", "", row["first"], row["last"])
    if "disagreements" in whole:
        for row in top_disagreements(whole["disagreements"], parameters).iter_rows(named=True):
            for place in row["rows"]:
                doc_id, _, start = place.rpartition(":")
                want(disagreement_list(row), "span", doc_id, start)
