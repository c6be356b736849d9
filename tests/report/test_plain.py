"""Text of articles: cleaned, cut, fit for print."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.contract import Description
from analysis.report import export, licence, model, plain, quality
from analysis.report.parameters import Parameters


@given(st.text())
def test_clean_is_one_line_without_barred_characters(text: str) -> None:
    shown = plain.clean(text)
    assert shown == plain.clean(shown)
    assert not any(ord(char) < 32 or 0x202A <= ord(char) <= 0x202E for char in shown)
    assert shown == " ".join(shown.split())


@given(st.text(), st.data(), st.integers(20, 80))
def test_excerpt_marks_what_it_was_asked_to_mark(
    text: str, data: st.DataObject, limit: int
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 10)))
    quote, marks = plain.excerpt(text, [(start, end)], limit)
    assert len(quote) <= max(limit, 12)
    for begin, stop in marks:
        marked = quote[begin:stop].strip()
        assert marked in plain.clean(text[start:end]) or not marked


def test_excerpt_cuts_at_words_and_says_so() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    quote, marks = plain.excerpt(text, [(text.index("six"), text.index("six") + 3)], 30)
    assert quote == "…four five six seven eight…"
    assert [quote[begin:end] for begin, end in marks] == ["six"]


def test_excerpt_marks_two_spans() -> None:
    quote, marks = plain.excerpt("Hamas  met\nEgypt.", [(0, 5), (11, 16)], 100)
    assert quote == "Hamas met Egypt."
    assert [quote[begin:end] for begin, end in marks] == ["Hamas", "Egypt"]


@given(st.text())
@settings(max_examples=60)
def test_print_draws_only_what_fonts_have(text: str) -> None:
    known = plain.printable()
    for char in plain.for_print(text):
        assert char.isascii() or char == "\u200b" or ord(char) in known


def test_print_breaks_long_words_and_boxes_the_unknown() -> None:
    assert plain.for_print("x" * 45) == "x" * 20 + "\u200b" + "x" * 20 + "\u200b" + "x" * 5
    assert plain.for_print("汉 غزة é") == "� غزة é"


@pytest.mark.parametrize(
    ("text", "way"), [("غزة (Gaza)", "rtl"), ("Gaza غزة", "ltr"), ("12", "ltr")]
)
def test_direction_is_that_of_the_first_letter(text: str, way: str) -> None:
    assert plain.direction(text) == way


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("CC0-1.0", "full"),
        ("CC BY-SA 4.0", "full"),
        ("https://creativecommons.org/licenses/by/2.5/", "full"),
        ("Open Government Licence v3.0", "full"),
        ("public domain (US federal works)", "full"),
        ("© Agency, all rights reserved", "none"),
        ("subscription agreement", "none"),
        ("see contract", "short"),
        ("", "short"),
        ("occby", "short"),
    ],
)
def test_licences(text: str, rule: str) -> None:
    assert licence.quoting(Description(licence=text or None), Parameters()).rule == rule


def test_the_parameter_wins_over_the_licence() -> None:
    chosen = licence.quoting(Description(licence="CC0"), Parameters(quotes="none"))
    assert (chosen.rule, chosen.characters) == ("none", 0)


def test_licence_addresses_keep_the_version() -> None:
    assert licence.licence_address("CC BY 2.5") == "https://creativecommons.org/licenses/by/2.5/"
    assert licence.licence_address("see contract") is None


def test_rates_that_were_not_measured_are_listed_so() -> None:
    rates = quality.read_measures(None)
    assert [one.value for one in rates] == [None] * len(quality.EXPECTED)


def test_measured_rates_stand_in_place_and_others_after() -> None:
    text = """{"format": 1, "measures": [
      {"stage": "timeline", "what": "other", "measure": "F1", "value": 0.5},
      {"stage": "entities", "what": "names", "measure": "F1", "value": 0.9, "items": 10}]}"""
    rates = quality.read_measures(text)
    assert len(rates) == len(quality.EXPECTED) + 1
    assert rates[-1].what == "other"
    names = next(one for one in rates if one.what == "names")
    assert (names.value, names.items) == (0.9, 10)


@given(st.text(max_size=40))
def test_no_cell_survives_as_formula(text: str) -> None:
    cell = export.safe_cell(plain.clean(text))
    if cell[:1] and cell[0] in "=@|%":
        pytest.fail(cell)


def test_numbers_as_people_read_them() -> None:
    assert model.number(-1204.5, digits=1)["t"] == "−1,204.5"
    assert model.number(0, "E1") == {"t": "0"}
    assert model.number(None, "E1") == {"t": "–"}
    assert model.p_value(0.00004) == "< 0.001"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("GAZA CITY, Oct. 18 (Levant Wire) — Gaza’s", "Gaza’s"),
        ("DOHA, Aug 15 - Talks", "Talks"),
        ("GAZA (Crescent Monitor) - At", "At"),
        ("UNITED NATIONS, New York, 15 Oct 2023 (Wire) -- The", "The"),
        ("NATO - the alliance", "NATO - the alliance"),
        ("WASHINGTON (AP) said - no", "WASHINGTON (AP) said - no"),
        ("Tel Aviv - Benjamin", "Tel Aviv - Benjamin"),
    ],
)
def test_what_is_told_begins_after_the_dateline(text: str, told: str) -> None:
    assert text[plain.dateline_end(text) :] == told
