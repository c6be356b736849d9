"""Diversity and readability by hand and by definition."""

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.terms.diversity import yule_k
from analysis.terms.measures import moving_types, mtld
from analysis.terms.parameters import Parameters
from analysis.terms.readability import flesch, lix, syllables
from tests.terms.conftest import articles, run_stage

NUMBERS = st.lists(st.lists(st.integers(0, 6), max_size=40), min_size=1, max_size=4)


def flat(texts: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    forms = np.array([n for text in texts for n in text], dtype=np.uint32)
    return forms, np.cumsum([0, *map(len, texts)]).astype(np.int64)


@settings(deadline=None)
@given(NUMBERS, st.integers(2, 12))
def test_moving_types_by_brute_force(texts: list[list[int]], window: int) -> None:
    forms, bounds = flat(texts)
    expected = [
        sum(len(set(text[k : k + window])) for k in range(len(text) - window + 1)) for text in texts
    ]
    assert moving_types(forms, bounds, window, 7).tolist() == expected


def one_way(text: list[int], threshold: float) -> float:
    factors, part = 0.0, []
    for number in text:
        part.append(number)
        if len(set(part)) / len(part) < threshold:
            factors, part = factors + 1, []
    if part:
        factors += (1 - len(set(part)) / len(part)) / (1 - threshold)
    return factors


@settings(deadline=None)
@given(NUMBERS)
def test_mtld_by_its_definition(texts: list[list[int]]) -> None:
    forms, bounds = flat(texts)
    found = mtld(forms, bounds, 7, 0.72)
    for value, text in zip(found, texts, strict=True):
        forth, back = one_way(text, 0.72), one_way(text[::-1], 0.72)
        both = forth > 0 and back > 0
        assert value == pytest.approx((len(text) / forth + len(text) / back) / 2 if both else 0)


def test_yules_k_by_hand() -> None:
    """Counts 3, 2, 1: Σ c² = 14, N = 6: 10⁴ (14 - 6) / 36."""
    assert yule_k(pl.Series([3, 2, 1])) == pytest.approx(1e4 * 8 / 36)
    assert yule_k(pl.Series([], dtype=pl.Int64)) is None


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("gaza", 2),
        ("cease-fire", 2),
        ("strikes", 1),
        ("killed", 1),
        ("wounded", 2),
        ("officials", 3),
        ("the", 1),
        ("table", 2),
        ("7", 1),
        ("churches", 2),
        ("people", 2),
        ("government", 3),
    ],
)
def test_syllables_of_common_words(word: str, count: int) -> None:
    assert syllables(pl.Series([word])).tolist() == [count]


def test_readability_formulas() -> None:
    assert flesch(100, 5, 150) == pytest.approx(206.835 - 1.015 * 20 - 84.6 * 1.5)
    assert lix(100, 5, 30) == pytest.approx(20 + 30)
    assert flesch(0, 0, 0) is None
    assert lix(0, 0, 0) is None


def test_series_of_outlets_and_of_all(news: pl.DataFrame) -> None:
    table = run_stage(news, Parameters(mattr_window=5, period="month"))["diversity"]
    assert table["series"].to_list() == [
        *("all", "outlet:Alpha", "outlet:Beta"),
        *("period:2024-01-01", "period:2024-02-01", "period:2024-03-01"),
    ]
    dated = table.filter(pl.col("series").str.starts_with("period"))
    assert dated["words"].sum() == table["words"][0]
    february = run_stage(
        news.filter(pl.col("published").dt.month() == 2), Parameters(mattr_window=5)
    )["diversity"].row(0, named=True)
    assert dated.row(1, named=True) | {"series": "all"} == february
    everything = table.row(0, named=True)
    texts = (
        news.filter(pl.col("copy_of").is_null())["text"]
        .str.to_lowercase()
        .str.extract_all(r"[\w,-]*\w")
    )
    words = [word for text in texts for word in text]
    counts = Counter(words)
    assert everything["words"] == len(words)
    assert everything["types"] == len(counts)
    assert everything["ttr"] == pytest.approx(len(counts) / len(words))
    ratios = [len(set(t[k : k + 5])) / 5 for t in texts for k in range(len(t) - 4)]
    assert everything["mattr"] == pytest.approx(sum(ratios) / len(ratios))
    assert everything["sentence_length"] == pytest.approx(len(words) / everything["sentences"])


def test_scripts_and_languages_without_a_measure_have_none() -> None:
    row = run_stage(articles([{"text": "قالت الوزارة إن ثلاثين قتلوا", "language": "ar"}]))[
        "diversity"
    ].row(0, named=True)
    assert row["lix"] is None
    assert row["flesch"] is None
    assert row["mattr"] is None
