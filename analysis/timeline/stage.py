"""The timeline stage: dates, coverage, bursts, tolls, disagreements and events.

survey (per shard)   → choose (which series; the years of the corpus)
read (per shard)     → choose_days (which days are events), merge
headlines (per shard) → finish (best sentence of each day)
"""

from collections.abc import Iterable

import polars as pl

from analysis.contract import Engine, Given, Outputs, Tables
from analysis.timeline import coverage, disagreements, events, hand
from analysis.timeline.bursts import burst_table
from analysis.timeline.changepoints import changepoint_table
from analysis.timeline.dates import DateOptions
from analysis.timeline.parameters import Parameters
from analysis.timeline.reading import mentions_of, publication_span, read_articles, readable
from analysis.timeline.speakers import with_sources
from analysis.timeline.tables import DATES, FILTERS, TOLLS

_SPAN = {"first": pl.Date, "last": pl.Date}
#: Tables of a shard that the merge needs.
_COUNTED = ("daily", "scoped", "lag_counts", "hand_found", "counts")
_CHOICES = {"kind": pl.String, "key": pl.String}


def compute(engine: Engine, given: Given, parameters: Parameters) -> Outputs:
    """All tables of the stage."""
    nothing = engine.share({})
    whole = {
        name: given.whole.get(name, nothing) for name in ("frequencies", "entities", "cooccurrence")
    }
    surveys = engine.each(survey, given.shards, parameters=parameters)
    choices = engine.once(
        choose, surveys, whole["frequencies"], whole["cooccurrence"], parameters=parameters
    )
    facts = engine.each(read, given.shards, choices, given.hand, parameters=parameters)
    days = engine.once(events.choose_days, facts, parameters=parameters)
    merged = engine.once(merge, facts, whole["entities"], given.hand, parameters=parameters)
    # The counts of a day change with every article on it; by what headlines are chosen, rarely.
    best = engine.each(headlines, facts, engine.pick(days, "listed", "weights"))
    told = engine.once(finish, best, days, parameters=parameters)
    tables = {"dates": facts, "tolls": facts, "events": [told]}
    alone = ("coverage", "bursts", "changepoints", "disagreements", "lags", "known_events",
             "reference", "filters")  # fmt: skip
    return Outputs(tables=tables | {name: [merged] for name in alone})


def survey(tables: Tables, *, parameters: Parameters) -> dict[str, pl.DataFrame]:
    """Publication days of a shard, and in how many of its articles each entity is named."""
    articles = coverage.counted(tables["documents"], parameters)
    named = mentions_of(tables).join(articles.select("doc_id"), on="doc_id", how="semi")
    return {
        "span": pl.DataFrame([publication_span(tables["documents"])], schema=_SPAN, orient="row"),
        "entities": named.group_by("entity_id")
        .agg(pl.col("doc_id").n_unique().cast(pl.Int64).alias("documents"))
        .sort("entity_id"),
    }


def choose(
    surveys: Iterable[Tables], frequencies: Tables, pairs: Tables, *, parameters: Parameters
) -> dict[str, pl.DataFrame]:
    """The terms, entities and pairs that get a series, and the days that the corpus spans."""
    spans = pl.concat([pl.DataFrame(schema=_SPAN), *(part["span"] for part in surveys)])
    terms = coverage.choose_terms(frequencies.get("frequencies"), parameters)
    entities = coverage.choose_entities((part["entities"] for part in surveys), parameters)
    edges = coverage.choose_edges(pairs.get("cooccurrence"), parameters)
    rows = [("term", term) for term in terms] + [("entity", entity) for entity in entities]
    rows += [("edge", edge) for edge in edges]
    return {
        "span": spans.select(pl.col("first").min(), pl.col("last").max()),
        "series": pl.DataFrame(rows, schema=_CHOICES, orient="row"),
    }


def read(
    tables: Tables, choices: Tables, by_hand: Tables, *, parameters: Parameters
) -> dict[str, pl.DataFrame]:
    """Dates and tolls of a shard, and what it adds to the counts of the whole."""
    dates, machine = read_articles(tables, date_options(choices["span"], parameters))
    tolls = with_sources(hand.correct_tolls(machine, by_hand), tables, mentions_of(tables))
    series = choices["series"]
    daily = coverage.daily_counts(
        tables,
        series.filter(pl.col("kind") == "term")["key"].to_list(),
        series.filter(pl.col("kind") == "entity")["key"].to_list(),
        parameters,
        series.filter(pl.col("kind") == "edge")["key"].to_list(),
    )
    dated = events.dated_sentences(tables, dates, parameters)
    documents = tables["documents"]
    counts = {
        "documents": documents.height,
        "dated": documents["published"].is_not_null().sum(),
        "counted": coverage.counted(documents, parameters).height,
        "readable": readable(documents).height,
        "dates": dates.height,
        "day_dates": dated.height,
        "tolls_read": machine.height,
        "tolls_kept": tolls.height,
        "by_hand": (tolls["basis"] == "hand").sum(),
    }
    scoped = disagreements.scoped_tolls(tables, tolls, parameters)
    return {
        "dates": DATES.conform(dates),
        "tolls": TOLLS.conform(tolls),
        "daily": daily,
        "scoped": scoped.filter(pl.col("day").is_not_null()),
        "hand_found": machine.select("doc_id", "start").unique().sort("doc_id", "start"),
        "counts": pl.DataFrame(counts | {"scoped": scoped.height}),
        **events.day_facts(dated, mentions_of(tables), tables["sentences"], tolls),
    }


