"""Pairs against a brute-force count, and their sums by month and outlet."""

from collections import Counter
from datetime import date
from itertools import combinations

import polars as pl
import pytest
from corpora import Article, identity, shard
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.contract import Tables
from analysis.entities import cooccurrence
from analysis.entities.parameters import Parameters
from analysis.entities.tables import MENTIONS

NAMES = "abcde"
PARAMETERS = Parameters(min_pair=1, min_mentions=1)
#: An article: paragraphs of sentences of names, month, outlet, and whether it is a copy.
ARTICLES = st.lists(
    st.tuples(
        st.lists(
            st.lists(st.lists(st.sampled_from(NAMES), max_size=4), min_size=1, max_size=3),
            min_size=1,
            max_size=3,
        ),
        st.integers(1, 3) | st.none(),
        st.sampled_from(["X", "Y", None]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def built(
    articles: list[tuple[list[list[list[str]]], int | None, str | None, bool]],
) -> list[Tables]:
    """A shard per article: documents, sentences and mentions, one letter a name."""
    shards = []
    for number, (paragraphs, month, outlet, copy) in enumerate(articles):
        text, sentences, mentions = "", [], []
        for index, paragraph in enumerate(paragraphs):
            text += "\n\n" if index else ""
            for names in paragraph:
                start = len(text)
                for name in names:
                    mentions.append((len(sentences), len(text), name))
                    text += f"{name} "
                text += "end. "
                sentences.append((start, len(text) - 1))
            text = text.rstrip()
        doc_id = identity(number)
        published = None if month is None else date(2024, month, 5)
        base = shard(
            [Article(text, published, outlet, "en", 0 if copy and number else None)], number
        )
        shards.append(
            {
                "documents": base["documents"],
                "sentences": pl.DataFrame(
                    [(doc_id, index, *span) for index, span in enumerate(sentences)],
                    schema=base["sentences"].schema,
                    orient="row",
                ),
                "mentions": pl.DataFrame(
                    [
                        (doc_id, sentence, start, start + 1, name, "PER", f"per-{name}", "model")
                        for sentence, start, name in mentions
                    ],
                    schema=MENTIONS.schema,
                    orient="row",
                ),
            }
        )
    return shards


def counted(shards: list[Tables]) -> tuple[Tables, Tables]:
    counts = cooccurrence.add_up([cooccurrence.count(one, one) for one in shards])
    pairs = cooccurrence.weigh_pairs(counts, parameters=PARAMETERS)
    located = cooccurrence.add_up_located([cooccurrence.locate(s, s, pairs) for s in shards])
    return counts, cooccurrence.conclude(pairs, located)


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_counts_equal_brute_force(
    articles: list[tuple[list[list[list[str]]], int | None, str | None, bool]],
) -> None:
    sentences, documents, paragraphs, whole = Counter(), Counter(), Counter(), Counter()
    months, outlets, single, total = Counter(), Counter(), Counter(), 0
    for number, (given_paragraphs, month, outlet, copy) in enumerate(articles):
        if copy and number:
            continue
        here = set()
        for paragraph in given_paragraphs:
            for names in paragraph:
                total += 1
                single.update(f"per-{name}" for name in set(names))
                for pair in combinations(sorted({f"per-{name}" for name in names}), 2):
                    sentences[pair] += 1
                    here.add(pair)
                    outlets[pair, outlet or ""] += 1
                    if month is not None:
                        months[pair, date(2024, month, 1)] += 1
            paragraphs.update(combinations(sorted({f"per-{n}" for s in paragraph for n in s}), 2))
        documents.update(here)
        everyone = {f"per-{n}" for p in given_paragraphs for s in p for n in s}
        whole.update(combinations(sorted(everyone), 2))
    counts, pairs = counted(built(articles))
    found = {(r["entity_a"], r["entity_b"]): r for r in pairs["cooccurrence"].iter_rows(named=True)}
    assert {pair: row["sentences"] for pair, row in found.items()} == dict(sentences)
    for pair, row in found.items():
        assert row["documents"] == documents[pair]
        assert row["paragraphs"] == paragraphs[pair]
        assert row["documents_both"] == whole[pair]
        assert row["expected"] == pytest.approx(single[pair[0]] * single[pair[1]] / total)
    by_month = pairs["cooccurrence_by_month"].select("entity_a", "entity_b", "period", "sentences")
    assert {((a, b), period): n for a, b, period, n in by_month.iter_rows()} == dict(months)
    by_outlet = pairs["cooccurrence_by_outlet"].select(
        "entity_a", "entity_b", "outlet", "sentences"
    )
    assert {((a, b), outlet): n for a, b, outlet, n in by_outlet.iter_rows()} == dict(outlets)
    assert int(counts["total"]["sentences"].sum()) == total


def test_copies_are_counted_apart() -> None:
    articles = [([[["a", "b"]]], 1, "X", False), ([[["a", "b"]], [["a", "b"]]], 1, "Y", True)]
    _, pairs = counted(built(articles))
    row = pairs["cooccurrence"].row(0, named=True)
    assert (row["sentences"], row["sentences_all"], row["documents"]) == (1, 3, 1)


def test_rare_pairs_and_entities_are_left_out_and_counted() -> None:
    articles = [([[["a", "b"], ["a", "b"], ["a", "c"], ["d", "e"]]], 1, "X", False)]
    shards = built(articles)
    counts = cooccurrence.add_up([cooccurrence.count(one, one) for one in shards])
    found = cooccurrence.weigh_pairs(counts, parameters=Parameters(min_pair=2, min_mentions=2))
    assert found["tested"].select("entity_a", "entity_b").rows() == [("per-a", "per-b")]
    assert found["dropped"]["pairs"].to_list() == [3, 1, 1]
