"""The concordance against a plain search of the text."""

import re
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.terms import concordance as module
from analysis.terms.concordance import Concordance, concordance
from analysis.terms.query import QueryError
from tests.terms.conftest import articles, run_stage, sentences

TEXTS = [
    {
        "text": "Aid reached Gaza. Gaza City’s hospitals, officials said, had no fuel.",
        "published": date(2024, 2, 1),
        "outlet": "Alpha",
        "title": "Aid",
    },
    {"text": "“In Gaza” talks went on; the talks failed.", "published": date(2024, 1, 1)},
    {"text": "Gaza aid", "copy_of": f"{0:016x}"},
    {"text": "Nothing to see. The Rafah crossing closed."},
]


@pytest.fixture(scope="module")
def opened() -> Concordance:
    documents = articles(TEXTS)
    tables = run_stage(documents)
    return Concordance(
        documents, tables["frequencies"], tables["concordance_index"], sentences(documents)
    )


def nodes(opened: Concordance, query: str, **options: Any) -> list[str]:
    return opened.find(query, **options).lines["node"].to_list()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("gaza", ["Gaza", "Gaza", "Gaza"]),
        ("GAZA", ["Gaza", "Gaza", "Gaza"]),
        ("gaza city's", ["Gaza City’s"]),
        ("hospitals officials", ["hospitals, officials"]),
        ("the *", ["the talks", "The Rafah"]),
        ("* talks", ["Gaza” talks", "the talks"]),
        ("fail*|clos?d", ["failed", "closed"]),
        ("/[a-z]+ing/", ["Nothing", "crossing"]),
        ("/see|rafah/ *", ["see. The", "Rafah crossing"]),
        ("gaza gaza", ["Gaza. Gaza"]),
        ("zebra", []),
        ("gaza zebra", []),
        ("closed *", []),
    ],
)
def test_queries(opened: Concordance, query: str, expected: list[str]) -> None:
    assert nodes(opened, query) == expected


def test_lines_lead_to_article_sentence_and_place(opened: Concordance) -> None:
    hits = opened.find("gaza", width=9)
    assert (hits.total, hits.articles) == (3, 2)
    row = hits.lines.row(1, named=True)
    assert (row["doc_id"], row["sentence"], row["start"], row["end"]) == (f"{0:016x}", 1, 18, 22)
    assert (row["left"], row["node"], row["right"]) == ("ed Gaza. ", "Gaza", " City’s h")
    assert (row["published"], row["outlet"], row["title"]) == (date(2024, 2, 1), "Alpha", "Aid")


def test_copies_are_shown_when_asked_for(opened: Concordance) -> None:
    assert opened.find("gaza", copies=True).total == 4
    assert opened.find("gaza aid", copies=True).lines["copy"].to_list() == [True]
    assert opened.find("gaza aid").total == 0


def test_orders(opened: Concordance) -> None:
    assert opened.find("gaza", order="date").lines["published"].to_list() == [
        date(2024, 1, 1),
        date(2024, 2, 1),
        date(2024, 2, 1),
    ]
    assert (
        opened.find("gaza", order="left").lines["left"].str.split(" ").list.last().to_list()[0]
        == ""
    )
    right = [
        line.split()[0].strip("”.,").lower()
        for line in opened.find("gaza", order="right").lines["right"].str.strip_chars(" .”")
    ]
    assert right == sorted(right)
    assert nodes(opened, "/aid|talks|gaza/", order="node") == [
        "Aid",
        "Gaza",
        "Gaza",
        "Gaza",
        "talks",
        "talks",
    ]


def test_limits_and_selected_articles(opened: Concordance) -> None:
    hits = opened.find("*", limit=2)
    assert (len(hits.lines), hits.total) == (2, 26)
    only = opened.find("gaza", articles=pl.Series([f"{1:016x}"]))
    assert only.lines["doc_id"].to_list() == [f"{1:016x}"]
    assert opened.barcode("rafah")["place"].item() == pytest.approx(25 / 28)


@pytest.mark.parametrize("query", ["", "   ", "...", "/[/", "/(/ gaza"])
def test_a_broken_query_is_explained(opened: Concordance, query: str) -> None:
    with pytest.raises(QueryError, match=r"holds no word|no regular expression"):
        opened.find(query)


def test_words_that_share_a_key_are_told_apart() -> None:
    documents = articles(["gaza aid gaza", "aid talks"])
    tables = run_stage(documents)
    key = pl.lit(7, dtype=pl.UInt32)
    clash = pl.col("term").is_in(["gaza", "talks"])
    frequencies = tables["frequencies"].with_columns(
        pl.when(clash).then(key).otherwise("key").alias("key")
    )
    own = dict(tables["frequencies"].select("term", "key").iter_rows())
    index = tables["concordance_index"].with_columns(
        pl.col("keys").list.eval(
            pl.when(pl.element().is_in([own["gaza"], own["talks"]]))
            .then(key)
            .otherwise(pl.element())
        )
    )
    found = Concordance(documents, frequencies, index)
    assert found.find("gaza").total == 2
    assert found.find("talks").lines["doc_id"].to_list() == [f"{1:016x}"]


def test_one_call_for_one_query() -> None:
    documents = articles(["İstanbul talks"])
    tables = run_stage(documents)
    lines = concordance(documents, tables["frequencies"], tables["concordance_index"], "istanbul")
    assert lines.select("start", "end", "node").row(0) == (0, 8, "İstanbul")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["a", "b", "ab", "ba", "c"]), max_size=12).map(" ".join),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.sampled_from(["a", "b*", "*", "c|ab", "?a"]), min_size=1, max_size=3),
)
def test_any_query_finds_what_a_scan_finds(texts: list[str], parts: list[str]) -> None:
    documents = articles(texts)
    tables = run_stage(documents)
    found = Concordance(documents, tables["frequencies"], tables["concordance_index"])
    patterns = {"a": "a", "b*": "b.*", "*": ".+", "c|ab": "c|ab", "?a": ".a"}
    expected = [
        (f"{number:016x}", " ".join(words[k : k + len(parts)]))
        for number, words in enumerate(text.split() for text in texts)
        for k in range(len(words) - len(parts) + 1)
        if all(re.fullmatch(patterns[p], w) for p, w in zip(parts, words[k:], strict=False))
    ]
    assert found.find(" ".join(parts)).lines.select("doc_id", "node").rows() == expected


def test_ties_in_an_order_stand_as_in_the_text(opened: Concordance) -> None:
    places = opened.places("gaza")
    assert np.array_equal(places, np.sort(places))
    assert module.LINES.keys() == set(opened.find("gaza").lines.columns)
