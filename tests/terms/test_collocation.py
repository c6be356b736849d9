"""Neighbouring words, phrases and co-occurrence by brute force."""

import math
from collections import Counter
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.terms.cooccurrence import cooccurrence_matrix
from analysis.terms.parameters import Parameters
from tests.terms.conftest import articles, run_stage

WORDS = ["gaza", "aid", "talks", "said", "truce", "north"]
TEXTS = st.lists(
    st.lists(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), max_size=4
    ).map(". ".join),
    min_size=1,
    max_size=6,
)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_pairs_and_margins_by_brute_force(texts: list[str]) -> None:
    table = run_stage(articles(texts), Parameters(min_count=1))["collocations"]
    pairs = Counter(
        pair
        for text in texts
        for sentence in text.split(". ")
        for pair in zip(sentence.split(), sentence.split()[1:], strict=False)
    )
    total = sum(pairs.values())
    found = {(row["first"], row["second"]): row for row in table.iter_rows(named=True)}
    assert {pair: row["count"] for pair, row in found.items()} == dict(pairs)
    for (first, second), row in found.items():
        leads = sum(n for (a, _), n in pairs.items() if a == first)
        follows = sum(n for (_, b), n in pairs.items() if b == second)
        assert row["expected"] == pytest.approx(leads * follows / total)
        assert row["log_dice"] == pytest.approx(
            14 + math.log2(2 * row["count"] / (leads + follows))
        )


def test_rare_pairs_are_left_out_and_said() -> None:
    tables = run_stage(articles(["gaza aid"] * 5 + ["aid talks"] * 4))
    assert tables["collocations"].select("first", "second", "count").rows() == [("gaza", "aid", 5)]
    step = tables["filters"].filter(tables["filters"]["filter"] == "rare pairs").row(0, named=True)
    assert (step["rows_in"], step["rows_out"]) == (9, 5)


def test_copies_add_no_pairs() -> None:
    rows = articles(["gaza aid", {"text": "gaza aid", "copy_of": f"{0:016x}"}])
    table = run_stage(rows, Parameters(min_count=1))["collocations"]
    assert table["count"].to_list() == [1]


def test_phrases_are_the_longest_stretches_of_strong_pairs() -> None:
    texts = ["prime minister benjamin netanyahu, the aid"] * 6 + [
        "prime minister, and minister aid"
    ] * 5
    tables = run_stage(articles(texts), Parameters(min_count=5, phrase_npmi=0.4))
    assert tables["phrases"].select("phrase", "n", "count").rows() == [
        ("prime minister", 2, 5),
        ("prime minister benjamin netanyahu", 4, 6),
    ]
    pairs = tables["collocations"].filter(~pl.col("stop_word"))
    strength = dict(
        pairs.select(pl.concat_str("first", "second", separator=" "), "npmi").iter_rows()
    )
    weakest = min(
        strength[p] for p in ("prime minister", "minister benjamin", "benjamin netanyahu")
    )
    found = dict(tables["phrases"].select("phrase", "npmi").iter_rows())
    assert found["prime minister benjamin netanyahu"] == pytest.approx(weakest)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.integers(1, 4))
def test_cooccurrence_by_brute_force(texts: list[str], window: int) -> None:
    parameters = Parameters(cooccurrence_window=window)
    table = run_stage(articles(texts), parameters)["term_cooccurrence"]
    split = [text.replace(".", "").split() for text in texts]
    seen: dict[str, Counter[tuple[str, str]]] = {
        "article": Counter(p for words in split for p in combinations(sorted(set(words)), 2)),
        "sentence": Counter(
            p
            for text in texts
            for sentence in text.split(". ")
            for p in combinations(sorted(set(sentence.replace(".", "").split())), 2)
        ),
        "window": Counter(
            (min(words[i], words[j]), max(words[i], words[j]))
            for words in split
            for i in range(len(words))
            for j in range(i + 1, min(i + window, len(words) - 1) + 1)
            if words[i] != words[j]
        ),
    }
    for level, expected in seen.items():
        rows = table.filter(table["level"] == level)
        found = {(r["first"], r["second"]): r["count"] for r in rows.iter_rows(named=True)}
        assert found == dict(expected)
        matrix, terms = cooccurrence_matrix(table, level)
        assert (matrix != matrix.T).nnz == 0
        assert matrix.sum() == 2 * sum(expected.values())
        assert len(terms) == matrix.shape[0]


def test_margins_of_cooccurrence_count_contexts() -> None:
    table = run_stage(articles(["gaza aid. gaza talks", "aid north"]))["term_cooccurrence"]
    row = table.row(
        by_predicate=(pl.col("level") == "sentence") & (pl.col("second") == "gaza"), named=True
    )
    assert (row["first"], row["count"], row["first_count"], row["second_count"], row["total"]) == (
        "aid",
        1,
        2,
        2,
        3,
    )
