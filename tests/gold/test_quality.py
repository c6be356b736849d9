"""The bars of the first issue on all articles of the sample, and how figures are kept."""

import json

import pytest
from scipy.stats import binomtest

from tests.gold.measures import Measure, f1, share, wilson
from tests.gold.quality import resource
from tests.gold.run_measures import corpus
from tests.gold.score_tolls import Score, compare
from tests.pipeline.building import Built
from tests.readme_tables import read_table, with_rows

BARS = {
    ("article starts", "F1"): 0.97,
    ("boilerplate characters", "recall"): 0.98,
    ("article characters lost", "share"): 0.002,
    ("copies", "precision"): 0.97,
    ("copies", "recall"): 0.92,
}


def test_the_sample_is_cleaned_as_well_as_the_bars_ask(sample: Built) -> None:
    found = {(one.what, one.measure): one for one in corpus(sample.run, "all")}
    assert {key: found[key].bar for key in BARS} == BARS
    assert found["article starts", "F1"].items == 157
    missed = {key: found[key].value for key in BARS if not found[key].holds}
    assert missed == {}, sample.said


@pytest.mark.parametrize(("right", "total"), [(0, 7), (7, 7), (3, 10), (150, 161)])
def test_the_interval_of_a_share_is_wilsons(right: int, total: int) -> None:
    expected = binomtest(right, total).proportion_ci(0.95, method="wilson")
    assert wilson(right, total) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_f1_is_the_harmonic_mean_and_lies_in_its_interval() -> None:
    one = f1("stage", "what", "F1", "on", "dev", right=6, found=8, true=12)
    precision, recall = 6 / 8, 6 / 12
    assert one.value == pytest.approx(2 * precision * recall / (precision + recall))
    assert one.low is not None and one.high is not None
    assert one.low < one.value < one.high


def test_a_bar_may_be_a_floor_or_a_ceiling() -> None:
    floor = share("stage", "what", "recall", "on", "dev", 9, 10, 0.9)
    ceiling = Measure("stage", "what", "lost", "on", "dev", 0.9, 10, 0.8, at_most=True)
    assert (floor.holds, ceiling.holds) == (True, False)
    assert share("stage", "what", "recall", "on", "dev", 9, 10).holds is None


def test_a_figure_elsewhere_in_the_article_is_no_hit() -> None:
    figure = {
        "value": 12, "outcome": "killed", "bound": "exact", "group": "people",
        "attributed_to": None, "start": 40, "end": 42,
    }  # fmt: skip
    score = Score()
    compare([figure], [{**figure, "start": 90, "end": 92}], score)
    compare([figure], [dict(figure)], score)
    assert (score.right, score.found, score.true) == (1, 2, 2)


def test_figures_not_measured_this_time_stay_in_the_resource() -> None:
    def one(split: str, value: float, on: str = "sample") -> Measure:
        return Measure("corpus", "article starts", "F1", on, split, value, 157)

    first = resource([one("held_out", 0.91234), one("all", 0.95), one("dev", 0.99)])
    second = resource([one("all", 0.97), one("dev", 1.0, "sentences")], first)
    rows = {row["data"]: row["value"] for row in json.loads(second)["measures"]}
    assert rows == {
        "sample": 0.97,
        "sample, held-out half": 0.912,
        "sentences, half that the rules were built on": 1.0,
    }


def test_the_report_reads_the_resource() -> None:
    from analysis.report.quality import EXPECTED, read_measures

    text = resource([f1(*EXPECTED[0], "sample", "all", right=9, found=10, true=10)])
    first, *others = read_measures(text)
    assert (first.what, first.value, first.items, first.data) == (
        "article starts",
        0.9,
        10,
        "sample",
    )
    assert first.low is not None and first.low < 0.9
    assert [one.value for one in others] == [None] * (len(EXPECTED) - 1)


def test_every_rate_that_the_report_expects_is_measured(sample: Built) -> None:
    from analysis.report.quality import EXPECTED
    from tests.gold.run_measures import of_run

    measured = {(one.stage, one.what, one.measure) for one in of_run(sample.run, "dev")}
    assert set(EXPECTED) <= measured


def test_a_table_of_the_readme_keeps_what_was_not_measured() -> None:
    text = "before\n<!-- speed -->\n<!-- /speed -->\nafter\n"
    key, columns = ("what",), ("all", "bar")
    text = with_rows(text, "speed", key, columns, {("a",): {"all": "1"}, ("b",): {"all": "2"}})
    text = with_rows(text, "speed", key, columns, {("b",): {"all": "3"}, ("c",): {"bar": "4"}})
    assert read_table(text, "speed") == [
        {"what": "a", "all": "1", "bar": "–"},
        {"what": "b", "all": "3", "bar": "–"},
        {"what": "c", "all": "–", "bar": "4"},
    ]
    assert text.startswith("before\n") and text.endswith("\nafter\n")


def test_a_readme_without_the_markers_is_refused() -> None:
    with pytest.raises(SystemExit, match="<!-- speed -->"):
        read_table("no table here", "speed")
