"""The measures by which the stage is judged, on hand-worked cases."""

import pytest
from score_names import Name, alignment, b_cubed, matched, strict


def name(start: int, entity: str, kind: str = "PER") -> Name:
    return Name("a", start, start + 1, kind, entity)


def test_strict_scores_count_span_and_type() -> None:
    gold = [name(0, "x"), name(1, "x"), name(2, "y", "LOC")]
    found = [name(0, "1"), name(2, "2", "ORG"), name(5, "3")]
    scores = strict(gold, found)
    assert scores["ALL"] == pytest.approx((100 / 3, 100 / 3, 100 / 3))
    assert scores["PER"] == pytest.approx((50, 50, 50))
    assert scores["LOC"] == (0, 0, 0)


def test_b_cubed_of_a_published_example() -> None:
    # Bagga and Baldwin 1998, figure 2, first response: 12 mentions in clusters of 5, 2 and 5, of
    # which the last two were joined: precision 16/21, recall 1.
    truth = "aaaaabbccccc"
    answer = "111112222222"
    gold = [name(index, entity) for index, entity in enumerate(truth)]
    found = [name(index, entity) for index, entity in enumerate(answer)]
    p, r, _ = b_cubed(gold, found)
    assert p == pytest.approx(100 * 16 / 21, abs=0.01)
    assert r == pytest.approx(100)


def test_b_cubed_cannot_be_raised_by_finding_less() -> None:
    gold = [name(index, "x") for index in range(4)]
    p, r, _ = b_cubed(gold, gold[:2])
    assert (p, r) == (100, 25)


def test_texts_that_differ_a_little_are_aligned() -> None:
    place = alignment("The  UN said.", "The UN\nsaid!")
    assert place[4] == 5 and place[7] == 8 and 11 not in place


def test_articles_are_matched_one_to_one() -> None:
    first = "Strikes hit the camp on Monday, the ministry said in a statement."
    second = "Talks went on in Cairo without a result, two diplomats told us."
    documents = {
        "d1": second + " More.",
        "d2": first,
        "d3": "Something else altogether, at length.",
    }
    assert matched({"a": first, "b": second, "c": "No such article at all here."}, documents) == {
        "a": "d2",
        "b": "d1",
    }
