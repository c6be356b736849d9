"""Where names begin and end, by the contract's convention."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.entities.candidates import runs, with_known
from analysis.entities.gazetteer import shipped
from analysis.entities.recogniser import Found
from analysis.entities.spans import repaired, trimmed, unhyphenated


def spans(text: str, *found: tuple[str, str]) -> list[tuple[str, str]]:
    """The repaired spans of a text, given what the model marked (words, label)."""
    given_spans = [Found(text.index(w), text.index(w) + len(w), label) for w, label in found]
    return [(text[a:b], kind) for a, b, kind, _ in repaired(text, given_spans, shipped())]


@pytest.mark.parametrize(
    ("text", "marked", "label", "expected"),
    [
        ("He met President Sisi today", "President Sisi", "PERSON", ("Sisi", "PER")),
        ("Israeli Prime Minister Benjamin Netanyahu left",
         "Israeli Prime Minister Benjamin Netanyahu",
         "PERSON", ("Benjamin Netanyahu", "PER")),
        ("The United Nations’ envoy", "The United Nations’", "ORG", ("United Nations", "ORG")),
        ("at the Rafah crossing", "Rafah", "GPE", ("Rafah crossing", "LOC")),
        ("in Jabaliya refugee camp", "Jabaliya", "GPE", ("Jabaliya refugee camp", "LOC")),
        ("near the Qalandiya checkpoint", "Qalandiya", "PERSON", ("Qalandiya checkpoint", "LOC")),
        ("on Hay Street", "Hay", "PERSON", ("Hay Street", "LOC")),
        ("with Abdel Fattah el-Sisi", "Abdel Fattah", "PERSON", ("Abdel Fattah el-Sisi", "PER")),
        ("the Government of Israel said", "the Government of Israel", "ORG", ("Israel", "LOC")),
        ("in The Hague on Friday", "Hague", "GPE", ("The Hague", "LOC")),
        ("Joseph R. Biden, Jr. spoke", "Joseph R. Biden", "PERSON",
         ("Joseph R. Biden, Jr.", "PER")),
        ("“Hamas” said", "“Hamas”", "ORG", ("Hamas", "ORG")),
    ],
)  # fmt: skip
def test_a_span_is_brought_to_the_convention(
    text: str, marked: str, label: str, expected: tuple[str, str]
) -> None:
    assert spans(text, (marked, label)) == [expected]


def test_two_names_taken_for_one_are_cut() -> None:
    assert spans("from Chiang Mai - Bangkok", ("Chiang Mai - Bangkok", "GPE")) == [
        ("Chiang Mai", "LOC"),
        ("Bangkok", "LOC"),
    ]
    assert spans("met Biden and Harris", ("Biden and Harris", "PERSON")) == [
        ("Biden", "PER"),
        ("Harris", "PER"),
    ]


def test_dates_and_numbers_are_no_names() -> None:
    assert spans("on Monday, 471 died", ("Monday", "DATE"), ("471", "CARDINAL")) == []


def test_a_title_alone_is_no_name() -> None:
    assert spans("the Admiral said", ("Admiral", "ORG")) == [("Admiral", "OTHER")]


def test_runs_leave_titles_weekdays_and_nationalities_out() -> None:
    text = "On Monday, Israeli Minister Katz met Kaag."
    assert [text[a:b] for a, b in runs(text, [], shipped())] == ["On", "Katz", "Kaag"]


def test_known_names_of_several_words_are_found_within_runs() -> None:
    text = "Residents of Khan Younis fled"
    (start, end), *_ = runs(text, [], shipped())
    assert text[start:end] == "Residents of Khan Younis"
    found = with_known(0, text, [], shipped())
    assert [text[one.start : one.end] for one in found] == ["Khan Younis"]


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_trimming_stays_within_the_span(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    first, last = trimmed(text, start, end)
    assert start <= first and last <= end
    assert trimmed(text, first, last) == (first, last)


@given(st.text(alphabet="Aa b.-'’“”(),\nJrThe", max_size=60), st.data())
def test_repair_gives_spans_in_order_that_do_not_overlap(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    labels = st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "DATE"])
    found = [
        Found(a, b, data.draw(labels)) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b
    ]
    reached = 0
    for start, end, _, _ in repaired(text, found, shipped()):
        assert reached <= start < end <= len(text)
        reached = end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gaza-Egypt", ["Gaza", "Egypt"]),
        ("Guinea-Bissau", ["Guinea-Bissau"]),
        ("Abdel-Fattah", ["Abdel-Fattah"]),
        ("Stratford-upon-Avon", ["Stratford-upon-Avon"]),
    ],
)
def test_known_names_are_parted_at_a_hyphen(text: str, expected: list[str]) -> None:
    pieces = unhyphenated(text, 0, len(text), shipped())
    assert [text[start:end] for start, end in pieces] == expected


def test_a_number_behind_a_person_is_no_part_of_the_name() -> None:
    assert spans("scored by Rivaldo 80", ("Rivaldo 80", "PERSON")) == [("Rivaldo", "PER")]


def test_a_company_keeps_its_legal_form() -> None:
    assert spans("Shares of Barclays plc fell", ("Barclays", "PERSON")) == [("Barclays plc", "ORG")]
