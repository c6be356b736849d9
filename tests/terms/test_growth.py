"""How the vocabulary grows as articles are read."""

from datetime import date

import polars as pl

from analysis.terms.growth import POINTS
from analysis.terms.parameters import Parameters


def test_worked_by_hand(run_stage, articles):
    """Read in order of publication; a copy is not read, an undated article comes last."""
    rows = [
        {"text": "Gaza gaza gaza aid.", "published": date(2024, 1, 1)},
        {"text": "Aid aid.", "published": date(2024, 1, 3)},
        {"text": "Gaza convoy.", "published": date(2024, 1, 2)},
        {"text": "Harbour harbour.", "published": date(2024, 1, 1), "copy_of": f"{0:016x}"},
        {"text": "Aid envoy.", "published": None},
        {"text": "...", "published": date(2024, 1, 1)},
    ]
    made = run_stage(articles(rows), cuts=[2, 3])["vocabulary_growth"]
    assert made.rows() == [(1, 4, 2), (2, 6, 3), (3, 8, 3), (4, 10, 4)]


def test_as_the_words_of_the_articles_say(run_stage, articles):
    rows = [
        {"text": f"Story {number % 41} of day {number * 7 % 13}.", "published": date(2024, 1, 1)}
        for number in range(POINTS * 2)
    ]
    made = run_stage(articles(rows), Parameters(store_ngrams=2), cuts=[31, 90])
    words: list[str] = []
    expected = []
    for row in rows:
        words += str(row["text"]).lower().rstrip(".").split()
        expected.append((len(expected) + 1, len(words), len(set(words))))
    growth = made["vocabulary_growth"]
    assert growth.height == POINTS
    assert set(growth.rows()) <= set(expected)
    assert growth.row(-1) == expected[-1]


def test_nothing_to_read(run_stage, articles):
    made = run_stage(articles([{"text": "!!!"}]))["vocabulary_growth"]
    assert made.equals(pl.DataFrame(schema=made.schema))
