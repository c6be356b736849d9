"""Numbers and their bounds, by hand."""

import pytest

from analysis.timeline.tolls.quantities import find_quantities
from analysis.timeline.tolls.tokens import tokenise


def figures(sentence: str) -> list[tuple[str, tuple[tuple[int, str], ...]]]:
    tokens = tokenise(sentence)
    return [
        (sentence[tokens[one.first].start : tokens[one.last - 1].end], one.figures)
        for one in find_quantities(tokens)
    ]


@pytest.mark.parametrize(
    ("sentence", "surface", "value", "bound"),
    [
        ("11,500 people", "11,500", 11_500, "exact"),
        ("twenty-three people", "twenty-three", 23, "exact"),
        ("two hundred and five people", "two hundred and five", 205, "exact"),
        ("one hundred and twenty-three thousand people", "one hundred and twenty-three thousand",
         123_000, "exact"),
        ("1.9 million people", "1.9 million", 1_900_000, "exact"),
        ("half a million people", "half a million", 500_000, "exact"),
        ("a dozen people", "a dozen", 12, "exact"),
        ("half a dozen people", "half a dozen", 6, "exact"),
        ("two dozen people", "two dozen", 24, "exact"),
        ("dozens of people", "dozens", 24, "at_least"),
        ("scores of people", "scores", 40, "at_least"),
        ("several hundred people", "several hundred", 200, "at_least"),
        ("thousands of people", "thousands", 2_000, "at_least"),
        ("tens of thousands of people", "tens of thousands", 20_000, "at_least"),
        ("hundreds of thousands of people", "hundreds of thousands", 200_000, "at_least"),
        ("more than a thousand people", "a thousand", 1_000, "more_than"),
        ("well over 300 people", "300", 300, "more_than"),
        ("at least 46 people", "46", 46, "at_least"),
        ("no fewer than 46 people", "46", 46, "at_least"),
        ("46 or more people", "46", 46, "at_least"),
        ("20,000+ people", "20,000", 20_000, "at_least"),
        ("as many as 30 people", "30", 30, "at_most"),
        ("up to 30 people", "30", 30, "at_most"),
        ("nearly 1.9 million people", "1.9 million", 1_900_000, "less_than"),
        ("fewer than 10 people", "10", 10, "less_than"),
        ("some 250 people", "250", 250, "about"),
        ("an estimated 250 people", "250", 250, "about"),
        ("more than a total of 500 people", "500", 500, "more_than"),
    ],
)  # fmt: skip
def test_a_number_has_a_value_a_bound_and_its_own_words(
    sentence: str, surface: str, value: int, bound: str
) -> None:
    assert figures(sentence) == [(surface, ((value, bound),))]


@pytest.mark.parametrize(
    ("sentence", "surface", "low", "high"),
    [
        ("8 to 10 people", "8 to 10", 8, 10),
        ("between 17 and 18 people", "17 and 18", 17, 18),
        ("8-10 people", "8-10", 8, 10),
        ("two or three people", "two or three", 2, 3),
    ],
)
def test_a_range_is_bounded_on_both_sides(sentence: str, surface: str, low: int, high: int) -> None:
    assert figures(sentence) == [(surface, ((low, "at_least"), (high, "at_most")))]


def test_a_change_is_two_numbers_and_no_range() -> None:
    assert figures("the toll rose from 31 to 46") == [
        ("31", ((31, "exact"),)),
        ("46", ((46, "exact"),)),
    ]


@pytest.mark.parametrize("sentence", ["a 46-year-old man", "the 31st day", "a magnitude of 7.4"])
def test_what_is_no_whole_number_is_none(sentence: str) -> None:
    assert figures(sentence) == []
