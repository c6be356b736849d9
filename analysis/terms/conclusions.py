"""The finished tables of the whole corpus, from what shards and merges say: the last step."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import polars as pl

from analysis.contract import Part, Tables
from analysis.language.lemmas import lemmas
from analysis.language.stems import stem_words
from analysis.terms.collocation import collocation_table, phrases
from analysis.terms.comparison import against_corpus, between_parts
from analysis.terms.cooccurrence import collocates, cooccurrence
from analysis.terms.diversity import diversity
from analysis.terms.frequency import frequencies
from analysis.terms.growth import growth
from analysis.terms.ledger import ledger
from analysis.terms.merge import merge_beside
from analysis.terms.parameters import Parameters
from analysis.terms.parts import outlet_frequencies, period_frequencies, shortfalls, sum_up
from analysis.terms.trends import trends

#: Tables that others are made from.
_SHARED = ("frequencies", "frequencies_by_outlet", "frequencies_by_period", "keyness")

T = TypeVar("T")


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
    """The finished tables of the whole corpus as a part.

    Not worked out by the engine, which would keep what is written down right away.
    """

    tables: "Conclusions"
    id: str = "concluded"

    def load(self) -> Tables:
        return self.tables


class Conclusions(Mapping[str, pl.DataFrame]):
    """The finished tables by stem, each made when it is first asked for, by any thread.

    Not beforehand, so that the tables that are written article by article, which need the facts
    only, are written meanwhile, and no more of the others is held than need be.
    """

    def __init__(self, decide: Callable[[], Decided], parameters: Parameters, names: Names) -> None:
        self._decide = decide
        self._parameters = parameters
        self._names = names
        self._made: dict[str, Any] = {}
        self._locks: dict[str, Lock] = {}
        self._one = Lock()
        self._tables: dict[str, Callable[[], pl.DataFrame]] = {
            "frequencies": self._frequencies,
            "frequencies_by_outlet": self._by_outlet,
            "frequencies_by_period": self._by_period,
            "keyness": self._keyness,
            "collocations": self._collocations,
            "collocates": lambda: self._around()[1],
            "phrases": self._phrases,
            "term_cooccurrence": self._cooccurrence,
            "trends": self._trends,
            "diversity": self._diversity,
            "word_articles": self._word_articles,
            "vocabulary_growth": self._growth,
            "filters": self._filters,
        }

    def __getitem__(self, name: str) -> pl.DataFrame:
        make = self._tables[name]
        # What nothing else is made from is asked for once, and need not be held any longer.
        return self._once(name, make) if name in _SHARED else make()

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def _once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, worked out by the first that asks; others wait for it."""
        with self._one:
            lock = self._locks.setdefault(name, Lock())
        with lock:
            if name not in self._made:
                self._made[name] = make()
            found: T = self._made[name]
            return found

    def decide(self) -> Decided:
        """Merges, questions and answers, made by the first that asks."""
        return self._once("decided", self._decide)

    @property
    def _decided(self) -> Decided:
        return self.decide()

    @property
    def _merged(self) -> Tables:
        return self._once("merged", lambda: dict(self._decided.merged.load()))

    @property
    def _corpus(self) -> dict[str, Any]:
        return self._merged["corpus"].row(0, named=True)

    @property
    def _weighed(self) -> Tables:
        return self._once("weighed", lambda: dict(self._decided.weighed.load()))

    @property
    def _asked(self) -> Tables:
        return self._once("asked", lambda: dict(self._decided.asked.load()))

    @property
    def _unit(self) -> str:
        return str(self._asked["period"]["unit"].item())

    @property
    def _groups(self) -> pl.DataFrame:
        return self._once("groups", lambda: self._decided.grouped.load()["groups"])

    @property
    def _pairs(self) -> pl.DataFrame:
        return self._once("pairs", lambda: self._decided.pairs.load()["pairs"])

    @property
    def _articles(self) -> pl.DataFrame:
        found = self._decided.found
        return self._once("articles", lambda: pl.concat([one["articles"] for one in found]))

    @property
    def _answered(self) -> dict[str, pl.DataFrame]:
        return self._once("answered", lambda: sum_up(self._decided.answers))

    @property
    def _scarce(self) -> pl.DataFrame:
        return self._once(
            "scarce", lambda: shortfalls(self._decided.short, self._weighed["scarce"])
        )

    def _frequencies(self) -> pl.DataFrame:
        totals, corpus = self._merged["totals"], self._corpus
        scarce = self._scarce.filter(pl.col("kind") == "all")
        lacking = totals.select("term").join(scarce, on="term", how="left", maintain_order="left")
        language = corpus["language"]
        stems, lemma = self._parameters.stems, self._parameters.lemmas
        return frequencies(
            totals,
            lacking["value"].fill_null(0).to_numpy(),
            articles=corpus["articles"],
            words=corpus["words"],
            smallest=corpus["smallest"],
            stems=stem_words(totals["term"], language) if stems else None,
            lemmas=lemmas(totals["term"], language) if lemma else None,
        )

    def _keyness(self) -> pl.DataFrame:
        other, names = self._decided.other.load(), self._names
        if "reference_frequencies" in other:
            return against_corpus(
                self["frequencies"],
                other["reference_frequencies"],
                self._corpus["words"],
                names.other_corpus,
                self._parameters,
            )
        return between_parts(
            self._merged,
            self._groups,
            self._scarce,
            names.target,
            names.reference,
            self._parameters,
        )

    def _collocations(self) -> pl.DataFrame:
        return collocation_table(self._merged["totals"], self._pairs)

    def _by_outlet(self) -> pl.DataFrame:
        return outlet_frequencies(self._merged, self._groups)

    def _by_period(self) -> pl.DataFrame:
        sizes = self._answered["sizes"]
        return period_frequencies(self._decided.answers, self._merged, sizes, self._unit)

    def _around(self) -> tuple[int, pl.DataFrame]:
        """How many pairs of a node and a word near it there are, and the table of those listed."""
        return self._once("around", self._make_around)

    def _make_around(self) -> tuple[int, pl.DataFrame]:
        nodes = self._asked["watched"].filter("node")["term"]
        beside, reach = merge_beside(self._decided.answers, self._merged, len(nodes))
        least = self._parameters.min_count
        return len(beside), collocates(beside, reach, self._merged["totals"], nodes, least)

    def _phrases(self) -> pl.DataFrame:
        strong = self._weighed["strong"]
        return phrases(self._answered["phrases"], strong, self._parameters.min_count)

    def _cooccurrence(self) -> pl.DataFrame:
        found = self._answered
        near = self._asked["watched"].filter("near")["term"].sort()
        return cooccurrence(found["near"], found["alone"], found["contexts"], near)

    def _trends(self) -> pl.DataFrame:
        return trends(
            self._answered["course"],
            self._answered["sizes"],
            self._asked["watched"].filter("trend")["term"].to_list(),
            self._unit,
            self._parameters.confidence,
        )

    def _diversity(self) -> pl.DataFrame:
        return diversity(
            self._articles.filter("counted"),
            self._merged["totals"].filter(pl.col("n") == 1),
            self["frequencies_by_outlet"],
            self["frequencies_by_period"],
            self._unit,
            self._parameters.mattr_window,
        )

    def _word_articles(self) -> pl.DataFrame:
        rows = pl.concat([one["word_articles"] for one in self._decided.answers])
        # Shards stand by article, so that a stable sort by word is one by word and article.
        return rows.sort("term", maintain_order=True)

    def _growth(self) -> pl.DataFrame:
        return growth(self._decided.found, self._articles, self._merged)

    def _filters(self) -> pl.DataFrame:
        pairs_around, listed = self._around()
        return ledger(
            self._merged,
            self._pairs,
            self["keyness"],
            (pairs_around, len(listed)),
            self._asked["watched"],
            self._parameters,
        )
