"""Names as strings: what is one spelling, and what one person may be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.entities.names import ascii_form, fold, transliterated
from analysis.entities.persons import agree, is_short_of, parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Erdoğan", "Erdogan"),
        ("Abdel-Fattah", "Abdel Fattah"),
        ("U.S.", "US"),
        ("Kata’ib Hezbollah", "Kata'ib Hezbollah"),
        ("KHAN YOUNIS", "Khan Younis"),
    ],
)
def test_spellings_that_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("US", "us"), ("WHO", "who"), ("Gaza", "Gaza City")])
def test_spellings_that_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_folding_is_stable(name: str) -> None:
    assert ascii_form(ascii_form(name)) == ascii_form(name)
    assert fold(name) == fold(name.strip())


@pytest.mark.parametrize(
    ("one", "other"),
    [("Haniyeh", "Haniya"), ("Younis", "Yunis"), ("Houthi", "Huthi"), ("Mohammed", "Muhammad"),
     ("Jabaliya", "Jabalia")],
)  # fmt: skip
def test_transliterations_that_sound_alike(one: str, other: str) -> None:
    assert transliterated(one) == transliterated(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Mohammed", "Mahmoud"), ("Hamas", "Homs"), ("Amir", "Omar")]
)
def test_transliterations_that_do_not(one: str, other: str) -> None:
    assert transliterated(one) != transliterated(other)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Abdel Fattah el-Sisi", ("abdelfattah", "sisi")),
        ("Abdel-Fattah al-Sisi", ("abdelfattah", "sisi")),
        ("Mohammed bin Salman", ("mohammed", "salman")),
        ("Joseph R. Biden, Jr.", ("joseph", "r", "biden")),
        ("Karine Jean-Pierre", ("karine", "jean", "pierre")),
    ],
)
def test_parts_of_persons_names(name: str, expected: tuple[str, ...]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joe Biden", "Joseph Biden"),
        ("Joe Biden", "Joseph R. Biden"),
        ("Benjamin Netanyahu", "Bibi Netanyahu"),
        ("Abdel Fattah el-Sisi", "Abdel-Fattah al-Sisi"),
        ("Ismail Haniyeh", "Ismail Haniya"),
        ("Mohammed bin Salman", "Mohammad bin Salman"),
        ("Tayyip Erdogan", "Recep Tayyip Erdogan"),
        ("J. Sullivan", "Jake Sullivan"),
    ],
)
def test_names_that_may_be_one_person(one: str, other: str) -> None:
    assert agree(parts(one), parts(other)) and agree(parts(other), parts(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joe Biden", "Jill Biden"),
        ("Joe Biden", "Hunter Biden"),
        ("Donald Trump", "Melania Trump"),
        ("George W. Bush", "George H. Bush"),
        ("Mohammed Abbas", "Mahmoud Abbas"),
        ("Bill Clinton", "Hillary Clinton"),
        ("Sadiq Khan", "Usman Khan"),
        ("Biden", "Joe Biden"),
    ],
)
def test_names_that_may_not(one: str, other: str) -> None:
    assert not agree(parts(one), parts(other)) and not agree(parts(other), parts(one))


def test_a_family_name_is_short_for_the_full_one() -> None:
    assert is_short_of(parts("al-Sisi"), parts("Abdel Fattah el-Sisi"))
    assert is_short_of(parts("Jean-Pierre"), parts("Karine Jean-Pierre"))
    assert not is_short_of(parts("Lew"), parts("Mario Leo"))
    assert not is_short_of(parts("Sisi"), parts("Sisi"))
