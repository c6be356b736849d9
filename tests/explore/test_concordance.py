"""Searching: against a plain search with Python's re, on invented and on arbitrary texts."""

import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.contract import InputError
from analysis.explore import Corpus
from analysis.explore.concordance import concordance
from analysis.explore.query import parse_query


class Held:
    """Texts that are simply there."""

    def __init__(self, texts: list[str]) -> None:
        self._frame = pl.DataFrame({"text": texts}, schema={"text": pl.String}).with_row_index(
            "row"
        )

    def lazy(self, rows: np.ndarray | None = None) -> pl.LazyFrame:
        return self._frame.lazy() if rows is None else self._frame[rows].lazy()


@settings(max_examples=150, deadline=None)
@given(
    texts=st.lists(st.text(alphabet="ab -éß\n'العﬁ🚢", max_size=40), min_size=1, max_size=6),
    word=st.text(alphabet="abéالع", min_size=1, max_size=2),
)
def test_places_are_those_of_a_plain_search(texts: list[str], word: str) -> None:
    query = parse_query(re.escape(word), regex=True, case=True)
    rows = np.arange(len(texts))[::-1].copy()
    found = concordance(Held(texts), query, rows, limit=0, width=7)  # type: ignore[arg-type]
    expected = [
        (int(row), hit.start(), hit.end(), hit.group())
        for row in rows
        for hit in re.finditer(re.escape(word), texts[row])
    ]
    assert found.lines.select("row", "start", "end", "match").rows() == expected
    assert (found.total, found.articles) == (len(expected), len({row for row, *_ in expected}))
    for row, start, end, left, _, right in found.lines.iter_rows():
        assert left == re.sub(r"\s+", " ", texts[row][max(0, start - 7) : start])
        assert right == re.sub(r"\s+", " ", texts[row][end : end + 7])


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        ("ferry", ["ferry", "Ferry", "ferry's", "night-ferry"]),
        ("ferr*", ["ferry", "ferries", "Ferry's"]),
        ("*boat", ["boat", "lifeboat", "life-boat"]),
        ("night ferry", ["night ferry", "Night\nferry"]),
        ("a * ferry", ["a late ferry"]),
        ("the unions' ferry", ["the unions’ ferry"]),
        ("العبّارة", ["العبّارة"]),
    ],
)
def test_words_phrases_and_wildcards(typed: str, matches: list[str]) -> None:
    pattern = parse_query(typed).pattern
    for text in matches:
        assert pl.select(pl.lit(f"x {text} y").str.contains(pattern)).item(), text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ferry", "ferryman"), ("ferr*", "offerry"), ("a * ferry", "a ferry"), ("a.c", "abc"),
        ("night ferry", "night, ferry"),
    ],
)  # fmt: skip
def test_what_is_not_found(typed: str, text: str) -> None:
    assert not pl.select(pl.lit(text).str.contains(parse_query(typed).pattern)).item()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("(aid", "a bracket \\( is not closed"),
        ("aid)", "never opened"),
        ("[a", "a bracket \\[ is not closed"),
        ("*a", "need something before them"),
        ("(?<=a)b", "look-ahead and look-behind"),
        (r"(a)\1", "references back"),
        ("a*", "at least one letter"),
        (r"\b", "at least one letter"),
        ("a{1000}{1000}{1000}", "too large"),
    ],
)
def test_a_broken_pattern_gets_a_sentence(corpus: Corpus, typed: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        corpus.kwic(typed, regex=True)


@pytest.mark.parametrize(("typed", "sentence"), [("  ", "type a word"), ("* *", "every word")])
def test_an_empty_search_gets_a_sentence(corpus: Corpus, typed: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        corpus.kwic(typed)


def test_copies_are_searched_only_when_asked_for(corpus: Corpus) -> None:
    assert len(corpus.kwic("opened the night ferry")) == 1
    assert len(corpus.kwic("opened the night ferry", copies=True)) == 2


def test_places_come_in_order_of_publication_undated_last(corpus: Corpus) -> None:
    found = corpus.kwic("ferry")
    days = [str(day)[:10] for day in found["published"]]
    assert days == [*sorted(days[:-1]), "NaT"]
    assert len(found) == 7


def test_sorting_by_the_words_before_and_after(corpus: Corpus) -> None:
    left = corpus.kwic("ferry", sort="left")["left"].str.strip().str.split().str[-1]
    assert [word.lower() for word in left] == sorted(word.lower() for word in left)
    right = corpus.kwic("ferry", sort="right")["right"].str.extract(r"(\w+)")[0].str.lower()
    assert right.tolist() == sorted(right)


def test_a_limit_shortens_the_list_and_not_the_count(corpus: Corpus) -> None:
    found = corpus.places("ferry", limit=2)
    assert (found.lines.height, found.total, found.articles) == (2, 7, 5)


def test_an_unknown_order_is_refused(corpus: Corpus) -> None:
    with pytest.raises(InputError, match="there are date, left"):
        corpus.kwic("ferry", sort="length")
