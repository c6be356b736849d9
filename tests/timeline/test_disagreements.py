"""When do reported figures disagree?"""

from datetime import date

import polars as pl
import pytest

from analysis.timeline.disagreements import contradictory, disagreement_table, scoped_tolls
from analysis.timeline.parameters import Parameters
from analysis.timeline.tables import TOLLS

DAY = date(2023, 10, 17)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([(471, "exact"), (471, "exact")], False),
        ([(471, "exact"), (500, "exact")], True),
        ([(471, "exact"), (300, "more_than")], False),
        ([(471, "exact"), (471, "more_than")], True),
        ([(471, "exact"), (471, "at_least")], False),
        ([(471, "exact"), (500, "at_least")], True),
        ([(471, "exact"), (500, "less_than")], False),
        ([(300, "at_most"), (300, "less_than")], False),
        ([(471, "exact"), (480, "about")], False),
        ([(471, "exact"), (600, "about")], True),
    ],
)
def test_figures_contradict_where_no_number_satisfies_all(
    figures: list[tuple[int, str]], expected: bool
) -> None:
    assert contradictory(figures) is expected


def row(doc_id: str, value: int, source: str, **other: object) -> dict[str, object]:
    return {
        "day": DAY, "place_id": None, "place": "Gaza City", "outcome": "killed", "group": "people",
        "cumulative": False, "value": value, "bound": "exact", "source": source, "outlet": "Wire",
        "doc_id": doc_id, "start": 5, "nationality": None, "source_id": None,
    } | other  # fmt: skip


SCHEMA = {
    "day": pl.Date, "place_id": pl.String, "place": pl.String, "outcome": pl.String,
    "group": pl.String, "cumulative": pl.Boolean, "value": pl.Int64, "bound": pl.String,
    "source": pl.String, "outlet": pl.String, "doc_id": pl.String, "start": pl.Int64,
    "nationality": pl.String, "source_id": pl.String,
}  # fmt: skip


def table(*rows: dict[str, object], names: pl.DataFrame | None = None) -> list[dict[str, object]]:
    frame = pl.DataFrame(list(rows), schema=SCHEMA)
    return disagreement_table([frame], names).to_dicts()


def test_one_row_for_the_scope_with_sources_and_evidence() -> None:
    (found,) = table(row("a", 471, "the Health Ministry"), row("b", 250, "the army", outlet="Post"))
    assert (found["low"], found["high"], found["contradictory"]) == (250, 471, True)
    assert found["sources"] == ["Health Ministry", "army"]
    assert found["outlets"] == ["Post", "Wire"]
    assert found["rows"] == ["a:5", "b:5"]


def test_another_day_place_group_or_outcome_is_another_scope() -> None:
    for other in (
        {"day": date(2023, 10, 18)},
        {"place": "Rafah"},
        {"group": "children"},
        {"outcome": "injured"},
        {"cumulative": True},
    ):
        assert table(row("a", 471, "x"), row("b", 250, "y", **other)) == []


def test_agreement_and_a_single_article_are_none() -> None:
    assert table(row("a", 471, "x"), row("b", 471, "y")) == []
    assert table(row("a", 471, "x"), row("a", 250, "y", start=90)) == []


def test_spellings_of_a_place_are_one_by_its_entity() -> None:
    names = pl.DataFrame({"entity_id": ["e1"], "name": ["Jabalia"]})
    rows = (
        row("a", 50, "x", place="Jabalia", place_id="e1"),
        row("b", 45, "y", place="Jabaliya", place_id="e1"),
    )
    assert [one["place"] for one in table(*rows, names=names)] == ["Jabalia"]
    assert table(*(one | {"place_id": None} for one in rows)) == []


def test_joint_figures_are_left_out() -> None:
    documents = pl.DataFrame(
        {"doc_id": ["a"], "published": [DAY], "outlet": ["Wire"], "copy_of": [None]},
        schema_overrides={"copy_of": pl.String},
    )
    told = {
        "doc_id": "a", "sentence": 0, "end": 9, "surface": "60", "value": 60, "bound": "at_most",
        "group": "people", "place": "Gaza City", "attributed_to": None, "cumulative": False,
        "as_of": None, "place_id": None, "subset": False, "basis": "rule",
    }  # fmt: skip
    tolls = TOLLS.frame(
        [
            told | {"start": 5, "outcome": "killed"},
            told | {"start": 5, "outcome": "injured"},
            told | {"start": 50, "outcome": "killed", "bound": "exact", "value": 12},
        ]
    )
    scoped = scoped_tolls({"documents": documents}, tolls, Parameters())
    assert scoped["value"].to_list() == [12]


def test_a_few_of_one_nationality_are_no_other_count_of_all() -> None:
    few = row("b", 14, "y", nationality="American")
    assert table(row("a", 1000, "x"), few) == []
    near = row("b", 900, "y", nationality="Palestinians")
    assert [one["low"] for one in table(row("a", 1000, "x"), near)] == [900]


def test_spellings_of_one_entity_are_one_source() -> None:
    names = pl.DataFrame({"entity_id": ["ministry"], "name": ["Gaza Health Ministry"]})
    own = [
        row(doc_id, value, words, source_id="ministry")
        for doc_id, value, words in (("a", 471, "The Health Ministry"), ("b", 500, "the ministry"))
    ]
    (found,) = table(*own, row("c", 250, "the army"), names=names)
    assert found["sources"] == ["Gaza Health Ministry", "army"]
