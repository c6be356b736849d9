"""Lines of results: teams, persons, countries."""

import pytest

from analysis.entities.gazetteer import shipped
from analysis.entities.scores import sides


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Arsenal 2 Chelsea 1, Real Madrid 3 Barcelona 2.",
         [("Arsenal", "ORG"), ("Chelsea", "ORG"), ("Real Madrid", "ORG"), ("Barcelona", "ORG")]),
        ("New Jersey 3 Detroit 2", [("New Jersey", "ORG"), ("Detroit", "ORG")]),
        ("Sheffield Wednesday 1 Everton 1", [("Sheffield Wednesday", "ORG"), ("Everton", "ORG")]),
        ("Leeds beat Wigan 24-12", [("Leeds", "ORG"), ("Wigan", "ORG")]),
        ("France 3 Brazil 0", [("France", "LOC"), ("Brazil", "LOC")]),
        ("Tiger Woods 66, Ernie Els (South Africa) 67", [("Tiger Woods", "PER"),
                                                         ("Ernie Els", "PER")]),
        ("Michael Johnson 43.49, Roger Black 44.41", [("Michael Johnson", "PER"),
                                                      ("Roger Black", "PER")]),
        ("Monday 3, Tuesday 4", []),
        ("Chapter 11 protects a company from its creditors.", []),
        ("In Gaza 12 people died and in Rafah 30 more were hurt on Tuesday morning.", []),
    ],
)  # fmt: skip
def test_the_sides_of_a_result(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[one.start : one.end], one.type) for one in sides(text, shipped())] == expected
