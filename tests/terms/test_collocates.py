"""Words around a node, and counts by period: hand-worked cases and brute force."""

from collections import Counter
from datetime import date

import polars as pl
import pytest
from nltk.metrics import BigramAssocMeasures

from analysis.terms.parameters import Parameters
from analysis.terms.tables import COLLOCATES
from tests.terms.conftest import articles, run_stage

TEXTS = [
    "the aid convoy reached the camp. aid workers said the camp was full",
    "officials said aid reached the port, the camp and the town",
    "no convoy came",
]


def by_hand(texts: list[str], node: str, window: int) -> tuple[Counter[str], Counter[str], int]:
    """Words before and after the node, and all ordered pairs of places."""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    pairs = 0
    for text in texts:
        words = text.replace(".", "").replace(",", "").split()
        for i in range(len(words)):
            for j in range(len(words)):
                if i != j and abs(i - j) <= window:
                    pairs += 1
                    if words[i] == node:
                        (left if j < i else right)[words[j]] += 1
    return left, right, pairs


@pytest.mark.parametrize("window", [1, 3, 50])
def test_words_around_a_node_are_counted_on_both_sides(window: int) -> None:
    parameters = Parameters(min_count=1, cooccurrence_window=window, collocate_terms=1)
    table = run_stage(articles(TEXTS), parameters)["collocates"]
    left, right, pairs = by_hand(TEXTS, "aid", window)
    assert table["node"].unique().to_list() == ["aid"]
    for row in table.iter_rows(named=True):
        word = row["collocate"]
        assert (row["left"], row["right"]) == (left[word], right[word])
        assert row["count"] == left[word] + right[word] > row["expected"]
        of_node = sum((left + right).values())
        of_word = sum((sum(by_hand(TEXTS, word, window)[:2], Counter())).values())
        assert row["expected"] == pytest.approx(of_node * of_word / pairs)
        table_of_nltk = (row["count"], (of_node, of_word), pairs)
        assert row["t"] == pytest.approx(BigramAssocMeasures.student_t(*table_of_nltk))
        assert abs(row["g2"]) == pytest.approx(BigramAssocMeasures.likelihood_ratio(*table_of_nltk))
    # What is missing stands there no more often than by chance.
    for word in set(left + right) - set(table["collocate"]):
        of_word = sum((sum(by_hand(TEXTS, word, window)[:2], Counter())).values())
        assert (left + right)[word] <= sum((left + right).values()) * of_word / pairs


def test_collocates_are_counted_without_copies_and_from_min_count_on() -> None:
    rows = articles([TEXTS[0], {"text": TEXTS[0], "copy_of": f"{0:016x}"}])
    table = run_stage(rows, Parameters(min_count=2, collocate_terms=50))["collocates"]
    assert len(table)
    assert table["count"].min() == 2
    counts = dict(table.select("node", "node_count").iter_rows())
    assert counts["camp"] == 2


def test_a_word_under_watch_is_a_node_however_rare() -> None:
    parameters = Parameters(min_count=1, collocate_terms=0, watch=("Port", "unknown"))
    table = run_stage(articles(TEXTS), parameters)["collocates"]
    assert table["node"].unique().to_list() == ["port"]
    none = run_stage(articles(TEXTS), Parameters(collocate_terms=0))["collocates"]
    assert none.equals(COLLOCATES.empty())


def test_counts_by_period_add_up_to_those_of_the_dated_articles(news: pl.DataFrame) -> None:
    tables = run_stage(news, Parameters(period="month"), cuts=(4, 9))
    table = tables["frequencies_by_period"]
    assert table["unit"].unique().to_list() == ["month"]
    assert table["period"].unique().sort().to_list() == [date(2024, m, 1) for m in (1, 2, 3)]
    days = news.filter(pl.col("copy_of").is_null()).select("doc_id", "published")
    own = (
        tables["document_terms"]
        .join(days, on="doc_id")
        .group_by(pl.col("published").dt.truncate("1mo").alias("period"), "term")
        .agg(pl.col("count").sum(), pl.len().cast(pl.Int64).alias("documents"))
        .sort("period", "term")
    )
    assert table.select("period", "term", "count", "documents").equals(own)
    rates = table.group_by("period").agg(pl.col("per_million").sum())
    assert rates["per_million"].to_list() == pytest.approx([1e6] * 3)


def test_undated_articles_have_no_period() -> None:
    tables = run_stage(articles(TEXTS))
    assert tables["frequencies_by_period"].is_empty()
    assert tables["diversity"]["series"].to_list() == ["all"]
