"""Colours that can be told apart, words that can be drawn."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from analysis.report.figures import style

#: Machado, Oliveira and Fernandes 2009, severity 1.0.
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour):
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(light):
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    x, y, z = to_xyz @ np.clip(light, 0, 1) / [0.9505, 1, 1.089]
    fx, fy, fz = (np.cbrt(one) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def contrast_on_white(colour):
    return 1.05 / (np.array([0.2126, 0.7152, 0.0722]) @ linear(colour) + 0.05)


@pytest.mark.parametrize("sight", SIGHT)
def test_series_are_told_apart(sight):
    """A CIELAB distance of 20 is plain to see; 2 is the least that can be."""
    seen = [lab(SIGHT[sight] @ linear(colour)) for colour in style.SERIES]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 20


@pytest.mark.parametrize("colour", style.SERIES)
def test_series_stand_out_on_white(colour):
    assert contrast_on_white(colour) >= 3


@pytest.mark.parametrize("colour", [style.INK, style.MUTED])
def test_words_stand_out_on_white(colour):
    assert contrast_on_white(colour) >= 4.5


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Gaza", "Gaza"),
        ("  two\nlines\t", "two lines"),
        ("a" * 50, "a" * 33 + "…"),
        ("costs $5 or $6", "costs $5 or $6"),
        ("加沙 Gaza", "\ufffd Gaza"),
        ("flag 🏳 up", "flag \ufffd up"),
        ("Αθήνα Киев Şırnak", "Αθήνα Киев Şırnak"),
    ],
)
def test_labels(text, drawn):
    assert style.label(text) == drawn


def test_right_to_left_names_are_isolated():
    assert style.label("غزة") == "\u200e\u2068غزة\u2069"


@given(some.text())
def test_any_text_becomes_one_drawable_line(text):
    drawn = style.label(text, 20)
    assert "\n" not in drawn
    assert len(drawn.strip("\u200e\u2068\u2069")) <= 20


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(1204, 0, "1,204"), (-3.25, 1, "\u22123.2"), (0, 0, "0"), (11500.4, 0, "11,500")],
)
def test_numbers(value, digits, words):
    assert style.number(value, digits) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.05, "5 %"),
        (0.056, "5.6 %"),
        (0.12345, "12 %"),
        (0.9999, "99.9 %"),
        (0.0004, "< 0.1 %"),
    ],
)
def test_percentages(share, words):
    assert style.percent(share) == words


def test_counted_nouns():
    assert style.counted(1, "copy", "copies") == "1 copy"
    assert style.counted(1200, "article") == "1,200 articles"
