"""Ways to name a source are brought together where one is part of the other."""

from analysis.report.figures.sources import grouped_sources


def test_the_most_frequent_name_stands_for_all():
    found = grouped_sources(
        [
            "the Health Ministry",
            "the Health Ministry",
            "Gaza's Health Ministry",
            "The ministry of health in Gaza",
        ]
    )
    assert set(found.values()) == {"the Health Ministry"}


def test_other_sources_stay_apart():
    found = grouped_sources(["Health Ministry", "Foreign Ministry", "OCHA"])
    assert found == {
        "Health Ministry": "Health Ministry",
        "Foreign Ministry": "Foreign Ministry",
        "OCHA": "OCHA",
    }


def test_of_equally_frequent_names_the_longer_stands_for_both():
    assert set(grouped_sources(["ministry", "Health Ministry"]).values()) == {"Health Ministry"}


def test_a_name_of_small_words_only_is_nobody_elses():
    assert grouped_sources(["he", "the", "OCHA"])["the"] == "the"
