"""Copies: against a brute-force comparison, and the properties that groups must have."""

import random
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.contract import InMemory, Tables
from analysis.corpus import copies, grouping
from analysis.corpus.agreement import Wording, agreement, is_copy
from analysis.corpus.cleaning import sketched
from analysis.corpus.copies import UNDATED, candidate_pairs, copy_groups
from analysis.corpus.grouping import grouped
from analysis.corpus.parameters import Parameters
from analysis.corpus.sketches import sketches, word_hashes
from tests.corpus.stages import run

LEXICON = [
    f"{a}{b}{c}"
    for a in "bdfgklmnprst"
    for b in ("a", "ei", "o", "u")
    for c in ("n", "rd", "sk", "m", "lt")
]


def made(seed: int, words: int = 80) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choice(LEXICON) for _ in range(words))


def edited(text: str, share: float, seed: int = 1) -> str:
    chosen = random.Random(seed)
    return " ".join(
        chosen.choice(LEXICON) if chosen.random() < share else word for word in text.split()
    )


def joined(shards: list[Tables], parameters: Parameters) -> pl.DataFrame:
    engine = InMemory()
    parts = [engine.share(one) for one in shards]
    return grouped(engine, parts, parameters).load()["groups"]


def groups(
    texts: list[str], days: list[date | None] | None = None, **given: object
) -> dict[int, int]:
    """Group of each article in one: the number of its earliest member."""
    ids = [f"{number:04x}{0:012}" for number in range(len(texts))]
    tables = sketched(ids, days or [None] * len(texts), texts)
    found = joined([tables], Parameters(**given))  # type: ignore[arg-type]
    return {int(one[:4], 16): int(group[:4], 16) for one, group, _ in found.iter_rows()}


def test_word_hashes_depend_on_the_word_alone() -> None:
    texts = ["One two, ONE!", "two—one “two”", "", "Émile’s one"]
    hashes, offsets = word_hashes(texts)
    one, two, again = hashes[offsets[0] : offsets[1]].tolist()
    assert one == again != two
    assert hashes[offsets[1] : offsets[2]].tolist() == [two, one, two]
    assert offsets.tolist() == [0, 3, 6, 6, 9]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab .\u2014é", max_size=40), max_size=6))
def test_word_hashes_are_the_same_alone_and_together(texts: list[str]) -> None:
    together, offsets = word_hashes(texts)
    for number, text in enumerate(texts):
        assert (
            word_hashes([text])[0].tolist()
            == together[offsets[number] : offsets[number + 1]].tolist()
        )


def test_candidates_hold_every_copy_that_brute_force_finds() -> None:
    texts = [made(seed) for seed in range(60)]
    texts += [edited(texts[at], 0.02 * at, at) for at in range(0, 20)]
    texts += [" ".join(texts[at].split()[:40]) for at in range(20, 30)]
    hashes, offsets = word_hashes(texts)
    words = [Wording(hashes[a:b].tolist()) for a, b in pairwise(offsets.tolist())]
    brute = {
        (a, b)
        for a in range(len(words))
        for b in range(a + 1, len(words))
        if is_copy(words[a], words[b], 0.5, 0.7)
    }
    first, second = candidate_pairs(
        *sketches(hashes, offsets), np.diff(offsets), np.full(len(words), UNDATED), 0
    )
    found = {
        pair
        for pair in zip(first.tolist(), second.tolist(), strict=True)
        if is_copy(words[pair[0]], words[pair[1]], 0.5, 0.7)
    }
    assert len(brute) == 30
    assert found == brute


def test_agreement_of_hand_made_pairs() -> None:
    # eight words of ten in common, in order: 2 * 8 / 20; one run of three lost its middle word
    both, part, shingles = agreement(
        Wording(list(range(10))), Wording([0, 1, 2, 3, 90, 5, 6, 7, 8, 91])
    )
    assert (both, part) == (0.8, 0.8)
    assert shingles == 4 / 8
    assert agreement(Wording([1, 2, 3, 4]), Wording([9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 9, 9])) == (
        0.5,
        1.0,
        1.0,
    )


