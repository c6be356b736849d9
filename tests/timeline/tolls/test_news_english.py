"""Figures in made-up sentences of agency English, and traps that hold none."""

from pathlib import Path

import pytest

from analysis.timeline.tolls import find_tolls

TABLE = Path(__file__).with_name("news_english.tsv")


def rows() -> list[tuple[str, list[str]]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    told = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(sentence, sorted(filter(None, figures.split(";")))) for sentence, figures in told]


@pytest.mark.parametrize(("sentence", "expected"), rows())
def test_figures_of_a_sentence(sentence: str, expected: list[str]) -> None:
    found = find_tolls(sentence, [(0, len(sentence))])
    assert sorted(f"{one.value} {one.outcome} {one.bound}" for one in found) == expected
