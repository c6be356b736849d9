"""Nodes and rows find room without overlap, and the same room every time."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.sparse.csgraph import shortest_path

from analysis.report.figures.events import spaced
from analysis.report.figures.layout import _paths, apart, fitted, overlapping, spread


def test_a_chain_is_laid_out_along_the_page():
    """a - b - c - d: distances as the paths, the long side across."""
    lengths = np.zeros((4, 4))
    for one in range(3):
        lengths[one, one + 1] = lengths[one + 1, one] = 1.0
    at = spread(lengths)
    gaps = np.linalg.norm(np.diff(at, axis=0), axis=1)
    assert gaps == pytest.approx([1, 1, 1], abs=0.02)
    assert np.linalg.norm(at[0] - at[3]) == pytest.approx(3, abs=0.02)
    assert np.ptp(at[:, 0]) > 10 * np.ptp(at[:, 1])


@given(some.integers(3, 12), some.integers(0, 1000))
def test_paths_are_the_shortest(count, seed):
    numbers = np.random.default_rng(seed)
    lengths = np.triu(
        numbers.uniform(0.5, 2, (count, count)) * (numbers.random((count, count)) < 0.4), 1
    )
    lengths += lengths.T
    assert np.allclose(_paths(lengths), shortest_path(lengths, directed=False))


def test_unconnected_parts_stand_apart():
    lengths = np.zeros((4, 4))
    lengths[0, 1] = lengths[1, 0] = lengths[2, 3] = lengths[3, 2] = 1.0
    at = spread(lengths)
    within = np.linalg.norm(at[0] - at[1])
    across = min(np.linalg.norm(at[one] - at[other]) for one in (0, 1) for other in (2, 3))
    assert across > within


@pytest.mark.parametrize("count", [0, 1, 2])
def test_very_small_networks(count):
    lengths = np.ones((count, count)) - np.eye(count)
    assert spread(lengths).shape == (count, 2)


@settings(max_examples=40, deadline=None)
@given(some.integers(2, 40), some.integers(0, 10_000))
def test_boxes_that_fill_a_third_of_the_page_never_overlap(count, seed):
    numbers = np.random.default_rng(seed)
    sizes = np.column_stack([numbers.uniform(30, 120, count), numbers.uniform(15, 30, count)])
    width = 453.0
    height = max(110.0, 3.2 * sizes.prod(1).sum() / width)
    at = apart(fitted(numbers.normal(size=(count, 2)), sizes, width, height), sizes, width, height)
    assert not overlapping(at, sizes)
    for one, other in combinations(range(count), 2):
        gap = np.abs(at[one] - at[other])
        assert (gap >= (sizes[one] + sizes[other]) / 2 - 0.01).any()
    assert (at - sizes / 2 >= -1e-9).all()
    assert (at + sizes / 2 <= np.array([width, height]) + 1e-9).all()


def test_boxes_without_room_are_named():
    sizes = np.full((3, 2), 60.0)
    at = apart(np.full((3, 2), 50.0), sizes, 100.0, 100.0)
    assert overlapping(at, sizes)


@given(
    some.lists(some.tuples(some.floats(0, 500), some.floats(5, 40)), min_size=1, max_size=30),
    some.floats(0, 200),
)
def test_rows_keep_their_order_and_never_overlap(rows, spare):
    wished = np.sort(np.array([row[0] for row in rows]))
    heights = np.array([row[1] for row in rows])
    room = float(heights.sum()) + spare
    tops = spaced(wished, heights, room)
    assert tops[0] >= -1e-6
    assert tops[-1] + heights[-1] <= room + 1e-6
    assert (tops[1:] >= tops[:-1] + heights[:-1] - 1e-6).all()


def test_rows_with_room_stand_where_they_wish():
    tops = spaced(np.array([50.0, 150.0]), np.array([20.0, 20.0]), 200.0)
    assert tops == pytest.approx([40, 140])