def test_articles_of_one_template_are_no_copies() -> None:
    frame, other, third = made(1, 50), made(2, 50), made(3, 50)
    assert groups([f"{frame} {other}", f"{frame} {third}"]) == {}
    # as many words changed, but spread all over, are an edited copy
    assert groups([f"{frame} {other}", edited(f"{frame} {other}", 0.38)]) == {0: 0, 1: 0}


def test_cut_and_extended_versions() -> None:
    whole, more = made(5, 120), made(6, 60)
    assert set(groups([whole, " ".join(whole.split()[:60]), f"{whole} {more}"]).values()) == {2}


def test_a_digest_joins_none_of_its_stories() -> None:
    stories = [made(seed, 60) for seed in range(3)]
    assert groups([*stories, " ".join(stories)]) == {}


def test_the_window_of_days() -> None:
    text, day = made(9), date(2024, 1, 1)
    later = [day, day + timedelta(days=3), day + timedelta(days=30)]
    assert groups([text, text, text], later) == {0: 0, 1: 0}
    assert groups([text, edited(text, 0.1), text], [day, None, day]) == {0: 0, 1: 0, 2: 0}
    assert set(groups([text, text, text], later, copy_window_days=60)) == {0, 1, 2}


def test_the_earliest_is_the_first_published_then_the_longest() -> None:
    text = made(4, 100)
    cut = " ".join(text.split()[:70])
    assert groups([text, cut], [date(2024, 1, 2), date(2024, 1, 1)]) == {0: 1, 1: 1}
    assert groups([cut, text], [date(2024, 1, 1)] * 2) == {0: 1, 1: 1}


def test_fifty_versions_of_one_story_are_one_group() -> None:
    text = made(8, 120)
    versions = [edited(text, 0.05, seed) for seed in range(50)]
    assert set(groups(versions)) == set(range(50))
    assert len(set(groups(versions).values())) == 1


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(12)), st.integers(1, 5))
def test_groups_do_not_depend_on_order_or_shards(order: list[int], pieces: int) -> None:
    base = [made(seed) for seed in range(6)]
    texts = [*base, *(edited(one, 0.2) for one in base[:4]), base[5], made(99)]
    ids = [f"{number:016x}" for number in range(12)]
    every = [sketched([ids[at]], [None], [texts[at]]) for at in order]
    shards = [
        {name: pl.concat([one[name] for one in every[at::pieces]]) for name in every[0]}
        for at in range(pieces)
    ]
    expected = joined([sketched(ids, [None] * 12, texts)], Parameters())
    assert joined(shards, Parameters()).equals(expected)
    assert set(expected["doc_id"]) == {ids[at] for at in (0, 1, 2, 3, 5, 6, 7, 8, 9, 10)}


