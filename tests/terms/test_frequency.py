"""Counts, tf-idf and dispersion against scikit-learn and brute force."""

import math
from collections import Counter
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk import FreqDist
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from analysis.language.tokens import words
from analysis.terms.parameters import Parameters
from tests.terms.conftest import articles, run_stage

VOCABULARY = ["the", "a", "gaza", "aid", "said", "talks", "7", "of"]
CORPUS = st.lists(
    st.lists(st.sampled_from(VOCABULARY), max_size=25).map(" ".join),
    min_size=1,
    max_size=8,
)


def dp_normalised(texts: list[list[str]], term: str) -> float | None:
    """Gries' DP by its definition, over the articles that hold words."""
    parts = [Counter(text) for text in texts if text]
    sizes = [sum(part.values()) for part in parts]
    whole, count = sum(sizes), sum(part[term] for part in parts)
    if len(parts) < 2:
        return None
    dp = (
        sum(abs(part[term] / count - size / whole) for part, size in zip(parts, sizes, strict=True))
        / 2
    )
    return dp / (1 - min(sizes) / whole)


@settings(max_examples=60, deadline=None)
@given(CORPUS)
def test_counts_tf_idf_and_dispersion_by_brute_force(texts: list[str]) -> None:
    table = run_stage(articles(texts))["frequencies"]
    split = [text.split() for text in texts]
    filled = [text for text in split if text]
    everything = FreqDist(word for text in split for word in text)
    assert dict(table.select("term", "count").iter_rows()) == dict(everything)
    for row in table.iter_rows(named=True):
        term = row["term"]
        tf = [text.count(term) for text in filled if term in text]
        assert row["documents"] == len(tf)
        assert row["per_million"] == pytest.approx(1e6 * sum(tf) / sum(map(len, filled)))
        idf = math.log(len(filled) / len(tf))
        assert row["tf_idf"] == pytest.approx(sum(1 + math.log(n) for n in tf) * idf, abs=1e-9)
        expected = dp_normalised(split, term)
        if expected is None:
            assert row["dispersion"] is None
        else:
            assert row["dispersion"] == pytest.approx(expected, abs=1e-12)


def test_counts_and_tf_idf_are_those_of_scikit_learn(
    news: pl.DataFrame, run_stage: Callable[..., dict[str, pl.DataFrame]]
) -> None:
    originals = news.filter(pl.col("copy_of").is_null())
    tables = run_stage(originals, Parameters(store_ngrams=1))
    vectorizer = CountVectorizer(analyzer=words)
    matrix = vectorizer.fit_transform(originals["text"].to_list())
    names = vectorizer.get_feature_names_out()
    own = tables["document_terms"].pivot("term", index="doc_id", values="count").fill_null(0)
    assert np.array_equal(own.select(names.tolist()).to_numpy(), matrix.toarray())
    weights = TfidfTransformer(norm=None, sublinear_tf=True, smooth_idf=False).fit_transform(matrix)
    # scikit-learn takes ln(N / df) + 1: the 1 is taken off again.
    damped = matrix.copy().astype(float)
    damped.data = 1 + np.log(damped.data)
    expected = np.asarray((weights - damped).sum(axis=0)).reshape(-1)
    table = tables["frequencies"].sort("term")
    assert table["term"].to_list() == sorted(names)
    assert np.allclose(table["tf_idf"], expected, atol=1e-8)


def test_an_even_word_has_dispersion_0_and_a_crowded_one_1() -> None:
    table = run_stage(articles(["a a b", "a a c", "a a d"]))["frequencies"]
    spread = dict(table.select("term", "dispersion").iter_rows())
    assert spread["a"] == pytest.approx(0)
    assert spread["b"] == pytest.approx(1)


def test_copies_are_in_count_all_only(news: pl.DataFrame) -> None:
    tables = run_stage(news)
    table, rows = tables["frequencies"], tables["document_terms"]
    copy = news.filter(pl.col("copy_of").is_not_null())["doc_id"].item()
    counted = rows.filter(pl.col("doc_id") != copy).group_by("term").agg(pl.col("count").sum())
    assert dict(table.filter(pl.col("count") > 0).select("term", "count").iter_rows()) == dict(
        counted.iter_rows()
    )
    everything = rows.group_by("term").agg(pl.col("count").sum())
    assert dict(table.select("term", "count_all").iter_rows()) == dict(everything.iter_rows())


def test_a_word_of_copies_only_is_listed_with_count_0() -> None:
    rows = articles(["a b", {"text": "a zebra", "copy_of": f"{0:016x}"}])
    row = run_stage(rows)["frequencies"].row(by_predicate=pl.col("term") == "zebra", named=True)
    assert (row["count"], row["count_all"], row["documents"]) == (0, 1, 0)
    assert row["dispersion"] is None
    assert row["tf_idf"] == 0


def test_stop_words_go_by_the_language_of_the_article() -> None:
    rows = articles(
        [{"text": "die die war", "language": "en"}, {"text": "die Stadt", "language": "de"}]
    )
    table = run_stage(rows)["frequencies"]
    assert table.filter("stop_word")["term"].to_list() == []
    rows = articles(
        [{"text": "die war", "language": "en"}, {"text": "die die Stadt", "language": "de"}]
    )
    assert run_stage(rows)["frequencies"].filter("stop_word")["term"].to_list() == ["die"]


def test_the_researchers_own_stop_words_count() -> None:
    hand = {"stopwords": pl.DataFrame({"word": ["Gaza"]})}
    table = run_stage(articles(["gaza aid the"]), hand=hand)["frequencies"]
    assert table.filter("stop_word")["term"].to_list() == ["gaza", "the"]


def test_ngrams_never_cross_punctuation_or_articles() -> None:
    tables = run_stage(articles(["a b c, d", "e f"]), Parameters(store_ngrams=3))
    terms = tables["frequencies"].filter(pl.col("n") > 1)["term"].to_list()
    assert terms == ["a b", "b c", "e f", "a b c"]
    rows = tables["document_terms"]["term"].to_list()
    assert rows == ["a", "a b", "a b c", "b", "b c", "c", "d", "e", "e f", "f"]
    assert tables["frequencies"].filter(pl.col("n") == 2)["count"].to_list() == [1, 1, 1]


@settings(max_examples=40, deadline=None)
@given(CORPUS, st.integers(2, 5))
def test_ngrams_by_brute_force(texts: list[str], longest: int) -> None:
    table = run_stage(articles(texts), Parameters(store_ngrams=longest))["frequencies"]
    expected = Counter(
        " ".join(text[k : k + n])
        for text in map(str.split, texts)
        for n in range(1, longest + 1)
        for k in range(len(text) - n + 1)
    )
    assert dict(table.select("term", "count").iter_rows()) == dict(expected)


def test_stems_are_added_when_asked_for() -> None:
    table = run_stage(articles(["talk talks talked"]), Parameters(stems=True))["frequencies"]
    assert table["stem"].unique().to_list() == ["talk"]
    assert run_stage(articles(["talk"]))["frequencies"]["stem"].null_count() == 1
