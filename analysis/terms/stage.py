"""The terms stage: what words the corpus uses, how evenly, how they differ and go together."""

from collections.abc import Iterable

import polars as pl

from analysis.contract import Engine, Given, Outputs, Tables
from analysis.contract.description import Selection
from analysis.corpus.tables import DOCUMENTS, SENTENCES
from analysis.language.stems import stem_words
from analysis.language.stopwords import stop_word_table
from analysis.terms import tables
from analysis.terms.answers import answer
from analysis.terms.collocation import collocation_table, phrases
from analysis.terms.comparison import against_corpus, between_parts
from analysis.terms.cooccurrence import cooccurrence
from analysis.terms.diversity import diversity
from analysis.terms.facts import facts
from analysis.terms.frequency import frequencies
from analysis.terms.ledger import ledger
from analysis.terms.merge import merge_groups, merge_pairs, merge_vocabulary
from analysis.terms.parameters import Parameters
from analysis.terms.questions import ask
from analysis.terms.selection import describe
from analysis.terms.spelling import spell
from analysis.terms.trends import trends

#: A shard of a corpus without articles.
_NOTHING = {"documents": DOCUMENTS.empty(), "sentences": SENTENCES.empty()}


def compute(engine: Engine, given: Given, parameters: Parameters) -> Outputs:
    """All tables of 20_terms.

    given.whole["reference_frequencies"], if present, is the table of frequencies of the corpus
    that this one is compared with.
    """
    target, reference = _selections(given)
    own = given.hand.load().get("stopwords")
    lists = engine.share({"stop_words": stop_word_table(own)})
    shards = given.shards or [engine.share(_NOTHING)]
    found = engine.each(
        facts, shards, lists, parameters=parameters, target=target, reference=reference
    )
    selected = target is not None or reference is not None
    merged = engine.once(merge_vocabulary, found, selected=selected)
    grouped = engine.once(merge_groups, found, merged)
    pairs = engine.once(merge_pairs, found, merged, min_count=parameters.min_count)
    asked = engine.once(ask, merged, grouped, pairs, parameters=parameters)
    answers = engine.each(answer, shards, found, asked, parameters=parameters)
    other = given.whole.get("reference_frequencies", engine.share({}))
    final = engine.once(
        conclude,
        found,
        answers,
        merged,
        grouped,
        pairs,
        asked,
        other,
        parameters=parameters,
        target_name=describe(target) if target is not None else None,
        reference_name=describe(reference) if reference is not None else None,
        other_name=given.description.reference.corpus if given.description.reference else None,
    )
    spelled = engine.each(spell, found)
    by_article = {table.stem: spelled for table in (tables.DOCUMENT_TERMS, tables.INDEX)}
    whole = {table.stem: [final] for table in tables.TABLES if table.stem not in by_article}
    return Outputs(tables={**by_article, **whole})


def _selections(given: Given) -> tuple[Selection | None, Selection | None]:
    """Target and reference within this corpus, where corpus.toml names them."""
    description = given.description
    target = description.target.where if description.target is not None else None
    reference = description.reference.where if description.reference is not None else None
    return target, reference


def conclude(
    found: Iterable[Tables],
    answers: Iterable[Tables],
    merged: Tables,
    grouped: Tables,
    pairs: Tables,
    asked: Tables,
    other: Tables,
    *,
    parameters: Parameters,
    target_name: str | None,
    reference_name: str | None,
    other_name: str | None,
) -> Tables:
    """The finished tables of the whole corpus, by stem."""
    totals, corpus = merged["totals"], merged["corpus"].row(0, named=True)
    answered = _sum_up(answers)
    scarce = (
        asked["scarce"]
        .join(answered["shortfalls"], on="number", how="left", maintain_order="left")
        .with_columns(pl.col("value").fill_null(0))
    )
    lacking = (
        totals.select("term")
        .join(scarce.filter(pl.col("kind") == "all"), on="term", how="left", maintain_order="left")[
            "value"
        ]
        .fill_null(0)
        .to_numpy()
    )
    frequency_table = frequencies(
        totals,
        lacking,
        articles=corpus["articles"],
        words=corpus["words"],
        smallest=corpus["smallest"],
        stems=stem_words(totals["term"], corpus["language"]) if parameters.stems else None,
    )
    if "reference_frequencies" in other:
        keyness_table = against_corpus(
            frequency_table, other["reference_frequencies"], corpus["words"], other_name, parameters
        )
    else:
        keyness_table = between_parts(
            merged, grouped["groups"], scarce, target_name, reference_name, parameters
        )
    collocation = collocation_table(totals, pairs["pairs"])
    articles = pl.concat([one["articles"] for one in found]).filter("counted")
    course = answered["course"]
    watched = asked["watched"]
    return {
        "frequencies": frequency_table,
        "frequencies_by_outlet": _by_outlet(merged, grouped["groups"]),
        "keyness": keyness_table,
        "collocations": collocation,
        "phrases": phrases(answered["phrases"], asked["strong"], parameters.min_count),
        "term_cooccurrence": cooccurrence(
            answered["near"], answered["alone"], answered["contexts"]
        ),
        "trends": trends(
            course,
            answered["sizes"],
            watched.filter("trend")["term"].to_list(),
            asked["period"]["unit"].item(),
            parameters.confidence,
        ),
        "diversity": diversity(
            articles,
            totals.filter(pl.col("n") == 1),
            grouped["groups"],
            parameters.mattr_window,
        ),
        "filters": ledger(merged, pairs, keyness_table, collocation, watched, parameters),
    }


def _sum_up(answers: Iterable[Tables]) -> dict[str, pl.DataFrame]:
    """The shards' answers added up."""
    keys = {
        "shortfalls": ["number"],
        "course": ["term", "period"],
        "sizes": ["period"],
        "near": ["level", "first", "second"],
        "alone": ["level", "term"],
        "contexts": ["level"],
        "phrases": ["phrase", "n"],
    }
    collected: dict[str, list[pl.DataFrame]] = {name: [] for name in keys}
    for one in answers:
        for name in keys:
            collected[name].append(one[name])
    return {
        name: pl.concat(frames).group_by(keys[name]).agg(pl.all().sum()).sort(keys[name])
        for name, frames in collected.items()
    }


def _by_outlet(merged: Tables, groups: pl.DataFrame) -> pl.DataFrame:
    sizes = merged["parts"].filter(pl.col("kind") == "outlet").select(outlet="name", words="words")
    rows = groups.filter(pl.col("kind") == "outlet")
    return tables.OUTLET_FREQUENCIES.conform(
        rows.select(
            pl.col("name").alias("outlet"),
            merged["totals"]["term"].gather(rows["form"]).alias("term"),
            "count",
            "documents",
        )
        .join(sizes, on="outlet", how="left", maintain_order="left")
        .with_columns((1e6 * pl.col("count") / pl.col("words")).alias("per_million"))
        .sort("outlet", "term")
    )