@pytest.mark.parametrize("dated", [True, False])
def test_groups_do_not_depend_on_the_blocks_in_which_pairs_are_verified(
    dated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = [made(seed) for seed in range(40)]
    texts = [*base, *(edited(one, 0.15, 3) for one in base)]
    days = [date(2024, 1, 1) + timedelta(number % 40) if dated else None for number in range(80)]
    whole = groups(texts, days)
    assert len(whole) == 80
    monkeypatch.setattr(grouping, "_PAIRS_OF_BLOCK", 1)
    assert groups(texts, days) == whole
    monkeypatch.setattr(grouping, "_PAIRS_AT_ONCE", 5)
    assert groups(texts, days) == whole


@pytest.mark.parametrize("dated", [True, False])
def test_what_has_moved_in_its_file_is_not_verified_again(
    dated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article's name says where it stands; pairs are verified by words, files and days alone."""
    monkeypatch.setattr(grouping, "_PAIRS_OF_BLOCK", 1)
    base = [made(seed) for seed in range(20)]
    texts = [*base, *(edited(one, 0.15, 3) for one in base)]
    days = [date(2024, 1, 1) + timedelta(number % 20) if dated else None for number in range(40)]
    found = []
    for moved in (7, 11):
        ids = [f"{number % 4:04x}{number * moved % 101:012x}" for number in range(40)]
        tables = [sketched(ids, days, texts)]
        pairs = grouping.find_pairs(tables, parameters=Parameters())
        blocks = {name: pairs[name] for name in pairs if name.startswith("pairs_")}
        found.append({**pairs, **grouping.cut_words(tables, blocks)})
    blocks = [name for name in found[0] if name.startswith(("pairs_", "words_"))]
    assert sum(found[0][name].height for name in blocks) >= 60
    assert all(found[0][name].equals(found[1][name]) for name in blocks)
    assert not found[0]["articles"]["doc_id"].equals(found[1]["articles"]["doc_id"])


def test_groups_are_joined_by_their_pairs_only() -> None:
    lengths = np.array([10, 10, 10, 40, 10])
    assert copy_groups([(0, 1)], [], lengths) == {0: 0, 1: 0}
    assert copy_groups([(0, 1)], [(0, 3), (1, 3)], lengths) == {0: 0, 1: 0, 3: 0}
    assert copy_groups([], [(0, 3), (4, 3)], lengths) == {}


def test_what_differs_between_versions_is_kept() -> None:
    first = (
        "Officials in the port said that 212 people were hurt when the ferry struck the "
        "pier at dawn on Monday."
    )
    second = first.replace("212", "219")
    rest = (
        "The ferry had left the island late. Divers searched the hull until noon and "
        "found nothing of note there."
    )
    tables = run({"a.txt": f"{first} {rest}".encode(), "b.txt": f"{second} {rest}".encode()})
    copied = tables["documents"].filter(pl.col("copy_of").is_not_null())
    assert copied.height == 1
    row = tables["variants"].row(0, named=True)
    assert tables["variants"].height == 1
    assert {row["value"], row["other_value"]} == {"212", "219"}
    assert (row["doc_id"], row["other_doc_id"]) == (copied["doc_id"][0], copied["copy_of"][0])


@pytest.mark.parametrize(
    ("one", "other"), [("Fifteen", "15"), ("four", "4"), ("11,500", "11500"), ("forty", "40")]
)
def test_one_number_written_in_two_ways_is_no_difference(one: str, other: str) -> None:
    story = (
        "{} people were hurt when the ferry struck the pier at dawn on Monday, and 7 of them were"
        " taken to the hospital on the hill above the port."
    )
    files = {"a.txt": story.format(one).encode(), "b.txt": story.format(other).encode()}
    tables = run(files)
    assert tables["documents"]["copy_of"].drop_nulls().len() == 1
    assert tables["variants"].is_empty()


@pytest.mark.parametrize(("at_once", "band"), [(3, 7), (50, 1 << 23), (1 << 20, 40)])
def test_candidates_are_the_same_in_blocks_of_any_size(
    at_once: int, band: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against a count of shared shingles by hand, within a window of two days."""
    texts = [edited(made(seed % 4, 30), 0.1, seed) for seed in range(14)]
    days = np.array([UNDATED, *range(13)])
    hashes, offsets = word_hashes(texts)
    kept, bounds = sketches(hashes, offsets)
    monkeypatch.setattr(copies, "_AT_ONCE", at_once)
    monkeypatch.setattr(copies, "_OF_BAND", band)
    first, second = candidate_pairs(kept, bounds, np.diff(offsets), days, 2)
    own = [set(kept[a:b].tolist()) for a, b in pairwise(bounds.tolist())]
    expected = {
        (a, b)
        for a in range(14)
        for b in range(a + 1, 14)
        if (a == 0 or b - a <= 2)
        and len(own[a] & own[b]) >= max(0.06 * min(len(own[a]), len(own[b])), 2)
    }
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == expected
    assert expected