def date_options(span: pl.DataFrame, parameters: Parameters) -> DateOptions:
    """What the reading of dates must know of the corpus."""
    first, last = span.row(0) if span.height else (None, None)
    years = () if first is None or last is None else tuple(range(first.year, last.year + 1))
    return DateOptions(
        narrative=parameters.narrative,
        day_first=parameters.day_first,
        corpus_years=years,
        corpus_first=first,
        corpus_last=last,
    )


def merge(
    facts: Iterable[Tables], entities: Tables, by_hand: Tables, *, parameters: Parameters
) -> dict[str, pl.DataFrame]:
    """The tables that need the whole corpus."""
    # One pass over the shards: what is needed of each is small, dates and tolls are not.
    facts = [{name: part[name] for name in _COUNTED} for part in facts]
    daily = coverage.add_up(part["daily"] for part in facts)
    disagreeing = disagreements.disagreement_table(
        (part["scoped"] for part in facts), entities.get("entities")
    )
    return {
        "coverage": coverage.coverage_table(daily, parameters.coverage_units),
        "bursts": burst_table(
            daily,
            ratio=parameters.burst_ratio,
            cost=parameters.burst_cost,
            documents=parameters.burst_documents,
        ),
        "changepoints": changepoint_table(daily, probability=parameters.change_probability),
        "disagreements": disagreeing,
        "lags": events.lag_table(facts),
        "known_events": hand.known_events(by_hand),
        "reference": hand.reference(by_hand),
        "filters": filter_table(facts, by_hand, parameters),
    }


def filter_table(facts: Iterable[Tables], by_hand: Tables, parameters: Parameters) -> pl.DataFrame:
    """What was left out where, with row counts."""
    counts = (
        pl.concat([part["counts"] for part in facts]).sum() if any(True for _ in facts) else None
    )
    number = {} if counts is None or counts.is_empty() else counts.row(0, named=True)
    found = [part["hand_found"] for part in facts]
    asked = hand.unmatched(
        pl.concat(found)
        if found
        else pl.DataFrame(schema={"doc_id": pl.String, "start": pl.Int64}),
        by_hand,
    ).height

    def row(name: str, rows: str, before: str, after: str, reason: str) -> dict[str, object]:
        return {
            "filter": name,
            "rows": rows,
            "rows_in": number.get(before, 0),
            "rows_out": number.get(after, 0),
            "reason": reason,
        }

    rows = [
        row("undated articles", "articles", "documents", "dated",
            "coverage needs a publication day"),
        row("copies", "articles", "dated", "counted",
            "kept: count_copies is set" if parameters.count_copies
            else "a syndicated story counts once"),
        row("other languages", "articles", "documents", "readable",
            "dates and tolls are read in English only"),
        row("dates that are no day of reporting", "date expressions", "dates", "day_dates",
            "only single resolved days count for events: no ranges, durations, datelines, copies, "
            f"nor days more than {parameters.lag_days} from publication"),
        row("tolls dropped by hand", "tolls", "tolls_read", "tolls_kept", "hand/tolls.tsv"),
        row("tolls without a day", "tolls", "scoped", "scoped_dated",
            "figures of undated articles cannot be compared by day"),
    ]  # fmt: skip
    number["scoped_dated"] = sum(part["scoped"].height for part in facts)
    rows[-1]["rows_out"] = number["scoped_dated"]
    hand_rows = by_hand["tolls"].height if "tolls" in by_hand else 0
    rows.append(
        {
            "filter": "corrections that match no toll",
            "rows": "rows of hand/tolls.tsv",
            "rows_in": hand_rows,
            "rows_out": hand_rows - asked,
            "reason": "doc_id and start must be those of a toll",
        }
    )
    return FILTERS.frame({"step": step} | one for step, one in enumerate(rows))


def headlines(facts: Tables, chosen: Tables) -> dict[str, pl.DataFrame]:
    """The best sentence of a shard for each listed day."""
    return events.headline_candidates(
        facts["told"], facts["told_names"], chosen["listed"], chosen["weights"]
    )


def finish(
    best: Iterable[Tables], chosen: Tables, *, parameters: Parameters
) -> dict[str, pl.DataFrame]:
    """The events table."""
    return {"events": events.event_table(best, chosen, parameters)}
