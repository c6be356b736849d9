"""The terms stage: what words the corpus uses, how evenly, how they differ and go together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

import polars as pl

from analysis.contract import Engine, Given, Outputs, Part, Tables
from analysis.contract.description import Selection
from analysis.corpus.tables import DOCUMENTS, SENTENCES
from analysis.language.lemmas import lemmas
from analysis.language.stems import stem_words
from analysis.language.stopwords import stop_word_table
from analysis.terms import tables
from analysis.terms.answers import answer, fall_short
from analysis.terms.collocation import collocation_table, phrases
from analysis.terms.comparison import against_corpus, between_parts
from analysis.terms.cooccurrence import collocates, cooccurrence
from analysis.terms.diversity import diversity
from analysis.terms.facts import facts
from analysis.terms.frequency import frequencies
from analysis.terms.growth import growth
from analysis.terms.ledger import ledger
from analysis.terms.merge import merge_beside, merge_groups, merge_pairs, merge_vocabulary
from analysis.terms.parameters import Parameters
from analysis.terms.parts import outlet_frequencies, period_frequencies, shortfalls, sum_up
from analysis.terms.questions import ask, weigh
from analysis.terms.selection import describe
from analysis.terms.spelling import Spelled
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
    names = Names(
        describe(target) if target is not None else None,
        describe(reference) if reference is not None else None,
        given.description.reference.corpus if given.description.reference else None,
    )
    other = given.whole.get("reference_frequencies", engine.share({}))
    selected = target is not None or reference is not None
    final = Concluded(
        partial(decide, engine, found, other, parameters, selected), parameters, names
    )
    spelled = [Spelled(part) for part in found]
    by_article = {table.stem: spelled for table in (tables.DOCUMENT_TERMS, tables.INDEX)}
    whole = {table.stem: [final] for table in tables.TABLES if table.stem not in by_article}
    return Outputs(tables={**by_article, **whole})


def _selections(given: Given) -> tuple[Selection | None, Selection | None]:
    """Target and reference within this corpus, where corpus.toml names them."""
    description = given.description
    target = description.target.where if description.target is not None else None
    reference = description.reference.where if description.reference is not None else None
    return target, reference


@dataclass(frozen=True)
class Loaded:
    """Tables of several parts, loaded one part at a time, as often as they are iterated."""

    parts: Sequence[Part]

    def __iter__(self) -> Iterator[Tables]:
        return (part.load() for part in self.parts)


@dataclass(frozen=True)
class Names:
    """What is compared with what, in words; None where corpus.toml says nothing of it."""

    target: str | None
    reference: str | None
    other_corpus: str | None


@dataclass(frozen=True)
class Decided:
    """What the three phases gave: facts and answers by shard, merges and questions."""

    found: Iterable[Tables]
    short: Iterable[Tables]
    answers: Iterable[Tables]
    merged: Part
    grouped: Part
    pairs: Part
    weighed: Part
    asked: Part
    other: Part


@dataclass(frozen=True)
class Concluded:
    """The finished tables of the whole corpus, made when the first of them is asked for.

    Not beforehand, so that the tables that are written article by article, which need the facts
    only, are written meanwhile; and the last step not by the engine, which would keep what is
    written down right away.
    """

    decide: Callable[[], Decided]
    parameters: Parameters
    names: Names
    id: str = "concluded"
    _made: dict[str, pl.DataFrame] = field(default_factory=dict)
    _one: Lock = field(default_factory=Lock)

    def load(self) -> Tables:
        with self._one:
            if not self._made:
                self._made.update(conclude(self.decide(), self.parameters, self.names))
            return self._made


def decide(
    engine: Engine, found: Sequence[Part], other: Part, parameters: Parameters, selected: bool
) -> Decided:
    """Merge the facts, ask the shards what the merges leave open, and have their answers.

    other: reference_frequencies, or nothing; selected: corpus.toml says what is compared.
    """
    merged = engine.once(merge_vocabulary, found, selected=selected)
    grouped = engine.once(merge_groups, found, merged)
    pairs = engine.once(merge_pairs, found, merged, min_count=parameters.min_count)
    weighed = engine.once(weigh, merged, grouped, pairs, parameters=parameters)
    asked = engine.once(ask, merged, weighed, parameters=parameters)
    short = engine.each(fall_short, found, weighed)
    answers = engine.each(answer, found, asked, parameters=parameters)
    return Decided(
        Loaded(found), Loaded(short), Loaded(answers), merged, grouped, pairs, weighed, asked, other
    )


def conclude(decided: Decided, parameters: Parameters, names: Names) -> Tables:
    """The finished tables of the whole corpus, by stem."""
    merged, weighed, asked = (
        dict(part.load()) for part in (decided.merged, decided.weighed, decided.asked)
    )
    groups, pairs = decided.grouped.load()["groups"], decided.pairs.load()["pairs"]
    other, answers = decided.other.load(), decided.answers
    totals, corpus = merged["totals"], merged["corpus"].row(0, named=True)
    watched, unit = asked["watched"], asked["period"]["unit"].item()
    answered = sum_up(answers)
    scarce = shortfalls(decided.short, weighed["scarce"])
    lacking = (
        totals.select("term")
        .join(scarce.filter(pl.col("kind") == "all"), on="term", how="left", maintain_order="left")[
            "value"
        ]
        .fill_null(0)
        .to_numpy()
    )
    language = corpus["language"]
    frequency_table = frequencies(
        totals,
        lacking,
        articles=corpus["articles"],
        words=corpus["words"],
        smallest=corpus["smallest"],
        stems=stem_words(totals["term"], language) if parameters.stems else None,
        lemmas=lemmas(totals["term"], language) if parameters.lemmas else None,
    )
    if "reference_frequencies" in other:
        keyness_table = against_corpus(
            frequency_table,
            other["reference_frequencies"],
            corpus["words"],
            names.other_corpus,
            parameters,
        )
    else:
        keyness_table = between_parts(
            merged, groups, scarce, names.target, names.reference, parameters
        )
    collocation = collocation_table(totals, pairs)
    articles = pl.concat([one["articles"] for one in decided.found])
    by_outlet = outlet_frequencies(merged, groups)
    by_period = period_frequencies(answers, merged, answered["sizes"], unit)
    nodes = watched.filter("node")["term"]
    beside, reach = merge_beside(answers, merged, len(nodes))
    near_nodes = collocates(beside, reach, totals, nodes, parameters.min_count)
    return {
        "frequencies": frequency_table,
        "frequencies_by_outlet": by_outlet,
        "frequencies_by_period": by_period,
        "keyness": keyness_table,
        "collocations": collocation,
        "collocates": near_nodes,
        "phrases": phrases(answered["phrases"], weighed["strong"], parameters.min_count),
        "term_cooccurrence": cooccurrence(
            answered["near"],
            answered["alone"],
            answered["contexts"],
            watched.filter("near")["term"].sort(),
        ),
        "trends": trends(
            answered["course"],
            answered["sizes"],
            watched.filter("trend")["term"].to_list(),
            unit,
            parameters.confidence,
        ),
        "diversity": diversity(
            articles.filter("counted"),
            totals.filter(pl.col("n") == 1),
            by_outlet,
            by_period,
            unit,
            parameters.mattr_window,
        ),
        # Shards stand by article, so that a stable sort by word is one by word and article.
        "word_articles": pl.concat([one["word_articles"] for one in answers]).sort(
            "term", maintain_order=True
        ),
        "vocabulary_growth": growth(decided.found, articles, merged),
        "filters": ledger(
            merged, pairs, keyness_table, (len(beside), len(near_nodes)), watched, parameters
        ),
    }
