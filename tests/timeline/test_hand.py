"""The researcher's files win."""

from datetime import date

import polars as pl
import pytest

from analysis.timeline.hand import HandError, correct_tolls, known_events, reference, unmatched
from analysis.timeline.tables import TOLLS


def toll(doc_id: str, start: int, value: int, outcome: str = "killed") -> dict[str, object]:
    return {
        "doc_id": doc_id, "sentence": 0, "start": start, "end": start + 2, "surface": "31",
        "value": value, "bound": "exact", "outcome": outcome, "group": "people", "subset": False,
        "basis": "rule",
    }  # fmt: skip


TWO = TOLLS.frame([toll("a", 10, 31), toll("b", 20, 46)])


def hand(**columns: list[str]) -> dict[str, pl.DataFrame]:
    return {"tolls": pl.DataFrame(columns)}


def test_a_cell_overrides_and_an_empty_one_leaves() -> None:
    fixed = correct_tolls(
        TWO,
        hand(doc_id=["a"], start=["10"], value=["1,300"], bound=[""], place=["Rafah"],
             as_of=["2023-10-07"]),
    )  # fmt: skip
    first, second = fixed.to_dicts()
    assert (first["value"], first["bound"], first["place"]) == (1300, "exact", "Rafah")
    assert (first["as_of"], first["basis"]) == (date(2023, 10, 7), "hand")
    assert second == TWO.to_dicts()[1]


def test_null_empties_a_cell() -> None:
    named = correct_tolls(TWO, hand(doc_id=["a"], start=["10"], place=["Rafah"]))
    emptied = correct_tolls(named, hand(doc_id=["a"], start=["10"], place=["null"]))
    assert emptied["place"].to_list() == [None, None]


def test_drop_drops_the_row() -> None:
    kept = correct_tolls(TWO, hand(doc_id=["b"], start=["20"], value=["drop"]))
    assert kept["doc_id"].to_list() == ["a"]


def test_one_of_two_outcomes_can_be_meant() -> None:
    both = TOLLS.frame([toll("a", 10, 60), toll("a", 10, 60, "injured")])
    given = hand(doc_id=["a"], start=["10"], outcome_was=["injured"], value=["50"])
    assert correct_tolls(both, given).select("outcome", "value").rows() == [
        ("injured", 50),
        ("killed", 60),
    ]


def test_rows_about_nothing_are_named() -> None:
    given = hand(doc_id=["a", "c"], start=["10", "5"], value=["1", "2"])
    assert unmatched(TWO, given).rows() == [("c", 5)]


def test_without_files_nothing_changes() -> None:
    assert correct_tolls(TWO, {}).equals(TWO)
    assert known_events({}).is_empty()
    assert reference({}).is_empty()


def test_events_and_series_are_taken_over() -> None:
    files = {
        "events": pl.DataFrame({"day": ["2023-11-24"], "event": ["Truce begins"]}),
        "reference": pl.DataFrame({"day": ["2023-10-07"], "series": ["killed"], "value": ["232"]}),
    }
    assert known_events(files).rows() == [(date(2023, 11, 24), "Truce begins")]
    assert reference(files).rows() == [("killed", date(2023, 10, 7), 232.0)]


@pytest.mark.parametrize(
    ("column", "cell"), [("value", "many"), ("as_of", "7.10."), ("cumulative", "perhaps")]
)
def test_a_cell_that_cannot_be_read_is_named(column: str, cell: str) -> None:
    with pytest.raises(HandError, match=cell):
        correct_tolls(TWO, hand(doc_id=["a"], start=["10"], **{column: [cell]}))
