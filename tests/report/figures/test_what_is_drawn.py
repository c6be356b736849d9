"""The data beside a figure are what it draws, and what it draws is what the tables say."""

from datetime import date, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from analysis.report import figures
from tests.report.figures import given
from tests.report.figures.boxes import words_of

DAY = given.OCTOBER


def dots(axes, marker="o"):
    """The points of all markers of one shape, in drawing order."""
    return [
        tuple(point)
        for line in axes.get_lines()
        if line.get_marker() == marker
        for point in np.column_stack(line.get_data()).tolist()
    ]


def widths(axes):
    return [patch.get_width() for patch in axes.patches]


class TestLedger:
    def test_characters_by_rule_largest_first(self):
        """signature 20 + 5, notice 60, follow_us 5, of 1,000 characters."""
        data = figures.waterfall(given.FILES, given.REMOVED).data
        assert data.rows() == [
            ("kept in articles", 910, 0.91),
            ("notice", 60, 0.06),
            ("signature", 25, 0.025),
            ("follow us", 5, 0.005),
        ]

    def test_each_bar_begins_where_the_one_before_ends(self):
        detail = figures.waterfall(given.FILES, given.REMOVED).figure.axes[1]
        assert [(bar.get_x(), bar.get_width()) for bar in detail.patches] == [
            (0, 60),
            (60, 25),
            (85, 5),
        ]

    @pytest.mark.parametrize("largest", [10, 60, 600, 6000])
    def test_words_stand_clear_of_each_other_however_unequal_the_rules(self, largest):
        removed = pl.DataFrame(
            {"rule": ["a_rule", "notice", "mark"], "start": 0, "end": [largest, 40, 8]}
        )
        files = given.FILES.with_columns(
            chars_kept=pl.col("chars") * 20, chars=pl.col("chars") * 30
        )
        words = words_of(figures.waterfall(files, removed).figure)
        assert not [(a.text, b.text) for a, b in combinations(words, 2) if a.overlaps(b)]

    def test_many_rules_share_a_bar(self):
        removed = pl.DataFrame(
            {
                "rule": [f"rule_{at:02}" for at in range(20)],
                "start": [0] * 20,
                "end": range(40, 20, -1),
            }
        )
        data = figures.waterfall(given.FILES, removed).data
        assert data.height == 13
        assert data.row(-1)[:2] == ("9 other rules", sum(range(21, 30)))

    def test_nothing_removed(self):
        files = given.FILES.with_columns(chars_kept=pl.col("chars"), chars_removed=0)
        picture = figures.waterfall(files, given.REMOVED.clear())
        assert picture.data["part"].to_list() == ["kept in articles"]
        assert len(picture.figure.axes) == 1


class TestOutlets:
    def test_articles_and_copies_by_period(self):
        """Days 0, 9, 10, 40 and 75: eleven weeks, so weeks are the finest that fit."""
        data = figures.articles_by_outlet(given.DOCUMENTS).data
        weeks = {0: DAY, 9: DAY + timedelta(7), 40: DAY + timedelta(35), 75: DAY + timedelta(70)}
        assert set(data.rows()) == {
            ("Levant Wire", weeks[0], 1, 0),
            ("Levant Wire", weeks[9], 1, 0),
            ("Gulfwire", weeks[9], 0, 1),
            ("Gulfwire", weeks[40], 1, 0),
            ("وكالة الأنباء", weeks[75], 0, 1),
        }

    def test_undated_articles_are_counted_in_words(self):
        picture = figures.articles_by_outlet(given.DOCUMENTS)
        assert (
            "1 without a date are not drawn, among them all of outlet not known." in picture.caption
        )

    def test_without_any_date_outlets_are_counted_over_no_time(self):
        undated = given.DOCUMENTS.with_columns(published=pl.lit(None, pl.Date))
        picture = figures.articles_by_outlet(undated)
        assert ("Gulfwire", 1, 1) in picture.data.rows()
        assert "No article has a publication date" in picture.caption

    def test_small_outlets_are_taken_together(self):
        picture = figures.articles_by_outlet(given.DOCUMENTS, most=2)
        assert set(picture.data["outlet"]) <= {"Gulfwire", "Levant Wire", "other outlets"}

    def test_copies_within_one_outlet_are_a_sentence(self):
        same = given.DOCUMENTS.with_columns(outlet=pl.lit("Gulfwire"))
        assert figures.copies_by_outlet(same).why.startswith(
            "2 copies, all of one outlet (Gulfwire)"
        )

    def test_who_ran_whose_copy(self):
        assert set(figures.copies_by_outlet(given.DOCUMENTS).data.rows()) == {
            ("Levant Wire", "Gulfwire", 1),
            ("Gulfwire", "وكالة الأنباء", 1),
        }


class TestTerms:
    def test_stop_words_stay_out_of_the_frequencies(self):
        picture = figures.frequencies(given.FREQUENCIES, most=3)
        assert picture.data["term"].to_list() == ["gaza", "aid", "ceasefire"]
        left, right = picture.figure.axes
        assert dots(left) == [(60000, 0), (30000, 1), (20000, 2)]
        assert dots(right, "D") == [(0.2, 0), (0.6, 1), (0.5, 2)]

    def test_pairs_with_a_stop_word_stay_out_of_the_collocations(self):
        with_them = figures.collocations(given.COLLOCATIONS).data
        without = figures.collocations(given.COLLOCATIONS, given.FREQUENCIES).data
        assert with_them["first"].to_list() == ["of", "health", "prime"]
        assert without["first"].to_list() == ["health", "prime"]

    def test_a_perfect_zipf_curve_has_slope_minus_one(self):
        counts = [5040 // rank for rank in range(1, 11)]
        table = pl.DataFrame(
            {"term": [f"w{at}" for at in range(10)], "n": 1, "stop_word": False, "count": counts,
             "documents": 1, "per_million": 1.0, "dispersion": 0.5}
        )  # fmt: skip
        assert "Fitted slope −1.00" in figures.zipf(table).caption

    def test_large_tables_may_stay_on_disk(self):
        lazy = given.DOCUMENT_TERMS.lazy()
        assert figures.barcode(lazy, given.DOCUMENTS).data.equals(
            figures.barcode(given.DOCUMENT_TERMS, given.DOCUMENTS).data
        )

    def test_keyness_in_both_directions_and_nothing_by_chance(self):
        data = figures.keyness(given.KEYNESS, "Levant Wire").data
        assert data["term"].to_list() == ["truce", "siege", "polio"]

    def test_keyness_says_where_an_interval_is_cut(self):
        wide = given.KEYNESS.with_columns(pl.col("log_ratio_high") + 20)
        for draw in (figures.keyness, figures.keyness_panels):
            assert "beyond the axis" in draw(wide).caption
            assert "beyond the axis" not in draw(given.KEYNESS).caption

    def test_keyness_shows_the_part_with_most_to_show(self):
        assert set(figures.keyness(given.KEYNESS).data["target"]) == {"Gulfwire"}

    def test_keyness_without_a_difference(self):
        same = given.KEYNESS.with_columns(p_adjusted=pl.lit(0.5))
        picture = figures.keyness(same)
        assert not picture.drawn and "beyond chance" in picture.why

    def test_barcode_bins_articles_in_order_of_publication(self):
        """Originals a1, a2, a4, a5 in order; gaza in a1, a2; aid in a1, a4, a5."""
        data = figures.barcode(given.DOCUMENT_TERMS, given.DOCUMENTS, ["gaza", "aid"]).data
        assert data.select("term", "bin").rows() == [
            ("gaza", 0), ("gaza", 1), ("aid", 0), ("aid", 2), ("aid", 3)
        ]  # fmt: skip

    def test_barcode_of_a_large_corpus_shows_shares_of_runs(self):
        documents = pl.DataFrame(
            {
                "doc_id": [f"{at:04}" for at in range(1000)],
                "published": [None] * 1000,
                "copy_of": [None] * 1000,
            }
        )
        terms = pl.DataFrame({"doc_id": [f"{at:04}" for at in range(0, 1000, 2)], "term": "aid"})
        data = figures.barcode(terms, documents, ["aid"], bins=10).data
        assert data["share"].to_list() == [0.5] * 10


class TestTrends:
    def test_a_period_without_the_word_is_zero_and_one_without_articles_is_missing(self):
        data = figures.trends(given.coverage()).data
        values = dict(data.select("period", "value").iter_rows())
        assert values[DAY] == 1.0
        assert values[DAY + timedelta(7)] == 0.0
        assert values[DAY + timedelta(28)] is None

    def test_names_are_printed_for_their_ids(self):
        picture = figures.trends(given.coverage(), "entity", {"loc-gaza": "Gaza"})
        assert [axes.get_title("left") for axes in picture.figure.axes] == ["Gaza"]

    def test_two_periods_are_no_course(self):
        short = given.coverage().filter(pl.col("period") < DAY + timedelta(2))
        assert "fewer than 3" in figures.trends(short).why

    def test_watched_words_come_in_their_order(self):
        data = figures.word_trends(given.TRENDS, ["truce", "absent"]).data
        assert data["series"].unique().to_list() == ["truce"]
        assert data["value"].to_list() == [100.0 * week for week in range(1, 7)]


class TestNetwork:
    def test_only_ties_of_the_backbone_are_drawn(self):
        picture = figures.network(given.COOCCURRENCE, given.ENTITIES, given.NODES)
        assert ("org-hamas", "per-sisi") not in set(
            picture.data.select("entity_a", "entity_b").iter_rows()
        )
        assert picture.data.height == 4
        assert sum("node-" in mark for mark in picture.hints) == 5
        assert picture.hints["tie-loc-egypt--loc-gaza"] == "Egypt – Gaza: 12 sentences"

    def test_around_a_name_stand_its_neighbours_and_their_ties(self):
        picture = figures.network(
            given.COOCCURRENCE, given.ENTITIES, given.NODES, around="loc-egypt"
        )
        assert set(picture.data["entity_a"]) | set(picture.data["entity_b"]) == {
            "loc-egypt", "loc-gaza", "per-sisi"
        }  # fmt: skip

    def test_the_strongest_names_are_shown_and_the_rest_is_counted(self):
        picture = figures.network(given.COOCCURRENCE, given.ENTITIES, given.NODES, most=3)
        assert picture.data.height == 2
        assert "2 further ties" in picture.caption

    def test_legend_and_caption_say_unit_and_test(self):
        picture = figures.network(
            given.COOCCURRENCE, given.ENTITIES, given.NODES, significance=0.01
        )
        words = " ".join(text.get_text() for axes in picture.figure.axes for text in axes.texts)
        assert "G²" in words and "p < 0.01" in words and "Benjamini and Hochberg" in words
        assert "significant at 1 %" in picture.caption

    @pytest.mark.parametrize("seed", range(4))
    def test_forty_names_have_room_for_every_label(self, seed):
        numbers = np.random.default_rng(seed)
        ids = [f"per-{at:02}" for at in range(40)]
        pairs = {(0, at) for at in range(1, 40, 3)} | {
            tuple(sorted(numbers.choice(40, 2, replace=False).tolist())) for _ in range(70)
        }
        ties = pl.DataFrame(
            [
                {"entity_a": ids[a], "entity_b": ids[b], "sentences": int(numbers.integers(1, 40)),
                 "g2": 9.0, "npmi": 0.2, "p_adjusted": 0.001, "in_backbone": True}
                for a, b in sorted(pairs)
            ]
        )  # fmt: skip
        entities = pl.DataFrame(
            {"entity_id": ids, "name": [f"Somebody Long-Named {at}" for at in range(40)],
             "type": "PER", "mentions": numbers.integers(1, 300, 40), "documents": 3}
        )  # fmt: skip
        nodes = pl.DataFrame({"entity_id": ids, "community": [at % 7 for at in range(40)]})
        picture = figures.network(ties, entities, nodes)
        words = words_of(picture.figure)
        shown = set(picture.data["entity_a"]) | set(picture.data["entity_b"])
        assert sum("Somebody" in one.text for one in words) == len(shown) >= 25
        assert not [(a.text, b.text) for a, b in combinations(words, 2) if a.overlaps(b)]

    def test_grid_shades_what_is_significant(self):
        picture = figures.matrix(given.COOCCURRENCE, given.ENTITIES)
        assert len(picture.figure.axes[0].patches) == 4
        assert picture.data.height == 5


class TestCoverage:
    def test_missing_periods_are_missing_and_not_zero(self):
        data = figures.coverage(given.coverage(30), given.BURSTS).data
        assert data["documents"].to_list()[:5] == [1, 2, None, 4, 5]

    def test_a_series_is_zero_where_others_have_articles(self):
        data = figures.coverage(given.coverage(30), given.BURSTS, "term:truce").data
        assert data["documents"].to_list()[:5] == [1, 0, None, 0, 1]

    def test_the_finest_period_that_fits(self):
        assert "per day" in figures.coverage(given.coverage(120), given.BURSTS).caption
        assert "per week" in figures.coverage(given.coverage(200), given.BURSTS).caption

    def test_far_lags_share_a_bar(self):
        """Of 100: 1 earlier than −7, 20 beyond 30 days."""
        data = figures.lags(given.LAGS).data
        assert data.rows() == [
            (-8, 1, 0.01),
            (-1, 2, 0.02),
            (0, 40, 0.4),
            (1, 30, 0.3),
            (2, 7, 0.07),
            (31, 20, 0.2),
        ]

    def test_calendar_has_a_cell_for_every_day(self):
        picture = figures.calendar(given.coverage(60))
        assert sum(len(axes.patches) for axes in picture.figure.axes) == 60
        assert "20 days without any article" in picture.caption

    @pytest.mark.parametrize("days", [20, 150, 365, 500])
    def test_no_words_of_a_calendar_are_cut_off(self, days):
        figure = figures.calendar(given.coverage(days)).figure
        width, height = figure.get_size_inches() * 72
        for words in words_of(figure):
            assert words.left > -1 and words.bottom > -1, words.text
            assert words.right < width + 1 and words.top < height + 1, words.text

    def test_a_calendar_longer_than_a_year_goes_on_below(self):
        assert len(figures.calendar(given.coverage(53 * 7 + 1)).figure.axes) == 2


class TestEvents:
    def test_highest_scores_in_order_of_days(self):
        data = figures.event_timeline(given.EVENTS, given.TEXTS, most=2).data
        assert data["day"].to_list() == [DAY + timedelta(5), DAY + timedelta(60)]

    def test_the_researchers_events_come_on_top(self):
        data = figures.event_timeline(given.EVENTS, given.TEXTS, given.KNOWN, most=1).data
        assert data.filter("known")["text"].to_list() == ["A known event"]

    def test_an_event_without_a_text_is_still_a_day(self):
        picture = figures.event_timeline(given.EVENTS, given.TEXTS.clear())
        assert picture.data["text"].to_list() == [""] * 4

    def test_twenty_events_on_neighbouring_days_do_not_collide(self):
        events = pl.DataFrame(
            {"day": [date(2024, 1, 1) + timedelta(at // 2) for at in range(20)], "documents": 3,
             "headline_doc_id": "a1", "headline_sentence": 0, "score": 1.0}
        )  # fmt: skip
        words = words_of(figures.event_timeline(events, given.TEXTS, most=20).figure)
        assert len(words) > 50
        assert not [(a.text, b.text) for a, b in combinations(words, 2) if a.overlaps(b)]


class TestTolls:
    def test_totals_of_one_place_by_source(self):
        """Subsets, other places, single events and copies stay out; a source has two names."""
        data = figures.tolls(given.TOLLS, given.DOCUMENTS).data
        assert data.select("source", "value", "placed").rows() == [
            ("Gaza's Health Ministry", 500, True),
            ("Gaza's Health Ministry", 900, True),
            ("Gulfwire", 1600, False),
            ("OCHA", 1500, True),
        ]

    def test_totals_of_different_places_are_no_course(self):
        elsewhere = given.TOLLS.with_columns(
            place=pl.format("place {}", pl.col("start").rank("ordinal"))
        )
        picture = figures.tolls(elsewhere, given.DOCUMENTS)
        assert not picture.drawn and "one and the same place" in picture.why

    def test_bounds_have_shapes(self):
        axes = figures.tolls(given.TOLLS, given.DOCUMENTS).figure.axes[0]
        at = (DAY + timedelta(9)).toordinal()
        assert (at, 900) in dots(axes, "^")

    def test_differences_name_day_scope_and_both_ends(self):
        axes = figures.disagreements(given.DISAGREEMENTS).figure.axes[0]
        names = [label.get_text() for label in axes.get_yticklabels()]
        assert names == ["2 Oct 2023: people killed, Gaza City", "3 Oct 2023: aid workers injured"]
        assert [text.get_text() for text in axes.texts] == ["93", "100", "10", "40"]
